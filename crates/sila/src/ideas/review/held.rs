//! `/ideas/{room}/held/{idea}`: what the guard found in something that was said, and what to do with each finding.

use sila_core::IdeaId;

use super::decision;
use crate::ask::Ask;
use crate::guard::{self, Verdict};
use crate::ideas::board::{self, Idea, Said, State, sealed};
use crate::ideas::rooms::{self, Room};
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::{columns, heading, post, stack};
use crate::web::{Cx, Page};

async fn held(ask: &Ask) -> Result<(Room, Idea, Said), Problem> {
    let room = rooms::find(&ask.app, ask.id("room")?).await?;
    let id: IdeaId = ask.id("idea")?;
    let found = ask.app.store.read(move |tx| board::store::find(tx, id)).await?;
    let held = |one: &Idea| one.room == room.id && one.state == State::Held;
    let Some(found) = found.filter(held) else {
        return Err(Problem::elsewhere(room.path()));
    };
    let said = board::said(&ask.app, &found)?;
    Ok((room, found, said))
}

/// The findings, each with the words around it.
///
/// # Errors
/// `guard.filling`, or when the store cannot be read.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    let (room, idea, said) = held(&ask).await?;
    Ok(Reply::page(&show(&ask, &room, &idea, &said)?))
}

fn show(ask: &Ask, room: &Room, idea: &Idea, said: &Said) -> Result<Page, Problem> {
    let cx = &ask.cx;
    let fields = vec![("text".to_owned(), said.text.clone())];
    let found = guard::look(&ask.app, &fields)?;
    let action = format!("{}/held/{}", room.path(), idea.id);
    let main = guard::held(cx, &action, (&fields, &found), &ask.form, &[]);
    let body = maud::html! {
        (heading(cx.t("idea-held-title"), Some(&cx.t("idea-held-lead")), &maud::html! {}))
        (columns(&main, &stack(&remove(cx, room, idea))))
    };
    Ok(Page::new(cx, cx.t("idea-held-title"))
        .crumb(cx.t("ideas-title"), "/ideas")
        .crumb(room.title(cx.lang), &room.path())
        .body(body))
}

fn remove(cx: &Cx, room: &Room, idea: &Idea) -> maud::Markup {
    use crate::web::components::{Button, Card};
    let inside = maud::html! {
        input type="hidden" name="idea" value=(idea.id);
        input type="hidden" name="reason" value=(super::CASE);
        (Button::submit(cx.t("idea-remove-case")).danger().icon("trash").sends("word", "remove"))
    };
    maud::html! {
        (Card::new(cx.t("idea-remove")).body(maud::html! {
            p { (cx.t("idea-remove-case-text")) }
            (post(cx, &format!("{}/review", room.path()), &inside))
        }))
    }
}

/// Does what was decided on each finding, and lets what is left through.
///
/// # Errors
/// See [`guard::judge`] and [`decision::write`].
pub async fn create(ask: Ask) -> Result<Reply, Problem> {
    let (room, idea, said) = held(&ask).await?;
    let fields = vec![("text".to_owned(), said.text.clone())];
    let passed = match guard::judge(&ask.app, fields, &ask.form)? {
        Verdict::Held(_) => return Ok(Reply::page_with_errors(&show(&ask, &room, &idea, &said)?)),
        Verdict::Passed(passed) => passed,
    };
    let worker = ask.worker()?.id;
    let said = Said { text: passed.get("text").to_owned(), ..said };
    let body = Some(sealed(&ask.app, idea.id, &said));
    let next = Idea { state: State::Shown, marks: String::new(), body, ..idea };
    let subject = format!("idea {}", next.id);
    let mut told = decision::fact(&ask.app, &next, worker, ask.now);
    told.extend(guard::facts(&ask.app, &passed, &subject, worker, ask.now));
    decision::write(&ask.app, next, State::Held, told, ask.now).await?;
    Ok(Reply::see_other(ask.cx.url(&room.path())))
}
