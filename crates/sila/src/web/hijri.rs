//! A day that is typed in the Hijri calendar (Umm al-Qura). Every field of a date has a choice of calendar, `NAME_c`; what was typed in the other
//! calendar becomes the Gregorian day before any noun reads the form, so that one calendar is stored and both are shown.

use icu_calendar::Date as Icu;
use icu_calendar::cal::{Hijri, Iso};
use sila_core::time::Date;

use super::Pairs;

/// The calendars of a field, the first unless another is chosen.
pub const CALENDARS: [&str; 2] = ["GREGORIAN", "HIJRI"];
/// Years of the tables of the calendar (KACST).
const YEARS: std::ops::RangeInclusive<u16> = 1300..=1600;
/// Behind a year that could not be turned: no reader takes it for a Gregorian one.
const MARK: &str = " AH";

/// The Gregorian day of a day of the Umm al-Qura calendar. Published tables of the years before 1420 differ by a day in places; this is that of
/// the Unicode project, as browsers have it. Nothing for a day that it does not have.
pub fn gregorian(year: u16, month: u8, day: u8) -> Option<Date> {
    if !YEARS.contains(&year) {
        return None;
    }
    let hijri = Hijri::new_umm_al_qura();
    let date = Icu::try_new_hijri_with_calendar(i32::from(year), month, day, hijri).ok()?;
    let iso = date.to_calendar(Iso);
    let year = i64::from(iso.year().extended_year());
    Some(Date { year, month: iso.month().number(), day: iso.day_of_month().0 })
}

/// A number of a box, in digits of either script.
fn number(values: &Pairs, name: &str) -> Option<u16> {
    let typed = sila_names::fold::ascii_digits(values.get(name)?);
    typed.trim_end_matches(MARK).trim().parse().ok()
}

/// Turns every date of a form that was typed in the Hijri calendar. Of one that is known by its year alone, the Gregorian year in which most of
/// it lies. What is no such day stays as it was typed and is refused by whoever reads it.
pub fn turn(values: &mut Pairs) {
    let typed: Vec<String> = values
        .iter()
        .filter(|(_, value)| *value == CALENDARS[1])
        .filter_map(|(name, _)| name.strip_suffix("_c").map(str::to_owned))
        .collect();
    for name in typed {
        let [d, m, y] = ["d", "m", "y"].map(|part| format!("{name}_{part}"));
        let Some(year) = number(values, &y) else { continue };
        let (month, day) = (values.get(&m).is_some(), values.get(&d).is_some());
        let part = |name: &str| number(values, name).and_then(|n| u8::try_from(n).ok());
        let date = match (month, day) {
            (true, true) => part(&m).zip(part(&d)).and_then(|(m, d)| gregorian(year, m, d)),
            (true, false) => part(&m).and_then(|month| gregorian(year, month, 15)),
            (false, false) => gregorian(year, 7, 1),
            (false, true) => None,
        };
        let Some(date) = date else {
            values.set(&y, format!("{year}{MARK}"));
            continue;
        };
        if day {
            values.set(&d, date.day.to_string());
        }
        if month {
            values.set(&m, date.month.to_string());
        }
        values.set(&y, date.year.to_string());
        values.set(&format!("{name}_c"), CALENDARS[0]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn turned(typed: &[(&str, &str)]) -> Vec<String> {
        let mut values: Pairs = typed.iter().copied().collect();
        turn(&mut values);
        let of = |name: &str| values.get(name).unwrap_or_default().to_owned();
        ["day_d", "day_m", "day_y"].map(of).to_vec()
    }

    #[test]
    fn a_day_of_the_hijri_calendar_becomes_the_same_day_of_the_other() {
        let typed = [("day_d", "12"), ("day_m", "6"), ("day_y", "1448"), ("day_c", "HIJRI")];
        assert_eq!(turned(&typed), ["22", "11", "2026"]);
        let arabic = [("day_d", "١"), ("day_m", "١"), ("day_y", "١٤٣٢"), ("day_c", "HIJRI")];
        assert_eq!(turned(&arabic), ["7", "12", "2010"]);
        let known = [("day_d", "22"), ("day_m", "11"), ("day_y", "2026"), ("day_c", "GREGORIAN")];
        assert_eq!(turned(&known), ["22", "11", "2026"]);
    }

    #[test]
    fn what_is_no_such_day_is_kept_as_typed_and_no_gregorian_year() {
        for (d, m, y) in [("30", "13", "1448"), ("31", "6", "1448"), ("1", "1", "2026")] {
            let typed = [("day_d", d), ("day_m", m), ("day_y", y), ("day_c", "HIJRI")];
            assert_eq!(turned(&typed), [d, m, &format!("{y} AH")], "{d}/{m}/{y}");
        }
        let again = [("day_d", "12"), ("day_m", "6"), ("day_y", "1448 AH"), ("day_c", "HIJRI")];
        assert_eq!(turned(&again), ["22", "11", "2026"], "and corrected after");
    }

    #[test]
    fn a_year_alone_becomes_the_year_in_which_most_of_it_lies() {
        assert_eq!(turned(&[("day_y", "1420"), ("day_c", "HIJRI")]), ["", "", "1999"]);
    }

    #[test]
    fn there_and_back_is_the_same_day() {
        for n in 0..800 {
            let date = Date { year: 1990, month: 1, day: 1 }.plus_days(n * 19);
            let iso = Icu::try_new_iso(i32::try_from(date.year).unwrap(), date.month, date.day);
            let hijri = iso.unwrap().to_calendar(Hijri::new_umm_al_qura());
            let year = u16::try_from(hijri.year().extended_year()).unwrap();
            let (month, day) = (hijri.month().number(), hijri.day_of_month().0);
            assert_eq!(gregorian(year, month, day), Some(date));
        }
    }
}
