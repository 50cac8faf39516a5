//! Breaking the glass: a colleague who needs a case that is kept from them opens it by its number, for a reason, for a few hours.
//! Its own people and those who review are told at once, the reading is written down like every other, and it closes by itself.
//! Somebody else reviews it. Whoever is excluded from a case (kin, conflict of interest) is told nothing: their attempt waits for
//! a review, and only that lets them in.

pub mod ask;
pub mod list;
pub mod review;
pub mod store;
#[cfg(test)]
mod tests;

use sila_core::ids::{CaseId, WorkerId};
use sila_core::joint::Finding;
use sila_core::time::Millis;
use uuid::Uuid;

use crate::accounts::{Permission, Worker};
use crate::app::{App, Topic};
use crate::ask::Routes;
use crate::db::{DbError, Tx};
use crate::journal::store::{self as journal, Fact};
use crate::problem::Problem;
use crate::vault::Place;

/// So long a case stays open, in hours.
pub const HOURS: i64 = 3;
/// Within so many hours it is reviewed.
pub const REVIEW_HOURS: i64 = 72;
/// How often one colleague may do so within a day.
pub const PER_DAY_MAX: i64 = 5;
/// Why, the first that fits.
pub const REASONS: [&str; 5] = ["DANGER", "ON_DUTY", "COURT", "HEALTH", "OTHER"];

/// Where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// By somebody from whom the case is kept: it waits for somebody to say yes.
    Asked,
    /// The case is open to them.
    Open,
    /// Not any more.
    Closed,
    /// It was never opened.
    Refused,
}

impl State {
    /// The word in rows and texts.
    pub fn code(self) -> &'static str {
        match self {
            State::Asked => "ASKED",
            State::Open => "OPEN",
            State::Closed => "CLOSED",
            State::Refused => "REFUSED",
        }
    }

    /// The state of a word.
    pub fn from_code(code: &str) -> Option<State> {
        [State::Asked, State::Open, State::Closed, State::Refused]
            .into_iter()
            .find(|state| state.code() == code)
    }
}

/// Glass that somebody broke, or tried to.
#[derive(Debug, Clone)]
pub struct Glass {
    /// Identifier.
    pub id: Uuid,
    /// The case.
    pub case: CaseId,
    /// Who.
    pub worker: WorkerId,
    /// Where it stands.
    pub state: State,
    /// One of [`REASONS`].
    pub reason: String,
    /// When.
    pub at: Millis,
    /// Until when the case is open to them, or was.
    pub until: Millis,
    /// They are excluded from the case.
    pub excluded: bool,
    /// Who reviewed it.
    pub reviewer: Option<WorkerId>,
    /// When.
    pub reviewed_at: Option<Millis>,
    /// What the review found.
    pub finding: Option<Finding>,
    /// Their words, sealed.
    pub body: Vec<u8>,
    /// The number of the case.
    pub reference: String,
    /// Arabic name of whoever did it.
    pub name_ar: String,
    /// English name.
    pub name_en: String,
}

/// The routes of broken glass.
pub fn routes(r: &mut Routes) {
    r.get("/{lang}/glass", Permission::SignedIn, list::page);
    r.post("/{lang}/glass", Permission::CaseRead, ask::create);
    r.get("/{lang}/glass/{id}", Permission::SignedIn, review::page);
    r.post("/{lang}/glass/{id}/review", Permission::SignedIn, review::create);
    r.post("/{lang}/glass/{id}/answer", Permission::SignedIn, review::answer);
}

/// Whether somebody reviews: those who read every case, and those who look after the trail.
pub fn reviews(worker: &Worker) -> bool {
    worker.may(Permission::CaseReadAll) || worker.may(Permission::AuditRead)
}

/// The address, without language.
pub fn path(id: Uuid, rest: &str) -> String {
    format!("/glass/{id}{rest}")
}

/// Where the words belong.
fn place(id: Uuid) -> Place {
    Place { table: "broken_glass", row: id }
}

/// What they wrote; nothing once the case was erased.
///
/// # Errors
/// `vault.unreadable`.
pub fn words(app: &App, glass: &Glass) -> Result<String, Problem> {
    if glass.body.is_empty() {
        return Ok(String::new());
    }
    let plain = app.vault.open(place(glass.id), &glass.body)?;
    Ok(String::from_utf8_lossy(&plain).into_owned())
}

/// The journal's fact: codes and identifiers.
fn fact(app: &App, glass: &Glass, by: Option<WorkerId>, words: &str, now: Millis) -> Fact {
    let (id, subject) = (app.clock.new_id(), glass.case.to_string());
    let data = format!("{words} {} {}", glass.id, glass.worker).into_bytes();
    Fact { id, at: now, kind: "glass", subject, worker: by, data }
}

/// Closes what is open although its time is over. Says of how many.
///
/// # Errors
/// When the store cannot be read or written.
pub async fn tend(app: &App, now: Millis) -> Result<usize, Problem> {
    let over = app.store.read(move |tx| store::over(tx, now)).await?;
    let closed = over.len();
    for glass in over {
        close(app, glass, None, now).await?;
    }
    Ok(closed)
}

/// Closes one.
///
/// # Errors
/// When the store cannot be written.
async fn close(app: &App, glass: Glass, by: Option<WorkerId>, now: Millis) -> Result<(), Problem> {
    let fact = fact(app, &glass, by, "CLOSE", now);
    let write = move |tx: &mut dyn Tx| -> Result<(), DbError> {
        if store::close(tx, &glass, now)? {
            journal::insert(tx, &fact)?;
        }
        Ok(())
    };
    app.store.write(write).await?;
    app.changed(Topic::Cases);
    app.changed(Topic::Referrals);
    Ok(())
}
