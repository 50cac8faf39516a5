//! All SQL of the pathway.

use sila_core::care::{Stage, StageReason, Step};
use sila_core::ids::{CaseId, WorkerId};
use sila_core::time::Millis;

use crate::db::{DbError, Row, Tx};
use crate::p;

crate::sql! {
    pub OF_CASE = "select stage, reason, day from pathway_step where case_id = $1 order by n limit 200";
    pub INSERT = "insert into pathway_step (case_id, n, stage, reason, day, at, worker) values ($1, $2, $3, $4, $5, $6, $7) on conflict (case_id, n) do nothing";
}

fn step(row: &Row) -> Result<Step, DbError> {
    let wrong = |what: &str| DbError::Type { what: what.to_owned() };
    let (stage, reason): (String, String) = (row.get(0)?, row.get(1)?);
    let reason = Some(reason).filter(|code| !code.is_empty());
    let reason = reason.map(|code| StageReason::from_code(&code)).transpose();
    let day: Millis = row.get(2)?;
    Ok(Step {
        stage: Stage::from_code(&stage).or(Err(wrong("a stage")))?,
        on: day.uae_date(),
        reason: reason.or(Err(wrong("a reason of a stage")))?,
    })
}

/// The stages of a case as they were entered, oldest first.
pub fn of_case(tx: &mut dyn Tx, case: CaseId) -> Result<Vec<Step>, DbError> {
    tx.query(&OF_CASE, &p![case])?.iter().map(step).collect()
}

/// Writes the `n`th step. False when somebody was quicker.
pub fn insert(
    tx: &mut dyn Tx,
    (case, n): (CaseId, usize),
    step: &Step,
    (worker, at): (WorkerId, Millis),
) -> Result<bool, DbError> {
    let n = u32::try_from(n).unwrap_or(u32::MAX);
    let reason = step.reason.map_or("", StageReason::code);
    let day = step.on.at_minute(0);
    Ok(tx.exec(&INSERT, &p![case, n, step.stage.code(), reason, day, at, worker])? == 1)
}
