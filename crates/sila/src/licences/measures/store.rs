//! All SQL of measures and grievances.

use sila_core::licence::{Office, Rung};
use sila_core::{Millis, WorkerId};
use uuid::Uuid;

use crate::db::{DbError, Row, Tx, p};

/// Columns of a [`Grievance`], in its order.
macro_rules! of_grievance {
    ($tail:literal) => {
        concat!(
            "select g.id, g.licence, g.measure, g.filed_at, g.due_at, g.body, g.reviewer, g.decided_at, g.upheld, g.answer from licence_grievance g ",
            $tail
        )
    };
}

crate::sql! {
    pub OF_LICENCE = "select m.id, m.violation, m.rung, m.dirhams, m.at, m.worker, m.lifted_at, m.body from licence_measure m where m.licence = $1 order by m.at desc, m.id limit 500";
    pub INSERT = "insert into licence_measure (id, licence, violation, rung, dirhams, at, worker, lifted_at, body) values ($1, $2, $3, $4, $5, $6, $7, null, $8)";
    pub LIFT = "update licence_measure set lifted_at = $2 where id = $1 and lifted_at is null";
    pub GRIEVANCES = of_grievance!("where g.licence = $1 order by g.filed_at desc, g.id limit 200");
    pub GRIEVANCE = of_grievance!("where g.id = $1");
    pub WAITING = of_grievance!("where g.decided_at is null order by g.due_at, g.id limit 50");
    pub FILE = "insert into licence_grievance (id, licence, measure, filed_at, due_at, filer, body, reviewer, decided_at, upheld, answer) values ($1, $2, $3, $4, $5, $6, $7, null, null, null, null)";
    pub DECIDE = "update licence_grievance set reviewer = $2, decided_at = $3, upheld = $4, answer = $5 where id = $1 and decided_at is null";
    pub REVIEWED = "select count(*) from licence_grievance g where g.licence = $1 and g.reviewer = $2";
}

/// A measure that was taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Measure {
    /// Identifier.
    pub id: Uuid,
    /// After which violation, by code.
    pub violation: String,
    /// Which.
    pub rung: Rung,
    /// Of a fine: how much.
    pub dirhams: u32,
    /// When.
    pub at: Millis,
    /// Who took it.
    pub worker: WorkerId,
    /// When a grievance undid it.
    pub lifted_at: Option<Millis>,
    /// Why, sealed.
    pub body: Vec<u8>,
}

/// A grievance.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grievance {
    /// Identifier.
    pub id: Uuid,
    /// About which licence.
    pub licence: Uuid,
    /// Against which measure; none against a refusal.
    pub measure: Option<Uuid>,
    /// When it came.
    pub filed_at: Millis,
    /// By when it is decided.
    pub due_at: Millis,
    /// What it says, sealed.
    pub body: Vec<u8>,
    /// Who decided.
    pub reviewer: Option<WorkerId>,
    /// When.
    pub decided_at: Option<Millis>,
    /// Whether it was right.
    pub upheld: Option<bool>,
    /// Why, sealed.
    pub answer: Option<Vec<u8>>,
}

fn measure(row: &Row) -> Result<Measure, DbError> {
    let rung: String = row.get(2)?;
    let unknown = || DbError::Type { what: "licence_measure: an unknown rung".to_owned() };
    Ok(Measure {
        id: row.get(0)?,
        violation: row.get(1)?,
        rung: Rung::from_code(&rung).or(Err(unknown()))?,
        dirhams: row.get(3)?,
        at: row.get(4)?,
        worker: row.get(5)?,
        lifted_at: row.get(6)?,
        body: row.get(7)?,
    })
}

fn grievance(row: &Row) -> Result<Grievance, DbError> {
    Ok(Grievance {
        id: row.get(0)?,
        licence: row.get(1)?,
        measure: row.get(2)?,
        filed_at: row.get(3)?,
        due_at: row.get(4)?,
        body: row.get(5)?,
        reviewer: row.get(6)?,
        decided_at: row.get(7)?,
        upheld: row.get(8)?,
        answer: row.get(9)?,
    })
}

/// The measures on a licence, the newest first.
pub fn of_licence(tx: &mut dyn Tx, licence: Uuid) -> Result<Vec<Measure>, DbError> {
    tx.query(&OF_LICENCE, &p![licence])?.iter().map(measure).collect()
}

/// Writes a measure down.
pub fn insert(tx: &mut dyn Tx, licence: Uuid, one: &Measure) -> Result<(), DbError> {
    let Measure { id, violation, rung, dirhams, at, worker, body, .. } = one;
    let args = p![*id, licence, violation, rung.code(), *dirhams, *at, *worker, body];
    tx.send(&INSERT, &args)
}

/// Undoes a measure.
pub fn lift(tx: &mut dyn Tx, id: Uuid, now: Millis) -> Result<(), DbError> {
    tx.send(&LIFT, &p![id, now])
}

/// The grievances about a licence, the newest first.
pub fn grievances(tx: &mut dyn Tx, licence: Uuid) -> Result<Vec<Grievance>, DbError> {
    tx.query(&GRIEVANCES, &p![licence])?.iter().map(grievance).collect()
}

/// One grievance.
pub fn find(tx: &mut dyn Tx, id: Uuid) -> Result<Option<Grievance>, DbError> {
    tx.opt(&GRIEVANCE, &p![id])?.as_ref().map(grievance).transpose()
}

/// Grievances that nobody has decided, the next first.
pub fn waiting(tx: &mut dyn Tx) -> Result<Vec<Grievance>, DbError> {
    tx.query(&WAITING, &[])?.iter().map(grievance).collect()
}

/// Files a grievance.
pub fn file(tx: &mut dyn Tx, one: &Grievance, filer: WorkerId) -> Result<(), DbError> {
    let Grievance { id, licence, measure, filed_at, due_at, body, .. } = one;
    tx.send(&FILE, &p![*id, *licence, *measure, *filed_at, *due_at, filer, body])
}

/// Decides a grievance. False when somebody has already.
pub fn decide(
    tx: &mut dyn Tx,
    id: Uuid,
    (reviewer, now): (WorkerId, Millis),
    (upheld, answer): (bool, &[u8]),
) -> Result<bool, DbError> {
    Ok(tx.exec(&DECIDE, &p![id, reviewer, now, upheld, answer])? == 1)
}

/// In which offices somebody has taken measures or decided grievances on a licence.
pub fn offices(tx: &mut dyn Tx, licence: Uuid, worker: WorkerId) -> Result<Vec<Office>, DbError> {
    let taken = of_licence(tx, licence)?;
    let own = taken.iter().filter(|one| one.worker == worker);
    let mut offices: Vec<Office> = own.map(|one| one.rung.office()).collect();
    if tx.one(&REVIEWED, &p![licence, worker])?.get::<i64>(0)? > 0 {
        offices.push(Office::Review);
    }
    Ok(offices)
}
