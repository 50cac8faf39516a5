//! A dispute about a referral: a named course with stages, in which both agencies say what they hold, and an end that both have
//! signed. It moves nobody: who answers for the person is decided by the referral alone, before, during and after.

use super::fold::JointError;
use super::line::{Deed, Line, LineId};
use crate::calendar::{TimeLimit, WorkingCalendar};
use crate::codes::{Urgency, code_list};
use crate::ids::AgencyId;
use crate::time::Millis;
use minicbor::Encode;

code_list! {
    /// What a dispute is about.
    DisputeReason, "dispute_reason" {
        Residence = "RESIDENCE": "Which agency is competent by the place of residence.",
        Scope = "SCOPE": "Whether what was asked for is a service of the other agency.",
        Refusal = "REFUSAL": "The other agency did not take the person, and should have.",
        Late = "LATE": "The answer came late, or not at all.",
        Quality = "QUALITY": "What was agreed for the person is not done.",
        Other = "OTHER": "Something else.",
    }
}

code_list! {
    /// Where a dispute stands.
    DisputeStage, "dispute_stage" {
        Answer = "ANSWER": "The other agency is asked to say what it holds.",
        Talks = "TALKS": "The officers of both agencies look for an agreement.",
        Heads = "HEADS": "The heads of both agencies look for an agreement.",
        Settled = "SETTLED": "Both have signed the same result.",
        Dropped = "DROPPED": "Taken back by the agency that opened it.",
    }
}

impl DisputeStage {
    /// True while somebody has to do something.
    pub fn is_open(self) -> bool {
        matches!(self, Self::Answer | Self::Talks | Self::Heads)
    }

    /// How long the stage may take. What is an emergency does not wait for working days.
    pub fn limit(self, urgency: Urgency) -> TimeLimit {
        let working = |days| TimeLimit::WorkingDays(days);
        match (urgency, self) {
            (Urgency::Emergency, Self::Answer) => TimeLimit::Minutes(60),
            (Urgency::Emergency, _) => TimeLimit::Minutes(240),
            (Urgency::Urgent, Self::Answer) => working(1),
            (Urgency::Urgent, _) => working(2),
            (Urgency::Routine, Self::Answer) => working(2),
            (Urgency::Routine, _) => working(5),
        }
    }
}

code_list! {
    /// What a dispute came to. It says what each will do; what moves the person is done by the referral.
    DisputeResult, "dispute_result" {
        Stands = "STANDS": "The decision on the referral stands.",
        Takes = "TAKES": "The receiving agency takes the person; a new referral follows.",
        Keeps = "KEEPS": "The referring agency keeps the person.",
        Elsewhere = "ELSEWHERE": "Another agency is competent.",
        Clarified = "CLARIFIED": "The two have agreed how such cases are handled from now on.",
    }
}

/// A result that one agency has proposed.
#[derive(Clone, Debug, PartialEq, Eq, Encode)]
pub struct Proposal {
    /// The line that proposed it.
    #[n(0)]
    pub id: LineId,
    /// What.
    #[n(1)]
    pub result: DisputeResult,
}

/// A dispute.
#[derive(Clone, Debug, PartialEq, Eq, Encode)]
pub struct Dispute {
    /// The line that opened it.
    #[n(0)]
    pub id: LineId,
    /// What it is about.
    #[n(1)]
    pub reason: DisputeReason,
    /// Where it stands.
    #[n(2)]
    pub stage: DisputeStage,
    /// The line that began this stage.
    #[n(3)]
    pub since: LineId,
    /// The other agency's answer.
    #[n(4)]
    pub answer: Option<LineId>,
    /// Results that were proposed, the latest last.
    #[n(5)]
    pub proposals: Vec<Proposal>,
    /// The proposal that both have signed, and the line of the second signature.
    #[n(6)]
    pub settled: Option<(LineId, LineId)>,
}

impl Dispute {
    /// By when this stage should be over, begun at `from`. The answer runs on the calendar of the agency that is to give it;
    /// what both have to do, on the slower of the two. `calendars`: of the opener, of the other.
    pub fn due(
        &self,
        from: Millis,
        urgency: Urgency,
        [opener, other]: [&WorkingCalendar; 2],
    ) -> Option<Millis> {
        let limit = self.stage.limit(urgency);
        match self.stage {
            DisputeStage::Answer => limit.after(from, other),
            DisputeStage::Talks | DisputeStage::Heads => {
                Some(limit.after(from, opener)?.max(limit.after(from, other)?))
            }
            DisputeStage::Settled | DisputeStage::Dropped => None,
        }
    }

    /// The proposal that `me` may accept now: the latest, when the other agency made it.
    pub fn acceptable(&self, me: AgencyId) -> Option<&Proposal> {
        let last = self.proposals.last().filter(|last| last.id.author != me);
        last.filter(|_| self.stage.is_open())
    }
}

/// The role in which the heads of the agencies act.
pub const HEAD: &str = "HEAD";

/// Applies a line about a dispute; `None` when it crossed another that settled the matter.
pub(super) fn apply(all: &mut Vec<Dispute>, line: &Line) -> Result<Option<()>, JointError> {
    let (id, author) = (line.id(), line.author);
    if let Deed::Dispute { reason } = line.deed {
        let open = all.iter().any(|dispute| dispute.stage.is_open());
        let (stage, since) = (DisputeStage::Answer, id);
        // One that crossed an open one is kept as a line and opens nothing.
        all.push(Dispute {
            id,
            reason,
            stage: if open { DisputeStage::Dropped } else { stage },
            since,
            answer: None,
            proposals: Vec::new(),
            settled: None,
        });
        return Ok((!open).then_some(()));
    }
    let named = line.deed.dispute().ok_or(JointError::NotAllowed)?;
    let dispute = all.iter_mut().find(|one| one.id == named).ok_or(JointError::NotAllowed)?;
    let ours = dispute.id.author == author;
    let heads = dispute.stage == DisputeStage::Heads;
    let may_settle = dispute.stage.is_open() && (!heads || line.by.code() == HEAD);
    match &line.deed {
        Deed::Answer { .. } if ours => Err(JointError::NotAllowed),
        Deed::Withdraw { .. } if !ours => Err(JointError::NotAllowed),
        Deed::Answer { .. } => {
            Ok((dispute.stage.is_open() && dispute.answer.is_none()).then(|| {
                dispute.answer = Some(id);
                if !heads {
                    (dispute.stage, dispute.since) = (DisputeStage::Talks, id);
                }
            }))
        }
        Deed::Raise { .. } => Ok((dispute.stage.is_open() && !heads).then(|| {
            (dispute.stage, dispute.since) = (DisputeStage::Heads, id);
        })),
        Deed::Propose { result, .. } => {
            Ok(may_settle.then(|| dispute.proposals.push(Proposal { id, result: *result })))
        }
        Deed::Settle { proposal, .. } => {
            let own = proposal.author == author;
            if own {
                return Err(JointError::NotAllowed);
            }
            let last = dispute.proposals.last().is_some_and(|last| last.id == *proposal);
            Ok((may_settle && last).then(|| {
                dispute.settled = Some((*proposal, id));
                (dispute.stage, dispute.since) = (DisputeStage::Settled, id);
            }))
        }
        _ => Ok(dispute.stage.is_open().then(|| {
            (dispute.stage, dispute.since) = (DisputeStage::Dropped, id);
        })),
    }
}
