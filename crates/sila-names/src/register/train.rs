//! Learning the weights from records without being told who is who (expectation and maximisation), or with decisions
//! that people have taken.

use std::collections::BTreeMap;

use super::Register;
use super::align::Memory;
use super::compare::{Compared, compare};
use super::finding::Pattern;
use super::model::{Model, Tally, verdict};
use super::number::{lower, mix, narrow, real};

/// Rounds of expectation and maximisation.
const ROUNDS: u32 = 8;
/// Pairs drawn by chance to see how strangers compare.
const CHANCE_PAIRS: u32 = 40_000;
/// The weights we start from count as so many pairs.
const TRUST: f64 = 2_000.0;

/// Pairs with one pattern.
#[derive(Clone, Copy, Debug, Default)]
struct Group {
    pairs: f64,
    same_bits: f64,
    household_bits: f64,
}

impl<K: Copy + Ord> Register<K> {
    /// Weights fitted to the records of this register, starting from its model. `decided` says of two keys whether
    /// people have found them to be one person, or two; `None` where nobody has looked. `share` of 1 compares
    /// everything, larger ones only one part in `share`.
    pub fn train(&self, share: u32, decided: impl Fn(&K, &K) -> Option<bool>) -> Model {
        let mut groups: BTreeMap<(Pattern, Option<bool>), Group> = BTreeMap::new();
        self.each_pair(0, share.max(1), |a, b, found| {
            let group = groups.entry((found.pattern, decided(&a, &b))).or_default();
            let inherited = found.rest_bits + found.mother_bits;
            group.pairs += 1.0;
            group.same_bits += inherited + found.given_bits;
            group.household_bits += inherited;
        });
        let covered = 1.0 / f64::from(share.max(1));
        let mut model = Model { version: 0, chance: self.chance(), ..self.model.clone() };
        for _ in 0..ROUNDS {
            model = self.round(&model, &groups, covered);
        }
        model
    }

    fn round(
        &self,
        model: &Model,
        groups: &BTreeMap<(Pattern, Option<bool>), Group>,
        covered: f64,
    ) -> Model {
        let prior = model.prior(self.len());
        let mut same = Tally::expecting(&self.model.same, TRUST);
        let mut household = Tally::expecting(&self.model.household, TRUST);
        let (mut all_same, mut all_household) = (0.0, 0.0);
        for ((pattern, decided), group) in groups {
            let bare = Compared { pattern: *pattern, ..Compared::default() };
            let bits = model.evidence(&bare);
            let judged = verdict(
                bits.0 + prior.0 - Model::caution(&bare) + group.same_bits / group.pairs,
                bits.1 + prior.1 + group.household_bits / group.pairs,
            );
            let (s, h) = match decided {
                None => (judged.same, judged.household),
                Some(true) => (1.0, 0.0),
                Some(false) => (0.0, judged.household / (1.0 - judged.same).max(1e-9)),
            };
            same.add(*pattern, s * group.pairs);
            household.add(*pattern, h * group.pairs);
            all_same += s * group.pairs;
            all_household += h * group.pairs;
        }
        // Each pair is a partner for both of its records.
        let per_record = |pairs: f64| 2.0 * pairs / covered / real(self.len()).max(1.0);
        Model {
            version: 0,
            same_per_record: per_record(all_same).clamp(0.01, 10.0),
            household_per_record: per_record(all_household).clamp(0.01, 50.0),
            same: same.table(),
            household: household.table(),
            chance: model.chance,
        }
    }

    /// How strangers compare: pairs drawn by chance, evenly and always the same.
    fn chance(&self) -> super::model::Table {
        let mut tally = Tally::expecting(&self.model.chance, TRUST * 10.0);
        let mut memory = Memory::large();
        let slots = narrow(self.records.len()).max(1);
        for draw in 0..CHANCE_PAIRS {
            let hash = mix(0x5eed, u64::from(draw));
            let (a, b) = (lower(hash) % slots, lower(hash >> 32) % slots);
            let records = self.record(a).zip(self.record(b)).filter(|_| a != b);
            if let Some(((_, one), (_, other))) = records {
                let found = compare(self.lexis(), &mut memory, &self.model, one, other);
                // Chance also draws relatives and doubles.
                let judged = self.model.verdict(&found, self.len());
                tally.add(found.pattern, 1.0 - judged.same - judged.household);
            }
        }
        tally.table()
    }
}
