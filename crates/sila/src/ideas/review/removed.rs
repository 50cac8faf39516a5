//! `/room/{code}/removed`: what was taken from the board, counted by reason, for everybody to read. Never the words.

use maud::html;

use crate::ask::Ask;
use crate::db::{DbError, Tx};
use crate::ideas::board::store;
use crate::ideas::rooms;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::{Card, Col, Table, empty_state};
use crate::web::{Cx, Page, ident};

/// The page.
///
/// # Errors
/// `page.not_found`, or when the store cannot be read.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    let room = rooms::of_code(&ask.app, ask.param("code")).await?;
    let id = room.id;
    let read = move |tx: &mut dyn Tx| -> Result<_, DbError> {
        Ok((store::removed_by_reason(tx, id)?, store::removed(tx, id)?))
    };
    let (counts, all) = ask.app.store.read(read).await?;
    let cx = &Cx { worker: None, ..ask.cx.clone() };
    let empty = || {
        let words = cx.t("idea-removed-none-text");
        empty_state("check-circle", cx.t("idea-removed-none"), words, &html! {})
    };
    let counted = counts
        .iter()
        .map(|(reason, n)| [html! { (cx.code("idea-reason", reason)) }, html! { (n) }]);
    let columns = [Col::text(cx.t("idea-reason")), Col::num(cx.t("idea-count"))];
    let table = Table::new(cx.t("idea-removed-list"), columns).rows(counted).when_empty(empty());
    let each = all.iter().map(|one| {
        [html! { (cx.at(one.moved_at)) }, html! { (cx.code("idea-reason", &one.reason)) }]
    });
    let columns = [Col::text(cx.t("idea-when")), Col::text(cx.t("idea-reason"))];
    let list = Table::new(cx.t("idea-removed-each"), columns).rows(each);
    let body = html! {
        div.room {
            p.small { a href=(cx.url(&room.door())) { (ident::Name(room.title(cx.lang))) } }
            h1 { (cx.t("idea-removed-list")) }
            p.muted { (cx.t("idea-removed-lead")) }
            (table)
            @if !all.is_empty() { (Card::new(cx.t("idea-removed-each")).body(html! { (list) })) }
        }
    };
    Ok(Reply::page(&Page::new(cx, cx.t("idea-removed-list")).bare().body(body)))
}
