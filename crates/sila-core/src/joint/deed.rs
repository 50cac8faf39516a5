//! What a line says: one deed of one worker, in codes, days and hashes.

use super::deadline::{Deadline, Finding};
use super::dispute::{DisputeReason, DisputeResult};
use super::line::LineId;
use super::reminder::{ContactWay, Progress};
use crate::codes::{PermissionForm, code_list};
use crate::ids::AgencyId;
use crate::time::{Date, Millis};
use minicbor::{Decode, Encode};

code_list! {
    /// Where a task stands.
    TaskState, "task_state" {
        Open = "OPEN": "Not begun.",
        Begun = "BEGUN": "Under way.",
        Done = "DONE": "Done.",
        NotDone = "NOT_DONE": "It could not be done; the words say why.",
        Dropped = "DROPPED": "Taken back by the agency that gave it.",
    }
}

impl TaskState {
    /// True while somebody has to do it.
    pub fn is_open(self) -> bool {
        matches!(self, Self::Open | Self::Begun)
    }
}

code_list! {
    /// How a goal ended.
    GoalEnd, "goal_end" {
        Reached = "REACHED": "Reached.",
        Dropped = "DROPPED": "Given up, or no longer wanted by the person.",
    }
}

code_list! {
    /// Why the two agencies stopped sharing.
    WhyEnd, "joint_end" {
        Permission = "PERMISSION": "The person withdrew her permission.",
        Unsafe = "UNSAFE": "Sharing has become unsafe for the person.",
        Over = "OVER": "Nothing is left to do together.",
    }
}

/// What a worker can do.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub enum Deed {
    /// Takes part from now on. The words are the name that the other agency is to see.
    #[n(0)]
    Member,
    /// Says something to all who take part.
    #[n(1)]
    Say,
    /// A goal of the plan.
    #[n(2)]
    Goal,
    /// A goal has ended; either agency says so.
    #[n(3)]
    EndGoal {
        /// Which.
        #[n(0)]
        goal: LineId,
        /// How.
        #[n(1)]
        end: GoalEnd,
    },
    /// A task for one of the two agencies.
    #[n(4)]
    Task {
        /// The agency that is to do it.
        #[n(0)]
        agency: AgencyId,
        /// Which of its workers, by the number of the line that introduced them; nobody yet: whoever has the case.
        #[n(1)]
        member: Option<u32>,
        /// By which day.
        #[n(2)]
        due: Date,
        /// The goal it serves.
        #[n(3)]
        goal: Option<LineId>,
        /// The conference that decided it.
        #[n(4)]
        meeting: Option<LineId>,
    },
    /// A task has moved. Only the agency that is to do it moves it, but for dropping, which is for the agency that gave it.
    #[n(5)]
    Move {
        /// Which.
        #[n(0)]
        task: LineId,
        /// To where.
        #[n(1)]
        to: TaskState,
    },
    /// The agency that is to do a task gives it to another of its own workers.
    #[n(6)]
    Hand {
        /// Which.
        #[n(0)]
        task: LineId,
        /// To whom, by the number of the line that introduced them.
        #[n(1)]
        member: u32,
    },
    /// A case conference. The words are the agenda.
    #[n(7)]
    Meet {
        /// When.
        #[n(0)]
        at: Millis,
        /// Who is asked to come, by the lines that introduced them.
        #[n(1)]
        invited: Vec<LineId>,
    },
    /// What a conference decided.
    #[n(8)]
    Minutes {
        /// Which.
        #[n(0)]
        meeting: LineId,
    },
    /// The other agency agrees with the minutes.
    #[n(9)]
    Agree {
        /// Of which conference.
        #[n(0)]
        meeting: LineId,
    },
    /// The two stop sharing: what comes after has no effect. Either agency alone.
    #[n(10)]
    End {
        /// Why.
        #[n(0)]
        why: WhyEnd,
    },
    /// Opens a dispute about the referral.
    #[n(11)]
    Dispute {
        /// What it is about.
        #[n(0)]
        reason: DisputeReason,
    },
    /// The other agency says what it holds.
    #[n(12)]
    Answer {
        /// In which dispute.
        #[n(0)]
        dispute: LineId,
    },
    /// Either agency brings it before the heads of both.
    #[n(13)]
    Raise {
        /// Which.
        #[n(0)]
        dispute: LineId,
    },
    /// A result that one agency has signed.
    #[n(14)]
    Propose {
        /// Of which dispute.
        #[n(0)]
        dispute: LineId,
        /// What.
        #[n(1)]
        result: DisputeResult,
    },
    /// The other agency signs the latest proposal.
    #[n(15)]
    Settle {
        /// Which dispute.
        #[n(0)]
        dispute: LineId,
        /// Which proposal.
        #[n(1)]
        proposal: LineId,
    },
    /// The agency that opened it takes it back.
    #[n(16)]
    Withdraw {
        /// Which.
        #[n(0)]
        dispute: LineId,
    },
    /// A time has run out; the author's node has told people of its agency. The words are their names.
    #[n(17)]
    Escalate {
        /// Which.
        #[n(0)]
        deadline: Deadline,
        /// How far up, from 1.
        #[n(1)]
        level: u8,
    },
    /// The second signature under what went out in an emergency.
    #[n(18)]
    Countersign {
        /// How the person has consented since, or why nobody asked.
        #[n(0)]
        consent: PermissionForm,
    },
    /// The review of an emergency.
    #[n(19)]
    Review {
        /// What it came to.
        #[n(0)]
        finding: Finding,
    },
    /// The node of the agency that is asked: a person there has opened the referral for the first time.
    #[n(20)]
    Look,
    /// The agency that has taken the person has been in touch.
    #[n(21)]
    Contact {
        /// On which day.
        #[n(0)]
        day: Date,
        /// How.
        #[n(1)]
        way: ContactWay,
    },
    /// The referring agency asks how it stands.
    #[n(22)]
    Remind,
    /// The other answers.
    #[n(23)]
    Reply {
        /// Which reminder.
        #[n(0)]
        remind: LineId,
        /// How it stands.
        #[n(1)]
        progress: Progress,
        /// By which day it will be completed, where that is the answer.
        #[n(2)]
        by: Option<Date>,
    },
    /// A head brings a dispute before the arbiter whom the agreement names.
    #[n(24)]
    Refer {
        /// Which.
        #[n(0)]
        dispute: LineId,
    },
    /// A head writes down what the arbiter has ruled. The words are its number and what it says.
    #[n(25)]
    Rule {
        /// In which dispute.
        #[n(0)]
        dispute: LineId,
        /// What it comes to.
        #[n(1)]
        result: DisputeResult,
        /// The day of the ruling.
        #[n(2)]
        day: Date,
        /// The hash of the document.
        #[cbor(n(3), with = "minicbor::bytes")]
        document: [u8; 32],
    },
    /// The other head contradicts: that is not what the arbiter has ruled.
    #[n(26)]
    Contest {
        /// In which dispute.
        #[n(0)]
        dispute: LineId,
        /// What was written down.
        #[n(1)]
        ruling: LineId,
    },
    /// The node of the other agency: nobody there has contradicted in time.
    #[n(27)]
    Stand {
        /// In which dispute.
        #[n(0)]
        dispute: LineId,
        /// What was written down.
        #[n(1)]
        ruling: LineId,
    },
}

impl Deed {
    /// The name of the deed, for translation keys and rows.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Member => "MEMBER",
            Self::Say => "SAY",
            Self::Goal => "GOAL",
            Self::EndGoal { .. } => "END_GOAL",
            Self::Task { .. } => "TASK",
            Self::Move { .. } => "MOVE",
            Self::Hand { .. } => "HAND",
            Self::Meet { .. } => "MEET",
            Self::Minutes { .. } => "MINUTES",
            Self::Agree { .. } => "AGREE",
            Self::End { .. } => "END",
            Self::Dispute { .. } => "DISPUTE",
            Self::Answer { .. } => "ANSWER",
            Self::Raise { .. } => "RAISE",
            Self::Propose { .. } => "PROPOSE",
            Self::Settle { .. } => "SETTLE",
            Self::Withdraw { .. } => "WITHDRAW",
            Self::Escalate { .. } => "ESCALATE",
            Self::Countersign { .. } => "COUNTERSIGN",
            Self::Review { .. } => "REVIEW",
            Self::Look => "LOOK",
            Self::Contact { .. } => "CONTACT",
            Self::Remind => "REMIND",
            Self::Reply { .. } => "REPLY",
            Self::Refer { .. } => "REFER",
            Self::Rule { .. } => "RULE",
            Self::Contest { .. } => "CONTEST",
            Self::Stand { .. } => "STAND",
        }
    }

    /// Whether it says nothing without words.
    pub fn needs_words(&self) -> bool {
        match self {
            Self::Member | Self::Say | Self::Goal | Self::Task { .. } => true,
            Self::Meet { .. } | Self::Minutes { .. } => true,
            Self::Dispute { .. } | Self::Answer { .. } | Self::Propose { .. } => true,
            Self::Escalate { .. } | Self::Rule { .. } | Self::Contest { .. } => true,
            Self::Move { to, .. } => *to == TaskState::NotDone,
            _ => false,
        }
    }

    /// Whether it is about a dispute, which needs nobody's name and goes on where nothing is shared.
    pub fn is_dispute(&self) -> bool {
        matches!(self, Self::Dispute { .. }) || self.dispute().is_some()
    }

    /// Whether it is about a time, which needs nobody's name either.
    pub fn is_about_time(&self) -> bool {
        matches!(
            self,
            Self::Escalate { .. }
                | Self::Countersign { .. }
                | Self::Review { .. }
                | Self::Look
                | Self::Contact { .. }
                | Self::Remind
                | Self::Reply { .. }
        )
    }

    /// Whether a line says it without a worker who was introduced: the introduction itself, and what the node says.
    pub fn is_nobodys(&self) -> bool {
        matches!(self, Self::Member | Self::Escalate { .. } | Self::Look | Self::Stand { .. })
    }

    /// Whether it goes on where nothing of the person is shared.
    pub fn stands_apart(&self) -> bool {
        *self == Self::Member || self.is_dispute() || self.is_about_time()
    }

    /// The dispute that it goes on with.
    pub fn dispute(&self) -> Option<LineId> {
        match self {
            Self::Answer { dispute }
            | Self::Raise { dispute }
            | Self::Propose { dispute, .. }
            | Self::Settle { dispute, .. }
            | Self::Refer { dispute }
            | Self::Rule { dispute, .. }
            | Self::Contest { dispute, .. }
            | Self::Stand { dispute, .. }
            | Self::Withdraw { dispute } => Some(*dispute),
            _ => None,
        }
    }
}
