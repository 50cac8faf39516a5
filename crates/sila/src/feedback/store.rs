//! All SQL of feedback. Who has answered and what was answered stand in two tables with nothing to join them by.

use std::collections::BTreeMap;

use sila_core::experience::{Answer, Group, Occasion, Quarter, Report};
use sila_core::{AgencyId, Millis, WorkerId};

use super::About;
use crate::db::{DbError, Row, Tx, p};

crate::sql! {
    pub INSERT_GIVEN = "insert into experience_given (worker, occasion, subject, partner, quarter) values ($1, $2, $3, $4, $5) on conflict (worker, occasion, subject) do nothing";
    pub HAS_GIVEN = "select partner from experience_given where worker = $1 and occasion = $2 and subject = $3";
    pub INSERT_ANSWER = "insert into experience_answer (id, partner, quarter, occasion, heard, reliable, open, purpose, worth) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    pub TOUCH_GIVEN = "update experience_given set quarter = quarter where partner = $1 and quarter = $2";
    pub TOUCH_ANSWERS = "update experience_answer set quarter = quarter where partner = $1 and quarter = $2";
    pub GIVEN = "select occasion, worker from experience_given where partner = $1 and quarter = $2";
    pub ANSWERS = "select occasion, heard, reliable, open, purpose, worth from experience_answer where partner = $1 and quarter = $2";
    pub DUE = "select distinct partner, quarter from experience_answer where quarter < $1 order by quarter, partner limit 100";
    pub DROP_ANSWERS = "delete from experience_answer where partner = $1 and quarter = $2";
    pub INSERT_REPORT = "insert into experience_report (author, about, quarter, body, at) values ($1, $2, $3, $4, $5) on conflict (author, about, quarter) do nothing";
    pub REPORTS = "select author, about, body from experience_report order by quarter desc, author, about limit 2000";
    pub REPORTS_OF = "select author, about, body from experience_report where author = $1 or about = $1 order by quarter desc limit 80";
}

/// Keeps what somebody said, apart from who said it. False when they have answered about this before.
pub fn give(
    tx: &mut dyn Tx,
    worker: WorkerId,
    about: &About,
    quarter: Quarter,
    answer: &Answer,
    place: &[u8; 16],
) -> Result<bool, DbError> {
    let (kind, partner, quarter) = (about.occasion.code(), about.partner, quarter.number());
    if tx.exec(&INSERT_GIVEN, &p![worker, kind, about.subject, partner, quarter])? == 0 {
        return Ok(false);
    }
    let [heard, reliable, open, purpose, worth] = answer.marks();
    tx.send(
        &INSERT_ANSWER,
        &p![place, partner, quarter, kind, heard, reliable, open, purpose, worth],
    )?;
    // PostgreSQL marks each row with the transaction that wrote it. All rows of the quarter take the mark of this one.
    tx.send(&TOUCH_GIVEN, &p![partner, quarter])?;
    tx.send(&TOUCH_ANSWERS, &p![partner, quarter])?;
    Ok(true)
}

/// Whether somebody has answered about this.
pub fn has_given(tx: &mut dyn Tx, worker: WorkerId, about: &About) -> Result<bool, DbError> {
    let args = p![worker, about.occasion.code(), about.subject];
    Ok(tx.opt(&HAS_GIVEN, &args)?.is_some())
}

fn occasion(row: &Row) -> Result<Occasion, DbError> {
    let code: String = row.get(0)?;
    Occasion::from_code(&code).or(Err(DbError::Type { what: "an occasion".to_owned() }))
}

/// The answers about a partner in a quarter, and who gave answers, by occasion.
pub(super) fn groups(
    tx: &mut dyn Tx,
    partner: AgencyId,
    quarter: Quarter,
) -> Result<BTreeMap<Occasion, Group>, DbError> {
    let mut groups: BTreeMap<Occasion, Group> = BTreeMap::new();
    for row in tx.query(&ANSWERS, &p![partner, quarter.number()])? {
        let marks = [row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?, row.get(5)?];
        if let Some(answer) = Answer::new(marks) {
            groups.entry(occasion(&row)?).or_default().add(&answer);
        }
    }
    for row in tx.query(&GIVEN, &p![partner, quarter.number()])? {
        groups.entry(occasion(&row)?).or_default().gave(row.get(1)?);
    }
    Ok(groups)
}

/// Partners and quarters before `now` whose answers wait to be counted.
pub(super) fn due(tx: &mut dyn Tx, now: Quarter) -> Result<Vec<(AgencyId, Quarter)>, DbError> {
    let one = |row: &Row| Ok((row.get(0)?, Quarter::from_number(row.get(1)?)));
    tx.query(&DUE, &p![now.number()])?.iter().map(one).collect()
}

/// The answers of a quarter were counted: none is kept.
pub(super) fn forget(tx: &mut dyn Tx, partner: AgencyId, quarter: Quarter) -> Result<(), DbError> {
    tx.send(&DROP_ANSWERS, &p![partner, quarter.number()])
}

/// Keeps a report; what an agency has once said of a quarter stays.
pub(super) fn keep(
    tx: &mut dyn Tx,
    (author, about): (AgencyId, AgencyId),
    report: &Report,
    at: Millis,
) -> Result<(), DbError> {
    let body = super::report::to_cbor(report);
    tx.send(&INSERT_REPORT, &p![author, about, report.quarter.number(), body, at])
}

/// A report with its author and whom it is about.
pub type Said = (AgencyId, AgencyId, Report);

fn said(row: &Row) -> Result<Option<Said>, DbError> {
    let body: Vec<u8> = row.get(2)?;
    let report = minicbor::decode(&body).ok();
    let (author, about) = (row.get(0)?, row.get(1)?);
    Ok(report.map(|report| (author, about, report)))
}

/// Every report, the newest quarter first.
pub fn reports(tx: &mut dyn Tx) -> Result<Vec<Said>, DbError> {
    tx.query(&REPORTS, &[])?.iter().filter_map(|row| said(row).transpose()).collect()
}

/// The reports of and about a partner, the newest quarter first.
pub fn reports_of(tx: &mut dyn Tx, partner: AgencyId) -> Result<Vec<Said>, DbError> {
    tx.query(&REPORTS_OF, &p![partner])?.iter().filter_map(|row| said(row).transpose()).collect()
}
