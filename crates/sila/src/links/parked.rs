//! Messages that were set aside: tried again after an upgrade or a new agreement, by the node or by a person, or given up.

use sila_core::{Millis, WorkerId};
use sila_link::{Code, Disposition, Kind, LaterDisposition, LinkError, Message, Place, open_again};
use sila_seal::{Hash, envelope};
use uuid::Uuid;

use super::arrivals::store as arrivals;
use super::outbox::{self, Letter};
use super::peer::Peer;
use super::receiving::{Speaker, code, prepare};
use super::transit::store as transit;
use super::{fact, store};
use crate::app::{App, Topic};
use crate::db::{DbError, Tx};
use crate::problem::Problem;

/// What a later build, key or agreement may mend.
const MENDABLE: [&str; 4] = ["P-KIND", "P-AGREEMENT", "thread.no_offer", "thread.incomplete"];
/// What a person gave up.
pub const GIVEN_UP: &str = "link.given_up";

/// Tries everything that may have been mended meanwhile. Says how many messages took effect.
///
/// # Errors
/// When the store cannot be read or written.
pub async fn replay(app: &App, link: Hash) -> Result<usize, Problem> {
    let read = move |tx: &mut dyn Tx| -> Result<_, DbError> {
        Ok((store::by_link(tx, link)?, arrivals::parked(tx, link)?))
    };
    let (peer, parked) = app.store.read(read).await?;
    let Some(peer) = peer else { return Ok(0) };
    let mut count = 0;
    for message in parked.iter().filter(|message| MENDABLE.contains(&message.code.as_str())) {
        let done = retry(app, &peer, message.place, app.clock.now()).await?;
        count += usize::from(done == Disposition::Applied);
    }
    Ok(count)
}

/// Tries one message again. What it came to; it stays parked unless it took effect.
///
/// # Errors
/// `page.not_found` when it is not parked (any more); when the store cannot be read or written.
pub async fn retry(
    app: &App,
    peer: &Peer,
    place: Place,
    now: Millis,
) -> Result<Disposition, Problem> {
    let link = peer.link;
    let read = move |tx: &mut dyn Tx| -> Result<_, DbError> {
        Ok((transit::books(tx, link)?, arrivals::parked_body(tx, link, place)?))
    };
    let (Some(books), Some((bytes, hash, conversation))) = app.store.read(read).await? else {
        return Err(Problem::not_found());
    };
    let me = app.keys().me(peer.knows);
    let me = me.map_err(|error| Problem::internal("link.own_key").because(error))?;
    let payload = match open_again(&me, &books.party(books.peer.state), &bytes, now) {
        Ok(payload) => payload,
        Err(error) => return Ok(Disposition::Parked(error.to_code())),
    };
    let kind = envelope::parse(&bytes).map(|parsed| parsed.header.kind).unwrap_or_default();
    let party = peer.clone();
    let speaker = app.store.read(move |tx| Speaker::read(tx, &party)).await?;
    let mut apply = match prepare(app, &speaker, &kind, &payload, now).await {
        Ok(apply) => apply,
        Err(parked) => return Ok(Disposition::Parked(code(&parked.code))),
    };
    let applied = Disposition::Applied;
    let letter = told(app, peer, place, hash, conversation, &applied, now)?;
    let done = app.store.write(move |tx| {
        if arrivals::parked_body(tx, link, place)?.is_none() {
            return Ok::<_, DbError>(Disposition::Applied);
        }
        let disposition = apply(tx)?;
        if disposition == Disposition::Applied {
            arrivals::unpark(tx, link, place, &disposition)?;
            outbox::post(tx, &letter)?;
        }
        Ok(disposition)
    });
    let done = done.await?;
    settled(app);
    Ok(done)
}

/// Gives a message up for good; its sender is told.
///
/// # Errors
/// `page.not_found` when it is not parked (any more); when the store cannot be written.
pub async fn give_up(
    app: &App,
    peer: &Peer,
    place: Place,
    by: Option<WorkerId>,
    now: Millis,
) -> Result<(), Problem> {
    let link = peer.link;
    let found = app.store.read(move |tx| arrivals::parked_body(tx, link, place)).await?;
    let (_, hash, conversation) = found.ok_or_else(Problem::not_found)?;
    let refused = Disposition::Refused(Code::known(GIVEN_UP));
    let letter = told(app, peer, place, hash, conversation, &refused, now)?;
    let told = fact(app, peer, "link", GIVEN_UP, &hash, by, now);
    let write = move |tx: &mut dyn Tx| -> Result<(), DbError> {
        if arrivals::unpark(tx, link, place, &refused)? {
            outbox::post(tx, &letter)?;
            crate::journal::store::insert(tx, &told)?;
        }
        Ok(())
    };
    app.store.write(write).await?;
    settled(app);
    Ok(())
}

/// The message that tells the sender what became of its message.
fn told(
    app: &App,
    peer: &Peer,
    place: Place,
    header_hash: Hash,
    conversation: Uuid,
    disposition: &Disposition,
    now: Millis,
) -> Result<Letter, Problem> {
    let disposition = disposition.clone();
    let later = Message::LinkDisposition(LaterDisposition { place, header_hash, disposition });
    let payload = later
        .encode()
        .map_err(|error: LinkError| Problem::internal("link.encode").because(error))?;
    outbox::letter(app, peer, Kind::LinkDisposition, conversation, &payload, now)
}

fn settled(app: &App) {
    app.outbox.notify_one();
    app.jobs.notify_one();
    app.changed(Topic::Links);
    app.changed(Topic::Referrals);
}
