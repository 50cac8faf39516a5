//! Opening a closed case again, with a coded reason. What was planned for after the closure is not done any more.

use maud::{Markup, html};
use sila_core::care::ReopenReason;
use sila_core::time::Millis;

use super::{case, commit, fact, of_case, page, path, store};
use crate::accounts::Worker;
use crate::app::App;
use crate::ask::Ask;
use crate::cases::record::CaseRecord;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::{Button, Card, acts, post};
use crate::web::{Cx, Errors, Form};

/// Opens the case again.
///
/// # Errors
/// `page.not_found` for whoever may not read the case; `closure.moved` when it is open already, or was closed before it came here.
pub async fn create(ask: Ask) -> Result<Reply, Problem> {
    let record = case(&ask).await?;
    record.needs_lead()?;
    let reason = ask.form.get("why").and_then(|code| ReopenReason::from_code(code).ok());
    let Some(reason) = reason else {
        let mut errors = Errors::none();
        errors.add("why", ask.cx.t("closure-why-missing"));
        return page::document(&ask, &record, (&ask.form, &errors)).await;
    };
    reopen(&ask.app, ask.worker()?, &record, reason, ask.now).await?;
    Ok(Reply::see_other(ask.cx.url(&format!("/cases/{}", record.row.id))))
}

/// Opens a case again that was closed here.
///
/// # Errors
/// `closure.moved` when it is open already, or was closed before it came here.
pub async fn reopen(
    app: &App,
    worker: &Worker,
    record: &CaseRecord,
    reason: ReopenReason,
    now: Millis,
) -> Result<(), Problem> {
    let (case, by) = (record.row.id, (worker.id, now));
    let all = of_case(app, record).await?;
    let holds = all.iter().find(|closure| closure.holds()).map(|closure| closure.id);
    let moved = || Problem::refused("closure.moved").way_out(format!("/cases/{case}"));
    let id = holds.ok_or_else(moved)?;
    let fact = fact(app, case, worker, format!("REOPEN {reason}"), now);
    commit(app, fact, case, move |tx| {
        let reopened = store::reopen(tx, id, reason, by)?
            && store::set_status(tx, case, ("closed", "open"), now)?;
        if reopened {
            store::drop_checks(tx, case)?;
        }
        Ok(reopened)
    })
    .await
}

/// The form.
pub fn card(cx: &Cx, record: &CaseRecord, form: &Form<'_>) -> Markup {
    let reasons =
        ReopenReason::ALL.iter().map(|why| (why.code(), cx.code("reopen-reason", why.code())));
    let inside = html! {
        (form.select("why", cx.t("closure-why")).choices(reasons))
        (acts(&html! { (Button::submit(cx.t("closure-reopen")).line().icon("arrow-counter-clockwise")) }))
    };
    let card = Card::new(cx.t("closure-reopen"));
    html! { (card.body(post(cx, &path(record.row.id, "/reopening"), &inside))) }
}
