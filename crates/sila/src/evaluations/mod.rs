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
pub mod licensed;
mod list;
pub mod moved;
mod outcome;
mod show;
pub mod store;
mod survey;
#[cfg(test)]
mod tests;

pub use act::{begin, seal, sign};
pub use survey::give;

use sila_core::RecordId;
use sila_core::partnership::Words;

use crate::accounts::Permission;
use crate::app::App;
use crate::ask::Routes;
use crate::problem::Problem;
use crate::web::Lang;

/// What a line of the improvement plan of an outcome says, by its place from 1.
///
/// # Errors
/// `page.not_found`; when the store cannot be read.
pub async fn planned(app: &App, outcome: RecordId, place: u16) -> Result<Words, Problem> {
    let all = cycle::read(app).await?.into_iter().filter_map(|cycle| cycle.outcome);
    let found = all.into_iter().find(|(record, _, _)| *record == outcome);
    let place = usize::from(place.saturating_sub(1));
    let action = found.and_then(|(_, outcome, _)| outcome.plan.get(place).cloned());
    let action = action.ok_or_else(Problem::not_found)?;
    let title = |lang| outcome::title(lang, &action);
    Ok(Words { ar: title(Lang::Ar), en: title(Lang::En) })
}

/// The routes.
pub fn routes(r: &mut Routes) {
    use Permission::{AgreementRead, AgreementSign};
    r.get("/{lang}/evaluations", AgreementRead, list::page);
    r.get("/{lang}/evaluations/new", AgreementSign, act::page);
    r.post("/{lang}/evaluations", AgreementSign, act::create);
    licensed::routes(r);
    r.get("/{lang}/evaluations/{id}", AgreementRead, show::page);
    r.post("/{lang}/evaluations/{id}/word", AgreementSign, act::word);
    r.post("/{lang}/evaluations/{id}/seal", AgreementSign, act::answer);
    r.get("/{lang}/evaluations/{id}/survey", AgreementRead, survey::page);
    r.post("/{lang}/evaluations/{id}/survey", AgreementRead, survey::create);
}
