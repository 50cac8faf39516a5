//! What was computed of an agreement for a moment is not computed again while nothing of what was signed until then has changed; and
//! where something has, only the initiatives that it is about are computed anew. With many facts that is what takes the time: finding,
//! naming, encoding and hashing every one of them. What tells that nothing has changed is a [`Print`], which does not read a word of them.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use sila_core::indices::{Index, Published};
use sila_core::partnership::OfInitiative;
use sila_core::{AgreementId, Millis, RecordId};
use sila_seal::Hash;

use super::exchange::Observed;
use super::print::Print;

/// Most results that are held; the earliest moments go first.
const HELD_MAX: usize = 512;
/// Most initiatives of which the facts are held.
const INITIATIVES_MAX: usize = 4_096;

/// Both indices at a moment, and what is published of them.
#[derive(Debug, Clone, PartialEq)]
pub struct Computed {
    /// What both parties sign.
    pub published: Published,
    /// The activation index.
    pub lives: Index,
    /// The balance index.
    pub even: Index,
}

/// A result with what it was computed from.
#[derive(Debug, Clone)]
struct Held {
    print: Hash,
    seen: Observed,
    computed: Computed,
}

/// How often something was computed since the node began.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Work {
    /// Both indices of an agreement at a moment.
    pub indices: u64,
    /// The facts of one initiative.
    pub initiatives: u64,
}

#[derive(Debug, Default)]
struct Shelves {
    results: BTreeMap<(Millis, AgreementId), Held>,
    initiatives: BTreeMap<(AgreementId, RecordId), (Hash, OfInitiative)>,
    work: Work,
}

/// The results of moments that were asked for, and the facts of initiatives.
#[derive(Debug, Default)]
pub struct Closed(Mutex<Shelves>);

impl Closed {
    fn shelves(&self) -> MutexGuard<'_, Shelves> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What was computed for a moment from exactly this.
    pub fn find(
        &self,
        key: (Millis, AgreementId),
        print: &Print,
        seen: &Observed,
    ) -> Option<Computed> {
        let shelves = self.shelves();
        let same = |held: &&Held| held.print == print.whole && held.seen == *seen;
        shelves.results.get(&key).filter(same).map(|held| held.computed.clone())
    }

    /// Holds a result for the next time.
    pub fn keep(
        &self,
        key: (Millis, AgreementId),
        (print, seen): (&Print, Observed),
        computed: &Computed,
    ) {
        let mut shelves = self.shelves();
        let held = Held { print: print.whole, seen, computed: computed.clone() };
        shelves.work.indices = shelves.work.indices.saturating_add(1);
        shelves.results.insert(key, held);
        while shelves.results.len() > HELD_MAX {
            shelves.results.pop_first();
        }
    }

    /// The facts of an initiative: those that are held, while its print is the same, or else what is computed.
    pub fn initiative(
        &self,
        key: (AgreementId, RecordId),
        print: &Hash,
        compute: &dyn Fn() -> OfInitiative,
    ) -> OfInitiative {
        let held = self.shelves().initiatives.get(&key).filter(|(of, _)| of == print).cloned();
        if let Some((_, facts)) = held {
            return facts;
        }
        let facts = compute();
        let mut shelves = self.shelves();
        shelves.work.initiatives = shelves.work.initiatives.saturating_add(1);
        shelves.initiatives.insert(key, (*print, facts.clone()));
        while shelves.initiatives.len() > INITIATIVES_MAX {
            shelves.initiatives.pop_first();
        }
        facts
    }

    /// How often something was computed.
    pub fn work(&self) -> Work {
        self.shelves().work
    }
}
