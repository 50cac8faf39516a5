//! All SQL of what was taken in over a link, and of what was refused.

use std::collections::BTreeMap;

use sila_core::{Millis, ReferralId};
use sila_link::{Disposition, InboxRow, Place, RECEIPT_ROWS_MAX, Stream};
use sila_seal::Hash;
use uuid::Uuid;

use super::super::transit::store::{hashes, signed, stream, unsigned};
use super::{Parked, RefusedBytes};
use crate::db::{DbError, Row, Tx, p};

crate::sql! {
    pub INSERT_IN = "insert into envelope_in (link, stream, epoch, seq, id, kind, conversation, hash, at, disposition, code, body) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)";
    pub IN_HASH = "select hash from envelope_in where link = $1 and stream = $2 and epoch = $3 and seq = $4";
    pub IN_AFTER = "select seq, hash, disposition, code from envelope_in where link = $1 and stream = $2 and epoch = $3 and seq > $4 order by seq limit $5";
    pub PARKED = "select link, id, stream, epoch, seq, kind, at, code from envelope_in where disposition = 'PARKED' and code <> 'P-OPEN' and link = $1 order by at, stream, epoch, seq limit 200";
    pub PARKED_BODY = "select body, hash, conversation from envelope_in where disposition = 'PARKED' and code <> 'P-OPEN' and link = $1 and stream = $2 and epoch = $3 and seq = $4";
    pub LAST_IN = "select coalesce(max(seq), 0) from envelope_in where link = $1 and stream = $2 and epoch = $3";
    pub REFERRALS_AFTER = "select distinct conversation from envelope_in where link = $1 and stream = $2 and (epoch > $3 or (epoch = $3 and seq > $4)) and kind = 'referral.entry/1' and disposition = 'APPLIED' order by conversation";
    pub FATE_OF = "select disposition, code from envelope_in where link = $1 and id = $2 and not (disposition = 'PARKED' and code = 'P-OPEN') limit 1";
    pub UNPARK = "update envelope_in set disposition = $5, code = $6, body = null where disposition = 'PARKED' and link = $1 and stream = $2 and epoch = $3 and seq = $4";
    pub INSERT_REFUSED = "insert into refused_message (id, link, at, code, size, hash) values ($1, $2, $3, $4, $5, $6)";
    pub REFUSED = "select link, at, code, size, hash from refused_message order by at desc limit 50";
    pub PRUNE_REFUSED = "delete from refused_message where at < (select coalesce(min(k.at), 0) from (select at from refused_message order by at desc limit 10000) k)";
}

/// Header hashes of messages taken in at these places.
pub fn in_hashes(
    tx: &mut dyn Tx,
    link: Hash,
    places: &[Place],
) -> Result<BTreeMap<Place, Hash>, DbError> {
    hashes(tx, &IN_HASH, link, places)
}

/// A message taken in.
#[derive(Debug, Clone)]
pub struct Taken {
    /// Where it stands.
    pub place: Place,
    /// Identifier.
    pub id: Uuid,
    /// What it is.
    pub kind: String,
    /// What it belongs to.
    pub conversation: Uuid,
    /// Hash of its header.
    pub hash: Hash,
}

/// Writes down a message taken in; a parked one keeps its envelope.
pub fn insert_in(
    tx: &mut dyn Tx,
    link: Hash,
    taken: &Taken,
    disposition: &Disposition,
    envelope: &[u8],
    now: Millis,
) -> Result<(), DbError> {
    let Place { stream, epoch, seq } = taken.place;
    let kept = matches!(disposition, Disposition::Parked(_)).then_some(envelope);
    tx.send(
        &INSERT_IN,
        &p![
            link,
            stream.number(),
            epoch,
            signed(seq),
            taken.id,
            &taken.kind,
            taken.conversation,
            taken.hash,
            now,
            disposition.word(),
            disposition.code().map(sila_link::Code::as_str),
            kept
        ],
    )
}

/// The last message taken in one epoch of a stream; 0 when there is none.
pub fn last_in(tx: &mut dyn Tx, link: Hash, stream: Stream, epoch: u32) -> Result<u64, DbError> {
    unsigned(&tx.one(&LAST_IN, &p![link, stream.number(), epoch])?, 0)
}

/// The fate of a message that came before under the same identifier, unless it could not be opened then.
pub fn fate_of(tx: &mut dyn Tx, link: Hash, id: Uuid) -> Result<Option<Disposition>, DbError> {
    let Some(row) = tx.opt(&FATE_OF, &p![link, id])? else { return Ok(None) };
    let (word, code): (String, Option<String>) = (row.get(0)?, row.get(1)?);
    let fate = Disposition::from_row(&word, code.as_deref());
    Ok(Some(fate.or(Err(DbError::Type { what: "disposition".to_owned() }))?))
}

/// The rows that a receipt is built of, after a place.
pub fn in_after(tx: &mut dyn Tx, link: Hash, after: Place) -> Result<Vec<InboxRow>, DbError> {
    let Place { stream, epoch, seq } = after;
    let limit = i64::try_from(RECEIPT_ROWS_MAX).unwrap_or(i64::MAX);
    let rows = tx.query(&IN_AFTER, &p![link, stream.number(), epoch, signed(seq), limit])?;
    let read = |row: &Row| {
        let (word, code): (String, Option<String>) = (row.get(2)?, row.get(3)?);
        let disposition = Disposition::from_row(&word, code.as_deref())
            .or(Err(DbError::Type { what: "disposition".to_owned() }))?;
        Ok(InboxRow { seq: unsigned(row, 0)?, header_hash: row.get(1)?, disposition })
    };
    rows.iter().map(read).collect()
}

/// Messages of one link that wait for a person, oldest first.
pub fn parked(tx: &mut dyn Tx, link: Hash) -> Result<Vec<Parked>, DbError> {
    let read = |row: &Row| {
        let place = Place { stream: stream(row, 2)?, epoch: row.get(3)?, seq: unsigned(row, 4)? };
        let code: Option<String> = row.get(7)?;
        Ok(Parked {
            link: row.get(0)?,
            id: row.get(1)?,
            place,
            kind: row.get(5)?,
            at: row.get(6)?,
            code: code.unwrap_or_default(),
        })
    };
    tx.query(&PARKED, &p![link])?.iter().map(read).collect()
}

/// The envelope of a parked message, the hash of its header, and its conversation.
pub type ParkedBody = (Vec<u8>, Hash, Uuid);

/// A parked message.
pub fn parked_body(
    tx: &mut dyn Tx,
    link: Hash,
    place: Place,
) -> Result<Option<ParkedBody>, DbError> {
    let args = p![link, place.stream.number(), place.epoch, signed(place.seq)];
    match tx.opt(&PARKED_BODY, &args)? {
        Some(row) => Ok(Some((row.get(0)?, row.get(1)?, row.get(2)?))),
        None => Ok(None),
    }
}

/// A parked message was used or given up. False when somebody was quicker.
pub fn unpark(
    tx: &mut dyn Tx,
    link: Hash,
    place: Place,
    disposition: &Disposition,
) -> Result<bool, DbError> {
    let code = disposition.code().map(sila_link::Code::as_str);
    let args =
        p![link, place.stream.number(), place.epoch, signed(place.seq), disposition.word(), code];
    Ok(tx.exec(&UNPARK, &args)? == 1)
}

/// Counts bytes that were refused; only their size and hash are kept.
pub fn insert_refused(
    tx: &mut dyn Tx,
    id: Uuid,
    refused: &RefusedBytes,
    prune: bool,
) -> Result<(), DbError> {
    let RefusedBytes { link, at, code, size, hash } = refused;
    tx.send(&INSERT_REFUSED, &p![id, *link, *at, code, *size, *hash])?;
    if prune { tx.send(&PRUNE_REFUSED, &[]) } else { Ok(()) }
}

/// The newest refused bytes.
pub fn refused(tx: &mut dyn Tx) -> Result<Vec<RefusedBytes>, DbError> {
    let read = |row: &Row| {
        Ok(RefusedBytes {
            link: row.get(0)?,
            at: row.get(1)?,
            code: row.get(2)?,
            size: row.get(3)?,
            hash: row.get(4)?,
        })
    };
    tx.query(&REFUSED, &[])?.iter().map(read).collect()
}

/// The referrals about which something was applied behind a place.
pub fn referrals_after(
    tx: &mut dyn Tx,
    link: Hash,
    after: Place,
) -> Result<Vec<ReferralId>, DbError> {
    let row = p![link, after.stream.number(), after.epoch, signed(after.seq)];
    tx.query(&REFERRALS_AFTER, &row)?.iter().map(|row| row.get(0)).collect()
}
