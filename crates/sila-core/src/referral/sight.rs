//! What the entries of a referral say beside its state: by when, who has to act, what was asked, what is given of it.

use super::act::{Act, Left, Views};
use super::entry::Entry;
use super::rules::{Side, State};
use super::thread::{Effect, Thread};
use crate::codes::{AnswerCode, QuestionCode, Service, WaitBand, code_list};
use crate::field::Field;
use crate::ids::AgencyId;
use crate::time::Millis;

code_list! {
    /// What people of one side have to do about a referral beside deciding it and reading its outcome.
    Owed, "referral_owed" {
        Answer = "ANSWER": "The other side has asked.",
        Review = "REVIEW": "A decline waits for a second person.",
        Refresh = "REFRESH": "What was said about the waiting list holds until then.",
        Ground = "GROUND": "What was stopped is kept on a ground of one's own, or erased.",
        Reopen = "REOPEN": "The other side wants a closed referral to go on.",
        Hand = "HAND": "Responsibility is to be handed over: what becomes of what is open?",
        Take = "TAKE": "The other side has signed what it hands over.",
    }
}

/// A question of the target, and what the source could say to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Question<'a> {
    /// The entry that asks.
    pub entry: &'a Entry,
    /// About which of the services.
    pub item: Option<Service>,
    /// About which field.
    pub field: Option<Field>,
    /// What.
    pub code: QuestionCode,
    /// The answer and its code.
    pub answer: Option<(&'a Entry, AnswerCode)>,
}

/// A place on a waiting list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Waiting {
    /// How far up.
    pub band: WaitBand,
    /// The day on which there will be room, as far as it is known.
    pub expected: Millis,
    /// Until when this holds.
    pub until: Millis,
}

impl Thread {
    /// When the target should have decided: as offered, and later by as long as its clock stood. While it stands: if nobody
    /// answers.
    pub fn decide_by(&self) -> Millis {
        self.standing.clock.decide_by()
    }

    /// From when it can no longer be decided, counted like [`Self::decide_by`].
    pub fn expires_at(&self) -> Millis {
        self.standing.clock.expires_at()
    }

    /// Until when the target's clock stands, if nobody answers its question.
    pub fn stands_until(&self) -> Option<Millis> {
        self.standing.clock.stands_until()
    }

    /// Until when the source can contest a decline, while it can.
    pub fn appeal_until(&self) -> Option<Millis> {
        let declined = self.state == State::Declined && !self.standing.is_relayed();
        declined.then(|| self.standing.clock.appeal_until(&self.offer)).flatten()
    }

    /// The states it went through, each with the time at which it was entered by its author's clock: time in a state is counted
    /// from the entries and from nothing else.
    pub fn entered(&self) -> Vec<(State, Millis)> {
        let moved = self.steps.iter().filter_map(|step| match step.effect {
            Effect::Moved(state) => Some((state, step.entry.at)),
            Effect::Stopped => Some((State::Cancelled, step.entry.at)),
            Effect::Noted | Effect::TooLate => None,
        });
        moved.collect()
    }

    /// Since when it is in its state.
    pub fn since(&self) -> Millis {
        self.entered().last().map_or(Millis(0), |(_, at)| *at)
    }

    /// The side on which somebody, or its node, has to do the next thing. Nobody once nothing is open.
    pub fn owner(&self) -> Option<Side> {
        match self.state {
            _ if !self.is_open() => None,
            State::Clarifying | State::Completed => Some(Side::Source),
            State::Accepted if self.standing.awaits_release() => Some(Side::Source),
            State::Accepted if self.awaits_list() => Some(Side::Source),
            State::ReopenRequested if self.standing.reopens == Some(Side::Target) => {
                Some(Side::Source)
            }
            _ => Some(Side::Target),
        }
    }

    /// What people at `me` have to do about it beside deciding it and reading its outcome, and by when.
    pub fn owed(&self, me: AgencyId) -> Option<(Owed, Millis)> {
        let side = self.side(me)?;
        let (owed, by, due) = match self.state {
            State::Clarifying => (Owed::Answer, Side::Source, self.stands_until()?),
            State::DeclineReview => (Owed::Review, Side::Target, self.decide_by()),
            State::Waitlisted => (Owed::Refresh, Side::Target, self.expires_at()),
            State::ReopenRequested => (Owed::Reopen, self.owner()?, self.since().plus_days(3)),
            State::Accepted if self.awaits_list() => {
                (Owed::Hand, Side::Source, self.hand_over_by()?)
            }
            State::Accepted if self.awaits_taking() => {
                (Owed::Take, Side::Target, self.hand_over_by()?)
            }
            State::Cancelled if self.standing.awaits_ground() => {
                (Owed::Ground, Side::Target, self.since().plus_days(1))
            }
            State::Withdrawn if self.standing.is_withheld() && self.redirect().is_none() => {
                (Owed::Ground, Side::Target, self.purge_from()?)
            }
            _ => return None,
        };
        (by == side).then_some((owed, due))
    }

    /// True when a person at the target must say whether it keeps what it holds of somebody whom it had taken.
    pub fn awaits_ground(&self) -> bool {
        self.standing.awaits_ground()
    }

    /// The questions, the oldest first.
    pub fn questions(&self) -> Vec<Question<'_>> {
        let mut all: Vec<Question<'_>> = Vec::new();
        for step in self.steps.iter().filter(|step| step.effect != Effect::TooLate) {
            match &step.entry.act {
                Act::Ask { item, field, code, .. } => all.push(Question {
                    entry: &step.entry,
                    item: *item,
                    field: *field,
                    code: *code,
                    answer: None,
                }),
                Act::Answer { code, .. } => {
                    if let Some(last) = all.last_mut() {
                        last.answer = Some((&step.entry, *code));
                    }
                }
                _ => {}
            }
        }
        all
    }

    /// The place on the waiting list, while it is waited.
    pub fn waiting(&self) -> Option<Waiting> {
        let mut acts = self.steps.iter().map(|step| &step.entry.act);
        let last = acts.rfind(|act| matches!(act, Act::Wait { .. }))?;
        match last {
            Act::Wait { band, expected } if self.state == State::Waitlisted => {
                let until = self.expires_at();
                Some(Waiting { band: *band, expected: *expected, until })
            }
            _ => None,
        }
    }

    /// The services that were asked for and are not given, when the others are.
    pub fn left(&self) -> &[Left] {
        match self.decision().map(|entry| &entry.act) {
            Some(Act::AcceptPart { left }) => left,
            _ => &[],
        }
    }

    /// Who had read what was sent in error, by role, once it is erased.
    pub fn views(&self) -> Option<&[Views]> {
        self.steps.iter().find_map(|step| match &step.entry.act {
            Act::Erased { views } => Some(views.as_slice()),
            _ => None,
        })
    }
}
