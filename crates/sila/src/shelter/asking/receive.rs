//! What partners' nodes say about places: a question, an answer to ours, and that a place is no longer needed.

use sila_core::shelter::Capacity;
use sila_core::time::Millis;
use sila_link::place::{Place, PlaceAnswer, PlaceAsk, PlaceKind, PlaceRelease};
use sila_link::{Code, Disposition, Kind, LinkError, Message};

use super::{Request, Said, allows, fact, store};
use crate::app::App;
use crate::journal::store as journal;
use crate::links::Peer;
use crate::links::receiving::{Apply, NOT_APPLIED, Parked};
use crate::shelter::danger::receive as danger;
use crate::shelter::stays::{self, hold};

/// How a hold ends that a partner no longer needs.
const NOT_NEEDED: &str = "NOT_NEEDED";

/// Decides what one of these messages does.
///
/// # Errors
/// Why it must wait for a person.
pub async fn prepare(
    app: &App,
    peer: &Peer,
    kind: PlaceKind,
    payload: &[u8],
    now: Millis,
) -> Result<Apply, Parked> {
    let Message::Place(place) = Message::decode(Kind::Place(kind), payload)? else {
        return Err(LinkError::Kind.into());
    };
    match place {
        Place::Ask(ask) => asked(app, peer, ask, now).await,
        Place::Answer(answer) => Ok(answered(app, peer, &answer, now)),
        Place::Release(release) => Ok(released(app, peer, &release, now)),
        place @ (Place::Check(_) | Place::Values(_) | Place::Verdict(_)) => {
            danger::prepare(app, peer, place, now).await
        }
    }
}

/// A question: written down; the node answers a moment later.
async fn asked(app: &App, peer: &Peer, ask: PlaceAsk, now: Millis) -> Result<Apply, Parked> {
    let allowed = allows(app, peer.agency, now).await;
    let allowed = allowed.map_err(|error| {
        tracing::error!("a question for a place cannot be judged: {error}");
        Parked { code: NOT_APPLIED.to_owned() }
    })?;
    if allowed.is_none() {
        return Err(LinkError::Agreement.into());
    }
    let request = Request {
        peer: peer.agency,
        id: ask.question,
        need: ask.need,
        urgency: ask.urgency,
        asked_at: now,
        state: "OPEN".to_owned(),
        stay: None,
    };
    let told = fact(app, request.id, "ASKED", None, now);
    Ok(Box::new(move |tx| {
        store::insert_request(tx, &request)?;
        journal::insert(tx, &told)?;
        Ok(Disposition::Applied)
    }))
}

/// An answer: only from whom we asked, and once.
fn answered(app: &App, peer: &Peer, answer: &PlaceAnswer, now: Millis) -> Apply {
    let state = match (&answer.refused, answer.capacity) {
        (Some(_), _) => "REFUSED",
        (None, Capacity::No) => "NONE",
        (None, _) if answer.until.is_some() => "HELD",
        (None, _) => "MAYBE",
    };
    let said = Said {
        peer: peer.agency,
        state: state.to_owned(),
        capacity: Some(answer.capacity),
        until: answer.until,
        answered_at: Some(now),
    };
    let told = fact(app, answer.question, &format!("SAID {state}"), None, now);
    let question = answer.question;
    Box::new(move |tx| {
        if !store::answered(tx, question, &said)? {
            return Ok(Disposition::Refused(Code::known("place.not_asked")));
        }
        journal::insert(tx, &told)?;
        Ok(Disposition::Applied)
    })
}

/// A place is no longer needed. One that a referral has confirmed is not let go by this.
fn released(app: &App, peer: &Peer, release: &PlaceRelease, now: Millis) -> Apply {
    let (agency, id) = (peer.agency, release.question);
    let told = fact(app, id, "RELEASED", None, now);
    let step = hold::step(None, "END", NOT_NEEDED, now);
    Box::new(move |tx| {
        let Some(request) = store::find_request(tx, agency, id)? else {
            return Ok(Disposition::Refused(Code::known("place.not_asked")));
        };
        store::let_go(tx, agency, id)?;
        let stay = request.stay.map(|stay| stays::store::find(tx, stay)).transpose()?.flatten();
        if let Some(stay) = stay.filter(|stay| stay.referral.is_none())
            && stays::store::end(tx, (stay.id, "HELD"), NOT_NEEDED, None, now)?
        {
            stays::store::add_step(tx, stay.id, &step)?;
        }
        journal::insert(tx, &told)?;
        Ok(Disposition::Applied)
    })
}
