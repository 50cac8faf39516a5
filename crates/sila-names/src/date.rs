//! A date typed into three fields (day, month, year), as exact as the person knows it.

use crate::emirates_id::is_separator;
use crate::fold::digit;

mod hijri;
#[cfg(test)]
mod tests;

/// A date of the past with its precision. Not knowing is an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PartialDate {
    /// Nothing was given.
    Unknown,
    /// The year.
    Year(u16),
    /// Year and month.
    Month {
        /// Year.
        y: u16,
        /// Month, 1 to 12.
        m: u8,
    },
    /// The day.
    Day {
        /// Year.
        y: u16,
        /// Month, 1 to 12.
        m: u8,
        /// Day of the month.
        d: u8,
    },
}

/// One of the three fields.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// Day.
    Day,
    /// Month.
    Month,
    /// Year.
    Year,
}

/// Why three fields are not a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.code())]
pub enum DateProblem {
    /// Not a number.
    NotANumber {
        /// Which field.
        part: Part,
    },
    /// A finer field was filled and this coarser one was not.
    Missing {
        /// Which field.
        part: Part,
    },
    /// No such month, no such day of any month, or a year outside 1850 to 2200.
    OutOfRange {
        /// Which field.
        part: Part,
    },
    /// That month has fewer days.
    NoSuchDay {
        /// How many it has.
        days: u8,
    },
    /// Later than today.
    InFuture,
}

impl DateProblem {
    /// The stable key for translation and logs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotANumber { .. } => "date.not_a_number",
            Self::Missing { .. } => "date.missing",
            Self::OutOfRange { .. } => "date.out_of_range",
            Self::NoSuchDay { .. } => "date.no_such_day",
            Self::InFuture => "date.in_future",
        }
    }

    /// The field to send the person to.
    pub fn part(&self) -> Part {
        match self {
            Self::NotANumber { part } | Self::Missing { part } | Self::OutOfRange { part } => *part,
            Self::NoSuchDay { .. } => Part::Day,
            Self::InFuture => Part::Year,
        }
    }
}

/// The day it is, in the State.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Today {
    /// Year.
    pub y: u16,
    /// Month.
    pub m: u8,
    /// Day.
    pub d: u8,
}

impl PartialDate {
    /// Reads a date of the past from its three fields, with digits of either script. Empty fields are
    /// precision, not errors: all empty is [`PartialDate::Unknown`].
    ///
    /// # Errors
    /// [`DateProblem`], which names the field.
    pub fn of_past(day: &str, month: &str, year: &str, today: Today) -> Result<Self, DateProblem> {
        let d = number(day, Part::Day, 1..=31)?;
        let m = number(month, Part::Month, 1..=12)?;
        let y = number(year, Part::Year, 1850..=2200)?;
        let date = match (y, m.and_then(small), d.and_then(small)) {
            (None, None, None) => return Ok(Self::Unknown),
            (None, ..) => return Err(DateProblem::Missing { part: Part::Year }),
            (Some(_), None, Some(_)) => return Err(DateProblem::Missing { part: Part::Month }),
            (Some(y), None, None) => Self::Year(y),
            (Some(y), Some(m), None) => Self::Month { y, m },
            (Some(y), Some(m), Some(d)) => Self::day(y, m, d)?,
        };
        if date.earliest() > Some(today) { Err(DateProblem::InFuture) } else { Ok(date) }
    }

    /// The year, if known.
    pub fn year(self) -> Option<u16> {
        match self {
            Self::Unknown => None,
            Self::Year(y) | Self::Month { y, .. } | Self::Day { y, .. } => Some(y),
        }
    }

    /// True for the first of January, which papers say where only the year was known.
    pub fn is_placeholder(self) -> bool {
        matches!(self, Self::Day { m: 1, d: 1, .. })
    }

    /// The date that is meant if day and month were written in the other order; nothing when that is no
    /// date, or the same.
    ///
    /// ```
    /// use sila_names::PartialDate;
    ///
    /// let written = PartialDate::Day { y: 1990, m: 4, d: 7 };
    /// assert_eq!(written.swapped(), Some(PartialDate::Day { y: 1990, m: 7, d: 4 }));
    /// assert_eq!(PartialDate::Day { y: 1990, m: 4, d: 17 }.swapped(), None);
    /// ```
    pub fn swapped(self) -> Option<Self> {
        match self {
            Self::Day { y, m, d } if m != d => {
                Some(d).filter(|month| *month <= 12).and_then(|month| Self::day(y, month, m).ok())
            }
            _ => None,
        }
    }

    /// The years of birth of somebody who is `age` years old: whoever has had this year's birthday is
    /// born in the later one.
    pub fn born_at_age(age: u16, today: Today) -> std::ops::RangeInclusive<u16> {
        let later = today.y.saturating_sub(age);
        later.saturating_sub(1)..=later
    }

    fn day(y: u16, m: u8, d: u8) -> Result<Self, DateProblem> {
        let days = days_in(y, m);
        if d > days { Err(DateProblem::NoSuchDay { days }) } else { Ok(Self::Day { y, m, d }) }
    }

    /// The first day it can be.
    fn earliest(self) -> Option<Today> {
        match self {
            Self::Unknown => None,
            Self::Year(y) => Some(Today { y, m: 1, d: 1 }),
            Self::Month { y, m } => Some(Today { y, m, d: 1 }),
            Self::Day { y, m, d } => Some(Today { y, m, d }),
        }
    }
}

/// The number in a field; `None` when the field is empty.
fn number(
    text: &str,
    part: Part,
    range: std::ops::RangeInclusive<u16>,
) -> Result<Option<u16>, DateProblem> {
    let kept: Vec<char> = text.chars().filter(|c| !is_separator(*c)).collect();
    if kept.is_empty() {
        return if text.trim().is_empty() {
            Ok(None)
        } else {
            Err(DateProblem::NotANumber { part })
        };
    }
    let digits: Option<String> = kept.into_iter().map(digit).collect();
    let digits = digits.ok_or(DateProblem::NotANumber { part })?;
    match digits.parse() {
        Ok(value) if range.contains(&value) => Ok(Some(value)),
        _ => Err(DateProblem::OutOfRange { part }),
    }
}

fn small(value: u16) -> Option<u8> {
    u8::try_from(value).ok()
}

/// Days of a month of the Gregorian calendar.
fn days_in(y: u16, m: u8) -> u8 {
    let leap = y.is_multiple_of(4) && (!y.is_multiple_of(100) || y.is_multiple_of(400));
    match m {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}
