//! The signed statement of the keys under which one agency answers the other, and of the table that goes with them.

use minicbor::{Decode, Encode};
use sila_core::AgreementId;
use sila_core::codes::KnownPurpose;
use sila_seal::voprf::Element;
use sila_seal::{Hash, SigningKey, VerifyingKey, sha256};

use super::{Epoch, SLOTS, Scope};
use crate::error::LinkError;
use crate::wire::{from_cbor, signed, to_cbor, verified};

const CONTEXT: &str = "sila/known-keys/1";
/// The longest statement with its signature, in bytes.
pub const KEY_SET_BYTES_MAX: usize = 8 * 1_024;

/// The keys of one epoch.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct KeySet {
    /// The agreement.
    #[n(0)]
    pub agreement: AgreementId,
    /// The epoch.
    #[n(1)]
    pub epoch: Epoch,
    /// The version of the rules by which names become values.
    #[n(2)]
    pub normaliser: u16,
    /// A hash over what these rules make of published names: the same version with another result
    /// would find fewer people without a word.
    #[cbor(n(3), with = "minicbor::bytes")]
    pub digest: Hash,
    /// For each purpose the keys of the slots in their order.
    #[n(4)]
    pub keys: Vec<(KnownPurpose, [Element; SLOTS])>,
}

impl KeySet {
    /// Signs it: the pair of statement and signature.
    #[must_use]
    pub fn sign(&self, key: &SigningKey) -> Vec<u8> {
        signed(CONTEXT, &to_cbor(self), key)
    }

    /// Reads a statement that one of `keys` signed.
    ///
    /// # Errors
    /// [`LinkError::Size`], [`LinkError::Schema`] or [`LinkError::Signature`].
    pub fn open(bytes: &[u8], keys: &[VerifyingKey]) -> Result<Self, LinkError> {
        if bytes.len() > KEY_SET_BYTES_MAX {
            return Err(LinkError::Size(KEY_SET_BYTES_MAX));
        }
        let body = verified(CONTEXT, bytes, keys, "known keys")?;
        from_cbor(body, KEY_SET_BYTES_MAX, "known keys")
    }

    /// What an answer names the statement by.
    #[must_use]
    pub fn hash(bytes: &[u8]) -> Hash {
        sha256(&[b"sila/known/keys/1", bytes])
    }

    /// The keys of one purpose.
    #[must_use]
    pub fn of(&self, purpose: KnownPurpose) -> Option<&[Element; SLOTS]> {
        self.keys.iter().find(|(of, _)| *of == purpose).map(|(_, keys)| keys)
    }

    /// What is asked under this statement for one purpose.
    #[must_use]
    pub fn scope(&self, purpose: KnownPurpose) -> Scope {
        Scope { agreement: self.agreement, purpose, epoch: self.epoch }
    }
}
