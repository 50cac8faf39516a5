//! HPKE base mode (RFC 9180) from a browser to its own node: KEM DHKEM(X25519, HKDF-SHA256), KDF HKDF-SHA256, AEAD
//! AES-256-GCM. It is what browsers can do by themselves; ML-KEM is not among it yet, so what is sealed here stays on one
//! device for hours and is sealed anew, like everything else, as soon as the node has it.

use crate::{SealError, base64};
use hpke::aead::{AeadTag, AesGcm256};
use hpke::inout::InOutBuf;
use hpke::kdf::HkdfSha256;
use hpke::kem::X25519HkdfSha256;
use hpke::{Deserializable, Kem, OpModeR, OpModeS, Serializable};
use rand_core::CryptoRng;
use std::fmt;
use zeroize::Zeroizing;

type Public = <X25519HkdfSha256 as Kem>::PublicKey;
type Private = <X25519HkdfSha256 as Kem>::PrivateKey;
type Encapped = <X25519HkdfSha256 as Kem>::EncappedKey;

/// What both sides give as `info`: these boxes open nowhere else.
pub const INFO: &[u8] = b"sila/lockbox/1";
/// Bytes of the sender's public key at the front of every box.
pub const ENCAPSULATED_BYTES: usize = 32;
/// Bytes of the authentication tag at the end.
pub const TAG_BYTES: usize = 16;

/// The node's half of a lockbox; a device that seals to it cannot open what it sealed.
pub struct LockboxKey(Private);

impl LockboxKey {
    /// The key of 32 stored secret bytes.
    ///
    /// # Errors
    /// [`SealError::SealingKey`] when they are not 32.
    pub fn from_bytes(seed: &[u8]) -> Result<Self, SealError> {
        Private::from_bytes(seed).map(Self).or(Err(SealError::SealingKey))
    }

    /// The public half, as a page carries it.
    #[must_use]
    pub fn public(&self) -> LockboxPublic {
        LockboxPublic(X25519HkdfSha256::sk_to_pk(&self.0))
    }

    /// Opens a box that was sealed to this key with the same `aad`.
    ///
    /// # Errors
    /// [`SealError::Opening`]; why is not told.
    pub fn open(&self, aad: &[u8], sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, SealError> {
        let (enc, rest) = sealed.split_at_checked(ENCAPSULATED_BYTES).ok_or(SealError::Opening)?;
        let text_len = rest.len().checked_sub(TAG_BYTES).ok_or(SealError::Opening)?;
        let (text, tag) = rest.split_at_checked(text_len).ok_or(SealError::Opening)?;
        let enc = Encapped::from_bytes(enc).or(Err(SealError::Opening))?;
        let tag = AeadTag::<AesGcm256>::from_bytes(tag).or(Err(SealError::Opening))?;
        let mut plain = Zeroizing::new(vec![0; text_len]);
        let buffer = InOutBuf::new(text, &mut plain).or(Err(SealError::Opening))?;
        hpke::single_shot_open_inout_detached::<AesGcm256, HkdfSha256, X25519HkdfSha256>(
            &OpModeR::Base,
            &self.0,
            &enc,
            INFO,
            buffer,
            aad,
            &tag,
        )
        .or(Err(SealError::Opening))?;
        Ok(plain)
    }
}

impl fmt::Debug for LockboxKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("LockboxKey(secret)")
    }
}

/// What a device seals to.
#[derive(Debug, Clone)]
pub struct LockboxPublic(Public);

impl LockboxPublic {
    /// The 32 bytes as text.
    #[must_use]
    pub fn to_base64(&self) -> String {
        base64::encode(&self.0.to_bytes())
    }

    /// Seals as the script of the page does: `enc(32) ∥ ciphertext ∥ tag(16)`.
    ///
    /// # Errors
    /// [`SealError::Sealing`].
    pub fn seal(
        &self,
        mut rng: &mut dyn CryptoRng,
        aad: &[u8],
        plain: &[u8],
    ) -> Result<Vec<u8>, SealError> {
        let (enc, mut context) = hpke::setup_sender_with_rng::<
            AesGcm256,
            HkdfSha256,
            X25519HkdfSha256,
        >(&OpModeS::Base, &self.0, INFO, &mut rng)
        .or(Err(SealError::Sealing))?;
        let mut out = enc.to_bytes().to_vec();
        out.extend_from_slice(plain);
        let (_, text) = out.split_at_mut_checked(ENCAPSULATED_BYTES).ok_or(SealError::Sealing)?;
        let tag = context.seal_inout_detached(text.into(), aad).or(Err(SealError::Sealing))?;
        out.extend_from_slice(&tag.to_bytes());
        Ok(out)
    }
}

#[cfg(test)]
mod tests;
