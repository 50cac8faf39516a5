//! One name in two words: محمدرضا and Mohammad Reza, ابيتلوب and Abi Tlub.

use super::Level;
use super::matching::{Matching, Pair, Taken};
use super::weigh::{self, Weight};
use crate::name::{Name, Token};
use crate::split::NamePart;

/// Evidence from which on two words are one, in eighths of a bit: more than for one word, because there
/// are many ways to join.
const ALIKE: i32 = 48;
/// Consonant classes that may differ before the joined word is looked at.
const CLASSES_APART: u32 = 2;

/// Takes neighbours of one name that nothing is like, if joined they are like a part of the other name
/// that nothing is like.
pub(super) fn take(a: &Name, b: &Name, taken: &mut Taken, found: &mut Matching) {
    let free_a: Vec<usize> = (0..a.tokens().len()).filter(|at| !taken.has_a(*at)).collect();
    let free_b: Vec<usize> = (0..b.tokens().len()).filter(|at| !taken.has_b(*at)).collect();
    let here = candidates(a, b, &free_a, &free_b);
    let turn = |pair: Pair| Pair { a: pair.b, b: pair.a, ..pair };
    let there = candidates(b, a, &free_b, &free_a).into_iter().map(turn);
    let mut all: Vec<(Pair, bool)> = here.into_iter().map(|pair| (pair, true)).collect();
    all.extend(there.map(|pair| (pair, false)));
    all.sort_unstable_by_key(|(pair, here)| (-pair.bits, pair.a + pair.b, *here, pair.a));
    for (pair, here) in all {
        let second = if here { taken.has_a(pair.a + 1) } else { taken.has_b(pair.b + 1) };
        if !second && taken.take(pair.a, pair.b) {
            taken.take_half(if here { (Some(pair.a + 1), None) } else { (None, Some(pair.b + 1)) });
            found.halves += 1;
            found.add(pair);
        }
    }
}

/// Neighbours of `a` that are a part of `b`.
fn candidates(a: &Name, b: &Name, free_a: &[usize], free_b: &[usize]) -> Vec<Pair> {
    let mut all = Vec::new();
    for (i, one, next) in free_a.windows(2).filter_map(|two| neighbours(a, two)) {
        for j in free_b {
            let Some(other) = b.tokens().get(*j).filter(|other| may_be(one, next, other)) else {
                continue;
            };
            let text = format!("{}{}", one.text(), next.text());
            let word = Token::of(NamePart { text, script: one.script() });
            let Weight { level, bits } =
                weigh::sure(&word, other).unwrap_or_else(|| weigh::likely(&word, other));
            if level != Level::None && bits >= ALIKE {
                all.push(Pair { a: i, b: *j, level, bits });
            }
        }
    }
    all
}

fn neighbours<'a>(name: &'a Name, two: &[usize]) -> Option<(usize, &'a Token, &'a Token)> {
    let [one, next] = two else { return None };
    let (first, second) = (name.tokens().get(*one)?, name.tokens().get(*next)?);
    (one + 1 == *next && first.script() == second.script()).then_some((*one, first, second))
}

/// Whether the consonants of both are those of the other, and as many; the vowel at the start of the
/// second word may be lost.
fn may_be(one: &Token, next: &Token, other: &Token) -> bool {
    let ((first, all_first), (second, all_second)) = (one.classes(), next.classes());
    let (whole, all_whole) = other.classes();
    let differ = ((first | second) & !all_whole).count_ones()
        + (whole & !(all_first | all_second)).count_ones();
    let length = |token: &Token| token.skeletons().first().map_or(0, |first| first.len());
    let long = (length(one) + length(next)).abs_diff(length(other));
    differ <= CLASSES_APART && long <= 1
}
