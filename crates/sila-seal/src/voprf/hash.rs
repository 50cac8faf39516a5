//! The hashes of RFC 9497: to the group, to scalars, and what is put into them.

use curve25519_dalek::RistrettoPoint;
use curve25519_dalek::scalar::Scalar;
use curve25519_dalek::traits::Identity;
use sha2::{Digest, Sha512};
use zeroize::Zeroizing;

use super::{BATCH_MAX, ELEMENT_BYTES, Element, INPUT_BYTES_MAX, OprfPublic, Output};
use crate::SealError;
use crate::error::within;

/// `contextString` of RFC 9497 §3.1 for mode 1 of this suite, after each of the tags it is used with.
macro_rules! tagged {
    ($tag:literal) => {
        concat!($tag, "OPRFV1-\x01-ristretto255-SHA512").as_bytes()
    };
}

/// A scalar for the key of `name` under `seed` (RFC 9497 §3.2.1); zero in none of 2²⁵² tries.
pub(super) fn key_scalar(seed: &[u8; 32], length: [u8; 2], name: &[u8], counter: u8) -> Scalar {
    hash_to_scalar(&[seed, &length, name, &[counter]], tagged!("DeriveKeyPair"))
}

/// One weight for each pair, which nobody can choose (RFC 9497 §2.2.1 `ComputeComposites`).
pub(super) fn weights(
    public: &OprfPublic,
    blinded: &[Element],
    evaluated: &[Element],
) -> Result<Vec<Scalar>, SealError> {
    within(blinded.len(), BATCH_MAX)?;
    if blinded.len() != evaluated.len() {
        return Err(SealError::TooLarge { limit: blinded.len(), found: evaluated.len() });
    }
    let tag = tagged!("Seed-");
    let mut hasher = Sha512::new();
    put(&mut hasher, &public.0);
    put(&mut hasher, tag);
    let seed = hasher.finalize();
    let weigh = |(nth, (c, d)): (u16, (&Element, &Element))| {
        let mut bytes = Vec::with_capacity(160);
        push(&mut bytes, &seed);
        bytes.extend(nth.to_be_bytes());
        push(&mut bytes, &c.0);
        push(&mut bytes, &d.0);
        hash_to_scalar(&[&bytes, b"Composite"], tagged!("HashToScalar-"))
    };
    Ok((0_u16..).zip(blinded.iter().zip(evaluated)).map(weigh).collect())
}

pub(super) fn challenge(public: &OprfPublic, seen: &[RistrettoPoint; 4]) -> Scalar {
    let mut bytes = Vec::with_capacity(192);
    push(&mut bytes, &public.0);
    seen.iter().for_each(|point| push(&mut bytes, point.compress().as_bytes()));
    hash_to_scalar(&[&bytes, b"Challenge"], tagged!("HashToScalar-"))
}

pub(super) fn output(input: &[u8], unblinded: &[u8; ELEMENT_BYTES]) -> Output {
    let mut hasher = Sha512::new();
    put(&mut hasher, input);
    put(&mut hasher, unblinded);
    hasher.update(b"Finalize");
    Zeroizing::new(hasher.finalize().into())
}

pub(super) fn hash_to_group(input: &[u8]) -> Result<RistrettoPoint, SealError> {
    within(input.len(), INPUT_BYTES_MAX)?;
    let uniform = Zeroizing::new(expand(&[input], tagged!("HashToGroup-")));
    let point = RistrettoPoint::from_uniform_bytes(&uniform);
    if point == RistrettoPoint::identity() { Err(SealError::Element) } else { Ok(point) }
}

fn hash_to_scalar(parts: &[&[u8]], tag: &[u8]) -> Scalar {
    Scalar::from_bytes_mod_order_wide(&Zeroizing::new(expand(parts, tag)))
}

/// `expand_message_xmd` with SHA-512 to 64 bytes, which is one block (RFC 9380 §5.3.1).
fn expand(parts: &[&[u8]], tag: &[u8]) -> [u8; 64] {
    let tag_length = [u8::try_from(tag.len()).unwrap_or(u8::MAX)];
    let mut first = Sha512::new();
    first.update([0; 128]);
    parts.iter().for_each(|part| first.update(part));
    first.update([0, 64, 0]);
    first.update(tag);
    first.update(tag_length);
    let mut second = Sha512::new();
    second.update(first.finalize());
    second.update([1]);
    second.update(tag);
    second.update(tag_length);
    second.finalize().into()
}

/// Bytes with their length in two bytes before them. Nothing here is longer than [`INPUT_BYTES_MAX`].
fn push(to: &mut Vec<u8>, part: &[u8]) {
    to.extend(u16::try_from(part.len()).unwrap_or(u16::MAX).to_be_bytes());
    to.extend(part);
}

fn put(hasher: &mut Sha512, part: &[u8]) {
    hasher.update(u16::try_from(part.len()).unwrap_or(u16::MAX).to_be_bytes());
    hasher.update(part);
}
