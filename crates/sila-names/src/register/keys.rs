//! Blocking: the keys under which a record is filed. Two records are compared only if they share a key, so every way
//! in which people write differently needs a key that survives it.

use super::number::mix;
use super::packed::{Birth, PAPER_BASE, Packed, is_long_paper};
use super::postings::Key;
use super::words::{Lexis, UNSEEN};

/// Most skeletons of the given name, over all its spellings.
const GIVEN_MAX: usize = 6;
/// Most skeletons of the other words.
const REST_MAX: usize = 12;

/// A way of filing. The numbers are part of the hash and mean nothing else.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Pass {
    EidEnd,
    OtherId,
    PhoneGiven,
    PhoneName,
    PhoneBirth,
    BirthGiven,
    BirthName,
    YearGivenName,
    GivenNameName,
    GivenMother,
    PlaceName,
    AreaBirth,
    BuildingBirth,
    PaperName,
    PaperBirth,
    GivenName,
    NameName,
    Given,
}

impl Pass {
    /// Passes for the search box only: their blocks are too large to compare everybody in them with everybody.
    pub(super) fn is_for_names_alone(self) -> bool {
        matches!(self, Pass::NameName | Pass::Given)
    }

    fn tag(self) -> u8 {
        match self {
            Pass::EidEnd => 1,
            Pass::OtherId => 2,
            Pass::PhoneGiven => 3,
            Pass::PhoneName => 4,
            Pass::PhoneBirth => 5,
            Pass::BirthGiven => 6,
            Pass::BirthName => 7,
            Pass::YearGivenName => 8,
            Pass::GivenNameName => 9,
            Pass::GivenMother => 10,
            Pass::AreaBirth => 11,
            Pass::PlaceName => 12,
            Pass::GivenName => 13,
            Pass::NameName => 14,
            Pass::Given => 15,
            Pass::BuildingBirth => 16,
            Pass::PaperName => 17,
            Pass::PaperBirth => 18,
        }
    }
}

/// The values of a record from which keys are made. Kept for the next record, because making room costs more than reading.
#[derive(Debug, Default)]
pub(super) struct Values {
    given: Vec<u64>,
    rest: Vec<u64>,
    mother: Vec<u64>,
    area: Vec<u64>,
}

impl Values {
    /// Says each key of a record with its pass. A key may be said twice.
    pub(super) fn each_key(
        &mut self,
        lexis: Lexis<'_>,
        packed: &Packed,
        add: &mut impl FnMut(Pass, Key),
    ) {
        self.read(lexis, packed);
        let mut keys = Keys { add };
        keys.papers(packed, self);
        keys.phones(packed, self);
        keys.births(packed, self);
        keys.names(self);
        keys.places(packed, self);
    }

    fn read(&mut self, lexis: Lexis<'_>, packed: &Packed) {
        for values in [&mut self.given, &mut self.rest, &mut self.mother, &mut self.area] {
            values.clear();
        }
        for name in packed.names() {
            for (at, word) in name.iter().enumerate() {
                let (skeletons, max) =
                    if at == 0 { (&mut self.given, GIVEN_MAX) } else { (&mut self.rest, REST_MAX) };
                read(lexis, *word, skeletons, max);
            }
        }
        let mother = packed.mother().iter().take(1);
        mother.for_each(|word| read(lexis, *word, &mut self.mother, GIVEN_MAX));
        area(lexis, packed.area(), &mut self.area);
    }

    /// All words: a given name may stand at the end of the other record.
    fn words(&self) -> impl Iterator<Item = u64> {
        self.rest.iter().chain(&self.given).copied()
    }
}

/// The keys of one record with their passes, each once.
pub(super) fn filed(lexis: Lexis<'_>, packed: &Packed) -> Vec<(Pass, Key)> {
    let mut filed = Vec::with_capacity(64);
    Values::default().each_key(lexis, packed, &mut |pass, key| filed.push((pass, key)));
    filed.sort_unstable();
    filed.dedup();
    filed
}

/// Adds the readings of a word.
fn read(lexis: Lexis<'_>, word: u32, out: &mut Vec<u64>, max: usize) {
    for skeleton in readings(lexis, word) {
        if out.len() < max && !out.contains(&skeleton) {
            out.push(skeleton);
        }
    }
}

/// The area: its digits, and the readings of its letters.
fn area(lexis: Lexis<'_>, words: &[u32], out: &mut Vec<u64>) {
    let Some((last, others)) = words.split_last() else { return };
    let start = others.iter().fold(7, |hash, word| mix(hash, u64::from(*word)));
    out.extend(readings(lexis, *last).map(|skeleton| mix(start, skeleton)));
    if out.is_empty() {
        out.push(mix(start, u64::from(*last) | (1 << 40)));
    }
}

/// The first skeletons of a word that records have.
fn readings(lexis: Lexis<'_>, word: u32) -> impl Iterator<Item = u64> {
    let known = |skeleton: &u32| *skeleton != UNSEEN;
    lexis.readings(word).into_iter().filter(known).map(u64::from)
}

struct Keys<'a, F> {
    add: &'a mut F,
}

impl<F: FnMut(Pass, Key)> Keys<'_, F> {
    fn add(&mut self, pass: Pass, values: &[u64]) {
        (self.add)(pass, Key::of(pass.tag(), values));
    }

    fn papers(&mut self, packed: &Packed, values: &Values) {
        if packed.eid != 0 {
            self.add(Pass::EidEnd, &[packed.eid % 100_000_000]);
        }
        for id in packed.other_ids() {
            self.add(Pass::OtherId, &[id]);
            // A slip of the pen leaves one half as it was, unless two signs changed places across the cut.
            for half in halves(id) {
                values.words().for_each(|word| self.add(Pass::PaperName, &[half, word]));
                if packed.birth.is_day() {
                    self.add(Pass::PaperBirth, &[half, day(packed.birth)]);
                }
            }
        }
    }

    fn phones(&mut self, packed: &Packed, values: &Values) {
        for phone in packed.phones().iter().map(|phone| u64::from(*phone)) {
            values.given.iter().for_each(|given| self.add(Pass::PhoneGiven, &[phone, *given]));
            values.rest.iter().for_each(|name| self.add(Pass::PhoneName, &[phone, *name]));
            if packed.birth.is_day() {
                self.add(Pass::PhoneBirth, &[phone, day(packed.birth)]);
            }
        }
    }

    fn births(&mut self, packed: &Packed, values: &Values) {
        let birth = packed.birth;
        if birth.d != 0 {
            let day = day(birth);
            values.given.iter().for_each(|given| self.add(Pass::BirthGiven, &[day, *given]));
            values.words().for_each(|word| self.add(Pass::BirthName, &[day, word]));
        }
        let year = u64::from(packed.birth_or_year().y);
        for given in values.given.iter().filter(|_| year != 0) {
            for name in &values.rest {
                self.add(Pass::YearGivenName, &[year, *given, *name]);
            }
        }
    }

    fn names(&mut self, values: &Values) {
        for given in &values.given {
            self.add(Pass::Given, &[*given]);
            values.rest.iter().for_each(|name| self.add(Pass::GivenName, &[*given, *name]));
            values.mother.iter().for_each(|mother| self.add(Pass::GivenMother, &[*given, *mother]));
            pairs(&values.rest, |a, b| self.add(Pass::GivenNameName, &[*given, a, b]));
        }
        pairs(&values.rest, |a, b| self.add(Pass::NameName, &[a, b]));
    }

    fn places(&mut self, packed: &Packed, values: &Values) {
        let (emirate, building) = (u64::from(packed.emirate), u64::from(packed.building));
        let lived = Some(packed.birth).filter(|birth| birth.is_day()).map(day);
        for area in &values.area {
            lived.iter().for_each(|day| self.add(Pass::AreaBirth, &[*area, *day]));
            for word in values.words().filter(|_| building != 0) {
                self.add(Pass::PlaceName, &[emirate, *area, building, word]);
            }
        }
        if building != 0 {
            lived.iter().for_each(|day| self.add(Pass::BuildingBirth, &[building, *day]));
        }
    }
}

/// Both halves of a paper's number: what stands before its last three signs, and those with a mark of their own. None of a
/// number that is too short to be cut, or that is only known by its hash.
fn halves(paper: u64) -> impl Iterator<Item = u64> {
    const HALF: u64 = PAPER_BASE.pow(3);
    let is_cut = is_long_paper(paper);
    [paper / HALF, (paper % HALF) | (1 << 62)].into_iter().filter(move |_| is_cut)
}

/// Every two of the values, in the order of their size.
fn pairs(values: &[u64], mut each: impl FnMut(u64, u64)) {
    for (at, a) in values.iter().enumerate() {
        for b in values.iter().skip(at.saturating_add(1)) {
            each(*a.min(b), *a.max(b));
        }
    }
}

/// A day in which day and month may have changed places.
fn day(birth: Birth) -> u64 {
    let (m, d) = (u64::from(birth.m.min(birth.d)), u64::from(birth.m.max(birth.d)));
    u64::from(birth.y) * 10_000 + m * 100 + d
}
