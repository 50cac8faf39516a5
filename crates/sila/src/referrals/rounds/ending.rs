//! `/referrals/{id}/cancellation` stops what was accepted, at either agency; `/referrals/{id}/invalidation` says that it should never
//! have been sent. The agency that was told then keeps what it holds on a ground of its own or erases it; what was sent in error is
//! erased without asking, and the sender hears how often it was read.

use maud::html;
use sila_core::codes::{CancelCode, RecallCode};
use sila_core::ids::ReferralId;
use sila_core::referral::{Act, Side};
use sila_core::time::Millis;

use super::asking;
use crate::accounts::{Permission, Worker};
use crate::app::{App, Topic};
use crate::ask::Ask;
use crate::problem::Problem;
use crate::referrals::back_to;
use crate::referrals::entry::{self, Deed, Then};
use crate::referrals::record::{self, Record};
use crate::reply::Reply;
use crate::web::components::{Note, Tone};
use crate::web::{Errors, Form, Page};

/// Asks for the reason.
///
/// # Errors
/// `page.not_found` for a stranger.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    let record = Record::through(&ask.app, ask.worker()?, ask.id("id")?).await?;
    Ok(Reply::page(&form(&ask, &record, &Errors::none())?))
}

/// Stops it.
///
/// # Errors
/// `page.forbidden` without the right of our side; what the rules refuse: not accepted, over, or handed over.
pub async fn create(ask: Ask) -> Result<Reply, Problem> {
    let id: ReferralId = ask.id("id")?;
    let worker = ask.worker()?;
    let record = Record::through(&ask.app, worker, id).await?;
    let code = ask.form.get("code").and_then(|code| CancelCode::from_code(code).ok());
    let Some(code) = code.filter(|code| SAID.contains(code)) else {
        let mut errors = Errors::none();
        errors.add("code", ask.cx.t("rounds-cancel-missing"));
        return Ok(Reply::page_with_errors(&form(&ask, &record, &errors)?));
    };
    cancel(&ask.app, worker, id, code, ask.now).await?;
    Ok(back_to(&ask.cx, id))
}

/// What a person can say; the last code is what a recall that crossed the acceptance becomes.
const SAID: [CancelCode; 5] =
    [CancelCode::C1, CancelCode::C2, CancelCode::C3, CancelCode::C4, CancelCode::C5];

/// The act itself.
///
/// # Errors
/// As `create`.
pub async fn cancel(
    app: &App,
    worker: &Worker,
    id: ReferralId,
    code: CancelCode,
    now: Millis,
) -> Result<(), Problem> {
    super::act(app, worker, id, &|at| Act::Cancel { at, code }, now).await?;
    app.changed(Topic::Cases);
    Ok(())
}

fn form(ask: &Ask, record: &Record, errors: &Errors) -> Result<Page, Problem> {
    let cx = &ask.cx;
    let fields = Form::new(cx, &ask.form, errors);
    let (side, _) = super::ours(&ask.app, record)?;
    let codes = SAID.iter().map(|one| (one.code(), cx.code("rounds-stop", one.code())));
    let after = match side {
        Side::Source => "rounds-cancel-text-source",
        Side::Target => "rounds-cancel-text-target",
    };
    let inside = html! {
        (fields.radios("code", cx.t("rounds-cancel-why")).choices(codes))
        (Note::new("scales", cx.t("rounds-cancel-after")).tone(Tone::Warn).says(cx.t(after)))
    };
    Ok(asking(ask, record, ("/cancellation", "cancel"), &inside, errors))
}

/// Asks what was wrong.
///
/// # Errors
/// `page.not_found` for a stranger.
pub async fn error_page(ask: Ask) -> Result<Reply, Problem> {
    let record = Record::through(&ask.app, ask.worker()?, ask.id("id")?).await?;
    Ok(Reply::page(&error_form(&ask, &record, &Errors::none())))
}

/// Says that it was sent in error.
///
/// # Errors
/// What the rules refuse: erased already, or responsibility was handed over with it.
pub async fn create_error(ask: Ask) -> Result<Reply, Problem> {
    let id: ReferralId = ask.id("id")?;
    let worker = ask.worker()?;
    let record = Record::through(&ask.app, worker, id).await?;
    let code = ask.form.get("code").and_then(|code| RecallCode::from_code(code).ok());
    let Some(code) = code.filter(|code| Act::INVALID.contains(code)) else {
        let mut errors = Errors::none();
        errors.add("code", ask.cx.t("rounds-error-missing"));
        return Ok(Reply::page_with_errors(&error_form(&ask, &record, &errors)));
    };
    invalidate(&ask.app, worker, id, code, ask.now).await?;
    Ok(back_to(&ask.cx, id))
}

/// The act itself.
///
/// # Errors
/// As `create_error`.
pub async fn invalidate(
    app: &App,
    worker: &Worker,
    id: ReferralId,
    code: RecallCode,
    now: Millis,
) -> Result<(), Problem> {
    Record::through(app, worker, id).await?;
    let by = record::by(worker, Permission::ReferralOffer)?;
    entry::write(app, id, now, |_| {
        let act = Act::Invalidate { code };
        Ok(Deed::of(act, by.clone(), worker.id).then(Then::ForgetKey))
    })
    .await?;
    Ok(())
}

fn error_form(ask: &Ask, record: &Record, errors: &Errors) -> Page {
    let cx = &ask.cx;
    let fields = Form::new(cx, &ask.form, errors);
    let codes = Act::INVALID.iter().map(|one| (one.code(), cx.code("recall", one.code())));
    let inside = html! {
        (fields.radios("code", cx.t("rounds-error-why")).choices(codes))
        (Note::new("trash", cx.t("rounds-error-after")).tone(Tone::Warn)
            .says(cx.t("rounds-error-after-text")))
    };
    asking(ask, record, ("/invalidation", "error"), &inside, errors)
}
