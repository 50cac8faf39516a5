//! Answering a partner that asks for a place: by the node itself, from the board, at any hour. The place, the answer and what is
//! written down are one transaction.

use sila_core::shelter::Capacity;
use sila_core::time::Millis;
use sila_link::place::{Place, PlaceAnswer};

use super::{HELD_MAX, Request, allows, fact, letter, store};
use crate::agreements::InForce;
use crate::app::{App, Topic};
use crate::db::{DbError, Tx};
use crate::journal::store as journal;
use crate::links::{self, Peer, outbox};
use crate::problem::Problem;
use crate::shelter::homes::{self, Home};
use crate::shelter::stays::hold::{self, Hold};
use crate::shelter::waiting::store::TurnedAway;
use crate::shelter::waiting::{self, Asker, Waiting};

/// How often an answer is decided again when a bed was taken meanwhile.
const TRIES: usize = 8;

/// What is said, and the hold that stands behind it.
struct Verdict {
    state: &'static str,
    capacity: Capacity,
    hold: Option<Hold>,
    refused: Option<&'static str>,
}

/// Answers every question that waits. Says how many.
///
/// # Errors
/// When the store cannot be read or written.
pub async fn tend(app: &App, now: Millis) -> Result<usize, Problem> {
    let waiting = app.store.read(store::open_requests).await?;
    let mut answered = 0;
    for request in waiting {
        answered += usize::from(one(app, &request, now).await?);
    }
    if answered > 0 {
        app.outbox.notify_one();
        app.changed(Topic::Shelter);
    }
    Ok(answered)
}

async fn one(app: &App, request: &Request, now: Millis) -> Result<bool, Problem> {
    let (agency, id) = (request.peer, request.id);
    let read = move |tx: &mut dyn Tx| {
        let (peer, held) = (links::store::peer_of(tx, agency)?, store::held_by(tx, agency)?);
        Ok::<_, DbError>((peer, held, waiting::store::line(tx)?))
    };
    let (peer, held, line) = app.store.read(read).await?;
    let way = peer.zip(allows(app, agency, now).await?);
    let Some((peer, agreement)) = way else {
        // Nothing may be said any more: the agreement ended or was stopped meanwhile.
        return Ok(app.store.write(move |tx| store::let_go(tx, agency, id)).await?);
    };
    let first = agreement.agreement.puts_first().is_some();
    for _ in 0..TRIES {
        let verdict = verdict(app, (request, first), held, (&hold::homes(app).await?, &line), now);
        if write(app, request, (&peer, &agreement), verdict, now).await? {
            return Ok(true);
        }
    }
    Err(Problem::unavailable("shelter.taken"))
}

/// The best place that takes them and passes nobody over who waits here, held; or why there is none.
fn verdict(
    app: &App,
    (request, first): (&Request, bool),
    held: i64,
    (homes, line): (&[Home], &[Waiting]),
    now: Millis,
) -> Verdict {
    let none = |state, refused| Verdict { state, capacity: Capacity::No, hold: None, refused };
    if homes.is_empty() {
        return none("REFUSED", Some("place.no_homes"));
    }
    if held >= HELD_MAX {
        return none("REFUSED", Some("place.too_many"));
    }
    let urgency = request.urgency;
    let asker = Asker { case: None, referral: None, linked: first, urgency, since: now };
    let rooms = homes::matching(homes, now);
    let found = waiting::fair(&request.need, &rooms, &waiting::ahead(line, &asker));
    let capacity = Capacity::of(&found);
    match (capacity, found.into_iter().next()) {
        (Capacity::Yes(_), Some(place)) => {
            let hold = Hold::for_partner(app, (request.need.clone(), place), now);
            Verdict { state: "HELD", capacity, hold: Some(hold), refused: None }
        }
        (Capacity::No, _) => none("NONE", None),
        _ => Verdict { state: "MAYBE", capacity, hold: None, refused: None },
    }
}

/// Writes the hold and the answer. False, and nothing written, when the bed is not free any more.
async fn write(
    app: &App,
    request: &Request,
    way: (&Peer, &InForce),
    verdict: Verdict,
    now: Millis,
) -> Result<bool, Problem> {
    let Verdict { state, capacity, hold, refused } = verdict;
    let until = hold.as_ref().map(Hold::until);
    let refused = refused.map(str::to_owned);
    let answer = PlaceAnswer { question: request.id, capacity, until, refused };
    let letter = letter(app, way, request.id, Place::Answer(answer), now)?;
    let told = fact(app, request.id, &format!("ANSWER {state}"), None, now);
    let away = TurnedAway {
        id: app.clock.new_id(),
        at: now,
        reason: "QUESTION",
        linked: true,
        people: request.need.people.len(),
    };
    let request = request.clone();
    let write = move |tx: &mut dyn Tx| -> Result<bool, DbError> {
        let now_is = store::find_request(tx, request.peer, request.id)?;
        if now_is.is_none_or(|it| it.state != "OPEN") {
            return Ok(true);
        }
        if let Some(hold) = &hold
            && !hold.insert(tx)?
        {
            return Ok(false);
        }
        store::answer(tx, &request, state, hold.as_ref().map(Hold::id), now)?;
        if state == "NONE" {
            waiting::store::turn_away(tx, &away)?;
        }
        outbox::post(tx, &letter)?;
        journal::insert(tx, &told)?;
        Ok(true)
    };
    Ok(app.store.write(write).await?)
}
