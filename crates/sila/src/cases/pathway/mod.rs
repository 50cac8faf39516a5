//! The pathway (المسار) of a case: حماية/رعاية, تنمية, تمكين, استقلالية. Each stage is entered on a day and written down once; a
//! stage is not left out and none is gone back to without a coded reason ([`sila_core::care::enter`]).

pub mod card;
pub mod entry;
pub mod store;
#[cfg(test)]
mod tests;

use sila_core::care::Step;
use sila_core::ids::CaseId;

use crate::accounts::Permission;
use crate::app::App;
use crate::ask::Routes;
use crate::problem::Problem;

/// The routes of the pathway.
pub fn routes(r: &mut Routes) {
    r.get("/{lang}/cases/{id}/pathway", Permission::CaseRead, entry::page);
    r.post("/{lang}/cases/{id}/pathway", Permission::CaseRead, entry::create);
}

/// The stages of a case as they were entered, oldest first. The caller has found the case through the worker.
///
/// # Errors
/// When the store cannot be read.
pub async fn of_case(app: &App, case: CaseId) -> Result<Vec<Step>, Problem> {
    Ok(app.store.read(move |tx| store::of_case(tx, case)).await?)
}
