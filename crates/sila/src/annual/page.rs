//! `/annual`: the report as a page, each figure with a footnote that says how it is counted.

use maud::{Markup, html};

use super::figures::{Change, Figure, Partnership, Report, Value};
use super::{asked, report};
use crate::ask::Ask;
use crate::partnerships::figures::CELL_MIN;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::{Button, Card, Col, Note, Summary, Table, Tone, acts, heading, tag};
use crate::web::{Arg, Cx, Page, dates, ident};

/// The page.
///
/// # Errors
/// When the store cannot be read.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    let (cx, year) = (&ask.cx, asked(&ask));
    let report = report(&ask).await?;
    let title = cx.t("annual-title");
    let path = |file: &str, year: i64| cx.url(&format!("/annual{file}?year={year}"));
    let top = html! {
        (Button::link(cx.t("annual-pdf"), path(".pdf", year)).icon("download-simple"))
        (Button::link(cx.t("annual-xlsx"), path(".xlsx", year)).line())
        (Button::link(cx.t("report-csv"), path(".csv", year)).line())
        (Button::link(cx.t("excellence-title"), cx.url("/excellence")).soft())
    };
    let named = of_year(cx, &report);
    let body = html! {
        (heading(title.clone(), Some(&named), &top))
        div.stack {
            (Card::new(cx.t("annual-whole")).id("whole").body(html! {
                (table(cx, &cx.t("annual-whole"), &report.whole))
            }))
            @for one in &report.partnerships { (partnership(cx, one)) }
            (notes(cx, &report))
            (basis(cx, &report))
            (acts(&html! { (Button::link(cx.t("imprint-year-before"), path("", year.saturating_sub(1))).soft()) }))
        }
    };
    Ok(Reply::page(&Page::new(cx, title).body(body)))
}

/// Of which year, and until which day.
pub(super) fn of_year(cx: &Cx, report: &Report) -> String {
    let day = Arg::phrase(dates::both_calendars(cx.lang, report.until));
    cx.t_with("annual-of-year", &[("year", Arg::phrase(report.year.to_string())), ("day", day)])
}

/// What a figure says, in words.
pub(super) fn value(cx: &Cx, value: Value) -> String {
    match value {
        Value::Few => cx.t_with("partnership-few", &[("n", Arg::from(CELL_MIN))]),
        Value::Unknown => cx.t("card-insufficient"),
        Value::Count(_) | Value::Score(_) => value.text(),
    }
}

/// The mark of a footnote: the place of a figure among all that a report has.
pub(super) fn mark(key: &str) -> usize {
    KEYS.iter().take_while(|one| **one != key).count().saturating_add(1)
}

/// Every figure, in the order of its footnote.
pub(super) const KEYS: [&str; 19] = [
    "partnerships",
    "agreements",
    "running",
    "closed",
    "due",
    "kept",
    "waived",
    "late",
    "raised",
    "settled",
    "open",
    "sent",
    "received",
    "effectiveness",
    "sustainability",
    "activation",
    "balance",
    "active",
    "dormant",
];

/// Of each figure that stands in the report, the formula.
pub(super) fn formulas(report: &Report) -> Vec<(&'static str, &'static str)> {
    let each = report
        .partnerships
        .iter()
        .flat_map(|one| one.figures.iter().chain(one.pacts.iter().flat_map(|pact| &pact.figures)));
    let all: Vec<&Figure> = report.whole.iter().chain(each).collect();
    let of = |key: &&'static str| all.iter().find(|figure| figure.key == *key);
    KEYS.iter().filter_map(|key| Some((*key, of(key)?.formula))).collect()
}

fn table(cx: &Cx, title: &str, figures: &[Figure]) -> Table {
    let columns = [
        Col::text(cx.t("annual-column-figure")),
        Col::num(cx.t("annual-column-value")),
        Col::num(cx.t("annual-column-facts")),
    ];
    Table::new(title, columns).rows(figures.iter().map(|figure| {
        [
            html! { (cx.code("annual-figure", figure.key)) " " sup { a.link href=(format!("#note-{}", mark(figure.key))) { (mark(figure.key)) } } },
            html! { (value(cx, figure.value)) },
            html! { (figure.facts) },
        ]
    }))
}

fn partnership(cx: &Cx, one: &Partnership) -> Markup {
    let name = cx.lang.pick(&one.name.ar, &one.name.en);
    let columns = [
        Col::text(cx.t("partnership-agreement")),
        Col::status(cx.t("record-state")),
        Col::num(cx.t("figures-activation")),
        Col::num(cx.t("figures-balance")),
    ];
    let pacts = one.pacts.iter().map(|pact| {
        let [activation, balance] = &pact.figures;
        [
            html! { (ident::Reference(&pact.code)) span.sub { (cx.lang.pick(&pact.title.ar, &pact.title.en)) } },
            tag(Tone::Plain, cx.code("activation", pact.state)),
            html! { (value(cx, activation.value)) " " sup { (mark("activation")) } },
            html! { (value(cx, balance.value)) " " sup { (mark("balance")) } },
        ]
    });
    html! {
        (Card::new(name).body(html! {
            (table(cx, name, &one.figures))
            (Table::new(cx.t("agreements-title"), columns).rows(pacts))
            @if !one.changes.is_empty() { (changes(cx, &one.changes)) }
        }))
    }
}

fn changes(cx: &Cx, all: &[Change]) -> Table {
    let columns = [
        Col::text(cx.t("annual-change")),
        Col::num(cx.t("annual-from")),
        Col::num(cx.t("annual-target")),
        Col::num(cx.t("annual-actual")),
    ];
    Table::new(cx.t("annual-changes"), columns).rows(all.iter().map(|one| {
        let [from, target, actual] = one.way.map(|figure| match figure {
            Some(figure) => html! { (figure) },
            None => html! { (cx.t("impact-no-figure")) },
        });
        [html! { (cx.lang.pick(&one.name.ar, &one.name.en)) }, from, target, actual]
    }))
}

fn notes(cx: &Cx, report: &Report) -> Markup {
    html! {
        (Card::new(cx.t("annual-notes")).id("notes").body(html! {
            ul.plain.small { @for (key, formula) in formulas(report) {
                li id=(format!("note-{}", mark(key))) {
                    sup { (mark(key)) } " " (cx.code("annual-note", key)) " " (ident::Code(formula))
                }
            } }
        }))
    }
}

fn basis(cx: &Cx, report: &Report) -> Markup {
    let rows = Summary::new()
        .row(cx.t("annual-until"), dates::both_calendars(cx.lang, report.until))
        .row(cx.t("annual-inputs"), ident::Seal(&report.inputs));
    html! {
        (Card::new(cx.t("annual-basis")).body(html! {
            (rows)
            (Note::new("seal-check", cx.t("annual-same")).tone(Tone::Info).says(cx.t("annual-same-text")))
        }))
    }
}
