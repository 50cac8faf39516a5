//! All SQL of what was decided about going on with agreements. There is no statement that changes a decision.

use std::collections::BTreeMap;

use sila_core::{AgreementId, Millis, WorkerId};
use uuid::Uuid;

use super::Choice;
use crate::db::{DbError, Row, Tx, p};

crate::sql! {
    pub DECIDE = "insert into agreement_renewal (id, agreement, until_at, choice, at, worker, body) values ($1, $2, $3, $4, $5, $6, $7)";
    pub DECISIONS = "select id, agreement, until_at, choice, at, worker, body from agreement_renewal where agreement = $1 order by at, id limit 200";
    pub LAST = "select agreement, until_at, choice from agreement_renewal order by at, id limit 20000";
}

/// What our agency has decided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// The row.
    pub id: Uuid,
    /// Of which agreement.
    pub agreement: AgreementId,
    /// About which term: when it ends.
    pub until: Millis,
    /// What.
    pub choice: Choice,
    /// When.
    pub at: Millis,
    /// Who.
    pub worker: WorkerId,
    /// Why, sealed.
    pub body: Vec<u8>,
}

fn choice(code: &str) -> Result<Choice, DbError> {
    let unknown = || DbError::Type { what: "agreement_renewal: choice".to_owned() };
    Choice::from_code(code).ok_or_else(unknown)
}

fn decision(row: &Row) -> Result<Decision, DbError> {
    Ok(Decision {
        id: row.get(0)?,
        agreement: row.get(1)?,
        until: row.get(2)?,
        choice: choice(&row.get::<String>(3)?)?,
        at: row.get(4)?,
        worker: row.get(5)?,
        body: row.get(6)?,
    })
}

/// Adds a decision.
pub fn decide(tx: &mut dyn Tx, one: &Decision) -> Result<(), DbError> {
    let Decision { id, agreement, until, choice, at, worker, body } = one;
    tx.send(&DECIDE, &p![*id, *agreement, *until, choice.code(), *at, *worker, body.clone()])
}

/// Everything that was decided about an agreement, the first first.
pub fn of(tx: &mut dyn Tx, agreement: AgreementId) -> Result<Vec<Decision>, DbError> {
    tx.query(&DECISIONS, &p![agreement])?.iter().map(decision).collect()
}

/// What was decided last about each agreement, with the end of the term that it was about.
pub fn last(tx: &mut dyn Tx) -> Result<BTreeMap<AgreementId, (Millis, Choice)>, DbError> {
    let one = |row: &Row| Ok((row.get(0)?, (row.get(1)?, choice(&row.get::<String>(2)?)?)));
    tx.query(&LAST, &[])?.iter().map(one).collect()
}
