//! Keeping a proof, and stopping the link until an officer has looked.

use sila_core::Millis;
use sila_link::evidence::{Evidence, Proof};
use sila_link::{Alarm, LinkError, LinkEvent, Place, Side};

use super::store::{self, Stored};
use crate::app::{App, Topic};
use crate::db::{DbError, Tx};
use crate::links::{self, Peer, fact};
use crate::problem::Problem;

/// Stores a proof against an agency and stops the link to it.
///
/// # Errors
/// When the store cannot be written.
pub async fn accuse(app: &App, peer: &Peer, proof: Evidence, now: Millis) -> Result<(), Problem> {
    let code = proof.verify().map_or(LinkError::SplitView.code(), |(_, crime)| crime.code());
    tracing::error!(code, peer = %peer.code, "the link was stopped: there is proof against the other agency");
    let body = proof.to_cbor();
    let told = fact(app, peer, "alarm", code, &body, None, now);
    let stored =
        Stored { id: app.clock.new_id(), link: peer.link, crime: code.to_owned(), body, at: now };
    let (link, from) = (peer.link, peer.state);
    let to = from.after(LinkEvent::Suspend(Side::Us)).unwrap_or(from);
    let write = move |tx: &mut dyn Tx| -> Result<(), DbError> {
        store::insert(tx, &stored)?;
        links::store::set_state(tx, link, from, to, now)?;
        links::store::set_alarm(tx, link, code, now)?;
        crate::journal::store::insert(tx, &told)
    };
    app.store.write(write).await?;
    app.changed(Topic::Links);
    Ok(())
}

/// The proof in an alarm about a message: the envelope that was taken, and the one that denies it. Nothing when the two
/// do not convince anybody else, or an agency has only said what it cannot prove.
pub fn fork(tx: &mut dyn Tx, peer: &Peer, alarm: &Alarm) -> Result<Option<Evidence>, DbError> {
    let Some(place) = alarm.place.filter(|_| !alarm.envelope.is_empty()) else { return Ok(None) };
    let before = Place { seq: place.seq.saturating_sub(1), ..place };
    for at in [place, before] {
        let Some(one) = store::stub_at(tx, peer.link, at)? else { continue };
        let proof = Proof::Fork { one, other: alarm.envelope.clone() };
        let evidence = Evidence { keys: peer.known().statements(), proof };
        if evidence.verify().is_ok() {
            return Ok(Some(evidence));
        }
    }
    Ok(None)
}
