//! What is kept when the two sides' histories disagree, and proof that a third party can check.

use sila_seal::{Hash, VerifyingKey, envelope, sha256};

use crate::error::LinkError;
use crate::stream::{Place, Stream};

mod proof;

pub use proof::{EVIDENCE_BYTES_MAX, Evidence, Proof};

/// Histories disagree. Store it, suspend the link ([`crate::LinkEvent::Suspend`] by us), call a
/// person. It holds hashes and sealed bytes only.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alarm {
    /// `S-FORK`, `S-CHAIN`, `S-ROLLBACK` or `S-DOWNGRADE`.
    pub error: LinkError,
    /// Where; `None` when it is not about one message.
    pub place: Option<Place>,
    /// The header hash that this node holds at that place, if it holds one. The envelope itself is
    /// in the node's rows.
    pub held: Option<Hash>,
    /// The header hash that the other side claims or sent.
    pub claimed: Hash,
    /// The envelope or receipt that the other side sent, whole, as signed; empty for a position that
    /// its greeting claims.
    pub envelope: Vec<u8>,
}

impl Alarm {
    pub(crate) fn greeting(error: LinkError) -> Self {
        Self { error, place: None, held: None, claimed: [0; 32], envelope: Vec::new() }
    }

    pub(crate) fn position(
        error: LinkError,
        place: Place,
        held: Option<Hash>,
        claimed: Hash,
    ) -> Self {
        Self { error, place: Some(place), held, claimed, envelope: Vec::new() }
    }

    pub(crate) fn message(
        error: LinkError,
        place: Place,
        held: Option<Hash>,
        claimed: Hash,
        envelope: &[u8],
    ) -> Self {
        Self { envelope: envelope.to_vec(), ..Self::position(error, place, held, claimed) }
    }
}

/// Whether two envelopes prove that the holder of `keys` signed two different histories of one stream:
/// two messages for one place, or a message that names another one before it than the one it signed
/// there. Anyone can check it without opening either; an envelope may be without its body
/// ([`envelope::Stub`]).
///
/// # Errors
/// [`LinkError::Schema`] or [`LinkError::Signature`] when one of them is not a signed envelope of
/// these keys, so that it proves nothing.
pub fn proves_fork(one: &[u8], other: &[u8], keys: &[VerifyingKey]) -> Result<bool, LinkError> {
    let (first, second) = (Signed::read(one, keys)?, Signed::read(other, keys)?);
    let both = first.stream == second.stream;
    let twice = first.seq == second.seq && first.hash != second.hash;
    Ok(both && (twice || first.is_denied_by(&second) || second.is_denied_by(&first)))
}

/// What a verified envelope says about its place.
struct Signed {
    stream: (Hash, [u8; 32], Stream, u32),
    seq: u64,
    hash: Hash,
    prev: Hash,
}

impl Signed {
    fn read(bytes: &[u8], keys: &[VerifyingKey]) -> Result<Self, LinkError> {
        let read = match (envelope::parse(bytes), envelope::parse_stub(bytes)) {
            (Ok(whole), _) => {
                let signed = keys.iter().any(|key| whole.verify(key).is_ok());
                signed.then(|| (whole.header_hash(), whole.header))
            }
            (_, Ok(stub)) => {
                let signed = keys.iter().any(|key| stub.verify(key).is_ok());
                signed.then(|| (stub.header_hash(), stub.header))
            }
            _ => return Err(LinkError::Schema("envelope")),
        };
        let (hash, header) = read.ok_or(LinkError::Signature)?;
        let stream = Stream::from_number(header.stream)?;
        let (seq, prev) = (header.seq, header.prev);
        Ok(Self { stream: (header.link, header.from, stream, header.epoch), seq, hash, prev })
    }

    /// Whether `next` stands directly behind this one and names another.
    fn is_denied_by(&self, next: &Self) -> bool {
        self.seq.checked_add(1) == Some(next.seq) && next.prev != self.hash
    }
}

/// The leaf of a row of an agency's log: `about` hides who, when and of what kind, `content` hides
/// the bytes, so that either can be shown without the other.
#[must_use]
pub fn leaf(about: &Hash, content: &Hash) -> Hash {
    sha256(&[&[0], b"sila/log/leaf/1", about, content])
}

/// What a leaf holds of the bytes that it proves. Who loses the salt and the bytes is left with a
/// number that says nothing.
#[must_use]
pub fn content(salt: &[u8], bytes: &[u8]) -> Hash {
    sha256(&[salt, bytes])
}
