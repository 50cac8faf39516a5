//! Recipes: what two agencies compare, blinded, to learn whether both know a person. Each recipe spells a few fields in
//! one canonical form, so that two nodes with the same normaliser write the same text for the same person, however the
//! name was spelled. The texts are about a person: they are hashed and blinded, never sent.

use super::record::{Record, Sex};
use crate::{Name, PartialDate, Skeleton, fold};

/// Readings of one word that are spelled.
const READINGS: usize = 2;
/// Readings of the given name, over both scripts.
const GIVEN_MAX: usize = 3;
/// Readings of the other words, over both scripts.
const REST_MAX: usize = 8;

/// A recipe. Each has its own slots and its own key, so that a slot tells nothing by what fills it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Recipe {
    /// The Emirates ID number.
    Eid,
    /// A telephone number and the given name.
    PhoneGiven,
    /// The day of birth, the given name and one more name.
    BirthGivenName,
    /// The day of birth and the given name.
    BirthGiven,
    /// The year of birth, the sex, the given name and two more names.
    YearSexGivenNames,
    /// The year of birth, the given name and one more name.
    YearGivenName,
    /// The given name and two more names.
    GivenNames,
    /// The year of birth, the given name and the mother's given name.
    YearGivenMother,
    /// The day of birth, the given name and the mother's given name.
    BirthGivenMother,
    /// The day of birth and a telephone number.
    BirthPhone,
    /// Where the person lives, and the given name.
    PlaceGiven,
}

/// What a text of a recipe holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Element {
    Eid,
    Phone,
    Day,
    Year,
    Sex,
    Given,
    Name,
    Mother,
    Place,
}

impl Recipe {
    /// All recipes, strongest first.
    pub const ALL: [Recipe; 11] = [
        Recipe::Eid,
        Recipe::PhoneGiven,
        Recipe::BirthPhone,
        Recipe::BirthGivenMother,
        Recipe::BirthGivenName,
        Recipe::YearSexGivenNames,
        Recipe::PlaceGiven,
        Recipe::YearGivenMother,
        Recipe::BirthGiven,
        Recipe::GivenNames,
        Recipe::YearGivenName,
    ];

    /// The stable name: part of every text, and the domain of its key.
    pub fn code(self) -> &'static str {
        match self {
            Recipe::Eid => "eid",
            Recipe::PhoneGiven => "phone-given",
            Recipe::BirthGivenName => "birth-given-name",
            Recipe::BirthGiven => "birth-given",
            Recipe::YearSexGivenNames => "year-sex-given-names",
            Recipe::YearGivenName => "year-given-name",
            Recipe::GivenNames => "given-names",
            Recipe::YearGivenMother => "year-given-mother",
            Recipe::BirthGivenMother => "birth-given-mother",
            Recipe::BirthPhone => "birth-phone",
            Recipe::PlaceGiven => "place-given",
        }
    }

    /// The recipe of a code.
    pub fn of_code(code: &str) -> Option<Recipe> {
        Recipe::ALL.into_iter().find(|recipe| recipe.code() == code)
    }

    /// What a text of it holds, in order.
    pub(super) fn elements(self) -> &'static [Element] {
        use Element::{Day, Eid, Given, Mother, Name, Phone, Place, Sex, Year};
        match self {
            Recipe::Eid => &[Eid],
            Recipe::PhoneGiven => &[Phone, Given],
            Recipe::BirthGivenName => &[Day, Given, Name],
            Recipe::BirthGiven => &[Day, Given],
            Recipe::YearSexGivenNames => &[Year, Sex, Given, Name],
            Recipe::YearGivenName => &[Year, Given, Name],
            Recipe::GivenNames => &[Given, Name],
            Recipe::YearGivenMother => &[Year, Given, Mother],
            Recipe::BirthGivenMother => &[Day, Given, Mother],
            Recipe::BirthPhone => &[Day, Phone],
            Recipe::PlaceGiven => &[Place, Given],
        }
    }

    /// Most texts of this recipe for one person; a question fills unused slots with dummies.
    pub fn slots(self) -> usize {
        match self {
            Recipe::Eid => 1,
            Recipe::PhoneGiven | Recipe::BirthPhone | Recipe::BirthGiven => 2,
            Recipe::BirthGivenMother | Recipe::YearGivenMother | Recipe::PlaceGiven => 2,
            Recipe::GivenNames
            | Recipe::BirthGivenName
            | Recipe::YearSexGivenNames
            | Recipe::YearGivenName => 6,
        }
    }

    /// True if one hit of it alone means the same person in 98 of 100 cases or more.
    pub fn is_strong(self) -> bool {
        matches!(
            self,
            Recipe::Eid | Recipe::PhoneGiven | Recipe::BirthGivenName | Recipe::BirthGivenMother
        )
    }
}

/// The texts of a record, sorted by recipe, at most [`Recipe::slots`] for each. The same record gives the same texts for
/// ever under one [`NORMALISER`](crate::NORMALISER).
pub fn recipes(record: &Record) -> Vec<(Recipe, String)> {
    let values = Values::of(record);
    let mut out = Vec::with_capacity(24);
    for recipe in Recipe::ALL {
        let mut texts = values.texts(recipe);
        texts.sort_unstable();
        texts.dedup();
        let spelled = |text: String| (recipe, format!("{}={text}", recipe.code()));
        out.extend(texts.into_iter().take(recipe.slots()).map(spelled));
    }
    out
}

struct Values {
    eid: Vec<String>,
    phones: Vec<String>,
    given: Vec<String>,
    rest: Vec<String>,
    mother: Vec<String>,
    day: Vec<String>,
    year: Vec<String>,
    sex: Vec<String>,
    place: Vec<String>,
}

impl Values {
    fn of(record: &Record) -> Values {
        let (mut given, mut rest, mut mother) = (Vec::new(), Vec::new(), Vec::new());
        for name in [&record.arabic, &record.latin] {
            read(name, 0, 1, GIVEN_MAX, &mut given);
            read(name, 1, usize::MAX, REST_MAX, &mut rest);
        }
        read(&record.mother, 0, 1, GIVEN_MAX, &mut mother);
        let last_nine = |e164: &str| e164.get(e164.len().saturating_sub(9)..).map(str::to_owned);
        let sex = record.sex.map(|sex| match sex {
            Sex::Female => "f".to_owned(),
            Sex::Male => "m".to_owned(),
        });
        Values {
            eid: record.eid.iter().map(|eid| eid.digits().to_owned()).collect(),
            phones: record.phones.iter().filter_map(|phone| last_nine(phone.e164())).collect(),
            given,
            rest,
            mother,
            day: day(record.birth).into_iter().collect(),
            year: year(record).into_iter().collect(),
            sex: sex.into_iter().collect(),
            place: place(record),
        }
    }

    fn texts(&self, recipe: Recipe) -> Vec<String> {
        let names = match recipe {
            Recipe::YearSexGivenNames => groups(&self.rest, 2),
            Recipe::GivenNames => groups(&self.rest, 2),
            _ => self.rest.clone(),
        };
        let values = |element: &Element| match element {
            Element::Eid => self.eid.as_slice(),
            Element::Phone => &self.phones,
            Element::Day => &self.day,
            Element::Year => &self.year,
            Element::Sex => &self.sex,
            Element::Given => &self.given,
            Element::Name => &names,
            Element::Mother => &self.mother,
            Element::Place => &self.place,
        };
        joined(&recipe.elements().iter().map(values).collect::<Vec<_>>())
    }
}

/// Adds the spelled readings of the words from `from` on, at most so many words.
fn read(name: &Name, from: usize, words: usize, max: usize, out: &mut Vec<String>) {
    for token in name.tokens().iter().skip(from).take(words) {
        for text in token.skeletons().iter().take(READINGS).map(|skeleton| skeleton.spelled()) {
            if out.len() < max && !out.contains(&text) {
                out.push(text);
            }
        }
    }
}

/// Every combination of one value of each field.
fn joined(fields: &[&[String]]) -> Vec<String> {
    let mut out = vec![String::new()];
    for values in fields {
        let longer = |start: &String| {
            let start = start.clone();
            let mark = if start.is_empty() { "" } else { "|" };
            values.iter().map(move |value| format!("{start}{mark}{value}"))
        };
        out = out.iter().flat_map(longer).collect();
    }
    out
}

/// Every `size` of the values, in alphabetical order.
fn groups(values: &[String], size: usize) -> Vec<String> {
    let mut sorted: Vec<&String> = values.iter().collect();
    sorted.sort_unstable();
    let mut found: Vec<(usize, String)> = vec![(0, String::new())];
    for nth in 0..size {
        let mut longer = Vec::new();
        for (from, start) in &found {
            for (at, value) in sorted.iter().enumerate().skip(*from) {
                let mark = if nth == 0 { "" } else { "+" };
                longer.push((at.saturating_add(1), format!("{start}{mark}{value}")));
            }
        }
        found = longer;
    }
    found.into_iter().map(|(_, text)| text).collect()
}

/// A day that nobody rounded, in which day and month may have changed places.
fn day(birth: PartialDate) -> Option<String> {
    match birth {
        PartialDate::Day { m: 1, d: 1, .. } => None,
        PartialDate::Day { y, m, d } => Some(format!("{y:04}{:02}{:02}", m.min(d), m.max(d))),
        _ => None,
    }
}

/// The year of birth, or the one that the Emirates ID number carries.
fn year(record: &Record) -> Option<String> {
    let by_number = || record.eid.as_ref()?.digits().get(3..7)?.parse::<u16>().ok();
    record.birth.year().or_else(by_number).map(|year| format!("{year:04}"))
}

/// Emirate, area and building; only with a building does it say something.
fn place(record: &Record) -> Vec<String> {
    let place = &record.place;
    let (Some(emirate), Some(building)) = (&place.emirate, &place.building) else {
        return Vec::new();
    };
    let area = Name::parse(place.area.as_deref().unwrap_or_default());
    let first = |skeletons: &[Skeleton]| skeletons.first().map(|skeleton| skeleton.spelled());
    let spelled: Vec<String> =
        area.tokens().iter().filter_map(|token| first(token.skeletons())).collect();
    if spelled.is_empty() {
        return Vec::new();
    }
    vec![format!("{}/{}/{}", fold(emirate), spelled.join("-"), fold(building))]
}
