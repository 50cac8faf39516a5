//! `/referrals/{id}/reopening`: a closed referral goes on when one side asks for it and the other agrees, as long as both still hold
//! what was shared. What was erased begins with a new referral.

use maud::{Markup, html};
use sila_core::codes::ResumeCode;
use sila_core::ids::ReferralId;
use sila_core::referral::Act;
use sila_core::time::Millis;

use super::{asking, needs_open_case};
use crate::accounts::Worker;
use crate::app::App;
use crate::ask::Ask;
use crate::problem::Problem;
use crate::referrals::record::Record;
use crate::referrals::{back_to, path};
use crate::reply::Reply;
use crate::shelter::stays::accepting;
use crate::web::components::{Button, Card, Note, Tone, acts, post};
use crate::web::{Cx, Errors, Form, Page};

/// Asks why.
///
/// # Errors
/// `page.not_found` for a stranger.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    let record = Record::through(&ask.app, ask.worker()?, ask.id("id")?).await?;
    Ok(Reply::page(&form(&ask, &record, &Errors::none())))
}

/// Asks the other side.
///
/// # Errors
/// `referral.erased` when it is no longer held here; what the rules refuse: not closed, or asked too often.
pub async fn create(ask: Ask) -> Result<Reply, Problem> {
    let id: ReferralId = ask.id("id")?;
    let worker = ask.worker()?;
    let record = Record::through(&ask.app, worker, id).await?;
    let Some(code) = ask.form.get("code").and_then(|code| ResumeCode::from_code(code).ok()) else {
        let mut errors = Errors::none();
        errors.add("code", ask.cx.t("rounds-reopen-missing"));
        return Ok(Reply::page_with_errors(&form(&ask, &record, &errors)));
    };
    reopen(&ask.app, worker, id, code, ask.now).await?;
    Ok(back_to(&ask.cx, id))
}

/// The act itself.
///
/// # Errors
/// As `create`.
pub async fn reopen(
    app: &App,
    worker: &Worker,
    id: ReferralId,
    code: ResumeCode,
    now: Millis,
) -> Result<(), Problem> {
    let record = Record::through(app, worker, id).await?;
    held(&record)?;
    goes_on(app, &record).await?;
    super::act(app, worker, id, &|at| Act::Reopen { at, code }, now).await
}

/// Agrees, or leaves it closed.
///
/// # Errors
/// `referral.erased` when it is no longer held here; what the rules refuse: nothing is asked.
pub async fn create_answer(ask: Ask) -> Result<Reply, Problem> {
    let id: ReferralId = ask.id("id")?;
    let agreed = match ask.form.get("decision") {
        Some("yes") => true,
        Some("no") => false,
        _ => return Err(Problem::bad_request("form.broken")),
    };
    answer(&ask.app, ask.worker()?, id, agreed, ask.now).await?;
    Ok(back_to(&ask.cx, id))
}

/// The act itself.
///
/// # Errors
/// As `create_answer`.
pub async fn answer(
    app: &App,
    worker: &Worker,
    id: ReferralId,
    agreed: bool,
    now: Millis,
) -> Result<(), Problem> {
    let record = Record::through(app, worker, id).await?;
    if agreed {
        held(&record)?;
        goes_on(app, &record).await?;
    }
    super::act(app, worker, id, &|at| Act::Agree { at, agreed }, now).await
}

/// What is no longer held cannot go on.
fn held(record: &Record) -> Result<(), Problem> {
    if record.sealed.key.is_empty() || record.partner.is_some() {
        return Err(Problem::refused("referral.erased").way_out(path(record.row.id, "")));
    }
    Ok(())
}

/// Nothing goes on because of a case that is closed here; and where a place goes with it, the place must still be theirs: it is
/// let go with the outcome, and nobody is taken without one.
async fn goes_on(app: &App, record: &Record) -> Result<(), Problem> {
    needs_open_case(app, record).await?;
    if accepting::is_placed(app, record).await? {
        return Ok(());
    }
    Err(Problem::refused("referral.place_gone").way_out(path(record.row.id, "")))
}

/// The card of the side that must answer.
pub(super) fn card(cx: &Cx, id: ReferralId) -> Markup {
    let yes = Button::submit(cx.t("rounds-reopen-yes")).sends("decision", "yes");
    let no = Button::submit(cx.t("rounds-reopen-no")).soft().sends("decision", "no");
    html! {
        (Card::new(cx.t("rounds-reopen-asked")).body(html! {
            p { (cx.t("rounds-reopen-asked-text")) }
            (post(cx, &path(id, "/reopening/answer"), &acts(&html! { (yes) (no) })))
        }))
    }
}

fn form(ask: &Ask, record: &Record, errors: &Errors) -> Page {
    let cx = &ask.cx;
    let fields = Form::new(cx, &ask.form, errors);
    let codes = ResumeCode::ALL.iter().map(|one| (one.code(), cx.code("rounds-again", one.code())));
    let inside = html! {
        (fields.radios("code", cx.t("rounds-reopen-why")).choices(codes))
        (Note::new("info", cx.t("rounds-reopen-both")).tone(Tone::Info)
            .says(cx.t("rounds-reopen-both-text")))
    };
    asking(ask, record, ("/reopening", "reopen"), &inside, errors)
}
