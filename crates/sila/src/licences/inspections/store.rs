//! All SQL of inspections.

use sila_core::{Millis, WorkerId};
use uuid::Uuid;

use crate::db::{DbError, Row, Tx, p};

/// Columns of an [`Inspection`], in its order.
macro_rules! of_inspection {
    ($tail:literal) => {
        concat!(
            "select i.id, i.licence, i.kind, i.due_at, i.inspector, i.done_at, i.passed, i.grade, i.body from inspection i ",
            $tail
        )
    };
}

crate::sql! {
    pub OF_LICENCE = of_inspection!("where i.licence = $1 order by i.due_at desc, i.id limit 200");
    pub ONE = of_inspection!("where i.id = $1");
    pub WAITING = of_inspection!("where i.done_at is null and i.due_at < $1 and not exists (select 1 from licence_step s where s.licence = i.licence and s.act in ('CLOSE', 'REFUSE', 'WITHDRAW') and not exists (select 1 from licence_step n where n.licence = s.licence and n.nr > s.nr)) order by i.due_at, i.id limit 50");
    pub INSERT = "insert into inspection (id, licence, kind, due_at, planner, inspector, done_at, passed, grade, body) values ($1, $2, $3, $4, $5, null, null, null, null, null)";
    pub FINISH = "update inspection set inspector = $2, done_at = $3, passed = $4, grade = $5, body = $6 where id = $1 and done_at is null";
    pub GRADED = "select i.done_at, i.grade from inspection i where i.licence = $1 and i.grade is not null and i.done_at is not null order by i.done_at desc, i.id desc limit 5";
    pub ACTED = "select count(*) from inspection i where i.licence = $1 and (i.inspector = $2 or i.planner = $2)";
    pub LAST_AUDIT = "select i.passed from inspection i where i.licence = $1 and i.kind = $2 and i.done_at is not null order by i.done_at desc, i.id desc limit 1";
}

/// Before a licence is given: the field audit.
pub const AUDIT: &str = "AUDIT";
/// By plan.
pub const PLANNED: &str = "PLANNED";
/// Without notice.
pub const UNANNOUNCED: &str = "UNANNOUNCED";
/// What was not met is looked at again.
pub const FOLLOW_UP: &str = "FOLLOW_UP";
/// After a complaint; who complained stands nowhere.
pub const COMPLAINT: &str = "COMPLAINT";
/// Every kind.
pub const KINDS: [&str; 5] = [AUDIT, PLANNED, UNANNOUNCED, FOLLOW_UP, COMPLAINT];

/// An inspection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Inspection {
    /// Identifier.
    pub id: Uuid,
    /// Of which licence.
    pub licence: Uuid,
    /// Of which kind.
    pub kind: String,
    /// By when.
    pub due_at: Millis,
    /// Who was there.
    pub inspector: Option<WorkerId>,
    /// When.
    pub done_at: Option<Millis>,
    /// Whether everything was met.
    pub passed: Option<bool>,
    /// How good it was, one of [`super::GRADES`].
    pub grade: Option<String>,
    /// What was found, sealed.
    pub body: Option<Vec<u8>>,
}

fn inspection(row: &Row) -> Result<Inspection, DbError> {
    Ok(Inspection {
        id: row.get(0)?,
        licence: row.get(1)?,
        kind: row.get(2)?,
        due_at: row.get(3)?,
        inspector: row.get(4)?,
        done_at: row.get(5)?,
        passed: row.get(6)?,
        grade: row.get(7)?,
        body: row.get(8)?,
    })
}

/// The inspections of a licence, the next or newest first.
pub fn of_licence(tx: &mut dyn Tx, licence: Uuid) -> Result<Vec<Inspection>, DbError> {
    tx.query(&OF_LICENCE, &p![licence])?.iter().map(inspection).collect()
}

/// One inspection.
pub fn find(tx: &mut dyn Tx, id: Uuid) -> Result<Option<Inspection>, DbError> {
    tx.opt(&ONE, &p![id])?.as_ref().map(inspection).transpose()
}

/// Inspections that are to be done before `until`, the next first; none of a licence that was refused, closed or withdrawn last.
pub fn waiting(tx: &mut dyn Tx, until: Millis) -> Result<Vec<Inspection>, DbError> {
    tx.query(&WAITING, &p![until])?.iter().map(inspection).collect()
}

/// Plans an inspection.
pub fn insert(
    tx: &mut dyn Tx,
    (id, licence): (Uuid, Uuid),
    (kind, due_at): (&str, Millis),
    planner: WorkerId,
) -> Result<(), DbError> {
    tx.send(&INSERT, &p![id, licence, kind, due_at, planner])
}

/// Writes down what was found. False when somebody has already.
pub fn finish(
    tx: &mut dyn Tx,
    id: Uuid,
    (inspector, now): (WorkerId, Millis),
    (passed, grade, body): (bool, &str, &[u8]),
) -> Result<bool, DbError> {
    Ok(tx.exec(&FINISH, &p![id, inspector, now, passed, grade, body])? == 1)
}

/// The last grades of what a licence is for, the newest first, each with the day of its inspection.
pub fn graded(tx: &mut dyn Tx, licence: Uuid) -> Result<Vec<(Millis, String)>, DbError> {
    let rows = tx.query(&GRADED, &p![licence])?;
    rows.iter().map(|row| Ok((row.get(0)?, row.get(1)?))).collect()
}

/// Whether somebody has planned or done an inspection of a licence.
pub fn acted(tx: &mut dyn Tx, licence: Uuid, worker: WorkerId) -> Result<bool, DbError> {
    Ok(tx.one(&ACTED, &p![licence, worker])?.get::<i64>(0)? > 0)
}

/// Whether the last field audit of a licence found everything met.
pub fn audited(tx: &mut dyn Tx, licence: Uuid) -> Result<bool, DbError> {
    let last = tx.opt(&LAST_AUDIT, &p![licence, AUDIT])?;
    Ok(last.map(|row| row.get::<Option<bool>>(0)).transpose()?.flatten().unwrap_or(false))
}
