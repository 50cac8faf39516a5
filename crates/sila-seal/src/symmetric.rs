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
    pub(crate) fn seal_with(&self, nonce: [u8; NONCE_BYTES], aad: &[u8], plain: &[u8]) -> Vec<u8> {
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

#[cfg(test)]
mod tests {
    use super::Key;
    use crate::SealError;
    use crate::testing::{TestRng, hex};
    use proptest::prelude::*;

    /// Test case 16 of the GCM specification (McGrew and Viega), and case 14 with empty aad.
    #[test]
    fn gcm_specification_vectors() {
        let key = "feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308";
        let key = Key::from_bytes(hex(key).try_into().unwrap());
        let nonce = hex("cafebabefacedbaddecaf888").try_into().unwrap();
        let plain = hex("d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72
             1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39");
        let aad = hex("feedfacedeadbeeffeedfacedeadbeefabaddad2");
        let sealed = hex("cafebabefacedbaddecaf888
             522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa
             8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662
             76fc6ece0f4e1768cddf8853bb2d551b");
        assert_eq!(key.seal_with(nonce, &aad, &plain), sealed);
        assert_eq!(*key.open(&aad, &sealed).unwrap(), plain);
        let zero = Key::from_bytes([0; 32]).seal_with([0; 12], b"", &[0; 16]);
        let known = "cea7403d4d606b6e074ec5d3baf39d18d0d1c8a799996bf0265b98b5d48ab919";
        assert_eq!(zero[12..], hex(known));
    }

    #[test]
    fn only_the_same_key_and_aad_open() {
        let mut rng = TestRng::new(1);
        let (key, other) = (Key::generate(&mut rng), Key::generate(&mut rng));
        let sealed = key.seal(&mut rng, b"case 7", b"words");
        assert_eq!(key.open(b"case 7", &sealed).unwrap().as_slice(), b"words");
        assert_eq!(key.open(b"case 8", &sealed).err(), Some(SealError::Opening));
        assert_eq!(other.open(b"case 7", &sealed).err(), Some(SealError::Opening));
        assert_ne!(key.seal(&mut rng, b"case 7", b"words"), sealed);
    }

    #[test]
    fn a_wrapped_key_is_the_same_key() {
        let mut rng = TestRng::new(2);
        let (node, case) = (Key::generate(&mut rng), Key::generate(&mut rng));
        let wrapped = node.wrap(&mut rng, &case, b"case 7");
        let unwrapped = node.unwrap(&wrapped, b"case 7").unwrap();
        assert_eq!(unwrapped.to_bytes(), case.to_bytes());
        let short = node.seal(&mut rng, b"case 7", &[1; 31]);
        assert_eq!(node.unwrap(&short, b"case 7").err(), Some(SealError::Opening));
        assert_eq!(node.unwrap(&wrapped, b"case 8").err(), Some(SealError::Opening));
    }

    #[test]
    fn debug_output_holds_no_secret() {
        assert_eq!(format!("{:?}", Key::from_bytes([0x41; 32])), "Key(secret)");
    }

    proptest! {
        #[test]
        fn any_flipped_bit_is_detected(plain: Vec<u8>, at: usize, bit in 0..8) {
            let key = Key::from_bytes([9; 32]);
            let mut sealed = key.seal(&mut TestRng::new(3), b"a", &plain);
            let at = at % sealed.len();
            sealed[at] ^= 1_u8 << bit;
            prop_assert_eq!(key.open(b"a", &sealed).err(), Some(SealError::Opening));
        }

        #[test]
        fn any_bytes_are_refused_without_panic(bytes: Vec<u8>) {
            prop_assert!(Key::from_bytes([9; 32]).open(b"", &bytes).is_err());
        }
    }
}
