//! From what was found to a probability.

use super::Level;
use super::matching::{Matching, Pair};
use crate::name::Name;

/// How many things are weighed.
pub(super) const FEATURES: usize = 12;
/// What each is worth, in natural logarithms of odds.
const WEIGHTS: [f64; FEATURES] =
    [2.7, -0.7, 0.14, 0.0, -2.5, -1.0, -4.7, 0.25, -1.8, -1.75, -1.2, -2.4];

/// The odds when no part of a name is like any of the other.
const NOTHING_ALIKE: f64 = -7.0;

/// What is known of two names.
#[derive(Debug, Default)]
pub(super) struct Evidence {
    pub(super) conflicts: usize,
    is_nothing: bool,
    features: [f64; FEATURES],
}

impl Evidence {
    pub(super) fn features(&self) -> [f64; FEATURES] {
        self.features
    }
}

pub(super) fn evidence(a: &Name, b: &Name, found: &Matching) -> Evidence {
    let (m, n) = (a.tokens().len(), b.tokens().len());
    let left_over =
        (m + n).saturating_sub(2 * (found.pairs.len() + found.conflicts) + found.halves);
    let number = |n: usize| f64::from(u32::try_from(n).unwrap_or(u32::MAX));
    let bits = |bits: i32| f64::from(bits) / 8.0;
    let at = |level: Level| number(found.pairs.iter().filter(|pair| pair.level == level).count());
    let sure: f64 = found.pairs.iter().map(|pair| bits(pair.bits).clamp(0.0, 14.0)).sum();
    let known = |pair: &Pair| {
        let entries =
            |name: &Name, at: usize| name.tokens().get(at).is_some_and(|t| !t.entries().is_empty());
        pair.level == Level::Fuzzy && entries(a, pair.a) && entries(b, pair.b)
    };
    let apart = found.pairs.iter().filter(|pair| known(pair)).count();
    let conflicts = found.conflicts;
    let crossed = found.pairs.windows(2).any(|two| matches!(two, [one, next] if next.b < one.b));
    let first = found.pairs.iter().any(|pair| pair.a == 0 && pair.b == 0);
    let truth = |yes: bool| if yes { 1.0 } else { 0.0 };
    let features = [
        1.0,
        number(found.pairs.len().min(4)),
        sure.min(40.0),
        at(Level::Skeleton),
        at(Level::Fuzzy),
        number(apart),
        number(conflicts.min(3)),
        found.doubt.max(-32.0),
        number(left_over.min(4)),
        truth(crossed),
        truth(!crossed && !first && !found.pairs.is_empty()),
        truth(m.min(n) == 1),
    ];
    Evidence { conflicts, is_nothing: found.pairs.is_empty(), features }
}

pub(super) fn probability(evidence: &Evidence) -> f64 {
    let features = &evidence.features;
    let odds: f64 = features.iter().zip(WEIGHTS).map(|(value, weight)| value * weight).sum();
    let odds = if evidence.is_nothing { odds.min(NOTHING_ALIKE) } else { odds };
    1.0 / (1.0 + (-odds).exp())
}
