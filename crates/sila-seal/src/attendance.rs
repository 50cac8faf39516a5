//! Being in the room: a code on a screen that changes every fifteen seconds, so that a photograph of it that is sent outside
//! is of no use. Whoever keeps the meeting or the course holds the key; a telephone needs no clock, only what it reads.

use crate::{Hash, hmac};

/// How long a code stands on the screen, in milliseconds.
pub const STEP_MS: i64 = 15_000;
/// A code is taken for so long from when it first stood on the screen, in milliseconds: its own step and the next, for whoever
/// was still typing.
pub const WINDOW_MS: i64 = 2 * STEP_MS;
/// How many earlier codes are still recognised, to be told apart from a wrong one: ten minutes of them.
const KNOWN_STEPS: i64 = 40;
/// Digits of a code.
pub const DIGITS: usize = 8;
/// One more than the largest code.
const CODES: u64 = 100_000_000;

/// What somebody typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shown {
    /// It is on the screen, or was a moment ago.
    Now,
    /// It was on the screen once; a newer one has taken its place.
    Old,
    /// It never was.
    Wrong,
}

/// The code on the screen at `now_ms` (UTC): HMAC-SHA256 of the number of the step, cut to eight digits.
pub fn code(key: &Hash, now_ms: i64) -> String {
    of_step(key, now_ms.div_euclid(STEP_MS))
}

/// Judges what was typed at `now_ms`. Everything but digits is passed over, so that it may be written in groups.
pub fn read(key: &Hash, now_ms: i64, typed: &str) -> Shown {
    let typed: String = typed.chars().filter(char::is_ascii_digit).collect();
    let step = now_ms.div_euclid(STEP_MS);
    let mut seen = Shown::Wrong;
    for back in 0..=KNOWN_STEPS {
        if of_step(key, step.saturating_sub(back)) == typed && seen == Shown::Wrong {
            seen = if back < WINDOW_MS / STEP_MS { Shown::Now } else { Shown::Old };
        }
    }
    seen
}

/// Milliseconds until the code on the screen changes.
pub fn changes_in(now_ms: i64) -> i64 {
    STEP_MS.saturating_sub(now_ms.rem_euclid(STEP_MS))
}

fn of_step(key: &Hash, step: i64) -> String {
    let mac = hmac(key, &[b"sila/attendance/1".as_slice(), &step.to_be_bytes()].concat());
    let (first, _) = mac.split_first_chunk::<8>().unwrap_or((&[0; 8], &[]));
    let number = u64::from_be_bytes(*first) % CODES;
    format!("{number:0DIGITS$}")
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: Hash = [7; 32];
    const AT: i64 = 1_795_334_400_000;

    #[test]
    fn a_code_is_taken_for_thirty_seconds_and_then_known_to_be_old() {
        let shown = code(&KEY, AT);
        assert_eq!(shown.len(), DIGITS);
        let table = [
            (0, Shown::Now),
            (STEP_MS - 1, Shown::Now),
            (WINDOW_MS - 1, Shown::Now),
            (WINDOW_MS, Shown::Old),
            (10 * 60_000, Shown::Old),
            (11 * 60_000, Shown::Wrong),
            (-1, Shown::Wrong),
        ];
        for (later, expected) in table {
            assert_eq!(read(&KEY, AT + later, &shown), expected, "{later} ms later");
        }
        assert_eq!(AT % STEP_MS, 0, "the table begins with a step");
        assert_eq!(changes_in(AT), STEP_MS);
        assert_eq!(changes_in(AT + STEP_MS - 1), 1);
    }

    #[test]
    fn a_code_may_be_written_in_groups_and_another_meeting_has_another() {
        let shown = code(&KEY, AT);
        let (one, two) = shown.split_at(4);
        assert_eq!(read(&KEY, AT, &format!(" {one} {two} ")), Shown::Now);
        assert_eq!(read(&[8; 32], AT, &shown), Shown::Wrong);
        assert_eq!(read(&KEY, AT, ""), Shown::Wrong);
        assert_ne!(code(&KEY, AT), code(&KEY, AT + STEP_MS));
    }
}
