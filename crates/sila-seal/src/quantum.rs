//! ML-DSA-44 (FIPS 204), the signature that a quantum computer does not forge. It stands beside
//! Ed25519 where a signature must still convince after many years: under the heads of logs.

use crate::SealError;
use minicbor::{Decode, Decoder, Encode, Encoder};
use ml_dsa::{EncodedSignature, EncodedVerifyingKey, Keypair, MlDsa44, Signature};
use rand_core::CryptoRng;
use std::fmt;
use zeroize::Zeroizing;

/// Bytes of a public key.
pub const PUBLIC_BYTES: usize = 1312;
/// Bytes of a signature.
pub const SIGNATURE_BYTES: usize = 2420;

/// A private ML-DSA-44 key; erased from memory when dropped.
pub struct QuantumSigningKey(Box<ml_dsa::SigningKey<MlDsa44>>);

impl QuantumSigningKey {
    /// A new key from `rng`.
    pub fn generate(rng: &mut impl CryptoRng) -> Self {
        let mut seed = Zeroizing::new([0; 32]);
        rng.fill_bytes(seed.as_mut());
        Self::from_bytes(&seed)
    }

    /// The key of a stored 32-byte seed.
    #[must_use]
    pub fn from_bytes(seed: &[u8; 32]) -> Self {
        Self(Box::new(ml_dsa::SigningKey::from_seed(&(*seed).into())))
    }

    /// The 32-byte seed, for sealed storage only.
    #[must_use]
    pub fn to_bytes(&self) -> Zeroizing<[u8; 32]> {
        Zeroizing::new(self.0.to_seed().into())
    }

    /// The public half.
    #[must_use]
    pub fn verifying(&self) -> QuantumVerifyingKey {
        QuantumVerifyingKey(self.0.verifying_key().encode().to_vec())
    }

    /// Signs with the deterministic variant and an empty context, as C2SP notes ask.
    ///
    /// # Errors
    /// [`SealError::Sealing`] when the key does not work.
    pub(crate) fn sign_raw(&self, bytes: &[u8]) -> Result<Vec<u8>, SealError> {
        let signature = self.0.expanded_key().sign_deterministic(bytes, &[]);
        Ok(signature.or(Err(SealError::Sealing))?.encode().to_vec())
    }
}

impl fmt::Debug for QuantumSigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("QuantumSigningKey").field(&self.verifying()).finish()
    }
}

/// A public ML-DSA-44 key.
#[derive(Clone, PartialEq, Eq)]
pub struct QuantumVerifyingKey(Vec<u8>);

impl QuantumVerifyingKey {
    /// Takes the 1312 published bytes. Any will do; a bad key refuses every signature.
    ///
    /// # Errors
    /// [`SealError::VerifyingKey`] for another length.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, SealError> {
        let fits = bytes.len() == PUBLIC_BYTES;
        if fits { Ok(Self(bytes.to_vec())) } else { Err(SealError::VerifyingKey) }
    }

    /// The 1312 published bytes.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    pub(crate) fn verify_raw(&self, bytes: &[u8], sig: &[u8]) -> Result<(), SealError> {
        let key = EncodedVerifyingKey::<MlDsa44>::try_from(self.0.as_slice());
        let key = ml_dsa::VerifyingKey::<MlDsa44>::decode(&key.or(Err(SealError::VerifyingKey))?);
        let sig = EncodedSignature::<MlDsa44>::try_from(sig).or(Err(SealError::Signature))?;
        let sig = Signature::decode(&sig).ok_or(SealError::Signature)?;
        if key.verify_with_context(bytes, &[], &sig) { Ok(()) } else { Err(SealError::Signature) }
    }
}

impl fmt::Debug for QuantumVerifyingKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let id = crate::sha256(&[&self.0]);
        write!(f, "QuantumVerifyingKey({})", crate::code::base32_encode(&id))
    }
}

impl<C> Encode<C> for QuantumVerifyingKey {
    fn encode<W: minicbor::encode::Write>(
        &self,
        e: &mut Encoder<W>,
        _: &mut C,
    ) -> Result<(), minicbor::encode::Error<W::Error>> {
        e.bytes(&self.0)?.ok()
    }
}

impl<'b, C> Decode<'b, C> for QuantumVerifyingKey {
    fn decode(d: &mut Decoder<'b>, _: &mut C) -> Result<Self, minicbor::decode::Error> {
        let key = Self::from_bytes(d.bytes()?);
        key.or(Err(minicbor::decode::Error::message("not an ML-DSA-44 key")))
    }
}

#[cfg(test)]
mod tests {
    use super::{QuantumSigningKey, QuantumVerifyingKey, SIGNATURE_BYTES};
    use crate::SealError;
    use aws_lc_rs::signature::{
        KeyPair, ML_DSA_44, ML_DSA_44_SIGNING, PqdsaKeyPair, UnparsedPublicKey,
    };

    #[test]
    fn another_implementation_accepts_what_this_one_signs() {
        let key = QuantumSigningKey::from_bytes(&[7; 32]);
        let sig = key.sign_raw(b"the head of a log").unwrap();
        assert_eq!(sig.len(), SIGNATURE_BYTES);
        let public = key.verifying();
        let theirs = UnparsedPublicKey::new(&ML_DSA_44, public.as_bytes());
        assert!(theirs.verify(b"the head of a log", &sig).is_ok());
        assert!(theirs.verify(b"another head", &sig).is_err());
    }

    #[test]
    fn this_one_accepts_what_another_implementation_signs() {
        let theirs = PqdsaKeyPair::generate(&ML_DSA_44_SIGNING).unwrap();
        let mut sig = vec![0; SIGNATURE_BYTES];
        assert_eq!(theirs.sign(b"a head", &mut sig), Ok(SIGNATURE_BYTES));
        let public = QuantumVerifyingKey::from_bytes(theirs.public_key().as_ref()).unwrap();
        assert_eq!(public.verify_raw(b"a head", &sig), Ok(()));
        assert_eq!(public.verify_raw(b"no head", &sig), Err(SealError::Signature));
        sig[100] ^= 1;
        assert_eq!(public.verify_raw(b"a head", &sig), Err(SealError::Signature));
        assert_eq!(public.verify_raw(b"a head", &sig[1..]), Err(SealError::Signature));
    }

    #[test]
    fn a_seed_gives_the_same_key_at_both() {
        let theirs = PqdsaKeyPair::from_seed(&ML_DSA_44_SIGNING, &[9; 32]).unwrap();
        let ours = QuantumSigningKey::from_bytes(&[9; 32]);
        assert_eq!(ours.verifying().as_bytes(), theirs.public_key().as_ref());
        assert_eq!(ours.to_bytes().as_slice(), [9; 32]);
        assert!(!format!("{ours:?}").contains("0909"));
    }
}
