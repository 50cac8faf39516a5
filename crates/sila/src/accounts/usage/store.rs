//! All SQL of how much accounts are used.

use sila_core::ids::WorkerId;
use sila_core::time::Millis;

use super::Used;
use crate::accounts::store::worker;
use crate::db::{DbError, Tx, p};

crate::db::sql! {
    pub SEEN = "insert into worker_seen (worker, at) values ($1, $2) on conflict (worker) do update set at = excluded.at";
    pub USED = "select w.id, w.user_name, w.name_ar, w.name_en, w.roles, w.active, w.created_at, s.at from worker w left join worker_seen s on s.worker = w.id where w.active and w.roles not in ('PORTAL', 'TOKEN') order by w.user_name limit 500";
}

/// Notes that somebody signed in. The time before is forgotten.
pub fn seen(tx: &mut dyn Tx, worker: WorkerId, now: Millis) -> Result<(), DbError> {
    tx.send(&SEEN, &p![worker, now])
}

/// The open accounts, at most 500.
pub fn all(tx: &mut dyn Tx) -> Result<Vec<Used>, DbError> {
    let rows = tx.query(&USED, &[])?;
    let used = rows
        .iter()
        .map(|row| Ok(Used { worker: worker(row, 0)?, since: row.get(6)?, last: row.get(7)? }));
    used.collect()
}
