//! "Is this person known to you?" between two agencies, without telling whom it is about.
//!
//! The answering side evaluates a keyed function on eight blinded inputs and learns nothing about
//! them; the asking side looks the values up in a table that it was sent before. What each side
//! learns, and what not, follows from four rules kept here:
//!
//! 1. Every agreement, purpose, epoch and slot has a key of its own ([`Seed`]). Tables of different
//!    partners, purposes or weeks cannot be laid side by side, and one question tests one person.
//! 2. A question always has eight elements, one for each [`Slot`]; where nothing is known, a random
//!    one stands ([`Question`]).
//! 3. Every answer is proved against the keys of a signed [`KeySet`] that was sent before the table.
//! 4. The table holds tags and opaque handles only, and is filled up with random entries
//!    ([`table`]). A handle can be read only with the value of the function.
//!
//! The seed of an epoch comes from the one before, which is erased: a node that is broken into
//! later cannot recompute what an old table meant.

use minicbor::{Decode, Encode};
use sila_core::codes::KnownPurpose;
use sila_core::{AgreementId, Millis};
use sila_seal::voprf::{Element, OprfKey};
use sila_seal::{SealError, sha256};
use zeroize::{Zeroize, ZeroizeOnDrop};

pub mod keys;
pub mod messages;
pub mod question;
pub mod table;

pub use keys::KeySet;
pub use messages::{Answer, Ask, Chunk, Count, Disclose, Known, KnownKind, Outcome, Reply};
pub use question::{Asked, Question, batch_hash, elements_hash};
pub use table::{Class, Hit};

/// How many slots a question has, always.
pub const SLOTS: usize = 8;

const WEEK_MS: i64 = 7 * 24 * 60 * 60 * 1_000;
/// From Thursday 1 January 1970 to the Monday before it.
const MONDAY_MS: i64 = 3 * 24 * 60 * 60 * 1_000;

/// What one element of a question asks for. The order is that of the elements on the wire.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Slot {
    /// The number of the Emirates ID.
    EmiratesId,
    /// The telephone number and the given name.
    PhoneGiven,
    /// The day of birth, the given name and one further name.
    BirthNames,
    /// The day of birth and the given name.
    BirthGiven,
    /// Day and month of birth, the given name and one further name.
    DayNames,
    /// The year of birth, the given name and two further names.
    YearNames,
    /// The given name and two further names.
    ThreeNames,
    /// The telephone number and the day of birth.
    PhoneBirth,
}

impl Slot {
    /// Every slot, in the order of the wire.
    pub const ALL: [Self; SLOTS] = [
        Self::EmiratesId,
        Self::PhoneGiven,
        Self::BirthNames,
        Self::BirthGiven,
        Self::DayNames,
        Self::YearNames,
        Self::ThreeNames,
        Self::PhoneBirth,
    ];

    /// Its name in key derivation, inputs and texts.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::EmiratesId => "eid",
            Self::PhoneGiven => "phone-given",
            Self::BirthNames => "birth-names",
            Self::BirthGiven => "birth-given",
            Self::DayNames => "day-names",
            Self::YearNames => "year-names",
            Self::ThreeNames => "three-names",
            Self::PhoneBirth => "phone-birth",
        }
    }

    /// The slot with this name.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|slot| slot.code() == code)
    }
}

/// For how long keys and a table hold: a week, or less when the list had to be made anew.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Encode, Decode)]
pub struct Epoch {
    /// Weeks since Monday 29 December 1969, UTC: the week of ISO 8601 without its numbering.
    #[n(0)]
    pub week: u32,
    /// Counts from 0 in each week: somebody was taken off the list.
    #[n(1)]
    pub edition: u16,
}

impl Epoch {
    /// The first edition of the week of `now`.
    #[must_use]
    pub fn of(now: Millis) -> Self {
        let week = now.0.saturating_add(MONDAY_MS).div_euclid(WEEK_MS);
        Self { week: u32::try_from(week).unwrap_or(0), edition: 0 }
    }

    /// When its week began.
    #[must_use]
    pub fn began(self) -> Millis {
        Millis(i64::from(self.week).saturating_mul(WEEK_MS).saturating_sub(MONDAY_MS))
    }

    /// The epoch that follows `self` at `now`; never an earlier one, whatever the clock says.
    #[must_use]
    pub fn after(self, now: Millis) -> Self {
        let next = Self::of(now);
        if next.week > self.week {
            return next;
        }
        Self { week: self.week, edition: self.edition.saturating_add(1) }
    }
}

/// What a question and a table belong to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Encode, Decode)]
pub struct Scope {
    /// The agreement that allows it.
    #[n(0)]
    pub agreement: AgreementId,
    /// What for.
    #[n(1)]
    pub purpose: KnownPurpose,
    /// Under which keys.
    #[n(2)]
    pub epoch: Epoch,
}

impl Scope {
    /// The whole input of one value in one slot, under one version of the rules for names.
    #[must_use]
    pub fn input(&self, slot: Slot, normaliser: u16, value: &str) -> Vec<u8> {
        let mut input = self.name(slot);
        input.extend(normaliser.to_be_bytes());
        input.extend(value.as_bytes());
        input
    }

    fn name(&self, slot: Slot) -> Vec<u8> {
        let mut name = b"sila/known/1".to_vec();
        name.extend(self.agreement.0.as_bytes());
        name.extend(self.epoch.week.to_be_bytes());
        name.extend(self.epoch.edition.to_be_bytes());
        for word in [self.purpose.code(), slot.code()] {
            name.push(u8::try_from(word.len()).unwrap_or(u8::MAX));
            name.extend(word.as_bytes());
        }
        name
    }
}

/// The secret of one agreement and epoch, from which all its keys come.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct Seed(pub [u8; 32]);

impl Seed {
    /// The seed of the next epoch. The caller erases this one.
    #[must_use]
    pub fn next(&self) -> Self {
        Self(sha256(&[b"sila/known/next/1", &self.0]))
    }

    /// The key of one slot.
    ///
    /// # Errors
    /// [`SealError`]; in practice never.
    pub fn key(&self, scope: &Scope, slot: Slot) -> Result<OprfKey, SealError> {
        OprfKey::derive(&self.0, &scope.name(slot))
    }

    /// The public keys of all slots.
    ///
    /// # Errors
    /// [`SealError`]; in practice never.
    pub fn public(&self, scope: &Scope) -> Result<[Element; SLOTS], SealError> {
        let mut keys = [Element([0; 32]); SLOTS];
        for (to, slot) in keys.iter_mut().zip(Slot::ALL) {
            *to = self.key(scope, slot)?.public();
        }
        Ok(keys)
    }
}

impl std::fmt::Debug for Seed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Seed(secret)")
    }
}

#[cfg(test)]
pub(crate) mod tests;
