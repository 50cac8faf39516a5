//! Approval from outside: some agreements may be signed only after an authority over a party has approved the text, such as its legal
//! department, a council or a ministry.

use std::collections::BTreeSet;

use minicbor::{Decode, Encode};

use super::Agreement;
use crate::ids::AgencyId;

/// The most authorities whose approval an agreement asks for.
pub const APPROVERS_MAX: usize = 8;
/// Longest name of an authority, in characters.
const NAME_MAX: usize = 160;

/// The clause that asks for approval before a party signs.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct ApprovalClause {
    /// Its number, such as `8.9`.
    #[n(0)]
    pub number: String,
    /// Whose approval, at least one.
    #[n(1)]
    pub of: Vec<Approver>,
}

/// An authority that approves the text before a party signs it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Encode, Decode)]
pub struct Approver {
    /// The party that needs it.
    #[n(0)]
    pub party: AgencyId,
    /// The authority, in Arabic.
    #[n(1)]
    pub name_ar: String,
    /// The authority, in English.
    #[n(2)]
    pub name_en: String,
}

impl Agreement {
    /// Whose approval this party needs before it signs, each with its place in the clause.
    pub fn approvers(&self, party: AgencyId) -> impl Iterator<Item = (usize, &Approver)> {
        let all = self.approval.iter().flat_map(|clause| &clause.of).enumerate();
        all.filter(move |(_, one)| one.party == party)
    }

    pub(super) fn is_approval(&self, clause: &ApprovalClause) -> bool {
        let named = |name: &String| crate::partnership::fits(name, NAME_MAX);
        let sound = |one: &Approver| {
            self.party(one.party).is_some() && named(&one.name_ar) && named(&one.name_en)
        };
        let once: BTreeSet<&Approver> = clause.of.iter().collect();
        self.has_clause(&clause.number)
            && (1..=APPROVERS_MAX).contains(&clause.of.len())
            && once.len() == clause.of.len()
            && clause.of.iter().all(sound)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::agreement::tests::{DANA, MARSA, NASEEM, between};

    fn ministry(party: AgencyId) -> Approver {
        let (name_ar, name_en) = ("الدائرة القانونية".to_owned(), "Legal department".to_owned());
        Approver { party, name_ar, name_en }
    }

    #[test]
    fn an_approval_names_its_clause_and_a_party_and_each_authority_once() {
        let with = |number: &str, of: Vec<Approver>| {
            let clause = ApprovalClause { number: number.to_owned(), of };
            Agreement { approval: Some(clause), ..between(DANA, MARSA) }
        };
        let good = with("6.1", vec![ministry(MARSA), ministry(DANA)]);
        assert_eq!(good.check(), Ok(()));
        let of: Vec<usize> = good.approvers(DANA).map(|(place, _)| place).collect();
        assert_eq!(of, [1]);
        assert_eq!(good.approvers(NASEEM).count(), 0);
        let nameless = Approver { name_en: String::new(), ..ministry(DANA) };
        for (number, of) in [
            ("9.9", vec![ministry(DANA)]),
            ("6.1", vec![]),
            ("6.1", vec![ministry(NASEEM)]),
            ("6.1", vec![ministry(DANA), ministry(DANA)]),
            ("6.1", vec![nameless]),
        ] {
            assert_eq!(with(number, of).check(), Err("approval"), "{number}");
        }
    }
}
