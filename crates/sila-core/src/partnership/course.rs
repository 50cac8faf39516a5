//! How a joint initiative has gone: from its plan and from what both parties have signed about it.

use std::collections::BTreeMap;

use super::deed::{Act, Answer, People, Said};
use super::plan::{MeasureKind, Milestone, Plan};
use crate::ids::RecordId;
use crate::time::Millis;

/// The last minute of a day.
const END_OF_DAY: u16 = 24 * 60 - 1;

/// Where an initiative stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// All parties have signed its plan.
    Agreed,
    /// It runs.
    Running,
    /// It is over, with what it has changed and what shows that.
    Closed,
    /// It was given up.
    Cancelled,
}

impl Mark {
    /// The key of texts.
    pub fn code(self) -> &'static str {
        match self {
            Self::Agreed => "AGREED",
            Self::Running => "RUNNING",
            Self::Closed => "CLOSED",
            Self::Cancelled => "CANCELLED",
        }
    }
}

/// A milestone that a party says is reached, and whether the other one agrees.
pub type Reached<'a> = &'a Said;
/// A figure that a party has measured, and whether the other one agrees.
pub type Actual<'a> = &'a Said;
/// What a party gave, and whether the other one has signed for it.
pub type Gift<'a> = &'a Said;

/// How an initiative has gone.
#[derive(Clone, Debug)]
pub struct Course<'a> {
    /// Its record.
    pub record: RecordId,
    /// Its plan.
    pub plan: &'a Plan,
    /// When the last party signed the plan.
    pub agreed_at: Millis,
    /// Where it stands.
    pub mark: Mark,
    /// Since when it runs or ran.
    pub started_at: Option<Millis>,
    /// When it was closed or given up.
    pub ended_at: Option<Millis>,
    /// By the number of the milestone: the confirmed claim, else the last one.
    pub reached: BTreeMap<u16, Reached<'a>>,
    /// By the number of the measure: the newest confirmed figure, else the newest.
    pub actuals: BTreeMap<u16, Actual<'a>>,
    /// What was given, the first first.
    pub gifts: Vec<Gift<'a>>,
    /// People reached, as both have signed; the first first.
    pub counts: Vec<&'a Said>,
    /// What it has changed, once it is closed.
    pub impact: Option<&'a Said>,
    /// Everything that was said, the first first.
    pub deeds: Vec<&'a Said>,
}

impl<'a> Course<'a> {
    /// Puts together what was said about one initiative, in the order of time.
    pub(super) fn of(
        record: RecordId,
        plan: &'a Plan,
        agreed_at: Millis,
        deeds: Vec<&'a Said>,
    ) -> Self {
        let mut course = Self {
            record,
            plan,
            agreed_at,
            mark: Mark::Agreed,
            started_at: None,
            ended_at: None,
            reached: BTreeMap::new(),
            actuals: BTreeMap::new(),
            gifts: Vec::new(),
            counts: Vec::new(),
            impact: None,
            deeds,
        };
        let deeds = course.deeds.clone();
        let mut confirmed: Vec<(&Said, Answer)> =
            deeds.iter().filter_map(|said| Some((*said, said.confirmed()?))).collect();
        confirmed.sort_by_key(|(said, answer)| (answer.at, said.at, said.record));
        for (said, answer) in confirmed {
            course.take(said, answer.at);
        }
        for said in deeds.iter().filter(|said| said.is_waiting()) {
            course.claim(said);
        }
        course
    }

    /// What both have signed.
    fn take(&mut self, said: &'a Said, at: Millis) {
        let number = said.deed.number;
        match said.deed.act {
            _ if self.ended_at.is_some() => {}
            Act::Start if self.mark == Mark::Agreed => {
                (self.mark, self.started_at) = (Mark::Running, Some(at));
            }
            Act::Reach if self.plan.milestone(number).is_some() => {
                self.reached.entry(number).or_insert(said);
            }
            Act::Measure if self.plan.measure(number).is_some() => {
                self.actuals.insert(number, said);
            }
            Act::Give => self.gifts.push(said),
            Act::Count if self.mark == Mark::Running => self.counts.push(said),
            Act::Cancel => (self.mark, self.ended_at) = (Mark::Cancelled, Some(at)),
            Act::Close if self.may_close().is_ok() => {
                (self.mark, self.ended_at, self.impact) = (Mark::Closed, Some(at), Some(said));
            }
            _ => {}
        }
    }

    /// What one party says and the other has not answered.
    fn claim(&mut self, said: &'a Said) {
        let number = said.deed.number;
        match said.deed.act {
            Act::Reach if self.plan.milestone(number).is_some() => {
                self.reached.entry(number).or_insert(said);
            }
            Act::Measure if self.plan.measure(number).is_some() => {
                self.actuals.entry(number).or_insert(said);
            }
            Act::Give => self.gifts.push(said),
            _ => {}
        }
    }

    /// The people it has reached, as both have signed.
    pub fn people(&self) -> impl Iterator<Item = &People> {
        self.counts.iter().flat_map(|said| &said.deed.people)
    }

    /// The late milestone that holds this one up: the nearest that it waits for, however far up, whose day is over and that is not
    /// confirmed. Nothing once it is confirmed itself.
    pub fn held_up(&self, number: u16, now: Millis) -> Option<&'a Milestone> {
        let plan = self.plan;
        let mut at = plan.milestone(number).filter(|_| !self.is_reached(number))?;
        for _ in &plan.milestones {
            let before = plan.milestone(at.after?)?;
            if before.due.at_minute(END_OF_DAY) < now && !self.is_reached(before.number) {
                return Some(before);
            }
            at = before;
        }
        None
    }

    /// Whether both say that a milestone is reached.
    pub fn is_reached(&self, number: u16) -> bool {
        self.reached.get(&number).is_some_and(|said| said.confirmed().is_some())
    }

    /// The money that was given and received, in fils. What is not money has no value and is in no sum.
    pub fn given_fils(&self) -> u64 {
        let received = self.gifts.iter().filter(|said| said.confirmed().is_some());
        received.filter_map(|said| said.deed.fils).fold(0, u64::saturating_add)
    }

    /// Whether it may be closed: it runs, every milestone is confirmed, and it was measured whether anybody is better off.
    ///
    /// # Errors
    /// The code of what is missing.
    pub fn may_close(&self) -> Result<(), &'static str> {
        let confirmed = |said: Option<&&Said>| said.is_some_and(|said| said.confirmed().is_some());
        let done = |number| confirmed(self.reached.get(&number));
        let better = self.plan.measures.iter().filter(|one| one.kind == MeasureKind::BetterOff);
        let mut better = better.map(|one| confirmed(self.actuals.get(&one.number)));
        if self.mark != Mark::Running {
            return Err("initiative.not_running");
        }
        if !self.plan.milestones.iter().all(|one| done(one.number)) {
            return Err("initiative.milestones_open");
        }
        if !better.any(|measured| measured) {
            return Err("initiative.impact_unmeasured");
        }
        Ok(())
    }

    /// Whether this act has a place now, for the party that says it and for the one that confirms it.
    ///
    /// # Errors
    /// The code of the reason.
    pub fn allows(&self, act: Act, number: u16) -> Result<(), &'static str> {
        let running = self.mark == Mark::Running;
        let confirmed = |said: Option<&&Said>| said.is_some_and(|said| said.confirmed().is_some());
        match act {
            Act::Start if self.mark == Mark::Agreed => Ok(()),
            Act::Start => Err("initiative.started"),
            Act::Cancel if self.ended_at.is_none() => Ok(()),
            Act::Give if self.ended_at.is_none() => Ok(()),
            Act::Measure if running && self.plan.measure(number).is_some() => Ok(()),
            Act::Reach if running && self.plan.milestone(number).is_none() => {
                Err("initiative.unknown_part")
            }
            Act::Reach if running && confirmed(self.reached.get(&number)) => {
                Err("initiative.reached")
            }
            Act::Reach | Act::Count if running => Ok(()),
            Act::Close => self.may_close(),
            _ => Err("initiative.not_running"),
        }
    }

    /// Whether the same was said before and waits for an answer.
    pub fn is_waiting(&self, act: Act, number: u16) -> bool {
        let same = |said: &&&Said| said.deed.act == act && said.deed.number == number;
        act != Act::Give && self.deeds.iter().filter(same).any(|said| said.is_waiting())
    }
}
