//! Asking another agency for a place without saying for whom. The answer is a grade and, where a place is held, until when:
//! no home, no count, no address. A question is a [`Need`] in codes; the identifier of the question names the held place.

use minicbor::{Decode, Encode};
use sila_core::codes::Urgency;
use sila_core::shelter::{Capacity, Need};
use sila_core::{Millis, PlaceId};

use crate::error::{Code, LinkError};
use crate::wire::{from_cbor, to_cbor};

/// The largest of these messages, in bytes.
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
}

impl PlaceKind {
    /// Every kind.
    pub const ALL: [Self; 3] = [Self::Ask, Self::Answer, Self::Release];

    /// The text in the header.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Ask => "place.ask/1",
            Self::Answer => "place.answer/1",
            Self::Release => "place.release/1",
        }
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
        }
    }

    pub(crate) fn to_cbor(&self) -> Vec<u8> {
        match self {
            Self::Ask(m) => to_cbor(m),
            Self::Answer(m) => to_cbor(m),
            Self::Release(m) => to_cbor(m),
        }
    }

    pub(crate) fn from_cbor(kind: PlaceKind, bytes: &[u8]) -> Result<Self, LinkError> {
        Ok(match kind {
            PlaceKind::Ask => Self::Ask(from_cbor(bytes, PLACE_BYTES_MAX, "place")?),
            PlaceKind::Answer => Self::Answer(from_cbor(bytes, PLACE_BYTES_MAX, "place")?),
            PlaceKind::Release => Self::Release(from_cbor(bytes, PLACE_BYTES_MAX, "place")?),
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
            Self::Release(_) => true,
        };
        if sound { Ok(()) } else { Err(LinkError::Schema("place")) }
    }
}

#[cfg(test)]
pub(crate) mod tests;
