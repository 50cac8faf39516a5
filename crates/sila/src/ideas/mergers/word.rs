//! `POST /room/{code}/mergers/{id}`: whoever had an idea says whether it, and it alone, may become part of another.

use sila_core::{IdeaId, Millis};
use sila_seal::sha256;

use super::{Asked, Merger, store};
use crate::app::{App, Topic};
use crate::ask::Ask;
use crate::db::{DbError, Tx};
use crate::ideas::board::parts::credit;
use crate::ideas::board::{self, Idea, Said, State, sealed, source};
use crate::ideas::rooms::{self, Room};
use crate::ideas::seats::{self, Credit};
use crate::ideas::share;
use crate::ideas::wall;
use crate::ideas::words::NAME_MAX;
use crate::problem::Problem;
use crate::reply::Reply;

/// Writes the word down.
///
/// # Errors
/// `page.not_found` for whoever is not asked; `form.broken`; when the store cannot be written.
pub async fn create(ask: Ask) -> Result<Reply, Problem> {
    let room = rooms::of_code(&ask.app, ask.param("code")).await?;
    let (seat, id): (_, IdeaId) = (seats::required(&ask, &room).await?, ask.id("id")?);
    let agrees = match ask.form.get("word") {
        Some("yes") => true,
        Some("no") => false,
        _ => return Err(Problem::bad_request("form.broken")),
    };
    let idea: Option<IdeaId> = ask.form.get("idea").and_then(|id| id.parse().ok());
    let idea = idea.ok_or_else(|| Problem::bad_request("form.broken"))?;
    let write = move |tx: &mut dyn Tx| -> Result<bool, DbError> {
        let all = store::asked_of(tx, seat.id)?;
        let asked = all.iter().any(|(one, own)| (one.id, *own) == (id, idea));
        match (asked, agrees) {
            (false, _) => Ok(false),
            (true, true) => store::agree(tx, (id, idea), seat.id),
            (true, false) => store::end(tx, id, Asked::Refused),
        }
    };
    if !ask.app.store.write(write).await? {
        return Err(Problem::not_found());
    }
    finish(&ask.app, &room, id, ask.now).await?;
    ask.app.changed(Topic::Ideas);
    Ok(Reply::see_other(ask.cx.url(&format!("{}#mine", room.door()))))
}

/// Puts the new idea on the board once everybody has agreed. Its parents leave the board and are kept; their counts stay theirs.
///
/// # Errors
/// When the store cannot be written.
pub async fn finish(app: &App, room: &Room, id: IdeaId, now: Millis) -> Result<(), Problem> {
    let read = move |tx: &mut dyn Tx| -> Result<_, DbError> {
        let mut ideas = Vec::new();
        let parents = store::parents(tx, id)?;
        for parent in &parents {
            ideas.extend(board::store::find(tx, parent.idea)?);
        }
        Ok((store::find(tx, id)?, parents, ideas))
    };
    let (found, parents, ideas) = app.store.read(read).await?;
    let merger = found.filter(|one| one.state == Asked::Asked);
    let Some(merger) = merger.filter(|_| parents.iter().all(|parent| parent.agreed)) else {
        return Ok(());
    };
    let new = composed(app, room, &merger, &ideas, now)?;
    let (key, me) = (sha256(&[b"sila/idea/merged/1", id.0.as_bytes()]), app.node.id);
    let write = move |tx: &mut dyn Tx| -> Result<bool, DbError> {
        let mut moved = Vec::new();
        for parent in &parents {
            moved.extend(
                board::store::find(tx, parent.idea)?.filter(|one| one.state == State::Shown),
            );
        }
        // One of them was taken back or removed meanwhile: there is nothing to merge as it was asked.
        let whole = moved.len() == parents.len();
        let state = if whole { Asked::Done } else { Asked::Refused };
        if !store::end(tx, id, state)? || !whole {
            return Ok(false);
        }
        let last = board::store::last_at(tx, new.room)?
            .map_or(new.at, |at| Millis(at.0.saturating_add(1)));
        let new = Idea { at: new.at.max(last), moved_at: new.at.max(last), ..new.clone() };
        board::store::insert(tx, &new, key)?;
        share::store::enqueue(tx, me, &new, now)?;
        for idea in moved {
            let next = Idea { state: State::Merged, ..idea };
            board::store::move_on(tx, &next, State::Shown, now)?;
            share::store::enqueue(tx, me, &next, now)?;
        }
        Ok(true)
    };
    if app.store.write(write).await? {
        wall::live::changed(app, room.id, id);
        ideas.iter().for_each(|idea| wall::live::changed(app, room.id, idea.id));
    }
    Ok(())
}

/// The new idea: its own words, and everybody whose idea is in it.
fn composed(
    app: &App,
    room: &Room,
    merger: &Merger,
    ideas: &[Idea],
    now: Millis,
) -> Result<Idea, Problem> {
    let mut names: Vec<String> = Vec::new();
    for idea in ideas {
        let name = credit(&board::said(app, idea)?);
        if !name.is_empty() && !names.contains(&name) {
            names.push(name);
        }
    }
    let entity: String = names.join(" · ").chars().take(NAME_MAX).collect();
    let blank = Idea { id: merger.id, body: Some(merger.body.clone()), ..Idea::blank(room) };
    let words = board::said(app, &blank)?;
    let said = Said { by: Credit { name: String::new(), entity }, ..words };
    Ok(Idea {
        origin: app.node.id,
        source: source::MERGER.to_owned(),
        kind: merger.kind.clone(),
        body: Some(sealed(app, merger.id, &said)),
        at: now,
        moved_at: now,
        ..blank
    })
}
