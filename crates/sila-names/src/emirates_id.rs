//! The Emirates ID number, `784-YYYY-NNNNNNN-C`: 784 is the State's code, then commonly the year of
//! birth, seven digits and a check digit. No official text gives the check, so a wrong one is a
//! warning that a person may confirm, and nothing is ever derived from the year.

use crate::fold::{digit, is_invisible};
use std::fmt;

#[cfg(test)]
mod tests;

const DIGITS: usize = 15;

/// An Emirates ID number: 15 digits beginning with 784. `Debug` is masked; there is no `Display`, so
/// that whoever shows it chooses [`masked`](Self::masked) or [`formatted`](Self::formatted).
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EmiratesId(String);

/// Why a text is not an Emirates ID number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.code())]
pub enum NotAnEmiratesId {
    /// Something that is neither digit nor space nor dash.
    Characters,
    /// Not 15 digits.
    Length {
        /// How many there were.
        digits: usize,
    },
    /// Does not begin with 784.
    Prefix,
}

impl NotAnEmiratesId {
    /// The stable key for translation and logs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Characters => "emirates_id.characters",
            Self::Length { .. } => "emirates_id.length",
            Self::Prefix => "emirates_id.prefix",
        }
    }
}

/// What a person should look at again; never a reason to refuse the number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Warning {
    /// The last digit does not fit the others.
    CheckDigit,
    /// The year in the number is not the year of birth on file.
    YearDiffers {
        /// In the number.
        in_number: u16,
        /// On file.
        on_file: u16,
    },
}

impl Warning {
    /// The stable key for translation and logs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::CheckDigit => "emirates_id.check_digit",
            Self::YearDiffers { .. } => "emirates_id.year_differs",
        }
    }
}

impl EmiratesId {
    /// Reads a number with digits of either script and any spaces or dashes.
    ///
    /// # Errors
    /// [`NotAnEmiratesId`] when it is not 15 digits beginning with 784.
    pub fn parse(text: &str) -> Result<Self, NotAnEmiratesId> {
        let mut digits = String::with_capacity(DIGITS);
        for c in text.chars().filter(|c| !is_separator(*c)) {
            digits.push(digit(c).ok_or(NotAnEmiratesId::Characters)?);
        }
        if digits.len() != DIGITS {
            return Err(NotAnEmiratesId::Length { digits: digits.len() });
        }
        if !digits.starts_with("784") {
            return Err(NotAnEmiratesId::Prefix);
        }
        Ok(Self(digits))
    }

    /// The 15 ASCII digits, as stored and compared.
    pub fn digits(&self) -> &str {
        &self.0
    }

    /// `784-1990-1234567-1`.
    pub fn formatted(&self) -> String {
        let part = |range| self.0.get(range).unwrap_or_default();
        format!("{}-{}-{}-{}", part(0..3), part(3..7), part(7..14), part(14..15))
    }

    /// `784-1990-XXXXXXX-X`, the form to show unless somebody needs more.
    pub fn masked(&self) -> String {
        let year = self.0.get(3..7).unwrap_or_default();
        format!("784-{year}-XXXXXXX-X")
    }

    /// What to look at again, given the year of birth on file.
    pub fn warnings(&self, birth_year: Option<u16>) -> Vec<Warning> {
        let in_number = self.0.get(3..7).and_then(|year| year.parse().ok());
        let year = match (in_number, birth_year) {
            (Some(in_number), Some(on_file)) if in_number != on_file => {
                Some(Warning::YearDiffers { in_number, on_file })
            }
            _ => None,
        };
        let check = (!self.has_luhn_check()).then_some(Warning::CheckDigit);
        check.into_iter().chain(year).collect()
    }

    /// The check of Luhn over all 15 digits (ISO/IEC 7812-1 annex B).
    fn has_luhn_check(&self) -> bool {
        let digits = self.0.chars().rev().filter_map(|c| c.to_digit(10));
        let sum: u32 = digits
            .enumerate()
            .map(|(at, digit)| match (at % 2, digit) {
                (0, digit) => digit,
                (_, digit @ 5..) => digit * 2 - 9,
                (_, digit) => digit * 2,
            })
            .sum();
        sum.is_multiple_of(10)
    }
}

impl fmt::Debug for EmiratesId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "EmiratesId({})", self.masked())
    }
}

/// Spaces, dashes of every length, slashes and dots, tatweel typed for a dash, direction marks.
pub(crate) fn is_separator(c: char) -> bool {
    c.is_whitespace()
        || is_invisible(c)
        || matches!(c, '-' | '‐'..='―' | '−' | '_' | '/' | '.' | 'ـ')
}
