//! What the partnership has brought: targets, milestones, obligations.

use super::{Part, WHOLE};
use crate::obligation::{Settled, Standing};
use crate::partnership::{Course, Instance, Ledger, reached};
use crate::time::Millis;

/// Obligations count for so many days after they were due.
const WINDOW_DAYS: i64 = 365;
/// What was reached late counts half.
const LATE: u32 = WHOLE / 2;
/// The last minute of a day.
const END_OF_DAY: u16 = 24 * 60 - 1;

/// Shares with their weights.
type Shares = Vec<(u32, u32)>;

/// The parts of effectiveness.
pub(super) fn parts(ledgers: &[Ledger], now: Millis) -> Vec<Part> {
    let all = |of: fn(&Ledger, Millis) -> Shares| -> Shares {
        ledgers.iter().flat_map(|ledger| of(ledger, now)).collect()
    };
    vec![
        part("TARGETS", 50, &all(targets)),
        part("MILESTONES", 30, &all(milestones)),
        part("KEPT", 20, &all(kept)),
    ]
}

fn part(code: &'static str, weight: u32, shares: &[(u32, u32)]) -> Part {
    let (whole, sum) = shares.iter().fold((0_u64, 0_u64), |(whole, sum), (weight, share)| {
        let (weight, share) = (u64::from(*weight), u64::from(*share));
        (whole.saturating_add(weight), sum.saturating_add(weight.saturating_mul(share)))
    });
    let value = sum.checked_div(whole).and_then(|mean| u32::try_from(mean).ok());
    Part { code, weight, value, facts: shares.len() }
}

/// How far each target is reached. What ended without a figure counts nothing; what is still open is left out until it has one.
fn targets(ledger: &Ledger, now: Millis) -> Shares {
    let impact = ledger.impact();
    let indicators = impact.iter().filter_map(|one| {
        let over = one.indicator.is_due(now).then_some(0);
        Some((1, one.reached().or(over)?))
    });
    let courses = ledger.courses();
    let began = courses.iter().filter(|course| course.started_at.is_some());
    let measures = began.flat_map(|course| {
        let over = course.ended_at.map(|_| 0);
        course.plan.measures.iter().filter_map(move |measure| {
            let said = course.actuals.get(&measure.number).filter(|one| one.confirmed().is_some());
            let share = said.and_then(|said| said.deed.figure);
            let share = share.map(|figure| reached(measure.baseline, measure.target, figure));
            Some((1, share.or(over)?))
        })
    });
    indicators.chain(measures).collect()
}

/// Milestones that are due or reached, also of what was given up.
fn milestones(ledger: &Ledger, now: Millis) -> Shares {
    let of = |course: &Course<'_>| -> Shares {
        let steps = course.plan.milestones.iter().filter_map(|step| {
            let due = step.due.at_minute(END_OF_DAY);
            let said = course.reached.get(&step.number).filter(|one| one.confirmed().is_some());
            let share = match said {
                Some(said) if said.at <= due => WHOLE,
                Some(_) => LATE,
                None if due < now => 0,
                None => return None,
            };
            Some((u32::from(step.weight), share))
        });
        steps.collect()
    };
    ledger.courses().iter().flat_map(of).collect()
}

/// Obligations that fell due in the last twelve months and were not waived. What waits for an answer is left out.
fn kept(ledger: &Ledger, now: Millis) -> Shares {
    let from = now.plus_days(-WINDOW_DAYS);
    let share = |one: &Instance<'_>| {
        let share = match one.life.standing(now) {
            Standing::Settled(Settled::Accepted | Settled::ByDefault) => WHOLE,
            Standing::Settled(Settled::Waived) | Standing::Submitted { .. } => return None,
            _ => 0,
        };
        Some((u32::from(one.duty.weight), share))
    };
    let due = |one: &&Instance<'_>| from < one.due.at && one.due.at <= now;
    ledger.instances(now).iter().filter(due).filter_map(share).collect()
}
