//! Closing a case and what comes after: why, what must be settled before, following up, and opening it again.

use crate::codes::code_list;

code_list! {
    /// Why a case is closed.
    ClosureReason, "closure_reason" {
        Goals = "GOALS": "Plan goals reached; safe.",
        NoFurther = "NOFURTHER": "Agreed that no further support is needed.",
        Request = "REQUEST": "At the person's request.",
        Transfer = "TRANSFER": "Transferred to another agency.",
        Moved = "MOVED": "Moved away; no receiving agency.",
        LeftState = "LEFTUAE": "Left the State.",
        NoContact = "NOCONTACT": "No contact for the set period.",
        Adult = "AGE18": "Turned 18 with a transition plan.",
        NotEligible = "INELIG": "Not eligible.",
        Unfounded = "UNFOUNDED": "Report not substantiated.",
        Duplicate = "DUP": "Opened in error / duplicate.",
        Judiciary = "JUDICIAL": "Taken over by the judiciary.",
        Death = "DEATH": "Death.",
    }
}

code_list! {
    /// How somebody was found after the closure.
    FollowUp, "follow_up" {
        Well = "WELL": "Safe and well.",
        Needs = "NEEDS": "Needs support again.",
        NotReached = "NOTREACHED": "Could not be reached safely.",
        Unwanted = "UNWANTED": "Does not want to be asked.",
    }
}

code_list! {
    /// Why a closed case is opened again.
    ReopenReason, "reopen_reason" {
        Danger = "DANGER": "Danger again, or new harm.",
        Need = "NEED": "A new need.",
        Returned = "RETURNED": "The person came back.",
        FollowUp = "FOLLOWUP": "A follow-up showed that it is needed.",
        Mistake = "MISTAKE": "It was closed by mistake.",
    }
}

/// The last follow-up is planned for within so many days: three months.
pub const FOLLOW_UP_DAYS: i64 = 92;

impl ClosureReason {
    /// The case is closed together with the person: the safety plan is gone through, and they know how to come back.
    pub fn is_with_person(self) -> bool {
        matches!(
            self,
            Self::Goals
                | Self::NoFurther
                | Self::Request
                | Self::Transfer
                | Self::Moved
                | Self::Adult
        )
    }

    /// Somebody asks later how the person is, where there is a safe way to do so.
    pub fn wants_follow_up(self) -> bool {
        matches!(self, Self::Goals | Self::NoFurther | Self::Request | Self::Adult)
    }
}

/// What is still open of a case, counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Unsettled {
    /// Referrals in either direction that are not over.
    pub referrals: u32,
    /// Held places and stays.
    pub places: u32,
    /// Places waited for or asked for.
    pub waiting: u32,
    /// Clocks that run: tasks of joint plans, disputes.
    pub clocks: u32,
    /// Goals without an outcome.
    pub goals: u32,
    /// Planned appointments.
    pub appointments: u32,
}

impl Unsettled {
    /// Each kind with its count, in the order of the page.
    pub fn all(self) -> [(&'static str, u32); 6] {
        [
            ("REFERRALS", self.referrals),
            ("PLACES", self.places),
            ("WAITING", self.waiting),
            ("CLOCKS", self.clocks),
            ("GOALS", self.goals),
            ("APPOINTMENTS", self.appointments),
        ]
    }

    /// Whether nothing is open: only then is a case closed.
    pub fn is_settled(self) -> bool {
        self.all().iter().all(|(_, count)| *count == 0)
    }
}
