//! How many questions may still be asked of a partner: counted here in the way the partner counts, so that neither side
//! is surprised. The same question again, within a day, is free of the day's numbers and not of the minute's.

use sila_core::agreement::KnownClause;
use sila_core::codes::KnownPurpose;
use sila_core::ids::{AgreementId, WorkerId};
use sila_core::time::Millis;

use super::store;
use crate::db::{DbError, Tx};
use crate::known::day_began;
use crate::problem::Problem;

/// How many questions may still be asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Budget {
    /// Today, for this purpose, by everybody here.
    pub today: i64,
    /// Within this minute.
    pub minute: i64,
    /// Today, by this worker.
    pub worker: i64,
}

impl Budget {
    /// What is left of the agreed number of questions.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn of(
        tx: &mut dyn Tx,
        (agreement, clause): (AgreementId, &KnownClause),
        purpose: KnownPurpose,
        worker: WorkerId,
        now: Millis,
    ) -> Result<Budget, DbError> {
        let (day, minute) = (day_began(now), Millis(now.0.saturating_sub(60_000)));
        let of = (agreement, purpose.code());
        let quota = clause.quota;
        let left = |max: u32, used: i64| i64::from(max).saturating_sub(used);
        Ok(Budget {
            today: left(quota.per_day, store::asked_new(tx, of, day)?),
            minute: left(quota.per_minute, store::asked_since(tx, of, minute)?),
            worker: left(quota.per_worker_day, store::asked_by(tx, (agreement, worker), day)?),
        })
    }

    /// The least of the three, never below zero.
    pub fn left(self) -> i64 {
        self.today.min(self.minute).min(self.worker).max(0)
    }

    /// Whether one more question may be asked; `again` says that it is one that was answered within a day.
    ///
    /// # Errors
    /// `known.over_budget_minute`, `…_worker`, `…_day`.
    pub fn allows(self, again: bool) -> Result<(), Problem> {
        let code = match self {
            Budget { minute, .. } if minute <= 0 => "known.over_budget_minute",
            _ if again => return Ok(()),
            Budget { worker, .. } if worker <= 0 => "known.over_budget_worker",
            Budget { today, .. } if today <= 0 => "known.over_budget_day",
            _ => return Ok(()),
        };
        Err(Problem::refused(code))
    }
}
