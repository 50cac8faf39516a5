//! The areas of the State, from the emirates down to districts, and the reading of a place name that
//! somebody typed. A name that two places share is never decided by itself: "دبا" is a question.

use crate::codes::{UnknownCode, code_list};
use minicbor::{Decode, Decoder, Encode, Encoder, decode, encode};
use std::fmt;
use std::str::FromStr;
use std::sync::LazyLock;

mod fold;
mod resolve;
#[cfg(test)]
mod tests;

pub use resolve::{Resolution, resolve};

const CSV: &str = include_str!("../data/areas.csv");
const FIELDS: usize = 8;

static AREAS: LazyLock<Vec<Area>> = LazyLock::new(|| CSV.lines().skip(1).filter_map(row).collect());

/// The code of an area in the list that this program carries. A code outside it cannot be made.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AreaCode(&'static str);

impl AreaCode {
    /// Homeless or moving from place to place.
    pub const NO_FIXED_ABODE: Self = Self("AE-XX-NFA");
    /// Nobody knows.
    pub const UNKNOWN: Self = Self("AE-XX-UNK");
    /// Known, and withheld because naming it would endanger the person.
    pub const WITHHELD: Self = Self("AE-XX-PRT");
    /// Outside the State.
    pub const ABROAD: Self = Self("XX-OUT");

    /// The code, such as `AE-SH-KFK`.
    pub fn as_str(&self) -> &'static str {
        self.0
    }

    /// Reads a code.
    ///
    /// # Errors
    /// [`UnknownCode`] when the list has no such area.
    pub fn parse(code: &str) -> Result<Self, UnknownCode> {
        find(code).map(|area| area.code).ok_or_else(|| UnknownCode::new("area", code))
    }

    /// The row of this area.
    pub fn area(&self) -> Option<&'static Area> {
        find(self.0)
    }

    /// True for the values that are not places: no fixed abode, unknown, withheld, abroad.
    pub fn is_special(&self) -> bool {
        self.area().is_none_or(|area| area.kind == AreaKind::Special)
    }
}

code_list! {
    /// What kind of place an area is.
    AreaKind, "area_kind" {
        Emirate = "emirate": "One of the seven emirates (ISO 3166-2).",
        City = "city": "A city.",
        Town = "town": "A town.",
        Village = "village": "A village.",
        Suburb = "suburb": "A suburb with its own council.",
        District = "district": "A district of a city.",
        Special = "special": "Not a place: unknown, withheld, none, abroad.",
    }
}

/// One row of the list of areas.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Area {
    /// Code.
    pub code: AreaCode,
    /// The area it lies in; `None` for emirates, whose parent is the State.
    pub parent: Option<AreaCode>,
    /// Kind of place.
    pub kind: AreaKind,
    /// English name, unique in the list.
    pub name_en: &'static str,
    /// Arabic name, unique in the list.
    pub name_ar: &'static str,
    /// Other spellings, and names it shares with other places.
    pub aliases: Vec<&'static str>,
    /// Remarks, not shown to people.
    pub note: &'static str,
}

/// Every area, in the order of the list.
pub fn all() -> &'static [Area] {
    &AREAS
}

/// The area with this code.
pub fn find(code: &str) -> Option<&'static Area> {
    AREAS.iter().find(|area| area.code.0 == code)
}

/// The seven emirates.
pub fn emirates() -> impl Iterator<Item = &'static Area> {
    AREAS.iter().filter(|area| area.kind == AreaKind::Emirate)
}

/// The areas directly in `parent`.
pub fn children(parent: &AreaCode) -> impl Iterator<Item = &'static Area> + use<> {
    let parent = *parent;
    AREAS.iter().filter(move |area| area.parent == Some(parent))
}

/// The emirate that an area lies in, itself if it is one; `None` for special values.
pub fn emirate_of(code: &AreaCode) -> Option<AreaCode> {
    upwards(*code).find(|area| area.kind == AreaKind::Emirate).map(|area| area.code)
}

/// True when `code` is `ancestor` or lies in it.
pub fn is_within(code: &AreaCode, ancestor: &AreaCode) -> bool {
    upwards(*code).any(|area| area.code == *ancestor)
}

/// The area and everything it lies in. Codes grow downwards, so this ends.
fn upwards(code: AreaCode) -> impl Iterator<Item = &'static Area> {
    std::iter::successors(code.area(), |area| area.parent.and_then(|parent| parent.area()))
}

/// Reads one line. A line that is not a row is left out; a test counts them.
fn row(line: &'static str) -> Option<Area> {
    let mut fields = line.splitn(FIELDS, ',');
    let code = AreaCode(fields.next()?);
    let parent = fields.next().filter(|parent| parent.contains('-')).map(AreaCode);
    let kind = AreaKind::from_code(fields.next()?).ok()?;
    let (name_en, name_ar) = (fields.next()?, fields.next()?);
    let aliases = fields.next()?.split(';').filter(|alias| !alias.is_empty()).collect();
    let note = fields.nth(1)?;
    Some(Area { code, parent, kind, name_en, name_ar, aliases, note })
}

impl fmt::Display for AreaCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl fmt::Debug for AreaCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "AreaCode({})", self.0)
    }
}

impl FromStr for AreaCode {
    type Err = UnknownCode;

    fn from_str(code: &str) -> Result<Self, UnknownCode> {
        Self::parse(code)
    }
}

impl<C> Encode<C> for AreaCode {
    fn encode<W: encode::Write>(
        &self,
        e: &mut Encoder<W>,
        _: &mut C,
    ) -> Result<(), encode::Error<W::Error>> {
        e.str(self.0)?.ok()
    }
}

impl<'b, C> Decode<'b, C> for AreaCode {
    fn decode(d: &mut Decoder<'b>, _: &mut C) -> Result<Self, decode::Error> {
        Self::parse(d.str()?).map_err(decode::Error::custom)
    }
}
