//! When a party works: the week it chooses, and the public holidays of the term.
//!
//! The holidays are those of Cabinet Decision 27 of 2024. Those of the Hijri year are computed (Umm al-Qura) and may fall a day
//! earlier or later when the moon is sighted; the days that are signed are the ones that count for the times of a referral.

use std::collections::BTreeSet;

use maud::{Markup, html};
use sila_core::Millis;
use sila_core::area::AreaCode;
use sila_core::calendar::{Hours, Week, WorkingCalendar};
use sila_core::time::{Date, Weekday};

use crate::web::{Cx, dates};

/// No agreement is longer: ten years.
const DAYS_MAX: i64 = 3_660;
/// Month and day: the new year and the Union Day.
const GREGORIAN: [(u8, u8); 3] = [(1, 1), (12, 2), (12, 3)];
/// Month and day: the Hijri new year, the birth of the Prophet, the feast after Ramadan, Arafa and the feast of sacrifice.
const HIJRI: [(u8, u8); 9] =
    [(1, 1), (3, 12), (10, 1), (10, 2), (10, 3), (12, 9), (12, 10), (12, 11), (12, 12)];

/// The week that agencies competent for these areas usually keep.
pub fn usual_week(covers: &[AreaCode]) -> Week {
    let sharjah = |code: &AreaCode| code.to_string().starts_with("AE-SH");
    if !covers.is_empty() && covers.iter().all(sharjah) { Week::Four } else { Week::Five }
}

/// The calendar of a party that keeps this week, with the public holidays from `from` until `until`.
pub fn of(week: Week, from: Millis, until: Millis) -> WorkingCalendar {
    WorkingCalendar { closed: holidays(from, until), ..week.calendar() }
}

fn holidays(from: Millis, until: Millis) -> BTreeSet<Date> {
    let (first, last) = (from.uae_date(), until.uae_date());
    let days = (0..DAYS_MAX).map(|ahead| first.plus_days(ahead)).take_while(|day| *day <= last);
    days.filter(|day| is_holiday(*day)).collect()
}

fn is_holiday(date: Date) -> bool {
    let hijri = || dates::umm_al_qura(date).is_some_and(|day| HIJRI.contains(&day));
    GREGORIAN.contains(&(date.month, date.day)) || hijri()
}

/// The working days with their hours, and the days off that fall on one of them.
pub fn markup(cx: &Cx, calendar: &WorkingCalendar) -> Markup {
    let off = calendar.closed.iter().filter(|date| calendar.week.contains_key(&date.weekday()));
    let off: Vec<Millis> = off.map(|date| date.at_minute(0)).collect();
    html! {
        ul.plain { @for (first, last, hours) in stretches(calendar) {
            li { (days(cx, first, last)) " " (hours_of(hours)) }
        } }
        @if !off.is_empty() {
            details {
                summary { (cx.t_with("agreement-days-off", &[("n", off.len().into())])) }
                ul.plain { @for day in off { li { (dates::both_calendars(cx.lang, day)) } } }
                p.sub { (cx.t("agreement-days-off-text")) }
            }
        }
    }
}

/// Runs of days with the same hours.
fn stretches(calendar: &WorkingCalendar) -> Vec<(Weekday, Weekday, Hours)> {
    let mut runs: Vec<(Weekday, Weekday, Hours)> = Vec::new();
    for (day, hours) in &calendar.week {
        match runs.last_mut() {
            Some(run) if run.2 == *hours && run.1.next() == *day => run.1 = *day,
            _ => runs.push((*day, *day, *hours)),
        }
    }
    runs
}

fn days(cx: &Cx, first: Weekday, last: Weekday) -> String {
    let name = |day: Weekday| cx.t(&format!("weekday-{}", day.since_sunday()));
    if first == last {
        return name(first);
    }
    cx.t_with("agreement-day-to-day", &[("from", name(first).into()), ("to", name(last).into())])
}

fn hours_of(hours: Hours) -> Markup {
    let clock = |minutes: u16| format!("{:02}:{:02}", minutes / 60, minutes % 60);
    html! { span.num dir="ltr" { (clock(hours.from)) "–" (clock(hours.until)) } }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(year: i64, month: u8, day: u8) -> Date {
        Date { year, month, day }
    }

    #[test]
    fn the_holidays_of_a_year_are_those_of_the_cabinet_decision() {
        let year = holidays(day(2027, 1, 1).at_minute(0), day(2027, 12, 31).at_minute(0));
        let wanted = [
            (1, 1),
            (3, 9),
            (3, 10),
            (3, 11),
            (5, 15),
            (5, 16),
            (5, 17),
            (5, 18),
            (6, 6),
            (8, 14),
            (12, 2),
            (12, 3),
        ];
        let wanted: BTreeSet<Date> = wanted.iter().map(|(m, d)| day(2027, *m, *d)).collect();
        assert_eq!(year, wanted);
    }

    #[test]
    fn sharjah_keeps_four_days() {
        let covers = |codes: &[&str]| {
            usual_week(&codes.iter().map(|c| c.parse().unwrap()).collect::<Vec<_>>())
        };
        assert_eq!(covers(&["AE-SH", "AE-SH-KFK"]), Week::Four);
        assert_eq!(covers(&["AE-SH", "AE-DU"]), Week::Five);
        assert_eq!(covers(&[]), Week::Five);
    }

    #[test]
    fn days_with_the_same_hours_stand_together() {
        let five = stretches(&Week::Five.calendar());
        assert_eq!(five.len(), 2);
        assert_eq!((five[0].0, five[0].1), (Weekday::Monday, Weekday::Thursday));
        assert_eq!((five[1].0, five[1].1), (Weekday::Friday, Weekday::Friday));
    }
}
