//! `POST /ideas/{room}/mergers` and `…/{id}/end`: a moderator asks whether ideas may become one, and takes the question back.

use sila_core::{IdeaId, Millis, WorkerId};

use super::{Asked, PARENTS_MAX, PARENTS_MIN, store, word};
use crate::app::{App, Topic};
use crate::ask::Ask;
use crate::db::{DbError, Tx};
use crate::ideas::answers::given::{fact, on_board, ours};
use crate::ideas::board::post::marks;
use crate::ideas::board::{self, Said};
use crate::ideas::clusters;
use crate::ideas::rooms::{self, Room};
use crate::ideas::words::{IDEA_MAX, clean, fits};
use crate::journal::store as journal;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::Errors;

/// Asks.
///
/// # Errors
/// See [`ask`].
pub async fn create(ask: Ask) -> Result<Reply, Problem> {
    let room = rooms::find(&ask.app, ask.id("room")?).await?;
    let ids: Vec<IdeaId> = ask.form.all("idea").filter_map(|id| id.parse().ok()).collect();
    let text = clean(ask.form.get("text").unwrap_or_default());
    let mut errors = Errors::none();
    if !(PARENTS_MIN..=PARENTS_MAX).contains(&ids.len()) {
        errors.add("idea", ask.cx.t("idea-merge-two"));
    }
    if !fits(&text, IDEA_MAX) {
        errors.add("text", ask.cx.t_with("idea-text-long", &[("n", IDEA_MAX.into())]));
    } else if !marks(&ask.app, &text).is_empty() {
        errors.add("text", ask.cx.t("idea-answer-names"));
    }
    if errors.any() {
        return clusters::page::again(&ask, &room, &errors).await;
    }
    self::ask(&ask.app, &room, &ids, text, (ask.worker()?.id, ask.now)).await?;
    Ok(Reply::see_other(ask.cx.url(&format!("{}/clusters#mergers", room.path()))))
}

/// Asks the authors of these ideas whether they may become one with these words. Where nobody has to be asked it is done at once.
///
/// # Errors
/// `idea.not_our_room`; `idea.merge_asked` when one of them is not on the board, was said elsewhere or is asked about already; when the store
/// cannot be written.
pub async fn ask(
    app: &App,
    room: &Room,
    ids: &[IdeaId],
    text: String,
    (worker, now): (WorkerId, Millis),
) -> Result<IdeaId, Problem> {
    ours(app, room)?;
    let id = IdeaId(app.clock.new_id());
    let body = board::sealed(app, id, &Said { text, ..Said::default() });
    let told = fact(app, (id, "merger asked"), worker, now);
    let (in_room, ids, me) = (room.clone(), ids.to_vec(), app.node.id);
    let write = move |tx: &mut dyn Tx| -> Result<bool, DbError> {
        let mut parents: Vec<(IdeaId, bool)> = Vec::new();
        let mut kind: Option<String> = None;
        for idea in &ids {
            let found = on_board(tx, &in_room, *idea)?.filter(|one| one.origin == me);
            let Some(found) = found else { return Ok(false) };
            let twice = parents.iter().any(|(id, _)| id == idea);
            if twice || store::is_asked(tx, *idea)? {
                return Ok(false);
            }
            // What came on paper is the facilitator's to answer for: nobody's telephone can be asked.
            parents.push((*idea, found.seat.is_none()));
            kind = kind.or(Some(found.kind));
        }
        let kind = kind.unwrap_or_default();
        store::ask(tx, (id, in_room.id, &kind), &body, &parents, (worker, now))?;
        journal::insert(tx, &told)?;
        Ok(true)
    };
    if !app.store.write(write).await? {
        return Err(Problem::refused("idea.merge_asked").way_out(room.path()));
    }
    word::finish(app, room, id, now).await?;
    app.changed(Topic::Ideas);
    Ok(id)
}

/// Takes the question back: everything stays as it was.
///
/// # Errors
/// `page.not_found`, or when the store cannot be written.
pub async fn end(ask: Ask) -> Result<Reply, Problem> {
    let room = rooms::find(&ask.app, ask.id("room")?).await?;
    let id: IdeaId = ask.id("id")?;
    let (in_room, worker) = (room.id, ask.worker()?.id);
    let told = fact(&ask.app, (id, "merger taken back"), worker, ask.now);
    let write = move |tx: &mut dyn Tx| -> Result<bool, DbError> {
        let here = store::find(tx, id)?.is_some_and(|one| one.room == in_room);
        let done = here && store::end(tx, id, Asked::Refused)?;
        if done {
            journal::insert(tx, &told)?;
        }
        Ok(done)
    };
    if !ask.app.store.write(write).await? {
        return Err(Problem::not_found());
    }
    ask.app.changed(Topic::Ideas);
    Ok(Reply::see_other(ask.cx.url(&format!("{}/clusters#mergers", room.path()))))
}
