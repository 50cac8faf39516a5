//! `/flags`: what is open in the cases that the reader reads, set by them or by others. Reasons and numbers; words stand on the case.

use maud::{Markup, html};

use super::path;
use super::store::{self, Line};
use crate::ask::Ask;
use crate::db::{DbError, Tx};
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::{Button, Card, Col, Table, Tone, empty_state, heading, stack, tag};
use crate::web::ident::{Name, Reference};
use crate::web::{Cx, Page, dates};

/// The list.
///
/// # Errors
/// When the store cannot be read.
pub async fn show(ask: Ask) -> Result<Reply, Problem> {
    let worker = ask.worker()?.clone();
    let read = move |tx: &mut dyn Tx| -> Result<_, DbError> {
        Ok((store::open(tx, &worker, true)?, store::open(tx, &worker, false)?))
    };
    let (mine, others) = ask.app.store.read(read).await?;
    let cx = &ask.cx;
    let wanted = ask.query.get("whose").filter(|one| ["mine", "others"].contains(one));
    let is = |one: &str| wanted.is_none_or(|wanted| wanted == one);
    let body = html! {
        (heading(cx.t("flags-title"), Some(&cx.t("flags-lead")), &html! {
            @for (words, one) in [("flags-all", None), ("flags-mine", Some("mine")), ("flags-others", Some("others"))] {
                (tab(cx, words, one, wanted))
            }
        }))
        (stack(&html! {
            @if is("mine") { (card(cx, "flags-mine", &mine)) }
            @if is("others") { (card(cx, "flags-others", &others)) }
        }))
    };
    Ok(Reply::page(
        &Page::new(cx, cx.t("flags-title")).crumb(cx.t("cases-title"), "/cases").body(body),
    ))
}

fn tab(cx: &Cx, words: &str, one: Option<&str>, wanted: Option<&str>) -> Button {
    let path = one.map_or("/flags".to_owned(), |one| format!("/flags?whose={one}"));
    Button::tab(cx.t(words), cx.url(&path), wanted == one)
}

fn card(cx: &Cx, title: &'static str, all: &[Line]) -> Markup {
    let heads = [
        Col::text(cx.t("flag-reason")),
        Col::text(cx.t("case-reference")),
        Col::text(cx.t("flag-by")),
        Col::status(cx.t("approval-since")),
    ];
    let none = empty_state("flag", cx.t("flags-none"), cx.t("flags-none-text"), &html! {});
    let row = |one: &Line| -> [Markup; 4] {
        [
            html! { a.link href=(cx.url(&path(one.case, ""))) { (cx.code("flag-reason", &one.reason)) } },
            html! { (Reference(&one.reference)) },
            html! { (Name(cx.lang.pick(&one.by.0, &one.by.1))) },
            tag(Tone::Warn, dates::near(cx.lang, cx.now, one.at)),
        ]
    };
    let table = Table::new(cx.t(title), heads).when_empty(none).rows(all.iter().map(row));
    html! { (Card::new(cx.t(title)).count(all.len()).live(title, "cases").body(html! { (table) })) }
}
