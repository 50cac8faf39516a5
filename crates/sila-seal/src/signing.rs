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

#[cfg(test)]
mod tests {
    use super::{SigningKey, VerifyingKey, push_head};
    use crate::testing::{TestRng, hex};
    use crate::{SealError, canonical};
    use proptest::prelude::*;

    fn key(seed: &str) -> SigningKey {
        SigningKey::from_bytes(&hex(seed).try_into().unwrap())
    }

    #[test]
    fn rfc_8032_vectors_1_and_3() {
        let one = key("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60");
        assert_eq!(
            one.verifying().0.as_slice(),
            hex("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a")
        );
        let sig =
            hex("e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bac
             c61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b");
        assert_eq!(one.sign_raw(b"").as_slice(), sig);
        let three = key("c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7");
        let sig =
            hex("6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290
             ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a");
        assert_eq!(three.sign_raw(&[0xaf, 0x82]).as_slice(), sig);
        assert_eq!(three.verifying().verify_raw(&[0xaf, 0x82], &sig), Ok(()));
    }

    /// Computed with another Ed25519 implementation over a hand-made `Sig_structure`.
    #[test]
    fn cose_structure_matches_another_implementation() {
        let one = key("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60");
        let msg: Vec<u8> = (0..32).collect();
        let sig =
            hex("47ed8ab2b616b76fc914847b088792b8660666ac223fc4b80012921d43326b9982b9b6b4458aa8da
             8f88e81e80c93643b17c977d56159cd8f2409e9b99b94b01");
        assert_eq!(one.sign("sila/test/1", &msg).as_slice(), sig);
    }

    #[test]
    fn a_signature_counts_for_one_context_and_key_only() {
        let mut rng = TestRng::new(1);
        let (key, other) = (SigningKey::generate(&mut rng), SigningKey::generate(&mut rng));
        let sig = key.sign("sila/one/1", b"words");
        assert_eq!(key.verifying().verify("sila/one/1", b"words", &sig), Ok(()));
        let refused = Err(SealError::Signature);
        assert_eq!(key.verifying().verify("sila/two/1", b"words", &sig), refused);
        assert_eq!(other.verifying().verify("sila/one/1", b"words", &sig), refused);
        assert_eq!(key.verifying().verify("sila/one/1", b"words", &sig[..63]), refused);
        let stored = SigningKey::from_bytes(&key.to_bytes());
        assert_eq!(stored.sign("sila/one/1", b"words"), sig);
    }

    /// With the identity point as key, `R = identity, s = 0` satisfies the loose equation for
    /// every message.
    #[test]
    fn small_order_keys_are_refused() {
        let mut identity = [0; 32];
        identity[0] = 1;
        let mut sig = [0; 64];
        sig[0] = 1;
        assert_eq!(VerifyingKey(identity).verify_raw(b"anything", &sig), Err(SealError::Signature));
        let mut off_curve = [0; 32];
        off_curve[0] = 2;
        assert_eq!(
            VerifyingKey(off_curve).verify_raw(b"anything", &sig),
            Err(SealError::VerifyingKey)
        );
    }

    #[test]
    fn debug_output_holds_no_secret() {
        let key = SigningKey::from_bytes(&[0xab; 32]);
        let shown = format!("{key:?}");
        assert!(shown.starts_with("SigningKey(VerifyingKey("), "{shown}");
        assert!(!shown.to_lowercase().contains("abab"), "{shown}");
        assert!(!shown.contains(&crate::code::base32_encode(&[0xab; 32])), "{shown}");
    }

    #[test]
    fn heads_are_the_shortest() {
        for len in [0, 23, 24, 255, 256, 65_535, 65_536] {
            let mut bytes = Vec::new();
            push_head(&mut bytes, 0x40, len);
            bytes.resize(bytes.len() + len, 7);
            assert_eq!(canonical::check(&bytes), Ok(()), "{len}");
        }
    }

    proptest! {
        #[test]
        fn any_flipped_bit_is_detected(msg in proptest::collection::vec(any::<u8>(), 1..80), at: usize, bit in 0..8) {
            let key = SigningKey::from_bytes(&[7; 32]);
            let sig = key.sign("sila/test/1", &msg);
            let mut whole = [msg.as_slice(), &sig].concat();
            let at = at % whole.len();
            whole[at] ^= 1_u8 << bit;
            let (msg, sig) = whole.split_at(msg.len());
            prop_assert!(key.verifying().verify("sila/test/1", msg, sig).is_err());
        }

        #[test]
        fn any_key_and_signature_bytes_are_safe(key: [u8; 32], sig in proptest::collection::vec(any::<u8>(), 0..80)) {
            prop_assert!(VerifyingKey(key).verify("sila/test/1", b"x", &sig).is_err());
        }
    }
}
