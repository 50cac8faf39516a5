//! `/cases/{id}/appointments/{one}`: writing down how an appointment went.

use maud::html;
use sila_core::time::Millis;
use uuid::Uuid;

use super::{Appointment, OUTCOMES, case, of_case, path, plan, store};
use crate::accounts::Worker;
use crate::app::{App, Topic};
use crate::ask::Ask;
use crate::cases::record::CaseRecord;
use crate::db::{DbError, Tx};
use crate::journal::store as journal;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::{Button, Card, acts, heading};
use crate::web::ident::Reference;
use crate::web::{Cx, Errors, Form, Page, Pairs};

/// A state with its code, as forms send it and texts are called.
pub fn key(state: &str, code: &str) -> String {
    if code.is_empty() { state.to_owned() } else { format!("{state}_{code}") }
}

/// What can be written down now: before its time, only that it is cancelled.
fn possible(one: &Appointment, now: Millis) -> impl Iterator<Item = (&'static str, &'static str)> {
    let over = one.at <= now;
    OUTCOMES.into_iter().filter(move |(state, _)| over || *state == "CANCELLED")
}

/// The form.
///
/// # Errors
/// `page.not_found` for whoever may not read the case; `appointment.moved` when it was written down before.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    let record = case(&ask).await?;
    let one = planned(&ask, &record).await?;
    Ok(Reply::page(&document(&ask.cx, &record, &one, (&ask.query, &Errors::none()))))
}

/// Writes it down.
///
/// # Errors
/// As [`page`].
pub async fn create(ask: Ask) -> Result<Reply, Problem> {
    let record = case(&ask).await?;
    let one = planned(&ask, &record).await?;
    let said = ask.form.get("outcome").unwrap_or_default();
    let Some(outcome) = possible(&one, ask.now).find(|(state, code)| key(state, code) == said)
    else {
        let mut errors = Errors::none();
        errors.add("outcome", ask.cx.t("appointment-outcome-missing"));
        let page = document(&ask.cx, &record, &one, (&ask.form, &errors));
        return Ok(Reply::page_with_errors(&page));
    };
    write_down(&ask.app, ask.worker()?, &record, one.id, outcome, ask.now).await?;
    Ok(Reply::see_other(ask.cx.url(&format!("/cases/{}", record.row.id))))
}

/// Writes down how one went: a pair of [`OUTCOMES`].
///
/// # Errors
/// `appointment.moved` when somebody was quicker.
pub async fn write_down(
    app: &App,
    worker: &Worker,
    record: &CaseRecord,
    id: Uuid,
    (state, code): (&'static str, &'static str),
    now: Millis,
) -> Result<(), Problem> {
    let case = record.row.id;
    let fact = plan::fact(app, record, worker, key(state, code), now);
    let write = move |tx: &mut dyn Tx| -> Result<bool, DbError> {
        let done = store::set_outcome(tx, (case, id), (state, code))?;
        if done {
            journal::insert(tx, &fact)?;
        }
        Ok(done)
    };
    let done = app.store.write(write).await?;
    app.changed(Topic::Cases);
    if done { Ok(()) } else { Err(moved(record)) }
}

fn moved(record: &CaseRecord) -> Problem {
    Problem::refused("appointment.moved").way_out(format!("/cases/{}", record.row.id))
}

async fn planned(ask: &Ask, record: &CaseRecord) -> Result<Appointment, Problem> {
    let id: Uuid = ask.id("one")?;
    let all = of_case(&ask.app, record).await?;
    let one = all.into_iter().find(|one| one.id == id).ok_or_else(Problem::not_found)?;
    if one.is_planned() { Ok(one) } else { Err(moved(record)) }
}

fn document(
    cx: &Cx,
    record: &CaseRecord,
    one: &Appointment,
    (values, errors): (&Pairs, &Errors),
) -> Page {
    let form = Form::new(cx, values, errors);
    let outcomes = possible(one, cx.now).map(|(state, code)| {
        let key = key(state, code);
        let words = cx.code("appointment-outcome", &key);
        (key, words)
    });
    let case = format!("/cases/{}", record.row.id);
    let title = cx.t("appointment-record");
    let body = html! {
        (heading(html! { (title) " " (Reference(&record.row.reference)) }, None, &html! {}))
        form.narrow method="post" action=(cx.url(&path(record.row.id, &one.id.to_string()))) novalidate {
            (form.summary())
            (Card::new(cx.code("appointment-kind", &one.kind)).body(html! {
                (super::card::line(cx, one))
                (form.radios("outcome", cx.t("appointment-how")).choices(outcomes))
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
