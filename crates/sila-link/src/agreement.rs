//! Two signatures on the same bytes make an agreement between two agencies.

use sila_seal::{Hash, SigningKey, VerifyingKey, sha256};

use crate::error::LinkError;

const CONTEXT: &str = "sila/agreement/1";

/// What both sides name an agreement by: SHA-256 of its bytes.
#[must_use]
pub fn agreement_digest(agreement: &[u8]) -> Hash {
    sha256(&[agreement])
}

/// Signs the agreement's bytes with the agency's root key.
#[must_use]
pub fn sign_agreement(agreement: &[u8], root: &SigningKey) -> [u8; 64] {
    root.sign(CONTEXT, agreement)
}

/// Checks an agency's signature on the agreement's bytes.
///
/// # Errors
/// [`LinkError::Signature`].
pub fn verify_agreement(
    agreement: &[u8],
    root: &VerifyingKey,
    signature: &[u8],
) -> Result<(), LinkError> {
    root.verify(CONTEXT, agreement, signature).or(Err(LinkError::Signature))
}
