//! `/ideas/{room}/polls/{id}`: a poll as whoever presents sees it: how many have answered, the words to let through, the end, the result.

use maud::{Markup, html};
use sila_core::poll::PollKind;
use sila_seal::code::base32_encode;
use sila_seal::{Hash, hex, sha256};

use super::opening::fact;
use super::{Poll, answer, list, of, result, store};
use crate::accounts::Permission;
use crate::app::Topic;
use crate::ask::Ask;
use crate::db::{DbError, Tx};
use crate::ideas::answers::given::ours;
use crate::ideas::rooms::{self, Room};
use crate::ideas::wall;
use crate::journal::store as journal;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::{
    Button, Card, Summary, Tone, acts, columns, heading, plain_tag, post, stack, tag,
};
use crate::web::{Cx, Page, ident};

/// The page.
///
/// # Errors
/// `page.not_found`, or when the store cannot be read.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    let room = rooms::find(&ask.app, ask.id("room")?).await?;
    let poll = of(&ask.app, &room, &ask).await?;
    let (id, acts) = (poll.id, room.origin == ask.app.node.id && ask.may(Permission::IdeaModerate));
    let answered = ask.app.store.read(move |tx| store::answered(tx, id)).await?;
    let came = result::of(&ask.app, &poll).await?;
    let cx = &ask.cx;
    let main = html! {
        (result::card(cx, &poll, &came))
        @if acts && poll.kind == PollKind::Words { (words(&ask, &poll).await?) }
    };
    let rows = Summary::new()
        .row(cx.t("poll-kind"), cx.code("poll-kind", poll.kind.code()))
        .row(cx.t("poll-answers"), html! { span.num { (answered) } })
        .row(cx.t("idea-opened-at"), cx.at(poll.opened_at))
        .row_if(cx.t("poll-closed-at"), poll.closed_at.map(|at| cx.at(at)));
    let aside = html! {
        (Card::new(cx.t("poll-about")).live("poll", "ideas").body(html! { (rows) }))
        @if acts { (moves(cx, &room, &poll)) }
    };
    let body = html! {
        (heading(ident::Name(poll.title(cx.lang)), None, &list::state(cx, &poll)))
        (columns(&stack(&main), &stack(&aside)))
    };
    let page = Page::new(cx, poll.title(cx.lang))
        .crumb(cx.t("ideas-title"), "/ideas")
        .crumb(room.title(cx.lang), &room.path())
        .crumb(cx.t("polls-title"), &format!("{}/polls", room.path()));
    Ok(Reply::page(&page.with("vote").refreshing(30).body(body)))
}

fn moves(cx: &Cx, room: &Room, poll: &Poll) -> Markup {
    let key = if poll.shown { "poll-hide" } else { "poll-show" };
    let wanted = if poll.shown { "0" } else { "1" };
    html! {
        (Card::new(cx.t("idea-wall")).body(html! {
            p.muted { (cx.t(if poll.shown { "poll-is-shown" } else { "poll-is-hidden" })) }
            (post(cx, &format!("{}/wall", poll.path()), &html! { (Button::submit(cx.t(key)).soft().small().sends("shown", wanted)) }))
            p.small { a href=(cx.url(&format!("{}/wall", room.door()))) { (cx.t("idea-wall-open")) } }
        }))
        @if poll.is_open() {
            (Card::new(cx.t("poll-close")).body(html! {
                p.muted { (cx.t("poll-close-text")) }
                (post(cx, &format!("{}/closing", poll.path()), &acts(&html! { (Button::submit(cx.t("poll-close")).icon("lock")) })))
            }))
        }
    }
}

/// The answers in words, each with what can be decided about it.
async fn words(ask: &Ask, poll: &Poll) -> Result<Markup, Problem> {
    let (cx, id) = (&ask.cx, poll.id);
    let all = ask.app.store.read(move |tx| store::words(tx, id)).await?;
    let mut lines = Vec::new();
    for (mark, state, body) in all {
        let words = answer::opened(&ask.app, &mark, &body)?;
        lines.push((mark, state, words, hex(&sha256(&[&body]))));
    }
    Ok(html! {
        (Card::new(cx.t("poll-words")).count(lines.len()).live("words", "ideas").body(html! {
            p.muted { (cx.t("poll-words-text")) }
            ul.ideas { @for (mark, state, words, seen) in &lines { li.idea {
                p dir="auto" { (words) }
                (post(cx, &format!("{}/words", poll.path()), &html! { div.idea-acts {
                    input type="hidden" name="mark" value=(base32_encode(mark));
                    input type="hidden" name="seen" value=(seen);
                    (match state.as_str() {
                        "SHOWN" => tag(Tone::Ok, cx.code("idea-state", "SHOWN")),
                        "HELD" => tag(Tone::Warn, cx.t("idea-looks-like-case")),
                        _ => plain_tag(cx.code("idea-state", "WAITING")),
                    })
                    @if state == "WAITING" { (Button::submit(cx.t("idea-show")).small().icon("check").sends("word", "show")) }
                    (Button::submit(cx.t("poll-word-remove")).soft().small().sends("word", "remove"))
                } }))
            } } }
        }))
    })
}

async fn own(ask: &Ask) -> Result<(Room, Poll), Problem> {
    let room = rooms::find(&ask.app, ask.id("room")?).await?;
    ours(&ask.app, &room)?;
    let poll = of(&ask.app, &room, ask).await?;
    Ok((room, poll))
}

/// `POST …/closing`: no more answers; what came of it is told, if there are enough.
///
/// # Errors
/// `page.not_found`, or when the store cannot be written.
pub async fn close(ask: Ask) -> Result<Reply, Problem> {
    let (room, poll) = own(&ask).await?;
    let (id, now, told) = (poll.id, ask.now, fact(&ask, &poll, "poll closed")?);
    let write = move |tx: &mut dyn Tx| -> Result<(), DbError> {
        if store::close(tx, id, now)? {
            journal::insert(tx, &told)?;
        }
        Ok(())
    };
    ask.app.store.write(write).await?;
    wall::live::again(&ask.app, room.id);
    ask.app.changed(Topic::Ideas);
    Ok(Reply::see_other(ask.cx.url(&poll.path())))
}

/// `POST …/wall`: the projector shows it, or no poll.
///
/// # Errors
/// `page.not_found`, or when the store cannot be written.
pub async fn set_shown(ask: Ask) -> Result<Reply, Problem> {
    let (room, poll) = own(&ask).await?;
    let (shown, path) = (ask.form.get("shown") == Some("1"), poll.path());
    ask.app.store.write(move |tx| store::show(tx, &poll, shown)).await?;
    wall::live::again(&ask.app, room.id);
    Ok(Reply::see_other(ask.cx.url(&path)))
}

/// `POST …/words`: an answer in words is let through, or its words are deleted. What looks like a person is never let through.
///
/// # Errors
/// `page.not_found`, `form.broken`, `idea.held`, `poll.words_changed` when they are not the words that the moderator has seen, or when the store cannot be written.
pub async fn decide(ask: Ask) -> Result<Reply, Problem> {
    let (_room, poll) = own(&ask).await?;
    let broken = || Problem::bad_request("form.broken");
    let mark = ask.form.get("mark").and_then(answer::mark_of).ok_or_else(broken)?;
    let seen = ask.form.get("seen").ok_or_else(broken)?.to_owned();
    let shown = match ask.form.get("word") {
        Some("show") => true,
        Some("remove") => false,
        _ => return Err(broken()),
    };
    let (id, told) =
        (poll.id, fact(&ask, &poll, if shown { "word shown" } else { "word removed" })?);
    let write = move |tx: &mut dyn Tx| -> Result<Result<(), Problem>, DbError> {
        let found =
            store::words(tx, id)?.into_iter().find(|(one, _, _): &(Hash, _, _)| *one == mark);
        let Some((_, state, body)) = found else { return Ok(Err(Problem::not_found())) };
        // Whoever answered may answer again at any time: what is decided is decided about what was read.
        if hex(&sha256(&[&body])) != seen {
            return Ok(Err(Problem::refused("poll.words_changed")));
        }
        if shown && state == "HELD" {
            return Ok(Err(Problem::refused("idea.held")));
        }
        store::decide(tx, (id, &mark), shown)?;
        journal::insert(tx, &told).map(Ok)
    };
    ask.app.store.write(write).await?.map_err(|problem| problem.way_out(poll.path()))?;
    ask.app.changed(Topic::Ideas);
    Ok(Reply::see_other(ask.cx.url(&poll.path())))
}
