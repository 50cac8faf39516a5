//! The directory of services: what an agency says of each, in one form at every agency. Nobody is in it.
//!
//! A place that is confidential has no address here, by type: what is published cannot say where it is.

mod finding;
mod gaps;
#[cfg(test)]
mod tests;

pub use finding::Seeker;
pub use gaps::{Gap, gaps};

use std::collections::BTreeMap;

use minicbor::{Decode, Encode};

use crate::agreement::ServiceTerms;
use crate::area::AreaCode;
use crate::calendar::Hours;
use crate::codes::{Document, Language, code_list};
use crate::field::Field;
use crate::ids::ListingId;
use crate::refusal::Refusal;
use crate::time::{Millis, Weekday};
use crate::wire::wire_type;

/// Longest name of a service or a programme, in characters.
pub const NAME_MAX: usize = 120;
/// Longest of the other texts, in characters.
pub const TEXT_MAX: usize = 1_200;
/// Longest line of an address, telephone number or box, in characters.
pub const LINE_MAX: usize = 160;
/// Most areas, languages or papers.
pub const LIST_MAX: usize = 40;
/// What is said of a service is said anew after so many days.
pub const ASSURED_DAYS: i64 = 90;
/// Not said anew for so many days, it is no longer offered for referrals.
pub const STALE_DAYS: i64 = 180;

code_list! {
    /// The pillars of social services; each service stands under exactly one.
    Pillar, "pillar" {
        Care = "CARE": "Care: homes, home care, rehabilitation.",
        Protection = "PROTECTION": "Protection of those in danger.",
        Security = "SECURITY": "Social security: assistance.",
        Community = "COMMUNITY": "Community services.",
    }
}

code_list! {
    /// How much room there is, said in a word: never a number of beds.
    Band, "capacity_band" {
        Unsaid = "UNSAID": "The agency does not say.",
        Available = "AVAILABLE": "There is room.",
        Limited = "LIMITED": "There is little room.",
        Full = "FULL": "There is no room.",
    }
}

/// The texts of a service in one language.
#[derive(Clone, Debug, Default, PartialEq, Eq, Encode, Decode)]
pub struct Words {
    /// What it is called.
    #[n(0)]
    pub name: String,
    /// What it is and for whom.
    #[n(1)]
    pub summary: String,
    /// How one gets it.
    #[n(2)]
    pub steps: String,
    /// What it costs; empty when nothing is said.
    #[n(3)]
    pub fees: String,
}

/// A programme of assistance: what a referral to it may carry, and nothing beside.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Programme {
    /// Name in Arabic.
    #[n(0)]
    pub name_ar: String,
    /// Name in English.
    #[n(1)]
    pub name_en: String,
    /// The parts of a file that the programme asks for.
    #[n(2)]
    pub fields: Vec<Field>,
}

/// When it is open. Flat on the wire: what is signed may not nest deeper than six levels.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(flat)]
pub enum Opening {
    /// By day and night.
    #[n(0)]
    Always,
    /// When one has agreed on a time.
    #[n(1)]
    ByAppointment,
    /// In these hours.
    #[n(2)]
    Week(#[n(0)] BTreeMap<Weekday, Hours>),
}

/// Where it is.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub enum Site {
    /// At an address that everybody may know.
    #[n(0)]
    Open(#[n(0)] Address),
    /// At a place that is not said. There is no part of this variant in which an address could stand.
    #[n(1)]
    Confidential,
    /// Nowhere: by telephone, on the web, at home.
    #[n(2)]
    Remote,
}

/// An address that everybody may know.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Address {
    /// The area.
    #[n(0)]
    pub area: AreaCode,
    /// Street and building in Arabic.
    #[n(1)]
    pub line_ar: String,
    /// The same in English.
    #[n(2)]
    pub line_en: String,
}

/// One version of what is said of a service.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Listing {
    /// Which service.
    #[n(0)]
    pub id: ListingId,
    /// Which version, from 1.
    #[n(1)]
    pub number: u32,
    /// Its pillar.
    #[n(2)]
    pub pillar: Pillar,
    /// What is given, to whom: the same terms as in agreements.
    #[n(3)]
    pub terms: ServiceTerms,
    /// Where people must live; empty is no restriction.
    #[n(4)]
    pub residence: Vec<AreaCode>,
    /// Texts in Arabic.
    #[n(5)]
    pub ar: Words,
    /// Texts in English.
    #[n(6)]
    pub en: Words,
    /// The programme it belongs to, if any.
    #[n(7)]
    pub programme: Option<Programme>,
    /// The papers that are asked for.
    #[n(8)]
    pub papers: Vec<Document>,
    /// When it is open.
    #[n(9)]
    pub opening: Opening,
    /// Languages in which people are helped.
    #[n(10)]
    pub languages: Vec<Language>,
    /// Where it is.
    #[n(11)]
    pub site: Site,
    /// The number that everybody may call; empty when there is none.
    #[n(12)]
    pub phone: String,
}

/// Which version of a service a referral asks for: it stays readable for as long as the referral.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Listed {
    /// Which service.
    #[n(0)]
    pub id: ListingId,
    /// In which version.
    #[n(1)]
    pub number: u32,
}

/// A version as its agency publishes it, with what changes beside it.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Published {
    /// The version.
    #[n(0)]
    pub listing: Listing,
    /// How much room there is.
    #[n(1)]
    pub band: Band,
    /// When the agency last said that all of it is still so.
    #[n(2)]
    pub assured_at: Millis,
    /// When this version was published.
    #[n(3)]
    pub published_at: Millis,
    /// The agency offers it no more.
    #[n(4)]
    pub withdrawn: bool,
}

wire_type!(Listing, 32 * 1024, |listing| listing.check());
wire_type!(Published, 33 * 1024, |published| published.listing.check());

impl Published {
    /// Whether it is time to say again that all of it is so.
    pub fn is_due(&self, now: Millis) -> bool {
        is_due(self.assured_at, now)
    }

    /// Whether nobody has said so for too long to refer anybody to it.
    pub fn is_stale(&self, now: Millis) -> bool {
        self.assured_at.plus_days(STALE_DAYS) <= now
    }
}

/// Whether what was assured then is to be assured anew.
pub fn is_due(assured_at: Millis, now: Millis) -> bool {
    assured_at.plus_days(ASSURED_DAYS) <= now
}

impl Words {
    fn fits(&self) -> bool {
        let within = |text: &str, max| text.chars().count() <= max;
        !self.name.trim().is_empty()
            && !self.summary.trim().is_empty()
            && within(&self.name, NAME_MAX)
            && [&self.summary, &self.steps, &self.fees].iter().all(|text| within(text, TEXT_MAX))
    }
}

impl Programme {
    fn fits(&self) -> bool {
        let name = |text: &str| (1..=NAME_MAX).contains(&text.trim().chars().count());
        name(&self.name_ar) && name(&self.name_en) && !self.fields.is_empty()
    }
}

impl Listing {
    /// The part that breaks a rule of this type, if any.
    ///
    /// # Errors
    /// Its name.
    pub fn check(&self) -> Result<(), &'static str> {
        let line = |text: &str| text.chars().count() <= LINE_MAX;
        let ages = match (self.terms.age_min, self.terms.age_max) {
            (Some(min), Some(max)) => min <= max,
            _ => true,
        };
        let lists = [
            self.terms.categories.len(),
            self.terms.sexes.len(),
            self.residence.len(),
            self.papers.len(),
            self.languages.len(),
        ];
        let hours = match &self.opening {
            Opening::Week(week) => {
                let day = |hours: &Hours| hours.from < hours.until && hours.until <= 24 * 60;
                !week.is_empty() && week.values().all(day)
            }
            Opening::Always | Opening::ByAppointment => true,
        };
        let site = match &self.site {
            Site::Open(at) => {
                let whole = |text: &str| !text.trim().is_empty() && line(text);
                !at.area.is_special() && whole(&at.line_ar) && whole(&at.line_en)
            }
            Site::Confidential | Site::Remote => true,
        };
        let rules = [
            ("number", self.number > 0),
            ("ar", self.ar.fits()),
            ("en", self.en.fits()),
            ("age", ages),
            ("lists", lists.iter().all(|len| *len <= LIST_MAX)),
            ("programme", self.programme.as_ref().is_none_or(Programme::fits)),
            ("opening", hours),
            ("site", site),
            ("phone", line(&self.phone)),
        ];
        rules.iter().find(|(_, kept)| !kept).map_or(Ok(()), |(part, _)| Err(*part))
    }

    /// Whether a referral to it may carry these parts: of a programme, only what it lists.
    ///
    /// # Errors
    /// [`Refusal::FieldNotInProgramme`] with the first part that it does not ask for.
    pub fn may_carry(&self, fields: &[Field]) -> Result<(), Refusal> {
        let Some(programme) = &self.programme else { return Ok(()) };
        let beside = fields.iter().find(|field| !programme.fields.contains(field));
        beside.map_or(Ok(()), |field| Err(Refusal::FieldNotInProgramme { field: *field }))
    }

    /// Which version this is, for a referral.
    pub fn listed(&self) -> Listed {
        Listed { id: self.id, number: self.number }
    }

    /// Whether its place is not said.
    pub fn is_confidential(&self) -> bool {
        self.site == Site::Confidential
    }
}
