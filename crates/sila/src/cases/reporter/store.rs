//! All SQL of sealed reporters. Nothing else of the node reads these rows.

use sila_core::ids::{CaseId, WorkerId};
use sila_core::time::Millis;
use uuid::Uuid;

use super::Sealed;
use crate::db::{DbError, Row, Tx};
use crate::p;

crate::sql! {
    pub INSERT = "insert into sealed_reporter (id, case_id, worker, at, opened, key, body) values ($1, $2, $3, $4, 0, $5, $6)";
    pub OF_CASE = "select r.id, r.at, w.name_ar, w.name_en, r.opened from sealed_reporter r join worker w on w.id = r.worker where r.case_id = $1 order by r.at, r.id limit 50";
    pub ONE = "select key, body from sealed_reporter where id = $1 and case_id = $2";
    pub OPENED = "update sealed_reporter set opened = opened + 1 where id = $1";
    pub ERASE = "delete from sealed_reporter where case_id = $1";
}

/// Seals somebody.
pub fn insert(
    tx: &mut dyn Tx,
    (id, case): (Uuid, CaseId),
    (worker, now): (WorkerId, Millis),
    (key, body): (&[u8], &[u8]),
) -> Result<(), DbError> {
    tx.send(&INSERT, &p![id, case, worker, now, key, body])
}

/// Who is sealed in a case, without saying who. The caller has found the case through the worker.
pub fn of_case(tx: &mut dyn Tx, case: CaseId) -> Result<Vec<Sealed>, DbError> {
    let one = |row: &Row| {
        Ok(Sealed {
            id: row.get(0)?,
            at: row.get(1)?,
            by: (row.get(2)?, row.get(3)?),
            opened: row.get(4)?,
        })
    };
    tx.query(&OF_CASE, &p![case])?.iter().map(one).collect()
}

/// The wrapped key, and the identity sealed under it.
pub type Locked = (Vec<u8>, Vec<u8>);

/// The wrapped key and the sealed identity.
pub fn one(tx: &mut dyn Tx, case: CaseId, id: Uuid) -> Result<Option<Locked>, DbError> {
    tx.opt(&ONE, &p![id, case])?.map(|row| Ok((row.get(0)?, row.get(1)?))).transpose()
}

/// Counts that it was opened.
pub fn opened(tx: &mut dyn Tx, id: Uuid) -> Result<(), DbError> {
    tx.send(&OPENED, &p![id])
}

/// The case is erased, and with it who reported.
pub fn erase(tx: &mut dyn Tx, case: CaseId) -> Result<(), DbError> {
    tx.send(&ERASE, &p![case])
}
