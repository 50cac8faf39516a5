//! The auditor's pages: the numbered log, who read what, and whether the log holds.

use std::collections::BTreeSet;

use maud::{Markup, html};
use sila_core::Millis;
use uuid::Uuid;

use crate::ask::Ask;
use crate::cases::scope::store::shut_subjects;
use crate::db::{DbError, Row, Tx, p};
use crate::journal::{access, acts, store, verify};
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::{Button, Card, Col, Note, Summary, Table, Tone, heading, tag};
use crate::web::{Cx, Page, i18n, ident};
use crate::witness::settled::Whole;

struct Line {
    log: u32,
    position: i64,
    at: Millis,
    kind: String,
    subject: String,
    leaf: [u8; 32],
    who: [String; 2],
}

struct Reading {
    at: Millis,
    id: Uuid,
    role: String,
    screen: String,
    kind: String,
    subject: Uuid,
    who: [String; 2],
}

/// The log, newest first.
///
/// # Errors
/// When the store cannot be read.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    let number = |name: &str| ask.query.get(name).and_then(|n| n.parse::<i64>().ok());
    let before = (number("log").unwrap_or(i64::MAX), number("before").unwrap_or(i64::MAX));
    let reader = ask.worker()?.id;
    let read = move |tx: &mut dyn Tx| -> Result<_, DbError> {
        let rows = tx.query(&store::JOURNAL_PAGE, &p![before.0, before.1])?;
        let shut: BTreeSet<String> =
            shut_subjects(tx, reader)?.iter().map(Uuid::to_string).collect();
        let lines = rows.iter().map(line).collect::<Result<Vec<_>, _>>()?;
        Ok((lines, shut, Whole::of(tx)?))
    };
    let (mut lines, shut, whole) = ask.app.store.read(read).await?;
    let oldest = lines.last().map(|line| (line.log, line.position)).filter(|last| *last > (1, 0));
    lines.retain(|line| !shut.contains(&line.subject));
    let cx = &ask.cx;
    let columns = [
        Col::num(cx.t("audit-position")),
        Col::text(cx.t("audit-at")),
        Col::text(cx.t("audit-what")),
        Col::text(cx.t("audit-who")),
        Col::text(cx.t("audit-leaf")),
        Col::status(cx.t("witness-state")),
    ];
    let table = Table::new(cx.t("audit-title"), columns)
        .rows(lines.iter().map(|line| log_row(cx, line, whole.covers(line.log, line.position))))
        .when_empty(html! { p.muted { (cx.t("audit-empty")) } });
    let oldest = oldest.map(|(log, position)| format!("/audit?log={log}&before={position}"));
    let body = html! {
        (heading(cx.t("audit-title"), Some(&cx.t("audit-lead")), &moves(cx)))
        div.stack {
            (whole.note(cx))
            (Card::new(cx.t("audit-title")).body(html! {
                (table)
                @if let Some(oldest) = &oldest {
                    p { a.link href=(cx.url(oldest)) { (cx.t("audit-older")) } }
                }
            }))
        }
    };
    Ok(Reply::page(&Page::new(cx, cx.t("audit-title")).body(body)))
}

/// Who read which record, newest first.
///
/// # Errors
/// When the store cannot be read.
pub async fn reads(ask: Ask) -> Result<Reply, Problem> {
    let at: i64 = ask.query.get("at").and_then(|n| n.parse().ok()).unwrap_or(i64::MAX);
    let id: Uuid = ask.query.get("id").and_then(|n| n.parse().ok()).unwrap_or(Uuid::max());
    let reader = ask.worker()?.id;
    let read = move |tx: &mut dyn Tx| -> Result<_, DbError> {
        let rows = tx.query(&store::ACCESS_PAGE, &p![at, id])?;
        let readings = rows.iter().map(reading).collect::<Result<Vec<_>, DbError>>()?;
        Ok((readings, shut_subjects(tx, reader)?))
    };
    let (mut readings, shut) = ask.app.store.read(read).await?;
    let last = readings.last().map(|last| (last.at, last.id));
    readings.retain(|reading| !shut.contains(&reading.subject));
    let cx = &ask.cx;
    let one = |reading: &'_ Reading| (reading.who.clone(), reading.screen.clone(), reading.subject);
    let shown = access::visits(&readings, |reading| (one(reading), reading.at));
    let columns = [
        Col::text(cx.t("audit-at")),
        Col::text(cx.t("audit-who")),
        Col::text(cx.t("audit-screen")),
        Col::text(cx.t("audit-record")),
    ];
    let table = Table::new(cx.t("audit-reads-title"), columns)
        .rows(shown.iter().map(|reading| reading_row(cx, reading)))
        .when_empty(html! { p.muted { (cx.t("audit-reads-empty")) } });
    let older = last.map(|(at, id)| format!("/audit/reads?at={}&id={id}", at.0));
    let body = html! {
        (heading(cx.t("audit-reads-title"), Some(&cx.t("audit-reads-lead")), &html! {}))
        (Card::new(cx.t("audit-reads-title")).body(html! {
            (table)
            @if let Some(older) = older { p { a.link href=(cx.url(&older)) { (cx.t("audit-older")) } } }
        }))
    };
    let page = Page::new(cx, cx.t("audit-reads-title")).crumb(cx.t("audit-title"), "/audit");
    Ok(Reply::page(&page.body(body)))
}

/// Walks the log and says whether it holds.
///
/// # Errors
/// When the store cannot be read.
pub async fn verify(ask: Ask) -> Result<Reply, Problem> {
    let found = verify::run(&ask.app.store, &verify::Signer::of(&ask.app.keys())).await?;
    let cx = &ask.cx;
    let entries = i64::try_from(found.entries).unwrap_or(i64::MAX);
    let note = match &found.first_bad {
        None => Note::new("seal-check", cx.t("audit-intact"))
            .tone(Tone::Ok)
            .says(cx.t_with("audit-intact-text", &[("n", entries.into())])),
        Some(bad) => {
            Note::new("warning-circle", cx.t("audit-broken")).tone(Tone::Bad).says(cx.t_with(
                "audit-broken-text",
                &[
                    ("n", bad.position.into()),
                    ("reason", cx.code("audit-reason", bad.reason).into()),
                ],
            ))
        }
    };
    let summary = Summary::new()
        .row(cx.t("audit-entries"), found.entries)
        .row(cx.t("audit-checkpoints"), found.checkpoints)
        .row(cx.t("audit-root"), ident::Code(&found.root));
    let body = html! {
        (heading(cx.t("audit-verify-title"), None, &html! {}))
        (note)
        (Card::new(cx.t("audit-verify-title")).body(html! { (summary) }))
    };
    let page = Page::new(cx, cx.t("audit-verify-title")).crumb(cx.t("audit-title"), "/audit");
    Ok(Reply::page(&page.body(body)))
}

fn moves(cx: &Cx) -> Markup {
    html! {
        (Button::link(cx.t("audit-verify"), cx.url("/audit/verify")).icon("seal-check"))
        (Button::link(cx.t("known-audit-title"), cx.url("/audit/known")).soft().icon("question"))
        (Button::link(cx.t("audit-reads-title"), cx.url("/audit/reads")).soft().icon("eye"))
    }
}

fn line(row: &Row) -> Result<Line, DbError> {
    Ok(Line {
        log: row.get(0)?,
        position: row.get(1)?,
        at: row.get(2)?,
        kind: row.get(3)?,
        subject: row.get(4)?,
        leaf: row.get(5)?,
        who: [row.get(6)?, row.get(7)?],
    })
}

fn reading(row: &Row) -> Result<Reading, DbError> {
    Ok(Reading {
        at: row.get(0)?,
        id: row.get(1)?,
        role: row.get(3)?,
        screen: row.get(4)?,
        kind: row.get(5)?,
        subject: row.get(6)?,
        who: [row.get(7)?, row.get(8)?],
    })
}

fn person(cx: &Cx, [ar, en]: &[String; 2]) -> Markup {
    let name = cx.lang.pick(ar, en);
    html! { @if name.is_empty() { (cx.t("audit-node")) } @else { (ident::Name(name)) } }
}

fn log_row(cx: &Cx, line: &Line, settled: bool) -> [Markup; 6] {
    let state = if settled {
        tag(Tone::Ok, cx.t("witness-settled"))
    } else {
        tag(Tone::Gold, cx.t("witness-waits"))
    };
    [
        html! { (ident::Code(&line.position.to_string())) },
        html! { (cx.at(line.at)) },
        about(cx, line),
        person(cx, &line.who),
        html! { (ident::Seal(&line.leaf)) },
        state,
    ]
}

fn reading_row(cx: &Cx, reading: &Reading) -> [Markup; 4] {
    [
        html! { (cx.at(reading.at)) },
        html! {
            (person(cx, &reading.who))
            div.muted.small { (cx.t(crate::accounts::roles::text_key(&reading.role))) }
        },
        html! { (cx.code("screen", &reading.screen.replace('.', "-"))) },
        html! {
            (cx.code("journal", &reading.kind)) " "
            (ident::Code(&short(&reading.subject.to_string())))
        },
    ]
}

/// What a line is about, in words, with the code beside: an act on a record with the tail of its identifier, or an act that has words
/// of its own.
fn about(cx: &Cx, line: &Line) -> Markup {
    let own = format!("journal-{}", line.subject.replace('.', "-"));
    let acts = acts::said(cx, &line.subject);
    html! {
        @if i18n::has(cx.lang, &own) { (cx.t(&own)) " " (ident::Code(&line.subject)) } @else {
            (cx.code("journal", &line.kind.replace('.', "-")))
            @if !acts.is_empty() { ": " (acts) }
            @if !line.subject.is_empty() { " " (ident::Code(&short(&line.subject))) }
        }
    }
}

/// What a line names: of long identifiers the tail, which is enough to tell records apart; agencies, numbers and acts whole.
fn short(subject: &str) -> String {
    subject.split(' ').map(tail).collect::<Vec<_>>().join(" ")
}

/// The last characters of an identifier, or an act without the noun that stands before it.
fn tail(word: &str) -> String {
    if word.len() <= WHOLE || !word.contains(|c: char| c.is_ascii_digit()) {
        return word.rsplit('.').next().unwrap_or(word).to_owned();
    }
    let from = word.char_indices().rev().nth(11).map_or(0, |(at, _)| at);
    word.get(from..).unwrap_or_default().to_owned()
}

/// Longest word of a line that is shown as it is, in bytes: identifiers are longer.
const WHOLE: usize = 24;
