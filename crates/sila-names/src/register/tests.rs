//! Stories about people of one family, and laws of the index.

use super::*;
use crate::{EmiratesId, Name, PartialDate, Phone};

fn person(name: &str, birth: (u16, u8, u8)) -> Record {
    let (y, m, d) = birth;
    let birth = if y == 0 { PartialDate::Unknown } else { PartialDate::Day { y, m, d } };
    Record { arabic: Name::parse(name), birth, ..Record::unknown() }
}

fn at_home(record: Record) -> Record {
    let place = Place {
        emirate: Some("SHJ".to_owned()),
        area: Some("المجاز".to_owned()),
        building: Some("12".to_owned()),
    };
    Record {
        phones: vec![Phone::parse("050 123 4567").unwrap()],
        mother: Name::parse("مريم سالم"),
        place,
        ..record
    }
}

/// A register with a thousand strangers, so that frequencies and priors mean something.
fn town() -> Register<u32> {
    const GIVEN: [&str; 10] =
        ["محمد", "أحمد", "علي", "خالد", "سعيد", "فاطمة", "مريم", "نورة", "هند", "شيخة"];
    const FAMILY: [&str; 10] = [
        "الكعبي",
        "الشامسي",
        "المزروعي",
        "البلوشي",
        "النعيمي",
        "المنصوري",
        "الزعابي",
        "السويدي",
        "الظاهري",
        "الحمادي",
    ];
    let mut register = Register::new(Model::shipped());
    for nth in 0..1000_u16 {
        let pick = |list: &[&'static str; 10], at: u16| list[usize::from(at % 10)];
        let name = format!(
            "{} {} {} {}",
            pick(&GIVEN, nth),
            pick(&GIVEN, nth / 10),
            pick(&GIVEN, nth / 100),
            pick(&FAMILY, nth / 3)
        );
        let day = u8::try_from(nth % 28).unwrap() + 1;
        let month = u8::try_from(nth % 12).unwrap() + 1;
        register.insert(10_000 + u32::from(nth), &person(&name, (1950 + nth % 60, month, day)));
    }
    register
}

fn class(a: &Record, b: &Record) -> Class {
    let mut register = town();
    register.insert(1, a);
    register.insert(2, b);
    register.explain(&1, &2).unwrap().class()
}

#[test]
fn one_person_in_two_scripts_is_found_by_name_and_by_day_of_birth() {
    let mut register = town();
    register.insert(1, &person("عبد الرحمن سالم راشد الكتبي", (1988, 3, 17)));
    let mut asked =
        Record { latin: Name::parse("Abdulrahman Salem Al Ketbi"), ..Record::unknown() };
    assert_eq!(register.search(&Query::of(asked.clone()), 20)[0].key, 1);
    asked.birth = PartialDate::Day { y: 1988, m: 3, d: 17 };
    let best = register.search(&Query::of(asked), 20)[0];
    assert_eq!((best.key, best.class()), (1, Class::Same));
}

#[test]
fn brothers_are_a_household_and_not_one_child() {
    let sibling = at_home(person("خلفان سالم راشد الكعبي", (2012, 5, 3)));
    let brother = at_home(person("سهيل سالم راشد الكعبي", (2015, 9, 21)));
    assert_eq!(class(&sibling, &brother), Class::Household);
}

#[test]
fn a_day_and_a_month_that_changed_places_are_the_same_day() {
    let written = person("سهيل مبارك حميد الكتبي", (1990, 4, 7));
    let swapped = person("سهيل مبارك حميد الكتبي", (1990, 7, 4));
    assert_eq!(class(&written, &swapped), Class::Same);
}

#[test]
fn a_number_is_enough_and_a_missing_one_says_nothing() {
    let eid = EmiratesId::parse("784-1990-1234567-1").ok();
    let one = Record { eid: eid.clone(), ..person("سهيل مبارك", (0, 0, 0)) };
    let other = Record { eid, ..person("سهيل الكتبي", (0, 0, 0)) };
    assert_eq!(class(&one, &other), Class::Same);
    assert_eq!(class(&Record::unknown(), &Record::unknown()), Class::Unrelated);
}

#[test]
fn an_explanation_adds_up() {
    let mut register = town();
    register.insert(1, &at_home(person("سهيل مبارك حميد الكتبي", (1990, 4, 7))));
    register.insert(2, &at_home(person("سهيل مبارك الكتبي", (1990, 1, 1))));
    let why = register.explain(&1, &2).unwrap();
    let sum: f64 = why.parts.iter().map(|part| part.bits + part.rarity_bits).sum();
    assert!((why.prior_bits + sum - why.sum_bits).abs() < 1e-9);
    assert!(why.parts.iter().all(|part| part.finding != "missing"));
}

#[test]
fn what_is_removed_is_not_found() {
    let mut register = town();
    let asked = person("سهيل مبارك حميد الكتبي", (1990, 4, 7));
    register.insert(1, &asked);
    assert_eq!(register.search(&Query::of(asked.clone()), 1)[0].key, 1);
    assert!(register.remove(&1));
    assert!(!register.remove(&1));
    assert!(register.search(&Query::of(asked), 20).iter().all(|hit| hit.key != 1));
}
