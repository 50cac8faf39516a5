//! All SQL of evidence.

use sila_core::Millis;
use sila_core::ids::ReferralId;
use sila_seal::Hash;
use uuid::Uuid;

use crate::db::{DbError, Row, Tx, p};

crate::sql! {
    pub INSERT = "insert into evidence (id, link, crime, body, hash, at) values ($1, $2, $3, $4, $5, $6) on conflict (hash) do nothing";
    pub FIND = "select id, link, crime, body, at from evidence where id = $1";
    pub OF_LINK = "select id, link, crime, body, at from evidence where link = $1 order by at desc, id desc limit 10";
    pub MESSAGE_AT = "select id from envelope_in where link = $1 and stream = $2 and epoch = $3 and seq = $4";
    pub SENT_ABOUT = "select id, stream, epoch, seq, sealed_at from envelope_out where link = $1 and conversation = $2 order by stream, epoch, seq limit 1000";
    pub TAKEN_ABOUT = "select id from envelope_in where link = $1 and conversation = $2 order by stream, epoch, seq limit 1000";
    pub SENT_BETWEEN = "select body from envelope_out where link = $1 and stream = $2 and epoch = $3 and seq >= $4 and seq <= $5 order by seq limit 300";
    pub RECEIPTS_SINCE = "select data, id from journal where kind = 'receipt' and at >= $1 order by at, id limit 5000";
    pub ROWS_OF = "select log, position, id, at, kind, subject, worker, data, salt from journal where subject = $1 and kind in ('entry', 'envelope.in', 'envelope.out') order by log, position limit 1000";
    pub ROW = "select log, position, id, at, kind, subject, worker, data, salt from journal where id = $1";
    pub NEWEST_OF_LOG = "select size, note from checkpoint where log = $1 order by size desc limit 1";
    pub OFFERS_WITH = "select r.id, e.body, r.state, (select max(k.at) from referral_entry k where k.referral = r.id and k.act = 'RELEASE'), e.at from referral r join referral_entry e on e.referral = r.id and e.act = 'OFFER' and e.n = 1 where r.peer = $1 and (e.at, r.id) < ($2, $3) order by e.at desc, r.id desc limit 50";
    pub REFERRAL = "select id from referral where reference = $1";
    pub STUB_OF = "select data from journal where subject = $1 and kind = 'envelope.in' order by id limit 1";
}

/// A stored proof.
#[derive(Debug, Clone)]
pub struct Stored {
    /// Names it.
    pub id: Uuid,
    /// Over which link it came.
    pub link: Hash,
    /// What it proves: `S-FORK`, `S-SPLITVIEW` or `S-ROLLBACK`.
    pub crime: String,
    /// [`sila_link::evidence::Evidence`] as a file.
    pub body: Vec<u8>,
    /// When it was found.
    pub at: Millis,
}

/// Keeps a proof, once.
pub fn insert(tx: &mut dyn Tx, proof: &Stored) -> Result<(), DbError> {
    let Stored { id, link, crime, body, at } = proof;
    let hash = sila_seal::sha256(&[body]);
    tx.send(&INSERT, &p![*id, *link, crime.as_str(), body.as_slice(), hash, *at])
}

/// A proof.
pub fn find(tx: &mut dyn Tx, id: Uuid) -> Result<Option<Stored>, DbError> {
    tx.opt(&FIND, &p![id])?.as_ref().map(stored).transpose()
}

/// Proofs against the agency at the other end of a link, newest first.
pub fn of_link(tx: &mut dyn Tx, link: Hash) -> Result<Vec<Stored>, DbError> {
    tx.query(&OF_LINK, &p![link])?.iter().map(stored).collect()
}

fn stored(row: &Row) -> Result<Stored, DbError> {
    Ok(Stored {
        id: row.get(0)?,
        link: row.get(1)?,
        crime: row.get(2)?,
        body: row.get(3)?,
        at: row.get(4)?,
    })
}

/// The referral with this reference number. Whether somebody may see it is for who asks.
pub fn referral(tx: &mut dyn Tx, reference: &str) -> Result<Option<ReferralId>, DbError> {
    tx.opt(&REFERRAL, &p![reference])?.map(|row| row.get(0)).transpose()
}

/// What is left of the envelope that was taken at a place: `[header, sig, SHA-256(body)]`.
pub fn stub_at(
    tx: &mut dyn Tx,
    link: Hash,
    place: sila_link::Place,
) -> Result<Option<Vec<u8>>, DbError> {
    let seq = i64::try_from(place.seq).unwrap_or(i64::MAX);
    let at = p![link, place.stream.number(), place.epoch, seq];
    let Some(row) = tx.opt(&MESSAGE_AT, &at)? else { return Ok(None) };
    let id: Uuid = row.get(0)?;
    tx.opt(&STUB_OF, &p![id.to_string()])?.map(|row| row.get(0)).transpose()
}
