//! What was computed of an agreement for a moment is not computed again while nothing of what was signed until then has changed. With many
//! facts that is what takes the time: finding, encoding and hashing every one of them. What tells that nothing has changed is a hash over
//! which records there are, how each was answered and when; it does not read a word of them.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use sila_core::indices::{Index, Published};
use sila_core::{AgreementId, Millis};
use sila_seal::Hash;

use super::exchange::Observed;

/// Most results that are held; the earliest moments go first.
const HELD_MAX: usize = 512;

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

/// The results of moments that were asked for.
#[derive(Debug, Default)]
pub struct Closed(Mutex<BTreeMap<(Millis, AgreementId), Held>>);

impl Closed {
    /// What was computed for a moment from exactly this.
    pub fn find(
        &self,
        key: (Millis, AgreementId),
        print: &Hash,
        seen: &Observed,
    ) -> Option<Computed> {
        let held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let same = |held: &&Held| held.print == *print && held.seen == *seen;
        held.get(&key).filter(same).map(|held| held.computed.clone())
    }

    /// Holds a result for the next time.
    pub fn keep(
        &self,
        key: (Millis, AgreementId),
        (print, seen): (Hash, Observed),
        computed: &Computed,
    ) {
        let mut held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        held.insert(key, Held { print, seen, computed: computed.clone() });
        while held.len() > HELD_MAX {
            held.pop_first();
        }
    }

    /// How many results are held.
    pub fn len(&self) -> usize {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).len()
    }

    /// Nothing is held.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}
