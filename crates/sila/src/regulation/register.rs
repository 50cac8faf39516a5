//! The register in memory: instruments with their articles, what amends and ends them, and the basis of each rule.

use std::collections::BTreeMap;

use sila_core::Millis;
use sila_core::law::Rule;
use sila_core::time::Date;

use crate::meetings::text::Words;

/// A day, or a year of which the day is not known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Since {
    /// The first instant of it.
    pub at: Millis,
    /// The day is known, not the year alone.
    pub day_known: bool,
}

impl Since {
    /// Reads `2024-10-02` or `2024`.
    pub fn read(text: &str) -> Option<Since> {
        let mut parts = text.splitn(3, '-').map(str::parse::<i64>);
        let year = parts.next()?.ok()?;
        let (month, day) = (parts.next(), parts.next());
        let day_known = month.is_some();
        let small = |part: Option<Result<i64, _>>| match part {
            None => Some(1),
            Some(number) => number.ok().and_then(|n| u8::try_from(n).ok()),
        };
        let date = Date { year, month: small(month)?, day: small(day)? };
        Some(Since { at: date.at_minute(0), day_known })
    }
}

/// A provision, in our own words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Article {
    /// Its number, or the word by which the instrument itself, which is in Arabic, names it.
    pub number: String,
    /// What that word is in English; empty for a number, and where nobody wrote it.
    pub english: String,
    /// What it says.
    pub gist: Words,
}

/// A legal instrument.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Instrument {
    /// By which it is named here, such as `UAE-2016-3`.
    pub code: String,
    /// What kind of instrument, one of [`super::store::KINDS`].
    pub kind: String,
    /// The area in which it holds; empty for what holds between parties.
    pub scope: String,
    /// Its number, where it has one.
    pub number: Option<u16>,
    /// Of which year.
    pub year: Option<u16>,
    /// What it is called.
    pub title: Words,
    /// From when it is in force.
    pub from: Since,
    /// From when it no longer is.
    pub until: Option<Since>,
    /// What has amended it.
    pub amended_by: Vec<String>,
    /// What has taken its place.
    pub repealed_by: Option<String>,
    /// Nobody here has read it: what is said of it is reported.
    pub reported: bool,
    /// What is to be known of it beside that.
    pub note: Words,
    /// Provisions.
    pub articles: Vec<Article>,
}

impl Instrument {
    /// Whether it is in force at `now`.
    pub fn in_force(&self, now: Millis) -> bool {
        self.from.at <= now && self.until.is_none_or(|until| now < until.at)
    }

    /// The provision of that number.
    pub fn article(&self, number: &str) -> Option<&Article> {
        self.articles.iter().find(|article| article.number == number)
    }
}

/// What a rule rests on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ground {
    /// The instrument.
    pub instrument: String,
    /// The provision.
    pub article: String,
}

/// All instruments, and the grounds of all rules.
#[derive(Debug, Clone, Default)]
pub struct Register {
    pub(super) instruments: BTreeMap<String, Instrument>,
    pub(super) grounds: BTreeMap<Rule, Vec<Ground>>,
}

impl Register {
    /// Every instrument, in the order of its code.
    pub fn all(&self) -> impl Iterator<Item = &Instrument> {
        self.instruments.values()
    }

    /// The instrument of a code.
    pub fn find(&self, code: &str) -> Option<&Instrument> {
        self.instruments.get(code)
    }

    /// What a rule rests on: instruments with the provision, in force or not.
    pub fn of(&self, rule: Rule) -> Vec<(&Instrument, &Ground)> {
        let grounds = self.grounds.get(&rule).map_or(&[][..], Vec::as_slice);
        grounds.iter().filter_map(|one| Some((self.find(&one.instrument)?, one))).collect()
    }

    /// Whether something that is in force at `now` is its basis.
    pub fn is_founded(&self, rule: Rule, now: Millis) -> bool {
        self.of(rule).iter().any(|(instrument, _)| instrument.in_force(now))
    }

    /// The rules that rest on an instrument.
    pub fn resting_on(&self, code: &str) -> Vec<Rule> {
        let rests = |rule: &&Rule| self.of(**rule).iter().any(|(one, _)| one.code == code);
        Rule::ALL.iter().filter(rests).copied().collect()
    }
}
