//! `/ideas/{room}`: a room as whoever works here sees it.

use maud::{Markup, html};
use sila_core::RoomId;
use uuid::Uuid;

use super::list::open_tag;
use super::{Room, Wall, store};
use crate::accounts::Permission;
use crate::ask::Ask;
use crate::db::{DbError, Tx};
use crate::ideas::answers::list;
use crate::ideas::board::parts::{fields, kinds, quote};
use crate::ideas::review::queue::{self, Queue};
use crate::ideas::seats;
use crate::ideas::share::{self, sharing};
use crate::ideas::words::NAME_MAX;
use crate::journal::store::{self as journal, Fact};
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::{
    Button, Card, Summary, acts, columns, copyable, heading, plain_tag, post, qr, stack,
};
use crate::web::{Cx, Errors, Form, Page, Pairs, dates, ident};

/// The page.
///
/// # Errors
/// `page.not_found`, or when the store cannot be read.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    let room = super::find(&ask.app, ask.id("room")?).await?;
    Ok(Reply::page(&show(&ask, &room, &Pairs::default(), &Errors::none()).await?))
}

/// The page with what was typed and what is wrong with it.
///
/// # Errors
/// When the store cannot be read.
pub async fn again(ask: &Ask, room: &Room, errors: &Errors) -> Result<Reply, Problem> {
    Ok(Reply::page_with_errors(&show(ask, room, &ask.form, errors).await?))
}

async fn show(ask: &Ask, room: &Room, values: &Pairs, errors: &Errors) -> Result<Page, Problem> {
    let (id, moderates) = (room.id, ask.may(Permission::IdeaModerate));
    let seated = ask.app.store.read(move |tx| seats::store::count(tx, id)).await?;
    let queue = if moderates { queue::read(&ask.app, room).await? } else { Queue::default() };
    let (board, shared) = (list::card(ask, room).await?, sharing::card(ask, room).await?);
    let cx = &ask.cx;
    let form = Form::new(cx, values, errors);
    let main = html! {
        (form.summary())
        @if moderates {
            (queue::card(cx, room, &queue))
        }
        (board)
        @if moderates && room.open { (paper(ask, room, &form, values)) }
    };
    let aside =
        html! { (join_card(ask, room)) (wall_card(ask, room)) (shared) (about(cx, room, seated)) };
    let body = html! {
        (heading(ident::Name(room.title(cx.lang)), None, &top(cx, room)))
        (columns(&stack(&main), &stack(&aside)))
    };
    let page = Page::new(cx, room.title(cx.lang)).crumb(cx.t("ideas-title"), "/ideas");
    Ok(page.errors(errors.any()).body(body))
}

/// Whether it is open, and what can be done with everything that was said.
fn top(cx: &Cx, room: &Room) -> Markup {
    html! {
        (open_tag(cx, room.open)) " "
        (Button::link(cx.t("idea-clusters"), cx.url(&format!("{}/clusters", room.path()))).line().small().icon("tree-structure")) " "
        (Button::link(cx.t("polls-title"), cx.url(&format!("{}/polls", room.path()))).line().small().icon("question"))
    }
}

fn about(cx: &Cx, room: &Room, seated: i64) -> Markup {
    let days = [("n", room.answer_days.into())];
    let removed = cx.url(&format!("{}/removed", room.door()));
    let rows = Summary::new()
        .row(cx.t("idea-anonymity"), cx.code("idea-anonymity", room.anonymity.code()))
        .row(cx.t("idea-seated"), html! { span.num { (seated) } })
        .row(cx.t("idea-answer-title"), cx.t_with("idea-answered-within", &days))
        .row(cx.t("idea-opened-at"), dates::both_calendars(cx.lang, room.opened_at));
    html! {
        (Card::new(cx.t("idea-room-about")).body(html! {
            (rows)
            p.small { a href=(removed) { (cx.t("idea-removed-list")) } }
        }))
    }
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
            (acts(&html! {
                (Button::link(cx.t("idea-board-title"), cx.url(&format!("/join/{}", room.code))).line().small())
                @if ask.may(Permission::IdeaModerate) {
                    (post(cx, &to, &html! { (Button::submit(cx.t(act)).soft().small().icon(icon).sends("state", wanted)) }))
                }
            }))
        }))
    }
}

/// What the projector shows, and what it shall show.
fn wall_card(ask: &Ask, room: &Room) -> Markup {
    let cx = &ask.cx;
    let key = |wall: Wall| match wall {
        Wall::Live => "idea-wall-live",
        Wall::Paused => "idea-wall-pause",
        Wall::Blank => "idea-wall-blank",
    };
    let others = Wall::ALL.into_iter().filter(|wall| *wall != room.wall);
    let inside = html! {
        div.acts-row { @for wall in others {
            (Button::submit(cx.t(key(wall))).soft().small().sends("wall", wall.code()))
        } }
    };
    let now = plain_tag(cx.code("idea-wall-state", room.wall.code()));
    html! {
        (Card::new(cx.t("idea-wall")).tag(now).body(html! {
            p { (cx.t("idea-wall-text")) }
            p { (Button::link(cx.t("idea-wall-open"), cx.url(&format!("{}/wall", room.door()))).line().small()) }
            @if ask.may(Permission::IdeaModerate) { (post(cx, &format!("{}/wall", room.path()), &inside)) }
        }))
    }
}

/// What a table wrote by hand.
fn paper(ask: &Ask, room: &Room, form: &Form<'_>, values: &Pairs) -> Markup {
    let cx = &ask.cx;
    let key = values.get("key").map(str::to_owned);
    let key = key.unwrap_or_else(|| Uuid::simple(ask.app.clock.new_id()).to_string());
    html! {
        (Card::new(cx.t("idea-paper")).id("paper").body(html! {
            p.muted { (cx.t("idea-paper-lead")) }
            form method="post" action=(cx.url(&format!("{}/paper", room.path()))) novalidate {
                (form.text("table", cx.t("idea-table")).hint(cx.t("idea-table-hint")).max(NAME_MAX))
                (fields(cx, form, &kinds(cx, room), &key))
                (quote(cx, form))
                (acts(&html! { (Button::submit(cx.t("idea-paper-add")).line().icon("notebook")) }))
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
    let ours = room.origin == ask.app.node.id;
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
            if ours {
                share::store::tell_again(tx, id)?;
            }
            journal::insert(tx, &told)?;
        }
        Ok(())
    };
    ask.app.store.write(write).await?;
    Ok(Reply::see_other(ask.cx.url(&room.path())))
}
