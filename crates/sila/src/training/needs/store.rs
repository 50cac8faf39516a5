//! All SQL of what people need to learn.

use sila_core::Millis;
use sila_core::partnership::Words;
use uuid::Uuid;

use super::Need;
use crate::db::{DbError, Row, Tx, p};

crate::sql! {
    pub INSERT = "insert into training_need (id, field, source, ar, en, worker, at, met_at) values ($1, $2, $3, $4, $5, $6, $7, null)";
    pub OPEN = "select id, field, source, ar, en, worker, at from training_need where met_at is null order by at desc, id limit 200";
    pub FIND = "select id, field, source, ar, en, worker, at from training_need where id = $1";
    pub MEET = "update training_need set met_at = $2 where id = $1 and met_at is null";
}

/// Writes a need down.
pub fn insert(tx: &mut dyn Tx, one: &Need) -> Result<(), DbError> {
    let Need { id, field, source, what, worker, at } = one;
    tx.send(&INSERT, &p![*id, field, source, &what.ar, &what.en, *worker, *at])
}

fn need(row: &Row) -> Result<Need, DbError> {
    Ok(Need {
        id: row.get(0)?,
        field: row.get(1)?,
        source: row.get(2)?,
        what: Words { ar: row.get(3)?, en: row.get(4)? },
        worker: row.get(5)?,
        at: row.get(6)?,
    })
}

/// The needs that are not met, the newest first.
pub fn open(tx: &mut dyn Tx) -> Result<Vec<Need>, DbError> {
    tx.query(&OPEN, &[])?.iter().map(need).collect()
}

/// A need, met or not.
pub fn find(tx: &mut dyn Tx, id: Uuid) -> Result<Option<Need>, DbError> {
    tx.opt(&FIND, &p![id])?.as_ref().map(need).transpose()
}

/// Marks a need as met; false when it is not open.
pub fn meet(tx: &mut dyn Tx, id: Uuid, now: Millis) -> Result<bool, DbError> {
    Ok(tx.exec(&MEET, &p![id, now])? == 1)
}
