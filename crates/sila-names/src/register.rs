//! The register of everybody a node knows, arranged so that a person is found again however her name was written:
//! filed under many keys (`keys`), compared field by field (`compare`), judged by a trained [`Model`].
//!
//! It lives in memory and is derived from the records: it is never stored, and rebuilt when a node starts.

mod align;
mod compare;
mod explain;
mod filing;
mod finding;
mod keys;
mod met;
mod model;
mod number;
mod packed;
mod pairs;
mod postings;
mod recipes;
mod record;
mod search;
mod train;
mod weights;
mod words;

#[cfg(test)]
mod tests;

pub use explain::{Explanation, Part};
pub use filing::Filing;
pub use finding::Field;
pub use model::{Class, Model, Verdict};
pub use pairs::Pair;
pub use recipes::{Recipe, recipes};
pub use record::{Place, Record, Sex};
pub use search::{Hit, Query};

use std::collections::BTreeMap;

use keys::filed;
use number::{narrow, wide};
use packed::{Books, Packed};
use postings::Postings;
use words::Lexis;

/// Everybody who is known, by a key `K` of the caller. About 600 bytes a person.
///
/// ```
/// use sila_names::Name;
/// use sila_names::register::{Class, Model, Query, Record, Register};
///
/// let mut register = Register::new(Model::shipped());
/// let mut known = Record::unknown();
/// known.arabic = Name::parse("فاطمة سالم راشد الكعبي");
/// register.insert(7_u32, &known);
///
/// let mut asked = Record::unknown();
/// asked.latin = Name::parse("Fatma Salem Al Kaabi");
/// let hits = register.search(&Query::of(asked), 20);
/// assert_eq!(hits.first().map(|hit| hit.key), Some(7));
/// ```
#[derive(Clone, Debug)]
pub struct Register<K> {
    model: Model,
    books: Books,
    records: Vec<Option<(K, Packed)>>,
    free: Vec<u32>,
    /// Records that were kept and wait to be filed.
    unfiled: Vec<u32>,
    slots: BTreeMap<K, u32>,
    persons: Postings,
    names: Postings,
}

impl<K: Copy + Ord> Register<K> {
    /// An empty register that judges by `model`.
    pub fn new(model: Model) -> Register<K> {
        Register {
            model,
            books: Books::default(),
            records: Vec::new(),
            free: Vec::new(),
            unfiled: Vec::new(),
            slots: BTreeMap::new(),
            persons: Postings::new(),
            names: Postings::new(),
        }
    }

    /// How many people are in it.
    pub fn len(&self) -> usize {
        self.slots.len()
    }

    /// True if nobody is in it.
    pub fn is_empty(&self) -> bool {
        self.slots.is_empty()
    }

    /// The model it judges by.
    pub fn model(&self) -> &Model {
        &self.model
    }

    /// Judges by another model from now on.
    pub fn judge_by(&mut self, model: Model) {
        self.model = model;
    }

    /// Makes room for so many more records, which are then entered in less time and memory.
    pub fn reserve(&mut self, records: usize) {
        self.records.reserve_exact(records);
    }

    /// Enters a record, in place of what was known under `key`. The next search finds it.
    pub fn insert(&mut self, key: K, record: &Record) {
        let slot = self.enter(key, record);
        let Some((_, packed)) = self.records.get(wide(slot)).and_then(Option::as_ref) else {
            return;
        };
        for (pass, key) in filed(self.lexis(), packed) {
            let names = pass.is_for_names_alone();
            let postings = if names { &mut self.names } else { &mut self.persons };
            postings.insert(key, slot);
        }
    }

    /// Forgets a record; true if it was there.
    pub fn remove(&mut self, key: &K) -> bool {
        let Some(slot) = self.slots.remove(key) else { return false };
        let Some((_, packed)) = self.records.get_mut(wide(slot)).and_then(Option::take) else {
            return false;
        };
        for (pass, key) in filed(self.lexis(), &packed) {
            let names = pass.is_for_names_alone();
            let postings = if names { &mut self.names } else { &mut self.persons };
            postings.remove(key, slot);
        }
        self.books.leave(&packed);
        self.free.push(slot);
        true
    }

    /// Keeps the record; says where.
    fn enter(&mut self, key: K, record: &Record) -> u32 {
        self.remove(&key);
        let packed = self.books.enter(record);
        let slot = place(&mut self.records, &mut self.free, (key, packed));
        self.slots.insert(key, slot);
        slot
    }

    fn record(&self, slot: u32) -> Option<&(K, Packed)> {
        self.records.get(wide(slot))?.as_ref()
    }

    fn packed(&self, key: &K) -> Option<&Packed> {
        self.record(*self.slots.get(key)?).map(|(_, packed)| packed)
    }

    fn lexis(&self) -> Lexis<'_> {
        Lexis::new(&self.books.words, &[])
    }
}

/// Puts a record where one was forgotten, or at the end; says where.
fn place<T>(records: &mut Vec<Option<T>>, free: &mut Vec<u32>, record: T) -> u32 {
    let empty = free.last().and_then(|slot| records.get_mut(wide(*slot)));
    match (empty, free.pop()) {
        (Some(place), Some(slot)) => {
            *place = Some(record);
            slot
        }
        _ => {
            records.push(Some(record));
            narrow(records.len()).saturating_sub(1)
        }
    }
}
