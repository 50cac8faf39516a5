//! Asking another agency for a place without saying for whom. The answer is a grade and, where a place is held, until when:
//! no home, no count, no address. A question is a [`Need`] in codes; the identifier of the question names the held place.
//! Beside it stands the blind check of a referral into a home ([`safety`]).

use minicbor::{Decode, Encode};
use sila_core::codes::Urgency;
use sila_core::shelter::{Capacity, Need};
use sila_core::{Millis, PlaceId, ReferralId};

use crate::error::{Code, LinkError};
use crate::wire::{from_cbor, to_cbor};

pub mod safety;

pub use safety::{PlaceCheck, PlaceValues, PlaceVerdict, SafetyCheck};

/// The largest of these messages but `place.values/1`, in bytes.
pub const PLACE_BYTES_MAX: usize = 2 * 1_024;

/// The kinds of these messages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum PlaceKind {
    /// A question.
    Ask,
    /// Its answer.
    Answer,
    /// What was held is no longer needed.
    Release,
    /// A blind check of a referral into a home.
    Check,
    /// Its answer.
    Values,
    /// What came of it.
    Verdict,
}

impl PlaceKind {
    /// Every kind.
    pub const ALL: [Self; 6] =
        [Self::Ask, Self::Answer, Self::Release, Self::Check, Self::Values, Self::Verdict];

    /// The text in the header.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Ask => "place.ask/1",
            Self::Answer => "place.answer/1",
            Self::Release => "place.release/1",
            Self::Check => "place.check/1",
            Self::Values => "place.values/1",
            Self::Verdict => "place.verdict/1",
        }
    }

    /// Whether it belongs to a referral and travels on its stream, behind its offer.
    #[must_use]
    pub fn is_of_referral(self) -> bool {
        matches!(self, Self::Check | Self::Values | Self::Verdict)
    }
}

/// One of these messages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// `place.ask/1`
    Ask(PlaceAsk),
    /// `place.answer/1`
    Answer(PlaceAnswer),
    /// `place.release/1`
    Release(PlaceRelease),
    /// `place.check/1`
    Check(PlaceCheck),
    /// `place.values/1`
    Values(PlaceValues),
    /// `place.verdict/1`
    Verdict(PlaceVerdict),
}

/// Who needs a place, in codes.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct PlaceAsk {
    /// The question, the same at every agency that is asked.
    #[n(0)]
    pub question: PlaceId,
    /// Who, what they cannot do without, and the town in which they are not safe.
    #[n(1)]
    pub need: Need,
    /// How urgent.
    #[n(2)]
    pub urgency: Urgency,
}

/// What the asked agency has.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct PlaceAnswer {
    /// Which question.
    #[n(0)]
    pub question: PlaceId,
    /// How good the place is; no when there is none.
    #[n(1)]
    pub capacity: Capacity,
    /// Until when it is held for the question; nothing when nothing is held.
    #[n(2)]
    pub until: Option<Millis>,
    /// Why the node gave no answer, such as `place.too_many`.
    #[n(3)]
    pub refused: Option<String>,
}

/// The place held for a question may be given to others.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct PlaceRelease {
    /// Which question.
    #[n(0)]
    pub question: PlaceId,
}

impl Place {
    /// Its kind.
    #[must_use]
    pub fn kind(&self) -> PlaceKind {
        match self {
            Self::Ask(_) => PlaceKind::Ask,
            Self::Answer(_) => PlaceKind::Answer,
            Self::Release(_) => PlaceKind::Release,
            Self::Check(_) => PlaceKind::Check,
            Self::Values(_) => PlaceKind::Values,
            Self::Verdict(_) => PlaceKind::Verdict,
        }
    }

    /// The referral that a message of a blind check is about.
    #[must_use]
    pub fn referral(&self) -> Option<ReferralId> {
        match self {
            Self::Ask(_) | Self::Answer(_) | Self::Release(_) => None,
            Self::Check(check) => Some(check.referral),
            Self::Values(values) => Some(values.referral),
            Self::Verdict(verdict) => Some(verdict.referral),
        }
    }

    pub(crate) fn to_cbor(&self) -> Vec<u8> {
        match self {
            Self::Ask(m) => to_cbor(m),
            Self::Answer(m) => to_cbor(m),
            Self::Release(m) => to_cbor(m),
            Self::Check(m) => to_cbor(m),
            Self::Values(m) => to_cbor(m),
            Self::Verdict(m) => to_cbor(m),
        }
    }

    pub(crate) fn from_cbor(kind: PlaceKind, bytes: &[u8]) -> Result<Self, LinkError> {
        Ok(match kind {
            PlaceKind::Ask => Self::Ask(from_cbor(bytes, PLACE_BYTES_MAX, "place")?),
            PlaceKind::Answer => Self::Answer(from_cbor(bytes, PLACE_BYTES_MAX, "place")?),
            PlaceKind::Release => Self::Release(from_cbor(bytes, PLACE_BYTES_MAX, "place")?),
            PlaceKind::Check => Self::Check(from_cbor(bytes, PLACE_BYTES_MAX, "place")?),
            PlaceKind::Values => Self::Values(from_cbor(bytes, safety::VALUES_BYTES_MAX, "place")?),
            PlaceKind::Verdict => Self::Verdict(from_cbor(bytes, PLACE_BYTES_MAX, "place")?),
        })
    }

    /// A question names no area finer than a town; an answer holds a place only where there is one.
    pub(crate) fn check(&self) -> Result<(), LinkError> {
        let sound = match self {
            Self::Ask(ask) => ask.need.check().is_ok() && ask.need.is_coarse(),
            Self::Answer(answer) => {
                let there = !matches!(answer.capacity, Capacity::No);
                let code = answer.refused.as_deref().map(Code::parse).transpose()?;
                (there || answer.until.is_none()) && (code.is_none() || !there)
            }
            Self::Check(check) => check.is_sound(),
            Self::Values(values) => values.is_sound()?,
            Self::Release(_) | Self::Verdict(_) => true,
        };
        if sound { Ok(()) } else { Err(LinkError::Schema("place")) }
    }
}

#[cfg(test)]
pub(crate) mod tests;
