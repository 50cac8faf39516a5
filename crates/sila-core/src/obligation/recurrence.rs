//! Repeating dates, written as RFC 5545 recurrence rules: the part of them that obligations need.
//!
//! Understood: `FREQ` (`DAILY`, `WEEKLY`, `MONTHLY`, `YEARLY`), `INTERVAL`, `COUNT`, `BYMONTHDAY` (one day, negative from the end
//! of the month; with `MONTHLY` and `YEARLY`). Anything else is refused by name, never read as something less.

use minicbor::{Decode, Decoder, Encode, Encoder, decode, encode};

use crate::time::Date;

/// Most repetitions of one rule.
const COUNT_MAX: u16 = 1_000;
/// Longest distance between two repetitions.
const INTERVAL_MAX: u16 = 400;

/// The unit of a repetition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Frequency {
    Daily,
    Weekly,
    Monthly,
    Yearly,
}

/// A repetition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Recurrence {
    /// The unit.
    pub frequency: Frequency,
    /// Every so many units, 1 or more.
    pub interval: u16,
    /// So many times; as long as the agreement lasts where nothing is said.
    pub count: Option<u16>,
    /// The day of the month, 1 to 31, or -1 for the last, -2 for the one before; the day of the beginning where nothing is said.
    pub month_day: Option<i8>,
}

/// On the wire a repetition is its rule in words, which keeps what holds it shallow.
impl<C> Encode<C> for Recurrence {
    fn encode<W: encode::Write>(
        &self,
        e: &mut Encoder<W>,
        _: &mut C,
    ) -> Result<(), encode::Error<W::Error>> {
        e.str(&self.to_text())?.ok()
    }
}

impl<'b, C> Decode<'b, C> for Recurrence {
    fn decode(d: &mut Decoder<'b>, _: &mut C) -> Result<Self, decode::Error> {
        Self::parse(d.str()?).or(Err(decode::Error::message("recurrence")))
    }
}

/// A rule that is not understood.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the part {part} of the recurrence is not understood")]
pub struct RecurrenceError {
    /// The part at fault, cut to 24 characters.
    pub part: String,
}

impl Recurrence {
    /// Reads `FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=-1`, with or without `RRULE:` before it.
    ///
    /// # Errors
    /// [`RecurrenceError`] naming the part that is unknown, out of range or said twice.
    pub fn parse(text: &str) -> Result<Self, RecurrenceError> {
        let text = text.trim().trim_start_matches("RRULE:");
        let mut rule =
            Self { frequency: Frequency::Daily, interval: 0, count: None, month_day: None };
        let mut frequency = None;
        for part in text.split(';') {
            let wrong = || RecurrenceError { part: part.chars().take(24).collect() };
            let (name, value) = part.split_once('=').ok_or_else(wrong)?;
            let fresh = match name {
                "FREQ" => frequency.replace(unit(value).ok_or_else(wrong)?).is_none(),
                "INTERVAL" => {
                    let n = number(value, INTERVAL_MAX).ok_or_else(wrong)?;
                    std::mem::replace(&mut rule.interval, n) == 0
                }
                "COUNT" => {
                    rule.count.replace(number(value, COUNT_MAX).ok_or_else(wrong)?).is_none()
                }
                "BYMONTHDAY" => rule.month_day.replace(day(value).ok_or_else(wrong)?).is_none(),
                _ => false,
            };
            if !fresh {
                return Err(wrong());
            }
        }
        rule.interval = rule.interval.max(1);
        rule.frequency = frequency.ok_or_else(|| RecurrenceError { part: "FREQ".to_owned() })?;
        let monthly = matches!(rule.frequency, Frequency::Monthly | Frequency::Yearly);
        if rule.month_day.is_some() && !monthly {
            return Err(RecurrenceError { part: "BYMONTHDAY".to_owned() });
        }
        Ok(rule)
    }

    /// The rule as [`Recurrence::parse`] reads it.
    pub fn to_text(&self) -> String {
        let unit = match self.frequency {
            Frequency::Daily => "DAILY",
            Frequency::Weekly => "WEEKLY",
            Frequency::Monthly => "MONTHLY",
            Frequency::Yearly => "YEARLY",
        };
        let count = self.count.map_or(String::new(), |n| format!(";COUNT={n}"));
        let day = self.month_day.map_or(String::new(), |n| format!(";BYMONTHDAY={n}"));
        format!("FREQ={unit};INTERVAL={}{count}{day}", self.interval)
    }

    /// The days from `first` to `last`, both included. In a month without the day of the month there is none, as RFC 5545 says.
    pub fn days(&self, first: Date, last: Date) -> Vec<Date> {
        let most = usize::from(self.count.unwrap_or(COUNT_MAX));
        let tries = 0..i64::from(COUNT_MAX) * 8;
        let days = tries.map(|n| n.saturating_mul(i64::from(self.interval)));
        let days = days.map(|ahead| self.at(first, ahead));
        let days = days.take_while(|(begin, _)| *begin <= last).filter_map(|(_, day)| day);
        days.filter(|day| first <= *day && *day <= last).take(most).collect()
    }

    /// The beginning of the unit that is `ahead` units later, and the day in it.
    fn at(&self, first: Date, ahead: i64) -> (Date, Option<Date>) {
        let months = match self.frequency {
            Frequency::Daily => return same(first.plus_days(ahead)),
            Frequency::Weekly => return same(first.plus_days(ahead.saturating_mul(7))),
            Frequency::Monthly => ahead,
            Frequency::Yearly => ahead.saturating_mul(12),
        };
        let month = i64::from(first.month).saturating_sub(1).saturating_add(months);
        let begin = Date {
            year: first.year.saturating_add(month.div_euclid(12)),
            month: u8::try_from(month.rem_euclid(12) + 1).unwrap_or(1),
            day: 1,
        };
        let length = begin.days_in_month();
        let day = match self.month_day {
            None => first.day,
            Some(day) if day > 0 => day.unsigned_abs(),
            Some(day) => (length + 1).saturating_sub(day.unsigned_abs()),
        };
        (begin, (1..=length).contains(&day).then_some(Date { day, ..begin }))
    }
}

fn same(day: Date) -> (Date, Option<Date>) {
    (day, Some(day))
}

fn unit(text: &str) -> Option<Frequency> {
    match text {
        "DAILY" => Some(Frequency::Daily),
        "WEEKLY" => Some(Frequency::Weekly),
        "MONTHLY" => Some(Frequency::Monthly),
        "YEARLY" => Some(Frequency::Yearly),
        _ => None,
    }
}

fn number(text: &str, most: u16) -> Option<u16> {
    text.parse().ok().filter(|n| (1..=most).contains(n))
}

fn day(text: &str) -> Option<i8> {
    text.parse().ok().filter(|n: &i8| (1..=31).contains(&n.unsigned_abs()))
}
