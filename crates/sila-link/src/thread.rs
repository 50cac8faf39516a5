//! The signatures under a referral: every entry is signed by its author's agency and names the hash
//! of that author's entry before it, so that neither side can later change, drop or insert one.

use minicbor::{Decode, Encode};
use sila_core::AgencyId;
use sila_core::referral::Entry;
use sila_seal::statement::{SIGNED_STATEMENT_BYTES_MAX, SignedStatement};
use sila_seal::{Hash, SigningKey, VerifyingKey, sha256};

use crate::error::LinkError;
use crate::message::ENTRY_BYTES_MAX;
use crate::wire::{pair, split_pair};

const CONTEXT: &str = "sila/entry/1";

/// The last entry of one author in one thread.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ChainEnd {
    /// Its number; 0 before the first.
    pub n: u32,
    /// Its hash; zeros before the first.
    pub hash: Hash,
}

/// An entry with its signature, as stored, sent and shown as evidence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedEntry {
    entry: Vec<u8>,
    signature: Vec<u8>,
}

impl SignedEntry {
    /// Signs the next entry of our chain; `entry.prev` is set here.
    ///
    /// # Errors
    /// [`LinkError::Chain`] when `entry.n` does not follow `last`.
    pub fn sign(entry: Entry, last: &ChainEnd, key: &SigningKey) -> Result<Self, LinkError> {
        if last.n.checked_add(1) != Some(entry.n) {
            return Err(LinkError::Chain);
        }
        let entry = Entry { prev: last.hash, ..entry }.to_cbor();
        let signature = key.sign(CONTEXT, &entry).to_vec();
        Ok(Self { entry, signature })
    }

    /// `[entry: bstr, signature: bstr]`
    #[must_use]
    pub fn to_cbor(&self) -> Vec<u8> {
        pair(&self.entry, &self.signature)
    }

    /// Reads the pair; nothing is verified.
    ///
    /// # Errors
    /// [`LinkError::Size`] or [`LinkError::Schema`].
    pub fn from_cbor(bytes: &[u8]) -> Result<Self, LinkError> {
        if bytes.len() > ENTRY_BYTES_MAX {
            return Err(LinkError::Size(ENTRY_BYTES_MAX));
        }
        let (entry, signature) = split_pair(bytes, "entry")?;
        Ok(Self { entry: entry.to_vec(), signature: signature.to_vec() })
    }

    /// The signed bytes of the entry, not verified.
    #[must_use]
    pub fn entry_bytes(&self) -> &[u8] {
        &self.entry
    }

    /// The entry, not verified: for rows that were verified when they were stored.
    ///
    /// # Errors
    /// [`LinkError::Schema`] when it is not an entry.
    pub fn read(&self) -> Result<Entry, LinkError> {
        Entry::from_cbor(&self.entry).or(Err(LinkError::Schema("entry")))
    }

    /// Which of `keys` signed it.
    #[must_use]
    pub fn signer<'a>(&self, keys: &'a [VerifyingKey]) -> Option<&'a VerifyingKey> {
        keys.iter().find(|key| key.verify(CONTEXT, &self.entry, &self.signature).is_ok())
    }

    /// The entry, after checking that `author` signed it with one of `keys` as the next one after
    /// `last`.
    ///
    /// # Errors
    /// [`LinkError::Signature`], [`LinkError::Schema`], [`LinkError::Address`] for another author,
    /// [`LinkError::Chain`] when it does not follow `last`.
    pub fn verify(
        &self,
        author: AgencyId,
        keys: &[VerifyingKey],
        last: &ChainEnd,
    ) -> Result<Entry, LinkError> {
        self.signer(keys).ok_or(LinkError::Signature)?;
        let entry = self.read()?;
        if entry.author != author {
            return Err(LinkError::Address);
        }
        let follows = last.n.checked_add(1) == Some(entry.n) && entry.prev == last.hash;
        if follows { Ok(entry) } else { Err(LinkError::Chain) }
    }

    /// What the author's next entry names as `prev`:
    /// `SHA-256("sila/entry/1" ∥ [entry, signature])`.
    #[must_use]
    pub fn hash(&self) -> Hash {
        sha256(&[CONTEXT.as_bytes(), &self.to_cbor()])
    }

    /// The end of the chain whose last entry this is.
    ///
    /// # Errors
    /// As [`Self::read`].
    pub fn chain_end(&self) -> Result<ChainEnd, LinkError> {
        Ok(ChainEnd { n: self.read()?.n, hash: self.hash() })
    }
}

/// The first entry of a referral that is passed on, with the key statement that it is checked with. It proves to the third
/// agency, which may have no link to the first, that the first allows it.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct FirstEntry {
    /// [`SignedEntry::to_cbor`].
    #[cbor(n(0), with = "minicbor::bytes")]
    pub entry: Vec<u8>,
    /// The key statement of its author, with its signature.
    #[cbor(n(1), with = "minicbor::bytes")]
    pub statement: Vec<u8>,
}

impl FirstEntry {
    /// The entry and its hash, if `author` signed it with the key of its statement.
    ///
    /// # Errors
    /// [`LinkError::Signature`], [`LinkError::Address`] for another agency, or as [`SignedEntry::verify`].
    pub fn verify(&self, author: AgencyId) -> Result<(Entry, Hash), LinkError> {
        let statement = SignedStatement::from_cbor(&self.statement);
        let keys = statement.and_then(|statement| statement.verify());
        let keys = keys.or(Err(LinkError::Signature))?;
        if AgencyId(keys.agency()) != author {
            return Err(LinkError::Address);
        }
        let signed = SignedEntry::from_cbor(&self.entry)?;
        let entry = signed.verify(author, &[keys.sign], &ChainEnd::default())?;
        Ok((entry, signed.hash()))
    }

    pub(crate) fn check(&self) -> Result<(), LinkError> {
        let limits = [
            (self.entry.len(), ENTRY_BYTES_MAX),
            (self.statement.len(), SIGNED_STATEMENT_BYTES_MAX),
        ];
        let over = limits.iter().find(|(found, max)| found > max);
        over.map_or(Ok(()), |(_, max)| Err(LinkError::Size(*max)))
    }
}

/// Verifies all entries of one author in their order and gives them back, with the chain's end.
///
/// # Errors
/// As [`SignedEntry::verify`], for the first that fails.
pub fn verify_chain(
    entries: &[SignedEntry],
    author: AgencyId,
    keys: &[VerifyingKey],
) -> Result<(Vec<Entry>, ChainEnd), LinkError> {
    let mut end = ChainEnd::default();
    let mut out = Vec::with_capacity(entries.len());
    for signed in entries {
        let entry = signed.verify(author, keys, &end)?;
        end = ChainEnd { n: entry.n, hash: signed.hash() };
        out.push(entry);
    }
    Ok((out, end))
}

/// 32 bytes that are the same at both agencies when both hold the same entries of a thread, in
/// whatever order. Give the author, the number and the hash of each.
#[must_use]
pub fn fingerprint(entries: &[(AgencyId, u32, Hash)]) -> Hash {
    let mut sorted: Vec<&(AgencyId, u32, Hash)> = entries.iter().collect();
    sorted.sort();
    sorted.iter().fold(sha256(&[b"sila/thread/1"]), |all, (author, n, hash)| {
        sha256(&[&all, &author.0, &n.to_be_bytes(), hash])
    })
}

#[cfg(test)]
mod tests;
