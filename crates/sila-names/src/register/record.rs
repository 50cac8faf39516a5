//! What is known about one person, as far as it serves to recognise that person again.

use crate::{EmiratesId, Name, PartialDate, Phone};

/// Sex as written in papers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sex {
    /// Female.
    Female,
    /// Male.
    Male,
}

/// Where a person lives, as exactly as it is known. Codes or names, in either script, as the agency writes them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// The emirate: a code.
    pub emirate: Option<String>,
    /// The area: a code, or its name in either script.
    pub area: Option<String>,
    /// The building or villa.
    pub building: Option<String>,
}

/// What is known about one person. Everything may be missing; what is missing speaks neither for nor against.
#[derive(Clone, Debug)]
pub struct Record {
    /// The name in Arabic script: given name, father, grandfather, family.
    pub arabic: Name,
    /// The name in Latin script, in the same order. A text whose script is not known may stand in either.
    pub latin: Name,
    /// The mother's name in either script.
    pub mother: Name,
    /// The day, month or year of birth. The first of January is taken for a year that somebody rounded.
    pub birth: PartialDate,
    /// The Emirates ID number.
    pub eid: Option<EmiratesId>,
    /// Numbers of other papers (passport, residence, case file). Equality counts, and a slip in a long one; that two differ
    /// says nothing, because they may be of two kinds, unless the weights were learned from papers of one kind.
    pub other_ids: Vec<String>,
    /// Telephone numbers, also those of the family.
    pub phones: Vec<Phone>,
    /// Sex.
    pub sex: Option<Sex>,
    /// Nationality: an ISO 3166 code, always of the same length within one register.
    pub nationality: Option<String>,
    /// Where the person lives.
    pub place: Place,
}

impl Record {
    /// A record in which nothing is known.
    pub fn unknown() -> Record {
        Record {
            arabic: Name::parse(""),
            latin: Name::parse(""),
            mother: Name::parse(""),
            birth: PartialDate::Unknown,
            eid: None,
            other_ids: Vec::new(),
            phones: Vec::new(),
            sex: None,
            nationality: None,
            place: Place::default(),
        }
    }
}
