//! States, sides, and which act leads from where to where.

use super::entry::Act;
use crate::codes::code_list;
use crate::time::Millis;

code_list! {
    /// Where a referral stands. The first two exist at the source alone and leave no entry. `DELIVERED` is told by the
    /// link's signed receipt of the offer, not by an entry: in a thread it is `OFFERED`.
    State, "referral_state" {
        Draft = "DRAFT": "Being written.",
        AwaitingApproval = "AWAITING_APPROVAL": "Waiting for the source's supervisor.",
        Offered = "OFFERED": "Signed and on its way.",
        Delivered = "DELIVERED": "At the target, unread.",
        InReview = "IN_REVIEW": "Somebody at the target is looking at it.",
        Redirected = "REDIRECTED": "Passed on to a third agency, whose answer comes back here.",
        Accepted = "ACCEPTED": "Taken.",
        Completed = "COMPLETED": "Taken, and the outcome is known.",
        Closed = "CLOSED": "Taken, and the source has seen the outcome.",
        Declined = "DECLINED": "Not taken.",
        Recalled = "RECALLED": "Taken back by the source.",
        Expired = "EXPIRED": "Not decided in time; back at the source.",
    }
}

impl State {
    /// True while the target, or the third agency that it passed the person on to, may still decide.
    pub fn is_undecided(self) -> bool {
        matches!(self, Self::Offered | Self::Delivered | Self::InReview | Self::Redirected)
    }

    /// True while a person at the target must decide.
    pub fn awaits_target(self) -> bool {
        matches!(self, Self::Offered | Self::Delivered | Self::InReview)
    }

    /// True when no person has anything left to do about it.
    pub fn is_final(self) -> bool {
        matches!(self, Self::Closed | Self::Declined | Self::Recalled | Self::Expired)
    }

    /// True when the target must erase what it was shown.
    pub fn must_purge(self) -> bool {
        matches!(self, Self::Declined | Self::Recalled | Self::Expired)
    }
}

code_list! {
    /// A side of a referral.
    Side, "referral_side" {
        Source = "SOURCE": "The agency that offers.",
        Target = "TARGET": "The agency that is asked.",
    }
}

/// What the acts so far add up to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Standing {
    /// The state; `None` before the offer.
    pub(super) state: Option<State>,
    pub(super) released: bool,
    pub(super) purged: bool,
    pub(super) redirected: bool,
    pub(super) expires_at: Millis,
}

impl Standing {
    pub(super) const BEFORE: Self = Self {
        state: None,
        released: false,
        purged: false,
        redirected: false,
        expires_at: Millis(i64::MAX),
    };

    /// What these acts add up to with one more, done at `at`; `None` when the act has no place here.
    /// The side of the act is checked elsewhere.
    pub(super) fn after(self, act: &Act, at: Millis) -> Option<Self> {
        let Some(state) = self.state else {
            let Act::Offer(offer) = act else { return None };
            return Some(Self {
                state: Some(State::Offered),
                expires_at: offer.expires_at,
                ..Self::BEFORE
            });
        };
        let open = state.is_undecided();
        let in_time = at < self.expires_at;
        match act {
            Act::Claim if state == State::Offered => self.to(State::InReview),
            Act::Accept if open && in_time => self.to(State::Accepted),
            Act::Decline { .. } if open && in_time => self.to(State::Declined),
            Act::Redirect { .. } if open && in_time && !self.redirected => {
                Some(Self { redirected: true, state: Some(State::Redirected), ..self })
            }
            Act::Recall { .. } if open => self.to(State::Recalled),
            Act::Expire if open && !in_time => self.to(State::Expired),
            Act::Release { .. } if self.awaits_release() => Some(Self { released: true, ..self }),
            Act::Purged if self.awaits_purge() => Some(Self { purged: true, ..self }),
            Act::Outcome { .. } if state == State::Accepted => self.to(State::Completed),
            Act::Acknowledge if state == State::Completed => self.to(State::Closed),
            _ => None,
        }
    }

    /// True when the identity was accepted and its key not yet given.
    pub(super) fn awaits_release(self) -> bool {
        matches!(self.state, Some(State::Accepted | State::Completed)) && !self.released
    }

    /// True when the target still holds what it must erase.
    pub(super) fn awaits_purge(self) -> bool {
        let passed_on = self.redirected && self.released;
        (passed_on || self.state.is_some_and(State::must_purge)) && !self.purged
    }

    fn to(self, state: State) -> Option<Self> {
        Some(Self { state: Some(state), ..self })
    }
}
