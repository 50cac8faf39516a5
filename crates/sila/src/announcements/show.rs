//! `/announcements/{id}`: for its sender who has read it, by entity; for a partner its words and its question. Opening it is what tells the
//! sender that the entity has read.

use std::collections::BTreeMap;

use maud::{Markup, html};
use sila_core::{AgencyId, Millis};
use uuid::Uuid;

use super::reach::Way;
use super::store::{self, Reader, Stored};
use super::text::{Announcement, Answer, Question};
use super::{fact, opened, page as parts, path};
use crate::accounts::{Permission, Worker};
use crate::app::{App, Topic};
use crate::ask::Ask;
use crate::db::{DbError, Tx};
use crate::journal::store as journal;
use crate::meetings::entity;
use crate::partners::{Names, classes};
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::{
    Button, Card, Col, Note, Summary, Table, Tone, columns, heading, stack, tag,
};
use crate::web::{Arg, Cx, Errors, Page, dates, ident};

/// An announcement as this node may show it at `now`; of a partner only until its end. That the entity has read it is kept.
///
/// # Errors
/// `page.not_found`, or when the store cannot be read or written.
pub async fn open(app: &App, id: Uuid, now: Millis) -> Result<(Stored, Announcement), Problem> {
    let stored = app.store.read(move |tx| store::find(tx, id)).await?;
    let stored = stored.ok_or_else(Problem::not_found)?;
    let me = app.node.id;
    if stored.origin != me {
        if stored.ends_at <= now {
            return Err(Problem::not_found());
        }
        let reader = app.store.read(move |tx| store::reader_of(tx, id, me)).await?;
        if reader.is_some_and(|reader| reader.read_at.is_none()) {
            app.store.write(move |tx| store::read(tx, id, me, now)).await?;
            app.changed(Topic::Agreements);
        }
    }
    let text = opened(app, &stored)?;
    Ok((stored, text))
}

/// Answers for our entity; the last answer before the end counts.
///
/// # Errors
/// `page.not_found` for one of ours, one that is over, or an answer that is not offered.
pub async fn answer(
    app: &App,
    id: Uuid,
    number: u8,
    (worker, now): (&Worker, Millis),
) -> Result<(), Problem> {
    let (stored, text) = open(app, id, now).await?;
    let offered = text.question.is_some_and(|question| question.has(number));
    if stored.origin == app.node.id || !offered {
        return Err(Problem::not_found());
    }
    say(app, id, app.node.id, number, (worker, now)).await
}

/// Keeps the answer of an entity.
pub(super) async fn say(
    app: &App,
    id: Uuid,
    entity: AgencyId,
    number: u8,
    (worker, now): (&Worker, Millis),
) -> Result<(), Problem> {
    let told = fact(app, id, worker, "answered", now);
    let write = move |tx: &mut dyn Tx| -> Result<(), DbError> {
        store::answered(tx, id, entity, Answer { number, at: now })?;
        journal::insert(tx, &told)
    };
    app.store.write(write).await?;
    app.changed(Topic::Agreements);
    Ok(())
}

/// The page.
///
/// # Errors
/// As [`open`].
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    Ok(Reply::page(&drawn(&ask, &Errors::none()).await?))
}

/// Keeps the answer of the form.
///
/// # Errors
/// As [`answer()`].
pub async fn create(ask: Ask) -> Result<Reply, Problem> {
    let id: Uuid = ask.id("id")?;
    let (_, text) = open(&ask.app, id, ask.now).await?;
    let Some(number) = parts::chosen(text.question.as_ref(), &ask.form) else {
        let errors = parts::none_chosen(&ask.cx);
        return Ok(Reply::page_with_errors(&drawn(&ask, &errors).await?));
    };
    answer(&ask.app, id, number, (ask.worker()?, ask.now)).await?;
    Ok(Reply::see_other(ask.cx.url(&path(id, ""))))
}

async fn drawn(ask: &Ask, errors: &Errors) -> Result<Page, Problem> {
    let (id, cx, me): (Uuid, _, _) = (ask.id("id")?, &ask.cx, ask.app.node.id);
    let (stored, text) = open(&ask.app, id, ask.now).await?;
    let readers = ask.app.store.read(move |tx| store::readers(tx, id)).await?;
    let names = Names::all(&ask.app).await?;
    let ours = stored.origin == me;
    let main = html! {
        (parts::words(cx, &text))
        @if ours { (who(cx, &readers, &names)) }
    };
    let own = readers.iter().find(|one| one.agency == me).and_then(|one| one.answer);
    let action = path(id, "/answer");
    let action = Some(action.as_str()).filter(|_| ask.may(Permission::AgreementSign));
    let aside = html! {
        (facts(ask, &stored, &names).await?)
        @match &text.question {
            Some(question) if ours => { (result(cx, question, &readers, &names)) }
            Some(question) => { (parts::question(cx, question, own, action, errors)) }
            None => {}
        }
    };
    let sheet = Button::link(cx.t("announcement-sheet"), cx.url(&path(id, "/sheet.pdf")));
    let top = html! { @if ours { (sheet.line().icon("printer")) } };
    let title = text.title(cx.lang).to_owned();
    let body = html! {
        (heading(ident::Name(&title), Some(&until(cx, stored.ends_at)), &top))
        (columns(&stack(&main), &stack(&aside)))
    };
    let page = Page::new(cx, title).crumb(cx.t("announcements-title"), "/announcements");
    Ok(page.errors(errors.any()).body(body))
}

/// Until when it is shown, or that it is over.
pub(super) fn until(cx: &Cx, ends_at: Millis) -> String {
    let last = [("day", Arg::phrase(dates::day(cx.lang, Millis(ends_at.0.saturating_sub(1)))))];
    cx.t_with(
        if cx.now < ends_at { "announcement-shown-until" } else { "announcement-over" },
        &last,
    )
}

async fn facts(ask: &Ask, stored: &Stored, names: &Names) -> Result<Markup, Problem> {
    let (cx, me) = (&ask.cx, ask.app.node.id);
    let labels = classes::labels(&ask.app).await?;
    let class = Some(&stored.class).filter(|code| !code.is_empty());
    let area = Some(&stored.area).filter(|code| !code.is_empty());
    let rows = Summary::new()
        .row(cx.t("announcement-from"), ident::Name(entity(cx, names, me, stored.origin)))
        .row(cx.t("announcement-at"), dates::both_calendars(cx.lang, stored.at))
        .row_if(cx.t("announcement-class"), class.map(|code| labels.of(cx, code)))
        .row_if(cx.t("announcement-area"), area.map(|code| cx.code("cooperation-field", code)));
    Ok(html! { (Card::new(cx.t("announcement-about")).body(html! { (rows) })) })
}

/// Read by how many of how many entities, and which have not; those who are told by mail, and those who are not told.
fn who(cx: &Cx, readers: &[Reader], names: &Names) -> Markup {
    let told: Vec<&Reader> = readers.iter().filter(|one| one.way.tells_back()).collect();
    let read = told.iter().filter(|one| one.read_at.is_some()).count();
    let counts = [("read", Arg::from(read)), ("all", Arg::from(told.len()))];
    let heads = [
        Col::text(cx.t("announcement-entity")),
        Col::text(cx.t("announcement-way")),
        Col::status(cx.t("announcement-read")),
    ];
    let mut rows: Vec<&Reader> = told;
    rows.sort_by_key(|one| (one.read_at.is_some(), names.of(cx.lang, one.agency)));
    let rows = rows.into_iter().map(|one| {
        [
            html! { (ident::Name(names.of(cx.lang, one.agency))) },
            html! { (cx.code("announcement-way", one.way.code())) },
            reading(cx, one),
        ]
    });
    let others = |way: Way| readers.iter().filter(move |one| one.way == way).collect::<Vec<_>>();
    html! {
        (Card::new(cx.t("announcement-readers")).live("announcement-readers", "agreements").body(html! {
            p { b { (cx.t_with("announcement-read-count", &counts)) } }
            (Table::new(cx.t("announcement-readers"), heads).rows(rows))
        }))
        (named(cx, ("announcement-by-mail", "announcement-by-mail-text", "envelope-simple"), &others(Way::Mail), names))
        (named(cx, ("announcement-not-told", "announcement-not-told-text", "prohibit"), &others(Way::Shut), names))
    }
}

/// When it was read; else whether it has been sent.
fn reading(cx: &Cx, one: &Reader) -> Markup {
    match (one.read_at, one.way, one.record) {
        (Some(at), ..) => {
            html! { (tag(Tone::Ok, cx.t("announcement-read"))) span.sub { (dates::day(cx.lang, at)) } }
        }
        (None, Way::Link, None) => tag(Tone::Info, cx.t("announcement-on-its-way")),
        _ => tag(Tone::Warn, cx.t("announcement-not-read")),
    }
}

fn named(
    cx: &Cx,
    (title, text, icon): (&str, &str, &'static str),
    all: &[&Reader],
    names: &Names,
) -> Markup {
    if all.is_empty() {
        return html! {};
    }
    let note = Note::new(icon, cx.t(title)).tone(Tone::Warn);
    html! {
        (note.body(html! {
            p { (cx.t(text)) }
            ul.plain { @for one in all { li { (ident::Name(names.of(cx.lang, one.agency))) } } }
        }))
    }
}

/// What the entities answer: each counts once.
fn result(cx: &Cx, question: &Question, readers: &[Reader], names: &Names) -> Markup {
    let mut by: BTreeMap<u8, Vec<&str>> = BTreeMap::new();
    for one in readers {
        if let Some(answer) = one.answer {
            by.entry(answer.number).or_default().push(names.of(cx.lang, one.agency));
        }
    }
    let heads = [Col::text(cx.t("announcement-answer")), Col::num(cx.t("announcement-entities"))];
    let rows = (1_u8..).zip(&question.answers).map(|(n, one)| {
        let whose = by.get(&n).map(Vec::as_slice).unwrap_or_default();
        [
            html! {
                (ident::Name(cx.lang.pick(&one.ar, &one.en)))
                @if !whose.is_empty() { div.sub { (ident::Name(&whose.join(cx.lang.pick("، ", ", ")))) } }
            },
            html! { (whose.len()) },
        ]
    });
    html! {
        (Card::new(cx.t("announcement-question")).live("announcement-result", "agreements").body(html! {
            p { (ident::Name(cx.lang.pick(&question.asks.ar, &question.asks.en))) }
            (Table::new(cx.t("announcement-answers"), heads).rows(rows))
            p.muted { (cx.t("announcement-last-counts")) }
        }))
    }
}
