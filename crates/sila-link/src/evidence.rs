//! What is kept when the two sides' histories disagree, and proof that a third party can check.

use sila_seal::{Hash, VerifyingKey, envelope};

use crate::error::LinkError;
use crate::stream::{Place, Stream};

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

/// Whether two envelopes prove that the holder of `key` signed two different messages for one
/// place. Anyone can check it without opening either.
///
/// # Errors
/// [`LinkError::Schema`] or [`LinkError::Signature`] when one of them is not a signed envelope of
/// this key, so that it proves nothing.
pub fn proves_fork(one: &[u8], other: &[u8], key: &VerifyingKey) -> Result<bool, LinkError> {
    let (first, second) = (read(one, key)?, read(other, key)?);
    Ok(first.0 == second.0 && first.1 != second.1)
}

type LinkPlace = (Hash, [u8; 32], Stream, u32, u64);

fn read(bytes: &[u8], key: &VerifyingKey) -> Result<(LinkPlace, Hash), LinkError> {
    let parsed = envelope::parse(bytes).or(Err(LinkError::Schema("envelope")))?;
    parsed.verify(key).or(Err(LinkError::Signature))?;
    let header = &parsed.header;
    let stream = Stream::from_number(header.stream)?;
    let place = (header.link, header.from, stream, header.epoch, header.seq);
    Ok((place, parsed.header_hash()))
}
