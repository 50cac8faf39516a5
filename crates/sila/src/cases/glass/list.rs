//! `/glass`: breaking the glass of a case, what waits for a review, and what one has broken oneself.

use maud::{Markup, html};
use sila_core::law::Rule;

use super::{Glass, HOURS, REASONS, REVIEW_HOURS, State, path, store};
use crate::accounts::Permission;
use crate::ask::Ask;
use crate::db::{DbError, Tx};
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::{
    Button, Card, Note, Task, Tone, acts, columns, heading, post, stack, tag,
};
use crate::web::ident::{Name, Reference};
use crate::web::{Arg, Cx, Errors, Form, Page, Pairs};

/// The page.
///
/// # Errors
/// When the store cannot be read.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    Ok(Reply::page(&document(&ask, &Errors::none()).await?))
}

/// The page again, with what is wrong.
///
/// # Errors
/// As [`page`].
pub(super) async fn again(ask: &Ask, errors: &Errors) -> Result<Reply, Problem> {
    Ok(Reply::page_with_errors(&document(ask, errors).await?))
}

async fn document(ask: &Ask, errors: &Errors) -> Result<Page, Problem> {
    let (cx, reader) = (&ask.cx, ask.worker()?.clone());
    let read = move |tx: &mut dyn Tx| -> Result<_, DbError> {
        Ok((store::waiting(tx, &reader)?, store::of_worker(tx, reader.id)?))
    };
    let (waiting, own) = ask.app.store.read(read).await?;
    let main = html! {
        @if ask.may(Permission::CaseRead) { (form(cx, &ask.form, errors)) }
        (listed(cx, "glass-waiting", &waiting))
        (listed(cx, "glass-own", &own))
    };
    let means = Note::new("shield-check", cx.t("glass-means")).tone(Tone::Warn).body(html! {
        @for key in ["glass-means-1", "glass-means-2", "glass-means-3"] {
            p { (cx.t_with(key, &[("n", Arg::from(u32::try_from(HOURS).unwrap_or(0)))])) }
        }
    });
    let body = html! {
        (errors.summary(cx))
        (heading(cx.t("glass-title"), Some(&cx.t("glass-lead")), &html! {}))
        (columns(&stack(&main), &html! { (means) p { (crate::regulation::link(cx, Rule::BreakGlass)) } }))
    };
    Ok(Page::new(cx, cx.t("glass-title")).errors(errors.any()).body(body))
}

fn form(cx: &Cx, values: &Pairs, errors: &Errors) -> Markup {
    let form = Form::new(cx, values, errors);
    let reasons = REASONS.iter().map(|code| (*code, cx.code("glass-reason", code)));
    let inside = html! {
        (form.text("number", cx.t("glass-number")).hint(cx.t("glass-number-hint")).ltr())
        (form.radios("reason", cx.t("glass-reason")).choices(reasons))
        (form.area("words", cx.t("glass-words")).hint(cx.t("glass-words-hint")).max(500).rows(3))
        (form.password("password", cx.t("glass-password")).hint(cx.t("glass-password-hint")).autocomplete("current-password"))
        (acts(&html! { (Button::submit(cx.t("glass-break")).danger().icon("siren")) }))
    };
    html! { (Card::new(cx.t("glass-break-title")).body(post(cx, "/glass", &inside))) }
}

fn listed(cx: &Cx, key: &str, all: &[Glass]) -> Markup {
    html! {
        @if !all.is_empty() {
            (Card::new(cx.t(key)).count(all.len()).body(html! { ul.tasks { @for one in all { (task(cx, one)) } } }))
        }
    }
}

/// How it stands.
pub fn state_tag(cx: &Cx, glass: &Glass) -> Markup {
    let tone = match glass.state {
        State::Open => Tone::Bad,
        State::Asked => Tone::Gold,
        State::Closed => Tone::Plain,
        State::Refused => Tone::Ok,
    };
    tag(tone, cx.code("glass-state", glass.state.code()))
}

/// A line: whose, of which case, why, and by when somebody reviews it.
pub fn task(cx: &Cx, glass: &Glass) -> Task {
    let due = glass.at.plus_hours(REVIEW_HOURS);
    let late = glass.finding.is_none() && due < cx.now;
    let tone = if late || glass.state == State::Open { Tone::Bad } else { Tone::Gold };
    let name = cx.lang.pick(&glass.name_ar, &glass.name_en);
    let key = if glass.state == State::Asked { "glass-task-asked" } else { "glass-task" };
    let title = cx.t_with(key, &[("name", Arg::from(name.as_str()))]);
    let end = match glass.finding {
        Some(finding) => tag(Tone::Ok, cx.code("glass-finding", finding.code())),
        None => tag(if late { Tone::Bad } else { Tone::Warn }, cx.deadline(due)),
    };
    Task::new("siren", tone, title, cx.url(&path(glass.id, "")))
        .meta(html! { (Reference(&glass.reference)) " · " (cx.code("glass-reason", &glass.reason)) " · " (cx.at(glass.at)) })
        .end(html! { (state_tag(cx, glass)) " " (end) })
}

/// What was broken of a case, on the page of its readers.
pub fn card(cx: &Cx, all: &[Glass]) -> Markup {
    html! {
        @if !all.is_empty() {
            (Card::new(cx.t("glass-of-case")).count(all.len()).body(html! {
                ul.reads { @for one in all { li {
                    a.link href=(cx.url(&path(one.id, ""))) { (Name(cx.lang.pick(&one.name_ar, &one.name_en))) }
                    " " (state_tag(cx, one))
                    div.sub { (cx.code("glass-reason", &one.reason)) " · " (cx.at(one.at)) }
                } } }
            }))
        }
    }
}
