//! Telephone numbers as people in the State write them, and their one form in E.164.

use crate::emirates_id::is_separator;
use crate::fold::digit;
use std::fmt;

#[cfg(test)]
mod tests;

/// What kind of number it is (UAE numbering plan as in libphonenumber 9).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A mobile number, 05x.
    Mobile,
    /// A mobile number whose prefix (051, 057, 059) is not given out: look again.
    MobileUnassigned,
    /// A landline.
    Fixed,
    /// 800 or 400.
    TollFree,
    /// 600 or 700, paid by both.
    Shared,
    /// A number of another country.
    Foreign,
}

/// A telephone number. `Debug` shows only its last three digits.
#[derive(Clone, PartialEq, Eq)]
pub struct Phone {
    e164: String,
    kind: Kind,
}

/// Why a text is not a telephone number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.code())]
pub enum NotAPhone {
    /// Something that is neither digit nor separator nor the leading plus.
    Characters,
    /// Too short or too long for any number.
    Length {
        /// How many digits there were.
        digits: usize,
    },
    /// Not in the State's numbering plan; a foreign number needs its + and country code.
    NotInPlan,
}

impl NotAPhone {
    /// The stable key for translation and logs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Characters => "phone.characters",
            Self::Length { .. } => "phone.length",
            Self::NotInPlan => "phone.not_in_plan",
        }
    }
}

impl Phone {
    /// Reads a number with digits of either script: `050 123 4567`, `+971 50 123 4567`,
    /// `00971…`, `971…`, `06 501 5777`, `800 700`, `+44 20 7946 0000`.
    ///
    /// # Errors
    /// [`NotAPhone`].
    pub fn parse(text: &str) -> Result<Self, NotAPhone> {
        let (international, digits) = digits(text)?;
        if !(5..=17).contains(&digits.len()) {
            return Err(NotAPhone::Length { digits: digits.len() });
        }
        let home = digits.strip_prefix("971").filter(|_| international || digits.len() >= 11);
        match home {
            Some(national) => Self::national_number(national),
            None if international => Self::foreign(&digits),
            None => Self::national_number(&digits),
        }
    }

    /// The one form: `+971501234567`.
    pub fn e164(&self) -> &str {
        &self.e164
    }

    /// The kind.
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// As people in the State write it: `050 123 4567`, `06 501 5777`, `800700`; E.164 if foreign.
    pub fn national(&self) -> String {
        let number = self.e164.strip_prefix("+971").unwrap_or(&self.e164);
        let grouped = |area: usize| {
            let (area, rest) = number.split_at_checked(area)?;
            let (three, four) = rest.split_at_checked(3)?;
            Some(format!("0{area} {three} {four}"))
        };
        let grouped = match self.kind {
            Kind::Mobile | Kind::MobileUnassigned => grouped(2),
            Kind::Fixed => grouped(1),
            Kind::TollFree | Kind::Shared | Kind::Foreign => None,
        };
        grouped.unwrap_or_else(|| number.to_owned())
    }

    /// All but the last three digits hidden: `+971XXXXXX567`.
    pub fn masked(&self) -> String {
        let hidden = self.e164.len().saturating_sub(3);
        let mask = |(at, c): (usize, char)| if (4..hidden).contains(&at) { 'X' } else { c };
        self.e164.chars().enumerate().map(mask).collect()
    }

    fn national_number(digits: &str) -> Result<Self, NotAPhone> {
        let number = digits.strip_prefix('0').unwrap_or(digits);
        let kind = kind_of(number).ok_or(NotAPhone::NotInPlan)?;
        Ok(Self { e164: format!("+971{number}"), kind })
    }

    /// E.164 allows 15 digits; no country has numbers below 7 with its code.
    fn foreign(digits: &str) -> Result<Self, NotAPhone> {
        if !(7..=15).contains(&digits.len()) {
            return Err(NotAPhone::Length { digits: digits.len() });
        }
        if digits.starts_with('0') {
            return Err(NotAPhone::NotInPlan);
        }
        Ok(Self { e164: format!("+{digits}"), kind: Kind::Foreign })
    }
}

/// The digits, and whether a plus or 00 came before them (which is left out).
fn digits(text: &str) -> Result<(bool, String), NotAPhone> {
    let mut plus = false;
    let mut digits = String::new();
    for c in text.chars().filter(|c| !is_separator(*c) && !matches!(c, '(' | ')')) {
        match digit(c) {
            Some(digit) => digits.push(digit),
            None if matches!(c, '+' | '＋') && !plus && digits.is_empty() => plus = true,
            None => return Err(NotAPhone::Characters),
        }
    }
    match digits.strip_prefix("00") {
        Some(rest) if !plus => Ok((true, rest.to_owned())),
        _ => Ok((plus, digits)),
    }
}

/// The kind of a national number without its leading zero.
fn kind_of(number: &str) -> Option<Kind> {
    let first: Vec<u32> = number.chars().take(4).filter_map(|c| c.to_digit(10)).collect();
    match (first.as_slice(), number.len()) {
        ([8, 0, 0, ..], 5..=12) | ([4, 0, 0, ..], 9) => Some(Kind::TollFree),
        ([6, 0, 0, 2 | 5], 9) | ([7, 0, 0, 0 | 5], 9) => Some(Kind::Shared),
        ([5, 0 | 2..=6 | 8, ..], 9) => Some(Kind::Mobile),
        ([5, ..], 9) => Some(Kind::MobileUnassigned),
        ([2..=4 | 6 | 7 | 9, 2..=8, ..], 8) => Some(Kind::Fixed),
        _ => None,
    }
}

impl fmt::Debug for Phone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Phone({})", self.masked())
    }
}
