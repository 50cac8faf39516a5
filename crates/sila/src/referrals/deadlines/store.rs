//! All SQL of the times of referrals: those that run, who was told that one ran out, and whom the desk wants told.

use std::collections::BTreeMap;

use sila_core::ids::{AgencyId, AgreementId, ReferralId, WorkerId};
use sila_core::joint::Deadline;
use sila_core::time::Millis;
use uuid::Uuid;

use crate::accounts::{Permission, Worker};
use crate::cases::scope::store::barred;
use crate::db::{DbError, Row, Tx};
use crate::p;

/// The columns of [`Waiting`], in its order. `cross join` keeps to the order that is written: from what this worker was told, not from
/// every time that runs.
macro_rules! waiting {
    ($told:literal, $from:literal, $tail:expr) => {
        concat!(
            "select d.referral, d.deadline, d.due, d.level, r.reference, r.peer, ",
            $told,
            " from ",
            $from,
            "referral_deadline d cross join referral r where r.id = d.referral and ",
            $tail,
            " and not ",
            barred!("r.case_id", "$1"),
            " order by d.due, d.referral limit 50"
        )
    };
}

crate::sql! {
    pub BEGIN = "insert into referral_deadline (referral, deadline, due, second, level, next) values ($1, $2, $3, $4, 0, $3) on conflict (referral, deadline) do nothing";
    pub FORGET_TOLD = "delete from referral_told where referral = $1 and deadline = $2";
    pub END = "delete from referral_deadline where referral = $1 and deadline = $2";
    pub PUT_OFF = "update referral_deadline set due = due + $3, second = second + $3, next = next + $3 where referral = $1 and deadline = $2";
    pub DUE = "select referral, deadline, level from referral_deadline where next <= $1 order by next, referral, deadline limit 50";
    pub RAISE = "update referral_deadline set level = level + 1, next = case when level = 0 then second else null end where referral = $1 and deadline = $2 and level = $3";
    pub TELL = "insert into referral_told (referral, deadline, level, worker, at) values ($1, $2, $3, $4, $5) on conflict (referral, deadline, level, worker) do nothing";
    pub OF_REFERRAL = "select deadline, due, level from referral_deadline where referral = $1 order by due, deadline";
    pub RAISED = "select referral, max(level) from referral_deadline where level > 0 group by referral order by referral limit 1000";
    pub TOLD = waiting!("true", "(select distinct o.referral, o.deadline from referral_told o where o.worker = $1) t cross join ", "d.referral = t.referral and d.deadline = t.deadline");
    pub TO_SIGN = waiting!("false", "", "d.deadline in ('SIGNATURE', 'REVIEW') and r.direction = 'out' and (r.created_by is null or r.created_by <> $1) and not exists (select 1 from referral_line l where l.referral = d.referral and l.deed in ('COUNTERSIGN', 'REVIEW') and l.worker = $1)");
    pub TO_SAY = waiting!("false", "", "d.deadline in ('CONTACT', 'REPLY') and r.direction = 'in' and (r.claimed_by = $1 or exists (select 1 from case_file c where c.id = r.case_id and c.owner = $1))");
    pub CONTACTS = "select level, worker from escalation_contact where agreement = $1 order by level, worker";
    pub FORGET = "delete from escalation_contact where agreement = $1";
    pub NAME = "insert into escalation_contact (agreement, level, worker) values ($1, $2, $3) on conflict (agreement, level, worker) do nothing";
}

/// Stands for every agreement that names nobody of its own.
pub const DESK: AgreementId = AgreementId(Uuid::nil());

/// A time that runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Running {
    /// Which.
    pub deadline: Deadline,
    /// When it runs out, or did.
    pub due: Millis,
    /// How far up it was told here.
    pub level: u8,
}

/// A time on somebody's list. Names nobody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiting {
    /// The referral.
    pub referral: ReferralId,
    /// Which time.
    pub deadline: Deadline,
    /// When it runs out, or did.
    pub due: Millis,
    /// How far up it was told here.
    pub level: u8,
    /// The referral's number.
    pub reference: String,
    /// The other agency.
    pub peer: AgencyId,
    /// They are named as one of those who are told; otherwise they can do what it waits for.
    pub told: bool,
}

fn deadline(row: &Row, at: usize) -> Result<Deadline, DbError> {
    let code: String = row.get(at)?;
    Deadline::from_code(&code).or(Err(DbError::Type { what: "an unknown deadline".to_owned() }))
}

fn level(row: &Row, at: usize) -> Result<u8, DbError> {
    let level: i64 = row.get(at)?;
    Ok(u8::try_from(level).unwrap_or(u8::MAX))
}

/// A time begins to run.
pub fn begin(
    tx: &mut dyn Tx,
    id: ReferralId,
    deadline: Deadline,
    [due, second]: [Millis; 2],
) -> Result<(), DbError> {
    tx.send(&BEGIN, &p![id, deadline.code(), due, second])
}

/// The same for what is asked again and again: whoever was told of an earlier time was not told of this one.
pub fn begin_again(
    tx: &mut dyn Tx,
    id: ReferralId,
    deadline: Deadline,
    [due, second]: [Millis; 2],
) -> Result<(), DbError> {
    if tx.exec(&BEGIN, &p![id, deadline.code(), due, second])? == 1 {
        tx.send(&FORGET_TOLD, &p![id, deadline.code()])?;
    }
    Ok(())
}

/// What it waited for is done, or no longer awaited.
pub fn end(tx: &mut dyn Tx, id: ReferralId, deadline: Deadline) -> Result<(), DbError> {
    tx.send(&END, &p![id, deadline.code()])
}

/// It runs out later by so many milliseconds, because the clock has stood.
pub fn put_off(
    tx: &mut dyn Tx,
    id: ReferralId,
    deadline: Deadline,
    ms: i64,
) -> Result<(), DbError> {
    tx.send(&PUT_OFF, &p![id, deadline.code(), ms])
}

/// The times that somebody has to be told of now, with how far up they were told before.
pub fn due(tx: &mut dyn Tx, now: Millis) -> Result<Vec<(ReferralId, Deadline, u8)>, DbError> {
    let one = |row: &Row| Ok((row.get(0)?, deadline(row, 1)?, level(row, 2)?));
    tx.query(&DUE, &p![now])?.iter().map(one).collect()
}

/// One level further up. False when it has ended, or was told before.
pub fn raise(
    tx: &mut dyn Tx,
    id: ReferralId,
    (deadline, level): (Deadline, u8),
) -> Result<bool, DbError> {
    Ok(tx.exec(&RAISE, &p![id, deadline.code(), i64::from(level)])? == 1)
}

/// This colleague is told.
pub fn tell(
    tx: &mut dyn Tx,
    id: ReferralId,
    (deadline, level): (Deadline, u8),
    worker: WorkerId,
    now: Millis,
) -> Result<(), DbError> {
    tx.send(&TELL, &p![id, deadline.code(), i64::from(level), worker, now])
}

/// The times that run for a referral, the next first.
pub fn of_referral(tx: &mut dyn Tx, id: ReferralId) -> Result<Vec<Running>, DbError> {
    let one = |row: &Row| {
        Ok(Running { deadline: deadline(row, 0)?, due: row.get(1)?, level: level(row, 2)? })
    };
    tx.query(&OF_REFERRAL, &p![id])?.iter().map(one).collect()
}

/// How far up each referral was told of whose time has run out.
pub fn raised(tx: &mut dyn Tx) -> Result<BTreeMap<ReferralId, u8>, DbError> {
    let rows = tx.query(&RAISED, &[])?;
    rows.iter().map(|row| Ok((row.get(0)?, level(row, 1)?))).collect()
}

/// What this worker was told of, what they can sign or review, and where they are to be in touch or to answer, the next first.
pub fn waiting(tx: &mut dyn Tx, worker: &Worker) -> Result<Vec<Waiting>, DbError> {
    if !worker.may(Permission::ReferralRead) {
        return Ok(Vec::new());
    }
    let one = |row: &Row| {
        Ok(Waiting {
            referral: row.get(0)?,
            deadline: deadline(row, 1)?,
            due: row.get(2)?,
            level: level(row, 3)?,
            reference: row.get(4)?,
            peer: row.get(5)?,
            told: row.get(6)?,
        })
    };
    let told: Result<Vec<_>, DbError> = tx.query(&TOLD, &p![worker.id])?.iter().map(one).collect();
    let mut all = told?;
    let mut can = tx.query(&TO_SAY, &p![worker.id])?;
    if worker.may(Permission::ReferralApprove) {
        can.extend(tx.query(&TO_SIGN, &p![worker.id])?);
    }
    for row in can {
        let new: Waiting = one(&row)?;
        let same = |old: &Waiting| (old.referral, old.deadline) == (new.referral, new.deadline);
        if !all.iter().any(same) {
            all.push(new);
        }
    }
    all.sort_by_key(|one| one.due);
    Ok(all)
}

/// Whom the desk names for this agreement, by level.
pub fn contacts(tx: &mut dyn Tx, agreement: AgreementId) -> Result<Vec<(u8, WorkerId)>, DbError> {
    let one = |row: &Row| Ok((level(row, 0)?, row.get(1)?));
    tx.query(&CONTACTS, &p![agreement])?.iter().map(one).collect()
}

/// Replaces whom the desk names for this agreement.
pub fn name(
    tx: &mut dyn Tx,
    agreement: AgreementId,
    named: &[(u8, WorkerId)],
) -> Result<(), DbError> {
    tx.send(&FORGET, &p![agreement])?;
    let mut named = named.iter();
    named.try_for_each(|(level, worker)| tx.send(&NAME, &p![agreement, i64::from(*level), *worker]))
}
