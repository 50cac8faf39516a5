//! Stories in a real browser with real nodes.

mod browser;
mod frame;
mod links;
mod page;
