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
    pub ADD = "insert into job (kind, subject, not_before, attempts) values ($1, $2, $3, 0) on conflict (kind, subject) do update set not_before = excluded.not_before, attempts = 0";
    pub DUE = "select kind, subject, attempts from job where not_before <= $1 and kind in ('referral.react', 'referral.expire', 'referral.give_back', 'referral.given_back', 'referral.run_out') order by not_before limit 50";
    pub RUNNING_OUT = concat!("select r.id, r.reference, j.not_before, r.direction, exists (select 1 from partner q where q.id = r.peer) from case_member m cross join referral r join job j on j.kind = 'referral.run_out' and j.subject = r.id where m.worker = $1 and m.is_open and r.case_id = m.case_id and j.not_before <= $2 and not ", barred!("m.case_id", "$1"), " order by j.not_before, r.id limit 50");
    pub POSTPONE = "update job set not_before = $3, attempts = $4 where kind = $1 and subject = $2";
    pub DONE = "delete from job where kind = $1 and subject = $2";
}

/// Says that the node must look at a referral from `not_before` on.
pub fn add(tx: &mut dyn Tx, kind: &str, id: ReferralId, not_before: Millis) -> Result<(), DbError> {
    tx.send(&ADD, &p![kind, id, not_before])
}

/// The referrals to look at now: kind, referral, how often it failed.
pub fn due(tx: &mut dyn Tx, now: Millis) -> Result<Vec<(String, ReferralId, i64)>, DbError> {
    let job = |row: &Row| Ok((row.get(0)?, row.get(1)?, row.get(2)?));
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

/// Leaves a job for later after it failed.
pub fn postpone(
    tx: &mut dyn Tx,
    kind: &str,
    id: ReferralId,
    not_before: Millis,
    attempts: i64,
) -> Result<(), DbError> {
    tx.send(&POSTPONE, &p![kind, id, not_before, attempts])
}
