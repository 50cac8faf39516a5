//! How people are read from forms: everything may be unknown, and what was kept fills the form again.

use sila_core::codes::{Relation, Sex};
use sila_core::person::{Birth, Person};
use sila_core::time::Millis;

use super::form;
use super::reading::Reading;
use super::show;
use crate::testing::NOW;
use crate::web::{Brand, Cx, Errors, Lang, Pairs};

fn cx() -> Cx {
    Cx::new(Lang::En, "/", NOW, std::sync::Arc::new(Brand::default()))
}

fn read(fields: &[(&str, &str)]) -> (Person, Errors) {
    let (cx, values): (Cx, Pairs) = (cx(), fields.iter().copied().collect());
    let mut r = Reading::new(&cx, &values);
    let person = form::read(&mut r, NOW);
    (person, r.errors())
}

fn read_others(values: &Pairs, now: Millis) -> (Vec<Person>, Errors) {
    let cx = cx();
    let mut r = Reading::new(&cx, values);
    let people = form::read_others(&mut r, values, now);
    (people, r.errors())
}

#[test]
fn contract_b30_a_person_without_papers_birth_or_second_name_is_taken_in() {
    let (nobody, errors) = read(&[]);
    assert!(errors.is_empty(), "{errors:?}");
    assert_eq!((nobody.sex, nobody.birth), (Sex::Unknown, Birth::Unknown));
    let (person, errors) = read(&[("name_ar", "لؤلؤة")]);
    assert!(errors.is_empty());
    assert_eq!(person.name_ar.as_deref(), Some("لؤلؤة"));
    assert_eq!(person.emirates_id, None);
}

#[test]
fn births_are_read_as_far_as_they_are_known() {
    let day = |d, m, y| vec![("birth_d", d), ("birth_m", m), ("birth_y", y)];
    let range = |min, max| Birth::AgeRange { min, max, as_of: NOW };
    let table = [
        (day("11", "4", "1993"), Some(Birth::Exact { y: 1993, m: 4, d: 11 })),
        (day("١١", "٠٤", "١٩٩٣"), Some(Birth::Exact { y: 1993, m: 4, d: 11 })),
        (day("", "", "1947"), Some(Birth::YearOnly(1947))),
        (day("", "5", "1947"), Some(Birth::YearOnly(1947))),
        (day("29", "2", "2023"), None),
        (day("1", "13", "1990"), None),
        (day("1", "1", "2027"), None),
        (day("5", "5", ""), None),
        (day("x", "5", "1990"), None),
        (vec![("age_min", "11"), ("age_max", "13")], Some(range(11, 13))),
        (vec![("age_min", "٤٠")], Some(range(40, 40))),
        (vec![("age_max", "9")], Some(range(9, 9))),
        (vec![], Some(Birth::Unknown)),
    ];
    for (fields, wanted) in table {
        let (person, errors) = read(&fields);
        match wanted {
            Some(birth) => assert_eq!((person.birth, errors.any()), (birth, false), "{fields:?}"),
            None => assert!(errors.get("birth").is_some(), "{fields:?}"),
        }
    }
    for (min, max, field) in
        [("13", "11", "age_max"), ("130", "", "age_min"), ("-1", "", "age_min")]
    {
        let (_, errors) = read(&[("age_min", min), ("age_max", max)]);
        assert!(errors.get(field).is_some(), "{min} {max}");
    }
}

#[test]
fn an_odd_emirates_id_is_a_warning_and_is_kept() {
    let table = [
        ("784-1900-0000001-9", "784190000000019", vec!["emirates_id.year_differs"]),
        ("٧٨٤١٩٠٠٠٠٠٠٠٠١٩", "784190000000019", vec!["emirates_id.year_differs"]),
        ("784-1993-12345", "784-1993-12345", vec!["emirates_id.length"]),
        ("lost", "lost", vec!["emirates_id.characters"]),
    ];
    for (typed, kept, doubts) in table {
        let (person, errors) = read(&[("emirates_id", typed), ("birth_y", "1993")]);
        assert!(errors.is_empty(), "{typed}");
        assert_eq!(person.emirates_id.as_deref(), Some(kept));
        assert_eq!(show::doubts(&person), doubts, "{typed}");
        assert_eq!(show::doubt_words(&cx(), &person).len(), doubts.len());
    }
}

#[test]
fn mistakes_are_named_beside_their_field() {
    let long = "ا".repeat(form::NAME_CHARS_MAX + 1);
    for (field, typed) in
        [("name_ar", long.as_str()), ("phone", "12"), ("sex", "Q"), ("nationality", "ZZZ")]
    {
        let (_, errors) = read(&[(field, typed)]);
        let message = errors.get(field).unwrap_or_else(|| panic!("{field}"));
        assert!(!message.starts_with("wrong-"), "{message}");
    }
    let exactly = "ا".repeat(form::NAME_CHARS_MAX);
    assert!(read(&[("name_ar", exactly.as_str())]).1.is_empty());
}

#[test]
fn those_who_came_along_are_read_row_by_row() {
    let values: Pairs = [
        ("others", "4"),
        ("o1_name", "حمدان"),
        ("o1_age", "9"),
        ("o1_relation", "SON"),
        ("o3_name", "Anika Devan"),
        ("o3_sex", "F"),
    ]
    .into_iter()
    .collect();
    let (people, errors) = read_others(&values, NOW);
    assert!(errors.is_empty());
    assert_eq!(people.len(), 2, "empty rows are left out");
    assert_eq!((people[0].sex, people[0].relation), (Sex::Male, Some(Relation::Son)));
    assert_eq!(people[0].birth, Birth::AgeRange { min: 9, max: 9, as_of: NOW });
    assert_eq!(people[1].name_latin.as_deref(), Some("Anika Devan"));
    let broken: Pairs = [("o2_age", "old")].into_iter().collect();
    assert!(read_others(&broken, NOW).1.get("o2_age").is_some());
}

#[test]
fn a_removed_row_moves_the_later_ones_up_and_rows_have_a_limit() {
    let mut values: Pairs = [("others", "3"), ("o1_name", "أ"), ("o2_name", "ب"), ("o3_name", "ج")]
        .into_iter()
        .collect();
    form::drop_other(&mut values, 2);
    assert_eq!(values.get("o1_name"), Some("أ"));
    assert_eq!(values.get("o2_name"), Some("ج"));
    assert_eq!((values.get("o3_name"), form::others_shown(&values)), (None, 2));
    form::drop_other(&mut values, 9);
    assert_eq!(form::others_shown(&values), 2);
    let many: Pairs = [("others", "4000")].into_iter().collect();
    assert_eq!(form::others_shown(&many), form::OTHERS_MAX);
}

#[test]
fn what_is_on_file_fills_the_form_and_reads_the_same() {
    let first = [
        ("name_ar", "راشد"),
        ("name_latin", "Rashed"),
        ("emirates_id", "784190000000019"),
        ("sex", "M"),
        ("nationality", "ARE"),
        ("phone", "050 123 4567"),
        ("birth_y", "1947"),
        ("o1_name", "نور"),
        ("o1_age", "7"),
        ("o1_relation", "DAUGHTER"),
    ];
    let values: Pairs = first.into_iter().collect();
    let (person, _) = read(&first);
    let people = [vec![person], read_others(&values, NOW).0].concat();
    let mut filled = Pairs::default();
    form::fill(&mut filled, &people, NOW);
    let again: Vec<(&str, &str)> = filled.iter().collect();
    assert_eq!(read(&again).0, people[0]);
    assert_eq!(read_others(&filled, NOW).0, people[1..]);
    assert_eq!(filled.get("phone"), Some("+971501234567"));
}
