//! Instruments of assessment (أدوات التقييم): forms as files, loaded by one colleague and approved by another, and what was
//! filled with them in a case.
//!
//! A version is never changed: what was filled is pinned to the file it was filled with, and to its hash. The level follows from the
//! rules that the file declares ([`sila_core::instrument`]); whoever fills it may raise it with a reason, and only a supervisor
//! who did not fill it lowers it. One list of our own comes with the program and is in use from the first day; a form about older people
//! at home comes as a file, which an agency loads as it loads any other.

mod card;
mod file;
mod fill;
mod list;
mod lowering;
mod show;
pub mod store;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use minicbor::{Decode, Encode};
use sila_core::codes::Risk;
use sila_core::ids::{CaseId, WorkerId};
use sila_core::time::Millis;
use uuid::Uuid;

pub use card::{Shown, card, tasks};
pub use fill::demonstrate;
pub use list::adopt;

use crate::accounts::Permission;
use crate::app::App;
use crate::ask::Routes;
use crate::cases::CaseRecord;
use crate::db::{DbError, Tx};
use crate::journal::store::Fact;
use crate::problem::Problem;
use crate::vault::Place;

/// The list that comes with the program.
const SHIPPED: &[u8] = include_bytes!("../../instruments/checklist.json");
/// The form about older people at home, as the file that an agency loads.
pub const ELDER: &[u8] = include_bytes!("../../instruments/elder.json");
/// The fewest characters of a reason that a reviewer can judge.
const REASON_CHARS_MIN: usize = 15;
/// The most characters of a reason or a note.
const REASON_CHARS_MAX: usize = 1_000;

/// The routes of instruments and assessments.
pub fn routes(r: &mut Routes) {
    let fill = Permission::CaseRead;
    r.get("/{lang}/instruments", fill, list::page);
    r.post_file("/{lang}/instruments", Permission::CaseApprove, file::FILE_BYTES_MAX, list::create);
    r.get("/{lang}/instruments/ours/older", Permission::CaseApprove, list::ours);
    r.get("/{lang}/instruments/{id}", fill, list::show);
    r.post("/{lang}/instruments/{id}/decision", Permission::CaseApprove, list::decide);
    r.get("/{lang}/cases/{id}/assessments/new/{instrument}", fill, fill::page);
    r.post("/{lang}/cases/{id}/assessments/new/{instrument}", fill, fill::create);
    r.get("/{lang}/cases/{id}/assessments/{one}", fill, show::page);
    r.get("/{lang}/cases/{id}/assessments/{one}/lowering", Permission::CaseApprove, show::page);
    r.post(
        "/{lang}/cases/{id}/assessments/{one}/lowering",
        Permission::CaseApprove,
        lowering::create,
    );
}

/// Where a loaded form stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// Loaded, and waiting for somebody else's word.
    Loaded,
    /// In use.
    Active,
    /// Not filled any more; what was filled with it stays readable.
    Retired,
}

impl State {
    /// The word in rows and texts.
    pub fn code(self) -> &'static str {
        match self {
            State::Loaded => "LOADED",
            State::Active => "ACTIVE",
            State::Retired => "RETIRED",
        }
    }

    /// The state of a word.
    pub fn from_code(code: &str) -> Option<State> {
        [State::Loaded, State::Active, State::Retired].into_iter().find(|one| one.code() == code)
    }
}

/// What was filled, as it is sealed under the key of its case.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Filled {
    /// The answer to each question, by code.
    #[n(0)]
    pub answers: BTreeMap<String, String>,
    /// What whoever filled it adds; the reason where they raised the level.
    #[n(1)]
    pub note: String,
    /// Why a supervisor lowered the level.
    #[n(2)]
    pub lowered: Option<String>,
}

/// An assessment of a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assessment {
    /// Identifier.
    pub id: Uuid,
    /// The case.
    pub case: CaseId,
    /// The version it was filled with.
    pub instrument: Uuid,
    /// The level that follows from the answers.
    pub scored: Risk,
    /// The level that stands.
    pub level: Risk,
    /// When.
    pub at: Millis,
    /// When somebody should look again.
    pub again_at: Option<Millis>,
    /// Who filled it.
    pub worker: WorkerId,
    /// The supervisor who lowered the level.
    pub lowered_by: Option<WorkerId>,
    /// What was filled, sealed.
    pub body: Vec<u8>,
}

/// Where what was filled belongs.
fn place(id: Uuid) -> Place {
    Place { table: "assessment", row: id }
}

fn seal(app: &App, case: &CaseRecord, id: Uuid, filled: &Filled) -> Result<Vec<u8>, Problem> {
    let plain = minicbor::to_vec(filled)
        .map_err(|error| Problem::internal("case.unwritable").because(error))?;
    case.seal(app, place(id), &plain)
}

fn open(app: &App, case: &CaseRecord, one: &Assessment) -> Result<Filled, Problem> {
    let plain = case.open(app, place(one.id), &one.body)?;
    minicbor::decode(&plain).map_err(|error| Problem::internal("vault.unreadable").because(error))
}

/// The journal's fact: codes and identifiers, no answer.
fn fact(
    app: &App,
    subject: &str,
    kind: &'static str,
    by: WorkerId,
    words: &str,
    now: Millis,
) -> Fact {
    let (id, data) = (app.clock.new_id(), words.as_bytes().to_vec());
    Fact { id, at: now, kind, subject: subject.to_owned(), worker: Some(by), data }
}

/// Takes the list that comes with the program into use, where this version of it was never in the store. It begins with the node.
///
/// # Errors
/// When the store cannot be written.
pub async fn ship(app: &App) -> Result<(), Problem> {
    let shipped = file::shipped(app, app.clock.now())?;
    let write = move |tx: &mut dyn Tx| -> Result<bool, DbError> { store::insert(tx, &shipped) };
    app.store.write(write).await?;
    Ok(())
}
