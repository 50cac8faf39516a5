//! What one side says in a call about logs: its own head, what it has cosigned, what it asks, and
//! what it has seen of others.

use minicbor::{Decode, Encode};
use sila_seal::Hash;

use crate::error::LinkError;
use crate::wire::{from_cbor, to_cbor};

/// The largest frame about logs, in bytes.
pub const WITNESS_BYTES_MAX: usize = 96 * 1_024;
/// How many sizes one side may ask about.
pub const ASKS_MAX: usize = 8;
/// How many growths answer them.
pub const GROWTHS_MAX: usize = ASKS_MAX;
/// How many heads of other logs are passed on, and kept while they are not proven.
pub const GOSSIP_MAX: usize = 8;
const NOTE_BYTES_MAX: usize = sila_seal::checkpoint::NOTE_BYTES_MAX;
const PROOF_BYTES_MAX: usize = 63 * 32;

/// What one side says about logs. Everything in it is signed by whom it is about.
#[derive(Debug, Clone, PartialEq, Eq, Default, Encode, Decode)]
#[cbor(map)]
pub struct Saying {
    /// The number of the speaker's own log.
    #[n(0)]
    pub log: u32,
    /// The newest head of it, a signed note.
    #[n(1)]
    pub head: Option<String>,
    /// Signed growths ([`super::Growth::sign`]) from the sizes that the listener asked about.
    #[n(2)]
    pub growths: Vec<minicbor::bytes::ByteVec>,
    /// In the first head of a later log: where it names what the listener had cosigned of the one
    /// before ([`super::continuation`]), and the inclusion proof.
    #[n(3)]
    pub continuation: Option<(u64, minicbor::bytes::ByteVec)>,
    /// The head of the listener's log that the speaker has cosigned last: the note, with its lines
    /// when the listener has shown it in the body before this one. Who was restored from a backup
    /// learns from it what it has forgotten.
    #[n(4)]
    pub yours: Option<String>,
    /// From which sizes the listener's log must show that it has grown ([`super::View::asks`]).
    #[n(5)]
    pub asks: Vec<u64>,
    /// Heads of logs of others, as their owners signed them.
    #[n(6)]
    pub gossip: Vec<String>,
}

impl Saying {
    /// The bytes of the frame.
    #[must_use]
    pub fn to_cbor(&self) -> Vec<u8> {
        to_cbor(self)
    }

    /// Reads a frame within the limits.
    ///
    /// # Errors
    /// [`LinkError::Size`] or [`LinkError::Schema`].
    pub fn from_cbor(bytes: &[u8]) -> Result<Self, LinkError> {
        let said: Self = from_cbor(bytes, WITNESS_BYTES_MAX, "witness")?;
        let notes = said.head.iter().chain(&said.yours).chain(&said.gossip);
        let long = notes.map(String::len).max().unwrap_or(0) > NOTE_BYTES_MAX;
        let proof = said.continuation.as_ref().map_or(0, |(_, proof)| proof.len());
        let many = said.growths.len() > GROWTHS_MAX
            || said.asks.len() > ASKS_MAX
            || said.gossip.len() > GOSSIP_MAX;
        let over = long || many || proof > PROOF_BYTES_MAX;
        if over { Err(LinkError::Size(WITNESS_BYTES_MAX)) } else { Ok(said) }
    }

    /// Adds a growth.
    pub fn push_growth(&mut self, signed: Vec<u8>) {
        self.growths.push(signed.into());
    }

    /// Sets where a later log names the head that the listener had cosigned of the one before.
    pub fn set_continuation(&mut self, index: u64, proof: &[Hash]) {
        self.continuation = Some((index, proof.concat().into()));
    }
}
