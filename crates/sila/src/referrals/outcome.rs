//! `/referrals/{id}/outcome`: what came of an accepted referral, told to the sender as a code. This closes the loop.

use maud::html;
use sila_core::codes::OutcomeCode;
use sila_core::ids::ReferralId;
use sila_core::referral::Act;
use sila_core::time::Millis;

use super::entry::{self, Deed};
use super::record::{self, Record};
use super::{back_to, form_page, path};
use crate::accounts::{Permission, Worker};
use crate::app::App;
use crate::ask::Ask;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::{Cx, Errors, Form, Pairs};

/// Asks what came of it.
///
/// # Errors
/// `page.not_found` for a stranger.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    let record = Record::through(&ask.app, ask.worker()?, ask.id("id")?).await?;
    Ok(Reply::page(&form(&ask.cx, &record, &ask.form, &Errors::none())))
}

/// Tells the sender.
///
/// # Errors
/// What the rules refuse: not accepted, or told already.
pub async fn create(ask: Ask) -> Result<Reply, Problem> {
    let id: ReferralId = ask.id("id")?;
    let worker = ask.worker()?;
    let record = Record::through(&ask.app, worker, id).await?;
    let Some(code) = ask.form.get("code").and_then(|code| OutcomeCode::from_code(code).ok()) else {
        let mut errors = Errors::none();
        errors.add("code", ask.cx.t("referral-outcome-missing"));
        return Ok(Reply::page_with_errors(&form(&ask.cx, &record, &ask.form, &errors)));
    };
    report(&ask.app, worker, id, code, ask.now).await?;
    Ok(back_to(&ask.cx, id))
}

/// The act itself.
///
/// # Errors
/// As `create`.
pub async fn report(
    app: &App,
    worker: &Worker,
    id: ReferralId,
    code: OutcomeCode,
    now: Millis,
) -> Result<(), Problem> {
    Record::through(app, worker, id).await?;
    let by = record::by(worker, Permission::ReferralDecide)?;
    entry::write(app, id, now, |_| Ok(Deed::of(Act::Outcome { code }, by.clone(), worker.id)))
        .await?;
    Ok(())
}

fn form(cx: &Cx, record: &Record, values: &Pairs, errors: &Errors) -> crate::web::Page {
    let fields = Form::new(cx, values, errors);
    let outcomes = fields.radios("code", cx.t("referral-outcome-question")).side_by_side().choices(
        OutcomeCode::ALL.iter().map(|code| (code.code(), cx.code("outcome", code.code()))),
    );
    let inside = html! { (outcomes) p.muted { (cx.t("referral-outcome-text")) } };
    let (title, act) = (cx.t("referral-outcome-title"), path(record.row.id, "/outcome"));
    form_page(cx, &record.row, title, &act, &inside, &cx.t("referral-outcome-act"), errors)
}
