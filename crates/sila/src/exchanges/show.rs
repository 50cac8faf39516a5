//! One exchange: what is agreed, who goes, what came of it, and the word that is asked of us.

use maud::{Markup, html};
use sila_seal::hex;

use super::plan::{Exchange, Report, Row};
use super::{Open, list, open, path, report};
use crate::accounts::Permission;
use crate::ask::Ask;
use crate::partners::Names;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::{
    Button, Card, Col, Summary, Table, acts, columns, heading, post, stack,
};
use crate::web::ident::Name;
use crate::web::{Cx, Errors, Page, Pairs, dates};

/// The page.
///
/// # Errors
/// `page.not_found`.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    let found = open(&ask.app, ask.id("id")?).await?;
    let page = document(&ask, &found, (&Pairs::default(), &Errors::none())).await?;
    Ok(Reply::page(&page))
}

/// The page with what was wrong in its form.
///
/// # Errors
/// When the store cannot be read.
pub async fn with_errors(ask: &Ask, found: Open, errors: &Errors) -> Result<Reply, Problem> {
    Ok(Reply::page_with_errors(&document(ask, &found, (&ask.form, errors)).await?))
}

async fn document(ask: &Ask, found: &Open, typed: (&Pairs, &Errors)) -> Result<Page, Problem> {
    let names = Names::all(&ask.app).await?;
    let (cx, me, keeps) = (&ask.cx, ask.app.node.id, ask.may(Permission::TrainingKeep));
    let exchange = &found.shown().exchange;
    let pick =
        |words: &sila_core::partnership::Words| cx.lang.pick(&words.ar, &words.en).to_owned();
    // Until both have signed it, a report is shown to whoever has to sign it as one that waits.
    let waits = found.last.exchange.report.as_ref().filter(|_| found.report().is_none());
    let main = html! {
        (Card::new(cx.t("exchange-purpose")).body(html! { p { (pick(&exchange.purpose)) } }))
        (Card::new(cx.t("exchange-goals")).body(html! { p { (pick(&exchange.goals)) } }))
        @if let Some(report) = found.report() { (told(cx, report, "exchange-report")) (into_library(ask, found)) }
        @if let Some(report) = waits { (told(cx, report, "exchange-report-waits")) }
        @if keeps && report::is_due(&ask.app, found, ask.now) { (report::form(cx, found, typed)) }
    };
    let agency = |id: sila_core::AgencyId| match id == me {
        true => cx.agency().to_owned(),
        false => names.of(cx.lang, id).to_owned(),
    };
    let aside = html! {
        @if keeps && found.last.waits_for(me) { (deciding(cx, found)) }
        (facts(cx, exchange, &agency(exchange.sender), &agency(exchange.host)))
    };
    let title = pick(&exchange.title);
    let body = html! {
        (heading(Name(&title), Some(&cx.code("exchange-kind", &exchange.kind)), &list::state(cx, found, me)))
        (columns(&stack(&main), &stack(&aside)))
    };
    let page = Page::new(cx, title.clone()).crumb(cx.t("exchanges-title"), "/exchanges");
    Ok(page.errors(typed.1.any()).body(body))
}

fn facts(cx: &Cx, exchange: &Exchange, sender: &str, host: &str) -> Markup {
    let rows = Summary::new()
        .row(cx.t("exchange-sender"), Name(sender))
        .row(cx.t("exchange-host"), Name(host))
        .row(cx.t("exchange-begins"), dates::day(cx.lang, exchange.begins.at_minute(0)))
        .row(cx.t("exchange-ends"), dates::day(cx.lang, exchange.ends.at_minute(0)))
        .row(
            cx.t("exchange-guests"),
            html! { @for guest in &exchange.guests { div { (Name(&guest.name)) } } },
        );
    html! { (Card::new(cx.t("exchange-one")).live("exchange", "agreements").body(html! { (rows) })) }
}

fn told(cx: &Cx, report: &Report, title: &str) -> Markup {
    let head = [
        Col::text(cx.t("exchange-row-what")),
        Col::text(cx.t("exchange-row-ours")),
        Col::text(cx.t("exchange-row-theirs")),
        Col::text(cx.t("exchange-row-adopted")),
    ];
    let cell = |text: &String| html! { span dir="auto" { (text) } };
    let row = |row: &Row| [&row.what, &row.ours, &row.theirs, &row.adopted].map(cell);
    let table = Table::new(cx.t("exchange-compared"), head).rows(report.rows.iter().map(row));
    let pick =
        |words: &sila_core::partnership::Words| cx.lang.pick(&words.ar, &words.en).to_owned();
    html! {
        (Card::new(cx.t(title)).body(html! {
            p { (pick(&report.done)) }
            h3 { (cx.t("exchange-lesson")) }
            p { (pick(&report.lesson)) }
            p.muted { (cx.t("exchange-hours")) ": " (dates::duration(cx.lang, i64::from(report.minutes))) }
        }))
        @if !report.rows.is_empty() {
            (Card::new(cx.t("exchange-compared")).count(report.rows.len()).body(html! { (table) }))
        }
    }
}

fn into_library(ask: &Ask, found: &Open) -> Markup {
    let cx = &ask.cx;
    html! {
        @if ask.may(Permission::KnowledgeWrite) {
            (post(cx, &format!("{}/lesson", path(found.last.record)), &html! {
                (acts(&html! { (Button::submit(cx.t("exchange-into-library")).soft().icon("books")) }))
            }))
        }
    }
}

/// The word that is asked of us.
fn deciding(cx: &Cx, found: &Open) -> Markup {
    let reported = found.last.exchange.report.is_some();
    let text = if reported { "exchange-word-report" } else { "exchange-word-plan" };
    html! {
        (Card::new(cx.t("exchange-your-word")).body(html! {
            p { (cx.t(text)) }
            (post(cx, &format!("{}/word", path(found.last.record)), &html! {
                input type="hidden" name="version" value=(hex(&found.last.digest));
                (acts(&html! {
                    (Button::submit(cx.t("exchange-sign")).sends("word", "sign").icon("signature"))
                    (Button::submit(cx.t("exchange-decline")).line().sends("word", "decline"))
                }))
            }))
        }))
    }
}
