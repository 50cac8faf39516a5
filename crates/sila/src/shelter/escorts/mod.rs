//! How somebody comes to the door of a home (المرافقة): alone, with staff of ours, with the police or with another agency. For a place
//! that is held it is planned who brings them, when, and where they are met; at the admission it is written down how they came and who
//! handed them over.
//!
//! The program tells an escort nothing: a worker does, and never where the home is. A meeting point that names a home, or says where it
//! is, is refused, and so is a partner that may not hear of the case: one that was planned before it was barred is shown as such, without
//! where and when. Names and places are sealed.

mod act;
mod page;
mod reading;
pub mod store;
#[cfg(test)]
mod tests;

use minicbor::{Decode, Encode};
use sila_core::ids::AgencyId;
use sila_core::time::Millis;
use uuid::Uuid;

use crate::accounts::Permission;
use crate::app::App;
use crate::ask::Routes;
use crate::problem::Problem;
use crate::shelter::stays::show;
use crate::vault::Place;

pub use page::{Beside, arrival, brief, facts, planning, shift};
pub use reading::came;

/// So many meeting points of one worker are refused as telling where a home is; then none is planned by them for a day.
const TRIES_MAX: i64 = 5;
/// How somebody comes.
pub const KINDS: [&str; 4] = ["ALONE", "STAFF", "POLICE", "AGENCY"];
/// Of these the entity is named: it is in the directory of partners.
pub const OF_PARTNERS: [&str; 2] = ["POLICE", "AGENCY"];
/// The step that plans an escort, and the one that says how they came.
pub const STEPS: [&str; 2] = ["ESCORT", "CAME"];
/// The most characters of who brings them.
const OFFICER_CHARS_MAX: usize = 120;
/// The most characters of where they are met.
const MEETING_CHARS_MAX: usize = 200;

/// The routes of escorts.
pub fn routes(r: &mut Routes) {
    let (read, place) = (Permission::ShelterRead, Permission::ShelterPlace);
    r.get("/{lang}/shelter/stays/{id}/escort", read, show::page);
    r.post("/{lang}/shelter/stays/{id}/escort", place, act::plan);
    r.get("/{lang}/shelter/stays/{id}/arrival", read, show::page);
    r.post("/{lang}/shelter/stays/{id}/arrival", place, act::came);
}

/// What is written of an escort in words, sealed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Words {
    /// Who brings them; may be empty.
    #[n(0)]
    pub officer: String,
    /// Where they are met: never the home. Empty for how they came.
    #[n(1)]
    pub meeting: String,
}

/// How somebody is to come, or came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Escort {
    /// The stay.
    pub stay: Uuid,
    /// They are here; else it is what was planned.
    pub came: bool,
    /// One of [`KINDS`].
    pub kind: String,
    /// Which entity brings them.
    pub agency: Option<AgencyId>,
    /// When they are met, or were handed over.
    pub at: Millis,
    /// It was planned with an agency that may not hear of the case any more.
    pub barred: bool,
    /// Who and where.
    pub words: Words,
}

/// The planned and the actual one are two texts of one stay.
fn place(stay: Uuid, came: bool) -> Place {
    Place { table: if came { "stay_escort.came" } else { "stay_escort" }, row: stay }
}

fn seal(app: &App, one: &Escort) -> Result<Vec<u8>, Problem> {
    let plain = minicbor::to_vec(&one.words);
    let plain = plain.map_err(|error| Problem::internal("case.unwritable").because(error))?;
    Ok(app.vault.seal(place(one.stay, one.came), &plain))
}

fn open(app: &App, (one, body): store::Sealed) -> Result<Escort, Problem> {
    let plain = app.vault.open(place(one.stay, one.came), &body)?;
    let words = minicbor::decode(&plain);
    let words = words.map_err(|error| Problem::internal("vault.unreadable").because(error))?;
    Ok(Escort { words, ..one })
}

/// What was planned for a stay and how they came, as far as either was written down.
///
/// # Errors
/// `vault.unreadable`; when the store cannot be read.
pub async fn of_stay(app: &App, stay: Uuid) -> Result<Vec<Escort>, Problem> {
    let stored = app.store.read(move |tx| store::of_stay(tx, stay)).await?;
    stored.into_iter().map(|one| open(app, one)).collect()
}

/// Writes an escort down, ready for a transaction.
///
/// # Errors
/// Only when the cipher fails.
pub fn sealed(app: &App, one: Escort) -> Result<store::Sealed, Problem> {
    let body = seal(app, &one)?;
    Ok((one, body))
}
