//! Complaints about what is licensed, from anybody: received with a number, worked by an inspector, answered within days. Whoever complains
//! may stay unnamed. A name and a way to answer stand sealed and apart from the complaint; an inspector opens them with a reason, which is
//! written down, and nobody else does: not the committee, not the holder, no list. The answer waits at the number for whoever has the code.

mod page;
mod public;
pub mod store;

pub use page::task;
pub use public::{Received, receive};
pub use store::Complaint;

use minicbor::{Decode, Encode};
use sila_core::licence::Office;
use sila_core::{Millis, WorkerId};
use sila_seal::{Hash, sha256};
use uuid::Uuid;

use super::inspections::{self, COMPLAINT};
use super::open::has_other_office;
use crate::accounts::{Permission, Worker};
use crate::app::{App, Topic};
use crate::ask::Routes;
use crate::db::{DbError, Tx};
use crate::journal::access::{self, Subject};
use crate::journal::store as journal;
use crate::meetings::text::{LINE_MAX, TEXT_MAX};
use crate::meetings::{fact, sealed, unsealed};
use crate::problem::Problem;

/// Where somebody who complains stands.
pub const RELATIONS: [&str; 5] = ["RESIDENT", "FAMILY", "STAFF", "PARTNER", "PUBLIC"];
/// What comes of a complaint.
pub const OUTCOMES: [&str; 3] = ["FOUNDED", "UNFOUNDED", "ELSEWHERE"];
/// Days in which it is answered.
pub const ANSWER_DAYS: i64 = 15;
/// Complaints that are taken in one day: more are no complaints.
const DAY_MAX: i64 = 300;
/// Of them about one licence: whoever floods one leaves room for complaints about the others.
const DAY_MAX_OF_ONE: i64 = 30;
/// The table whose rows hold the words.
const TABLE: &str = "licence_complaint";
/// Under which name who complained is sealed.
const WHO: &str = "licence_complaint.who";
/// Under which name answers are sealed.
const ANSWER: &str = "licence_complaint.answer";

/// The routes.
pub(super) fn routes(r: &mut Routes) {
    use Permission::{LicenceStudy, Public};
    r.get("/{lang}/register/{number}/complaint", Public, public::form);
    r.post("/{lang}/register/{number}/complaint", Public, public::create);
    r.get("/{lang}/complaint", Public, public::ask_for);
    r.post("/{lang}/complaint", Public, public::answer);
    r.get("/{lang}/complaints", LicenceStudy, page::list);
    r.get("/{lang}/complaints/{id}", LicenceStudy, page::one);
    r.post("/{lang}/complaints/{id}/taking", LicenceStudy, page::take);
    r.post("/{lang}/complaints/{id}/inspection", LicenceStudy, page::inspect);
    r.post("/{lang}/complaints/{id}/answer", LicenceStudy, page::answer);
    r.post("/{lang}/complaints/{id}/complainant", LicenceStudy, page::complainant);
}

/// Who complained, and how they are answered beside the number.
#[derive(Debug, Clone, Default, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Who {
    /// A name.
    #[n(0)]
    pub name: String,
    /// A telephone number or an address.
    #[n(1)]
    pub contact: String,
}

/// The address of a complaint, without language.
pub fn path(id: Uuid) -> String {
    format!("/complaints/{id}")
}

/// What is kept of a code that a complainant holds.
fn digest(code: &str) -> Hash {
    let letters: String = code.chars().filter(char::is_ascii_alphanumeric).collect();
    sha256(&[b"sila/complaint/1", letters.to_ascii_uppercase().as_bytes()])
}

fn refused(id: Uuid) -> Problem {
    Problem::refused("complaint.moved").way_out(path(id))
}

/// Nobody who decided on the licence works a complaint about it.
fn is_officer(tx: &mut dyn Tx, licence: Uuid, worker: WorkerId) -> Result<bool, DbError> {
    Ok(!has_other_office(tx, licence, worker, Office::Officer)?)
}

async fn found(app: &App, id: Uuid) -> Result<Complaint, Problem> {
    let found = app.store.read(move |tx| store::find(tx, id)).await?;
    found.ok_or_else(Problem::not_found)
}

/// An inspector takes a complaint up.
///
/// # Errors
/// `page.not_found`; `licence.same_person` for whoever acted on the licence in another office; `complaint.moved` when somebody has it.
pub async fn take(app: &App, id: Uuid, worker: &Worker, now: Millis) -> Result<(), Problem> {
    let licence = found(app, id).await?.licence;
    let told = fact(app, "complaint", format!("{id} taken"), Some(worker), now);
    let by = worker.id;
    let write = move |tx: &mut dyn Tx| -> Result<Option<bool>, DbError> {
        if !is_officer(tx, licence, by)? {
            return Ok(None);
        }
        let done = store::take(tx, id, by, now)?;
        if done {
            journal::insert(tx, &told)?;
        }
        Ok(Some(done))
    };
    let written = app.store.write(write).await?;
    app.changed(Topic::Agreements);
    match written {
        None => Err(Problem::refused("licence.same_person").way_out(path(id))),
        Some(false) => Err(refused(id)),
        Some(true) => Ok(()),
    }
}

/// Plans an inspection because of a complaint. What is planned does not say that somebody complained of what.
///
/// # Errors
/// As [`inspections::add`]; `complaint.moved` when it is not this inspector's, was answered, or has one.
pub async fn inspect(
    app: &App,
    id: Uuid,
    due_at: Millis,
    worker: &Worker,
    now: Millis,
) -> Result<Uuid, Problem> {
    let one = found(app, id).await?;
    if one.worker != Some(worker.id) || one.inspection.is_some() || one.answered_at.is_some() {
        return Err(refused(id));
    }
    let inspection = inspections::add(app, one.licence, (COMPLAINT, due_at), worker, now).await?;
    let (by, told) =
        (worker.id, fact(app, "complaint", format!("{id} inspection"), Some(worker), now));
    let write = move |tx: &mut dyn Tx| -> Result<bool, DbError> {
        let done = store::inspect(tx, id, inspection, by)?;
        if done {
            journal::insert(tx, &told)?;
        }
        Ok(done)
    };
    match app.store.write(write).await? {
        true => Ok(inspection),
        false => Err(refused(id)),
    }
}

/// Answers a complaint: whoever has its code reads it.
///
/// # Errors
/// `page.not_found`; `licence.reason` without words; `form.broken` for another outcome; `complaint.moved` when it was answered or is not
/// this inspector's.
pub async fn answer(
    app: &App,
    id: Uuid,
    (outcome, words): (&str, &str),
    worker: &Worker,
    now: Millis,
) -> Result<(), Problem> {
    let words = words.trim();
    if !(1..=TEXT_MAX).contains(&words.chars().count()) {
        return Err(Problem::refused("licence.reason").way_out(path(id)));
    }
    let outcome = OUTCOMES.into_iter().find(|one| *one == outcome);
    let outcome = outcome.ok_or_else(|| Problem::bad_request("form.broken"))?;
    found(app, id).await?;
    let body = sealed(app, ANSWER, id, &words.to_owned());
    let told = fact(app, "complaint", format!("{id} {outcome}"), Some(worker), now);
    let by = worker.id;
    let write = move |tx: &mut dyn Tx| -> Result<bool, DbError> {
        let done = store::answer(tx, id, (outcome, &body), (by, now))?;
        if done {
            journal::insert(tx, &told)?;
        }
        Ok(done)
    };
    let done = app.store.write(write).await?;
    app.changed(Topic::Agreements);
    if done { Ok(()) } else { Err(refused(id)) }
}

/// Who complained, for the inspector who works it; the reason and the reading are written down before they are shown.
///
/// # Errors
/// `page.not_found` when nobody is named; `licence.reason` without a reason; `complaint.moved` for anybody but its inspector.
pub async fn complainant(
    app: &App,
    id: Uuid,
    reason: &str,
    worker: &Worker,
    now: Millis,
) -> Result<Who, Problem> {
    if !(1..=LINE_MAX).contains(&reason.trim().chars().count()) {
        return Err(Problem::refused("licence.reason").way_out(path(id)));
    }
    if found(app, id).await?.worker != Some(worker.id) {
        return Err(refused(id));
    }
    let mut told = fact(app, "complaint", format!("{id} complainant"), Some(worker), now);
    // The reason is for whoever audits, and it is free text: sealed.
    told.data = sealed(app, TABLE, told.id, &reason.trim().to_owned());
    app.store.write(move |tx| journal::insert(tx, &told)).await?;
    access::record(app, worker, Subject::Complainant(id), "complaint.who", now).await?;
    let body = app.store.read(move |tx| store::who(tx, id)).await?;
    unsealed(app, WHO, id, &body.ok_or_else(Problem::not_found)?)
}
