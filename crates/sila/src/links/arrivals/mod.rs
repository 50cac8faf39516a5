//! Rows of what was taken in over a link, and of bytes that were refused.

pub mod store;

use sila_core::Millis;
use sila_seal::Hash;
use uuid::Uuid;

/// A message that waits for a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parked {
    /// Its link.
    pub link: Hash,
    /// Identifier of the message.
    pub id: Uuid,
    /// Its place.
    pub place: sila_link::Place,
    /// What it is.
    pub kind: String,
    /// When it came.
    pub at: Millis,
    /// Why it was set aside.
    pub code: String,
}

/// Bytes that were refused before they belonged to a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RefusedBytes {
    /// From whom, when that was known.
    pub link: Option<Hash>,
    /// When.
    pub at: Millis,
    /// Why.
    pub code: String,
    /// How many bytes.
    pub size: i64,
    /// Their SHA-256.
    pub hash: Hash,
}
