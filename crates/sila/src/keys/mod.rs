//! The keys of this agency: which it uses, since when, what its root has said of them, and how they change.
//!
//! [`sila_link::keys`] has the rules. Private keys stand sealed in the database; [`ring`] is what the running node holds of
//! them; [`order`] is what an administrator asks for; [`duty`] does it, replaces keys that have come of age, erases retired
//! ones, and makes new ones when a restore has lost them. Every change is a statement of the root ([`change`]), which
//! travels with every call until each linked agency has it ([`peers`]).

pub mod change;
pub mod duty;
pub mod first;
pub mod order;
pub mod page;
pub mod peers;
pub mod ring;
pub mod store;

pub use ring::{Ring, Transport};

use crate::accounts::Permission;
use crate::ask::Routes;

/// The routes of keys.
pub fn routes(r: &mut Routes) {
    r.get("/{lang}/keys", Permission::LinkRead, page::page);
    r.get("/{lang}/keys/changes/{what}", Permission::LinkAdmin, page::ask);
    r.post("/{lang}/keys/changes/{what}", Permission::LinkAdmin, page::change);
}
