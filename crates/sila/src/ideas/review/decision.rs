//! `POST /ideas/{room}/review`: lets through or removes, one or all that were on the page.

use sila_core::{IdeaId, Millis, WorkerId};

use super::{CASE, REASONS};
use crate::app::{App, Topic};
use crate::ask::Ask;
use crate::db::{DbError, Tx};
use crate::ideas::board::{Idea, State, store};
use crate::ideas::rooms::{self, Room};
use crate::ideas::share;
use crate::ideas::wall;
use crate::journal::store::{self as journal, Fact};
use crate::problem::Problem;
use crate::reply::Reply;

/// The most that are decided with one press.
const AT_ONCE_MAX: usize = 100;

/// What is decided about one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Word {
    /// Everybody sees it.
    Show,
    /// Nobody does any more, for this reason.
    Remove(&'static str),
}

/// Does what the pressed button says.
///
/// # Errors
/// `form.broken`; see [`decide`].
pub async fn create(ask: Ask) -> Result<Reply, Problem> {
    let room = rooms::find(&ask.app, ask.id("room")?).await?;
    let worker = ask.worker()?.id;
    let word = match ask.form.get("word") {
        Some("show") => Word::Show,
        Some("remove") => {
            let given = ask.form.get("reason").unwrap_or_default();
            let reason = REASONS.into_iter().find(|reason| *reason == given);
            let needed = || Problem::refused("idea.reason_needed").way_out(room.path());
            Word::Remove(reason.ok_or_else(needed)?)
        }
        _ => return Err(Problem::bad_request("form.broken")),
    };
    let ids: Vec<IdeaId> = ask.form.all("idea").filter_map(|id| id.parse().ok()).collect();
    let mut failed = None;
    for id in ids.iter().take(AT_ONCE_MAX) {
        let done = decide(&ask.app, &room, *id, word.clone(), (worker, ask.now)).await;
        failed = done.err().or(failed);
    }
    match failed {
        Some(problem) => Err(problem.way_out(room.path())),
        None => Ok(Reply::see_other(ask.cx.url(&format!("{}#queue", room.path())))),
    }
}

/// Lets one through or removes it. What the guard holds is let through only by [`super::held`]. A second removal of the same, or
/// letting through what is shown, changes nothing.
///
/// # Errors
/// `page.not_found`; `idea.held`; `idea.crossed` when somebody was quicker; when the store cannot be written.
pub async fn decide(
    app: &App,
    room: &Room,
    id: IdeaId,
    word: Word,
    (worker, now): (WorkerId, Millis),
) -> Result<(), Problem> {
    let found = app.store.read(move |tx| store::find(tx, id)).await?;
    let found = found.filter(|one| one.room == room.id).ok_or_else(Problem::not_found)?;
    let from = found.state;
    let next = match (&word, from) {
        (Word::Show, State::Shown) | (Word::Remove(_), State::Withdrawn | State::Merged) => {
            return Ok(());
        }
        (Word::Show, State::Held) => return Err(Problem::refused("idea.held")),
        (Word::Show, State::Waiting) => Idea { state: State::Shown, ..found },
        (Word::Show, State::Removed) if found.body.is_some() => {
            Idea { state: State::Shown, reason: String::new(), appealed: false, ..found }
        }
        (Word::Show, _) => return Err(Problem::not_found()),
        (Word::Remove(reason), _) => removed(found, reason),
    };
    let told = fact(app, &next, worker, now);
    write(app, next, from, told, now).await
}

fn removed(found: Idea, reason: &str) -> Idea {
    // A second look that comes to the same ends the matter.
    let body = if reason == CASE || found.appealed { None } else { found.body.clone() };
    Idea { state: State::Removed, reason: reason.to_owned(), appealed: false, body, ..found }
}

/// Writes what was decided, and tells every open page.
///
/// # Errors
/// `idea.crossed` when somebody was quicker; when the store cannot be written.
pub async fn write(
    app: &App,
    next: Idea,
    from: State,
    told: Vec<Fact>,
    now: Millis,
) -> Result<(), Problem> {
    let (room, about, me) = (next.room, next.about.unwrap_or(next.id), app.node.id);
    let write = move |tx: &mut dyn Tx| -> Result<bool, DbError> {
        let done = store::move_on(tx, &next, from, now)?;
        if done {
            told.iter().try_for_each(|fact| journal::insert(tx, fact))?;
            if from == State::Shown || next.state == State::Shown {
                share::store::enqueue(tx, me, &next, now)?;
            }
        }
        Ok(done)
    };
    if !app.store.write(write).await? {
        return Err(Problem::refused("idea.crossed"));
    }
    wall::live::changed(app, room, about);
    app.changed(Topic::Ideas);
    Ok(())
}

/// What was decided, for the journal: never the words.
pub fn fact(app: &App, next: &Idea, worker: WorkerId, now: Millis) -> Vec<Fact> {
    vec![Fact {
        id: app.clock.new_id(),
        at: now,
        kind: "ideas",
        subject: format!("{} {}", next.id, next.state.code().to_lowercase()),
        worker: Some(worker),
        data: next.reason.as_bytes().to_vec(),
    }]
}
