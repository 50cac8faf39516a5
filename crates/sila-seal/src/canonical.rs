//! Is this CBOR in the core deterministic encoding (RFC 8949 §4.2.1)?
//!
//! Two parsers must never read different things from the same signed bytes: heads are shortest,
//! lengths definite, map keys strictly ascending (so never twice), and nothing is left over.

use crate::SealError;

/// Deeper nesting than any format here uses.
const DEPTH_MAX: u8 = 8;

/// Checks that `bytes` are exactly one deterministic item of integers, strings, arrays, maps,
/// booleans and null; tags and floats are not part of these formats.
///
/// # Errors
/// [`SealError::NotCanonical`] for another spelling, [`SealError::Malformed`] for what is no CBOR.
pub fn check(bytes: &[u8]) -> Result<(), SealError> {
    let rest = item(bytes, DEPTH_MAX)?;
    if rest.is_empty() { Ok(()) } else { Err(SealError::Malformed) }
}

/// Checks one item and returns the bytes after it.
fn item(bytes: &[u8], depth: u8) -> Result<&[u8], SealError> {
    let depth = depth.checked_sub(1).ok_or(SealError::NotCanonical)?;
    let (&first, rest) = bytes.split_first().ok_or(SealError::Malformed)?;
    let (major, low) = (first >> 5, first & 0x1f);
    if major == 7 {
        return if (20..=22).contains(&low) { Ok(rest) } else { Err(SealError::NotCanonical) };
    }
    let (arg, mut rest) = argument(low, rest)?;
    match major {
        0 | 1 => Ok(rest),
        2 | 3 => {
            let len = usize::try_from(arg).or(Err(SealError::Malformed))?;
            let (text, rest) = rest.split_at_checked(len).ok_or(SealError::Malformed)?;
            if major == 3 {
                std::str::from_utf8(text).or(Err(SealError::Malformed))?;
            }
            Ok(rest)
        }
        4 => {
            for _ in 0..arg {
                rest = item(rest, depth)?;
            }
            Ok(rest)
        }
        5 => map(arg, rest, depth),
        _ => Err(SealError::NotCanonical),
    }
}

/// The argument of a head; refused when a shorter form holds it or the length is indefinite.
fn argument(low: u8, rest: &[u8]) -> Result<(u64, &[u8]), SealError> {
    let (value, least, rest) = match low {
        0..=23 => return Ok((u64::from(low), rest)),
        24 => take(rest, 24, |b: [u8; 1]| u64::from(b[0]))?,
        25 => take(rest, 1 << 8, |b| u64::from(u16::from_be_bytes(b)))?,
        26 => take(rest, 1 << 16, |b| u64::from(u32::from_be_bytes(b)))?,
        27 => take(rest, 1 << 32, u64::from_be_bytes)?,
        _ => return Err(SealError::NotCanonical),
    };
    if value < least { Err(SealError::NotCanonical) } else { Ok((value, rest)) }
}

fn take<const N: usize>(
    bytes: &[u8],
    least: u64,
    read: impl Fn([u8; N]) -> u64,
) -> Result<(u64, u64, &[u8]), SealError> {
    let (number, rest) = bytes.split_first_chunk().ok_or(SealError::Malformed)?;
    Ok((read(*number), least, rest))
}

fn map(pairs: u64, mut rest: &[u8], depth: u8) -> Result<&[u8], SealError> {
    let mut last: Option<&[u8]> = None;
    for _ in 0..pairs {
        let after = item(rest, depth)?;
        let key = rest.get(..rest.len() - after.len()).ok_or(SealError::Malformed)?;
        if last.is_some_and(|last| last >= key) {
            return Err(SealError::NotCanonical);
        }
        last = Some(key);
        rest = item(after, depth)?;
    }
    Ok(rest)
}

#[cfg(test)]
mod tests {
    use super::check;
    use crate::SealError::{self, Malformed, NotCanonical};
    use crate::testing::hex;
    use proptest::prelude::*;

    #[test]
    fn one_encoding_of_each_value_is_accepted() {
        let accepted = ["00", "17", "1818", "190100", "1a00010000", "1b0000000100000000", "20"];
        for text in accepted.into_iter().chain(["f4", "f5", "f6", "40", "60", "80", "a0"]) {
            assert_eq!(check(&hex(text)), Ok(()), "{text}");
        }
        assert_eq!(check(&hex("a3010243616263f6182000")), Err(NotCanonical), "key order");
        assert_eq!(check(&hex("a2010218184100")), Ok(()));
    }

    #[test]
    fn everything_else_is_refused() {
        let cases: &[(&str, SealError)] = &[
            ("", Malformed),
            ("0000", Malformed),
            ("1817", NotCanonical),
            ("1900ff", NotCanonical),
            ("1a0000ffff", NotCanonical),
            ("1b00000000ffffffff", NotCanonical),
            ("580100", NotCanonical),
            ("5f41004100ff", NotCanonical),
            ("9f00ff", NotCanonical),
            ("bf0000ff", NotCanonical),
            ("a201000100", NotCanonical),
            ("a202000100", NotCanonical),
            ("c000", NotCanonical),
            ("f90000", NotCanonical),
            ("f7", NotCanonical),
            ("61ff", Malformed),
            ("42ff", Malformed),
            ("8200", Malformed),
            ("9bffffffffffffffff00", Malformed),
            ("5bffffffffffffffff00", Malformed),
            ("818181818181818100", NotCanonical),
        ];
        for (text, expected) in cases {
            assert_eq!(check(&hex(text)), Err(*expected), "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_bytes_are_judged_without_panic(bytes: Vec<u8>) {
            let _ = check(&bytes);
        }
    }
}
