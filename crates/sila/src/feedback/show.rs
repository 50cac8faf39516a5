//! One partner: what we say of working with them and what they say of working with us, quarter by quarter.

use maud::{Markup, html};
use sila_core::AgencyId;
use sila_core::experience::{Cell, MARK_MAX, Occasion, Question, Report};

use super::store::{self, Said};
use crate::ask::Ask;
use crate::partners::Names;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::{Card, Col, Note, Table, Tone, empty_state, heading, meter, spark};
use crate::web::ident::Name;
use crate::web::{Cx, Page};

/// The page.
///
/// # Errors
/// `page.not_found` for an agency of which nothing was said.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    let partner = AgencyId::parse(ask.param("partner")).or(Err(Problem::not_found()))?;
    let reports = ask.app.store.read(move |tx| store::reports_of(tx, partner)).await?;
    if reports.is_empty() {
        return Err(Problem::not_found());
    }
    let (cx, me) = (&ask.cx, ask.app.node.id);
    let names = Names::all(&ask.app).await?;
    let name = names.of(cx.lang, partner);
    let body = html! {
        (heading(html! { (Name(name)) }, Some(&cx.t("feedback-both-lead")), &html! {}))
        div.said-pair {
            (side(cx, &cx.t("feedback-we-say"), &reports, me, partner))
            (side(cx, &cx.t("feedback-they-say"), &reports, partner, me))
        }
        (Note::new("scales", cx.t("feedback-rule")).tone(Tone::Info).says(cx.t("feedback-rule-text")))
    };
    let page =
        Page::new(cx, name).crumb(cx.t("feedback-title"), "/feedback").refreshing(60).with("vote");
    Ok(Reply::page(&page.body(body)))
}

/// What one agency said of another, the newest first.
fn by(reports: &[Said], author: AgencyId, about: AgencyId) -> Vec<&Report> {
    let one = |(from, of, _): &&Said| *from == author && *of == about;
    reports.iter().filter(one).map(|(_, _, report)| report).collect()
}

/// The scores of the quarters in hundredths, oldest first.
pub fn scores(reports: &[Said], author: AgencyId, about: AgencyId) -> Vec<i64> {
    let all = by(reports, author, about).into_iter().rev();
    all.filter_map(|report| report.all.as_ref()?.score()).map(i64::from).collect()
}

/// `412` hundredths are written `4.12`.
pub fn decimal(hundredths: i64) -> String {
    format!("{}.{:02}", hundredths / 100, (hundredths % 100).abs())
}

fn side(cx: &Cx, title: &str, reports: &[Said], author: AgencyId, about: AgencyId) -> Markup {
    let all = by(reports, author, about);
    let body = match all.first().and_then(|report| Some((report, report.all.as_ref()?))) {
        None => empty_state(
            "hourglass-medium",
            cx.t("feedback-nothing"),
            cx.t("feedback-nothing-text"),
            &html! {},
        ),
        Some((report, cell)) => html! {
            (score(cx, report, cell, &scores(reports, author, about)))
            (questions(cx, cell))
            (quarters(cx, title, &all))
        },
    };
    html! { (Card::new(title).body(body)) }
}

fn quarter(cx: &Cx, report: &Report) -> String {
    let (year, n) = report.quarter.parts();
    cx.t_with(
        "feedback-quarter",
        &[("n", n.into()), ("year", crate::web::Arg::phrase(year.to_string()))],
    )
}

fn score(cx: &Cx, report: &Report, cell: &Cell, scores: &[i64]) -> Markup {
    let count = [("n", cell.answers.into()), ("people", cell.people.into())];
    html! {
        p.said-score {
            b { (decimal(i64::from(cell.score().unwrap_or_default()))) } span.muted { " / " (MARK_MAX) }
            @if scores.len() > 1 { " " (spark(scores, "gold", cx.lang.is_rtl())) }
        }
        p.muted { (quarter(cx, report)) " · " (cx.t_with("feedback-from", &count)) }
    }
}

fn questions(cx: &Cx, cell: &Cell) -> Markup {
    html! {
        @for (n, question) in Question::ALL.iter().enumerate() {
            @let mean = cell.mean(n).unwrap_or_default();
            @let said = decimal(i64::from(mean));
            div.said-q {
                span { (cx.code("feedback-question", question.code())) }
                b.num { (said) }
                (meter(cx, mean, 0, u32::from(MARK_MAX) * 100 + 1, &said))
            }
        }
    }
}

/// Every quarter with its kinds; what may not be shown is a word and never a number.
fn quarters(cx: &Cx, caption: &str, all: &[&Report]) -> Markup {
    let shown = |cell: Option<&Cell>| match cell.and_then(Cell::score) {
        Some(score) => html! { (decimal(i64::from(score))) },
        None => html! { span.muted { (cx.t("feedback-too-few")) } },
    };
    let kinds = Occasion::ALL.iter().map(|kind| Col::num(cx.code("feedback-after", kind.code())));
    let head = [Col::text(cx.t("feedback-when")), Col::num(cx.t("feedback-all"))];
    let rows = all.iter().map(|report| {
        let first = [html! { (quarter(cx, report)) }, shown(report.all.as_ref())];
        let more = Occasion::ALL.iter().map(|kind| shown(report.cell(*kind)));
        first.into_iter().chain(more).collect::<Vec<_>>()
    });
    html! { (Table::new(caption, head.into_iter().chain(kinds)).rows(rows)) }
}
