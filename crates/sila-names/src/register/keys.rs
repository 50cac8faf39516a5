//! Blocking: the keys under which a record is filed. Two records are compared only if they share a key, so every way
//! in which people write differently needs a key that survives it.

use super::number::mix;
use super::packed::{Birth, Packed};
use super::postings::Key;
use super::words::{Lexis, UNSEEN};

/// Most skeletons of the given name, over all its spellings.
const GIVEN_MAX: usize = 6;
/// Most skeletons of the other words.
const REST_MAX: usize = 12;
/// Skeletons of one word used in a key; a Latin spelling may be read in up to twelve ways.
const READINGS: usize = 3;

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
    PlaceGiven,
    PlaceName,
    PlaceBirth,
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
            Pass::PlaceGiven => 11,
            Pass::PlaceName => 12,
            Pass::GivenName => 13,
            Pass::NameName => 14,
            Pass::Given => 15,
            Pass::PlaceBirth => 16,
        }
    }
}

/// The values of a record from which keys are made.
struct Values {
    given: Vec<u64>,
    rest: Vec<u64>,
    mother: Vec<u64>,
    area: Vec<u64>,
}

/// All keys of a record with their passes. A key may occur twice.
pub(super) fn keys(lexis: Lexis<'_>, packed: &Packed, out: &mut Vec<(Pass, Key)>) {
    let values = Values::of(lexis, packed);
    let mut keys = Keys { out };
    keys.papers(packed);
    keys.phones(packed, &values);
    keys.births(packed, &values);
    keys.names(&values);
    keys.places(packed, &values);
    out.sort_unstable();
    out.dedup();
}

impl Values {
    fn of(lexis: Lexis<'_>, packed: &Packed) -> Values {
        let (mut given, mut rest) = (Vec::with_capacity(8), Vec::with_capacity(16));
        for name in packed.names() {
            for (at, word) in name.iter().enumerate() {
                let (skeletons, max) =
                    if at == 0 { (&mut given, GIVEN_MAX) } else { (&mut rest, REST_MAX) };
                read(lexis, *word, skeletons, max);
            }
        }
        let mut mother = Vec::with_capacity(4);
        packed.mother().iter().take(1).for_each(|word| read(lexis, *word, &mut mother, GIVEN_MAX));
        Values { given, rest, mother, area: area(lexis, packed.area()) }
    }
}

/// Adds the readings of a word.
fn read(lexis: Lexis<'_>, word: u32, out: &mut Vec<u64>, max: usize) {
    for skeleton in lexis.skeletons(word).iter().take(READINGS).map(|s| u64::from(*s)) {
        if out.len() < max && skeleton != u64::from(UNSEEN) && !out.contains(&skeleton) {
            out.push(skeleton);
        }
    }
}

/// The area: all its words in one, with the readings of the last.
fn area(lexis: Lexis<'_>, words: &[u32]) -> Vec<u64> {
    let Some((last, others)) = words.split_last() else { return Vec::new() };
    let first = |word: &u32| lexis.skeletons(*word).first().copied().unwrap_or(UNSEEN);
    let start = others.iter().fold(7, |hash, word| mix(hash, u64::from(first(word))));
    lexis.skeletons(*last).iter().take(READINGS).map(|s| mix(start, u64::from(*s))).collect()
}

struct Keys<'a> {
    out: &'a mut Vec<(Pass, Key)>,
}

impl Keys<'_> {
    fn add(&mut self, pass: Pass, values: &[u64]) {
        self.out.push((pass, Key::of(pass.tag(), values)));
    }

    fn papers(&mut self, packed: &Packed) {
        if packed.eid != 0 {
            self.add(Pass::EidEnd, &[packed.eid % 100_000_000]);
        }
        packed.other_ids().for_each(|id| self.add(Pass::OtherId, &[id]));
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
            // The given name too: it may stand at the end of the other record.
            let words = values.rest.iter().chain(&values.given);
            words.for_each(|name| self.add(Pass::BirthName, &[day, *name]));
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
        for area in values.area.iter().filter(|_| building != 0) {
            if packed.birth.is_day() {
                self.add(Pass::PlaceBirth, &[*area, building, day(packed.birth)]);
            }
            for given in &values.given {
                self.add(Pass::PlaceGiven, &[emirate, *area, building, *given]);
            }
            for name in &values.rest {
                self.add(Pass::PlaceName, &[emirate, *area, building, *name]);
            }
        }
    }
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
