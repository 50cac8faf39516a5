//! The parts of a file that can be shared one by one. Agreements allow them, permissions grant them,
//! and whatever is not named in both stays behind.

use crate::codes::{Kind, Urgency, code_list};

code_list! {
    /// A part of what an agency knows, shared or withheld as a whole.
    Field, "field" {
        Name = "NAME": "Names in Arabic and Latin script.",
        EmiratesId = "EMIRATES_ID": "Emirates ID number.",
        Birth = "BIRTH": "Date of birth; before acceptance only an age band.",
        Sex = "SEX": "Sex.",
        Nationality = "NATIONALITY": "Nationality.",
        Phone = "PHONE": "Telephone number.",
        Residence = "RESIDENCE": "Place of residence and what it rests on.",
        Household = "HOUSEHOLD": "The other people; before acceptance only their age bands.",
        Needs = "NEEDS": "Services needed.",
        Safety = "SAFETY": "Immediate danger, whether it is safe to talk, the safety plan.",
        SafeContact = "SAFE_CONTACT": "The safe way to reach the person.",
        Wishes = "WISHES": "What the person wants, and does not want, to happen.",
        Account = "ACCOUNT": "What happened, in the person's own words.",
        Harm = "HARM": "Kinds of harm.",
        Documents = "DOCUMENTS": "Which documents are on file.",
        PoliceReport = "POLICE_REPORT": "That there is a police report.",
        MedicalRecord = "MEDICAL_RECORD": "That there is a medical or psychological report.",
    }
}

impl Field {
    /// What the receiver sees before it decides, coarsened so that nobody is named by it
    /// (age bands, an area, a list of services).
    pub const PREVIEW: &'static [Self] =
        &[Self::Birth, Self::Sex, Self::Residence, Self::Household, Self::Needs];

    /// What stays sealed until the receiver has accepted and the sender has released the key.
    pub const IDENTITY: &'static [Self] = &[
        Self::Name,
        Self::EmiratesId,
        Self::Nationality,
        Self::Phone,
        Self::Safety,
        Self::SafeContact,
        Self::Wishes,
        Self::Account,
        Self::Harm,
        Self::Documents,
        Self::PoliceReport,
        Self::MedicalRecord,
    ];

    /// The most that goes in an emergency: who it is, what danger, what is needed, how to reach the person. Nothing that
    /// anybody told, no papers, no numbers; they follow once the person is safe.
    pub const EMERGENCY: &'static [Self] = &[
        Self::Name,
        Self::Birth,
        Self::Sex,
        Self::Residence,
        Self::Household,
        Self::Needs,
        Self::Safety,
        Self::SafeContact,
        Self::Harm,
    ];

    /// Whether it may go at this urgency.
    pub fn may_go(self, urgency: Urgency) -> bool {
        urgency != Urgency::Emergency || Self::EMERGENCY.contains(&self)
    }

    /// Whether it may go with a referral of this kind. A referral for information is never accepted, so no key is ever given for it: what is
    /// sealed until then does not go at all.
    pub fn goes_with(self, kind: Kind) -> bool {
        kind != Kind::Information || self.is_in_preview()
    }

    /// True when a coarse form of it is in the preview.
    pub fn is_in_preview(self) -> bool {
        Self::PREVIEW.contains(&self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_field_is_in_the_preview_or_sealed_and_never_both() {
        for field in Field::ALL {
            assert_ne!(field.is_in_preview(), Field::IDENTITY.contains(field), "{field}");
        }
    }
}
