//! Stories in a real browser with real nodes.

mod browser;
mod drafts;
mod filling;
mod frame;
mod keyboard;
mod links;
mod page;
mod tour;
mod walk;
