//! What this node takes from a body that speaks about logs: which head of ours they hold, which of theirs they show, and
//! what they have seen of others.

use sila_core::Millis;
use sila_link::keys::Known;
use sila_link::witness::{Saying, Unwitnessed, View, claimed_log, cosigned_size};
use sila_link::{Alarm, LinkError, link_id};
use sila_seal::Hash;
use sila_seal::checkpoint::{Checkpoint, SignedCheckpoint, witness_name};

use super::saying::named_at;
use super::store::{self, Cosigned};
use crate::app::{App, Topic};
use crate::db::{DbError, Tx, p};
use crate::evidence;
use crate::journal::store as journal;
use crate::links::trouble::{self, Trouble};
use crate::links::{self, Peer, fact};
use crate::problem::Problem;

/// Takes in what an agency says about logs.
///
/// # Errors
/// [`LinkError::SplitView`] when its log contradicts itself: the evidence is stored and the link stopped. When the store
/// cannot be read or written.
pub async fn hear(app: &App, peer: &Peer, said: &Saying, now: Millis) -> Result<(), Trouble> {
    let known = peer.known();
    held(app, peer, &known, said, now).await?;
    if said.head.is_some() {
        shown(app, peer, &known, said, now).await?;
    }
    for note in &said.gossip {
        gossip(app, peer, note, now).await?;
    }
    Ok(())
}

/// Which head of ours they hold. One that our log does not contain tells that we were restored from a backup: the log is
/// over, and the next one names it.
async fn held(
    app: &App,
    peer: &Peer,
    known: &Known,
    said: &Saying,
    now: Millis,
) -> Result<(), Problem> {
    let note = said.yours.clone().unwrap_or_default();
    let ours = SignedCheckpoint::parse(&note).ok();
    let ours =
        ours.filter(|read| app.keys().signed_by().iter().any(|key| read.verify(key).is_ok()));
    let mut newest = None;
    if let Some(read) = &ours {
        let number = claimed_log(&note).map_or(1, |(_, number)| number);
        let size = cosigned_size(&note, known).ok();
        let cosigned = size.zip(cosigner(read, known)).map(|(size, kid)| Cosigned {
            link: peer.link,
            log: number,
            kid,
            size,
            note: note.clone(),
            at: now,
        });
        let (app, peer, head) = (app.clone(), peer.clone(), read.checkpoint.clone());
        let writing = app.clone();
        let write = move |tx: &mut dyn Tx| {
            place(tx, &writing, &peer, (number, &head, &note), cosigned.as_ref(), now)
        };
        newest = app.store.write(write).await?;
    }
    app.lines.of(peer.link).watch.change(|talk| {
        let other = talk.asks != said.asks;
        talk.asks.clone_from(&said.asks);
        talk.asked = true;
        talk.holds = ours.map(|read| read.checkpoint).or(talk.holds.take());
        let first = !std::mem::replace(&mut talk.told, true);
        if first || (other && talk.due.is_some()) {
            talk.due = Some(now);
        }
        if let Some(newest) = newest {
            talk.cosigned(newest, now);
        }
    });
    if newest.is_some() {
        app.changed(Topic::Links);
        app.changed(Topic::Referrals);
    }
    Ok(())
}

/// Which key of theirs cosigned a head.
fn cosigner(read: &SignedCheckpoint, known: &Known) -> Option<Hash> {
    let name = witness_name(&known.told.agency());
    let mut keys = known.signing().into_iter();
    keys.find(|key| read.cosigned_by(&name, key).is_ok()).map(|key| key.id())
}

/// Keeps a cosignature, and says whether it is on our newest head; or begins the next log.
fn place(
    tx: &mut dyn Tx,
    app: &App,
    peer: &Peer,
    (number, head, note): (u32, &Checkpoint, &str),
    cosigned: Option<&Cosigned>,
    now: Millis,
) -> Result<Option<bool>, DbError> {
    let log = journal::own_log(tx)?;
    let size = i64::try_from(head.size).unwrap_or(i64::MAX);
    let row = tx.opt(&journal::CHECKPOINT_ROOT, &p![number, size])?;
    let contained = row.map(|row| row.get::<Hash>(0)).transpose()? == Some(head.root);
    if contained {
        if let Some(cosigned) = cosigned {
            store::set_cosigned(tx, cosigned)?;
        }
        let newest =
            store::newest(tx)?.is_some_and(|(log, size, ..)| (log, size) == (number, head.size));
        if number == log {
            return Ok(cosigned.map(|_| newest));
        }
    }
    let next = if !contained && number >= log { number.saturating_add(1) } else { log };
    if next != log {
        tracing::warn!(
            number = next,
            "this node's log was restored from a backup: the next one begins"
        );
        tx.send(&journal::BEGIN_LOG, &p![next, now])?;
    }
    if next > number && named_at(tx, next, head)?.is_none() && !is_waiting(tx, head)? {
        let event = format!("{}/{}", number, head.size);
        let named = fact(app, peer, journal::CONTINUES, &event, note.as_bytes(), None, now);
        journal::insert(tx, &named)?;
    }
    Ok(None)
}

/// Whether the head is named by a fact that has no place yet.
fn is_waiting(tx: &mut dyn Tx, head: &Checkpoint) -> Result<bool, DbError> {
    let leaf = sila_link::witness::continuation(&head.origin, head.size, &head.root);
    Ok(tx.opt(&store::NAMED_WAITING, &p![journal::CONTINUES, leaf])?.is_some())
}

/// The head of their log: judged, stored, and then owed a cosignature.
async fn shown(
    app: &App,
    peer: &Peer,
    known: &Known,
    said: &Saying,
    now: Millis,
) -> Result<(), Trouble> {
    let link = peer.link;
    let view = app.store.glance(move |tx| store::view(tx, link)).await?;
    match view.grow(known, said) {
        Ok(after) => {
            if after == view || keep(app, link, view, after, now).await? {
                app.lines.of(link).watch.change(|talk| talk.owes = true);
                app.changed(Topic::Links);
            }
            Ok(())
        }
        Err(Unwitnessed::From(size)) => {
            tracing::debug!(peer = %peer.code, size, "a head must show that it continues the one before");
            Ok(())
        }
        Err(Unwitnessed::Refused(LinkError::SplitView)) => {
            let alarm = Alarm {
                error: LinkError::SplitView,
                place: None,
                held: view.cosigned.map(|head| head.root),
                claimed: [0; 32],
                envelope: Vec::new(),
            };
            trouble::alarm(app, peer, &alarm, now).await?;
            Err(LinkError::SplitView.into())
        }
        Err(Unwitnessed::Refused(error)) => {
            tracing::warn!(peer = %peer.code, code = error.code(), "a head was not cosigned");
            Ok(())
        }
        Err(Unwitnessed::Proven(proof)) => {
            evidence::accuse(app, peer, *proof, now).await?;
            Err(LinkError::SplitView.into())
        }
    }
}

async fn keep(
    app: &App,
    link: Hash,
    before: View,
    after: View,
    now: Millis,
) -> Result<bool, Problem> {
    let write = move |tx: &mut dyn Tx| store::set_view(tx, link, (&before, &after), now);
    Ok(app.store.write(write).await?)
}

/// A head of a third agency's log that they pass on.
async fn gossip(app: &App, from: &Peer, note: &str, now: Millis) -> Result<(), Problem> {
    let Some((owner, _)) = claimed_log(note) else { return Ok(()) };
    if owner == app.node.id || owner == from.agency {
        return Ok(());
    }
    let link = link_id(app.node.id, owner);
    let read = move |tx: &mut dyn Tx| -> Result<_, DbError> {
        Ok((links::store::peer_of(tx, owner)?, store::view(tx, link)?))
    };
    let (Some(peer), view) = app.store.read(read).await? else { return Ok(()) };
    let mut seen = view.cosigned.iter().chain(&view.heard).map(|head| head.note.as_str());
    let known = peer.known();
    if !peer.carries() || seen.any(|seen| seen == note) {
        return Ok(());
    }
    match view.hear(&known, note) {
        Ok(Some(after)) => {
            keep(app, link, view, after, now).await?;
        }
        Ok(None) | Err(Unwitnessed::From(_) | Unwitnessed::Refused(_)) => {}
        Err(Unwitnessed::Proven(proof)) => evidence::accuse(app, &peer, *proof, now).await?,
    }
    Ok(())
}
