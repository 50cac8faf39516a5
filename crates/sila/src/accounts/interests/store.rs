//! All SQL of declared interests.

use sila_core::ids::WorkerId;
use sila_core::time::Millis;

use crate::db::{DbError, Row, Tx};
use crate::p;

crate::sql! {
    pub SET = "insert into declared_interest (worker, at, body) values ($1, $2, $3) on conflict (worker) do update set at = excluded.at, body = excluded.body";
    pub ONE = "select body from declared_interest where worker = $1";
    pub EVERY = "select d.worker, d.body from declared_interest d join worker w on w.id = d.worker where w.active order by d.worker limit 1000";
}

/// Keeps what somebody declared, instead of what they declared before.
pub fn set(tx: &mut dyn Tx, worker: WorkerId, body: &[u8], now: Millis) -> Result<(), DbError> {
    tx.send(&SET, &p![worker, now, body])
}

/// What somebody declared, sealed.
pub fn one(tx: &mut dyn Tx, worker: WorkerId) -> Result<Option<Vec<u8>>, DbError> {
    tx.opt(&ONE, &p![worker])?.map(|row| row.get(0)).transpose()
}

/// What everybody who works here declared, sealed.
pub fn every(tx: &mut dyn Tx) -> Result<Vec<(WorkerId, Vec<u8>)>, DbError> {
    let one = |row: &Row| Ok((row.get(0)?, row.get(1)?));
    tx.query(&EVERY, &[])?.iter().map(one).collect()
}
