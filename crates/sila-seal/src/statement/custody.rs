//! How an agency keeps its keys: since when each is in use, which are revoked, and which root
//! comes next. The next root is committed to before it is needed, so that losing a root, or having
//! it stolen, does not lose the agency's name.

use crate::error::within;
use crate::signing::SIGNATURE_BYTES;
use crate::{Hash, QuantumVerifyingKey, SealError, SigningKey, VerifyingKey, sha256};
use minicbor::{Decode, Encode};

/// How often an agency may change its root.
pub const ROOTS_MAX: usize = 8;
/// How many revoked keys a statement lists.
pub const REVOKED_MAX: usize = 32;

const NEXT_ROOT: &str = "sila/next-root/1";

/// What a statement names its next root by, long before it shows it:
/// `SHA-256("sila/next-root/1" ∥ next root key)`.
#[must_use]
pub fn next_root_commitment(next: &VerifyingKey) -> Hash {
    sha256(&[NEXT_ROOT.as_bytes(), &next.0])
}

/// The part of a statement about the keys themselves.
#[derive(Debug, Clone, PartialEq, Eq, Default, Encode, Decode)]
#[cbor(map)]
pub struct Custody {
    /// [`next_root_commitment`] of the root after this one. Once set it changes only with the root.
    #[cbor(n(1), with = "minicbor::bytes")]
    pub next_root: Option<Hash>,
    /// The roots before this one, the first of all first. The agency is named after the first.
    #[cbor(n(2), default)]
    pub former: Vec<FormerRoot>,
    /// Signs checkpoints and cosignatures beside [`super::KeyStatement::sign`].
    #[n(3)]
    pub quantum: Option<QuantumVerifyingKey>,
    /// Since when the signing key is in use, UTC milliseconds since 1970.
    #[cbor(n(4), default)]
    pub sign_since: i64,
    /// Since when the TLS key is in use, UTC milliseconds since 1970.
    #[cbor(n(5), default)]
    pub transport_since: i64,
    /// Since when the sealing key is in use, UTC milliseconds since 1970.
    #[cbor(n(6), default)]
    pub sealing_since: i64,
    /// Keys that are no longer trusted; the list only grows.
    #[cbor(n(7), default)]
    pub revoked: Vec<Revocation>,
}

/// A root that was replaced.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct FormerRoot {
    /// The root key.
    #[n(0)]
    pub root: VerifyingKey,
    /// Its signature on the commitment to the root after it, made when that commitment was made.
    #[cbor(n(1), with = "minicbor::bytes")]
    pub signature: [u8; SIGNATURE_BYTES],
}

impl FormerRoot {
    /// Names the root that will follow `root`. Make it together with the commitment, and keep it
    /// beside the next root's private key: it is shown only when `root` is replaced, and then `root`
    /// may be lost.
    #[must_use]
    pub fn naming(root: &SigningKey, next: &VerifyingKey) -> Self {
        let signature = root.sign(NEXT_ROOT, &next_root_commitment(next));
        Self { root: root.verifying(), signature }
    }
}

/// A key that is no longer trusted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
pub struct Revocation {
    /// [`VerifyingKey::id`] or [`crate::SealingPublic::id`] of the key.
    #[cbor(n(0), with = "minicbor::bytes")]
    pub kid: Hash,
    /// What it signed counts only where it stands before this index of the agency's log. No clock
    /// decides.
    #[n(1)]
    pub since: u64,
    /// Which of the agency's logs that is: 1, which is left out, or a later one after a restore.
    #[n(2)]
    pub log: Option<u32>,
}

impl Custody {
    /// Checks limits, and that each former root named the one after it.
    pub(super) fn check(&self, root: &VerifyingKey) -> Result<(), SealError> {
        within(self.former.len(), ROOTS_MAX)?;
        within(self.revoked.len(), REVOKED_MAX)?;
        let after = self.former.iter().skip(1).map(|former| &former.root).chain([root]);
        for (former, next) in self.former.iter().zip(after) {
            let commitment = next_root_commitment(next);
            let named = former.root.verify(NEXT_ROOT, &commitment, &former.signature);
            named.or(Err(SealError::StatementChain))?;
        }
        Ok(())
    }

    /// Whether this, under `root`, may follow `before`, under `root_before`.
    pub(super) fn continues(
        &self,
        root: &VerifyingKey,
        before: &Self,
        root_before: &VerifyingKey,
    ) -> bool {
        let revoked = self.revoked.starts_with(&before.revoked);
        let same = root == root_before
            && self.former == before.former
            && (before.next_root.is_none() || self.next_root == before.next_root);
        let replaced = before.next_root == Some(next_root_commitment(root))
            && self.former.split_last().is_some_and(|(last, earlier)| {
                last.root == *root_before && earlier == before.former
            });
        revoked && (same || replaced)
    }

    /// Whether what the key `kid` signed counts where it stands at `index` of the agency's log number `log`.
    #[must_use]
    pub fn trusts(&self, kid: &Hash, log: u32, index: u64) -> bool {
        let mut named = self.revoked.iter().filter(|r| r.kid == *kid);
        named.all(|r| (log, index) < (r.log.unwrap_or(1), r.since))
    }

    /// Whether the key is revoked, wherever its signature stands.
    #[must_use]
    pub fn is_revoked(&self, kid: &Hash) -> bool {
        self.revoked.iter().any(|r| r.kid == *kid)
    }
}
