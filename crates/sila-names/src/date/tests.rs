use super::*;
use proptest::prelude::*;

const TODAY: Today = Today { y: 2025, m: 11, d: 24 };

fn read(day: &str, month: &str, year: &str) -> Result<PartialDate, DateProblem> {
    PartialDate::of_past(day, month, year, TODAY)
}

#[test]
fn as_exact_as_the_person_knows_it() {
    let day = |y, m, d| PartialDate::Day { y, m, d };
    let table = [
        ("11", "4", "1993", day(1993, 4, 11)),
        ("١١", "٤", "١٩٩٣", day(1993, 4, 11)),
        ("۱۱", "۰۴", "۱۹۹۳", day(1993, 4, 11)),
        (" 11 ", "04", "\u{200F}1993", day(1993, 4, 11)),
        ("29", "2", "2024", day(2024, 2, 29)),
        ("29", "2", "2000", day(2000, 2, 29)),
        ("24", "11", "2025", day(2025, 11, 24)),
        ("", "4", "1993", PartialDate::Month { y: 1993, m: 4 }),
        ("", "", "1993", PartialDate::Year(1993)),
        ("", "", "2025", PartialDate::Year(2025)),
        ("", " ", "", PartialDate::Unknown),
    ];
    for (d, m, y, expected) in table {
        assert_eq!(read(d, m, y), Ok(expected), "{d}/{m}/{y}");
    }
    assert_eq!(PartialDate::Month { y: 1993, m: 4 }.year(), Some(1993));
    assert_eq!(PartialDate::Unknown.year(), None);
}

#[test]
fn every_problem_names_its_field() {
    use Part::{Day, Month, Year};
    let not = |part| DateProblem::NotANumber { part };
    let missing = |part| DateProblem::Missing { part };
    let out = |part| DateProblem::OutOfRange { part };
    let table = [
        ("x", "4", "1993", not(Day)),
        ("11", "April", "1993", not(Month)),
        ("11", "4", "-", not(Year)),
        ("11", "4", "", missing(Year)),
        ("11", "", "", missing(Year)),
        ("", "4", "", missing(Year)),
        ("11", "", "1993", missing(Month)),
        ("0", "4", "1993", out(Day)),
        ("32", "4", "1993", out(Day)),
        ("11", "13", "1993", out(Month)),
        ("11", "0", "1993", out(Month)),
        ("11", "4", "93", out(Year)),
        ("11", "4", "1849", out(Year)),
        ("11", "4", "99999999999999999999", out(Year)),
        ("31", "4", "1993", DateProblem::NoSuchDay { days: 30 }),
        ("29", "2", "2023", DateProblem::NoSuchDay { days: 28 }),
        ("29", "2", "1900", DateProblem::NoSuchDay { days: 28 }),
        ("30", "2", "2024", DateProblem::NoSuchDay { days: 29 }),
        ("25", "11", "2025", DateProblem::InFuture),
        ("", "12", "2025", DateProblem::InFuture),
        ("", "", "2026", DateProblem::InFuture),
    ];
    for (d, m, y, problem) in table {
        assert_eq!(read(d, m, y), Err(problem), "{d}/{m}/{y}");
    }
}

proptest! {
    #[test]
    fn any_text_is_answered(d in "\\PC{0,6}", m in "\\PC{0,6}", y in "\\PC{0,8}") {
        if let Ok(date) = read(&d, &m, &y) {
            prop_assert!(date.year().is_none_or(|year| year <= TODAY.y));
        }
    }
}

#[test]
fn hijri_dates_are_read_by_the_tables() {
    let table = [
        // The moon was sighted a day earlier than the tables say.
        ("1", "1", "1400", Ok(PartialDate::Day { y: 1979, m: 11, d: 21 })),
        ("١", "١", "١٤٤٥", Ok(PartialDate::Day { y: 2023, m: 7, d: 19 })),
        ("30", "9", "1440", Err(DateProblem::NoSuchDay { days: 29 })),
        ("", "", "1410", Ok(PartialDate::Year(1990))),
        ("", "9", "1410", Ok(PartialDate::Month { y: 1990, m: 4 })),
        ("", "", "", Ok(PartialDate::Unknown)),
        ("1", "1", "1460", Err(DateProblem::InFuture)),
        ("1", "", "1410", Err(DateProblem::Missing { part: Part::Month })),
        ("1", "1", "1990", Err(DateProblem::OutOfRange { part: Part::Year })),
    ];
    for (d, m, y, expected) in table {
        assert_eq!(PartialDate::of_past_hijri(d, m, y, TODAY), expected, "{d}/{m}/{y}");
    }
}

#[test]
fn swapped_days_rounded_days_and_ages() {
    let day = |m, d| PartialDate::Day { y: 1990, m, d };
    assert_eq!(day(4, 7).swapped(), Some(day(7, 4)));
    for same in [day(4, 4), day(4, 13), PartialDate::Year(1990), PartialDate::Unknown] {
        assert_eq!(same.swapped(), None);
    }
    assert!(day(1, 1).is_placeholder() && !day(1, 2).is_placeholder());
    assert!(!PartialDate::Year(1990).is_placeholder());
    assert_eq!(PartialDate::born_at_age(30, TODAY), 1994..=1995);
    assert_eq!(PartialDate::born_at_age(u16::MAX, TODAY), 0..=0);
}

proptest! {
    #[test]
    fn swapping_twice_is_the_date(y in 1850_u16..2200, m in 1_u8..=12, d in 1_u8..=28) {
        let date = PartialDate::Day { y, m, d };
        if let Some(swapped) = date.swapped() {
            prop_assert_eq!(swapped.swapped(), Some(date));
        }
    }

    #[test]
    fn any_three_hijri_fields_are_read_or_refused(d in "\\PC{0,6}", m in "\\PC{0,6}", y in "\\PC{0,6}") {
        let _answered = PartialDate::of_past_hijri(&d, &m, &y, TODAY);
    }
}
