//! Whether what an improvement plan names has moved by the next evaluation: the component, clause, domain or gap of each of its actions before
//! and after, each with how many facts or people it rests on. Nobody types it, and both parties find the same. Of fewer than
//! [`PEOPLE_MIN`] facts or people nothing is said.

use super::{Action, Cause, Domain, PEOPLE_MIN, Quadrant, Sheet};
use crate::codes::code_list;
use crate::ids::AgencyId;
use crate::indices::Index;
use crate::policy::Finding;

code_list! {
    /// How something has moved from one evaluation to the next.
    Way, "evaluation_way" {
        Better = "BETTER": "It is higher than it was.",
        Same = "SAME": "It is where it was.",
        Worse = "WORSE": "It is lower than it was.",
        Unknown = "UNKNOWN": "Before or after there were too few facts or answers.",
    }
}

/// What an evaluation that is over says.
#[derive(Clone, Debug)]
pub struct Seen<'a> {
    /// The sheets that were opened.
    pub sheets: Vec<&'a Sheet>,
    /// Activation and balance at the end of its period; nothing where there was no agreement.
    pub indices: Option<[Index; 2]>,
}

/// What was seen of one thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Value {
    /// In hundredths: of a component, of a mark, of how far a clause is kept; of a gap of the side that was the lower one.
    pub at: u32,
    /// Of a clause the finding, of a gap the quadrant.
    pub word: Option<&'static str>,
    /// From how many facts or people; of a clause how many parties have judged it.
    pub n: u32,
}

/// One action of the plan before, with what became of its component.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moved {
    /// The action.
    pub action: Action,
    /// When it was planned; nothing of too few.
    pub before: Option<Value>,
    /// At the next evaluation; nothing of too few.
    pub after: Option<Value>,
}

impl Moved {
    /// Which way it went.
    pub fn way(&self) -> Way {
        match (self.before, self.after) {
            (Some(before), Some(after)) if before.at < after.at => Way::Better,
            (Some(before), Some(after)) if before.at > after.at => Way::Worse,
            (Some(_), Some(_)) => Way::Same,
            _ => Way::Unknown,
        }
    }
}

/// What became of each action of a plan, in its order.
#[must_use]
pub fn moved(plan: &[Action], before: &Seen<'_>, after: &Seen<'_>) -> Vec<Moved> {
    let one = |action: &Action| Moved {
        action: action.clone(),
        before: before.of(action),
        after: after.of(action),
    };
    plan.iter().map(one).collect()
}

impl Seen<'_> {
    fn of(&self, action: &Action) -> Option<Value> {
        let indices = self.indices.as_ref();
        match action.cause {
            Cause::Activation => component(indices.map(|[lives, _]| lives)?, &action.code),
            Cause::Balance => component(indices.map(|[_, even]| even)?, &action.code),
            Cause::Clause => self.clause(&action.code, action.party?),
            Cause::Perception => {
                let domain = Domain::from_code(&action.code).ok()?;
                let felt = self.sheet(action.party?)?.perception?;
                Some(Value { at: felt.mean(domain), word: None, n: felt.people })
            }
            Cause::Gap => {
                let felt = self.sheet(action.party?)?.perception?;
                let [_, even] = indices?;
                let (facts, feeling) = (even.hundredths()?, felt.mean(Domain::Fairness));
                // The side that was the lower one when the action was planned.
                let feels = action.code == Quadrant::FeelsUnfair.code();
                let at = if feels { feeling } else { facts };
                Some(Value { at, word: Some(Quadrant::of(facts, feeling).code()), n: felt.people })
            }
        }
    }

    fn sheet(&self, party: AgencyId) -> Option<&Sheet> {
        self.sheets.iter().copied().find(|sheet| sheet.party == party)
    }

    /// The lowest that anybody found of a party: that party itself or the other.
    fn clause(&self, clause: &str, party: AgencyId) -> Option<Value> {
        let found = self.sheets.iter().filter_map(|sheet| {
            let judged = sheet.judged.iter().find(|one| one.clause == clause)?;
            let finding = if sheet.party == party { judged.own } else { judged.other };
            Some((kept(finding)?, finding))
        });
        let all: Vec<(u32, Finding)> = found.collect();
        let (at, finding) = all.iter().min_by_key(|(at, _)| *at).copied()?;
        let n = u32::try_from(all.len()).unwrap_or(u32::MAX);
        Some(Value { at, word: Some(finding.code()), n })
    }
}

/// How far a clause is kept, in hundredths; nothing where it does not apply.
fn kept(finding: Finding) -> Option<u32> {
    match finding {
        Finding::Compliant => Some(100),
        Finding::Partial => Some(50),
        Finding::NonCompliant => Some(0),
        Finding::NotApplicable => None,
    }
}

fn component(index: &Index, code: &str) -> Option<Value> {
    let value = index.components.iter().find(|part| part.code == code)?.value?;
    let hundredths = (value * 100.0 + 1e-9).floor();
    let at = (0..=100_u32).rev().find(|whole| f64::from(*whole) <= hundredths).unwrap_or(0);
    (index.facts >= PEOPLE_MIN).then_some(Value { at, word: None, n: index.facts })
}
