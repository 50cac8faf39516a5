//! What follows at the agency that asked: once one place is confirmed the others are let go; when the referral ends without a
//! place the question is open again.

use sila_core::referral::State;
use sila_core::time::Millis;
use sila_link::place::{Place, PlaceRelease};

use super::{Question, desks, fact, letter, store};
use crate::app::{App, Topic};
use crate::db::{DbError, Tx};
use crate::journal::store as journal;
use crate::links::outbox::{self, Letter};
use crate::problem::Problem;

/// Looks at every question that went out with a referral. Says how many moved.
///
/// # Errors
/// When the store cannot be read or written.
pub async fn tend(app: &App, now: Millis) -> Result<usize, Problem> {
    let read = |tx: &mut dyn Tx| -> Result<_, DbError> {
        let mut moved = Vec::new();
        for question in store::sent(tx)? {
            let Some(referral) = question.referral else { continue };
            let state = store::referral_state(tx, referral)?;
            moved.extend(state.and_then(|state| after(&state)).map(|to| (question, to)));
        }
        Ok(moved)
    };
    let moved = app.store.read(read).await?;
    let mut done = 0;
    for (question, to) in moved {
        done += usize::from(end(app, &question, ("SENT", to), now).await?);
    }
    Ok(done)
}

/// What a referral in this state makes of its question; nothing while it is not decided.
fn after(state: &str) -> Option<&'static str> {
    match State::from_code(state) {
        Ok(State::Accepted | State::Completed | State::Closed) => Some("CONFIRMED"),
        Ok(state) if state.must_purge() => Some("OPEN"),
        _ => None,
    }
}

/// Moves a question; when it is over, what other partners hold for it is let go.
///
/// # Errors
/// When the store cannot be read or written.
pub async fn end(
    app: &App,
    question: &Question,
    (from, to): (&'static str, &'static str),
    now: Millis,
) -> Result<bool, Problem> {
    let id = question.id;
    let letters = if to == "OPEN" { Vec::new() } else { releases(app, question, to, now).await? };
    let told = fact(app, id, to, None, now);
    let write = move |tx: &mut dyn Tx| -> Result<bool, DbError> {
        if !store::set_state(tx, id, from, to)? {
            return Ok(false);
        }
        for (peer, letter) in &letters {
            store::released(tx, id, *peer)?;
            outbox::post(tx, letter)?;
        }
        journal::insert(tx, &told)?;
        Ok(true)
    };
    let moved = app.store.write(write).await?;
    if moved {
        app.outbox.notify_one();
        app.changed(Topic::Shelter);
    }
    Ok(moved)
}

/// A letter to each partner that may hold a place for it, but not to the one that was chosen.
async fn releases(
    app: &App,
    question: &Question,
    to: &str,
    now: Millis,
) -> Result<Vec<(sila_core::AgencyId, Letter)>, Problem> {
    let id = question.id;
    let said = app.store.read(move |tx| store::said(tx, id)).await?;
    let confirmed = question.chosen.filter(|_| to == "CONFIRMED");
    let mut letters = Vec::new();
    for desk in desks(app, now).await? {
        let agency = desk.peer.agency;
        let asked = said.iter().find(|said| said.peer == agency);
        let matters = asked.is_some_and(|said| matches!(said.state.as_str(), "WAITING" | "HELD"));
        if matters && confirmed != Some(agency) {
            let release = Place::Release(PlaceRelease { question: id });
            letters.push((agency, letter(app, (&desk.peer, &desk.agreement), id, release, now)?));
        }
    }
    Ok(letters)
}
