//! The door of a course: a screen in the room with a code that changes every fifteen seconds, as at meetings, and the page on which a trainee
//! says so. A trainee of a partner has no account here: the trainee's own node shows the mark of the seat, which both nodes
//! work out of the enrolment and nobody else can.

use maud::{Markup, html};
use sila_core::ids::EnrolmentId;
use sila_core::training::{Enrolment, Step};
use sila_core::{CourseId, Millis};
use sila_names::fold::ascii_digits;
use sila_seal::attendance::{self, Shown};
use sila_seal::{Hash, hmac};

use super::store::{self, Enrolled};
use super::{CANCELLED, COMPLETED, Open, fact, open};
use crate::app::{App, Topic};
use crate::ask::Ask;
use crate::db::{DbError, Tx};
use crate::journal::store as journal;
use crate::meetings::door::{address_key, code_shown, lettered, typed_badge};
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::{Button, Note, Tone, acts};
use crate::web::ident::Name;
use crate::web::{Cx, Errors, Form, Page, Pairs, dates};

/// The key of a course's codes, which only its host can compute.
pub fn key(app: &App, id: CourseId) -> Hash {
    app.vault.mark(format!("course\n{id}").as_bytes())
}

fn screen_key(app: &App, id: CourseId) -> String {
    address_key(&key(app, id), "screen")
}

/// The address of the screen, with the key that opens it.
pub fn screen_path(app: &App, id: CourseId) -> String {
    format!("/training/{id}/screen/{}", screen_key(app, id))
}

/// The mark of somebody's seat. The host and the trainee's node know what it is made of.
pub fn badge(id: EnrolmentId, mark: [u8; 32]) -> String {
    lettered(&hmac(&mark, id.0.as_bytes()))
}

/// A course of ours that is held today.
fn is_on(app: &App, found: &Open, now: Millis) -> bool {
    let (first, last) = (found.course.starts_at.uae_date(), found.course.ends_at.uae_date());
    let gone = [CANCELLED, COMPLETED].contains(&found.stored.state.as_str());
    found.stored.origin == app.node.id && !gone && (first..=last).contains(&now.uae_date())
}

async fn ours(ask: &Ask) -> Result<Open, Problem> {
    let found = open(&ask.app, ask.id("id")?).await?;
    if found.stored.origin == ask.app.node.id { Ok(found) } else { Err(Problem::not_found()) }
}

/// The screen in the room.
///
/// # Errors
/// `page.not_found` without the key.
pub async fn screen(ask: Ask) -> Result<Reply, Problem> {
    let found = ours(&ask).await?;
    let (cx, id) = (&ask.cx, found.stored.id);
    if ask.param("key") != screen_key(&ask.app, id) {
        return Err(Problem::not_found());
    }
    let all = ask.app.store.read(move |tx| store::of_course(tx, id)).await?;
    let here = all.iter().filter(|one| one.state.came()).count();
    let title = cx.lang.pick(&found.course.title.ar, &found.course.title.en).clone();
    let body = html! {
        div.door #clock data-live="clock" {
            h1 { (Name(&title)) }
            @if is_on(&ask.app, &found, ask.now) { (shown(&ask, id, here)) }
            @else { p.door-lead { (cx.t("meeting-door-closed")) " " (dates::day_and_time(cx.lang, found.course.starts_at)) } }
        }
    };
    Ok(Reply::page(&Page::new(cx, title).bare().by_the_clock(5).body(body)))
}

fn shown(ask: &Ask, id: CourseId, here: usize) -> Markup {
    let count = ask.cx.t_with("training-door-count", &[("n", here.into())]);
    code_shown(ask, &key(&ask.app, id), &format!("/training/{id}/here"), &count)
}

/// The page on a telephone.
///
/// # Errors
/// `page.not_found`.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    let found = ours(&ask).await?;
    let values: Pairs = [("code", ask.query.get("c").unwrap_or_default())].into_iter().collect();
    Ok(Reply::page(&document(&ask.cx, &found, &values, &Errors::none())))
}

fn document(cx: &Cx, found: &Open, values: &Pairs, errors: &Errors) -> Page {
    let form = Form::new(cx, values, errors);
    let title = cx.lang.pick(&found.course.title.ar, &found.course.title.en);
    let body = html! {
        h1 { (cx.t("meeting-checkin")) }
        p.muted { (Name(title)) }
        form method="post" action=(cx.url(&format!("/training/{}/here", found.stored.id))) novalidate {
            (form.summary())
            (form.text("badge", cx.t("training-badge")).hint(cx.t("training-badge-hint")).ltr().max(20))
            (form.text("code", cx.t("meeting-code")).hint(cx.t("meeting-code-hint")).numeric().max(20))
            (acts(&html! { (Button::submit(cx.t("meeting-checkin-act")).icon("check-circle")) }))
        }
    };
    Page::new(cx, cx.t("meeting-checkin")).bare().errors(errors.any()).body(body)
}

/// What came of saying that one is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Entry {
    /// It is written down.
    Here,
    /// It was already.
    Again,
    /// The code was on the screen earlier.
    OldCode,
    /// It never was.
    WrongCode,
    /// Nobody with a seat has this mark.
    NoSeat,
    /// The course is not held today.
    NotToday,
}

/// A trainee says that they are there.
///
/// # Errors
/// When the store cannot be read or written.
pub async fn enter(
    app: &App,
    found: &Open,
    (badge_typed, code): (&str, &str),
    now: Millis,
) -> Result<Entry, Problem> {
    let id = found.stored.id;
    if !is_on(app, found, now) {
        return Ok(Entry::NotToday);
    }
    match attendance::read(&key(app, id), now.0, &ascii_digits(code)) {
        Shown::Now => {}
        Shown::Old => return Ok(Entry::OldCode),
        Shown::Wrong => return Ok(Entry::WrongCode),
    }
    let typed = typed_badge(badge_typed);
    let told = fact(app, id, None, "attendance by code", now);
    let write = move |tx: &mut dyn Tx| -> Result<Entry, DbError> {
        let all = store::of_course(tx, id)?;
        let theirs = |one: &&Enrolled| badge(one.id, one.mark) == typed;
        let Some(one) = all.iter().find(theirs) else { return Ok(Entry::NoSeat) };
        if one.state.came() {
            return Ok(Entry::Again);
        }
        if one.state != Enrolment::Booked || !store::step(tx, one, Step::Attend, now)? {
            return Ok(Entry::NoSeat);
        }
        journal::insert(tx, &told)?;
        Ok(Entry::Here)
    };
    let entry = app.store.write(write).await?;
    if entry == Entry::Here {
        app.changed(Topic::Agreements);
    }
    Ok(entry)
}

/// Takes mark and code.
///
/// # Errors
/// `page.not_found`.
pub async fn create(ask: Ask) -> Result<Reply, Problem> {
    let found = ours(&ask).await?;
    let cx = &ask.cx;
    let get = |name: &str| ask.form.get(name).unwrap_or_default();
    let entry = enter(&ask.app, &found, (get("badge"), get("code")), ask.now).await?;
    let (field, key) = match entry {
        Entry::Here => return Ok(done(cx, &found, "meeting-here")),
        Entry::Again => return Ok(done(cx, &found, "meeting-here-again")),
        Entry::OldCode => ("code", "meeting-code-old"),
        Entry::WrongCode => ("code", "meeting-code-wrong"),
        Entry::NoSeat => ("badge", "training-badge-unknown"),
        Entry::NotToday => ("code", "training-not-today"),
    };
    let mut errors = Errors::none();
    errors.add(field, cx.t(key));
    // A new code has to be read off the screen; the mark stays as it was typed.
    let mut values = ask.form.clone();
    if field == "code" {
        values.set("code", "");
    }
    Ok(Reply::page_with_errors(&document(cx, &found, &values, &errors)))
}

fn done(cx: &Cx, found: &Open, key: &str) -> Reply {
    let title = cx.lang.pick(&found.course.title.ar, &found.course.title.en);
    let body = html! {
        h1 { (Name(title)) }
        (Note::new("check-circle", cx.t(key)).tone(Tone::Ok).says(cx.t("training-here-next")))
    };
    Reply::page(&Page::new(cx, cx.t(key)).bare().body(body))
}
