//! Each partnership on one page: what was done under all its agreements until a day, each figure beside the register it is
//! counted from; one line of time (`timeline`); what comes next; the impact indicators that were set when the parties signed; and the scorecard of
//! effectiveness and sustainability, by [`sila_core::scorecard`]. The indices of activation and balance stand beside it.
//!
//! A partnership is all agreements with one other agency. Who keeps the contact at either side, the focal points, is kept
//! here: an appointment has a first day and, when it is over, a last one, and is never changed otherwise. Each node tells the other who
//! keeps the contact at its side ([`share`]), and whoever leaves the post leaves a note to whoever comes after ([`handover`]).

mod ahead;
pub mod alliances;
pub mod attention;
pub mod copy;
pub mod figures;
mod focal;
pub mod handover;
mod impact;
mod list;
pub mod network;
pub mod plan;
pub mod relation;
pub mod risks;
pub mod share;
mod show;
pub mod store;
#[cfg(test)]
pub(crate) mod tests;
mod timeline;

pub use focal::{Appointment, appoint, of_agreement};
pub use impact::way_in;
pub use relation::{Point, Relation, all, one};

use crate::accounts::Permission;
use crate::ask::Routes;

/// The routes.
pub fn routes(r: &mut Routes) {
    use Permission::{AgreementRead, AgreementSign};
    crate::differences::routes(r);
    risks::routes(r);
    alliances::routes(r);
    r.get("/{lang}/partnerships", AgreementRead, list::page);
    r.get("/{lang}/partnerships/network", AgreementRead, network::page);
    r.get("/{lang}/partnerships/{agency}", AgreementRead, show::page);
    r.get("/{lang}/partnerships/{agency}/timeline", AgreementRead, timeline::page);
    r.get("/{lang}/partnerships/{agency}/plan.pdf", AgreementRead, plan::file);
    r.get("/{lang}/partnerships/{agency}/plan", AgreementRead, plan::page);
    r.post("/{lang}/partnerships/{agency}/plan", AgreementSign, plan::create);
    r.post("/{lang}/partnerships/{agency}/plan/word", AgreementSign, plan::say);
    r.post("/{lang}/partnerships/{agency}/copy", AgreementSign, copy::file);
    r.post("/{lang}/partnerships/{agency}/focal", AgreementSign, focal::create);
    r.post("/{lang}/partnerships/{agency}/focal/{id}/end", AgreementSign, focal::end);
    r.get("/{lang}/partnerships/{agency}/focal/{id}/handover", AgreementSign, handover::page);
    r.post("/{lang}/partnerships/{agency}/focal/{id}/handover", AgreementSign, handover::create);
    r.post("/{lang}/partnerships/{agency}/handover/{id}/read", AgreementSign, handover::seen);
    r.get("/{lang}/agreements/{id}/impact", AgreementRead, impact::page);
    r.post("/{lang}/agreements/{id}/impact", AgreementSign, impact::create);
}
