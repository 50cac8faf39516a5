//! Short texts that say nearly the same, put together: a suggestion for somebody who orders many ideas.
//!
//! Each text is folded ([`crate::fold()`]) and cut into pieces of three letters of its words, so that an article, a feminine ending or
//! another spelling leaves most of them as they are. A piece weighs more the fewer texts have it (TF-IDF); what many texts have
//! tells nothing and is left out, which is also what keeps the work small: only texts that share a rare piece are compared at all.
//! Two groups become one as long as half of the pairs between them are alike, so that no chain of neighbours joins strangers.
//! No model, no list of words, nothing from elsewhere; the same texts always give the same groups.

use std::collections::{BTreeMap, BTreeSet};

use crate::fold::words;

/// Two texts are alike from here: 0 is nothing in common, 1 the same words.
const ALIKE: f64 = 0.34;
/// Letters of one piece.
const PIECE: usize = 3;
/// Pieces of one text that are looked at, the rarest first: a text that is made to cost much costs no more.
const PIECES_MAX: usize = 160;
/// The nearest texts that are kept for each.
const NEAR_MAX: usize = 24;
/// The most texts of one group.
const GROUP_MAX: usize = 40;
/// A piece that more texts have than one in so many, and more than [`COMMON_MIN`], tells nothing.
const COMMON_PART: usize = 10;
const COMMON_MIN: usize = 24;

/// How much one text has of each piece, the length of the whole being 1.
type Weights = Vec<(u32, f64)>;

/// Groups of texts that say nearly the same: the places of two or more texts each, the largest group first, and of equals the one
/// with the first text.
pub fn groups<T: AsRef<str>>(texts: &[T]) -> Vec<Vec<usize>> {
    // What is folded to the same words is one text.
    let mut places: BTreeMap<Vec<String>, Vec<usize>> = BTreeMap::new();
    for (at, text) in texts.iter().enumerate() {
        let words = words(text.as_ref());
        if !words.is_empty() {
            places.entry(words).or_default().push(at);
        }
    }
    let (folded, places): (Vec<_>, Vec<_>) = places.into_iter().unzip();
    let near = near(&weighed(&folded));
    let mut all: Vec<Vec<usize>> = joined(folded.len(), &near)
        .into_iter()
        .map(|group| group.iter().filter_map(|at| places.get(*at)).flatten().copied().collect())
        .collect();
    all.iter_mut().for_each(|group| group.sort_unstable());
    all.retain(|group| group.len() > 1);
    all.sort_by_key(|group| (std::cmp::Reverse(group.len()), group.first().copied()));
    all
}

/// The pieces of a text: every run of three letters of each word with its ends marked, without the article and what is joined to it.
fn pieces(words: &[String]) -> BTreeSet<String> {
    let mut all = BTreeSet::new();
    for word in words {
        let word = bare(word);
        let marked: Vec<char> = [' '].into_iter().chain(word.chars()).chain([' ']).collect();
        all.extend(marked.windows(PIECE).map(|piece| piece.iter().collect::<String>()));
    }
    all
}

/// The word without "and", "by", "for" and the article before it, if enough is left.
fn bare(word: &str) -> &str {
    const JOINED: [&str; 8] = ["وبال", "وال", "بال", "كال", "فال", "لل", "ال", "و"];
    let bare = JOINED.iter().find_map(|joined| word.strip_prefix(joined));
    bare.filter(|rest| rest.chars().count() >= PIECE).unwrap_or(word)
}

fn weighed(texts: &[Vec<String>]) -> Vec<Weights> {
    let cut: Vec<BTreeSet<String>> = texts.iter().map(|words| pieces(words)).collect();
    let mut held: BTreeMap<&str, (u32, usize)> = BTreeMap::new();
    for piece in cut.iter().flatten() {
        let number = u32::try_from(held.len()).unwrap_or(u32::MAX);
        let slot = held.entry(piece).or_insert((number, 0));
        slot.1 = slot.1.saturating_add(1);
    }
    let most = COMMON_MIN.max(texts.len().checked_div(COMMON_PART).unwrap_or(0));
    let whole = |n: usize| f64::from(u32::try_from(n).unwrap_or(u32::MAX));
    let weigh = |pieces: &BTreeSet<String>| {
        let rare = |piece: &String| {
            let (number, count) = held.get(piece.as_str()).copied()?;
            let weight = (whole(texts.len().saturating_add(1)) / whole(count)).ln();
            (count <= most).then_some((number, weight))
        };
        let mut all: Weights = pieces.iter().filter_map(rare).collect();
        all.sort_by(|one, other| other.1.total_cmp(&one.1).then(one.0.cmp(&other.0)));
        all.truncate(PIECES_MAX);
        let length = all.iter().map(|(_, weight)| weight * weight).sum::<f64>().sqrt();
        all.iter_mut().for_each(|(_, weight)| *weight /= length);
        all
    };
    cut.iter().map(weigh).collect()
}

/// Pairs that are alike, the most alike first.
fn near(texts: &[Weights]) -> Vec<(usize, usize)> {
    let mut holders: BTreeMap<u32, Vec<(usize, f64)>> = BTreeMap::new();
    for (at, pieces) in texts.iter().enumerate() {
        for (piece, weight) in pieces {
            holders.entry(*piece).or_default().push((at, *weight));
        }
    }
    let mut pairs: Vec<(f64, usize, usize)> = Vec::new();
    let mut common = vec![0.0_f64; texts.len()];
    let mut touched: Vec<usize> = Vec::new();
    for (at, pieces) in texts.iter().enumerate() {
        for (piece, weight) in pieces {
            for (other, theirs) in holders.get(piece).into_iter().flatten() {
                let Some(sum) = common.get_mut(*other).filter(|_| *other > at) else { continue };
                if *sum <= 0.0 {
                    touched.push(*other);
                }
                *sum += weight * theirs;
            }
        }
        let mut found: Vec<(f64, usize)> = Vec::new();
        for other in touched.drain(..) {
            let sum = common.get_mut(other).map_or(0.0, std::mem::take);
            if sum >= ALIKE {
                found.push((sum, other));
            }
        }
        found.sort_by(|one, other| other.0.total_cmp(&one.0).then(one.1.cmp(&other.1)));
        pairs.extend(found.iter().take(NEAR_MAX).map(|(sum, other)| (*sum, at, *other)));
    }
    pairs.sort_by(|one, other| {
        other.0.total_cmp(&one.0).then((one.1, one.2).cmp(&(other.1, other.2)))
    });
    pairs.into_iter().map(|(_, one, other)| (one, other)).collect()
}

/// Puts texts together pair by pair: two groups become one when at least half of the pairs between them are alike.
fn joined(count: usize, pairs: &[(usize, usize)]) -> Vec<Vec<usize>> {
    let alike: BTreeSet<(usize, usize)> = pairs.iter().copied().collect();
    let mut refused: BTreeSet<(usize, usize, usize)> = BTreeSet::new();
    let mut group_of: Vec<usize> = (0..count).collect();
    let mut groups: Vec<Vec<usize>> = (0..count).map(|at| vec![at]).collect();
    for (one, other) in pairs {
        let (Some(to), Some(from)) = (group_of.get(*one).copied(), group_of.get(*other).copied())
        else {
            continue;
        };
        let (Some(mine), Some(theirs)) = (groups.get(to), groups.get(from)) else { continue };
        let size = mine.len().saturating_add(theirs.len());
        // Asked again only when one of the two has grown since.
        let asked = (to.min(from), to.max(from), size);
        if to == from || size > GROUP_MAX || refused.contains(&asked) {
            continue;
        }
        if !belong(mine, theirs, &alike) {
            refused.insert(asked);
            continue;
        }
        let moved = groups.get_mut(from).map(std::mem::take).unwrap_or_default();
        for at in &moved {
            if let Some(slot) = group_of.get_mut(*at) {
                *slot = to;
            }
        }
        if let Some(mine) = groups.get_mut(to) {
            mine.extend(moved);
        }
    }
    groups.retain(|group| !group.is_empty());
    groups
}

fn belong(mine: &[usize], theirs: &[usize], alike: &BTreeSet<(usize, usize)>) -> bool {
    let pair = |one: usize, other: usize| alike.contains(&(one.min(other), one.max(other)));
    let count: usize =
        mine.iter().map(|one| theirs.iter().filter(|other| pair(*one, **other)).count()).sum();
    count.saturating_mul(2) >= mine.len().saturating_mul(theirs.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const IDEAS: [&str; 12] = [
        "بطاقة مترجم معتمد",
        "رقم مناوبة موحّد خارج الدوام",
        "ركن أطفال في المحاكم",
        "بطاقات للمترجمين المعتمدين",
        "رقم موحد للمناوبة خارج أوقات الدوام",
        "تذكير بتجديد الوثائق",
        "ركن للأطفال في المحكمة",
        "مكتبة تجارب ناجحة",
        "One duty number out of hours",
        "A single duty number for out-of-hours",
        "Reminder to renew documents",
        "بِطَاقَةُ مُتَرْجِمٍ مُعْتَمَد",
    ];

    #[test]
    fn ideas_that_say_nearly_the_same_are_together_and_others_alone() {
        let found = groups(&IDEAS);
        assert_eq!(found, [vec![0, 3, 11], vec![1, 4], vec![2, 6], vec![8, 9]]);
        assert!(groups(&["", " ،. ", "كلمة"]).is_empty());
        assert!(groups::<&str>(&[]).is_empty());
        assert_eq!(groups(&["نعم", "نَعم"]), [[0, 1]], "the same words however they are pointed");
    }

    #[test]
    fn no_chain_of_neighbours_joins_strangers() {
        // Each is like the next, the first is not like the last.
        let words: Vec<String> =
            (b'a'..=b'z').map(|c| char::from(c).to_string().repeat(4)).collect();
        let chain: Vec<String> = words.windows(4).map(|run| run.join(" ")).collect();
        let found = groups(&chain);
        assert!(found.iter().all(|group| group.len() <= 6) && found.len() > 3, "{found:?}");
    }

    proptest! {
        #[test]
        fn every_text_is_in_one_group_at_most_and_the_order_says_nothing(
            texts in proptest::collection::vec("[ابتثجح ]{0,12}", 0..30)
        ) {
            let found = groups(&texts);
            let mut all: Vec<usize> = found.iter().flatten().copied().collect();
            let count = all.len();
            all.sort_unstable();
            all.dedup();
            prop_assert_eq!((all.len(), found.iter().all(|group| group.len() > 1)), (count, true));
            let turned: Vec<&String> = texts.iter().rev().collect();
            let sizes = |found: &[Vec<usize>]| found.iter().map(Vec::len).collect::<Vec<_>>();
            prop_assert_eq!(sizes(&groups(&turned)), sizes(&found));
        }
    }
}
