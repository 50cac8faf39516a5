//! What an officer decides about a link: the codes are the same or not, test, stop, go on, call now, end.

use sila_core::{Millis, WorkerId};
use sila_link::{
    Code, LinkError, LinkEvent, LinkState, LinkTest, LinkVerified, Message, Position, Side, reopen,
};
use uuid::Uuid;

use super::outbox::{self, Letter};
use super::{fact, peer::Peer, store, transit};
use crate::app::{App, Topic};
use crate::clock::Randomness;
use crate::db::{DbError, Tx};
use crate::problem::Problem;
use crate::witness;

/// Who decides, and when. Nobody is named on the command line.
#[derive(Debug, Clone, Copy)]
pub struct By {
    /// The officer.
    pub worker: Option<WorkerId>,
    /// The time.
    pub now: Millis,
}

/// The officer has compared the twelve digits by telephone.
///
/// # Errors
/// `link.wrong_state` when they are not to be compared now; when the store cannot be written.
pub async fn confirm(app: &App, peer: &Peer, same: bool, by: By) -> Result<(), Problem> {
    if !same {
        return change(app, peer, LinkEvent::CodesDiffer, "link.codes_differ", by, None).await;
    }
    let to = peer
        .state
        .after(LinkEvent::CodesMatch)
        .map_err(|error| wrong_state(peer).because(error))?;
    let said = Message::LinkVerified(LinkVerified::of(&peer.short_code));
    let letter = letter(app, peer, &said, by.now)?;
    let told =
        fact(app, peer, "link", "link.verified", peer.short_code.as_bytes(), by.worker, by.now);
    let (link, from) = (peer.link, peer.state);
    let write = move |tx: &mut dyn Tx| -> Result<bool, DbError> {
        if !store::set_verified(tx, link, (from, to), by.worker, by.now)? {
            return Ok(false);
        }
        outbox::post(tx, &letter)?;
        crate::journal::store::insert(tx, &told)?;
        Ok(true)
    };
    let done = app.store.write(write).await?;
    finished(app, peer, done)
}

/// Stops everything but the link's own messages, on both sides.
///
/// # Errors
/// As [`confirm`].
pub async fn suspend(app: &App, peer: &Peer, by: By) -> Result<(), Problem> {
    let message = Message::LinkSuspend(Code::known("link.officer"));
    let letter = letter(app, peer, &message, by.now)?;
    let event = LinkEvent::Suspend(Side::Us);
    change(app, peer, event, "link.suspended", by, Some(letter)).await
}

/// Takes our stop back, also one that an alarm has made: the officer has looked.
///
/// # Errors
/// As [`confirm`].
pub async fn resume(app: &App, peer: &Peer, by: By) -> Result<(), Problem> {
    if peer.alarm.as_deref() == Some(LinkError::Rollback.code()) {
        return recover(app, peer, by).await;
    }
    let event = LinkEvent::Resume(Side::Us);
    let to = peer.state.after(event).map_err(|error| wrong_state(peer).because(error))?;
    // While the code has not been compared there is nothing to open on the other side.
    let letter = match to {
        LinkState::PendingVerify => None,
        _ => Some(letter(app, peer, &opening(peer)?, by.now)?),
    };
    change(app, peer, event, "link.resumed", by, letter).await
}

/// Goes on after this node was restored from a backup: asks the other side to close what we have forgotten and to open a
/// new epoch. Nothing is sent on those streams before it has told the fate of everything in the old one.
///
/// # Errors
/// As [`confirm`].
pub async fn recover(app: &App, peer: &Peer, by: By) -> Result<(), Problem> {
    let (link, from) = (peer.link, peer.state);
    let to = from.after(LinkEvent::Resume(Side::Us));
    let to = to.map_err(|error| wrong_state(peer).because(error))?;
    let told = fact(app, peer, "link", "link.recovered", &[], by.worker, by.now);
    let write = move |tx: &mut dyn Tx| -> Result<bool, DbError> {
        let held = store::forgot(tx, link)?.unwrap_or_default();
        let Ok(held) = minicbor::decode::<Vec<Position>>(&held) else { return Ok(false) };
        if !store::set_state(tx, link, from, to, by.now)? {
            return Ok(false);
        }
        let mine = transit::store::cursors(tx, link)?.all_positions();
        for theirs in &held {
            let mine = mine.iter().find(|mine| mine.stream == theirs.stream);
            let ahead = |mine: &&Position| {
                (theirs.recv_epoch, theirs.recv_upto) > (mine.sent_epoch, mine.sent_upto)
            };
            if let Some(mine) = mine.filter(ahead) {
                let epoch = reopen::next_epoch(mine, theirs);
                transit::epochs::set_opening(tx, link, mine.stream, epoch)?;
            }
        }
        store::set_forgot(tx, link, None)?;
        store::clear_alarm(tx, link, by.now)?;
        crate::journal::store::insert(tx, &told)?;
        Ok(true)
    };
    let done = app.store.write(write).await?;
    finished(app, peer, done)
}

/// Ends the link. A new invitation makes a new beginning.
///
/// # Errors
/// As [`confirm`].
pub async fn close(app: &App, peer: &Peer, by: By) -> Result<(), Problem> {
    change(app, peer, LinkEvent::Close, "link.closed", by, None).await?;
    if app.lines.of(peer.link).watch.talk().told {
        return Ok(());
    }
    // Nobody will say any more which head of ours they hold, and this node may have been restored since.
    let link = peer.link;
    let write = move |tx: &mut dyn Tx| witness::store::give_up(tx, link, by.now);
    Ok(app.store.write(write).await?)
}

/// Sends a test message.
///
/// # Errors
/// When the store cannot be written.
pub async fn test(app: &App, peer: &Peer, by: By) -> Result<(), Problem> {
    let mut nonce = [0; 16];
    rand_core::Rng::fill_bytes(&mut Randomness, &mut nonce);
    let letter = letter(app, peer, &Message::LinkTest(LinkTest { nonce }), by.now)?;
    let link = peer.link;
    let write = move |tx: &mut dyn Tx| -> Result<(), DbError> {
        store::set_test_sent(tx, link, by.now)?;
        outbox::post(tx, &letter)
    };
    app.store.write(write).await?;
    finished(app, peer, true)
}

/// Begins the self-test again.
///
/// # Errors
/// When the store cannot be written.
pub async fn try_again(app: &App, peer: &Peer, now: Millis) -> Result<(), Problem> {
    let link = peer.link;
    app.lines.of(link).take_back();
    let write = move |tx: &mut dyn Tx| -> Result<(), DbError> {
        store::set_trial(tx, link, None, now)?;
        store::set_retry(tx, link, now)
    };
    app.store.write(write).await?;
    finished(app, peer, true)
}

/// Calls the other side now, whatever failed before.
///
/// # Errors
/// When the store cannot be written.
pub async fn call_now(app: &App, peer: &Peer, now: Millis) -> Result<(), Problem> {
    let link = peer.link;
    app.store.write(move |tx| store::set_retry(tx, link, now)).await?;
    finished(app, peer, true)
}

async fn change(
    app: &App,
    peer: &Peer,
    event: LinkEvent,
    told: &str,
    by: By,
    letter: Option<Letter>,
) -> Result<(), Problem> {
    let to = peer.state.after(event).map_err(|error| wrong_state(peer).because(error))?;
    let told = fact(app, peer, "link", told, &[], by.worker, by.now);
    let (link, from) = (peer.link, peer.state);
    let write = move |tx: &mut dyn Tx| -> Result<bool, DbError> {
        if !store::set_state(tx, link, from, to, by.now)? {
            return Ok(false);
        }
        if matches!(event, LinkEvent::Resume(_)) {
            store::accept_version(tx, link)?;
            store::clear_alarm(tx, link, by.now)?;
        }
        if let Some(letter) = &letter {
            outbox::post(tx, letter)?;
        }
        crate::journal::store::insert(tx, &told)?;
        Ok(true)
    };
    let done = app.store.write(write).await?;
    finished(app, peer, done)
}

fn finished(app: &App, peer: &Peer, done: bool) -> Result<(), Problem> {
    if !done {
        return Err(wrong_state(peer));
    }
    app.lines.of(peer.link).ring();
    app.outbox.notify_one();
    app.changed(Topic::Links);
    Ok(())
}

pub(super) fn letter(
    app: &App,
    peer: &Peer,
    message: &Message,
    now: Millis,
) -> Result<Letter, Problem> {
    let payload = message.encode();
    let payload =
        payload.map_err(|error: LinkError| Problem::internal("link.encode").because(error))?;
    outbox::letter(app, peer, message.kind(), conversation(peer), &payload, now)
}

/// What opens the link on the other side, and no link that follows this one.
fn opening(peer: &Peer) -> Result<Message, Problem> {
    Ok(Message::LinkResume(peer.ceremony.ok_or_else(|| wrong_state(peer))?))
}

/// The link's own messages are one conversation.
fn conversation(peer: &Peer) -> Uuid {
    let mut half = [0; 16];
    half.iter_mut().zip(peer.link).for_each(|(to, from)| *to = from);
    Uuid::from_bytes(half)
}

fn wrong_state(peer: &Peer) -> Problem {
    Problem::refused("link.wrong_state").way_out(format!("/links/{}", peer.agency.to_text()))
}
