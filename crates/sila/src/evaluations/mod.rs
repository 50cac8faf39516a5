//! Evaluation cycles (دورات التقييم): two agencies look back on a period together. Each judges itself and the other by the
//! clauses of the policy guide, and asks its own people eighteen statements. What a party answers is sealed: the other gets its
//! hash at first, and the sheet when both have sealed or the day has passed. Then both nodes compute the same outcome and sign it.
//! The rules are in [`sila_core::evaluation`]; everything that travels is a shared record ([`crate::records`]).
//!
//! What one person marked is kept apart from who has answered, and is deleted when the sheet is sealed.

mod act;
pub mod attention;
pub mod bring;
pub mod cycle;
mod list;
mod outcome;
mod show;
pub mod store;
mod survey;
#[cfg(test)]
mod tests;

pub use act::{begin, seal, sign};
pub use survey::give;

use crate::accounts::Permission;
use crate::ask::Routes;

/// The routes.
pub fn routes(r: &mut Routes) {
    use Permission::{AgreementRead, AgreementSign};
    r.get("/{lang}/evaluations", AgreementRead, list::page);
    r.get("/{lang}/evaluations/new", AgreementSign, act::page);
    r.post("/{lang}/evaluations", AgreementSign, act::create);
    r.get("/{lang}/evaluations/{id}", AgreementRead, show::page);
    r.post("/{lang}/evaluations/{id}/word", AgreementSign, act::word);
    r.post("/{lang}/evaluations/{id}/seal", AgreementSign, act::answer);
    r.get("/{lang}/evaluations/{id}/survey", AgreementRead, survey::page);
    r.post("/{lang}/evaluations/{id}/survey", AgreementRead, survey::create);
}
