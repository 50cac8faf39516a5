//! Flags (إشارات): somebody asks everybody who works on a case to look at something, with a coded reason and words, until somebody says what came
//! of it. A flag hides nothing and changes nothing; it stands on the case and on the list of whoever reads the case. Words are sealed under the
//! key of the case, and nothing is deleted.

pub mod list;
pub mod page;
pub mod store;
#[cfg(test)]
mod tests;

use sila_core::ids::{CaseId, WorkerId};
use sila_core::time::Millis;
use uuid::Uuid;

use crate::accounts::{Permission, Worker};
use crate::app::{App, Topic};
use crate::ask::{Ask, Routes};
use crate::cases::opening;
use crate::cases::record::CaseRecord;
use crate::db::{DbError, Tx};
use crate::journal::store::{self as journal, Fact};
use crate::problem::Problem;
use crate::vault::Place;

/// Why somebody should look. The code stands in rows and texts.
pub const REASONS: [&str; 6] = ["RISK", "CONTACT", "PAPERS", "ADVICE", "WAITING", "OTHER"];
/// Longest words, in characters.
const WORDS_MAX: usize = 500;
/// Open flags of one case.
const OPEN_MAX: usize = 20;

/// The routes of flags.
pub fn routes(r: &mut Routes) {
    r.get("/{lang}/flags", Permission::CaseRead, list::show);
    r.get("/{lang}/cases/{id}/flags", Permission::CaseRead, page::show);
    r.post("/{lang}/cases/{id}/flags", Permission::CaseRead, page::create);
    r.post("/{lang}/cases/{id}/flags/{one}", Permission::CaseRead, page::resolve);
}

/// A flag of a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Flag {
    /// Identifier.
    pub id: Uuid,
    /// One of [`REASONS`].
    pub reason: String,
    /// Who set it.
    pub worker: WorkerId,
    /// Their Arabic and English name.
    pub by: (String, String),
    /// When.
    pub at: Millis,
    /// When somebody said what came of it, and their Arabic and English name.
    pub resolved: Option<(Millis, String, String)>,
    /// What is to be looked at; empty until it is opened.
    pub words: String,
    /// What came of it; empty until it is opened.
    pub note: String,
}

/// The address, without language.
pub fn path(case: CaseId, rest: &str) -> String {
    format!("/cases/{case}/flags{rest}")
}

fn place(id: Uuid) -> Place {
    Place { table: "case_flag", row: id }
}

/// The note lies in the same row as the words, in a place of its own.
fn note_place(id: Uuid) -> Place {
    Place { table: "case_flag.note", row: id }
}

/// The case of the address, for whoever may read it. The reading is written down.
async fn case(ask: &Ask) -> Result<CaseRecord, Problem> {
    opening::read(ask, "case.flags").await
}

/// The flags of a case: what is open first, then the newest.
///
/// # Errors
/// `vault.unreadable`; when the store cannot be read.
pub async fn of_case(app: &App, record: &CaseRecord) -> Result<Vec<Flag>, Problem> {
    let id = record.row.id;
    let stored = app.store.read(move |tx| store::of_case(tx, id)).await?;
    opened(app, record, stored)
}

/// Flags that were read, opened.
///
/// # Errors
/// `vault.unreadable`.
pub fn opened(
    app: &App,
    record: &CaseRecord,
    stored: Vec<store::Sealed>,
) -> Result<Vec<Flag>, Problem> {
    let open = |(flag, body, note): store::Sealed| {
        let words = record.open_words(app, place(flag.id), &body)?;
        let note = note.map(|note| record.open_words(app, note_place(flag.id), &note));
        let note = note.transpose()?.unwrap_or_default();
        Ok(Flag { words, note, ..flag })
    };
    stored.into_iter().map(open).collect()
}

/// The journal's fact of an act: codes only.
fn fact(app: &App, case: CaseId, worker: &Worker, data: String, now: Millis) -> Fact {
    Fact {
        id: app.clock.new_id(),
        at: now,
        kind: "flag",
        subject: case.to_string(),
        worker: Some(worker.id),
        data: data.into_bytes(),
    }
}

/// Sets a flag.
///
/// # Errors
/// `flag.many` when too many are open.
pub async fn set(
    app: &App,
    worker: &Worker,
    record: &CaseRecord,
    (reason, words): (&'static str, &str),
    now: Millis,
) -> Result<(), Problem> {
    let (id, case, by) = (app.clock.new_id(), record.row.id, worker.id);
    let body = record.seal_words(app, place(id), words)?;
    let fact = fact(app, case, worker, format!("SET {reason}"), now);
    let write = move |tx: &mut dyn Tx| -> Result<bool, DbError> {
        let open = store::of_case(tx, case)?.iter().filter(|one| one.0.resolved.is_none()).count();
        if open >= OPEN_MAX {
            return Ok(false);
        }
        store::insert(tx, (id, case), (reason, &body), (by, now))?;
        journal::insert(tx, &fact)?;
        Ok(true)
    };
    let done = app.store.write(write).await?;
    app.changed(Topic::Cases);
    let many = || Problem::refused("flag.many").way_out(path(case, ""));
    if done { Ok(()) } else { Err(many()) }
}

/// Says what came of a flag.
///
/// # Errors
/// `flag.moved` when somebody said it before, or the case has no such flag.
pub async fn settle(
    app: &App,
    worker: &Worker,
    record: &CaseRecord,
    (id, words): (Uuid, &str),
    now: Millis,
) -> Result<(), Problem> {
    let (case, by) = (record.row.id, worker.id);
    let note = record.seal_words(app, note_place(id), words)?;
    let fact = fact(app, case, worker, "RESOLVE".to_owned(), now);
    let write = move |tx: &mut dyn Tx| -> Result<bool, DbError> {
        let done = store::resolve(tx, (id, case), &note, (by, now))?;
        if done {
            journal::insert(tx, &fact)?;
        }
        Ok(done)
    };
    let done = app.store.write(write).await?;
    app.changed(Topic::Cases);
    let moved = || Problem::refused("flag.moved").way_out(path(case, ""));
    if done { Ok(()) } else { Err(moved()) }
}
