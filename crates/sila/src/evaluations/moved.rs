//! What became of the plan of the evaluation before: of each action whether its component has moved, from what both have signed.

use maud::{Markup, html};
use sila_core::evaluation::{Cause, Moved, Seen, Value, Way, moved};

use super::bring::indices;
use super::cycle::{self, Cycle};
use super::outcome::title;
use crate::app::App;
use crate::ask::Ask;
use crate::problem::Problem;
use crate::web::components::{Card, Col, Table, Tone, tag};
use crate::web::{Arg, Cx};

/// What became of the last plan with the same partner; nothing while this evaluation has no outcome, and where there was none before it.
///
/// # Errors
/// When the store cannot be read.
pub async fn of(app: &App, now: &Cycle) -> Result<Option<(Cycle, Vec<Moved>)>, Problem> {
    if now.outcome.is_none() {
        return Ok(None);
    }
    let earlier = |one: &Cycle| {
        let closed = one.outcome.as_ref().is_some_and(|(_, _, both)| *both);
        closed && one.other == now.other && one.call.until < now.call.until
    };
    let all = cycle::read(app).await?.into_iter().filter(earlier);
    let Some(before) = all.max_by_key(|one| (one.call.until, one.id)) else { return Ok(None) };
    let then = indices(app, &before).await?;
    let since = indices(app, now).await?;
    let plan = before.outcome.as_ref().map(|(_, outcome, _)| outcome.plan.clone());
    let found = moved(&plan.unwrap_or_default(), &seen(&before, then), &seen(now, since));
    Ok(Some((before, found)))
}

fn seen(cycle: &Cycle, indices: Option<[sila_core::indices::Index; 2]>) -> Seen<'_> {
    Seen { sheets: cycle.sheets.values().collect(), indices }
}

/// The same as a card; nothing to draw where there was no plan before.
///
/// # Errors
/// When the store cannot be read.
pub(super) async fn card(ask: &Ask, now: &Cycle) -> Result<Markup, Problem> {
    let cx = &ask.cx;
    let Some((before, found)) = of(&ask.app, now).await? else { return Ok(html! {}) };
    let columns = [
        Col::text(cx.t("evaluation-action")),
        Col::text(cx.t("evaluation-before")),
        Col::text(cx.t("evaluation-after")),
        Col::status(cx.t("evaluation-way")),
    ];
    let rows = found.iter().map(|one| {
        let side = |value| said(cx, one.action.cause, value);
        [
            html! { (title(cx.lang, &one.action)) },
            side(one.before),
            side(one.after),
            way(cx, one.way()),
        ]
    });
    let none = html! { p.muted { (cx.t("evaluation-plan-none")) } };
    let table = Table::new(cx.t("evaluation-moved"), columns).rows(rows).when_empty(none);
    let last = cx.url(&format!("/evaluations/{}", before.id));
    Ok(html! {
        (Card::new(cx.t("evaluation-moved")).id("moved").count(found.len()).body(html! {
            p.muted { (cx.t("evaluation-moved-text")) " " a.link href=(last) { (cx.t("evaluation-last")) } }
            (table)
        }))
    })
}

/// A value with what it rests on, or that there was too little.
fn said(cx: &Cx, cause: Cause, value: Option<Value>) -> Markup {
    let Some(value) = value else {
        return html! { span.muted { (cx.t("evaluation-too-few-answers")) } };
    };
    let family = if cause == Cause::Gap { "quadrant" } else { "policy-finding" };
    let n = [("n", Arg::phrase(value.n.to_string()))];
    html! {
        @if let Some(word) = value.word { (cx.code(family, word)) " " }
        @if cause != Cause::Clause { b.num { (format!("{}.{:02}", value.at / 100, value.at % 100)) } }
        span.sub { (cx.t_with("evaluation-of-n", &n)) }
    }
}

fn way(cx: &Cx, way: Way) -> Markup {
    let tone = match way {
        Way::Better => Tone::Ok,
        Way::Same => Tone::Warn,
        Way::Worse => Tone::Bad,
        Way::Unknown => Tone::Plain,
    };
    tag(tone, cx.code("evaluation-way", way.code()))
}
