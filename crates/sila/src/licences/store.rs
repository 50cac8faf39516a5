//! All SQL of licences: who asked for what, the steps, fees, and what other authorities said.

use std::collections::{BTreeMap, BTreeSet};

use sila_core::licence::{Act, Activity, Family, Step};
use sila_core::{AgencyId, Millis, WorkerId};
use uuid::Uuid;

use crate::db::{DbError, Row, Tx, p};

/// Columns of a [`Stored`], in its order.
macro_rules! of_licence {
    ($tail:literal) => {
        concat!(
            "select l.id, l.number, l.family, l.holder, l.activities, l.made_at, l.body from licence l ",
            $tail
        )
    };
}

crate::sql! {
    pub ALL_LICENCES = of_licence!("order by l.made_at desc, l.id limit 5000");
    pub LICENCE = of_licence!("where l.id = $1");
    pub BY_NUMBER = of_licence!("where l.number = $1");
    pub OF_HOLDER = of_licence!("where l.holder = $1 order by l.made_at desc, l.id limit 500");
    pub INSERT = "insert into licence (id, number, family, holder, activities, made_at, body) values ($1, $2, $3, $4, $5, $6, $7)";
    pub SET_BODY = "update licence set body = $2 where id = $1";
    pub MARK = "select (select count(*) from licence), (select count(*) from licence_step)";
    pub STEPS = "select s.licence, s.act, s.at, s.worker, s.note from licence_step s where s.licence = $1 order by s.nr limit 1000";
    pub ALL_STEPS = "select s.licence, s.act, s.at, s.worker, s.note from licence_step s order by s.licence, s.nr limit 100000";
    pub ADD_STEP = "insert into licence_step (licence, nr, act, at, worker, note) values ($1, $2, $3, $4, $5, $6)";
    pub FEES = "select f.code, f.dirhams, f.receipt, f.at from licence_fee f where f.licence = $1 order by f.at, f.code limit 200";
    pub ADD_FEE = "insert into licence_fee (licence, code, dirhams, receipt, at, worker) values ($1, $2, $3, $4, $5, $6)";
    pub ANSWERS = "select a.authority, a.objects, a.number, a.at from licence_answer a where a.licence = $1 order by a.authority limit 50";
    pub SET_ANSWER = "insert into licence_answer (licence, authority, objects, number, at, worker) values ($1, $2, $3, $4, $5, $6) on conflict (licence, authority) do update set objects = excluded.objects, number = excluded.number, at = excluded.at, worker = excluded.worker";
}

/// A licence as stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stored {
    /// Identifier.
    pub id: Uuid,
    /// Its number, which everybody may look up once it was given.
    pub number: String,
    /// Which regime.
    pub family: Family,
    /// The entity that asked for it.
    pub holder: AgencyId,
    /// What it is for.
    pub activities: BTreeSet<Activity>,
    /// When it was written down.
    pub made_at: Millis,
    /// Its words, sealed.
    pub body: Vec<u8>,
}

/// A step as stored, with its reason, sealed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// The step.
    pub step: Step,
    /// Why; empty when nothing was said.
    pub note: Vec<u8>,
}

/// A fee that was paid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paid {
    /// What for: [`ISSUE`] or [`RENEWAL`].
    pub code: String,
    /// How much.
    pub dirhams: u32,
    /// Number of the receipt.
    pub receipt: String,
    /// When it was written down.
    pub at: Millis,
}

/// What another authority said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// Which.
    pub authority: String,
    /// Whether it objects.
    pub objects: bool,
    /// Number of its letter.
    pub number: String,
    /// When it was written down.
    pub at: Millis,
}

/// The fee of the application.
pub const ISSUE: &str = "ISSUE";
/// The fee of another term.
pub const RENEWAL: &str = "RENEWAL";

fn unknown() -> DbError {
    DbError::Type { what: "licence: an unknown code".to_owned() }
}

fn stored(row: &Row) -> Result<Stored, DbError> {
    let (family, activities): (String, String) = (row.get(2)?, row.get(4)?);
    let activities = activities.split_whitespace().map(Activity::from_code);
    Ok(Stored {
        id: row.get(0)?,
        number: row.get(1)?,
        family: Family::from_code(&family).or(Err(unknown()))?,
        holder: row.get(3)?,
        activities: activities.collect::<Result<_, _>>().or(Err(unknown()))?,
        made_at: row.get(5)?,
        body: row.get(6)?,
    })
}

fn kept(row: &Row) -> Result<(Uuid, Kept), DbError> {
    let act: String = row.get(1)?;
    let act = Act::from_code(&act).or(Err(unknown()))?;
    let step = Step { act, at: row.get(2)?, by: row.get(3)? };
    Ok((row.get(0)?, Kept { step, note: row.get(4)? }))
}

/// Every licence, the newest first, with its steps.
pub fn all(tx: &mut dyn Tx) -> Result<Vec<(Stored, Vec<Kept>)>, DbError> {
    let mut steps: BTreeMap<Uuid, Vec<Kept>> = BTreeMap::new();
    for row in tx.query(&ALL_STEPS, &[])? {
        let (licence, one) = kept(&row)?;
        steps.entry(licence).or_default().push(one);
    }
    let rows = tx.query(&ALL_LICENCES, &[])?;
    rows.iter()
        .map(|row| {
            let one = stored(row)?;
            let own = steps.remove(&one.id).unwrap_or_default();
            Ok((one, own))
        })
        .collect()
}

/// What grows whenever anything about any licence changes that everybody may see.
pub fn mark(tx: &mut dyn Tx) -> Result<(i64, i64), DbError> {
    let row = tx.one(&MARK, &[])?;
    Ok((row.get(0)?, row.get(1)?))
}

/// One licence with its steps.
pub fn find(tx: &mut dyn Tx, id: Uuid) -> Result<Option<(Stored, Vec<Kept>)>, DbError> {
    let row = tx.opt(&LICENCE, &p![id])?;
    row.as_ref().map(|row| with_steps(tx, stored(row)?)).transpose()
}

/// The licence of a number with its steps.
pub fn by_number(tx: &mut dyn Tx, number: &str) -> Result<Option<(Stored, Vec<Kept>)>, DbError> {
    let row = tx.opt(&BY_NUMBER, &p![number])?;
    row.as_ref().map(|row| with_steps(tx, stored(row)?)).transpose()
}

/// The licences of an entity with their steps, the newest first.
pub fn of_holder(tx: &mut dyn Tx, holder: AgencyId) -> Result<Vec<(Stored, Vec<Kept>)>, DbError> {
    let rows = tx.query(&OF_HOLDER, &p![holder])?;
    rows.iter().map(|row| with_steps(tx, stored(row)?)).collect()
}

fn with_steps(tx: &mut dyn Tx, one: Stored) -> Result<(Stored, Vec<Kept>), DbError> {
    let rows = tx.query(&STEPS, &p![one.id])?;
    let steps = rows.iter().map(|row| Ok(kept(row)?.1)).collect::<Result<_, DbError>>()?;
    Ok((one, steps))
}

/// Writes a licence down.
pub fn insert(tx: &mut dyn Tx, one: &Stored) -> Result<(), DbError> {
    let Stored { id, number, family, holder, activities, made_at, body } = one;
    let codes: Vec<&str> = activities.iter().map(|activity| activity.code()).collect();
    let args = p![*id, number, family.code(), *holder, codes.join(" "), *made_at, body];
    tx.send(&INSERT, &args)
}

/// Writes its words anew.
pub fn set_body(tx: &mut dyn Tx, id: Uuid, body: &[u8]) -> Result<(), DbError> {
    tx.send(&SET_BODY, &p![id, body])
}

/// Adds the step of this number, from 1. `Unique` when another was taken meanwhile.
pub fn add_step(tx: &mut dyn Tx, id: Uuid, nr: usize, kept: &Kept) -> Result<(), DbError> {
    let Kept { step, note } = kept;
    let nr = i64::try_from(nr).unwrap_or(i64::MAX);
    tx.exec(&ADD_STEP, &p![id, nr, step.act.code(), step.at, step.by, note]).map(|_| ())
}

/// What was paid.
pub fn fees(tx: &mut dyn Tx, id: Uuid) -> Result<Vec<Paid>, DbError> {
    let paid = |row: &Row| {
        Ok(Paid { code: row.get(0)?, dirhams: row.get(1)?, receipt: row.get(2)?, at: row.get(3)? })
    };
    tx.query(&FEES, &p![id])?.iter().map(paid).collect()
}

/// Writes down that a fee was paid.
pub fn add_fee(tx: &mut dyn Tx, id: Uuid, paid: &Paid, worker: WorkerId) -> Result<(), DbError> {
    let Paid { code, dirhams, receipt, at } = paid;
    tx.send(&ADD_FEE, &p![id, code, *dirhams, receipt, *at, worker])
}

/// What other authorities said.
pub fn answers(tx: &mut dyn Tx, id: Uuid) -> Result<Vec<Answer>, DbError> {
    let answer = |row: &Row| {
        Ok(Answer {
            authority: row.get(0)?,
            objects: row.get(1)?,
            number: row.get(2)?,
            at: row.get(3)?,
        })
    };
    tx.query(&ANSWERS, &p![id])?.iter().map(answer).collect()
}

/// Writes down what an authority said; what it said before is replaced.
pub fn set_answer(
    tx: &mut dyn Tx,
    id: Uuid,
    answer: &Answer,
    worker: WorkerId,
) -> Result<(), DbError> {
    let Answer { authority, objects, number, at } = answer;
    tx.send(&SET_ANSWER, &p![id, authority, *objects, number, *at, worker])
}
