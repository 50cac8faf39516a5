//! Who reported (هوية المبلّغ), sealed apart from the case: under a key of its own, in a table that nothing else reads. Whoever works on the
//! case sees that somebody is sealed and who wrote it; the name is shown once, to a worker with [`Permission::ReporterOpen`], for a reason
//! that the law knows (Federal Law 3 of 2016, article 44). It is in no referral, print, export or log, and goes when the case is erased.

mod open;
mod page;
pub mod store;
#[cfg(test)]
mod tests;

use minicbor::{Decode, Encode};
use sila_core::ids::CaseId;
use sila_core::time::Millis;
use uuid::Uuid;

use crate::accounts::{Permission, Worker};
use crate::app::{App, Topic};
use crate::ask::Routes;
use crate::cases::opening;
use crate::db::{DbError, Tx};
use crate::journal::store::{self as journal, Fact};
use crate::problem::Problem;
use crate::vault::{self, Place};

/// The routes of sealed reporters.
pub fn routes(r: &mut Routes) {
    r.get("/{lang}/cases/{id}/reporter", Permission::CaseRead, page::show);
    r.post("/{lang}/cases/{id}/reporter", Permission::CaseRead, page::create);
    r.post("/{lang}/cases/{id}/reporter/{one}", Permission::ReporterOpen, open::create);
}

/// For what a name may be opened, and whether it takes the number of a paper.
pub const REASONS: [(&str, bool); 4] =
    [("CONSENT", false), ("COURT", true), ("PROSECUTION", true), ("SAFETY", false)];

/// Who reported. It is sealed.
#[derive(Clone, Default, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Identity {
    /// Their name, as they gave it.
    #[n(0)]
    pub name: String,
    /// How they can be reached.
    #[n(1)]
    pub phone: String,
    /// How they know, in their words.
    #[n(2)]
    pub words: String,
    /// They have agreed that the name may be told.
    #[n(3)]
    pub agrees: bool,
}

impl std::fmt::Debug for Identity {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Identity")
    }
}

/// Somebody who reported, as everybody sees it who works on the case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sealed {
    /// Identifier.
    pub id: Uuid,
    /// When it was sealed.
    pub at: Millis,
    /// Who sealed it: Arabic and English name.
    pub by: (String, String),
    /// How often it was opened.
    pub opened: u32,
}

/// The address, without language.
pub fn path(case: CaseId, rest: &str) -> String {
    format!("/cases/{case}/reporter{rest}")
}

fn place(id: Uuid) -> Place {
    Place { table: "sealed_reporter", row: id }
}

/// The key, wrapped, and the identity sealed under it.
fn seal(app: &App, id: Uuid, who: &Identity) -> Result<(Vec<u8>, Vec<u8>), Problem> {
    let (key, wrapped) = app.vault.new_key(place(id));
    let plain = minicbor::to_vec(who);
    let plain = plain.map_err(|error| Problem::internal("case.unwritable").because(error))?;
    let plain = zeroize::Zeroizing::new(plain);
    Ok((wrapped, vault::seal(&key, place(id), &plain)))
}

/// Seals who reported. The caller has found the case through the worker.
///
/// # Errors
/// When the store cannot be written.
pub async fn keep(
    app: &App,
    worker: &Worker,
    case: CaseId,
    who: &Identity,
    now: Millis,
) -> Result<(), Problem> {
    let id = app.clock.new_id();
    let (key, body) = seal(app, id, who)?;
    let (by, fact) = (worker.id, fact(app, case, worker, "SEAL", now));
    let write = move |tx: &mut dyn Tx| -> Result<(), DbError> {
        store::insert(tx, (id, case), (by, now), (&key, &body))?;
        journal::insert(tx, &fact)
    };
    app.store.write(write).await?;
    app.changed(Topic::Cases);
    Ok(())
}

fn unseal(app: &App, id: Uuid, key: &[u8], body: &[u8]) -> Result<Identity, Problem> {
    let key = app.vault.open_key(place(id), key)?;
    let plain = vault::open(&key, place(id), body)?;
    minicbor::decode(&plain).map_err(|error| Problem::internal("vault.unreadable").because(error))
}

/// The journal's fact of an act: codes only.
fn fact(app: &App, case: CaseId, worker: &Worker, data: &str, now: Millis) -> Fact {
    opening::fact(app, ("reporter", case), worker, data, now)
}
