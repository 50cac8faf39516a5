//! All SQL of calendars.

use sila_core::ids::WorkerId;
use sila_core::time::Millis;
use sila_seal::Hash;
use uuid::Uuid;

use crate::accounts::Permission;
use crate::accounts::Worker;
use crate::cases::scope::store::sees;
use crate::db::{DbError, Row, Tx};
use crate::p;

crate::sql! {
    pub OF_WORKER = "select at from diary where worker = $1";
    pub SET = "insert into diary (worker, secret, at) values ($1, $2, $3) on conflict (worker) do update set secret = excluded.secret, at = excluded.at";
    pub END = "delete from diary where worker = $1";
    pub WHOSE = "select worker from diary where secret = $1";
    pub APPOINTMENTS = concat!("select a.id, a.kind, a.at from appointment a join case_file c on c.id = a.case_id where a.state = 'PLANNED' and a.at >= $3 and a.at < $4 and c.owner = $1 and c.status = 'open' and ", sees!("c.id", "$1", "$2"), " order by a.at, a.id limit 500");
    pub ACTIONS = concat!("select a.id, 'ACTION', a.due_at from care_action a join case_file c on c.id = a.case_id where a.owner = $1 and a.done_at is null and a.due_at >= $3 and a.due_at < $4 and c.status = 'open' and ", sees!("c.id", "$1", "$2"), " order by a.due_at, a.id limit 500");
}

/// Something in a calendar: an identifier that leads nowhere, a code, a time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Of the row; it does not leave as it is.
    pub id: Uuid,
    /// What it is.
    pub kind: String,
    /// When.
    pub at: Millis,
}

/// Since when this worker has an address.
pub fn of_worker(tx: &mut dyn Tx, worker: WorkerId) -> Result<Option<Millis>, DbError> {
    tx.opt(&OF_WORKER, &p![worker])?.map(|row| row.get(0)).transpose()
}

/// Gives this worker a new address; the old one is none any more.
pub fn set(tx: &mut dyn Tx, worker: WorkerId, secret: Hash, now: Millis) -> Result<(), DbError> {
    tx.send(&SET, &p![worker, secret, now])
}

/// Takes the address away.
pub fn end(tx: &mut dyn Tx, worker: WorkerId) -> Result<(), DbError> {
    tx.send(&END, &p![worker])
}

/// Whose address it is.
pub fn whose(tx: &mut dyn Tx, secret: Hash) -> Result<Option<WorkerId>, DbError> {
    tx.opt(&WHOSE, &p![secret])?.map(|row| row.get(0)).transpose()
}

/// Appointments of this worker's own cases and what they have to do between two times.
pub fn entries(
    tx: &mut dyn Tx,
    worker: &Worker,
    (from, until): (Millis, Millis),
) -> Result<Vec<Entry>, DbError> {
    let one = |row: &Row| -> Result<Entry, DbError> {
        Ok(Entry { id: row.get(0)?, kind: row.get(1)?, at: row.get(2)? })
    };
    let all = worker.may(Permission::CaseReadAll);
    let mut found: Vec<Entry> = Vec::new();
    for sql in [&APPOINTMENTS, &ACTIONS] {
        for row in tx.query(sql, &p![worker.id, all, from, until])? {
            found.push(one(&row)?);
        }
    }
    Ok(found)
}
