//! A verifiable oblivious pseudorandom function: RFC 9497, VOPRF mode, ristretto255 and SHA-512.
//!
//! One side holds a key, the other an input. The asker learns the function's value of its input; the
//! keeper of the key learns nothing about the input, whatever computer it has, because a blinded
//! input is uniformly random. With the answer comes a proof that the published key was used and no
//! other, so that nobody can be marked by a key of their own.
//!
//! Secret scalars are wiped when dropped, and every operation with them takes constant time.

use curve25519_dalek::RistrettoPoint;
use curve25519_dalek::constants::RISTRETTO_BASEPOINT_POINT as GENERATOR;
use curve25519_dalek::ristretto::CompressedRistretto;
use curve25519_dalek::scalar::Scalar;
use curve25519_dalek::traits::{Identity, VartimeMultiscalarMul};
use minicbor::{Decode, Encode};
use rand_core::CryptoRng;
use std::fmt;
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

use crate::SealError;
use crate::error::within;

mod hash;
#[cfg(test)]
mod tests;

use hash::{challenge, hash_to_group, key_scalar, output, weights};

/// Bytes of a group element on the wire.
pub const ELEMENT_BYTES: usize = 32;
/// Bytes of a proof.
pub const PROOF_BYTES: usize = 64;
/// Bytes of an output.
pub const OUTPUT_BYTES: usize = 64;
/// The longest input or key name, in bytes (RFC 9497 §1.2 allows 65,535).
pub const INPUT_BYTES_MAX: usize = 1_024;
/// The most elements under one proof.
pub const BATCH_MAX: usize = 65_535;

/// A value of the function: 64 bytes that look random to whoever does not hold the key.
pub type Output = Zeroizing<[u8; OUTPUT_BYTES]>;

/// A group element as it travels: canonical, and never the neutral one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Encode, Decode)]
#[cbor(transparent)]
pub struct Element(#[cbor(n(0), with = "minicbor::bytes")] pub [u8; ELEMENT_BYTES]);

/// The public half of an [`OprfKey`], as published in a signed statement.
pub type OprfPublic = Element;

/// A proof that all elements of one batch were evaluated under one key (RFC 9497 §2.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
#[cbor(transparent)]
pub struct Proof(#[cbor(n(0), with = "minicbor::bytes")] pub [u8; PROOF_BYTES]);

/// The secret that hides one input. Whoever holds it and the input can show later what was asked.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct Blind(Scalar);

/// A key of the function.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct OprfKey {
    secret: Scalar,
    half: Scalar,
    #[zeroize(skip)]
    public: OprfPublic,
}

impl Element {
    /// A random element: what stands where there is nothing to ask.
    pub fn random(rng: &mut impl CryptoRng) -> Self {
        let mut uniform = Zeroizing::new([0; 64]);
        rng.fill_bytes(uniform.as_mut_slice());
        Self(RistrettoPoint::from_uniform_bytes(&uniform).compress().to_bytes())
    }

    fn point(&self) -> Result<RistrettoPoint, SealError> {
        let point = CompressedRistretto(self.0).decompress().ok_or(SealError::Element)?;
        if point == RistrettoPoint::identity() { Err(SealError::Element) } else { Ok(point) }
    }
}

impl Blind {
    /// A new secret.
    pub fn generate(rng: &mut impl CryptoRng) -> Self {
        Self(random_scalar(rng))
    }

    /// Reads a secret that was kept.
    ///
    /// # Errors
    /// [`SealError::Element`] when it is zero or not canonical.
    pub fn from_bytes(bytes: [u8; 32]) -> Result<Self, SealError> {
        let scalar = Option::<Scalar>::from(Scalar::from_canonical_bytes(bytes));
        scalar.filter(|scalar| *scalar != Scalar::ZERO).map(Self).ok_or(SealError::Element)
    }

    /// The secret, for sealed storage only.
    #[must_use]
    pub fn to_bytes(&self) -> Zeroizing<[u8; 32]> {
        Zeroizing::new(self.0.to_bytes())
    }

    /// Hides `input` (RFC 9497 §3.3.2 `Blind`). The same secret and input give the same element.
    ///
    /// # Errors
    /// [`SealError::TooLarge`], or [`SealError::Element`] for an input that no key can tell apart
    /// (nobody knows one).
    pub fn blind(&self, input: &[u8]) -> Result<Element, SealError> {
        Ok(Element((hash_to_group(input)? * self.0).compress().to_bytes()))
    }

    /// The value of `input` from the keeper's answer (RFC 9497 §3.3.2 `Finalize`). [`verify`] comes first.
    ///
    /// # Errors
    /// [`SealError::TooLarge`] or [`SealError::Element`].
    pub fn finalize(&self, input: &[u8], evaluated: &Element) -> Result<Output, SealError> {
        within(input.len(), INPUT_BYTES_MAX)?;
        let inverse = Zeroizing::new(self.0.invert());
        Ok(output(input, &(evaluated.point()? * *inverse).compress().to_bytes()))
    }
}

impl OprfKey {
    /// The key of `name` under `seed` (RFC 9497 §3.2.1 `DeriveKeyPair`).
    ///
    /// # Errors
    /// [`SealError::TooLarge`] for a long name.
    pub fn derive(seed: &[u8; 32], name: &[u8]) -> Result<Self, SealError> {
        within(name.len(), INPUT_BYTES_MAX)?;
        let length = u16::try_from(name.len()).or(Err(SealError::Malformed))?.to_be_bytes();
        for counter in 0..=u8::MAX {
            let secret = key_scalar(seed, length, name, counter);
            if secret != Scalar::ZERO {
                return Ok(Self::of(secret));
            }
        }
        Err(SealError::Element)
    }

    fn of(secret: Scalar) -> Self {
        let public = Element(RistrettoPoint::mul_base(&secret).compress().to_bytes());
        Self { secret, half: secret * Scalar::from(2_u8).invert(), public }
    }

    /// The public half.
    #[must_use]
    pub fn public(&self) -> OprfPublic {
        self.public
    }

    /// The values of one's own inputs (RFC 9497 §3.3.1 `Evaluate`), many at once for speed.
    ///
    /// # Errors
    /// [`SealError::TooLarge`] or [`SealError::Element`].
    pub fn evaluate<I: AsRef<[u8]>>(&self, inputs: &[I]) -> Result<Vec<Output>, SealError> {
        let points: Result<Vec<_>, _> =
            inputs.iter().map(|input| hash_to_group(input.as_ref())).collect();
        let values = self.multiplied(points?);
        Ok(inputs.iter().zip(values).map(|(input, v)| output(input.as_ref(), &v.0)).collect())
    }

    /// Evaluates what somebody else has blinded (RFC 9497 §3.3.2), many at once for speed.
    ///
    /// # Errors
    /// [`SealError::Element`] for bytes that are no element, or the neutral one.
    pub fn blind_evaluate(&self, blinded: &[Element]) -> Result<Vec<Element>, SealError> {
        let points: Result<Vec<_>, _> = blinded.iter().map(Element::point).collect();
        Ok(self.multiplied(points?))
    }

    /// Proves that `evaluated` came from `blinded` under this key (RFC 9497 §2.2.1).
    ///
    /// # Errors
    /// [`SealError::Element`], or [`SealError::TooLarge`] when the lists differ in length or are too long.
    pub fn prove(
        &self,
        blinded: &[Element],
        evaluated: &[Element],
        rng: &mut impl CryptoRng,
    ) -> Result<Proof, SealError> {
        let weights = weights(&self.public, blinded, evaluated)?;
        let m = combined(&weights, blinded)?;
        let random = Zeroizing::new(random_scalar(rng));
        let z = m * self.secret;
        let seen = [m, z, RistrettoPoint::mul_base(&random), m * *random];
        let challenge = challenge(&self.public, &seen);
        let response = *random - challenge * self.secret;
        Ok(Proof::of(&challenge, &response))
    }

    /// Every point times the key: half of the key first, because compressing doubles.
    fn multiplied(&self, mut points: Vec<RistrettoPoint>) -> Vec<Element> {
        points.iter_mut().for_each(|point| *point *= self.half);
        let values = doubled(&points);
        points.zeroize();
        values
    }
}

impl Proof {
    fn of(challenge: &Scalar, response: &Scalar) -> Self {
        let mut bytes = [0; PROOF_BYTES];
        let (left, right) = bytes.split_at_mut(32);
        left.copy_from_slice(challenge.as_bytes());
        right.copy_from_slice(response.as_bytes());
        Self(bytes)
    }

    fn scalars(&self) -> Result<(Scalar, Scalar), SealError> {
        let read = |bytes: Option<&[u8; 32]>| {
            bytes.and_then(|bytes| Option::from(Scalar::from_canonical_bytes(*bytes)))
        };
        let pair = (read(self.0.first_chunk()), read(self.0.last_chunk()));
        let (Some(challenge), Some(response)) = pair else { return Err(SealError::Proof) };
        Ok((challenge, response))
    }
}

/// Blinds many inputs, each with its own secret, as [`Blind::blind`] does one by one; faster.
///
/// # Errors
/// As [`Blind::blind`]; [`SealError::TooLarge`] when the lists differ in length.
pub fn blind_all<I: AsRef<[u8]>>(
    secrets: &[Blind],
    inputs: &[I],
) -> Result<Vec<Element>, SealError> {
    same_length(secrets.len(), inputs.len())?;
    let half = Scalar::from(2_u8).invert();
    let points = inputs.iter().zip(secrets).map(|(input, secret)| {
        let scalar = Zeroizing::new(secret.0 * half);
        Ok(hash_to_group(input.as_ref())? * *scalar)
    });
    Ok(doubled(&points.collect::<Result<Vec<_>, SealError>>()?))
}

/// The values of many inputs, as [`Blind::finalize`] gives one; faster. [`verify`] comes first.
///
/// # Errors
/// As [`Blind::finalize`]; [`SealError::TooLarge`] when the lists differ in length.
pub fn finalize_all<I: AsRef<[u8]>>(
    secrets: &[Blind],
    inputs: &[I],
    evaluated: &[Element],
) -> Result<Vec<Output>, SealError> {
    same_length(secrets.len(), inputs.len())?;
    same_length(secrets.len(), evaluated.len())?;
    let half = Scalar::from(2_u8).invert();
    let mut inverses: Zeroizing<Vec<Scalar>> =
        Zeroizing::new(secrets.iter().map(|secret| secret.0).collect());
    Scalar::invert_batch_alloc(&mut inverses);
    let points = evaluated.iter().zip(inverses.iter()).map(|(element, inverse)| {
        let scalar = Zeroizing::new(inverse * half);
        Ok(element.point()? * *scalar)
    });
    let values = doubled(&points.collect::<Result<Vec<_>, SealError>>()?);
    inputs.iter().zip(values).map(|(input, v)| Ok(output(input.as_ref(), &v.0))).collect()
}

fn same_length(limit: usize, found: usize) -> Result<(), SealError> {
    if limit == found { Ok(()) } else { Err(SealError::TooLarge { limit, found }) }
}

/// Every point doubled and compressed; one inversion is shared among all.
fn doubled(points: &[RistrettoPoint]) -> Vec<Element> {
    let values = RistrettoPoint::double_and_compress_batch(points);
    values.into_iter().map(|value| Element(value.to_bytes())).collect()
}

/// Checks that every element of `evaluated` came from its partner in `blinded` under the key of
/// `public` (RFC 9497 §2.2.2). `public` is the key of the signed statement, never one that came
/// with the answer.
///
/// # Errors
/// [`SealError::Proof`] when another key was used; [`SealError::Element`] or [`SealError::TooLarge`].
pub fn verify(
    public: &OprfPublic,
    blinded: &[Element],
    evaluated: &[Element],
    proof: &Proof,
) -> Result<(), SealError> {
    let weights = weights(public, blinded, evaluated)?;
    let (m, z) = (combined(&weights, blinded)?, combined(&weights, evaluated)?);
    let (c, s) = proof.scalars()?;
    let key = public.point()?;
    // Everything here is public, so that time may tell about it.
    let sum =
        |points: [&RistrettoPoint; 2]| RistrettoPoint::vartime_multiscalar_mul([s, c], points);
    let seen = [m, z, sum([&GENERATOR, &key]), sum([&m, &z])];
    if challenge(public, &seen) == c { Ok(()) } else { Err(SealError::Proof) }
}

fn combined(weights: &[Scalar], elements: &[Element]) -> Result<RistrettoPoint, SealError> {
    let points: Result<Vec<_>, _> = elements.iter().map(Element::point).collect();
    Ok(RistrettoPoint::vartime_multiscalar_mul(weights, points?))
}

fn random_scalar(rng: &mut impl CryptoRng) -> Scalar {
    let mut wide = Zeroizing::new([0; 64]);
    loop {
        rng.fill_bytes(wide.as_mut_slice());
        let scalar = Scalar::from_bytes_mod_order_wide(&wide);
        if scalar != Scalar::ZERO {
            return scalar;
        }
    }
}

impl fmt::Debug for Blind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Blind(secret)")
    }
}

impl fmt::Debug for OprfKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("OprfKey(secret)")
    }
}
