//! Records that several agencies share, without a centre: *propose, sign, countersign, read*.
//!
//! A [`Version`] of a record is bytes. It takes effect only when every party has signed exactly these
//! bytes with its root key; an amendment is a new version that names the hash of the one in force.
//! What a party says about a version is a [`SignedVoice`] that anybody can check with nothing else,
//! because an agency's identity is the hash of its first root key. [`Shared`] holds what one node
//! knows of a record. It only ever grows, and what follows from it does not depend on the order in
//! which it grew, so all nodes that hold the same voices say the same.
//!
//! **Why two versions can never both take effect.** A party signs a version only when it has not
//! signed a sibling (one that names the same hash), or when that sibling is dead: a party that had not
//! signed it has declined it, and nobody says both. If all parties had signed both of two siblings,
//! each would have seen one of them dead; then the party that declined it never signed it.
//!
//! **Withdrawing** asks the others not to sign: a node that has not signed yet declines by itself. When
//! all had signed, it came too late. **Proposals that cross**: a node whose agency has signed the one
//! with the lower hash declines the other by itself, so the lower one goes on.

mod shared;
#[cfg(test)]
pub(crate) mod tests;
mod voice;

pub use shared::{Held, Shared, Standing, first};
pub use voice::{Share, SignedVoice, Voice, Word};

use minicbor::{Decode, Encode};
use sila_core::{AgencyId, Millis, RecordId};
use sila_seal::{Hash, check_canonical, sha256};

use crate::error::{Code, LinkError};
use crate::wire::{from_cbor, to_cbor};

/// The most parties of a record.
pub const PARTIES_MAX: usize = 16;
/// The largest content of a version, in bytes.
pub const CONTENT_BYTES_MAX: usize = 96 * 1_024;
/// The largest version, in bytes.
pub const VERSION_BYTES_MAX: usize = CONTENT_BYTES_MAX + 2 * 1_024;
/// The most versions of one record that are neither in force, replaced nor dead.
pub const PENDING_MAX: usize = 32;

const KIND_BYTES_MAX: usize = 32;
const HASH_PREFIX: &str = "sila/record/1";

/// One version of a record: what the parties sign.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Version {
    /// The record, the same for all its versions.
    #[n(0)]
    pub record: RecordId,
    /// What it is and how its content is read, such as `text/1`. The same for all versions.
    #[n(1)]
    pub kind: String,
    /// Counted from 1.
    #[n(2)]
    pub number: u32,
    /// [`Version::digest`] of the version before; zeros in the first.
    #[cbor(n(3), with = "minicbor::bytes")]
    pub prev: Hash,
    /// Whose signatures it needs, ascending. The same for all versions.
    #[n(4)]
    pub parties: Vec<AgencyId>,
    /// The party that wrote this version.
    #[n(5)]
    pub proposer: AgencyId,
    /// When, by the proposer's clock.
    #[n(6)]
    pub at: Millis,
    /// The content: deterministic CBOR, of which this crate reads nothing.
    #[cbor(n(7), with = "minicbor::bytes")]
    pub content: Vec<u8>,
}

impl Version {
    /// The one encoding.
    #[must_use]
    pub fn to_cbor(&self) -> Vec<u8> {
        to_cbor(self)
    }

    /// Reads a version.
    ///
    /// # Errors
    /// [`LinkError::Size`] or [`LinkError::Schema`]: another encoding, parties not ascending or not two
    /// to [`PARTIES_MAX`], a proposer who is none of them, content that is not deterministic CBOR.
    pub fn from_cbor(bytes: &[u8]) -> Result<Self, LinkError> {
        let version: Self = from_cbor(bytes, VERSION_BYTES_MAX, "record")?;
        version.check()?;
        if version.to_cbor() == bytes { Ok(version) } else { Err(LinkError::Schema("record")) }
    }

    fn check(&self) -> Result<(), LinkError> {
        let ascending = self.parties.iter().zip(self.parties.iter().skip(1)).all(|(a, b)| a < b);
        let first = self.number == 1;
        let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'/' || b == b'.';
        let rules = [
            (
                "kind",
                (1..=KIND_BYTES_MAX).contains(&self.kind.len()) && self.kind.bytes().all(plain),
            ),
            ("number", self.number > 0 && first == (self.prev == Hash::default())),
            ("parties", ascending && (2..=PARTIES_MAX).contains(&self.parties.len())),
            ("proposer", self.parties.contains(&self.proposer)),
            ("content", check_canonical(&self.content).is_ok()),
        ];
        if self.content.len() > CONTENT_BYTES_MAX {
            return Err(LinkError::Size(CONTENT_BYTES_MAX));
        }
        let broken = rules.iter().find(|(_, kept)| !kept);
        broken.map_or(Ok(()), |(part, _)| Err(LinkError::Schema(part)))
    }

    /// What signatures and the next version name it by: `SHA-256("sila/record/1" ∥ version)`.
    #[must_use]
    pub fn digest(&self) -> Hash {
        sha256(&[HASH_PREFIX.as_bytes(), &self.to_cbor()])
    }
}

/// Why something cannot be done to a shared record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.code())]
pub enum RecordError {
    /// No version with this hash is known here.
    Unknown,
    /// The agency is no party of it.
    NotAParty,
    /// Another kind or other parties than the versions before.
    Differs,
    /// This party has said the opposite before. Both of its voices are evidence.
    Contradiction,
    /// Only its proposer withdraws a version.
    NotTheProposer,
    /// It is not open: in force already, replaced, dead, or not all of it is here.
    NotOpen,
    /// This party has spoken about it already.
    AlreadySaid,
    /// Its proposer has withdrawn it.
    Withdrawn,
    /// Another version in its place is still open.
    Pending,
    /// Too many versions wait.
    TooMany,
}

impl RecordError {
    /// The stable key for translation, wire and logs.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Unknown => "record.unknown",
            Self::NotAParty => "record.not_a_party",
            Self::Differs => "record.differs",
            Self::Contradiction => "record.contradiction",
            Self::NotTheProposer => "record.not_the_proposer",
            Self::NotOpen => "record.not_open",
            Self::AlreadySaid => "record.already_said",
            Self::Withdrawn => "record.withdrawn",
            Self::Pending => "record.pending",
            Self::TooMany => "record.too_many",
        }
    }

    /// The same as a code for receipts.
    #[must_use]
    pub fn to_code(self) -> Code {
        Code::known(self.code())
    }
}
