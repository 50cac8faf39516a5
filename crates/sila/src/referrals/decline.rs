//! `/referrals/{id}/decline`: we do not take the person, for a coded reason. What we were shown is then erased.

use maud::{Markup, html};
use sila_core::Refusal;
use sila_core::area::{self, AreaCode};
use sila_core::codes::{DeclineCode, Kind, Urgency};
use sila_core::ids::ReferralId;
use sila_core::referral::{Act, State};
use sila_core::time::Millis;

use super::claim::free_for;
use super::entry::{self, Deed, Then};
use super::record::{self, Record};
use super::words::store as words;
use super::{back_to, form_page, path, typing};
use crate::accounts::{Permission, Worker};
use crate::app::App;
use crate::ask::Ask;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::shelter::waiting::store::{self as waiting, TurnedAway};
use crate::web::components::{Note, Tone};
use crate::web::{Cx, Errors, Field, Form, Pairs};

/// The fields of the form.
const FILLED: [&str; 2] = ["code", "area"];

/// Asks for the reason.
///
/// # Errors
/// `page.not_found` for a stranger.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    let record = Record::through(&ask.app, ask.worker()?, ask.id("id")?).await?;
    Ok(Reply::page(&form(&ask.cx, &record, &ask.form, &Errors::none())))
}

/// Declines.
///
/// # Errors
/// What the rules refuse: too late, decided already, a colleague is looking at it.
pub async fn create(ask: Ask) -> Result<Reply, Problem> {
    let id: ReferralId = ask.id("id")?;
    let worker = ask.worker()?;
    let record = Record::through(&ask.app, worker, id).await?;
    match read(&ask.cx, &ask.form) {
        Ok((code, proposed_area)) => {
            decline(&ask.app, worker, id, code, proposed_area, ask.now).await?;
            typing::filled(&ask, id, &FILLED, false).await;
            Ok(back_to(&ask.cx, id))
        }
        Err(errors) => {
            let page = form(&ask.cx, &record, &ask.form, &errors);
            Ok(Reply::page_with_errors(&page))
        }
    }
}

/// The act itself. [`DeclineCode::V3`] names the area believed competent.
///
/// # Errors
/// As `create`.
pub async fn decline(
    app: &App,
    worker: &Worker,
    id: ReferralId,
    code: DeclineCode,
    proposed_area: Option<AreaCode>,
    now: Millis,
) -> Result<(), Problem> {
    let record = Record::through(app, worker, id).await?;
    let by = record::by(worker, Permission::ReferralDecide)?;
    let looked_at = app.store.read(words::is_looked_at).await?;
    entry::write(app, id, now, |record| {
        free_for(record, worker.id, now)?;
        if record.row.state == State::DeclineReview {
            return Err(Refusal::WrongState { state: record.row.state }.into());
        }
        let act = Act::Refuse { code, proposed_area };
        // An emergency does not wait for a second person, and where it was passed on the third agency decides.
        let waits = looked_at && record.row.urgency != Urgency::Emergency;
        let may = waits && record.thread.as_ref().is_some_and(|thread| thread.may(&act, now));
        let act = if may { act } else { Act::Decline { code, proposed_area } };
        Ok(Deed::of(act, by.clone(), worker.id).then(Then::Claim))
    })
    .await?;
    let full = matches!(code, DeclineCode::V1 | DeclineCode::V2) && !looked_at;
    if full && record.thread.as_ref().is_some_and(|thread| thread.offer().kind == Kind::Shelter) {
        let (id, people, linked) = (app.clock.new_id(), 1, true);
        let away = TurnedAway { id, at: now, reason: "DECLINED", linked, people };
        app.store.write(move |tx| waiting::turn_away(tx, &away)).await?;
    }
    Ok(())
}

/// Reads the form.
pub fn read(cx: &Cx, form: &Pairs) -> Result<(DeclineCode, Option<AreaCode>), Errors> {
    let mut errors = Errors::none();
    let code = form.get("code").and_then(|code| DeclineCode::from_code(code).ok());
    let proposed = form.get("area").and_then(|code| AreaCode::parse(code).ok());
    if code.is_none() {
        errors.add("code", cx.t("referral-decline-missing"));
    }
    if code == Some(DeclineCode::V3) && proposed.is_none() {
        errors.add("area", cx.t("referral-decline-area-missing"));
    }
    match code {
        Some(code) if errors.is_empty() => Ok((code, proposed.filter(|_| code == DeclineCode::V3))),
        _ => Err(errors),
    }
}

fn form(cx: &Cx, record: &Record, values: &Pairs, errors: &Errors) -> crate::web::Page {
    let fields = Form::new(cx, values, errors);
    let inside = html! {
        (reasons(cx, &fields))
        (areas(cx, &fields))
        (Note::new("trash", cx.t("referral-decline-erases")).tone(Tone::Warn)
            .says(cx.t("referral-decline-erases-text")))
    };
    let title = cx.t("referral-decline-title");
    let act = path(record.row.id, "/decline");
    form_page(cx, &record.row, title, &act, &inside, &cx.t("referral-decline-act"), errors)
}

/// The coded reasons, those of the person apart from ours.
pub fn reasons<'a>(cx: &Cx, fields: &Form<'a>) -> Field<'a> {
    let mut reasons = fields.select("code", cx.t("referral-decline-reason"));
    for code in DeclineCode::ALL {
        let person = code.code().starts_with('P');
        let group = if person { "referral-decline-person" } else { "referral-decline-ours" };
        reasons = reasons.choice_in(cx.t(group), code.code(), cx.code("decline", code.code()), "");
    }
    reasons
}

/// Where somebody else is believed to be competent.
pub fn areas(cx: &Cx, fields: &Form<'_>) -> Markup {
    let mut select = fields
        .select("area", cx.t("referral-decline-area"))
        .hint(cx.t("referral-decline-area-hint"))
        .optional()
        .combo();
    for place in area::all().iter().filter(|place| !place.code.is_special()) {
        let emirate = area::emirate_of(&place.code).and_then(|code| code.area());
        let group = emirate.map_or("", |of| cx.lang.pick(of.name_ar, of.name_en));
        let name = cx.lang.pick(place.name_ar, place.name_en);
        select = select.choice_in(group, place.code.as_str(), name, place.aliases.join(";"));
    }
    html! { (select) }
}
