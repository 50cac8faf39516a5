//! `/press`: every public statement and where it stands.

use maud::{Markup, html};

use super::{APPROVED, Extract, TABLE, WRITTEN, path, store};
use crate::accounts::Permission;
use crate::ask::Ask;
use crate::meetings::unsealed;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::{Button, Card, Col, Table, Tone, empty_state, heading, tag};
use crate::web::ident::Name;
use crate::web::{Cx, Page, dates};

/// The page.
///
/// # Errors
/// When the store cannot be read.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    let cx = &ask.cx;
    let mut rows = Vec::new();
    for row in ask.app.store.read(store::all).await? {
        let extract: Extract = unsealed(&ask.app, TABLE, row.id, &row.body)?;
        rows.push([
            html! { a.ref href=(cx.url(&path(row.id, ""))) { (Name(extract.title.of(cx.lang))) } },
            html! { (dates::day(cx.lang, row.at)) },
            html! { (extract.figures.len()) },
            state(cx, &row.state),
        ]);
    }
    let new = html! {
        @if ask.may(Permission::IdeaModerate) {
            (Button::link(cx.t("press-new"), cx.url("/press/new")).icon("plus"))
        }
    };
    let columns = [
        Col::text(cx.t("press-headline")),
        Col::text(cx.t("press-written-at")),
        Col::num(cx.t("press-figures")),
        Col::status(cx.t("press-state")),
    ];
    let count = rows.len();
    let none = empty_state("newspaper", cx.t("press-empty"), cx.t("press-empty-text"), &html! {});
    let table = Table::new(cx.t("press-title"), columns).rows(rows).when_empty(none);
    let body = html! {
        (heading(cx.t("press-title"), Some(&cx.t("press-lead")), &new))
        (Card::new(cx.t("press-title")).count(count).live("press", "agreements").body(html! { (table) }))
    };
    Ok(Reply::page(&Page::new(cx, cx.t("press-title")).refreshing(60).body(body)))
}

/// Where a statement stands, in a word.
pub(super) fn state(cx: &Cx, state: &str) -> Markup {
    let tone = match state {
        APPROVED => Tone::Ok,
        WRITTEN => Tone::Gold,
        _ => Tone::Plain,
    };
    tag(tone, cx.code("press-state", state))
}
