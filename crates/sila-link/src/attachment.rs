//! Files that are too large for a message: one is offered in a message, fetched beside the link in ranges, and what
//! became of it is told back. The same form carries the file of a link's self-test.

use minicbor::{Decode, Encode};
use sila_core::Millis;
use sila_seal::Hash;
use sila_seal::chunks::Sealed;
use uuid::Uuid;

use crate::error::{Code, LinkError};

/// The largest file, in bytes.
pub const FILE_BYTES_MAX: u64 = 100 * 1_024 * 1_024;
/// The longest name of a file, in bytes.
pub const FILE_NAME_BYTES_MAX: usize = 480;
/// The longest code of what a file is, in bytes.
const SORT_BYTES_MAX: usize = 32;

/// A sealed file that lies ready: its name in an address, what it must come to, and its key.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct SealedFile {
    /// Names it in `GET /link/1/file/ID`.
    #[cbor(n(0), with = "crate::known::messages::id")]
    pub id: Uuid,
    /// Bytes before sealing.
    #[n(1)]
    pub size: u64,
    /// Root over the sealed chunks ([`sila_seal::chunks`]).
    #[cbor(n(2), with = "minicbor::bytes")]
    pub root: Hash,
    /// Commitment to the key.
    #[cbor(n(3), with = "minicbor::bytes")]
    pub commitment: Hash,
    /// The key. A message is sealed to its reader, so nobody else has it.
    #[cbor(n(4), with = "minicbor::bytes")]
    pub key: [u8; 32],
}

impl SealedFile {
    /// What sealing said, with identifier and key.
    #[must_use]
    pub fn new(id: Uuid, sealed: Sealed, key: [u8; 32]) -> Self {
        let Sealed { size, root, commitment } = sealed;
        Self { id, size, root, commitment, key }
    }

    pub(crate) fn check(&self) -> Result<(), LinkError> {
        let fits = (1..=FILE_BYTES_MAX).contains(&self.size);
        if fits { Ok(()) } else { Err(LinkError::Size(usize::MAX)) }
    }
}

/// `attachment.offer/1`: a document that belongs to a referral, in the conversation of that referral.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct AttachmentOffer {
    /// Where it lies and what opens it.
    #[n(0)]
    pub file: SealedFile,
    /// What it is called.
    #[n(1)]
    pub name: String,
    /// What it is, such as `MEDICAL`.
    #[n(2)]
    pub sort: String,
    /// Its type, such as `application/pdf`; the reader looks at the bytes, not at this.
    #[n(3)]
    pub media: String,
    /// The referral it belongs to.
    #[cbor(n(4), with = "crate::known::messages::id")]
    pub referral: Uuid,
}

impl AttachmentOffer {
    pub(crate) fn check(&self) -> Result<(), LinkError> {
        self.file.check()?;
        let fits = self.name.len() <= FILE_NAME_BYTES_MAX
            && self.sort.len() <= SORT_BYTES_MAX
            && self.media.len() <= 4 * SORT_BYTES_MAX;
        if fits { Ok(()) } else { Err(LinkError::Size(FILE_NAME_BYTES_MAX)) }
    }
}

/// What became of a document at the other side.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fate {
    /// It is there, whole, and is what was announced.
    Arrived,
    /// Somebody in this role opened it.
    Opened(String),
    /// It will never be taken.
    Refused(Code),
}

/// `attachment.news/1`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AttachmentNews {
    /// Which document.
    pub id: Uuid,
    /// What became of it.
    pub fate: Fate,
    /// When, by the clock of whoever tells.
    pub at: Millis,
}

/// As it travels.
#[derive(Encode, Decode)]
#[cbor(map)]
pub(crate) struct News {
    #[cbor(n(0), with = "crate::known::messages::id")]
    id: Uuid,
    #[n(1)]
    word: String,
    #[n(2)]
    said: Option<String>,
    #[n(3)]
    at: i64,
}

impl AttachmentNews {
    pub(crate) fn to_wire(&self) -> News {
        let (word, said) = match &self.fate {
            Fate::Arrived => ("ARRIVED", None),
            Fate::Opened(role) => ("OPENED", Some(role.clone())),
            Fate::Refused(code) => ("REFUSED", Some(code.as_str().to_owned())),
        };
        News { id: self.id, word: word.to_owned(), said, at: self.at.0 }
    }

    pub(crate) fn from_wire(news: &News) -> Result<Self, LinkError> {
        let fate = match (news.word.as_str(), news.said.as_deref()) {
            ("ARRIVED", None) => Fate::Arrived,
            ("OPENED", Some(role)) if is_code(role) => Fate::Opened(role.to_owned()),
            ("REFUSED", Some(code)) => Fate::Refused(Code::parse(code)?),
            _ => return Err(LinkError::Schema("news of a document")),
        };
        Ok(Self { id: news.id, fate, at: Millis(news.at) })
    }
}

/// Roles are capital letters: nothing that a person typed comes this way.
fn is_code(text: &str) -> bool {
    let plain = |b: u8| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'_';
    (1..=SORT_BYTES_MAX).contains(&text.len()) && text.bytes().all(plain)
}
