//! Two tokens: how alike they are and what that is worth.

use super::Level;
use crate::fold::Script;
use crate::lexicon::Lexicon;
use crate::name::Token;
use crate::skeleton;
use crate::slip;
use crate::sound::{self, Heard};

/// Evidence from which on two tokens of different scripts are spellings of one name.
const ALIKE: i32 = 16;
/// Evidence of a spelling that is attested.
const ATTESTED: i32 = 72;
/// Evidence against, where it is not counted.
const FAR: i32 = -96;
/// Consonant classes of one token that the other lacks, from which on they are different names.
const CLASSES_APART: u32 = 4;
/// By how much a known name may sound worse as another known name before the two are told apart: Ahmed
/// is not محمد.
const WORSE: i32 = 20;
/// Slips that two known names may be apart.
const SLIPS_OF_KNOWN: u32 = slip::ONE / 2;
/// Evidence of an initial.
const INITIAL: i32 = 8;

/// Level and evidence in eighths of a bit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Weight {
    pub(super) level: Level,
    pub(super) bits: i32,
}

/// How alike two parts are. Symmetric.
///
/// ```
/// use sila_names::{Level, Name, token_level};
///
/// let level = |a, b| token_level(&Name::parse(a).tokens()[0], &Name::parse(b).tokens()[0]);
/// assert_eq!(level("فاطمة", "فاطمه"), Level::Exact);
/// assert_eq!(level("خديجة", "Khadidja"), Level::Lexicon);
/// assert_eq!(level("محمد", "Salem"), Level::None);
/// ```
pub fn token_level(a: &Token, b: &Token) -> Level {
    sure(a, b).unwrap_or_else(|| likely(a, b)).level
}

/// The level that is seen at once: the same text, or an attested spelling.
pub(super) fn sure(a: &Token, b: &Token) -> Option<Weight> {
    if a.script() == b.script() && a.text() == b.text() {
        let bits = slip::worth(a.text(), b.text(), a.script(), 0);
        Some(Weight { level: Level::Exact, bits })
    } else if meet(a, b) {
        Some(Weight { level: Level::Lexicon, bits: ATTESTED })
    } else {
        None
    }
}

/// The level of two tokens of which nothing is sure.
pub(super) fn likely(a: &Token, b: &Token) -> Weight {
    match (a.script(), b.script()) {
        (Script::Arabic, Script::Latin) => across(a, b),
        (Script::Latin, Script::Arabic) => across(b, a),
        (one, other) if one == other => within(a, b),
        _ => Weight { level: Level::None, bits: FAR },
    }
}

/// So many different consonants that nothing else needs to be looked at.
fn far(a: &Token, b: &Token) -> bool {
    let ((mine, all_mine), (theirs, all_theirs)) = (a.classes(), b.classes());
    let differ = (mine & !all_theirs).count_ones() + (theirs & !all_mine).count_ones();
    differ >= CLASSES_APART && !is_initial(a, b)
}

/// Tokens that are in the lexicon, each as another name.
fn known_apart(a: &Token, b: &Token) -> bool {
    !a.entries().is_empty() && !b.entries().is_empty()
}

fn across(arabic: &Token, latin: &Token) -> Weight {
    if far(arabic, latin) {
        return Weight { level: Level::None, bits: FAR };
    }
    let bits = sound::score(Lexicon::embedded().sounds(), arabic.heard(), latin.heard());
    let apart = bits >= ALIKE && known_apart(arabic, latin) && !is_near(arabic, latin);
    if bits < ALIKE || apart && bits + WORSE < best(latin) {
        let initial = is_initial(arabic, latin);
        return if initial {
            Weight { level: Level::Fuzzy, bits: INITIAL }
        } else {
            Weight { level: Level::None, bits }
        };
    }
    let skeleton = !apart && share_skeleton(arabic, latin) && ends_alike(arabic, latin);
    Weight { level: if skeleton { Level::Skeleton } else { Level::Fuzzy }, bits }
}

/// Whether an attested name of the Latin token is the Arabic one but for letters that are mistaken for
/// each other: دياب and ذياب.
fn is_near(arabic: &Token, latin: &Token) -> bool {
    let word = |entry: &u32| Lexicon::embedded().word(*entry);
    let bare = skeleton::without_article(arabic.text());
    let near = |word| slip::slips(bare, word) < SLIPS_OF_KNOWN;
    latin.entries().iter().filter_map(word).any(near)
}

/// Khalida is not خالد: a woman's name often is a man's with an a at the end.
fn ends_alike(arabic: &Token, latin: &Token) -> bool {
    let vowel = latin.text().ends_with('a') || latin.text().ends_with("ah");
    !vowel || arabic.text().ends_with(['ا', 'ه', 'ي', 'ع', 'ح', 'و'])
}

/// How well a Latin token sounds as the best of its attested names.
fn best(latin: &Token) -> i32 {
    let lexicon = Lexicon::embedded();
    let sounds = |entry: &u32| {
        let word = Heard::of(lexicon.word(*entry)?, Script::Arabic);
        Some(sound::score(lexicon.sounds(), &word, latin.heard()))
    };
    latin.entries().iter().filter_map(sounds).max().unwrap_or_default()
}

fn within(a: &Token, b: &Token) -> Weight {
    if far(a, b) {
        return Weight { level: Level::None, bits: FAR };
    }
    let slips = slip::slips(a.text(), b.text());
    let bits = slip::worth(a.text(), b.text(), a.script(), slips);
    let apart = known_apart(a, b);
    let level = if apart && slips >= SLIPS_OF_KNOWN {
        Level::None
    } else if !apart && share_skeleton(a, b) && slips <= 2 * slip::ONE {
        Level::Skeleton
    } else if slips <= slip::ONE && a.text().chars().count().min(b.text().chars().count()) >= 4 {
        Level::Fuzzy
    } else if is_initial(a, b) {
        return Weight { level: Level::Fuzzy, bits: INITIAL };
    } else {
        Level::None
    };
    Weight { level, bits }
}

fn meet(a: &Token, b: &Token) -> bool {
    a.entries().iter().any(|entry| b.entries().contains(entry))
}

fn share_skeleton(a: &Token, b: &Token) -> bool {
    a.skeletons().iter().any(|skeleton| b.skeletons().contains(skeleton))
}

/// One letter that begins the other token: "M. Salem", "م. سالم".
fn is_initial(a: &Token, b: &Token) -> bool {
    // No character is longer than four bytes.
    let single = |token: &Token| token.text().len() <= 4 && token.text().chars().nth(1).is_none();
    let first = |token: &Token| token.skeletons().first().map(|first| first.first());
    (single(a) || single(b)) && first(a).is_some() && first(a) == first(b)
}
