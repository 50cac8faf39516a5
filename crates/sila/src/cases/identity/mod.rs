//! The true name of somebody who is known here under a code name (الاسم الحقيقي), such as a person exposed to trafficking: sealed apart from
//! the case, under a key of its own, in a table that nothing else reads. Exactly two colleagues of the case are named who may open it, each
//! time for a reason; to everybody else, whatever their roles, it is shut. It is in no list, search, referral, print, export, file name or
//! log, and goes when the case is erased. The node itself reads it for one thing, and shows it to nobody: when another agency asks blind
//! whether somebody who is to be feared lives in our homes ([`crate::shelter::danger`]), a code name would hide them.

mod page;
pub mod store;
#[cfg(test)]
mod tests;

use sila_core::ids::{CaseId, WorkerId};
use sila_core::time::Millis;

use crate::accounts::{Permission, Worker};
use crate::app::{App, Topic};
use crate::ask::Routes;
use crate::cases::opening;
use crate::cases::record::CaseRecord;
use crate::cases::store as cases;
use crate::db::{DbError, Tx};
use crate::journal::store::{self as journal, Fact};
use crate::problem::Problem;
use crate::vault::{self, Place};

/// The routes of sealed names.
pub fn routes(r: &mut Routes) {
    r.get("/{lang}/cases/{id}/identity", Permission::CaseRead, page::show);
    r.post("/{lang}/cases/{id}/identity", Permission::CaseRead, page::create);
    r.post("/{lang}/cases/{id}/identity/opening", Permission::CaseRead, page::open);
}

/// For what a true name may be opened.
pub const REASONS: [&str; 4] = ["PROSECUTION", "COURT", "PAPERS", "SAFETY"];

/// A true name that is sealed, without saying it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sealed {
    /// Since when.
    pub at: Millis,
    /// The two who may open it.
    pub readers: [WorkerId; 2],
    /// How often it was opened.
    pub opened: u32,
}

/// The address, without language.
pub fn path(case: CaseId, rest: &str) -> String {
    format!("/cases/{case}/identity{rest}")
}

fn place(case: CaseId) -> Place {
    Place { table: "sealed_identity", row: case.0 }
}

/// Seals a true name for two colleagues who read the case. Once it is sealed, only one of the two seals it again.
///
/// # Errors
/// `identity.two_readers` unless two different colleagues are named who read the case; `identity.not_yours`.
pub async fn seal(
    app: &App,
    worker: &Worker,
    record: &CaseRecord,
    (name, readers): (&str, [WorkerId; 2]),
    now: Millis,
) -> Result<(), Problem> {
    let (case, by) = (record.row.id, worker.id);
    let known = app.store.read(move |tx| cases::readers(tx, case)).await?;
    let reads = |id: &WorkerId| known.iter().any(|reader| reader.worker == *id);
    let [one, other] = readers;
    let back = |problem: Problem| problem.way_out(path(case, ""));
    if one == other || !readers.iter().all(reads) {
        return Err(back(Problem::refused("identity.two_readers")));
    }
    let (key, wrapped) = app.vault.new_key(place(case));
    let body = vault::seal(&key, place(case), name.as_bytes());
    let fact = fact(app, case, worker, &format!("SEAL {one} {other}"), now);
    let write = move |tx: &mut dyn Tx| -> Result<bool, DbError> {
        let done = store::put(tx, case, (by, now), readers, (&wrapped, &body))?;
        if done {
            journal::insert(tx, &fact)?;
        }
        Ok(done)
    };
    let done = app.store.write(write).await?;
    app.changed(Topic::Cases);
    if done { Ok(()) } else { Err(back(Problem::refused("identity.not_yours"))) }
}

/// Opens the true name for one of the two. The reason is in the journal before the name is shown.
///
/// # Errors
/// `page.not_found` for anybody else, and where nothing is sealed.
pub async fn unseal(
    app: &App,
    worker: &Worker,
    case: CaseId,
    reason: &'static str,
    now: Millis,
) -> Result<String, Problem> {
    let by = worker.id;
    let found = app.store.read(move |tx| store::locked(tx, case, by)).await?;
    let (key, body) = found.ok_or_else(Problem::not_found)?;
    let key = app.vault.open_key(place(case), &key)?;
    let plain = vault::open(&key, place(case), &body)?;
    let fact = fact(app, case, worker, &format!("OPEN {reason}"), now);
    let write = move |tx: &mut dyn Tx| -> Result<(), DbError> {
        store::opened(tx, case)?;
        journal::insert(tx, &fact)
    };
    app.store.write(write).await?;
    Ok(String::from_utf8_lossy(&plain).into_owned())
}

/// The true name as the node itself compares it in a blind check, and for nothing else.
///
/// # Errors
/// `vault.unreadable` when the row was changed from outside.
pub fn compared(app: &App, case: CaseId, (key, body): &store::Locked) -> Result<String, Problem> {
    let key = app.vault.open_key(place(case), key)?;
    let plain = vault::open(&key, place(case), body)?;
    Ok(String::from_utf8_lossy(&plain).into_owned())
}

/// The journal's fact of an act: codes and identifiers only.
fn fact(app: &App, case: CaseId, worker: &Worker, data: &str, now: Millis) -> Fact {
    opening::fact(app, ("identity", case), worker, data, now)
}
