//! `/meetings/{id}/report.pdf`: the report of a meeting as a file.

use sila_core::meeting::{PointKind, Theme, sustainability};
use sila_paper::{Column, Paper, Text};

use super::board::{self, Board};
use super::lead::{self, LeadText};
use super::report::{self, Gathered};
use super::{Entry, threats};
use crate::ask::Ask;
use crate::meetings::{entity, when};
use crate::minutes;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::Summary;
use crate::web::ident::Name;
use crate::web::{Cx, dates, paper};

/// The file.
///
/// # Errors
/// `page.not_found`, or when the store cannot be read.
pub async fn file(ask: Ask) -> Result<Reply, Problem> {
    let gathered = report::gather(&ask).await?;
    paper::file(&document(&ask, &gathered), "meeting-report")
}

fn document(ask: &Ask, gathered: &Gathered) -> Paper {
    let (cx, meeting) = (&ask.cx, &gathered.meeting);
    let margins = paper::margins(cx, "", cx.t("meeting-report"));
    let day = paper::day(meeting.row.starts_at);
    let head = Summary::new()
        .row(cx.t("report-pdf-when"), when(cx, meeting))
        .row(cx.t("report-pdf-place"), Name(meeting.heading.place.of(cx.lang)))
        .row_if(cx.t("report-pdf-present"), report::present(cx, gathered));
    let mut paper = Paper::new(paper::language(cx.lang), meeting.title(cx), day, margins)
        .pairs(paper::pairs(&head));
    if let Some(figures) = &gathered.figures {
        paper = figures.printed(paper, cx);
    }
    if let Some([achievements, challenges]) = &gathered.period {
        paper = of_period(paper, cx, "register-achievements", achievements);
        paper = of_period(paper, cx, "register-challenges", challenges);
    }
    for theme in Theme::ALL {
        paper = of_theme(paper, ask, &gathered.board, *theme);
        paper = gathered.harvest.printed(paper, cx, Some(*theme));
    }
    if gathered.harvest.has_others() {
        paper = paper.heading(1, cx.t("harvest-others"));
        paper = gathered.harvest.printed(paper, cx, None);
    }
    for kind in [PointKind::Decision, PointKind::Recommendation, PointKind::Action] {
        paper = decided(paper, ask, &gathered.board, kind);
    }
    let paper = match report::closed(cx, &gathered.board) {
        Some(share) => paper.paragraph(Text::new().strong(&share)),
        None => paper,
    };
    came(paper, cx, gathered)
}

/// Who came: each entity with how many, and the sum.
fn came(paper: Paper, cx: &Cx, gathered: &Gathered) -> Paper {
    if gathered.came.is_empty() {
        return paper;
    }
    let row = |(name, people): &(String, u32)| {
        vec![Text::new().name(name), Text::new().identifier(&people.to_string())]
    };
    let mut rows: Vec<Vec<Text>> = gathered.came.iter().map(row).collect();
    let total = Text::new().strong(&gathered.total().to_string());
    rows.push(vec![Text::new().strong(&cx.t("meeting-total")), total]);
    let columns =
        vec![Column::new(cx.t("meeting-entity"), 9), Column::new(cx.t("meeting-present"), 3)];
    paper.heading(1, cx.t("report-came")).table(columns, rows)
}

fn of_period(paper: Paper, cx: &Cx, key: &str, all: &[Entry]) -> Paper {
    if all.is_empty() {
        return paper;
    }
    let item = |one: &Entry| {
        let words = Text::new().name(one.text.text.of(cx.lang)).and(" · ");
        let words = words.and(&dates::day(cx.lang, one.noted_at));
        match one.text.note.of(cx.lang) {
            "" => words,
            note => words.and(&format!("\n{}: ", cx.t("theme-evidence"))).name(note),
        }
    };
    paper.heading(1, cx.t(key)).items(all.iter().map(item).collect())
}

fn of_theme(paper: Paper, ask: &Ask, board: &Board, theme: Theme) -> Paper {
    let cx = &ask.cx;
    let paper = paper.heading(1, cx.code("theme", theme.code()));
    let lead = board.leads.get(&theme).filter(|one| one.text != LeadText::default());
    let paper = match lead {
        Some(one) => paper.paragraph(paper::words(&lead::said(cx, &one.text))),
        None => paper,
    };
    let all = board.entries.iter().filter(|one| one.theme == theme);
    let items: Vec<Text> =
        all.map(|one| paper::words(&board::entry(ask, board, one, false))).collect();
    if items.is_empty() {
        return paper.paragraph(cx.t("theme-nothing"));
    }
    let paper = paper.items(items);
    if theme != Theme::Threat {
        return paper;
    }
    let mark = sustainability(&threats(&board.entries), ask.now);
    let words = cx.t_with("theme-sustainability", &[("n", mark.into())]);
    paper.paragraph(Text::new().strong(&words))
}

fn decided(paper: Paper, ask: &Ask, board: &Board, kind: PointKind) -> Paper {
    let cx = &ask.cx;
    let points = board.points.iter().filter(|point| point.kind == kind);
    let row = |point: &minutes::Point| {
        vec![
            Text::new().name(point.text.text.of(cx.lang)),
            Text::new().name(entity(cx, &board.names, ask.app.node.id, point.owner)),
            paper::words(&minutes::state(cx, point)),
        ]
    };
    let rows: Vec<Vec<Text>> = points.map(row).collect();
    if rows.is_empty() {
        return paper;
    }
    let columns = vec![
        Column::new(cx.code("point-kind", kind.code()), 6),
        Column::new(cx.t("meeting-entity"), 3),
        Column::new(cx.t("meeting-state"), 3),
    ];
    paper.heading(1, cx.code("report-pdf-kind", kind.code())).table(columns, rows)
}
