//! What came of an exchange: the sender writes it, the host signs it, and its lesson goes into the library.

use maud::{Markup, html};
use sila_core::partnership::Words;

use super::plan::{CELL_MAX, Exchange, HOURS_MAX, ROWS_MAX, Report, Row, TEXT_MAX};
use super::{Open, open, path, propose, show};
use crate::activation::saying::{self, whole};
use crate::app::{App, Topic};
use crate::ask::Ask;
use crate::db::{DbError, Tx};
use crate::guard::{self, Fields, Verdict};
use crate::initiatives::both;
use crate::initiatives::propose::words;
use crate::journal::store as journal;
use crate::knowledge::example;
use crate::knowledge::item::{Text, Words as Parts};
use crate::problem::Problem;
use crate::records::{By, propose as records};
use crate::reply::Reply;
use crate::web::components::{Button, Card, acts, post};
use crate::web::{Cx, Errors, Form, Pairs};

/// The words of a report.
const WORDS: [&str; 2] = ["done", "lesson"];

/// Whether our agency may report now: its people went, it is over, and nothing that was said of it waits.
pub(super) fn is_due(app: &App, found: &Open, now: sila_core::Millis) -> bool {
    found.agreed.as_ref().is_some_and(|one| {
        one.exchange.sender == app.node.id
            && one.exchange.report.is_none()
            && one.digest == found.last.digest
            && one.exchange.is_over(now)
    })
}

/// Signs the report of the form and sends it to the host, once the guard has looked through its words.
///
/// # Errors
/// As [`tell`].
pub async fn create(ask: Ask) -> Result<Reply, Problem> {
    let found = open(&ask.app, ask.id("id")?).await?;
    let id = found.last.record;
    let mut errors = Errors::none();
    let report = read(&ask, &found, &mut errors);
    let Some(mut report) = report.filter(|_| errors.is_empty()) else {
        return show::with_errors(&ask, found, &errors).await;
    };
    let fields = fields(&ask.form);
    let passed = match guard::judge(&ask.app, fields.clone(), &ask.form)? {
        Verdict::Passed(passed) => passed,
        Verdict::Held(findings) => {
            let to = format!("{}/report", path(id));
            let page = propose::stopped(&ask, &to, (&fields, &findings));
            return Ok(Reply::page_with_errors(&page));
        }
    };
    let text = |name: &str| Words {
        ar: passed.get(&format!("{name}_ar")).trim().to_owned(),
        en: passed.get(&format!("{name}_en")).trim().to_owned(),
    };
    (report.done, report.lesson) = (text("done"), text("lesson"));
    let rows = (0..ROWS_MAX).map(|n| cells(n).map(|name| passed.get(&name).trim().to_owned()));
    let rows = rows.filter(|[what, ..]| !what.is_empty());
    let row = |[what, ours, theirs, adopted]: [String; 4]| Row { what, ours, theirs, adopted };
    report.rows = rows.map(row).collect();
    tell(&ask.app, &found, report, saying::by(&ask)?).await?;
    let worker = ask.worker()?.id;
    let facts = guard::facts(&ask.app, &passed, &id.to_string(), worker, ask.now);
    let told = move |tx: &mut dyn Tx| -> Result<(), DbError> {
        facts.iter().try_for_each(|fact| journal::insert(tx, fact))
    };
    ask.app.store.write(told).await?;
    Ok(Reply::see_other(ask.cx.url(&path(id))))
}

/// Signs a report for our agency and sends it to the host, which signs that it was so.
///
/// # Errors
/// `exchange.not_due` unless the exchange is ours, agreed and over, and nothing of it waits; `exchange.unfit` when the report lacks
/// something; what records refuse.
pub async fn tell(app: &App, found: &Open, report: Report, by: By) -> Result<(), Problem> {
    let refused = |code: &str| Problem::refused(code).way_out(path(found.last.record));
    if !is_due(app, found, by.now) {
        return Err(refused("exchange.not_due"));
    }
    let exchange = Exchange { report: Some(report), ..found.last.exchange.clone() };
    if !exchange.fits() {
        return Err(refused("exchange.unfit"));
    }
    let content = minicbor::to_vec(&exchange).unwrap_or_default();
    records::amend(app, found.last.record, content, by).await?;
    app.changed(Topic::Agreements);
    Ok(())
}

/// Begins an item of the library with the lesson of a report that both have signed.
///
/// # Errors
/// `page.not_found`; `exchange.not_due` before both have signed a report; `guard.filling`.
pub async fn lesson(ask: Ask) -> Result<Reply, Problem> {
    let found = open(&ask.app, ask.id("id")?).await?;
    let way_out = path(found.last.record);
    let refused = || Problem::refused("exchange.not_due").way_out(way_out);
    let report = found.report().cloned().ok_or_else(refused)?;
    let text = text(&found.shown().exchange, &report, ask.cx.agency());
    let id = example::lesson(&ask.app, &text, ask.worker()?, ask.now).await?;
    Ok(Reply::see_other(ask.cx.url(&format!("/knowledge/{id}/draft"))))
}

/// The report as an item of the library.
fn text(exchange: &Exchange, report: &Report, agency: &str) -> Text {
    let compared: Vec<String> = report
        .rows
        .iter()
        .map(|row| format!("- {}: {} / {} → {}", row.what, row.ours, row.theirs, row.adopted))
        .collect();
    let part = |of: fn(&Words) -> &String| {
        let done = [of(&report.done).clone(), compared.join("\n")].join("\n");
        Parts {
            title: of(&exchange.title).clone(),
            summary: of(&exchange.purpose).chars().take(600).collect(),
            done: done.trim().to_owned(),
            result: of(&report.lesson).clone(),
            failed: String::new(),
        }
    };
    Text {
        kind: "LESSON".to_owned(),
        field: "TRAINING".to_owned(),
        ar: part(|words| &words.ar),
        en: part(|words| &words.en),
        authors: agency.to_owned(),
        keywords: String::new(),
    }
}

fn cells(n: usize) -> [String; 4] {
    ["what", "ours", "theirs", "adopted"].map(|part| format!("row{n}_{part}"))
}

fn fields(form: &Pairs) -> Fields {
    let words = WORDS.iter().flat_map(|name| [format!("{name}_ar"), format!("{name}_en")]);
    let names = words.chain((0..ROWS_MAX).flat_map(cells));
    names.map(|name| (name.clone(), form.get(&name).unwrap_or_default().to_owned())).collect()
}

fn read(ask: &Ask, found: &Open, errors: &mut Errors) -> Option<Report> {
    let (cx, form) = (&ask.cx, &ask.form);
    let hours = form.get("hours").and_then(whole).and_then(|n| u16::try_from(n).ok());
    let hours = hours.filter(|hours| (1..=HOURS_MAX).contains(hours));
    if hours.is_none() {
        errors.add("hours", cx.t("training-hours-wrong"));
    }
    for name in WORDS {
        if !words(form, name).fit(TEXT_MAX) {
            errors.add(format!("{name}_ar"), cx.t("training-words-needed"));
        }
    }
    let mut rows = Vec::new();
    for n in 0..ROWS_MAX {
        let [what, ours, theirs, adopted] =
            cells(n).map(|name| form.get(&name).unwrap_or_default().trim().to_owned());
        let said = [&what, &ours, &theirs].map(|cell| !cell.is_empty());
        let long = [&what, &ours, &theirs, &adopted].iter().any(|c| c.chars().count() > CELL_MAX);
        if long || (said.contains(&true) && said.contains(&false)) {
            errors.add(format!("row{n}_what"), cx.t("exchange-row-wrong"));
        } else if said.contains(&true) {
            rows.push(Row { what, ours, theirs, adopted });
        }
    }
    if found.shown().exchange.kind == "BENCHMARK" && rows.is_empty() {
        errors.add("row0_what", cx.t("exchange-rows-needed"));
    }
    let (done, lesson) = (words(form, "done"), words(form, "lesson"));
    Some(Report { done, lesson, minutes: hours?.saturating_mul(60), rows })
}

/// The form of a report.
pub(super) fn form(cx: &Cx, found: &Open, (values, errors): (&Pairs, &Errors)) -> Markup {
    let form = Form::new(cx, values, errors);
    let open = found.shown().exchange.kind == "BENCHMARK" || errors.any();
    html! {
        (Card::new(cx.t("exchange-report")).body(html! {
            p.hint { (cx.t("exchange-report-hint")) }
            (post(cx, &format!("{}/report", path(found.last.record)), &html! {
                (form.summary())
                (both(&form, "done", &cx.t("exchange-done"), TEXT_MAX))
                (both(&form, "lesson", &cx.t("exchange-lesson"), TEXT_MAX))
                (form.text("hours", cx.t("exchange-hours")).hint(cx.t("exchange-hours-hint")).numeric().max(3))
                details.fold open[open] {
                    summary { (cx.t("exchange-compared")) }
                    @for n in 0..ROWS_MAX {
                        @let [what, ours, theirs, adopted] = cells(n);
                        (form.text(&what, cx.t("exchange-row-what")).max(CELL_MAX).optional())
                        (form.text(&ours, cx.t("exchange-row-ours")).max(CELL_MAX).optional())
                        (form.text(&theirs, cx.t("exchange-row-theirs")).max(CELL_MAX).optional())
                        (form.text(&adopted, cx.t("exchange-row-adopted")).max(CELL_MAX).optional())
                    }
                }
                (acts(&html! { (Button::submit(cx.t("exchange-report-send")).icon("signature")) }))
            }))
        }))
    }
}
