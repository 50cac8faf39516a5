//! Putting ideas together and taking them apart again.

use sila_core::{IdeaId, RoomId};
use uuid::Uuid;

use super::{AT_ONCE_MAX, NAME_MAX, page, store};
use crate::app::Topic;
use crate::ask::Ask;
use crate::db::{DbError, Tx};
use crate::ideas::board::post::marks;
use crate::ideas::rooms;
use crate::ideas::words::{clean, fits};
use crate::journal::store::{self as journal, Fact};
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::Errors;

fn fact(ask: &Ask, (room, id, act): (RoomId, Uuid, &str)) -> Result<Fact, Problem> {
    Ok(Fact {
        id: ask.app.clock.new_id(),
        at: ask.now,
        kind: "ideas",
        subject: format!("{room} cluster {id} {act}"),
        worker: Some(ask.worker()?.id),
        data: Vec::new(),
    })
}

/// `POST /ideas/{room}/clusters`: a new one with a name, or more ideas for one that there is.
///
/// # Errors
/// `page.not_found`, or when the store cannot be written.
pub async fn create(ask: Ask) -> Result<Reply, Problem> {
    let room = rooms::find(&ask.app, ask.id("room")?).await?;
    let ids: Vec<IdeaId> =
        ask.form.all("idea").filter_map(|id| id.parse().ok()).take(AT_ONCE_MAX).collect();
    let into: Option<Uuid> = ask.form.get("into").and_then(|id| id.parse().ok());
    let name = clean(ask.form.get("name").unwrap_or_default()).replace('\n', " ");
    let mut errors = Errors::none();
    if ids.is_empty() {
        errors.add("idea", ask.cx.t("idea-cluster-none-chosen"));
    }
    if into.is_none() && !fits(&name, NAME_MAX) {
        errors.add("name", ask.cx.t_with("idea-cluster-name-needed", &[("n", NAME_MAX.into())]));
    } else if into.is_none() && !marks(&ask.app, &name).is_empty() {
        errors.add("name", ask.cx.t("idea-answer-names"));
    }
    if errors.any() {
        return page::again(&ask, &room, &errors).await;
    }
    let (id, by) = (into.unwrap_or_else(|| ask.app.clock.new_id()), (ask.worker()?.id, ask.now));
    let told = fact(&ask, (room.id, id, if into.is_some() { "grown" } else { "made" }))?;
    let in_room = room.id;
    let write = move |tx: &mut dyn Tx| -> Result<bool, DbError> {
        if into.is_none() {
            store::make(tx, (in_room, id, &name), &ids, by)?;
        } else if store::all(tx, in_room)?.iter().any(|(one, _)| *one == id) {
            store::put(tx, in_room, id, &ids)?;
        } else {
            return Ok(false);
        }
        journal::insert(tx, &told)?;
        Ok(true)
    };
    if !ask.app.store.write(write).await? {
        return Err(Problem::not_found());
    }
    ask.app.changed(Topic::Ideas);
    Ok(Reply::see_other(ask.cx.url(&format!("{}/clusters", room.path()))))
}

/// `POST /ideas/{room}/clusters/{id}/out`: an idea stands alone again.
///
/// # Errors
/// `page.not_found`, `form.broken`, or when the store cannot be written.
pub async fn take_out(ask: Ask) -> Result<Reply, Problem> {
    let room = rooms::find(&ask.app, ask.id("room")?).await?;
    let id: Uuid = ask.id("id")?;
    let idea: Option<IdeaId> = ask.form.get("idea").and_then(|id| id.parse().ok());
    let idea = idea.ok_or_else(|| Problem::bad_request("form.broken"))?;
    let (told, in_room) = (fact(&ask, (room.id, id, "smaller"))?, room.id);
    let write = move |tx: &mut dyn Tx| -> Result<bool, DbError> {
        let here = store::members(tx, in_room)?.get(&idea) == Some(&id);
        if here {
            store::take_out(tx, in_room, id, idea)?;
            journal::insert(tx, &told)?;
        }
        Ok(here)
    };
    if !ask.app.store.write(write).await? {
        return Err(Problem::not_found());
    }
    ask.app.changed(Topic::Ideas);
    Ok(Reply::see_other(ask.cx.url(&format!("{}/clusters", room.path()))))
}
