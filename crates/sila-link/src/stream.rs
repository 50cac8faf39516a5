//! The streams of a link, a place in one, and how far a side has come.
//!
//! Inside a stream messages are strictly in order; between streams there is no order, so that
//! statistics never hold up a child in danger.

use minicbor::{Decode, Decoder, Encode, Encoder};
use sila_seal::Hash;

use crate::error::LinkError;

/// One of the six streams of a link.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Stream(u8);

impl Stream {
    /// Keys, agreements, suspension: the link itself.
    pub const CONTROL: Self = Self(0);
    /// A person in imminent danger: the offer and everything that follows on its thread.
    pub const URGENT: Self = Self(1);
    /// Referrals and shelter placements.
    pub const REFERRALS: Self = Self(2);
    /// Later news about cases.
    pub const UPDATES: Self = Self(3);
    /// Ideas, meetings, training, campaigns.
    pub const PARTNERSHIP: Self = Self(4);
    /// Statistics and other large quantities.
    pub const BULK: Self = Self(5);
    /// All streams, in the order in which a call is filled.
    pub const ALL: [Self; 6] = [
        Self::CONTROL,
        Self::URGENT,
        Self::REFERRALS,
        Self::UPDATES,
        Self::PARTNERSHIP,
        Self::BULK,
    ];

    /// Reads the number of a stream from a header or a row.
    ///
    /// # Errors
    /// [`LinkError::Schema`] when there is no such stream.
    pub fn from_number(number: u8) -> Result<Self, LinkError> {
        Self::ALL.into_iter().find(|s| s.0 == number).ok_or(LinkError::Schema("stream"))
    }

    /// The number in headers and rows.
    #[must_use]
    pub fn number(self) -> u8 {
        self.0
    }

    /// Whether a delay here can cost a life: shorter waits between tries.
    #[must_use]
    pub fn is_urgent(self) -> bool {
        self == Self::URGENT || self == Self::CONTROL
    }
}

impl<C> Encode<C> for Stream {
    fn encode<W: minicbor::encode::Write>(
        &self,
        e: &mut Encoder<W>,
        _: &mut C,
    ) -> Result<(), minicbor::encode::Error<W::Error>> {
        e.u8(self.0)?.ok()
    }
}

impl<'b, C> Decode<'b, C> for Stream {
    fn decode(d: &mut Decoder<'b>, _: &mut C) -> Result<Self, minicbor::decode::Error> {
        Self::from_number(d.u8()?).or(Err(minicbor::decode::Error::message("no such stream")))
    }
}

/// One place in one direction of a link.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The stream.
    pub stream: Stream,
    /// The epoch of the stream, 1 unless the sender was restored from a backup.
    pub epoch: u32,
    /// The sequence number, from 1.
    pub seq: u64,
}

/// How far one direction of one stream has come: the last message sealed, or admitted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cursor {
    /// The stream.
    pub stream: Stream,
    /// The epoch, from 1.
    pub epoch: u32,
    /// The last sequence number; 0 before the first.
    pub upto: u64,
    /// The hash of the header at `upto`; zeros before the first.
    pub head: Hash,
}

impl Cursor {
    /// The cursor before the first message.
    #[must_use]
    pub fn start(stream: Stream) -> Self {
        Self { stream, epoch: 1, upto: 0, head: [0; 32] }
    }

    /// The sequence number that comes next.
    #[must_use]
    pub fn next_seq(&self) -> u64 {
        self.upto.saturating_add(1)
    }

    /// The cursor after the next message, whose header has this hash.
    #[must_use]
    pub fn advanced(&self, header_hash: Hash) -> Self {
        Self { upto: self.next_seq(), head: header_hash, ..*self }
    }

    /// The place it stands at.
    #[must_use]
    pub fn place(&self) -> Place {
        Place { stream: self.stream, epoch: self.epoch, seq: self.upto }
    }
}

/// The header hashes that one side remembers of one direction: its inbox or its outbox rows.
///
/// The node loads the rows for the places a call names (see [`crate::Call::places`]) into a map;
/// `None` means the row has been erased or never was.
pub trait History {
    /// The hash of the header at this place.
    fn header_hash(&self, place: Place) -> Option<Hash>;
}

impl History for std::collections::BTreeMap<Place, Hash> {
    fn header_hash(&self, place: Place) -> Option<Hash> {
        self.get(&place).copied()
    }
}
