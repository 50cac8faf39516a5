//! A person made ready for the register: names prepared, numbers read, dates as exact as they are known.

use sila_core::codes::Relation;
use sila_core::person::{Birth, Person};
use sila_core::time::Millis;
use sila_names::register::{Place, Record, Sex};
use sila_names::{EmiratesId, Name, PartialDate, Phone};

use crate::cases::CaseRecord;

/// From this age on somebody is not a child, in years.
const ADULT_YEARS: u8 = 18;

/// A person as the register compares them.
pub fn record(person: &Person, area: Option<String>, now: Millis) -> Record {
    let name = |name: &Option<String>| Name::parse(name.as_deref().unwrap_or_default());
    let emirate = area.as_deref().and_then(|area| sila_core::AreaCode::parse(area).ok());
    let emirate = emirate.and_then(|area| sila_core::area::emirate_of(&area));
    let eid = person.emirates_id.as_deref().and_then(|text| EmiratesId::parse(text).ok());
    let other = person.emirates_id.clone().filter(|_| eid.is_none());
    Record {
        arabic: name(&person.name_ar),
        latin: name(&person.name_latin),
        birth: birth(person.birth, now),
        eid,
        other_ids: other.into_iter().collect(),
        phones: person
            .phone
            .as_deref()
            .and_then(|text| Phone::parse(text).ok())
            .into_iter()
            .collect(),
        sex: match person.sex {
            sila_core::codes::Sex::Female => Some(Sex::Female),
            sila_core::codes::Sex::Male => Some(Sex::Male),
            sila_core::codes::Sex::Unknown => None,
        },
        nationality: person.nationality.clone(),
        place: Place { emirate: emirate.map(|code| code.to_string()), area, building: None },
        ..Record::unknown()
    }
}

/// The name of a family in both scripts: the last part of the name of the first of them who has more than one.
pub fn family(people: &[Person]) -> [Name; 2] {
    let last = |name: fn(&Person) -> &Option<String>| {
        let names = people.iter().filter_map(|one| name(one).as_deref()).map(Name::parse);
        let whole = names.filter(|name| name.tokens().len() > 1);
        let last = whole.filter_map(|name| name.tokens().last().cloned()).next();
        Name::of_tokens(last.into_iter().collect())
    };
    [last(|one| &one.name_ar), last(|one| &one.name_latin)]
}

/// The names by which a person is found: those on file and, for whoever is on file by a given name alone, that of the family.
pub fn names<'a>(record: &'a Record, family: &'a [Name; 2]) -> Vec<&'a Name> {
    let mut all = vec![&record.arabic, &record.latin];
    if all.iter().all(|name| name.tokens().len() < 2) {
        all.extend(family);
    }
    all
}

/// Whether the area of a case is also this person's home, and its safe way of contact also theirs: of the person
/// concerned, and of children. A father, a husband or anybody else of the family may live elsewhere, and may be the reason
/// why nobody must know where the others do.
pub fn is_at_home(people: &[Person], person: &Person, now: Millis) -> bool {
    people.first().is_some_and(|first| first.id == person.id) || is_child(person, now)
}

/// Whether somebody is a child, or is called so and nobody knows the age.
pub fn is_child(person: &Person, now: Millis) -> bool {
    match person.ages(now) {
        Some(ages) => ages.max < ADULT_YEARS,
        None => matches!(person.relation, Some(Relation::Son | Relation::Daughter)),
    }
}

/// The mother's name, which only an older register says: of the person concerned.
pub fn mother(case: &CaseRecord, person: &Person) -> Name {
    let concerned = case.disclosure.people.first().is_some_and(|first| first.id == person.id);
    let said = case.provenance.as_ref().filter(|_| concerned);
    Name::parse(said.and_then(|said| said.mother.as_deref()).unwrap_or_default())
}

/// An estimated age is a year of birth that somebody rounded.
fn birth(birth: Birth, now: Millis) -> PartialDate {
    match birth {
        Birth::Unknown => PartialDate::Unknown,
        Birth::Exact { y, m, d } => PartialDate::Day { y, m, d },
        Birth::YearOnly(y) => PartialDate::Year(y),
        Birth::AgeRange { .. } => match years(birth, now) {
            Some((from, to)) if to.saturating_sub(from) <= 2 => {
                PartialDate::Year(from.midpoint(to))
            }
            _ => PartialDate::Unknown,
        },
    }
}

/// The years in which somebody may have been born.
pub fn years(birth: Birth, now: Millis) -> Option<(u16, u16)> {
    match birth {
        Birth::Exact { y, .. } | Birth::YearOnly(y) => Some((y, y)),
        Birth::Unknown => None,
        Birth::AgeRange { .. } => {
            let (ages, year) = (birth.ages(now)?, u16::try_from(now.uae_date().year).ok()?);
            let born = |age: u8| year.saturating_sub(u16::from(age));
            Some((born(ages.max).saturating_sub(1), born(ages.min)))
        }
    }
}

/// The digits by which somebody is found.
pub fn numbers(record: &Record) -> Vec<String> {
    let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
    let eid = record.eid.iter().map(|eid| eid.digits().to_owned());
    let phones = record.phones.iter().map(|phone| digits(phone.e164()));
    let other = record.other_ids.iter().map(|text| digits(&sila_names::fold::ascii_digits(text)));
    eid.chain(phones).chain(other).filter(|number| !number.is_empty()).collect()
}
