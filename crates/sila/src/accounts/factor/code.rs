//! Codes by time (RFC 6238) as authenticator programs on telephones know them: HMAC-SHA-1, six digits, a new one every thirty seconds. SHA-1
//! is what those programs all understand; what is known against it does not reach HMAC.

use aws_lc_rs::constant_time::verify_slices_are_equal;
use aws_lc_rs::hmac::{HMAC_SHA1_FOR_LEGACY_USE_ONLY, Key, sign};
use sila_core::time::Millis;

use crate::web::forms::encode;

/// Bytes of a secret: as many as SHA-1 gives (RFC 4226 §4).
pub const SECRET_BYTES: usize = 20;
/// How long a code stands, in milliseconds.
pub const STEP_MS: i64 = 30_000;
/// Digits of a code.
const DIGITS: usize = 6;
/// One more than the largest code.
const CODES: u32 = 1_000_000;
/// Steps that the telephone's clock may be ahead or behind.
const SKEW: i64 = 1;
/// Base32 of RFC 4648 §6, in which authenticator programs read secrets.
const LETTERS: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/// The step in which a time lies.
pub fn step(now: Millis) -> i64 {
    now.0.div_euclid(STEP_MS)
}

/// The code of a step.
pub fn of_step(secret: &[u8], step: i64) -> String {
    let number = truncated(secret, step) % CODES;
    format!("{number:0DIGITS$}")
}

/// The number that a step's hash is cut to (RFC 4226 §5.3), before it is cut to digits.
fn truncated(secret: &[u8], step: i64) -> u32 {
    let mac = sign(&Key::new(HMAC_SHA1_FOR_LEGACY_USE_ONLY, secret), &step.to_be_bytes());
    let mac = mac.as_ref();
    let at = mac.last().map_or(0, |last| usize::from(last & 0x0f));
    let four = mac.get(at..).and_then(|rest| rest.first_chunk::<4>());
    u32::from_be_bytes(four.copied().unwrap_or_default()) & 0x7fff_ffff
}

/// The step whose code `typed` is, later than `used`, the last one that was taken; nothing for a wrong code and for one that is used up. Every
/// step is compared, each in constant time.
pub fn taken(secret: &[u8], now: Millis, used: i64, typed: &str) -> Option<i64> {
    let (here, mut found) = (step(now), None);
    for at in here.saturating_sub(SKEW)..=here.saturating_add(SKEW) {
        let code = of_step(secret, at);
        let equal = verify_slices_are_equal(code.as_bytes(), typed.as_bytes()).is_ok();
        if equal && at > used {
            found = Some(at);
        }
    }
    found
}

/// What was typed as digits, in either script, without the spaces that a telephone shows in the middle.
pub fn typed(text: &str) -> String {
    let digits = sila_names::fold::ascii_digits(text);
    digits.chars().filter(|c| !c.is_whitespace() && *c != '-').collect()
}

/// A secret in base32, for which it needs no filling: it has a multiple of five bytes.
fn base32(secret: &[u8; SECRET_BYTES]) -> String {
    let letter = |word: u64, at: u32| {
        let nth = usize::try_from((word >> (at * 5)) & 0x1f).unwrap_or_default();
        LETTERS.get(nth).copied().map_or('A', char::from)
    };
    let word = |five: &[u8]| five.iter().fold(0_u64, |word, byte| (word << 8) | u64::from(*byte));
    let words = secret.chunks(5).map(word);
    words.flat_map(|word| (0..8).rev().map(move |at| letter(word, at))).collect()
}

/// A secret for somebody who types it: base32 in groups of four.
pub fn in_groups(secret: &[u8; SECRET_BYTES]) -> String {
    let letters: Vec<char> = base32(secret).chars().collect();
    let groups: Vec<String> = letters.chunks(4).map(|group| group.iter().collect()).collect();
    groups.join(" ")
}

/// A secret for a program that scans it. `agency` and `user_name` are what the program calls it by.
pub fn address(secret: &[u8; SECRET_BYTES], agency: &str, user_name: &str) -> String {
    let issuer = encode(&format!("Sila {agency}"));
    let (account, secret) = (encode(user_name), base32(secret));
    format!(
        "otpauth://totp/{issuer}:{account}?secret={secret}&issuer={issuer}&algorithm=SHA1&digits={DIGITS}&period={}",
        STEP_MS / 1000
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 6238 appendix B: this secret, seconds, and the code of eight digits by SHA-1.
    const SECRET: &[u8; SECRET_BYTES] = b"12345678901234567890";
    const CODES_OF_THE_RFC: [(i64, u32); 6] = [
        (59, 94_287_082),
        (1_111_111_109, 7_081_804),
        (1_111_111_111, 14_050_471),
        (1_234_567_890, 89_005_924),
        (2_000_000_000, 69_279_037),
        (20_000_000_000, 65_353_130),
    ];

    #[test]
    fn codes_are_those_of_rfc_6238() {
        for (seconds, code) in CODES_OF_THE_RFC {
            let at = step(Millis(seconds * 1000));
            assert_eq!(truncated(SECRET, at) % 100_000_000, code, "{seconds}");
            assert_eq!(of_step(SECRET, at), format!("{:06}", code % 1_000_000), "{seconds}");
        }
    }

    /// RFC 4226 appendix D: the first three numbers, whole.
    #[test]
    fn numbers_are_cut_as_rfc_4226_cuts_them() {
        let numbers = [1_284_755_224, 1_094_287_082, 137_359_152];
        for (step, number) in (0..).zip(numbers) {
            assert_eq!(truncated(SECRET, step), number, "{step}");
        }
    }

    #[test]
    fn a_code_is_taken_one_step_early_or_late_and_once() {
        let now = Millis(1_234_567_890_000);
        let here = step(now);
        for (steps, is_taken) in [(-2, false), (-1, true), (0, true), (1, true), (2, false)] {
            let at = here + steps;
            let found = taken(SECRET, now, -1, &of_step(SECRET, at));
            assert_eq!(found, is_taken.then_some(at), "{steps}");
            assert_eq!(taken(SECRET, now, at, &of_step(SECRET, at)), None, "used: {steps}");
        }
        assert_eq!(taken(SECRET, now, here, &of_step(SECRET, here + 1)), Some(here + 1));
        assert_eq!(taken(SECRET, now, here, &of_step(SECRET, here - 1)), None, "an older one");
        for wrong in ["", "00592", "0059240", "89005924", "005925"] {
            assert_eq!(taken(SECRET, now, -1, wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_code_may_be_typed_in_either_script_and_in_groups() {
        assert_eq!(typed(" 005 924"), "005924");
        assert_eq!(typed("٠٠٥-٩٢٤"), "005924");
    }

    #[test]
    fn a_secret_is_written_as_programs_read_it() {
        assert_eq!(base32(SECRET), "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
        assert_eq!(in_groups(SECRET), "GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ");
        assert_eq!(
            address(SECRET, "MARSA", "m-int1"),
            "otpauth://totp/Sila%20MARSA:m-int1?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Sila%20MARSA&algorithm=SHA1&digits=6&period=30"
        );
    }
}
