//! `/cases/{id}/reporter`: that somebody is sealed, and the form that seals. What was typed is never shown again here.

use maud::{Markup, html};
use sila_core::law::Rule;

use super::{Identity, REASONS, Sealed, keep, path, store};
use crate::accounts::Permission;
use crate::ask::Ask;
use crate::cases::opening;
use crate::cases::plan::page::frame;
use crate::cases::record::CaseRecord;
use crate::people::form::PHONE_CHARS_MAX;
use crate::problem::Problem;
use crate::regulation;
use crate::reply::Reply;
use crate::web::components::{Button, Card, Note, Tone, acts, columns, heading, post, stack};
use crate::web::ident::{Name, Reference};
use crate::web::{Arg, Cx, Errors, Form, Page, Pairs};

/// Longest name, in characters.
const NAME_MAX: usize = 120;
/// Longest words, in characters.
const WORDS_MAX: usize = 500;
/// Reporters of one case.
const COUNT_MAX: usize = 10;

/// The page.
///
/// # Errors
/// `page.not_found` for whoever may not read the case.
pub async fn show(ask: Ask) -> Result<Reply, Problem> {
    let record = opening::read(&ask, "case.reporter").await?;
    let id = record.row.id;
    let all = ask.app.store.read(move |tx| store::of_case(tx, id)).await?;
    let typed = (&Pairs::default(), &Errors::none());
    Ok(Reply::page(&document(&ask, &record, &all, typed)))
}

/// Seals who reported.
///
/// # Errors
/// As [`show`]; `case.closed`.
pub async fn create(ask: Ask) -> Result<Reply, Problem> {
    let record = opening::read(&ask, "case.reporter").await?;
    record.needs_ours()?;
    let case = record.row.id;
    let all = ask.app.store.read(move |tx| store::of_case(tx, case)).await?;
    let typed = |name: &str| ask.form.get(name).unwrap_or_default().trim().to_owned();
    let who = Identity {
        name: typed("name"),
        phone: typed("phone"),
        words: typed("words"),
        agrees: ask.form.has("agrees", "yes"),
    };
    let mut errors = Errors::none();
    let rules = [
        ("name", !who.name.is_empty(), "reporter-name-missing"),
        ("name", who.name.chars().count() <= NAME_MAX, "reporter-long"),
        ("phone", who.phone.chars().count() <= PHONE_CHARS_MAX, "reporter-long"),
        ("words", who.words.chars().count() <= WORDS_MAX, "reporter-long"),
        ("name", all.len() < COUNT_MAX, "reporter-many"),
    ];
    for (name, kept, key) in rules {
        if !kept && errors.get(name).is_none() {
            errors.add(name, ask.cx.t(key));
        }
    }
    if errors.any() {
        let page = document(&ask, &record, &all, (&ask.form, &errors));
        return Ok(Reply::page_with_errors(&page));
    }
    keep(&ask.app, ask.worker()?, case, &who, ask.now).await?;
    Ok(Reply::see_other(ask.cx.url(&path(case, ""))))
}

/// The page with what was typed.
pub(super) fn document(
    ask: &Ask,
    record: &CaseRecord,
    all: &[Sealed],
    (values, errors): (&Pairs, &Errors),
) -> Page {
    let cx = &ask.cx;
    let form = Form::new(cx, values, errors);
    let main = html! {
        @for one in all { (sealed(ask, record, one, errors)) }
        @if record.is_ours() { (sealing(cx, record, &form)) }
    };
    let aside = html! {
        (Note::new("lock-key", cx.t("reporter-sealed")).tone(Tone::Info).body(html! {
            p { (cx.t("reporter-sealed-text")) }
            p { (regulation::link(cx, Rule::Reporter)) }
        }))
    };
    let title = html! { (cx.t("reporter-title")) " " (Reference(&record.row.reference)) };
    let body = html! {
        (errors.summary(cx))
        (heading(title, None, &html! {}))
        (columns(&stack(&main), &stack(&aside)))
    };
    frame(cx, record, cx.t("reporter-title")).errors(errors.any()).body(body)
}

fn sealing(cx: &Cx, record: &CaseRecord, form: &Form<'_>) -> Markup {
    html! {
        (Card::new(cx.t("reporter-new")).body(post(cx, &path(record.row.id, ""), &html! {
            (form.text("name", cx.t("reporter-name")).max(NAME_MAX).autocomplete("off"))
            (form.text("phone", cx.t("reporter-phone")).tel().max(PHONE_CHARS_MAX).optional())
            (form.area("words", cx.t("reporter-words")).max(WORDS_MAX).rows(2).optional())
            (form.checks("agrees", cx.t("reporter-agrees")).choice("yes", cx.t("reporter-agrees-yes")))
            (acts(&html! { (Button::submit(cx.t("reporter-seal")).icon("lock-key")) }))
        })))
    }
}

/// That somebody is sealed; and for whoever may open it, the form that asks why.
fn sealed(ask: &Ask, record: &CaseRecord, one: &Sealed, errors: &Errors) -> Markup {
    let cx = &ask.cx;
    let values = Pairs::default();
    let form = Form::new(cx, &values, errors);
    let reasons = REASONS.map(|(code, _)| (code, cx.code("reporter-reason", code)));
    let act = path(record.row.id, &format!("/{}", one.id));
    html! {
        (Card::new(cx.t("reporter-one")).body(html! {
            p { (cx.t("reporter-by")) " " b { (Name(cx.lang.pick(&one.by.0, &one.by.1))) } " · " (cx.at(one.at)) }
            p.hint { (cx.t_with("reporter-opened", &[("n", Arg::from(one.opened))])) }
            @if ask.may(Permission::ReporterOpen) {
                (post(cx, &act, &html! {
                    (form.radios("reason", cx.t("reporter-reason")).choices(reasons))
                    (form.text("number", cx.t("reporter-number")).hint(cx.t("reporter-number-hint")).ltr().max(60).optional())
                    (acts(&html! { (Button::submit(cx.t("reporter-open")).danger().icon("eye")) }))
                }))
            }
        }))
    }
}
