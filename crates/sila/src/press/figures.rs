//! The figures that may be said in public: counted by the node from what partnerships do, never from cases; of people only from five on, and
//! none that could be had by subtracting what is said from a sum.

use std::collections::BTreeMap;

use minicbor::{Decode, Encode};
use sila_core::codes::Category;
use sila_core::experience::PEOPLE_MIN;
use sila_core::partnership::Mark;

use super::store;
use crate::activation::ledger;
use crate::app::App;
use crate::db::{DbError, Tx};
use crate::meetings::text::Words;
use crate::partners::Names;
use crate::problem::Problem;
use crate::projects;
use crate::web::{Lang, i18n};

/// A figure as it is said.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Figure {
    /// Stands for it in forms.
    #[n(0)]
    pub key: String,
    /// What is counted.
    #[n(1)]
    pub name: Words,
    /// How many.
    #[n(2)]
    pub value: u64,
}

fn text(key: &str) -> Words {
    Words::new(i18n::text(Lang::Ar, key, &[]), i18n::text(Lang::En, key, &[]))
}

fn figure(key: &str, name: Words, value: u64) -> Figure {
    Figure { key: key.to_owned(), name, value }
}

/// The groups that may be said beside their sum. Fewer than five people are left out; and while what is left out could be had by
/// subtraction, the smallest group that is said is left out too (primary and complementary suppression: Hundepool et al., *Statistical
/// Disclosure Control*, 2012).
pub fn shown<K: Ord + Copy>(groups: &BTreeMap<K, u64>) -> BTreeMap<K, u64> {
    let least = u64::from(PEOPLE_MIN);
    let mut shown: BTreeMap<K, u64> =
        groups.iter().filter(|(_, n)| **n >= least).map(|(key, n)| (*key, *n)).collect();
    let all: u64 = groups.values().sum();
    loop {
        let left = all.saturating_sub(shown.values().sum());
        let smallest = shown.iter().min_by_key(|(_, n)| **n).map(|(key, _)| *key);
        match smallest {
            Some(key) if left > 0 && left < least => shown.remove(&key),
            _ => return shown,
        };
    }
}

/// Every figure that may be said now.
///
/// # Errors
/// When the store cannot be read.
pub async fn all(app: &App) -> Result<Vec<Figure>, Problem> {
    let read = |tx: &mut dyn Tx| -> Result<_, DbError> {
        Ok((store::present(tx)?, projects::store::by_group(tx)?))
    };
    let (present, reached) = app.store.read(read).await?;
    let books = ledger::all(app).await?;
    let entities = Names::all(app).await?.linked().count();
    let running = books.iter().flat_map(|book| book.ledger.courses());
    let running =
        running.filter(|one| one.mark == Mark::Running || one.mark == Mark::Closed).count();
    let whole = |n: usize| u64::try_from(n).unwrap_or_default();
    let mut figures = vec![
        figure("agreements", text("press-agreements"), whole(books.len())),
        figure("initiatives", text("press-initiatives"), whole(running)),
        figure("entities", text("press-entities"), whole(entities)),
    ];
    let reached: BTreeMap<Category, u64> = reached.into_iter().collect();
    let people = [
        ("present", text("press-present"), u64::try_from(present).unwrap_or_default()),
        ("reached", text("press-reached"), reached.values().sum()),
    ];
    let enough = |n: u64| n >= u64::from(PEOPLE_MIN);
    let people = people.into_iter().filter(|(_, _, n)| enough(*n));
    figures.extend(people.map(|(key, name, n)| figure(key, name, n)));
    for (group, n) in shown(&reached) {
        let key = format!("category-{}", group.code().to_lowercase());
        let of = text("press-reached-of");
        let named = text(&key);
        let name =
            Words::new(format!("{}: {}", of.ar, named.ar), format!("{}: {}", of.en, named.en));
        figures.push(figure(&format!("reached-{}", group.code()), name, n));
    }
    Ok(figures)
}

/// Every number that is written in a text, in whatever digits, with or without commas between thousands.
pub fn numbers(text: &str) -> Vec<u64> {
    let chars: Vec<char> = sila_names::fold::ascii_digits(text).chars().collect();
    let digit = |at: Option<&char>| at.is_some_and(char::is_ascii_digit);
    let between = |n: usize| {
        let before = n.checked_sub(1).and_then(|n| chars.get(n));
        digit(before) && digit(chars.get(n.saturating_add(1)))
    };
    let comma = |(n, c): &(usize, &char)| matches!(**c, ',' | '٬') && between(*n);
    let plain = chars.iter().enumerate().filter(|one| !comma(one)).map(|(_, c)| *c);
    let plain: String = plain.collect();
    let parts = plain.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty());
    parts.map(|part| part.parse().unwrap_or(u64::MAX)).collect()
}

/// Years that may be written.
const YEARS: std::ops::RangeInclusive<u64> = 1971..=2100;

/// The first number in the words that is neither a year nor one of the figures.
pub fn stray(words: &[&str], figures: &[Figure]) -> Option<u64> {
    let known = |n: &u64| YEARS.contains(n) || figures.iter().any(|one| one.value == *n);
    words.iter().flat_map(|text| numbers(text)).find(|n| !known(n))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_in_any_digits() {
        let table: [(&str, &[u64]); 6] = [
            ("لا رقم هنا", &[]),
            ("70 مشاركاً من 31 جهة", &[70, 31]),
            ("٧٠ مشاركاً في 2026", &[70, 2026]),
            ("1,250 people, 3 towns", &[1250, 3]),
            ("in 2025, 12 of them", &[2025, 12]),
            ("7", &[7]),
        ];
        for (text, wanted) in table {
            assert_eq!(numbers(text), wanted, "{text}");
        }
    }

    #[test]
    fn contract_b37_no_figure_of_fewer_than_five_people_is_said_nor_left_to_subtraction() {
        let of = |all: &[(u8, u64)]| shown(&all.iter().copied().collect());
        let keys = |all: &[(u8, u64)]| of(all).into_keys().collect::<Vec<_>>();
        assert_eq!(keys(&[(1, 40), (2, 5)]), [1, 2]);
        assert_eq!(keys(&[(1, 40), (2, 9), (3, 3)]), [1], "three would be the rest of the sum");
        assert_eq!(keys(&[(1, 40), (2, 4), (3, 4)]), [1], "eight are left, four of each");
        assert_eq!(keys(&[(1, 7), (2, 2)]), [0_u8; 0], "nothing but the sum");
        assert!(of(&[]).is_empty());
    }

    #[test]
    fn a_number_that_is_no_figure_and_no_year_is_found() {
        let figures = [figure("present", Words::default(), 70)];
        assert_eq!(stray(&["70 in 2026"], &figures), None);
        assert_eq!(stray(&["70", "and 3 more"], &figures), Some(3));
    }
}
