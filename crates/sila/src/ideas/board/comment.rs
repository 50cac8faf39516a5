//! Saying something about an idea, for it, against it, or asking.

use sila_core::IdeaId;

use super::post::{self, Voice};
use crate::ask::Ask;
use crate::ideas::{rooms, seats};
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::Errors;

/// `POST /room/{code}/ideas/{id}/comments`.
///
/// # Errors
/// See [`post::say`].
pub async fn create(ask: Ask) -> Result<Reply, Problem> {
    let room = rooms::of_code(&ask.app, ask.param("code")).await?;
    let (seat, id): (_, IdeaId) = (seats::required(&ask, &room).await?, ask.id("id")?);
    let mut errors = Errors::none();
    let Some(words) = post::read(&ask.cx, &room, &ask.form, Some(id), &mut errors) else {
        return super::one::again(&ask, &room, Some(&seat), id, &errors).await;
    };
    post::say(&ask.app, &room, &Voice::Seat(Box::new(seat)), words, ask.now).await?;
    Ok(Reply::see_other(ask.cx.url(&format!("{}/ideas/{id}?sent=1", room.door()))))
}
