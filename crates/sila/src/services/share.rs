//! How services travel: every service that we publish goes to every linked agency with an agreement in force, since the agreement says
//! which services each offers. It goes by itself, as soon as there is an agreement, and again when it changes.

use sila_core::directory::Published;
use sila_core::{AgencyId, Millis};
use sila_link::record::{Version, Word};

use super::{store, words_of};
use crate::agreements;
use crate::app::{App, Topic};
use crate::db::{DbError, Tx};
use crate::links::{self, Peer};
use crate::problem::Problem;
use crate::records::{By, propose, store as records, unless_refused, word};

/// The kind of record.
pub const KIND: &str = "listing/1";

/// Sends what of ours has changed, says this node's word about what partners sent, and reads what has taken effect. Says how much
/// was done.
///
/// # Errors
/// When the store cannot be read or written.
pub async fn bring(app: &App) -> Result<usize, Problem> {
    Ok(send(app).await? + answer(app).await? + read(app).await?)
}

async fn agreed(app: &App, peer: AgencyId, now: Millis) -> Result<bool, Problem> {
    Ok(agreements::in_force(app, now).await?.iter().any(|one| one.peer == peer))
}

async fn send(app: &App) -> Result<usize, Problem> {
    let (me, now) = (app.node.id, app.clock.now());
    let mut done = 0_usize;
    for peer in links::peers(app).await?.into_iter().filter(Peer::is_open) {
        if !agreed(app, peer.agency, now).await? {
            continue;
        }
        let with = peer.agency;
        let changed = app.store.read(move |tx| store::to_share(tx, me, with)).await?;
        // Without the root key nothing can be signed; it goes when the key is back.
        if changed.is_empty() || app.root().is_err() {
            continue;
        }
        for (one, at) in changed {
            done = done.saturating_add(usize::from(send_one(app, with, &one, at).await?));
        }
    }
    Ok(done)
}

/// Sends one service as it stands; not while the agency has not signed for what was sent before.
async fn send_one(app: &App, peer: AgencyId, one: &Published, at: Millis) -> Result<bool, Problem> {
    let (id, content) = (one.listing.id, one.to_cbor());
    let by = By { worker: None, now: app.clock.now() };
    let before = app.store.read(move |tx| store::share(tx, id, peer)).await?;
    let record = match before {
        None => propose::first(app, KIND, &[peer], content, by).await,
        Some(record) => match propose::amend(app, record, content, by).await {
            Err(problem) if problem.code == "record.unknown" => {
                app.store.write(move |tx| store::unshare(tx, id, peer)).await?;
                return Ok(false);
            }
            sent => sent.map(|()| record),
        },
    };
    let Some(record) = unless_refused(record)? else { return Ok(false) };
    app.store.write(move |tx| store::shared(tx, (id, peer), record, at)).await?;
    Ok(true)
}

async fn answer(app: &App) -> Result<usize, Problem> {
    let asked = app.store.read(|tx| records::asked_of(tx, [KIND; 3])).await?;
    let mut done = 0_usize;
    for line in asked {
        let word = if accepts(app, &line.version).await? { Word::Sign } else { Word::Decline };
        done = done.saturating_add(usize::from(word::answer(app, line.version, word).await?));
    }
    Ok(done)
}

/// Whether this node signs for it: an agreement is in force, it can be read, and it is theirs to say.
async fn accepts(app: &App, version: &Version) -> Result<bool, Problem> {
    let (from, me) = (version.proposer, app.node.id);
    if from == me || version.parties.len() != 2 || !agreed(app, from, app.clock.now()).await? {
        return Ok(false);
    }
    let Ok(one) = Published::from_cbor(&version.content) else { return Ok(false) };
    let id = one.listing.id;
    let known = app.store.read(move |tx| store::find(tx, id)).await?;
    Ok(known.is_none_or(|known| known.origin == from && known.number <= one.listing.number))
}

async fn read(app: &App) -> Result<usize, Problem> {
    let unread = app.store.read(|tx| records::unread_of(tx, [KIND; 3])).await?;
    let done = unread.len();
    for line in unread {
        let (from, digest, me) = (line.version.proposer, line.digest, app.node.id);
        let one = Published::from_cbor(&line.version.content);
        let one = one.map_err(|error| Problem::internal("services.unreadable").because(error))?;
        let (words, now) = (words_of(&one.listing), app.clock.now());
        let write = move |tx: &mut dyn Tx| -> Result<(), DbError> {
            if from != me {
                store::put(tx, from, &one, &words, now)?;
            }
            records::read(tx, &digest)
        };
        app.store.write(write).await?;
        app.changed(Topic::Agreements);
    }
    Ok(done)
}
