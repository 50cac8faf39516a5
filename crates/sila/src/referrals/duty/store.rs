//! All SQL of the work that referrals are owed.

use sila_core::ids::ReferralId;
use sila_core::time::Millis;

use crate::db::{DbError, Row, Tx};
use crate::p;

crate::sql! {
    pub ADD = "insert into job (kind, subject, not_before, attempts) values ($1, $2, $3, 0) on conflict (kind, subject) do update set not_before = excluded.not_before, attempts = 0";
    pub DUE = "select kind, subject, attempts from job where not_before <= $1 and kind in ('referral.react', 'referral.expire', 'referral.give_back', 'referral.given_back', 'referral.run_out') order by not_before limit 50";
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
