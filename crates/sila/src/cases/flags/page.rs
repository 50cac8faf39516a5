//! `/cases/{id}/flags`: the flags of a case, the form that sets one, and the note that resolves it.

use maud::{Markup, html};
use uuid::Uuid;

use super::{Flag, REASONS, WORDS_MAX, case, of_case, path, set, settle};
use crate::ask::Ask;
use crate::cases::plan::page::frame;
use crate::cases::record::CaseRecord;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::{
    Button, Card, Note, Tone, acts, columns, empty_state, heading, post, stack, tag,
};
use crate::web::ident::{Name, Reference};
use crate::web::{Cx, Errors, Form, Pairs};

/// The page.
///
/// # Errors
/// `page.not_found` for whoever may not read the case.
pub async fn show(ask: Ask) -> Result<Reply, Problem> {
    let record = case(&ask).await?;
    document(&ask, &record, (&Pairs::default(), &Errors::none())).await
}

/// Words of the form that are there and not too long.
fn words<'a>(ask: &'a Ask, name: &str) -> Option<&'a str> {
    let words = ask.form.get(name).map(str::trim);
    words.filter(|words| (1..=WORDS_MAX).contains(&words.chars().count()))
}

/// Sets a flag.
///
/// # Errors
/// As [`show`]; `flag.many`.
pub async fn create(ask: Ask) -> Result<Reply, Problem> {
    let record = case(&ask).await?;
    let reason = REASONS.into_iter().find(|code| ask.form.has("reason", code));
    let words = words(&ask, "words");
    let (Some(reason), Some(words)) = (reason, words) else {
        let mut errors = Errors::none();
        if reason.is_none() {
            errors.add("reason", ask.cx.t("wrong-choice"));
        }
        if words.is_none() {
            errors.add("words", ask.cx.t("flag-words-missing"));
        }
        return document(&ask, &record, (&ask.form, &errors)).await;
    };
    set(&ask.app, ask.worker()?, &record, (reason, words), ask.now).await?;
    Ok(Reply::see_other(ask.cx.url(&path(record.row.id, ""))))
}

/// Says what came of a flag.
///
/// # Errors
/// As [`show`]; `flag.moved`.
pub async fn resolve(ask: Ask) -> Result<Reply, Problem> {
    let record = case(&ask).await?;
    let id: Uuid = ask.id("one")?;
    let field = note_of(id);
    let Some(note) = words(&ask, &field) else {
        let mut errors = Errors::none();
        errors.add(field, ask.cx.t("flag-note-missing"));
        return document(&ask, &record, (&ask.form, &errors)).await;
    };
    settle(&ask.app, ask.worker()?, &record, (id, note), ask.now).await?;
    Ok(Reply::see_other(ask.cx.url(&path(record.row.id, ""))))
}

/// The field of the note of a flag: several stand on one page.
fn note_of(id: Uuid) -> String {
    format!("note_{}", id.simple())
}

async fn document(
    ask: &Ask,
    record: &CaseRecord,
    (values, errors): (&Pairs, &Errors),
) -> Result<Reply, Problem> {
    let cx = &ask.cx;
    let all = of_case(&ask.app, record).await?;
    let none = empty_state("flag", cx.t("flags-none"), cx.t("flags-none-text"), &html! {});
    let form = Form::new(cx, values, errors);
    let main = html! {
        (Card::new(cx.t("flags-title")).count(all.len()).live("case-flags", "cases").body(html! {
            @if all.is_empty() { (none) }
            ul.joint { @for flag in &all { (line(cx, record, flag, (&form, errors))) } }
        }))
    };
    let reasons = REASONS.map(|code| (code, cx.code("flag-reason", code)));
    let fields = html! {
        (form.select("reason", cx.t("flag-reason")).choices(reasons))
        (form.area("words", cx.t("flag-words")).hint(cx.t("flag-words-hint")).max(WORDS_MAX).rows(3))
        (acts(&html! { (Button::submit(cx.t("flag-set")).icon("flag")) }))
    };
    let aside =
        html! { (Card::new(cx.t("flag-new")).body(post(cx, &path(record.row.id, ""), &fields))) };
    let title = html! { (cx.t("flags-title")) " " (Reference(&record.row.reference)) };
    let body = html! {
        (form.summary())
        (heading(title, Some(&cx.t("flags-case-lead")), &html! {}))
        (columns(&stack(&main), &stack(&aside)))
    };
    let page = frame(cx, record, cx.t("flags-title")).errors(errors.any()).body(body);
    Ok(if errors.any() { Reply::page_with_errors(&page) } else { Reply::page(&page) })
}

fn line(cx: &Cx, record: &CaseRecord, flag: &Flag, (form, errors): (&Form<'_>, &Errors)) -> Markup {
    let field = note_of(flag.id);
    let act = path(record.row.id, &format!("/{}", flag.id));
    let state = match flag.resolved {
        Some(_) => tag(Tone::Ok, cx.t("flag-resolved")),
        None => tag(Tone::Warn, cx.t("flag-open")),
    };
    let who = |ar: &String, en: &String| html! { (Name(cx.lang.pick(ar, en))) };
    html! { li {
        div.joint-h { b { (cx.code("flag-reason", &flag.reason)) } (state) }
        div.joint-who { (who(&flag.by.0, &flag.by.1)) " · " (cx.at(flag.at)) }
        p.typed { (Name(&flag.words)) }
        @match &flag.resolved {
            Some((at, ar, en)) => {
                div.joint-who { (cx.t("flag-resolved-by")) " " (who(ar, en)) " · " (cx.at(*at)) }
                p.typed { (Name(&flag.note)) }
            },
            None => details.fold open[errors.get(&field).is_some()] {
                summary { (cx.t("flag-resolve")) }
                (post(cx, &act, &html! {
                    (form.area(&field, cx.t("flag-note")).max(WORDS_MAX).rows(2))
                    (acts(&html! { (Button::submit(cx.t("flag-resolve-act")).line().icon("check")) }))
                }))
            },
        }
    } }
}

/// On the page of the case, as long as something is open; nothing otherwise.
pub fn strip(cx: &Cx, record: &CaseRecord, all: &[Flag]) -> Markup {
    let open: Vec<&Flag> = all.iter().filter(|flag| flag.resolved.is_none()).collect();
    if open.is_empty() {
        return html! {};
    }
    let title = cx.t_with("flags-open-here", &[("n", open.len().into())]);
    html! {
        (Note::new("flag", title).tone(Tone::Warn).body(html! {
            ul.plain { @for flag in &open { li { b { (cx.code("flag-reason", &flag.reason)) } " · " (Name(&flag.words)) } } }
            p { a.link href=(cx.url(&path(record.row.id, ""))) { (cx.t("flags-go")) } }
        }))
    }
}
