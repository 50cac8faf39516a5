//! Starting the clocks, and writing down what was done: `/cases/{id}/clocks/{kind}`.

use maud::html;
use sila_core::time::Millis;

use super::{HOURS, Kind, are_for, place, store};
use crate::accounts::Worker;
use crate::app::{App, Topic};
use crate::ask::Ask;
use crate::cases::opening;
use crate::cases::record::CaseRecord;
use crate::db::{DbError, Tx};
use crate::journal::store::{self as journal, Fact};
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::{Button, Card, acts, heading};
use crate::web::ident::Reference;
use crate::web::{Cx, Errors, Form, Page, Pairs};

/// The longest number, in characters.
const NUMBER_CHARS_MAX: usize = 60;

async fn case(ask: &Ask) -> Result<CaseRecord, Problem> {
    let record = opening::read(ask, "case.clocks").await?;
    record.row.needs_open()?;
    if are_for(&record) { Ok(record) } else { Err(Problem::not_found()) }
}

fn fact(app: &App, record: &CaseRecord, by: &Worker, data: String, now: Millis) -> Fact {
    let (id, subject) = (app.clock.new_id(), record.row.id.to_string());
    Fact { id, at: now, kind: "clock", subject, worker: Some(by.id), data: data.into_bytes() }
}

/// Imminent danger: the clocks begin.
///
/// # Errors
/// `page.not_found` for whoever may not read the case, and where it is about no child.
pub async fn begin(ask: Ask) -> Result<Reply, Problem> {
    let record = case(&ask).await?;
    record.needs_ours()?;
    start(&ask.app, ask.worker()?, &record, ask.now).await?;
    Ok(Reply::see_other(ask.cx.url(&format!("/cases/{}", record.row.id))))
}

/// The act itself.
///
/// # Errors
/// When the store cannot be written.
pub async fn start(
    app: &App,
    worker: &Worker,
    record: &CaseRecord,
    now: Millis,
) -> Result<(), Problem> {
    let (id, by) = (record.row.id, worker.id);
    let fact = fact(app, record, worker, "BEGIN".to_owned(), now);
    let write = move |tx: &mut dyn Tx| -> Result<(), DbError> {
        for kind in Kind::ALL {
            store::begin(tx, id, (kind, by), [now, now.plus_hours(HOURS)])?;
        }
        journal::insert(tx, &fact)
    };
    app.store.write(write).await?;
    app.changed(Topic::Cases);
    Ok(())
}

fn kind(ask: &Ask) -> Result<Kind, Problem> {
    Kind::from_code(&ask.param("kind").to_uppercase()).ok_or_else(Problem::not_found)
}

/// The form.
///
/// # Errors
/// As [`begin`].
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    let record = case(&ask).await?;
    let none = Errors::none();
    Ok(Reply::page(&document(&ask.cx, &record, kind(&ask)?, (&ask.query, &none))))
}

/// Writes it down.
///
/// # Errors
/// As [`begin`]; `clock.moved` when it was written down before.
pub async fn create(ask: Ask) -> Result<Reply, Problem> {
    let (record, kind) = (case(&ask).await?, kind(&ask)?);
    let mut errors = Errors::none();
    let possible = kind.outcomes(record.disclosure.people.first(), ask.now);
    let said = ask.form.get("outcome").unwrap_or_default();
    let code = possible.iter().find(|code| **code == said);
    if code.is_none() {
        errors.add("outcome", ask.cx.t("clock-outcome-missing"));
    }
    let number = ask.form.get("number").unwrap_or_default().trim();
    if kind.has_number() && number.is_empty() {
        errors.add("number", ask.cx.t("clock-number-missing"));
    }
    let Some(code) = code.filter(|_| errors.is_empty()) else {
        return Ok(Reply::page_with_errors(&document(
            &ask.cx,
            &record,
            kind,
            (&ask.form, &errors),
        )));
    };
    let number: String = number.chars().take(NUMBER_CHARS_MAX).collect();
    write_down(&ask.app, ask.worker()?, &record, (kind, code, &number), ask.now).await?;
    Ok(Reply::see_other(ask.cx.url(&format!("/cases/{}", record.row.id))))
}

/// Writes down what was done: an outcome of the clock, and its number.
///
/// # Errors
/// `clock.moved` when somebody was quicker.
pub async fn write_down(
    app: &App,
    worker: &Worker,
    record: &CaseRecord,
    (kind, code, number): (Kind, &'static str, &str),
    now: Millis,
) -> Result<(), Problem> {
    let (case, by) = (record.row.id, worker.id);
    let words = Some(number).filter(|number| !number.is_empty() && kind.has_number());
    let sealed = words.map(|number| record.seal_words(app, place(record), number)).transpose()?;
    let fact = fact(app, record, worker, format!("{} {code}", kind.code()), now);
    let write = move |tx: &mut dyn Tx| -> Result<bool, DbError> {
        let done = store::done(tx, case, (kind, by), (code, sealed.clone()), now)?;
        if done {
            journal::insert(tx, &fact)?;
        }
        Ok(done)
    };
    let done = app.store.write(write).await?;
    app.changed(Topic::Cases);
    let moved = || Problem::refused("clock.moved").way_out(format!("/cases/{case}"));
    if done { Ok(()) } else { Err(moved()) }
}

fn document(cx: &Cx, record: &CaseRecord, kind: Kind, (values, errors): (&Pairs, &Errors)) -> Page {
    let form = Form::new(cx, values, errors);
    let outcomes = kind.outcomes(record.disclosure.people.first(), cx.now).iter();
    let outcomes = outcomes.map(|code| (*code, cx.code("clock-outcome", code)));
    let (case, title) = (format!("/cases/{}", record.row.id), cx.code("clock", kind.code()));
    let act = cx.url(&format!("{case}/clocks/{}", kind.code().to_lowercase()));
    let number = form.text("number", cx.code("clock-number", kind.code()));
    let body = html! {
        (heading(html! { (title) " " (Reference(&record.row.reference)) }, None, &html! {}))
        form.narrow method="post" action=(act) novalidate {
            (form.summary())
            (Card::new(cx.t("clock-done-title")).body(html! {
                p.hint { (cx.code("clock-law", kind.code())) }
                (form.radios("outcome", cx.t("clock-outcome")).choices(outcomes))
                @if kind.has_number() { (number.ltr().max(NUMBER_CHARS_MAX)) }
            }))
            (acts(&html! { (Button::save(cx)) (Button::link(cx.t("cancel"), cx.url(&case)).soft()) }))
        }
    };
    Page::new(cx, title)
        .crumb(cx.t("cases-title"), "/cases")
        .crumb(record.row.reference.clone(), &case)
        .errors(errors.any())
        .body(body)
}
