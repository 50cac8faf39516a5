//! The greeting that opens every call, and what each side does about the other's.
//!
//! It says, for each stream, how far both directions have come. That alone decides what is sent
//! (again), so that neither side has to remember what the other may have missed.

use minicbor::{Decode, Encode};
use sila_core::{AgencyId, Millis};
use sila_seal::{Hash, VerifyingKey};

use crate::error::LinkError;
use crate::message::KINDS;
use crate::party::{Me, Peer};
use crate::stream::{Cursor, Place, Stream};
use crate::wire::{from_cbor, signed, to_cbor, verified};
use crate::{CALL_BYTES_MAX, CALL_ENVELOPES_MAX, ENVELOPE_BYTES_MAX};

mod plan;
#[cfg(test)]
mod tests;

pub use plan::{Halt, Plan, SKEW_MAX_MS, SKEW_WARN_MS, StreamPlan, claimed_places, plan};

/// The versions of the protocol that this build speaks, lowest and highest.
pub const VERSIONS: (u16, u16) = (1, 1);
/// The largest greeting, in bytes.
pub const HELLO_BYTES_MAX: usize = 16 * 1_024;

const CONTEXT: &str = "sila/link/hello/1";
const KINDS_MAX: usize = 64;

/// Who began a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
#[cbor(index_only)]
pub enum Role {
    /// The side that posted the request.
    #[n(0)]
    Caller,
    /// The side that answers it.
    #[n(1)]
    Answerer,
}

/// How far both directions of one stream have come at one side.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
pub struct Position {
    /// The stream.
    #[n(0)]
    pub stream: Stream,
    /// The epoch in which this side sends.
    #[n(1)]
    pub sent_epoch: u32,
    /// The last message that this side has sealed.
    #[n(2)]
    pub sent_upto: u64,
    /// The hash of its header.
    #[cbor(n(3), with = "minicbor::bytes")]
    pub sent_head: Hash,
    /// The last of them for which this side holds a receipt.
    #[n(4)]
    pub receipted: u64,
    /// The epoch in which this side receives.
    #[n(5)]
    pub recv_epoch: u32,
    /// The last message that this side has admitted.
    #[n(6)]
    pub recv_upto: u64,
    /// The hash of its header; before the first of an epoch, of the last one of the epoch before.
    #[cbor(n(7), with = "minicbor::bytes")]
    pub recv_head: Hash,
    /// This side asks the other to close the epoch in which it sends, and to take this one.
    #[n(8)]
    pub opening: Option<u32>,
    /// Where this side closed the epoch in which the other says that it sends.
    #[n(9)]
    pub closed: Option<Closed>,
}

/// The end of an epoch: nothing behind it was taken, or ever will be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
pub struct Closed {
    /// The epoch.
    #[n(0)]
    pub epoch: u32,
    /// Its last message that was taken.
    #[n(1)]
    pub upto: u64,
}

impl Position {
    /// From the two cursors of a stream and the last receipted message of the sending one.
    #[must_use]
    pub fn new(sent: &Cursor, receipted: u64, received: &Cursor) -> Self {
        Self {
            stream: sent.stream,
            sent_epoch: sent.epoch,
            sent_upto: sent.upto,
            sent_head: sent.head,
            receipted,
            recv_epoch: received.epoch,
            recv_upto: received.upto,
            recv_head: received.head,
            opening: None,
            closed: None,
        }
    }

    /// The position of a stream on which nothing was ever sent either way.
    #[must_use]
    pub fn start(stream: Stream) -> Self {
        Self::new(&Cursor::start(stream), 0, &Cursor::start(stream))
    }

    fn received_place(&self) -> Place {
        Place { stream: self.stream, epoch: self.recv_epoch, seq: self.recv_upto }
    }
}

/// What a side accepts in one call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
pub struct Limits {
    /// Bytes of a whole call body.
    #[n(0)]
    pub call_bytes: u32,
    /// Envelopes in a call body.
    #[n(1)]
    pub envelopes: u32,
    /// Bytes of one envelope.
    #[n(2)]
    pub envelope_bytes: u32,
}

impl Limits {
    /// What this build accepts.
    #[must_use]
    pub fn ours() -> Self {
        let bound = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        Self {
            call_bytes: bound(CALL_BYTES_MAX),
            envelopes: bound(CALL_ENVELOPES_MAX),
            envelope_bytes: bound(ENVELOPE_BYTES_MAX),
        }
    }
}

/// The greeting. Signed by the speaker, so that nobody in between can lower a version.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Hello {
    /// Who speaks.
    #[n(0)]
    pub from: AgencyId,
    /// Whom it is for.
    #[n(1)]
    pub to: AgencyId,
    /// The lowest protocol version spoken.
    #[n(2)]
    pub version_min: u16,
    /// The highest protocol version spoken.
    #[n(3)]
    pub version_max: u16,
    /// The kinds of message understood, such as `referral.entry/1`.
    #[n(4)]
    pub kinds: Vec<String>,
    /// What the speaker accepts in one call.
    #[n(5)]
    pub limits: Limits,
    /// One per stream in use.
    #[n(6)]
    pub positions: Vec<Position>,
    /// The speaker's clock, UTC milliseconds.
    #[n(7)]
    pub clock: i64,
    /// Who began the call.
    #[n(8)]
    pub role: Role,
    /// The number of the speaker's current key statement.
    #[n(9)]
    pub statement: u32,
    /// The speaker takes nothing until this UTC millisecond.
    #[n(10)]
    pub maintenance_until: Option<i64>,
    /// The number of the listener's newest key statement that the speaker holds.
    #[n(11)]
    pub knows: Option<u32>,
    /// The speaker's number for this conversation ([`crate::Session`]).
    #[n(12)]
    pub session: Option<u64>,
    /// The listener's number that the speaker has heard last.
    #[n(13)]
    pub heard: Option<u64>,
    /// In the answer to a greeting that could not be verified: the number that it claimed.
    #[n(14)]
    pub echo: Option<u64>,
}

/// What a greeting says before anything of it is verified.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Claimed {
    /// Who says to be speaking.
    pub from: AgencyId,
    /// The number of the speaker's newest key statement, as far as it remembers.
    pub statement: u32,
    /// The number of the listener's newest key statement that the speaker holds.
    pub knows: Option<u32>,
    /// The speaker's number for this conversation.
    pub session: Option<u64>,
}

impl Hello {
    /// Our greeting at `now`; `statement` is the number of our current key statement.
    #[must_use]
    pub fn new(
        me: &Me,
        peer: &Peer,
        role: Role,
        positions: Vec<Position>,
        statement: u32,
        now: Millis,
    ) -> Self {
        Self {
            from: me.agency,
            to: peer.agency,
            version_min: VERSIONS.0,
            version_max: VERSIONS.1,
            kinds: KINDS.iter().map(|kind| (*kind).to_owned()).collect(),
            limits: Limits::ours(),
            positions,
            clock: now.0,
            role,
            statement,
            maintenance_until: None,
            knows: None,
            session: None,
            heard: None,
            echo: None,
        }
    }

    /// The bytes that open a call.
    #[must_use]
    pub fn sign(&self, me: &Me) -> Vec<u8> {
        signed(CONTEXT, &to_cbor(self), &me.sign)
    }

    /// What a greeting claims, so that the node can find the link, and can answer one that it cannot
    /// verify: with its own greeting ([`crate::Session::echoes`]), the speaker's statements after the
    /// claimed one, and its own after the one that the speaker says it knows: they prove themselves.
    /// Nothing else may be done with it.
    ///
    /// # Errors
    /// [`LinkError::Size`] or [`LinkError::Schema`].
    pub fn claimed(bytes: &[u8]) -> Result<Claimed, LinkError> {
        let (body, _) = crate::wire::split_pair(bytes, "hello")?;
        let said: Self = from_cbor(body, HELLO_BYTES_MAX, "hello")?;
        let Self { from, statement, knows, session, .. } = said;
        Ok(Claimed { from, statement, knows, session })
    }

    /// Verifies and reads the peer's greeting to us in the expected role.
    ///
    /// # Errors
    /// [`LinkError::Size`], [`LinkError::Schema`], [`LinkError::Signature`],
    /// [`LinkError::Address`] when it is another agency's or for another.
    pub fn open(bytes: &[u8], me: &Me, peer: &Peer, role: Role) -> Result<Self, LinkError> {
        if bytes.len() > HELLO_BYTES_MAX {
            return Err(LinkError::Size(HELLO_BYTES_MAX));
        }
        let body = verified(CONTEXT, bytes, &peer.sign, "hello")?;
        let hello: Self = from_cbor(body, HELLO_BYTES_MAX, "hello")?;
        if hello.from != peer.agency || hello.to != me.agency {
            return Err(LinkError::Address);
        }
        let streams = hello.positions.len() <= Stream::ALL.len();
        if hello.role != role || !streams || hello.kinds.len() > KINDS_MAX {
            return Err(LinkError::Schema("hello"));
        }
        Ok(hello)
    }

    /// Reads a greeting as evidence, whoever it was for.
    ///
    /// # Errors
    /// [`LinkError::Size`], [`LinkError::Schema`] or [`LinkError::Signature`].
    pub(crate) fn said(bytes: &[u8], keys: &[VerifyingKey]) -> Result<Self, LinkError> {
        if bytes.len() > HELLO_BYTES_MAX {
            return Err(LinkError::Size(HELLO_BYTES_MAX));
        }
        from_cbor(verified(CONTEXT, bytes, keys, "hello")?, HELLO_BYTES_MAX, "hello")
    }

    /// Their position on a stream.
    #[must_use]
    pub fn position(&self, stream: Stream) -> Position {
        let found = self.positions.iter().find(|p| p.stream == stream);
        found.copied().unwrap_or_else(|| Position::start(stream))
    }
}
