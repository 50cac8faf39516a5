//! All SQL of flags.

use sila_core::ids::{CaseId, WorkerId};
use sila_core::time::Millis;
use uuid::Uuid;

use super::Flag;
use crate::accounts::{Permission, Worker};
use crate::cases::scope::store::sees;
use crate::db::{DbError, Row, Tx, p};

crate::db::sql! {
    pub OF_CASE = "select f.id, f.reason, f.worker, w.name_ar, w.name_en, f.at, f.resolved_at, coalesce(r.name_ar, ''), coalesce(r.name_en, ''), f.body, f.note from case_flag f join worker w on w.id = f.worker left join worker r on r.id = f.resolved_by where f.case_id = $1 order by case when f.resolved_at is null then 0 else 1 end, f.at desc, f.id limit 200";
    pub INSERT = "insert into case_flag (id, case_id, reason, worker, at, resolved_at, resolved_by, body, note) values ($1, $2, $3, $4, $5, null, null, $6, null)";
    pub RESOLVE = "update case_flag set resolved_at = $3, resolved_by = $4, note = $5 where id = $1 and case_id = $2 and resolved_at is null";
    pub OPEN = concat!("select f.case_id, c.reference, f.reason, f.at, f.worker, w.name_ar, w.name_en from case_flag f join case_file c on c.id = f.case_id join worker w on w.id = f.worker where f.resolved_at is null and (($3 and f.worker = $1) or (not $3 and f.worker <> $1)) and ", sees!("c.id", "$1", "$2"), " order by f.at, f.id limit 100");
}

/// A flag, its words, and the note of whoever resolved it, both sealed.
pub type Sealed = (Flag, Vec<u8>, Option<Vec<u8>>);

/// The flags of a case. The caller has found the case through the worker.
pub fn of_case(tx: &mut dyn Tx, case: CaseId) -> Result<Vec<Sealed>, DbError> {
    let one = |row: &Row| {
        let at: Option<Millis> = row.get(6)?;
        let (ar, en): (String, String) = (row.get(7)?, row.get(8)?);
        let flag = Flag {
            id: row.get(0)?,
            reason: row.get(1)?,
            worker: row.get(2)?,
            by: (row.get(3)?, row.get(4)?),
            at: row.get(5)?,
            resolved: at.map(|at| (at, ar, en)),
            words: String::new(),
            note: String::new(),
        };
        Ok((flag, row.get(9)?, row.get(10)?))
    };
    tx.query(&OF_CASE, &p![case])?.iter().map(one).collect()
}

/// Writes a flag.
pub fn insert(
    tx: &mut dyn Tx,
    (id, case): (Uuid, CaseId),
    (reason, body): (&str, &[u8]),
    (by, now): (WorkerId, Millis),
) -> Result<(), DbError> {
    tx.send(&INSERT, &p![id, case, reason, by, now, body])
}

/// Says what came of a flag. False when it was said before.
pub fn resolve(
    tx: &mut dyn Tx,
    (id, case): (Uuid, CaseId),
    note: &[u8],
    (by, now): (WorkerId, Millis),
) -> Result<bool, DbError> {
    Ok(tx.exec(&RESOLVE, &p![id, case, now, by, note])? == 1)
}

/// An open flag on a list. Its words stand on the page of the case alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// The case.
    pub case: CaseId,
    /// Its number.
    pub reference: String,
    /// Code of the reason.
    pub reason: String,
    /// Since when.
    pub at: Millis,
    /// Who set it: Arabic and English name.
    pub by: (String, String),
}

/// Open flags of cases that this worker reads, the oldest first: those that they set, or those of others.
pub fn open(tx: &mut dyn Tx, worker: &Worker, own: bool) -> Result<Vec<Line>, DbError> {
    let one = |row: &Row| {
        Ok(Line {
            case: row.get(0)?,
            reference: row.get(1)?,
            reason: row.get(2)?,
            at: row.get(3)?,
            by: (row.get(5)?, row.get(6)?),
        })
    };
    let all = worker.may(Permission::CaseReadAll);
    tx.query(&OPEN, &p![worker.id, all, own])?.iter().map(one).collect()
}
