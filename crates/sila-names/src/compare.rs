//! How alike two names are, part by part.

use crate::name::{Name, Token};

#[cfg(test)]
mod tests;

/// How alike two parts of names are; the first is the strongest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// The same folded text.
    Exact,
    /// Attested spellings of one Arabic name.
    Lexicon,
    /// The same consonants.
    Skeleton,
    /// One slip of the pen apart.
    Fuzzy,
    /// Different names.
    None,
}

/// The likeness of two names.
#[derive(Clone, Debug, PartialEq)]
pub struct Likeness {
    /// The level of the two given names, or of whichever part stands for the first one when the order is
    /// swapped.
    pub given: Level,
    /// Parts that have a counterpart.
    pub matched: usize,
    /// Parts on both sides that contradict each other: both names have more to say, and say different
    /// things.
    pub conflicts: usize,
    /// Which parts match: place in the first name, place in the second, level.
    pub pairs: Vec<(usize, usize, Level)>,
    /// The probability that both are names of one person, judged by the names alone, when one or the
    /// other were as likely before.
    pub probability: f64,
}

/// How alike two parts are.
pub fn token_level(a: &Token, b: &Token) -> Level {
    if a.script() == b.script() && a.text() == b.text() {
        Level::Exact
    } else if meet(a.entries(), b.entries()) {
        Level::Lexicon
    } else if a.skeletons().iter().any(|skeleton| b.skeletons().contains(skeleton)) {
        Level::Skeleton
    } else {
        Level::None
    }
}

fn meet(a: &[u32], b: &[u32]) -> bool {
    a.iter().any(|entry| b.contains(entry))
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
    let mut found: Vec<(usize, usize, Level)> = Vec::new();
    let mut all: Vec<(Level, usize, usize, usize, usize)> = Vec::new();
    for (i, one) in a.tokens().iter().enumerate() {
        for (j, other) in b.tokens().iter().enumerate() {
            let level = token_level(one, other);
            if level != Level::None {
                all.push((level, i.abs_diff(j), i + j, i, j));
            }
        }
    }
    all.sort_unstable();
    for (level, _, _, i, j) in all {
        if !found.iter().any(|(x, y, _)| *x == i || *y == j) {
            found.push((i, j, level));
        }
    }
    found.sort_unstable();
    let matched = found.len();
    let conflicts = a.tokens().len().min(b.tokens().len()).saturating_sub(matched);
    let given = found.iter().find(|(i, j, _)| *i == 0 || *j == 0).map_or(Level::None, |f| f.2);
    let probability = probability(matched, conflicts, given);
    Likeness { given, matched, conflicts, pairs: found, probability }
}

fn probability(matched: usize, conflicts: usize, given: Level) -> f64 {
    let number = |n: usize| u32::try_from(n).map_or(60.0, f64::from);
    let first = if given == Level::None { -2.0 } else { 0.0 };
    let odds = 3.0 * number(matched) - 4.5 * number(conflicts) - 3.0 + first;
    1.0 / (1.0 + (-odds).exp())
}
