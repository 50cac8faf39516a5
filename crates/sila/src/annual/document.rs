//! The report as a document, in the reader's language.

use sila_paper::{Column, Paper, Text, Tone};
use sila_seal::hex;

use super::figures::{Change, Figure, Partnership, Report};
use super::page::{formulas, mark, of_year, value};
use crate::web::{Cx, paper};

/// The report as a document.
pub fn document(cx: &Cx, report: &Report) -> Paper {
    let title = cx.t("annual-title");
    let margins = paper::margins(cx, &report.year.to_string(), cx.t("annual-caution"));
    let paper = Paper::new(paper::language(cx.lang), title, paper::day(report.until), margins);
    let paper = paper.paragraph(of_year(cx, report)).paragraph(cx.t("annual-lead"));
    let paper = paper.heading(1, cx.t("annual-whole"));
    let mut paper = figures(paper, cx, &report.whole);
    for one in &report.partnerships {
        paper = partnership(paper, cx, one);
    }
    paper = paper.heading(1, cx.t("annual-notes"));
    for (key, formula) in formulas(report) {
        let words = Text::new().and(&cx.code("annual-note", key)).and(" ").identifier(formula);
        paper = paper.clause(mark(key).to_string(), words);
    }
    let inputs = Text::new().and(&cx.t("annual-inputs")).and(": ").identifier(&hex(&report.inputs));
    paper.note(Tone::Calm, cx.t("annual-same"), cx.t("annual-same-text")).small(inputs)
}

fn figures(paper: Paper, cx: &Cx, figures: &[Figure]) -> Paper {
    let columns = vec![
        Column::new(cx.t("annual-column-figure"), 6),
        Column::new(cx.t("annual-column-value"), 2),
        Column::new(cx.t("annual-column-facts"), 2),
        Column::new(cx.t("annual-column-note"), 1),
    ];
    let rows = figures.iter().map(|figure| {
        vec![
            Text::from(cx.code("annual-figure", figure.key)),
            value(cx, figure.value).into(),
            figure.facts.to_string().into(),
            mark(figure.key).to_string().into(),
        ]
    });
    paper.table(columns, rows.collect())
}

fn partnership(paper: Paper, cx: &Cx, one: &Partnership) -> Paper {
    let paper = paper.heading(1, cx.lang.pick(&one.name.ar, &one.name.en).clone());
    let mut paper = figures(paper, cx, &one.figures);
    let columns = vec![
        Column::new(cx.t("partnership-agreement"), 5),
        Column::new(cx.t("record-state"), 2),
        Column::new(cx.t("figures-activation"), 2),
        Column::new(cx.t("figures-balance"), 2),
    ];
    let pacts = one.pacts.iter().map(|pact| {
        let [activation, balance] = &pact.figures;
        let title = cx.lang.pick(&pact.title.ar, &pact.title.en);
        vec![
            Text::new().identifier(&pact.code).and("\n").and(title),
            cx.code("activation", pact.state).into(),
            value(cx, activation.value).into(),
            value(cx, balance.value).into(),
        ]
    });
    paper = paper.heading(2, cx.t("agreements-title")).table(columns, pacts.collect());
    if one.changes.is_empty() { paper } else { changes(paper, cx, &one.changes) }
}

fn changes(paper: Paper, cx: &Cx, all: &[Change]) -> Paper {
    let columns = vec![
        Column::new(cx.t("annual-change"), 6),
        Column::new(cx.t("annual-from"), 2),
        Column::new(cx.t("annual-target"), 2),
        Column::new(cx.t("annual-actual"), 2),
    ];
    let rows = all.iter().map(|one| {
        let [from, target, actual] = one.way.map(|figure| {
            Text::from(figure.map_or_else(|| cx.t("impact-no-figure"), |n| n.to_string()))
        });
        vec![Text::new().name(cx.lang.pick(&one.name.ar, &one.name.en)), from, target, actual]
    });
    paper.heading(2, cx.t("annual-changes")).table(columns, rows.collect())
}
