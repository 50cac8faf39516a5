//! What the nodes have observed themselves: demands of the link that were answered inside the agreed time. Only counts of an
//! agreement leave this file, never one referral; both nodes hold the same signed entries and so count the same. Beside them
//! stands what each party brought in ([`super::voices`]).
//! agreement leave this file, never one referral; both nodes hold the same signed entries and so count the same, but for what one of them
//! counts nowhere: referrals of cases that are restricted or withheld there.

use sila_core::agreement::Agreement;
use sila_core::indices::Exchange;
use sila_core::{AgencyId, Millis, RecordId};

use super::ledger::name;
use super::store::{self, Demand};
use super::voices::{self, Brought};
use crate::app::App;
use crate::db::{DbError, Tx};
use crate::problem::Problem;

/// The window of the indices.
const WINDOW_DAYS: i64 = 365;
/// Which kind of fact a direction is, for its identifier.
const KIND: u8 = 5;

/// What both nodes know of an agreement beside what was signed under it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Observed {
    /// Both directions of the link in the twelve months before.
    pub exchanges: Vec<Exchange>,
    /// What each party brought in until then.
    pub brought: Vec<Brought>,
}

/// What was observed of an agreement at `now`.
///
/// # Errors
/// When the store cannot be read.
pub async fn of(app: &App, agreement: &Agreement, now: Millis) -> Result<Observed, Problem> {
    let (me, agreement) = (app.node.id, agreement.clone());
    Ok(app.store.read(move |tx| within(tx, &agreement, me, now)).await?)
}

/// As [`of`], in a transaction.
pub fn within(
    tx: &mut dyn Tx,
    agreement: &Agreement,
    me: AgencyId,
    now: Millis,
) -> Result<Observed, DbError> {
    let brought = voices::within(tx, agreement, me, now)?;
    Ok(Observed { exchanges: exchanges(tx, agreement, me, now)?, brought })
}

fn exchanges(
    tx: &mut dyn Tx,
    agreement: &Agreement,
    me: AgencyId,
    now: Millis,
) -> Result<Vec<Exchange>, DbError> {
    let demands = store::demands(tx, agreement.id, (now.plus_days(-WINDOW_DAYS), now))?;
    let nth = (0_i64..).zip(&agreement.parties);
    Ok(nth
        .map(|(nth, party)| {
            let own = demands.iter().filter(|one| one.ours == (party.agency == me));
            let id = name((RecordId(agreement.id.0), KIND, nth, 0));
            counted(
                own,
                Exchange { id, answers: party.agency, demanded: 0, in_time: 0, answered_at: None },
                now,
            )
        })
        .collect())
}

/// What was taken back before its day and without an answer was never due.
fn counted<'a>(
    demands: impl Iterator<Item = &'a Demand>,
    mut way: Exchange,
    now: Millis,
) -> Exchange {
    for one in demands {
        let decided = one.decided_at.filter(|at| *at <= now);
        if decided.is_none() && one.recalled_at.is_some_and(|at| at <= one.decide_by) {
            continue;
        }
        way.demanded = way.demanded.saturating_add(1);
        if decided.is_some_and(|at| at <= one.decide_by) {
            way.in_time = way.in_time.saturating_add(1);
        }
        way.answered_at = way.answered_at.max(decided);
    }
    way
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::NOW;
    use sila_core::FactId;
    use uuid::Uuid;

    #[test]
    fn contract_a01_what_the_link_observed_counts_by_its_agreed_time_and_nothing_else() {
        let due = NOW.plus_days(-3);
        let demand = |decided_at: Option<i64>, recalled_at: Option<i64>| Demand {
            ours: true,
            decide_by: due,
            decided_at: decided_at.map(|hours| due.plus_hours(hours)),
            recalled_at: recalled_at.map(|hours| due.plus_hours(hours)),
        };
        let all = [
            demand(Some(-1), None),
            demand(Some(0), Some(1)),
            demand(Some(1), None),
            demand(None, None),
            demand(None, Some(-1)),
            demand(None, Some(1)),
            demand(Some(24 * 9), None),
        ];
        let id = FactId(Uuid::nil());
        let way =
            Exchange { id, answers: AgencyId([1; 32]), demanded: 0, in_time: 0, answered_at: None };
        let way = counted(all.iter(), way, NOW);
        // In time two; late, never, taken back too late and answered after today: four; taken back before its day: none.
        assert_eq!((way.demanded, way.in_time), (6, 2));
        assert_eq!(way.answered_at, Some(due.plus_hours(1)));
    }
}
