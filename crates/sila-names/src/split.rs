//! From a text to the parts of a name: particles left out (بن، آل, bin, al-), compounds joined
//! (عبد الله, Abd al-Rahman, أبو بكر, Nour Eddine).

use crate::fold::{self, Script};
use crate::skeleton;

#[cfg(test)]
mod tests;

/// Most characters of a name that are read.
pub const CHARACTERS_MAX: usize = 400;
/// Most parts of a name that are read.
pub const PARTS_MAX: usize = 60;

/// A part of a name in its folded, joined form, and its script. Equal parts make equal tokens, so a
/// register of many names prepares each different part once.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NamePart {
    /// Folded text.
    pub text: String,
    /// Arabic, Latin or other; never mixed.
    pub script: Script,
}

/// The parts of a name. Never fails; reads at most [`CHARACTERS_MAX`] characters and gives at most
/// [`PARTS_MAX`] parts.
pub fn parts(text: &str) -> Vec<NamePart> {
    let end = text.char_indices().nth(CHARACTERS_MAX).map_or(text.len(), |(at, _)| at);
    let folded = fold::folded(text.get(..end).unwrap_or_default());
    let mut words = Vec::with_capacity(8);
    folded.split_ascii_whitespace().for_each(|word| one_script(word, &mut words));
    words.truncate(PARTS_MAX);
    let mut rest = without_titles(&words);
    let mut parts = Vec::with_capacity(rest.len());
    while let Some((word, after)) = rest.split_first() {
        let (part, used) = match word.script {
            Script::Arabic => arabic(word.text, after, !parts.is_empty()),
            Script::Latin => latin(word.text, after, !parts.is_empty()),
            Script::Mixed | Script::Other => (Some(word.text.to_owned()), 0),
        };
        parts.extend(part.map(|text| NamePart { text, script: word.script }));
        rest = after.get(used..).unwrap_or_default();
    }
    parts
}

/// A folded word, or the piece of it that is in one script.
#[derive(Clone, Copy)]
struct Word<'a> {
    text: &'a str,
    script: Script,
}

/// Cuts a word where its script changes.
fn one_script<'a>(word: &'a str, out: &mut Vec<Word<'a>>) {
    let mut rest = word;
    while let Some(first) = rest.chars().next() {
        let script = fold::script_of(first);
        let end = rest.find(|c| fold::script_of(c) != script).unwrap_or(rest.len());
        let (text, after) = rest.split_at(end);
        out.push(Word { text, script });
        rest = after;
    }
}

/// Without the forms of address before a name.
fn without_titles<'a, 'b>(words: &'a [Word<'b>]) -> &'a [Word<'b>] {
    let mut rest = words;
    while let Some((first, after)) = rest.split_first().filter(|(_, after)| !after.is_empty()) {
        let title = matches!(
            first.text,
            "dr" | "mr"
                | "mrs"
                | "ms"
                | "miss"
                | "eng"
                | "prof"
                | "د"
                | "م"
                | "دكتور"
                | "دكتوره"
                | "الدكتور"
                | "الدكتوره"
                | "المهندس"
                | "المهندسه"
                | "الاستاذ"
                | "الاستاذه"
                | "السيده"
                | "الانسه"
        );
        if !title {
            break;
        }
        rest = after;
    }
    rest
}

/// The part that begins with `word`, and how many of the words after it belong to it. No part when
/// the word is a particle.
fn arabic(text: &str, after: &[Word], begun: bool) -> (Option<String>, usize) {
    let next = after.first().filter(|next| next.script == Script::Arabic).map(|next| next.text);
    match (text, next) {
        ("عبد", Some(next)) => (Some(format!("عبد{next}")), 1),
        ("ابو" | "ابي", Some(next)) => (Some(format!("ابو{}", bare(next))), 1),
        ("ذو", Some(next)) => (Some(format!("ذو{next}")), 1),
        ("بو", Some(next)) => (Some(format!("بو{}", bare(next))), 1),
        ("ام", Some(next)) => (Some(format!("ام{}", bare(next))), 1),
        ("بن" | "ابن" | "بنت" | "ال" | "ولد", _) if begun || !after.is_empty() => {
            (None, 0)
        }
        (_, Some(next @ ("الدين" | "الله" | "الحق" | "الزمان" | "الاسلام"))) => {
            (Some(format!("{text}{next}")), 1)
        }
        (_, Some("دين")) => (Some(format!("{text}الدين")), 1),
        _ => (Some(text.to_owned()), 0),
    }
}

fn bare(next: &str) -> &str {
    skeleton::without_article(next)
}

fn latin(text: &str, after: &[Word], begun: bool) -> (Option<String>, usize) {
    let of = |at: usize| after.get(at).filter(|w| w.script == Script::Latin).map(|w| w.text);
    // The word after a particle, and how many words that takes.
    let (next, used) = match (of(0), of(1)) {
        (Some(particle), Some(name)) if is_article(particle) => (Some(name), 2),
        (next, _) => (next, 1),
    };
    if let Some(next) = next {
        if is_servant(text) && (used == 2 || !matches!(text, "abdo" | "abdou" | "abdi")) {
            return (Some(format!("abd{next}")), used);
        }
        if matches!(text, "abu" | "abou" | "abo" | "aboo" | "abi" | "abul" | "aboul" | "abol") {
            return (Some(format!("abu{next}")), used);
        }
        if matches!(text, "bou" | "bu") {
            return (Some(format!("bou{next}")), used);
        }
        if matches!(text, "umm" | "um" | "oum" | "om") {
            return (Some(format!("um{next}")), used);
        }
        let ends = ends_compound(next) && (used == 2 || next.starts_with("al"));
        if !is_particle(text) && (ends || joins(next)) {
            return (Some(format!("{text}{}", compound_end(next))), used);
        }
    }
    if is_particle(text) && (begun || !after.is_empty()) {
        return (None, 0);
    }
    match skeleton::latin_servant(text) {
        Some("allah" | "llah" | "lah" | "alla" | "lla" | "ullah") => {
            (Some("abdallah".to_owned()), 0)
        }
        Some(rest) => (Some(format!("abd{rest}")), 0),
        None => (Some(text.to_owned()), 0),
    }
}

/// Abd, Abdul, Abdel, Abder, Abdes … as a word of its own.
fn is_servant(word: &str) -> bool {
    let Some(rest) = word.strip_prefix("abed").or(word.strip_prefix("abd")) else { return false };
    let article = rest.trim_start_matches(['a', 'e', 'i', 'o', 'u']);
    rest.len() - article.len() <= 2
        && (article.is_empty()
            || matches!(
                article,
                "l" | "ll" | "r" | "rr" | "s" | "ss" | "sh" | "d" | "n" | "nn" | "z" | "t" | "tt"
            ))
}

fn is_article(word: &str) -> bool {
    matches!(
        word,
        "al" | "el"
            | "ul"
            | "il"
            | "ol"
            | "as"
            | "ash"
            | "ar"
            | "an"
            | "at"
            | "az"
            | "ad"
            | "es"
            | "esh"
            | "ech"
            | "er"
            | "en"
            | "et"
            | "ez"
            | "ed"
            | "us"
            | "ush"
            | "ur"
            | "un"
            | "ut"
            | "uz"
            | "ud"
            | "l"
    )
}

fn is_particle(word: &str) -> bool {
    is_article(word)
        || matches!(
            word,
            "bin"
                | "ibn"
                | "ben"
                | "bint"
                | "binti"
                | "bent"
                | "ould"
                | "wuld"
                | "wald"
                | "mint"
                | "bn"
                | "ebn"
        )
}

/// The second word of a compound when an article stands before it: Nour al-Din, Fath Allah.
fn ends_compound(word: &str) -> bool {
    matches!(
        word,
        "din"
            | "deen"
            | "dine"
            | "dien"
            | "ddin"
            | "ddine"
            | "llah"
            | "lah"
            | "allah"
            | "haq"
            | "haqq"
    )
}

/// The second word of a compound with its article written on: Nour Eddine, Saif Uddin.
fn joins(word: &str) -> bool {
    let after_vowel = word.strip_prefix(['a', 'e', 'u', 'i']);
    let Some(rest) = after_vowel else { return word == "dine" || word == "deen" };
    let rest = rest.strip_prefix('l').unwrap_or(rest);
    matches!(
        rest,
        "din" | "ddin" | "deen" | "ddeen" | "dine" | "ddine" | "dien" | "ddien" | "llah" | "lah"
    )
}

fn compound_end(word: &str) -> &'static str {
    if word.contains("la") {
        "allah"
    } else if word.contains('q') {
        "alhaq"
    } else {
        "eddin"
    }
}
