//! Dwellings, post boxes and plates: words that need a number beside them.

use super::{Kind, Trace, Word};

/// Between the word and its number at most so many others: "no.", "رقم".
const BETWEEN_MAX: usize = 2;

const DWELLINGS: [&str; 22] = [
    "villa",
    "flat",
    "apartment",
    "apt",
    "house",
    "building",
    "bldg",
    "street",
    "makani",
    "floor",
    "فيلا",
    "الفيلا",
    "شقه",
    "الشقه",
    "بنايه",
    "البنايه",
    "منزل",
    "المنزل",
    "شارع",
    "مكاني",
    "عماره",
    "العماره",
];
const PLATES: [&str; 5] = ["plate", "لوحه", "اللوحه", "لوحتها", "لوحته"];
const LINKS: [&str; 6] = ["no", "nr", "number", "رقم", "رقمها", "رقمه"];
const EMIRATES: [&str; 12] = [
    "dubai",
    "sharjah",
    "ajman",
    "fujairah",
    "dhabi",
    "khaimah",
    "دبي",
    "الشارقه",
    "عجمان",
    "الفجيره",
    "ظبي",
    "الخيمه",
];

/// Addresses and plates.
pub(super) fn find(words: &[Word]) -> Vec<Trace> {
    let mut found = Vec::new();
    for (nth, word) in words.iter().enumerate() {
        let rest = words.get(nth..).unwrap_or_default();
        let hit = box_of(rest).or_else(|| dwelling(rest)).or_else(|| plate(rest));
        found.extend(hit.map(|(kind, to)| Trace { from: word.from, to, kind }));
    }
    found
}

fn numbered(rest: &[Word], ok: impl Fn(&Word) -> bool) -> Option<&Word> {
    let (_, after) = rest.split_first()?;
    let skipped =
        after.iter().take(BETWEEN_MAX).take_while(|word| LINKS.contains(&word.text.as_str()));
    let next = after.get(skipped.count())?;
    ok(next).then_some(next)
}

fn dwelling(rest: &[Word]) -> Option<(Kind, usize)> {
    let first = rest.first()?;
    let short = |word: &Word| word.has_digit() && word.text.len() <= 10;
    let found = DWELLINGS.contains(&first.text.as_str()).then(|| numbered(rest, short))?;
    Some((Kind::Address, found?.to))
}

fn plate(rest: &[Word]) -> Option<(Kind, usize)> {
    let first = rest.first()?;
    if PLATES.contains(&first.text.as_str()) {
        let found = rest
            .iter()
            .skip(1)
            .take(BETWEEN_MAX.saturating_add(3))
            .find(|word| word.has_digit())?;
        return Some((Kind::Plate, found.to));
    }
    let [emirate, code, number, ..] = rest else { return None };
    let letters = code.text.chars().count() == 1 && code.text.chars().all(char::is_alphabetic);
    let coded = letters || (code.is_number() && code.text.len() <= 2);
    let plated = number.is_number() && (4..=5).contains(&number.text.len());
    let here = EMIRATES.contains(&emirate.text.as_str());
    (here && coded && plated && !is_year(number)).then_some((Kind::Plate, number.to))
}

fn is_year(word: &Word) -> bool {
    word.text.parse::<u16>().is_ok_and(|year| (1900..2100).contains(&year))
}

/// "P.O. Box 123", "ص.ب 123", "صندوق بريد 123".
fn box_of(rest: &[Word]) -> Option<(Kind, usize)> {
    let texts: Vec<&str> = rest.iter().take(3).map(|word| word.text.as_str()).collect();
    let lead = match texts.as_slice() {
        ["p", "o", "box"] => 2_usize,
        ["po" | "pobox", "box", ..] | ["ص", "ب", ..] | ["صندوق", "بريد" | "البريد", ..] => {
            1
        }
        ["pobox" | "صب", ..] => 0,
        _ => return None,
    };
    let after = rest.get(lead..)?;
    Some((Kind::Address, numbered(after, Word::is_number)?.to))
}
