//! What a call speaks of, read in one transaction: header hashes of both sides, and who speaks, if it brings messages.

use std::collections::BTreeMap;

use sila_link::{Call, Hello, Place, claimed_places, receipt_place};
use sila_seal::Hash;

use crate::app::App;
use crate::db::{DbError, Tx};
use crate::links::arrivals::store as arrivals;
use crate::links::peer::Peer;
use crate::links::receiving::Speaker;
use crate::links::transit::store as transit;

/// Header hashes by the place of the message.
pub(super) type Hashes = BTreeMap<Place, Hash>;

/// What was read.
pub(super) struct History {
    /// Of our messages.
    pub ours: Hashes,
    /// Of theirs.
    pub theirs: Hashes,
    /// The sender of the messages.
    pub speaker: Option<Speaker>,
}

/// Reads it.
pub(super) async fn read(
    app: &App,
    peer: &Peer,
    call: &Call,
    hello: &Hello,
) -> Result<History, DbError> {
    let mut ours = claimed_places(hello);
    ours.extend(call.receipts.iter().filter_map(|bytes| receipt_place(bytes).ok()));
    let (theirs, speaks) = (call.places(), !call.envelopes.is_empty());
    let (link, peer) = (peer.link, peer.clone());
    let read = move |tx: &mut dyn Tx| -> Result<_, DbError> {
        let speaker = if speaks { Some(Speaker::read(tx, &peer)?) } else { None };
        let ours = transit::out_hashes(tx, link, &ours)?;
        Ok(History { ours, theirs: arrivals::in_hashes(tx, link, &theirs)?, speaker })
    };
    app.store.glance(read).await
}
