//! Asking the register who somebody is.

use super::Register;
use super::align::Memory;
use super::compare::compare;
use super::keys::{Pass, keys};
use super::model::{Class, Verdict, verdict};
use super::number::lower;
use super::packed::Packed;
use super::postings::Key;
use super::record::Record;
use super::words::Lexis;

/// Records compared when the question holds a day of birth, a telephone or a number.
const CLOSE_MAX: usize = 400;
/// Records compared when there is little more than a name.
const WIDE_MAX: usize = 6_000;

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
    /// The evidence for one person against strangers, in bits: hits are sorted by it.
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
        let mut memory = Memory::new();
        let prior = self.model.prior(self.len());
        let mut hits = Vec::new();
        for slot in self.candidates(lexis, &packed, by_name) {
            let Some((key, other)) = self.record(slot) else { continue };
            let found = compare(lexis, &mut memory, &self.model, &packed, other);
            let (same, household) = self.model.evidence(&found);
            let verdict = verdict(same + prior.0, household + prior.1);
            hits.push(Hit { key: *key, bits: same, verdict });
        }
        hits.sort_unstable_by(|a, b| b.bits.total_cmp(&a.bits).then(a.key.cmp(&b.key)));
        hits.truncate(limit);
        hits
    }

    /// The records worth comparing, from the smallest blocks on.
    fn candidates(&self, lexis: Lexis<'_>, packed: &Packed, by_name: bool) -> Vec<u32> {
        let mut filed = Vec::with_capacity(96);
        keys(lexis, packed, &mut filed);
        let precise = packed.eid != 0 || packed.birth.is_day() || !packed.phones().is_empty();
        let budget = if precise { CLOSE_MAX } else { WIDE_MAX };
        let mut found = Vec::with_capacity(256);
        self.gather(&filed, false, budget, &mut found);
        if by_name {
            self.gather(&filed, true, budget, &mut found);
        }
        found.sort_unstable();
        found.dedup();
        found
    }

    fn gather(&self, filed: &[(Pass, Key)], names: bool, budget: usize, found: &mut Vec<u32>) {
        let index = if names { &self.names } else { &self.persons };
        let fitting = filed.iter().filter(|(pass, _)| pass.is_for_names_alone() == names);
        let mut blocks: Vec<&[u64]> = fitting.map(|(_, key)| index.block(*key)).collect();
        blocks.sort_unstable_by_key(|block| block.len());
        for block in blocks {
            let left = budget.saturating_sub(found.len());
            found.extend(block.iter().take(left).map(|posting| lower(*posting)));
        }
    }
}
