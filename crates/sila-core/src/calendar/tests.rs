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
    let sharjah = WorkingCalendar::sharjah();
    let thursday = at(20, 16, 0);
    assert!(!sharjah.is_open(thursday));
    assert_eq!(sharjah.after_minutes(thursday, 1), Some(at(24, 7, 31)));
    assert_eq!(at(24, 7, 30).minutes_since(thursday), 87 * 60 + 30, "87.5 hours on the wall");
    assert_eq!(WorkingCalendar::federal().after_minutes(thursday, 1), Some(at(21, 7, 31)));
}

#[test]
fn a_term_in_working_days_ends_at_the_end_of_work() {
    let sharjah = WorkingCalendar::sharjah();
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
    let friday = WorkingCalendar::federal().after_days(at(20, 10, 0), 1);
    assert_eq!(friday, Some(at(21, 12, 0)), "half a day");
}

#[test]
fn holidays_and_shorter_hours_are_kept() {
    let mut calendar = WorkingCalendar::federal();
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
    let mut backwards = WorkingCalendar::sharjah();
    backwards.week.values_mut().for_each(|hours| *hours = Hours { from: 930, until: 450 });
    assert_eq!(backwards.after_days(Millis(0), 1), None);
}

proptest! {
    #[test]
    fn a_term_ends_later_the_longer_it_is_and_only_when_somebody_works(
        from in 1_700_000_000_000_i64..1_900_000_000_000,
        minutes in 1_u32..20_000,
        days in 1_u16..60,
    ) {
        let from = Millis(from);
        for calendar in [WorkingCalendar::sharjah(), WorkingCalendar::federal()] {
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
