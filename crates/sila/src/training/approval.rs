//! The trainee's own agency says whether the trainee may come: somebody else than the trainee says it.

use sila_core::ids::EnrolmentId;
use sila_core::training::Step;
use sila_core::{CourseId, Millis};

use super::store;
use super::{fact, path};
use crate::accounts::Worker;
use crate::app::{App, Topic};
use crate::ask::Ask;
use crate::db::{DbError, Tx};
use crate::journal::store as journal;
use crate::problem::Problem;
use crate::reply::Reply;

/// Says it.
///
/// # Errors
/// As [`decide`]; `form.broken` for any other word.
pub async fn create(ask: Ask) -> Result<Reply, Problem> {
    let step = match ask.form.get("word") {
        Some("approve") => Step::Approve,
        Some("decline") => Step::Decline,
        _ => return Err(Problem::bad_request("form.broken")),
    };
    let course = decide(&ask.app, ask.worker()?, ask.id("id")?, step, ask.now).await?;
    Ok(Reply::see_other(ask.cx.url(&path(course))))
}

/// Approves or declines a wish of somebody who works here. For a course of ours the seat is given at once, or there is a place
/// on the waiting list; a partner's node hears of it.
///
/// # Errors
/// `page.not_found`; `training.own_wish` for one's own; `training.crossed` when it has been decided meanwhile.
pub async fn decide(
    app: &App,
    worker: &Worker,
    id: EnrolmentId,
    step: Step,
    now: Millis,
) -> Result<CourseId, Problem> {
    let one = app.store.read(move |tx| store::enrolment(tx, id)).await?;
    let one = one.filter(|one| one.worker.is_some()).ok_or_else(Problem::not_found)?;
    let (course, me) = (one.course, app.node.id);
    let refused = |code: &str| Problem::refused(code).way_out(path(course));
    if one.worker == Some(worker.id) {
        return Err(refused("training.own_wish"));
    }
    let act = if step == Step::Approve { "approved" } else { "declined" };
    let told = fact(app, course, Some(worker), act, now);
    let write = move |tx: &mut dyn Tx| -> Result<bool, DbError> {
        if !store::step(tx, &one, step, now)? {
            return Ok(false);
        }
        if store::find(tx, course)?.is_some_and(|course| course.origin == me) {
            store::settle(tx, course, now)?;
        }
        journal::insert(tx, &told)?;
        Ok(true)
    };
    if !app.store.write(write).await? {
        return Err(refused("training.crossed"));
    }
    app.changed(Topic::Agreements);
    Ok(course)
}
