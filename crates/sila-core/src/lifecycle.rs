//! The course of a partnership: identify, assess, agree, activate, monitor, evaluate, then renew or end. Each step has somebody who
//! took it, a day and evidence, and only legal steps are taken. What facts can tell is not left to the one who says it.

#[cfg(test)]
mod tests;

use crate::codes::code_list;
use crate::ids::WorkerId;
use crate::time::{Date, Millis};

/// Longest evidence, in characters.
pub const EVIDENCE_MAX: usize = 600;

code_list! {
    /// Where a partnership stands.
    Stage, "partnership_stage" {
        Identify = "IDENTIFY": "A need and an agency that may meet it are recorded.",
        Assess = "ASSESS": "Whether it suits is looked at.",
        Agree = "AGREE": "The agreement is drafted and brought to signature.",
        Activate = "ACTIVATE": "The agreement is signed; the first joint initiative is brought about.",
        Monitor = "MONITOR": "It works; obligations and initiatives are followed.",
        Evaluate = "EVALUATE": "Both look at what it has brought.",
        Renew = "RENEW": "It is to go on; the terms are looked at.",
        Ended = "ENDED": "It has ended, or was never begun.",
    }
}

impl Stage {
    /// The stages that may follow.
    pub fn next(self) -> &'static [Self] {
        match self {
            Self::Identify => &[Self::Assess, Self::Ended],
            Self::Assess => &[Self::Agree, Self::Identify, Self::Ended],
            Self::Agree => &[Self::Activate, Self::Assess, Self::Ended],
            Self::Activate => &[Self::Monitor, Self::Ended],
            Self::Monitor => &[Self::Evaluate, Self::Ended],
            Self::Evaluate => &[Self::Monitor, Self::Renew, Self::Ended],
            Self::Renew => &[Self::Agree, Self::Monitor, Self::Ended],
            Self::Ended => &[Self::Identify],
        }
    }

    /// After so many days the next step is expected; never after the end.
    pub fn days(self) -> Option<i64> {
        match self {
            Self::Identify | Self::Assess | Self::Evaluate | Self::Renew => Some(60),
            Self::Agree | Self::Activate => Some(90),
            Self::Monitor => Some(365),
            Self::Ended => None,
        }
    }
}

/// What the node knows of a partnership without being told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// An agreement that both have signed is in force.
    pub agreed: bool,
    /// A joint initiative has run; of a partner with whom none can be signed, the same as `agreed`.
    pub worked: bool,
}

/// One step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// The stage that it leads to.
    pub to: Stage,
    /// Who took it.
    pub by: WorkerId,
    /// When it was written down.
    pub at: Millis,
    /// On which day it was taken.
    pub on: Date,
    /// What shows it, and where that is kept.
    pub evidence: String,
}

/// Why a step is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotTaken {
    /// It does not follow from where the partnership stands.
    Order,
    /// Nothing shows it, or too much is written.
    Evidence,
    /// The day has not come.
    Ahead,
    /// The day is before that of the step before.
    Before,
    /// No agreement is in force.
    NotAgreed,
    /// No joint initiative has run.
    NotWorked,
}

impl NotTaken {
    /// The stable key for translation.
    pub fn code(self) -> &'static str {
        match self {
            Self::Order => "partnership.order",
            Self::Evidence => "partnership.evidence",
            Self::Ahead => "partnership.ahead",
            Self::Before => "partnership.before",
            Self::NotAgreed => "partnership.not_agreed",
            Self::NotWorked => "partnership.not_worked",
        }
    }
}

/// The course of one partnership, the first step first. There is no way to put a step in that is not legal.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Life(Vec<Step>);

impl Life {
    /// Steps that were taken before, as they were kept.
    pub fn of(steps: Vec<Step>) -> Self {
        Self(steps)
    }

    /// The steps, the first first.
    pub fn steps(&self) -> &[Step] {
        &self.0
    }

    /// Where it stands; nothing before the first step.
    pub fn stage(&self) -> Option<Stage> {
        self.0.last().map(|step| step.to)
    }

    /// The stages that may follow now.
    pub fn next(&self) -> &'static [Stage] {
        self.stage().map_or(&[Stage::Identify], Stage::next)
    }

    /// When the next step is expected.
    pub fn due_at(&self) -> Option<Millis> {
        let last = self.0.last()?;
        Some(last.on.at_minute(0).plus_days(last.to.days()?))
    }

    /// Takes a step at `now`, where `facts` hold.
    ///
    /// # Errors
    /// Why it is not taken; nothing has changed then.
    pub fn take(&mut self, step: Step, facts: Facts, now: Millis) -> Result<(), NotTaken> {
        if !self.next().contains(&step.to) {
            return Err(NotTaken::Order);
        }
        let length = step.evidence.trim().chars().count();
        if !(3..=EVIDENCE_MAX).contains(&length) {
            return Err(NotTaken::Evidence);
        }
        if step.on > now.uae_date() {
            return Err(NotTaken::Ahead);
        }
        if self.0.last().is_some_and(|last| step.on < last.on) {
            return Err(NotTaken::Before);
        }
        match step.to {
            Stage::Activate | Stage::Monitor if !facts.agreed => return Err(NotTaken::NotAgreed),
            Stage::Monitor if !facts.worked => return Err(NotTaken::NotWorked),
            _ => {}
        }
        self.0.push(step);
        Ok(())
    }
}
