//! Putting ideas together and taking them apart again: in rooms that this agency opened.

use sila_core::{AgencyId, IdeaId, Millis, RoomId, WorkerId};
use uuid::Uuid;

use super::{AT_ONCE_MAX, NAME_MAX, page, store};
use crate::app::{App, Topic};
use crate::ask::Ask;
use crate::db::{DbError, Tx};
use crate::ideas::answers::given::ours;
use crate::ideas::board;
use crate::ideas::board::post::marks;
use crate::ideas::rooms::{self, Room};
use crate::ideas::share;
use crate::ideas::words::{clean, fits};
use crate::journal::store::{self as journal, Fact};
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::Errors;

fn fact(app: &App, (room, id, act): (RoomId, Uuid, &str), worker: WorkerId, now: Millis) -> Fact {
    Fact {
        id: app.clock.new_id(),
        at: now,
        kind: "ideas",
        subject: format!("{room} cluster {id} {act}"),
        worker: Some(worker),
        data: Vec::new(),
    }
}

/// Where these ideas stand has changed: whoever shares the room is told.
fn tell(
    tx: &mut dyn Tx,
    me: AgencyId,
    ideas: impl IntoIterator<Item = IdeaId>,
    now: Millis,
) -> Result<(), DbError> {
    for id in ideas {
        if let Some(idea) = board::store::find(tx, id)? {
            share::store::enqueue(tx, me, &idea, now)?;
        }
    }
    Ok(())
}

/// Whether an idea stands in this cluster.
fn stands_in(tx: &mut dyn Tx, idea: IdeaId, cluster: Uuid) -> Result<bool, DbError> {
    Ok(store::of_idea(tx, idea)?.is_some_and(|(id, _)| id == cluster))
}

/// Where ideas are put.
#[derive(Debug, Clone)]
pub enum Where {
    /// Into a new cluster of this name.
    New(String),
    /// Into one that there is.
    There(Uuid),
}

/// `POST /ideas/{room}/clusters`: a new one with a name, or more ideas for one that there is.
///
/// # Errors
/// As [`together`].
pub async fn create(ask: Ask) -> Result<Reply, Problem> {
    let room = rooms::find(&ask.app, ask.id("room")?).await?;
    ours(&ask.app, &room)?;
    let ids: Vec<IdeaId> =
        ask.form.all("idea").filter_map(|id| id.parse().ok()).take(AT_ONCE_MAX).collect();
    let there: Option<Uuid> = ask.form.get("into").and_then(|id| id.parse().ok());
    let name = clean(ask.form.get("name").unwrap_or_default()).replace('\n', " ");
    let mut errors = Errors::none();
    if ids.is_empty() {
        errors.add("idea", ask.cx.t("idea-cluster-none-chosen"));
    }
    if there.is_none() && !fits(&name, NAME_MAX) {
        errors.add("name", ask.cx.t_with("idea-cluster-name-needed", &[("n", NAME_MAX.into())]));
    } else if there.is_none() && !marks(&ask.app, &name).is_empty() {
        errors.add("name", ask.cx.t("idea-answer-names"));
    }
    if errors.any() {
        return page::again(&ask, &room, &errors).await;
    }
    let into = there.map_or(Where::New(name), Where::There);
    together(&ask.app, &room, (into, ids), (ask.worker()?.id, ask.now)).await?;
    Ok(Reply::see_other(ask.cx.url(&format!("{}/clusters", room.path()))))
}

/// Puts ideas of a room of ours together, and tells whoever shares the room.
///
/// # Errors
/// `idea.not_our_room`; `page.not_found` where there is no such cluster; when the store cannot be written.
pub async fn together(
    app: &App,
    room: &Room,
    (into, ids): (Where, Vec<IdeaId>),
    (worker, now): (WorkerId, Millis),
) -> Result<(), Problem> {
    ours(app, room)?;
    let (id, act) = match into {
        Where::New(_) => (app.clock.new_id(), "made"),
        Where::There(id) => (id, "grown"),
    };
    let told = fact(app, (room.id, id, act), worker, now);
    let (in_room, me) = (room.id, app.node.id);
    let write = move |tx: &mut dyn Tx| -> Result<bool, DbError> {
        match &into {
            Where::New(name) => store::make(tx, (in_room, id, name), &ids, (worker, now))?,
            Where::There(_) if store::all(tx, in_room)?.iter().any(|(one, _)| *one == id) => {
                store::put(tx, in_room, id, &ids)?;
            }
            Where::There(_) => return Ok(false),
        }
        let mut put = Vec::new();
        for one in &ids {
            if stands_in(tx, *one, id)? {
                put.push(*one);
            }
        }
        tell(tx, me, put, now)?;
        journal::insert(tx, &told)?;
        Ok(true)
    };
    if !app.store.write(write).await? {
        return Err(Problem::not_found());
    }
    app.changed(Topic::Ideas);
    Ok(())
}

/// `POST /ideas/{room}/clusters/{id}/out`: an idea stands alone again.
///
/// # Errors
/// `page.not_found`; `idea.not_our_room`; `form.broken`; when the store cannot be written.
pub async fn take_out(ask: Ask) -> Result<Reply, Problem> {
    let room = rooms::find(&ask.app, ask.id("room")?).await?;
    ours(&ask.app, &room)?;
    let id: Uuid = ask.id("id")?;
    let idea: Option<IdeaId> = ask.form.get("idea").and_then(|id| id.parse().ok());
    let idea = idea.ok_or_else(|| Problem::bad_request("form.broken"))?;
    let told = fact(&ask.app, (room.id, id, "smaller"), ask.worker()?.id, ask.now);
    let (in_room, me, now) = (room.id, ask.app.node.id, ask.now);
    let write = move |tx: &mut dyn Tx| -> Result<bool, DbError> {
        let here = stands_in(tx, idea, id)?;
        if here {
            store::take_out(tx, in_room, id, idea)?;
            tell(tx, me, [idea], now)?;
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
