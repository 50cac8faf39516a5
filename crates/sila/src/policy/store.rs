//! All SQL of the policy guide.

use std::collections::{BTreeMap, BTreeSet};

use sila_core::policy::{Finding, Guide};
use sila_core::time::{Date, Millis};
use sila_core::{AgencyId, RecordId, WorkerId};
use uuid::Uuid;

use crate::db::{DbError, Row, Tx, p};

crate::sql! {
    pub IN_FORCE = "select number, body, from_day, approved_by, approved_at from policy_version where approved_at is not null and from_day <= $1 order by number desc limit 1";
    pub VERSION = "select number, body, from_day, approved_by, approved_at from policy_version where number = $1";
    pub APPROVED = "select number, body, from_day, approved_by, approved_at from policy_version where approved_at is not null order by number desc limit 50";
    pub DRAFT = "select number, body, from_day, approved_by, approved_at from policy_version where approved_at is null order by number limit 1";
    pub KEEP_DRAFT = "insert into policy_version (number, body) values ($1, $2) on conflict (number) do update set body = excluded.body where policy_version.approved_at is null";
    pub APPROVE = "update policy_version set body = $2, from_day = $3, approved_by = $4, approved_at = $5 where number = $1 and approved_at is null";
    pub READ = "insert into policy_reading (number, worker, at) values ($1, $2, $3) on conflict (number, worker) do nothing";
    pub READ_BEFORE = "select max(number) from policy_reading where worker = $1 and number < $2";
    pub READERS = "select r.worker, w.name_ar, w.name_en, r.at from policy_reading r join worker w on w.id = r.worker where r.number = $1 order by r.at limit 500";
    pub SHARE = "insert into policy_share (number, agency, record) values ($1, $2, $3) on conflict (number, agency) do nothing";
    pub SHARES = "select agency, record from policy_share where number = $1";
    pub EXCEPT = "insert into policy_exception (id, clause, agency, reason, until, worker, at) values ($1, $2, $3, $4, $5, $6, $7)";
    pub EXCEPTIONS = "select e.clause, e.agency, e.reason, e.until, w.name_ar, w.name_en, e.at from policy_exception e join worker w on w.id = e.worker order by e.until desc, e.id limit 200";
    pub EXCEPTED = "select distinct clause from policy_exception where agency = $1 and until > $2";
    pub CHECK = "insert into policy_check (clause, agency, finding, note, worker, at) values ($1, $2, $3, $4, $5, $6) on conflict (clause, agency) do update set finding = excluded.finding, note = excluded.note, worker = excluded.worker, at = excluded.at";
    pub CHECKS = "select clause, agency, finding, note, at from policy_check";
    pub APPLY = "insert into policy_applied (subject, act, at, number) values ($1, $2, $3, $4) on conflict (subject, act, at) do nothing";
    pub APPLIED = "select act, number, at from policy_applied where subject = $1 order by at limit 50";
}

/// One version as it stands in its row.
#[derive(Debug, Clone)]
pub struct Stored {
    /// The guide.
    pub guide: Guide,
    /// Who approved it; nobody while it is a draft.
    pub approved_by: Option<WorkerId>,
    /// When.
    pub approved_at: Option<Millis>,
}

fn damaged(what: &str) -> DbError {
    DbError::Type { what: format!("policy: {what}") }
}

fn stored(row: &Row) -> Result<Stored, DbError> {
    let body: Vec<u8> = row.get(1)?;
    let guide = minicbor::decode(&body).or(Err(damaged("guide")))?;
    Ok(Stored { guide, approved_by: row.get(3)?, approved_at: row.get(4)? })
}

/// The version in force on a day.
pub fn in_force(tx: &mut dyn Tx, day: Date) -> Result<Option<Stored>, DbError> {
    tx.opt(&IN_FORCE, &p![day.to_days()])?.as_ref().map(stored).transpose()
}

/// The version of this number, also a draft.
pub fn version(tx: &mut dyn Tx, number: u32) -> Result<Option<Stored>, DbError> {
    tx.opt(&VERSION, &p![number])?.as_ref().map(stored).transpose()
}

/// Every approved version, the newest first.
pub fn approved(tx: &mut dyn Tx) -> Result<Vec<Stored>, DbError> {
    tx.query(&APPROVED, &[])?.iter().map(stored).collect()
}

/// The version that is being written.
pub fn draft(tx: &mut dyn Tx) -> Result<Option<Stored>, DbError> {
    tx.opt(&DRAFT, &[])?.as_ref().map(stored).transpose()
}

/// Keeps a draft. An approved version is never changed.
pub fn keep_draft(tx: &mut dyn Tx, guide: &Guide) -> Result<(), DbError> {
    let body = minicbor::to_vec(guide).unwrap_or_default();
    tx.exec(&KEEP_DRAFT, &p![guide.number, body]).map(|_| ())
}

/// Approves a draft. False when it was approved meanwhile.
pub fn approve(
    tx: &mut dyn Tx,
    guide: &Guide,
    from: Date,
    by: WorkerId,
    now: Millis,
) -> Result<bool, DbError> {
    let body = minicbor::to_vec(guide).unwrap_or_default();
    Ok(tx.exec(&APPROVE, &p![guide.number, body, from.to_days(), by, now])? == 1)
}

/// A worker has read a version and keeps to it.
pub fn read(tx: &mut dyn Tx, number: u32, worker: WorkerId, now: Millis) -> Result<(), DbError> {
    tx.send(&READ, &p![number, worker, now])
}

/// The last version before this one that a worker has read.
pub fn read_before(
    tx: &mut dyn Tx,
    number: u32,
    worker: WorkerId,
) -> Result<Option<Guide>, DbError> {
    let before: Option<u32> = tx.one(&READ_BEFORE, &p![worker, number])?.get(0)?;
    let Some(before) = before else { return Ok(None) };
    Ok(version(tx, before)?.map(|held| held.guide))
}

/// Who has: identifier, Arabic and English name, when.
pub fn readers(
    tx: &mut dyn Tx,
    number: u32,
) -> Result<Vec<(WorkerId, [String; 2], Millis)>, DbError> {
    let one = |row: &Row| Ok((row.get(0)?, [row.get(1)?, row.get(2)?], row.get(3)?));
    tx.query(&READERS, &p![number])?.iter().map(one).collect()
}

/// A version was sent to an agency as this record.
pub fn share(
    tx: &mut dyn Tx,
    number: u32,
    agency: AgencyId,
    record: RecordId,
) -> Result<(), DbError> {
    tx.send(&SHARE, &p![number, agency, record])
}

/// To whom a version was sent, and as which record.
pub fn shares(tx: &mut dyn Tx, number: u32) -> Result<BTreeMap<AgencyId, RecordId>, DbError> {
    let one = |row: &Row| Ok((row.get(0)?, row.get(1)?));
    tx.query(&SHARES, &p![number])?.iter().map(one).collect()
}

/// A clause set aside for one partner.
#[derive(Debug, Clone)]
pub struct Exception {
    /// Number of the clause.
    pub clause: String,
    /// For whom.
    pub agency: AgencyId,
    /// Why.
    pub reason: String,
    /// Until when.
    pub until: Millis,
    /// Who allowed it, in Arabic and in English.
    pub by: [String; 2],
    /// When.
    pub at: Millis,
}

/// Sets a clause aside.
pub fn except(tx: &mut dyn Tx, id: Uuid, one: &Exception, worker: WorkerId) -> Result<(), DbError> {
    let row = p![id, &one.clause, one.agency, &one.reason, one.until, worker, one.at];
    tx.send(&EXCEPT, &row)
}

/// Every exception, also ended ones.
pub fn exceptions(tx: &mut dyn Tx) -> Result<Vec<Exception>, DbError> {
    let one = |row: &Row| {
        Ok(Exception {
            clause: row.get(0)?,
            agency: row.get(1)?,
            reason: row.get(2)?,
            until: row.get(3)?,
            by: [row.get(4)?, row.get(5)?],
            at: row.get(6)?,
        })
    };
    tx.query(&EXCEPTIONS, &[])?.iter().map(one).collect()
}

/// The clauses that are set aside now for a partner.
pub fn excepted(
    tx: &mut dyn Tx,
    agency: AgencyId,
    now: Millis,
) -> Result<BTreeSet<String>, DbError> {
    tx.query(&EXCEPTED, &p![agency, now])?.iter().map(|row| row.get(0)).collect()
}

/// What was found when a clause was last checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Check {
    /// What was found.
    pub finding: Finding,
    /// In words.
    pub note: String,
    /// When.
    pub at: Millis,
}

/// Writes down what was found.
pub fn check(
    tx: &mut dyn Tx,
    (clause, agency): (&str, AgencyId),
    found: &Check,
    worker: WorkerId,
) -> Result<(), DbError> {
    let row = p![clause, agency, found.finding.code(), &found.note, worker, found.at];
    tx.send(&CHECK, &row)
}

/// What was found last, by clause and partner.
pub fn checks(tx: &mut dyn Tx) -> Result<BTreeMap<(String, AgencyId), Check>, DbError> {
    let one = |row: &Row| {
        let code: String = row.get(2)?;
        let finding = Finding::from_code(&code).or(Err(damaged("finding")))?;
        Ok(((row.get(0)?, row.get(1)?), Check { finding, note: row.get(3)?, at: row.get(4)? }))
    };
    tx.query(&CHECKS, &[])?.iter().map(one).collect()
}

/// Writes down which version was in force when something was decided, if there is one.
pub fn apply(tx: &mut dyn Tx, subject: &str, act: &str, now: Millis) -> Result<(), DbError> {
    match in_force(tx, now.uae_date())? {
        Some(held) => tx.send(&APPLY, &p![subject, act, now, held.guide.number]),
        None => Ok(()),
    }
}

/// Which versions were in force when something was decided about a subject: the act, the number, when.
pub fn applied(tx: &mut dyn Tx, subject: &str) -> Result<Vec<(String, u32, Millis)>, DbError> {
    let one = |row: &Row| Ok((row.get(0)?, row.get(1)?, row.get(2)?));
    tx.query(&APPLIED, &p![subject])?.iter().map(one).collect()
}
