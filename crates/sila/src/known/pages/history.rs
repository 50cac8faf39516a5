//! `/known`: what was asked, by whom, with which answer; and how many questions are left.

use maud::html;

use super::{agency, ask::with_budgets, peers, state};
use crate::ask::Ask;
use crate::known::question::store;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::{Card, Col, Summary, Table, columns, empty_state, heading, stack};
use crate::web::ident::{Name, Reference};
use crate::web::{Arg, Page};

/// The page.
///
/// # Errors
/// When the store cannot be read.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    let worker = ask.worker()?.clone();
    let desks = with_budgets(&ask.app, worker.id, ask.now).await?;
    let all = ask.app.store.read(move |tx| store::history(tx, &worker)).await?;
    let peers = peers(&ask.app).await?;
    let cx = &ask.cx;
    let table_columns = [
        Col::text(cx.t("known-case")),
        Col::text(cx.t("known-asked-of")),
        Col::status(cx.t("known-answer-title")),
        Col::text(cx.t("known-by")),
        Col::num(cx.t("known-at")),
    ];
    let empty = empty_state(
        "question",
        cx.t("known-history-none"),
        cx.t("known-history-none-text"),
        &html! {},
    );
    let rows = all.iter().map(|one| {
        let href = cx.url(&format!("/known/{}", one.id));
        [
            html! { a.ref href=(href) { (Reference(&one.reference)) } },
            html! { (Name(&agency(cx, &peers, one.peer))) span.sub { (cx.code("known-purpose", &one.purpose)) } },
            state(cx, one),
            html! { (Name(cx.lang.pick(&one.who[0], &one.who[1]))) },
            html! { (cx.at(one.asked_at)) },
        ]
    });
    let title = cx.t("known-history-title");
    let table = Table::new(title.clone(), table_columns).when_empty(empty).rows(rows);
    let main = html! {
        (Card::new(title.clone()).count(all.len()).live("known-history", "cases").body(html! { (table) }))
    };
    let mut left = Summary::new();
    for (desk, budget) in &desks {
        let words = [
            cx.t_with("known-left-today", &[("n", budget.today.max(0).into())]),
            cx.t_with("known-left-worker", &[("n", budget.worker.max(0).into())]),
            desk.listed_at().map_or_else(
                || cx.t("known-list-not-come"),
                |at| cx.t_with("known-list-of", &[("at", Arg::phrase(cx.at(at)))]),
            ),
        ];
        left = left.row(desk.peer.name(cx.lang), html! { @for line in &words { div { (line) } } });
    }
    let aside = html! {
        (Card::new(cx.t("known-budget")).body(html! {
            @if desks.is_empty() { p.muted { (cx.t("known-no-desk-text")) } } @else { (left) }
        }))
        (Card::new(cx.t("known-seen")).body(html! { p { (cx.t("known-history-seen")) } }))
    };
    let body = html! {
        (heading(&title, Some(&cx.t("known-history-lead")), &html! {}))
        (columns(&stack(&main), &stack(&aside)))
    };
    Ok(Reply::page(&Page::new(cx, title).body(body)))
}
