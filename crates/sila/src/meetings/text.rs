//! The texts of meetings as they are sealed in their rows.

use minicbor::{Decode, Encode};
use sila_core::AgencyId;

use crate::web::Lang;

/// Longest title, name, office and place, in characters.
pub const LINE_MAX: usize = 160;
/// Longest text of an entry.
pub const TEXT_MAX: usize = 1_200;

/// A text in both languages; one of them may be missing.
#[derive(Debug, Clone, Default, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Words {
    /// In Arabic.
    #[n(0)]
    pub ar: String,
    /// In English.
    #[n(1)]
    pub en: String,
}

impl Words {
    /// A text in both languages.
    pub fn new(ar: impl Into<String>, en: impl Into<String>) -> Words {
        Words { ar: ar.into(), en: en.into() }
    }

    /// In the reader's language, or in the other when it was not written in that one.
    pub fn of(&self, lang: Lang) -> &str {
        let (own, other) = lang.pick((&self.ar, &self.en), (&self.en, &self.ar));
        if own.is_empty() { other } else { own }
    }

    /// Nothing was written.
    pub fn is_empty(&self) -> bool {
        self.ar.is_empty() && self.en.is_empty()
    }

    /// Neither is longer than so many characters.
    pub fn fits(&self, max: usize) -> bool {
        self.ar.chars().count() <= max && self.en.chars().count() <= max
    }
}

/// What a meeting is called, where it is, and the period it looks back on.
#[derive(Debug, Clone, Default, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Heading {
    /// Title.
    #[n(0)]
    pub title: Words,
    /// Place.
    #[n(1)]
    pub place: Words,
    /// Of a review: the first instant of the period and the first after it.
    #[n(2)]
    pub period: Option<(i64, i64)>,
}

/// An item of the programme.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct ItemText {
    /// What it is about.
    #[n(0)]
    pub title: Words,
    /// The entity that proposed it.
    #[n(1)]
    pub proposer: AgencyId,
    /// Who presents it, as they want to be named; may be empty.
    #[n(2)]
    pub presenter: String,
    /// Who answers for it at the host; may be empty.
    #[n(3)]
    pub owner: String,
    /// Code of what it is to lead to.
    #[n(4)]
    pub expected: String,
    /// Materials, one a line; may be empty.
    #[n(5)]
    pub materials: String,
}

/// Somebody who is invited.
#[derive(Debug, Clone, Default, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct GuestText {
    /// Name.
    #[n(0)]
    pub name: Words,
    /// Office.
    #[n(1)]
    pub post: String,
    /// Whom they stand for, when they are a delegate.
    #[n(2)]
    pub instead_of: String,
    /// Where letters reach them by mail; may be empty.
    #[n(3)]
    pub mail: String,
}
