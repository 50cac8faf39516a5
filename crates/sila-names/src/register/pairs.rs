//! Everybody who may be in the register twice.

use super::Register;
use super::align::Memory;
use super::compare::{Compared, compare};
use super::model::Verdict;
use super::number::{lower, narrow, upper};

/// A key that more records share than this says nothing; they share other keys if they are one person. It keeps the work
/// in proportion to the number of records when thousands share one name.
const BLOCK_MAX: usize = 40;
/// Slots whose pairs are collected at a time: bounds the memory.
const SLOTS_AT_A_TIME: u32 = 1 << 16;

/// Two records that may be of one person.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pair<K> {
    /// The smaller key.
    pub a: K,
    /// The larger key.
    pub b: K,
    /// The judgement.
    pub verdict: Verdict,
}

impl<K: Copy + Ord> Register<K> {
    /// Every two records that are one person with a probability of at least `threshold`, or of one household with
    /// at least that, in the order of their keys.
    pub fn pairs(&self, threshold: f64) -> Vec<Pair<K>> {
        let mut found = self.pairs_part(threshold, 0, 1);
        found.sort_unstable_by_key(|pair| (pair.a, pair.b));
        found
    }

    /// One of `parts` shares of the same work, for callers with threads to spare. In no order.
    pub fn pairs_part(&self, threshold: f64, part: u32, parts: u32) -> Vec<Pair<K>> {
        let mut found = Vec::new();
        self.each_verdict(part, parts, |a, b, verdict| {
            if verdict.same >= threshold || verdict.household >= threshold {
                let (a, b) = (a.min(b), a.max(b));
                found.push(Pair { a, b, verdict });
            }
        });
        found
    }

    /// Judges every two records that share a key, of one of `parts` shares of the register, without keeping any.
    pub fn each_verdict(&self, part: u32, parts: u32, mut each: impl FnMut(K, K, Verdict)) {
        let records = self.len();
        self.each_pair(part, parts, |a, b, found| each(a, b, self.model.verdict(found, records)));
    }

    /// Compares every two records that share a key.
    pub(super) fn each_pair(&self, part: u32, parts: u32, mut each: impl FnMut(K, K, &Compared)) {
        let slots = narrow(self.records.len());
        let mut memory = Memory::large();
        let mut from = part.saturating_mul(SLOTS_AT_A_TIME);
        while from < slots {
            let until = from.saturating_add(SLOTS_AT_A_TIME);
            for pair in self.candidate_pairs(from, until) {
                let records = self.record(upper(pair)).zip(self.record(lower(pair)));
                let Some(((a, one), (b, other))) = records else { continue };
                let found = compare(self.lexis(), &mut memory, &self.model, one, other);
                each(*a, *b, &found);
            }
            from = from.saturating_add(SLOTS_AT_A_TIME.saturating_mul(parts.max(1)));
        }
    }

    /// Pairs of slots of which the smaller lies in this range.
    fn candidate_pairs(&self, from: u32, until: u32) -> Vec<u64> {
        let mut pairs = Vec::new();
        for block in self.persons.blocks().filter(|block| block.len() <= BLOCK_MAX) {
            for (at, a) in block.iter().map(|posting| lower(*posting)).enumerate() {
                if (from..until).contains(&a) {
                    let later = block.iter().skip(at.saturating_add(1));
                    pairs.extend(later.map(|b| (u64::from(a) << 32) | u64::from(lower(*b))));
                }
            }
        }
        pairs.sort_unstable();
        pairs.dedup();
        pairs
    }
}

/// How many of so many slots the first of `parts` parts holds.
pub(super) fn covered(slots: u32, parts: u32) -> u32 {
    let round = SLOTS_AT_A_TIME.saturating_mul(parts);
    let whole = slots / round * SLOTS_AT_A_TIME;
    whole.saturating_add((slots % round).min(SLOTS_AT_A_TIME))
}
