//! A record as the register keeps it: numbers instead of texts, about 100 bytes for a person.

use std::collections::BTreeMap;

use super::number::{hash_text, lower, narrow, upper, wide};
use super::record::{Record, Sex};
use super::words::{Position, Word, Words};
use crate::{Name, NamePart, PartialDate, Script, Token, fold, parts};

/// Words of one name that are kept: the first ones, which hold given name and father, and the last, the family.
const NAME_WORDS_MAX: usize = 8;
/// Words of an area that are kept.
const AREA_WORDS_MAX: usize = 4;
/// Telephone numbers that are kept.
const PHONES_MAX: usize = 6;
/// Numbers of other papers that are kept.
const OTHER_IDS_MAX: usize = 4;
/// Signs of a number that is kept as it is, and the base in which.
const PAPER_SIGNS_MAX: usize = 12;
pub(super) const PAPER_BASE: u64 = 37;

/// A date of birth: year, month and day, of which the finer ones may be 0 for "not known".
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Birth {
    /// Year; 0 if nothing is known.
    pub(super) y: u16,
    /// Month.
    pub(super) m: u8,
    /// Day.
    pub(super) d: u8,
}

impl Birth {
    fn of(date: PartialDate) -> Birth {
        match date {
            PartialDate::Unknown => Birth::default(),
            PartialDate::Year(y) => Birth { y, m: 0, d: 0 },
            PartialDate::Month { y, m } => Birth { y, m, d: 0 },
            PartialDate::Day { y, m, d } => Birth { y, m, d },
        }
    }

    /// True for a day that nobody rounded.
    pub(super) fn is_day(self) -> bool {
        self.d > 0 && !self.is_rounded()
    }

    /// The first of January stands for "some day of that year" in many papers.
    pub(super) fn is_rounded(self) -> bool {
        self.m == 1 && self.d == 1
    }
}

/// Numbers that most records have few of.
#[derive(Clone, Debug)]
enum Tail {
    /// Within the record, so that comparing touches one place of the memory.
    Near([u32; NEAR_MAX]),
    /// More than fit.
    Far(Box<[u32]>),
}

/// Numbers kept within the record: enough for two names of four words, a mother, an area and a telephone.
const NEAR_MAX: usize = 14;

impl Tail {
    fn of(numbers: Vec<u32>) -> Tail {
        let mut near = [0; NEAR_MAX];
        if numbers.len() > NEAR_MAX {
            return Tail::Far(numbers.into());
        }
        near.iter_mut().zip(numbers).for_each(|(place, number)| *place = number);
        Tail::Near(near)
    }

    fn numbers(&self) -> &[u32] {
        match self {
            Tail::Near(numbers) => numbers,
            Tail::Far(numbers) => numbers,
        }
    }

    fn numbers_mut(&mut self) -> &mut [u32] {
        match self {
            Tail::Near(numbers) => numbers,
            Tail::Far(numbers) => numbers,
        }
    }
}

/// A record in numbers.
#[derive(Clone, Debug)]
pub(super) struct Packed {
    /// Words of the Arabic name, the Latin name, the mother's name and the area; telephone numbers; other papers.
    tail: Tail,
    ends: [u8; 6],
    sex: Option<Sex>,
    /// Date of birth.
    pub(super) birth: Birth,
    /// The Emirates ID number; 0 if not known.
    pub(super) eid: u64,
    /// Emirate, building and nationality by number; 0 if not known.
    pub(super) emirate: u32,
    /// Building.
    pub(super) building: u32,
    /// Nationality.
    pub(super) nationality: u32,
}

/// Short texts of which only equality counts, by number from 1.
#[derive(Clone, Debug, Default)]
struct Codes(BTreeMap<Box<str>, u32>);

impl Codes {
    fn enter(&mut self, text: Option<&str>) -> u32 {
        let Some(text) = text.map(fold).filter(|text| !text.is_empty()) else { return 0 };
        let next = narrow(self.0.len()).saturating_add(1);
        *self.0.entry(text.into()).or_insert(next)
    }

    /// The number of a text; one that nobody has if it is not there.
    fn find(&self, text: Option<&str>) -> u32 {
        let Some(text) = text.map(fold).filter(|text| !text.is_empty()) else { return 0 };
        self.0.get(text.as_str()).copied().unwrap_or(u32::MAX)
    }
}

/// What turns texts into numbers: everything the records share.
#[derive(Clone, Debug, Default)]
pub(super) struct Books {
    /// Words of names and areas.
    pub(super) words: Words,
    codes: Codes,
}

impl Books {
    /// Packs a record that is to be kept.
    pub(super) fn enter(&mut self, record: &Record) -> Packed {
        let Books { words, codes } = self;
        let packed = pack(record, |token| words.enter(token), |text| codes.enter(text));
        packed.bearing().for_each(|(id, position)| self.words.borne(id, position));
        packed
    }

    /// Takes in the words and codes of other books; says how a record of theirs is packed in these.
    pub(super) fn take_in(&mut self, other: Books) -> impl FnMut(Packed) -> Packed {
        let words = self.words.enter_all(other.words);
        let mut codes = vec![0; other.codes.0.len().saturating_add(1)];
        for (text, number) in other.codes.0 {
            let next = narrow(self.codes.0.len()).saturating_add(1);
            let code = *self.codes.0.entry(text).or_insert(next);
            codes.get_mut(wide(number)).into_iter().for_each(|place| *place = code);
        }
        let of = |numbers: &[u32], number: u32| numbers.get(wide(number)).copied().unwrap_or(0);
        move |mut packed| {
            for word in packed.words_mut() {
                *word = of(&words, *word);
            }
            for code in [&mut packed.emirate, &mut packed.building, &mut packed.nationality] {
                *code = of(&codes, *code);
            }
            packed.bearing().for_each(|(id, position)| self.words.borne(id, position));
            packed
        }
    }

    /// Forgets that a record bore its words.
    pub(super) fn leave(&mut self, packed: &Packed) {
        packed.bearing().for_each(|(id, position)| self.words.unborne(id, position));
    }

    /// Packs a question: its words that nobody bears follow the known ones in number.
    pub(super) fn ask(&self, record: &Record) -> (Packed, Vec<Word>) {
        let mut strange: Vec<Word> = Vec::new();
        let number = |token: &Token| {
            self.words.find(token).unwrap_or_else(|| {
                strange.push(self.words.strange(token));
                self.words.len().saturating_add(narrow(strange.len())).saturating_sub(1)
            })
        };
        let packed = pack(record, number, |text| self.codes.find(text));
        (packed, strange)
    }
}

fn pack(
    record: &Record,
    mut word: impl FnMut(&Token) -> u32,
    mut code: impl FnMut(Option<&str>) -> u32,
) -> Packed {
    let mut tail = Vec::with_capacity(12);
    let mut ends = [0_u8; 6];
    let area = area(record.place.area.as_deref().unwrap_or_default());
    let names = [
        (&record.arabic, NAME_WORDS_MAX),
        (&record.latin, NAME_WORDS_MAX),
        (&record.mother, NAME_WORDS_MAX),
        (&area, usize::MAX),
    ];
    let mut close = ends.iter_mut();
    let mut end = |tail: &Vec<u32>| {
        if let Some(end) = close.next() {
            *end = u8::try_from(tail.len()).unwrap_or(u8::MAX);
        }
    };
    for (name, max) in names {
        tail.extend(kept(name.tokens(), max).map(&mut word));
        end(&tail);
    }
    tail.extend(record.phones.iter().take(PHONES_MAX).filter_map(|phone| last_nine(phone.e164())));
    end(&tail);
    for id in record.other_ids.iter().take(OTHER_IDS_MAX) {
        let paper = paper(&fold(id));
        tail.extend([upper(paper), lower(paper)]);
    }
    end(&tail);
    Packed {
        tail: Tail::of(tail),
        ends,
        sex: record.sex,
        birth: Birth::of(record.birth),
        eid: record.eid.as_ref().and_then(|eid| eid.digits().parse().ok()).unwrap_or(0),
        emirate: code(record.place.emirate.as_deref()),
        building: code(record.place.building.as_deref()),
        nationality: code(record.nationality.as_deref()),
    }
}

/// An area: its digits, and then all its letters as one word, because where people put spaces in it is anybody's guess.
fn area(text: &str) -> Name {
    let parts = parts(text).into_iter().take(AREA_WORDS_MAX);
    let (letters, mut tokens): (Vec<NamePart>, Vec<NamePart>) =
        parts.partition(|part| matches!(part.script, Script::Arabic | Script::Latin));
    if let Some(script) = letters.first().map(|part| part.script) {
        let text = letters.into_iter().map(|part| part.text).collect();
        tokens.push(NamePart { text, script });
    }
    Name::of_tokens(tokens.into_iter().map(Token::of).collect())
}

/// The number of a paper as 64 bits: up to twelve letters and digits as they are, one more than their value each, in base
/// 37, so that a slip can be seen; anything else as a hash with the highest bit set.
fn paper(folded: &str) -> u64 {
    let signs = folded.chars().filter(|c| !matches!(c, ' ' | '-' | '/'));
    let exact = signs.clone().try_fold((0_u64, 0_usize), |(number, count), sign| {
        let value = sign.to_digit(36).filter(|_| count < PAPER_SIGNS_MAX)?;
        Some((number * PAPER_BASE + u64::from(value) + 1, count + 1))
    });
    exact.map_or_else(|| hash_text(&signs.collect::<String>()) | (1 << 63), |(number, _)| number)
}

/// True of a paper's number that is known sign by sign, and long enough for a slip to be told from another paper: six signs.
pub(super) fn is_long_paper(paper: u64) -> bool {
    (PAPER_BASE.pow(5)..1 << 63).contains(&paper)
}

/// The first words and the last one.
fn kept(tokens: &[Token], max: usize) -> impl Iterator<Item = &Token> {
    let first = tokens.len().min(max.saturating_sub(1));
    let (head, rest) = tokens.split_at_checked(first).unwrap_or((tokens, &[]));
    head.iter().chain(rest.last())
}

/// The last nine digits: the number without what people leave out or write in several ways.
fn last_nine(e164: &str) -> Option<u32> {
    let from = e164.len().saturating_sub(9);
    e164.get(from..)?.trim_start_matches('+').parse().ok()
}

impl Packed {
    fn part(&self, nth: usize) -> &[u32] {
        let end = |nth: usize| self.ends.get(nth).copied().map_or(0, usize::from);
        let from = nth.checked_sub(1).map_or(0, end);
        self.tail.numbers().get(from..end(nth)).unwrap_or_default()
    }

    /// The words of all names and of the area.
    fn words_mut(&mut self) -> impl Iterator<Item = &mut u32> {
        let [_, _, _, end, ..] = self.ends;
        self.tail.numbers_mut().iter_mut().take(usize::from(end))
    }

    /// Words of the Arabic and of the Latin name; either may be empty.
    pub(super) fn names(&self) -> [&[u32]; 2] {
        [self.part(0), self.part(1)]
    }

    /// Words of the mother's name.
    pub(super) fn mother(&self) -> &[u32] {
        self.part(2)
    }

    /// Words of the area.
    pub(super) fn area(&self) -> &[u32] {
        self.part(3)
    }

    /// Telephone numbers, nine digits each.
    pub(super) fn phones(&self) -> &[u32] {
        self.part(4)
    }

    /// Other papers; see `paper`.
    pub(super) fn other_ids(&self) -> impl Iterator<Item = u64> {
        self.part(5).chunks_exact(2).map(|two| match two {
            [high, low] => (u64::from(*high) << 32) | u64::from(*low),
            _ => 0,
        })
    }

    /// Sex.
    pub(super) fn sex(&self) -> Option<Sex> {
        self.sex
    }

    /// Date of birth, or the year that the Emirates ID number carries.
    pub(super) fn birth_or_year(&self) -> Birth {
        if self.birth.y != 0 || self.eid == 0 {
            return self.birth;
        }
        let year = u16::try_from(self.eid / 100_000_000 % 10_000).unwrap_or(0);
        if (1900..2100).contains(&year) { Birth { y: year, m: 0, d: 0 } } else { self.birth }
    }

    /// True if nothing is known but a name, a year, sex and nationality: hundreds may answer to it.
    pub(super) fn is_name_and_year(&self) -> bool {
        let [mother, area, phones, papers] = [2, 3, 4, 5].map(|part| self.part(part).is_empty());
        let placeless = area && self.emirate == 0 && self.building == 0;
        placeless && mother && phones && papers && self.eid == 0 && self.birth.d == 0
    }

    /// Every word of the names with its position, for counting how often names are borne.
    fn bearing(&self) -> impl Iterator<Item = (u32, Position)> {
        let position = |at: usize| if at == 0 { Position::Given } else { Position::Rest };
        let numbered = move |(at, id): (usize, &u32)| (*id, position(at));
        self.names().into_iter().flat_map(move |name| name.iter().enumerate().map(numbered))
    }
}
