//! The roadmap: what is due next, and what is late.

use std::collections::BTreeSet;

use maud::{Markup, html};
use sila_core::Millis;
use sila_core::obligation::Standing;

use super::relation::Relation;
use super::risks;
use crate::activation::ledger::Book;
use crate::obligations::list;
use crate::web::components::{Card, Task, Tone, empty_state, tag};
use crate::web::{Cx, dates, ident};

/// So far ahead the roadmap looks.
const AHEAD_DAYS: i64 = 366;
/// The most lines of a roadmap.
const LINES_MAX: usize = 40;
/// The last minute of a day.
const END_OF_DAY: u16 = 24 * 60 - 1;

/// Something with a day.
struct Line {
    at: Millis,
    /// The key of its kind.
    kind: &'static str,
    icon: &'static str,
    words: String,
    path: String,
}

/// The roadmap.
pub fn card(cx: &Cx, relation: &Relation) -> Markup {
    let mut lines: Vec<Line> = Vec::new();
    for book in &relation.books {
        lines.extend(obligations(cx, book));
        lines.extend(milestones(cx, book));
        lines.extend(indicators(cx, book));
        lines.push(renewal(cx, book));
    }
    lines.extend(relation.threats.iter().map(|threat| Line {
        at: threat.review_at,
        kind: "ahead-review",
        icon: "shield-warning",
        words: cx.t("ahead-threat"),
        path: "/themes".to_owned(),
    }));
    let both = relation.risks.iter().filter(|one| one.agreed && !one.risk.over);
    lines.extend(both.map(|one| Line {
        at: one.risk.due_at(),
        kind: "ahead-review",
        icon: "shield-warning",
        words: one.risk.text.of(cx.lang).to_owned(),
        path: risks::path(relation.agency, Some(one.record)),
    }));
    lines.retain(|line| line.at < cx.now.plus_days(AHEAD_DAYS));
    lines.sort_by(|a, b| (a.at, a.kind, &a.words).cmp(&(b.at, b.kind, &b.words)));
    let count = lines.len();
    let none = empty_state("path", cx.t("ahead-nothing"), cx.t("ahead-nothing-text"), &html! {});
    html! {
        (Card::new(cx.t("ahead-title")).id("roadmap").count(count).body(html! {
            p.muted { (cx.t("ahead-lead")) }
            @if lines.is_empty() { (none) }
            @else { ul.tasks { @for line in lines.iter().take(LINES_MAX) { (task(cx, line)) } } }
        }))
    }
}

fn task(cx: &Cx, line: &Line) -> Task {
    let tone = if line.at < cx.now { Tone::Bad } else { Tone::Gold };
    Task::new(line.icon, tone, ident::Name(&line.words), cx.url(&line.path))
        .meta(html! { (cx.t(line.kind)) " · " (dates::day(cx.lang, line.at)) })
        .end(tag(if line.at < cx.now { Tone::Bad } else { Tone::Plain }, cx.deadline(line.at)))
}

/// What is late, and of each obligation the next time.
fn obligations(cx: &Cx, book: &Book) -> Vec<Line> {
    let mut all = book.ledger.instances(cx.now.plus_days(AHEAD_DAYS));
    all.retain(|one| !matches!(one.life.standing(cx.now), Standing::Settled(_)));
    let mut next = BTreeSet::new();
    all.retain(|one| one.due.at < cx.now || next.insert(one.duty.number));
    let line = |one: &sila_core::partnership::Instance<'_>| Line {
        at: one.due.at,
        kind: "ahead-obligation",
        icon: "check-square-offset",
        words: cx.lang.pick(&one.duty.text.ar, &one.duty.text.en).clone(),
        path: list::path(book, one),
    };
    all.iter().map(line).collect()
}

fn milestones(cx: &Cx, book: &Book) -> Vec<Line> {
    let mut lines = Vec::new();
    for course in book.ledger.courses().iter().filter(|course| course.ended_at.is_none()) {
        for step in &course.plan.milestones {
            let said = course.reached.get(&step.number);
            if said.is_some_and(|said| said.confirmed().is_some()) {
                continue;
            }
            lines.push(Line {
                at: step.due.at_minute(END_OF_DAY),
                kind: "ahead-milestone",
                icon: "rocket-launch",
                words: cx.lang.pick(&step.title.ar, &step.title.en).clone(),
                path: format!("/initiatives/{}", course.record),
            });
        }
    }
    lines
}

fn indicators(cx: &Cx, book: &Book) -> Vec<Line> {
    let impact = book.ledger.impact();
    let open = impact.iter().filter(|one| one.reached().is_none_or(|reached| reached < 1_000));
    let line = |one: &sila_core::partnership::Impact<'_>| Line {
        at: one.indicator.due.at_minute(END_OF_DAY),
        kind: "ahead-indicator",
        icon: "chart-bar",
        words: cx.lang.pick(&one.indicator.name.ar, &one.indicator.name.en).clone(),
        path: format!("/agreements/{}/impact", book.ledger.agreement.id),
    };
    open.map(line).collect()
}

fn renewal(cx: &Cx, book: &Book) -> Line {
    let agreement = &book.ledger.agreement;
    Line {
        at: book.ledger.until(),
        kind: "ahead-renewal",
        icon: "arrows-clockwise",
        words: cx.lang.pick(&agreement.title_ar, &agreement.title_en).clone(),
        path: format!("/agreements/{}", agreement.id),
    }
}
