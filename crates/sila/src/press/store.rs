//! All SQL of public statements.

use sila_core::{Millis, WorkerId};
use uuid::Uuid;

use crate::db::{DbError, Row, Tx, p};

crate::sql! {
    pub ALL_EXTRACTS = "select x.id, x.state, x.author, x.approver, x.at, x.approved_at, x.body from press_extract x order by x.at desc, x.id limit 500";
    pub EXTRACT = "select x.id, x.state, x.author, x.approver, x.at, x.approved_at, x.body from press_extract x where x.id = $1";
    pub INSERT = "insert into press_extract (id, state, author, approver, at, approved_at, body) values ($1, $2, $3, null, $4, null, $5)";
    pub DECIDE = "update press_extract set state = $3, approver = $4, approved_at = $5 where id = $1 and state = $2";
    pub PRESENT = "select count(*) from meeting_guest g where exists (select 1 from meeting_presence p where p.guest = g.id)";
}

/// An extract as stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stored {
    /// Identifier.
    pub id: Uuid,
    /// Where it stands.
    pub state: String,
    /// Who wrote it.
    pub author: WorkerId,
    /// Who approved it, or took it back.
    pub approver: Option<WorkerId>,
    /// When it was written.
    pub at: Millis,
    /// When it was approved, or taken back.
    pub approved_at: Option<Millis>,
    /// Its words and figures, sealed.
    pub body: Vec<u8>,
}

fn stored(row: &Row) -> Result<Stored, DbError> {
    Ok(Stored {
        id: row.get(0)?,
        state: row.get(1)?,
        author: row.get(2)?,
        approver: row.get(3)?,
        at: row.get(4)?,
        approved_at: row.get(5)?,
        body: row.get(6)?,
    })
}

/// Every extract, the newest first.
pub fn all(tx: &mut dyn Tx) -> Result<Vec<Stored>, DbError> {
    tx.query(&ALL_EXTRACTS, &[])?.iter().map(stored).collect()
}

/// One extract.
pub fn find(tx: &mut dyn Tx, id: Uuid) -> Result<Option<Stored>, DbError> {
    tx.opt(&EXTRACT, &p![id])?.as_ref().map(stored).transpose()
}

/// Writes an extract.
pub fn insert(tx: &mut dyn Tx, one: &Stored) -> Result<(), DbError> {
    let Stored { id, state, author, at, body, .. } = one;
    tx.send(&INSERT, &p![*id, state, *author, *at, body])
}

/// Approves an extract or takes it back; false when it does not stand there any more.
pub fn decide(
    tx: &mut dyn Tx,
    id: Uuid,
    (from, to): (&str, &str),
    (worker, now): (WorkerId, Millis),
) -> Result<bool, DbError> {
    Ok(tx.exec(&DECIDE, &p![id, from, to, worker, now])? == 1)
}

/// How many people were at meetings of ours.
pub fn present(tx: &mut dyn Tx) -> Result<i64, DbError> {
    tx.one(&PRESENT, &[])?.get(0)
}
