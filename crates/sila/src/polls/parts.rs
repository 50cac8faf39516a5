//! Polls on other pages: on the telephone, on the wall, on the page of a course and of a meeting.

use maud::{Markup, html};
use sila_core::MeetingId;
use sila_core::poll::{PollKind, WORDS_MAX};

use super::result::{self, Came};
use super::{Poll, answer, list, store};
use crate::accounts::Permission;
use crate::app::App;
use crate::ask::Ask;
use crate::db::{DbError, Tx};
use crate::ideas::answers::{TRAINING, turned};
use crate::ideas::rooms::{self, Room};
use crate::ideas::seats;
use crate::meetings::programme::Line;
use crate::problem::Problem;
use crate::training::store::Stored;
use crate::web::components::{Button, Card, Tone, acts, post, tag};
use crate::web::{Cx, ident};

/// Polls whose results a telephone shows.
const RESULTS_MAX: usize = 5;

/// The polls of a room on a telephone: those that can be answered now, and what the others came to.
///
/// # Errors
/// When the store cannot be read.
pub async fn on_phone(ask: &Ask, room: &Room) -> Result<Markup, Problem> {
    let (app, id) = (&ask.app, room.id);
    let cookie = ask.cookie(&seats::cookie_name(app)).unwrap_or_default();
    let read = move |tx: &mut dyn Tx| -> Result<_, DbError> {
        let mut all = Vec::new();
        for poll in store::of_room(tx, id)? {
            let answered = store::has_answered(tx, poll.id, &answer::mark(poll.id, &cookie))?;
            all.push((poll, answered));
        }
        Ok(all)
    };
    let all = app.store.read(read).await?;
    let cx = &Cx { worker: None, ..ask.cx.clone() };
    let mut closed = Vec::new();
    for (poll, _) in all.iter().filter(|(poll, _)| !poll.is_open()).take(RESULTS_MAX) {
        let came = result::of(app, poll).await?;
        closed.push((poll, came));
    }
    Ok(html! {
        @if !all.is_empty() { div id="polls" {} }
        @for (poll, answered) in all.iter().filter(|(poll, _)| poll.is_open() && room.open) {
            (question(cx, room, poll, *answered))
        }
        @for (poll, came) in &closed {
            (Card::new(poll.title(cx.lang)).tag(list::state(cx, poll)).body(result::shown(cx, poll, came)))
        }
    })
}

fn question(cx: &Cx, room: &Room, poll: &Poll, answered: bool) -> Markup {
    let several = poll.kind == PollKind::Several;
    let kind = if several { "checkbox" } else { "radio" };
    let words = |n: u8| {
        let option = poll.options.get(usize::from(n.saturating_sub(1)));
        option.map_or_else(|| n.to_string(), |(ar, en)| cx.lang.pick(ar, en).clone())
    };
    let inside = html! {
        @if poll.kind == PollKind::Words {
            input.in name="words" maxlength=(WORDS_MAX) dir="auto" autocomplete="off" aria-label=(poll.title(cx.lang));
        } @else {
            fieldset {
                legend.vh { (poll.title(cx.lang)) }
                ul.choices { @for n in poll.kind.choices(poll.count()) {
                    li.choice { label.choice-l { input type=(kind) name="n" value=(n); span.choice-w { (ident::Name(&words(n))) } } }
                } }
            }
            @if poll.kind == PollKind::Scale { p.small.muted { (cx.t("poll-scale-ends")) } }
        }
        (acts(&html! { (Button::submit(cx.t("idea-send")).icon("paper-plane-tilt")) }))
    };
    let state = html! { @if answered { (tag(Tone::Ok, cx.t("poll-yours-is-in"))) } @else { (tag(Tone::Gold, cx.t("poll-now"))) } };
    html! {
        (Card::new(poll.title(cx.lang)).tag(state).body(html! {
            p.small.muted { (cx.t(if answered { "poll-may-change" } else { "poll-who-sees" })) }
            (post(cx, &format!("{}/polls/{}", room.door(), poll.id), &inside))
        }))
    }
}

/// The poll that the projector shows: the question while it is open, afterwards what it came to.
///
/// # Errors
/// When the store cannot be read.
pub async fn on_wall(app: &App, cx: &Cx, room: &Room) -> Result<Markup, Problem> {
    let id = room.id;
    let read = move |tx: &mut dyn Tx| -> Result<_, DbError> {
        let shown = store::of_room(tx, id)?.into_iter().find(|poll| poll.shown);
        let answered = shown.as_ref().map(|poll| store::answered(tx, poll.id)).transpose()?;
        Ok((shown, answered.unwrap_or(0)))
    };
    let (Some(poll), answered) = app.store.read(read).await? else { return Ok(html! {}) };
    let came = result::of(app, &poll).await?;
    let open = came == Came::Open;
    Ok(html! {
        section.q.poll {
            h2 { (ident::Name(poll.title(cx.lang))) span.count { (list::state(cx, &poll)) } }
            @if open { p.muted { (cx.t("poll-answers")) " " b.num data-poll-n { (answered) } } }
            (result::shown(cx, &poll, &came))
        }
    })
}

/// The rooms for questions and polls of a course, and the ideas from which the course came.
///
/// # Errors
/// When the store cannot be read.
pub async fn of_course(ask: &Ask, course: &Stored) -> Result<Markup, Problem> {
    let (id, cx) = (course.id.0, &ask.cx);
    let rooms = ask.app.store.read(move |tx| rooms::store::of_course(tx, id)).await?;
    let origins = turned::origins(&ask.app, TRAINING, id).await?;
    let opens = course.origin == ask.app.node.id && ask.may(Permission::IdeaModerate);
    let way = opens.then(|| format!("/ideas/new?course={id}"));
    Ok(html! { (talk(ask, &rooms, &[], way).await?) (turned::card(cx, &origins)) })
}

/// The rooms of a meeting, with what was asked under each item of its programme.
///
/// # Errors
/// When the store cannot be read.
pub async fn of_meeting(ask: &Ask, id: MeetingId, lines: &[Line]) -> Result<Markup, Problem> {
    let rooms = ask.app.store.read(move |tx| rooms::store::of_meeting(tx, id.0)).await?;
    let lang = ask.cx.lang;
    let items: Vec<(uuid::Uuid, String)> =
        lines.iter().map(|line| (line.item.id, line.text.title.of(lang).to_owned())).collect();
    talk(ask, &rooms, &items, None).await
}

async fn talk(
    ask: &Ask,
    rooms: &[Room],
    items: &[(uuid::Uuid, String)],
    opens: Option<String>,
) -> Result<Markup, Problem> {
    let (cx, ids) = (&ask.cx, rooms.iter().map(|room| room.id).collect::<Vec<_>>());
    let read = move |tx: &mut dyn Tx| -> Result<_, DbError> {
        let mut all = Vec::new();
        for id in &ids {
            all.push(store::of_room(tx, *id)?);
        }
        Ok(all)
    };
    let polls = ask.app.store.read(read).await?;
    let item =
        |poll: &Poll| items.iter().find(|(id, _)| Some(*id) == poll.item).map(|(_, title)| title);
    Ok(html! {
        @if !rooms.is_empty() || opens.is_some() {
            (Card::new(cx.t("poll-talk")).id("talk").body(html! {
                p.muted { (cx.t("poll-talk-text")) }
                @for (room, polls) in rooms.iter().zip(&polls) { div.idea {
                    p { a href=(cx.url(&room.path())) { (ident::Name(room.title(cx.lang))) } " " (rooms::list::open_tag(cx, room.open)) }
                    ul.plain { @for poll in polls { li {
                        a href=(cx.url(&poll.path())) { (ident::Name(poll.title(cx.lang))) } " " (list::state(cx, poll))
                        @if let Some(title) = item(poll) { " · " (ident::Name(title)) }
                    } } }
                    @if room.open { (Button::link(cx.t("idea-join"), cx.url(&format!("/join/{}", room.code))).line().small().icon("sign-in")) }
                } }
                @if let Some(way) = &opens { (Button::link(cx.t("poll-room-new"), cx.url(way)).soft().small().icon("plus")) }
            }))
        }
    })
}
