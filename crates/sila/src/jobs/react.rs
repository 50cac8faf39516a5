//! What the node owes its referrals: release, erase, expire, open the case. Rows of the job table say which.

use sila_core::ReferralId;
use sila_core::time::Millis;
use tokio::task::JoinSet;

use crate::app::App;
use crate::problem::Problem;
use crate::referrals::{self, duty, returning};

/// A referral that cannot be brought forward is tried again after this long, doubled each time up to an hour.
const FIRST_WAIT_MS: i64 = 2_000;
const LONGEST_WAIT_MS: i64 = 3_600_000;

/// Kind, referral, how often it failed.
type Job = (String, ReferralId, i64);

/// Does what is due now, side by side, so that the writes of many referrals share a commit. Says how many referrals were
/// brought forward.
///
/// # Errors
/// When the store cannot be read or written.
pub async fn all_due(app: &App) -> Result<usize, Problem> {
    let now = app.clock.now();
    let due = app.store.read(move |tx| duty::store::due(tx, now)).await?;
    let mut reacting = JoinSet::new();
    for job in due {
        reacting.spawn(one(app.clone(), job, now));
    }
    let mut done = 0;
    while let Some(ended) = reacting.join_next().await {
        let reacted =
            ended.map_err(|error| Problem::unavailable("node.stopping").because(error))?;
        done += usize::from(reacted?);
    }
    Ok(done)
}

/// One referral; when it cannot be brought forward, it comes again later.
async fn one(app: App, (kind, id, attempts): Job, now: Millis) -> Result<bool, Problem> {
    let done = match kind.as_str() {
        duty::GIVE_BACK => returning::give(&app, id, now).await,
        duty::GIVEN_BACK => returning::mend(&app, id, now).await,
        duty::RUN_OUT => referrals::ending::run_out(&app, id, now).await,
        _ => referrals::react(&app, id, now).await,
    };
    let Err(problem) = done else { return Ok(true) };
    tracing::warn!(referral = %id, code = %problem.code, "reaction failed: {problem}");
    let next = Millis(now.0.saturating_add(wait_ms(attempts)));
    let postpone = move |tx: &mut dyn crate::db::Tx| {
        duty::store::postpone(tx, &kind, id, next, attempts.saturating_add(1))
    };
    app.store.write(postpone).await?;
    Ok(false)
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
