//! AES-256-GCM under a key that this node holds: columns, files, keys of cases and referrals.

use crate::SealError;
use aes_gcm::aead::inout::InOutBuf;
use aes_gcm::{AeadInOut, Aes256Gcm, KeyInit, Nonce, Tag};
use rand_core::CryptoRng;
use std::fmt;
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

/// Bytes of the random nonce at the front of every sealed text.
pub const NONCE_BYTES: usize = 12;
/// Bytes of the authentication tag at the end.
pub const TAG_BYTES: usize = 16;

/// A 256-bit secret key; erased from memory when dropped.
///
/// Nonces are random, so one key seals at most 2³² texts (NIST SP 800-38D §8.3); a key per case or
/// referral stays far below.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct Key([u8; 32]);

impl Key {
    /// A new key from `rng`.
    pub fn generate(rng: &mut impl CryptoRng) -> Self {
        let mut key = Self([0; 32]);
        rng.fill_bytes(&mut key.0);
        key
    }

    /// A key from stored or derived bytes.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// The secret bytes, for sealed storage or a sealed message only.
    #[must_use]
    pub fn to_bytes(&self) -> Zeroizing<[u8; 32]> {
        Zeroizing::new(self.0)
    }

    /// Seals `plain`, bound to `aad`: `nonce(12) ∥ ciphertext ∥ tag(16)`.
    #[must_use]
    pub fn seal(&self, rng: &mut impl CryptoRng, aad: &[u8], plain: &[u8]) -> Vec<u8> {
        let mut nonce = [0; NONCE_BYTES];
        rng.fill_bytes(&mut nonce);
        self.seal_with(nonce, aad, plain)
    }

    /// Opens what [`Self::seal`] made with the same `aad`.
    ///
    /// # Errors
    /// [`SealError::Opening`]; why is not told.
    pub fn open(&self, aad: &[u8], sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, SealError> {
        let (nonce, rest) = sealed.split_first_chunk().ok_or(SealError::Opening)?;
        let (text, tag) = rest.split_last_chunk().ok_or(SealError::Opening)?;
        let (nonce, tag): (&[u8; NONCE_BYTES], &[u8; TAG_BYTES]) = (nonce, tag);
        let mut plain = Zeroizing::new(vec![0; text.len()]);
        let buffer = InOutBuf::new(text, &mut plain).or(Err(SealError::Opening))?;
        self.cipher()
            .decrypt_inout_detached(&Nonce::from(*nonce), aad, buffer, &Tag::from(*tag))
            .or(Err(SealError::Opening))?;
        Ok(plain)
    }

    /// Seals another key under this one.
    #[must_use]
    pub fn wrap(&self, rng: &mut impl CryptoRng, key: &Self, aad: &[u8]) -> Vec<u8> {
        self.seal(rng, aad, &key.0)
    }

    /// Opens a key that [`Self::wrap`] sealed.
    ///
    /// # Errors
    /// [`SealError::Opening`], also when what was sealed is not a key.
    pub fn unwrap(&self, wrapped: &[u8], aad: &[u8]) -> Result<Self, SealError> {
        let plain = self.open(aad, wrapped)?;
        plain.as_slice().try_into().map(Self).or(Err(SealError::Opening))
    }

    fn cipher(&self) -> Aes256Gcm {
        Aes256Gcm::new((&self.0).into())
    }

    #[expect(
        clippy::expect_used,
        reason = "AES-GCM refuses only a text or aad over 64 GiB, which no slice of this node is"
    )]
    fn seal_with(&self, nonce: [u8; NONCE_BYTES], aad: &[u8], plain: &[u8]) -> Vec<u8> {
        let mut out = Vec::with_capacity(plain.len().saturating_add(NONCE_BYTES + TAG_BYTES));
        out.extend_from_slice(&nonce);
        out.extend_from_slice(plain);
        let text = out.split_at_mut(NONCE_BYTES).1;
        let tag = self
            .cipher()
            .encrypt_inout_detached(&Nonce::from(nonce), aad, text.into())
            .expect("text is under 64 GiB");
        out.extend_from_slice(&tag);
        out
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Key(secret)")
    }
}
