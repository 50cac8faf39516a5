//! Who decides where the heads of both parties cannot agree: the two names in the forms, the clause in both languages, and how it is told on
//! the page and in the document.

use maud::{Markup, html};
use sila_core::agreement::{Agreement, ArbiterClause, Clause};

use super::prevail;
use crate::web::{Cx, Errors, Form, Pairs};

/// Longest name of an arbiter, in characters.
const NAME_MAX: usize = 160;
/// Title of the clause, Arabic before English.
const TITLE: [&str; 2] = ["المحكّم عند الخلاف", "Arbiter of disputes"];

/// The two names.
pub(super) fn fields(cx: &Cx, form: &Form<'_>) -> Markup {
    html! {
        (form.text("arbiter_ar", cx.t("arbiter-name-ar")).hint(cx.t("arbiter-name-hint")).lang("ar").max(NAME_MAX).optional())
        (form.text("arbiter_en", cx.t("arbiter-name-en")).lang("en").ltr().max(NAME_MAX).optional())
    }
}

/// The names that the form gives: both, or neither.
fn given(form: &Pairs) -> [String; 2] {
    ["arbiter_ar", "arbiter_en"].map(|name| form.get(name).unwrap_or_default().trim().to_owned())
}

/// Says what is wrong with the names.
pub(super) fn missing(cx: &Cx, form: &Pairs, errors: &mut Errors) {
    let [ar, en] = given(form);
    let long = [&ar, &en].iter().any(|name| name.chars().count() > NAME_MAX);
    if long || ar.is_empty() != en.is_empty() {
        errors.add("arbiter_ar", cx.t("arbiter-both-needed"));
    }
}

/// The names that an agreement gives, as the form shows them.
pub(super) fn filled(agreement: &Agreement, values: &mut Pairs) {
    if let Some(one) = &agreement.arbiter {
        values.push("arbiter_ar", &one.name_ar);
        values.push("arbiter_en", &one.name_en);
    }
}

/// Who is named, in the reader's language; nothing where nobody is.
pub(super) fn words(cx: &Cx, agreement: &Agreement) -> Option<String> {
    agreement.arbiter.as_ref().map(|one| cx.lang.pick(&one.name_ar, &one.name_en).clone())
}

/// The text with whom the form names, where that is somebody else than was named before. Whoever is no longer to be named is taken out with
/// the words of the clause.
pub(super) fn with(text: Agreement, before: Option<&ArbiterClause>, form: &Pairs) -> Agreement {
    let [ar, en] = given(form);
    let same = before.is_some_and(|one| (&one.name_ar, &one.name_en) == (&ar, &en));
    if same || ar.is_empty() || en.is_empty() { text } else { naming(text, [ar, en]) }
}

/// The same agreement with the clause that names the arbiter.
fn naming(mut agreement: Agreement, [name_ar, name_en]: [String; 2]) -> Agreement {
    let number = match &agreement.arbiter {
        Some(clause) => clause.number.clone(),
        None => prevail::free(&agreement),
    };
    let [title_ar, title_en] = TITLE.map(str::to_owned);
    let [text_ar, text_en] = [
        format!(
            "إذا لم يتفق رئيسا الطرفين على تسوية خلاف بشأن إحالة في المهلة عُرض على {name_ar} دون ما يدل على صاحب الحالة. ويُدوّن أحد الرئيسين القرار برقمه وتاريخه ومستنده، ويعمل به الطرفان متى أقره الآخر أو لم يعترض عليه في المهلة."
        ),
        format!(
            "Where the heads of both parties have not settled a dispute about a referral in time, it goes to {name_en} without anything that says who the person is. One head writes down the ruling with its number, day and document; both parties follow it once the other has signed it, or has not contradicted in time."
        ),
    ];
    let clause =
        Clause { number: number.clone(), title_ar, title_en, text_ar, text_en, binds: None };
    match agreement.clauses.iter_mut().find(|one| one.number == number) {
        Some(one) => *one = clause,
        None => agreement.clauses.push(clause),
    }
    agreement.arbiter = Some(ArbiterClause { number, name_ar, name_en });
    agreement
}

#[cfg(test)]
mod tests {
    use sila_core::agreement::compare::{Part, changes};

    use super::*;
    use crate::agreements::template::tests::sample;
    use crate::web::Lang;

    fn form(ar: &str, en: &str) -> Pairs {
        [("arbiter_ar", ar), ("arbiter_en", en)].into_iter().collect()
    }

    #[test]
    fn a_draft_names_an_arbiter_in_both_languages_or_nobody() {
        let silent = sample();
        for nobody in [form("", ""), form("مجلس", ""), Pairs::default()] {
            assert_eq!(with(silent.clone(), None, &nobody), silent);
        }
        let draft = with(silent.clone(), None, &form("مجلس الأسرة", "Family Council"));
        assert_eq!(draft.check(), Ok(()));
        let named = draft.arbiter.clone().unwrap();
        let clause = draft.clause(&named.number).unwrap();
        assert!(clause.text_ar.contains("مجلس الأسرة") && clause.text_en.contains("Family Council"));
        let cx = Cx::new(Lang::En, "", sila_core::Millis(0), Default::default());
        assert_eq!(words(&cx, &draft).as_deref(), Some("Family Council"));
        assert_eq!(words(&cx, &silent), None);
        let found = changes(&silent, &draft);
        assert_eq!((found.len(), found[0].rules.clone()), (1, vec![Part::Arbiter]));
        let mut values = Pairs::default();
        filled(&draft, &mut values);
        assert_eq!(with(draft.clone(), Some(&named), &values), draft, "nobody else was named");
        let other = with(draft.clone(), Some(&named), &form("الوزارة", "Ministry"));
        let now = other.arbiter.as_ref().unwrap();
        assert_eq!(
            (now.number.as_str(), now.name_en.as_str()),
            (named.number.as_str(), "Ministry")
        );
        assert_eq!(other.clauses.len(), draft.clauses.len(), "in the same clause");
    }

    #[test]
    fn one_name_alone_is_said_to_be_missing_the_other() {
        let cx = Cx::new(Lang::En, "", sila_core::Millis(0), Default::default());
        for (ar, en, wrong) in [("", "", false), ("مجلس", "Council", false), ("مجلس", "", true)]
        {
            let mut errors = Errors::none();
            missing(&cx, &form(ar, en), &mut errors);
            assert_eq!(errors.any(), wrong);
        }
    }
}
