//! All SQL of complaints about what is licensed. [`WHO`] is the only statement that reads who complained.

use sila_core::{Millis, WorkerId};
use sila_seal::Hash;
use uuid::Uuid;

use crate::db::{DbError, Row, Tx, p};

/// Columns of a [`Complaint`], in its order.
macro_rules! of_complaint {
    ($tail:literal) => {
        concat!(
            "select c.id, c.licence, c.number, c.relation, c.body, c.who is not null, c.at, c.due_at, c.worker, c.taken_at, c.inspection, c.outcome, c.answer, c.answered_at, coalesce(w.name_ar, ''), coalesce(w.name_en, '') from licence_complaint c left join worker w on w.id = c.worker ",
            $tail
        )
    };
}

crate::sql! {
    pub ALL_COMPLAINTS = of_complaint!("order by c.answered_at is not null, c.due_at, c.id limit 500");
    pub ONE = of_complaint!("where c.id = $1");
    pub OF_LICENCE = of_complaint!("where c.licence = $1 order by c.at desc, c.id limit 100");
    pub BY_NUMBER = of_complaint!("where c.number = $1 and c.code = $2");
    pub OPEN = of_complaint!("where c.answered_at is null order by c.due_at, c.id limit 50");
    pub LATELY = "select count(*), coalesce(sum(case when licence = $2 then 1 else 0 end), 0) from licence_complaint where at > $1";
    pub INSERT = "insert into licence_complaint (id, licence, number, relation, code, body, who, at, due_at, worker, taken_at, inspection, outcome, answer, answered_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, null, null, null, null, null, null)";
    pub WHO = "select who from licence_complaint where id = $1";
    pub TAKE = "update licence_complaint set worker = $2, taken_at = $3 where id = $1 and worker is null";
    pub INSPECT = "update licence_complaint set inspection = $2 where id = $1 and inspection is null and answered_at is null and worker = $3";
    pub ANSWER = "update licence_complaint set outcome = $2, answer = $3, answered_at = $4 where id = $1 and answered_at is null and worker = $5";
}

/// A complaint, without who made it.
#[derive(Debug, Clone)]
pub struct Complaint {
    /// Identifier.
    pub id: Uuid,
    /// About which licence.
    pub licence: Uuid,
    /// Its number, which the complainant keeps.
    pub number: String,
    /// Where the complainant stands, one of [`super::RELATIONS`].
    pub relation: String,
    /// What is complained of, sealed.
    pub body: Vec<u8>,
    /// Whether it is known who complained.
    pub named: bool,
    /// When it came.
    pub at: Millis,
    /// By when it is answered.
    pub due_at: Millis,
    /// The inspector who works it.
    pub worker: Option<WorkerId>,
    /// Since when.
    pub taken_at: Option<Millis>,
    /// The inspection that was planned because of it.
    pub inspection: Option<Uuid>,
    /// What came of it, one of [`super::OUTCOMES`].
    pub outcome: Option<String>,
    /// The answer, sealed.
    pub answer: Option<Vec<u8>>,
    /// When it was answered.
    pub answered_at: Option<Millis>,
    /// The inspector's Arabic and English name.
    pub worked_by: (String, String),
}

fn complaint(row: &Row) -> Result<Complaint, DbError> {
    Ok(Complaint {
        id: row.get(0)?,
        licence: row.get(1)?,
        number: row.get(2)?,
        relation: row.get(3)?,
        body: row.get(4)?,
        named: row.get(5)?,
        at: row.get(6)?,
        due_at: row.get(7)?,
        worker: row.get(8)?,
        taken_at: row.get(9)?,
        inspection: row.get(10)?,
        outcome: row.get(11)?,
        answer: row.get(12)?,
        answered_at: row.get(13)?,
        worked_by: (row.get(14)?, row.get(15)?),
    })
}

/// Every complaint, those that wait first, the next due first; at most 500.
pub fn all(tx: &mut dyn Tx) -> Result<Vec<Complaint>, DbError> {
    tx.query(&ALL_COMPLAINTS, &[])?.iter().map(complaint).collect()
}

/// One complaint.
pub fn find(tx: &mut dyn Tx, id: Uuid) -> Result<Option<Complaint>, DbError> {
    tx.opt(&ONE, &p![id])?.as_ref().map(complaint).transpose()
}

/// The complaints about a licence, the newest first.
pub fn of_licence(tx: &mut dyn Tx, licence: Uuid) -> Result<Vec<Complaint>, DbError> {
    tx.query(&OF_LICENCE, &p![licence])?.iter().map(complaint).collect()
}

/// The complaint of this number, for whoever has its code.
pub fn by_number(tx: &mut dyn Tx, number: &str, code: Hash) -> Result<Option<Complaint>, DbError> {
    tx.opt(&BY_NUMBER, &p![number, code])?.as_ref().map(complaint).transpose()
}

/// Complaints that nobody has answered, the next due first.
pub fn open(tx: &mut dyn Tx) -> Result<Vec<Complaint>, DbError> {
    tx.query(&OPEN, &[])?.iter().map(complaint).collect()
}

/// How many have come since: about every licence, and about this one.
pub fn lately(tx: &mut dyn Tx, licence: Uuid, since: Millis) -> Result<(i64, i64), DbError> {
    let row = tx.one(&LATELY, &p![since, licence])?;
    Ok((row.get(0)?, row.get(1)?))
}

/// Writes a complaint down, with the hash of its code, and apart from it who made it, sealed.
pub fn insert(
    tx: &mut dyn Tx,
    one: &Complaint,
    code: Hash,
    who: Option<&Vec<u8>>,
) -> Result<(), DbError> {
    let Complaint { id, licence, number, relation, body, at, due_at, .. } = one;
    let who = who.cloned();
    tx.send(&INSERT, &p![*id, *licence, number, relation, code, body, who, *at, *due_at])
}

/// Who complained, sealed.
pub(super) fn who(tx: &mut dyn Tx, id: Uuid) -> Result<Option<Vec<u8>>, DbError> {
    Ok(tx.opt(&WHO, &p![id])?.map(|row| row.get::<Option<Vec<u8>>>(0)).transpose()?.flatten())
}

/// An inspector takes it up. False when somebody has.
pub fn take(tx: &mut dyn Tx, id: Uuid, worker: WorkerId, now: Millis) -> Result<bool, DbError> {
    Ok(tx.exec(&TAKE, &p![id, worker, now])? == 1)
}

/// An inspection is planned because of it. False when one was, or it is not this inspector's.
pub fn inspect(
    tx: &mut dyn Tx,
    id: Uuid,
    inspection: Uuid,
    worker: WorkerId,
) -> Result<bool, DbError> {
    Ok(tx.exec(&INSPECT, &p![id, inspection, worker])? == 1)
}

/// Answers it. False when it was answered, or is not this inspector's.
pub fn answer(
    tx: &mut dyn Tx,
    id: Uuid,
    (outcome, answer): (&str, &[u8]),
    (worker, now): (WorkerId, Millis),
) -> Result<bool, DbError> {
    Ok(tx.exec(&ANSWER, &p![id, outcome, answer, now, worker])? == 1)
}
