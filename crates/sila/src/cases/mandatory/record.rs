//! `/cases/{id}/mandatory/{kind}`: to whom it was reported, when and under which number; or why it was not, and who agrees.

use maud::html;
use sila_core::mandatory::{Mandatory, Recipient, WhyNot};
use sila_core::time::Millis;

use super::{Report, Said, State, card, case, fact, of_case, path, place, store};
use crate::accounts::Worker;
use crate::activation::saying;
use crate::app::{App, Topic};
use crate::ask::Ask;
use crate::cases::plan::page::frame;
use crate::cases::record::CaseRecord;
use crate::db::{DbError, Tx};
use crate::journal::store::{self as journal, Fact};
use crate::problem::Problem;
use crate::referrals::joint;
use crate::reply::Reply;
use crate::web::components::{Button, Card, acts, heading};
use crate::web::ident::Reference;
use crate::web::{Cx, Errors, Form, Page, Pairs, dates};

/// The longest number, in characters.
const NUMBER_MAX: usize = 60;
/// The fewest characters of a reason that a supervisor can judge, and the most.
const WORDS_CHARS: std::ops::RangeInclusive<usize> = 15..=1_000;

/// What somebody has written down.
struct Wish {
    state: State,
    code: &'static str,
    at: Millis,
    said: Said,
}

/// The open case of the address and the report of that name that stands so.
async fn found(ask: &Ask, state: State) -> Result<(CaseRecord, Report), Problem> {
    let record = case(ask).await?;
    record.row.needs_open()?;
    let named = Mandatory::from_code(&ask.param("kind").to_uppercase());
    let kind = named.or(Err(Problem::not_found()))?;
    let told = of_case(&ask.app, &record).await?;
    let report = told.reports.into_iter().find(|report| report.kind == kind);
    let report = report.ok_or_else(Problem::not_found)?;
    if report.state == state { Ok((record, report)) } else { Err(moved(&record)) }
}

fn moved(record: &CaseRecord) -> Problem {
    Problem::refused("mandatory.moved").way_out(path(record.row.id, ""))
}

/// The form.
///
/// # Errors
/// `page.not_found` for whoever may not read the case, and where no such report is due; `mandatory.moved` when it was written down before.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    let (record, report) = found(&ask, State::Due).await?;
    let today = ask.now.uae_date();
    let values: Pairs = [
        ("day_d", today.day.to_string()),
        ("day_m", today.month.to_string()),
        ("day_y", today.year.to_string()),
        ("time", dates::clock(ask.now)),
    ]
    .into_iter()
    .collect();
    Ok(Reply::page(&document(&ask.cx, &record, &report, (&values, &Errors::none()))))
}

/// Writes it down.
///
/// # Errors
/// As [`page`].
pub async fn create(ask: Ask) -> Result<Reply, Problem> {
    let (record, report) = found(&ask, State::Due).await?;
    let mut errors = Errors::none();
    let Some(wish) = read(&ask, &record, &report, &mut errors) else {
        let page = document(&ask.cx, &record, &report, (&ask.form, &errors));
        return Ok(Reply::page_with_errors(&page));
    };
    write(&ask.app, ask.worker()?, (&record, &report), wish, ask.now).await?;
    Ok(back(&ask, &record))
}

/// Writes down that a report was made now: to whom, and under which number. The caller has found the case through the worker.
///
/// # Errors
/// `mandatory.moved` when it is not due.
pub async fn made(
    app: &App,
    worker: &Worker,
    record: &CaseRecord,
    (kind, to, number): (Mandatory, Recipient, &str),
    now: Millis,
) -> Result<(), Problem> {
    let is_due = |report: &Report| report.kind == kind && report.state == State::Due;
    let report = of_case(app, record).await?.reports.into_iter().find(is_due);
    let report = report.ok_or_else(|| moved(record))?;
    let said = Said { number: number.to_owned(), words: String::new() };
    let wish = Wish { state: State::Made, code: to.code(), at: now, said };
    write(app, worker, (record, &report), wish, now).await
}

async fn write(
    app: &App,
    worker: &Worker,
    (record, report): (&CaseRecord, &Report),
    wish: Wish,
    now: Millis,
) -> Result<(), Problem> {
    let plain = minicbor::to_vec(&wish.said)
        .map_err(|error| Problem::internal("case.unwritable").because(error))?;
    let body = record.seal(app, place(report.id), &plain)?;
    let words = format!("{} {} {}", wish.state.code(), report.kind, wish.code);
    let fact = fact(app, record, worker, words, now);
    let (id, by, (state, at, code)) = (report.id, worker.id, (wish.state, wish.at, wish.code));
    commit(app, record, fact, move |tx| store::done(tx, id, (state, at), (code, &body), by)).await
}

fn back(ask: &Ask, record: &CaseRecord) -> Reply {
    Reply::see_other(ask.cx.url(&path(record.row.id, "")))
}

/// A supervisor agrees that it was not made, or wants it made.
///
/// # Errors
/// As [`page`]; `mandatory.moved` also for whoever wrote it down.
pub async fn decide(ask: Ask) -> Result<Reply, Problem> {
    let (record, report) = found(&ask, State::NotMade).await?;
    let to = match ask.form.get("decision") {
        Some("agree") => State::Confirmed,
        Some("report") => State::Due,
        _ => return Err(Problem::bad_request("form.broken")),
    };
    let worker = ask.worker()?;
    let words = format!("DECIDE {} {}", report.kind, to.code());
    let fact = fact(&ask.app, &record, worker, words, ask.now);
    let (id, by) = (report.id, worker.id);
    commit(&ask.app, &record, fact, move |tx| store::decide(tx, id, to, by)).await?;
    Ok(back(&ask, &record))
}

async fn commit(
    app: &App,
    record: &CaseRecord,
    fact: Fact,
    act: impl Fn(&mut dyn Tx) -> Result<bool, DbError> + Send + 'static,
) -> Result<(), Problem> {
    let write = move |tx: &mut dyn Tx| -> Result<bool, DbError> {
        let done = act(tx)?;
        if done {
            journal::insert(tx, &fact)?;
        }
        Ok(done)
    };
    if !app.store.write(write).await? {
        return Err(moved(record));
    }
    app.changed(Topic::Cases);
    Ok(())
}

fn read(ask: &Ask, record: &CaseRecord, report: &Report, errors: &mut Errors) -> Option<Wish> {
    let (cx, form) = (&ask.cx, &ask.form);
    let typed = |name: &str| form.get(name).unwrap_or_default().trim().to_owned();
    let outcome = typed("outcome");
    let recipients = report.kind.recipients().iter();
    let to = recipients.map(|one| one.code()).find(|code| *code == outcome);
    let why = WhyNot::from_code(&outcome).ok();
    let day = saying::day(form, "day");
    let at = day.zip(joint::time(form, "time")).map(|(day, minute)| day.at_minute(minute));
    let opened = record.row.opened_at.uae_date().at_minute(0);
    let at = at.filter(|at| *at >= opened && *at <= ask.now);
    let said = Said { number: typed("number"), words: typed("words") };
    let numbered = to.is_some() || why == Some(WhyNot::Reported);
    let reasoned = why.is_none() || WORDS_CHARS.contains(&said.words.chars().count());
    let length = said.number.chars().count();
    let rules = [
        ("outcome", to.is_some() || why.is_some(), "mandatory-outcome-missing"),
        ("day", why.is_some() || at.is_some(), "mandatory-time-wrong"),
        ("number", !numbered || length > 0, "mandatory-number-missing"),
        ("number", length <= NUMBER_MAX, "mandatory-number-missing"),
        ("words", reasoned, "mandatory-words-missing"),
        ("words", said.words.chars().count() <= *WORDS_CHARS.end(), "mandatory-words-missing"),
    ];
    for (name, kept, key) in rules {
        if !kept && errors.get(name).is_none() {
            errors.add(name, cx.t(key));
        }
    }
    if errors.any() {
        return None;
    }
    let state = if to.is_some() { State::Made } else { State::NotMade };
    let at = if to.is_some() { at? } else { ask.now };
    Some(Wish { state, code: to.or(why.map(WhyNot::code))?, at, said })
}

fn document(cx: &Cx, record: &CaseRecord, report: &Report, typed: (&Pairs, &Errors)) -> Page {
    let (values, errors) = typed;
    let form = Form::new(cx, values, errors);
    let to = report.kind.recipients().iter().map(|one| {
        let name = cx.code("mandatory-recipient", one.code());
        (one.code(), cx.t_with("mandatory-made-to", &[("who", crate::web::Arg::phrase(name))]))
    });
    let why = WhyNot::ALL.iter().map(|one| (one.code(), cx.code("mandatory-why", one.code())));
    let title = cx.code("mandatory-kind", report.kind.code());
    let act = path(record.row.id, &format!("/{}", report.kind.code().to_lowercase()));
    let body = html! {
        (heading(html! { (title) " " (Reference(&record.row.reference)) }, None, &html! {}))
        form.narrow method="post" action=(cx.url(&act)) novalidate {
            (form.summary())
            (Card::new(cx.t("mandatory-done")).body(html! {
                p.hint { (card::basis(cx, report)) }
                (form.radios("outcome", cx.t("mandatory-outcome")).choices(to.chain(why)))
                (form.date("day", cx.t("mandatory-day")))
                (form.text("time", cx.t("joint-meet-time")).hint(cx.t("joint-meet-time-hint")).ltr().max(5))
                (form.text("number", cx.t("mandatory-number")).hint(cx.t("mandatory-number-hint")).ltr().max(NUMBER_MAX).optional())
                (form.area("words", cx.t("mandatory-words")).hint(cx.t("mandatory-words-hint")).max(*WORDS_CHARS.end()).rows(3).optional())
            }))
            (acts(&html! { (Button::save(cx)) (Button::back(cx, &path(record.row.id, ""))) }))
        }
    };
    frame(cx, record, title).errors(errors.any()).body(body)
}
