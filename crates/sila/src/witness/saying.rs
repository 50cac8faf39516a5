//! What this node says about logs in one body.

use std::collections::BTreeMap;

use sila_core::Millis;
use sila_link::witness::{GOSSIP_MAX, Growth, Saying, View};
use sila_link::{Me, Role};
use sila_seal::checkpoint::{Checkpoint, SignedCheckpoint, origin, witness_name};
use sila_seal::{Hash, SealError};

use super::store::{self, Newest};
use super::watch::Talk;
use crate::app::App;
use crate::db::{DbError, Tx, p};
use crate::journal::store as journal;
use crate::journal::tree::Tree;
use crate::keys::Ring;
use crate::links::{self, Peer};
use crate::problem::Problem;

/// What goes into a body.
#[derive(Debug)]
pub struct Words {
    /// The frame.
    pub said: Saying,
    /// It must go, even alone.
    pub presses: bool,
}

/// What is read for it.
struct Shelf {
    peers: Vec<Peer>,
    log: u32,
    newest: Option<Newest>,
    cosigned: Option<(u32, u64)>,
    views: BTreeMap<Hash, View>,
    proofs: Option<Proofs>,
}

/// How our head continues what they hold.
struct Proofs {
    growths: Vec<Growth>,
    continuation: Option<(u64, Vec<Hash>)>,
}

/// What to say about logs to an agency now; nothing when there is no reason to.
///
/// # Errors
/// When the store cannot be read, or a key does not work.
pub async fn words(
    app: &App,
    link: Hash,
    role: Role,
    now: Millis,
) -> Result<Option<Words>, Problem> {
    let talk = app.lines.of(link).watch.talk();
    let presses = talk.presses(now);
    if !presses && !talk.goes_along(role, now) {
        return Ok(None);
    }
    let (agency, reading) = (app.node.id.0, talk.clone());
    let read = move |tx: &mut dyn Tx| Shelf::read(tx, agency, link, &reading);
    let shelf = app.store.glance(read).await?;
    let mut said = Saying { log: shelf.log, ..Saying::default() };
    let view = shelf.views.get(&link).cloned().unwrap_or_default();
    said.asks = view.asks();
    let ring = app.keys();
    let peer = shelf.peers.iter().find(|peer| peer.link == link);
    let me = ring.me(peer.map_or(0, |peer| peer.knows)).map_err(own_key)?;
    let shown = shelf.newest.as_ref().filter(|_| shelf.may_show(app) && talk.told);
    if let (Some((.., note, _)), Some(proofs)) = (shown, &shelf.proofs) {
        said.head = Some(note.clone());
        proofs.growths.iter().for_each(|growth| said.push_growth(growth.sign(&me.sign)));
        if let Some((at, proof)) = &proofs.continuation {
            said.set_continuation(*at, proof);
        }
    }
    said.yours = yours(&ring, &me, (&view, talk.owes), now).map_err(own_key)?;
    if role == Role::Caller {
        let others = shelf.views.iter().filter(|(other, _)| **other != link);
        let heads = others.filter_map(|(_, view)| view.cosigned.as_ref());
        said.gossip = heads.take(GOSSIP_MAX).map(|head| head.note.clone()).collect();
    }
    Ok(Some(Words { said, presses }))
}

impl Shelf {
    fn read(tx: &mut dyn Tx, agency: Hash, link: Hash, talk: &Talk) -> Result<Shelf, DbError> {
        let mut shelf = Shelf {
            peers: links::store::peers(tx)?,
            log: journal::own_log(tx)?,
            newest: store::newest(tx)?,
            cosigned: None,
            views: store::views(tx)?,
            proofs: None,
        };
        let cosigned = store::cosigned(tx)?.into_iter().filter(|one| one.link == link);
        shelf.cosigned = cosigned.map(|one| (one.log, one.size)).max();
        if let Some((log, size, ..)) = &shelf.newest
            && shelf.cosigned != Some((*log, *size))
        {
            shelf.proofs = Proofs::of(tx, agency, (*log, *size), talk)?;
        }
        Ok(shelf)
    }

    /// In each life no head is shown before every agency has said which one it holds: this node may have been restored
    /// from a backup and not know it.
    fn may_show(&self, app: &App) -> bool {
        let mut asked = self.peers.iter().filter(|peer| peer.may_remember_us());
        asked.all(|peer| app.lines.of(peer.link).watch.talk().told)
    }
}

impl Proofs {
    /// Nothing when our log does not yet name what they hold.
    fn of(
        tx: &mut dyn Tx,
        agency: Hash,
        (log, size): (u32, u64),
        talk: &Talk,
    ) -> Result<Option<Proofs>, DbError> {
        let origin = origin(&agency, log);
        let earlier = talk.holds.as_ref().filter(|head| head.origin != origin);
        let asks = talk.asks.iter().filter(|ask| **ask > 0 && **ask < size);
        if earlier.is_none() && asks.clone().next().is_none() {
            return Ok(Some(Proofs { growths: Vec::new(), continuation: None }));
        }
        let tree = Tree::load(tx, log, size)?;
        let Some(new) = tree.root_at(size).map(|root| (size, root)) else { return Ok(None) };
        let growth = |old: &u64| {
            let proof = tree.consistency(*old).ok()?;
            Some(Growth::new(&origin, (*old, tree.root_at(*old)?), new, &proof))
        };
        let growths = asks.filter_map(growth).collect();
        let Some(head) = earlier else { return Ok(Some(Proofs { growths, continuation: None })) };
        let Some(at) = named_at(tx, log, head)?.filter(|at| *at < size) else { return Ok(None) };
        let continuation = Some((at, tree.inclusion(tx, at)?));
        Ok(Some(Proofs { growths: Vec::new(), continuation }))
    }
}

/// Where a log names the head of an earlier one.
pub fn named_at(tx: &mut dyn Tx, log: u32, head: &Checkpoint) -> Result<Option<u64>, DbError> {
    let leaf = sila_link::witness::continuation(&head.origin, head.size, &head.root);
    let row = tx.opt(&journal::POSITION_OF, &p![log, journal::CONTINUES, leaf])?;
    let at: Option<i64> = row.map(|row| row.get(0)).transpose()?;
    Ok(at.and_then(|at| u64::try_from(at).ok()))
}

/// The head of theirs that we hold; cosigned when they have just shown it and it is stored.
fn yours(
    ring: &Ring,
    me: &Me,
    (view, owes): (&View, bool),
    now: Millis,
) -> Result<Option<String>, SealError> {
    let Some(head) = &view.cosigned else { return Ok(None) };
    if !owes {
        return Ok(Some(head.note.clone()));
    }
    let note = SignedCheckpoint::parse(&head.note)?;
    let (name, time_s) = (witness_name(&me.agency.0), u64::try_from(now.0 / 1_000).unwrap_or(0));
    let line = note.cosign(&name, &me.sign, time_s)?;
    let quantum = note.cosign_quantum(&name, &ring.quantum, time_s)?;
    Ok(Some([head.note.as_str(), &line, &quantum].concat()))
}

fn own_key(error: impl std::fmt::Display) -> Problem {
    Problem::internal("link.own_key").because(error)
}
