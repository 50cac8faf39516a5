use super::*;
use proptest::prelude::*;

fn day(year: i64, month: u8, day: u8) -> Date {
    Date { year, month, day }
}

/// November 2025: the 24th is a Monday.
fn at(date: u8, hour: u16, minute: u16) -> Millis {
    day(2025, 11, date).at_minute(hour * 60 + minute)
}

#[test]
fn thursday_afternoon_in_sharjah_is_followed_by_monday_morning() {
    let sharjah = Week::Four.calendar();
    let thursday = at(20, 16, 0);
    assert!(!sharjah.is_open(thursday));
    assert_eq!(sharjah.after_minutes(thursday, 1), Some(at(24, 7, 31)));
    assert_eq!(at(24, 7, 30).minutes_since(thursday), 87 * 60 + 30, "87.5 hours on the wall");
    assert_eq!(Week::Five.calendar().after_minutes(thursday, 1), Some(at(21, 7, 31)));
}

#[test]
fn a_term_in_working_days_ends_at_the_end_of_work() {
    let sharjah = Week::Four.calendar();
    let table = [
        (at(24, 10, 0), 0, at(24, 15, 30)),
        (at(24, 15, 30), 0, at(25, 15, 30)),
        (at(24, 10, 0), 1, at(25, 15, 30)),
        (at(24, 23, 0), 1, at(25, 15, 30)),
        (at(20, 10, 0), 1, at(24, 15, 30)),
        (at(21, 10, 0), 1, at(24, 15, 30)),
        (at(20, 10, 0), 5, at(27, 15, 30).plus_days(4)),
    ];
    for (from, days, wanted) in table {
        assert_eq!(sharjah.after_days(from, days), Some(wanted), "{days} days");
    }
    let friday = Week::Five.calendar().after_days(at(20, 10, 0), 1);
    assert_eq!(friday, Some(at(21, 12, 0)), "half a day");
}

#[test]
fn holidays_and_shorter_hours_are_kept() {
    let mut calendar = Week::Five.calendar();
    calendar.closed = [day(2025, 12, 2), day(2025, 12, 3)].into();
    let eve = day(2025, 12, 1).at_minute(15 * 60);
    assert_eq!(calendar.after_minutes(eve, 60), Some(day(2025, 12, 4).at_minute(8 * 60)));
    assert_eq!(calendar.after_days(eve, 1), Some(day(2025, 12, 4).at_minute(930)));
    calendar.other.insert(day(2025, 12, 4), Hours { from: 540, until: 840 });
    assert_eq!(calendar.after_days(eve, 1), Some(day(2025, 12, 4).at_minute(840)));
    assert!(!calendar.is_open(day(2025, 12, 4).at_minute(500)));
}

#[test]
fn a_calendar_that_never_opens_says_so() {
    let never = WorkingCalendar::default();
    assert_eq!(never.after_days(Millis(0), 1), None);
    assert_eq!(never.after_minutes(Millis(0), 1), None);
    let mut backwards = Week::Four.calendar();
    backwards.week.values_mut().for_each(|hours| *hours = Hours { from: 930, until: 450 });
    assert_eq!(backwards.after_days(Millis(0), 1), None);
}

#[test]
fn what_cannot_wait_runs_by_night() {
    let calendar = Week::Four.calendar();
    let night = at(20, 23, 0);
    assert_eq!(TimeLimit::Minutes(60).after(night, &calendar), Some(at(21, 0, 0)));
    assert_eq!(TimeLimit::WorkingDays(3).after(night, &calendar), Some(at(26, 15, 30)));
    assert_eq!(TimeLimit::WorkingDays(3).after(night, &WorkingCalendar::default()), None);
}

#[test]
fn a_calendar_that_makes_no_sense_is_refused() {
    let with = |change: fn(&mut WorkingCalendar)| {
        let mut calendar = Week::Five.calendar();
        change(&mut calendar);
        calendar.is_sensible()
    };
    assert!(with(|_| ()));
    assert!(!with(|c| c.week.clear()));
    assert!(!with(|c| c.week.values_mut().for_each(|hours| hours.until = hours.from)));
    assert!(!with(|c| c.week.values_mut().for_each(|hours| hours.until = 24 * 60 + 1)));
    assert!(!with(|c| c.closed = (0..1_001).map(|n| day(2025, 1, 1).plus_days(n)).collect()));
}

#[test]
fn a_calendar_survives_its_bytes() {
    let mut calendar = Week::Five.calendar();
    calendar.closed = [day(2025, 12, 2), day(1969, 1, 1)].into();
    calendar.other.insert(day(2026, 2, 18), Hours { from: 540, until: 840 });
    let bytes = minicbor::to_vec(&calendar).unwrap();
    assert_eq!(minicbor::decode::<WorkingCalendar>(&bytes).unwrap(), calendar);
}

proptest! {
    #[test]
    fn a_term_ends_later_the_longer_it_is_and_only_when_somebody_works(
        from in 1_700_000_000_000_i64..1_900_000_000_000,
        minutes in 1_u32..20_000,
        days in 1_u16..60,
    ) {
        let from = Millis(from);
        for calendar in [Week::Four.calendar(), Week::Five.calendar()] {
            let end = calendar.after_minutes(from, minutes).unwrap();
            prop_assert!(end > from);
            prop_assert!(calendar.is_open(Millis(end.0 - 1)));
            prop_assert!(calendar.after_minutes(from, minutes + 1).unwrap() > end);
            prop_assert!(calendar.after_days(from, days + 1).unwrap() > calendar.after_days(from, days).unwrap());
            let halves = calendar.after_minutes(from, minutes / 2 + 1).unwrap();
            prop_assert_eq!(calendar.after_minutes(halves, minutes.div_ceil(2)).unwrap(), calendar.after_minutes(from, minutes / 2 + 1 + minutes.div_ceil(2)).unwrap());
        }
    }
}
