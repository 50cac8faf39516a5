//! What a study is made of: what it asks, for whom, what may be counted for it, and the word of the ethics committee.

use minicbor::{Decode, Encode};
use sila_core::Millis;
use sila_core::extract::Wanted;
use sila_core::partnership::Words;

/// Longest title, and longest names of people and committees, in characters.
pub const TITLE_MAX: usize = 160;
/// Longest question.
pub const QUESTION_MAX: usize = 1_500;
/// Longest number of an approval.
pub const NUMBER_MAX: usize = 40;

/// A study as it was proposed.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Study {
    /// Its title.
    #[n(0)]
    pub title: Words,
    /// What is to be found out, and why these counts answer it.
    #[n(1)]
    pub question: Words,
    /// The institution that carries it, in its own words.
    #[n(2)]
    pub institution: Words,
    /// What may be counted for it at most.
    #[n(3)]
    pub scope: Wanted,
}

impl Study {
    /// Whether every part is there and within its limit.
    pub fn fits(&self) -> bool {
        self.title.fit(TITLE_MAX)
            && self.question.fit(QUESTION_MAX)
            && self.institution.fit(TITLE_MAX)
            && self.scope.can_be_scope()
    }
}

/// The word of an ethics committee, as it was written down here.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Approval {
    /// Which committee.
    #[n(0)]
    pub committee: String,
    /// The number of its decision.
    #[n(1)]
    pub number: String,
    /// When it decided.
    #[n(2)]
    pub at: Millis,
}

/// The one encoding.
pub fn to_cbor<T: Encode<()>>(value: &T) -> Vec<u8> {
    minicbor::to_vec(value).unwrap_or_default()
}
