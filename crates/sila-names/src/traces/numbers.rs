//! Numbers that are somebody's, e-mail addresses, references of records, and days of birth.

use super::{Kind, Trace, Word};
use crate::emirates_id::{EmiratesId, is_separator};
use crate::fold::{self, digit};
use crate::phone::{self, Phone};

/// Groups of digits that one number may be written in.
const GROUPS_MAX: usize = 6;
/// A number of so many digits and more, whatever it is, is somebody's.
const LONG_DIGITS_MIN: usize = 9;
/// A day before this year is more likely a day of birth than the day of an event.
const EVENTS_FROM: u16 = 2010;
/// So many words before a date may say that it is a day of birth.
const BIRTH_WORDS: usize = 5;

/// Digits that stand together, and where.
#[derive(Clone, Copy)]
struct Group {
    from: usize,
    to: usize,
    /// Before it stands nothing but separators since the group before.
    joined: bool,
    /// A plus stands before it.
    plus: bool,
    /// A letter stands right before or after it: it is part of a word.
    worded: bool,
}

/// Emirates ID numbers, telephone numbers and other long numbers.
pub(super) fn find(text: &str) -> Vec<Trace> {
    let groups = groups(text);
    let mut found = Vec::new();
    let mut rest = groups.as_slice();
    while let Some((first, after)) = rest.split_first() {
        let joined = after.iter().take_while(|group| group.joined).count().saturating_add(1);
        let longest = joined.min(GROUPS_MAX);
        let hit = (1..=longest).rev().find_map(|count| {
            let last = rest.get(count.saturating_sub(1))?;
            let kind = kind_of(text, first, last)?;
            Some((kind, last.to, count))
        });
        let used = match hit {
            Some((kind, to, count)) => {
                let from = if first.plus { first.from.saturating_sub(1) } else { first.from };
                let letter = kind == Kind::Number && first.worded;
                let from = if letter { word_start(text, first.from) } else { from };
                found.push(Trace { from, to, kind });
                count
            }
            None => 1,
        };
        rest = rest.get(used..).unwrap_or_default();
    }
    found
}

fn word_start(text: &str, from: usize) -> usize {
    let before = text.get(..from).unwrap_or_default();
    before.trim_end_matches(|c: char| c.is_ascii_alphabetic()).len()
}

fn kind_of(text: &str, first: &Group, last: &Group) -> Option<Kind> {
    let written = text.get(first.from..last.to)?;
    let written = written.trim();
    if EmiratesId::parse(written).is_ok() {
        return Some(Kind::EmiratesId);
    }
    let digits = written.chars().filter_map(digit).collect::<String>();
    let whole = if first.plus { format!("+{written}") } else { written.to_owned() };
    let starts = first.plus || digits.starts_with('0') || digits.starts_with("971");
    let mobile = digits.starts_with('5') && digits.len() == 9;
    if let (true, Ok(phone)) = (starts || mobile, Phone::parse(&whole)) {
        use phone::Kind as P;
        match phone.kind() {
            P::TollFree | P::Shared => return None,
            P::Foreign if !first.plus && !digits.starts_with("00") => {}
            _ => return Some(Kind::Phone),
        }
    }
    let one = first.from == last.from;
    let passport = one && first.worded && (7..=9).contains(&digits.len());
    let long = one && digits.len() >= LONG_DIGITS_MIN;
    ((long && !is_public(&digits)) || (passport && one_letter(text, first))).then_some(Kind::Number)
}

/// 800 and 600 numbers written in one piece.
fn is_public(digits: &str) -> bool {
    let kind = Phone::parse(digits).map(|phone| phone.kind());
    matches!(kind, Ok(phone::Kind::TollFree | phone::Kind::Shared))
}

/// One or two capital letters right before, and no letter before those: as passports are numbered.
fn one_letter(text: &str, group: &Group) -> bool {
    let from = word_start(text, group.from);
    let letters = text.get(from..group.from).unwrap_or_default();
    (1..=2).contains(&letters.len()) && letters.bytes().all(|b| b.is_ascii_uppercase())
}

fn groups(text: &str) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    let (mut joined, mut plus, mut letter, mut gap) = (false, false, false, 0_usize);
    let mut open = false;
    for (at, c) in text.char_indices() {
        let end = at.saturating_add(c.len_utf8());
        if digit(c).is_some() {
            if open {
                if let Some(group) = groups.last_mut() {
                    group.to = end;
                }
            } else {
                groups.push(Group { from: at, to: end, joined, plus, worded: letter });
                open = true;
            }
            (joined, gap, plus) = (true, 0, false);
            continue;
        }
        letter = c.is_alphabetic();
        if let (true, true, Some(group)) = (open, letter, groups.last_mut()) {
            group.worded = true;
        }
        open = false;
        gap = gap.saturating_add(1);
        plus = matches!(c, '+' | '＋');
        joined &= gap <= 3 && c != '\n' && (is_separator(c) || matches!(c, '(' | ')'));
    }
    groups
}

/// E-mail addresses, and references such as `C-26-000123` and `R-MARSA-26-00012`.
pub(super) fn references(text: &str) -> Vec<Trace> {
    let mut found = Vec::new();
    let mut at = 0_usize;
    for piece in text.split(|c: char| c.is_whitespace() || "،؛,;:()[]<>«»\"".contains(c)) {
        let from = at;
        at = at.saturating_add(piece.len());
        at = at.saturating_add(
            text.get(at..).and_then(|t| t.chars().next()).map_or(0, char::len_utf8),
        );
        let lead = piece.len().saturating_sub(piece.trim_start_matches(['.', '/', '*']).len());
        let trimmed = piece.trim_matches(['.', '/', '*', '!', '?', '؟']);
        let kind = if is_email(trimmed) {
            Kind::Email
        } else if is_reference(&fold::ascii_digits(trimmed)) {
            Kind::Reference
        } else {
            continue;
        };
        let from = from.saturating_add(lead);
        found.push(Trace { from, to: from.saturating_add(trimmed.len()), kind });
    }
    found
}

fn is_email(piece: &str) -> bool {
    let Some((name, domain)) = piece.split_once('@') else { return false };
    let word = |c: char| c.is_alphanumeric() || ".-_+".contains(c);
    !name.is_empty()
        && name.chars().all(word)
        && domain.chars().all(word)
        && domain.split('.').filter(|part| !part.is_empty()).count() >= 2
}

/// Capital letters, then parts of digits with a year of two or four digits before the last; or an identifier of 36 characters.
fn is_reference(piece: &str) -> bool {
    let parts: Vec<&str> = piece.split('-').collect();
    let hex = |part: &&str| part.bytes().all(|b| b.is_ascii_hexdigit());
    let lengths: Vec<usize> = parts.iter().map(|part| part.len()).collect();
    if lengths == [8, 4, 4, 4, 12] && parts.iter().all(hex) {
        return true;
    }
    let digits = |part: &&&str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    let [first, .., year, last] = parts.as_slice() else { return false };
    let letters = !first.is_empty() && first.bytes().all(|b| b.is_ascii_uppercase());
    let years = digits(&year) && matches!(year.len(), 2 | 4);
    letters && years && digits(&last) && last.len() >= 3
}

/// Days of birth: a date after words that say so, or a whole date in digits long ago.
pub(super) fn births(text: &str, words: &[Word]) -> Vec<Trace> {
    let mut found = Vec::new();
    for (nth, word) in words.iter().enumerate() {
        let Some((to, year)) = date_from(text, words, nth) else { continue };
        let before = words.get(nth.saturating_sub(BIRTH_WORDS)..nth).unwrap_or_default();
        let said = before.iter().any(|word| says_birth(&word.text));
        if said || year.is_some_and(|year| (1900..EVENTS_FROM).contains(&year)) {
            found.push(Trace { from: word.from, to, kind: Kind::BirthDate });
        }
    }
    found
}

fn says_birth(word: &str) -> bool {
    let stems = ["born", "birth", "birthday", "dob", "مواليد", "ميلاد", "الميلاد", "ميلادها", "ميلاده"];
    let arabic = ["مولود", "المولود", "ولدت", "ولادتها", "ولادته"];
    stems.contains(&word) || arabic.iter().any(|stem| word.starts_with(stem))
}

/// Where the date that begins at this word ends; its year when all of it is digits.
fn date_from(text: &str, words: &[Word], nth: usize) -> Option<(usize, Option<u16>)> {
    let [day, month, year, ..] = words.get(nth..)? else { return None };
    let number = |word: &Word| word.text.parse::<u16>().ok().filter(|_| word.is_number());
    let (one, three) = (number(day)?, number(year)?);
    let sign = text.get(day.to..month.from)?.trim();
    if let Some(two) = number(month) {
        let slashed = matches!(sign, "/" | "-" | ".");
        let whole = (1..=31).contains(&one) && (1..=12).contains(&two) && three >= 1300;
        let iso = one >= 1300 && (1..=12).contains(&two) && (1..=31).contains(&three);
        return (slashed && (whole || iso))
            .then_some((year.to, Some(if iso { one } else { three })));
    }
    let named = is_month(&month.text) && (1..=31).contains(&one) && (1300..2100).contains(&three);
    named.then_some((year.to, None))
}

fn is_month(word: &str) -> bool {
    const LATIN: [&str; 12] =
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    const ARABIC: [&str; 14] = [
        "يناير",
        "فبراير",
        "مارس",
        "ابريل",
        "مايو",
        "يونيو",
        "يوليو",
        "اغسطس",
        "سبتمبر",
        "اكتوبر",
        "نوفمبر",
        "ديسمبر",
        "يونيه",
        "يوليه",
    ];
    ARABIC.contains(&word) || LATIN.iter().any(|month| word.starts_with(month))
}
