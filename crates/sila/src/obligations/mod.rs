//! What each party owes the other by an agreement, and where it stands: due, submitted with evidence, accepted by the other
//! party's signature or returned. The words, dates and rules are in [`sila_core::partnership`] and [`sila_core::obligation`]; what
//! is said about them goes through [`crate::activation::saying`].

pub mod feed;
pub mod list;
pub mod matrix;
pub mod show;
mod trace;

pub use trace::rule;

use crate::accounts::Permission;
use crate::ask::Routes;

/// The routes. What is done about an obligation is said at `/agreements/{id}/deeds`.
pub fn routes(r: &mut Routes) {
    r.get("/{lang}/obligations", Permission::AgreementRead, list::page);
    r.get("/{lang}/obligations.ics", Permission::AgreementRead, feed::file);
    r.get("/{lang}/agreements/{id}/duties", Permission::AgreementRead, matrix::page);
    r.get("/{lang}/agreements/{id}/duties.csv", Permission::AgreementRead, matrix::table);
    r.get("/{lang}/obligations/{id}/{number}/{due}", Permission::AgreementRead, show::page);
}
