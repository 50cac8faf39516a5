//! The working calendar of an agency: on which days and hours it works, and when a term counted in them ends.
//!
//! Agencies of one State keep different weeks: the federal government and most emirates work Monday to Thursday and half of
//! Friday, the government of Sharjah Monday to Thursday. So a term in working time runs on the calendar of the agency whose
//! clock it is. What cannot wait (emergency, urgent) runs on the clock on the wall and does not come here.

use std::collections::{BTreeMap, BTreeSet};

use minicbor::{Decode, Encode};

use crate::codes::code_list;
use crate::time::{Date, Millis, Weekday};

#[cfg(test)]
mod tests;

/// A calendar that does not open within so many days is never open: two years.
const SEARCH_DAYS: i64 = 731;

/// Most days off, and most days with other hours, in one calendar.
const DAYS_MAX: usize = 1_000;
const DAY_MINUTES: u16 = 24 * 60;

code_list! {
    /// The working weeks in use in the State since 1 January 2022.
    Week, "week" {
        Five = "MON_FRI": "Monday to Thursday, and Friday until noon: the federal government and most emirates.",
        Four = "MON_THU": "Monday to Thursday: the government of Sharjah.",
    }
}

impl Week {
    /// The week without holidays.
    pub fn calendar(self) -> WorkingCalendar {
        let days = [Weekday::Monday, Weekday::Tuesday, Weekday::Wednesday, Weekday::Thursday];
        let mut week: BTreeMap<_, _> = days.into_iter().map(|day| (day, Hours::WHOLE)).collect();
        if self == Self::Five {
            week.insert(Weekday::Friday, Hours::FRIDAY);
        }
        WorkingCalendar { week, ..WorkingCalendar::default() }
    }
}

/// How long something may take.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
pub enum TimeLimit {
    /// Minutes on the clock on the wall, by day and night: for what cannot wait.
    #[n(0)]
    Minutes(#[n(0)] u32),
    /// Working days of the agency whose clock runs.
    #[n(1)]
    WorkingDays(#[n(0)] u16),
}

impl TimeLimit {
    /// When it is over, begun at `from`. `None` when the calendar has no working day.
    pub fn after(self, from: Millis, calendar: &WorkingCalendar) -> Option<Millis> {
        match self {
            Self::Minutes(minutes) => Some(from.plus_minutes(i64::from(minutes))),
            Self::WorkingDays(days) => calendar.after_days(from, days),
        }
    }

    /// When half as much time again has passed: in working days, at least one more.
    pub(crate) fn after_half_more(
        self,
        from: Millis,
        calendar: &WorkingCalendar,
    ) -> Option<Millis> {
        match self {
            Self::Minutes(minutes) => {
                Self::Minutes(minutes.saturating_add(minutes.div_ceil(2))).after(from, calendar)
            }
            Self::WorkingDays(days) => {
                let more = days.div_ceil(2).max(1);
                Self::WorkingDays(days.saturating_add(more)).after(from, calendar)
            }
        }
    }

    /// Whether it is some time, counted in the same way as `longer`, and not more.
    pub(crate) fn is_within(self, longer: Self) -> bool {
        match (self, longer) {
            (Self::Minutes(short), Self::Minutes(long)) => 0 < short && short <= long,
            (Self::WorkingDays(short), Self::WorkingDays(long)) => 0 < short && short <= long,
            _ => false,
        }
    }
}

/// The working hours of one day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Hours {
    /// Minutes after midnight at which work begins.
    #[n(0)]
    pub from: u16,
    /// Minutes after midnight at which it ends.
    #[n(1)]
    pub until: u16,
}

impl Hours {
    /// 07:30 to 15:30.
    pub const WHOLE: Self = Self { from: 450, until: 930 };
    /// 07:30 to 12:00.
    pub const FRIDAY: Self = Self { from: 450, until: 720 };
}

/// When an agency works.
#[derive(Clone, Debug, Default, PartialEq, Eq, Encode, Decode)]
pub struct WorkingCalendar {
    /// The hours of each working day of an ordinary week.
    #[n(0)]
    pub week: BTreeMap<Weekday, Hours>,
    /// Days off: public holidays, and what the agency adds.
    #[n(1)]
    pub closed: BTreeSet<Date>,
    /// Days with other hours, for example in Ramadan.
    #[n(2)]
    pub other: BTreeMap<Date, Hours>,
}

impl WorkingCalendar {
    /// Whether it has a working day in the week, hours that begin before they end, and no more days than anybody needs.
    pub(crate) fn is_sensible(&self) -> bool {
        let hours = self.week.values().chain(self.other.values());
        let mut hours = hours.map(|hours| hours.from < hours.until && hours.until <= DAY_MINUTES);
        let few = self.closed.len() <= DAYS_MAX && self.other.len() <= DAYS_MAX;
        !self.week.is_empty() && few && hours.all(|kept| kept)
    }

    /// The same week, with the days off and the other hours of these days alone.
    pub(crate) fn between(&self, first: Date, last: Date) -> Self {
        let closed = self.closed.range(first..=last).copied().collect();
        let other = self.other.range(first..=last).map(|(day, hours)| (*day, *hours)).collect();
        Self { week: self.week.clone(), closed, other }
    }

    /// The hours worked on this day; `None` on a day off.
    pub fn hours(&self, date: Date) -> Option<Hours> {
        if self.closed.contains(&date) {
            return None;
        }
        let hours = self.other.get(&date).or_else(|| self.week.get(&date.weekday())).copied();
        hours.filter(|hours| hours.from < hours.until)
    }

    /// Whether somebody works at this instant.
    pub fn is_open(&self, at: Millis) -> bool {
        let date = at.uae_date();
        self.hours(date).is_some_and(|hours| {
            date.at_minute(hours.from) <= at && at < date.at_minute(hours.until)
        })
    }

    /// The end of work on the `days`-th working day after the day of `from`, which is not counted. A term of no days ends at
    /// the end of work of the same day, or of the next working day when that is over.
    ///
    /// `None` when the calendar has no working day within two years.
    pub fn after_days(&self, from: Millis, days: u16) -> Option<Millis> {
        let ends = |date: Date| self.hours(date).map(|hours| date.at_minute(hours.until));
        let first = from.uae_date();
        if days == 0
            && let Some(end) = ends(first).filter(|end| from < *end)
        {
            return Some(end);
        }
        let mut later = (1..=SEARCH_DAYS).filter_map(|ahead| ends(first.plus_days(ahead)));
        later.nth(usize::from(days.saturating_sub(1)))
    }

    /// The instant at which so many minutes of working time have passed since `from`.
    ///
    /// `None` when they do not pass within two years.
    pub fn after_minutes(&self, from: Millis, minutes: u32) -> Option<Millis> {
        let mut left = i64::from(minutes);
        let mut date = from.uae_date();
        for _ in 0..=SEARCH_DAYS {
            if let Some(hours) = self.hours(date) {
                let begin = date.at_minute(hours.from).max(from);
                let open = date.at_minute(hours.until).minutes_since(begin).max(0);
                if left <= open && begin < date.at_minute(hours.until) {
                    return Some(begin.plus_minutes(left));
                }
                left -= open;
            }
            date = date.plus_days(1);
        }
        None
    }
}
