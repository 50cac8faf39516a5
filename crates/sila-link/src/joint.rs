//! The signatures under the lines of joint work ([`sila_core::joint`]), and the message in which a line travels.

use minicbor::{Decode, Encode};
use sila_core::AgencyId;
use sila_core::joint::Line;
use sila_seal::{Hash, SigningKey, VerifyingKey, sha256};

use crate::error::LinkError;
use crate::message::Salted;
use crate::thread::ChainEnd;
use crate::wire::{pair, split_pair};

/// The largest signed line, in bytes.
pub const LINE_BYTES_MAX: usize = 4 * 1_024 + 128;
/// The most words beside a line, in bytes.
pub const WORDS_BYTES_MAX: usize = 16 * 1_024;

const CONTEXT: &str = "sila/line/1";

/// `referral.line/1`: a line and its words.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct ReferralLine {
    /// The signed line ([`SignedLine::to_cbor`]).
    #[cbor(n(0), with = "minicbor::bytes")]
    pub line: Vec<u8>,
    /// The words that it commits to.
    #[n(1)]
    pub words: Option<Salted>,
}

impl ReferralLine {
    pub(crate) fn check(&self) -> Result<(), LinkError> {
        let words = self.words.as_ref().map_or(0, |words| words.bytes.len());
        let limits = [(self.line.len(), LINE_BYTES_MAX), (words, WORDS_BYTES_MAX)];
        let over = limits.iter().find(|(found, max)| found > max);
        over.map_or(Ok(()), |(_, max)| Err(LinkError::Size(*max)))
    }
}

/// A line with its signature, as stored and sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedLine {
    line: Vec<u8>,
    signature: Vec<u8>,
}

impl SignedLine {
    /// Signs the next line of our chain; `line.prev` is set here.
    ///
    /// # Errors
    /// [`LinkError::Chain`] when `line.n` does not follow `last`.
    pub fn sign(line: Line, last: &ChainEnd, key: &SigningKey) -> Result<Self, LinkError> {
        if last.n.checked_add(1) != Some(line.n) {
            return Err(LinkError::Chain);
        }
        let line = Line { prev: last.hash, ..line }.to_cbor();
        let signature = key.sign(CONTEXT, &line).to_vec();
        Ok(Self { line, signature })
    }

    /// `[line: bstr, signature: bstr]`
    #[must_use]
    pub fn to_cbor(&self) -> Vec<u8> {
        pair(&self.line, &self.signature)
    }

    /// Reads the pair; nothing is verified.
    ///
    /// # Errors
    /// [`LinkError::Size`] or [`LinkError::Schema`].
    pub fn from_cbor(bytes: &[u8]) -> Result<Self, LinkError> {
        if bytes.len() > LINE_BYTES_MAX {
            return Err(LinkError::Size(LINE_BYTES_MAX));
        }
        let (line, signature) = split_pair(bytes, "line")?;
        Ok(Self { line: line.to_vec(), signature: signature.to_vec() })
    }

    /// The line, not verified: for rows that were verified when they were stored.
    ///
    /// # Errors
    /// [`LinkError::Schema`] when it is not a line.
    pub fn read(&self) -> Result<Line, LinkError> {
        Line::from_cbor(&self.line).or(Err(LinkError::Schema("line")))
    }

    /// The line, after checking that `author` signed it with one of `keys`. Whether it follows the author's earlier ones is
    /// for whoever has them: it names the hash of the one before.
    ///
    /// # Errors
    /// [`LinkError::Signature`], [`LinkError::Schema`], or [`LinkError::Address`] for another author.
    pub fn verify(&self, author: AgencyId, keys: &[VerifyingKey]) -> Result<Line, LinkError> {
        if !keys.iter().any(|key| key.verify(CONTEXT, &self.line, &self.signature).is_ok()) {
            return Err(LinkError::Signature);
        }
        let line = self.read()?;
        if line.author == author { Ok(line) } else { Err(LinkError::Address) }
    }

    /// What the author's next line names as `prev`: `SHA-256("sila/line/1" ∥ [line, signature])`.
    #[must_use]
    pub fn hash(&self) -> Hash {
        sha256(&[CONTEXT.as_bytes(), &self.to_cbor()])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use sila_core::joint::{Deed, Joint};
    use sila_core::referral::ByRole;
    use sila_core::{Millis, ReferralId};
    use uuid::Uuid;

    #[test]
    fn a_line_is_signed_by_its_author_and_named_by_the_next() {
        let (me, other) = (AgencyId([1; 32]), AgencyId([2; 32]));
        let (key, wrong) = (SigningKey::from_bytes(&[3; 32]), SigningKey::from_bytes(&[4; 32]));
        let joint = Joint::fold(ReferralId(Uuid::nil()), [me, other], &[]).unwrap();
        let deed = (Deed::Member, Some([5; 32]));
        let line = joint.next(me, (ByRole::node(), 0), deed, Millis(1)).unwrap();
        let first = SignedLine::sign(line.clone(), &ChainEnd::default(), &key).unwrap();
        let read = SignedLine::from_cbor(&first.to_cbor()).unwrap();
        let keys = [key.verifying()];
        assert_eq!(read.verify(me, &keys), Ok(line.clone()));
        assert_eq!(read.verify(other, &keys), Err(LinkError::Address));
        assert_eq!(read.verify(me, &[wrong.verifying()]), Err(LinkError::Signature));
        let end = ChainEnd { n: 1, hash: first.hash() };
        assert_eq!(SignedLine::sign(line.clone(), &end, &key), Err(LinkError::Chain));
        let next = SignedLine::sign(Line { n: 2, ..line }, &end, &key).unwrap();
        assert_eq!(next.read().unwrap().prev, first.hash());
    }
}
