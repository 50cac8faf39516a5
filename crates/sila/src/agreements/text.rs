//! `/agreements/{id}/text`: another text for an agreement, clause by clause in both languages beside each other. Where the words
//! changed in one language alone, or the words without the rule, it is said before anything is signed.

use maud::{Markup, html};
use sila_core::AgreementId;
use sila_core::agreement::compare::{Warning, changes};
use sila_core::agreement::{Agreement, Clause};

use super::texts::{self, Standing, Text};
use super::{
    Stored, aims, amendment, arbiter, library, prevail, priority, signing, times, vocabulary,
};
use crate::activation::saying::day;
use crate::ask::Ask;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::{Button, Card, Note, Tone, acts, heading};
use crate::web::{Arg, Cx, Errors, Form, Page, Pairs, ident};

/// Longest text of a clause, in characters.
const TEXT_MAX: usize = 4_000;
/// Longest title of a clause, in characters.
const TITLE_MAX: usize = 160;
/// The clause binds the parties.
const BINDS: &str = "yes";
/// It says what they mean to do.
const FREE: &str = "no";

/// The form, with the text that is on the table.
///
/// # Errors
/// `page.not_found`, or when the store cannot be read.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    let (stored, waiting) = both(&ask).await?;
    let basis = basis(&stored, waiting.as_ref());
    let values = filled(basis);
    Ok(Reply::page(&drawn(&ask.cx, basis, &values, &Errors::none(), &[])))
}

/// Signs and sends the text, when nothing is left to look at.
///
/// # Errors
/// See [`amendment::propose`].
pub async fn create(ask: Ask) -> Result<Reply, Problem> {
    let (stored, waiting) = both(&ask).await?;
    let basis = basis(&stored, waiting.as_ref());
    let (cx, id) = (&ask.cx, stored.agreement.id);
    let mut errors = Errors::none();
    let text = read(cx, &ask.form, basis, &mut errors);
    let found = changes(basis, &text);
    if found.is_empty() && !errors.any() {
        errors.add("until", cx.t("text-unchanged"));
    }
    let warned: Vec<(String, Warning)> = found
        .iter()
        .flat_map(|one| one.warnings().into_iter().map(move |w| (one.number.clone(), w)))
        .collect();
    let looked_at = ask.form.get("looked") == Some("yes") || warned.is_empty();
    if errors.any() || !looked_at {
        return Ok(Reply::page_with_errors(&drawn(cx, basis, &ask.form, &errors, &warned)));
    }
    let by = signing::By { worker: Some(ask.worker()?.id), now: ask.now };
    amendment::propose(&ask.app, id, text, by).await?;
    Ok(Reply::see_other(cx.url(&format!("/agreements/{id}"))))
}

async fn both(ask: &Ask) -> Result<(Stored, Option<Text>), Problem> {
    let id: AgreementId = ask.id("id")?;
    let stored = signing::one(&ask.app, id).await?;
    let waiting = ask.app.store.read(move |tx| texts::pending(tx, id)).await?;
    Ok((stored, waiting))
}

/// An amendment of the other party is answered; otherwise the text of the row.
fn basis<'a>(stored: &'a Stored, waiting: Option<&'a Text>) -> &'a Agreement {
    let offered = waiting.filter(|text| text.standing == Standing::Offered);
    offered.map_or(&stored.agreement, |text| &text.agreement)
}

/// How a field of a clause is called in forms.
pub(super) fn name(number: &str, end: &str) -> String {
    format!("c{}_{end}", number.replace('.', "_"))
}

fn filled(agreement: &Agreement) -> Pairs {
    let mut values = Pairs::default();
    for clause in &agreement.clauses {
        values.push(name(&clause.number, "ar"), &clause.text_ar);
        values.push(name(&clause.number, "en"), &clause.text_en);
        if let Some(binds) = clause.binds {
            values.push(name(&clause.number, "binds"), if binds { BINDS } else { FREE });
        }
    }
    if let Some(text) = prevail::said(agreement) {
        values.push("prevails", text.code());
    }
    arbiter::filled(agreement, &mut values);
    priority::filled(agreement, &mut values);
    times::filled(agreement, &mut values);
    let until = agreement.until.uae_date();
    values.push("until_d", until.day.to_string());
    values.push("until_m", until.month.to_string());
    values.push("until_y", until.year.to_string());
    if let Some(aims) = &agreement.aims {
        aims.objectives.iter().for_each(|one| values.push("objectives", one.code()));
        aims.groups.iter().for_each(|one| values.push("groups", one.code()));
        aims.goals.iter().for_each(|one| values.push("goals", one.to_string()));
    }
    values
}

fn read(cx: &Cx, form: &Pairs, basis: &Agreement, errors: &mut Errors) -> Agreement {
    let mut text = basis.clone();
    let mut gone = Vec::new();
    let given = |name: &str| form.get(name).unwrap_or_default().trim().replace("\r\n", "\n");
    let kept: Vec<String> =
        basis.rules().into_iter().map(|(_, number)| number.to_owned()).collect();
    for clause in &mut text.clauses {
        let (ar, en) = (name(&clause.number, "ar"), name(&clause.number, "en"));
        (clause.text_ar, clause.text_en) = (given(&ar), given(&en));
        if !kept.contains(&clause.number) {
            clause.binds = binds(form, &name(&clause.number, "binds"));
        }
        let missing = clause.text_ar.is_empty() || clause.text_en.is_empty();
        let empty = clause.text_ar.is_empty() && clause.text_en.is_empty();
        let long = [&clause.text_ar, &clause.text_en].iter().any(|t| t.chars().count() > TEXT_MAX);
        if (missing && !empty) || long {
            errors.add(ar, cx.t("text-both-needed"));
        } else if empty {
            gone.push(clause.number.clone());
        }
    }
    for number in gone {
        match text.without(&number) {
            Ok(rest) => text = rest,
            Err(_) => errors.add(name(&number, "ar"), cx.t("text-both-needed")),
        }
    }
    text = prevail::with(text, prevail::said(basis), form);
    arbiter::missing(cx, form, errors);
    text = arbiter::with(text, basis.arbiter.as_ref(), form);
    text = priority::with(text, basis, form);
    text = times::with(text, form);
    added(cx, form, &mut text, errors);
    match day(form, "until") {
        Some(day) if day.at_minute(0) > basis.from => {
            if day != basis.until.uae_date() {
                text.until = day.at_minute(0);
            }
        }
        _ => errors.add("until", cx.t("text-until-needed")),
    }
    aims::missing(cx, form, errors);
    text.aims = Some(aims::read(form)).filter(|_| text.clause(super::template::AIMS).is_some());
    if form.get("vocabulary") == Some("yes") && text.clause(super::template::VOCABULARY).is_some() {
        text.vocabulary = Some(vocabulary::current());
    }
    let residence = text.clause(&text.residence.number).cloned();
    if let Some(Clause { text_ar, text_en, .. }) = residence {
        (text.residence.text_ar, text.residence.text_en) = (text_ar, text_en);
    }
    text
}

/// What is said of whether a clause binds; nothing where nothing is.
fn binds(form: &Pairs, name: &str) -> Option<bool> {
    match form.get(name) {
        Some(BINDS) => Some(true),
        Some(FREE) => Some(false),
        _ => None,
    }
}

/// Clauses of the library, and one of the officers' own.
fn added(cx: &Cx, form: &Pairs, text: &mut Agreement, errors: &mut Errors) {
    for choice in form.all("library") {
        library::add(text, choice);
    }
    let given = |name: &str| form.get(name).unwrap_or_default().trim().replace("\r\n", "\n");
    let own = Clause {
        number: given("new_number"),
        title_ar: given("new_title_ar"),
        title_en: given("new_title_en"),
        text_ar: given("new_ar"),
        text_en: given("new_en"),
        binds: binds(form, "new_binds"),
    };
    let all = [&own.number, &own.title_ar, &own.title_en, &own.text_ar, &own.text_en];
    if all.iter().any(|words| !words.is_empty()) {
        let digits = own.number.chars().all(|c| c.is_ascii_digit() || c == '.');
        let fits = all.iter().all(|words| (1..=TEXT_MAX).contains(&words.chars().count()));
        if digits && fits && own.number.len() <= 12 && text.clause(&own.number).is_none() {
            text.clauses.push(own);
        } else {
            errors.add("new_number", cx.t("text-new-needed"));
        }
    }
    let order = |number: &str| -> Vec<u16> {
        number.split('.').map(|part| part.parse().unwrap_or(u16::MAX)).collect()
    };
    text.clauses.sort_by_key(|clause| order(&clause.number));
}

fn drawn(
    cx: &Cx,
    basis: &Agreement,
    values: &Pairs,
    errors: &Errors,
    warned: &[(String, Warning)],
) -> Page {
    let form = Form::new(cx, values, errors);
    let title = cx.t("text-title");
    let path = format!("/agreements/{}", basis.id);
    let grown = basis.vocabulary.as_ref().is_none_or(|one| !one.behind().is_empty());
    let body = html! {
        (heading(title.clone(), Some(&cx.t("text-lead")), &html! { (ident::Code(&basis.code)) }))
        (form.summary())
        form method="post" action=(cx.url(&format!("{path}/text"))) novalidate {
            div.stack {
                @if !warned.is_empty() { (warnings(cx, &form, warned)) }
                @for clause in &basis.clauses { (one(cx, &form, basis, clause)) }
                (new(cx, &form))
                (Card::new(cx.t("text-terms")).body(html! {
                    (form.date("until", cx.t("agreement-until")))
                    (prevail::field(cx, &form, prevail::said(basis)))
                    (arbiter::fields(cx, &form))
                    (priority::field(cx, &form))
                    (times::fields(cx, &form, Some(basis)))
                    (aims::fields(cx, &form))
                    @if grown {
                        (form.checks("vocabulary", cx.t("vocabulary-title")).optional().choice("yes", cx.t("text-vocabulary")))
                    }
                }))
            }
            (acts(&html! { (Button::submit(cx.t("text-propose")).icon("seal-check")) }))
        }
    };
    Page::new(cx, title).crumb(basis.code.clone(), &path).errors(errors.any()).body(body)
}

fn one(cx: &Cx, form: &Form<'_>, basis: &Agreement, clause: &Clause) -> Markup {
    let kept = basis.rules().iter().any(|(_, number)| *number == clause.number);
    let title = format!("{} {}", clause.number, cx.lang.pick(&clause.title_ar, &clause.title_en));
    html! {
        details.fold {
            summary { (title) " " (rule_tag(cx, kept)) }
            (form.area(&name(&clause.number, "ar"), cx.t("record-text-ar")).lang("ar").max(TEXT_MAX).rows(5))
            (form.area(&name(&clause.number, "en"), cx.t("record-text-en")).lang("en").ltr().max(TEXT_MAX).rows(5))
            @if !kept { (binding(cx, form, &name(&clause.number, "binds"))) }
        }
    }
}

/// The question whether a clause binds. What the program keeps binds, and is not asked.
fn binding(cx: &Cx, form: &Form<'_>, name: &str) -> Markup {
    let choices = [(BINDS, cx.t("clause-binds")), (FREE, cx.t("clause-free"))];
    html! { (form.select(name, cx.t("clause-binding")).choices(choices).optional()) }
}

/// What was said of whether a clause binds; nothing where nothing was.
pub(super) fn binding_tag(cx: &Cx, binds: Option<bool>) -> Markup {
    let said = binds.map(|binds| match binds {
        true => (Tone::Info, "clause-binds"),
        false => (Tone::Warn, "clause-free"),
    });
    html! { @if let Some((tone, key)) = said { (crate::web::components::tag(tone, cx.t(key))) } }
}

/// Whether the node keeps a clause, or people do.
pub(super) fn rule_tag(cx: &Cx, kept: bool) -> Markup {
    let (tone, key) =
        if kept { (Tone::Ok, "clause-kept") } else { (Tone::Plain, "clause-by-people") };
    crate::web::components::tag(tone, cx.t(key))
}

fn new(cx: &Cx, form: &Form<'_>) -> Markup {
    html! {
        (Card::new(cx.t("text-add")).body(html! {
            (form.checks("library", cx.t("library-title")).hint(cx.t("library-hint")).optional().choices(library::choices(cx)))
            details.fold {
                summary { (cx.t("text-own")) }
                (form.text("new_number", cx.t("text-number")).ltr().max(12))
                (form.text("new_title_ar", cx.t("record-title-ar")).lang("ar").max(TITLE_MAX))
                (form.text("new_title_en", cx.t("record-title-en")).lang("en").ltr().max(TITLE_MAX))
                (form.area("new_ar", cx.t("record-text-ar")).lang("ar").max(TEXT_MAX).rows(4))
                (form.area("new_en", cx.t("record-text-en")).lang("en").ltr().max(TEXT_MAX).rows(4))
                (binding(cx, form, "new_binds"))
            }
        }))
    }
}

/// What should be looked at, and the word that it was.
fn warnings(cx: &Cx, form: &Form<'_>, warned: &[(String, Warning)]) -> Markup {
    html! {
        (Note::new("warning", cx.t("text-look")).tone(Tone::Warn).says(cx.t("text-look-text")))
        (Card::new(cx.t("text-look")).body(html! {
            ul.plain { @for (number, warning) in warned { li { (said(cx, number, *warning)) } } }
            (form.checks("looked", cx.t("text-looked")).optional().choice("yes", cx.t("text-looked-yes")))
        }))
    }
}

/// A warning in words.
pub(super) fn said(cx: &Cx, number: &str, warning: Warning) -> String {
    let key = match warning {
        Warning::OneLanguage => "warning-one-language",
        Warning::TextAlone => "warning-text-alone",
        Warning::RuleAlone => "warning-rule-alone",
    };
    cx.t_with(key, &[("clause", Arg::phrase(number.to_owned()))])
}

#[cfg(test)]
mod tests {
    use sila_core::Millis;
    use sila_core::agreement::PrevailingText;
    use sila_core::agreement::compare::Part;

    use super::super::template;
    use super::*;
    use crate::web::Lang;

    #[test]
    fn which_text_prevails_is_chosen_beside_the_words_and_left_out_with_them() {
        let cx = Cx::new(Lang::En, "", Millis(0), Default::default());
        let sample = template::tests::sample();
        let sample = Agreement { until: Millis(0).plus_days(400), ..sample };
        let basis = prevail::saying(sample.clone(), PrevailingText::Arabic);
        let (mut form, mut errors) = (filled(&basis), Errors::none());
        assert_eq!(read(&cx, &form, &basis, &mut errors), basis, "nothing was typed");
        form.set("prevails", "EQUAL");
        let text = read(&cx, &form, &basis, &mut errors);
        let found = changes(&basis, &text);
        assert_eq!((found.len(), found[0].rules.as_slice()), (1, [Part::Prevails].as_slice()));
        assert_eq!(prevail::said(&text), Some(PrevailingText::Equal));
        form.set("prevails", "ARABIC");
        form.set(&name(&found[0].number, "ar"), "");
        form.set(&name(&found[0].number, "en"), "");
        assert_eq!(read(&cx, &form, &basis, &mut errors), sample);
        let said = read(&cx, &form, &sample, &mut errors);
        assert_eq!(said, basis, "an agreement that said nothing says it by an amendment");
    }
}
