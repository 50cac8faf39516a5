//! Learning together: how an enrolment goes from the wish to the certificate, and who gets a seat.
//!
//! The host of a course gives the seats; the trainee's own agency says whether the trainee may come. Both read the same states,
//! so that neither shows what the other would not. The names of the states are those that training systems commonly use.

mod seats;
#[cfg(test)]
mod tests;

pub use seats::{SEATS_MAX, Seats};

/// Where an enrolment stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Enrolment {
    /// The trainee wishes to come.
    Requested,
    /// The trainee's own agency agrees; the host has not answered yet.
    Approved,
    /// There is a seat.
    Booked,
    /// There is none yet.
    Waitlisted,
    /// The trainee's own agency does not agree.
    Declined,
    /// Came for all of it.
    FullyAttended,
    /// Came for a part of it.
    PartiallyAttended,
    /// Had a seat and did not come.
    NoShow,
    /// The trainee gave the seat, or the wish, up.
    UserCancelled,
    /// The course does not take place.
    SessionCancelled,
    /// Holds a certificate.
    Certified,
    /// Held one, which was taken back.
    Revoked,
}

/// What moves an enrolment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// The trainee's own agency agrees.
    Approve,
    /// It does not.
    Decline,
    /// The host gives a seat.
    Book,
    /// The host has no seat yet.
    Wait,
    /// The trainee gives it up.
    Cancel,
    /// The host gives the course up.
    CancelSession,
    /// The trainee was there for all of it.
    Attend,
    /// The trainee was there for a part of it.
    AttendPart,
    /// The trainee was not there.
    Miss,
    /// The host gives a certificate.
    Certify,
    /// The host takes it back.
    Revoke,
}

impl Enrolment {
    /// Every state.
    pub const ALL: [Self; 12] = [
        Self::Requested,
        Self::Approved,
        Self::Booked,
        Self::Waitlisted,
        Self::Declined,
        Self::FullyAttended,
        Self::PartiallyAttended,
        Self::NoShow,
        Self::UserCancelled,
        Self::SessionCancelled,
        Self::Certified,
        Self::Revoked,
    ];

    /// The key in rows, records and texts.
    pub fn code(self) -> &'static str {
        match self {
            Self::Requested => "REQUESTED",
            Self::Approved => "APPROVED",
            Self::Booked => "BOOKED",
            Self::Waitlisted => "WAITLISTED",
            Self::Declined => "DECLINED",
            Self::FullyAttended => "FULLY_ATTENDED",
            Self::PartiallyAttended => "PARTIALLY_ATTENDED",
            Self::NoShow => "NO_SHOW",
            Self::UserCancelled => "USER_CANCELLED",
            Self::SessionCancelled => "SESSION_CANCELLED",
            Self::Certified => "CERTIFIED",
            Self::Revoked => "REVOKED",
        }
    }

    /// Reads the key.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }

    /// Where it stands after this step; nothing when the step has no place here.
    #[must_use]
    pub fn after(self, step: Step) -> Option<Self> {
        match (self, step) {
            (Self::Requested, Step::Approve) => Some(Self::Approved),
            (Self::Requested, Step::Decline) => Some(Self::Declined),
            (Self::Approved | Self::Waitlisted, Step::Book) => Some(Self::Booked),
            (Self::Approved, Step::Wait) => Some(Self::Waitlisted),
            (one, Step::Cancel) if one.is_open() => Some(Self::UserCancelled),
            (one, Step::CancelSession) if one.is_open() => Some(Self::SessionCancelled),
            (one, Step::Attend) if one.may_attend() => Some(Self::FullyAttended),
            (one, Step::AttendPart) if one.may_attend() => Some(Self::PartiallyAttended),
            (one, Step::Miss) if one.may_attend() => Some(Self::NoShow),
            (Self::FullyAttended, Step::Certify) => Some(Self::Certified),
            (Self::Certified, Step::Revoke) => Some(Self::Revoked),
            _ => None,
        }
    }

    /// It may still lead to a seat, or has one.
    #[must_use]
    pub fn is_open(self) -> bool {
        matches!(self, Self::Requested | Self::Approved | Self::Booked | Self::Waitlisted)
    }

    /// It takes a seat: booked, or what became of a booked one.
    #[must_use]
    pub fn holds_seat(self) -> bool {
        self.may_attend() || matches!(self, Self::Certified | Self::Revoked)
    }

    /// Whoever keeps the list may write down, and correct until there is a certificate, whether the trainee came.
    fn may_attend(self) -> bool {
        matches!(self, Self::Booked | Self::FullyAttended | Self::PartiallyAttended | Self::NoShow)
    }

    /// The trainee came, so that the hours count.
    #[must_use]
    pub fn came(self) -> bool {
        matches!(self, Self::FullyAttended | Self::Certified | Self::Revoked)
    }
}
