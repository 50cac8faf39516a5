//! What was decided about two records of persons, folded from the acts in their order. Nothing is ever overwritten:
//! taking a merge back is one more act.

use sila_core::ids::{PersonId, WorkerId};
use sila_core::time::Millis;
use uuid::Uuid;

/// Two records of persons, the smaller identifier first: the order in which they were named does not matter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Pair {
    /// The smaller identifier.
    pub one: PersonId,
    /// The larger one.
    pub two: PersonId,
}

impl Pair {
    /// The pair of two records; none for a record and itself.
    pub fn of(a: PersonId, b: PersonId) -> Option<Pair> {
        (a != b).then(|| Pair { one: a.min(b), two: a.max(b) })
    }

    /// The record that stands beside this one.
    pub fn other(self, one: PersonId) -> PersonId {
        if one == self.one { self.two } else { self.one }
    }
}

/// What somebody did about a pair.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Act {
    /// They are one person.
    Same,
    /// They are two people, for good.
    Different,
    /// They are two people who belong together: twins, a mother and her son.
    Related,
    /// Not now.
    Later,
    /// Takes back what was decided: the pair is open again.
    Apart,
    /// The second person agrees to what the first proposed.
    Agree,
    /// The second person does not agree; what stood before still stands.
    Refuse,
}

impl Act {
    /// Every act.
    pub const ALL: [Act; 7] =
        [Act::Same, Act::Different, Act::Related, Act::Later, Act::Apart, Act::Agree, Act::Refuse];

    /// The word in the database and in forms.
    pub fn code(self) -> &'static str {
        match self {
            Act::Same => "SAME",
            Act::Different => "DIFFERENT",
            Act::Related => "RELATED",
            Act::Later => "LATER",
            Act::Apart => "APART",
            Act::Agree => "AGREE",
            Act::Refuse => "REFUSE",
        }
    }

    /// The act of that word.
    pub fn of(code: &str) -> Option<Act> {
        Act::ALL.into_iter().find(|act| act.code() == code)
    }
}

/// One line of what was done about a pair.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// Identifier.
    pub id: Uuid,
    /// About whom.
    pub pair: Pair,
    /// What.
    pub act: Act,
    /// Counts only when a second person agrees.
    pub needs_second: bool,
    /// By whom.
    pub worker: WorkerId,
    /// Under which role.
    pub role: String,
    /// When.
    pub at: Millis,
}

/// What stands about a pair.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Verdict {
    /// Nobody has said anything that stands.
    #[default]
    Open,
    /// Put off.
    Later,
    /// One person.
    Same,
    /// Not one person.
    Different,
    /// Two people who belong together.
    Related,
}

/// A proposal that waits for a second person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Proposal {
    /// What would stand.
    pub verdict: Verdict,
    /// Who proposed it, and so cannot agree to it.
    pub by: WorkerId,
    /// When.
    pub at: Millis,
}

/// What stands about a pair, and what waits.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Standing {
    /// What stands.
    pub verdict: Verdict,
    /// What waits for a second person.
    pub proposal: Option<Proposal>,
}

impl Standing {
    /// Folds the acts of one pair, oldest first.
    pub fn of<'a>(decisions: impl IntoIterator<Item = &'a Decision>) -> Standing {
        decisions.into_iter().fold(Standing::default(), Standing::after)
    }

    fn after(self, decision: &Decision) -> Standing {
        let verdict = match decision.act {
            Act::Same => Verdict::Same,
            Act::Different => Verdict::Different,
            Act::Related => Verdict::Related,
            Act::Later => Verdict::Later,
            Act::Apart => Verdict::Open,
            Act::Agree => return self.agreed(decision.worker),
            Act::Refuse => return Standing { proposal: None, ..self },
        };
        if decision.needs_second {
            let (by, at) = (decision.worker, decision.at);
            return Standing { proposal: Some(Proposal { verdict, by, at }), ..self };
        }
        Standing { verdict, proposal: None }
    }

    fn agreed(self, by: WorkerId) -> Standing {
        match self.proposal {
            Some(proposal) if proposal.by != by => {
                Standing { verdict: proposal.verdict, proposal: None }
            }
            _ => self,
        }
    }

    /// Whether this act makes or unmakes one person out of two records.
    pub fn joins_or_parts(self, act: Act) -> bool {
        let ends = matches!(act, Act::Different | Act::Related | Act::Later | Act::Apart);
        act == Act::Same || (ends && self.verdict == Verdict::Same)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pair() -> Pair {
        let id = |n| PersonId(Uuid::from_u128(n));
        Pair::of(id(2), id(1)).unwrap()
    }

    /// What was done, whether a second person is needed, and by whom.
    type Done = (Act, bool, u128);

    fn fold(acts: &[Done]) -> Standing {
        let decision = |(n, (act, needs_second, who)): (u32, &Done)| Decision {
            id: Uuid::from_u128(n.into()),
            pair: pair(),
            act: *act,
            needs_second: *needs_second,
            worker: WorkerId(Uuid::from_u128(*who)),
            role: "SUPERVISOR".to_owned(),
            at: Millis(n.into()),
        };
        let decisions: Vec<Decision> = (0_u32..).zip(acts).map(decision).collect();
        Standing::of(&decisions)
    }

    #[test]
    fn a_pair_is_the_same_in_either_order() {
        let (a, b) = (PersonId(Uuid::from_u128(7)), PersonId(Uuid::from_u128(9)));
        assert_eq!(Pair::of(a, b), Pair::of(b, a));
        assert_eq!(Pair::of(a, a), None);
        assert_eq!(Pair::of(a, b).unwrap().other(a), b);
    }

    #[test]
    fn the_newest_act_that_stands_counts() {
        let table: [(&[Done], Verdict); 8] = [
            (&[], Verdict::Open),
            (&[(Act::Same, false, 1)], Verdict::Same),
            (&[(Act::Same, false, 1), (Act::Apart, false, 2)], Verdict::Open),
            (&[(Act::Different, false, 1)], Verdict::Different),
            (&[(Act::Later, false, 1), (Act::Related, false, 1)], Verdict::Related),
            (&[(Act::Same, true, 1)], Verdict::Open),
            (&[(Act::Same, true, 1), (Act::Agree, false, 2)], Verdict::Same),
            (
                &[(Act::Same, true, 1), (Act::Refuse, false, 2), (Act::Agree, false, 3)],
                Verdict::Open,
            ),
        ];
        for (acts, verdict) in table {
            assert_eq!(fold(acts).verdict, verdict, "{acts:?}");
        }
    }

    #[test]
    fn nobody_agrees_to_what_they_proposed_themselves() {
        let alone = fold(&[(Act::Same, true, 1), (Act::Agree, false, 1)]);
        assert_eq!(alone.verdict, Verdict::Open);
        assert!(alone.proposal.is_some(), "it still waits");
    }

    #[test]
    fn taking_a_merge_back_leaves_what_was_before() {
        let merged = fold(&[(Act::Same, false, 1)]);
        assert!(merged.joins_or_parts(Act::Apart) && merged.joins_or_parts(Act::Different));
        assert!(!fold(&[]).joins_or_parts(Act::Different));
        let waits = fold(&[(Act::Same, false, 1), (Act::Apart, true, 2)]);
        assert_eq!(waits.verdict, Verdict::Same, "until the second person agrees");
        let done = [(Act::Same, false, 1), (Act::Apart, true, 2), (Act::Agree, false, 1)];
        assert_eq!(fold(&done), Standing::default());
    }

    #[test]
    fn codes_are_read_back() {
        for act in Act::ALL {
            assert_eq!(Act::of(act.code()), Some(act));
        }
        assert_eq!(Act::of("same"), None);
    }
}
