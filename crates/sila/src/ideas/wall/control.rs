//! `POST /ideas/{room}/wall`: pausing and blanking the projector, and going on.

use crate::ask::Ask;
use crate::ideas::rooms::{self, Wall};
use crate::problem::Problem;
use crate::reply::Reply;

/// Does what the pressed button says, on every projector of the room at once.
///
/// # Errors
/// `form.broken`, `page.not_found`, or when the store cannot be written.
pub async fn create(ask: Ask) -> Result<Reply, Problem> {
    let room = rooms::find(&ask.app, ask.id("room")?).await?;
    let wall = ask.form.get("wall").and_then(Wall::from_code);
    let wall = wall.ok_or_else(|| Problem::bad_request("form.broken"))?;
    let (id, now) = (room.id, ask.now);
    if wall != room.wall {
        ask.app.store.write(move |tx| rooms::store::set_wall(tx, id, wall, now)).await?;
        super::live::turned(&ask.app, id, wall);
    }
    Ok(Reply::see_other(ask.cx.url(&room.path())))
}
