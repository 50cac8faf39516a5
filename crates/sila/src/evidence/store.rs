//! All SQL of evidence.

use sila_core::Millis;
use sila_seal::Hash;
use uuid::Uuid;

use crate::db::{DbError, Row, Tx, p};

crate::sql! {
    pub INSERT = "insert into evidence (id, link, crime, body, hash, at) values ($1, $2, $3, $4, $5, $6) on conflict (hash) do nothing";
    pub FIND = "select id, link, crime, body, at from evidence where id = $1";
    pub OF_LINK = "select id, link, crime, body, at from evidence where link = $1 order by at desc, id desc limit 10";
    pub MESSAGE_AT = "select id from envelope_in where link = $1 and stream = $2 and epoch = $3 and seq = $4";
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
