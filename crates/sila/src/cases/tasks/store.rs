//! All SQL of the list of one's own tasks.

use sila_core::ids::CaseId;
use sila_core::time::Millis;
use uuid::Uuid;

use crate::accounts::{Permission, Worker};
use crate::cases::scope::store::sees;
use crate::db::{DbError, Row, Tx, p};

crate::db::sql! {
    pub OPEN = concat!("select a.id, a.case_id, c.reference, a.due_at, a.done_at, a.words from care_action a join care_goal g on g.id = a.goal join case_file c on c.id = a.case_id where a.owner = $1 and a.done_at is null and g.outcome = '' and c.status = 'open' and ", sees!("c.id", "$1", "$2"), " order by a.due_at, a.id limit 60");
    pub DONE = concat!("select a.id, a.case_id, c.reference, a.due_at, a.done_at, a.words from care_action a join case_file c on c.id = a.case_id where a.owner = $1 and a.done_at >= $3 and ", sees!("c.id", "$1", "$2"), " order by a.done_at desc, a.id limit 60");
}

/// A task as stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stored {
    /// The row.
    pub id: Uuid,
    /// For which case.
    pub case: CaseId,
    /// The number of the case.
    pub reference: String,
    /// Until when.
    pub due: Millis,
    /// When it was done.
    pub done: Option<Millis>,
    /// What is to be done, sealed under the key of the case.
    pub words: Vec<u8>,
}

fn stored(row: &Row) -> Result<Stored, DbError> {
    Ok(Stored {
        id: row.get(0)?,
        case: row.get(1)?,
        reference: row.get(2)?,
        due: row.get(3)?,
        done: row.get(4)?,
        words: row.get(5)?,
    })
}

/// What this worker has to do, the next first.
pub fn open(tx: &mut dyn Tx, worker: &Worker) -> Result<Vec<Stored>, DbError> {
    let all = worker.may(Permission::CaseReadAll);
    tx.query(&OPEN, &p![worker.id, all])?.iter().map(stored).collect()
}

/// What was theirs to do and is done since `since`, the last first.
pub fn done(tx: &mut dyn Tx, worker: &Worker, since: Millis) -> Result<Vec<Stored>, DbError> {
    let all = worker.may(Permission::CaseReadAll);
    tx.query(&DONE, &p![worker.id, all, since])?.iter().map(stored).collect()
}
