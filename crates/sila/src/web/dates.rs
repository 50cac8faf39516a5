//! Times as people read them: Asia/Dubai, day-month-year, with the Umm al-Qura date beside the Gregorian one.
//!
//! The Hijri date is computed (KACST tables); a sighting of the moon may move it by a day. Digits are Latin, as CLDR has
//! them for `ar-AE`.

use icu_calendar::Date;
use icu_calendar::cal::Hijri;
use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::{Offset, TimeZone};
use sila_core::Millis;

use super::Lang;
use super::i18n::{Arg, text};

const MINUTES_OF_HOUR: i64 = 60;
const MINUTES_OF_DAY: i64 = 24 * MINUTES_OF_HOUR;

/// The wall clock of Asia/Dubai (UTC+4, no summer time). A time beyond the calendar reads as 1 January 1970.
pub fn civil(time: Millis) -> DateTime {
    let stamp = Timestamp::from_millisecond(time.0).unwrap_or(Timestamp::UNIX_EPOCH);
    stamp.to_zoned(TimeZone::fixed(Offset::constant(4))).datetime()
}

/// `22/11/2026`, for narrow places.
pub fn day_short(time: Millis) -> String {
    let at = civil(time);
    format!("{:02}/{:02}/{}", at.day(), at.month(), at.year())
}

/// `14:05`.
pub fn clock(time: Millis) -> String {
    let at = civil(time);
    format!("{:02}:{:02}", at.hour(), at.minute())
}

/// `22 November 2026`.
pub fn day(lang: Lang, time: Millis) -> String {
    let at = civil(time);
    format!("{} {} {}", at.day(), month(lang, at.month()), at.year())
}

/// `Sunday 22 November 2026`.
pub fn long_day(lang: Lang, time: Millis) -> String {
    let weekday = civil(time).weekday().to_sunday_zero_offset();
    let name = text(lang, &format!("weekday-{weekday}"), &[]);
    format!("{name} {}", day(lang, time))
}

/// `Sunday 22 November 2026 · 12 Jumada II 1448 AH`.
pub fn both_calendars(lang: Lang, time: Millis) -> String {
    match hijri(lang, time) {
        Some(hijri) => format!("{} · {hijri}", long_day(lang, time)),
        None => long_day(lang, time),
    }
}

/// Month and day of the Hijri year by the Umm al-Qura calendar.
pub fn umm_al_qura(date: sila_core::time::Date) -> Option<(u8, u8)> {
    let iso = Date::try_new_iso(i32::try_from(date.year).ok()?, date.month, date.day).ok()?;
    let hijri = iso.to_calendar(Hijri::new_umm_al_qura());
    Some((hijri.month().number(), hijri.day_of_month().0))
}

/// `12 Jumada II 1448 AH` by the Umm al-Qura calendar.
pub fn hijri(lang: Lang, time: Millis) -> Option<String> {
    let at = civil(time);
    let month = u8::try_from(at.month()).ok()?;
    let day = u8::try_from(at.day()).ok()?;
    let iso = Date::try_new_iso(i32::from(at.year()), month, day).ok()?;
    let date = iso.to_calendar(Hijri::new_umm_al_qura());
    let month = text(lang, &format!("hijri-month-{}", date.month().number()), &[]);
    let args = [
        ("day", Arg::phrase(date.day_of_month().0.to_string())),
        ("month", Arg::phrase(month)),
        ("year", Arg::phrase(date.year().extended_year().to_string())),
    ];
    Some(text(lang, "hijri-date", &args))
}

/// `22 November 2026, 14:05`.
pub fn day_and_time(lang: Lang, time: Millis) -> String {
    let args = [("day", Arg::phrase(day(lang, time))), ("time", Arg::phrase(clock(time)))];
    text(lang, "day-and-time", &args)
}

/// `today 14:05`, `tomorrow 09:00`, `yesterday 16:30`, otherwise [`day_and_time`].
pub fn near(lang: Lang, now: Millis, time: Millis) -> String {
    let apart =
        civil(now).date().until(civil(time).date()).map_or(i32::MAX, |span| span.get_days());
    let key = match apart {
        0 => "day-today",
        1 => "day-tomorrow",
        -1 => "day-yesterday",
        _ => return day_and_time(lang, time),
    };
    text(lang, key, &[("time", Arg::phrase(clock(time)))])
}

/// A length of time in its two largest units: `2 days 3 h`, `3 h 20 min`, `40 min`. Below a minute: `less than a minute`.
pub fn duration(lang: Lang, minutes: i64) -> String {
    let minutes = minutes.max(0);
    let (days, hours, rest) = (
        minutes / MINUTES_OF_DAY,
        minutes % MINUTES_OF_DAY / MINUTES_OF_HOUR,
        minutes % MINUTES_OF_HOUR,
    );
    let part = |key: &str, n: i64| text(lang, key, &[("n", Arg::Num(n))]);
    let pair = |first: String, second: String| {
        text(lang, "duration-pair", &[("a", Arg::Phrase(first)), ("b", Arg::Phrase(second))])
    };
    match (days, hours, rest) {
        (0, 0, 0) => text(lang, "duration-moment", &[]),
        (0, 0, m) => part("duration-minutes", m),
        (0, h, 0) => part("duration-hours", h),
        (0, h, m) => pair(part("duration-hours", h), part("duration-minutes", m)),
        (d, 0, _) => part("duration-days", d),
        (d, h, _) if d < 3 => pair(part("duration-days", d), part("duration-hours", h)),
        (d, _, _) => part("duration-days", d),
    }
}

/// `3 h 20 min left` before `due`, `40 min late` after it.
pub fn deadline(lang: Lang, now: Millis, due: Millis) -> String {
    let minutes = due.0.saturating_sub(now.0) / 60_000;
    let key = if now < due { "time-left" } else { "time-late" };
    text(lang, key, &[("d", Arg::phrase(duration(lang, minutes.abs())))])
}

/// `4 min ago`; for times that are past.
pub fn ago(lang: Lang, now: Millis, then: Millis) -> String {
    let minutes = now.0.saturating_sub(then.0) / 60_000;
    if minutes < 1 {
        return text(lang, "time-just-now", &[]);
    }
    text(lang, "time-ago", &[("d", Arg::phrase(duration(lang, minutes)))])
}

fn month(lang: Lang, number: i8) -> String {
    text(lang, &format!("month-{number}"), &[])
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 22 November 2026, 10:42 in Dubai.
    const NOW: Millis = Millis(1_795_329_720_000);
    const MINUTE: i64 = 60_000;

    fn later(minutes: i64) -> Millis {
        Millis(NOW.0 + minutes * MINUTE)
    }

    #[test]
    fn a_day_is_written_in_both_calendars_and_languages() {
        assert_eq!(both_calendars(Lang::En, NOW), "Sunday 22 November 2026 · 12 Jumada II 1448 AH");
        assert_eq!(both_calendars(Lang::Ar, NOW), "الأحد 22 نوفمبر 2026 · 12 جمادى الآخرة 1448 هـ");
        assert_eq!(day_short(NOW), "22/11/2026");
        assert_eq!(clock(NOW), "10:42");
        assert_eq!(day_and_time(Lang::En, NOW), "22 November 2026, 10:42");
    }

    #[test]
    fn the_day_turns_at_midnight_in_dubai() {
        assert_eq!(day_short(Millis(1_795_291_199_000)), "21/11/2026");
        assert_eq!(day_short(Millis(1_795_291_200_000)), "22/11/2026");
        assert_eq!(near(Lang::En, NOW, Millis(1_795_291_199_000)), "yesterday 23:59");
        assert_eq!(near(Lang::Ar, NOW, later(60)), "اليوم 11:42");
    }

    #[test]
    fn deadlines_are_told_in_the_two_largest_units() {
        let cases = [
            (200, "3 h 20 min left", "خلال 3 ساعات و20 دقيقة"),
            (-40, "40 min late", "تأخير 40 دقيقة"),
            (60, "1 h left", "خلال ساعة واحدة"),
            (120, "2 h left", "خلال ساعتين"),
            (1, "1 min left", "خلال دقيقة واحدة"),
            (26 * 60, "1 day 2 h left", "خلال يوم واحد وساعتين"),
            (5 * 24 * 60 + 30, "5 days left", "خلال 5 أيام"),
            (11 * 24 * 60, "11 days left", "خلال 11 يوماً"),
            (0, "less than a minute late", "تأخير أقل من دقيقة"),
        ];
        for (minutes, en, ar) in cases {
            assert_eq!(deadline(Lang::En, NOW, later(minutes)), en);
            assert_eq!(deadline(Lang::Ar, NOW, later(minutes)), ar);
        }
    }

    #[test]
    fn what_is_past_is_told_as_ago() {
        assert_eq!(ago(Lang::En, NOW, later(-4)), "4 min ago");
        assert_eq!(ago(Lang::En, NOW, NOW), "just now");
        assert_eq!(ago(Lang::Ar, NOW, later(-3)), "قبل 3 دقائق");
    }
}
