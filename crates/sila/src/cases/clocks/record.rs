//! Starting the clocks of imminent danger, and writing down what was done about any clock: `/cases/{id}/clocks/{kind}`.

use maud::html;
use sila_core::ids::CaseId;
use sila_core::time::Millis;

use super::beginning::{length, number};
use super::store::{self, New};
use super::table::{RENEWED, Span, needs_number};
use super::{Clock, Kind, of_case, place};
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
pub(super) const NUMBER_CHARS_MAX: usize = 60;

/// What was done about a clock.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deed {
    /// One of [`Clock::possible`].
    pub code: &'static str,
    /// The number that proves it; empty where there is none.
    pub number: String,
    /// Of an order that was extended: by how many days.
    pub days: Option<i64>,
}

pub(super) async fn case(ask: &Ask) -> Result<CaseRecord, Problem> {
    let record = opening::read(ask, "case.clocks").await?;
    record.row.needs_open()?;
    Ok(record)
}

pub(super) fn fact(app: &App, record: &CaseRecord, by: &Worker, data: String, now: Millis) -> Fact {
    let (id, subject) = (app.clock.new_id(), record.row.id.to_string());
    Fact { id, at: now, kind: "clock", subject, worker: Some(by.id), data: data.into_bytes() }
}

pub(super) fn moved(case: CaseId) -> Problem {
    Problem::refused("clock.moved").way_out(format!("/cases/{case}"))
}

/// A number under the case's key; none where it is empty.
pub(super) fn sealed(
    app: &App,
    record: &CaseRecord,
    number: &str,
) -> Result<Option<Vec<u8>>, Problem> {
    let words = Some(number).filter(|number| !number.is_empty());
    words.map(|number| record.seal_words(app, place(record), number)).transpose()
}

/// Imminent danger: the clocks begin.
///
/// # Errors
/// `page.not_found` for whoever may not read the case, and where it is about no child.
pub async fn begin(ask: Ask) -> Result<Reply, Problem> {
    let record = case(&ask).await?;
    if !Kind::Notice.is_for(&record.row.category) {
        return Err(Problem::not_found());
    }
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
        for kind in Kind::ALL.into_iter().filter(|kind| !kind.terms().by_hand) {
            store::begin(tx, id, (kind, by), [now, kind.terms().span.end(now)])?;
        }
        journal::insert(tx, &fact)
    };
    app.store.write(write).await?;
    app.changed(Topic::Cases);
    Ok(())
}

pub(super) fn kind(ask: &Ask) -> Result<Kind, Problem> {
    Kind::from_code(&ask.param("kind").to_uppercase()).ok_or_else(Problem::not_found)
}

/// The address of what is done about a clock, without language.
pub(super) fn path(case: CaseId, clock: &Clock) -> String {
    let kind = clock.kind.code().to_lowercase();
    match clock.nth {
        0 => format!("/cases/{case}/clocks/{kind}"),
        nth => format!("/cases/{case}/clocks/{kind}/{nth}"),
    }
}

/// The clock of the address.
async fn clock(ask: &Ask, record: &CaseRecord) -> Result<Clock, Problem> {
    let (kind, nth) = (kind(ask)?, ask.param("nth"));
    let nth: i64 = if nth.is_empty() { 0 } else { ask.id("nth")? };
    let all = of_case(&ask.app, record).await?;
    let found = all.into_iter().find(|clock| clock.kind == kind && clock.nth == nth);
    found.ok_or_else(Problem::not_found)
}

/// The form.
///
/// # Errors
/// As [`begin`].
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    let record = case(&ask).await?;
    let clock = clock(&ask, &record).await?;
    let none = Errors::none();
    Ok(Reply::page(&document(&ask.cx, &record, &clock, (&ask.query, &none))))
}

/// Writes it down.
///
/// # Errors
/// As [`begin`]; `clock.moved` when it was written down before.
pub async fn create(ask: Ask) -> Result<Reply, Problem> {
    let record = case(&ask).await?;
    let clock = clock(&ask, &record).await?;
    let mut errors = Errors::none();
    let Some(deed) = read(&ask, &record, &clock, &mut errors) else {
        let page = document(&ask.cx, &record, &clock, (&ask.form, &errors));
        return Ok(Reply::page_with_errors(&page));
    };
    write_down(&ask.app, ask.worker()?, &record, (&clock, deed), ask.now).await?;
    Ok(Reply::see_other(ask.cx.url(&format!("/cases/{}", record.row.id))))
}

fn read(ask: &Ask, record: &CaseRecord, clock: &Clock, errors: &mut Errors) -> Option<Deed> {
    let (cx, form) = (&ask.cx, &ask.form);
    let possible = clock.possible(record.disclosure.people.first(), ask.now);
    let said = form.get("outcome").unwrap_or_default();
    let Some(code) = possible.into_iter().find(|code| *code == said) else {
        errors.add("outcome", cx.t("clock-outcome-missing"));
        return None;
    };
    let number = if needs_number(code) { number(cx, form, errors) } else { String::new() };
    let days = match clock.kind.terms().span {
        Span::UpToDays(max) if code == RENEWED => length(cx, form, max, errors),
        _ => None,
    };
    errors.is_empty().then_some(Deed { code, number, days })
}

/// Writes down what was done. An order that was extended runs on from its end, under the number of the extension.
///
/// # Errors
/// `clock.moved` when somebody was quicker.
pub async fn write_down(
    app: &App,
    worker: &Worker,
    record: &CaseRecord,
    (clock, deed): (&Clock, Deed),
    now: Millis,
) -> Result<(), Problem> {
    let (case, by) = (record.row.id, worker.id);
    let number = sealed(app, record, &deed.number)?;
    let (kind, nth, code) = (clock.kind, clock.nth, deed.code);
    let turn = clock.turn.saturating_add(1);
    let (began_at, again) = (clock.due, deed.days.map(|days| clock.due.plus_days(days)));
    let next =
        again.map(|due| New { kind, nth: None, turn, began_at, due, number: number.clone() });
    // The number of an extension is that of the clock that follows; the order that it extends keeps its own.
    let number = number.filter(|_| next.is_none());
    let fact = fact(app, record, worker, format!("{} {code}", kind.code()), now);
    let write = move |tx: &mut dyn Tx| -> Result<bool, DbError> {
        let done = store::done(tx, case, (kind, nth, by), (code, number.clone()), now)?;
        if done {
            if let Some(next) = &next {
                store::begin_next(tx, case, next, by)?;
            }
            journal::insert(tx, &fact)?;
        }
        Ok(done)
    };
    let done = app.store.write(write).await?;
    app.changed(Topic::Cases);
    if done { Ok(()) } else { Err(moved(case)) }
}

fn document(
    cx: &Cx,
    record: &CaseRecord,
    clock: &Clock,
    (values, errors): (&Pairs, &Errors),
) -> Page {
    let form = Form::new(cx, values, errors);
    let possible = clock.possible(record.disclosure.people.first(), cx.now);
    let proved = possible.iter().filter(|code| needs_number(code)).count();
    let renews = possible.contains(&RENEWED);
    let some = proved < possible.len();
    let outcomes = possible.iter().map(|code| (*code, cx.code("clock-outcome", code)));
    let (case, title) = (format!("/cases/{}", record.row.id), cx.code("clock", clock.kind.code()));
    let act = cx.url(&path(record.row.id, clock));
    let code = clock.kind.code();
    let body = html! {
        (heading(html! { (title) " " (Reference(&record.row.reference)) }, None, &html! {}))
        form.narrow method="post" action=(act) novalidate {
            (form.summary())
            (Card::new(cx.t("clock-done-title")).body(html! {
                p.hint { (cx.code("clock-law", code)) }
                (form.radios("outcome", cx.t("clock-outcome")).choices(outcomes))
                @if proved > 0 {
                    @let number = form.text("number", cx.code("clock-number", code)).ltr().max(NUMBER_CHARS_MAX);
                    @if some { (number.hint(cx.code("clock-number-when", code)).optional()) } @else { (number) }
                }
                @if renews { (form.text("days", cx.t("clock-days")).hint(cx.t("clock-days-renewed")).numeric().optional()) }
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
