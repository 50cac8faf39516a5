//! Between acceptance and outcome: the first contact with the person, and the sender's question how it stands with its coded answer.
//! None of it needs a name or a word.

use super::line::LineId;
use crate::calendar::TimeLimit;
use crate::codes::{Urgency, code_list};
use crate::referral::{Offer, Side};
use crate::time::{Date, Millis};

code_list! {
    /// How the agency that has taken the person got in touch first.
    ContactWay, "contact_way" {
        Phone = "PHONE": "By telephone.",
        Office = "OFFICE": "The person came to the agency.",
        Visit = "VISIT": "Somebody went to see the person.",
        Video = "VIDEO": "By video.",
        Trusted = "TRUSTED": "Through somebody whom the person trusts.",
    }
}

code_list! {
    /// How an accepted referral stands, when the sender asks.
    Progress, "referral_progress" {
        UnderWay = "UNDER_WAY": "It is being worked on.",
        Person = "PERSON": "The person has to decide or do something first.",
        Document = "DOCUMENT": "A document is missing.",
        By = "BY": "It will be completed by a day.",
        Stuck = "STUCK": "It cannot go on.",
    }
}

/// The sender has asked how it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reminder {
    /// The line that asks.
    pub id: LineId,
    /// When, by the sender's clock.
    pub at: Millis,
    /// The line that answers, how it stands, and the day by which it will be completed where that is the answer.
    pub answer: Option<(LineId, Progress, Option<Date>)>,
}

impl Reminder {
    /// From when the sender may ask again: some working days of its own later, less when it is urgent.
    pub fn again_from(&self, offer: &Offer) -> Millis {
        let limit = match offer.urgency {
            Urgency::Emergency => TimeLimit::Minutes(60),
            Urgency::Urgent => TimeLimit::WorkingDays(1),
            Urgency::Routine => TimeLimit::WorkingDays(3),
        };
        limit.after(self.at, &offer.calendar(Side::Source)).unwrap_or(self.at)
    }
}
