//! All SQL of improvements.

use sila_core::{ListingId, Millis, RecordId};
use uuid::Uuid;

use crate::db::{DbError, Row, Tx, p};

crate::sql! {
    pub ALL_IMPROVEMENTS = "select i.id, i.listing, i.number, i.changed_at, i.initiative, i.measure, i.body from improvement i order by i.changed_at desc, i.id limit 500";
    pub OF_LISTING = "select i.id, i.listing, i.number, i.changed_at, i.initiative, i.measure, i.body from improvement i where i.listing = $1 order by i.changed_at desc, i.id limit 100";
    pub INSERT = "insert into improvement (id, listing, number, changed_at, initiative, measure, body) values ($1, $2, $3, $4, $5, $6, $7)";
}

/// An improvement as stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stored {
    /// Identifier.
    pub id: Uuid,
    /// The service of ours.
    pub listing: ListingId,
    /// Its version from which it is so.
    pub number: u32,
    /// Since when.
    pub changed_at: Millis,
    /// The initiative that measures what it changed for people.
    pub initiative: Option<RecordId>,
    /// Which of its measures.
    pub measure: Option<u16>,
    /// What was improved, sealed.
    pub body: Vec<u8>,
}

fn stored(row: &Row) -> Result<Stored, DbError> {
    Ok(Stored {
        id: row.get(0)?,
        listing: row.get(1)?,
        number: row.get(2)?,
        changed_at: row.get(3)?,
        initiative: row.get(4)?,
        measure: row.get(5)?,
        body: row.get(6)?,
    })
}

/// Every improvement, the newest first.
pub fn all(tx: &mut dyn Tx) -> Result<Vec<Stored>, DbError> {
    tx.query(&ALL_IMPROVEMENTS, &[])?.iter().map(stored).collect()
}

/// The improvements of one service.
pub fn of_listing(tx: &mut dyn Tx, id: ListingId) -> Result<Vec<Stored>, DbError> {
    tx.query(&OF_LISTING, &p![id])?.iter().map(stored).collect()
}

/// Writes one.
pub fn insert(tx: &mut dyn Tx, one: &Stored) -> Result<(), DbError> {
    let Stored { id, listing, number, changed_at, initiative, measure, body } = one;
    tx.send(&INSERT, &p![*id, *listing, *number, *changed_at, *initiative, *measure, body])
}
