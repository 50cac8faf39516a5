//! What the lines add up to: who takes part, goals, tasks, conferences. One line after the other is applied.

use super::deed::{Deed, GoalEnd, TaskState, WhyEnd};
use super::fold::JointError;
use super::line::{Line, LineId};
use crate::ids::AgencyId;
use crate::referral::ByRole;
use crate::time::{Date, Millis};
use minicbor::Encode;

/// What a line did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// What it says.
    Done,
    /// Nothing: it crossed another that settled the matter, or sharing had ended.
    TooLate,
}

/// Somebody who takes part.
#[derive(Clone, Debug, PartialEq, Eq, Encode)]
pub struct Member {
    /// The line that introduced them.
    #[n(0)]
    pub id: LineId,
    /// Their role then.
    #[n(1)]
    pub role: ByRole,
}

/// A goal.
#[derive(Clone, Debug, PartialEq, Eq, Encode)]
pub struct Goal {
    /// The line that set it.
    #[n(0)]
    pub id: LineId,
    /// How it ended; open when it has not.
    #[n(1)]
    pub end: Option<GoalEnd>,
}

/// A task.
#[derive(Clone, Debug, PartialEq, Eq, Encode)]
pub struct Task {
    /// The line that gave it.
    #[n(0)]
    pub id: LineId,
    /// The agency that is to do it.
    #[n(1)]
    pub agency: AgencyId,
    /// Which of its workers; nobody named: whoever has the case.
    #[n(2)]
    pub member: Option<u32>,
    /// By which day.
    #[n(3)]
    pub due: Date,
    /// The goal it serves.
    #[n(4)]
    pub goal: Option<LineId>,
    /// The conference that decided it.
    #[n(5)]
    pub meeting: Option<LineId>,
    /// Where it stands.
    #[n(6)]
    pub state: TaskState,
    /// The line that moved it last.
    #[n(7)]
    pub moved: Option<LineId>,
}

/// A case conference.
#[derive(Clone, Debug, PartialEq, Eq, Encode)]
pub struct Meeting {
    /// The line that called it.
    #[n(0)]
    pub id: LineId,
    /// When.
    #[n(1)]
    pub at: Millis,
    /// Who is asked to come.
    #[n(2)]
    pub invited: Vec<LineId>,
    /// The line with what it decided.
    #[n(3)]
    pub minutes: Option<LineId>,
    /// The line by which the other agency agreed to that.
    #[n(4)]
    pub agreed: Option<LineId>,
}

/// The plan, the same at both agencies when both hold the same lines.
#[derive(Clone, Debug, Default, PartialEq, Eq, Encode)]
pub struct Plan {
    /// Who takes part.
    #[n(0)]
    pub members: Vec<Member>,
    /// Goals.
    #[n(1)]
    pub goals: Vec<Goal>,
    /// Tasks.
    #[n(2)]
    pub tasks: Vec<Task>,
    /// Case conferences.
    #[n(3)]
    pub meetings: Vec<Meeting>,
    /// The two share no more.
    #[n(4)]
    pub end: Option<(LineId, WhyEnd)>,
}

impl Plan {
    /// The one encoding of the plan: what two screens compare.
    pub fn to_cbor(&self) -> Vec<u8> {
        crate::wire::to_cbor(self)
    }

    /// Somebody who takes part.
    pub fn member(&self, id: LineId) -> Option<&Member> {
        self.members.iter().find(|member| member.id == id)
    }

    /// A task.
    pub fn task(&self, id: LineId) -> Option<&Task> {
        self.tasks.iter().find(|task| task.id == id)
    }

    /// Applies the next line in the order. Whatever its author could know is held against it as a fault; what it could not
    /// know makes it too late.
    pub(super) fn apply(
        &mut self,
        parties: [AgencyId; 2],
        line: &Line,
    ) -> Result<Effect, JointError> {
        let author = |n| LineId { author: line.author, n };
        if line.who != 0 && self.member(author(line.who)).is_none() {
            return Err(JointError::NotAllowed);
        }
        let effect = match &line.deed {
            Deed::Member => {
                self.members.push(Member { id: line.id(), role: line.by.clone() });
                Some(())
            }
            Deed::Say => Some(()),
            Deed::Goal => {
                self.goals.push(Goal { id: line.id(), end: None });
                Some(())
            }
            Deed::EndGoal { goal, end } => self.end_goal(*goal, *end)?,
            Deed::Task { agency, member, .. } => {
                let member = member.map(|n| LineId { author: *agency, n });
                let known = member.is_none_or(|member| self.member(member).is_some());
                if !parties.contains(agency) || !known {
                    return Err(JointError::NotAllowed);
                }
                self.add_task(line)?
            }
            Deed::Move { task, to } => self.move_task(line, *task, *to)?,
            Deed::Hand { task, member } => self.hand_task(line, *task, *member)?,
            Deed::Meet { at, invited } => self.meet(line, *at, invited)?,
            Deed::Minutes { meeting } => self.minute(line, *meeting)?,
            Deed::Agree { meeting } => self.agree(line, *meeting)?,
            Deed::End { why } => {
                let first = self.end.is_none();
                first.then(|| self.end = Some((line.id(), *why)))
            }
            // Disputes and times are no part of the plan.
            _ => None,
        };
        Ok(effect.map_or(Effect::TooLate, |()| Effect::Done))
    }

    fn end_goal(&mut self, goal: LineId, end: GoalEnd) -> Result<Option<()>, JointError> {
        let goal =
            self.goals.iter_mut().find(|one| one.id == goal).ok_or(JointError::NotAllowed)?;
        Ok(goal.end.is_none().then(|| goal.end = Some(end)))
    }

    fn add_task(&mut self, line: &Line) -> Result<Option<()>, JointError> {
        let Deed::Task { agency, member, due, goal, meeting } = &line.deed else { return Ok(None) };
        let of_goal = goal.is_none_or(|id| self.goals.iter().any(|goal| goal.id == id));
        let of_meeting = meeting.is_none_or(|id| self.meetings.iter().any(|one| one.id == id));
        if !of_goal || !of_meeting {
            return Err(JointError::NotAllowed);
        }
        self.tasks.push(Task {
            id: line.id(),
            agency: *agency,
            member: *member,
            due: *due,
            goal: *goal,
            meeting: *meeting,
            state: TaskState::Open,
            moved: None,
        });
        Ok(Some(()))
    }

    fn move_task(
        &mut self,
        line: &Line,
        task: LineId,
        to: TaskState,
    ) -> Result<Option<()>, JointError> {
        let task =
            self.tasks.iter_mut().find(|one| one.id == task).ok_or(JointError::NotAllowed)?;
        let mover = if to == TaskState::Dropped { task.id.author } else { task.agency };
        if line.author != mover || to == TaskState::Open {
            return Err(JointError::NotAllowed);
        }
        Ok((task.state.is_open() && task.state != to).then(|| {
            task.state = to;
            task.moved = Some(line.id());
        }))
    }

    fn hand_task(
        &mut self,
        line: &Line,
        task: LineId,
        member: u32,
    ) -> Result<Option<()>, JointError> {
        let known = self.member(LineId { author: line.author, n: member }).is_some();
        let task =
            self.tasks.iter_mut().find(|one| one.id == task).ok_or(JointError::NotAllowed)?;
        if task.agency != line.author || !known {
            return Err(JointError::NotAllowed);
        }
        Ok(task.state.is_open().then(|| {
            task.member = Some(member);
            task.moved = Some(line.id());
        }))
    }

    fn meet(
        &mut self,
        line: &Line,
        at: Millis,
        invited: &[LineId],
    ) -> Result<Option<()>, JointError> {
        if invited.iter().any(|id| self.member(*id).is_none()) {
            return Err(JointError::NotAllowed);
        }
        let (id, invited) = (line.id(), invited.to_vec());
        self.meetings.push(Meeting { id, at, invited, minutes: None, agreed: None });
        Ok(Some(()))
    }

    fn meeting(&mut self, id: LineId) -> Result<&mut Meeting, JointError> {
        self.meetings.iter_mut().find(|one| one.id == id).ok_or(JointError::NotAllowed)
    }

    fn minute(&mut self, line: &Line, meeting: LineId) -> Result<Option<()>, JointError> {
        let meeting = self.meeting(meeting)?;
        Ok(meeting.minutes.is_none().then(|| meeting.minutes = Some(line.id())))
    }

    /// Agreeing to minutes that lost to others which crossed them is too late: they may say something else.
    fn agree(&mut self, line: &Line, meeting: LineId) -> Result<Option<()>, JointError> {
        let meeting = self.meeting(meeting)?;
        let minutes = meeting.minutes.ok_or(JointError::NotAllowed)?;
        let other = minutes.author != line.author;
        Ok((other && meeting.agreed.is_none()).then(|| meeting.agreed = Some(line.id())))
    }
}
