//! Whether a certificate holds: a page that anybody may use, signed in or not. What is typed is not kept.

use maud::{Markup, html};

use super::certificate::{Checked, check};
use crate::ask::Ask;
use crate::partners::Names;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::{Button, Card, Note, Summary, Tone, acts, heading};
use crate::web::ident::{Code, Name};
use crate::web::{Cx, Errors, Form, Page, dates};

/// Longest text that is looked at, in characters.
const TEXT_MAX: usize = 4_000;

/// The empty form.
///
/// # Errors
/// None of its own.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    Ok(Reply::page(&document(&ask, &html! {})))
}

/// The form with what came of it.
///
/// # Errors
/// When the store cannot be read.
pub async fn create(ask: Ask) -> Result<Reply, Problem> {
    let typed: String =
        ask.form.get("certificate").unwrap_or_default().chars().take(TEXT_MAX).collect();
    let found = check(&ask.app, &typed).await?;
    let cx = &ask.cx;
    let said = match &found {
        None => Note::new("x-circle", cx.t("certificate-fails"))
            .tone(Tone::Bad)
            .says(cx.t("certificate-fails-text")),
        Some(found) if found.revoked => Note::new("warning", cx.t("certificate-revoked"))
            .tone(Tone::Bad)
            .says(cx.t("certificate-revoked-text")),
        Some(_) => Note::new("seal-check", cx.t("certificate-holds"))
            .tone(Tone::Ok)
            .says(cx.t("certificate-holds-text")),
    };
    let names = Names::all(&ask.app).await?;
    let more = html! { (said) @if let Some(found) = &found { (told(&ask, found, &names)) } };
    Ok(Reply::page(&document(&ask, &more)))
}

fn told(ask: &Ask, found: &Checked, names: &Names) -> Markup {
    let (cx, read) = (&ask.cx, &found.certificate);
    let ours = read.issuer == ask.app.node.id;
    let issuer = if ours { cx.agency() } else { names.of(cx.lang, read.issuer) };
    let typed = ask.form.get("name").unwrap_or_default();
    let name = match (typed.trim().is_empty(), read.is_of(typed)) {
        (true, _) => cx.t("certificate-name-not-asked"),
        (false, true) => cx.t("certificate-name-right"),
        (false, false) => cx.t("certificate-name-wrong"),
    };
    let rows = Summary::new()
        .row(cx.t("certificate-number"), Code(&read.number()))
        .row(cx.t("training-host"), Name(issuer))
        .row(cx.t("training-course"), Name(cx.lang.pick(&read.title.ar, &read.title.en)))
        .row(cx.t("training-day"), dates::day(cx.lang, read.held_at))
        .row(cx.t("training-hours"), dates::duration(cx.lang, i64::from(read.minutes)))
        .row(cx.t("certificate-name"), name);
    html! { (Card::new(cx.t("certificate-title")).body(html! { (rows) })) }
}

fn document(ask: &Ask, more: &Markup) -> Page {
    let cx: &Cx = &ask.cx;
    let errors = Errors::none();
    let form = Form::new(cx, &ask.form, &errors);
    let body = html! {
        (heading(cx.t("certificate-check-title"), Some(&cx.t("certificate-check-lead")), &html! {}))
        div.stack {
            (more)
            form method="post" action=(cx.url("/training/check")) novalidate {
                (form.area("certificate", cx.t("certificate-text")).hint(cx.t("certificate-text-hint")).ltr().max(TEXT_MAX).rows(5))
                (form.text("name", cx.t("certificate-name")).hint(cx.t("certificate-name-hint")).max(200).optional())
                (acts(&html! { (Button::submit(cx.t("certificate-check")).icon("seal-check")) }))
            }
        }
    };
    Page::new(cx, cx.t("certificate-check-title")).bare().body(body)
}
