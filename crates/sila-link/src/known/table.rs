//! The labelled table: for each value of the function a tag, and a handle hidden under the value.
//!
//! An entry is `tag(16) ∥ handle(16) XOR pad(16)`. Tag and pad come from the value of the function,
//! so an entry says nothing to whoever has not asked for exactly this value. Several people with one
//! value get entries numbered from 0.

use std::collections::BTreeMap;

use rand_core::CryptoRng;
use sila_core::codes::KnownClass;
use sila_seal::voprf::Output;
use sila_seal::{SealError, sha256};

use super::{Scope, Seed, Slot};

/// What stands for a person at the answering side, for one partner.
pub type Handle = [u8; 16];

/// What the asking side is told.
pub type Class = KnownClass;

/// Bytes of one entry.
pub const ENTRY_BYTES: usize = 32;
/// Entries in one chunk: tables are filled up to a multiple of this many with random ones, so that
/// their size tells the number of people only roughly.
pub const CHUNK_ENTRIES: usize = 4_096;
/// More people with the same value of one slot than this are not told apart: the value is too
/// common to mean anything.
pub const SAME_VALUE_MAX: u16 = 8;
/// How many values are evaluated together.
const BATCH: usize = 256;

/// A person as listed: a handle, and what can be asked for in each slot (several spellings each).
#[derive(Clone)]
pub struct Listed {
    /// The handle.
    pub handle: Handle,
    /// The values.
    pub values: Vec<(Slot, String)>,
}

/// The entries of one part of a table: sorted, filled up with random ones.
///
/// # Errors
/// [`SealError`] for a value that is too long.
pub fn build(
    seed: &Seed,
    scope: &Scope,
    normaliser: u16,
    part: u16,
    people: &[Listed],
    rng: &mut impl CryptoRng,
) -> Result<Vec<u8>, SealError> {
    let mut entries: Vec<[u8; ENTRY_BYTES]> = Vec::new();
    for slot in Slot::ALL {
        let key = seed.key(scope, slot)?;
        let holders = holders(people, slot);
        let all: Vec<(&str, &Vec<Handle>)> = holders.iter().map(|(v, h)| (*v, h)).collect();
        for some in all.chunks(BATCH) {
            let inputs: Vec<Vec<u8>> =
                some.iter().map(|(value, _)| scope.input(slot, normaliser, value)).collect();
            for ((_, handles), value) in some.iter().zip(key.evaluate(&inputs)?) {
                let numbered = (0..SAME_VALUE_MAX).zip(handles.iter());
                entries
                    .extend(numbered.map(|(nth, handle)| entry(&value, slot, part, nth, handle)));
            }
        }
    }
    let full = entries.len().max(1).div_ceil(CHUNK_ENTRIES).saturating_mul(CHUNK_ENTRIES);
    entries.resize_with(full, || {
        let mut random = [0; ENTRY_BYTES];
        rng.fill_bytes(&mut random);
        random
    });
    entries.sort_unstable();
    Ok(entries.concat())
}

/// Who has which value in this slot.
fn holders(people: &[Listed], slot: Slot) -> BTreeMap<&str, Vec<Handle>> {
    let mut holders: BTreeMap<&str, Vec<Handle>> = BTreeMap::new();
    for person in people {
        for (_, value) in person.values.iter().filter(|(of, _)| *of == slot) {
            let handles = holders.entry(value).or_default();
            if !handles.contains(&person.handle) {
                handles.push(person.handle);
            }
        }
    }
    holders
}

fn entry(value: &Output, slot: Slot, part: u16, nth: u16, handle: &Handle) -> [u8; ENTRY_BYTES] {
    let mut entry = [0; ENTRY_BYTES];
    let (to_tag, to_handle) = entry.split_at_mut(16);
    to_tag.copy_from_slice(&tag(value, slot, part, nth));
    to_handle.copy_from_slice(&hidden(value, slot, part, nth, handle));
    entry
}

/// Where the entry of the `nth` person with this value stands in part `part`.
#[must_use]
pub fn tag(value: &Output, slot: Slot, part: u16, nth: u16) -> [u8; 16] {
    first_half(b"sila/known/tag/1", value, slot, part, nth)
}

/// The handle of an entry, from or to its hidden form.
#[must_use]
pub fn hidden(value: &Output, slot: Slot, part: u16, nth: u16, handle: &Handle) -> Handle {
    let mut pad = first_half(b"sila/known/pad/1", value, slot, part, nth);
    pad.iter_mut().zip(handle).for_each(|(pad, byte)| *pad ^= byte);
    pad
}

fn first_half(label: &[u8; 16], value: &Output, slot: Slot, part: u16, nth: u16) -> [u8; 16] {
    let place = [part.to_be_bytes(), nth.to_be_bytes()].concat();
    let slot = slot.code().as_bytes();
    let hash = sha256(&[label, value.as_slice(), &place, slot]);
    let mut half = [0; 16];
    half.iter_mut().zip(hash).for_each(|(to, byte)| *to = byte);
    half
}

/// One person of the other side that fits, and in which slots.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    /// Who, for the other side only.
    pub handle: Handle,
    /// The slots, in their order.
    pub slots: Vec<Slot>,
}

impl Hit {
    /// Puts what was found in single slots together by handle, the surest first.
    #[must_use]
    pub fn gather(found: &[(Slot, Handle)]) -> Vec<Self> {
        let mut by_handle: BTreeMap<Handle, Vec<Slot>> = BTreeMap::new();
        for (slot, handle) in found {
            by_handle.entry(*handle).or_default().push(*slot);
        }
        let mut hits: Vec<Self> = by_handle
            .into_iter()
            .map(|(handle, mut slots)| {
                slots.sort_unstable();
                slots.dedup();
                Self { handle, slots }
            })
            .collect();
        hits.sort_by_key(|hit| (hit.class(), hit.handle));
        hits
    }

    /// How sure it is. Only a number that one person has, or the same telephone with the same day
    /// of birth and names, is strong. One weak likeness alone is nothing; everything else is a
    /// reason to ask, never more.
    #[must_use]
    pub fn class(&self) -> Class {
        let has = |slot| self.slots.contains(&slot);
        let telephone = has(Slot::PhoneGiven) || has(Slot::PhoneBirth);
        if has(Slot::EmiratesId) || (telephone && has(Slot::BirthNames)) {
            return Class::Strong;
        }
        if telephone || has(Slot::BirthNames) || self.slots.len() > 1 {
            Class::Possible
        } else {
            Class::None
        }
    }
}
