//! All SQL of notes. A row is only ever added.

use sila_core::ids::{CaseId, WorkerId};
use sila_core::time::Millis;
use uuid::Uuid;

use super::Note;
use crate::cases::sensitivity::{Eyes, Sensitivity, meant_for};
use crate::db::{DbError, Row, Tx};
use crate::p;

crate::sql! {
    pub OF_CASE = concat!("select n.id, n.thread, n.version, n.sensitivity, n.worker, w.name_ar, w.name_en, n.at, n.body from case_note n join case_file c on c.id = n.case_id join worker w on w.id = n.worker where n.case_id = $1 and ", meant_for!("n", "$2", "$3"), " and not exists (select 1 from case_note l where l.thread = n.thread and l.version > n.version and not ", meant_for!("l", "$2", "$3"), ") order by n.thread desc, n.version desc limit 500");
    pub INSERT = "insert into case_note (id, case_id, thread, version, sensitivity, worker, at, body) select $1, c.id, $3, $4, $5, $6, $7, $8 from case_file c where c.id = $2 and (cast($4 as bigint) = 1 or exists (select 1 from case_note o where o.case_id = c.id and o.thread = $3 and o.worker = $6 and o.version + 1 = $4)) on conflict (thread, version) do nothing";
}

/// The notes that are for these eyes, each with its sealed words. The caller has found the case through the worker.
pub fn of_case(
    tx: &mut dyn Tx,
    case: CaseId,
    (worker, approves): Eyes,
) -> Result<Vec<(Note, Vec<u8>)>, DbError> {
    let one = |row: &Row| {
        let sensitivity: String = row.get(3)?;
        let unknown = || DbError::Type { what: "a sensitivity".to_owned() };
        let note = Note {
            id: row.get(0)?,
            thread: row.get(1)?,
            version: row.get(2)?,
            sensitivity: Sensitivity::from_code(&sensitivity).ok_or_else(unknown)?,
            worker: row.get(4)?,
            name: (row.get(5)?, row.get(6)?),
            at: row.get(7)?,
            words: String::new(),
        };
        Ok((note, row.get(8)?))
    };
    tx.query(&OF_CASE, &p![case, worker, approves])?.iter().map(one).collect()
}

/// Adds a version. False when it is not the next one of this worker's own note.
pub fn insert(
    tx: &mut dyn Tx,
    (id, (case, thread, version)): (Uuid, (CaseId, Uuid, u32)),
    (sensitivity, body): (Sensitivity, &[u8]),
    (worker, now): (WorkerId, Millis),
) -> Result<bool, DbError> {
    let args = p![id, case, thread, version, sensitivity.code(), worker, now, body];
    Ok(tx.exec(&INSERT, &args)? == 1)
}
