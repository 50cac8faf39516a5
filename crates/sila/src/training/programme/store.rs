//! All SQL of abstracts.

use sila_core::CourseId;
use uuid::Uuid;

use super::Sent;
use crate::db::{DbError, Row, Tx, p};

crate::db::sql! {
    pub SEND = "insert into training_abstract (id, course, worker, state, body, at) values ($1, $2, $3, $4, $5, $6)";
    pub SENT = "select id, course, worker, state, body, at from training_abstract where id = $1";
    pub SENT_TO = "select id, course, worker, state, body, at from training_abstract where course = $1 order by at, id limit 200";
    pub DECIDE = "update training_abstract set state = $2 where id = $1 and state = 'SENT'";
}

fn abstract_(row: &Row) -> Result<Sent, DbError> {
    Ok(Sent {
        id: row.get(0)?,
        course: row.get(1)?,
        worker: row.get(2)?,
        state: row.get(3)?,
        body: row.get(4)?,
        at: row.get(5)?,
    })
}

/// Keeps an abstract.
pub fn send(tx: &mut dyn Tx, one: &Sent) -> Result<(), DbError> {
    let Sent { id, course, worker, state, body, at } = one;
    tx.send(&SEND, &p![*id, *course, *worker, state, body.as_slice(), *at])
}

/// One abstract.
pub fn sent(tx: &mut dyn Tx, id: Uuid) -> Result<Option<Sent>, DbError> {
    tx.opt(&SENT, &p![id])?.as_ref().map(abstract_).transpose()
}

/// The abstracts for a conference, in the order in which they came.
pub fn sent_to(tx: &mut dyn Tx, course: CourseId) -> Result<Vec<Sent>, DbError> {
    tx.query(&SENT_TO, &p![course])?.iter().map(abstract_).collect()
}

/// Says what becomes of an abstract; false when that was said before.
pub fn decide(tx: &mut dyn Tx, id: Uuid, state: &str) -> Result<bool, DbError> {
    Ok(tx.exec(&DECIDE, &p![id, state])? == 1)
}
