//! What a person can be asked for by: for each slot the values that stand for them.
//!
//! A list holds every likely spelling, a question only the principal one: so the sides may write a name differently, and
//! yet a question tests one candidate in each slot. Values are spelled consonants and figures, the same at both nodes as
//! long as both use the same rules for names ([`digest`] proves it).
//!
//! They are fewer and stricter than [`sila_names::register`]'s recipes: a recipe has several texts for one person, a slot
//! of a question has one.

use std::collections::BTreeSet;

use sila_core::person::{Birth, Person};
use sila_link::known::Slot;
use sila_names::{Name, Token};
use sila_seal::{Hash, sha256};

/// Spellings of one part of a name that are listed.
const SPELLINGS_MAX: usize = 4;
/// Parts of a name after the given one that are listed.
const PARTS_MAX: usize = 5;
/// Values of one person in one slot.
const VALUES_MAX: usize = 48;

/// Version of these values together with the rules for names.
pub const RULES: u16 = sila_names::NORMALISER;

/// What both sides compare: a hash over what the rules make of test names.
pub fn digest() -> Hash {
    sha256(&[b"sila/known/rules/1", sila_names::normaliser_digest().as_bytes()])
}

/// Spellings of the given name, and of each further part in their order.
struct Parts {
    given: Vec<String>,
    others: Vec<Vec<String>>,
}

/// Day of birth, without the first of January, which stands for a day that nobody knows.
struct Day {
    whole: String,
    in_year: String,
}

/// Every value under which a partner may find this person.
pub fn listed(person: &Person) -> Vec<(Slot, String)> {
    let mut values = BTreeSet::new();
    numbers(person, &mut values);
    for text in [&person.name_ar, &person.name_latin].into_iter().flatten() {
        if let Some(parts) = parts(text, SPELLINGS_MAX) {
            named(person, &parts, &mut values);
        }
    }
    let mut kept: Vec<(Slot, String)> = Vec::new();
    for slot in Slot::ALL {
        let of_slot = values.iter().filter(|(of, _)| *of == slot);
        kept.extend(of_slot.take(VALUES_MAX).cloned());
    }
    kept
}

/// At most one value for each slot: what a question about this person asks for.
pub fn asked(person: &Person) -> Vec<(Slot, String)> {
    let mut values = BTreeSet::new();
    numbers(person, &mut values);
    let name = person.name_ar.as_ref().or(person.name_latin.as_ref());
    if let Some(mut parts) = name.and_then(|text| parts(text, 1)) {
        // The family name tells more than the names between.
        if parts.others.len() > 2 {
            let family = parts.others.pop();
            parts.others.truncate(1);
            parts.others.extend(family);
        }
        let mut found = BTreeSet::new();
        named(person, &parts, &mut found);
        let family = parts.others.last().and_then(|spellings| spellings.first());
        let ends = |value: &str| family.is_none_or(|family| value.ends_with(family.as_str()));
        values.extend(found.into_iter().filter(|(slot, value)| !by_one_name(*slot) || ends(value)));
    }
    let mut seen = BTreeSet::new();
    values.into_iter().filter(|(slot, _)| seen.insert(*slot)).collect()
}

fn by_one_name(slot: Slot) -> bool {
    matches!(slot, Slot::BirthNames | Slot::DayNames)
}

fn numbers(person: &Person, values: &mut BTreeSet<(Slot, String)>) {
    if let Some(number) = &person.emirates_id {
        values.insert((Slot::EmiratesId, number.clone()));
    }
    if let (Some(phone), Some(day)) = (phone(person), day(person)) {
        values.insert((Slot::PhoneBirth, format!("{phone}|{}", day.whole)));
    }
}

fn named(person: &Person, parts: &Parts, values: &mut BTreeSet<(Slot, String)>) {
    let pairs = pairs(&parts.others);
    for given in &parts.given {
        if let Some(phone) = phone(person) {
            values.insert((Slot::PhoneGiven, format!("{phone}|{given}")));
        }
        if let Some(day) = day(person) {
            values.insert((Slot::BirthGiven, format!("{}|{given}", day.whole)));
            for other in parts.others.iter().flatten() {
                values.insert((Slot::BirthNames, format!("{}|{given}|{other}", day.whole)));
                values.insert((Slot::DayNames, format!("{}|{given}|{other}", day.in_year)));
            }
        }
        for (one, two) in &pairs {
            values.insert((Slot::ThreeNames, format!("{given}|{one}|{two}")));
            if let Some(year) = year(person) {
                values.insert((Slot::YearNames, format!("{year}|{given}|{one}|{two}")));
            }
        }
    }
}

/// Two further names in their order.
fn pairs(others: &[Vec<String>]) -> Vec<(&String, &String)> {
    let mut pairs = Vec::new();
    for (nth, ones) in others.iter().enumerate() {
        for twos in others.iter().skip(nth.saturating_add(1)) {
            pairs.extend(ones.iter().flat_map(|one| twos.iter().map(move |two| (one, two))));
        }
    }
    pairs
}

fn parts(text: &str, spellings: usize) -> Option<Parts> {
    let name = Name::parse(text);
    let (given, others) = name.tokens().split_first()?;
    let spelled = |token: &Token| -> Vec<String> {
        let some = token.skeletons().iter().filter(|skeleton| !skeleton.is_empty());
        some.take(spellings).map(|skeleton| skeleton.spelled()).collect()
    };
    let given = spelled(given);
    let mut others: Vec<Vec<String>> = others.iter().map(spelled).collect();
    others.retain(|spellings| !spellings.is_empty());
    // The last part is the family name: it stays however many there are.
    if others.len() > PARTS_MAX {
        let family = others.pop();
        others.truncate(PARTS_MAX.saturating_sub(1));
        others.extend(family);
    }
    (!given.is_empty()).then_some(Parts { given, others })
}

/// The last nine digits: the number without its prefix, however it was written.
fn phone(person: &Person) -> Option<String> {
    let digits: Vec<char> = person.phone.as_ref()?.chars().filter(char::is_ascii_digit).collect();
    let from = digits.len().checked_sub(9)?;
    Some(digits.iter().skip(from).collect())
}

/// Day and month in the order of their size, because people confuse the two.
fn day(person: &Person) -> Option<Day> {
    let Birth::Exact { y, m, d } = person.birth else { return None };
    if (m, d) == (1, 1) {
        return None;
    }
    let in_year = format!("{:02}{:02}", m.min(d), m.max(d));
    Some(Day { whole: format!("{y:04}{in_year}"), in_year })
}

fn year(person: &Person) -> Option<u16> {
    match person.birth {
        Birth::Exact { y, .. } | Birth::YearOnly(y) => Some(y),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use sila_core::PersonId;
    use sila_link::known::{Class, Hit};

    fn person(ar: Option<&str>, latin: Option<&str>, birth: Birth) -> Person {
        Person {
            name_ar: ar.map(str::to_owned),
            name_latin: latin.map(str::to_owned),
            birth,
            ..Person::unknown(PersonId(uuid::Uuid::nil()))
        }
    }

    fn class(asks: &Person, lists: &Person) -> Class {
        let listed = listed(lists);
        let found: Vec<(Slot, [u8; 16])> = asked(asks)
            .into_iter()
            .filter(|value| listed.contains(value))
            .map(|(slot, _)| (slot, [1; 16]))
            .collect();
        Hit::gather(&found).first().map_or(Class::None, Hit::class)
    }

    #[test]
    fn a_question_has_one_value_for_a_slot_whatever_is_known() {
        let mut whole = person(
            Some("فاطمة أحمد سالم عبد الله الكثيبي"),
            Some("Fatima Ahmed Salem Al Kuthaibi"),
            Birth::Exact { y: 1989, m: 4, d: 12 },
        );
        whole.emirates_id = Some("784198912345678".to_owned());
        whole.phone = Some("+971501234567".to_owned());
        let values = asked(&whole);
        let slots: BTreeSet<Slot> = values.iter().map(|(slot, _)| *slot).collect();
        assert_eq!((values.len(), slots.len()), (Slot::ALL.len(), Slot::ALL.len()));
        let listed = listed(&whole);
        assert!(values.iter().all(|value| listed.contains(value)), "everybody finds themselves");
        let nobody = Person::unknown(PersonId(uuid::Uuid::nil()));
        assert_eq!(asked(&nobody), []);
    }

    #[test]
    fn b21_two_women_with_one_name_are_possible_and_never_strong() {
        let one = |y| person(Some("فاطمة أحمد الكثيبي"), None, Birth::Exact { y, m: 4, d: 12 });
        assert_eq!(class(&one(1989), &one(1991)), Class::Possible);
        assert_eq!(class(&one(1989), &one(1989)), Class::Possible, "names and days are not proof");
        let other =
            person(Some("فاطمة سالم الزرعوني"), None, Birth::Exact { y: 1989, m: 4, d: 12 });
        assert_ne!(class(&one(1989), &other), Class::Strong);
    }

    #[test]
    fn a_name_in_the_other_script_is_found() {
        let day = Birth::Exact { y: 1989, m: 4, d: 12 };
        let (ar, latin) = (
            person(Some("فاطمة أحمد الكثيبي"), None, day),
            person(None, Some("Fatima Ahmed Al Kuthaibi"), day),
        );
        assert_eq!(class(&ar, &latin), Class::Possible);
        assert_eq!(class(&latin, &ar), Class::Possible);
    }

    #[test]
    fn a_number_alone_is_strong_and_a_day_alone_nothing() {
        let mut one = person(Some("هند"), None, Birth::Unknown);
        one.emirates_id = Some("784198912345678".to_owned());
        assert_eq!(class(&one, &one), Class::Strong);
        let day = Birth::Exact { y: 1989, m: 4, d: 12 };
        let given = |name| person(Some(name), None, day);
        assert_eq!(class(&given("هند"), &given("هند")), Class::None);
        let first = person(Some("هند سعيد"), None, Birth::Exact { y: 1989, m: 1, d: 1 });
        assert_eq!(class(&first, &first), Class::None, "the first of January is no day");
    }
}
