//! Goals of a care plan. What makes somebody independent is measured in numbers; the outcome follows from them.

use crate::codes::code_list;
use crate::ids::WorkerId;
use minicbor::{Decode, Encode};

code_list! {
    /// What a goal is about.
    GoalKind, "goal_kind" {
        Safety = "SAFETY": "Safety.",
        Health = "HEALTH": "Health.",
        Mind = "MIND": "Psychological well-being.",
        Family = "FAMILY": "Family and children.",
        Rights = "RIGHTS": "Rights and legal matters.",
        Papers = "PAPERS": "Identity and residence papers.",
        Skills = "SKILLS": "Skills and training.",
        Work = "WORK": "Work.",
        Income = "INCOME": "Income.",
        Enterprise = "PRODFAM": "Enterprise of a productive family.",
        Housing = "HOUSING": "Home of one's own.",
        Education = "EDUCATION": "Education.",
    }
}

code_list! {
    /// What came of a goal.
    GoalOutcome, "goal_outcome" {
        Reached = "REACHED": "Reached.",
        Partly = "PARTLY": "Reached in part.",
        NotReached = "NOTREACHED": "Not reached.",
        Changed = "CHANGED": "The person wants something else now.",
    }
}

code_list! {
    /// Where a plan stands.
    PlanState, "plan_state" {
        Draft = "DRAFT": "Being written.",
        Asked = "ASKED": "Waits for approval.",
        Approved = "APPROVED": "Approved.",
        Returned = "RETURNED": "Returned to be changed.",
    }
}

impl GoalKind {
    /// Goals of empowerment are measured.
    pub fn is_empowerment(self) -> bool {
        self.unit().is_some()
    }

    /// What it is counted in; none for what is not counted.
    pub fn unit(self) -> Option<&'static str> {
        match self {
            Self::Skills => Some("COURSES"),
            Self::Work => Some("HOURS_A_WEEK"),
            Self::Income | Self::Enterprise => Some("DIRHAMS_A_MONTH"),
            Self::Housing => Some("MONTHS_SECURED"),
            Self::Education => Some("YEARS_COMPLETED"),
            Self::Safety
            | Self::Health
            | Self::Mind
            | Self::Family
            | Self::Rights
            | Self::Papers => None,
        }
    }
}

/// From where to where, in the unit of the kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Measure {
    /// Where the person stands when the goal is set.
    #[n(0)]
    start: u32,
    /// Where the person wants to be.
    #[n(1)]
    target: u32,
}

impl Measure {
    /// The largest number of a measure.
    pub const MAX: u32 = 1_000_000;

    /// A measure; none when the target does not lie ahead.
    pub fn new(start: u32, target: u32) -> Option<Self> {
        (start < target && target <= Self::MAX).then_some(Self { start, target })
    }

    /// Where the person stood.
    pub fn start(self) -> u32 {
        self.start
    }

    /// Where the person wants to be.
    pub fn target(self) -> u32 {
        self.target
    }

    /// What came of the goal, by what is measured now.
    pub fn outcome(self, now: u32) -> GoalOutcome {
        match now {
            now if now >= self.target => GoalOutcome::Reached,
            now if now > self.start => GoalOutcome::Partly,
            _ => GoalOutcome::NotReached,
        }
    }
}

/// Whether somebody may approve what `asked` asked approval for and `authors` wrote: only somebody else than all of them.
pub fn may_decide(decider: WorkerId, asked: WorkerId, authors: &[WorkerId]) -> bool {
    decider != asked && !authors.contains(&decider)
}
