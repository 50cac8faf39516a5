//! What the running node does with its keys by itself: orders, keys that have come of age, keys lost in a restore, erasure.

use std::collections::BTreeSet;

use sila_core::Millis;
use sila_link::keys::{due, may_erase};
use sila_seal::{Hash, envelope};

use super::change::change;
use super::order::What;
use super::store::{self, Held, Use};
use crate::app::App;
use crate::db::{DbError, Tx};
use crate::links::{self, Peer};
use crate::problem::Problem;

/// Reads the keys again when they have changed, and does what is due. Says how many things were done.
///
/// # Errors
/// When the store cannot be read or written, or the root is not here.
pub async fn tend(app: &App, now: Millis) -> Result<usize, Problem> {
    if app.store.read(store::mark).await? != app.keys().mark {
        app.read_keys().await?;
        app.lines.ring_all();
    }
    let (orders, peers) = app
        .store
        .read(|tx: &mut dyn Tx| -> Result<_, DbError> {
            Ok((store::orders(tx)?, links::store::peers(tx)?))
        })
        .await?;
    if !may_state(app, &peers) {
        return Ok(0);
    }
    if app.keys().is_lost() {
        change(app, &[What::All], None, now).await?;
        return Ok(1);
    }
    for order in &orders {
        let Some(what) = order.what() else {
            let id = order.id;
            app.store.write(move |tx| store::delete_order(tx, id)).await?;
            continue;
        };
        change(app, &[what], Some(order), now).await?;
    }
    Ok(orders.len() + aged(app, &peers, now).await? + erase(app, &peers, now).await?)
}

/// Which agencies have not said, in this life of the node, which statement of ours they hold. While there is one, no
/// statement is made: this node may have been restored from a backup and not know it.
pub fn awaited<'a>(app: &App, peers: &'a [Peer]) -> Vec<&'a Peer> {
    let asked = |peer: &&Peer| peer.may_remember_us() && !app.lines.of(peer.link).is_asked();
    peers.iter().filter(asked).collect()
}

fn may_state(app: &App, peers: &[Peer]) -> bool {
    awaited(app, peers).is_empty()
}

/// Whether nobody's clock contradicts ours.
fn clocks_agree(peers: &[Peer]) -> bool {
    let agrees = |peer: &Peer| peer.skew_ms.saturating_abs() <= sila_link::hello::SKEW_MAX_MS;
    peers.iter().filter(|peer| peer.carries()).all(agrees)
}

async fn aged(app: &App, peers: &[Peer], now: Millis) -> Result<usize, Problem> {
    if !clocks_agree(peers) {
        return Ok(0);
    }
    let due = due(app.keys().told(), now);
    let all =
        [(due.sealing, Use::Sealing), (due.signing, Use::Signing), (due.transport, Use::Transport)];
    let old = all.into_iter().filter(|(is_due, _)| *is_due);
    let what: Vec<_> = old.map(|(_, kind)| What::Replace(kind)).collect();
    if what.is_empty() {
        return Ok(0);
    }
    change(app, &what, None, now).await?;
    Ok(1)
}

/// Erases sealing keys that were retired long ago and that nothing here needs any more.
async fn erase(app: &App, peers: &[Peer], now: Millis) -> Result<usize, Problem> {
    let ring = app.keys();
    let retired = |held: &Held| held.retired_at.filter(|_| held.kind == Use::Sealing);
    let old = |held: &&Held| {
        retired(held).is_some_and(|at| may_erase(at, now, false, clocks_agree(peers)))
    };
    let old: Vec<Hash> = ring.held.iter().filter(old).map(|held| held.kid).collect();
    if old.is_empty() {
        return Ok(0);
    }
    let named = named(&app.store.read(store::parked_bodies).await?);
    let gone: Vec<Hash> = old.into_iter().filter(|kid| !named.contains(kid)).collect();
    let count = gone.len();
    if count > 0 {
        let write = move |tx: &mut dyn Tx| gone.iter().try_for_each(|kid| store::erase(tx, *kid));
        app.store.write(write).await?;
        app.read_keys().await?;
    }
    Ok(count)
}

/// The sealing keys that parked messages need.
fn named(envelopes: &[Vec<u8>]) -> BTreeSet<Hash> {
    let kid = |bytes: &Vec<u8>| envelope::parse(bytes).map(|parsed| parsed.header.kem_kid).ok();
    envelopes.iter().filter_map(kid).collect()
}
