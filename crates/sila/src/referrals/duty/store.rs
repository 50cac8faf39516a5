//! All SQL of the work that referrals are owed.

use sila_core::ids::ReferralId;
use sila_core::time::Millis;

use crate::accounts::Worker;
use crate::cases::scope::store::barred;
use crate::db::{DbError, Row, Tx};
use crate::p;
use crate::referrals::ending::TELLER_WAITS_HOURS;
use crate::referrals::permission::SOON_DAYS;

crate::sql! {
    pub ADD = "insert into job (kind, subject, not_before, attempts, turn) values ($1, $2, $3, 0, 0) on conflict (kind, subject) do update set not_before = excluded.not_before, attempts = 0, turn = job.turn + 1";
    pub DUE = "select kind, subject, attempts, turn from job where not_before <= $1 and kind in ('referral.react', 'referral.expire', 'referral.give_back', 'referral.given_back', 'referral.run_out') order by not_before, kind, subject limit 50";
    pub RUNNING_OUT = concat!("select r.id, r.reference, j.not_before, r.direction, exists (select 1 from partner q where q.id = r.peer) from case_member m cross join referral r join job j on j.kind = 'referral.run_out' and j.subject = r.id where m.worker = $1 and m.is_open and r.case_id = m.case_id and j.not_before <= $2 and not ", barred!("m.case_id", "$1"), " order by j.not_before, r.id limit 50");
    pub POSTPONE = "update job set not_before = $3, attempts = $4 where kind = $1 and subject = $2 and turn = $5";
    pub DONE = "delete from job where kind = $1 and subject = $2";
    pub ENDED = "delete from job where kind = $1 and subject = $2 and turn = $3";
}

/// Work that is due, as it was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Job {
    /// Which work.
    pub kind: String,
    /// For which referral.
    pub referral: ReferralId,
    /// How often it failed.
    pub attempts: i64,
    /// How often it was added. What is added after it was read is not done by who has read it.
    pub turn: i64,
}

/// Says that the node must look at a referral from `not_before` on.
pub fn add(tx: &mut dyn Tx, kind: &str, id: ReferralId, not_before: Millis) -> Result<(), DbError> {
    tx.send(&ADD, &p![kind, id, not_before])
}

/// What is to be done now.
pub fn due(tx: &mut dyn Tx, now: Millis) -> Result<Vec<Job>, DbError> {
    let job = |row: &Row| {
        let (kind, referral) = (row.get(0)?, row.get(1)?);
        Ok(Job { kind, referral, attempts: row.get(2)?, turn: row.get(3)? })
    };
    tx.query(&DUE, &p![now])?.iter().map(job).collect()
}

/// A permission that runs out soon. Names nobody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RunsOut {
    /// The referral that rests on it.
    pub referral: ReferralId,
    /// Its number.
    pub reference: String,
    /// When.
    pub at: Millis,
}

/// The permissions that run out soon by which the people of this worker's cases are known to us or to another agency.
pub fn running_out(tx: &mut dyn Tx, worker: &Worker, now: Millis) -> Result<Vec<RunsOut>, DbError> {
    let soon = now.plus_days(SOON_DAYS);
    let one = |row: &Row| {
        let (job, direction, hosted): (Millis, String, bool) =
            (row.get(2)?, row.get(3)?, row.get(4)?);
        // Whoever told acts only when it has not heard of the end; the permission runs out before that.
        let waits = direction == "out" && !hosted;
        let at = job.plus_hours(if waits { -TELLER_WAITS_HOURS } else { 0 });
        Ok(RunsOut { referral: row.get(0)?, reference: row.get(1)?, at })
    };
    let rows = tx.query(&RUNNING_OUT, &p![worker.id, soon.plus_hours(TELLER_WAITS_HOURS)])?;
    let all: Result<Vec<RunsOut>, DbError> = rows.iter().map(one).collect();
    Ok(all?.into_iter().filter(|one| now < one.at && one.at <= soon).collect())
}

/// Leaves a job for later after it failed; what was added meanwhile is due as it says.
pub fn postpone(tx: &mut dyn Tx, job: &Job, not_before: Millis) -> Result<(), DbError> {
    let attempts = job.attempts.saturating_add(1);
    tx.send(&POSTPONE, &p![&job.kind, job.referral, not_before, attempts, job.turn])
}

/// Ends a job, unless it was added again since it was read.
pub fn end(tx: &mut dyn Tx, job: &Job) -> Result<(), DbError> {
    tx.send(&ENDED, &p![&job.kind, job.referral, job.turn])
}
