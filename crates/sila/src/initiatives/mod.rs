//! Joint initiatives: what two agencies do together under an agreement, proposed by one and signed by both, with owners on
//! both sides, milestones that the other party confirms, what each gave, and whether anybody is better off. Only an initiative
//! that runs activates an agreement. The rules are in [`sila_core::partnership`], the reading in [`crate::activation::ledger`].

pub mod list;
pub mod propose;
mod propose_form;
pub mod show;
mod show_parts;

pub use propose_form::both;

use crate::accounts::Permission;
use crate::ask::Routes;

/// The routes. What is done about an initiative is said at `/agreements/{id}/deeds`.
pub fn routes(r: &mut Routes) {
    r.get("/{lang}/initiatives", Permission::AgreementRead, list::page);
    r.get("/{lang}/initiatives/new", Permission::AgreementSign, propose::page);
    r.post("/{lang}/initiatives", Permission::AgreementSign, propose::create);
    r.get("/{lang}/initiatives/{id}", Permission::AgreementRead, show::page);
}
