//! Who decides where two heads cannot agree: an office or agency that both parties have named beforehand. An agreement that was signed
//! without the clause names nobody, and then nobody but the two decides.

use minicbor::{Decode, Encode};

use super::Agreement;

/// Longest name of an arbiter, in characters.
const NAME_MAX: usize = 160;

/// The clause that names an arbiter.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct ArbiterClause {
    /// Its number, such as `7.3`.
    #[n(0)]
    pub number: String,
    /// The office or agency, in Arabic.
    #[n(1)]
    pub name_ar: String,
    /// The same, in English.
    #[n(2)]
    pub name_en: String,
}

impl Agreement {
    pub(super) fn is_arbiter(&self, clause: &ArbiterClause) -> bool {
        let named = |name: &String| crate::partnership::fits(name, NAME_MAX);
        self.has_clause(&clause.number) && named(&clause.name_ar) && named(&clause.name_en)
    }
}

#[cfg(test)]
mod tests {
    use super::super::compare::{Part, changes};
    use super::super::tests::{DANA, MARSA, between};
    use super::*;

    fn naming(number: &str, name_en: &str) -> Agreement {
        let (name_ar, name_en) = ("مجلس الأسرة".to_owned(), name_en.to_owned());
        let arbiter = Some(ArbiterClause { number: number.to_owned(), name_ar, name_en });
        Agreement { arbiter, ..between(DANA, MARSA) }
    }

    #[test]
    fn an_agreement_signed_without_an_arbiter_keeps_its_bytes_and_names_nobody() {
        let silent = between(DANA, MARSA);
        let head = |one: &Agreement| one.to_cbor().first().copied();
        assert_eq!(head(&silent), Some(0x80 + 14), "what is not said takes no place");
        let said = naming("6.1", "Family Council");
        assert_eq!(said.to_cbor().get(..2), Some(&[0x98, 26][..]));
        for one in [silent, said] {
            assert_eq!(Agreement::from_cbor(&one.to_cbor()).unwrap(), one);
        }
    }

    #[test]
    fn an_arbiter_has_a_clause_and_a_name_in_both_languages() {
        assert_eq!(naming("6.1", "Family Council").check(), Ok(()));
        assert_eq!(naming("9.9", "Family Council").check(), Err("arbiter"));
        assert_eq!(naming("6.1", " ").check(), Err("arbiter"));
        assert_eq!(naming("6.1", &"x".repeat(NAME_MAX + 1)).check(), Err("arbiter"));
    }

    #[test]
    fn another_arbiter_is_a_change_that_both_sign_and_can_be_left_out() {
        let (before, after) = (naming("6.1", "Family Council"), naming("6.1", "Ministry"));
        let found = changes(&before, &after);
        assert_eq!((found.len(), found[0].rules.clone()), (1, vec![Part::Arbiter]));
        let mut own = naming("7.2", "Ministry");
        own.clauses
            .push(super::super::Clause { number: "7.2".to_owned(), ..own.clauses[0].clone() });
        assert_eq!(own.without("7.2").unwrap(), between(DANA, MARSA));
    }
}
