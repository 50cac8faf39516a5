//! What stops or moves the clock of a decision: questions, the waiting list, a second look at a decline.

use super::act::Act;
use super::offer::Offer;
use super::rules::{Side, Standing, State};
use crate::calendar::TimeLimit;
use crate::codes::Urgency;
use crate::time::Millis;

/// How often the target may ask.
pub const QUESTIONS_MAX: u8 = 2;
/// For so many days what is said about the waiting list holds; then it is said again, or the referral goes back.
pub const WAIT_DAYS: i64 = 14;
/// Longer than this nobody is kept waiting by one referral.
const WAITS_MAX: u8 = 12;
/// A day that lies further ahead is none that anybody can plan by.
const EXPECTED_DAYS_MAX: i64 = 366;
/// The source may contest a decline within so many working days of its own, and the target has as many of its own to look at it
/// again: by the calendars that the offer has frozen, so that both sides count alike.
pub const APPEAL_DAYS: u16 = 2;

/// The clock of the decision.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Clock {
    urgency: Urgency,
    /// From the offer to when it should be decided and to when it goes back, in milliseconds.
    decide_ms: i64,
    expire_ms: i64,
    decide_by: Millis,
    expires_at: Millis,
    /// Since when it stands, and until when at most.
    stands: Option<(Millis, Millis)>,
    questions: u8,
    waits: u8,
    /// When it was last declined.
    declined_at: Option<Millis>,
    appealed: bool,
}

impl Clock {
    pub(super) const NONE: Self = Self {
        urgency: Urgency::Routine,
        decide_ms: 0,
        expire_ms: 0,
        decide_by: Millis(i64::MAX),
        expires_at: Millis(i64::MAX),
        stands: None,
        questions: 0,
        waits: 0,
        declined_at: None,
        appealed: false,
    };

    pub(super) fn of(offer: &Offer, at: Millis) -> Self {
        Self {
            urgency: offer.urgency,
            decide_ms: offer.decide_by.0.saturating_sub(at.0).max(0),
            expire_ms: offer.expires_at.0.saturating_sub(at.0).max(0),
            decide_by: offer.decide_by,
            expires_at: offer.expires_at,
            ..Self::NONE
        }
    }

    /// When the target should have decided. While the clock stands: at the earliest.
    pub(super) fn decide_by(self) -> Millis {
        later(self.decide_by, self.stood_at_most())
    }

    /// From when it can no longer be decided. While the clock stands: if nobody answers.
    pub(super) fn expires_at(self) -> Millis {
        later(self.expires_at, self.stood_at_most())
    }

    /// Until when the clock stands, if nobody answers.
    pub(super) fn stands_until(self) -> Option<Millis> {
        self.stands.map(|(_, until)| until)
    }

    /// True while nothing has touched the clock of the offer.
    pub(super) fn is_whole(self) -> bool {
        self.questions == 0 && self.waits == 0 && self.declined_at.is_none()
    }

    /// Until when a decline can be contested.
    pub(super) fn appeal_until(self, offer: &Offer) -> Option<Millis> {
        let declined_at = self.declined_at.filter(|_| !self.appealed)?;
        appeal_days(declined_at, Side::Source, offer)
    }

    /// It is over with a no.
    pub(super) fn declined(self, at: Millis) -> Self {
        Self { declined_at: Some(at), ..self }
    }

    fn stood_at_most(self) -> i64 {
        self.stands.map_or(0, |(since, until)| until.0.saturating_sub(since.0).max(0))
    }

    /// The clock stops for a question, which the source answers. In an emergency it waits for minutes.
    fn stop(self, at: Millis, offer: &Offer) -> Option<Self> {
        let round = match self.urgency {
            Urgency::Emergency => TimeLimit::Minutes(10),
            Urgency::Urgent => TimeLimit::Minutes(120),
            Urgency::Routine => TimeLimit::WorkingDays(3),
        };
        let until = round.after(at, &offer.calendar(Side::Source))?;
        Some(Self { stands: Some((at, until)), questions: self.questions + 1, ..self })
    }

    /// It goes on with what was left. Two nodes' clocks differ: an answer never takes time away.
    fn go_on(self, at: Millis) -> Self {
        let Some((since, until)) = self.stands else { return self };
        let stood = at.0.clamp(since.0, until.0.max(since.0)).saturating_sub(since.0);
        Self {
            decide_by: later(self.decide_by, stood),
            expires_at: later(self.expires_at, stood),
            stands: None,
            ..self
        }
    }

    /// It begins anew and runs out at `until`.
    fn anew(self, decide_by: Millis, expires_at: Millis) -> Self {
        Self { decide_by, expires_at, stands: None, ..self }
    }
}

/// By when this side contests a decline, or looks at it again.
fn appeal_days(at: Millis, side: Side, offer: &Offer) -> Option<Millis> {
    TimeLimit::WorkingDays(APPEAL_DAYS).after(at, &offer.calendar(side))
}

fn later(at: Millis, ms: i64) -> Millis {
    Millis(at.0.saturating_add(ms))
}

impl Standing {
    /// What these acts add up to with one that stops or moves the clock. Whoever passed the person on decides nothing, and whom
    /// they were passed on to cannot speak with who offered first: between them there is only yes and no.
    pub(super) fn after_pause(
        self,
        state: State,
        (act, at): (&Act, Millis),
        offer: &Offer,
    ) -> Option<Self> {
        if self.is_relayed() {
            return None;
        }
        let in_time = at < self.clock.expires_at();
        let reviewed = matches!(state, State::Offered | State::InReview);
        match act {
            Act::Ask { .. } if reviewed && in_time && self.clock.questions < QUESTIONS_MAX => {
                self.timed(State::Clarifying, self.clock.stop(at, offer)?)
            }
            Act::Answer { .. } if state == State::Clarifying && in_time => {
                self.timed(State::InReview, self.clock.go_on(at))
            }
            Act::Wait { expected, .. } if self.may_wait(state, *expected, at) && in_time => {
                let until = at.plus_days(WAIT_DAYS);
                let clock = Clock { waits: self.clock.waits + 1, ..self.clock.anew(until, until) };
                self.timed(State::Waitlisted, clock)
            }
            Act::Refuse { .. } if (reviewed || state == State::Clarifying) && in_time => {
                self.timed(State::DeclineReview, self.clock.go_on(at))
            }
            Act::Resume if state == State::DeclineReview && in_time => {
                self.timed(State::InReview, self.resumed(at))
            }
            Act::Appeal { .. } if self.may_appeal(state, at, offer) => {
                let until = appeal_days(at, Side::Target, offer)?;
                let clock = Clock { appealed: true, ..self.clock.anew(until, until) };
                let there = Self { purged: false, ..self };
                there.timed(State::DeclineReview, clock)
            }
            _ => None,
        }
    }

    fn may_wait(self, state: State, expected: Millis, at: Millis) -> bool {
        let from = matches!(
            state,
            State::Offered | State::InReview | State::Clarifying | State::Waitlisted
        );
        let day = at <= expected && expected <= at.plus_days(EXPECTED_DAYS_MAX);
        from && day && self.clock.waits < WAITS_MAX
    }

    fn may_appeal(self, state: State, at: Millis, offer: &Offer) -> bool {
        let until = self.clock.appeal_until(offer);
        state == State::Declined && until.is_some_and(|until| at < until)
    }

    /// After an appeal there is as much time as after the offer; after the target's own second look, what was left.
    fn resumed(self, at: Millis) -> Clock {
        let clock = self.clock;
        match clock.appealed {
            true => clock.anew(later(at, clock.decide_ms), later(at, clock.expire_ms)),
            false => clock,
        }
    }

    fn timed(self, state: State, clock: Clock) -> Option<Self> {
        Some(Self { state: Some(state), clock, ..self })
    }
}
