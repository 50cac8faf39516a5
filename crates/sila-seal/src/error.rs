//! Why bytes were not trusted.

/// One reason why a key, signature, sealed text, envelope, proof or note was refused.
///
/// The variants hold sizes and key numbers only, never content, so that they may be logged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SealError {
    /// The signature does not belong to this key, context and message.
    #[error("signature does not verify")]
    Signature,
    /// The bytes are not an acceptable Ed25519 public key.
    #[error("not an Ed25519 public key")]
    VerifyingKey,
    /// The bytes are not an X-Wing key.
    #[error("not an X-Wing key")]
    SealingKey,
    /// HPKE or AES-GCM could not seal.
    #[error("sealing failed")]
    Sealing,
    /// Wrong key, wrong context, or changed bytes: the three cannot be told apart.
    #[error("sealed text does not open")]
    Opening,
    /// More bytes, or more parts, than a named limit allows.
    #[error("{found} where at most {limit} are allowed")]
    TooLarge {
        /// The limit, in bytes or parts.
        limit: usize,
        /// What was found, in the same unit.
        found: usize,
    },
    /// Not the expected CBOR shape, or bytes left over.
    #[error("malformed bytes")]
    Malformed,
    /// CBOR that is not in the deterministic encoding of RFC 8949 §4.2.1.
    #[error("not deterministic CBOR")]
    NotCanonical,
    /// A version of the format that this build does not know.
    #[error("unknown version {0}")]
    Version(u16),
    /// A cryptographic suite that this build does not know.
    #[error("unknown suite {0}")]
    Suite(u16),
    /// A header key that must be understood, and is not.
    #[error("critical header key {0} is unknown")]
    Critical(u64),
    /// The number or length of signatures does not fit the suite.
    #[error("signatures do not fit the suite")]
    SignatureCount,
    /// The body is not as long as the signed header says.
    #[error("body length differs from the header")]
    BodyLength,
    /// The link in the header is not the link between its two agencies.
    #[error("link does not belong to these agencies")]
    Link,
    /// A header field is outside its range; the number is the header key.
    #[error("header field {0} is out of range")]
    Field(u8),
    /// The header names another signing key than the one offered.
    #[error("signed with another key")]
    SignerKey,
    /// The header names another sealing key than the one offered.
    #[error("sealed to another key")]
    RecipientKey,
    /// The opened text is not the one the signed header commits to.
    #[error("plaintext differs from its commitment")]
    Commitment,
    /// The padding of an opened text is not well formed.
    #[error("padding is malformed")]
    Padding,
    /// A statement that does not continue the one before it.
    #[error("statement does not follow the last one")]
    StatementChain,
    /// An index or size outside the tree.
    #[error("position is outside the tree")]
    TreePosition,
    /// A Merkle proof that does not lead to the root, or a proof of evaluation under another key.
    #[error("proof does not hold")]
    Proof,
    /// Bytes that are no element of the group, the neutral element, or a zero scalar.
    #[error("not a group element")]
    Element,
    /// A checkpoint note that is not in the C2SP form.
    #[error("malformed checkpoint note")]
    Note,
    /// A checkpoint that carries no signature of the asked key.
    #[error("checkpoint is not signed by this key")]
    NoteSigner,
    /// Text that is not Crockford base32.
    #[error("not base32 text")]
    Base32,
}

impl SealError {
    /// The stable key for translation, the wire and logs.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Signature => "seal.signature",
            Self::VerifyingKey => "seal.verifying_key",
            Self::SealingKey => "seal.sealing_key",
            Self::Sealing => "seal.sealing",
            Self::Opening => "seal.opening",
            Self::TooLarge { .. } => "seal.too_large",
            Self::Malformed => "seal.malformed",
            Self::NotCanonical => "seal.not_canonical",
            Self::Version(_) => "seal.version",
            Self::Suite(_) => "seal.suite",
            Self::Critical(_) => "seal.critical",
            Self::SignatureCount => "seal.signature_count",
            Self::BodyLength => "seal.body_length",
            Self::Link => "seal.link",
            Self::Field(_) => "seal.field",
            Self::SignerKey => "seal.signer_key",
            Self::RecipientKey => "seal.recipient_key",
            Self::Commitment => "seal.commitment",
            Self::Padding => "seal.padding",
            Self::StatementChain => "seal.statement_chain",
            Self::TreePosition => "seal.tree_position",
            Self::Proof => "seal.proof",
            Self::Element => "seal.element",
            Self::Note => "seal.note",
            Self::NoteSigner => "seal.note_signer",
            Self::Base32 => "seal.base32",
        }
    }
}

/// Refuses `found` bytes or parts over `limit`.
pub(crate) fn within(found: usize, limit: usize) -> Result<(), SealError> {
    if found > limit { Err(SealError::TooLarge { limit, found }) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::{SealError, within};

    #[test]
    fn a_limit_includes_itself() {
        assert_eq!(within(8, 8), Ok(()));
        assert_eq!(within(9, 8), Err(SealError::TooLarge { limit: 8, found: 9 }));
    }

    #[test]
    fn codes_name_the_family_and_carry_no_values() {
        assert_eq!(SealError::TooLarge { limit: 8, found: 9 }.code(), "seal.too_large");
        assert_eq!(SealError::Critical(99).code(), "seal.critical");
        assert_eq!(SealError::Critical(99).to_string(), "critical header key 99 is unknown");
    }
}
