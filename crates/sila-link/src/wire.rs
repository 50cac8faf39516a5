//! The two shapes that all bytes of this crate have: CBOR of a struct, and a signed pair
//! `[body, signature]` whose signature covers exactly the body's received bytes.

use minicbor::bytes::ByteSlice;
use minicbor::{Decode, Decoder, Encode};
use sila_seal::{SigningKey, VerifyingKey};

use crate::error::LinkError;

/// CBOR of a value.
pub(crate) fn to_cbor(value: &impl Encode<()>) -> Vec<u8> {
    #[expect(
        clippy::expect_used,
        reason = "writing to a Vec cannot fail, and no encoder of this crate refuses a value"
    )]
    minicbor::to_vec(value).expect("a Vec takes every byte")
}

/// Reads one CBOR value that fills `bytes` exactly, after checking the size.
pub(crate) fn from_cbor<'b, T: Decode<'b, ()>>(
    bytes: &'b [u8],
    bytes_max: usize,
    what: &'static str,
) -> Result<T, LinkError> {
    if bytes.len() > bytes_max {
        return Err(LinkError::Size(bytes_max));
    }
    let mut d = Decoder::new(bytes);
    let value = d.decode().or(Err(LinkError::Schema(what)))?;
    if d.position() == bytes.len() { Ok(value) } else { Err(LinkError::Schema(what)) }
}

/// `[body, signature]`, signed for one purpose.
#[must_use]
pub fn sign_pair(context: &str, body: &[u8], key: &SigningKey) -> Vec<u8> {
    signed(context, body, key)
}

/// The body of a signed pair, after one of `keys` has verified it.
///
/// # Errors
/// [`LinkError::Schema`] or [`LinkError::Signature`].
pub fn open_pair<'b>(
    context: &str,
    bytes: &'b [u8],
    keys: &[VerifyingKey],
) -> Result<&'b [u8], LinkError> {
    verified(context, bytes, keys, "pair")
}

/// `[body, signature]`, signed for one purpose.
pub(crate) fn signed(context: &str, body: &[u8], key: &SigningKey) -> Vec<u8> {
    pair(body, &key.sign(context, body))
}

/// The CBOR pair of two byte strings.
pub(crate) fn pair(first: &[u8], second: &[u8]) -> Vec<u8> {
    let (first, second): (&ByteSlice, &ByteSlice) = (first.into(), second.into());
    to_cbor(&(first, second))
}

/// The two byte strings of a pair that fills `bytes` exactly.
pub(crate) fn split_pair<'b>(
    bytes: &'b [u8],
    what: &'static str,
) -> Result<(&'b [u8], &'b [u8]), LinkError> {
    let mut d = Decoder::new(bytes);
    let parts = (|| {
        if d.array()? != Some(2) {
            return Err(minicbor::decode::Error::message("not a pair"));
        }
        Ok((d.bytes()?, d.bytes()?))
    })();
    match parts {
        Ok(parts) if d.position() == bytes.len() => Ok(parts),
        _ => Err(LinkError::Schema(what)),
    }
}

/// The body of a signed pair, after one of `keys` has verified it.
pub(crate) fn verified<'b>(
    context: &str,
    bytes: &'b [u8],
    keys: &[VerifyingKey],
    what: &'static str,
) -> Result<&'b [u8], LinkError> {
    let (body, signature) = split_pair(bytes, what)?;
    if keys.iter().any(|key| key.verify(context, body, signature).is_ok()) {
        Ok(body)
    } else {
        Err(LinkError::Signature)
    }
}
