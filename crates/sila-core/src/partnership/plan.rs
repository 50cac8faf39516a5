//! The plan of a joint initiative, as all parties sign it.

use std::collections::BTreeSet;

use minicbor::{Decode, Encode};

use super::annex::{Field, TEXT_MAX, TITLE_MAX};
use super::deed::FILS_MAX;
use super::{Words, fits};
use crate::agreement::are_goals;
use crate::codes::{Category, code_list};
use crate::ids::{AgencyId, AgreementId, RecordId};
use crate::time::Date;
use crate::wire::wire_type;

/// The most milestones of one initiative.
pub const MILESTONES_MAX: usize = 24;
/// The most measures of one initiative.
pub const MEASURES_MAX: usize = 12;
code_list! {
    /// What a measure asks (results-based accountability).
    MeasureKind, "measure_kind" {
        HowMuch = "HOW_MUCH": "How much was done.",
        HowWell = "HOW_WELL": "How well it was done.",
        BetterOff = "BETTER_OFF": "Whether anybody is better off.",
    }
}

/// Who answers for it at one party.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Owner {
    /// The party.
    #[n(0)]
    pub agency: AgencyId,
    /// The office in it.
    #[n(1)]
    pub office: Words,
}

/// Where the idea came from.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Origin {
    /// Whose idea it was.
    #[n(0)]
    pub by: AgencyId,
    /// The idea in a sentence, and where it was said.
    #[n(1)]
    pub idea: Words,
}

/// A part with a day.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Milestone {
    /// Its number, from 1.
    #[n(0)]
    pub number: u16,
    /// What is reached.
    #[n(1)]
    pub title: Words,
    /// Its share in the initiative, 1 to 5.
    #[n(2)]
    pub weight: u8,
    /// By when.
    #[n(3)]
    pub due: Date,
    /// The milestone that it waits for, if it waits for one; that one is due no later.
    #[n(4)]
    pub after: Option<u16>,
}

/// Something that is counted before and after.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Measure {
    /// Its number, from 1.
    #[n(0)]
    pub number: u16,
    /// What it asks.
    #[n(1)]
    pub kind: MeasureKind,
    /// What is measured, with its unit.
    #[n(2)]
    pub name: Words,
    /// Before it began, if anybody knows.
    #[n(3)]
    pub baseline: Option<i64>,
    /// What is aimed at.
    #[n(4)]
    pub target: i64,
    /// Where the figure will come from.
    #[n(5)]
    pub source: Words,
}

/// What fell short: a standard of service by its number, or a line of the improvement plan of an evaluation by its place from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Shortfall {
    /// The record of the standards, or of the outcome of the evaluation.
    #[n(0)]
    pub record: RecordId,
    /// The number or place in it.
    #[n(1)]
    pub number: u16,
}

/// A joint initiative.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Plan {
    /// Under which agreement.
    #[n(0)]
    pub agreement: AgreementId,
    /// What it is called.
    #[n(1)]
    pub title: Words,
    /// In which area of cooperation.
    #[n(2)]
    pub field: Field,
    /// What it is to reach.
    #[n(3)]
    pub objective: Words,
    /// The need in the community that it answers.
    #[n(4)]
    pub need: Words,
    /// Whom it is for.
    #[n(5)]
    pub groups: Vec<Category>,
    /// Goals of sustainable development, 1 to 17, ascending; none is allowed and shown as untagged.
    #[n(6)]
    pub goals: Vec<u8>,
    /// The party that leads it.
    #[n(7)]
    pub lead: AgencyId,
    /// Who answers for it, at every party.
    #[n(8)]
    pub owners: Vec<Owner>,
    /// Whose idea it was.
    #[n(9)]
    pub origin: Origin,
    /// Its size beside the others, 1 to 5.
    #[n(10)]
    pub weight: u8,
    /// Its parts, at least one.
    #[n(11)]
    pub milestones: Vec<Milestone>,
    /// What is measured, at least one whether anybody is better off.
    #[n(12)]
    pub measures: Vec<Measure>,
    /// What fell short and is to become better by it, if it began so.
    #[n(13)]
    pub shortfall: Option<Shortfall>,
    /// What it is to cost, in fils; nothing where the parties have set no budget.
    #[n(14)]
    pub budget_fils: Option<u64>,
}

wire_type!(Plan, 64 * 1_024, Plan::check);

impl Plan {
    /// How it stands in versions of shared records.
    pub const KIND: &'static str = "initiative/1";

    /// Whether it makes sense in itself; the part at fault otherwise.
    ///
    /// # Errors
    /// The part: words that are missing, an owner at one side only, no milestone, no measure of whether anybody is better off.
    pub fn check(&self) -> Result<(), &'static str> {
        let owners: BTreeSet<AgencyId> = self.owners.iter().map(|owner| owner.agency).collect();
        let steps: BTreeSet<u16> = self.milestones.iter().map(|one| one.number).collect();
        let measures: BTreeSet<u16> = self.measures.iter().map(|one| one.number).collect();
        let better = |one: &Measure| one.kind == MeasureKind::BetterOff;
        let rules = [
            ("title", self.title.fit(TITLE_MAX)),
            ("objective", self.objective.fit(TEXT_MAX)),
            ("need", self.need.fit(TEXT_MAX)),
            ("groups", !self.groups.is_empty() && self.groups.len() <= Category::ALL.len()),
            ("goals", are_goals(&self.goals)),
            ("owners", owners.len() >= 2 && owners.len() == self.owners.len()),
            ("offices", self.owners.iter().all(|owner| owner.office.fit(TITLE_MAX))),
            ("lead", owners.contains(&self.lead) && owners.contains(&self.origin.by)),
            ("origin", self.origin.idea.fit(TEXT_MAX)),
            ("weight", (1..=5).contains(&self.weight)),
            ("milestones", (1..=MILESTONES_MAX).contains(&steps.len())),
            ("milestone", self.milestones.iter().all(Milestone::is_sound)),
            ("milestone_numbers", steps.len() == self.milestones.len()),
            ("milestone_order", in_order(&self.milestones)),
            ("budget", self.budget_fils.is_none_or(|fils| (1..=FILS_MAX).contains(&fils))),
            ("measures", self.measures.iter().any(better) && measures.len() <= MEASURES_MAX),
            ("measure", self.measures.iter().all(Measure::is_sound)),
            ("measure_numbers", measures.len() == self.measures.len()),
        ];
        rules.iter().find(|(_, kept)| !kept).map_or(Ok(()), |(part, _)| Err(*part))
    }

    /// The milestone with this number.
    pub fn milestone(&self, number: u16) -> Option<&Milestone> {
        self.milestones.iter().find(|one| one.number == number)
    }

    /// The measure with this number.
    pub fn measure(&self, number: u16) -> Option<&Measure> {
        self.measures.iter().find(|one| one.number == number)
    }
}

/// Whether each milestone waits, if it waits at all, for another of them that is due no later, and none for itself, however far round.
pub fn in_order(all: &[Milestone]) -> bool {
    let find = |number: u16| all.iter().find(|one| one.number == number);
    let ends = |one: &Milestone| {
        let mut at = one;
        for _ in all {
            let Some(number) = at.after else { return true };
            let Some(before) = find(number).filter(|before| before.due <= at.due) else {
                return false;
            };
            at = before;
        }
        false
    };
    all.iter().all(ends)
}

impl Milestone {
    fn is_sound(&self) -> bool {
        self.number > 0 && (1..=5).contains(&self.weight) && self.title.fit(TITLE_MAX)
    }
}

impl Measure {
    fn is_sound(&self) -> bool {
        self.number > 0
            && self.name.fit(TITLE_MAX)
            && fits(&self.source.ar, TITLE_MAX)
            && fits(&self.source.en, TITLE_MAX)
    }
}
