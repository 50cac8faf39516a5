//! The programme of a conference: abstracts that people who work here send in, and the places they are given, in rooms side by side. What is
//! placed travels with the course to the partners to whom it is open.

pub mod store;

use std::collections::{BTreeMap, BTreeSet};

use maud::{Markup, html};
use minicbor::{Decode, Encode};
use sila_core::partnership::Words;
use sila_core::{CourseId, Millis, WorkerId};
use uuid::Uuid;

use super::course::{self, NAME_MAX, SLOT_MAX, Slot, TITLE_MAX};
use super::store::{self as courses, Stored};
use super::{OPEN, Open, fact, open, path};
use crate::accounts::{Permission, Worker};
use crate::activation::saying::{day, whole};
use crate::app::{App, Topic};
use crate::ask::Ask;
use crate::db::{DbError, Tx};
use crate::guard::{self, Fields, Verdict};
use crate::initiatives::both;
use crate::initiatives::propose::words;
use crate::journal::store as journal;
use crate::problem::Problem;
use crate::referrals::joint;
use crate::reply::Reply;
use crate::web::components::{
    Button, Card, Col, Table, acts, columns, empty_state, heading, post, stack,
};
use crate::web::ident::Name;
use crate::web::{Cx, Errors, Form, Page, Pairs, dates};

/// The kind of course that has a programme.
pub const CONFERENCE: &str = "CONFERENCE";
/// It waits for the word of whoever keeps the conference.
pub const SENT: &str = "SENT";
/// It has a place in the programme.
pub const PLACED: &str = "PLACED";
/// It has none.
pub const DECLINED: &str = "DECLINED";
/// Words of an abstract and the most characters of each.
const WORDS: [(&str, usize); 2] = [("title", TITLE_MAX), ("about", SLOT_MAX)];

/// What somebody wishes to speak of.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Abstract {
    /// Its title.
    #[n(0)]
    pub title: Words,
    /// What it says.
    #[n(1)]
    pub about: Words,
    /// Who speaks, as they wish to be named.
    #[n(2)]
    pub speaker: String,
}

/// An abstract as stored.
#[derive(Debug, Clone)]
pub struct Sent {
    /// Identifier.
    pub id: Uuid,
    /// For which conference.
    pub course: CourseId,
    /// Who sent it in.
    pub worker: WorkerId,
    /// `SENT`, `PLACED` or `DECLINED`.
    pub state: String,
    /// The [`Abstract`], encoded.
    pub body: Vec<u8>,
    /// When.
    pub at: Millis,
}

impl Sent {
    fn read(&self) -> Result<Abstract, Problem> {
        let read = minicbor::decode(&self.body);
        read.map_err(|error| Problem::internal("training.unreadable").because(error))
    }
}

async fn conference(ask: &Ask) -> Result<Open, Problem> {
    let found = open(&ask.app, ask.id("id")?).await?;
    if found.course.kind == CONFERENCE { Ok(found) } else { Err(Problem::not_found()) }
}

/// The programme, with what waits for the reader.
///
/// # Errors
/// `page.not_found` for a course that is no conference.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    let found = conference(&ask).await?;
    Ok(Reply::page(&document(&ask, &found, &Pairs::default(), &Errors::none()).await?))
}

/// Sends an abstract in once the guard has looked through it.
///
/// # Errors
/// `page.not_found`; `training.not_open` when the conference takes none.
pub async fn create(ask: Ask) -> Result<Reply, Problem> {
    let found = conference(&ask).await?;
    let (cx, id, mut errors) = (&ask.cx, found.stored.id, Errors::none());
    if !takes(&ask.app, &found, ask.now) {
        return Err(Problem::refused("training.not_open").way_out(path(id)));
    }
    for (name, max) in WORDS {
        if !words(&ask.form, name).fit(max) {
            let key = cx.t_with("programme-words-needed", &[("n", max.into())]);
            errors.add(format!("{name}_ar"), key);
        }
    }
    let speaker = ask.form.get("speaker").unwrap_or_default().trim().to_owned();
    if !(1..=NAME_MAX).contains(&speaker.chars().count()) {
        errors.add("speaker", cx.t("programme-speaker-needed"));
    }
    if errors.any() {
        return Ok(Reply::page_with_errors(&document(&ask, &found, &ask.form, &errors).await?));
    }
    let fields = fields(&ask.form);
    match guard::judge(&ask.app, fields.clone(), &ask.form)? {
        Verdict::Held(findings) => {
            let action = format!("{}/programme", path(id));
            let carried: Vec<(&str, &str)> =
                ask.form.iter().filter(|(name, _)| !name.starts_with("guard-")).collect();
            let body = html! {
                (heading(cx.t("programme-send"), None, &html! {}))
                (guard::held(cx, &action, (&fields, &findings), &ask.form, &carried))
            };
            let page =
                Page::new(cx, cx.t("programme-send")).crumb(cx.t("training-title"), "/training");
            Ok(Reply::page_with_errors(&page.body(body)))
        }
        Verdict::Passed(passed) => {
            let clean: Pairs =
                passed.fields.iter().map(|(n, t)| (n.as_str(), t.as_str())).collect();
            let (title, about) = (words(&clean, "title"), words(&clean, "about"));
            let one = Abstract { title, about, speaker };
            let worker = ask.worker()?;
            let mut facts = guard::facts(&ask.app, &passed, &id.to_string(), worker.id, ask.now);
            facts.push(fact(&ask.app, id, Some(worker), "abstract", ask.now));
            send(&ask.app, worker, id, &one, ask.now, facts).await?;
            Ok(Reply::see_other(cx.url(&format!("{}/programme", path(id)))))
        }
    }
}

async fn send(
    app: &App,
    worker: &Worker,
    course: CourseId,
    one: &Abstract,
    now: Millis,
    facts: Vec<journal::Fact>,
) -> Result<(), Problem> {
    let (id, body) = (app.clock.new_id(), course::to_cbor(one));
    let sent = Sent { id, course, worker: worker.id, state: SENT.to_owned(), body, at: now };
    let write = move |tx: &mut dyn Tx| -> Result<(), DbError> {
        store::send(tx, &sent)?;
        facts.iter().try_for_each(|fact| journal::insert(tx, fact))
    };
    app.store.write(write).await?;
    app.changed(Topic::Agreements);
    Ok(())
}

/// Gives an abstract a place, or says that there is none.
///
/// # Errors
/// `page.not_found` for a partner's conference; `training.crossed` when it was decided meanwhile; `programme.taken` when the room or the
/// day does not fit.
pub async fn place(ask: Ask) -> Result<Reply, Problem> {
    let id: Uuid = ask.id("id")?;
    let sent = ask.app.store.read(move |tx| store::sent(tx, id)).await?;
    let sent = sent.ok_or_else(Problem::not_found)?;
    let found = open(&ask.app, sent.course).await?;
    let back = format!("{}/programme", path(sent.course));
    let slot = match ask.form.get("word") {
        Some("place") => {
            let slot = slot(&ask.form, sent.read()?);
            Some(slot.ok_or_else(|| Problem::refused("programme.taken").way_out(back.clone()))?)
        }
        Some("decline") => None,
        _ => return Err(Problem::bad_request("form.broken")),
    };
    decide(&ask.app, ask.worker()?, found, &sent, slot, ask.now).await?;
    Ok(Reply::see_other(ask.cx.url(&back)))
}

fn slot(form: &Pairs, one: Abstract) -> Option<Slot> {
    let starts_at = day(form, "day")?.at_minute(joint::time(form, "time")?);
    let minutes = form.get("minutes").and_then(whole).and_then(|n| u16::try_from(n).ok())?;
    let Abstract { title, about, speaker } = one;
    Some(Slot { starts_at, minutes, room: words(form, "room"), title, about, speaker })
}

/// Places an abstract, or declines it.
///
/// # Errors
/// As [`place`].
pub async fn decide(
    app: &App,
    worker: &Worker,
    found: Open,
    sent: &Sent,
    slot: Option<Slot>,
    now: Millis,
) -> Result<(), Problem> {
    let Open { stored, mut course } = found;
    let (id, before, abstract_) = (stored.id, stored.updated_at, sent.id);
    let back = || format!("{}/programme", path(id));
    if stored.origin != app.node.id {
        return Err(Problem::not_found());
    }
    let state = if slot.is_some() { PLACED } else { DECLINED };
    course.programme.extend(slot);
    course.programme.sort_by(|a, b| (a.starts_at, &a.room.en).cmp(&(b.starts_at, &b.room.en)));
    if !course.fits() {
        return Err(Problem::refused("programme.taken").way_out(back()));
    }
    let updated_at = Millis(now.0.max(before.0.saturating_add(1)));
    let row = Stored { body: course::to_cbor(&course), updated_at, ..stored };
    let told = fact(app, id, Some(worker), "programme", now);
    let write = move |tx: &mut dyn Tx| -> Result<bool, DbError> {
        if !store::decide(tx, abstract_, state)? || !courses::update(tx, &row, before)? {
            return Ok(false);
        }
        journal::insert(tx, &told)?;
        Ok(true)
    };
    if !app.store.write(write).await? {
        return Err(Problem::refused("training.crossed").way_out(back()));
    }
    app.changed(Topic::Agreements);
    Ok(())
}

fn takes(app: &App, found: &Open, now: Millis) -> bool {
    let stored = &found.stored;
    stored.origin == app.node.id && stored.state == OPEN && now < stored.starts_at
}

fn fields(form: &Pairs) -> Fields {
    let names = WORDS.iter().flat_map(|(name, _)| [format!("{name}_ar"), format!("{name}_en")]);
    names.map(|name| (name.clone(), form.get(&name).unwrap_or_default().to_owned())).collect()
}

async fn document(
    ask: &Ask,
    found: &Open,
    values: &Pairs,
    errors: &Errors,
) -> Result<Page, Problem> {
    let (cx, id, own) = (&ask.cx, found.stored.id, ask.worker()?.id);
    let keeps = ask.may(Permission::TrainingKeep) && found.stored.origin == ask.app.node.id;
    let all = ask.app.store.read(move |tx| store::sent_to(tx, id)).await?;
    let mut waiting = Vec::new();
    for one in all.iter().filter(|one| keeps && one.state == SENT) {
        waiting.push((one.id, one.read()?));
    }
    let mut mine = Vec::new();
    for one in all.iter().filter(|one| one.worker == own) {
        mine.push((one.state.clone(), one.read()?));
    }
    let main = html! {
        (rooms(cx, found))
        @for (id, one) in &waiting { (judging(cx, *id, one, found)) }
    };
    let aside = html! {
        @if !mine.is_empty() { (Card::new(cx.t("programme-mine")).count(mine.len()).body(html! {
            ul.mine { @for (state, one) in &mine {
                li { (Name(cx.lang.pick(&one.title.ar, &one.title.en))) " · " (cx.code("programme", state)) }
            } }
        })) }
        @if takes(&ask.app, found, cx.now) { (sending(ask, found, values, errors)) }
    };
    let title = cx.lang.pick(&found.course.title.ar, &found.course.title.en);
    let body = html! {
        (heading(cx.t("programme-title"), Some(title), &html! {}))
        (columns(&stack(&main), &stack(&aside)))
    };
    let page = Page::new(cx, cx.t("programme-title")).crumb(cx.t("training-title"), "/training");
    Ok(page.errors(errors.any()).crumb(title.clone(), &path(id)).body(body))
}

/// Times below each other, rooms side by side.
fn rooms(cx: &Cx, found: &Open) -> Markup {
    let slots = &found.course.programme;
    let room = |slot: &Slot| cx.lang.pick(&slot.room.ar, &slot.room.en).clone();
    let rooms: BTreeSet<String> = slots.iter().map(room).collect();
    let mut times: BTreeMap<Millis, Vec<&Slot>> = BTreeMap::new();
    for slot in slots {
        times.entry(slot.starts_at).or_default().push(slot);
    }
    let head = [Col::text(cx.t("training-when"))].into_iter();
    let head = head.chain(rooms.iter().map(|room| Col::text(room.clone())));
    let rows = times.iter().map(|(at, slots)| {
        let said = |of: &String| {
            let here = slots.iter().find(|slot| room(slot) == *of);
            html! { @if let Some(slot) = here {
                (Name(cx.lang.pick(&slot.title.ar, &slot.title.en)))
                span.sub { (Name(&slot.speaker)) " · " (dates::duration(cx.lang, i64::from(slot.minutes))) }
                p.small dir="auto" { (cx.lang.pick(&slot.about.ar, &slot.about.en)) }
            } }
        };
        let when = html! { (dates::day_and_time(cx.lang, *at)) };
        [when].into_iter().chain(rooms.iter().map(said)).collect::<Vec<_>>()
    });
    let empty = empty_state(
        "calendar-blank",
        cx.t("programme-empty"),
        cx.t("programme-empty-text"),
        &html! {},
    );
    let table = Table::new(cx.t("programme-title"), head).rows(rows).when_empty(empty);
    html! { (Card::new(cx.t("programme-title")).count(slots.len()).live("programme", "agreements").body(html! { (table) })) }
}

/// An abstract that waits for a place.
fn judging(cx: &Cx, id: Uuid, one: &Abstract, found: &Open) -> Markup {
    let on = found.course.starts_at.uae_date();
    let [d, m, y] = [on.day.to_string(), on.month.to_string(), on.year.to_string()];
    let values: Pairs =
        [("day_d", d.as_str()), ("day_m", m.as_str()), ("day_y", y.as_str()), ("minutes", "30")]
            .into_iter()
            .collect();
    let none = Errors::none();
    let form = Form::new(cx, &values, &none);
    let title = cx.lang.pick(&one.title.ar, &one.title.en);
    html! {
        (Card::new(title.clone()).body(html! {
            p.sub { (Name(&one.speaker)) }
            p dir="auto" { (cx.lang.pick(&one.about.ar, &one.about.en)) }
            (post(cx, &format!("/training/abstracts/{id}/place"), &html! {
                (both(&form, "room", &cx.t("programme-room"), TITLE_MAX))
                (form.date("day", cx.t("training-day")))
                (form.text("time", cx.t("training-time")).hint(cx.t("training-time-hint")).ltr().max(5))
                (form.text("minutes", cx.t("programme-minutes")).numeric().max(3))
                (acts(&html! {
                    (Button::submit(cx.t("programme-place")).sends("word", "place").icon("calendar-check"))
                    (Button::submit(cx.t("training-decline")).line().sends("word", "decline"))
                }))
            }))
        }))
    }
}

fn sending(ask: &Ask, found: &Open, values: &Pairs, errors: &Errors) -> Markup {
    let cx = &ask.cx;
    let form = Form::new(cx, values, errors);
    html! {
        (Card::new(cx.t("programme-send")).body(html! {
            form method="post" action=(cx.url(&format!("{}/programme", path(found.stored.id)))) novalidate {
                (form.summary())
                (both(&form, "title", &cx.t("training-course-title"), TITLE_MAX))
                (both(&form, "about", &cx.t("programme-about"), SLOT_MAX))
                (form.text("speaker", cx.t("programme-speaker")).max(NAME_MAX))
                (acts(&html! { (Button::submit(cx.t("programme-send-act")).icon("paper-plane-tilt")) }))
            }
        }))
    }
}
