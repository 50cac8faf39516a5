//! Teams: who works in which, who leads it, and who reads what it works on. Three scopes come of them: one's own cases, those
//! of a
//! team, those of the whole agency by a role. The rule that decides with them is in `cases/scope/store.rs`; a restricted case and
//! an exclusion stand above any team.

pub mod page;
pub mod store;
#[cfg(test)]
mod tests;

use crate::accounts::{Permission, Worker};
use crate::ask::Routes;
use crate::db::{DbError, Tx};

/// The routes of teams.
pub fn routes(r: &mut Routes) {
    r.get("/{lang}/teams", Permission::AccountsAdmin, page::list);
    r.post("/{lang}/teams", Permission::AccountsAdmin, page::create);
    r.get("/{lang}/teams/{id}", Permission::AccountsAdmin, page::show);
    r.post("/{lang}/teams/{id}/members", Permission::AccountsAdmin, page::put);
    r.post("/{lang}/teams/{id}/members/removal", Permission::AccountsAdmin, page::remove);
    r.post("/{lang}/teams/{id}/end", Permission::AccountsAdmin, page::end);
}

/// How far a worker's lists and counts of cases reach.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Scope {
    /// Cases they are members of.
    Own,
    /// And those that a team of theirs works on.
    Team,
    /// Every case of the agency.
    Department,
}

impl Scope {
    /// Of this worker.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn of(tx: &mut dyn Tx, worker: &Worker) -> Result<Scope, DbError> {
        if worker.may(Permission::CaseReadAll) {
            return Ok(Scope::Department);
        }
        let team = worker.may(Permission::CaseRead) && store::reads_any(tx, worker.id)?;
        Ok(if team { Scope::Team } else { Scope::Own })
    }
}
