//! `/referrals/{id}/recall`: the sender takes a referral back before it is decided. If the other agency has decided by
//! then, its decision stands and the recall is on record as too late.

use maud::html;
use sila_core::codes::RecallCode;
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

/// Asks for the reason.
///
/// # Errors
/// `page.not_found` for a stranger.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    let record = Record::through(&ask.app, ask.worker()?, ask.id("id")?).await?;
    Ok(Reply::page(&form(&ask.cx, &record, &ask.form, &Errors::none())))
}

/// Takes it back.
///
/// # Errors
/// What the rules refuse: decided already.
pub async fn create(ask: Ask) -> Result<Reply, Problem> {
    let id: ReferralId = ask.id("id")?;
    let worker = ask.worker()?;
    let record = Record::through(&ask.app, worker, id).await?;
    let Some(code) = ask.form.get("code").and_then(|code| RecallCode::from_code(code).ok()) else {
        let mut errors = Errors::none();
        errors.add("code", ask.cx.t("referral-recall-missing"));
        return Ok(Reply::page_with_errors(&form(&ask.cx, &record, &ask.form, &errors)));
    };
    recall(&ask.app, worker, id, code, ask.now).await?;
    Ok(back_to(&ask.cx, id))
}

/// The act itself.
///
/// # Errors
/// As `create`.
pub async fn recall(
    app: &App,
    worker: &Worker,
    id: ReferralId,
    code: RecallCode,
    now: Millis,
) -> Result<(), Problem> {
    Record::through(app, worker, id).await?;
    let by = record::by(worker, Permission::ReferralOffer)?;
    entry::write(app, id, now, |_| Ok(Deed::of(Act::Recall { code }, by.clone(), worker.id)))
        .await?;
    Ok(())
}

fn form(cx: &Cx, record: &Record, values: &Pairs, errors: &Errors) -> crate::web::Page {
    let fields = Form::new(cx, values, errors);
    let reasons = fields
        .radios("code", cx.t("referral-recall-reason"))
        .choices(RecallCode::ALL.iter().map(|code| (code.code(), cx.code("recall", code.code()))));
    let inside = html! { (reasons) p.muted { (cx.t("referral-recall-text")) } };
    let (title, act) = (cx.t("referral-recall-title"), path(record.row.id, "/recall"));
    form_page(cx, &record.row, title, &act, &inside, &cx.t("referral-recall-act"), errors)
}
