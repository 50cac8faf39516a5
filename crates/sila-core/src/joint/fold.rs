//! Lines of both agencies in, one order and the plan out.

use super::deadline::Watch;
use super::deed::Deed;
use super::dispute::{self, Dispute};
use super::line::{Line, LineId};
use super::plan::{Effect, Plan};
use crate::ids::{AgencyId, ReferralId};
use crate::referral::ByRole;
use crate::time::Millis;

/// The most lines that one agency writes about one referral.
const LINES_PER_SIDE_MAX: usize = 1_000;

/// Lines that do not make a joint work. Apart from `Incomplete` and `TooLate`, each shows that a node did what an honest
/// node cannot do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.code())]
pub enum JointError {
    /// Lines of more than one referral, or of an agency that is not a party of it.
    Stranger,
    /// An earlier line of this author is not here yet.
    Incomplete,
    /// Two different lines with one number.
    Fork,
    /// A count that does not grow, or is higher than what there was to see.
    Count,
    /// The author could know that this has no place: not its task, nobody of that name, nothing of that number.
    NotAllowed,
    /// It was settled meanwhile.
    TooLate,
    /// The two agencies no longer share.
    Ended,
    /// More lines than anybody needs.
    TooMany,
    /// It says nothing without words.
    NoWords,
}

impl JointError {
    /// The stable key for translation, wire and logs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Stranger => "joint.stranger",
            Self::Incomplete => "joint.incomplete",
            Self::Fork => "joint.fork",
            Self::Count => "joint.count",
            Self::NotAllowed => "joint.not_allowed",
            Self::TooLate => "joint.too_late",
            Self::Ended => "joint.ended",
            Self::TooMany => "joint.too_many",
            Self::NoWords => "joint.no_words",
        }
    }
}

/// A line and what it did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// The line.
    pub line: Line,
    /// What it did.
    pub effect: Effect,
}

/// The joint work as far as its lines are known here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Joint {
    referral: ReferralId,
    parties: [AgencyId; 2],
    steps: Vec<Step>,
    plan: Plan,
    disputes: Vec<Dispute>,
    watch: Watch,
    tick: u32,
}

/// What the lines add up to besides their order.
#[derive(Clone, Default)]
struct Sum {
    plan: Plan,
    disputes: Vec<Dispute>,
    watch: Watch,
}

impl Joint {
    /// Puts the lines of both parties of a referral (the agency that offered it first), given in any order, into the one
    /// order, and derives the plan. A line given twice counts once. Links of the hash chains and signatures are checked where they are made.
    ///
    /// # Errors
    /// [`JointError`].
    pub fn fold(
        referral: ReferralId,
        parties: [AgencyId; 2],
        lines: &[Line],
    ) -> Result<Self, JointError> {
        let ours = |line: &&Line| line.referral == referral && parties.contains(&line.author);
        if !lines.iter().all(|line| ours(&line)) {
            return Err(JointError::Stranger);
        }
        let mut order: Vec<&Line> = lines.iter().collect();
        order.sort_by_key(|line| (line.author, line.n));
        order.dedup();
        for party in parties {
            check_chain(order.iter().filter(|line| line.author == party), order.len())?;
        }
        order.sort_by_key(|line| (line.tick, line.author));
        // What comes after the end has no effect, but whoever had not seen the end may build on it.
        let mut sum = Sum::default();
        let mut at_end: Option<Plan> = None;
        let mut steps = Vec::with_capacity(order.len());
        for line in order {
            let effect = sum.apply(parties, line)?;
            let apart = line.deed.is_dispute() || line.deed.is_about_time();
            let over = at_end.is_some() && !apart;
            let effect = if over { Effect::TooLate } else { effect };
            if at_end.is_none() && sum.plan.end.is_some() {
                at_end = Some(sum.plan.clone());
            }
            steps.push(Step { line: line.clone(), effect });
        }
        let Sum { plan, disputes, watch } = sum;
        let tick = steps.last().map_or(0, |step| step.line.tick);
        // Whoever speaks in a dispute after the end is introduced all the same.
        let members = plan.members.clone();
        let plan = at_end.map_or(plan, |end| Plan { members, ..end });
        Ok(Self { referral, parties, steps, plan, disputes, watch, tick })
    }

    /// The two agencies.
    pub fn parties(&self) -> [AgencyId; 2] {
        self.parties
    }

    /// The plan.
    pub fn plan(&self) -> &Plan {
        &self.plan
    }

    /// Disputes about the referral, the latest last.
    pub fn disputes(&self) -> &[Dispute] {
        &self.disputes
    }

    /// The dispute that is open; there is never more than one.
    pub fn open_dispute(&self) -> Option<&Dispute> {
        self.disputes.iter().find(|dispute| dispute.stage.is_open())
    }

    /// What became of the times that both hold each other to.
    pub fn watch(&self) -> &Watch {
        &self.watch
    }

    /// The lines in their order, each with its effect.
    pub fn steps(&self) -> &[Step] {
        &self.steps
    }

    /// The line of this name.
    pub fn line(&self, id: LineId) -> Option<&Line> {
        self.steps.iter().map(|step| &step.line).find(|line| line.id() == id)
    }

    /// The next line of `me`, with its number and count; the signer sets `prev`. `who`: the number of the line that
    /// introduced the worker. `words`: the commitment to what travels beside.
    ///
    /// # Errors
    /// Why this cannot be done now.
    pub fn next(
        &self,
        me: AgencyId,
        (by, who): (ByRole, u32),
        (deed, words): (Deed, Option<[u8; 32]>),
        now: Millis,
    ) -> Result<Line, JointError> {
        let own = self.steps.iter().filter(|step| step.line.author == me).count();
        if own >= LINES_PER_SIDE_MAX {
            return Err(JointError::TooMany);
        }
        if deed.needs_words() && words.is_none() {
            return Err(JointError::NoWords);
        }
        if self.plan.end.is_some() && !deed.stands_apart() {
            return Err(JointError::Ended);
        }
        let n = u32::try_from(own).map_err(|_out| JointError::TooMany)?.saturating_add(1);
        let (referral, prev, tick) = (self.referral, [0; 32], self.tick.saturating_add(1));
        let line = Line { referral, author: me, n, prev, tick, at: now, by, who, deed, words };
        let (plan, disputes) = (self.plan.clone(), self.disputes.clone());
        let mut sum = Sum { plan, disputes, watch: self.watch.clone() };
        match sum.apply(self.parties, &line)? {
            Effect::Done => Ok(line),
            Effect::TooLate => Err(JointError::TooLate),
        }
    }
}

impl Sum {
    /// Applies one line to what those before it add up to.
    fn apply(&mut self, parties: [AgencyId; 2], line: &Line) -> Result<Effect, JointError> {
        let effect = self.plan.apply(parties, line)?;
        let [source, _] = parties;
        let done = match &line.deed {
            deed if deed.is_dispute() => dispute::apply(&mut self.disputes, line)?,
            deed if deed.is_about_time() => self.watch.apply(source, line)?,
            _ => return Ok(effect),
        };
        Ok(done.map_or(Effect::TooLate, |()| Effect::Done))
    }
}

/// One author's lines: numbered from 1 without gaps, each counting higher than the one before, none higher than all lines there are.
fn check_chain<'a>(
    chain: impl Iterator<Item = &'a &'a Line>,
    all: usize,
) -> Result<(), JointError> {
    let mut last = 0;
    for (n, line) in (1_u32..).zip(chain) {
        if usize::try_from(n).is_ok_and(|n| n > LINES_PER_SIDE_MAX) {
            return Err(JointError::TooMany);
        }
        if line.n < n {
            return Err(JointError::Fork);
        }
        if line.n > n {
            return Err(JointError::Incomplete);
        }
        let seen = usize::try_from(line.tick).is_ok_and(|tick| tick <= all);
        if line.tick <= last || !seen {
            return Err(JointError::Count);
        }
        last = line.tick;
    }
    Ok(())
}
