//! `/evaluations`: every evaluation, and where it stands.

use maud::{Markup, html};
use sila_core::evaluation::Stage;

use super::cycle::{self, Cycle};
use crate::accounts::Permission;
use crate::ask::Ask;
use crate::partners::Names;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::{Button, Card, Col, Table, Tone, empty_state, heading, tag};
use crate::web::{Cx, Page, dates, ident};

/// The list.
///
/// # Errors
/// When the store cannot be read.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    let all = cycle::read(&ask.app).await?;
    let names = Names::all(&ask.app).await?;
    let cx = &ask.cx;
    let new = html! {
        (Button::link(cx.t("licensed-title"), cx.url("/evaluations/instruments")).line())
        @if ask.may(Permission::AgreementSign) {
            (Button::link(cx.t("evaluation-new"), cx.url("/evaluations/new")).icon("plus"))
        }
    };
    let columns = [
        Col::text(cx.t("evaluation-one")),
        Col::text(cx.t("evaluation-period")),
        Col::text(cx.t("evaluation-deadline")),
        Col::status(cx.t("record-state")),
    ];
    let empty =
        empty_state("scales", cx.t("evaluations-empty"), cx.t("evaluations-empty-text"), &html! {});
    let table = Table::new(cx.t("evaluations-title"), columns)
        .rows(all.iter().map(|one| row(cx, one, &names)))
        .when_empty(empty);
    let body = html! {
        (heading(cx.t("evaluations-title"), Some(&cx.t("evaluations-lead")), &new))
        (Card::new(cx.t("evaluations-title")).count(all.len()).live("evaluations", "agreements").body(html! { (table) }))
    };
    Ok(Reply::page(&Page::new(cx, cx.t("evaluations-title")).refreshing(30).body(body)))
}

fn row(cx: &Cx, one: &Cycle, names: &Names) -> [Markup; 4] {
    let href = cx.url(&format!("/evaluations/{}", one.id));
    [
        html! { a.ref href=(href) { (ident::Name(names.of(cx.lang, one.other))) } },
        html! { (period(cx, one)) },
        html! { (dates::day(cx.lang, one.call.deadline.plus_minutes(-1))) },
        state(cx, one),
    ]
}

/// From when until when.
pub(super) fn period(cx: &Cx, one: &Cycle) -> Markup {
    let day = |date: sila_core::time::Date| dates::day(cx.lang, date.at_minute(0));
    html! { (day(one.call.from)) " – " (day(one.call.until)) }
}

/// Where it stands, in a word.
pub(super) fn state(cx: &Cx, one: &Cycle) -> Markup {
    let stage = one.stage(cx.now);
    let tone = match stage {
        Stage::Offered => Tone::Gold,
        Stage::Open => Tone::Info,
        Stage::Opening | Stage::Signing => Tone::Warn,
        Stage::Closed => Tone::Ok,
    };
    tag(tone, cx.code("evaluation-stage", stage.code()))
}
