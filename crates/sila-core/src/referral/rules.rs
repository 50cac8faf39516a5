//! States, sides, and which act leads from where to where.

use super::entry::Act;
use crate::codes::{Kind, LawfulBasis, code_list};
use crate::field::Field;
use crate::time::Millis;

/// For how long after a withdrawal the target may say that it keeps what it holds on a ground of its own: milliseconds.
/// Meanwhile nobody reads it; then its node erases it.
pub const KEEP_WITHIN_MS: i64 = 24 * 3_600_000;

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
        Withdrawn = "WITHDRAWN": "The person took the permission back.",
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
        matches!(
            self,
            Self::Closed | Self::Declined | Self::Recalled | Self::Expired | Self::Withdrawn
        )
    }

    /// True when the target must erase what it was shown.
    pub fn must_purge(self) -> bool {
        matches!(self, Self::Declined | Self::Recalled | Self::Expired | Self::Withdrawn)
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
    /// Responsibility moves with the release.
    pub(super) transfer: bool,
    /// It rests on what the person allowed, and ends with it.
    pub(super) allowed: bool,
    /// When the permission was taken back.
    pub(super) withdrawn_at: Option<Millis>,
    /// The target keeps what it holds on a ground of its own.
    pub(super) kept: bool,
    /// The fields that were taken back, and those of them that are erased: one bit a field.
    pub(super) narrowed: u32,
    pub(super) removed: u32,
}

impl Standing {
    pub(super) const BEFORE: Self = Self {
        state: None,
        released: false,
        purged: false,
        redirected: false,
        expires_at: Millis(i64::MAX),
        transfer: false,
        allowed: false,
        withdrawn_at: None,
        kept: false,
        narrowed: 0,
        removed: 0,
    };

    /// What these acts add up to with one more, done at `at`; `None` when the act has no place here.
    /// The side of the act is checked elsewhere.
    pub(super) fn after(self, act: &Act, at: Millis) -> Option<Self> {
        let Some(state) = self.state else {
            let Act::Offer(offer) = act else { return None };
            return Some(Self {
                state: Some(State::Offered),
                expires_at: offer.expires_at,
                transfer: offer.kind == Kind::Transfer,
                allowed: offer.lawful_basis == LawfulBasis::Consent,
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
            _ => self.after_permission(state, act, at),
        }
    }

    /// The same for the acts by which a person takes back what they allowed, and what answers them.
    fn after_permission(self, state: State, act: &Act, at: Millis) -> Option<Self> {
        match act {
            Act::Withdraw { at: side, .. } if self.may_withdraw(state, *side) => Some(Self {
                state: Some(State::Withdrawn),
                withdrawn_at: Some(at),
                purged: false,
                ..self
            }),
            Act::Keep { .. } if self.is_withheld() && !self.purged => {
                Some(Self { kept: true, ..self })
            }
            Act::Narrow { fields, .. } if self.may_narrow(state) => {
                let narrowed = self.narrowed | bits(fields);
                (narrowed != self.narrowed).then_some(Self { narrowed, ..self })
            }
            Act::Removed if self.awaits_removal() => Some(Self { removed: self.narrowed, ..self }),
            _ => None,
        }
    }

    /// What was handed over with the responsibility is the target's own, and ends there. What the law demands or allows
    /// without the person does not end by the person's word.
    fn may_withdraw(self, state: State, side: Side) -> bool {
        match state {
            _ if !self.allowed => false,
            State::Accepted | State::Completed | State::Closed => {
                !self.transfer || (side == Side::Source && !self.released)
            }
            state => state.is_undecided(),
        }
    }

    /// Before the identity was given, the offer is taken back and made again with less.
    fn may_narrow(self, state: State) -> bool {
        let given = matches!(state, State::Accepted | State::Completed | State::Closed);
        given && self.allowed && self.released && !self.transfer && !self.redirected
    }

    /// True when the identity is known to the target and may not be read there: erased, or about to be.
    pub(super) fn is_withheld(self) -> bool {
        self.state == Some(State::Withdrawn) && self.released && !self.kept
    }

    /// True when the target still holds fields that were taken back.
    pub(super) fn awaits_removal(self) -> bool {
        self.narrowed != self.removed && self.state != Some(State::Withdrawn)
    }

    /// From when the target's node erases what it holds.
    pub(super) fn purge_from(self) -> Option<Millis> {
        let wait = if self.is_withheld() && !self.redirected { KEEP_WITHIN_MS } else { 0 };
        let from = self.withdrawn_at.map(|at| Millis(at.0.saturating_add(wait)));
        self.awaits_purge().then_some(from.unwrap_or(Millis(0)))
    }

    /// True when the identity was accepted and its key not yet given.
    pub(super) fn awaits_release(self) -> bool {
        matches!(self.state, Some(State::Accepted | State::Completed)) && !self.released
    }

    /// True when the target still holds what it must erase.
    pub(super) fn awaits_purge(self) -> bool {
        let passed_on = self.redirected && self.released;
        (passed_on || self.state.is_some_and(State::must_purge)) && !self.purged && !self.kept
    }

    fn to(self, state: State) -> Option<Self> {
        Some(Self { state: Some(state), ..self })
    }
}

/// One bit for each of these fields.
fn bits(fields: &[Field]) -> u32 {
    let bit = |field: &Field| {
        let at = Field::ALL.iter().position(|one| one == field)?;
        1_u32.checked_shl(u32::try_from(at).ok()?)
    };
    fields.iter().filter_map(bit).fold(0, |all, one| all | one)
}

/// The fields of these bits.
pub(super) fn fields(of: u32) -> Vec<Field> {
    Field::ALL.iter().copied().filter(|field| bits(&[*field]) & of != 0).collect()
}
