//! `/minutes/{id}/minutes.pdf`: minutes as a file, with what every party has said of them.

use sila_paper::{Column, Paper, Text, Tone};

use super::page::{self, View};
use super::{APPROVED, Point, state};
use crate::ask::Ask;
use crate::meetings::entity;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::Summary;
use crate::web::{Cx, dates, paper};

/// The file.
///
/// # Errors
/// `page.not_found`, or when the store cannot be read.
pub async fn file(ask: Ask) -> Result<Reply, Problem> {
    let view = page::view(&ask).await?;
    paper::file(&document(&ask, &view), "minutes")
}

fn document(ask: &Ask, view: &View) -> Paper {
    let (cx, minutes) = (&ask.cx, &view.minutes);
    let word = cx.code("minutes-state", &minutes.state);
    let margins = paper::margins(cx, "", format!("{} · {word}", cx.t("minutes-title")));
    let head = Summary::new()
        .row(cx.t("report-pdf-when"), dates::both_calendars(cx.lang, minutes.starts_at))
        .row(cx.t("minutes-where"), word);
    let title = view.heading.title.of(cx.lang);
    let day = paper::day(minutes.starts_at);
    let mut paper =
        Paper::new(paper::language(cx.lang), title, day, margins).pairs(paper::pairs(&head));
    if minutes.state != APPROVED {
        paper = paper.watermark(cx.code("minutes-state", super::DRAFT)).note(
            Tone::Warning,
            cx.t("minutes-pdf-open"),
            cx.t("minutes-pdf-open-text"),
        );
    }
    if !view.before.is_empty() {
        paper = paper
            .heading(1, cx.t("minutes-unfinished"))
            .table(columns(cx), view.before.iter().map(|one| row(ask, view, one)).collect());
    }
    paper = paper
        .heading(1, cx.t("minutes-title"))
        .table(columns(cx), view.points.iter().map(|one| row(ask, view, one)).collect());
    approval(errata(paper, cx, view), ask, view)
}

fn columns(cx: &Cx) -> Vec<Column> {
    vec![
        Column::new(cx.t("minutes-pdf-number"), 1),
        Column::new(cx.t("minutes-kind"), 2),
        Column::new(cx.t("minutes-pdf-words"), 7),
        Column::new(cx.t("meeting-entity"), 3),
        Column::new(cx.t("meeting-state"), 3),
    ]
}

fn row(ask: &Ask, view: &View, one: &Point) -> Vec<Text> {
    let cx = &ask.cx;
    let mut words = Text::new().name(one.text.text.of(cx.lang));
    for (key, more) in [("minutes-basis", &one.text.basis), ("minutes-outcome", &one.text.outcome)]
    {
        if !more.is_empty() {
            words = words.and("\n").strong(&format!("{}: ", cx.t(key))).name(more);
        }
    }
    vec![
        Text::new().identifier(&one.number.to_string()),
        cx.code("point-kind", one.kind.code()).into(),
        words,
        Text::new().name(entity(cx, &view.names, ask.app.node.id, one.owner)),
        paper::words(&state(cx, one)),
    ]
}

fn errata(paper: Paper, cx: &Cx, view: &View) -> Paper {
    if view.errata.is_empty() {
        return paper;
    }
    let item = |(at, words): &(sila_core::Millis, String)| {
        Text::new().name(words).and(" · ").and(&dates::day(cx.lang, *at))
    };
    paper.heading(1, cx.t("minutes-errata")).items(view.errata.iter().map(item).collect())
}

fn approval(paper: Paper, ask: &Ask, view: &View) -> Paper {
    let cx = &ask.cx;
    let rows = view.stances.iter().map(|(party, stance)| {
        let name = Text::new().name(entity(cx, &view.names, ask.app.node.id, *party));
        vec![name, paper::words(&page::stance_tag(cx, view, *party, *stance))]
    });
    let rows: Vec<Vec<Text>> = rows.collect();
    if rows.is_empty() {
        return paper;
    }
    let columns =
        vec![Column::new(cx.t("meeting-entity"), 1), Column::new(cx.t("minutes-approval"), 1)];
    paper.heading(1, cx.t("minutes-approval")).table(columns, rows)
}
