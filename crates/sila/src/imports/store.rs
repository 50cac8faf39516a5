//! All SQL of imports.

use sila_core::ids::{CaseId, WorkerId};
use sila_core::time::Millis;
use sila_seal::Hash;
use uuid::Uuid;

use crate::db::{DbError, Row, Tx, p};

crate::db::sql! {
    pub INSERT_IMPORT = "insert into import (id, worker, state, created_at, updated_at, row_count, part_count, next_part, taken, key, head, mark) values ($1, $2, 'MAPPING', $3, $3, $4, $5, 0, 0, $6, $7, $8)";
    pub INSERT_PART = "insert into import_part (import, part, body) values ($1, $2, $3)";
    pub IMPORT = "select id, worker, state, created_at, updated_at, row_count, part_count, next_part, taken, key, head, report, mark from import where id = $1 and worker = $2";
    pub IMPORTS = "select id, worker, state, created_at, updated_at, row_count, part_count, next_part, taken, key, head, report, mark from import where worker = $1 order by created_at desc, id desc limit 30";
    pub RUNNING = "select id, worker, state, created_at, updated_at, row_count, part_count, next_part, taken, key, head, report, mark from import where state = 'RUNNING' order by created_at, id limit 1";
    pub UNCHECKED = "select id, worker, state, created_at, updated_at, row_count, part_count, next_part, taken, key, head, report, mark from import where state = 'CHECKING' order by created_at, id limit 1";
    pub PART = "select body from import_part where import = $1 and part = $2";
    pub PLAN = "update import set state = 'CHECKING', updated_at = $3, head = $4, report = null, next_part = 0 where id = $1 and worker = $2 and state in ('MAPPING', 'CHECKING', 'CHECKED')";
    pub LOOKED = "update import set next_part = $3 where id = $1 and head = $2 and state = 'CHECKING'";
    pub REPORT = "update import set state = 'CHECKED', updated_at = $3, report = $4, next_part = 0 where id = $1 and head = $2 and state = 'CHECKING'";
    pub BROUGHT_IN = "select min(at) from import_mark where mark = $1 and import <> $2";
    pub INSERT_MARK = "insert into import_mark (mark, import, at) values ($1, $2, $3) on conflict (mark, import) do nothing";
    pub MOVE = "update import set state = $3, updated_at = $4 where id = $1 and state = $2";
    pub ADVANCE = "update import set next_part = next_part + 1, taken = taken + $3, updated_at = $4, state = case when next_part + 1 >= part_count then 'DONE' else state end where id = $1 and next_part = $2 and state = 'RUNNING'";
    pub INSERT_ROW = "insert into import_row (import, row_number, case_id) values ($1, $2, $3)";
    pub DELETE_PARTS = "delete from import_part where import = $1";
    pub DELETE_IMPORT = "delete from import where id = $1 and worker = $2 and state <> 'RUNNING'";
}

/// Where an import stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// The columns have not been said yet.
    Mapping,
    /// Every row is being read, and nothing is written.
    Checking,
    /// Every row was read and reported; nothing was written.
    Checked,
    /// Is being brought in.
    Running,
    /// Was stopped, and can go on.
    Stopped,
    /// Every row that could be brought in is.
    Done,
}

impl State {
    /// The word in the table, and in lower case the end of the text's key.
    pub fn code(self) -> &'static str {
        match self {
            State::Mapping => "MAPPING",
            State::Checking => "CHECKING",
            State::Checked => "CHECKED",
            State::Running => "RUNNING",
            State::Stopped => "STOPPED",
            State::Done => "DONE",
        }
    }

    fn of(code: &str) -> Result<State, DbError> {
        let begun = [State::Running, State::Stopped, State::Done];
        let mut all = [State::Mapping, State::Checking, State::Checked].into_iter().chain(begun);
        all.find(|state| state.code() == code)
            .ok_or_else(|| DbError::Other("an import is in a state that does not exist".to_owned()))
    }
}

/// An import as stored.
#[derive(Debug, Clone)]
pub struct Stored {
    /// Identifier.
    pub id: Uuid,
    /// Who sent the file; nobody else finds it.
    pub worker: WorkerId,
    /// Where it stands.
    pub state: State,
    /// When the file came.
    pub created_at: Millis,
    /// When it moved last.
    pub updated_at: Millis,
    /// Rows below the headings.
    pub rows: u32,
    /// Parts that the rows were divided into.
    pub parts: u32,
    /// The part that is read or brought in next.
    pub next_part: u32,
    /// Rows that have become a case.
    pub taken: u32,
    /// Its key, wrapped.
    pub key: Vec<u8>,
    /// The sealed head.
    pub head: Vec<u8>,
    /// The sealed report, once the rows were read.
    pub report: Option<Vec<u8>>,
    /// Stands for the rows: equal for equal rows.
    pub mark: Hash,
}

fn stored(row: &Row) -> Result<Stored, DbError> {
    let state: String = row.get(2)?;
    Ok(Stored {
        id: row.get(0)?,
        worker: row.get(1)?,
        state: State::of(&state)?,
        created_at: row.get(3)?,
        updated_at: row.get(4)?,
        rows: row.get(5)?,
        parts: row.get(6)?,
        next_part: row.get(7)?,
        taken: row.get(8)?,
        key: row.get(9)?,
        head: row.get(10)?,
        report: row.get(11)?,
        mark: row.get(12)?,
    })
}

/// Writes a new import with its parts.
pub fn insert(tx: &mut dyn Tx, import: &Stored, parts: &[Vec<u8>]) -> Result<(), DbError> {
    let (key, head) = (import.key.as_slice(), import.head.as_slice());
    let (rows, count) = (i64::from(import.rows), i64::from(import.parts));
    tx.send(
        &INSERT_IMPORT,
        &p![import.id, import.worker, import.created_at, rows, count, key, head, import.mark],
    )?;
    for (n, body) in (0_i64..).zip(parts) {
        tx.send(&INSERT_PART, &p![import.id, n, body.as_slice()])?;
    }
    Ok(())
}

/// The import, if this worker sent its file.
pub fn find(tx: &mut dyn Tx, worker: WorkerId, id: Uuid) -> Result<Option<Stored>, DbError> {
    tx.opt(&IMPORT, &p![id, worker])?.map(|row| stored(&row)).transpose()
}

/// The worker's last thirty imports, the newest first.
pub fn all(tx: &mut dyn Tx, worker: WorkerId) -> Result<Vec<Stored>, DbError> {
    tx.query(&IMPORTS, &p![worker])?.iter().map(stored).collect()
}

/// The import that is brought in now, for the node itself.
pub fn running(tx: &mut dyn Tx) -> Result<Option<Stored>, DbError> {
    tx.opt(&RUNNING, &[])?.map(|row| stored(&row)).transpose()
}

/// A sealed part.
pub fn part(tx: &mut dyn Tx, id: Uuid, n: u32) -> Result<Option<Vec<u8>>, DbError> {
    tx.opt(&PART, &p![id, i64::from(n)])?.map(|row| row.get(0)).transpose()
}

/// The import whose rows are to be read next, for the node itself.
pub fn unchecked(tx: &mut dyn Tx) -> Result<Option<Stored>, DbError> {
    tx.opt(&UNCHECKED, &[])?.map(|row| stored(&row)).transpose()
}

/// Keeps what was said of the file: its rows are to be read. False once rows were brought in.
pub fn plan(
    tx: &mut dyn Tx,
    (worker, id): (WorkerId, Uuid),
    head: &[u8],
    now: Millis,
) -> Result<bool, DbError> {
    Ok(tx.exec(&PLAN, &p![id, worker, now, head])? == 1)
}

/// Remembers how many parts were read under `head`; false when something else was said of the file since.
pub fn looked(tx: &mut dyn Tx, id: Uuid, head: &[u8], parts: u32) -> Result<bool, DbError> {
    Ok(tx.exec(&LOOKED, &p![id, head, i64::from(parts)])? == 1)
}

/// Keeps what is wrong with the rows as read under `head`; false when something else was said of the file since.
pub fn report(
    tx: &mut dyn Tx,
    (id, head): (Uuid, &[u8]),
    report: &[u8],
    now: Millis,
) -> Result<bool, DbError> {
    Ok(tx.exec(&REPORT, &p![id, head, now, report])? == 1)
}

/// When the same rows were brought in first, from another file.
pub fn brought_in(tx: &mut dyn Tx, mark: &Hash, id: Uuid) -> Result<Option<Millis>, DbError> {
    tx.one(&BROUGHT_IN, &p![*mark, id])?.get(0)
}

/// Remembers that these rows are brought in.
pub fn remember(tx: &mut dyn Tx, mark: &Hash, id: Uuid, now: Millis) -> Result<(), DbError> {
    tx.send(&INSERT_MARK, &p![*mark, id, now])
}

/// Moves from one state to another; false when it stood elsewhere.
pub fn pass(
    tx: &mut dyn Tx,
    id: Uuid,
    (from, to): (State, State),
    now: Millis,
) -> Result<bool, DbError> {
    Ok(tx.exec(&MOVE, &p![id, from.code(), to.code(), now])? == 1)
}

/// Goes on to the next part; false when somebody stopped it or another took this part in.
pub fn advance(
    tx: &mut dyn Tx,
    id: Uuid,
    part: u32,
    taken: u32,
    now: Millis,
) -> Result<bool, DbError> {
    Ok(tx.exec(&ADVANCE, &p![id, i64::from(part), i64::from(taken), now])? == 1)
}

/// Remembers which case was made of a row; a second case of the same row is refused by the table.
pub fn row(tx: &mut dyn Tx, id: Uuid, row: u32, case: CaseId) -> Result<(), DbError> {
    tx.send(&INSERT_ROW, &p![id, i64::from(row), case])
}

/// Destroys the file; false while it is being brought in.
pub fn destroy(tx: &mut dyn Tx, worker: WorkerId, id: Uuid) -> Result<bool, DbError> {
    let found = find(tx, worker, id)?;
    if found.is_none_or(|import| import.state == State::Running) {
        return Ok(false);
    }
    tx.send(&DELETE_PARTS, &p![id])?;
    Ok(tx.exec(&DELETE_IMPORT, &p![id, worker])? == 1)
}
