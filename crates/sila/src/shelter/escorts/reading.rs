//! What a form says of an escort, with what is wrong: everything that was typed stays on the page.

use sila_core::ids::AgencyId;
use sila_core::time::Millis;

use super::{
    Escort, KINDS, MEETING_CHARS_MAX, OF_PARTNERS, OFFICER_CHARS_MAX, TRIES_MAX, Words, store,
};
use crate::ask::Ask;
use crate::cases::scope::agency;
use crate::db::{DbError, Tx};
use crate::journal::access::{self, Subject};
use crate::partners::Names;
use crate::problem::Problem;
use crate::referrals::joint;
use crate::shelter::homes::address;
use crate::shelter::stays::{Stay, hold, path};
use crate::web::{Arg, Errors};

/// What the access log says when somebody wrote where a home is into what an escort is told.
pub(super) const REFUSED: &str = "shelter.escort-refused";

/// The fields that say how they came.
const CAME: [&str; 4] = ["came_how", "came_agency", "came_officer", "came_time"];

/// The escort of a held place: who brings them, when, and where they are met.
///
/// # Errors
/// `case.agency_barred` for a partner that may not hear of the case; `shelter.tries`; when the store cannot be read or written.
pub(super) async fn planned(
    ask: &Ask,
    stay: &Stay,
    errors: &mut Errors,
) -> Result<Option<Escort>, Problem> {
    let (cx, form) = (&ask.cx, &ask.form);
    let who = who(ask, "plan", errors).await?;
    may_hear(ask, stay, who.and_then(|(_, agency)| agency)).await?;
    let officer = text(ask, ("plan_officer", OFFICER_CHARS_MAX), errors);
    let meeting = text(ask, ("plan_meeting", MEETING_CHARS_MAX), errors);
    let alone = who.is_none_or(|(kind, _)| kind == "ALONE");
    if meeting.is_empty() && !alone {
        errors.add("plan_meeting", cx.t("escort-meeting-missing"));
    }
    let day = joint::day(form, "plan_day", ask.now.uae_date());
    let minute = joint::time(form, "plan_time");
    if day.is_none() {
        errors.add("plan_day", cx.t("joint-day-wrong"));
    }
    let at = day.zip(minute).map(|(day, minute)| day.at_minute(minute));
    if minute.is_none() {
        errors.add("plan_time", cx.t("joint-time-wrong"));
    } else if at.is_some_and(|at| at < ask.now) {
        errors.add("plan_time", cx.t("appointment-past"));
    }
    if errors.is_empty() {
        tells_nothing(ask, stay, &meeting, errors).await?;
    }
    let Some(((kind, agency), at)) = who.zip(at).filter(|_| errors.is_empty()) else {
        return Ok(None);
    };
    let words = Words { officer, meeting };
    let (kind, barred) = (kind.to_owned(), false);
    Ok(Some(Escort { stay: stay.id, came: false, kind, agency, at, barred, words }))
}

/// How they came, who handed them over and when; nothing where nobody says it, unless it is asked for.
///
/// # Errors
/// When the store cannot be read or written.
pub async fn came(
    ask: &Ask,
    stay: &Stay,
    asked_for: bool,
    errors: &mut Errors,
) -> Result<Option<Escort>, Problem> {
    let said = CAME.into_iter().any(|name| ask.form.get(name).is_some());
    if !said && !asked_for {
        return Ok(None);
    }
    let who = who(ask, "came", errors).await?;
    let officer = text(ask, ("came_officer", OFFICER_CHARS_MAX), errors);
    let at = handed_over(ask, stay);
    if at.is_none() {
        errors.add("came_time", ask.cx.t("escort-time-wrong"));
    }
    let Some(((kind, agency), at)) = who.zip(at).filter(|_| errors.is_empty()) else {
        return Ok(None);
    };
    let words = Words { officer, meeting: String::new() };
    let (kind, barred) = (kind.to_owned(), false);
    Ok(Some(Escort { stay: stay.id, came: true, kind, agency, at, barred, words }))
}

/// How, and with whom: an entity of the directory where they are with somebody who does not work here.
async fn who(
    ask: &Ask,
    form: &str,
    errors: &mut Errors,
) -> Result<Option<(&'static str, Option<AgencyId>)>, Problem> {
    let (how, entity) = (format!("{form}_how"), format!("{form}_agency"));
    let Some(kind) = KINDS.into_iter().find(|code| ask.form.has(&how, code)) else {
        errors.add(how, ask.cx.t("escort-how-missing"));
        return Ok(None);
    };
    if !OF_PARTNERS.contains(&kind) {
        return Ok(Some((kind, None)));
    }
    let names = Names::all(&ask.app).await?;
    let wanted = ask.form.get(&entity).and_then(|text| AgencyId::parse(text).ok());
    let agency = wanted.filter(|one| names.linked().any(|known| known == *one));
    if agency.is_none() {
        errors.add(entity, ask.cx.t("escort-agency-missing"));
    }
    Ok(agency.map(|_| (kind, agency)))
}

/// Who is asked to bring somebody hears of the case: not an agency that is barred from it.
async fn may_hear(ask: &Ask, stay: &Stay, agency: Option<AgencyId>) -> Result<(), Problem> {
    let id = stay.id;
    let case = ask.app.store.read(move |tx| store::case_of(tx, id)).await?;
    let Some(pair) = case.zip(agency) else { return Ok(()) };
    let heard = agency::may_hear(&ask.app, ask.worker()?, pair, ask.now).await;
    heard.map_err(|problem| problem.way_out(path(id, "")))
}

fn text(ask: &Ask, (name, max): (&str, usize), errors: &mut Errors) -> String {
    let said = ask.form.get(name).unwrap_or_default().trim().to_owned();
    if said.chars().count() > max {
        errors.add(name, ask.cx.t_with("escort-long", &[("n", Arg::from(max))]));
    }
    said
}

/// Where an escort is met names no home and does not say where one is. It is compared only when nothing else is wrong, whoever tries is
/// written down, and has few tries: nobody must learn by trying.
async fn tells_nothing(
    ask: &Ask,
    stay: &Stay,
    meeting: &str,
    errors: &mut Errors,
) -> Result<(), Problem> {
    let (worker, now, id) = (ask.worker()?.clone(), ask.now, stay.id);
    let over = || Problem::refused("shelter.tries").way_out(path(id, ""));
    let by = worker.id;
    let before = ask.app.store.read(move |tx| store::tries(tx, (by, REFUSED), now)).await?;
    if before >= TRIES_MAX {
        return Err(over());
    }
    if !address::tells(&ask.app, &hold::homes(&ask.app).await?, meeting).await? {
        return Ok(());
    }
    let row = ask.app.clock.new_id();
    let write = move |tx: &mut dyn Tx| -> Result<bool, DbError> {
        let left = store::tries(tx, (by, REFUSED), now)? < TRIES_MAX;
        if left {
            access::in_tx(tx, row, &worker, Subject::Stay(id), REFUSED, now)?;
        }
        Ok(left)
    };
    if !ask.app.store.write(write).await? {
        return Err(over());
    }
    errors.add("plan_meeting", ask.cx.t("escort-where"));
    Ok(())
}

/// When they were handed over: when they were admitted, or at the time that was typed. After midnight the hour of the evening before is meant.
fn handed_over(ask: &Ask, stay: &Stay) -> Option<Millis> {
    let admitted = stay.arrived_at.unwrap_or(ask.now);
    if ask.form.get("came_time").is_none() {
        return Some(admitted);
    }
    let minute = joint::time(&ask.form, "came_time")?;
    let that_day = admitted.uae_date().at_minute(minute);
    let at = if that_day > admitted { that_day.plus_days(-1) } else { that_day };
    (at >= stay.held_at.plus_minutes(-1)).then_some(at)
}
