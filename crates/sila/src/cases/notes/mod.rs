//! Notes on a case (ملاحظات), each with how far it is to be read. Nothing is overwritten: whoever wrote a note corrects it by a new version,
//! and the earlier ones stay. A note that is not for somebody is not there for them, neither its words nor that it exists; what the
//! newest version says of who reads it holds for the earlier ones, too. Words are sealed under the key of the case.

pub mod page;
pub mod store;
#[cfg(test)]
mod tests;

use sila_core::ids::{CaseId, WorkerId};
use sila_core::time::Millis;
use uuid::Uuid;

use super::sensitivity::Sensitivity;
use crate::accounts::{Permission, Worker};
use crate::app::{App, Topic};
use crate::ask::{Ask, Routes};
use crate::cases::opening;
use crate::cases::record::CaseRecord;
use crate::cases::sensitivity::eyes;
use crate::db::{DbError, Tx};
use crate::journal::store::{self as journal, Fact};
use crate::problem::Problem;
use crate::vault::Place;

/// The routes of notes.
pub fn routes(r: &mut Routes) {
    r.get("/{lang}/cases/{id}/notes", Permission::CaseRead, page::show);
    r.post("/{lang}/cases/{id}/notes", Permission::CaseRead, page::create);
    r.get("/{lang}/cases/{id}/notes/{thread}", Permission::CaseRead, page::one);
    r.post("/{lang}/cases/{id}/notes/{thread}", Permission::CaseRead, page::correct);
}

/// One version of a note.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// Identifier of the version.
    pub id: Uuid,
    /// The note, the same in every version.
    pub thread: Uuid,
    /// From 1 on.
    pub version: u32,
    /// Who reads it.
    pub sensitivity: Sensitivity,
    /// Who wrote it.
    pub worker: WorkerId,
    /// Their Arabic and English name.
    pub name: (String, String),
    /// When.
    pub at: Millis,
    /// What it says.
    pub words: String,
}

/// The address, without language.
pub fn path(case: CaseId, rest: &str) -> String {
    format!("/cases/{case}/notes{rest}")
}

fn place(id: Uuid) -> Place {
    Place { table: "case_note", row: id }
}

/// The case of the address, for whoever may read it. The reading is written down.
async fn case(ask: &Ask) -> Result<CaseRecord, Problem> {
    opening::read(ask, "case.notes").await
}

/// The notes of a case that are for this worker, every version, the newest note first and of each the newest version first.
///
/// # Errors
/// `vault.unreadable`; when the store cannot be read.
pub async fn of_case(
    app: &App,
    worker: &Worker,
    record: &CaseRecord,
) -> Result<Vec<Note>, Problem> {
    let (id, reader) = (record.row.id, eyes(worker));
    let stored = app.store.read(move |tx| store::of_case(tx, id, reader)).await?;
    let open = |(note, body): (Note, Vec<u8>)| {
        let words = record.open_words(app, place(note.id), &body)?;
        Ok(Note { words, ..note })
    };
    stored.into_iter().map(open).collect()
}

/// Writes a note, or a new version of one.
///
/// # Errors
/// `note.moved` when somebody was quicker, or the note is not this worker's.
pub async fn write(
    app: &App,
    worker: &Worker,
    record: &CaseRecord,
    (thread, version): (Option<Uuid>, u32),
    (sensitivity, words): (Sensitivity, &str),
    now: Millis,
) -> Result<(), Problem> {
    let id = app.clock.new_id();
    let (case, thread, by) = (record.row.id, thread.unwrap_or(id), worker.id);
    let body = record.seal_words(app, place(id), words)?;
    let fact = Fact {
        id: app.clock.new_id(),
        at: now,
        kind: "note",
        subject: case.to_string(),
        worker: Some(by),
        data: format!("{thread} {version} {}", sensitivity.code()).into_bytes(),
    };
    let write = move |tx: &mut dyn Tx| -> Result<bool, DbError> {
        let new = (case, thread, version);
        let done = store::insert(tx, (id, new), (sensitivity, &body), (by, now))?;
        if done {
            journal::insert(tx, &fact)?;
        }
        Ok(done)
    };
    let done = app.store.write(write).await?;
    app.changed(Topic::Cases);
    let moved = || Problem::refused("note.moved").way_out(path(case, ""));
    if done { Ok(()) } else { Err(moved()) }
}
