//! `/room/{code}`: the room as whoever has joined sees it on a telephone.

use std::collections::BTreeSet;

use maud::{Markup, html};
use sila_core::IdeaId;
use uuid::Uuid;

use super::parts::{card, fields, kinds, mine, quote};
use super::store::{self, PAGE};
use super::{Idea, Said};
use crate::ask::Ask;
use crate::db::{DbError, Tx};
use crate::ideas::mergers::parts::{self as mergers, Questions};
use crate::ideas::rooms::{self, Room};
use crate::ideas::seats::{self, Seat, join};
use crate::ideas::wall;
use crate::polls;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::{Button, Card, Note, Tone, acts, empty_state};
use crate::web::{Cx, Errors, Form, Page, Pairs, ident};

/// What the page is drawn from.
struct View {
    seat: Seat,
    board: Vec<(Idea, Said)>,
    own: Vec<(Idea, Said)>,
    endorsed: BTreeSet<IdeaId>,
    quotable: BTreeSet<IdeaId>,
    counts: Vec<(String, i64)>,
    questions: Questions,
    polls: Markup,
    newest: bool,
    page: u32,
    after: String,
}

/// The page.
///
/// # Errors
/// `page.not_found`, or when the store cannot be read.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    let room = rooms::of_code(&ask.app, ask.param("code")).await?;
    let Some(seat) = seats::of(&ask, &room).await? else {
        return Ok(Reply::see_other(ask.cx.url(&format!("/join/{}", room.code))));
    };
    let view = view(&ask, &room, seat).await?;
    Ok(Reply::page(&show(&ask, &room, &view, &Pairs::default(), &Errors::none())))
}

/// The page with what was typed and what is wrong with it.
///
/// # Errors
/// When the store cannot be read.
pub async fn again(ask: &Ask, room: &Room, seat: &Seat, errors: &Errors) -> Result<Reply, Problem> {
    let view = view(ask, room, seat.clone()).await?;
    Ok(Reply::page_with_errors(&show(ask, room, &view, &ask.form, errors)))
}

async fn view(ask: &Ask, room: &Room, seat: Seat) -> Result<View, Problem> {
    let newest = ask.query.get("by") != Some("support");
    let page = ask.query.get("page").and_then(|page| page.parse().ok()).unwrap_or(1_u32);
    let page = page.clamp(1, 400);
    let offset = i64::from(page.saturating_sub(1).saturating_mul(PAGE));
    // The place in the stream is taken before the board is read: what comes between is sent again, and replaces itself.
    let after = wall::live::place(&ask.app, room.id);
    let (id, sits) = (room.id, seat.id);
    let read = move |tx: &mut dyn Tx| -> Result<_, DbError> {
        Ok((
            store::shown(tx, id, newest, offset)?,
            store::of_seat(tx, sits)?,
            (store::endorsed_by(tx, sits)?, store::quotable_of(tx, sits)?),
            store::shown_by_kind(tx, id)?,
        ))
    };
    let (board, own, (endorsed, quotable), counts) = ask.app.store.read(read).await?;
    let (board, own) = (super::read(&ask.app, board)?, super::read(&ask.app, own)?);
    let questions = mergers::questions(&ask.app, room, seat.id).await?;
    let polls = polls::on_phone(ask, room).await?;
    Ok(View { seat, board, own, endorsed, quotable, counts, questions, polls, newest, page, after })
}

fn show(ask: &Ask, room: &Room, view: &View, values: &Pairs, errors: &Errors) -> Page {
    let cx = &Cx { worker: None, ..ask.cx.clone() };
    let form = Form::new(cx, values, errors);
    let own_key = values.get("key").map(str::to_owned);
    let key = own_key.unwrap_or_else(|| Uuid::simple(ask.app.clock.new_id()).to_string());
    let credit = &view.seat.credit;
    let body = html! {
        div.room data-live-room={ "/room/" (room.code) "/live" } data-after=(view.after) {
            h1 { (ident::Name(room.title(cx.lang))) }
            p.small.muted {
                (cx.code("idea-anonymity", room.anonymity.code())) ": "
                @if credit.entity.is_empty() { (cx.t("idea-no-name")) }
                @else { @if !credit.name.is_empty() { b { (ident::Name(&credit.name)) } " · " } b { (ident::Name(&credit.entity)) } }
            }
            @if ask.query.get("sent").is_some() {
                (Note::new("check-circle", cx.t("idea-sent")).tone(Tone::Ok).says(cx.t("idea-sent-text")))
            }
            @if ask.query.get("answered").is_some() {
                (Note::new("check-circle", cx.t("poll-yours-is-in")).tone(Tone::Ok).says(cx.t("poll-may-change")))
            }
            (form.summary())
            @if room.open { (say(cx, room, &form, &key)) } @else {
                (Note::new("lock", cx.t("idea-room-closed")).says(cx.t("idea-room-closed-text")))
            }
            (view.polls)
            (mergers::asked(cx, room, &view.questions))
            @if !view.own.is_empty() { (own(cx, room, view)) }
            (board(cx, room, view))
            p.small {
                a href=(cx.url(&format!("{}/answers", room.door()))) { (cx.t("idea-answers")) } " · "
                a href=(cx.url(&format!("{}/removed", room.door()))) { (cx.t("idea-removed-list")) }
            }
        }
    };
    let page = Page::new(cx, room.title(cx.lang)).bare().live().errors(errors.any());
    // Polls look like votes.
    let page = if view.polls.0.is_empty() { page } else { page.with("vote") };
    page.body(body)
}

/// What will be shown stands above the field in which it is typed.
fn say(cx: &Cx, room: &Room, form: &Form<'_>, key: &str) -> Markup {
    html! {
        (Card::new(cx.t("idea-say")).body(html! {
            (join::promise(cx, room))
            form method="post" action=(cx.url(&format!("{}/ideas", room.door()))) novalidate
                data-send=(cx.t("idea-trying-again")) {
                (fields(cx, form, &kinds(cx, room), key))
                (quote(cx, form))
                (acts(&html! { (Button::submit(cx.t("idea-send")).icon("paper-plane-tilt")) }))
            }
        }))
    }
}

fn own(cx: &Cx, room: &Room, view: &View) -> Markup {
    html! {
        (Card::new(cx.t("idea-mine")).id("mine").count(view.own.len()).body(html! {
            ul.ideas { @for (idea, said) in &view.own { (mine(cx, room, (idea, said), view.quotable.contains(&idea.id))) } }
        }))
    }
}

fn board(cx: &Cx, room: &Room, view: &View) -> Markup {
    let count = view.counts.iter().map(|(_, n)| *n).sum::<i64>();
    let (door, by) = (room.door(), if view.newest { "new" } else { "support" });
    let more = i64::from(view.page.saturating_mul(PAGE)) < count;
    let other = match view.newest {
        true => ("idea-by-support", format!("{door}?by=support")),
        false => ("idea-by-time", door.clone()),
    };
    html! {
        (Card::new(cx.t("idea-board-title")).count(usize::try_from(count).unwrap_or(0))
            .link(cx.t(other.0), cx.url(&other.1)).body(html! {
            @if view.board.is_empty() {
                (empty_state("lightbulb", cx.t("idea-board-empty"), cx.t("idea-board-empty-text"), &html! {}))
            }
            ul.ideas data-cards[view.newest && view.page == 1] {
                @for (idea, said) in &view.board {
                    (card(cx, room, (idea, said), view.endorsed.contains(&idea.id)))
                }
            }
            template data-card { (card(cx, room, (&Idea::blank(room), &Said::default()), false)) }
            @if more {
                (Button::link(cx.t("idea-more"), cx.url(&format!("{door}?by={by}&page={}", view.page.saturating_add(1)))).soft())
            }
        }))
    }
}
