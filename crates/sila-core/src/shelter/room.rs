//! A room and whom it takes.

use super::{Feature, Need, Sleeper};
use crate::area::{self, AreaCode};
use crate::codes::{Sex, code_list};
use crate::person::Ages;
use uuid::Uuid;

/// Whom a room takes: for each sex the ages in whole years, or nobody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Takes {
    /// Women and girls of these ages.
    pub female: Option<Ages>,
    /// Men and boys of these ages.
    pub male: Option<Ages>,
    /// Children only together with an adult of their household.
    pub with_adult: bool,
}

/// A room as the matching sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Room {
    /// Which room.
    pub id: Uuid,
    /// The home it belongs to.
    pub home: Uuid,
    /// Its wing: a household that needs several rooms stays in one.
    pub wing: String,
    /// Whom it takes.
    pub takes: Takes,
    /// A family room: one household takes it whole.
    pub whole: bool,
    /// What it has.
    pub features: Vec<Feature>,
    /// The area of its home.
    pub area: Option<AreaCode>,
    /// The beds that are free now, in their order.
    pub free: Vec<Uuid>,
    /// The beds that can be used at all.
    pub beds: usize,
    /// Somebody has lately confirmed that this is how it is.
    pub confirmed: bool,
}

/// Whether a room takes these people.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fit {
    /// Yes.
    Sure,
    /// It may: the exact age or the sex of somebody decides.
    Doubtful,
    /// No, and why.
    No(No),
}

/// The rule by which a room does not take somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum No {
    /// It is in the area in which they are not safe.
    Area,
    /// It lacks something they cannot do without.
    Feature,
    /// It does not take this sex at this age.
    Person,
    /// It takes children only with an adult.
    Alone,
    /// It has no bed free, or not enough.
    Full,
}

impl No {
    /// The stable key of its text.
    pub fn code(self) -> &'static str {
        match self {
            Self::Area => "AREA",
            Self::Feature => "FEATURE",
            Self::Person => "PERSON",
            Self::Alone => "ALONE",
            Self::Full => "FULL",
        }
    }
}

code_list! {
    /// How far a place is from the area in which somebody is not safe; the farthest first.
    Distance, "shelter_distance" {
        Beyond = "BEYOND": "In another emirate, or no area is to be avoided.",
        Emirate = "EMIRATE": "In another area of the same emirate.",
        Unknown = "UNKNOWN": "It is not known where it is.",
    }
}

impl Takes {
    /// Whether somebody may sleep there.
    pub fn one(&self, sleeper: Sleeper) -> Fit {
        let of = |range: Option<Ages>| {
            range.map_or(Fit::No(No::Person), |range| within(sleeper.ages(), range))
        };
        match sleeper.sex {
            Sex::Female => of(self.female),
            Sex::Male => of(self.male),
            Sex::Unknown => match (of(self.female), of(self.male)) {
                (Fit::Sure, Fit::Sure) => Fit::Sure,
                (Fit::No(no), Fit::No(_)) => Fit::No(no),
                _ => Fit::Doubtful,
            },
        }
    }
}

/// Ages that are possible against ages that are taken.
fn within(possible: Ages, taken: Ages) -> Fit {
    if possible.min >= taken.min && possible.max <= taken.max {
        Fit::Sure
    } else if possible.max < taken.min || possible.min > taken.max {
        Fit::No(No::Person)
    } else {
        Fit::Doubtful
    }
}

impl Room {
    /// Whether the rules of this room take these people, whatever is free.
    pub fn takes(&self, need: &Need) -> Fit {
        if self.distance(need).is_none() {
            return Fit::No(No::Area);
        }
        if need.features.iter().any(|feature| !self.features.contains(feature)) {
            return Fit::No(No::Feature);
        }
        if self.takes.with_adult && !need.people.iter().any(|one| one.is_adult()) {
            return Fit::No(No::Alone);
        }
        need.people.iter().map(|one| self.takes.one(*one)).max().unwrap_or(Fit::No(No::Person))
    }

    /// How many more can sleep here now; a family room takes one household or nobody.
    pub fn space(&self) -> usize {
        if self.whole && self.free.len() < self.beds { 0 } else { self.free.len() }
    }

    /// How far it is from the area to be avoided; nothing when it lies in it.
    pub fn distance(&self, need: &Need) -> Option<Distance> {
        let Some(danger) = need.away_from else { return Some(Distance::Beyond) };
        let Some(here) = self.area else { return Some(Distance::Unknown) };
        if area::is_within(&here, &danger) {
            return None;
        }
        let same = area::emirate_of(&here) == area::emirate_of(&danger);
        Some(if same { Distance::Emirate } else { Distance::Beyond })
    }
}
