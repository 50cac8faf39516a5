//! The course of one licence: its steps in order, and where it stands at a moment.

use std::collections::BTreeMap;

use super::{Act, Office, State};
use crate::ids::WorkerId;
use crate::time::Millis;

/// What the regime lays down for a family of licences. Days are of the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Terms {
    /// Days in which an officer recommends, counted from the application; they stand still while something is missing.
    pub recommend_days: i64,
    /// Days in which the committee decides.
    pub decide_days: i64,
    /// Days in which what is missing is given; after them the application is void.
    pub complete_days: i64,
    /// Months in which other authorities answer and the place is made ready; after them the approval lapses. 0: nobody else is asked.
    pub objection_months: i64,
    /// Days in which the place is looked at. 0: there is no place to look at.
    pub audit_days: i64,
    /// Months of a term.
    pub term_months: i64,
    /// Days before the end from which another term may be asked for.
    pub renew_days: i64,
    /// Days in which a grievance may be brought.
    pub grieve_days: i64,
    /// Days in which it is decided.
    pub answer_days: i64,
}

/// One step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step {
    /// What was done.
    pub act: Act,
    /// When.
    pub at: Millis,
    /// By whom.
    pub by: WorkerId,
}

/// Why a step is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotTaken {
    /// It does not follow from where the licence stands.
    Order,
    /// The same person has acted on this licence in another office.
    SamePerson,
    /// It lies before the step before.
    Before,
    /// Another term is asked for too early.
    Early,
}

impl NotTaken {
    /// The stable key for translation.
    pub fn code(self) -> &'static str {
        match self {
            Self::Order => "licence.order",
            Self::SamePerson => "licence.same_person",
            Self::Before => "licence.before",
            Self::Early => "licence.early",
        }
    }
}

/// Where a licence stands at a moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    /// Its state.
    pub state: State,
    /// When what is awaited now must have come.
    pub due: Option<Millis>,
    /// The first day of its term, when it was given.
    pub from: Option<Millis>,
    /// The first instant after its term.
    pub until: Option<Millis>,
}

/// The steps of one licence, the first first. There is no way to put a step in that is not legal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Course {
    terms: Terms,
    steps: Vec<Step>,
}

/// The course while it is walked.
#[derive(Clone, Copy)]
struct Walk {
    state: State,
    since: Millis,
    /// When the clock of the recommendation runs out, and what of it stands still.
    recommend_by: Millis,
    from: Option<Millis>,
    until: Option<Millis>,
    /// A suspension stands. The end of a term does not end it.
    suspended: bool,
    /// What the suspension took away.
    before: State,
    /// What the closure took away.
    closed_from: State,
}

impl State {
    /// The state that an act leads to, where `terms` say which stages there are; nothing when the act does not follow. What was taken
    /// away before is known to the course alone: what it gives back there may be another state than this.
    pub fn after(self, act: Act, terms: &Terms) -> Option<Self> {
        let audited = if terms.audit_days > 0 { Self::FieldAudit } else { Self::Issued };
        let approved = if terms.objection_months > 0 { Self::NonObjection } else { audited };
        match (self, act) {
            (Self::Draft, Act::Submit) => Some(Self::Submitted),
            (Self::Submitted, Act::TakeUp) | (Self::Incomplete, Act::Complete) => {
                Some(Self::UnderStudy)
            }
            (Self::UnderStudy, Act::AskMore) => Some(Self::Incomplete),
            (Self::UnderStudy, Act::Recommend) | (Self::NonObjection, Act::Object) => {
                Some(Self::WithCommittee)
            }
            (Self::WithCommittee, Act::Approve) => Some(approved),
            (Self::WithCommittee | Self::FieldAudit, Act::Refuse) => Some(Self::Refused),
            (Self::NonObjection, Act::Clear) => Some(audited),
            (Self::FieldAudit, Act::Pass) | (Self::Suspended, Act::Lift) => Some(Self::Issued),
            (Self::Issued | Self::Renewing, Act::Suspend) => Some(Self::Suspended),
            (
                Self::Issued | Self::Renewing | Self::Suspended | Self::Expired | Self::Overdue,
                Act::Close,
            ) => Some(Self::Closed),
            (Self::Issued, Act::AskRenewal) => Some(Self::Renewing),
            (Self::Expired, Act::AskRenewal) => Some(Self::Overdue),
            (Self::Renewing | Self::Overdue, Act::Renew | Act::Decline) => Some(Self::Issued),
            (Self::Refused, Act::Restore) => Some(Self::WithCommittee),
            (Self::Suspended | Self::Closed, Act::Restore) => Some(Self::Issued),
            (
                Self::Draft
                | Self::Submitted
                | Self::Incomplete
                | Self::UnderStudy
                | Self::WithCommittee
                | Self::NonObjection
                | Self::FieldAudit,
                Act::Withdraw,
            ) => Some(Self::Withdrawn),
            _ => None,
        }
    }
}

impl Course {
    /// A course with the steps that were taken before, as they were kept.
    pub fn of(terms: Terms, steps: Vec<Step>) -> Self {
        Self { terms, steps }
    }

    /// The steps, the first first.
    pub fn steps(&self) -> &[Step] {
        &self.steps
    }

    /// What the regime lays down for it.
    pub fn terms(&self) -> &Terms {
        &self.terms
    }

    /// Where it stands at `now`.
    pub fn standing(&self, now: Millis) -> Standing {
        let walk = self.walk();
        let state = walk.state_at(&self.terms, now);
        let waits = state == walk.state || state == State::Overdue;
        let due = walk.due(&self.terms).filter(|_| waits);
        Standing { state, due, from: walk.from, until: walk.until }
    }

    /// The step that keeps it from its holder: its closure, or else the suspension, also beyond the end of the term; nothing when
    /// neither stands.
    pub fn struck(&self) -> Option<Step> {
        let walk = self.walk();
        let act = match walk.state {
            State::Closed => Act::Close,
            _ if walk.suspended => Act::Suspend,
            _ => return None,
        };
        self.steps.iter().rev().find(|step| step.act == act).copied()
    }

    /// In which office each person has acted on this licence.
    pub fn offices(&self) -> BTreeMap<WorkerId, Office> {
        self.steps.iter().map(|step| (step.by, step.act.office())).collect()
    }

    /// The acts that may follow at `now`, in whatever office.
    pub fn next(&self, now: Millis) -> impl Iterator<Item = Act> {
        let state = self.standing(now).state;
        let terms = self.terms;
        let late = self.is_early(now);
        let all = Act::ALL.iter().copied();
        all.filter(move |act| state.after(*act, &terms).is_some())
            .filter(move |act| !(late && *act == Act::AskRenewal))
    }

    fn is_early(&self, now: Millis) -> bool {
        let opens = |until: Millis| until.plus_days(self.terms.renew_days.saturating_neg());
        self.walk().until.is_some_and(|until| now < opens(until))
    }

    /// Takes a step.
    ///
    /// # Errors
    /// Why it is not taken; nothing has changed then.
    pub fn take(&mut self, step: Step) -> Result<(), NotTaken> {
        let walk = self.walk();
        let state = walk.state_at(&self.terms, step.at);
        if walk.after(state, step.act, &self.terms).is_none() {
            return Err(NotTaken::Order);
        }
        if self.steps.last().is_some_and(|last| step.at < last.at) {
            return Err(NotTaken::Before);
        }
        let office = step.act.office();
        let acted = self.steps.iter().filter(|one| one.by == step.by);
        if acted.map(|one| one.act.office()).any(|other| other != office) {
            return Err(NotTaken::SamePerson);
        }
        if step.act == Act::AskRenewal && self.is_early(step.at) {
            return Err(NotTaken::Early);
        }
        self.steps.push(step);
        Ok(())
    }

    fn walk(&self) -> Walk {
        let start = Walk {
            state: State::Draft,
            since: Millis(0),
            recommend_by: Millis(0),
            from: None,
            until: None,
            suspended: false,
            before: State::Issued,
            closed_from: State::Issued,
        };
        self.steps.iter().fold(start, |walk, step| walk.then(step, &self.terms))
    }
}

impl Walk {
    /// After one more step. Steps that were kept are legal; one that is not leaves the state as it was.
    fn then(self, step: &Step, terms: &Terms) -> Self {
        let state = self.state_at(terms, step.at);
        let to = self.after(state, step.act, terms).unwrap_or(state);
        // What leads nowhere else winds no clock up.
        let since = if to == state { self.since } else { step.at };
        let mut next = Self { state: to, since, ..self };
        match step.act {
            Act::Submit => next.recommend_by = step.at.plus_days(terms.recommend_days),
            Act::Complete => {
                let stood = step.at.0.saturating_sub(self.since.0);
                next.recommend_by = Millis(self.recommend_by.0.saturating_add(stood));
            }
            Act::Suspend if state.holds() => (next.suspended, next.before) = (true, state),
            Act::Close if state != State::Closed => next.closed_from = state,
            Act::Lift => next.suspended = false,
            // A closure that is undone leaves the suspension before it as it was.
            Act::Restore if state != State::Closed => next.suspended = false,
            Act::Renew => {
                next.before = State::Issued;
                let from = self.until.map_or(step.at, |until| until.max(step.at));
                next.until = Some(end(from, terms));
            }
            _ => {}
        }
        if to == State::Issued && next.from.is_none() {
            (next.from, next.until) = (Some(step.at), Some(end(step.at, terms)));
        }
        next
    }

    /// The state that an act leads to from `state`, with what was taken away before.
    fn after(&self, state: State, act: Act, terms: &Terms) -> Option<State> {
        let to = state.after(act, terms);
        match act {
            // The term is over, the suspension is not: it can be undone, and the licence holds no more than before.
            Act::Restore if self.suspended && matches!(state, State::Expired | State::Overdue) => {
                Some(state)
            }
            // What was taken away comes back as it was: a renewal that was being asked for as well.
            Act::Lift | Act::Restore if state == State::Suspended => to.map(|_| self.before),
            Act::Restore if state == State::Closed => to.map(|_| self.closed_from),
            // Another term ends no suspension.
            Act::Renew if self.suspended => to.map(|_| State::Suspended),
            _ => to,
        }
    }

    /// What time alone makes of the state.
    fn state_at(&self, terms: &Terms, now: Millis) -> State {
        let over = |due: Option<Millis>| due.is_some_and(|due| now >= due);
        match self.state {
            State::Incomplete | State::NonObjection if over(self.due(terms)) => State::Void,
            State::Issued | State::Suspended if over(self.until) => State::Expired,
            // Asked for in time and not answered in time: it does not hold.
            State::Renewing if over(self.until) => State::Overdue,
            state => state,
        }
    }

    fn due(&self, terms: &Terms) -> Option<Millis> {
        let days = |days: i64| Some(self.since.plus_days(days));
        match self.state {
            State::Submitted | State::UnderStudy => Some(self.recommend_by),
            State::Incomplete => days(terms.complete_days),
            State::WithCommittee | State::Renewing | State::Overdue => days(terms.decide_days),
            State::NonObjection => {
                Some(self.since.uae_date().plus_months(terms.objection_months).at_minute(0))
            }
            State::FieldAudit => days(terms.audit_days),
            _ => None,
        }
    }
}

fn end(from: Millis, terms: &Terms) -> Millis {
    from.uae_date().plus_months(terms.term_months).at_minute(0)
}
