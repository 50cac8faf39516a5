//! A person as one agency knows them. Everything may be unknown: a person without papers, with one
//! name and an age somebody estimated, is still a person who can be helped.

use crate::codes::{Language, Relation, Sex, code_list};
use crate::ids::PersonId;
use crate::time::{Date, Millis};
use crate::wire::wire_type;
use minicbor::{Decode, Encode};
use std::fmt;

code_list! {
    /// An age, coarse enough to be shown before acceptance. The bounds follow the law: 13 (a child
    /// signs too, Federal Law 3/2016 article 48), 18 (a child no longer) and 60 (an older person).
    AgeBand, "age_band" {
        Under6 = "A0_5": "Up to 5 years.",
        From6 = "A6_12": "6 to 12 years.",
        From13 = "A13_17": "13 to 17 years.",
        From18 = "A18_24": "18 to 24 years.",
        From25 = "A25_39": "25 to 39 years.",
        From40 = "A40_59": "40 to 59 years.",
        From60 = "A60": "60 years and more.",
        Unknown = "UNKNOWN": "Not known.",
    }
}

impl AgeBand {
    /// The band of an age in whole years.
    pub fn of(years: u8) -> Self {
        match years {
            0..=5 => Self::Under6,
            6..=12 => Self::From6,
            13..=17 => Self::From13,
            18..=24 => Self::From18,
            25..=39 => Self::From25,
            40..=59 => Self::From40,
            _ => Self::From60,
        }
    }

    /// True for the bands below 18 years.
    pub fn is_child(self) -> bool {
        matches!(self, Self::Under6 | Self::From6 | Self::From13)
    }
}

/// The youngest and the oldest that someone can be, in whole years.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ages {
    /// Youngest.
    pub min: u8,
    /// Oldest.
    pub max: u8,
}

impl Ages {
    /// An age that is known.
    pub fn exactly(years: u8) -> Self {
        Self { min: years, max: years }
    }
}

/// When someone was born, as far as anybody knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
pub enum Birth {
    /// Nobody knows.
    #[n(0)]
    Unknown,
    /// The day is known.
    #[n(1)]
    Exact {
        /// Year.
        #[n(0)]
        y: u16,
        /// Month, 1 to 12.
        #[n(1)]
        m: u8,
        /// Day, 1 to 31.
        #[n(2)]
        d: u8,
    },
    /// Only the year is known.
    #[n(2)]
    YearOnly(#[n(0)] u16),
    /// An estimate of the age in whole years.
    #[n(3)]
    AgeRange {
        /// Youngest.
        #[n(0)]
        min: u8,
        /// Oldest.
        #[n(1)]
        max: u8,
        /// When it was estimated.
        #[n(2)]
        as_of: Millis,
    },
}

impl Birth {
    /// The ages that are possible at `now`; `None` when nothing is known or the birth lies ahead.
    pub fn ages(self, now: Millis) -> Option<Ages> {
        let today = now.uae_date();
        match self {
            Self::Unknown => None,
            Self::Exact { y, m, d } => {
                let years = today.years_since(Date { year: i64::from(y), month: m, day: d });
                whole_years(years).map(Ages::exactly)
            }
            Self::YearOnly(y) => {
                let max = whole_years(today.year - i64::from(y))?;
                Some(Ages { min: max.saturating_sub(1), max })
            }
            Self::AgeRange { min, max, as_of } => {
                let since = whole_years(today.years_since(as_of.uae_date())).unwrap_or(0);
                Some(Ages { min: min.saturating_add(since), max: max.saturating_add(since) })
            }
        }
    }
}

fn whole_years(years: i64) -> Option<u8> {
    u8::try_from(years).ok()
}

/// A person, known or half known. `Debug` prints the id alone, so that no name reaches a log.
#[derive(Clone, PartialEq, Eq, Encode, Decode)]
pub struct Person {
    /// Which person, at the agency that wrote this.
    #[n(0)]
    pub id: PersonId,
    /// Name in Arabic script; one word is enough.
    #[n(1)]
    pub name_ar: Option<String>,
    /// Name in Latin script.
    #[n(2)]
    pub name_latin: Option<String>,
    /// Sex.
    #[n(3)]
    pub sex: Sex,
    /// Birth, with its precision.
    #[n(4)]
    pub birth: Birth,
    /// Nationality, ISO 3166-1 alpha-3 or ICAO `XXA`, `XXB`, `XXC`, `XXX`.
    #[n(5)]
    pub nationality: Option<String>,
    /// Emirates ID, 15 digits; possibly with a wrong check digit, which is a warning only.
    #[n(6)]
    pub emirates_id: Option<String>,
    /// Telephone number in E.164.
    #[n(7)]
    pub phone: Option<String>,
    /// The language to speak with this person.
    #[n(8)]
    pub language: Option<Language>,
    /// Relation to the person concerned; `None` for that person.
    #[n(9)]
    pub relation: Option<Relation>,
}

wire_type!(Person, 16 * 1024);

impl Person {
    /// A person of whom nothing is known yet.
    pub fn unknown(id: PersonId) -> Self {
        Self {
            id,
            name_ar: None,
            name_latin: None,
            sex: Sex::Unknown,
            birth: Birth::Unknown,
            nationality: None,
            emirates_id: None,
            phone: None,
            language: None,
            relation: None,
        }
    }

    /// The ages that are possible at `now`; `None` when unknown.
    pub fn ages(&self, now: Millis) -> Option<Ages> {
        self.birth.ages(now)
    }

    /// The band of the youngest possible age: whoever may be a child is treated as one.
    pub fn age_band(&self, now: Millis) -> AgeBand {
        self.ages(now).map_or(AgeBand::Unknown, |ages| AgeBand::of(ages.min))
    }
}

impl fmt::Debug for Person {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Person({})", self.id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::agreement::tests::NOW;

    // NOW is 24 November 2025 in the State.
    #[test]
    fn ages_follow_what_is_known() {
        let range = |min, max| Some(Ages { min, max });
        let table = [
            (Birth::Unknown, None, AgeBand::Unknown),
            (Birth::Exact { y: 1993, m: 4, d: 11 }, range(32, 32), AgeBand::From25),
            (Birth::Exact { y: 2007, m: 11, d: 24 }, range(18, 18), AgeBand::From18),
            (Birth::Exact { y: 2007, m: 11, d: 25 }, range(17, 17), AgeBand::From13),
            (Birth::Exact { y: 2025, m: 11, d: 24 }, range(0, 0), AgeBand::Under6),
            (Birth::Exact { y: 2025, m: 11, d: 25 }, None, AgeBand::Unknown),
            (Birth::YearOnly(2007), range(17, 18), AgeBand::From13),
            (Birth::YearOnly(2025), range(0, 0), AgeBand::Under6),
            (Birth::YearOnly(1900), range(124, 125), AgeBand::From60),
            (Birth::YearOnly(2030), None, AgeBand::Unknown),
            (Birth::AgeRange { min: 11, max: 13, as_of: NOW }, range(11, 13), AgeBand::From6),
            (
                Birth::AgeRange { min: 11, max: 13, as_of: NOW.plus_days(-800) },
                range(13, 15),
                AgeBand::From13,
            ),
            (Birth::Exact { y: 0, m: 0, d: 0 }, None, AgeBand::Unknown),
        ];
        for (birth, ages, band) in table {
            let person = Person { birth, ..Person::unknown(PersonId(uuid::Uuid::nil())) };
            assert_eq!(person.ages(NOW), ages, "{birth:?}");
            assert_eq!(person.age_band(NOW), band, "{birth:?}");
        }
    }

    #[test]
    fn bands_meet_without_gaps() {
        let mut last = AgeBand::of(0);
        for years in 0..=u8::MAX {
            let band = AgeBand::of(years);
            assert!(band >= last, "{years}");
            assert_eq!(band.is_child(), years < 18);
            last = band;
        }
        assert_eq!((AgeBand::of(12), AgeBand::of(13)), (AgeBand::From6, AgeBand::From13));
        assert_eq!((AgeBand::of(59), AgeBand::of(60)), (AgeBand::From40, AgeBand::From60));
    }
}
