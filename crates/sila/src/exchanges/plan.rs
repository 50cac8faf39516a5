//! What an exchange is made of, as both agencies sign it. Nothing in it is about a person of a case.

use minicbor::{Decode, Encode};
use sila_core::partnership::Words;
use sila_core::time::Date;
use sila_core::{AgencyId, Millis};

/// Kinds of exchanges: staff work at the other agency for a time; they visit it; they visit it to compare how both work.
pub const KINDS: [&str; 3] = ["SECONDMENT", "VISIT", "BENCHMARK"];
/// Longest title, in characters.
pub const TITLE_MAX: usize = 120;
/// Longest purpose, goals and parts of a report.
pub const TEXT_MAX: usize = 1_500;
/// Longest cell of a comparison.
pub const CELL_MAX: usize = 200;
/// Most people who go.
pub const PEOPLE_MAX: usize = 8;
/// Most rows of a comparison.
pub const ROWS_MAX: usize = 5;
/// Longest name of somebody who goes.
pub const NAME_MAX: usize = 120;
/// Most days of an exchange.
const DAYS_MAX: i64 = 366;
/// Most hours of one person.
pub const HOURS_MAX: u16 = 400;

/// Somebody who goes.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Guest {
    /// The name.
    #[n(0)]
    pub name: String,
    /// Of whom, in a form that only the sender's own node can trace.
    #[cbor(n(1), with = "minicbor::bytes")]
    pub mark: [u8; 32],
}

/// A row of a comparison: how something is done at either, and what the sender takes over.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Row {
    /// What is compared.
    #[n(0)]
    pub what: String,
    /// How the sender does it.
    #[n(1)]
    pub ours: String,
    /// How the host does it.
    #[n(2)]
    pub theirs: String,
    /// What the sender does about it; may be empty.
    #[n(3)]
    pub adopted: String,
}

/// What came of an exchange.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Report {
    /// What was done and learnt.
    #[n(0)]
    pub done: Words,
    /// The lesson: what others can use.
    #[n(1)]
    pub lesson: Words,
    /// What counts for each of those who went, in minutes.
    #[n(2)]
    pub minutes: u16,
    /// The comparison; a benchmark has one.
    #[n(3)]
    pub rows: Vec<Row>,
}

/// An exchange.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Exchange {
    /// One of [`KINDS`].
    #[n(0)]
    pub kind: String,
    /// Its title.
    #[n(1)]
    pub title: Words,
    /// What it is for.
    #[n(2)]
    pub purpose: Words,
    /// What those who go are to learn.
    #[n(3)]
    pub goals: Words,
    /// Whose staff go.
    #[n(4)]
    pub sender: AgencyId,
    /// To whom.
    #[n(5)]
    pub host: AgencyId,
    /// The first day.
    #[n(6)]
    pub begins: Date,
    /// The last day.
    #[n(7)]
    pub ends: Date,
    /// Who goes.
    #[n(8)]
    pub guests: Vec<Guest>,
    /// What came of it, once it is over.
    #[n(9)]
    pub report: Option<Report>,
}

impl Exchange {
    /// Whether every part is there and within its limit.
    pub fn fits(&self) -> bool {
        let days = self.ends.to_days().saturating_sub(self.begins.to_days());
        let named = |one: &Guest| (1..=NAME_MAX).contains(&one.name.trim().chars().count());
        KINDS.contains(&self.kind.as_str())
            && self.title.fit(TITLE_MAX)
            && self.purpose.fit(TEXT_MAX)
            && self.goals.fit(TEXT_MAX)
            && self.sender != self.host
            && (0..=DAYS_MAX).contains(&days)
            && (1..=PEOPLE_MAX).contains(&self.guests.len())
            && self.guests.iter().all(named)
            && self.report.as_ref().is_none_or(|report| report.fits(&self.kind))
    }

    /// Whether its last day is over.
    pub fn is_over(&self, now: Millis) -> bool {
        self.ends < now.uae_date()
    }

    /// The same plan, whatever came of it.
    pub fn is_plan_of(&self, other: &Exchange) -> bool {
        Exchange { report: None, ..self.clone() } == Exchange { report: None, ..other.clone() }
    }
}

impl Report {
    fn fits(&self, kind: &str) -> bool {
        let whole = |row: &Row| {
            let said = [&row.what, &row.ours, &row.theirs];
            let within = |text: &String| text.chars().count() <= CELL_MAX;
            said.iter().all(|text| !text.trim().is_empty())
                && said.into_iter().chain([&row.adopted]).all(within)
        };
        let compared = kind != "BENCHMARK" || !self.rows.is_empty();
        self.done.fit(TEXT_MAX)
            && self.lesson.fit(TEXT_MAX)
            && (1..=HOURS_MAX.saturating_mul(60)).contains(&self.minutes)
            && self.rows.len() <= ROWS_MAX
            && self.rows.iter().all(whole)
            && compared
    }
}
