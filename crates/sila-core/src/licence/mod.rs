//! Licences that a regulator gives: the words, the course from the application to the closure, the ladder of measures, and when a
//! provider may not be sent anybody.
//!
//! A licence is what its steps say ([`course::Course`]). What time alone does to it (void, lapsed, expired) is computed at the moment
//! of asking and never stored, so that no clock has to run for a licence to have expired.

mod course;
mod ladder;
#[cfg(test)]
mod tests;

pub use course::{Course, NotTaken, Standing, Step, Terms};
pub use ladder::{MEMORY_MONTHS, Rung, allowed};

use std::collections::BTreeSet;

use crate::codes::{Service, code_list};

code_list! {
    /// The three regimes of licences in social work.
    Family, "licence_family" {
        Professional = "PROFESSIONAL": "A licence to practise a social profession.",
        Establishment = "ESTABLISHMENT": "A permit of an establishment for social activities.",
        Association = "ASSOCIATION": "A licence of an association or foundation of public benefit.",
    }
}

code_list! {
    /// What may be licensed.
    Activity, "licence_activity" {
        DayCare = "DAY_CARE": "Care by day.",
        Consultation = "CONSULTATION": "Social and family consultation.",
        Training = "TRAINING": "Training and education.",
        Accommodation = "ACCOMMODATION": "Accommodation.",
        Rehabilitation = "REHABILITATION": "Rehabilitation.",
        HomeCare = "HOME_CARE": "Care at home.",
        Assessment = "ASSESSMENT": "Profiling and assessment.",
    }
}

impl Activity {
    /// The activity that whoever gives a service must be licensed for; nothing for services that are no such activity.
    pub fn of(service: Service) -> Option<Self> {
        match service {
            Service::Shelter
            | Service::EmergencyShelter
            | Service::ResidentialCare
            | Service::Foster => Some(Self::Accommodation),
            Service::Hosting => Some(Self::DayCare),
            Service::Psychosocial
            | Service::PsychologicalTreatment
            | Service::SocialCounselling
            | Service::FamilyReconciliation => Some(Self::Consultation),
            Service::HomeCare | Service::HomeNursing => Some(Self::HomeCare),
            Service::Education | Service::Empowerment => Some(Self::Training),
            Service::Rehabilitation => Some(Self::Rehabilitation),
            _ => None,
        }
    }
}

code_list! {
    /// Where a licence stands.
    State, "licence_state" {
        Draft = "DRAFT": "It is being written by whoever asks for it.",
        Submitted = "SUBMITTED": "It was handed in and waits to be taken up.",
        Incomplete = "INCOMPLETE": "Something is missing; the applicant has been told.",
        UnderStudy = "UNDER_STUDY": "An officer studies it.",
        WithCommittee = "WITH_COMMITTEE": "It is recommended on and waits for the committee.",
        NonObjection = "NON_OBJECTION": "Approved in principle; other authorities are asked whether they object.",
        FieldAudit = "FIELD_AUDIT": "The place is looked at.",
        Issued = "ISSUED": "It holds.",
        Renewing = "RENEWING": "Its holder asks for another term.",
        Suspended = "SUSPENDED": "It is suspended.",
        Refused = "REFUSED": "It was not given.",
        Closed = "CLOSED": "It was taken away for good.",
        Withdrawn = "WITHDRAWN": "Whoever asked for it does no longer.",
        Expired = "EXPIRED": "Its term is over.",
        Overdue = "OVERDUE": "Its term is over; another was asked for and is not given yet.",
        Void = "VOID": "It was not completed, or the others did not answer, in time.",
    }
}

impl State {
    /// Whether its holder may do today what it is for.
    pub fn holds(self) -> bool {
        matches!(self, Self::Issued | Self::Renewing)
    }

    /// Whether nobody works on it any more, unless another term is asked for or a grievance turns out to be right.
    pub fn has_ended(self) -> bool {
        matches!(self, Self::Refused | Self::Closed | Self::Withdrawn | Self::Expired | Self::Void)
    }

    /// Whether it was given once, so that everybody may look it up.
    pub fn is_public(self) -> bool {
        matches!(
            self,
            Self::Issued
                | Self::Renewing
                | Self::Suspended
                | Self::Closed
                | Self::Expired
                | Self::Overdue
        )
    }
}

code_list! {
    /// What is done with a licence.
    Act, "licence_act" {
        Submit = "SUBMIT": "Hand it in.",
        TakeUp = "TAKE_UP": "Begin to study it.",
        AskMore = "ASK_MORE": "Say what is missing.",
        Complete = "COMPLETE": "Give what was missing.",
        Recommend = "RECOMMEND": "Recommend to the committee, for or against.",
        Approve = "APPROVE": "Decide that it is given.",
        Refuse = "REFUSE": "Decide that it is not given.",
        Clear = "CLEAR": "No authority that was asked objects.",
        Object = "OBJECT": "An authority objects.",
        Pass = "PASS": "The place is as it must be.",
        Suspend = "SUSPEND": "Suspend it.",
        Lift = "LIFT": "End the suspension.",
        Close = "CLOSE": "Take it away for good.",
        AskRenewal = "ASK_RENEWAL": "Ask for another term.",
        Renew = "RENEW": "Give another term.",
        Decline = "DECLINE": "Give no other term.",
        Withdraw = "WITHDRAW": "Ask for it no more.",
        Restore = "RESTORE": "A grievance was right: what was decided is undone.",
    }
}

code_list! {
    /// In what office somebody acts on a licence. Nobody acts on one licence in two of them.
    Office, "licence_office" {
        Holder = "HOLDER": "Whoever asks for the licence or holds it.",
        Officer = "OFFICER": "The officer who studies and inspects.",
        Committee = "COMMITTEE": "The committee that decides.",
        Review = "REVIEW": "Whoever decides on grievances.",
    }
}

impl Act {
    /// Whose act it is.
    pub fn office(self) -> Office {
        match self {
            Self::Submit | Self::Complete | Self::AskRenewal | Self::Withdraw => Office::Holder,
            Self::TakeUp
            | Self::AskMore
            | Self::Recommend
            | Self::Clear
            | Self::Object
            | Self::Pass => Office::Officer,
            Self::Approve
            | Self::Refuse
            | Self::Suspend
            | Self::Lift
            | Self::Close
            | Self::Renew
            | Self::Decline => Office::Committee,
            Self::Restore => Office::Review,
        }
    }
}

/// A licence as it counts for whoever wants to send somebody to its holder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held {
    /// What it is for.
    pub activities: BTreeSet<Activity>,
    /// Where it stands today.
    pub state: State,
}

/// Whether a provider with these licences may not be sent anybody for these services. A provider that this regulator never licensed is
/// not its concern. One without any licence that holds is closed for everything, one with some for what those do not cover.
pub fn is_shut(licences: &[Held], services: &[Service]) -> bool {
    let given: Vec<&Held> = licences.iter().filter(|one| one.state.is_public()).collect();
    let holding = || given.iter().filter(|one| one.state.holds());
    if given.is_empty() {
        return false;
    }
    let covered = |activity: Activity| holding().any(|one| one.activities.contains(&activity));
    let lost = |activity: Activity| {
        given.iter().any(|one| !one.state.holds() && one.activities.contains(&activity))
    };
    let wanted = services.iter().filter_map(|service| Activity::of(*service));
    holding().next().is_none() || wanted.into_iter().any(|one| lost(one) && !covered(one))
}
