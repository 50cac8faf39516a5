//! What travels between the two sides of a question.

use minicbor::{Decode, Encode};
use sila_core::AgreementId;
use sila_core::codes::{KnownAnswer, LawfulBasis};
use sila_seal::Hash;
use sila_seal::voprf::{Element, Proof};
use uuid::Uuid;

use super::Scope;
use super::keys::KEY_SET_BYTES_MAX;
use super::table::{CHUNK_ENTRIES, ENTRY_BYTES};
use crate::error::{Code, LinkError};
use crate::stream::Stream;
use crate::wire::{from_cbor, to_cbor};

/// The largest question, in bytes.
pub const ASK_BYTES_MAX: usize = 1_024;
/// The longest reason of a disclosure, in bytes.
pub const REASON_BYTES_MAX: usize = 4 * 1_024;
/// The largest identity in a disclosure, in bytes.
pub const PERSON_BYTES_MAX: usize = 16 * 1_024;
const BYTES_MAX: usize = CHUNK_ENTRIES * ENTRY_BYTES + 1_024;

/// The kinds of these messages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum KnownKind {
    /// The keys of an epoch.
    Keys,
    /// A part of a table.
    Table,
    /// A question.
    Query,
    /// Its answer.
    Answer,
    /// Who the question was about, named.
    Disclose,
    /// What a person answered.
    Reply,
    /// How many questions the answering side has counted, once a month.
    Count,
}

impl KnownKind {
    /// Every kind.
    pub const ALL: [Self; 7] = [
        Self::Keys,
        Self::Table,
        Self::Query,
        Self::Answer,
        Self::Disclose,
        Self::Reply,
        Self::Count,
    ];

    /// The text in the header.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Keys => "known.keys/1",
            Self::Table => "known.table/1",
            Self::Query => "known.query/1",
            Self::Answer => "known.answer/1",
            Self::Disclose => "known.disclose/1",
            Self::Reply => "known.reply/1",
            Self::Count => "known.count/1",
        }
    }

    /// Its stream. Keys go before the table on the same one.
    #[must_use]
    pub fn stream(self) -> Stream {
        match self {
            Self::Keys | Self::Table => Stream::BULK,
            _ => Stream::UPDATES,
        }
    }
}

/// One of these messages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Known {
    /// `known.keys/1`: a signed [`super::KeySet`].
    Keys(Vec<u8>),
    /// `known.table/1`
    Table(Chunk),
    /// `known.query/1`
    Query(Ask),
    /// `known.answer/1`
    Answer(Answer),
    /// `known.disclose/1`
    Disclose(Disclose),
    /// `known.reply/1`
    Reply(Reply),
    /// `known.count/1`
    Count(Count),
}

/// A part of a table: always [`CHUNK_ENTRIES`] entries, sorted within all chunks of the part.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Chunk {
    /// What it belongs to.
    #[n(0)]
    pub scope: Scope,
    /// 0 for the table of the epoch, then one for each addition.
    #[n(1)]
    pub part: u16,
    /// Place in the part, from 0.
    #[n(2)]
    pub nth: u32,
    /// How many chunks the part has.
    #[n(3)]
    pub of: u32,
    /// The entries.
    #[cbor(n(4), with = "minicbor::bytes")]
    pub entries: Vec<u8>,
}

/// A question. Nothing in it depends on the person that an opponent could compute.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Ask {
    /// Which question.
    #[cbor(n(0), with = "crate::known::messages::id")]
    pub query: Uuid,
    /// Under which keys.
    #[n(1)]
    pub scope: Scope,
    /// What allows it.
    #[n(2)]
    pub basis: LawfulBasis,
    /// One element for each slot.
    #[n(3)]
    pub elements: Vec<Element>,
    /// Stands for the worker, so that both sides count the same; tells nobody who it is.
    #[cbor(n(4), with = "minicbor::bytes")]
    pub worker: [u8; 16],
    /// Binds the question to a case: a salted hash that only the asking side can open.
    #[cbor(n(5), with = "minicbor::bytes")]
    pub case: Hash,
    /// How many questions the asking side has asked under this agreement, this one included.
    #[n(6)]
    pub asked: u64,
}

/// The answer to a question.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Answer {
    /// Which question.
    #[cbor(n(0), with = "crate::known::messages::id")]
    pub query: Uuid,
    /// The agreement.
    #[n(1)]
    pub agreement: AgreementId,
    /// The hash of the question's elements as it stands in the answering side's log.
    #[cbor(n(2), with = "minicbor::bytes")]
    pub batch: Hash,
    /// How many questions the answering side has logged under this agreement, this one included.
    #[n(3)]
    pub served: u64,
    /// What came of it.
    #[n(4)]
    pub outcome: Outcome,
}

/// What came of a question.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub enum Outcome {
    /// Evaluated, with a proof for each slot.
    #[n(0)]
    Evaluated(#[n(0)] Vec<Element>, #[n(1)] Vec<Proof>),
    /// Refused, with the reason.
    #[n(1)]
    Refused(#[n(0)] String),
}

/// Who the question was about, told by name to the other side's officer on duty.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Disclose {
    /// Which disclosure.
    #[cbor(n(0), with = "crate::known::messages::id")]
    pub id: Uuid,
    /// The question.
    #[cbor(n(1), with = "crate::known::messages::id")]
    pub query: Uuid,
    /// The agreement.
    #[n(2)]
    pub agreement: AgreementId,
    /// The handle that was found.
    #[cbor(n(3), with = "minicbor::bytes")]
    pub handle: [u8; 16],
    /// Stands for the person at the asking side, so that a pair is not asked twice.
    #[cbor(n(4), with = "minicbor::bytes")]
    pub subject: [u8; 16],
    /// Why the asking side needs to know.
    #[n(5)]
    pub reason: String,
    /// The person, with the fields that may go ([`sila_core::person::Person`]).
    #[cbor(n(6), with = "minicbor::bytes")]
    pub person: Vec<u8>,
}

/// What a person at the other side answered.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Reply {
    /// Which disclosure.
    #[cbor(n(0), with = "crate::known::messages::id")]
    pub id: Uuid,
    /// The agreement.
    #[n(1)]
    pub agreement: AgreementId,
    /// The answer.
    #[n(2)]
    pub answer: KnownAnswer,
}

/// How many questions the answering side has counted, said once a month. It goes on the stream of the answers, so when it
/// comes the asking side has taken the answer to every question that is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Count {
    /// The agreement.
    #[n(0)]
    pub agreement: AgreementId,
    /// The month that has ended, such as 202611.
    #[n(1)]
    pub month: u32,
    /// All questions ever counted under the agreement, also refused ones.
    #[n(2)]
    pub served: u64,
}

impl Known {
    /// Its kind.
    #[must_use]
    pub fn kind(&self) -> KnownKind {
        match self {
            Self::Keys(_) => KnownKind::Keys,
            Self::Table(_) => KnownKind::Table,
            Self::Query(_) => KnownKind::Query,
            Self::Answer(_) => KnownKind::Answer,
            Self::Disclose(_) => KnownKind::Disclose,
            Self::Reply(_) => KnownKind::Reply,
            Self::Count(_) => KnownKind::Count,
        }
    }

    /// The bytes that are sealed.
    #[must_use]
    pub fn to_cbor(&self) -> Vec<u8> {
        match self {
            Self::Keys(signed) => signed.clone(),
            Self::Table(m) => to_cbor(m),
            Self::Query(m) => to_cbor(m),
            Self::Answer(m) => to_cbor(m),
            Self::Disclose(m) => to_cbor(m),
            Self::Reply(m) => to_cbor(m),
            Self::Count(m) => to_cbor(m),
        }
    }

    /// Reads an opened payload. Whether a question has the right number of elements is for its
    /// keeper to say, because that refusal is an answer.
    ///
    /// # Errors
    /// [`LinkError::Size`] or [`LinkError::Schema`].
    pub fn from_cbor(kind: KnownKind, bytes: &[u8]) -> Result<Self, LinkError> {
        Ok(match kind {
            KnownKind::Keys => Self::Keys(whole(bytes)?),
            KnownKind::Table => Self::Table(read(bytes)?),
            KnownKind::Query => Self::Query(read(bytes)?),
            KnownKind::Answer => Self::Answer(read(bytes)?),
            KnownKind::Disclose => Self::Disclose(read(bytes)?),
            KnownKind::Reply => Self::Reply(read(bytes)?),
            KnownKind::Count => Self::Count(read(bytes)?),
        })
    }

    /// Whether every part is within its limit.
    ///
    /// # Errors
    /// [`LinkError::Size`] or [`LinkError::Schema`].
    pub fn check(&self) -> Result<(), LinkError> {
        match self {
            Self::Keys(signed) => within(signed.len(), KEY_SET_BYTES_MAX),
            Self::Table(chunk) => {
                let whole = chunk.entries.len() == CHUNK_ENTRIES * ENTRY_BYTES;
                if whole && chunk.nth < chunk.of { Ok(()) } else { Err(LinkError::Schema("table")) }
            }
            Self::Disclose(m) => {
                within(m.reason.len(), REASON_BYTES_MAX)?;
                within(m.person.len(), PERSON_BYTES_MAX)
            }
            Self::Answer(Answer { outcome: Outcome::Refused(code), .. }) => {
                Code::parse(code).map(drop)
            }
            _ => Ok(()),
        }
    }
}

fn whole(bytes: &[u8]) -> Result<Vec<u8>, LinkError> {
    let pair = crate::wire::split_pair(bytes, "known keys");
    pair.map(|_| bytes.to_vec())
}

fn read<'b, T: Decode<'b, ()>>(bytes: &'b [u8]) -> Result<T, LinkError> {
    from_cbor(bytes, BYTES_MAX, "known")
}

fn within(found: usize, max: usize) -> Result<(), LinkError> {
    if found > max { Err(LinkError::Size(max)) } else { Ok(()) }
}

/// A UUID as sixteen bytes.
pub(crate) mod id {
    use minicbor::{Decoder, Encoder, decode::Error as Refused, encode::Error, encode::Write};
    use uuid::Uuid;

    pub(crate) fn encode<C, W: Write>(
        id: &Uuid,
        e: &mut Encoder<W>,
        _: &mut C,
    ) -> Result<(), Error<W::Error>> {
        e.bytes(id.as_bytes())?.ok()
    }

    pub(crate) fn decode<C>(d: &mut Decoder<'_>, _: &mut C) -> Result<Uuid, Refused> {
        Uuid::from_slice(d.bytes()?).or(Err(Refused::message("not an identifier")))
    }
}
