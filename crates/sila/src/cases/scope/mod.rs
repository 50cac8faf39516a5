//! Who may see a case, and who decides it. A case is seen by its members and by the roles that read every case; a
//! restricted case by its members alone; and by nobody who is excluded from it, whatever they are. To everybody else it is
//! absent: from pages, searches, hints, queues, lists and counts. The rule is one text ([`store`]), part of every statement.

pub mod agency;
pub mod conflict;
pub mod decision;
pub mod hints;
pub mod page;
pub mod store;
#[cfg(test)]
pub(crate) mod tests;

use sila_core::ids::{AgencyId, CaseId, WorkerId};
use sila_core::time::Millis;

use crate::accounts::{Permission, Worker};
use crate::app::{App, Topic};
use crate::ask::Routes;
use crate::cases::record::unseal;
use crate::cases::{self, glass, interpreters};
use crate::db::{DbError, Tx};
use crate::journal::store::{self as journal, Fact};
use crate::problem::Problem;
use crate::referrals::attachments::leaving;

/// The routes of the readers of a case.
pub fn routes(r: &mut Routes) {
    r.get("/{lang}/cases/{id}/readers", Permission::CaseRead, page::show);
    r.post("/{lang}/cases/{id}/readers", Permission::CaseRead, page::name);
    r.post("/{lang}/cases/{id}/readers/removal", Permission::CaseRead, page::remove);
    r.post("/{lang}/cases/{id}/conflicts", Permission::CaseRead, conflict::create);
    r.post("/{lang}/cases/{id}/conflicts/end", Permission::CaseApprove, conflict::end);
    r.post("/{lang}/cases/{id}/hints", Permission::CaseApprove, decision::create);
    r.post("/{lang}/cases/{id}/agencies", Permission::CaseRead, agency::create);
    r.post("/{lang}/cases/{id}/agencies/end", Permission::CaseApprove, agency::end);
    r.post("/{lang}/cases/{id}/restriction", Permission::CaseRead, page::restrict);
}

/// What changes about who sees a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// Only members from now on. Whoever says so is one of them.
    Restrict,
    /// The roles that read every case see it again.
    Open,
    /// This colleague is a member from now on.
    Name(WorkerId),
    /// And this one no more.
    Remove(WorkerId),
    /// To this one the case does not exist any more, for one of [`conflict::REASONS`].
    Exclude(WorkerId, &'static str),
    /// And to this one it does again, as to others of their roles.
    Readmit(WorkerId),
    /// This agency is told nothing of the case, for one of [`conflict::REASONS`].
    Bar(AgencyId, &'static str),
    /// And may be told again.
    Admit(AgencyId),
}

impl Change {
    fn words(self) -> String {
        match self {
            Change::Restrict => "RESTRICT".to_owned(),
            Change::Open => "OPEN".to_owned(),
            Change::Name(worker) => format!("NAME {worker}"),
            Change::Remove(worker) => format!("REMOVE {worker}"),
            Change::Exclude(worker, why) => format!("EXCLUDE {worker} {why}"),
            Change::Readmit(worker) => format!("READMIT {worker}"),
            Change::Bar(agency, why) => format!("BAR {} {why}", agency.to_text()),
            Change::Admit(agency) => format!("ADMIT {}", agency.to_text()),
        }
    }

    fn write(self, tx: &mut dyn Tx, case: CaseId, by: &Worker, now: Millis) -> Result<(), DbError> {
        match self {
            Change::Restrict => store::restrict(tx, case, (by, true), now),
            Change::Open => store::restrict(tx, case, (by, false), now),
            Change::Name(worker) => crate::cases::store::add_member(tx, case, worker, by.id, now),
            Change::Remove(worker) => store::remove_member(tx, case, worker).map(|_done| ()),
            Change::Exclude(worker, why) => {
                store::exclude(tx, case, worker)?;
                store::set_reason(tx, case, worker, why)
            }
            Change::Readmit(worker) => store::readmit(tx, case, worker),
            Change::Bar(agency, why) => {
                store::bar_agency(tx, (case, agency), why, (by.id, now))?;
                interpreters::store::unname_agency(tx, (case, agency), now)?;
                leaving::hold_back(tx, (case, agency), now)
            }
            Change::Admit(agency) => store::admit_agency(tx, case, agency),
        }
    }
}

/// Changes who sees a case and writes it into the journal. The caller has found the case through the worker.
///
/// # Errors
/// Forbidden to whoever reads the case by broken glass; when the store cannot be written.
pub async fn change(
    app: &App,
    by: &Worker,
    case: CaseId,
    change: Change,
    now: Millis,
) -> Result<(), Problem> {
    let fact = fact(app, case, by, &change.words(), now);
    let (author, by) = (by.clone(), by.clone());
    let write = move |tx: &mut dyn Tx| -> Result<bool, DbError> {
        if glass::store::is_open(tx, case, by.id)? {
            return Ok(false);
        }
        change.write(tx, case, &by, now)?;
        journal::insert(tx, &fact)?;
        Ok(true)
    };
    if !app.store.write(write).await? {
        return Err(Problem::forbidden());
    }
    if matches!(change, Change::Exclude(..))
        && let Some(stored) = app.store.read(move |tx| cases::store::stored(tx, case)).await?
    {
        let record = unseal(app, stored, None)?;
        interpreters::saying::look_again(app, &author, &record, now).await?;
    }
    app.changed(Topic::Cases);
    app.changed(Topic::Referrals);
    app.changed(Topic::Shelter);
    Ok(())
}

/// The journal's fact of an act about who sees a case: codes and identifiers.
pub fn fact(app: &App, case: CaseId, by: &Worker, words: &str, now: Millis) -> Fact {
    Fact {
        id: app.clock.new_id(),
        at: now,
        kind: "scope",
        subject: case.to_string(),
        worker: Some(by.id),
        data: words.as_bytes().to_vec(),
    }
}
