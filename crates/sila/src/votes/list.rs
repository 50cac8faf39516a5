//! The votes of this agency, the open ones first.

use maud::html;

use super::{Vote, store};
use crate::accounts::Permission;
use crate::ask::Ask;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::{Button, Card, Col, Table, Tone, empty_state, heading, tag};
use crate::web::ident::Name;
use crate::web::{Cx, Page, dates};

/// The list.
///
/// # Errors
/// When the store cannot be read.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    let votes = ask.app.store.read(store::all).await?;
    let cx = &ask.cx;
    let new = html! {
        @if ask.may(Permission::VoteKeep) {
            (Button::link(cx.t("vote-new"), cx.url("/votes/new")).icon("plus"))
        }
    };
    let empty =
        empty_state("check-square-offset", cx.t("votes-none"), cx.t("votes-none-text"), &html! {});
    let table = Table::new(
        cx.t("votes-title"),
        [
            Col::text(cx.t("vote-question")),
            Col::text(cx.t("vote-method")),
            Col::text(cx.t("vote-opened-at")),
            Col::status(cx.t("vote-state")),
        ],
    )
    .rows(votes.iter().map(|vote| row(cx, vote)))
    .when_empty(empty);
    let body = html! {
        (heading(cx.t("votes-title"), Some(&cx.t("votes-lead")), &new))
        (Card::new(cx.t("votes-title")).count(votes.len()).body(html! { (table) }))
    };
    Ok(Reply::page(&Page::new(cx, cx.t("votes-title")).body(body)))
}

fn row(cx: &Cx, vote: &Vote) -> [maud::Markup; 4] {
    let state = match vote.closed_at {
        None => tag(Tone::Gold, cx.t("vote-open")),
        Some(_) => tag(Tone::Ok, cx.t("vote-closed")),
    };
    [
        html! { a.ref href=(cx.url(&vote.path())) { (Name(vote.title(cx))) } },
        html! { (cx.code("vote-method", vote.paper.method().code())) },
        html! { (dates::day(cx.lang, vote.opened_at)) },
        state,
    ]
}
