//! Which text of an agreement decides where its two languages differ.
//!
//! An agreement stands in Arabic and in English, and no translation is the same to the letter. The clause says which text prevails, or that
//! neither does. An agreement that was signed without it says nothing, and nobody adds anything to what was signed.

use minicbor::{Decode, Encode};

use super::{Agreement, Clause};
use crate::codes::code_list;

code_list! {
    /// The text that decides where the languages of an agreement differ.
    PrevailingText, "prevailing_text" {
        Arabic = "ARABIC": "The Arabic text prevails.",
        English = "ENGLISH": "The English text prevails, such as between parties abroad.",
        Equal = "EQUAL": "Both are equal in force and neither prevails.",
    }
}

/// The clause that says which text prevails.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct PrevailClause {
    /// Its number, such as `7.2`.
    #[n(0)]
    pub number: String,
    /// What it says.
    #[n(1)]
    pub text: PrevailingText,
}

impl Agreement {
    /// A text prevails only where it is there: every clause has words in the language that decides, in both where both do.
    pub(super) fn is_prevailing(&self, clause: &PrevailClause) -> bool {
        let there = |words: &str| !words.trim().is_empty();
        let stands = |one: &Clause| match clause.text {
            PrevailingText::Arabic => there(&one.text_ar),
            PrevailingText::English => there(&one.text_en),
            PrevailingText::Equal => there(&one.text_ar) && there(&one.text_en),
        };
        self.has_clause(&clause.number) && self.clauses.iter().all(stands)
    }
}

#[cfg(test)]
mod tests {
    use super::super::compare::{Part, changes, taken};
    use super::super::tests::{DANA, MARSA, between};
    use super::super::{AgreementKind, Aims, Objective};
    use super::*;
    use crate::codes::Category;
    use crate::wire::WireError;

    fn saying(number: &str, text: PrevailingText) -> Agreement {
        let prevails = Some(PrevailClause { number: number.to_owned(), text });
        Agreement { prevails, ..between(DANA, MARSA) }
    }

    /// Fields that stand in the bytes: the head of a CBOR array (RFC 8949, major type 4).
    fn fields(agreement: &Agreement) -> u8 {
        match agreement.to_cbor().as_slice() {
            [0x98, many, ..] => *many,
            [head, ..] => head - 0x80,
            [] => 0,
        }
    }

    #[test]
    fn an_agreement_signed_without_a_prevailing_text_keeps_its_bytes_and_says_nothing() {
        let silent = between(DANA, MARSA);
        assert_eq!(fields(&silent), 14, "the clause about asking was the last of it and still is");
        let known = Agreement { kind: Some(AgreementKind::Memorandum), ..silent.clone() };
        assert_eq!(fields(&known), 24, "the kind was the last field there was");
        let said = saying("6.1", PrevailingText::Arabic);
        assert_eq!(fields(&said), 25);
        for one in [silent, known, said] {
            assert_eq!(Agreement::from_cbor(&one.to_cbor()).unwrap(), one);
        }
        let aims = Aims {
            number: "1.1".to_owned(),
            objectives: vec![Objective::Protection],
            groups: vec![Category::Child],
            goals: Vec::new(),
        };
        let aimed = Agreement { aims: Some(aims), ..between(DANA, MARSA) };
        assert_eq!(fields(&aimed), 17, "what is not said takes no place behind what is");
    }

    #[test]
    fn a_text_prevails_by_a_clause_and_only_where_it_is_there() {
        for text in PrevailingText::ALL {
            assert_eq!(saying("6.1", *text).check(), Ok(()), "{text}");
            let nowhere = saying("9.9", *text);
            assert_eq!(nowhere.check(), Err("prevails"), "{text}");
            let read = Agreement::from_cbor(&nowhere.to_cbor());
            assert_eq!(read, Err(WireError::Invalid { part: "prevails" }));
        }
        let table = [
            (PrevailingText::Arabic, Err("prevails"), Ok(())),
            (PrevailingText::English, Ok(()), Err("prevails")),
            (PrevailingText::Equal, Err("prevails"), Err("prevails")),
        ];
        for (text, without_arabic, without_english) in table {
            let (mut arabic, mut english) = (saying("6.1", text), saying("6.1", text));
            arabic.clauses[0].text_ar = " ".to_owned();
            english.clauses[0].text_en = String::new();
            assert_eq!(
                (arabic.check(), english.check()),
                (without_arabic, without_english),
                "{text}"
            );
        }
    }

    #[test]
    fn another_prevailing_text_is_a_change_of_its_clause_and_can_be_left() {
        let before = saying("6.1", PrevailingText::Arabic);
        let after = saying("6.1", PrevailingText::Equal);
        assert_ne!(before.to_cbor(), after.to_cbor(), "so both sign again");
        let found = changes(&before, &after);
        assert_eq!((found.len(), found[0].rules.clone()), (1, vec![Part::Prevails]));
        assert_eq!(taken(&before, &after, &Default::default()), before);
        let silent = between(DANA, MARSA);
        assert_eq!(changes(&silent, &before)[0].rules, [Part::Prevails]);
        let mut own = saying("7.2", PrevailingText::Arabic);
        own.clauses.push(Clause { number: "7.2".to_owned(), ..own.clauses[0].clone() });
        assert_eq!((own.check(), own.without("7.2").unwrap()), (Ok(()), silent));
    }
}
