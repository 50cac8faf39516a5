//! Closing a case (إغلاق الحالة): a coded reason, nothing left open, what is planned for afterwards, and the approval of somebody else.
//! A closed case is followed up on the days planned, and opened again with a coded reason.
//!
//! What is open is counted in the transaction that closes: a referral, a place, a clock, a goal without an outcome or an appointment
//! keeps the case open. Follow-ups are planned only where there is a safe way to reach the person; nothing is ever sent by itself.

pub mod approval;
pub mod check;
pub mod day;
pub mod page;
pub mod reopening;
pub mod request;
pub mod store;
#[cfg(test)]
pub(crate) mod tests;

use sila_core::care::{ClosureReason, FollowUp, PlanState, ReopenReason, Stage};
use sila_core::ids::CaseId;
use sila_core::time::Millis;
use uuid::Uuid;

use crate::accounts::{Permission, Worker};
use crate::app::{App, Topic};
use crate::ask::{Ask, Routes};
use crate::cases::plan::Signed;
use crate::cases::record::{CaseRecord, open_record};
use crate::db::{DbError, Tx};
use crate::journal::access::{self, Subject};
use crate::journal::store::{self as journal, Fact};
use crate::problem::Problem;
use crate::vault::Place;

/// The routes of closures.
pub fn routes(r: &mut Routes) {
    r.get("/{lang}/cases/{id}/closure", Permission::CaseRead, page::show);
    r.post("/{lang}/cases/{id}/closure", Permission::CaseRead, request::create);
    r.post("/{lang}/cases/{id}/closure/decision", Permission::CaseApprove, approval::create);
    r.post("/{lang}/cases/{id}/closure/reopening", Permission::CaseRead, reopening::create);
    r.post("/{lang}/cases/{id}/closure/checks/{one}", Permission::CaseRead, check::create);
}

/// A closure, asked for, returned, or approved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Closure {
    /// Identifier.
    pub id: Uuid,
    /// Why.
    pub reason: ClosureReason,
    /// The stage of the pathway in which the case was closed.
    pub stage: Option<Stage>,
    /// `ASKED`, `APPROVED` or `RETURNED`.
    pub state: PlanState,
    /// Who asked.
    pub asked: Signed,
    /// Who decided.
    pub decided: Option<Signed>,
    /// Why and when the case was opened again.
    pub reopened: Option<(ReopenReason, Millis)>,
    /// A paper with a code was given.
    pub paper: bool,
    /// How the person stands, in words.
    pub words: String,
    /// Why it was returned, or what was said with the approval; empty otherwise.
    pub note: String,
}

impl Closure {
    /// Whether it is what keeps the case closed.
    pub fn holds(&self) -> bool {
        self.state == PlanState::Approved && self.reopened.is_none()
    }
}

/// A day on which somebody asks how the person is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Check {
    /// Identifier.
    pub id: Uuid,
    /// Until when.
    pub due: Millis,
    /// How the person was found, and when that was written down.
    pub outcome: Option<(FollowUp, Millis)>,
}

/// The address of the closure of a case or of a part of it, without language.
pub fn path(case: CaseId, rest: &str) -> String {
    format!("/cases/{case}/closure{rest}")
}

const TABLE: &str = "case_closure";
/// The note lies in the same row as the words, in a place of its own.
const NOTE: &str = "case_closure.note";

fn place(table: &'static str, row: Uuid) -> Place {
    Place { table, row }
}

/// The case of the address, for whoever may read it. The reading is written down.
///
/// # Errors
/// `page.not_found` for whoever may not read it.
pub async fn case(ask: &Ask) -> Result<CaseRecord, Problem> {
    found(ask, ask.id("id")?).await
}

/// As [`case`], where the address does not name it.
///
/// # Errors
/// `page.not_found` for whoever may not read it.
pub async fn found(ask: &Ask, id: CaseId) -> Result<CaseRecord, Problem> {
    let worker = ask.worker()?;
    let record = open_record(&ask.app, worker, id).await?;
    access::record(&ask.app, worker, Subject::Case(id.0), "case.closure", ask.now).await?;
    Ok(record)
}

/// The closures of a case, opened, the newest first.
///
/// # Errors
/// `vault.unreadable`; when the store cannot be read.
pub async fn of_case(app: &App, record: &CaseRecord) -> Result<Vec<Closure>, Problem> {
    let id = record.row.id;
    let stored = app.store.read(move |tx| store::of_case(tx, id)).await?;
    opened(app, record, stored)
}

/// Closures that were read, opened.
///
/// # Errors
/// `vault.unreadable`.
pub fn opened(
    app: &App,
    record: &CaseRecord,
    stored: Vec<store::Sealed>,
) -> Result<Vec<Closure>, Problem> {
    let open = |(closure, (words, note)): store::Sealed| {
        let words = record.open_words(app, place(TABLE, closure.id), &words)?;
        let note = note.map(|note| record.open_words(app, place(NOTE, closure.id), &note));
        Ok(Closure { words, note: note.transpose()?.unwrap_or_default(), ..closure })
    };
    stored.into_iter().map(open).collect()
}

/// The journal's fact of an act: codes only.
fn fact(app: &App, case: CaseId, worker: &Worker, data: String, now: Millis) -> Fact {
    Fact {
        id: app.clock.new_id(),
        at: now,
        kind: "closure",
        subject: case.to_string(),
        worker: Some(worker.id),
        data: data.into_bytes(),
    }
}

/// Writes something of a closure with its fact.
///
/// # Errors
/// `closure.moved` when `act` says that somebody was quicker, or something of the case is open.
async fn commit(
    app: &App,
    fact: Fact,
    case: CaseId,
    act: impl Fn(&mut dyn Tx) -> Result<bool, DbError> + Send + 'static,
) -> Result<(), Problem> {
    let write = move |tx: &mut dyn Tx| -> Result<bool, DbError> {
        let done = act(tx)?;
        if done {
            journal::insert(tx, &fact)?;
        }
        Ok(done)
    };
    let done = app.store.write(write).await?;
    app.changed(Topic::Cases);
    let moved = || Problem::refused("closure.moved").way_out(path(case, ""));
    if done { Ok(()) } else { Err(moved()) }
}
