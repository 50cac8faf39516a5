//! All SQL of the course of partnerships.

use std::collections::BTreeMap;

use sila_core::lifecycle::{Life, Stage, Step};
use sila_core::{AgencyId, Millis, WorkerId};
use uuid::Uuid;

use super::Owners;
use crate::db::{DbError, Row, Tx, p};

crate::sql! {
    pub STEPS = "select agency, id, stage, on_day, at, worker, evidence from partnership_step order by agency, number limit 20000";
    pub STEPS_OF = "select agency, id, stage, on_day, at, worker, evidence from partnership_step where agency = $1 order by number";
    pub INSERT = "insert into partnership_step (agency, number, id, stage, on_day, at, worker, evidence) values ($1, $2, $3, $4, $5, $6, $7, $8)";
    pub OWNERS = "select agency, owner from partnership order by agency";
    pub OWN = "insert into partnership (agency, owner) values ($1, $2) on conflict (agency) do update set owner = excluded.owner";
}

/// A step as stored. The evidence of `step` is empty; it is sealed beside it.
#[derive(Debug, Clone)]
pub struct Kept {
    /// The partner.
    pub agency: AgencyId,
    /// The row.
    pub id: Uuid,
    /// The step.
    pub step: Step,
    /// Its evidence, sealed.
    pub evidence: Vec<u8>,
}

fn kept(row: &Row) -> Result<Kept, DbError> {
    let (stage, on): (String, Millis) = (row.get(2)?, row.get(3)?);
    let step = Step {
        to: Stage::from_code(&stage)
            .or(Err(DbError::Type { what: "partnership_step: stage".to_owned() }))?,
        by: row.get(5)?,
        at: row.get(4)?,
        on: on.uae_date(),
        evidence: String::new(),
    };
    Ok(Kept { agency: row.get(0)?, id: row.get(1)?, step, evidence: row.get(6)? })
}

/// The steps of one partnership, the first first.
pub fn steps(tx: &mut dyn Tx, agency: AgencyId) -> Result<Vec<Kept>, DbError> {
    tx.query(&STEPS_OF, &p![agency])?.iter().map(kept).collect()
}

/// The course of every partnership that has one.
pub fn lives(tx: &mut dyn Tx) -> Result<BTreeMap<AgencyId, Life>, DbError> {
    let mut steps: BTreeMap<AgencyId, Vec<Step>> = BTreeMap::new();
    for row in tx.query(&STEPS, &[])? {
        let one = kept(&row)?;
        steps.entry(one.agency).or_default().push(one.step);
    }
    Ok(steps.into_iter().map(|(agency, steps)| (agency, Life::of(steps))).collect())
}

/// Adds a step; `number` counts from 1.
pub fn insert(tx: &mut dyn Tx, number: usize, kept: &Kept) -> Result<(), DbError> {
    let Kept { agency, id, step, evidence } = kept;
    let number = i64::try_from(number).unwrap_or(i64::MAX);
    let on = step.on.at_minute(0);
    tx.send(&INSERT, &p![*agency, number, id, step.to.code(), on, step.at, step.by, evidence])
}

/// Who owns which partnership.
pub fn owners(tx: &mut dyn Tx) -> Result<Owners, DbError> {
    tx.query(&OWNERS, &[])?.iter().map(|row| Ok((row.get(0)?, row.get(1)?))).collect()
}

/// Gives a partnership to somebody.
pub fn own(tx: &mut dyn Tx, agency: AgencyId, owner: WorkerId) -> Result<(), DbError> {
    tx.send(&OWN, &p![agency, owner])
}
