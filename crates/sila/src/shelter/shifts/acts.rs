//! Writing a point, saying that it is done, handing over, and acknowledging what was handed over.

use sila_core::ids::WorkerId;
use sila_core::time::Millis;
use uuid::Uuid;

use super::{Handover, KINDS, OPEN_MAX, Point, WORDS_CHARS_MAX, page, path, place, store};
use crate::app::{App, Topic};
use crate::ask::Ask;
use crate::db::{DbError, Tx};
use crate::journal::store::{self as journal, Fact};
use crate::problem::Problem;
use crate::reply::Reply;
use crate::shelter::homes::show::one as home;
use crate::shelter::stays::store as stays;
use crate::web::Errors;

/// Adds a point.
///
/// # Errors
/// `page.not_found`; `shift.full` while too much is open.
pub async fn add(ask: Ask) -> Result<Reply, Problem> {
    let home = home(&ask).await?;
    let kind = KINDS.iter().find(|kind| ask.form.has("kind", kind));
    let said = ask.form.get("words").unwrap_or_default().trim().to_owned();
    let mut errors = Errors::none();
    if kind.is_none() {
        errors.add("kind", ask.cx.t("shift-kind-missing"));
    }
    if said.is_empty() || said.chars().count() > WORDS_CHARS_MAX {
        errors.add("words", ask.cx.t("shift-words-missing"));
    }
    let Some(kind) = kind.filter(|_| errors.is_empty()) else {
        return page::document(&ask, &home, &errors).await;
    };
    let stay: Option<Uuid> = ask.form.get("stay").and_then(|id| id.parse().ok());
    let by = (ask.worker()?.id, ask.now);
    let new = point(&ask.app, home.id, (kind, stay, &said), by);
    let write = move |tx: &mut dyn Tx| -> Result<bool, DbError> {
        let full = store::count_open(tx, new.home)?.0 >= OPEN_MAX;
        let here = match new.stay {
            Some(stay) => stays::find(tx, stay)?.is_some_and(|stay| stay.home == new.home),
            None => true,
        };
        if full || !here {
            return Ok(false);
        }
        store::add(tx, &new).map(|()| true)
    };
    settled(&ask, home.id, write, "shift.full").await
}

/// A point ready to be written.
pub fn point(
    app: &App,
    home: Uuid,
    (kind, stay, said): (&str, Option<Uuid>, &str),
    (worker, at): (WorkerId, Millis),
) -> Point {
    let id = app.clock.new_id();
    Point {
        id,
        home,
        kind: kind.to_owned(),
        stay,
        worker,
        at,
        done_at: None,
        body: app.vault.seal(place("shift_point", id), said.as_bytes()),
        reference: String::new(),
    }
}

/// A point is done.
///
/// # Errors
/// `page.not_found`; `shift.moved` when somebody was quicker.
pub async fn done(ask: Ask) -> Result<Reply, Problem> {
    let home = home(&ask).await?;
    let (id, by, now): (Uuid, _, _) = (ask.id("point")?, ask.worker()?.id, ask.now);
    let at = home.id;
    let write = move |tx: &mut dyn Tx| -> Result<bool, DbError> {
        match store::one(tx, at, id, by)? {
            Some(point) => store::done(tx, point.id, by, now),
            None => Ok(false),
        }
    };
    settled(&ask, home.id, write, "shift.moved").await
}

/// Hands the home over to the next shift, with what is open now.
///
/// # Errors
/// `shift.waiting` while the handover before is not acknowledged.
pub async fn hand_over(ask: Ask) -> Result<Reply, Problem> {
    let home = home(&ask).await?;
    let said = ask.form.get("said").unwrap_or_default().trim().to_owned();
    if said.chars().count() > WORDS_CHARS_MAX {
        let mut errors = Errors::none();
        errors.add("said", ask.cx.t("shift-words-missing"));
        return page::document(&ask, &home, &errors).await;
    }
    let id = ask.app.clock.new_id();
    let new = Handover {
        id,
        home: home.id,
        worker: ask.worker()?.id,
        at: ask.now,
        points: 0,
        acknowledged_by: None,
        acknowledged_at: None,
        body: ask.app.vault.seal(place("shift_handover", id), said.as_bytes()),
        names: Default::default(),
    };
    let fact = fact(&ask, id, "HANDOVER")?;
    let write = move |tx: &mut dyn Tx| -> Result<bool, DbError> {
        // What is kept from one of them is in no number that all of them read.
        let (_, points) = store::count_open(tx, new.home)?;
        let new = Handover { points, ..new.clone() };
        let given = store::hand_over(tx, &new)?;
        if given {
            journal::insert(tx, &fact)?;
        }
        Ok(given)
    };
    settled(&ask, home.id, write, "shift.waiting").await
}

/// The next shift acknowledges: somebody else than who handed over.
///
/// # Errors
/// `shift.moved` for whoever handed over, and when somebody has before.
pub async fn acknowledge(ask: Ask) -> Result<Reply, Problem> {
    let home = home(&ask).await?;
    let (id, by, now): (Uuid, _, _) = (ask.id("handover")?, ask.worker()?.id, ask.now);
    let (at, fact) = (home.id, fact(&ask, id, "ACKNOWLEDGED")?);
    let write = move |tx: &mut dyn Tx| -> Result<bool, DbError> {
        let taken = store::acknowledge(tx, (at, id), by, now)?;
        if taken {
            journal::insert(tx, &fact)?;
        }
        Ok(taken)
    };
    settled(&ask, home.id, write, "shift.moved").await
}

/// The journal's fact: who, when, and nothing that was written.
fn fact(ask: &Ask, id: Uuid, words: &str) -> Result<Fact, Problem> {
    let (worker, data) = (Some(ask.worker()?.id), words.as_bytes().to_vec());
    let (fact, subject) = (ask.app.clock.new_id(), id.to_string());
    Ok(Fact { id: fact, at: ask.now, kind: "shift", subject, worker, data })
}

async fn settled<F>(ask: &Ask, home: Uuid, write: F, code: &str) -> Result<Reply, Problem>
where
    F: FnMut(&mut dyn Tx) -> Result<bool, DbError> + Send + 'static,
{
    let done = ask.app.store.write(write).await?;
    ask.app.changed(Topic::Shelter);
    match done {
        true => Ok(Reply::see_other(ask.cx.url(&path(home, "")))),
        false => Err(Problem::refused(code).way_out(path(home, ""))),
    }
}
