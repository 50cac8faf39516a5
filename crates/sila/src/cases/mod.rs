//! Cases: what one agency knows about a person and does for them.
//!
//! A case is found only through a worker: its members and the roles that read every case. To anybody else it does not
//! exist. Everything about the person is sealed under the case's own key; the columns hold what lists sort by.

pub mod appointments;
pub mod approvals;
pub mod around;
pub mod bulk;
pub mod clocks;
pub mod closure;
pub mod committee;
pub mod department;
pub mod diary;
pub mod documents;
pub mod effects;
pub mod flags;
pub mod glass;
pub mod handover;
pub mod history;
pub mod identity;
pub mod interpreters;
pub mod kin;
pub mod letters;
pub mod list;
pub mod mandatory;
pub mod news;
pub mod notes;
pub mod opening;
pub mod parentage;
pub mod past;
pub mod pathway;
pub mod plan;
pub mod progress;
pub mod readers;
mod reads;
pub mod record;
pub mod reporter;
pub mod scope;
mod sealing;
pub mod sensitivity;
pub mod show;
pub mod store;
pub mod tasks;
#[cfg(test)]
pub(crate) mod tests;
pub mod voice;
pub mod withheld;

pub use record::{CaseRecord, Contact, NewCase, Origin, Provenance, compose, open_record, unseal};

use crate::accounts::Permission;
use crate::ask::Routes;

/// The routes of cases.
pub fn routes(r: &mut Routes) {
    r.get("/{lang}/cases", Permission::CaseRead, list::page);
    r.get("/{lang}/cases/{id}", Permission::CaseRead, show::page);
    r.post("/{lang}/cases/{id}/emirates-id", Permission::CaseRead, show::reveal);
    r.post("/{lang}/cases/{id}/names", Permission::CaseRead, show::names);
    appointments::routes(r);
    interpreters::routes(r);
    pathway::routes(r);
    plan::routes(r);
    closure::routes(r);
    voice::routes(r);
    effects::routes(r);
    bulk::routes(r);
    clocks::routes(r);
    department::routes(r);
    mandatory::routes(r);
    reporter::routes(r);
    identity::routes(r);
    parentage::routes(r);
    committee::routes(r);
    documents::routes(r);
    letters::routes(r);
    notes::routes(r);
    kin::routes(r);
    approvals::routes(r);
    diary::routes(r);
    flags::routes(r);
    history::routes(r);
    tasks::routes(r);
    glass::routes(r);
    scope::routes(r);
}
