//! States, sides, and which act leads from where to where.

use super::act::Act;
use super::offer::{Offer, SHELTERS};
use super::pause::Clock;
use crate::codes::{Kind, LawfulBasis, Service, code_list};
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
        Clarifying = "CLARIFYING": "The target has asked, and its clock stands until the source answers.",
        Waitlisted = "WAITLISTED": "Taken in principle, and there is no room yet.",
        DeclineReview = "DECLINE_REVIEW": "Not taken by one person; a second one at the target looks at it.",
        Cancelled = "CANCELLED": "Stopped after it was taken.",
        Invalidated = "INVALIDATED": "Should never have been sent.",
        ReopenRequested = "REOPEN_REQUESTED": "Closed; one side wants it to go on and the other has not answered.",
        Told = "TOLD": "A referral for information on its way or at the target; nobody there has taken note of it.",
        Noted = "NOTED": "A referral for information that somebody at the target has taken note of.",
    }
}

impl State {
    /// Where what asks for this begins: a referral for information waits to be read, everything else for a decision.
    pub fn first_of(kind: Kind) -> Self {
        if kind == Kind::Information { Self::Told } else { Self::Offered }
    }

    /// True while a time of the target runs: it may still decide, or take note of what is for information.
    pub fn is_pending(self) -> bool {
        self.is_undecided() || self == Self::Told
    }

    /// True while the target, or the third agency that it passed the person on to, may still decide.
    pub fn is_undecided(self) -> bool {
        self.awaits_target()
            || matches!(self, Self::Redirected | Self::Clarifying | Self::Waitlisted)
    }

    /// True while a person at the target must decide.
    pub fn awaits_target(self) -> bool {
        matches!(self, Self::Offered | Self::Delivered | Self::InReview | Self::DeclineReview)
    }

    /// True when the target has taken the person, and nothing has stopped it since.
    pub fn is_taken(self) -> bool {
        matches!(self, Self::Accepted | Self::Completed | Self::Closed | Self::ReopenRequested)
    }

    /// True when no person has anything left to do about it.
    pub fn is_final(self) -> bool {
        matches!(
            self,
            Self::Closed
                | Self::Noted
                | Self::Declined
                | Self::Recalled
                | Self::Expired
                | Self::Withdrawn
                | Self::Cancelled
                | Self::Invalidated
        )
    }

    /// True when the target must erase what it was shown.
    pub fn must_purge(self) -> bool {
        self.is_final() && !matches!(self, Self::Closed | Self::Noted)
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
    /// It was passed on to the target by another agency than the source.
    pub(super) onward: bool,
    pub(super) clock: Clock,
    /// Responsibility moves with the release.
    pub(super) transfer: bool,
    /// What comes of it is a report.
    pub(super) assessed: bool,
    /// It rests on what the person allowed, and ends with it.
    pub(super) allowed: bool,
    /// When the permission was taken back.
    pub(super) withdrawn_at: Option<Millis>,
    /// The target keeps what it holds on a ground of its own.
    pub(super) kept: bool,
    /// The fields that were taken back, and those of them that are erased: one bit a field.
    pub(super) narrowed: u32,
    pub(super) removed: u32,
    /// The services that are asked for, and those of them that a part acceptance must give: one bit a service.
    pub(super) services: u64,
    pub(super) needed: u64,
    /// Who wants a closed referral to go on, while it is not answered; and how often that was asked.
    pub(super) reopens: Option<Side>,
    pub(super) reopened: u8,
    /// The list by which responsibility is handed over, how often it was signed, and whether the target has signed it too.
    pub(super) list: Option<[u8; 32]>,
    pub(super) hands: u8,
    pub(super) taken: bool,
}

impl Standing {
    pub(super) const BEFORE: Self = Self {
        state: None,
        released: false,
        purged: false,
        redirected: false,
        onward: false,
        clock: Clock::NONE,
        transfer: false,
        assessed: false,
        allowed: false,
        withdrawn_at: None,
        kept: false,
        narrowed: 0,
        removed: 0,
        services: 0,
        needed: 0,
        reopens: None,
        reopened: 0,
        list: None,
        hands: 0,
        taken: false,
    };

    /// What these acts add up to with one more, done at `at`, in the referral that began with `offer`; `None` when the act has no
    /// place here. The side of the act is checked elsewhere.
    pub(super) fn after(self, act: &Act, at: Millis, offer: &Offer) -> Option<Self> {
        let Some(state) = self.state else { return Self::offered(act, at) };
        let (open, pending) = (state.is_undecided(), state.is_pending());
        let in_time = at < self.clock.expires_at();
        match act {
            Act::Claim if state == State::Offered => self.to(State::InReview),
            Act::Accept if open && in_time => self.to(State::Accepted),
            Act::AcceptPart { left } if open && in_time && self.may_leave(left) => {
                self.to(State::Accepted)
            }
            Act::Decline { .. } if open && in_time => {
                let clock = self.clock.declined(at);
                Some(Self { clock, state: Some(State::Declined), ..self })
            }
            Act::Redirect { .. } if self.may_redirect(state) && in_time => {
                Some(Self { redirected: true, state: Some(State::Redirected), ..self })
            }
            Act::Recall { .. } if pending => self.to(State::Recalled),
            Act::Expire if pending && !in_time => self.to(State::Expired),
            Act::Note if state == State::Told && in_time => self.to(State::Noted),
            Act::Release { .. } if self.awaits_release() => Some(Self { released: true, ..self }),
            Act::Purged if self.awaits_purge() && state != State::Invalidated => {
                Some(Self { purged: true, ..self })
            }
            Act::Outcome { .. } | Act::Report { .. } if self.may_end_with(state, act) => {
                self.to(State::Completed)
            }
            Act::Acknowledge if state == State::Completed => self.to(State::Closed),
            _ => {
                let paused = self.after_pause(state, (act, at), offer);
                let ended = || self.after_end(state, act, at);
                paused.or_else(ended).or_else(|| self.after_signing(state, act))
            }
        }
    }

    fn offered(act: &Act, at: Millis) -> Option<Self> {
        let Act::Offer(offer) = act else { return None };
        let needed = if offer.kind == Kind::Shelter { service_bits(SHELTERS) } else { 0 };
        Some(Self {
            state: Some(State::first_of(offer.kind)),
            clock: Clock::of(offer, at),
            onward: offer.origin.is_some(),
            transfer: offer.kind == Kind::Transfer,
            assessed: offer.kind == Kind::Assessment,
            allowed: offer.lawful_basis == LawfulBasis::Consent,
            services: service_bits(offer.services.iter().copied()),
            needed,
            ..Self::BEFORE
        })
    }

    /// Some of what is asked for is left, each service once; not all, and not the place itself.
    fn may_leave(self, left: &[super::act::Left]) -> bool {
        let bits = service_bits(left.iter().map(|one| one.service));
        let once = usize::try_from(bits.count_ones()) == Ok(left.len());
        let (some, given) = (!left.is_empty(), self.services & !bits);
        some && once && bits & !self.services == 0 && given != 0 && bits & self.needed == 0
    }

    /// What was asked to be assessed ends with a report, and nothing else does.
    fn may_end_with(self, state: State, act: &Act) -> bool {
        let reports = matches!(act, Act::Report { .. });
        state == State::Accepted && self.is_handed() && reports == self.assessed
    }

    /// Passing on is for whoever has said nothing about it yet.
    fn may_redirect(self, state: State) -> bool {
        let fresh = matches!(state, State::Offered | State::InReview);
        fresh && !self.redirected && self.clock.is_whole()
    }

    /// True when two other agencies stand between who asks and who answers.
    pub(super) fn is_relayed(self) -> bool {
        self.redirected || self.onward
    }

    /// True when the identity was accepted and its key not yet given; where responsibility goes with it, when both have signed.
    pub(super) fn awaits_release(self) -> bool {
        let taken = matches!(self.state, Some(State::Accepted | State::Completed));
        taken && !self.released && (self.taken || !self.hands_over())
    }

    pub(super) fn to(self, state: State) -> Option<Self> {
        Some(Self { state: Some(state), ..self })
    }
}

/// One bit for each of these services.
fn service_bits(services: impl IntoIterator<Item = Service>) -> u64 {
    let bit = |service: Service| {
        let at = Service::ALL.iter().position(|one| *one == service)?;
        1_u64.checked_shl(u32::try_from(at).ok()?)
    };
    services.into_iter().filter_map(bit).fold(0, |all, one| all | one)
}

/// One bit for each of these fields.
pub(super) fn bits(fields: &[Field]) -> u32 {
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
