//! `/mail`: the letters of this node and where each stands: what for, never to whom.

use maud::{Markup, html};
use uuid::Uuid;

use super::store::{self, FAILED, Line, SENT, WAITING};
use super::{KEPT_DAYS, Kind, is_on};
use crate::app::Topic;
use crate::ask::Ask;
use crate::db::{DbError, Tx};
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::{
    Button, Card, Col, Kpi, Note, Table, Tone, empty_state, heading, post, tag,
};
use crate::web::{Cx, Page, dates};

/// The page.
///
/// # Errors
/// When the store cannot be read.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    let read =
        |tx: &mut dyn Tx| -> Result<_, DbError> { Ok((store::latest(tx)?, store::how_many(tx)?)) };
    let (lines, counts) = ask.app.store.read(read).await?;
    let cx = &ask.cx;
    let count = |state: &str| counts.get(state).copied().unwrap_or_default();
    let here = cx.url("/mail");
    let columns = [
        Col::text(cx.t("mail-kind")),
        Col::text(cx.t("mail-written")),
        Col::status(cx.t("meeting-state")),
        Col::text(cx.t("mail-said")),
        Col::acts(cx.t("meeting-acts")),
    ];
    let none = empty_state("envelope-simple", cx.t("mail-none"), cx.t("mail-none-text"), &html! {});
    let table = Table::new(cx.t("mail-title"), columns)
        .rows(lines.iter().map(|one| row(cx, one)))
        .when_empty(none);
    let body = html! {
        (heading(cx.t("mail-title"), Some(&cx.t("mail-lead")), &html! {}))
        div.stack {
            @if !is_on(&ask.app) { (Note::new("envelope-simple", cx.t("mail-off")).tone(Tone::Warn).says(cx.t("mail-off-text"))) }
            div.kpis {
                (Kpi::new(cx, cx.t("mail-waiting"), &count(WAITING), here.clone()).icon("hourglass-medium", Tone::Gold))
                (Kpi::new(cx, cx.t("mail-sent"), &count(SENT), here.clone()).icon("check-circle", Tone::Ok))
                (Kpi::new(cx, cx.t("mail-failed"), &count(FAILED), here).icon("warning", Tone::Bad))
            }
            (Card::new(cx.t("mail-title")).count(lines.len()).live("mail", "meetings").body(html! { (table) }))
        }
    };
    Ok(Reply::page(&Page::new(cx, cx.t("mail-title")).refreshing(60).body(body)))
}

fn row(cx: &Cx, one: &Line) -> [Markup; 5] {
    let href = cx.url(&format!("/meetings/{}", one.about));
    let kind = cx.code("mail-kind", &one.kind);
    [
        html! { @if one.kind == Kind::Notice.code() { (kind) } @else { a.ref href=(href) { (kind) } } },
        html! { (dates::near(cx.lang, cx.now, one.at)) },
        state(cx, &one.state),
        html! { @if !one.said.is_empty() { (cx.code("mail-said", &one.said)) @if one.state == WAITING { div.sub { (cx.t("mail-next")) " " (dates::near(cx.lang, cx.now, one.next_at)) } } } },
        html! { @if one.state == FAILED && one.at >= cx.now.plus_days(-KEPT_DAYS) { (post(cx, &format!("/mail/{}/again", one.id), &html! { (Button::submit(cx.t("mail-again")).soft().small()) })) } },
    ]
}

/// Where a letter stands, in a word.
pub fn state(cx: &Cx, state: &str) -> Markup {
    let tone = match state {
        SENT => Tone::Ok,
        FAILED => Tone::Bad,
        _ => Tone::Gold,
    };
    tag(tone, cx.code("mail-state", state))
}

/// Tries a letter again.
///
/// # Errors
/// `page.not_found` when it has not failed, or so long ago that its words are forgotten.
pub async fn again(ask: Ask) -> Result<Reply, Problem> {
    let (id, now): (Uuid, _) = (ask.id("id")?, ask.now);
    let since = now.plus_days(-KEPT_DAYS);
    if !ask.app.store.write(move |tx| store::again(tx, id, now, since)).await? {
        return Err(Problem::not_found());
    }
    ask.app.changed(Topic::Meetings);
    Ok(Reply::see_other(ask.cx.url("/mail")))
}
