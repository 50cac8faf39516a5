//! What an envelope carries: the kinds of message that this build knows, and their bytes.

use minicbor::{Decode, Encode};
use sila_core::AgreementId;
use sila_seal::envelope::PLAIN_BYTES_MAX;
use sila_seal::{Hash, sha256};
use uuid::Uuid;

use crate::attachment::{AttachmentNews, AttachmentOffer, News, SealedFile};
use crate::error::{Code, LinkError};
use crate::file::{FilePart, SharedFile};
use crate::joint::ReferralLine;
use crate::known::Known;
use crate::place;
use crate::receipt::Disposition;
use crate::record::Share;
use crate::stream::{Place, Stream};
use crate::thread::FirstEntry;
use crate::wire::{from_cbor, to_cbor};

mod kind;

pub use kind::{KINDS, Kind};

/// The largest message before sealing, in bytes.
pub const MESSAGE_BYTES_MAX: usize = PLAIN_BYTES_MAX;
/// The largest signed entry, in bytes.
pub const ENTRY_BYTES_MAX: usize = 16 * 1_024;
/// The largest preview, in bytes.
pub const PREVIEW_BYTES_MAX: usize = 16 * 1_024;
/// The largest encrypted identity, in bytes.
pub const IDENTITY_BYTES_MAX: usize = 160 * 1_024;
/// The longest words beside an entry, in bytes.
pub const WORDS_BYTES_MAX: usize = 16 * 1_024;
/// The largest agreement, in bytes.
pub const AGREEMENT_BYTES_MAX: usize = 128 * 1_024;

/// Bytes with a random salt, so that the hash that goes into a signed entry tells nothing about
/// them, even when they can be guessed.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct Salted {
    /// 32 random bytes.
    #[cbor(n(0), with = "minicbor::bytes")]
    pub salt: [u8; 32],
    /// The content.
    #[cbor(n(1), with = "minicbor::bytes")]
    pub bytes: Vec<u8>,
}

impl Salted {
    /// What the entry commits to: `SHA-256("sila/commit/1" ∥ salt ∥ bytes)`.
    #[must_use]
    pub fn commitment(&self) -> Hash {
        sha256(&[b"sila/commit/1", &self.salt, &self.bytes])
    }
}

/// One message between two nodes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Message {
    /// `referral.entry/1`
    ReferralEntry(ReferralEntry),
    /// `referral.line/1`
    ReferralLine(ReferralLine),
    /// `agreement.offer/1`
    AgreementOffer(AgreementOffer),
    /// `agreement.signed/1`
    AgreementSigned(AgreementSigned),
    /// `agreement.suspend/1`
    AgreementSuspend(AgreementNamed),
    /// `agreement.resume/1`
    AgreementResume(AgreementNamed),
    /// `link.test/1`
    LinkTest(LinkTest),
    /// `link.suspend/1` with the reason.
    LinkSuspend(Code),
    /// `link.resume/1` with the hash of the ceremony that it belongs to ([`crate::Joined::transcript`]): one
    /// that was written before the link ended does not open the link that follows it.
    LinkResume(Hash),
    /// `link.disposition/1`
    LinkDisposition(LaterDisposition),
    /// `link.verified/1`
    LinkVerified(LinkVerified),
    /// `link.file/1`
    LinkFile(SealedFile),
    /// `link.tested/1` with the identifier of the file.
    LinkTested(Uuid),
    /// `link.proved/1`
    LinkProved,
    /// `attachment.offer/1`
    AttachmentOffer(AttachmentOffer),
    /// `attachment.news/1`
    AttachmentNews(AttachmentNews),
    /// `known.…/1`
    Known(Known),
    /// `record.share/1`
    RecordShare(Share),
    /// `file.part/1`
    FilePart(FilePart),
    /// `file.withdraw/1`
    FileWithdraw(SharedFile),
    /// `place.…/1`
    Place(place::Place),
}

/// An entry and what travels beside it.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct ReferralEntry {
    /// The signed entry ([`crate::SignedEntry::to_cbor`]).
    #[cbor(n(0), with = "minicbor::bytes")]
    pub entry: Vec<u8>,
    /// With an offer: what the receiving officer decides on, without a name.
    #[n(1)]
    pub preview: Option<Salted>,
    /// With an offer: who she is, encrypted under a key that comes with the release.
    #[cbor(n(2), with = "minicbor::bytes")]
    pub identity: Option<Vec<u8>>,
    /// With a release: the key of the identity.
    #[cbor(n(3), with = "minicbor::bytes")]
    pub key: Option<[u8; 32]>,
    /// With an offer that was passed on: what allows it.
    #[n(4)]
    pub origin: Option<FirstEntry>,
    /// With a question, an answer or an appeal: the words that the entry commits to.
    #[n(5)]
    pub words: Option<Salted>,
}

/// A proposed agreement.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct AgreementOffer {
    /// The agreement's bytes, which both sides sign.
    #[cbor(n(0), with = "minicbor::bytes")]
    pub agreement: Vec<u8>,
    /// The proposer's signature ([`crate::sign_agreement`]).
    #[cbor(n(1), with = "minicbor::bytes")]
    pub signature: [u8; 64],
}

/// The second signature on an agreement.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct AgreementSigned {
    /// Which agreement.
    #[n(0)]
    pub agreement: AgreementId,
    /// SHA-256 of its bytes.
    #[cbor(n(1), with = "minicbor::bytes")]
    pub digest: Hash,
    /// The signature.
    #[cbor(n(2), with = "minicbor::bytes")]
    pub signature: [u8; 64],
}

/// Which signed agreement a message is about.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct AgreementNamed {
    /// Which agreement.
    #[n(0)]
    pub agreement: AgreementId,
    /// SHA-256 of its bytes.
    #[cbor(n(1), with = "minicbor::bytes")]
    pub digest: Hash,
}

/// A test of the link.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct LinkTest {
    /// Random, shown to the administrator at both ends.
    #[cbor(n(0), with = "minicbor::bytes")]
    pub nonce: [u8; 16],
}

/// The officer of the sender reads the same twelve digits. Names them, so that an old message cannot open a new link.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct LinkVerified {
    /// `SHA-256("sila/join/verified/1" ∥ digits)`.
    #[cbor(n(0), with = "minicbor::bytes")]
    pub digits: Hash,
}

impl LinkVerified {
    /// For these digits, as they stand on the screen.
    #[must_use]
    pub fn of(digits: &str) -> Self {
        Self { digits: sha256(&[b"sila/join/verified/1", digits.as_bytes()]) }
    }
}

/// What became later of a message that its receipt called parked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LaterDisposition {
    /// Where the message stands in the stream of whoever reads this.
    pub place: Place,
    /// The hash of its header.
    pub header_hash: Hash,
    /// What became of it.
    pub disposition: Disposition,
}

#[derive(Encode, Decode)]
#[cbor(map)]
struct Suspend {
    #[n(0)]
    reason: String,
}

#[derive(Encode, Decode)]
#[cbor(map)]
struct Resume {
    #[cbor(n(0), with = "minicbor::bytes")]
    transcript: Hash,
}

#[derive(Encode, Decode)]
#[cbor(map)]
struct Nothing {}

#[derive(Encode, Decode)]
#[cbor(map)]
struct Tested {
    #[cbor(n(0), with = "crate::known::messages::id")]
    file: Uuid,
}

#[derive(Encode, Decode)]
#[cbor(map)]
struct Later {
    #[n(0)]
    stream: Stream,
    #[n(1)]
    epoch: u32,
    #[n(2)]
    seq: u64,
    #[cbor(n(3), with = "minicbor::bytes")]
    header_hash: Hash,
    #[n(4)]
    word: String,
    #[n(5)]
    code: Option<String>,
}

impl Message {
    /// Its kind, for the header and the outbox row.
    #[must_use]
    pub fn kind(&self) -> Kind {
        match self {
            Self::ReferralEntry(_) => Kind::ReferralEntry,
            Self::ReferralLine(_) => Kind::ReferralLine,
            Self::AgreementOffer(_) => Kind::AgreementOffer,
            Self::AgreementSigned(_) => Kind::AgreementSigned,
            Self::AgreementSuspend(_) => Kind::AgreementSuspend,
            Self::AgreementResume(_) => Kind::AgreementResume,
            Self::LinkTest(_) => Kind::LinkTest,
            Self::LinkSuspend(_) => Kind::LinkSuspend,
            Self::LinkResume(_) => Kind::LinkResume,
            Self::LinkDisposition(_) => Kind::LinkDisposition,
            Self::LinkVerified(_) => Kind::LinkVerified,
            Self::LinkFile(_) => Kind::LinkFile,
            Self::LinkTested(_) => Kind::LinkTested,
            Self::LinkProved => Kind::LinkProved,
            Self::AttachmentOffer(_) => Kind::AttachmentOffer,
            Self::AttachmentNews(_) => Kind::AttachmentNews,
            Self::Known(known) => Kind::Known(known.kind()),
            Self::RecordShare(_) => Kind::RecordShare,
            Self::FilePart(_) => Kind::FilePart,
            Self::FileWithdraw(_) => Kind::FileWithdraw,
            Self::Place(place) => Kind::Place(place.kind()),
        }
    }

    /// The bytes that are sealed.
    ///
    /// # Errors
    /// [`LinkError::Size`] when a part is over its limit, so that no peer would take it.
    pub fn encode(&self) -> Result<Vec<u8>, LinkError> {
        self.check()?;
        Ok(match self {
            Self::ReferralEntry(m) => to_cbor(m),
            Self::ReferralLine(m) => to_cbor(m),
            Self::AgreementOffer(m) => to_cbor(m),
            Self::AgreementSigned(m) => to_cbor(m),
            Self::AgreementSuspend(m) | Self::AgreementResume(m) => to_cbor(m),
            Self::LinkTest(m) => to_cbor(m),
            Self::LinkSuspend(reason) => to_cbor(&Suspend { reason: reason.as_str().to_owned() }),
            Self::LinkResume(transcript) => to_cbor(&Resume { transcript: *transcript }),
            Self::LinkProved => to_cbor(&Nothing {}),
            Self::LinkVerified(m) => to_cbor(m),
            Self::LinkFile(m) => to_cbor(m),
            Self::LinkTested(file) => to_cbor(&Tested { file: *file }),
            Self::AttachmentOffer(m) => to_cbor(m),
            Self::AttachmentNews(news) => to_cbor(&news.to_wire()),
            Self::LinkDisposition(later) => to_cbor(&later.to_wire()),
            Self::Known(known) => known.to_cbor(),
            Self::RecordShare(m) => to_cbor(m),
            Self::FilePart(m) => to_cbor(m),
            Self::FileWithdraw(m) => to_cbor(m),
            Self::Place(place) => place.to_cbor(),
        })
    }

    /// Reads an opened payload of this kind.
    ///
    /// # Errors
    /// [`LinkError::Schema`] or [`LinkError::Size`]; park the message with the code.
    pub fn decode(kind: Kind, bytes: &[u8]) -> Result<Self, LinkError> {
        let message = match kind {
            Kind::ReferralEntry => Self::ReferralEntry(read(bytes)?),
            Kind::ReferralLine => Self::ReferralLine(read(bytes)?),
            Kind::AgreementOffer => Self::AgreementOffer(read(bytes)?),
            Kind::AgreementSigned => Self::AgreementSigned(read(bytes)?),
            Kind::AgreementSuspend => Self::AgreementSuspend(read(bytes)?),
            Kind::AgreementResume => Self::AgreementResume(read(bytes)?),
            Kind::LinkTest => Self::LinkTest(read(bytes)?),
            Kind::LinkSuspend => Self::LinkSuspend(Code::parse(&read::<Suspend>(bytes)?.reason)?),
            Kind::LinkResume => Self::LinkResume(read::<Resume>(bytes)?.transcript),
            Kind::LinkDisposition => {
                Self::LinkDisposition(LaterDisposition::from_wire(&read(bytes)?)?)
            }
            Kind::LinkVerified => Self::LinkVerified(read(bytes)?),
            Kind::LinkFile => Self::LinkFile(read(bytes)?),
            Kind::LinkTested => Self::LinkTested(read::<Tested>(bytes)?.file),
            Kind::LinkProved => {
                let Nothing {} = read(bytes)?;
                Self::LinkProved
            }
            Kind::AttachmentOffer => Self::AttachmentOffer(read(bytes)?),
            Kind::AttachmentNews => {
                Self::AttachmentNews(AttachmentNews::from_wire(&read::<News>(bytes)?)?)
            }
            Kind::Known(kind) => Self::Known(Known::from_cbor(kind, bytes)?),
            Kind::RecordShare => Self::RecordShare(read(bytes)?),
            Kind::FilePart => Self::FilePart(read(bytes)?),
            Kind::FileWithdraw => Self::FileWithdraw(read(bytes)?),
            Kind::Place(kind) => Self::Place(place::Place::from_cbor(kind, bytes)?),
        };
        message.check()?;
        Ok(message)
    }

    fn check(&self) -> Result<(), LinkError> {
        match self {
            Self::ReferralEntry(m) => {
                within(m.entry.len(), ENTRY_BYTES_MAX)?;
                m.origin.as_ref().map_or(Ok(()), FirstEntry::check)?;
                within(m.preview.as_ref().map_or(0, |p| p.bytes.len()), PREVIEW_BYTES_MAX)?;
                within(m.words.as_ref().map_or(0, |words| words.bytes.len()), WORDS_BYTES_MAX)?;
                within(m.identity.as_ref().map_or(0, Vec::len), IDENTITY_BYTES_MAX)
            }
            Self::ReferralLine(m) => m.check(),
            Self::AgreementOffer(m) => within(m.agreement.len(), AGREEMENT_BYTES_MAX),
            Self::LinkFile(file) => file.check(),
            Self::AttachmentOffer(m) => m.check(),
            Self::Known(known) => known.check(),
            Self::RecordShare(share) => share.check(),
            Self::FilePart(part) => part.check(),
            Self::FileWithdraw(about) => about.check(),
            Self::Place(place) => place.check(),
            _ => Ok(()),
        }
    }
}

impl LaterDisposition {
    fn to_wire(&self) -> Later {
        Later {
            stream: self.place.stream,
            epoch: self.place.epoch,
            seq: self.place.seq,
            header_hash: self.header_hash,
            word: self.disposition.word().to_owned(),
            code: self.disposition.code().map(|code| code.as_str().to_owned()),
        }
    }

    fn from_wire(later: &Later) -> Result<Self, LinkError> {
        Ok(Self {
            place: Place { stream: later.stream, epoch: later.epoch, seq: later.seq },
            header_hash: later.header_hash,
            disposition: Disposition::from_row(&later.word, later.code.as_deref())?,
        })
    }
}

fn read<'b, T: Decode<'b, ()>>(bytes: &'b [u8]) -> Result<T, LinkError> {
    from_cbor(bytes, MESSAGE_BYTES_MAX, "message")
}

fn within(found: usize, max: usize) -> Result<(), LinkError> {
    if found > max { Err(LinkError::Size(max)) } else { Ok(()) }
}

#[cfg(test)]
mod tests;
