//! Days of birth as older registers write them: day before month, or the year first; Gregorian or Hijri.

use sila_core::time::Millis;
use sila_names::{PartialDate, Today, fold};

/// Years that are Hijri when nothing else is said.
const HIJRI_YEARS: std::ops::RangeInclusive<u16> = 1250..=1500;

/// The texts of day, month and year as a form has them; nothing when the cell cannot be read without a guess.
pub fn parts(cell: &str, now: Millis) -> Option<[String; 3]> {
    let text = fold::ascii_digits(cell);
    // A spreadsheet writes the hour behind the day.
    let day = text.split(['T', ' ']).next().filter(|day| day.contains(['-', '/', '.']));
    let day = day.unwrap_or(&text).trim_end_matches(|c: char| !c.is_ascii_digit());
    let numbers: Vec<&str> = day.split(['-', '/', '.', ' ']).collect();
    let digits = |n: &&str| !n.is_empty() && n.len() <= 4 && n.bytes().all(|b| b.is_ascii_digit());
    if !numbers.iter().all(digits) {
        return None;
    }
    let (d, m, y) = match *numbers.as_slice() {
        [y] if y.len() == 4 => ("", "", y),
        [y, m] | [m, y] if y.len() == 4 => ("", m, y),
        [y, m, d] | [d, m, y] if y.len() == 4 => (d, m, y),
        _ => return None,
    };
    match y.parse() {
        Ok(year) if HIJRI_YEARS.contains(&year) => of_hijri(d, m, y, now),
        _ => Some([d.to_owned(), m.to_owned(), y.to_owned()]),
    }
}

fn of_hijri(d: &str, m: &str, y: &str, now: Millis) -> Option<[String; 3]> {
    let date = now.uae_date();
    let today = Today { y: u16::try_from(date.year).ok()?, m: date.month, d: date.day };
    match PartialDate::of_past_hijri(d, m, y, today).ok()? {
        PartialDate::Unknown => None,
        PartialDate::Year(y) => Some([String::new(), String::new(), y.to_string()]),
        PartialDate::Month { y, m } => Some([String::new(), m.to_string(), y.to_string()]),
        PartialDate::Day { y, m, d } => Some([d.to_string(), m.to_string(), y.to_string()]),
    }
}
