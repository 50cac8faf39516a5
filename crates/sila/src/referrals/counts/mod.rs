//! How much of the referrals waits for a worker: for the menu, the bell and the page of the day.

pub mod store;

use sila_core::Millis;
use sila_core::referral::State;

use super::record::came_back;
use super::store::Direction;
use crate::accounts::{Permission, Worker};
use crate::app::App;
use crate::db::{DbError, Tx};
use crate::problem::Problem;
use store::Count;

/// What waits for a worker, for the menu and the day page.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Received and not yet decided.
    pub incoming_waiting: u32,
    /// Received, not decided, and later than agreed.
    pub overdue: u32,
    /// Sent and still open.
    pub outgoing_open: u32,
    /// Sent and back here: declined, expired, or with an outcome to read.
    pub returned: u32,
    /// Departures from the residence clause that wait for a second approver who is not the sender.
    pub approvals: u32,
}

/// Counts what waits for this worker: one grouped read of an index of open referrals.
///
/// # Errors
/// When the store cannot be read.
pub async fn counts(app: &App, worker: &Worker) -> Result<Counts, Problem> {
    let (now, worker) = (app.clock.now(), worker.clone());
    Ok(app.store.read(move |tx| counts_in(tx, &worker, now)).await?)
}

/// As [`counts`], inside a transaction that reads more.
///
/// # Errors
/// When the store cannot be read.
pub fn counts_in(tx: &mut dyn Tx, worker: &Worker, now: Millis) -> Result<Counts, DbError> {
    if !worker.may(Permission::ReferralRead) {
        return Ok(Counts::default());
    }
    Ok(sum(worker, &store::counts(tx, now, worker.id)?))
}

/// Adds up what this worker may know of.
pub(super) fn sum(worker: &Worker, rows: &[Count]) -> Counts {
    let all = worker.may(Permission::ReferralReadAll);
    let desk = all || worker.may(Permission::ReferralDecide);
    let small = |n: i64| u32::try_from(n).unwrap_or(u32::MAX);
    let mut counts = Counts::default();
    for row in rows {
        let ours = small(if all { row.all } else { row.own });
        match (row.direction, row.state) {
            (Direction::In, state) if desk && state.awaits_target() => {
                counts.incoming_waiting = counts.incoming_waiting.saturating_add(small(row.all));
                counts.overdue = counts.overdue.saturating_add(small(row.late));
            }
            (Direction::In, _) => {}
            (Direction::Out, state) => {
                counts.outgoing_open = counts.outgoing_open.saturating_add(ours);
                let back = matches!(state, State::Completed | State::Draft);
                if back || came_back(state) {
                    counts.returned = counts.returned.saturating_add(ours);
                }
                if state == State::AwaitingApproval && worker.may(Permission::ReferralApprove) {
                    let others = small(row.all.saturating_sub(row.own));
                    counts.approvals = counts.approvals.saturating_add(others);
                }
            }
        }
    }
    counts
}
