//! How mergers look: to whoever is asked, to whoever supported an idea that is merged, and on the page of an idea.

use maud::{Markup, html};
use sila_core::{IdeaId, SeatId};

use super::{Merger, store};
use crate::app::App;
use crate::db::{DbError, Tx};
use crate::ideas::board::parts::by;
use crate::ideas::board::{self, Idea, Said, State};
use crate::ideas::rooms::Room;
use crate::problem::Problem;
use crate::web::components::{Button, Card, Note, Tone, icon, post};
use crate::web::{Cx, dates};

/// From which ideas one came.
#[derive(Debug, Default)]
pub struct Roots {
    /// The ideas, each with its own count.
    pub parents: Vec<(Idea, Said)>,
    /// How many different people support at least one of them.
    pub different: i64,
    /// The idea of which this one became a part.
    pub became: Option<IdeaId>,
}

/// Reads them.
///
/// # Errors
/// When the store cannot be read.
pub async fn roots(app: &App, id: IdeaId) -> Result<Roots, Problem> {
    let read = move |tx: &mut dyn Tx| -> Result<_, DbError> {
        let mut ideas = Vec::new();
        for parent in store::parents(tx, id)? {
            ideas.extend(board::store::find(tx, parent.idea)?);
        }
        Ok((ideas, store::different(tx, id)?, store::became(tx, id)?))
    };
    let (ideas, different, became) = app.store.read(read).await?;
    Ok(Roots { parents: board::read(app, ideas)?, different, became })
}

/// The card on the page of an idea; `path` says where the page of another idea is.
pub fn card(cx: &Cx, roots: &Roots, path: impl Fn(IdeaId) -> String) -> Markup {
    html! {
        @if let Some(id) = roots.became {
            (Note::new("path", cx.t("idea-merged")).tone(Tone::Info).body(html! {
                p { (cx.t("idea-merged-text")) " " a href=(cx.url(&path(id))) { (cx.t("idea-merged-see")) } }
            }))
        }
        @if !roots.parents.is_empty() {
            (Card::new(cx.t("idea-roots")).count(roots.parents.len()).body(html! {
                p.muted { (cx.t("idea-roots-text")) " " (cx.t_with("idea-different", &[("n", roots.different.into())])) }
                ul.ideas { @for (idea, said) in &roots.parents { li.idea {
                    p dir="auto" { a href=(cx.url(&path(idea.id))) { (said.text) } }
                    div.idea-f {
                        span { bdi { (by(cx, said)) } " · " (dates::near(cx.lang, cx.now, idea.at)) }
                        span.vote { (icon("thumbs-up")) span.num data-own-count { (idea.endorsed) } }
                    }
                } } }
            }))
        }
    }
}

/// What somebody in a room is asked about mergers.
#[derive(Debug, Default)]
pub struct Questions {
    /// May this idea become part of that? One question for each idea.
    asked: Vec<(Merger, Said, (IdeaId, Said))>,
    /// Do you support this one too?
    confirm: Vec<(Idea, Said)>,
}

/// Reads it.
///
/// # Errors
/// When the store cannot be read.
pub async fn questions(app: &App, room: &Room, seat: SeatId) -> Result<Questions, Problem> {
    let read = move |tx: &mut dyn Tx| -> Result<_, DbError> {
        let (mut asked, mut confirm) = (Vec::new(), Vec::new());
        for (merger, own) in store::asked_of(tx, seat)? {
            asked.extend(board::store::find(tx, own)?.map(|own| (merger, own)));
        }
        for id in store::to_confirm(tx, seat)? {
            confirm.extend(board::store::find(tx, id)?.filter(|one| one.state == State::Shown));
        }
        Ok((asked, confirm))
    };
    let (asked, confirm) = app.store.read(read).await?;
    let mut questions = Questions { asked: Vec::new(), confirm: board::read(app, confirm)? };
    for (merger, own) in asked {
        let blank = Idea { id: merger.id, body: Some(merger.body.clone()), ..Idea::blank(room) };
        let own = (own.id, board::said(app, &own)?);
        questions.asked.push((merger, board::said(app, &blank)?, own));
    }
    Ok(questions)
}

/// The questions, above what somebody has said themselves.
pub fn asked(cx: &Cx, room: &Room, questions: &Questions) -> Markup {
    html! {
        @for (merger, new, (id, own)) in &questions.asked {
            (Card::new(cx.t("idea-merge-may")).body(html! {
                p dir="auto" { b { (own.text) } }
                p.muted { (cx.t("idea-merge-into")) }
                p dir="auto" { (new.text) }
                p.small.muted { (cx.t("idea-merge-promise")) }
                (post(cx, &format!("{}/mergers/{}", room.door(), merger.id), &html! { div.acts-row {
                    input type="hidden" name="idea" value=(id);
                    (Button::submit(cx.t("idea-merge-yes")).small().icon("check").sends("word", "yes"))
                    (Button::submit(cx.t("idea-merge-no")).soft().small().sends("word", "no"))
                } }))
            }))
        }
        @for (idea, said) in questions.confirm.iter().filter(|_| room.open) {
            (Card::new(cx.t("idea-merge-confirm")).body(html! {
                p dir="auto" { (said.text) }
                p.small.muted { (cx.t("idea-merge-confirm-text")) }
                (post(cx, &format!("{}/ideas/{}/endorsement", room.door(), idea.id), &html! {
                    input type="hidden" name="yes" value="1";
                    (Button::submit(cx.t("idea-support")).line().small().icon("thumbs-up"))
                }))
            }))
        }
    }
}
