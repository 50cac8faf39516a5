//! Supporting an idea, once for each seat; asking that somebody looks at one again; taking one's own back; letting it be quoted.

use sila_core::{IdeaId, Millis};

use super::{Idea, State, store};
use crate::app::App;
use crate::ask::Ask;
use crate::db::{DbError, Tx};
use crate::ideas::rooms::{self, Room};
use crate::ideas::seats::{self, Seat};
use crate::ideas::share;
use crate::ideas::wall;
use crate::problem::Problem;
use crate::reply::Reply;

/// The most that one seat supports within a minute.
const A_MINUTE_MAX: i64 = 40;

struct Act {
    room: Room,
    seat: Seat,
    id: IdeaId,
}

async fn act(ask: &Ask) -> Result<Act, Problem> {
    let room = rooms::of_code(&ask.app, ask.param("code")).await?;
    let seat = seats::required(ask, &room).await?;
    Ok(Act { seat, id: ask.id("id")?, room })
}

/// An idea of this room that everybody sees.
fn shown(tx: &mut dyn Tx, id: IdeaId, room: &Room) -> Result<Option<Idea>, DbError> {
    let found = store::find(tx, id)?;
    Ok(found.filter(|one| one.room == room.id && one.state == State::Shown))
}

/// `POST /room/{code}/ideas/{id}/endorsement`.
///
/// # Errors
/// See [`endorse`].
pub async fn create(ask: Ask) -> Result<Reply, Problem> {
    let Act { room, seat, id } = act(&ask).await?;
    let yes = ask.form.get("yes") != Some("0");
    endorse(&ask.app, &room, &seat, (id, yes), ask.now).await?;
    let back = match ask.form.get("back") {
        Some("one") => format!("{}/ideas/{id}", room.door()),
        _ => format!("{}#i-{id}", room.door()),
    };
    Ok(Reply::see_other(ask.cx.url(&back)))
}

/// Supports an idea, or no more. Twice is once.
///
/// # Errors
/// `room.closed`, `room.too_fast`, `page.not_found` for what is not shown, or when the store cannot be written.
pub async fn endorse(
    app: &App,
    room: &Room,
    seat: &Seat,
    (id, yes): (IdeaId, bool),
    now: Millis,
) -> Result<(), Problem> {
    if !room.open {
        return Err(Problem::refused("room.closed"));
    }
    let (seat, in_room, me) = (seat.id, room.clone(), app.node.id);
    let write = move |tx: &mut dyn Tx| -> Result<Result<(), Problem>, DbError> {
        let idea = shown(tx, id, &in_room)?.filter(|one| one.about.is_none());
        let Some(idea) = idea else { return Ok(Err(Problem::not_found())) };
        if store::endorsed_since(tx, seat, now.plus_minutes(-1))? >= A_MINUTE_MAX {
            return Ok(Err(Problem::refused("room.too_fast")));
        }
        store::endorse(tx, (id, seat), yes, now)?;
        share::store::enqueue(tx, me, &idea, now).map(Ok)
    };
    app.store.write(write).await??;
    wall::live::changed(app, room.id, id);
    Ok(())
}

/// `POST /room/{code}/ideas/{id}/report`: a moderator is told; nothing is hidden by it.
///
/// # Errors
/// `page.not_found`, or when the store cannot be written.
pub async fn report(ask: Ask) -> Result<Reply, Problem> {
    let Act { room, seat, id } = act(&ask).await?;
    let (in_room, now) = (room.clone(), ask.now);
    let write = move |tx: &mut dyn Tx| -> Result<bool, DbError> {
        let there = shown(tx, id, &in_room)?.is_some();
        if there {
            store::report(tx, (id, seat.id), now)?;
        }
        Ok(there)
    };
    if !ask.app.store.write(write).await? {
        return Err(Problem::not_found());
    }
    ask.app.changed(crate::app::Topic::Ideas);
    Ok(Reply::see_other(ask.cx.url(&format!("{}/ideas/{id}?reported=1", room.door()))))
}

/// `POST /room/{code}/ideas/{id}/withdrawal`: its author takes it back, whatever its state, or asks for another look at what was
/// removed.
///
/// # Errors
/// `page.not_found` for what is somebody else's, or when the store cannot be written.
pub async fn withdraw(ask: Ask) -> Result<Reply, Problem> {
    let Act { room, seat, id } = act(&ask).await?;
    let (appeal, now, me) = (ask.form.get("act") == Some("appeal"), ask.now, ask.app.node.id);
    let write = move |tx: &mut dyn Tx| -> Result<bool, DbError> {
        let found = store::find(tx, id)?.filter(|one| one.seat == Some(seat.id));
        let Some(found) = found else { return Ok(false) };
        let from = found.state;
        let next = match (appeal, from) {
            (true, State::Removed) if found.body.is_some() => Idea { appealed: true, ..found },
            (false, State::Waiting | State::Held | State::Shown) => {
                Idea { state: State::Withdrawn, body: None, ..found }
            }
            _ => return Ok(false),
        };
        if from == State::Shown {
            share::store::enqueue(tx, me, &next, now)?;
        }
        store::move_on(tx, &next, from, now)
    };
    if !ask.app.store.write(write).await? {
        return Err(Problem::not_found());
    }
    wall::live::changed(&ask.app, room.id, id);
    ask.app.changed(crate::app::Topic::Ideas);
    Ok(Reply::see_other(ask.cx.url(&format!("{}#mine", room.door()))))
}

/// `POST /room/{code}/ideas/{id}/quote`: its author lets the report of the meeting quote it, or no more.
///
/// # Errors
/// `page.not_found` for what is somebody else's or gone, or when the store cannot be written.
pub async fn quote(ask: Ask) -> Result<Reply, Problem> {
    let Act { room, seat, id } = act(&ask).await?;
    let (yes, now) = (ask.form.get("yes") == Some("1"), ask.now);
    let write = move |tx: &mut dyn Tx| -> Result<bool, DbError> {
        let found = store::find(tx, id)?;
        let own = found.is_some_and(|one| one.seat == Some(seat.id) && one.body.is_some());
        if own {
            store::quote(tx, id, yes, now)?;
        }
        Ok(own)
    };
    if !ask.app.store.write(write).await? {
        return Err(Problem::not_found());
    }
    Ok(Reply::see_other(ask.cx.url(&format!("{}#mine", room.door()))))
}
