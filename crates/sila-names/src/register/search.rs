//! Asking the register who somebody is.

use super::Register;
use super::align::Memory;
use super::compare::compare;
use super::keys::{Pass, keys};
use super::model::{Class, Verdict, standing, verdict};
use super::number::lower;
use super::packed::Packed;
use super::postings::Key;
use super::record::Record;
use super::words::Lexis;

/// Records compared at first.
const FIRST_MAX: usize = 64;
/// A probability with which nobody else needs to be looked at.
const CERTAIN: f64 = 0.99;
/// Records compared when the question holds a day of birth, a telephone or a number.
const CLOSE_MAX: usize = 250;
/// Records compared when there is little more than a name.
const WIDE_MAX: usize = 2_500;

/// A question: everything that is known about the person sought.
#[derive(Clone, Debug)]
pub struct Query {
    record: Record,
}

impl Query {
    /// Asks for the person of this record.
    pub fn of(record: Record) -> Query {
        Query { record }
    }
}

/// Somebody who may be the person sought.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Hit<K> {
    /// The caller's key.
    pub key: K,
    /// The odds for one person against everything else, as a binary logarithm: hits are sorted by it.
    pub bits: f64,
    /// The judgement.
    pub verdict: Verdict,
}

impl<K> Hit<K> {
    /// The likeliest relation.
    pub fn class(&self) -> Class {
        self.verdict.class()
    }
}

impl<K: Copy + Ord> Register<K> {
    /// Who it may be: at most `limit`, the likeliest first. Also finds people by a name alone.
    pub fn search(&self, query: &Query, limit: usize) -> Vec<Hit<K>> {
        self.ask(&query.record, limit, true)
    }

    /// Who shares more than a name with this record: for the question "is this person already known" before a record is
    /// made, and for people of one household.
    pub fn near(&self, record: &Record, limit: usize) -> Vec<Hit<K>> {
        self.ask(record, limit, false)
    }

    fn ask(&self, record: &Record, limit: usize, by_name: bool) -> Vec<Hit<K>> {
        let (packed, strange) = self.books.ask(record);
        let lexis = Lexis::new(&self.books.words, &strange);
        let mut filed = Vec::with_capacity(96);
        keys(lexis, &packed, &mut filed);
        let mut asking = Asking {
            register: self,
            lexis,
            packed,
            memory: Memory::small(),
            seen: Vec::new(),
            hits: Vec::new(),
        };
        asking.ask(&filed, by_name);
        let mut hits = asking.hits;
        hits.sort_unstable_by(|a, b| b.bits.total_cmp(&a.bits).then(a.key.cmp(&b.key)));
        hits.truncate(limit);
        hits
    }
}

/// One question on its way.
struct Asking<'a, K> {
    register: &'a Register<K>,
    lexis: Lexis<'a>,
    packed: Packed,
    memory: Memory,
    seen: Vec<u32>,
    hits: Vec<Hit<K>>,
}

impl<'a, K: Copy + Ord> Asking<'a, K> {
    /// From the smallest blocks on: first a few, then, if nobody certain is among them, as many as the question is worth.
    fn ask(&mut self, filed: &[(Pass, Key)], by_name: bool) {
        let packed = &self.packed;
        let precise = packed.eid != 0 || packed.birth.d != 0 || !packed.phones().is_empty();
        let budget = if precise { CLOSE_MAX } else { WIDE_MAX };
        let blocks = self.blocks(filed, false);
        self.compare(gathered(&blocks, FIRST_MAX));
        let is_certain = |hit: &Hit<K>| hit.verdict.same >= CERTAIN;
        if self.hits.iter().any(is_certain) {
            return;
        }
        self.compare(gathered(&blocks, budget));
        if by_name && self.seen.len() < budget && !self.hits.iter().any(is_certain) {
            let left = budget.saturating_sub(self.seen.len());
            let blocks = self.blocks(filed, true);
            self.compare(gathered(&blocks, left));
        }
    }

    fn blocks(&self, filed: &[(Pass, Key)], names: bool) -> Vec<&'a [u64]> {
        let register = self.register;
        let index = if names { &register.names } else { &register.persons };
        let fitting = filed.iter().filter(|(pass, _)| pass.is_for_names_alone() == names);
        let mut blocks: Vec<&[u64]> = fitting.map(|(_, key)| index.block(*key)).collect();
        blocks.sort_unstable_by_key(|block| block.len());
        blocks
    }

    /// Compares those that were not compared before.
    fn compare(&mut self, slots: Vec<u32>) {
        let register = self.register;
        for slot in &slots {
            if self.seen.binary_search(slot).is_ok() {
                continue;
            }
            let Some((key, other)) = register.record(*slot) else { continue };
            let found = compare(self.lexis, &mut self.memory, &register.model, &self.packed, other);
            let (same, household) = register.model.odds(&found, register.len());
            let bits = standing(same, household);
            self.hits.push(Hit { key: *key, bits, verdict: verdict(same, household) });
        }
        self.seen.extend(slots);
        self.seen.sort_unstable();
        self.seen.dedup();
    }
}

/// The records of these blocks, at most about so many, each once.
fn gathered(blocks: &[&[u64]], max: usize) -> Vec<u32> {
    let mut found: Vec<u32> = Vec::with_capacity(max.min(512));
    for block in blocks {
        let left = max.saturating_sub(found.len());
        found.extend(block.iter().take(left).map(|posting| lower(*posting)));
        if found.len() >= max {
            found.sort_unstable();
            found.dedup();
            if found.len() > max / 8 * 7 {
                return found;
            }
        }
    }
    found.sort_unstable();
    found.dedup();
    found
}
