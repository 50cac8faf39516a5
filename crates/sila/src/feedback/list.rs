//! Every partner of whom, or by whom, something was said: the last score both ways, and where it goes.

use std::collections::BTreeSet;

use maud::{Markup, html};
use sila_core::AgencyId;

use super::{show, store};
use crate::ask::Ask;
use crate::partners::Names;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::{Card, Col, Note, Table, Tone, banner, empty_state, heading, spark};
use crate::web::ident::Name;
use crate::web::{Cx, Page};

/// The list.
///
/// # Errors
/// When the store cannot be read.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    let reports = ask.app.store.read(store::reports).await?;
    let names = Names::all(&ask.app).await?;
    let (cx, me) = (&ask.cx, ask.app.node.id);
    let partners: BTreeSet<AgencyId> = reports
        .iter()
        .map(|(author, about, _)| if *author == me { *about } else { *author })
        .collect();
    let columns = [
        Col::text(cx.t("feedback-partner")),
        Col::num(cx.t("feedback-we-say")),
        Col::num(cx.t("feedback-they-say")),
    ];
    let rows = partners.iter().map(|partner| {
        let href = cx.url(&format!("/feedback/with/{}", partner.to_text()));
        let score =
            |author: AgencyId, about: AgencyId| trend(cx, &show::scores(&reports, author, about));
        [
            html! { a.ref href=(href) { (Name(names.of(cx.lang, *partner))) } },
            score(me, *partner),
            score(*partner, me),
        ]
    });
    let empty = empty_state(
        "chat-circle-text",
        cx.t("feedback-none"),
        cx.t("feedback-none-text"),
        &html! {},
    );
    let table = Table::new(cx.t("feedback-title"), columns).rows(rows).when_empty(empty);
    let body = html! {
        @if ask.query.get("thanks").is_some() { (banner(Tone::Ok, cx.t("feedback-thanks"))) }
        (heading(cx.t("feedback-title"), Some(&cx.t("feedback-lead")), &html! {}))
        div.stack {
            (Card::new(cx.t("feedback-by-partner")).count(partners.len()).live("feedback", "agreements").body(html! { (table) }))
            (Note::new("eye-slash", cx.t("feedback-sealed")).says(cx.t("feedback-sealed-text")))
        }
    };
    Ok(Reply::page(&Page::new(cx, cx.t("feedback-title")).body(body)))
}

/// The last score and the line of those before it.
fn trend(cx: &Cx, scores: &[i64]) -> Markup {
    html! {
        @if let Some(last) = scores.last() {
            b { (show::decimal(*last)) } " "
            @if scores.len() > 1 { (spark(scores, "gold", cx.lang.is_rtl())) }
        } @else { "–" }
    }
}
