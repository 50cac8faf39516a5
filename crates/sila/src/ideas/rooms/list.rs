//! `/ideas`: the rooms.

use maud::{Markup, html};

use super::store;
use crate::accounts::Permission;
use crate::ask::Ask;
use crate::ideas::answers::{self, store::Counts};
use crate::ideas::seats;
use crate::menu::is_shut;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::{Button, Col, Kpi, Table, Tone, empty_state, heading, plain_tag, tag};
use crate::web::{Cx, Page, dates, ident};

/// The list.
///
/// # Errors
/// When the store cannot be read.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    let rooms = ask.app.store.read(store::all).await?;
    let seated = ask.app.store.read(seats::store::counts).await?;
    let counts = ask.app.store.read(answers::store::counts).await?;
    let cx = &ask.cx;
    let new = html! {
        @if ask.may(Permission::IdeaModerate) {
            (Button::link(cx.t("idea-room-new"), cx.url("/ideas/new")).icon("plus"))
        }
    };
    let columns = [
        Col::text(cx.t("idea-room")),
        Col::text(cx.t("idea-code")),
        Col::text(cx.t("idea-anonymity")),
        Col::num(cx.t("idea-seated")),
        Col::text(cx.t("idea-opened-at")),
        Col::status(cx.t("record-state")),
    ];
    let rows = rooms.iter().map(|room| {
        [
            html! { a.ref href=(cx.url(&room.path())) { (ident::Name(room.title(cx.lang))) } },
            html! { (ident::Code(&room.code)) },
            plain_tag(cx.code("idea-anonymity", room.anonymity.code())),
            html! { (seated.get(&room.id).copied().unwrap_or(0)) },
            html! { (dates::near(cx.lang, cx.now, room.opened_at)) },
            open_tag(cx, room.open),
        ]
    });
    let empty =
        empty_state("lightbulb", cx.t("idea-rooms-empty"), cx.t("idea-rooms-empty-text"), &new);
    let table = Table::new(cx.t("ideas-title"), columns).rows(rows).when_empty(empty);
    let body = html! {
        (heading(cx.t("ideas-title"), Some(&cx.t("ideas-lead")), &new))
        (tiles(cx, counts))
        (table)
    };
    Ok(Reply::page(&Page::new(cx, cx.t("ideas-title")).body(body)))
}

/// Numbers over all rooms, from the rows that the pages list.
fn tiles(cx: &Cx, counts: Counts) -> Markup {
    let ideas = cx.url("/ideas");
    let initiatives =
        if is_shut(cx, "/initiatives") { ideas.clone() } else { cx.url("/initiatives") };
    html! {
        div.kpis {
            (Kpi::new(cx, cx.t("idea-total"), &counts.shown, ideas.clone()).icon("lightbulb", Tone::Gold))
            (Kpi::new(cx, cx.t("idea-total-answered"), &counts.answered, ideas.clone()).icon("chat-circle-text", Tone::Info))
            (Kpi::new(cx, cx.t("idea-total-turned"), &counts.turned, ideas).icon("sparkle", Tone::Ok))
            (Kpi::new(cx, cx.t("idea-total-initiatives"), &counts.initiatives, initiatives).icon("rocket-launch", Tone::Ok))
        }
    }
}

/// Whether anybody may still come in, in a word.
pub fn open_tag(cx: &Cx, open: bool) -> Markup {
    if open { tag(Tone::Ok, cx.t("idea-room-open")) } else { plain_tag(cx.t("idea-room-closed")) }
}
