//! What follows from the sheets of an evaluation, the same at both parties.

use minicbor::{Decode, Encode};

use super::{Domain, Sheet};
use crate::codes::code_list;
use crate::ids::{AgencyId, RecordId};
use crate::indices::Index;
use crate::policy::Finding;
use crate::wire::wire_type;

/// A component below this is a cause for action.
const LOW: f64 = 0.5;
/// A mean below this is a cause for action, in hundredths of a mark.
const LOW_MEAN: u32 = 300;
/// From this balance on the facts are fair, in hundredths.
const FAIR_FACTS: u32 = 7_000;
/// From this mean on the work together feels fair, in hundredths of a mark.
const FAIR_FEELING: u32 = 350;
/// The most actions of a plan.
const ACTIONS_MAX: usize = 120;

code_list! {
    /// Facts beside feelings: the balance index beside what people say of fairness. Where they differ, the parties talk.
    Quadrant, "quadrant" {
        BothFair = "BOTH_FAIR": "The facts are fair and it feels so.",
        FeelsUnfair = "FEELS_UNFAIR": "The facts are fair and it does not feel so.",
        FeelsFine = "FEELS_FINE": "The facts are unfair and it feels fine.",
        BothUnfair = "BOTH_UNFAIR": "The facts are unfair and it feels so.",
    }
}

impl Quadrant {
    /// Where a balance and a mean of fairness meet, both in hundredths.
    pub fn of(balance: u32, fairness: u32) -> Self {
        match (balance >= FAIR_FACTS, fairness >= FAIR_FEELING) {
            (true, true) => Self::BothFair,
            (true, false) => Self::FeelsUnfair,
            (false, true) => Self::FeelsFine,
            (false, false) => Self::BothUnfair,
        }
    }

    /// Whether facts and feelings differ: an item for the next meeting.
    pub fn differs(self) -> bool {
        matches!(self, Self::FeelsUnfair | Self::FeelsFine)
    }
}

code_list! {
    /// Why an action stands in the plan.
    Cause, "evaluation_cause" {
        Activation = "ACTIVATION": "A component of the activation index is low.",
        Balance = "BALANCE": "A component of the balance index is low.",
        Clause = "CLAUSE": "A clause is not kept, or in part only.",
        Perception = "PERCEPTION": "What people say of it is low.",
        Gap = "GAP": "Facts and feelings differ.",
    }
}

/// One line of the improvement plan. Both parties own it.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Action {
    /// Why.
    #[n(0)]
    pub cause: Cause,
    /// The component, the clause, the domain or the quadrant.
    #[n(1)]
    pub code: String,
    /// Whom it concerns; nobody in particular where it concerns both.
    #[n(2)]
    pub party: Option<AgencyId>,
}

/// The outcome of an evaluation, signed by both.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Outcome {
    /// Which evaluation.
    #[n(0)]
    pub call: RecordId,
    /// The parties that answered, ascending. Fewer than two is a one-way evaluation, and counts so in the balance index.
    #[n(1)]
    pub answered: Vec<AgencyId>,
    /// The activation index at the end of the period, in hundredths.
    #[n(2)]
    pub activation: Option<u32>,
    /// The balance index at the end of the period, in hundredths.
    #[n(3)]
    pub balance: Option<u32>,
    /// Facts beside feelings, party by party of those whose people said enough.
    #[n(4)]
    pub quadrants: Vec<(AgencyId, Quadrant)>,
    /// What is to become better.
    #[n(5)]
    pub plan: Vec<Action>,
}

wire_type!(Outcome, 32 * 1_024, Outcome::check);

impl Outcome {
    /// How it stands in versions of shared records.
    pub const KIND: &'static str = "evaluation.outcome/1";

    fn check(&self) -> Result<(), &'static str> {
        if self.answered.len() > 2 || self.plan.len() > ACTIONS_MAX { Err("plan") } else { Ok(()) }
    }

    /// Whether both parties judged each other.
    pub fn is_mutual(&self) -> bool {
        self.answered.len() == 2
    }

    /// What follows from the sheets and from the two indices at the end of the period.
    #[must_use]
    pub fn of(call: RecordId, sheets: &[Sheet], [activation, balance]: [&Index; 2]) -> Self {
        let mut sheets: Vec<&Sheet> = sheets.iter().collect();
        sheets.sort_by_key(|sheet| sheet.party);
        let fair = balance.hundredths();
        let felt = sheets.iter().filter_map(|sheet| {
            let fairness = sheet.perception?.mean(Domain::Fairness);
            Some((sheet.party, Quadrant::of(fair?, fairness)))
        });
        let quadrants: Vec<(AgencyId, Quadrant)> = felt.collect();
        let mut plan = low(activation, Cause::Activation);
        plan.extend(low(balance, Cause::Balance));
        plan.extend(clauses(&sheets));
        plan.extend(domains(&sheets));
        let gaps = quadrants.iter().filter(|(_, quadrant)| quadrant.differs());
        plan.extend(gaps.map(|(party, quadrant)| Action {
            cause: Cause::Gap,
            code: quadrant.code().to_owned(),
            party: Some(*party),
        }));
        plan.truncate(ACTIONS_MAX);
        let answered = sheets.iter().map(|sheet| sheet.party).collect();
        Self { call, answered, activation: activation.hundredths(), balance: fair, quadrants, plan }
    }
}

fn low(index: &Index, cause: Cause) -> Vec<Action> {
    let low = index.components.iter().filter(|part| part.value.is_some_and(|value| value < LOW));
    low.map(|part| Action { cause, code: part.code.to_owned(), party: None }).collect()
}

/// A clause that one party does not keep, as the other or it itself says.
fn clauses(sheets: &[&Sheet]) -> Vec<Action> {
    let broken = |finding| matches!(finding, Finding::Partial | Finding::NonCompliant);
    let mut found: Vec<(String, AgencyId)> = Vec::new();
    for sheet in sheets {
        let other = sheets.iter().map(|one| one.party).find(|party| *party != sheet.party);
        for judged in &sheet.judged {
            if broken(judged.own) {
                found.push((judged.clause.clone(), sheet.party));
            }
            if let Some(other) = other.filter(|_| broken(judged.other)) {
                found.push((judged.clause.clone(), other));
            }
        }
    }
    found.sort();
    found.dedup();
    let action = |(code, party)| Action { cause: Cause::Clause, code, party: Some(party) };
    found.into_iter().map(action).collect()
}

fn domains(sheets: &[&Sheet]) -> Vec<Action> {
    let mut plan = Vec::new();
    for sheet in sheets {
        let Some(perception) = sheet.perception else { continue };
        let low = Domain::ALL.iter().filter(|domain| perception.mean(**domain) < LOW_MEAN);
        plan.extend(low.map(|domain| Action {
            cause: Cause::Perception,
            code: domain.code().to_owned(),
            party: Some(sheet.party),
        }));
    }
    plan
}
