//! Taking a partner's keys and table, and looking values up in it.

use sila_core::ids::AgreementId;
use sila_core::time::Millis;
use sila_link::known::table::{ENTRY_BYTES, Handle, SAME_VALUE_MAX, hidden, tag};
use sila_link::known::{Chunk, KeySet, Scope, Slot};
use sila_link::{Code, Disposition};
use sila_seal::voprf::Output;

use super::store::{self, Published};
use crate::agreements;
use crate::app::App;
use crate::db::{DbError, Tx};
use crate::links::receiving::{Apply, Parked};
use crate::links::{self, Peer};

/// Other keys for an epoch that has keys already, or an epoch that has passed.
const KEYS_CHANGED: Code = Code::known("known.keys_changed");
/// A table for other keys than the ones published last.
const WRONG_EPOCH: Code = Code::known("known.wrong_epoch");
/// The list is larger than this node keeps for one partner.
const TOO_LARGE: Code = Code::known("known.too_large");
/// Chunks kept for one partner: a gigabyte, the list of some four million people.
const CHUNKS_MAX: i64 = 8_192;
/// The agreement is not with this agency, or does not speak of such questions.
const NOT_COVERED: Code = Code::known("agreement.known_not_covered");

/// What the partner's keys do: they replace the last ones, and the table is awaited anew. Another statement for the same
/// epoch is refused: nobody gets keys of their own.
pub(in crate::known) fn keys(
    app: &App,
    peer: &Peer,
    statement: Vec<u8>,
    now: Millis,
) -> Result<Apply, Parked> {
    let set = KeySet::open(&statement, &peer.signing())?;
    let told = links::fact(app, peer, "known.keys", "known.keys_taken", &statement, None, now);
    let agency = peer.agency;
    Ok(Box::new(move |tx| {
        let id = set.agreement;
        let ours = agreements::store::find(tx, id)?.filter(|stored| stored.peer == agency);
        if ours.is_none_or(|stored| stored.agreement.known.is_none()) {
            return Ok(Disposition::Refused(NOT_COVERED));
        }
        match store::published(tx, id)? {
            Some(last) if last.statement == statement => return Ok(Disposition::Applied),
            Some(last) if last.epoch >= set.epoch => return Ok(Disposition::Refused(KEYS_CHANGED)),
            _ => {}
        }
        let published = Published { epoch: set.epoch, statement: statement.clone(), at: now };
        store::set_published(tx, id, &published)?;
        crate::journal::store::insert(tx, &told)?;
        Ok(Disposition::Applied)
    }))
}

/// Keeps a chunk of the partner's table, if it is of the epoch of its keys.
pub(in crate::known) fn table(peer: &Peer, chunk: Chunk, now: Millis) -> Apply {
    let agency = peer.agency;
    Box::new(move |tx| {
        let Scope { agreement, epoch, .. } = chunk.scope;
        let ours = agreements::store::find(tx, agreement)?.is_some_and(|a| a.peer == agency);
        let published = store::published(tx, agreement)?;
        if !ours || published.is_none_or(|published| published.epoch != epoch) {
            return Ok(Disposition::Refused(WRONG_EPOCH));
        }
        let first = chunk.entries.get(..16).unwrap_or_default();
        if store::chunks(tx, agreement)? >= CHUNKS_MAX {
            return Ok(Disposition::Refused(TOO_LARGE));
        }
        store::insert_chunk(tx, &chunk, first, now)?;
        Ok(Disposition::Applied)
    })
}

/// The handles that the values lead to, in every part of the partner's table.
///
/// # Errors
/// When the store cannot be read.
pub(in crate::known) fn look_up(
    tx: &mut dyn Tx,
    scope: &Scope,
    values: &[(Slot, Output)],
) -> Result<Vec<(Slot, Handle)>, DbError> {
    let place = (scope.agreement, scope.purpose.code());
    let mut found = Vec::new();
    for part in store::parts(tx, scope.agreement, place.1)? {
        for (slot, value) in values {
            for nth in 0..SAME_VALUE_MAX {
                let tag = tag(value, *slot, part.number, nth);
                let Some(handle) = entry(tx, place, part.number, &tag)? else { break };
                found.push((*slot, hidden(value, *slot, part.number, nth, &handle)));
            }
        }
    }
    Ok(found)
}

fn entry(
    tx: &mut dyn Tx,
    place: (AgreementId, &str),
    part: u16,
    tag: &[u8; 16],
) -> Result<Option<Handle>, DbError> {
    let Some(chunk) = store::chunk(tx, place, part, tag)? else { return Ok(None) };
    let (entries, _) = chunk.as_chunks::<ENTRY_BYTES>();
    let at = entries.binary_search_by(|entry| entry.first_chunk::<16>().cmp(&Some(tag)));
    let entry = at.ok().and_then(|at| entries.get(at));
    Ok(entry.and_then(|entry| entry.last_chunk::<16>().copied()))
}
