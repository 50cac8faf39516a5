//! All SQL of the sample that is audited. There is no statement that changes what was found.

use sila_core::experience::Quarter;
use sila_core::{AgreementId, Millis, RecordId, WorkerId};
use sila_seal::Hash;
use uuid::Uuid;

use super::Verdict;
use crate::db::{DbError, Row, Tx, p};

crate::sql! {
    pub UNDRAWN = "select a.id from agreement a where a.state not in ('DRAFTED', 'PROPOSED', 'OFFERED', 'WITHDRAWN') and not exists (select 1 from audit_draw d where d.agreement = a.id and d.quarter = $1) order by a.id limit 1000";
    pub DRAW = "insert into audit_draw (agreement, quarter, seed, facts, at) values ($1, $2, $3, $4, $5) on conflict (agreement, quarter) do nothing";
    pub FACT = "insert into audit_fact (record, agreement, quarter) values ($1, $2, $3) on conflict (record) do nothing";
    pub DRAWS = "select agreement, quarter, seed, facts, at from audit_draw where facts > 0 order by quarter desc, agreement limit 5000";
    pub FACTS = "select record, agreement, quarter from audit_fact order by quarter desc, agreement, record limit 20000";
    pub FINDINGS = "select id, record, at, worker, verdict, body from audit_finding order by at, id limit 20000";
    pub FIND = "insert into audit_finding (id, record, at, worker, verdict, body) select $1, f.record, $3, $4, $5, $6 from audit_fact f where f.record = $2";
    pub WAITING = "select count(*) from audit_fact f where not exists (select 1 from audit_finding g where g.record = f.record)";
}

/// A draw of one agreement and quarter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draw {
    /// The agreement.
    pub agreement: AgreementId,
    /// The quarter.
    pub quarter: Quarter,
    /// The hash of everything that it was drawn from.
    pub seed: Hash,
    /// From how many facts.
    pub facts: i64,
    /// When this node drew.
    pub at: Millis,
}

/// A fact that was drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Drawn {
    /// The shared record that holds it.
    pub record: RecordId,
    /// Under which agreement.
    pub agreement: AgreementId,
    /// Of which quarter.
    pub quarter: Quarter,
}

/// What somebody has found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The row.
    pub id: Uuid,
    /// Of which fact.
    pub record: RecordId,
    /// When.
    pub at: Millis,
    /// Who.
    pub worker: WorkerId,
    /// What.
    pub verdict: Verdict,
    /// Why, sealed.
    pub body: Vec<u8>,
}

fn quarter(row: &Row, column: usize) -> Result<Quarter, DbError> {
    let number: i64 = row.get(column)?;
    let unknown = |_| DbError::Type { what: "audit: a quarter".to_owned() };
    u32::try_from(number).map(Quarter::from_number).map_err(unknown)
}

/// Agreements of which this quarter was not drawn yet.
pub fn undrawn(tx: &mut dyn Tx, of: Quarter) -> Result<Vec<AgreementId>, DbError> {
    tx.query(&UNDRAWN, &p![i64::from(of.number())])?.iter().map(|row| row.get(0)).collect()
}

/// Keeps a draw with what was drawn. False when this quarter was drawn before, which stands.
pub fn keep(tx: &mut dyn Tx, draw: &Draw, facts: &[RecordId]) -> Result<bool, DbError> {
    let (agreement, number) = (draw.agreement, i64::from(draw.quarter.number()));
    let row = p![agreement, number, draw.seed, draw.facts, draw.at];
    if tx.exec(&DRAW, &row)? == 0 {
        return Ok(false);
    }
    facts.iter().try_for_each(|record| tx.send(&FACT, &p![*record, agreement, number]))?;
    Ok(true)
}

/// Every draw with a fact in it, the last quarter first.
pub fn draws(tx: &mut dyn Tx) -> Result<Vec<Draw>, DbError> {
    let one = |row: &Row| {
        Ok(Draw {
            agreement: row.get(0)?,
            quarter: quarter(row, 1)?,
            seed: row.get(2)?,
            facts: row.get(3)?,
            at: row.get(4)?,
        })
    };
    tx.query(&DRAWS, &[])?.iter().map(one).collect()
}

/// Every fact that was drawn, those of the last quarter first.
pub fn drawn(tx: &mut dyn Tx) -> Result<Vec<Drawn>, DbError> {
    let one = |row: &Row| {
        Ok(Drawn { record: row.get(0)?, agreement: row.get(1)?, quarter: quarter(row, 2)? })
    };
    tx.query(&FACTS, &[])?.iter().map(one).collect()
}

/// Everything that was found, the first first.
pub fn findings(tx: &mut dyn Tx) -> Result<Vec<Finding>, DbError> {
    let one = |row: &Row| {
        let verdict: String = row.get(4)?;
        let unknown = || DbError::Type { what: "audit_finding: verdict".to_owned() };
        Ok(Finding {
            id: row.get(0)?,
            record: row.get(1)?,
            at: row.get(2)?,
            worker: row.get(3)?,
            verdict: Verdict::from_code(&verdict).ok_or_else(unknown)?,
            body: row.get(5)?,
        })
    };
    tx.query(&FINDINGS, &[])?.iter().map(one).collect()
}

/// Adds what was found. False for what was never drawn.
pub fn find(tx: &mut dyn Tx, one: &Finding) -> Result<bool, DbError> {
    let Finding { id, record, at, worker, verdict, body } = one;
    Ok(tx.exec(&FIND, &p![*id, *record, *at, *worker, verdict.code(), body.clone()])? == 1)
}

/// How many facts that were drawn nobody has looked at.
pub fn waiting(tx: &mut dyn Tx) -> Result<i64, DbError> {
    tx.one(&WAITING, &[])?.get(0)
}
