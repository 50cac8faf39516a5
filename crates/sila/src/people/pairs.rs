//! Pairs of records that may be of one person or of one household. They are found by either of the two, and those that may be one
//! person apart from the many that are of one household.

use std::collections::{BTreeMap, BTreeSet};

use sila_core::ids::PersonId;
use sila_names::register::Verdict;
use uuid::Uuid;

use crate::duplicates::reasons::{LOOK, thousandths};
use crate::duplicates::verdict::Pair;

/// The pairs of a register, with how likely each is.
#[derive(Debug, Default)]
pub struct Pairs {
    verdicts: BTreeMap<Pair, Verdict>,
    likely: BTreeSet<Pair>,
    /// The larger identifier of each pair, with the smaller.
    backwards: BTreeSet<(PersonId, PersonId)>,
}

impl Pairs {
    /// Keeps a pair, or what is now known of it.
    pub fn insert(&mut self, pair: Pair, verdict: Verdict) {
        self.verdicts.insert(pair, verdict);
        self.backwards.insert((pair.two, pair.one));
        if thousandths(verdict.same) >= LOOK {
            self.likely.insert(pair);
        } else {
            self.likely.remove(&pair);
        }
    }

    /// Forgets every pair of a record.
    pub fn forget(&mut self, person: PersonId) {
        let all: Vec<Pair> = self.of(person).collect();
        for pair in all {
            self.verdicts.remove(&pair);
            self.likely.remove(&pair);
            self.backwards.remove(&(pair.two, pair.one));
        }
    }

    /// How likely a pair is; nothing when it is not kept.
    pub fn get(&self, pair: Pair) -> Option<Verdict> {
        self.verdicts.get(&pair).copied()
    }

    /// The pairs of a record.
    pub fn of(&self, person: PersonId) -> impl Iterator<Item = Pair> {
        let (least, most) = (PersonId(Uuid::nil()), PersonId(Uuid::max()));
        let smaller = Pair { one: person, two: least }..=Pair { one: person, two: most };
        let forwards = self.verdicts.range(smaller).map(|(pair, _)| *pair);
        let larger = self.backwards.range((person, least)..=(person, most));
        forwards.chain(larger.map(|(two, one)| Pair { one: *one, two: *two }))
    }

    /// Those that may well be one person.
    pub fn likely(&self) -> impl Iterator<Item = Pair> {
        self.likely.iter().copied()
    }

    /// Those that are of one household, and hardly one person.
    pub fn households(&self) -> impl Iterator<Item = Pair> {
        self.verdicts.keys().copied().filter(|pair| !self.likely.contains(pair))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pair_is_found_by_either_and_gone_with_either() {
        let person = |n: u128| PersonId(Uuid::from_u128(n));
        let pair = |a, b| Pair::of(person(a), person(b)).unwrap();
        let verdict = |same, household| Verdict { same, household };
        let mut pairs = Pairs::default();
        pairs.insert(pair(1, 2), verdict(0.9, 0.1));
        pairs.insert(pair(3, 2), verdict(0.1, 0.8));
        pairs.insert(pair(3, 4), verdict(0.6, 0.3));
        assert_eq!(pairs.of(person(2)).collect::<Vec<_>>(), [pair(2, 3), pair(1, 2)]);
        assert_eq!(pairs.likely().collect::<Vec<_>>(), [pair(1, 2), pair(3, 4)]);
        assert_eq!(pairs.households().collect::<Vec<_>>(), [pair(2, 3)]);
        pairs.insert(pair(1, 2), verdict(0.2, 0.7));
        assert_eq!(pairs.likely().collect::<Vec<_>>(), [pair(3, 4)], "it is less likely now");
        pairs.forget(person(3));
        assert_eq!(pairs.of(person(4)).count() + pairs.likely().count(), 0);
        assert_eq!(pairs.households().collect::<Vec<_>>(), [pair(1, 2)], "others stay");
    }
}
