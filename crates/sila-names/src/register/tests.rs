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
fn brothers_and_twins_are_a_household_and_not_one_child() {
    let sibling = at_home(person("خلفان سالم راشد الكعبي", (2012, 5, 3)));
    let brother = at_home(person("سهيل سالم راشد الكعبي", (2015, 9, 21)));
    assert_eq!(class(&sibling, &brother), Class::Household);
    let twin = at_home(person("ريم سالم راشد الكعبي", (2012, 5, 3)));
    let other = at_home(person("ريما سالم راشد الكعبي", (2012, 5, 3)));
    assert_ne!(class(&twin, &other), Class::Same);
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

/// Whether two records are compared with each other when everybody is.
fn meet(a: &Record, b: &Record) -> bool {
    let mut register = town();
    register.insert(1, a);
    register.insert(2, b);
    let mut met = false;
    register.each_verdict(0, 1, |a, b, _| met |= (a.min(b), a.max(b)) == (1, 2));
    met
}

fn paper(number: &str, record: Record) -> Record {
    Record { other_ids: vec![number.to_owned()], ..record }
}

#[test]
fn a_slip_in_a_passport_number_is_seen_and_found() {
    let one = paper("N 1234567", person("سهيل مبارك", (0, 0, 0)));
    let day = (1990, 4, 7);
    for (slip, finding) in [
        ("n1234567", "other-paper"),
        ("N1234867", "other-paper-one-sign"),
        ("N1243567", "other-paper-one-sign"),
        ("N9234867", "other-papers-differ"),
    ] {
        let other = paper(slip, person("هند سهيل", (0, 0, 0)));
        let mut register = town();
        register.insert(1, &one);
        let why = register.explain_to(&other, &1).unwrap();
        let part = why.parts.iter().find(|part| part.field == Field::Id).unwrap();
        assert_eq!(part.finding, finding, "{slip}");
        assert_eq!(meet(&one, &other), !finding.ends_with("differ"), "{slip}");
        // Two papers of two kinds say nothing about who holds them.
        assert!(!finding.ends_with("differ") || part.bits.abs() < 1e-9);
    }
    let (born, renamed) = (person("سهيل مبارك", day), person("خلفان راشد", day));
    assert!(meet(&paper("7123456", born), &paper("7123465", renamed)));
    // Short numbers are one slip from the next one.
    assert!(!meet(
        &paper("1234", person("سهيل", (0, 0, 0))),
        &paper("1235", person("سهيل", (0, 0, 0)))
    ));
}

#[test]
fn an_area_is_one_area_wherever_its_spaces_are() {
    let lives = |area: &str, building: &str, record: Record| {
        let (area, building) = (Some(area.to_owned()), Some(building.to_owned()));
        Record { place: Place { emirate: None, area, building }, ..record }
    };
    let one = lives("Bani Yas 2", "7", person("سهيل مبارك", (1990, 4, 7)));
    for (area, same) in
        [("بنيياس ٢", true), ("Baniyas 2", true), ("Bani Yas 3", false), ("Mussafah 2", false)]
    {
        let other = lives(area, "7", person("خلفان سهيل", (0, 0, 0)));
        assert_eq!(meet(&one, &other), same, "{area}");
        let mut register = town();
        register.insert(1, &one);
        let why = register.explain_to(&other, &1).unwrap();
        let place = why.parts.iter().find(|part| part.field == Field::Place).unwrap();
        assert_eq!(place.finding == "same", same, "{area}: {}", place.finding);
    }
}

#[test]
fn who_was_born_on_one_day_is_found_in_the_house_or_the_area_however_she_is_called() {
    let lives = |area: &str, building: &str, name: &str| {
        let (area, building) = (Some(area.to_owned()), Some(building.to_owned()));
        let place = Place { emirate: None, area, building };
        Record { place, ..person(name, (1990, 4, 7)) }
    };
    let one = lives("المجاز", "12", "سهيل مبارك");
    assert!(meet(&one, &lives("المجاز", "21", "خلفان راشد")));
    assert!(meet(&one, &lives("النهدة", "12", "خلفان راشد")));
    assert!(!meet(&one, &lives("النهدة", "21", "خلفان راشد")));
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

/// What two registers answer, key by key.
fn answers(register: &Register<u32>, asked: &Record) -> Vec<(u32, String)> {
    let hits = register.search(&Query::of(asked.clone()), 20);
    let likely = hits.iter().take_while(|hit| hit.bits > 0.0);
    likely.map(|hit| (hit.key, format!("{:.9}", hit.bits))).collect()
}

#[test]
fn the_order_of_entering_and_what_was_forgotten_leave_no_trace() {
    let people: Vec<(u32, Record)> = (0..200_u16)
        .map(|nth| {
            let name = ["سالم راشد الكعبي", "خالد سعيد النعيمي", "هند علي"][usize::from(nth % 3)];
            (
                u32::from(nth),
                person(name, (1950 + nth % 50, 3, 1 + u8::try_from(nth % 28).unwrap())),
            )
        })
        .collect();
    let mut grown = Register::new(Model::shipped());
    grown.insert(9_000, &person("عابر سبيل", (1970, 2, 2)));
    people.iter().rev().for_each(|(key, record)| grown.insert(*key, record));
    grown.insert(7, &person("اسم آخر", (1999, 9, 9)));
    grown.insert(7, &people[7].1);
    grown.remove(&9_000);
    let mut rebuilt = Register::new(Model::shipped());
    rebuilt.extend(people.iter().map(|(key, record)| (*key, record)));
    assert_eq!((grown.len(), rebuilt.len()), (200, 200));
    for (_, asked) in people.iter().step_by(17) {
        assert_eq!(answers(&grown, asked), answers(&rebuilt, asked));
    }
    let keys = |register: &Register<u32>| -> Vec<(u32, u32)> {
        register.pairs(0.3).iter().map(|pair| (pair.a, pair.b)).collect()
    };
    assert_eq!(keys(&grown), keys(&rebuilt));
}

#[test]
fn registers_of_several_threads_become_one_without_a_trace() {
    let people: Vec<(u32, Record)> = (0..200_u32)
        .map(|nth| {
            let name = ["سالم راشد الكعبي", "Khalid Saeed Al Nuaimi", "هند علي"][wide(nth % 3)];
            let year = 1950 + u16::try_from(nth % 50).unwrap();
            (nth, person(name, (year, 3, 1 + u8::try_from(nth % 28).unwrap())))
        })
        .collect();
    let mut one = Register::new(Model::shipped());
    people.iter().for_each(|(key, record)| one.insert(*key, record));
    let mut other = Register::new(Model::shipped());
    other.insert(7, &person("اسم آخر", (1999, 9, 9)));
    for share in people.chunks(90) {
        let mut part = Register::new(Model::shipped());
        // Each begins with words of its own, so that no two number their words alike.
        part.insert(9_000, &person("عابر سبيل", (1970, 2, 2)));
        share.iter().rev().for_each(|(key, record)| part.keep(*key, record));
        part.remove(&9_000);
        other.keep_all(part);
    }
    // The last share first: threads end in any order.
    let shares: Vec<Filing<'_, u32>> = other.filing(3).collect();
    shares.into_iter().rev().for_each(Filing::file);
    assert_eq!((one.len(), other.len()), (200, 200));
    for (_, asked) in people.iter().step_by(13) {
        assert_eq!(answers(&one, asked), answers(&other, asked));
    }
    let pairs = |register: &Register<u32>| -> Vec<(u32, u32)> {
        register.pairs(0.3).iter().map(|pair| (pair.a, pair.b)).collect()
    };
    assert_eq!(pairs(&one), pairs(&other));
    assert!(other.remove(&7) && other.remove(&199));
    assert!(other.search(&Query::of(people[199].1.clone()), 300).iter().all(|hit| hit.key != 199));
}

#[test]
fn a_rounded_date_proves_little_and_a_name_alone_less() {
    let bits = |birth| {
        let mut register = town();
        register.insert(1, &person("محمد علي", birth));
        register.insert(2, &person("محمد علي", birth));
        register.explain(&1, &2).unwrap().sum_bits
    };
    let (day, rounded, alone) = (bits((1980, 5, 6)), bits((1980, 1, 1)), bits((0, 0, 0)));
    assert!(day > rounded + 1.0 && rounded > alone + 1.0, "{day} {rounded} {alone}");
    let alone = person("محمد علي", (0, 0, 0));
    assert_ne!(class(&alone, &alone), Class::Same);
}

#[test]
fn one_word_is_enough_to_search() {
    let mut register = town();
    register.insert(1, &person("ميثاء سهيل الكتبي", (1991, 2, 3)));
    let asked = Record { latin: Name::parse("Maitha"), ..Record::unknown() };
    assert_eq!(register.search(&Query::of(asked), 20)[0].key, 1);
}

#[test]
fn ten_thousand_people_of_one_name_are_not_compared_with_each_other() {
    let mut register = Register::new(Model::shipped());
    let people = (0..10_000_u32).map(|nth| {
        let (y, m) = (u16::try_from(1930 + nth % 80).unwrap(), u8::try_from(nth % 12 + 1).unwrap());
        (nth, person("محمد علي حسن", (y, m, u8::try_from(nth % 28 + 1).unwrap())))
    });
    people.for_each(|(key, record)| register.keep(key, &record));
    register.filing(1).for_each(Filing::file);
    let mut compared = 0_u32;
    register.each_verdict(0, 1, |_, _, _| compared += 1);
    assert!(compared < 400_000, "{compared} pairs");
    let asked = person("محمد علي حسن", (0, 0, 0));
    assert_eq!(register.search(&Query::of(asked), 20).len(), 20);
}

#[test]
fn two_nodes_spell_the_same_texts_and_never_more_than_their_slots() {
    let eid = EmiratesId::parse("784-1990-1234567-1").ok();
    let arabic = Record {
        eid,
        sex: Some(Sex::Male),
        ..at_home(person("عبد الله بن سالم الكعبي", (1990, 4, 7)))
    };
    let latin = Record {
        arabic: Name::default(),
        latin: Name::parse("Abdulla Salem Al Kaabi"),
        ..arabic.clone()
    };
    let (one, other) = (recipes(&arabic), recipes(&latin));
    let met: Vec<(Recipe, &str)> = one
        .iter()
        .filter(|text| other.contains(text))
        .map(|(recipe, text)| (*recipe, text.as_str()))
        .collect();
    for recipe in Recipe::ALL {
        assert!(one.iter().filter(|(of, _)| *of == recipe).count() <= recipe.slots());
        assert!(
            met.iter().any(|(of, _)| *of == recipe) || recipe == Recipe::GivenNames,
            "{recipe:?}"
        );
        assert_eq!(Recipe::of_code(recipe.code()), Some(recipe));
    }
    let register = town();
    let weak = met.iter().copied().filter(|(recipe, _)| *recipe == Recipe::YearGivenName);
    assert!(register.met_bits(&arabic, met.clone()) > register.met_bits(&arabic, weak));
    assert!(recipes(&Record::unknown()).is_empty());
}

proptest::proptest! {
    #[test]
    fn nothing_that_is_typed_stops_the_register(
        texts in proptest::collection::vec("\\PC{0,80}", 8),
        y in 1850_u16..2200, m in 0_u8..14, d in 0_u8..40,
    ) {
        let hostile = Record {
            arabic: Name::parse(&texts[0].repeat(9)),
            latin: Name::parse(&texts[1]),
            mother: Name::parse(&texts[2]),
            birth: PartialDate::Day { y, m, d },
            other_ids: vec![texts[3].clone(); 9],
            nationality: Some(texts[4].clone()),
            place: Place {
                emirate: Some(texts[5].clone()),
                area: Some(texts[6].clone()),
                building: Some(texts[7].clone()),
            },
            ..Record::unknown()
        };
        let mut register = Register::new(Model::shipped());
        register.insert(1_u8, &hostile);
        register.insert(2, &hostile);
        register.insert(3, &Record::unknown());
        proptest::prop_assert!(register.search(&Query::of(hostile.clone()), 20).len() <= 3);
        proptest::prop_assert!(register.explain(&1, &2).is_some());
        proptest::prop_assert!(register.pairs(0.0).len() <= 3);
        let most: usize = Recipe::ALL.iter().map(|recipe| recipe.slots()).sum();
        proptest::prop_assert!(recipes(&hostile).len() <= most);
        proptest::prop_assert!(register.remove(&2));
    }
}
