//! `/referrals/{id}/waitlist`: we would take the person and have no room yet. How far up the list, never the exact place, and the
//! day on which there should be room. It is said again within two weeks; else the referral goes back to its sender.

use maud::{Markup, html};
use sila_core::codes::WaitBand;
use sila_core::ids::ReferralId;
use sila_core::referral::{Act, WAIT_DAYS};
use sila_core::time::Millis;

use super::asking;
use crate::accounts::{Permission, Worker};
use crate::app::App;
use crate::ask::Ask;
use crate::problem::Problem;
use crate::referrals::back_to;
use crate::referrals::claim::free_for;
use crate::referrals::entry::{self, Deed, Then};
use crate::referrals::joint::parts::day;
use crate::referrals::record::{self, Record};
use crate::reply::Reply;
use crate::web::components::{Note, Tone};
use crate::web::{Cx, Errors, Form, Page, Pairs};

/// A day stands for its last minute, so that today is not over.
const LAST_MINUTE: u16 = 24 * 60 - 1;

/// Asks for band and day.
///
/// # Errors
/// `page.not_found` for a stranger.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    let record = Record::through(&ask.app, ask.worker()?, ask.id("id")?).await?;
    Ok(Reply::page(&form(&ask, &record, &Errors::none())))
}

/// Puts the person on the list, or says anew where they stand.
///
/// # Errors
/// What the rules refuse: decided, too late, a day that nobody can plan by.
pub async fn create(ask: Ask) -> Result<Reply, Problem> {
    let id: ReferralId = ask.id("id")?;
    let worker = ask.worker()?;
    let record = Record::through(&ask.app, worker, id).await?;
    let (band, expected) = match read(&ask.cx, &ask.form, ask.now) {
        Ok(said) => said,
        Err(errors) => return Ok(Reply::page_with_errors(&form(&ask, &record, &errors))),
    };
    wait(&ask.app, worker, id, (band, expected), ask.now).await?;
    Ok(back_to(&ask.cx, id))
}

/// The act itself.
///
/// # Errors
/// As `create`.
pub async fn wait(
    app: &App,
    worker: &Worker,
    id: ReferralId,
    (band, expected): (WaitBand, Millis),
    now: Millis,
) -> Result<(), Problem> {
    Record::through(app, worker, id).await?;
    let by = record::by(worker, Permission::ReferralDecide)?;
    entry::write(app, id, now, |record| {
        free_for(record, worker.id, now)?;
        let act = Act::Wait { band, expected };
        Ok(Deed::of(act, by.clone(), worker.id).then(Then::Claim))
    })
    .await?;
    Ok(())
}

/// What was typed: the band, and the day by its last minute.
///
/// # Errors
/// What is missing.
pub fn read(cx: &Cx, form: &Pairs, now: Millis) -> Result<(WaitBand, Millis), Errors> {
    let band = form.get("band").and_then(|code| WaitBand::from_code(code).ok());
    let expected = day(form, "expected", now.uae_date());
    let expected = expected.map(|date| date.at_minute(LAST_MINUTE));
    let mut errors = Errors::none();
    if band.is_none() {
        errors.add("band", cx.t("rounds-waitlist-band-missing"));
    }
    if expected.is_none() {
        errors.add("expected", cx.t("joint-day-wrong"));
    }
    band.zip(expected).ok_or(errors)
}

fn form(ask: &Ask, record: &Record, errors: &Errors) -> Page {
    let inside = fields(&ask.cx, (&ask.form, errors));
    asking(ask, record, ("/waitlist", "waitlist"), &inside, errors)
}

/// The fields: how far up the list, and the day on which there will be room.
pub fn fields(cx: &Cx, (values, errors): (&Pairs, &Errors)) -> Markup {
    let fields = Form::new(cx, values, errors);
    let bands = WaitBand::ALL.iter().map(|band| (band.code(), super::show::band(cx, *band)));
    let days = [("days", WAIT_DAYS.into())];
    html! {
        (fields.radios("band", cx.t("rounds-waitlist-band")).side_by_side().choices(bands))
        (fields.date("expected", cx.t("rounds-waitlist-expected")))
        (Note::new("hourglass-medium", cx.t("rounds-waitlist-holds")).tone(Tone::Info)
            .says(cx.t_with("rounds-waitlist-holds-text", &days)))
    }
}
