//! `/cases/{id}/beginnings/{kind}`: the event that starts a clock of the law is recorded with its day: measures were put to the family, an
//! order of protection was issued for so many days, the decision on it was made known.

use maud::html;
use sila_core::time::{Date, Millis};

use super::record::{NUMBER_CHARS_MAX, case, fact, moved, sealed};
use super::store::{self, New};
use super::table::{Span, span};
use super::{Kind, of_case, record};
use crate::accounts::Worker;
use crate::activation::saying::{day, whole};
use crate::app::{App, Topic};
use crate::ask::Ask;
use crate::cases::record::CaseRecord;
use crate::db::{DbError, Tx};
use crate::journal::store as journal;
use crate::problem::Problem;
use crate::regulation;
use crate::reply::Reply;
use crate::web::components::{Button, Card, acts, heading};
use crate::web::ident::Reference;
use crate::web::{Arg, Cx, Errors, Form, Page, Pairs};

/// The event is at most so many days past: older orders have run out.
const DAYS_BACK_MAX: i64 = 180;

/// What is recorded of the event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// Which of its kind in the case: a form that is sent twice starts one clock.
    pub nth: i64,
    /// On which day.
    pub on: Date,
    /// Of an order: for how many days.
    pub days: Option<i64>,
    /// Of an order: its number.
    pub number: String,
}

fn kind(ask: &Ask, record: &CaseRecord) -> Result<Kind, Problem> {
    let kind = record::kind(ask)?;
    let fits = kind.terms().by_hand && kind.is_for(&record.row.category);
    if fits { Ok(kind) } else { Err(Problem::not_found()) }
}

/// The form, with today.
///
/// # Errors
/// `page.not_found` for whoever may not read the case, and for a clock that is not of such cases; `case.closed`.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    let record = case(&ask).await?;
    record.needs_ours()?;
    let kind = kind(&ask, &record)?;
    let today = ask.now.uae_date();
    let nth = next(&ask.app, &record, kind).await?;
    let values: Pairs = [
        ("nth", nth.to_string()),
        ("day_d", today.day.to_string()),
        ("day_m", today.month.to_string()),
        ("day_y", today.year.to_string()),
    ]
    .into_iter()
    .collect();
    Ok(Reply::page(&document(&ask.cx, &record, kind, (&values, &Errors::none()))))
}

/// The number of the next clock of this kind.
async fn next(app: &App, record: &CaseRecord, kind: Kind) -> Result<i64, Problem> {
    let all = of_case(app, record).await?;
    let last = all.iter().filter(|clock| clock.kind == kind).map(|clock| clock.nth).max();
    Ok(last.unwrap_or_default().saturating_add(1))
}

/// Starts the clock.
///
/// # Errors
/// As [`page`]; `clock.moved` when it was recorded before.
pub async fn create(ask: Ask) -> Result<Reply, Problem> {
    let record = case(&ask).await?;
    record.needs_ours()?;
    let kind = kind(&ask, &record)?;
    let mut errors = Errors::none();
    let next = next(&ask.app, &record, kind).await?;
    let nth = ask.form.get("nth").and_then(whole).filter(|nth| *nth == next);
    let nth = nth.ok_or_else(|| moved(record.row.id))?;
    let Some(event) = read(&ask, (kind, nth), &mut errors) else {
        let page = document(&ask.cx, &record, kind, (&ask.form, &errors));
        return Ok(Reply::page_with_errors(&page));
    };
    start(&ask.app, ask.worker()?, &record, (kind, event), ask.now).await?;
    Ok(Reply::see_other(ask.cx.url(&format!("/cases/{}", record.row.id))))
}

fn read(ask: &Ask, (kind, nth): (Kind, i64), errors: &mut Errors) -> Option<Event> {
    let (cx, form, today) = (&ask.cx, &ask.form, ask.now.uae_date());
    let fits = |day: &Date| *day <= today && *day >= today.plus_days(-DAYS_BACK_MAX);
    let on = day(form, "day").filter(fits);
    if on.is_none() {
        let args = [("n", Arg::from(DAYS_BACK_MAX))];
        errors.add("day", cx.t_with("clock-day-wrong", &args));
    }
    let (days, number) = match kind.terms().span {
        Span::UpToDays(max) => (length(cx, form, max, errors), number(cx, form, errors)),
        Span::Hours(_) | Span::Days(_) => (None, String::new()),
    };
    let event = Event { nth, on: on?, days, number };
    errors.is_empty().then_some(event)
}

/// For how many days an order was issued or extended.
pub(super) fn length(cx: &Cx, form: &Pairs, max: i64, errors: &mut Errors) -> Option<i64> {
    let days = form.get("days").and_then(whole).filter(|days| (1..=max).contains(days));
    if days.is_none() {
        errors.add("days", cx.t_with("clock-days-wrong", &[("n", Arg::from(max))]));
    }
    days
}

/// The number that proves something.
pub(super) fn number(cx: &Cx, form: &Pairs, errors: &mut Errors) -> String {
    let number = form.get("number").unwrap_or_default().trim();
    if number.is_empty() {
        errors.add("number", cx.t("clock-number-missing"));
    }
    number.chars().take(NUMBER_CHARS_MAX).collect()
}

/// The act itself.
///
/// # Errors
/// `clock.moved` when the clock of this number began already; when the store cannot be written.
pub async fn start(
    app: &App,
    worker: &Worker,
    record: &CaseRecord,
    (kind, event): (Kind, Event),
    now: Millis,
) -> Result<(), Problem> {
    let began_at = event.on.at_minute(0);
    let due = match event.days {
        Some(days) => began_at.plus_days(days),
        None => kind.terms().span.end(began_at),
    };
    let number = sealed(app, record, &event.number)?;
    let new = New { kind, nth: Some(event.nth), turn: 0, began_at, due, number };
    let (case, by) = (record.row.id, worker.id);
    let fact = fact(app, record, worker, format!("BEGIN {}", kind.code()), now);
    let write = move |tx: &mut dyn Tx| -> Result<bool, DbError> {
        let begun = store::begin_next(tx, case, &new, by)?;
        if begun {
            journal::insert(tx, &fact)?;
        }
        Ok(begun)
    };
    let begun = app.store.write(write).await?;
    app.changed(Topic::Cases);
    if begun { Ok(()) } else { Err(moved(case)) }
}

fn document(cx: &Cx, record: &CaseRecord, kind: Kind, (values, errors): (&Pairs, &Errors)) -> Page {
    let form = Form::new(cx, values, errors);
    let (terms, code) = (kind.terms(), kind.code());
    let (case, title) = (format!("/cases/{}", record.row.id), cx.code("clock-begin", code));
    let act = cx.url(&format!("{case}/beginnings/{}", code.to_lowercase()));
    let of_order = matches!(terms.span, Span::UpToDays(_));
    let body = html! {
        (heading(html! { (title) " " (Reference(&record.row.reference)) }, None, &html! {}))
        form.narrow method="post" action=(act) novalidate {
            (form.summary())
            (form.hidden("nth", values.get("nth").unwrap_or_default()))
            (Card::new(cx.code("clock", code)).body(html! {
                p { span.muted { (cx.t("clock-table-starts")) ": " } (cx.code("clock-starts", code)) }
                p { span.muted { (cx.t("clock-table-ends")) ": " } (cx.code("clock-ends", code)) }
                p.hint { (span(cx, terms.span)) " · " (cx.code("clock-law", code)) " " (regulation::link(cx, terms.rule)) }
                (form.date("day", cx.code("clock-day", code)).hint(cx.t("clock-day-first")))
                @if of_order {
                    (form.text("days", cx.t("clock-days")).numeric())
                    (form.text("number", cx.code("clock-number", code)).ltr().max(NUMBER_CHARS_MAX))
                }
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
