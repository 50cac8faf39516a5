//! `/ideas/{room}`: a room as whoever works here sees it.

use maud::{Markup, html};
use sila_core::RoomId;

use super::list::open_tag;
use super::{Room, store};
use crate::accounts::Permission;
use crate::ask::Ask;
use crate::db::{DbError, Tx};
use crate::ideas::seats;
use crate::journal::store::{self as journal, Fact};
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::{Button, Card, Summary, columns, copyable, heading, post, qr, stack};
use crate::web::{Cx, Page, dates, ident};

/// The page.
///
/// # Errors
/// `page.not_found`, or when the store cannot be read.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    let room = super::find(&ask.app, ask.id("room")?).await?;
    let id = room.id;
    let seated = ask.app.store.read(move |tx| seats::store::count(tx, id)).await?;
    let cx = &ask.cx;
    let aside = html! { (join_card(&ask, &room)) };
    let main = html! { (about(cx, &room, seated)) };
    let body = html! {
        (heading(ident::Name(room.title(cx.lang)), None, &open_tag(cx, room.open)))
        (columns(&stack(&main), &stack(&aside)))
    };
    let page = Page::new(cx, room.title(cx.lang)).crumb(cx.t("ideas-title"), "/ideas");
    Ok(Reply::page(&page.body(body)))
}

fn about(cx: &Cx, room: &Room, seated: i64) -> Markup {
    let days = [("n", room.answer_days.into())];
    let rows = Summary::new()
        .row(cx.t("idea-anonymity"), cx.code("idea-anonymity", room.anonymity.code()))
        .row(cx.t("idea-seated"), html! { span.num { (seated) } })
        .row(cx.t("idea-answer-title"), cx.t_with("idea-answered-within", &days))
        .row(cx.t("idea-opened-at"), dates::both_calendars(cx.lang, room.opened_at));
    html! { (Card::new(cx.t("idea-room-about")).body(html! { (rows) })) }
}

/// The square and the code, and whether anybody may come in.
fn join_card(ask: &Ask, room: &Room) -> Markup {
    let cx = &ask.cx;
    let way = seats::join::address(ask, room);
    let (act, icon) = match room.open {
        true => ("idea-room-close", "lock"),
        false => ("idea-room-reopen", "sign-in"),
    };
    let to = format!("{}/closing", room.path());
    let wanted = if room.open { "closed" } else { "open" };
    html! {
        (Card::new(cx.t("idea-join")).body(html! {
            div.joining {
                (qr(&way, &cx.t("idea-join-square")))
                p.join-code { (ident::Code(&room.code)) }
            }
            p.muted { (cx.t("idea-join-text")) }
            (copyable(cx, &way))
            @if ask.may(Permission::IdeaModerate) {
                (post(cx, &to, &html! { (Button::submit(cx.t(act)).soft().icon(icon).sends("state", wanted)) }))
            }
        }))
    }
}

/// `POST /ideas/{room}/closing`: nothing is taken any more, or again.
///
/// # Errors
/// `page.not_found`, or when the store cannot be written.
pub async fn close(ask: Ask) -> Result<Reply, Problem> {
    let room = super::find(&ask.app, ask.id("room")?).await?;
    let (id, open): (RoomId, bool) = (room.id, ask.form.get("state") == Some("open"));
    let told = Fact {
        id: ask.app.clock.new_id(),
        at: ask.now,
        kind: "ideas",
        subject: format!("{id} {}", if open { "opened again" } else { "closed" }),
        worker: Some(ask.worker()?.id),
        data: Vec::new(),
    };
    let write = move |tx: &mut dyn Tx| -> Result<(), DbError> {
        if store::set_open(tx, id, open)? {
            journal::insert(tx, &told)?;
        }
        Ok(())
    };
    ask.app.store.write(write).await?;
    Ok(Reply::see_other(ask.cx.url(&room.path())))
}
