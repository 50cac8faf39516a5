//! All SQL of evaluations: our own sheet until it is opened, and what our people marked until it is sealed. Who has answered
//! and what was marked stand in two tables with nothing to join them by.

use sila_core::evaluation::{ITEMS, Marks};
use sila_core::{Millis, RecordId, WorkerId};

use crate::db::{DbError, Row, Tx, p};

crate::sql! {
    pub KEEP_SHEET = "insert into evaluation_sheet (call, body, at, worker) values ($1, $2, $3, $4) on conflict (call) do nothing";
    pub HAS_SEALED = "select call from evaluation_sheet where call = $1 and worker = $2";
    pub SHEET = "select body from evaluation_sheet where call = $1";
    pub INSERT_GIVEN = "insert into evaluation_given (call, worker) values ($1, $2) on conflict (call, worker) do nothing";
    pub HAS_GIVEN = "select worker from evaluation_given where call = $1 and worker = $2";
    pub GIVEN = "select count(*) from evaluation_given where call = $1";
    pub INSERT_MARKS = "insert into evaluation_marks (id, call, marks) values ($1, $2, $3)";
    pub TOUCH_GIVEN = "update evaluation_given set call = call where call = $1";
    pub TOUCH_MARKS = "update evaluation_marks set call = call where call = $1";
    pub MARKS = "select marks from evaluation_marks where call = $1 order by id";
    pub DROP_MARKS = "delete from evaluation_marks where call = $1";
}

/// Keeps our sheet, sealed for its row, and deletes what single people marked. What was kept first stays.
pub fn keep_sheet(
    tx: &mut dyn Tx,
    call: RecordId,
    body: &[u8],
    (worker, now): (Option<WorkerId>, Millis),
) -> Result<(), DbError> {
    tx.exec(&KEEP_SHEET, &p![call, body.to_vec(), now, worker])?;
    tx.exec(&DROP_MARKS, &p![call]).map(|_| ())
}

/// Whether somebody has sealed our sheet.
pub fn has_sealed(tx: &mut dyn Tx, call: RecordId, worker: WorkerId) -> Result<bool, DbError> {
    Ok(tx.opt(&HAS_SEALED, &p![call, worker])?.is_some())
}

/// Our sheet, sealed.
pub fn sheet(tx: &mut dyn Tx, call: RecordId) -> Result<Option<Vec<u8>>, DbError> {
    tx.opt(&SHEET, &p![call])?.map(|row| row.get(0)).transpose()
}

/// Keeps what somebody marked, apart from who did. False when they have answered before.
pub fn give(
    tx: &mut dyn Tx,
    call: RecordId,
    worker: WorkerId,
    marks: &Marks,
    place: &[u8; 16],
) -> Result<bool, DbError> {
    if tx.exec(&INSERT_GIVEN, &p![call, worker])? == 0 {
        return Ok(false);
    }
    tx.send(&INSERT_MARKS, &p![place, call, marks.marks().to_vec()])?;
    // PostgreSQL marks each row with the transaction that wrote it. All rows of the cycle take the mark of this one.
    tx.send(&TOUCH_GIVEN, &p![call])?;
    tx.send(&TOUCH_MARKS, &p![call])?;
    Ok(true)
}

/// Whether somebody has answered.
pub fn has_given(tx: &mut dyn Tx, call: RecordId, worker: WorkerId) -> Result<bool, DbError> {
    Ok(tx.opt(&HAS_GIVEN, &p![call, worker])?.is_some())
}

/// How many people have answered.
pub fn given(tx: &mut dyn Tx, call: RecordId) -> Result<u32, DbError> {
    tx.one(&GIVEN, &p![call])?.get(0)
}

/// What was marked, in no order that says anything.
pub fn marks(tx: &mut dyn Tx, call: RecordId) -> Result<Vec<Marks>, DbError> {
    let damaged = || DbError::Type { what: "marks of an evaluation".to_owned() };
    let one = |row: &Row| {
        let bytes: Vec<u8> = row.get(0)?;
        let marks = <[u8; ITEMS]>::try_from(bytes.as_slice()).or(Err(damaged()))?;
        Marks::new(marks).ok_or_else(damaged)
    };
    tx.query(&MARKS, &p![call])?.iter().map(one).collect()
}
