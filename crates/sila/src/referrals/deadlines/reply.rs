//! What the two agencies say to each other between acceptance and outcome, in codes alone: that the first contact was made, the
//! sender's question how it stands, and its answer. `POST …/contact`, `POST …/reminder`, `POST …/reminder/answer`.

use maud::html;
use sila_core::ids::ReferralId;
use sila_core::joint::{ContactWay, Deed, Progress, Watch};
use sila_core::referral::State;
use sila_core::time::{Date, Millis};

use crate::accounts::{Permission, Worker};
use crate::ask::Ask;
use crate::problem::Problem;
use crate::referrals::joint::{self, Desk, Room, Wish, any_day};
use crate::referrals::record::Record;
use crate::referrals::store::Direction;
use crate::referrals::{back_to, form_page, path};
use crate::reply::Reply;
use crate::web::{Cx, Errors, Form, Page, Pairs};

/// Nothing is promised later than a year ahead.
const DAYS_AHEAD_MAX: i64 = 366;

/// Whether this worker says to the sender what became of an accepted referral: whoever decides here, or has the case.
pub fn may_say(worker: &Worker, record: &Record) -> bool {
    let taken = record.row.direction == Direction::In && record.row.state == State::Accepted;
    let may = worker.may(Permission::ReferralDecide) || record.member;
    taken && may && record.row.relay.is_none() && record.partner.is_none()
}

/// Whether the sender may ask now how it stands: nothing is asked yet, or it was answered some working days ago.
pub fn may_ask(worker: &Worker, record: &Record, watch: &Watch, now: Millis) -> bool {
    let row = &record.row;
    let sent = row.direction == Direction::Out && row.state == State::Accepted;
    let (Some(thread), true) = (&record.thread, sent && record.partner.is_none()) else {
        return false;
    };
    let free = |last: &sila_core::joint::Reminder| {
        last.answer.is_some() && now >= last.again_from(thread.offer())
    };
    worker.may(Permission::ReferralOffer) && watch.reminders().last().is_none_or(free)
}

/// Finds an accepted referral of ours to which this worker may answer.
async fn ours(ask: &Ask) -> Result<Record, Problem> {
    let (id, worker): (ReferralId, _) = (ask.id("id")?, ask.worker()?);
    let record = Record::through(&ask.app, worker, id).await?;
    if may_say(worker, &record) { Ok(record) } else { Err(too_late(id)) }
}

fn too_late(id: ReferralId) -> Problem {
    Problem::refused("joint.too_late").way_out(path(id, ""))
}

/// Asks on which day and how.
///
/// # Errors
/// `page.not_found` for a stranger; `joint.too_late` when it is not accepted, or no longer.
pub async fn contact_page(ask: Ask) -> Result<Reply, Problem> {
    let record = ours(&ask).await?;
    let Date { year, month, day } = ask.now.uae_date();
    let boxes = [("day_d", i64::from(day)), ("day_m", i64::from(month)), ("day_y", year)];
    let values: Pairs = boxes.iter().map(|(name, n)| (*name, n.to_string())).collect();
    Ok(Reply::page(&contact_form(&ask.cx, &record, &values, &Errors::none())))
}

/// Says that the person was in touch.
///
/// # Errors
/// As [`contact_page`]; `joint.too_late` when it was said before.
pub async fn contact(ask: Ask) -> Result<Reply, Problem> {
    let record = ours(&ask).await?;
    let way = ask.form.get("way").and_then(|code| ContactWay::from_code(code).ok());
    let first = record.row.offered_at.uae_date();
    let today = ask.now.uae_date();
    let day = any_day(&ask.form, "day").filter(|day| (first..=today).contains(day));
    let mut errors = Errors::none();
    if way.is_none() {
        errors.add("way", ask.cx.t("contacted-way-missing"));
    }
    if day.is_none() {
        errors.add("day", ask.cx.t("contacted-day-wrong"));
    }
    match (way, day) {
        (Some(way), Some(day)) => say(&ask, Deed::Contact { day, way }).await,
        _ => Ok(Reply::page_with_errors(&contact_form(&ask.cx, &record, &ask.form, &errors))),
    }
}

fn contact_form(cx: &Cx, record: &Record, values: &Pairs, errors: &Errors) -> Page {
    let fields = Form::new(cx, values, errors);
    let ways = ContactWay::ALL.iter().map(|way| (way.code(), cx.code("contacted-way", way.code())));
    let inside = html! {
        (fields.radios("way", cx.t("contacted-question")).side_by_side().choices(ways))
        (fields.date("day", cx.t("contacted-day")))
        p.muted { (cx.t("contacted-text")) }
    };
    let (title, act) = (cx.t("contacted-title"), path(record.row.id, "/contact"));
    form_page(cx, &record.row, title, &act, &inside, &cx.t("contacted-act"), errors)
}

/// The sender asks how it stands.
///
/// # Errors
/// `page.not_found` for a stranger; `deadline.asked` when it was asked a short while ago, or is not under way.
pub async fn remind(ask: Ask) -> Result<Reply, Problem> {
    let (id, worker): (ReferralId, _) = (ask.id("id")?, ask.worker()?);
    let decide = |desk: &Desk| {
        let watch = desk.loaded.joint.watch();
        match may_ask(worker, &desk.record, watch, ask.now) {
            true => Ok(Wish::new(Deed::Remind, "")),
            false => Err(Problem::refused("deadline.asked").way_out(path(id, ""))),
        }
    };
    joint::write(&ask.app, worker, (id, Room::Times), ask.now, decide).await?;
    Ok(back_to(&ask.cx, id))
}

/// Asks how it stands, for the sender.
///
/// # Errors
/// As [`contact_page`].
pub async fn answer_page(ask: Ask) -> Result<Reply, Problem> {
    let record = ours(&ask).await?;
    Ok(Reply::page(&answer_form(&ask.cx, &record, &ask.form, &Errors::none())))
}

/// Answers the sender.
///
/// # Errors
/// As [`contact_page`]; `joint.too_late` when nothing is asked.
pub async fn answer(ask: Ask) -> Result<Reply, Problem> {
    let record = ours(&ask).await?;
    let progress = ask.form.get("progress").and_then(|code| Progress::from_code(code).ok());
    let today = ask.now.uae_date();
    let ahead = today..=today.plus_days(DAYS_AHEAD_MAX);
    let day = any_day(&ask.form, "by").filter(|day| ahead.contains(day));
    let by = day.filter(|_| progress == Some(Progress::By));
    let mut errors = Errors::none();
    match progress {
        None => errors.add("progress", ask.cx.t("reminder-answer-missing")),
        Some(Progress::By) if by.is_none() => errors.add("by", ask.cx.t("reminder-by-wrong")),
        Some(progress) => return reply(&ask, progress, by).await,
    }
    Ok(Reply::page_with_errors(&answer_form(&ask.cx, &record, &ask.form, &errors)))
}

fn answer_form(cx: &Cx, record: &Record, values: &Pairs, errors: &Errors) -> Page {
    let fields = Form::new(cx, values, errors);
    let answers = Progress::ALL.iter();
    let answers = answers.map(|one| (one.code(), cx.code("reminder-says", one.code())));
    let inside = html! {
        (fields.radios("progress", cx.t("reminder-question")).choices(answers))
        (fields.date("by", cx.t("reminder-by")).hint(cx.t("reminder-by-hint")).optional())
        p.muted { (cx.t("reminder-answer-text")) }
    };
    let (title, act) = (cx.t("reminder-answer-title"), path(record.row.id, "/reminder/answer"));
    form_page(cx, &record.row, title, &act, &inside, &cx.t("reminder-answer-act"), errors)
}

/// Writes the answer to the question that is open.
async fn reply(ask: &Ask, progress: Progress, by: Option<Date>) -> Result<Reply, Problem> {
    let (id, worker): (ReferralId, _) = (ask.id("id")?, ask.worker()?);
    let decide = |desk: &Desk| {
        let open = desk.loaded.joint.watch().open_reminder();
        let remind = open.filter(|_| may_say(worker, &desk.record)).map(|asked| asked.id);
        let remind = remind.ok_or_else(|| too_late(id))?;
        Ok(Wish::new(Deed::Reply { remind, progress, by }, ""))
    };
    joint::write(&ask.app, worker, (id, Room::Times), ask.now, decide).await?;
    Ok(back_to(&ask.cx, id))
}

async fn say(ask: &Ask, deed: Deed) -> Result<Reply, Problem> {
    let (id, worker): (ReferralId, _) = (ask.id("id")?, ask.worker()?);
    let decide = |desk: &Desk| match may_say(worker, &desk.record) {
        true => Ok(Wish::new(deed.clone(), "")),
        false => Err(too_late(id)),
    };
    joint::write(&ask.app, worker, (id, Room::Times), ask.now, decide).await?;
    Ok(back_to(&ask.cx, id))
}
