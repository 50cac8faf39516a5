//! HPKE base mode (RFC 9180) to another agency: KEM X-Wing (0x647a, ML-KEM-768 with X25519), KDF
//! HKDF-SHA256, AEAD AES-256-GCM, one context per message.

use crate::{Hash, SealError, sha256};
use hpke::aead::{AeadTag, AesGcm256};
use hpke::inout::InOutBuf;
use hpke::kdf::HkdfSha256;
use hpke::kem::XWing;
use hpke::{Deserializable, Kem, OpModeR, OpModeS, Serializable};
use minicbor::{Decode, Decoder, Encode, Encoder};
use rand_core::CryptoRng;
use std::fmt;
use std::sync::Arc;
use zeroize::Zeroizing;

type Public = <XWing as Kem>::PublicKey;
type Private = <XWing as Kem>::PrivateKey;
type Encapped = <XWing as Kem>::EncappedKey;

/// Bytes of a public X-Wing key.
pub const PUBLIC_BYTES: usize = 1216;
/// Bytes of the encapsulated key at the front of every sealed text.
pub const ENCAPSULATED_BYTES: usize = 1120;
/// Bytes of the authentication tag at the end.
pub const TAG_BYTES: usize = 16;
/// How much longer a sealed text is than its plain text.
pub const OVERHEAD_BYTES: usize = ENCAPSULATED_BYTES + TAG_BYTES;

/// A private X-Wing key; erased from memory when dropped.
pub struct SealingKey {
    private: Private,
    public: SealingPublic,
}

impl SealingKey {
    /// A new key from `rng`.
    pub fn generate(rng: &mut impl CryptoRng) -> Self {
        Self::generate_from(rng)
    }

    fn generate_from(mut rng: &mut dyn CryptoRng) -> Self {
        let (private, public) = XWing::gen_keypair_with_rng(&mut rng);
        Self { private, public: SealingPublic::new(public) }
    }

    /// The key of a stored 32-byte seed.
    ///
    /// # Errors
    /// [`SealError::SealingKey`] when it is not 32 bytes.
    pub fn from_bytes(seed: &[u8]) -> Result<Self, SealError> {
        Private::from_bytes(seed).map(Self::new).or(Err(SealError::SealingKey))
    }

    /// The 32-byte seed, for sealed storage only.
    #[must_use]
    pub fn to_bytes(&self) -> Zeroizing<[u8; 32]> {
        let mut seed = Zeroizing::new([0; 32]);
        self.private.write_exact(seed.as_mut());
        seed
    }

    /// The public half; cloning it is cheap.
    #[must_use]
    pub const fn public(&self) -> &SealingPublic {
        &self.public
    }

    /// Opens what [`SealingPublic::seal`] made with the same `info` and `aad`.
    ///
    /// # Errors
    /// [`SealError::Opening`]; why is not told.
    pub fn open(
        &self,
        info: &[u8],
        aad: &[u8],
        sealed: &[u8],
    ) -> Result<Zeroizing<Vec<u8>>, SealError> {
        let (enc, rest) = sealed.split_at_checked(ENCAPSULATED_BYTES).ok_or(SealError::Opening)?;
        let text_len = rest.len().checked_sub(TAG_BYTES).ok_or(SealError::Opening)?;
        let (text, tag) = rest.split_at_checked(text_len).ok_or(SealError::Opening)?;
        let enc = Encapped::from_bytes(enc).or(Err(SealError::Opening))?;
        let tag = AeadTag::<AesGcm256>::from_bytes(tag).or(Err(SealError::Opening))?;
        let mut plain = Zeroizing::new(vec![0; text_len]);
        let buffer = InOutBuf::new(text, &mut plain).or(Err(SealError::Opening))?;
        hpke::single_shot_open_inout_detached::<AesGcm256, HkdfSha256, XWing>(
            &OpModeR::Base,
            &self.private,
            &enc,
            info,
            buffer,
            aad,
            &tag,
        )
        .or(Err(SealError::Opening))?;
        Ok(plain)
    }

    fn new(private: Private) -> Self {
        let public = SealingPublic::new(XWing::sk_to_pk(&private));
        Self { private, public }
    }
}

impl fmt::Debug for SealingKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("SealingKey").field(&self.public).finish()
    }
}

/// A public X-Wing key, parsed once; a clone shares the parsed form.
#[derive(Clone)]
pub struct SealingPublic(Arc<Parsed>);

struct Parsed {
    key: Public,
    bytes: Vec<u8>,
    id: Hash,
}

impl SealingPublic {
    /// Parses the 1216 bytes that an agency published.
    ///
    /// # Errors
    /// [`SealError::SealingKey`] for another length or an invalid ML-KEM part.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, SealError> {
        Public::from_bytes(bytes).map(Self::new).or(Err(SealError::SealingKey))
    }

    /// The 1216 published bytes.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.0.bytes
    }

    /// What a header names this key by: `SHA-256("sila/kid/1" ∥ key)`.
    #[must_use]
    pub fn id(&self) -> Hash {
        self.0.id
    }

    /// Seals `plain` so that only the holder of the private key, with the same `info` and `aad`,
    /// can open it: `enc(1120) ∥ ciphertext ∥ tag(16)`.
    ///
    /// # Errors
    /// [`SealError::Sealing`].
    pub fn seal(
        &self,
        rng: &mut impl CryptoRng,
        info: &[u8],
        aad: &[u8],
        plain: &[u8],
    ) -> Result<Vec<u8>, SealError> {
        self.seal_parts(rng, info, aad, &[plain])
    }

    /// As [`Self::seal`], over the concatenation of `parts`, each copied once. Not generic, so that
    /// the cryptography is compiled and optimised in this crate.
    pub(crate) fn seal_parts(
        &self,
        mut rng: &mut dyn CryptoRng,
        info: &[u8],
        aad: &[u8],
        parts: &[&[u8]],
    ) -> Result<Vec<u8>, SealError> {
        let (enc, mut context) = hpke::setup_sender_with_rng::<AesGcm256, HkdfSha256, XWing>(
            &OpModeS::Base,
            &self.0.key,
            info,
            &mut rng,
        )
        .or(Err(SealError::Sealing))?;
        let text_bytes: usize = parts.iter().map(|part| part.len()).sum();
        let mut out = Vec::with_capacity(text_bytes.saturating_add(OVERHEAD_BYTES));
        out.extend_from_slice(&enc.to_bytes());
        for part in parts {
            out.extend_from_slice(part);
        }
        let (_, text) = out.split_at_mut_checked(ENCAPSULATED_BYTES).ok_or(SealError::Sealing)?;
        let tag = context.seal_inout_detached(text.into(), aad).or(Err(SealError::Sealing))?;
        out.extend_from_slice(&tag.to_bytes());
        Ok(out)
    }

    fn new(key: Public) -> Self {
        let bytes = key.to_bytes().to_vec();
        let id = sha256(&[b"sila/kid/1", &bytes]);
        Self(Arc::new(Parsed { key, bytes, id }))
    }
}

impl PartialEq for SealingPublic {
    fn eq(&self, other: &Self) -> bool {
        self.0.id == other.0.id
    }
}

impl Eq for SealingPublic {}

impl fmt::Debug for SealingPublic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SealingPublic({})", crate::code::base32_encode(&self.0.id))
    }
}

impl<C> Encode<C> for SealingPublic {
    fn encode<W: minicbor::encode::Write>(
        &self,
        e: &mut Encoder<W>,
        _: &mut C,
    ) -> Result<(), minicbor::encode::Error<W::Error>> {
        e.bytes(self.as_bytes())?.ok()
    }
}

impl<'b, C> Decode<'b, C> for SealingPublic {
    fn decode(d: &mut Decoder<'b>, _: &mut C) -> Result<Self, minicbor::decode::Error> {
        let key = Self::from_bytes(d.bytes()?);
        key.or(Err(minicbor::decode::Error::message("not an X-Wing key")))
    }
}

#[cfg(test)]
#[path = "sealing/interop_tests.rs"]
mod interop;
#[cfg(test)]
mod tests;
