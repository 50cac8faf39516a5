//! Dates of the Hijri calendar as papers of the Gulf give them, by the Umm al-Qura tables (KACST). A
//! month that began by a sighting of the moon may differ by a day, so what comes out is exact to a day
//! on either side.

use super::{DateProblem, Part, PartialDate, Today, number, small};
use icu_calendar::Date;
use icu_calendar::cal::Hijri;

/// The years of the tables.
const YEARS: std::ops::RangeInclusive<u16> = 1300..=1600;

impl PartialDate {
    /// Reads a date of the past in the Hijri calendar from its three fields, with digits of either
    /// script, and gives it in the Gregorian one. A month gives the month in which its middle lies, a
    /// year the year in which its middle lies.
    ///
    /// ```
    /// use sila_names::{PartialDate, Today};
    ///
    /// let today = Today { y: 2026, m: 11, d: 22 };
    /// let born = PartialDate::of_past_hijri("١٥", "٩", "١٤١٠", today);
    /// assert_eq!(born, Ok(PartialDate::Day { y: 1990, m: 4, d: 11 }));
    /// ```
    ///
    /// # Errors
    /// [`DateProblem`], which names the field.
    pub fn of_past_hijri(
        day: &str,
        month: &str,
        year: &str,
        today: Today,
    ) -> Result<Self, DateProblem> {
        let d = number(day, Part::Day, 1..=30)?.and_then(small);
        let m = number(month, Part::Month, 1..=12)?.and_then(small);
        let date = match (number(year, Part::Year, YEARS)?, m, d) {
            (None, None, None) => return Ok(Self::Unknown),
            (None, ..) => return Err(DateProblem::Missing { part: Part::Year }),
            (Some(_), None, Some(_)) => return Err(DateProblem::Missing { part: Part::Month }),
            (Some(y), None, None) => gregorian(y, 7, 1).map(|date| Self::Year(date.y)),
            (Some(y), Some(m), None) => {
                gregorian(y, m, 15).map(|date| Self::Month { y: date.y, m: date.m })
            }
            (Some(y), Some(m), Some(d)) => {
                let date = gregorian(y, m, d).ok_or(DateProblem::NoSuchDay { days: 29 })?;
                Some(Self::Day { y: date.y, m: date.m, d: date.d })
            }
        };
        let date = date.ok_or(DateProblem::OutOfRange { part: Part::Year })?;
        if date.earliest() > Some(today) { Err(DateProblem::InFuture) } else { Ok(date) }
    }
}

fn gregorian(y: u16, m: u8, d: u8) -> Option<Today> {
    let hijri =
        Date::try_new_hijri_with_calendar(i32::from(y), m, d, Hijri::new_umm_al_qura()).ok()?;
    let date = hijri.to_calendar(icu_calendar::Iso);
    let y = u16::try_from(date.year().extended_year()).ok()?;
    Some(Today { y, m: date.month().number(), d: date.day_of_month().0 })
}
