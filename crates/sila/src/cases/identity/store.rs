//! All SQL of sealed true names. Nothing else of the node reads these rows, but for the blind check.

use sila_core::ids::{CaseId, WorkerId};
use sila_core::time::Millis;

use super::Sealed;
use crate::db::{DbError, Tx};
use crate::p;

crate::sql! {
    pub PUT = "insert into sealed_identity (case_id, worker, at, one, other, opened, key, body) values ($1, $2, $3, $4, $5, 0, $6, $7) on conflict (case_id) do update set worker = excluded.worker, at = excluded.at, one = excluded.one, other = excluded.other, opened = 0, key = excluded.key, body = excluded.body where sealed_identity.one = excluded.worker or sealed_identity.other = excluded.worker";
    pub OF_CASE = "select at, one, other, opened from sealed_identity where case_id = $1";
    pub LOCKED = "select key, body from sealed_identity where case_id = $1 and (one = $2 or other = $2)";
    pub COMPARED = "select key, body from sealed_identity where case_id = $1";
    pub OPENED = "update sealed_identity set opened = opened + 1 where case_id = $1";
    pub ERASE = "delete from sealed_identity where case_id = $1";
}

/// Seals a name for two. False when one is sealed that is not for whoever seals.
pub fn put(
    tx: &mut dyn Tx,
    case: CaseId,
    (worker, now): (WorkerId, Millis),
    [one, other]: [WorkerId; 2],
    (key, body): (&[u8], &[u8]),
) -> Result<bool, DbError> {
    Ok(tx.exec(&PUT, &p![case, worker, now, one, other, key, body])? == 1)
}

/// That a name is sealed, and for whom. The caller has found the case through the worker.
pub fn of_case(tx: &mut dyn Tx, case: CaseId) -> Result<Option<Sealed>, DbError> {
    let Some(row) = tx.opt(&OF_CASE, &p![case])? else { return Ok(None) };
    let readers = [row.get(1)?, row.get(2)?];
    Ok(Some(Sealed { at: row.get(0)?, readers, opened: row.get(3)? }))
}

/// The wrapped key, and the name sealed under it.
pub type Locked = (Vec<u8>, Vec<u8>);

/// The wrapped key and the sealed name, for one of the two.
pub fn locked(tx: &mut dyn Tx, case: CaseId, worker: WorkerId) -> Result<Option<Locked>, DbError> {
    tx.opt(&LOCKED, &p![case, worker])?.map(|row| Ok((row.get(0)?, row.get(1)?))).transpose()
}

/// The wrapped key and the sealed name, for the blind check alone: the node compares and tells nobody.
pub fn compared(tx: &mut dyn Tx, case: CaseId) -> Result<Option<Locked>, DbError> {
    tx.opt(&COMPARED, &p![case])?.map(|row| Ok((row.get(0)?, row.get(1)?))).transpose()
}

/// Counts that it was opened.
pub fn opened(tx: &mut dyn Tx, case: CaseId) -> Result<(), DbError> {
    tx.send(&OPENED, &p![case])
}

/// The case is erased, and with it the true name.
pub fn erase(tx: &mut dyn Tx, case: CaseId) -> Result<(), DbError> {
    tx.send(&ERASE, &p![case])
}
