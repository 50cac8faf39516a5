//! Times of the script, told from the day of the demonstration.

use serde::de::{Deserialize, Deserializer, Error};
use sila_core::person::Birth;
use sila_core::time::Millis;

const DAY_MS: i64 = 24 * 60 * 60 * 1_000;
/// The State keeps UTC+4 all year.
const UAE_MINUTES: i64 = 4 * 60;
/// Working days of the week that all agencies of the script share: Monday to Thursday.
const WORKING: std::ops::RangeInclusive<i64> = 1..=4;

/// A time of the script.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum When {
    /// `"16 09:10"`: so many working days before today, at a time of the day in the State.
    Before {
        /// How many working days.
        days: u16,
        /// Minutes since midnight.
        minute: i64,
    },
    /// `"-24"`: so many minutes before the demonstration begins.
    Ago(i64),
}

impl When {
    /// Reads a time of the script.
    pub fn parse(text: &str) -> Option<When> {
        if let Some(minutes) = text.strip_prefix('-') {
            return minutes.parse().ok().map(When::Ago);
        }
        let (days, time) = text.split_once(' ')?;
        let (hour, minute) = time.split_once(':')?;
        let (hour, minute): (i64, i64) = (hour.parse().ok()?, minute.parse().ok()?);
        let sound = (0..24).contains(&hour) && (0..60).contains(&minute);
        let days = days.parse().ok().filter(|days| *days > 0 && sound)?;
        Some(When::Before { days, minute: hour * 60 + minute })
    }

    /// The instant, when the demonstration begins at `now`.
    pub fn at(self, now: Millis) -> Millis {
        match self {
            When::Ago(minutes) => now.plus_minutes(minutes.saturating_neg()),
            When::Before { days, minute } => {
                let midnight = Millis(working_day(today(now), days).saturating_mul(DAY_MS));
                midnight.plus_minutes(minute.saturating_sub(UAE_MINUTES))
            }
        }
    }
}

impl<'de> Deserialize<'de> for When {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<When, D::Error> {
        let text = String::deserialize(from)?;
        When::parse(&text).ok_or_else(|| D::Error::custom(format!("no time: {text}")))
    }
}

/// Days since 1970-01-01 in the State.
fn today(now: Millis) -> i64 {
    now.plus_minutes(UAE_MINUTES).0.div_euclid(DAY_MS)
}

/// The `n`th working day before `today`.
fn working_day(today: i64, n: u16) -> i64 {
    let mut day = today;
    for _ in 0..n {
        day -= 1;
        // 1970-01-01 was a Thursday; 0 is Sunday.
        while !WORKING.contains(&(day + 4).rem_euclid(7)) {
            day -= 1;
        }
    }
    day
}

/// The birth of somebody who is `age` on the day of `now` and has the birthday `on` (`MM-DD`).
pub fn birth(age: u16, on: Option<&str>, now: Millis) -> Option<Birth> {
    let today = now.uae_date();
    let year = |back: u16| u16::try_from(today.year).ok()?.checked_sub(back);
    let Some(on) = on else { return year(age).map(Birth::YearOnly) };
    let (month, day) = on.split_once('-')?;
    let (m, d): (u8, u8) = (month.parse().ok()?, day.parse().ok()?);
    let still_ahead = (m, d) > (today.month, today.day);
    Some(Birth::Exact { y: year(age.checked_add(u16::from(still_ahead))?)?, m, d })
}

#[cfg(test)]
mod tests {
    use super::*;
    use sila_core::person::Ages;

    /// Monday 24 November 2025, 10:00 in the State.
    const NOW: Millis = Millis(1_763_964_000_000);

    #[test]
    fn working_days_skip_friday_to_sunday() {
        let at = |text: &str| When::parse(text).unwrap().at(NOW);
        let date = |text: &str| at(text).uae_date();
        assert_eq!((date("1 09:10").month, date("1 09:10").day), (11, 20), "Thursday");
        assert_eq!(date("4 09:10").day, 17, "Monday");
        assert_eq!(date("5 09:10").day, 13, "Thursday of the week before");
        assert_eq!(at("1 10:00").minutes_since(NOW), -4 * 24 * 60);
        assert_eq!(at("-24").minutes_since(NOW), -24);
        assert_eq!(date("1 00:00").day, 20, "midnight in the State is the same day there");
    }

    #[test]
    fn what_is_no_time_is_refused() {
        for text in ["", "1", "1 9", "0 09:00", "1 24:00", "1 09:60", "-x", "x 09:00"] {
            assert_eq!(When::parse(text), None, "{text}");
        }
    }

    #[test]
    fn ages_hold_on_the_day_whatever_the_birthday() {
        for on in ["01-01", "11-23", "11-24", "11-25", "12-31"] {
            let ages = birth(13, Some(on), NOW).unwrap().ages(NOW);
            assert_eq!(ages, Some(Ages::exactly(13)), "{on}");
        }
        assert_eq!(birth(79, None, NOW), Some(Birth::YearOnly(1946)));
    }
}
