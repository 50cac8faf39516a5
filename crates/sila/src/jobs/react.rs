//! What the node owes its referrals: release, erase, expire, open the case. Rows of the job table say which.

use std::collections::BTreeMap;

use sila_core::ids::ReferralId;
use sila_core::time::Millis;
use tokio::task::JoinSet;

use crate::app::App;
use crate::problem::Problem;
use crate::referrals::duty::store::Job;
use crate::referrals::{self, duty, returning};

/// A referral that cannot be brought forward is tried again after this long, doubled each time up to an hour.
const FIRST_WAIT_MS: i64 = 2_000;
const LONGEST_WAIT_MS: i64 = 3_600_000;

/// Does what is due now: the referrals side by side, so that the writes of many share a commit; the work of one referral in its order,
/// so that it never waits for itself. Says how many jobs were done.
///
/// # Errors
/// When the store cannot be read or written.
pub async fn all_due(app: &App) -> Result<usize, Problem> {
    let now = app.clock.now();
    let due = app.store.read(move |tx| duty::store::due(tx, now)).await?;
    let mut each: BTreeMap<ReferralId, Vec<Job>> = BTreeMap::new();
    for job in due {
        each.entry(job.referral).or_default().push(job);
    }
    let mut reacting = JoinSet::new();
    for jobs in each.into_values() {
        reacting.spawn(in_order(app.clone(), jobs, now));
    }
    let mut done = 0;
    while let Some(ended) = reacting.join_next().await {
        let reacted =
            ended.map_err(|error| Problem::unavailable("node.stopping").because(error))?;
        done += reacted?;
    }
    Ok(done)
}

/// The work of one referral. Says how many jobs were done.
async fn in_order(app: App, jobs: Vec<Job>, now: Millis) -> Result<usize, Problem> {
    let mut done = 0;
    for job in jobs {
        done += usize::from(one(&app, job, now).await?);
    }
    Ok(done)
}

/// One job; what cannot be done comes again later.
async fn one(app: &App, job: Job, now: Millis) -> Result<bool, Problem> {
    let id = job.referral;
    let done = match job.kind.as_str() {
        duty::GIVE_BACK => give_back(app, &job, now).await,
        duty::GIVEN_BACK => returning::mend(app, id, now).await,
        duty::RUN_OUT => referrals::ending::run_out(app, id, now).await,
        _ => referrals::react(app, id, now).await,
    };
    let Err(problem) = done else { return Ok(true) };
    tracing::warn!(referral = %id, code = %problem.code, "reaction failed: {problem}");
    let next = Millis(now.0.saturating_add(wait_ms(job.attempts)));
    app.store.write(move |tx| duty::store::postpone(tx, &job, next)).await?;
    Ok(false)
}

/// The letters are written first: after a crash they go twice, which does no harm. A second restore meanwhile is not forgotten.
async fn give_back(app: &App, job: &Job, now: Millis) -> Result<(), Problem> {
    returning::give(app, job.referral, now).await?;
    let job = job.clone();
    Ok(app.store.write(move |tx| duty::store::end(tx, &job)).await?)
}

/// How long to wait after so many failures, in milliseconds.
fn wait_ms(attempts: i64) -> i64 {
    let doublings = u32::try_from(attempts.clamp(0, 16)).unwrap_or(16);
    FIRST_WAIT_MS.saturating_mul(2_i64.saturating_pow(doublings)).min(LONGEST_WAIT_MS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waiting_doubles_and_stops_at_an_hour() {
        assert_eq!(wait_ms(0), 2_000);
        assert_eq!(wait_ms(1), 4_000);
        assert_eq!(wait_ms(11), 3_600_000);
        assert_eq!(wait_ms(i64::MAX), 3_600_000);
    }
}
