//! `/cases/{id}/appointments/new`: one appointment, or the same every so many weeks.

use maud::{Markup, html};
use sila_core::calendar::WorkingCalendar;
use sila_core::time::Millis;

use super::{Appointment, INTERVIEW, KINDS, PHONE, PLACES, bars_voice, case, path, place, store};
use crate::accounts::Worker;
use crate::agreements::{self, calendar};
use crate::app::{App, Topic};
use crate::ask::Ask;
use crate::cases::interpreters::{self, Need};
use crate::cases::record::CaseRecord;
use crate::db::{DbError, Tx};
use crate::journal::store::{self as journal, Fact};
use crate::problem::Problem;
use crate::referrals::joint;
use crate::reply::Reply;
use crate::web::components::{Button, Card, Note, Tone, acts, heading};
use crate::web::ident::Reference;
use crate::web::{Cx, Errors, Form, Page, Pairs, dates};

/// Longest words about with whom, in characters.
const WITH_MAX: usize = 200;
/// Most weeks from one to the next.
const WEEKS_MAX: u16 = 8;
/// Most appointments planned at once.
const TIMES_MAX: u16 = 26;

/// What is to be planned.
#[derive(Debug, Clone)]
pub struct Wish {
    /// One of [`KINDS`].
    pub kind: &'static str,
    /// One of [`PLACES`].
    pub place: &'static str,
    /// The first.
    pub at: Millis,
    /// So many weeks lie from one to the next.
    pub weeks: u16,
    /// How many in all.
    pub times: u16,
    /// With whom; may be empty.
    pub with: String,
    /// Plan it also where it lies outside our hours.
    pub all_the_same: bool,
}

impl Wish {
    fn days(&self) -> impl Iterator<Item = Millis> {
        let (at, weeks) = (self.at, i64::from(self.weeks));
        (0..i64::from(self.times)).map(move |nth| at.plus_days(nth.saturating_mul(weeks * 7)))
    }
}

/// What lies outside our hours.
#[derive(Debug)]
pub struct Outside {
    calendar: WorkingCalendar,
    days: Vec<Millis>,
}

/// Why it cannot be planned, with the field that says so: nobody rings a person who may not be rung or cannot hear, and nobody tells
/// her story twice.
async fn unfit(
    app: &App,
    record: &CaseRecord,
    wish: &Wish,
) -> Result<Option<(&'static str, &'static str)>, Problem> {
    if wish.place == PHONE && bars_voice(&record.disclosure) {
        return Ok(Some(("place", "appointment-no-voice")));
    }
    let case = record.row.id;
    let asks = wish.kind == INTERVIEW;
    let told = asks && app.store.read(move |tx| store::interviewed(tx, case)).await?;
    let many = asks && wish.times > 1;
    Ok((told || many).then_some(("kind", "appointment-interviewed")))
}

/// Plans it, or says what lies outside our hours, and then nothing is written.
///
/// # Errors
/// `appointment.no_voice`, `appointment.interviewed`; when the store cannot be read or written.
pub async fn plan(
    app: &App,
    worker: &Worker,
    record: &CaseRecord,
    wish: &Wish,
    now: Millis,
) -> Result<Option<Outside>, Problem> {
    if let Some((field, _)) = unfit(app, record, wish).await? {
        let code =
            if field == "place" { "appointment.no_voice" } else { "appointment.interviewed" };
        return Err(refused(record, code));
    }
    let calendar = hours(app, now).await?;
    let days: Vec<Millis> = wish.days().filter(|at| !calendar.is_open(*at)).collect();
    if !days.is_empty() && !wish.all_the_same {
        return Ok(Some(Outside { calendar, days }));
    }
    put(app, worker, record, (wish, &days), now).await.map(|()| None)
}

/// Writes what is planned. That nobody has told or is about to is looked at in the same transaction: of two who plan an interview at
/// one moment, one does.
pub(super) async fn put(
    app: &App,
    worker: &Worker,
    record: &CaseRecord,
    (wish, outside): (&Wish, &[Millis]),
    now: Millis,
) -> Result<(), Problem> {
    let mut planned = Vec::new();
    for at in wish.days() {
        let one = Appointment {
            id: app.clock.new_id(),
            kind: wish.kind.to_owned(),
            place: wish.place.to_owned(),
            at,
            state: "PLANNED".to_owned(),
            code: String::new(),
            outside: outside.contains(&at),
            with: String::new(),
        };
        let words = Some(&wish.with).filter(|words| !words.is_empty());
        let with = words.map(|words| record.seal_words(app, place(one.id), words)).transpose()?;
        planned.push((one, with));
    }
    let whose = (record.row.id, worker.id);
    let data = format!("PLAN {} {} {}", wish.kind, wish.place, wish.times);
    let (fact, asks) = (fact(app, record, worker, data, now), wish.kind == INTERVIEW);
    let need = Need::in_case(record);
    let write = move |tx: &mut dyn Tx| -> Result<bool, DbError> {
        if asks && store::interviewed(tx, whose.0)? {
            return Ok(false);
        }
        for (one, with) in &planned {
            store::insert(tx, whose, one, with.as_ref())?;
            if let Some(need) = need {
                interpreters::store::need(tx, whose, one, need)?;
            }
        }
        journal::insert(tx, &fact).map(|()| true)
    };
    let done = app.store.write(write).await?;
    app.changed(Topic::Cases);
    if done { Ok(()) } else { Err(refused(record, "appointment.interviewed")) }
}

fn refused(record: &CaseRecord, code: &str) -> Problem {
    Problem::refused(code).way_out(format!("/cases/{}", record.row.id))
}

/// The journal's fact of an act: codes only.
pub fn fact(app: &App, record: &CaseRecord, worker: &Worker, data: String, now: Millis) -> Fact {
    Fact {
        id: app.clock.new_id(),
        at: now,
        kind: "appointment",
        subject: record.row.id.to_string(),
        worker: Some(worker.id),
        data: data.into_bytes(),
    }
}

/// Our own working calendar: that of an agreement in force, else the usual week of our areas with its holidays.
pub(in crate::cases) async fn hours(app: &App, now: Millis) -> Result<WorkingCalendar, Problem> {
    let signed = agreements::in_force(app, now).await?;
    let mut parties = signed.into_iter().flat_map(|one| one.agreement.parties);
    let ours = parties.find(|party| party.agency == app.node.id);
    let furthest = now.plus_days(joint::DAYS_AHEAD_MAX);
    let usual = || calendar::of(calendar::usual_week(&app.node.agency.areas()), now, furthest);
    Ok(ours.map_or_else(usual, |party| party.calendar))
}

/// The form.
///
/// # Errors
/// `page.not_found` for whoever may not read the case; `case.closed`, `case.handed_over`.
pub async fn new(ask: Ask) -> Result<Reply, Problem> {
    let record = case(&ask).await?;
    record.needs_lead()?;
    let values: Pairs = [("weeks", "0"), ("times", "1")].into_iter().collect();
    Ok(Reply::page(&page(&ask.cx, &record, (&values, &Errors::none()), None)))
}

/// Plans what the form says. What lies outside our hours comes back once, to be allowed.
///
/// # Errors
/// As [`new`].
pub async fn create(ask: Ask) -> Result<Reply, Problem> {
    let record = case(&ask).await?;
    record.needs_lead()?;
    let mut errors = Errors::none();
    let Some(wish) = read(&ask, &mut errors) else {
        return Ok(Reply::page_with_errors(&page(&ask.cx, &record, (&ask.form, &errors), None)));
    };
    if let Some((field, key)) = unfit(&ask.app, &record, &wish).await? {
        errors.add(field, ask.cx.t(key));
        return Ok(Reply::page_with_errors(&page(&ask.cx, &record, (&ask.form, &errors), None)));
    }
    match plan(&ask.app, ask.worker()?, &record, &wish, ask.now).await? {
        None => Ok(Reply::see_other(ask.cx.url(&format!("/cases/{}", record.row.id)))),
        outside => {
            errors.add("all_the_same", ask.cx.t("appointment-outside-say"));
            let page = page(&ask.cx, &record, (&ask.form, &errors), outside.as_ref());
            Ok(Reply::page_with_errors(&page))
        }
    }
}

fn read(ask: &Ask, errors: &mut Errors) -> Option<Wish> {
    let (cx, form) = (&ask.cx, &ask.form);
    let listed = |name: &str, list: &'static [&'static str]| {
        list.iter().find(|code| form.get(name) == Some(**code)).copied()
    };
    let number = |name: &str, range: std::ops::RangeInclusive<u16>| {
        let typed = sila_names::fold::ascii_digits(form.get(name)?);
        typed.parse().ok().filter(|n| range.contains(n))
    };
    let (kind, place) = (listed("kind", &KINDS), listed("place", &PLACES));
    let (day, minute) = (joint::day(form, "day", ask.now.uae_date()), joint::time(form, "time"));
    let at = day.zip(minute).map(|(day, minute)| day.at_minute(minute));
    let (weeks, times) = (number("weeks", 0..=WEEKS_MAX), number("times", 1..=TIMES_MAX));
    let with = form.get("with").unwrap_or_default().to_owned();
    let repeats = weeks.zip(times).is_none_or(|(weeks, times)| (weeks == 0) == (times == 1));
    let rules = [
        ("kind", kind.is_some(), "appointment-kind-missing"),
        ("day", day.is_some(), "joint-day-wrong"),
        ("time", minute.is_some(), "joint-time-wrong"),
        ("time", at.is_none_or(|at| ask.now <= at), "appointment-past"),
        ("place", place.is_some(), "appointment-place-missing"),
        ("with", with.chars().count() <= WITH_MAX, "appointment-with-long"),
        ("weeks", weeks.is_some(), "appointment-weeks-wrong"),
        ("times", times.is_some(), "appointment-times-wrong"),
        ("times", repeats, "appointment-repeat-wrong"),
    ];
    for (name, kept, key) in rules {
        if !kept && errors.get(name).is_none() {
            errors.add(name, cx.t(key));
        }
    }
    if errors.any() {
        return None;
    }
    let all_the_same = form.has("all_the_same", "yes");
    Some(Wish {
        kind: kind?,
        place: place?,
        at: at?,
        weeks: weeks?,
        times: times?,
        with,
        all_the_same,
    })
}

fn page(
    cx: &Cx,
    record: &CaseRecord,
    (values, errors): (&Pairs, &Errors),
    outside: Option<&Outside>,
) -> Page {
    let form = Form::new(cx, values, errors);
    let kinds = KINDS.map(|code| (code, cx.code("appointment-kind", code)));
    let places = PLACES.map(|code| (code, cx.code("appointment-place", code)));
    let case = format!("/cases/{}", record.row.id);
    let need = Need::in_case(record);
    let fields = html! {
        @if let Some(need) = need { p { (need.tag(cx)) } }
        (form.select("kind", cx.t("appointment-kind")).choices(kinds))
        (form.date("day", cx.t("appointment-day")))
        (form.text("time", cx.t("joint-meet-time")).hint(cx.t("joint-meet-time-hint")).ltr().max(5))
        (form.radios("place", cx.t("appointment-place")).choices(places))
        (form.text("with", cx.t("appointment-with")).optional().hint(cx.t("appointment-with-hint")).max(WITH_MAX))
        div.row {
            (form.text("weeks", cx.t("appointment-weeks")).hint(cx.t("appointment-weeks-hint")).numeric().max(1))
            (form.text("times", cx.t("appointment-times")).hint(cx.t("appointment-times-hint")).numeric().max(2))
        }
        @if let Some(outside) = outside { (warning(cx, &form, outside)) }
    };
    let body = html! {
        (heading(html! { (cx.t("appointment-new")) " " (Reference(&record.row.reference)) }, None, &html! {}))
        form.narrow method="post" action=(cx.url(&path(record.row.id, "new"))) novalidate {
            (form.summary())
            (Card::new(cx.t("appointment")).body(fields))
            (acts(&html! { (Button::submit(cx.t("appointment-plan")).icon("calendar-check")) (Button::link(cx.t("cancel"), cx.url(&case)).soft()) }))
        }
    };
    Page::new(cx, cx.t("appointment-new"))
        .crumb(cx.t("cases-title"), "/cases")
        .crumb(record.row.reference.clone(), &case)
        .errors(errors.any())
        .body(body)
}

/// What lies outside, our hours, and the box that allows it.
fn warning(cx: &Cx, form: &Form<'_>, outside: &Outside) -> Markup {
    let allow = form.checks("all_the_same", cx.t("appointment-outside-allow"));
    html! {
        (Note::new("warning", cx.t("appointment-outside-title")).tone(Tone::Warn).body(html! {
            ul.plain { @for at in &outside.days { li { (dates::long_day(cx.lang, *at)) " · " span.num { (dates::clock(*at)) } } } }
            p { (cx.t("appointment-hours")) }
            (calendar::markup(cx, &outside.calendar))
        }))
        (allow.choice("yes", cx.t("appointment-outside-yes")))
    }
}
