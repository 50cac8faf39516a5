//! What waits for a moderator, on the page of the room.

use maud::{Markup, html};

use super::REASONS;
use crate::app::App;
use crate::db::{DbError, Tx};
use crate::ideas::board::parts::by;
use crate::ideas::board::{self, Idea, Said, State, store};
use crate::ideas::rooms::Room;
use crate::problem::Problem;
use crate::web::components::{Button, Card, Tone, acts, empty_state, plain_tag, post, tag};
use crate::web::{Cx, dates};

/// What waits, and what was reported.
#[derive(Debug, Default)]
pub struct Queue {
    waiting: Vec<(Idea, Said)>,
    reported: Vec<(Idea, Said)>,
}

/// Reads it.
///
/// # Errors
/// When the store cannot be read.
pub async fn read(app: &App, room: &Room) -> Result<Queue, Problem> {
    let id = room.id;
    let read = move |tx: &mut dyn Tx| -> Result<_, DbError> {
        Ok((store::queue(tx, id)?, store::reported(tx, id)?))
    };
    let (waiting, reported) = app.store.read(read).await?;
    Ok(Queue { waiting: board::read(app, waiting)?, reported: board::read(app, reported)? })
}

/// The card.
pub fn card(cx: &Cx, room: &Room, queue: &Queue) -> Markup {
    let plain: Vec<&(Idea, Said)> =
        queue.waiting.iter().filter(|(idea, _)| idea.state == State::Waiting).collect();
    let to = format!("{}/review", room.path());
    html! {
        (Card::new(cx.t("idea-queue")).count(queue.waiting.len()).live("queue", "ideas").body(html! {
            @if queue.waiting.is_empty() {
                (empty_state("check-circle", cx.t("idea-queue-empty"), cx.t("idea-queue-empty-text"), &html! {}))
            }
            @if plain.len() > 1 {
                (post(cx, &to, &html! {
                    @for (idea, _) in &plain { input type="hidden" name="idea" value=(idea.id); }
                    (acts(&html! {
                        (Button::submit(cx.t_with("idea-show-all", &[("n", plain.len().into())])).line().small().sends("word", "show"))
                    }))
                }))
            }
            ul.ideas { @for (idea, said) in &queue.waiting { (line(cx, room, idea, said)) } }
        }))
        @if !queue.reported.is_empty() {
            (Card::new(cx.t("idea-reports")).count(queue.reported.len()).live("reported", "ideas").body(html! {
                p.muted { (cx.t("idea-reports-text")) }
                ul.ideas { @for (idea, said) in &queue.reported { (line(cx, room, idea, said)) } }
            }))
        }
    }
}

fn line(cx: &Cx, room: &Room, idea: &Idea, said: &Said) -> Markup {
    let kind = if idea.about.is_some() { "idea-position" } else { "idea-kind" };
    let (to, held) =
        (format!("{}/review", room.path()), format!("{}/held/{}", room.path(), idea.id));
    html! {
        li.idea {
            p dir="auto" { (said.text) }
            div.idea-f {
                span { (plain_tag(cx.code(kind, &idea.kind))) " " bdi { (by(cx, said)) } " · " (dates::near(cx.lang, cx.now, idea.at)) }
                span {
                    @if idea.state == State::Held { (tag(Tone::Warn, cx.t("idea-looks-like-case"))) }
                    @if idea.appealed { (tag(Tone::Gold, cx.t("idea-appealed"))) }
                    @if idea.reported > 0 { (tag(Tone::Warn, cx.t_with("idea-reports-count", &[("n", idea.reported.into())]))) }
                }
            }
            (post(cx, &to, &html! { div.idea-acts {
                input type="hidden" name="idea" value=(idea.id);
                @if idea.state == State::Held {
                    (Button::link(cx.t("idea-look"), cx.url(&held)).line().small().icon("shield-warning"))
                } @else if idea.state != State::Shown {
                    (Button::submit(cx.t("idea-show")).small().icon("check").sends("word", "show"))
                }
                label.vh for={ "why-" (idea.id) } { (cx.t("idea-remove-why")) }
                select.in.narrow id={ "why-" (idea.id) } name="reason" {
                    option value="" { (cx.t("idea-remove-why")) }
                    @for reason in REASONS { option value=(reason) { (cx.code("idea-reason", reason)) } }
                }
                (Button::submit(cx.t("idea-remove")).soft().small().sends("word", "remove"))
            } }))
        }
    }
}
