//! A dispute about a referral: a named course with stages, in which both agencies say what they hold, and an end that both have
//! signed. It moves nobody: who answers for the person is decided by the referral alone, before, during and after.

use super::deed::Deed;
use super::fold::JointError;
use super::line::{Line, LineId};
use crate::calendar::{TimeLimit, WorkingCalendar};
use crate::codes::{Urgency, code_list};
use crate::ids::AgencyId;
use crate::referral::ByRole;
use crate::time::{Date, Millis};
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
        Arbiter = "ARBITER": "It is before the arbiter whom the agreement names.",
        Settled = "SETTLED": "Both have signed the same result.",
        Dropped = "DROPPED": "Taken back by the agency that opened it.",
    }
}

impl DisputeStage {
    /// True while somebody has to do something.
    pub fn is_open(self) -> bool {
        matches!(self, Self::Answer | Self::Talks | Self::Heads | Self::Arbiter)
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

/// What an arbiter has ruled, as one agency has written it down.
#[derive(Clone, Debug, PartialEq, Eq, Encode)]
pub struct Ruling {
    /// The line that says so.
    #[n(0)]
    pub id: LineId,
    /// What it comes to.
    #[n(1)]
    pub result: DisputeResult,
    /// Its day.
    #[n(2)]
    pub day: Date,
    /// The hash of the document.
    #[cbor(n(3), with = "minicbor::bytes")]
    pub document: [u8; 32],
    /// The line by which the other agency has contradicted.
    #[n(4)]
    pub contested: Option<LineId>,
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
    /// What an arbiter has ruled, the latest last. Each is a proposal too, until it is contradicted.
    #[n(7)]
    pub rulings: Vec<Ruling>,
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
            // Nobody sets a time to the arbiter; to contradict what was written down the other agency has its own.
            DisputeStage::Arbiter => {
                let ours = self.open_ruling()?.id.author == self.id.author;
                limit.after(from, if ours { other } else { opener })
            }
            DisputeStage::Settled | DisputeStage::Dropped => None,
        }
    }

    /// The ruling that waits for the other agency's word.
    pub fn open_ruling(&self) -> Option<&Ruling> {
        let last = self.rulings.last().filter(|last| last.contested.is_none());
        last.filter(|_| self.stage == DisputeStage::Arbiter)
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
    if let Deed::Dispute { reason } = line.deed {
        return Ok(open(all, line.id(), reason));
    }
    let (id, author) = (line.id(), line.author);
    let named = line.deed.dispute().ok_or(JointError::NotAllowed)?;
    let dispute = all.iter_mut().find(|one| one.id == named).ok_or(JointError::NotAllowed)?;
    let ours = dispute.id.author == author;
    let heads = matches!(dispute.stage, DisputeStage::Heads | DisputeStage::Arbiter);
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
        Deed::Refer { .. } | Deed::Rule { .. } | Deed::Contest { .. } | Deed::Stand { .. } => {
            arbitrate(dispute, line)
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

/// One that crossed an open one is kept as a line and opens nothing.
fn open(all: &mut Vec<Dispute>, id: LineId, reason: DisputeReason) -> Option<()> {
    let open = all.iter().any(|dispute| dispute.stage.is_open());
    all.push(Dispute {
        id,
        reason,
        stage: if open { DisputeStage::Dropped } else { DisputeStage::Answer },
        since: id,
        answer: None,
        proposals: Vec::new(),
        settled: None,
        rulings: Vec::new(),
    });
    (!open).then_some(())
}

/// Applies a line about the arbiter: brought there by a head, written down by a head, and then contradicted by the other head, or not.
fn arbitrate(dispute: &mut Dispute, line: &Line) -> Result<Option<()>, JointError> {
    let (id, head) = (line.id(), line.by.code() == HEAD);
    let there = dispute.stage == DisputeStage::Arbiter;
    if let Deed::Refer { .. } = line.deed {
        return Ok((head && dispute.stage == DisputeStage::Heads).then(|| {
            (dispute.stage, dispute.since) = (DisputeStage::Arbiter, id);
        }));
    }
    if let Deed::Rule { result, day, document, .. } = line.deed {
        if day > line.at.uae_date() {
            return Err(JointError::NotAllowed);
        }
        return Ok((head && there && dispute.open_ruling().is_none()).then(|| {
            dispute.rulings.push(Ruling { id, result, day, document, contested: None });
            dispute.proposals.push(Proposal { id, result });
            dispute.since = id;
        }));
    }
    let (named, stands) = match line.deed {
        Deed::Contest { ruling, .. } => (ruling, false),
        Deed::Stand { ruling, .. } => (ruling, true),
        _ => return Err(JointError::NotAllowed),
    };
    let own = named.author == line.author || (stands && line.by != ByRole::node());
    if own || !dispute.rulings.iter().any(|one| one.id == named) {
        return Err(JointError::NotAllowed);
    }
    let open = dispute.open_ruling().is_some_and(|one| one.id == named);
    if !open || !(stands || head) {
        return Ok(None);
    }
    if stands {
        dispute.settled = Some((named, id));
        (dispute.stage, dispute.since) = (DisputeStage::Settled, id);
    } else if let Some(last) = dispute.rulings.last_mut() {
        last.contested = Some(id);
        dispute.proposals.retain(|one| one.id != named);
        dispute.since = id;
    }
    Ok(Some(()))
}
