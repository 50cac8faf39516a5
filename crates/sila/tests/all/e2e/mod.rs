//! Stories in a real browser with real nodes.

mod browser;
mod drafts;
mod filling;
mod frame;
mod friday;
mod keyboard;
mod links;
mod page;
mod plain;
mod quiet;
mod tour;
mod walk;
