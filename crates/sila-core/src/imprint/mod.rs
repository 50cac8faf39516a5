//! What the work of an agency leaves behind, in numbers that point at nobody: how long people wait, how many steps and
//! documents a referral takes, before and after a day; the indicators of units; and the cells of a yearly report.
//!
//! Everything is counted from recorded events and is the same whatever their order. Fewer than five people are never told, and
//! neither is a number from which they could be had by subtraction (Hundepool et al., *Statistical Disclosure Control*, 2012).

mod course;
#[cfg(test)]
mod tests;
mod told;
mod typing;

pub use course::{Course, Stage, stages};
pub use told::{CELL_MIN, Told};
pub use typing::Typing;

use crate::codes::code_list;
use crate::time::Millis;

/// Name and version of the way of counting.
pub const FORMULA: &str = "imprint/1";

/// One referral as recorded: times, steps and documents, nobody in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Passage {
    /// When it was offered.
    pub offered_at: Millis,
    /// When a person at the target first acted on it.
    pub acknowledged_at: Option<Millis>,
    /// When the target took the person on.
    pub taken_at: Option<Millis>,
    /// By when the target should have decided.
    pub decide_by: Millis,
    /// When it was decided: taken on, declined or passed on.
    pub decided_at: Option<Millis>,
    /// What people of both agencies did about it.
    pub steps: u32,
    /// Documents that travelled with it.
    pub documents: u32,
}

/// How a number of referrals went. Each figure is the median of five or more, or nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Efficiency {
    /// How many, in whole fives; nothing of fewer than five. Two days that are compared do not tell of one more.
    pub count: Option<u64>,
    /// Minutes from the offer until a person at the target acted.
    pub to_acknowledge: Option<i64>,
    /// Minutes from the offer until the target took the person on.
    pub to_service: Option<i64>,
    /// Steps of a referral.
    pub steps: Option<i64>,
    /// Documents of a referral.
    pub documents: Option<i64>,
}

impl Efficiency {
    /// Of these referrals.
    pub fn of<'a>(passages: impl IntoIterator<Item = &'a Passage>) -> Self {
        let all: Vec<&Passage> = passages.into_iter().collect();
        let since = |of: fn(&Passage) -> Option<Millis>| {
            let waits = all.iter().filter_map(|one| Some(of(one)?.minutes_since(one.offered_at)));
            median(waits.collect())
        };
        let each = |of: fn(&Passage) -> u32| median(all.iter().map(|one| of(one).into()).collect());
        let count = u64::try_from(all.len()).unwrap_or(u64::MAX);
        Self {
            count: count
                .checked_div(CELL_MIN)
                .map(|fives| fives.saturating_mul(CELL_MIN))
                .filter(|count| *count > 0),
            to_acknowledge: since(|one| one.acknowledged_at),
            to_service: since(|one| one.taken_at),
            steps: each(|one| one.steps),
            documents: each(|one| one.documents),
        }
    }

    /// Before a day and from it on.
    pub fn around(passages: &[Passage], day: Millis) -> [Self; 2] {
        let before = passages.iter().filter(|one| one.offered_at < day);
        let after = passages.iter().filter(|one| one.offered_at >= day);
        [Self::of(before), Self::of(after)]
    }
}

/// The median, of an even number the lower of the middle two; nothing of fewer than five.
pub fn median(mut values: Vec<i64>) -> Option<i64> {
    values.sort_unstable();
    let enough = u64::try_from(values.len()).is_ok_and(|many| many >= CELL_MIN);
    let middle = values.len().checked_sub(1)? / 2;
    values.get(middle).copied().filter(|_| enough)
}

code_list! {
    /// What an indicator of a unit counts. Nobody types a figure: all are computed from the log.
    Gauge, "gauge" {
        Acknowledge = "ACKNOWLEDGE": "Median minutes until a person at the target acted.",
        Service = "SERVICE": "Median minutes until the person was taken on.",
        InTime = "IN_TIME": "Of 100 decided referrals, those decided in time.",
        Taken = "TAKEN": "Referrals taken on.",
        Steps = "STEPS": "Median steps of a referral.",
        Kept = "KEPT": "Of 100 obligations due, those the other party accepted.",
        Closed = "CLOSED": "Initiatives closed with impact.",
    }
}

impl Gauge {
    /// Whether less is better.
    pub fn is_downward(self) -> bool {
        matches!(self, Self::Acknowledge | Self::Service | Self::Steps)
    }
}

/// What was recorded in a period.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Recorded {
    /// Referrals offered in it.
    pub passages: Vec<Passage>,
    /// Obligations that fell due in it and were not waived: accepted, and all.
    pub kept: (u64, u64),
    /// Initiatives closed with impact in it.
    pub closed: u64,
}

impl Recorded {
    /// The figure of an indicator; nothing where there is nothing to count or too few people.
    pub fn gauge(&self, gauge: Gauge) -> Option<i64> {
        let whole = Efficiency::of(&self.passages);
        match gauge {
            Gauge::Acknowledge => whole.to_acknowledge,
            Gauge::Service => whole.to_service,
            Gauge::Steps => whole.steps,
            Gauge::InTime => self.in_time(),
            Gauge::Taken => {
                let taken = self.passages.iter().filter(|one| one.taken_at.is_some()).count();
                let taken = u64::try_from(taken).ok()?;
                i64::try_from(Some(taken).filter(|n| *n == 0 || *n >= CELL_MIN)?).ok()
            }
            Gauge::Kept => share(self.kept.0, self.kept.1),
            Gauge::Closed => i64::try_from(self.closed).ok(),
        }
    }

    /// Of at least five decided referrals.
    fn in_time(&self) -> Option<i64> {
        let decided = self.passages.iter().filter_map(|one| Some((one.decided_at?, one.decide_by)));
        let (mut all, mut in_time) = (0_u64, 0_u64);
        for (decided, by) in decided {
            all = all.saturating_add(1);
            in_time = in_time.saturating_add(u64::from(decided <= by));
        }
        share(in_time, Some(all).filter(|all| *all >= CELL_MIN)?)
    }
}

/// Whole percent, rounded down; nothing of nothing.
fn share(part: u64, whole: u64) -> Option<i64> {
    i64::try_from(part.saturating_mul(100).checked_div(whole)?).ok()
}
