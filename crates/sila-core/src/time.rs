//! Instants and civil dates. The node's clock gives instants; nothing here reads one.

use minicbor::{Decode, Decoder, Encode, Encoder, decode, encode};

const MINUTE_MS: i64 = 60_000;
const HOUR_MS: i64 = 60 * MINUTE_MS;
const DAY_MS: i64 = 24 * HOUR_MS;
/// The State keeps UTC+4 all year; there is no summer time.
const UAE_OFFSET_MS: i64 = 4 * HOUR_MS;

/// An instant: milliseconds since 1970-01-01T00:00:00Z. Arithmetic saturates.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode)]
#[cbor(transparent)]
pub struct Millis(#[n(0)] pub i64);

impl Millis {
    /// This instant moved by `minutes`, backwards when negative.
    pub fn plus_minutes(self, minutes: i64) -> Self {
        Self(self.0.saturating_add(minutes.saturating_mul(MINUTE_MS)))
    }

    /// This instant moved by `hours`, backwards when negative.
    pub fn plus_hours(self, hours: i64) -> Self {
        Self(self.0.saturating_add(hours.saturating_mul(HOUR_MS)))
    }

    /// This instant moved by `days` of 24 hours, backwards when negative.
    pub fn plus_days(self, days: i64) -> Self {
        Self(self.0.saturating_add(days.saturating_mul(DAY_MS)))
    }

    /// Whole minutes from `earlier` to this instant; negative when `earlier` is later.
    pub fn minutes_since(self, earlier: Self) -> i64 {
        self.0.saturating_sub(earlier.0).div_euclid(MINUTE_MS)
    }

    /// The calendar day this instant falls on in the State (UTC+4).
    pub fn uae_date(self) -> Date {
        Date::from_days(self.0.saturating_add(UAE_OFFSET_MS).div_euclid(DAY_MS))
    }
}

/// A day of the week, as it is counted in the State: Monday first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Encode, Decode)]
#[cbor(index_only)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Weekday {
    #[n(1)]
    Monday,
    #[n(2)]
    Tuesday,
    #[n(3)]
    Wednesday,
    #[n(4)]
    Thursday,
    #[n(5)]
    Friday,
    #[n(6)]
    Saturday,
    #[n(7)]
    Sunday,
}

impl Weekday {
    /// The whole week in its order.
    pub const ALL: [Self; 7] = [
        Self::Monday,
        Self::Tuesday,
        Self::Wednesday,
        Self::Thursday,
        Self::Friday,
        Self::Saturday,
        Self::Sunday,
    ];

    /// The day after.
    pub fn next(self) -> Self {
        let later = Self::ALL.iter().copied().find(|day| *day > self);
        later.unwrap_or(Self::Monday)
    }

    /// How many days it is after Sunday: 0 to 6.
    pub fn since_sunday(self) -> usize {
        match self {
            Self::Sunday => 0,
            _ => Self::ALL.iter().take_while(|day| **day <= self).count(),
        }
    }
}

/// A day of the Gregorian calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    /// Year, for example 1993.
    pub year: i64,
    /// Month, 1 to 12.
    pub month: u8,
    /// Day of the month, 1 to 31.
    pub day: u8,
}

/// On the wire a day is the days since 1970-01-01.
impl<C> Encode<C> for Date {
    fn encode<W: encode::Write>(
        &self,
        e: &mut Encoder<W>,
        _: &mut C,
    ) -> Result<(), encode::Error<W::Error>> {
        e.i64(self.to_days())?.ok()
    }
}

impl<'b, C> Decode<'b, C> for Date {
    fn decode(d: &mut Decoder<'b>, _: &mut C) -> Result<Self, decode::Error> {
        Ok(Self::from_days(i64::from(d.i32()?)))
    }
}

impl Date {
    /// The day that is `days` after 1970-01-01 (Howard Hinnant, "chrono-compatible low-level date
    /// algorithms", `civil_from_days`).
    fn from_days(days: i64) -> Self {
        let shifted = days.saturating_add(719_468);
        let era = shifted.div_euclid(146_097);
        let day_of_era = shifted.rem_euclid(146_097);
        let year_of_era =
            (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let shifted_month = (5 * day_of_year + 2) / 153;
        let day = day_of_year - (153 * shifted_month + 2) / 5 + 1;
        let month = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 };
        let year = year_of_era + era * 400 + i64::from(month <= 2);
        Self { year, month: small(month), day: small(day) }
    }

    /// The days from 1970-01-01 to this one, negative before (Hinnant, `days_from_civil`).
    pub fn to_days(self) -> i64 {
        let (month, year) = (i64::from(self.month), self.year - i64::from(self.month <= 2));
        let era = year.div_euclid(400);
        let year_of_era = year.rem_euclid(400);
        let shifted_month = if month > 2 { month - 3 } else { month + 9 };
        let day_of_year = (153 * shifted_month + 2) / 5 + i64::from(self.day) - 1;
        let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
        era.saturating_mul(146_097).saturating_add(day_of_era).saturating_sub(719_468)
    }

    /// The day that is `days` later, earlier when negative.
    pub fn plus_days(self, days: i64) -> Self {
        Self::from_days(self.to_days().saturating_add(days))
    }

    /// The same day so many months later; the last day of that month where it has no such day.
    pub fn plus_months(self, months: i64) -> Self {
        let count = self.year.saturating_mul(12).saturating_add(i64::from(self.month) - 1);
        let count = count.saturating_add(months);
        let (year, month) = (count.div_euclid(12), small(count.rem_euclid(12).saturating_add(1)));
        let day = self.day.min(Self { year, month, day: 1 }.days_in_month());
        Self { year, month, day }
    }

    /// How many days its month has.
    pub fn days_in_month(self) -> u8 {
        let first = Self { day: 1, ..self };
        let next = match self.month {
            12 => Self { year: self.year.saturating_add(1), month: 1, day: 1 },
            month => Self { month: month.saturating_add(1), ..first },
        };
        u8::try_from(next.to_days().saturating_sub(first.to_days())).unwrap_or(31)
    }

    /// Which day of the week it is.
    pub fn weekday(self) -> Weekday {
        // 1970-01-01 was a Thursday.
        let place = usize::try_from(self.to_days().saturating_add(3).rem_euclid(7)).unwrap_or(0);
        Weekday::ALL.get(place).copied().unwrap_or(Weekday::Monday)
    }

    /// The instant at which the clocks of the State show `minute` minutes after midnight of this day.
    pub fn at_minute(self, minute: u16) -> Millis {
        let midnight = self.to_days().saturating_mul(DAY_MS).saturating_sub(UAE_OFFSET_MS);
        Millis(midnight).plus_minutes(i64::from(minute))
    }

    /// Whole years from `birth` to this day; negative when `birth` lies ahead.
    pub fn years_since(self, birth: Self) -> i64 {
        let had_birthday = (self.month, self.day) >= (birth.month, birth.day);
        self.year - birth.year - i64::from(!had_birthday)
    }
}

/// Months and days are at most 31, so the fallback is never taken.
fn small(value: i64) -> u8 {
    u8::try_from(value).unwrap_or(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moves_and_counts() {
        let noon = Millis(1_764_000_000_000);
        assert_eq!(noon.plus_hours(2), noon.plus_minutes(120));
        assert_eq!(noon.plus_days(1), noon.plus_hours(24));
        assert_eq!(noon.plus_minutes(90).minutes_since(noon), 90);
        assert_eq!(noon.minutes_since(noon.plus_minutes(90)), -90);
        assert_eq!(Millis(i64::MAX).plus_days(1), Millis(i64::MAX));
    }

    #[test]
    fn the_day_is_the_day_in_the_state() {
        let date = |year, month, day| Date { year, month, day };
        assert_eq!(Millis(0).uae_date(), date(1970, 1, 1));
        assert_eq!(Millis(-1).plus_hours(-4).uae_date(), date(1969, 12, 31));
        // 2025-11-23T20:00Z is already Monday 24 November in Sharjah.
        assert_eq!(Millis(1_763_928_000_000).uae_date(), date(2025, 11, 24));
        assert_eq!(Millis(1_763_927_999_999).uae_date(), date(2025, 11, 23));
        assert_eq!(Millis(1_709_164_800_000).uae_date(), date(2024, 2, 29));
        assert_eq!(Millis(951_782_400_000).uae_date(), date(2000, 2, 29));
    }

    #[test]
    fn a_day_has_a_number_and_a_name() {
        for days in [-719_468, -1, 0, 59, 11_016, 20_416, 40_000] {
            assert_eq!(Date::from_days(days).to_days(), days);
        }
        let date = |year, month, day| Date { year, month, day };
        assert_eq!(date(2025, 11, 24).weekday(), Weekday::Monday);
        assert_eq!(date(2024, 2, 29).weekday(), Weekday::Thursday);
        assert_eq!(date(1969, 12, 28).weekday(), Weekday::Sunday);
        assert_eq!(date(2024, 1, 31).plus_months(1), date(2024, 2, 29));
        assert_eq!(date(2026, 11, 22).plus_months(36), date(2029, 11, 22));
        assert_eq!(date(2026, 1, 15).plus_months(-1), date(2025, 12, 15));
        assert_eq!(date(2024, 2, 28).plus_days(2), date(2024, 3, 1));
        assert_eq!(date(2025, 11, 24).at_minute(450).uae_date(), date(2025, 11, 24));
        assert_eq!(date(2025, 11, 24).at_minute(0), Millis(1_763_928_000_000));
    }

    #[test]
    fn years_turn_on_the_birthday() {
        let date = |year, month, day| Date { year, month, day };
        assert_eq!(date(2025, 4, 10).years_since(date(1993, 4, 11)), 31);
        assert_eq!(date(2025, 4, 11).years_since(date(1993, 4, 11)), 32);
        assert_eq!(date(2025, 2, 28).years_since(date(2008, 2, 29)), 16);
        assert_eq!(date(2025, 1, 1).years_since(date(2026, 1, 1)), -1);
    }
}
