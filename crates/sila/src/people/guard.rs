//! Who must be handled with more care when records of people are compared.

use sila_core::codes::{Category, Service};
use sila_core::disclosure::Disclosure;

/// How carefully a record of a person is compared with others. The later ones are the stricter ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Guard {
    /// One person decides.
    Plain,
    /// In a shelter, in danger, or in danger near home: two people decide.
    Two,
    /// As [`Guard::Two`], and only those who may open the case learn of it (trafficking: the name itself is a danger).
    Members,
    /// Never compared with anybody: the parentage is unknown, and a guess would harm the child.
    Never,
}

impl Guard {
    /// The guard of the people of a case.
    pub fn of(category: &str, known: &Disclosure) -> Guard {
        let is = |wanted: Category| category == wanted.code();
        let safety = &known.safety;
        if is(Category::UnknownParentage) {
            Guard::Never
        } else if is(Category::Trafficking) {
            Guard::Members
        } else if known.needs.iter().any(is_place)
            || safety.immediate_danger
            || known.residence.risk_near_home
        {
            Guard::Two
        } else {
            Guard::Plain
        }
    }

    /// Whether a second person must agree before two records become one person, or two again.
    pub fn needs_second(self) -> bool {
        self >= Guard::Two
    }
}

/// A service that is a place to stay.
fn is_place(service: &Service) -> bool {
    use Service::{EmergencyShelter, Foster, Hosting, ResidentialCare, Shelter};
    matches!(service, Shelter | EmergencyShelter | Hosting | ResidentialCare | Foster)
}
