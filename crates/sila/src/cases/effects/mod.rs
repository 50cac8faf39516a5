//! `/effects` (الأثر): how far the people came whose cases were closed, and what they say of it, by quarter. Only quarters that are
//! over, each by itself: a number of one to four is never shown, nor one that could be had by subtraction.

#[cfg(test)]
mod tests;

use maud::{Markup, html};
use sila_core::care::cohort::Shown;
use sila_core::care::{Stage, VoiceQuestion, Voices};
use sila_core::experience::Quarter;
use sila_core::time::Millis;

use crate::accounts::Permission;
use crate::ask::{Ask, Routes};
use crate::cases::{closure, voice};
use crate::db::{DbError, Tx};
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::{Card, Col, Note, Table, Tone, empty_state, heading};
use crate::web::{Arg, Cx, Page};

/// Quarters on the page.
const QUARTERS: u32 = 8;

/// The route of the page.
pub fn routes(r: &mut Routes) {
    r.get("/{lang}/effects", Permission::AgreementRead, page);
}

/// How many cases of a quarter were closed in no stage and in each [`Stage`].
pub type Counts = [u32; 5];

/// A quarter that is over: its cases by stage, and what people said.
#[derive(Debug, Clone)]
struct Row {
    quarter: Quarter,
    closed: Option<Shown>,
    said: Option<Voices>,
}

/// The page.
///
/// # Errors
/// When the store cannot be read.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    let (worker, now) = (ask.worker()?.id, ask.now);
    let read = move |tx: &mut dyn Tx| -> Result<Vec<Row>, DbError> {
        let span = span(now);
        let cohorts = closure::store::cohorts(tx, worker, span)?;
        let voices = voice::store::sums(tx, span)?;
        let quarter = |quarter: Quarter| Row {
            quarter,
            closed: Shown::of(&counts(&cohorts, quarter)),
            said: voices.iter().find(|(of, _)| *of == quarter).map(|(_, sums)| *sums),
        };
        let (from, until) = (span.0.number(), span.1.number());
        Ok((from..until).rev().map(Quarter::from_number).map(quarter).collect())
    };
    let rows = ask.app.store.read(read).await?;
    Ok(Reply::page(&document(&ask.cx, &rows)))
}

/// The quarters of the page: the last ones that are over.
fn span(now: Millis) -> (Quarter, Quarter) {
    let until = Quarter::of(now);
    (Quarter::from_number(until.number().saturating_sub(QUARTERS)), until)
}

fn counts(cohorts: &[(Quarter, Option<Stage>, u32)], quarter: Quarter) -> Counts {
    let mut counts = Counts::default();
    for (_, stage, count) in cohorts.iter().filter(|(of, ..)| *of == quarter) {
        if let Some(cell) = counts.get_mut(stage.map_or(0, Stage::place)) {
            *cell = cell.saturating_add(*count);
        }
    }
    counts
}

fn document(cx: &Cx, rows: &[Row]) -> Page {
    let body = html! {
        (heading(cx.t("effects-title"), Some(&cx.t("effects-lead")), &html! {}))
        div.stack {
            (Card::new(cx.t("effects-closed")).body(html! { (closed(cx, rows)) }))
            (Card::new(cx.t("effects-said")).body(html! { (said(cx, rows)) }))
            (Note::new("eye-slash", cx.t("effects-few")).tone(Tone::Info).says(cx.t("effects-few-text")))
        }
    };
    Page::new(cx, cx.t("effects-title")).body(body)
}

fn quarter(cx: &Cx, quarter: Quarter) -> String {
    let (year, nth) = quarter.parts();
    cx.t_with(
        "effects-quarter",
        &[("nth", Arg::phrase(nth.to_string())), ("year", Arg::phrase(year.to_string()))],
    )
}

fn closed(cx: &Cx, rows: &[Row]) -> Markup {
    let stages = Stage::ALL.iter().map(|stage| Col::num(cx.code("stage", stage.code())));
    let columns = [Col::text(cx.t("effects-when")), Col::num(cx.t("effects-total"))];
    let columns = columns.into_iter().chain(stages).chain([Col::num(cx.t("pathway-none"))]);
    let order = Stage::ALL.iter().map(|stage| stage.place()).chain([0]);
    let cells = |row: &Row| {
        let shown = row.closed.as_ref();
        let total = html! { @match shown { Some(shown) => (shown.total), None => (cx.t("effects-left-out")) } };
        let first = [html! { (quarter(cx, row.quarter)) }, total];
        let stages = order.clone().map(|at| share(cx, shown, at));
        first.into_iter().chain(stages).collect::<Vec<Markup>>()
    };
    let empty =
        empty_state("chart-bar", cx.t("effects-none"), cx.t("effects-none-text"), &html! {});
    let told = rows.iter().filter(|row| row.closed.is_some()).map(cells);
    let table = Table::new(cx.t("effects-closed"), columns).when_empty(empty).rows(told);
    html! { (table) }
}

/// "40% · 12", or that it is left out.
fn share(cx: &Cx, shown: Option<&Shown>, at: usize) -> Markup {
    let count = shown.and_then(|shown| *shown.cells.get(at)?);
    let share = shown.and_then(|shown| shown.share(at));
    html! {
        @match share.zip(count) {
            Some((share, count)) => { b.num { (share) "%" } span.sub { (count) } },
            None => (cx.t("effects-left-out")),
        }
    }
}

fn said(cx: &Cx, rows: &[Row]) -> Markup {
    let questions =
        VoiceQuestion::ALL.iter().map(|one| Col::num(cx.code("voice-question", one.code())));
    let columns = [Col::text(cx.t("effects-when")), Col::num(cx.t("effects-people"))];
    let columns = columns.into_iter().chain(questions);
    let told = rows.iter().filter_map(|row| row.said.map(|said| (row.quarter, said)));
    let cells = |(of, said): (Quarter, Voices)| {
        let means = (0..VoiceQuestion::ALL.len()).map(|at| {
            let mean = said.mean(at).unwrap_or_default();
            html! { b.num { (format!("{}.{:02}", mean / 100, mean % 100)) } }
        });
        let first = [html! { (quarter(cx, of)) }, html! { span.num { (said.people()) } }];
        first.into_iter().chain(means).collect::<Vec<Markup>>()
    };
    let empty =
        empty_state("chat-circle-text", cx.t("effects-none"), cx.t("effects-none-text"), &html! {});
    let table = Table::new(cx.t("effects-said"), columns).when_empty(empty).rows(told.map(cells));
    html! { (table) }
}
