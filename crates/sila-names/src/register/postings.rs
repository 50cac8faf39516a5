//! The inverted index: for every key the records that have it, as sorted 64-bit postings in partitions small enough
//! that an insert moves a few kilobytes. No run is ever rebuilt, so no insert ever waits for one.

use super::number::{lower, mix, narrow, stir, upper, wide};

/// Partitions. At 50 million postings one holds some 12,000 of them (100 kB).
const PARTITIONS: u32 = 4096;

/// Postings of a partition from which on it grows by small steps.
const LARGE: usize = 6_000;
/// How far from its likely place a block is looked for at first.
const NEAR: usize = 24;

/// A key: a pass and the values that must be equal, hashed to 64 bits of which 44 are used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Key(u64);

impl Key {
    /// The key of `pass` for these values.
    pub(super) fn of(pass: u8, values: &[u64]) -> Key {
        Key(mix(0, values.iter().fold(u64::from(pass), |hash, value| stir(hash, *value))))
    }

    fn partition(self) -> usize {
        wide(upper(self.0) % PARTITIONS)
    }

    fn posting(self, slot: u32) -> u64 {
        (u64::from(lower(self.0)) << 32) | u64::from(slot)
    }
}

/// All postings.
#[derive(Clone, Debug)]
pub(super) struct Postings {
    partitions: Vec<Vec<u64>>,
}

impl Postings {
    /// An index without postings.
    pub(super) fn new() -> Postings {
        Postings { partitions: vec![Vec::new(); wide(PARTITIONS)] }
    }

    /// Makes room for so many more postings.
    pub(super) fn reserve(&mut self, postings: usize) {
        let each = postings / self.partitions.len().max(1);
        self.partitions.iter_mut().for_each(|partition| partition.reserve_exact(each));
    }

    /// Adds a posting in its place; seen by the next search.
    pub(super) fn insert(&mut self, key: Key, slot: u32) {
        let Some(partition) = self.partitions.get_mut(key.partition()) else { return };
        let posting = key.posting(slot);
        let at = partition.partition_point(|p| *p < posting);
        if partition.get(at) != Some(&posting) {
            reserve(partition);
            partition.insert(at, posting);
        }
    }

    /// Its partitions in shares, which as many threads can fill at once.
    pub(super) fn shares(&mut self, parts: usize) -> impl Iterator<Item = Share<'_>> {
        let size = self.partitions.len().div_ceil(parts.max(1));
        let partitions = self.partitions.chunks_mut(size);
        (0..).step_by(size).zip(partitions).map(|(first, partitions)| Share { first, partitions })
    }

    /// Takes a posting out.
    pub(super) fn remove(&mut self, key: Key, slot: u32) {
        let Some(partition) = self.partitions.get_mut(key.partition()) else { return };
        if let Ok(at) = partition.binary_search(&key.posting(slot)) {
            partition.remove(at);
        }
    }

    /// The records of a key, in the order of their slots.
    pub(super) fn block(&self, key: Key) -> &[u64] {
        let Some(partition) = self.partitions.get(key.partition()) else { return &[] };
        let from = start(partition, key);
        let rest = partition.get(from..).unwrap_or_default();
        // Blocks are short: looking at the ends of growing windows touches less memory than halving the rest.
        let last = key.posting(u32::MAX);
        let mut window = 8;
        while rest.get(window).is_some_and(|p| *p <= last) {
            window = window.saturating_mul(4);
        }
        let near = rest.get(..window).unwrap_or(rest);
        near.get(..near.partition_point(|p| *p <= last)).unwrap_or_default()
    }

    /// Every block of more than one record, each once.
    pub(super) fn blocks(&self) -> impl Iterator<Item = &[u64]> {
        self.partitions.iter().flat_map(|partition| {
            partition.chunk_by(|a, b| upper(*a) == upper(*b)).filter(|block| block.len() > 1)
        })
    }
}

/// Some of the partitions, in which many postings are filed at once.
#[derive(Debug)]
pub(super) struct Share<'a> {
    first: usize,
    partitions: &'a mut [Vec<u64>],
}

impl Share<'_> {
    /// Adds a posting at the end, if it belongs here; [`Share::settle`] must follow before the next search.
    pub(super) fn append(&mut self, key: Key, slot: u32) {
        let place = key.partition().checked_sub(self.first);
        if let Some(partition) = place.and_then(|place| self.partitions.get_mut(place)) {
            reserve(partition);
            partition.push(key.posting(slot));
        }
    }

    /// Brings appended postings into order.
    pub(super) fn settle(self) {
        for partition in self.partitions {
            partition.sort_unstable();
            partition.dedup();
        }
    }
}

/// Room for more, a third at a time and later an eighth: doubling would waste half of the largest structure of the
/// register.
fn reserve(partition: &mut Vec<u64>) {
    if partition.len() == partition.capacity() {
        let part = if partition.len() < LARGE { 3 } else { 8 };
        partition.reserve_exact((partition.len() / part).max(8));
    }
}

/// Where the block of a key begins, or would. Keys are spread evenly, so it is looked for around the place that its
/// share of all numbers gives.
fn start(partition: &[u64], key: Key) -> usize {
    let first = key.posting(0);
    let count = u64::from(narrow(partition.len()));
    let guess = wide(upper(u64::from(lower(key.0)).wrapping_mul(count)));
    let (mut from, mut until, mut step) = (guess, guess, NEAR);
    while from > 0 && partition.get(from).is_none_or(|p| *p >= first) {
        (until, from, step) = (from, from.saturating_sub(step), step.saturating_mul(4));
    }
    while partition.get(until).is_some_and(|p| *p < first) {
        (from, until, step) = (until, until.saturating_add(step), step.saturating_mul(4));
    }
    let window = partition.get(from..until.min(partition.len())).unwrap_or_default();
    from.saturating_add(window.partition_point(|p| *p < first))
}
