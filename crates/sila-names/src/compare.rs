//! How alike two names are, part by part.

mod chance;
mod joined;
mod matching;
#[cfg(test)]
mod tests;
mod weigh;

pub use weigh::token_level;

use crate::name::Name;

/// How alike two parts of names are; the first is the strongest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// The same folded text.
    Exact,
    /// Attested spellings of one Arabic name.
    Lexicon,
    /// The same consonants, and vowels that do not contradict.
    Skeleton,
    /// They sound alike, or are a slip of the pen apart.
    Fuzzy,
    /// Different names.
    None,
}

/// The likeness of two names.
#[derive(Clone, Debug, PartialEq)]
pub struct Likeness {
    /// The level of the two given names, or of whichever part stands for the first one when the order
    /// is swapped.
    pub given: Level,
    /// Parts that have a counterpart.
    pub matched: usize,
    /// Parts on both sides that contradict each other: both names have more to say, and say different
    /// things.
    pub conflicts: usize,
    /// Which parts match: place in the first name, place in the second, level. Sorted.
    pub pairs: Vec<(usize, usize, Level)>,
    /// The probability that both are names of one person, judged by the names alone, when one or the
    /// other were as likely before.
    pub probability: f64,
}

/// Compares two prepared names, in one script or across scripts. Symmetric.
///
/// ```
/// use sila_names::{Name, compare};
///
/// let one = Name::parse("فاطمة الزهراء بنت أحمد");
/// let other = Name::parse("Fatima Zahra Ahmad");
/// assert!(compare(&one, &other).probability > 0.9);
/// ```
pub fn compare(a: &Name, b: &Name) -> Likeness {
    let found = matching::matching(a, b);
    let evidence = chance::evidence(a, b, &found);
    let matched = found.pairs.len();
    Likeness {
        given: found.given(),
        matched,
        conflicts: evidence.conflicts,
        pairs: found.pairs.iter().map(|pair| (pair.a, pair.b, pair.level)).collect(),
        probability: chance::probability(&evidence),
    }
}

/// What [`compare`] weighs, for those who fit its weights anew.
#[doc(hidden)]
pub fn evidence(a: &Name, b: &Name) -> [f64; chance::FEATURES] {
    chance::evidence(a, b, &matching::matching(a, b)).features()
}
