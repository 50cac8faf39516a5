//! What people read to each other: the twelve digits of a link, and Crockford base32.

use crate::SealError;
use hkdf::Hkdf;
use sha2::Sha256;

const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// Twelve digits, `"1234 5678 9012"`, from everything both sides exchanged while linking. Equal
/// digits on both screens, compared by telephone, show that nobody stands between.
///
/// `HKDF-SHA256(salt = "sila/code/1", ikm = transcript)`, 16 bytes as a big-endian number,
/// modulo 10¹².
#[must_use]
pub fn short_code(transcript: &[u8]) -> String {
    let mut bytes = [0; 16];
    let hkdf = Hkdf::<Sha256>::new(Some(b"sila/code/1"), transcript);
    // HKDF-SHA256 refuses only outputs over 8160 bytes.
    let expanded = hkdf.expand(b"digits", &mut bytes);
    debug_assert!(expanded.is_ok());
    let number = u128::from_be_bytes(bytes) % 1_000_000_000_000;
    let (high, low) = (number / 100_000_000, number % 100_000_000);
    format!("{high:04} {:04} {:04}", low / 10_000, low % 10_000)
}

/// Crockford base32 without a check symbol, upper case, first bit first.
#[must_use]
pub fn base32_encode(bytes: &[u8]) -> String {
    let mut out = String::with_capacity(bytes.len().saturating_mul(8).div_ceil(5));
    let (mut word, mut bits) = (0_u16, 0_u32);
    for byte in bytes {
        word = (word << 8 | u16::from(*byte)) & 0x0fff;
        bits += 8;
        while bits >= 5 {
            bits -= 5;
            out.push(symbol(word >> bits));
        }
    }
    if bits > 0 {
        out.push(symbol(word << (5 - bits)));
    }
    out
}

/// Reads Crockford base32: any case, `I` and `L` as 1, `O` as 0, spaces and hyphens ignored.
///
/// # Errors
/// [`SealError::Base32`] for another symbol, or for left-over bits that encode nothing.
pub fn base32_decode(text: &str) -> Result<Vec<u8>, SealError> {
    let mut out = Vec::with_capacity(text.len().saturating_mul(5) / 8);
    let (mut word, mut bits) = (0_u16, 0_u32);
    for symbol in text.bytes().filter(|b| !matches!(b, b' ' | b'-')) {
        word = (word << 5 | value(symbol)?) & 0x0fff;
        bits += 5;
        if bits >= 8 {
            bits -= 8;
            out.push(u8::try_from(word >> bits & 0xff).or(Err(SealError::Base32))?);
        }
    }
    let surplus = word & ((1 << bits) - 1);
    if bits < 5 && surplus == 0 { Ok(out) } else { Err(SealError::Base32) }
}

fn symbol(word: u16) -> char {
    ALPHABET.get(usize::from(word & 0x1f)).copied().map_or('0', char::from)
}

fn value(symbol: u8) -> Result<u16, SealError> {
    let symbol = match symbol.to_ascii_uppercase() {
        b'I' | b'L' => b'1',
        b'O' => b'0',
        other => other,
    };
    let found = ALPHABET.iter().position(|known| *known == symbol).ok_or(SealError::Base32)?;
    u16::try_from(found).or(Err(SealError::Base32))
}

#[cfg(test)]
mod tests {
    use super::{base32_decode, base32_encode, short_code};
    use crate::SealError;
    use proptest::prelude::*;

    /// Computed with another HKDF.
    #[test]
    fn short_code_matches_another_implementation() {
        assert_eq!(short_code(b"transcript"), "3452 8842 0664");
    }

    #[test]
    fn base32_of_known_values() {
        assert_eq!(base32_encode(b""), "");
        assert_eq!(base32_encode(&[0]), "00");
        assert_eq!(base32_encode(&[0xff]), "ZW");
        assert_eq!(base32_encode(b"foobar"), "CSQPYRK1E8");
        assert_eq!(base32_decode("CSQP-YRK1-E8").unwrap(), b"foobar");
    }

    #[test]
    fn base32_forgives_what_people_confuse_and_nothing_else() {
        assert_eq!(base32_decode("o1 iL"), base32_decode("0111"));
        for text in ["U0", "0", "000", "01", "٠٠", "0=", "00!"] {
            assert_eq!(base32_decode(text), Err(SealError::Base32), "{text}");
        }
    }

    proptest! {
        #[test]
        fn base32_decoding_undoes_encoding(bytes: Vec<u8>) {
            let text = base32_encode(&bytes);
            prop_assert_eq!(base32_decode(&text.to_lowercase()), Ok(bytes.clone()));
            prop_assert_eq!(base32_decode(&text), Ok(bytes));
        }

        #[test]
        fn any_text_is_judged_without_panic(text: String) {
            let _ = base32_decode(&text);
        }

        #[test]
        fn short_codes_are_twelve_digits_in_three_groups(transcript: Vec<u8>) {
            let code = short_code(&transcript);
            let groups: Vec<&str> = code.split(' ').collect();
            prop_assert_eq!(groups.len(), 3);
            for group in groups {
                prop_assert!(group.len() == 4 && group.bytes().all(|b| b.is_ascii_digit()));
            }
        }
    }
}
