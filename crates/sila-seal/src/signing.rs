//! Ed25519 (RFC 8032) over a COSE `Sig_structure` (RFC 9052 §4.4).

use crate::{Hash, SealError, sha256};
use ed25519_dalek::Signature;
use minicbor::{Decode, Decoder, Encode, Encoder, data::Type};
use rand_core::CryptoRng;
use std::fmt;
use zeroize::Zeroizing;

/// The protected header `{1: -19}`: algorithm Ed25519 of the IANA COSE registry.
const PROTECTED_ED25519: [u8; 3] = [0xa1, 0x01, 0x32];

/// Bytes of an Ed25519 signature.
pub const SIGNATURE_BYTES: usize = 64;

/// A private Ed25519 key; erased from memory when dropped.
pub struct SigningKey(ed25519_dalek::SigningKey);

impl SigningKey {
    /// A new key from `rng`.
    pub fn generate(rng: &mut impl CryptoRng) -> Self {
        let mut seed = Zeroizing::new([0; 32]);
        rng.fill_bytes(seed.as_mut());
        Self::from_bytes(&seed)
    }

    /// The key of a stored 32-byte seed.
    #[must_use]
    pub fn from_bytes(seed: &[u8; 32]) -> Self {
        Self(ed25519_dalek::SigningKey::from_bytes(seed))
    }

    /// The 32-byte seed, for sealed storage only.
    #[must_use]
    pub fn to_bytes(&self) -> Zeroizing<[u8; 32]> {
        Zeroizing::new(self.0.to_bytes())
    }

    /// The public half.
    #[must_use]
    pub fn verifying(&self) -> VerifyingKey {
        VerifyingKey(self.0.verifying_key().to_bytes())
    }

    /// Signs `msg` for one purpose; `context` is the COSE `external_aad` and must be unique for
    /// each kind of message, so that a signature never counts as another kind.
    #[must_use]
    pub fn sign(&self, context: &str, msg: &[u8]) -> [u8; SIGNATURE_BYTES] {
        self.sign_raw(&sig_structure(&PROTECTED_ED25519, context, msg))
    }

    pub(crate) fn sign_raw(&self, bytes: &[u8]) -> [u8; SIGNATURE_BYTES] {
        use ed25519_dalek::Signer;
        self.0.sign(bytes).to_bytes()
    }
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("SigningKey").field(&self.verifying()).finish()
    }
}

/// A public Ed25519 key. Any 32 bytes fit; a bad key refuses every signature.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct VerifyingKey(pub [u8; 32]);

impl VerifyingKey {
    /// Checks a signature by [`SigningKey::sign`], strictly (RFC 8032 §5.1.7 without cofactor, small
    /// order keys refused), so that all verifiers agree.
    ///
    /// # Errors
    /// [`SealError::VerifyingKey`] for a bad key, [`SealError::Signature`] for everything else.
    pub fn verify(&self, context: &str, msg: &[u8], sig: &[u8]) -> Result<(), SealError> {
        self.verify_raw(&sig_structure(&PROTECTED_ED25519, context, msg), sig)
    }

    /// What a header names this key by: `SHA-256("sila/kid/1" ∥ key)`.
    #[must_use]
    pub fn id(&self) -> Hash {
        sha256(&[b"sila/kid/1", &self.0])
    }

    pub(crate) fn verify_raw(&self, bytes: &[u8], sig: &[u8]) -> Result<(), SealError> {
        let key =
            ed25519_dalek::VerifyingKey::from_bytes(&self.0).or(Err(SealError::VerifyingKey))?;
        let sig = Signature::from_slice(sig).or(Err(SealError::Signature))?;
        key.verify_strict(bytes, &sig).or(Err(SealError::Signature))
    }
}

impl fmt::Debug for VerifyingKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "VerifyingKey({})", crate::code::base32_encode(&self.0))
    }
}

impl<C> Encode<C> for VerifyingKey {
    fn encode<W: minicbor::encode::Write>(
        &self,
        e: &mut Encoder<W>,
        _: &mut C,
    ) -> Result<(), minicbor::encode::Error<W::Error>> {
        e.bytes(&self.0)?.ok()
    }
}

impl<'b, C> Decode<'b, C> for VerifyingKey {
    fn decode(d: &mut Decoder<'b>, _: &mut C) -> Result<Self, minicbor::decode::Error> {
        let key = d.bytes()?.try_into();
        key.map(Self).or(Err(minicbor::decode::Error::type_mismatch(Type::Bytes)))
    }
}

/// `["Signature1", protected, external_aad, payload]`, the bytes that COSE signs.
pub(crate) fn sig_structure(protected: &[u8], context: &str, payload: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(48 + protected.len() + context.len() + payload.len());
    out.push(0x84);
    push_head(&mut out, 0x60, 10);
    out.extend_from_slice(b"Signature1");
    for part in [protected, context.as_bytes(), payload] {
        push_head(&mut out, 0x40, part.len());
        out.extend_from_slice(part);
    }
    out
}

/// A CBOR head in its shortest form: `major` already shifted into the top three bits.
pub(crate) fn push_head(out: &mut Vec<u8>, major: u8, len: usize) {
    if let Ok(short) = u8::try_from(len) {
        if short < 24 {
            out.push(major | short);
        } else {
            out.extend([major | 24, short]);
        }
    } else if let Ok(two) = u16::try_from(len) {
        out.push(major | 25);
        out.extend(two.to_be_bytes());
    } else if let Ok(four) = u32::try_from(len) {
        out.push(major | 26);
        out.extend(four.to_be_bytes());
    } else {
        out.push(major | 27);
        let eight = u64::try_from(len).unwrap_or(u64::MAX);
        out.extend(eight.to_be_bytes());
    }
}
