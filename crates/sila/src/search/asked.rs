//! What somebody typed into the search box: a reference number, digits, a year, or the words of a name.

use sila_core::time::Millis;
use sila_names::{Name, Phone, fold};

/// Longest text that is looked at, in characters.
pub const CHARS_MAX: usize = 200;
/// Years of birth that are taken for one.
const YEARS: std::ops::RangeInclusive<u16> = 1900..=2100;
/// A number of a case is written with up to so many digits when its letters are left out.
const CASE_DIGITS_MAX: usize = 5;

/// What was typed, read.
#[derive(Debug, Clone)]
pub struct Asked {
    /// Reference numbers it may be, the likeliest first.
    pub references: Vec<String>,
    /// Digits of a telephone, an Emirates ID, or a part of one.
    pub digits: Vec<String>,
    /// Words of a name.
    pub name: Name,
    /// A year of birth beside a name.
    pub year: Option<u16>,
}

/// Reads what was typed. Never fails; what makes no sense finds nothing.
pub fn read(typed: &str, now: Millis) -> Asked {
    let text: String = fold::ascii_digits(&typed.chars().take(CHARS_MAX).collect::<String>());
    let references = vec![text.trim().to_ascii_uppercase()];
    if text.chars().any(char::is_alphabetic) {
        let words: Vec<&str> = text.split_whitespace().collect();
        let year = words.iter().find_map(|word| year(word));
        let plain = |word: &&str| !word.chars().any(|c| c.is_ascii_digit());
        let name = words.iter().copied().filter(plain).collect::<Vec<_>>().join(" ");
        return Asked { references, digits: Vec::new(), name: Name::parse(&name), year };
    }
    let mut asked = Asked { references, digits: Vec::new(), name: Name::parse(""), year: None };
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    if !digits.is_empty() && digits.len() <= CASE_DIGITS_MAX {
        asked.references.extend(cases_of_number(&digits, now));
    }
    if let Ok(phone) = Phone::parse(&text) {
        asked.digits.push(phone.e164().trim_start_matches('+').to_owned());
    }
    let local = digits.trim_start_matches('0').to_owned();
    asked.digits.push(digits);
    asked.digits.push(local);
    asked.digits.retain(|digits| !digits.is_empty());
    asked.digits.dedup();
    asked
}

fn year(word: &str) -> Option<u16> {
    word.parse().ok().filter(|year| word.len() == 4 && YEARS.contains(year))
}

/// `31` may be case 31 of this year or of one of the two before.
fn cases_of_number(digits: &str, now: Millis) -> Vec<String> {
    let Ok(number) = digits.parse::<u32>() else { return Vec::new() };
    let this = now.uae_date().year;
    let years = (0..3).map(|back| (this - back).rem_euclid(100));
    years.map(|year| format!("C-{year:02}-{number:05}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::NOW;

    fn words(asked: &Asked) -> usize {
        asked.name.tokens().len()
    }

    #[test]
    fn a_number_is_told_from_a_name() {
        let phone = read("050 123 4567", NOW);
        assert_eq!(phone.digits, ["971501234567", "0501234567", "501234567"]);
        assert_eq!(words(&phone), 0);
        let id = read("٧٨٤-١٩٩٣-١٢٣٤٥٦٧-١", NOW);
        assert!(id.digits.contains(&"784199312345671".to_owned()));
        let case = read("c-26-00031", NOW);
        assert_eq!(case.references.first().map(String::as_str), Some("C-26-00031"));
        let short = read("31", NOW);
        assert!(short.references.contains(&"C-26-00031".to_owned()));
        assert!(short.references.contains(&"C-24-00031".to_owned()));
    }

    #[test]
    fn a_year_beside_a_name_is_a_year_of_birth() {
        let asked = read("فاطمة أحمد ١٩٨٩", NOW);
        assert_eq!((asked.year, words(&asked)), (Some(1989), 2));
        assert_eq!(read("فاطمة 12345", NOW).year, None);
    }

    #[test]
    fn nonsense_is_read_without_a_fault() {
        let long = "محمد ".repeat(5_000);
        for typed in ["", " ", "🙂", "\u{202e}\u{2067}", "----", "++++", &long, "0", "٠٠٠"] {
            let asked = read(typed, NOW);
            assert!(words(&asked) <= 60 && asked.digits.iter().all(|d| d.len() <= CHARS_MAX));
        }
    }
}
