//! The signed header of an envelope.

use crate::error::within;
use crate::statement::link_id;
use crate::{Hash, SUITE, SealError, canonical};
use minicbor::{Decode, Encode};
use uuid::Uuid;

/// The version of the envelope format.
pub const VERSION: u8 = 1;
/// A header may be this long, in bytes.
pub const HEADER_BYTES_MAX: usize = 8 * 1024;
/// `kind` and `purpose` may be this long, in bytes.
pub const NAME_BYTES_MAX: usize = 64;
/// How many blobs one envelope may name.
pub const BLOBS_MAX: usize = 32;
/// The highest header key that this build understands.
const KEY_MAX: u64 = 24;

/// A header as its sender fills it in; sealing adds the rest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// UUIDv7 of this message, never used again.
    pub id: Uuid,
    /// Agency id of the sender.
    pub from: Hash,
    /// Agency id of the receiver; signed, so that nobody can forward it as if meant for another.
    pub to: Hash,
    /// The stream inside the link.
    pub stream: u8,
    /// The epoch of the stream; raised only after a restore from backup.
    pub epoch: u32,
    /// Position in the stream, from 1.
    pub seq: u64,
    /// Header hash of the envelope before in this stream; zero at the start.
    pub prev: Hash,
    /// What the plaintext is, such as `referral.entry/1`.
    pub kind: String,
    /// The conversation: a referral, a case, an agreement.
    pub conversation: Uuid,
    /// The message that this one answers.
    pub in_reply_to: Option<Uuid>,
    /// When it was made, UTC milliseconds since 1970, by the sender's clock.
    pub created_ms: i64,
    /// After this the receiver records it and does nothing else; UTC milliseconds since 1970.
    pub expires_ms: Option<i64>,
    /// 1 when a person is in immediate danger, else 0.
    pub priority: u8,
    /// Files that travel beside the envelope.
    pub blobs: Vec<Blob>,
    /// The agreement that allows this message; control messages have none.
    pub agreement: Option<AgreementRef>,
    /// The purpose code under that agreement.
    pub purpose: Option<String>,
    /// Header keys that the receiver must understand.
    pub critical: Vec<u64>,
}

/// A header as signed. Field numbers are the keys of the CBOR map.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
#[expect(missing_docs, reason = "the fields that are also in Draft are explained there")]
pub struct Header {
    /// Format version, [`VERSION`].
    #[n(1)]
    pub v: u8,
    /// Cryptographic suite, [`SUITE`].
    #[n(2)]
    pub suite: u16,
    #[cbor(n(3), with = "uuid_bytes")]
    pub id: Uuid,
    /// The link between `from` and `to` (see [`link_id`]).
    #[cbor(n(4), with = "minicbor::bytes")]
    pub link: Hash,
    #[cbor(n(5), with = "minicbor::bytes")]
    pub from: Hash,
    #[cbor(n(6), with = "minicbor::bytes")]
    pub to: Hash,
    #[n(7)]
    pub stream: u8,
    #[n(8)]
    pub epoch: u32,
    #[n(9)]
    pub seq: u64,
    #[cbor(n(10), with = "minicbor::bytes")]
    pub prev: Hash,
    #[n(11)]
    pub kind: String,
    #[cbor(n(12), with = "uuid_bytes")]
    pub conversation: Uuid,
    #[cbor(n(13), with = "uuid_bytes::maybe", has_nil)]
    pub in_reply_to: Option<Uuid>,
    #[n(14)]
    pub created_ms: i64,
    #[n(15)]
    pub expires_ms: Option<i64>,
    #[n(16)]
    pub priority: u8,
    /// [`crate::SealingPublic::id`] of the key it is sealed to.
    #[cbor(n(17), with = "minicbor::bytes")]
    pub kem_kid: Hash,
    /// [`crate::VerifyingKey::id`] of the key that signed it.
    #[cbor(n(18), with = "minicbor::bytes")]
    pub sign_kid: Hash,
    /// SHA-256 of salt and padded plaintext.
    #[cbor(n(19), with = "minicbor::bytes")]
    pub commit: Hash,
    /// Bytes of the sealed body.
    #[n(20)]
    pub body_len: u32,
    #[n(21)]
    pub blobs: Vec<Blob>,
    #[n(22)]
    pub agreement: Option<AgreementRef>,
    #[n(23)]
    pub purpose: Option<String>,
    #[n(24)]
    pub critical: Vec<u64>,
}

/// A file beside the envelope, named by what is sent, not by what it says.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct Blob {
    /// SHA-256 of the ciphertext.
    #[cbor(n(0), with = "minicbor::bytes")]
    pub ciphertext: Hash,
    /// Bytes of the ciphertext.
    #[n(1)]
    pub size: u64,
    /// Bytes of one chunk.
    #[n(2)]
    pub chunk: u32,
    /// Retention class.
    #[n(3)]
    pub class: u8,
}

/// One version of an agreement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
pub struct AgreementRef {
    /// Its id.
    #[cbor(n(0), with = "uuid_bytes")]
    pub id: Uuid,
    /// SHA-256 of its bytes as both sides signed them.
    #[cbor(n(1), with = "minicbor::bytes")]
    pub digest: Hash,
}

impl Draft {
    pub(super) fn complete(
        self,
        commit: Hash,
        body_bytes: usize,
        kem_kid: Hash,
        sign_kid: Hash,
    ) -> Result<Header, SealError> {
        let header = Header {
            v: VERSION,
            suite: SUITE,
            id: self.id,
            link: link_id(&self.from, &self.to),
            from: self.from,
            to: self.to,
            stream: self.stream,
            epoch: self.epoch,
            seq: self.seq,
            prev: self.prev,
            kind: self.kind,
            conversation: self.conversation,
            in_reply_to: self.in_reply_to,
            created_ms: self.created_ms,
            expires_ms: self.expires_ms,
            priority: self.priority,
            kem_kid,
            sign_kid,
            commit,
            body_len: u32::try_from(body_bytes).or(Err(SealError::BodyLength))?,
            blobs: self.blobs,
            agreement: self.agreement,
            purpose: self.purpose,
            critical: self.critical,
        };
        header.check()?;
        Ok(header)
    }
}

impl Header {
    pub(super) fn to_cbor(&self) -> Result<Vec<u8>, SealError> {
        let bytes = minicbor::to_vec(self).or(Err(SealError::Malformed))?;
        within(bytes.len(), HEADER_BYTES_MAX)?;
        Ok(bytes)
    }

    pub(super) fn from_cbor(bytes: &[u8]) -> Result<Self, SealError> {
        within(bytes.len(), HEADER_BYTES_MAX)?;
        canonical::check(bytes)?;
        let header: Self = minicbor::decode(bytes).or(Err(SealError::Malformed))?;
        header.check()?;
        Ok(header)
    }

    /// Refuses when a header key that must be understood is unknown to this build. The message
    /// still takes its place in the stream.
    ///
    /// # Errors
    /// [`SealError::Critical`] with the first such key.
    pub fn check_critical(&self) -> Result<(), SealError> {
        let unknown = self.critical.iter().find(|key| !(1..=KEY_MAX).contains(*key));
        unknown.map_or(Ok(()), |key| Err(SealError::Critical(*key)))
    }

    fn check(&self) -> Result<(), SealError> {
        if self.v != VERSION {
            return Err(SealError::Version(u16::from(self.v)));
        }
        if self.suite != SUITE {
            return Err(SealError::Suite(self.suite));
        }
        if self.link != link_id(&self.from, &self.to) || self.from == self.to {
            return Err(SealError::Link);
        }
        let purpose_bytes = self.purpose.as_ref().map_or(0, String::len);
        let wrong = [
            (9, self.seq == 0),
            (11, self.kind.is_empty() || self.kind.len() > NAME_BYTES_MAX),
            (16, self.priority > 1),
            (21, self.blobs.len() > BLOBS_MAX),
            (23, purpose_bytes > NAME_BYTES_MAX),
        ];
        wrong
            .iter()
            .find(|(_, wrong)| *wrong)
            .map_or(Ok(()), |(key, _)| Err(SealError::Field(*key)))
    }
}

/// A UUID as 16 bytes.
mod uuid_bytes {
    use minicbor::decode::Error as Unreadable;
    use minicbor::encode::{Error, Write};
    use minicbor::{Decoder, Encoder};
    use uuid::Uuid;

    pub(super) fn encode<C, W: Write>(
        id: &Uuid,
        e: &mut Encoder<W>,
        _: &mut C,
    ) -> Result<(), Error<W::Error>> {
        e.bytes(id.as_bytes())?.ok()
    }

    pub(super) fn decode<C>(d: &mut Decoder<'_>, _: &mut C) -> Result<Uuid, Unreadable> {
        Uuid::from_slice(d.bytes()?).or(Err(Unreadable::message("not 16 bytes")))
    }

    /// The same where it may be absent.
    pub(super) mod maybe {
        use super::{Decoder, Encoder, Error, Unreadable, Uuid, Write};

        pub(in super::super) fn encode<C, W: Write>(
            id: &Option<Uuid>,
            e: &mut Encoder<W>,
            context: &mut C,
        ) -> Result<(), Error<W::Error>> {
            match id {
                Some(id) => super::encode(id, e, context),
                None => e.null()?.ok(),
            }
        }

        pub(in super::super) fn decode<C>(
            d: &mut Decoder<'_>,
            context: &mut C,
        ) -> Result<Option<Uuid>, Unreadable> {
            super::decode(d, context).map(Some)
        }

        pub(in super::super) fn nil() -> Option<Option<Uuid>> {
            Some(None)
        }

        pub(in super::super) fn is_nil(id: &Option<Uuid>) -> bool {
            id.is_none()
        }
    }
}
