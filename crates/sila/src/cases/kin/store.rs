//! All SQL of relations and of whoever is said to have done harm.

use sila_core::codes::Relation;
use sila_core::ids::{CaseId, WorkerId};
use sila_core::time::Millis;
use uuid::Uuid;

use super::{Care, Tie};
use crate::db::{DbError, Row, Tx};
use crate::p;

crate::sql! {
    pub TIES = "select one, relation, other from kinship where case_id = $1 order by one, other";
    pub SET_TIE = "insert into kinship (case_id, one, other, relation, worker, at) values ($1, $2, $3, $4, $5, $6) on conflict (case_id, one, other) do update set relation = excluded.relation, worker = excluded.worker, at = excluded.at";
    pub CARE = "select person, carer, since from case_care where case_id = $1 order by since, person limit 500";
    pub SET_CARE = "insert into case_care (case_id, person, since, carer, worker, at) values ($1, $2, $3, $4, $5, $6) on conflict (case_id, person, since) do update set carer = excluded.carer, worker = excluded.worker, at = excluded.at";
    pub ALLEGED = "select id, at, ended_at, body from alleged where case_id = $1 order by at, id limit 100";
    pub INSERT = "insert into alleged (id, case_id, worker, at, ended_at, body) values ($1, $2, $3, $4, null, $5)";
    pub END = "update alleged set ended_at = $3 where id = $1 and case_id = $2 and ended_at is null";
}

/// Somebody who is said to have done harm, sealed.
#[derive(Debug, Clone)]
pub struct Sealed {
    /// Identifier.
    pub id: Uuid,
    /// When it was written.
    pub at: Millis,
    /// When it was ended.
    pub ended_at: Option<Millis>,
    /// What it says, sealed.
    pub body: Vec<u8>,
}

/// How the people of a case belong together. The caller has found the case through the worker.
pub fn ties(tx: &mut dyn Tx, case: CaseId) -> Result<Vec<Tie>, DbError> {
    let one = |row: &Row| {
        let relation: String = row.get(1)?;
        let unknown = DbError::Type { what: "a relation".to_owned() };
        let relation = Relation::from_code(&relation).or(Err(unknown))?;
        Ok(Tie { one: row.get(0)?, relation, other: row.get(2)? })
    };
    tx.query(&TIES, &p![case])?.iter().map(one).collect()
}

/// Writes down how two people belong together.
pub fn set_tie(
    tx: &mut dyn Tx,
    case: CaseId,
    tie: Tie,
    (worker, now): (WorkerId, Millis),
) -> Result<(), DbError> {
    tx.send(&SET_TIE, &p![case, tie.one, tie.other, tie.relation.code(), worker, now])
}

/// In whose care everybody of a case is and was, the earliest first. The caller has found the case through the worker.
pub fn care(tx: &mut dyn Tx, case: CaseId) -> Result<Vec<Care>, DbError> {
    let one = |row: &Row| Ok(Care { person: row.get(0)?, carer: row.get(1)?, since: row.get(2)? });
    tx.query(&CARE, &p![case])?.iter().map(one).collect()
}

/// Writes down who cares for somebody from a day on.
pub fn set_care(
    tx: &mut dyn Tx,
    case: CaseId,
    care: &Care,
    (worker, now): (WorkerId, Millis),
) -> Result<(), DbError> {
    let carer = care.carer.as_str();
    tx.send(&SET_CARE, &p![case, care.person, care.since, carer, worker, now])
}

/// Who is said to have done harm. The caller has found the case through the worker.
pub fn alleged(tx: &mut dyn Tx, case: CaseId) -> Result<Vec<Sealed>, DbError> {
    let one = |row: &Row| {
        Ok(Sealed { id: row.get(0)?, at: row.get(1)?, ended_at: row.get(2)?, body: row.get(3)? })
    };
    tx.query(&ALLEGED, &p![case])?.iter().map(one).collect()
}

/// Adds an entry.
pub fn insert(
    tx: &mut dyn Tx,
    (id, case): (Uuid, CaseId),
    body: &[u8],
    (worker, now): (WorkerId, Millis),
) -> Result<(), DbError> {
    tx.send(&INSERT, &p![id, case, worker, now, body])
}

/// Ends an entry; one that was ended stays as it is.
pub fn end(tx: &mut dyn Tx, case: CaseId, id: Uuid, now: Millis) -> Result<(), DbError> {
    tx.send(&END, &p![id, case, now])
}
