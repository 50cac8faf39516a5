//! Everybody who may be in the register twice.

use super::Register;
use super::align::Memory;
use super::compare::{Compared, compare};
use super::model::Verdict;
use super::number::{lower, narrow, share, upper};

/// A key that more records share than this says too little; they share other keys if they are one person. It keeps the
/// work in proportion to the number of records when thousands share one name.
const BLOCK_MAX: usize = 12;
/// Two records that have only one key in common are compared if no more than so many share it.
const ALONE_MAX: usize = 4;
/// Slots whose pairs are collected at a time: bounds the memory.
const SLOTS_AT_A_TIME: u32 = 1 << 17;

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

    /// Compares every two records that share a key, of which the one with the smaller slot is in this part.
    pub(super) fn each_pair(&self, part: u32, parts: u32, mut each: impl FnMut(K, K, &Compared)) {
        let parts = parts.max(1);
        let rounds = (narrow(self.records.len()) / parts / SLOTS_AT_A_TIME).saturating_add(1);
        let lexis = self.lexis();
        let mut memory = Memory::large();
        for round in 0..rounds {
            let nth = part.saturating_mul(rounds).saturating_add(round);
            for pair in self.candidate_pairs((nth, parts.saturating_mul(rounds))) {
                let records = self.record(upper(pair)).zip(self.record(lower(pair)));
                let Some(((a, one), (b, other))) = records else { continue };
                each(*a, *b, &compare(lexis, &mut memory, &self.model, one, other));
            }
        }
    }

    /// Pairs of slots of which the smaller falls in this share of so many.
    fn candidate_pairs(&self, (nth, shares): (u32, u32)) -> Vec<u64> {
        let (mut pairs, mut loose) = (Vec::new(), Vec::new());
        for block in self.persons.blocks().filter(|block| block.len() <= BLOCK_MAX) {
            let into = if block.len() <= ALONE_MAX { &mut pairs } else { &mut loose };
            for (at, a) in block.iter().map(|posting| lower(*posting)).enumerate() {
                if share(a, shares) == nth {
                    let later = block.iter().skip(at.saturating_add(1));
                    into.extend(later.map(|b| (u64::from(a) << 32) | u64::from(lower(*b))));
                }
            }
        }
        loose.sort_unstable();
        pairs.extend(loose.chunk_by(|a, b| a == b).filter_map(|keys| keys.get(1)));
        pairs.sort_unstable();
        pairs.dedup();
        pairs
    }
}
