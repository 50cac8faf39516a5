//! Stories in a real browser with real nodes.

mod browser;
mod drafts;
mod filling;
mod frame;
mod friday;
mod hall;
mod keyboard;
mod kin;
mod kiosk;
mod links;
mod lockbox;
mod moving;
mod page;
mod plain;
mod quiet;
mod tour;
mod walk;
