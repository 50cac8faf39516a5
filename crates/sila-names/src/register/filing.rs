//! Filing many records at once, with as many threads as the caller has.

use super::keys::Values;
use super::number::wide;
use super::packed::{Books, Packed};
use super::postings::Share;
use super::record::Record;
use super::words::Lexis;
use super::{Register, place};

/// Records of which the keys are counted before filing.
const SAMPLE: usize = 4_000;

/// A share of the filing: all records, in some parts of the index.
#[derive(Debug)]
#[must_use = "what is not filed is not found"]
pub struct Filing<'a, K> {
    books: &'a Books,
    records: &'a [Option<(K, Packed)>],
    slots: Vec<u32>,
    persons: Share<'a>,
    names: Share<'a>,
}

impl<K: Copy + Ord> Register<K> {
    /// Enters many records at once, as when a node starts: the same as inserting each, in a fraction of the time.
    pub fn extend<'a>(&mut self, records: impl IntoIterator<Item = (K, &'a Record)>) {
        records.into_iter().for_each(|(key, record)| self.keep(key, record));
        self.filing(1).for_each(Filing::file);
    }

    /// Keeps a record, in place of what was known under `key`. It is found when all that was kept is filed; see
    /// [`Register::filing`].
    pub fn keep(&mut self, key: K, record: &Record) {
        let slot = self.enter(key, record);
        self.unfiled.push(slot);
    }

    /// Keeps everybody of another register, which another thread may have filled by [`Register::keep`].
    pub fn keep_all(&mut self, other: Register<K>) {
        let known: Vec<K> =
            other.slots.keys().filter(|key| self.slots.contains_key(key)).copied().collect();
        known.iter().for_each(|key| _ = self.remove(key));
        let mut packed_here = self.books.take_in(other.books);
        for (key, packed) in other.records.into_iter().flatten() {
            let slot = place(&mut self.records, &mut self.free, (key, packed_here(packed)));
            self.slots.insert(key, slot);
            self.unfiled.push(slot);
        }
    }

    /// What was kept and is not filed, in so many shares, for as many threads. No search before the last of them is done.
    pub fn filing(&mut self, parts: usize) -> impl Iterator<Item = Filing<'_, K>> {
        let slots = std::mem::take(&mut self.unfiled);
        self.make_room(&slots);
        let (books, records) = (&self.books, self.records.as_slice());
        let shares = self.persons.shares(parts).zip(self.names.shares(parts));
        shares.map(move |(persons, names)| Filing {
            books,
            records,
            slots: slots.clone(),
            persons,
            names,
        })
    }
}

impl<K> Register<K> {
    /// Room in the index for as many keys as some of these records have on average: growing step by step would leave holes in
    /// the memory.
    fn make_room(&mut self, slots: &[u32]) {
        let lexis = Lexis::new(&self.books.words, &[]);
        let every = slots.len().div_ceil(SAMPLE).max(1);
        let (mut persons, mut names, mut values) = (0_usize, 0_usize, Values::default());
        for slot in slots.iter().step_by(every) {
            let record = self.records.get(wide(*slot)).and_then(Option::as_ref);
            let Some((_, packed)) = record else { continue };
            values.each_key(lexis, packed, &mut |pass, _| {
                let count = if pass.is_for_names_alone() { &mut names } else { &mut persons };
                *count = count.saturating_add(1);
            });
        }
        self.persons.reserve(persons.saturating_mul(every));
        self.names.reserve(names.saturating_mul(every));
    }
}

impl<K> Filing<'_, K> {
    /// Files this share.
    pub fn file(mut self) {
        let lexis = Lexis::new(&self.books.words, &[]);
        let mut values = Values::default();
        for slot in self.slots {
            let Some((_, packed)) = self.records.get(wide(slot)).and_then(Option::as_ref) else {
                continue;
            };
            values.each_key(lexis, packed, &mut |pass, key| {
                let names = pass.is_for_names_alone();
                let share = if names { &mut self.names } else { &mut self.persons };
                share.append(key, slot);
            });
        }
        self.persons.settle();
        self.names.settle();
    }
}
