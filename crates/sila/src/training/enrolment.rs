//! Asking to come to a course, and giving it up.

use sila_core::ids::EnrolmentId;
use sila_core::training::{Enrolment, Step};
use sila_core::{CourseId, Millis};

use super::course::NAME_MAX;
use super::store::{self, Enrolled};
use super::{OPEN, Open, fact, mark, open, path, sealed};
use crate::accounts::Worker;
use crate::app::{App, Topic};
use crate::ask::Ask;
use crate::db::{DbError, Tx};
use crate::journal::store as journal;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::Errors;

/// Asks for a seat, for oneself.
///
/// # Errors
/// `page.not_found`; as [`ask_for`].
pub async fn create(ask: Ask) -> Result<Reply, Problem> {
    let id: CourseId = ask.id("id")?;
    let found = open(&ask.app, id).await?;
    let name = ask.form.get("name").unwrap_or_default().trim().to_owned();
    if !(1..=NAME_MAX).contains(&name.chars().count()) {
        let mut errors = Errors::none();
        errors.add("name", ask.cx.t("training-name-needed"));
        return super::show::with_errors(&ask, found, &errors).await;
    }
    ask_for(&ask.app, ask.worker()?, &found, &name, ask.now).await?;
    Ok(Reply::see_other(ask.cx.url(&path(id))))
}

/// Writes the wish down; it waits for the word of one's own agency.
///
/// # Errors
/// `training.not_open`; `training.asked` when this worker has asked before and not given it up; `training.not_for_us` when no seat
/// of a partner's course is kept for us.
pub async fn ask_for(
    app: &App,
    worker: &Worker,
    found: &Open,
    name: &str,
    now: Millis,
) -> Result<EnrolmentId, Problem> {
    let (course, me) = (found.stored.id, app.node.id);
    let refused = |code: &str| Problem::refused(code).way_out(path(course));
    if found.stored.state != OPEN || found.stored.starts_at <= now {
        return Err(refused("training.not_open"));
    }
    let id = EnrolmentId(app.clock.new_id());
    let one = Enrolled {
        id,
        course,
        agency: me,
        worker: Some(worker.id),
        name: sealed(app, id, name),
        mark: mark(app, worker.id),
        state: Enrolment::Requested,
        asked_at: now,
        queued_at: now,
        record: None,
        said: String::new(),
        token: None,
    };
    let ours = found.stored.origin == me;
    let told = fact(app, course, Some(worker), "requested", now);
    let write = move |tx: &mut dyn Tx| -> Result<Option<&'static str>, DbError> {
        let given_up =
            |state: Enrolment| matches!(state, Enrolment::UserCancelled | Enrolment::Declined);
        let before = store::of_course(tx, course)?;
        if before.iter().any(|other| other.mark == one.mark && !given_up(other.state)) {
            return Ok(Some("training.asked"));
        }
        if !ours && store::kept(tx, course)?.get(&me).is_none_or(|seats| *seats == 0) {
            return Ok(Some("training.not_for_us"));
        }
        store::enrol(tx, &one)?;
        journal::insert(tx, &told)?;
        Ok(None)
    };
    if let Some(code) = app.store.write(write).await? {
        return Err(refused(code));
    }
    app.changed(Topic::Agreements);
    Ok(id)
}

/// Gives one's own wish or seat up.
///
/// # Errors
/// `page.not_found` for anybody else's; as [`give_up`].
pub async fn cancel(ask: Ask) -> Result<Reply, Problem> {
    let id: EnrolmentId = ask.id("id")?;
    let course = give_up(&ask.app, ask.worker()?, id, ask.now).await?;
    Ok(Reply::see_other(ask.cx.url(&path(course))))
}

/// Gives it up; whoever waits moves up.
///
/// # Errors
/// `page.not_found`; `training.crossed` when it has become something else meanwhile.
pub async fn give_up(
    app: &App,
    worker: &Worker,
    id: EnrolmentId,
    now: Millis,
) -> Result<CourseId, Problem> {
    let own = worker.id;
    let one = app.store.read(move |tx| store::enrolment(tx, id)).await?;
    let one = one.filter(|one| one.worker == Some(own)).ok_or_else(Problem::not_found)?;
    let (course, me) = (one.course, app.node.id);
    let told = fact(app, course, Some(worker), "cancelled", now);
    let write = move |tx: &mut dyn Tx| -> Result<bool, DbError> {
        if !store::step(tx, &one, Step::Cancel, now)? {
            return Ok(false);
        }
        if store::find(tx, course)?.is_some_and(|course| course.origin == me) {
            store::settle(tx, course, now)?;
        }
        journal::insert(tx, &told)?;
        Ok(true)
    };
    if !app.store.write(write).await? {
        return Err(Problem::refused("training.crossed").way_out(path(course)));
    }
    app.changed(Topic::Agreements);
    Ok(course)
}
