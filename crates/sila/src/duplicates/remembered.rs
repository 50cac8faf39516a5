//! Everything that was decided about pairs, in memory: read at the start, added to with every decision.

use std::collections::{BTreeMap, BTreeSet};

use sila_core::ids::PersonId;

use crate::duplicates::verdict::{Decision, Pair, Standing, Verdict};

/// What stands, by pair and by person.
#[derive(Debug, Default)]
pub struct Remembered {
    acts: BTreeMap<Pair, Vec<Decision>>,
    standing: BTreeMap<Pair, Standing>,
    pairs: BTreeMap<PersonId, BTreeSet<Pair>>,
}

impl Remembered {
    /// Takes in a decision, once; they come in any order.
    pub fn take(&mut self, decision: Decision) {
        let pair = decision.pair;
        let acts = self.acts.entry(pair).or_default();
        if acts.iter().any(|known| known.id == decision.id) {
            return;
        }
        acts.push(decision);
        acts.sort_by_key(|decision| (decision.at, decision.id));
        self.standing.insert(pair, Standing::of(acts.as_slice()));
        for person in [pair.one, pair.two] {
            self.pairs.entry(person).or_default().insert(pair);
        }
    }

    /// What stands about a pair.
    pub fn of(&self, pair: Pair) -> Standing {
        self.standing.get(&pair).copied().unwrap_or_default()
    }

    /// Whether anything was ever decided about this record.
    pub fn knows(&self, person: PersonId) -> bool {
        self.pairs.contains_key(&person)
    }

    /// Every pair about which something waits for a second person.
    pub fn waiting(&self) -> impl Iterator<Item = Pair> {
        let waits = self.standing.iter().filter(|(_, standing)| standing.proposal.is_some());
        waits.map(|(pair, _)| *pair)
    }

    /// All records that were said to be this person and are still `here`, this one included.
    pub fn cluster(&self, person: PersonId, here: impl Fn(PersonId) -> bool) -> BTreeSet<PersonId> {
        let (mut found, mut next) = (BTreeSet::from([person]), vec![person]);
        while let Some(one) = next.pop() {
            for pair in self.pairs.get(&one).into_iter().flatten() {
                let other = pair.other(one);
                let same = self.of(*pair).verdict == Verdict::Same;
                if same && here(other) && found.insert(other) {
                    next.push(other);
                }
            }
        }
        found
    }

    /// Whether somebody said of a record of the one and a record of the other that they are two people.
    pub fn apart(&self, ones: &BTreeSet<PersonId>, twos: &BTreeSet<PersonId>) -> bool {
        ones.iter().filter_map(|one| Some((one, self.pairs.get(one)?))).any(|(one, pairs)| {
            pairs.iter().any(|pair| {
                let two_people =
                    matches!(self.of(*pair).verdict, Verdict::Different | Verdict::Related);
                two_people && twos.contains(&pair.other(*one))
            })
        })
    }
}
