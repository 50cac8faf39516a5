//! Asking the register who somebody is.

use std::cmp::Reverse;

use super::Register;
use super::align::Memory;
use super::compare::compare;
use super::keys::{Pass, filed};
use super::model::{Class, Verdict, standing, verdict};
use super::number::{lower, narrow};
use super::packed::Packed;
use super::postings::Key;
use super::record::Record;
use super::words::Lexis;

/// Records compared between two looks at whether somebody certain is among them.
const STEP: usize = 20;
/// A probability with which nobody else needs to be looked at.
const CERTAIN: f64 = 0.99;
/// Records compared, and postings read to choose them, when the question says more than a name and a year.
const CLOSE: Budget = Budget { compared: 60, read: 500 };
/// The same when there is little more than a name.
const WIDE: Budget = Budget { compared: 600, read: 4_000 };

/// What a question is worth.
#[derive(Clone, Copy)]
struct Budget {
    compared: usize,
    read: usize,
}

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
        let filed = filed(lexis, &packed);
        let mut asking = Asking {
            register: self,
            lexis,
            packed,
            memory: Memory::small(),
            seen: Vec::new(),
            hits: Vec::new(),
        };
        asking.ask(&filed, by_name);
        let mut hits: Vec<Hit<K>> = asking.hits.into_iter().map(|(_, hit)| hit).collect();
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
    /// Slots compared in the round before, sorted.
    seen: Vec<u32>,
    /// With their slots.
    hits: Vec<(u32, Hit<K>)>,
}

impl<'a, K: Copy + Ord> Asking<'a, K> {
    /// Those who share most with the question come first, and nobody else after somebody certain.
    fn ask(&mut self, filed: &[(Pass, Key)], by_name: bool) {
        let budget = if self.packed.is_name_and_year() { WIDE } else { CLOSE };
        self.step_by_step(filed, false, budget);
        if by_name && self.hits.len() < budget.compared && !self.is_certain() {
            self.step_by_step(filed, true, budget);
        }
    }

    fn step_by_step(&mut self, filed: &[(Pass, Key)], names: bool, budget: Budget) {
        let ranked = ranked(&self.blocks(filed, names), budget.read);
        self.seen = self.hits.iter().map(|(slot, _)| *slot).collect();
        self.seen.sort_unstable();
        for slots in ranked.chunks(STEP) {
            if self.hits.len() >= budget.compared || self.is_certain() {
                return;
            }
            slots.iter().for_each(|slot| self.compare(*slot));
        }
    }

    fn is_certain(&self) -> bool {
        self.hits.iter().any(|(_, hit)| hit.verdict.same >= CERTAIN)
    }

    fn blocks(&self, filed: &[(Pass, Key)], names: bool) -> Vec<&'a [u64]> {
        let register = self.register;
        let index = if names { &register.names } else { &register.persons };
        let fitting = filed.iter().filter(|(pass, _)| pass.is_for_names_alone() == names);
        let mut blocks: Vec<&[u64]> = fitting.map(|(_, key)| index.block(*key)).collect();
        blocks.sort_unstable_by_key(|block| block.len());
        blocks
    }

    /// Compares one that was not compared in the round before.
    fn compare(&mut self, slot: u32) {
        let register = self.register;
        if self.seen.binary_search(&slot).is_ok() {
            return;
        }
        let Some((key, other)) = register.record(slot) else { return };
        let found = compare(self.lexis, &mut self.memory, &register.model, &self.packed, other);
        let (same, household) = register.model.odds(&found, register.len());
        let bits = standing(same, household);
        self.hits.push((slot, Hit { key: *key, bits, verdict: verdict(same, household) }));
    }
}

/// The records of these blocks, smallest blocks first and about `max` postings in all; those come first that share
/// most keys, and rare ones.
fn ranked(blocks: &[&[u64]], max: usize) -> Vec<u32> {
    let mut found: Vec<(u32, u32)> = Vec::with_capacity(max.min(1_024));
    for block in blocks {
        let left = max.saturating_sub(found.len());
        // The binary logarithm of the block's length, subtracted from more than any has.
        let weight = narrow(block.len()).leading_zeros();
        found.extend(block.iter().take(left).map(|posting| (lower(*posting), weight)));
    }
    found.sort_unstable();
    let sum = |keys: &[(u32, u32)]| {
        let slot = keys.first().map_or(0, |(slot, _)| *slot);
        (Reverse(keys.iter().map(|(_, weight)| *weight).sum::<u32>()), slot)
    };
    let mut ranked: Vec<_> = found.chunk_by(|a, b| a.0 == b.0).map(sum).collect();
    ranked.sort_unstable();
    ranked.into_iter().map(|(_, slot)| slot).collect()
}
