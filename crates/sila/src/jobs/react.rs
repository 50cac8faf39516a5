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
        duty::GIVE_BACK => ended(app, &job, returning::give(app, id, now).await).await,
        duty::GIVEN_BACK => ended(app, &job, returning::mend(app, id, now).await).await,
        duty::RUN_OUT => referrals::ending::run_out(app, id, now).await,
        _ => referrals::react(app, id, now).await,
    };
    let Err(problem) = done else { return Ok(true) };
    tracing::warn!(referral = %id, code = %problem.code, "reaction failed: {problem}");
    let next = Millis(now.0.saturating_add(wait_ms(job.attempts)));
    app.store.write(move |tx| duty::store::postpone(tx, &job, next)).await?;
    Ok(false)
}

/// Ends work after a restore: after a crash it is done twice, which does no harm, and what was added while it was done is done again.
async fn ended(app: &App, job: &Job, done: Result<(), Problem>) -> Result<(), Problem> {
    done?;
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
    use crate::db::{DbError, Tx};
    use crate::referrals::store::{self, Direction};
    use crate::referrals::tests::{new, referral};
    use crate::testing::{NOW, TestNode};

    async fn due(node: &TestNode) -> Vec<Job> {
        let read = |tx: &mut dyn Tx| duty::store::due(tx, NOW);
        node.app.store.read::<_, DbError, _>(read).await.unwrap()
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn what_comes_back_while_what_came_before_is_mended_is_not_forgotten() {
        let node = TestNode::new().await;
        let row = new(referral(1, Direction::In));
        let id = row.row.id;
        node.write(move |tx| store::insert(tx, &row)).await.unwrap();
        for _ in 0..2 {
            let read = due(&node).await;
            node.write(move |tx| {
                duty::store::add(tx, duty::GIVE_BACK, id, NOW)?;
                duty::store::add(tx, duty::GIVEN_BACK, id, NOW)
            })
            .await
            .unwrap();
            for job in read {
                assert!(one(&node.app, job, NOW).await.unwrap());
            }
            assert_eq!(due(&node).await.len(), 2);
        }
        assert_eq!(all_due(&node.app).await.unwrap(), 2);
        assert_eq!(due(&node).await, []);
    }

    #[test]
    fn waiting_doubles_and_stops_at_an_hour() {
        assert_eq!(wait_ms(0), 2_000);
        assert_eq!(wait_ms(1), 4_000);
        assert_eq!(wait_ms(11), 3_600_000);
        assert_eq!(wait_ms(i64::MAX), 3_600_000);
    }
}
