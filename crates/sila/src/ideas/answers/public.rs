//! `/room/{code}/answers`: what became of every idea, and how long the others have been waiting. For everybody.

use maud::{Markup, html};

use super::one::mark;
use super::{Answer, due, opened, store};
use crate::ask::Ask;
use crate::db::{DbError, Tx};
use crate::ideas::board::parts::by;
use crate::ideas::board::{self, Idea, Said};
use crate::ideas::rooms::{self, Room};
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::{Card, Tone, empty_state, tag};
use crate::web::{Cx, Page, dates, ident};

/// Ideas on the page: those that wait the longest, then those that were answered last.
const SHOWN_MAX: u32 = 200;

type Line = (Idea, Said, Option<Answer>);

/// The page.
///
/// # Errors
/// `page.not_found`, or when the store cannot be read.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    let room = rooms::of_code(&ask.app, ask.param("code")).await?;
    let (open, answered) = lines(&ask, &room).await?;
    let cx = &Cx { worker: None, ..ask.cx.clone() };
    let late = open.iter().filter(|(idea, _, _)| due(&room, idea) < cx.now).count();
    let body = html! {
        div.room {
            p.small { a href=(cx.url(&room.door())) { (ident::Name(room.title(cx.lang))) } }
            h1 { (cx.t("idea-answers")) }
            p.muted { (cx.t_with("idea-answered-within", &[("n", room.answer_days.into())])) }
            @if open.is_empty() && answered.is_empty() {
                (empty_state("lightbulb", cx.t("idea-board-empty"), cx.t("idea-board-empty-text"), &html! {}))
            }
            @if late > 0 { p { (tag(Tone::Warn, cx.t_with("idea-answers-late", &[("n", late.into())]))) } }
            (list(cx, &room, "idea-answers-open", &open))
            (list(cx, &room, "idea-answers-given", &answered))
        }
    };
    Ok(Reply::page(&Page::new(cx, cx.t("idea-answers")).bare().body(body)))
}

/// The ideas of a room: those without an answer, the oldest first, and the others, the last answer first.
///
/// # Errors
/// When the store cannot be read.
pub async fn lines(ask: &Ask, room: &Room) -> Result<(Vec<Line>, Vec<Line>), Problem> {
    let id = room.id;
    let read = move |tx: &mut dyn Tx| -> Result<_, DbError> {
        let mut given = Vec::new();
        for idea in board::store::answered(tx, id, SHOWN_MAX)? {
            let kept = store::of(tx, idea.id)?;
            given.push((idea, kept));
        }
        Ok((board::store::unanswered(tx, id, SHOWN_MAX)?, given))
    };
    let (open, given) = ask.app.store.read(read).await?;
    let line = |(idea, answer): (Idea, Option<store::Kept>)| -> Result<Line, Problem> {
        let said = board::said(&ask.app, &idea)?;
        let answer = answer.map(|kept| opened(&ask.app, idea.id, kept)).transpose()?;
        Ok((idea, said, answer))
    };
    let open: Result<_, _> = open.into_iter().map(|idea| line((idea, None))).collect();
    let given: Result<_, _> = given.into_iter().map(line).collect();
    Ok((open?, given?))
}

fn list(cx: &Cx, room: &Room, key: &str, lines: &[Line]) -> Markup {
    html! {
        @if !lines.is_empty() {
            (Card::new(cx.t(key)).count(lines.len()).body(html! {
                ul.ideas { @for (idea, said, answer) in lines { li.idea {
                    p dir="auto" { a href=(cx.url(&format!("{}/ideas/{}", room.door(), idea.id))) { (said.text) } }
                    @if let Some(answer) = answer { p.small dir="auto" { (answer.words) } }
                    div.idea-f {
                        span { bdi { (by(cx, said)) } " · " (dates::ago(cx.lang, cx.now, idea.at)) }
                        span {
                            (mark(cx, answer.as_ref()))
                            @if answer.is_none() && due(room, idea) < cx.now {
                                " " (tag(Tone::Warn, cx.deadline(due(room, idea))))
                            }
                        }
                    }
                } } }
            }))
        }
    }
}
