//! What kind of entity a party is, and the most about a person that can ever be agreed with it.

use super::{Agreement, Party};
use crate::codes::code_list;
use crate::field::Field;
use crate::ids::AgencyId;
use crate::refusal::Refusal;
use minicbor::{Decode, Encode};

code_list! {
    /// The legal kinds of entities.
    Sector, "sector" {
        Local = "LOC": "Local government.",
        Federal = "FED": "Federal government.",
        SemiGovernment = "SEMI": "Semi-government.",
        PublicBenefit = "NPO": "Public benefit.",
        Academic = "EDU": "Academic.",
        Private = "PRIV": "Private.",
        International = "INTL": "International, and missions of other states.",
    }
}

/// What a service needs to know of somebody whom it serves: no story, no report, no number of a document.
const FOR_SERVICE: &[Field] = &[
    Field::Name,
    Field::Birth,
    Field::Sex,
    Field::Nationality,
    Field::Phone,
    Field::Residence,
    Field::Needs,
    Field::Safety,
    Field::SafeContact,
    Field::Wishes,
];

impl Sector {
    /// The most that can ever be agreed with an entity of this kind; an agreement may allow less.
    pub fn widest(self) -> &'static [Field] {
        match self {
            Self::Local | Self::Federal | Self::SemiGovernment | Self::PublicBenefit => Field::ALL,
            Self::Private | Self::International => FOR_SERVICE,
            Self::Academic => Field::PREVIEW,
        }
    }

    /// Whether it gets nothing about a person unless a clause of its own says so.
    pub fn needs_clause(self) -> bool {
        self == Self::Private
    }

    /// Whether Federal Decree-Law 45 of 2021 on the protection of personal data binds it: it leaves out government, and binds
    /// private controllers, companies as well as associations.
    pub fn is_private_controller(self) -> bool {
        matches!(self, Self::Private | Self::PublicBenefit)
    }
}

/// The clause by which a private party may receive something about persons.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct PrivateClause {
    /// Its number, such as `3.4`.
    #[n(0)]
    pub number: String,
}

impl Agreement {
    /// Whether this party may receive anything about a person.
    ///
    /// # Errors
    /// [`Refusal::PrivateNotGranted`] for a private party without a clause of its own, with the data schedule: what that does not
    /// list for it is not exchanged.
    pub fn may_receive_persons(&self, party: AgencyId) -> Result<(), Refusal> {
        let needs = self.party(party).and_then(|party| party.sector);
        if needs.is_some_and(Sector::needs_clause) && self.private.is_none() {
            return Err(Refusal::PrivateNotGranted { clause: self.cites.schedule.clone() });
        }
        Ok(())
    }

    /// The fields that can be agreed between these parties.
    pub fn widest(parties: &[Party; 2], private: bool) -> Vec<Field> {
        let allows = |party: &Party, field: &Field| match party.sector {
            Some(sector) if sector.needs_clause() && !private => false,
            Some(sector) => sector.widest().contains(field),
            None => true,
        };
        let both = |field: &Field| parties.iter().all(|party| allows(party, field));
        Field::ALL.iter().copied().filter(both).collect()
    }

    /// No field is in the schedule that the kinds of the parties do not allow.
    pub(super) fn is_within_sectors(&self) -> bool {
        let widest = Self::widest(&self.parties, self.private.is_some());
        let mut fields = self.schedule.iter().flat_map(|row| &row.fields);
        fields.all(|field| widest.contains(field))
    }
}
