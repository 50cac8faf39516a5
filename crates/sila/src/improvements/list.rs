//! `/improvements`: every improvement of a service, back to what caused it and forward to the figure.

use std::collections::BTreeMap;

use maud::{Markup, html};
use sila_core::ListingId;
use uuid::Uuid;

use super::store::{self, Stored};
use super::{Figure, figure, words};
use crate::accounts::Permission;
use crate::ask::Ask;
use crate::db::{DbError, Tx};
use crate::lineage::{self, Became, Contribution, End, Known};
use crate::meetings::text::Words;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::services;
use crate::web::components::{Button, Card, Col, Table, Tone, empty_state, heading, tag};
use crate::web::ident::Name;
use crate::web::{Arg, Cx, Page, dates};

/// An improvement as it is shown.
struct Shown {
    row: Stored,
    text: Words,
    service: String,
    cause: Option<Contribution>,
    figure: Option<Figure>,
}

/// The page.
///
/// # Errors
/// When the store cannot be read.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    let rows = ask.app.store.read(store::all).await?;
    let all = shown(&ask, rows).await?;
    let cx = &ask.cx;
    let new = html! {
        @if ask.may(Permission::ServiceKeep) {
            (Button::link(cx.t("improvement-new"), cx.url("/improvements/new")).icon("plus"))
        }
    };
    let columns = [
        Col::text(cx.t("improvement-service")),
        Col::text(cx.t("improvement-what")),
        Col::text(cx.t("improvement-cause")),
        Col::text(cx.t("improvement-figure")),
    ];
    let none = empty_state(
        "sparkle",
        cx.t("improvements-empty"),
        cx.t("improvements-empty-text"),
        &html! {},
    );
    let rows = all.iter().map(|one| {
        [
            html! { a.ref href=(cx.url(&services::path(one.row.listing))) { (Name(&one.service)) } span.sub { (since(cx, &one.row)) } },
            html! { (Name(one.text.of(cx.lang))) },
            cause(cx, one),
            seen(cx, one.figure.as_ref()),
        ]
    });
    let table = Table::new(cx.t("improvements-title"), columns).rows(rows).when_empty(none);
    let card = Card::new(cx.t("improvements-title")).count(all.len());
    let body = html! {
        (heading(cx.t("improvements-title"), Some(&cx.t("improvements-lead")), &new))
        (card.live("improvements", "agreements").body(html! { (table) }))
    };
    Ok(Reply::page(&Page::new(cx, cx.t("improvements-title")).refreshing(60).body(body)))
}

/// What partnership changed in one service, on its page.
///
/// # Errors
/// When the store cannot be read.
pub async fn card(ask: &Ask, id: ListingId) -> Result<Markup, Problem> {
    if !ask.may(Permission::AgreementRead) {
        return Ok(html! {});
    }
    let rows = ask.app.store.read(move |tx| store::of_listing(tx, id)).await?;
    let all = shown(ask, rows).await?;
    let cx = &ask.cx;
    Ok(html! {
        @if !all.is_empty() {
            (Card::new(cx.t("improvements-here")).count(all.len()).body(html! {
                ul.plain { @for one in &all { li {
                    (Name(one.text.of(cx.lang))) " · " (since(cx, &one.row))
                    (cause(cx, one))
                    div { (seen(cx, one.figure.as_ref())) }
                } } }
            }))
        }
    })
}

async fn shown(ask: &Ask, rows: Vec<Stored>) -> Result<Vec<Shown>, Problem> {
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let known = Known::read(&ask.app).await?;
    let read = |tx: &mut dyn Tx| -> Result<BTreeMap<Uuid, lineage::Line>, DbError> {
        let lines = lineage::store::all_to(tx, Became::Improvement)?;
        Ok(lines.into_iter().map(|line| (line.into.1.id, line)).collect())
    };
    let causes = ask.app.store.read(read).await?;
    let mut all = Vec::new();
    for row in rows {
        let from = causes.get(&row.id).map(|line| line.from);
        all.push(one(ask, row, from, &known).await?);
    }
    Ok(all)
}

async fn one(
    ask: &Ask,
    row: Stored,
    from: Option<(lineage::Kind, End)>,
    known: &Known,
) -> Result<Shown, Problem> {
    let (id, number, cx) = (row.listing, row.number, &ask.cx);
    let listing = ask.app.store.read(move |tx| services::store::version(tx, id, number)).await?;
    let service = listing.map_or_else(
        || cx.t("services-untitled"),
        |listing| cx.lang.pick(&listing.ar, &listing.en).name.clone(),
    );
    let cause = match from {
        Some(from) => lineage::find(&ask.app, cx, known, from).await.ok(),
        None => None,
    };
    let (text, figure) = (words(&ask.app, &row)?, figure(&known.books, &row));
    Ok(Shown { text, service, cause, figure, row })
}

fn since(cx: &Cx, row: &Stored) -> String {
    let words =
        [("n", Arg::from(row.number)), ("day", Arg::phrase(dates::day(cx.lang, row.changed_at)))];
    cx.t_with("improvement-since", &words)
}

fn cause(cx: &Cx, one: &Shown) -> Markup {
    html! {
        @match &one.cause {
            Some(cause) => (lineage::parts::origin(cx, cause)),
            None => span.muted { (cx.t("improvement-cause-gone")) },
        }
    }
}

fn seen(cx: &Cx, figure: Option<&Figure>) -> Markup {
    let Some(one) = figure else { return html! { span.muted { (cx.t("improvement-no-figure")) } } };
    let whole = |n: Option<i64>| n.map_or_else(|| "–".to_owned(), |n| n.to_string());
    let (tone, key) = match (one.actual, one.confirmed) {
        (None, _) => (Tone::Plain, "improvement-not-measured"),
        (Some(_), true) => (Tone::Ok, "improvement-confirmed"),
        (Some(_), false) => (Tone::Warn, "improvement-claimed"),
    };
    html! {
        a.link href=(cx.url(&format!("/initiatives/{}", one.record))) { (Name(cx.lang.pick(&one.name.0, &one.name.1))) }
        p.num {
            (cx.t("measure-baseline")) " " (whole(one.baseline)) " · " (cx.t("measure-actual")) " " b { (whole(one.actual)) }
            " · " (cx.t("measure-target")) " " (one.target)
        }
        (tag(tone, cx.t(key)))
    }
}
