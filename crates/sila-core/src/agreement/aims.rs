//! What an agreement is for: the strategic objectives that it serves, and the groups whose life it is to make better. Without
//! both, nothing is activated under it.

use std::collections::BTreeSet;

use minicbor::{Decode, Encode};

use crate::codes::{Category, code_list};

/// The United Nations count seventeen goals of sustainable development.
pub const GOALS_MAX: u8 = 17;

code_list! {
    /// What agencies that protect women and children want to reach in the long run.
    Objective, "strategic_objective" {
        QualityOfLife = "QUALITY_OF_LIFE": "A better life for those who are most exposed to harm.",
        Protection = "PROTECTION": "Protection from violence, neglect and abuse.",
        Family = "FAMILY_STABILITY": "Families that hold together.",
        Prevention = "PREVENTION": "A community that knows and prevents.",
        Access = "ACCESS": "Services within reach, with fewer steps.",
        Independence = "INDEPENDENCE": "People who stand on their own feet.",
        Capability = "CAPABILITY": "Qualified people and agencies.",
        Development = "DEVELOPMENT": "Sustainable social development.",
    }
}

/// What an agreement is for.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Aims {
    /// The number of the clause that says so, such as `1.2`.
    #[n(0)]
    pub number: String,
    /// The strategic objectives, at least one.
    #[n(1)]
    pub objectives: Vec<Objective>,
    /// The vulnerable groups, at least one.
    #[n(2)]
    pub groups: Vec<Category>,
    /// The goals of social and sustainable development that these objectives serve, 1 to 17, ascending; none is allowed and
    /// shown as untagged.
    #[n(3)]
    pub goals: Vec<u8>,
}

impl Aims {
    /// At least one of each, and nothing twice. Whether the clause is in the text is for the agreement to say.
    pub(super) fn is_sound(&self) -> bool {
        let objectives: BTreeSet<Objective> = self.objectives.iter().copied().collect();
        let groups: BTreeSet<Category> = self.groups.iter().copied().collect();
        !objectives.is_empty()
            && objectives.len() == self.objectives.len()
            && !groups.is_empty()
            && groups.len() == self.groups.len()
            && are_goals(&self.goals)
    }
}

/// Whether these are goals of sustainable development, ascending and each once.
pub(crate) fn are_goals(goals: &[u8]) -> bool {
    let ascending = goals.iter().zip(goals.iter().skip(1)).all(|(a, b)| a < b);
    ascending && goals.iter().all(|goal| (1..=GOALS_MAX).contains(goal))
}
