//! Key statements: which keys an agency uses now, numbered, chained and signed by its root key.

mod custody;

pub use custody::{Custody, FormerRoot, REVOKED_MAX, ROOTS_MAX, Revocation, next_root_commitment};

use crate::error::within;
use crate::signing::SIGNATURE_BYTES;
use crate::{Hash, SUITE, SealError, SealingPublic, SigningKey, VerifyingKey, canonical, sha256};
use minicbor::{Decode, Encode};

/// A statement may be this long, in bytes.
pub const STATEMENT_BYTES_MAX: usize = 8 * 1024;
/// A statement with its signature may be this long, in bytes.
pub const SIGNED_STATEMENT_BYTES_MAX: usize = STATEMENT_BYTES_MAX + 80;
/// How many endpoints one agency may publish.
pub const ENDPOINTS_MAX: usize = 8;

const CONTEXT: &str = "sila/statement/1";

/// Who an agency is: `SHA-256("sila/agency/1" ∥ root key)`. It outlives every other key.
#[must_use]
pub fn agency_id(root: &VerifyingKey) -> Hash {
    sha256(&[b"sila/agency/1", &root.0])
}

/// What two agencies call their link, the same from both sides:
/// `SHA-256("sila/link/1" ∥ smaller id ∥ larger id)`.
#[must_use]
pub fn link_id(one: &Hash, other: &Hash) -> Hash {
    sha256(&[b"sila/link/1", one.min(other), one.max(other)])
}

/// The keys and addresses of one agency. The log is signed with `sign`.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct KeyStatement {
    /// 1 for the first statement, then one more each time.
    #[n(1)]
    pub n: u32,
    /// [`SignedStatement::hash`] of the statement before; zero in the first.
    #[cbor(n(2), with = "minicbor::bytes")]
    pub prev: Hash,
    /// The root key, kept offline; it signs statements and agreements only.
    #[n(3)]
    pub root: VerifyingKey,
    /// Signs envelopes, receipts and checkpoints.
    #[n(4)]
    pub sign: VerifyingKey,
    /// What others seal to.
    #[n(5)]
    pub sealing: SealingPublic,
    /// SHA-256 of the `SubjectPublicKeyInfo` of the TLS certificate.
    #[cbor(n(6), with = "minicbor::bytes")]
    pub transport_spki: Hash,
    /// Where the node listens, best first; empty when it only calls out.
    #[n(7)]
    pub endpoints: Vec<String>,
    /// The short code people use for the agency, such as `MARSA`.
    #[n(8)]
    pub code: String,
    /// Its name in Arabic.
    #[n(9)]
    pub name_ar: String,
    /// Its name in English.
    #[n(10)]
    pub name_en: String,
    /// When it was made, in UTC milliseconds since 1970.
    #[n(11)]
    pub created: i64,
    /// The cryptographic suite, [`SUITE`].
    #[n(12)]
    pub suite: u16,
    /// How long the keys have been in use, which ones are revoked, and what comes after the root.
    #[cbor(n(13), default)]
    pub custody: Custody,
}

impl KeyStatement {
    /// The id of the agency that this statement is about.
    #[must_use]
    pub fn agency(&self) -> Hash {
        agency_id(self.custody.former.first().map_or(&self.root, |former| &former.root))
    }

    /// Encodes and signs the statement with the private half of its `root`.
    ///
    /// # Errors
    /// [`SealError::SignerKey`] with another root key, [`SealError::TooLarge`] over a limit.
    pub fn sign(&self, root: &SigningKey) -> Result<SignedStatement, SealError> {
        if root.verifying() != self.root {
            return Err(SealError::SignerKey);
        }
        let statement = minicbor::to_vec(self).or(Err(SealError::Malformed))?;
        let sig = root.sign(CONTEXT, &statement);
        let signed = SignedStatement { statement, sig };
        signed.verify()?;
        Ok(signed)
    }
}

/// A statement as bytes with the signature of its root, as stored, sent and logged.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct SignedStatement {
    #[cbor(n(0), with = "minicbor::bytes")]
    statement: Vec<u8>,
    #[cbor(n(1), with = "minicbor::bytes")]
    sig: [u8; SIGNATURE_BYTES],
}

impl SignedStatement {
    /// Checks the encoding, the limits and the root's signature. Whether this root is trusted, and
    /// which statement came before, is for the caller (see [`Self::verify_after`]).
    ///
    /// # Errors
    /// The reason as [`SealError`].
    pub fn verify(&self) -> Result<KeyStatement, SealError> {
        within(self.statement.len(), STATEMENT_BYTES_MAX)?;
        canonical::check(&self.statement)?;
        let told: KeyStatement = minicbor::decode(&self.statement).or(Err(SealError::Malformed))?;
        if told.suite != SUITE {
            return Err(SealError::Suite(told.suite));
        }
        within(told.endpoints.len(), ENDPOINTS_MAX)?;
        told.custody.check(&told.root)?;
        told.root.verify(CONTEXT, &self.statement, &self.sig)?;
        let first = told.n == 1 && told.prev == Hash::default();
        if first || told.n > 1 { Ok(told) } else { Err(SealError::StatementChain) }
    }

    /// As [`Self::verify`], and this must be the next statement after `last`: of the same root, or of
    /// the one that `last` committed to. Revocations are never taken back.
    ///
    /// # Errors
    /// [`SealError::StatementChain`] when it does not continue `last`.
    pub fn verify_after(&self, last: &Self) -> Result<KeyStatement, SealError> {
        let (next, before) = (self.verify()?, last.verify()?);
        let continues = before.n.checked_add(1) == Some(next.n)
            && next.prev == last.hash()
            && next.custody.continues(&next.root, &before.custody, &before.root);
        if continues { Ok(next) } else { Err(SealError::StatementChain) }
    }

    /// What the next statement names as `prev`: SHA-256 of the statement bytes.
    #[must_use]
    pub fn hash(&self) -> Hash {
        sha256(&[&self.statement])
    }

    /// CBOR `[statement: bstr, sig: bstr]`.
    #[must_use]
    pub fn to_cbor(&self) -> Vec<u8> {
        let mut out = Vec::with_capacity(self.statement.len() + SIGNATURE_BYTES + 8);
        crate::signing::push_head(&mut out, 0x80, 2);
        for part in [self.statement.as_slice(), &self.sig] {
            crate::signing::push_head(&mut out, 0x40, part.len());
            out.extend_from_slice(part);
        }
        out
    }

    /// Reads [`Self::to_cbor`]; nothing is verified yet.
    ///
    /// # Errors
    /// [`SealError::TooLarge`], [`SealError::NotCanonical`] or [`SealError::Malformed`].
    pub fn from_cbor(bytes: &[u8]) -> Result<Self, SealError> {
        within(bytes.len(), SIGNED_STATEMENT_BYTES_MAX)?;
        canonical::check(bytes)?;
        let signed: Self = minicbor::decode(bytes).or(Err(SealError::Malformed))?;
        if signed.to_cbor() == bytes { Ok(signed) } else { Err(SealError::Malformed) }
    }
}

#[cfg(test)]
mod tests;
