//! Whom a service is for, asked for one person. What is not known is never a reason against.

use super::Listing;
use crate::area::{AreaCode, is_within};
use crate::codes::{Category, Service, Sex};
use crate::person::Ages;

/// For whom a service is looked for, as far as it is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seeker {
    /// What is needed.
    pub need: Option<Service>,
    /// The group the person belongs to.
    pub category: Option<Category>,
    /// Sex.
    pub sex: Sex,
    /// Ages possible.
    pub ages: Option<Ages>,
    /// Where the person lives.
    pub area: Option<AreaCode>,
}

impl Seeker {
    /// Nothing is known.
    pub const ANYBODY: Self =
        Self { need: None, category: None, sex: Sex::Unknown, ages: None, area: None };
}

impl Listing {
    /// Whether it is for this person. An emergency shelter is also what somebody looks for who needs shelter.
    pub fn is_for(&self, who: &Seeker) -> bool {
        let terms = &self.terms;
        let need = who.need.is_none_or(|need| answers(terms.service, need));
        let category = who
            .category
            .is_none_or(|one| terms.categories.is_empty() || terms.categories.contains(&one));
        let sex =
            who.sex == Sex::Unknown || terms.sexes.is_empty() || terms.sexes.contains(&who.sex);
        let age = who.ages.is_none_or(|ages| {
            terms.age_min.is_none_or(|min| ages.max >= min)
                && terms.age_max.is_none_or(|max| ages.min <= max)
        });
        need && category && sex && age && self.serves(who.area)
    }

    /// Whether it is for people who live there. Where that is not known or not said, somebody must ask.
    fn serves(&self, area: Option<AreaCode>) -> bool {
        let Some(area) = area.filter(|area| !area.is_special()) else { return true };
        self.residence.is_empty() || self.residence.iter().any(|one| is_within(&area, one))
    }
}

fn answers(given: Service, need: Service) -> bool {
    given == need || (need == Service::Shelter && given == Service::EmergencyShelter)
}
