//! From a typed name to an area, or to a question.

use super::{Area, AreaCode, all, emirates, fold, is_within};
use std::sync::LazyLock;

/// What a typed place name means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Resolution {
    /// This area and no other.
    One(AreaCode),
    /// A shared name: a person must say which. The list may hold one area of the State and
    /// [`AreaCode::ABROAD`], or one area when the others are not in the list.
    Several(Vec<AreaCode>),
    /// No area has this name.
    Unknown,
}

/// A name as typed, an area that has it, and whether the name alone is enough.
struct Name {
    words: Vec<String>,
    code: AreaCode,
    shared: bool,
}

/// Names that a place of the list shares with places that are not in it under that name (notes of
/// the list: Dibba Al-Baya in Oman, Bahrain's capital, a district of Dubai, a town that two emirates
/// divide). The other place is the second field, where the list has a row that contains it.
const SHARED: &[(&str, Option<&str>)] = &[
    ("دبا", Some("XX-OUT")),
    ("Dibba", Some("XX-OUT")),
    ("المنامة", Some("XX-OUT")),
    ("Al Manama", Some("XX-OUT")),
    ("الحمرية", Some("AE-DU")),
    ("Al Hamriyah", Some("AE-DU")),
    ("مسافي", Some("AE-RK")),
    ("Masafi", Some("AE-RK")),
    ("الرملة", None),
    ("Al Ramla", None),
];

static NAMES: LazyLock<Vec<Name>> = LazyLock::new(|| {
    let mut names: Vec<Name> = all().iter().flat_map(names_of).collect();
    for (text, elsewhere) in SHARED {
        let words = fold::words(text);
        names.iter_mut().filter(|name| name.words == words).for_each(|name| name.shared = true);
        if let Some(code) = elsewhere.and_then(|code| AreaCode::parse(code).ok()) {
            names.push(Name { words, code, shared: true });
        }
    }
    names
});

fn names_of(area: &'static Area) -> Vec<Name> {
    let mut texts = vec![area.name_en, area.name_ar];
    texts.extend(&area.aliases);
    // "Al Nahda (Dubai)" is also called "Al Nahda", which is then a shared name.
    let bare = [area.name_en, area.name_ar].map(|name| name.split('(').next().unwrap_or(name));
    texts.extend(bare);
    let mut names: Vec<Name> = Vec::new();
    for words in texts.into_iter().map(fold::words) {
        if !names.iter().any(|name| name.words == words) {
            names.push(Name { words, code: area.code, shared: false });
        }
    }
    names
}

/// Reads a place name in Arabic or Latin script, or a code. A name followed by its emirate
/// ("النهدة، دبي", "Al Nahda Sharjah") is enough to tell places with one name apart.
pub fn resolve(text: &str) -> Resolution {
    if let Ok(code) = AreaCode::parse(text.trim()) {
        return Resolution::One(code);
    }
    let words = fold::words(text);
    match named(&words) {
        Resolution::Unknown => in_emirate(&words),
        found => found,
    }
}

fn named(words: &[String]) -> Resolution {
    let mut codes = Vec::new();
    let mut shared = false;
    for name in NAMES.iter().filter(|name| name.words == words) {
        shared |= name.shared;
        if !codes.contains(&name.code) {
            codes.push(name.code);
        }
    }
    match codes.as_slice() {
        [] => Resolution::Unknown,
        [code] if !shared => Resolution::One(*code),
        _ => Resolution::Several(codes),
    }
}

/// Splits off the name of an emirate at the end and keeps the areas that lie in it.
fn in_emirate(words: &[String]) -> Resolution {
    for at in (1..words.len()).rev() {
        let (place, tail) = words.split_at(at);
        let emirate = emirates().find(|area| names_of(area).iter().any(|name| name.words == tail));
        let Some(emirate) = emirate else { continue };
        let mut codes = match named(place) {
            Resolution::One(code) => vec![code],
            Resolution::Several(codes) => codes,
            Resolution::Unknown => continue,
        };
        codes.retain(|code| is_within(code, &emirate.code));
        return match codes.as_slice() {
            [] => Resolution::Unknown,
            [code] => Resolution::One(*code),
            _ => Resolution::Several(codes),
        };
    }
    Resolution::Unknown
}
