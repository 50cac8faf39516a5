//! What an agreement is among others: its kind, the agreement above it, and which of its clauses bind.
//!
//! A memorandum is often followed by an agreement on levels of service, and that by an annex on data. Each names the one above it by
//! a clause; the clause says whether what stops the one above stops this one, and whether this one may run longer.

use minicbor::{Decode, Encode};

use super::Agreement;
use crate::codes::code_list;
use crate::ids::AgreementId;
use crate::wire::is_machine_word;

/// The most agreements in a line, the one at the top included.
pub const LEVELS_MAX: usize = 5;

code_list! {
    /// What an agreement between agencies is called.
    AgreementKind, "agreement_kind" {
        Memorandum = "MEMORANDUM": "Memorandum of understanding (مذكرة تفاهم).",
        Cooperation = "COOPERATION": "Cooperation agreement (اتفاقية تعاون).",
        Integration = "INTEGRATION": "Integration document (وثيقة تكامل).",
        ServiceLevel = "SERVICE_LEVEL": "Agreement on levels of service (اتفاقية مستوى خدمة).",
        DataSharing = "DATA_SHARING": "Agreement on sharing data (اتفاقية مشاركة بيانات).",
        Protocol = "PROTOCOL": "Referral protocol (بروتوكول إحالة).",
        Annex = "ANNEX": "Annex (ملحق).",
        Letters = "LETTERS": "Exchange of letters (تبادل كتب).",
    }
}

/// The clause that names the agreement above.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct AboveClause {
    /// Its number, such as `1.3`.
    #[n(0)]
    pub number: String,
    /// The agreement above.
    #[n(1)]
    pub agreement: AgreementId,
    /// Its reference.
    #[n(2)]
    pub code: String,
    /// What stops the one above stops this one.
    #[n(3)]
    pub stops: bool,
    /// This one may run longer than the one above; otherwise it ends with it.
    #[n(4)]
    pub outlives: bool,
}

/// How far an agreement binds, once its clauses say so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Binding {
    /// Every clause binds.
    Whole,
    /// Some clauses bind and others do not.
    Mixed,
}

impl Binding {
    /// The key of texts.
    pub fn code(self) -> &'static str {
        match self {
            Self::Whole => "WHOLE",
            Self::Mixed => "MIXED",
        }
    }
}

impl Agreement {
    /// Whether a clause binds; nothing where nobody has said. What the program keeps as a rule binds.
    pub fn binds(&self, number: &str) -> Option<bool> {
        if self.rules().iter().any(|(_, stated)| *stated == number) {
            return Some(true);
        }
        self.clause(number)?.binds
    }

    /// How far it binds; nothing while clauses are left of which nobody has said it and none of them is free.
    pub fn binding(&self) -> Option<Binding> {
        let all: Vec<_> = self.clauses.iter().map(|clause| self.binds(&clause.number)).collect();
        if all.contains(&Some(false)) {
            return Some(Binding::Mixed);
        }
        (!all.contains(&None)).then_some(Binding::Whole)
    }

    /// A clause by which the program keeps a rule cannot be said not to bind.
    pub(super) fn binds_what_it_states(&self) -> bool {
        let free = |number: &str| self.clause(number).is_some_and(|one| one.binds == Some(false));
        !self.rules().iter().any(|(_, stated)| free(stated))
    }

    /// The agreement above is another one, and named by a clause.
    pub(super) fn is_above(&self, clause: &AboveClause) -> bool {
        self.has_clause(&clause.number)
            && clause.agreement != self.id
            && is_machine_word(&clause.code, 32)
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::super::tests::{DANA, MARSA, between};
    use super::*;

    fn above(number: &str) -> AboveClause {
        AboveClause {
            number: number.to_owned(),
            agreement: AgreementId(Uuid::from_u128(77)),
            code: "MOU-DEMO-000".to_owned(),
            stops: true,
            outlives: false,
        }
    }

    #[test]
    fn the_agreement_above_is_named_by_a_clause_and_is_another_one() {
        let own = between(DANA, MARSA);
        let own_id = own.id;
        let with = |clause| Agreement { above: Some(clause), ..own.clone() };
        let sound = with(above("1.1"));
        assert_eq!(sound.check(), Ok(()));
        assert_eq!(Agreement::from_cbor(&sound.to_cbor()).unwrap(), sound);
        for wrong in [
            above("9.9"),
            AboveClause { agreement: own_id, ..above("1.1") },
            AboveClause { code: "a b".to_owned(), ..above("1.1") },
        ] {
            assert_eq!(with(wrong.clone()).check(), Err("above"), "{wrong:?}");
        }
    }

    #[test]
    fn a_clause_that_the_program_keeps_binds_whatever_anybody_declares() {
        let mut agreement = between(DANA, MARSA);
        let free = Some(false);
        agreement.clauses[0].number = "9.9".to_owned();
        agreement.clauses.push(between(DANA, MARSA).clauses[0].clone());
        assert_eq!((agreement.binds("9.9"), agreement.binds("3.1")), (None, Some(true)));
        assert_eq!(agreement.binding(), None, "of one clause nobody has said it");
        agreement.clauses[0].binds = Some(true);
        assert_eq!(agreement.binding(), Some(Binding::Whole));
        agreement.clauses[0].binds = free;
        assert_eq!((agreement.check(), agreement.binding()), (Ok(()), Some(Binding::Mixed)));
        for clause in agreement.clauses.iter_mut().filter(|one| one.number == "3.1") {
            clause.binds = free;
        }
        assert_eq!(agreement.check(), Err("binding"));
        assert_eq!(agreement.binds("3.1"), Some(true));
    }

    #[test]
    fn what_a_clause_binds_and_what_stands_above_are_changes_that_are_seen_and_can_be_left() {
        use super::super::compare::{Part, changes, taken};
        let mut before = between(DANA, MARSA);
        before
            .clauses
            .push(super::super::Clause { number: "9.9".to_owned(), ..before.clauses[0].clone() });
        let mut after = Agreement { above: Some(above("9.9")), ..before.clone() };
        let found = changes(&before, &after);
        assert_eq!((found.len(), found[0].rules.clone()), (1, vec![Part::Above]));
        assert_eq!(taken(&before, &after, &Default::default()), before);
        assert_eq!(after.without("9.9").unwrap().above, None);
        after = before.clone();
        for clause in after.clauses.iter_mut().filter(|one| one.number == "9.9") {
            clause.binds = Some(false);
        }
        let found = changes(&before, &after);
        assert!(found.len() == 1 && found[0].binds && found[0].warnings().is_empty());
        assert_eq!(taken(&before, &after, &Default::default()), before);
    }
}
