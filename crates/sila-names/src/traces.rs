//! What in a free text points to one person: identity numbers, telephone numbers, addresses, references of records, days
//! of birth. Names are found elsewhere, beside those who are known; this gives the [`words`] of a text for that.
//!
//! A number that everybody may know is no trace: 800 and 600 numbers, years, amounts, numbers of clauses.

mod numbers;
mod places;
#[cfg(test)]
mod tests;

use crate::fold;

/// Most bytes of a text that are read; the rest is not looked at, so callers refuse longer texts.
pub const TEXT_BYTES_MAX: usize = 256 * 1024;

/// What kind of trace it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// An Emirates ID number.
    EmiratesId,
    /// A telephone number that is somebody's.
    Phone,
    /// An e-mail address.
    Email,
    /// The reference of a case, a referral or another record.
    Reference,
    /// Another long number: a passport, an account, a file.
    Number,
    /// A dwelling, a street with a number, a post box, a Makani number.
    Address,
    /// The plate of a car.
    Plate,
    /// A day of birth.
    BirthDate,
}

impl Kind {
    /// The stable key for translation and logs.
    pub fn code(self) -> &'static str {
        match self {
            Kind::EmiratesId => "EMIRATES_ID",
            Kind::Phone => "PHONE",
            Kind::Email => "EMAIL",
            Kind::Reference => "REFERENCE",
            Kind::Number => "NUMBER",
            Kind::Address => "ADDRESS",
            Kind::Plate => "PLATE",
            Kind::BirthDate => "BIRTH_DATE",
        }
    }
}

/// A trace: what it is and where it stands, in bytes of the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Trace {
    /// Its first byte.
    pub from: usize,
    /// The byte after its last.
    pub to: usize,
    /// What it is.
    pub kind: Kind,
}

/// A word of a text.
#[derive(Clone, PartialEq, Eq)]
pub struct Word {
    /// Its first byte.
    pub from: usize,
    /// The byte after its last.
    pub to: usize,
    /// Folded, as names are.
    pub text: String,
    /// A sentence or a line ended before it.
    pub begins: bool,
}

/// Shows no word: the text may be about a person.
impl std::fmt::Debug for Word {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Word({}..{})", self.from, self.to)
    }
}

impl Word {
    fn has_digit(&self) -> bool {
        self.text.bytes().any(|b| b.is_ascii_digit())
    }

    fn is_number(&self) -> bool {
        !self.text.is_empty() && self.text.bytes().all(|b| b.is_ascii_digit())
    }
}

/// The words of a text: letters and digits that stand together, with the signs that are written on and in them.
pub fn words(text: &str) -> Vec<Word> {
    let mut words = Vec::new();
    let (mut from, mut begins, mut breaks) = (None, true, true);
    for (at, c) in text.char_indices().take_while(|(at, _)| *at < TEXT_BYTES_MAX) {
        match (from, is_of_word(c)) {
            (None, true) => (from, begins, breaks) = (Some(at), breaks, false),
            (Some(start), false) => {
                words.extend(word(text, start, at, begins));
                from = None;
            }
            _ => {}
        }
        breaks |= matches!(c, '.' | '!' | '?' | '؟' | '؛' | ';' | ':' | '\n' | '•');
    }
    if let Some(start) = from {
        let end = text.len().min(TEXT_BYTES_MAX);
        words.extend(word(text, start, end, begins));
    }
    words
}

fn is_of_word(c: char) -> bool {
    let on_letters = matches!(c, '\u{0640}' | '\u{064B}'..='\u{065F}' | '\u{0670}' | '\'' | '’' | '\u{0300}'..='\u{036F}');
    c.is_alphanumeric() || on_letters || fold::is_invisible(c)
}

fn word(text: &str, from: usize, to: usize, begins: bool) -> Option<Word> {
    let folded = fold::fold(text.get(from..to)?);
    Some(Word { from, to, text: folded, begins }).filter(|word| !word.text.is_empty())
}

/// Every trace of a text, in the order in which they stand; none overlaps another.
pub fn traces(text: &str) -> Vec<Trace> {
    let words = words(text);
    let mut found = numbers::find(text);
    found.extend(numbers::references(text));
    found.extend(places::find(&words));
    found.extend(numbers::births(text, &words));
    found.sort_by_key(|trace| (trace.from, std::cmp::Reverse(trace.to), trace.kind));
    let mut end = 0;
    found.retain(|trace| {
        let free = trace.from >= end;
        end = if free { trace.to } else { end };
        free
    });
    found
}
