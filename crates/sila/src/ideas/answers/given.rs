//! `POST /ideas/{room}/ideas/{id}/answer`: the official answer, with its reason.

use sila_core::{IdeaId, Millis, WorkerId};

use super::store::{self, Kept};
use super::{CODES, one, sealed};
use crate::app::App;
use crate::ask::Ask;
use crate::db::{DbError, Tx};
use crate::ideas::board::post::marks;
use crate::ideas::board::{self, Idea, State};
use crate::ideas::rooms::{self, Room};
use crate::ideas::share;
use crate::ideas::words::{clean, fits};
use crate::journal::store::{self as journal, Fact};
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::Errors;

/// Longest reason, in characters.
pub const REASON_MAX: usize = 600;

/// Gives it.
///
/// # Errors
/// See [`answer`].
pub async fn create(ask: Ask) -> Result<Reply, Problem> {
    let room = rooms::find(&ask.app, ask.id("room")?).await?;
    let id: IdeaId = ask.id("id")?;
    let mut errors = Errors::none();
    let code = ask.form.get("code").and_then(|code| CODES.into_iter().find(|one| *one == code));
    if code.is_none() {
        errors.add("code", ask.cx.t("idea-answer-needed"));
    }
    let words = clean(ask.form.get("words").unwrap_or_default());
    if !fits(&words, REASON_MAX) {
        errors.add("words", ask.cx.t_with("idea-answer-why-needed", &[("n", REASON_MAX.into())]));
    } else if !marks(&ask.app, &words).is_empty() {
        errors.add("words", ask.cx.t("idea-answer-names"));
    }
    let Some(code) = code.filter(|_| !errors.any()) else {
        return one::again(&ask, &room, id, &errors).await;
    };
    answer(&ask.app, &room, id, (code, &words), (ask.worker()?.id, ask.now)).await?;
    Ok(Reply::see_other(ask.cx.url(&one::path(&room, id))))
}

/// Answers an idea of a room that this agency opened. Answered again, the later answer holds, and both stand in the journal.
///
/// # Errors
/// `page.not_found` for what is not on the board; `idea.not_our_room`; when the store cannot be written.
pub async fn answer(
    app: &App,
    room: &Room,
    id: IdeaId,
    (code, words): (&str, &str),
    (worker, now): (WorkerId, Millis),
) -> Result<(), Problem> {
    ours(app, room)?;
    let body = sealed(app, id, words);
    let kept = Kept { code: code.to_owned(), body, at: now };
    let (in_room, me) = (room.clone(), app.node.id);
    let told = fact(app, (id, &format!("answered {}", code.to_lowercase())), worker, now);
    let write = move |tx: &mut dyn Tx| -> Result<bool, DbError> {
        let Some(idea) = on_board(tx, &in_room, id)? else { return Ok(false) };
        store::answer(tx, id, &kept)?;
        share::store::enqueue(tx, me, &idea, now)?;
        journal::insert(tx, &told)?;
        Ok(true)
    };
    if !app.store.write(write).await? {
        return Err(Problem::not_found());
    }
    app.changed(crate::app::Topic::Ideas);
    Ok(())
}

/// Only the agency that opened a room answers in it.
///
/// # Errors
/// `idea.not_our_room`.
pub fn ours(app: &App, room: &Room) -> Result<(), Problem> {
    if room.origin == app.node.id {
        Ok(())
    } else {
        Err(Problem::refused("idea.not_our_room").way_out(room.path()))
    }
}

/// An idea that everybody in this room sees.
pub fn on_board(tx: &mut dyn Tx, room: &Room, id: IdeaId) -> Result<Option<Idea>, DbError> {
    let found = board::store::find(tx, id)?;
    let seen = |one: &Idea| one.room == room.id && one.about.is_none() && one.state == State::Shown;
    Ok(found.filter(seen))
}

/// What was done with an idea, for the journal.
pub fn fact(app: &App, (id, act): (IdeaId, &str), worker: WorkerId, now: Millis) -> Fact {
    Fact {
        id: app.clock.new_id(),
        at: now,
        kind: "ideas",
        subject: format!("{id} {act}"),
        worker: Some(worker),
        data: Vec::new(),
    }
}
