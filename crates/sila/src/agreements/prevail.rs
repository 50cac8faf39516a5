//! Which text of an agreement decides where its two languages differ: the choice in the forms, the clause in both languages, and how it is
//! told on the page and in the document.

use maud::{Markup, html};
use sila_core::agreement::{Agreement, Clause, PrevailClause, PrevailingText};

use crate::web::{Cx, Form, Pairs};

/// The number of the clause, behind the term, where no other clause has it.
const NUMBER: &str = "7.2";
/// Title of the clause, Arabic before English.
const TITLE: [&str; 2] = ["لغة الاتفاق والنص الراجح", "Languages and prevailing text"];

/// The choice. Only an agreement that says nothing yet may go on saying nothing: a clause is taken out where its words are.
pub(super) fn field(cx: &Cx, form: &Form<'_>, before: Option<PrevailingText>) -> Markup {
    let all =
        PrevailingText::ALL.iter().map(|one| (one.code(), cx.code("prevailing-text", one.code())));
    let field = form.select("prevails", cx.t("prevailing-text"));
    let field = field.hint(cx.t("prevailing-text-hint")).choices(all);
    html! { @if before.is_some() { (field) } @else { (field.optional()) } }
}

/// What an agreement says.
pub(super) fn said(agreement: &Agreement) -> Option<PrevailingText> {
    agreement.prevails.as_ref().map(|one| one.text)
}

/// What an agreement says, in the reader's language; nothing where it says nothing.
pub(super) fn words(cx: &Cx, agreement: &Agreement) -> Option<String> {
    said(agreement).map(|one| cx.code("prevailing-text", one.code()))
}

/// The text with what the form says, where that is something else than was said before.
pub(super) fn with(text: Agreement, before: Option<PrevailingText>, form: &Pairs) -> Agreement {
    let chosen = form.get("prevails").and_then(|code| PrevailingText::from_code(code).ok());
    match chosen.filter(|chosen| Some(*chosen) != before) {
        Some(chosen) => saying(text, chosen),
        None => text,
    }
}

/// The same agreement with the clause that says which text prevails. Words that the parties wrote themselves stay.
pub fn saying(mut agreement: Agreement, text: PrevailingText) -> Agreement {
    let number = match &agreement.prevails {
        Some(clause) => clause.number.clone(),
        None => free(&agreement),
    };
    let ([title_ar, title_en], [text_ar, text_en]) =
        (TITLE.map(str::to_owned), ours(text).map(str::to_owned));
    match agreement.clauses.iter_mut().find(|one| one.number == number) {
        Some(one) if is_ours(one) => (one.text_ar, one.text_en) = (text_ar, text_en),
        Some(_) => {}
        None => {
            let number = number.clone();
            let clause = Clause { number, title_ar, title_en, text_ar, text_en, binds: None };
            let term = agreement.clauses.iter().position(|one| one.number == agreement.cites.term);
            let place = term.map_or(agreement.clauses.len(), |at| at.saturating_add(1));
            agreement.clauses.insert(place, clause);
        }
    }
    agreement.prevails = Some(PrevailClause { number, text });
    agreement
}

/// A number that no clause has.
pub(super) fn free(agreement: &Agreement) -> String {
    let mut numbers = (2..100).map(|n| format!("7.{n}"));
    let unused = numbers.find(|number| agreement.clause(number).is_none());
    unused.unwrap_or_else(|| NUMBER.to_owned())
}

fn is_ours(clause: &Clause) -> bool {
    let words = [clause.text_ar.as_str(), clause.text_en.as_str()];
    let same = |one: &PrevailingText| ours(*one) == words;
    PrevailingText::ALL.iter().any(same)
}

/// The words of the clause, Arabic before English.
fn ours(text: PrevailingText) -> [&'static str; 2] {
    match text {
        PrevailingText::Arabic => [
            "حُرّر هذا الاتفاق بالعربية والإنجليزية، وإذا اختلف النصان فالعبرة بالنص العربي.",
            "This agreement is made in Arabic and in English; where the two differ, the Arabic text prevails.",
        ],
        PrevailingText::English => [
            "حُرّر هذا الاتفاق بالعربية والإنجليزية، وإذا اختلف النصان فالعبرة بالنص الإنجليزي.",
            "This agreement is made in Arabic and in English; where the two differ, the English text prevails.",
        ],
        PrevailingText::Equal => [
            "حُرّر هذا الاتفاق بالعربية والإنجليزية، وللنصين القوة نفسها، ولا يرجح أحدهما على الآخر.",
            "This agreement is made in Arabic and in English; both texts are equal in force and neither prevails over the other.",
        ],
    }
}

#[cfg(test)]
mod tests {
    use sila_core::agreement::compare::{Part, changes};
    use sila_seal::sha256;

    use super::*;
    use crate::agreements::document::document;
    use crate::agreements::template::tests::sample;
    use crate::web::{Errors, Lang, paper};

    fn form(code: &str) -> Pairs {
        let mut form = Pairs::default();
        form.push("prevails", code);
        form
    }

    #[test]
    fn a_draft_says_in_both_languages_which_text_prevails() {
        let silent = sample();
        let file = |one: &Agreement| document(one, &sha256(&[&one.to_cbor()]));
        for (text, ar, en) in [
            ("ARABIC", "فالعبرة بالنص العربي", "the Arabic text prevails"),
            ("ENGLISH", "فالعبرة بالنص الإنجليزي", "the English text prevails"),
            ("EQUAL", "وللنصين القوة نفسها", "both texts are equal in force"),
        ] {
            let draft = with(silent.clone(), None, &form(text));
            assert_eq!(draft.check(), Ok(()), "{text}");
            assert_eq!(said(&draft).unwrap().code(), text);
            let clause = draft.clause(NUMBER).unwrap();
            assert!(clause.text_ar.contains(ar) && clause.text_en.contains(en), "{clause:?}");
            let last: Vec<&str> =
                draft.clauses.iter().rev().take(2).map(|one| one.number.as_str()).collect();
            assert_eq!(last, [NUMBER, "7.1"], "it stands behind the term");
            let words = format!("{:?}", file(&draft));
            for told in [ar, en, "Prevailing text: ", "النص الراجح: "] {
                assert!(words.contains(told), "{told}: {words}");
            }
            paper::bytes(&file(&draft)).unwrap();
        }
        for nothing in [form(""), form("KLINGON"), Pairs::default()] {
            assert_eq!(with(silent.clone(), None, &nothing), silent);
        }
        let words = format!("{:?}", file(&silent));
        assert!(!words.contains("Prevailing text") && !words.contains("النص الراجح"));
    }

    #[test]
    fn another_choice_changes_words_and_rule_and_own_words_stay() {
        let before = with(sample(), None, &form("ARABIC"));
        let now = said(&before);
        assert_eq!(with(before.clone(), now, &form("ARABIC")), before, "nothing was chosen anew");
        let after = with(before.clone(), now, &form("EQUAL"));
        let found = changes(&before, &after);
        assert_eq!((found.len(), found[0].number.as_str()), (1, NUMBER));
        assert!(found[0].arabic && found[0].english && found[0].warnings().is_empty());
        assert_eq!(found[0].rules, [Part::Prevails]);
        let mut own = before.clone();
        for clause in own.clauses.iter_mut().filter(|one| one.number == NUMBER) {
            clause.text_en.push('!');
        }
        let kept = with(own.clone(), now, &form("ENGLISH"));
        assert_eq!(kept.clauses, own.clauses);
        assert_eq!(said(&kept), Some(PrevailingText::English));
        let emptied = before.without(NUMBER).unwrap();
        assert_eq!(with(emptied.clone(), now, &form("ARABIC")), emptied, "left out and not back");
        let mut taken = sample();
        taken.clauses.push(Clause { number: NUMBER.to_owned(), ..taken.clauses[0].clone() });
        let beside = with(taken.clone(), None, &form("ARABIC"));
        assert_eq!(beside.clause(NUMBER), taken.clause(NUMBER), "another clause keeps its number");
        assert_eq!((beside.check(), beside.prevails.unwrap().number.as_str()), (Ok(()), "7.3"));
    }

    #[test]
    fn the_form_offers_each_text_and_marks_the_one_that_holds() {
        let cx = Cx::new(Lang::En, "", sila_core::Millis(0), Default::default());
        let (values, errors) = (form("ARABIC"), Errors::none());
        let drawn = field(&cx, &Form::new(&cx, &values, &errors), None).into_string();
        for text in PrevailingText::ALL {
            assert!(drawn.contains(&format!("value=\"{}\"", text.code())), "{drawn}");
        }
        assert!(drawn.contains("value=\"ARABIC\" selected"), "{drawn}");
        assert_eq!(drawn.matches(" selected").count(), 1, "{drawn}");
    }
}
