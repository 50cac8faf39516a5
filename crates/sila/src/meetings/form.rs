//! Calling a meeting, and changing what it is called, where and when it is.

use maud::html;
use sila_core::meeting::MeetingKind;
use sila_core::time::Date;
use sila_core::{MeetingId, Millis};

use super::store::{self, Meeting};
use super::text::{Heading, LINE_MAX, Words};
use super::{Open, PLANNED, fact, of, open, path, screened, sealed};
use crate::activation::saying::{day, whole};
use crate::app::{App, Topic};
use crate::ask::Ask;
use crate::journal::store as journal;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::{Button, Card, acts, heading};
use crate::web::{Cx, Errors, Form, Page, Pairs};

/// Most days of one meeting.
pub const DAYS_MAX: u16 = 14;
/// What the guard looks through.
const FREE: [&str; 4] = ["title_ar", "title_en", "place_ar", "place_en"];

/// The form for a new meeting.
///
/// # Errors
/// When the store cannot be read.
pub async fn new(ask: Ask) -> Result<Reply, Problem> {
    let mut values = ask.query.clone();
    values.push("days", "1");
    Ok(Reply::page(&page(&ask, None, &values, &Errors::none()).await?))
}

/// Calls a meeting.
///
/// # Errors
/// When the store cannot be read or written.
pub async fn create(ask: Ask) -> Result<Reply, Problem> {
    save(&ask, None).await
}

/// The form with what is known.
///
/// # Errors
/// `page.not_found`.
pub async fn change(ask: Ask) -> Result<Reply, Problem> {
    let found = of(&ask).await?;
    let Heading { title, place, period } = &found.heading;
    let mut values = Pairs::default();
    for (name, text) in FREE.iter().zip([&title.ar, &title.en, &place.ar, &place.en]) {
        values.push(*name, text);
    }
    values.push("kind", &found.row.kind);
    values.push("days", found.row.days.to_string());
    if found.row.series != found.row.id {
        values.push("series", found.row.series.to_string());
    }
    put_day(&mut values, "day", found.row.starts_at.uae_date());
    if let Some((from, until)) = period {
        put_day(&mut values, "from", Millis(*from).uae_date());
        put_day(&mut values, "until", Millis(*until).uae_date().plus_days(-1));
    }
    Ok(Reply::page(&page(&ask, Some(&found), &values, &Errors::none()).await?))
}

/// Fills the three boxes of a day.
pub fn put_day(values: &mut Pairs, name: &str, date: Date) {
    values.push(format!("{name}_d"), date.day.to_string());
    values.push(format!("{name}_m"), date.month.to_string());
    values.push(format!("{name}_y"), date.year.to_string());
}

/// Changes a meeting.
///
/// # Errors
/// `page.not_found`; `meeting.crossed`.
pub async fn update(ask: Ask) -> Result<Reply, Problem> {
    let found = of(&ask).await?;
    save(&ask, Some(found)).await
}

async fn save(ask: &Ask, found: Option<Open>) -> Result<Reply, Problem> {
    let action = found.as_ref().map_or("/meetings".to_owned(), |one| path(one.row.id, ""));
    let form = match screened(ask, &action, &FREE)? {
        Ok(form) => form,
        Err(held) => return Ok(held),
    };
    let last_day = match &found {
        Some(one) => {
            let id = one.row.id;
            ask.app.store.read(move |tx| store::last_day(tx, id)).await?
        }
        None => 0,
    };
    let called = match read(&ask.cx, &form, last_day) {
        Ok(called) => called,
        Err(errors) => {
            return Ok(Reply::page_with_errors(&page(ask, found.as_ref(), &form, &errors).await?));
        }
    };
    let id = keep(ask, found.map(|one| one.row), called).await?;
    Ok(Reply::see_other(ask.cx.url(&path(id, ""))))
}

/// What a meeting is called and when it is, as typed.
#[derive(Debug, Clone)]
pub struct Called {
    /// Its kind.
    pub kind: MeetingKind,
    /// Title, place, period.
    pub heading: Heading,
    /// Its first day.
    pub day: Date,
    /// How many days.
    pub days: u16,
    /// The earlier meeting whose series it continues.
    pub series: Option<MeetingId>,
}

fn read(cx: &Cx, form: &Pairs, last_day: u16) -> Result<Called, Errors> {
    let mut errors = Errors::none();
    let get = |name: &str| form.get(name).unwrap_or_default().to_owned();
    let kind = MeetingKind::from_code(&get("kind")).ok();
    if kind.is_none() {
        errors.add("kind", cx.t("meeting-kind-needed"));
    }
    for name in FREE {
        if !(1..=LINE_MAX).contains(&get(name).chars().count()) {
            errors.add(name, cx.t("meeting-line-needed"));
        }
    }
    let first = day(form, "day");
    if first.is_none() {
        errors.add("day", cx.t("meeting-day-needed"));
    }
    let days = whole(&get("days")).and_then(|n| u16::try_from(n).ok());
    let days = days.filter(|days| (1..=DAYS_MAX).contains(days));
    match days {
        None => errors.add("days", cx.t("meeting-days-needed")),
        Some(days) if days < last_day => errors.add("days", cx.t("meeting-days-used")),
        Some(_) => {}
    }
    let typed = ["from", "until"].map(|name| day(form, name));
    let period = match typed {
        [Some(from), Some(until)] if from.to_days() <= until.to_days() => {
            Some((from.at_minute(0).0, until.plus_days(1).at_minute(0).0))
        }
        _ => None,
    };
    if period.is_none() && (kind == Some(MeetingKind::Review) || typed.iter().any(Option::is_some))
    {
        errors.add("from", cx.t("meeting-period-needed"));
    }
    let heading = Heading {
        title: Words::new(get("title_ar"), get("title_en")),
        place: Words::new(get("place_ar"), get("place_en")),
        period,
    };
    match (kind, first, days) {
        (Some(kind), Some(day), Some(days)) if errors.is_empty() => {
            Ok(Called { kind, heading, day, days, series: get("series").parse().ok() })
        }
        _ => Err(errors),
    }
}

async fn keep(ask: &Ask, before: Option<Meeting>, called: Called) -> Result<MeetingId, Problem> {
    let (app, worker) = (&ask.app, ask.worker()?);
    let Some(before) = before else {
        let id = MeetingId(app.clock.new_id());
        call(app, id, called, worker, ask.now).await?;
        return Ok(id);
    };
    let (id, stamp) = (before.id, before.updated_at);
    let series = series_of(app, id, called.series).await?;
    let next = Meeting {
        series,
        kind: called.kind.code().to_owned(),
        starts_at: called.day.at_minute(0),
        days: called.days,
        body: sealed(app, "meeting", id.0, &called.heading),
        updated_at: Millis(ask.now.0.max(stamp.0.saturating_add(1))),
        ..before
    };
    let told = fact(app, "meeting", format!("{id} changed"), Some(worker), ask.now);
    let write = move |tx: &mut dyn crate::db::Tx| {
        let done = store::update(tx, &next, stamp)?;
        if done { journal::insert(tx, &told).map(|()| true) } else { Ok(false) }
    };
    if !app.store.write(write).await? {
        return Err(Problem::refused("meeting.crossed").way_out(path(id, "")));
    }
    app.changed(Topic::Meetings);
    Ok(id)
}

/// The series that a meeting continues: that of the earlier one, or its own.
async fn series_of(app: &App, id: MeetingId, of: Option<MeetingId>) -> Result<MeetingId, Problem> {
    match of.filter(|of| *of != id) {
        Some(of) => Ok(open(app, of).await?.row.series),
        None => Ok(id),
    }
}

/// Writes a new meeting.
///
/// # Errors
/// `page.not_found` when the earlier meeting of the series is not known.
pub async fn call(
    app: &App,
    id: MeetingId,
    called: Called,
    worker: &crate::accounts::Worker,
    now: Millis,
) -> Result<(), Problem> {
    let row = Meeting {
        id,
        series: series_of(app, id, called.series).await?,
        kind: called.kind.code().to_owned(),
        state: PLANNED.to_owned(),
        starts_at: called.day.at_minute(0),
        days: called.days,
        body: sealed(app, "meeting", id.0, &called.heading),
        updated_at: now,
    };
    let told = fact(app, "meeting", format!("{id} called"), Some(worker), now);
    let write = move |tx: &mut dyn crate::db::Tx| {
        store::insert(tx, &row)?;
        journal::insert(tx, &told)
    };
    app.store.write(write).await?;
    app.changed(Topic::Meetings);
    Ok(())
}

async fn page(
    ask: &Ask,
    found: Option<&Open>,
    values: &Pairs,
    errors: &Errors,
) -> Result<Page, Problem> {
    let cx = &ask.cx;
    let form = Form::new(cx, values, errors);
    let mut others = Vec::new();
    for row in ask.app.store.read(store::all).await? {
        if found.is_none_or(|one| one.row.id != row.id && row.starts_at < one.row.starts_at) {
            let title: Heading = super::unsealed(&ask.app, "meeting", row.id.0, &row.body)?;
            others.push((row.id.to_string(), title.title.of(cx.lang).to_owned()));
        }
    }
    let kinds =
        MeetingKind::ALL.iter().map(|kind| (kind.code(), cx.code("meeting-kind", kind.code())));
    let what = html! {
        (form.select("kind", cx.t("meeting-kind")).choices(kinds))
        (form.text("title_ar", cx.t("meeting-title-ar")).lang("ar").max(LINE_MAX))
        (form.text("title_en", cx.t("meeting-title-en")).lang("en").max(LINE_MAX))
    };
    let place = html! {
        (form.date("day", cx.t("meeting-first-day")))
        (form.text("days", cx.t("meeting-days")).hint(cx.t("meeting-days-hint")).numeric().max(2))
        (form.text("place_ar", cx.t("meeting-place-ar")).lang("ar").max(LINE_MAX))
        (form.text("place_en", cx.t("meeting-place-en")).lang("en").max(LINE_MAX))
    };
    let series = html! {
        (form.select("series", cx.t("meeting-series")).hint(cx.t("meeting-series-hint")).choices(others).empty(cx.t("meeting-series-none")).optional())
        (form.date("from", cx.t("meeting-period-from")))
        (form.date("until", cx.t("meeting-period-until")))
        p.hint { (cx.t("meeting-period-hint")) }
    };
    let (title, action) = match found {
        None => (cx.t("meeting-new"), "/meetings".to_owned()),
        Some(one) => (cx.t("meeting-change"), path(one.row.id, "")),
    };
    let body = html! {
        (heading(&title, None, &html! {}))
        form.narrow method="post" action=(cx.url(&action)) novalidate {
            (form.summary())
            (Card::new(cx.t("meeting-what")).body(what))
            (Card::new(cx.t("meeting-when-where")).body(place))
            (Card::new(cx.t("meeting-series-card")).body(series))
            (acts(&html! { (Button::submit(cx.t("meeting-save"))) }))
        }
    };
    let page = Page::new(cx, title).crumb(cx.t("meetings-title"), "/meetings");
    Ok(page.errors(errors.any()).body(body))
}
