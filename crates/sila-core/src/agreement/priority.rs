//! Whether cases that are referred under an agreement come before others of equal risk.
//!
//! The clause gives no more than that: an emergency, a higher urgency and a greater danger come first whatever is agreed. An agreement
//! without it, and one that is stopped, puts nobody before anybody.

use minicbor::{Decode, Encode};

use super::Agreement;

/// The clause by which a referred case comes before an equal one that turned to the party by itself.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct PriorityClause {
    /// Its number, such as `5.2`.
    #[n(0)]
    pub number: String,
}

impl Agreement {
    /// The number of the clause that puts referred cases first; nothing where none does.
    pub fn puts_first(&self) -> Option<&str> {
        self.priority.as_ref().map(|one| one.number.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::super::Clause;
    use super::super::compare::{Part, Warning, changes, taken};
    use super::super::tests::{DANA, MARSA, between};
    use super::*;

    fn with(number: &str) -> Agreement {
        let mut agreement = between(DANA, MARSA);
        let clause = Clause { number: "5.2".to_owned(), ..agreement.clauses[0].clone() };
        agreement.clauses.push(clause);
        let priority = Some(PriorityClause { number: number.to_owned() });
        Agreement { priority, ..agreement }
    }

    #[test]
    fn an_agreement_signed_without_priority_keeps_its_bytes_and_puts_nobody_first() {
        let silent = between(DANA, MARSA);
        assert_eq!(silent.to_cbor().first().copied(), Some(0x80 + 14));
        assert_eq!(silent.puts_first(), None);
        let said = with("5.2");
        assert_eq!((said.check(), said.puts_first()), (Ok(()), Some("5.2")));
        assert_eq!(with("9.9").check(), Err("priority"), "no rule without its clause");
        for one in [silent, said] {
            assert_eq!(Agreement::from_cbor(&one.to_cbor()).unwrap(), one);
        }
    }

    #[test]
    fn contract_b26_the_words_of_priority_without_the_rule_are_flagged_and_the_rule_without_the_words()
     {
        let said = with("5.2");
        let silent = Agreement { priority: None, ..said.clone() };
        let found = changes(&silent, &said);
        assert_eq!((found.len(), found[0].rules.clone()), (1, vec![Part::Priority]));
        assert_eq!(found[0].warnings(), [Warning::RuleAlone]);
        let mut reworded = said.clone();
        for clause in reworded.clauses.iter_mut().filter(|one| one.number == "5.2") {
            (clause.text_ar, clause.text_en) = ("غيره".to_owned(), "Other words".to_owned());
        }
        assert_eq!(changes(&said, &reworded)[0].warnings(), [Warning::TextAlone]);
        assert_eq!(taken(&silent, &said, &Default::default()), silent, "left, it is not the rule");
        assert_eq!(said.without("5.2").unwrap(), between(DANA, MARSA), "both go together");
        let mut free = said;
        for clause in free.clauses.iter_mut().filter(|one| one.number == "5.2") {
            clause.binds = Some(false);
        }
        assert_eq!(free.check(), Err("binding"), "what the program keeps binds");
    }
}
