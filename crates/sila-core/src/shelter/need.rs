//! Who needs a place, without saying who they are.

use crate::area::AreaCode;
use crate::codes::{Sex, code_list};
use crate::disclosure::Preview;
use crate::person::{AgeBand, Ages};
use crate::wire::wire_type;
use minicbor::{Decode, Encode};

/// The most people of one household that are placed together.
pub const PEOPLE_MAX: usize = 16;
/// The most features that are asked for at once: every one there is.
pub const FEATURES_MAX: usize = Feature::ALL.len();

code_list! {
    /// What a room has that some people cannot do without.
    Feature, "shelter_feature" {
        StepFree = "STEP_FREE": "Reached and used with a wheelchair.",
        VisualAlarm = "VISUAL_ALARM": "An alarm that can be seen, for who cannot hear.",
        NightStaff = "NIGHT_STAFF": "Somebody is awake beside it all night.",
    }
}

/// One of the people who need a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Sleeper {
    /// Sex; not known is an answer.
    #[n(0)]
    pub sex: Sex,
    /// How old, as coarsely as it may be told.
    #[n(1)]
    pub age: AgeBand,
}

impl Sleeper {
    /// The ages that are possible, in whole years.
    pub fn ages(self) -> Ages {
        let (min, max) = match self.age {
            AgeBand::Under6 => (0, 5),
            AgeBand::From6 => (6, 12),
            AgeBand::From13 => (13, 17),
            AgeBand::From18 => (18, 24),
            AgeBand::From25 => (25, 39),
            AgeBand::From40 => (40, 59),
            AgeBand::From60 => (60, u8::MAX),
            AgeBand::Unknown => (0, u8::MAX),
        };
        Ages { min, max }
    }

    /// Whether this is an adult for certain.
    pub fn is_adult(self) -> bool {
        self.ages().min >= 18
    }
}

/// Who needs a place together, what they cannot do without, and where they must not be. It names nobody.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Need {
    /// The people, the person concerned first.
    #[n(0)]
    pub people: Vec<Sleeper>,
    /// What they cannot do without.
    #[n(1)]
    pub features: Vec<Feature>,
    /// The area in which they are not safe.
    #[n(2)]
    pub away_from: Option<AreaCode>,
}

wire_type!(Need, 2 * 1024, |need| need.check());

impl Need {
    /// Whether a place that is held for this need is one for the person of those. Who comes along is not compared: a referral
    /// tells of the whole household, also of those who stay where they are.
    pub fn serves(&self, those: &Need) -> bool {
        let first = |need: &Need| need.people.first().map(|one| one.sex);
        first(those) == Some(Sex::Unknown) || first(self) == first(those)
    }

    /// Whether it makes sense; the name of the part at fault otherwise.
    ///
    /// # Errors
    /// The part: nobody or too many people, a feature named twice.
    pub fn check(&self) -> Result<(), &'static str> {
        let mut features = self.features.clone();
        features.sort_unstable();
        features.dedup();
        if self.people.is_empty() || self.people.len() > PEOPLE_MAX {
            Err("people")
        } else if features.len() != self.features.len() {
            Err("features")
        } else {
            Ok(())
        }
    }

    /// The same, as it may be told to another agency: the area in which they are not safe is no finer than a town.
    #[must_use]
    pub fn for_partner(self) -> Self {
        let away_from = self.away_from.and_then(|area| town(&area));
        Self { away_from, ..self }
    }

    /// Whether it names no area finer than a town.
    pub fn is_coarse(&self) -> bool {
        self.away_from.is_none_or(|area| town(&area) == Some(area))
    }

    /// What a referral's preview tells of it. The sex of the others of the household is not in a preview.
    pub fn of_preview(preview: &Preview) -> Self {
        let first = Sleeper { sex: preview.sex, age: preview.age_band };
        let others = preview.household.iter().map(|age| Sleeper { sex: Sex::Unknown, age: *age });
        let people = std::iter::once(first).chain(others).take(PEOPLE_MAX).collect();
        Self { people, features: Vec::new(), away_from: None }
    }
}

/// The town of an area, or the area itself where it is coarser: `AE-SH-SHJ` of `AE-SH-SHJ-MWL`.
fn town(area: &AreaCode) -> Option<AreaCode> {
    let code = area.as_str();
    let end = code.match_indices('-').nth(2).map_or(code.len(), |(at, _)| at);
    AreaCode::parse(code.get(..end)?).ok()
}
