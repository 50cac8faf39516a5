//! Whether an agreement lives: its annex, what was done about it, and what follows. An agreement is not activated until a joint
//! initiative runs, and dormant after ninety days without one. Nobody sets that: both nodes compute it from what both have
//! signed, by [`sila_core::partnership`].
//!
//! An annex, the plan of an initiative and every deed is a shared record (see [`crate::records`]), so that both nodes hold the same
//! bytes with the same signatures. This folder reads them together, [`reading`], keeps them at hand, [`ledger`], and says what is done, [`saying`]; the
//! folders `obligations/` and `initiatives/` have the pages.

pub mod annex;
pub mod annex_form;
pub mod areas;
pub mod attention;
pub mod besides;
pub mod closed;
pub mod deed_form;
pub mod exchange;
pub mod figures;
pub mod ledger;
pub mod print;
pub mod published;
pub mod reading;
pub mod report;
pub mod saying;
pub mod show;
pub mod store;
pub mod voices;
pub mod year;
pub mod year_form;

pub use ledger::{Book, Proposal};

use crate::accounts::Permission;
use crate::ask::Routes;

/// The routes. Whoever signs agreements signs what makes them live.
pub fn routes(r: &mut Routes) {
    r.get("/{lang}/agreements/{id}/activation", Permission::AgreementRead, show::page);
    r.get("/{lang}/agreements/{id}/report", Permission::AgreementRead, report::page);
    r.get("/{lang}/agreements/{id}/annex", Permission::AgreementSign, annex::page);
    r.post("/{lang}/agreements/{id}/annex", Permission::AgreementSign, annex::create);
    r.get("/{lang}/agreements/{id}/years", Permission::AgreementRead, year::page);
    r.post("/{lang}/agreements/{id}/years", Permission::AgreementSign, year::create);
    r.post("/{lang}/agreements/{id}/deeds", Permission::AgreementSign, saying::create);
    r.post("/{lang}/agreements/{id}/answer", Permission::AgreementSign, saying::answer);
}
