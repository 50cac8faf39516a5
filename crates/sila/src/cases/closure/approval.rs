//! Approving a closure, by somebody else than whoever asked. The case closes in the same transaction in which nothing of it is open.

use sila_core::care::{PlanState, may_decide};
use sila_core::time::Millis;

use super::{Closure, NOTE, case, commit, fact, of_case, page, path, place, store};
use crate::accounts::{Permission, Worker};
use crate::app::App;
use crate::ask::Ask;
use crate::cases::pathway;
use crate::cases::plan::approval::is_said;
use crate::cases::record::CaseRecord;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::Errors;

/// Approves, or returns with a note.
///
/// # Errors
/// `closure.own_approval` for whoever asked; `closure.moved` when it does not wait any more or something is open.
pub async fn create(ask: Ask) -> Result<Reply, Problem> {
    let record = case(&ask).await?;
    record.row.needs_open()?;
    let state = match ask.form.has("decision", "return") {
        true => PlanState::Returned,
        false => PlanState::Approved,
    };
    let note = ask.form.get("note").map(str::to_owned);
    if !is_said(state, note.as_deref()) {
        let mut errors = Errors::none();
        errors.add("note", ask.cx.t("care-note-missing"));
        return page::document(&ask, &record, (&ask.form, &errors)).await;
    }
    decide(&ask.app, ask.worker()?, &record, (state, note), ask.now).await?;
    Ok(Reply::see_other(ask.cx.url(&path(record.row.id, ""))))
}

/// Whether this worker may decide about the closure.
pub fn may(worker: &Worker, closure: &Closure) -> bool {
    worker.may(Permission::CaseApprove) && may_decide(worker.id, closure.asked.who, &[])
}

/// Approves the closure that waits, and the case is closed; or returns it with a note.
///
/// # Errors
/// As [`create`].
pub async fn decide(
    app: &App,
    worker: &Worker,
    record: &CaseRecord,
    (state, note): (PlanState, Option<String>),
    now: Millis,
) -> Result<(), Problem> {
    let (case, by) = (record.row.id, (worker.id, now));
    let refused = |code: &str| Problem::refused(code).way_out(path(case, ""));
    let all = of_case(app, record).await?;
    let waiting = all.iter().find(|one| one.state == PlanState::Asked);
    let waiting = waiting.ok_or_else(|| refused("closure.moved"))?;
    if !may(worker, waiting) {
        return Err(refused("closure.own_approval"));
    }
    let (id, reason) = (waiting.id, waiting.reason);
    let note = note.map(|note| record.seal_words(app, place(NOTE, id), &note)).transpose()?;
    let fact = fact(app, case, worker, format!("{state} {reason}"), now);
    commit(app, fact, case, move |tx| {
        let closes = state == PlanState::Approved;
        if closes && !store::unsettled(tx, case, now)?.is_settled() {
            return Ok(false);
        }
        let stage = pathway::store::of_case(tx, case)?.last().map(|step| step.stage);
        if !store::decide(tx, (id, case), (state, stage), by, note.as_ref())? {
            return Ok(false);
        }
        if !closes {
            store::drop_checks(tx, case)?;
            return Ok(true);
        }
        store::set_status(tx, case, ("open", "closed"), now)
    })
    .await
}
