//! `/meetings/{id}/followup`: what became of a meeting, half a year later: of each decision, recommendation and action, each
//! idea that was answered and each initiative that came of it: what was promised and by whom, what happened, and what was
//! measured. Nothing is typed in: it is read from the minutes, the rooms of the meeting and what both parties have signed. As
//! page, as PDF and as table.

use std::collections::BTreeSet;

use maud::{Markup, html};
use sila_core::meeting::{PointEnd, PointKind};
use sila_core::partnership::{Course, Measure};
use sila_core::{IdeaId, Millis, RecordId};
use sila_paper::{Column, Paper, Text};

use super::board::of_board;
use super::fate::{self, Fate, Known};
use super::report::line;
use crate::ask::Ask;
use crate::db::{DbError, Tx};
use crate::ideas::answers::{self, one as idea_page};
use crate::ideas::board::{self as ideas, parts::by};
use crate::ideas::rooms::{self, Room};
use crate::meetings::store::FOLLOW_DAYS;
use crate::meetings::{Open, crumbs, entity, of, path, when};
use crate::minutes::{self, Point};
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::{Button, Card, Col, Note, Summary, Table, Tone, empty_state, heading};
use crate::web::ident::Name;
use crate::web::{Arg, Cx, dates, paper};

/// What was promised, and what became of it.
struct Row {
    /// What it is, in words.
    kind: String,
    /// What was promised.
    words: String,
    /// By whom; may be empty.
    who: String,
    /// By when, as far as a day was named.
    due: Option<Millis>,
    /// What happened.
    happened: String,
    /// It has come to a good end.
    kept: bool,
    /// What was measured; empty while nothing was.
    measured: String,
    /// Where it stands, without language.
    path: String,
}

/// Everything that the table says.
struct Followed {
    meeting: Open,
    rows: Vec<Row>,
    /// When it is looked at, half a year after the meeting.
    due: Millis,
}

impl Followed {
    fn kept(&self) -> usize {
        self.rows.iter().filter(|row| row.kept).count()
    }

    fn count(&self, cx: &Cx) -> String {
        let of = [("n", self.kept().into()), ("total", self.rows.len().into())];
        cx.t_with("followup-count", &of)
    }

    /// Whether half a year has passed, in words.
    fn standing(&self, cx: &Cx) -> String {
        let key = if self.due <= cx.now { "followup-was-due" } else { "followup-before" };
        cx.t_with(key, &[("day", Arg::phrase(dates::day(cx.lang, self.due)))])
    }
}

async fn gather(ask: &Ask) -> Result<Followed, Problem> {
    let (meeting, cx) = (of(ask).await?, &ask.cx);
    let board = of_board(ask, &meeting).await?;
    let known = Known::read(&ask.app, board.names).await?;
    let mut rows: Vec<Row> = Vec::new();
    for kind in [PointKind::Decision, PointKind::Recommendation, PointKind::Action] {
        let points = board.points.iter().filter(|point| point.kind == kind);
        rows.extend(points.map(|one| of_point(ask, &known, one, &board.points)));
    }
    let mut begun: BTreeSet<RecordId> =
        board.entries.iter().filter_map(|entry| entry.initiative).collect();
    let id = meeting.row.id.0;
    for room in ask.app.store.read(move |tx| rooms::store::of_meeting(tx, id)).await? {
        let in_room = room.id;
        for idea in ask.app.store.read(move |tx| answers::store::promised(tx, in_room)).await? {
            let (row, initiatives) = of_idea(ask, &known, &room, idea).await?;
            rows.extend(row);
            begun.extend(initiatives);
        }
    }
    rows.extend(begun.into_iter().filter_map(|record| of_initiative(cx, &known, record)));
    let due = meeting.row.starts_at.plus_days(FOLLOW_DAYS[0]);
    Ok(Followed { meeting, rows, due })
}

/// A point of the minutes. A decision is kept when all that was to carry it out is done.
fn of_point(ask: &Ask, known: &Known, one: &Point, all: &[Point]) -> Row {
    let cx = &ask.cx;
    let carrying: Vec<&Point> =
        all.iter().filter(|point| point.text.ties.carries_out == Some(one.number)).collect();
    let done = carrying.iter().filter(|point| point.is_done()).count();
    let (mut happened, kept) = match (one.kind, carrying.len()) {
        (PointKind::Decision, 0) => (cx.t("followup-decided"), false),
        (PointKind::Decision, total) => {
            let of = [("n", done.into()), ("total", total.into())];
            (cx.t_with("followup-carried", &of), done == total)
        }
        _ => (minutes::state_word(cx, one), matches!(one.end, Some((PointEnd::Done, _)))),
    };
    if !one.text.outcome.is_empty() {
        happened = format!("{happened}: {}", one.text.outcome);
    }
    Row {
        kind: cx.code("point-kind", one.kind.code()),
        words: one.text.text.of(cx.lang).to_owned(),
        who: entity(cx, &known.names, ask.app.node.id, one.owner).to_owned(),
        due: one.due_at.map(|due| due.plus_minutes(-1)),
        happened,
        kept,
        measured: String::new(),
        path: minutes::path(one.meeting, &format!("#point-{}", one.number)),
    }
}

/// An idea that was answered or became something, with how far that is today, and the initiatives it became.
async fn of_idea(
    ask: &Ask,
    known: &Known,
    room: &Room,
    id: IdeaId,
) -> Result<(Option<Row>, Vec<RecordId>), Problem> {
    let cx = &ask.cx;
    let read = move |tx: &mut dyn Tx| -> Result<_, DbError> {
        Ok((ideas::store::find(tx, id)?, answers::store::of(tx, id)?))
    };
    let (idea, answer) = ask.app.store.read(read).await?;
    let Some(idea) = idea else { return Ok((None, Vec::new())) };
    let (said, fates) = (ideas::said(&ask.app, &idea)?, fate::of(ask, known, id).await?);
    let begun: Vec<RecordId> = fates.iter().filter_map(|one| one.initiative).collect();
    let answered = answer.map(|one| cx.code("idea-answer-code", &one.code));
    let happened: Vec<String> = answered.into_iter().chain(fates.iter().map(Fate::said)).collect();
    let measured = begun.iter().filter_map(|id| Some(measured(cx, &known.course(*id)?.1)));
    let measured: Vec<String> = measured.filter(|text| !text.is_empty()).collect();
    let named = Some(by(cx, &said)).filter(|by| !by.is_empty());
    let row = Row {
        kind: cx.t("followup-idea"),
        who: named.unwrap_or_else(|| cx.t("idea-by-nobody")),
        words: said.text,
        due: None,
        kept: fates.iter().any(|one| one.reached),
        happened: happened.join("\n"),
        measured: measured.join("\n"),
        path: idea_page::path(room, id),
    };
    Ok((Some(row), begun))
}

/// An initiative that stands under a theme or came of an idea.
fn of_initiative(cx: &Cx, known: &Known, record: RecordId) -> Option<Row> {
    let (kind, path) = (cx.t("followup-initiative"), format!("/initiatives/{record}"));
    let Some((book, course)) = known.course(record) else {
        let words = known.proposed(cx, record)?;
        let (who, measured) = (String::new(), String::new());
        let happened = cx.t("followup-proposed");
        return Some(Row { kind, words, who, due: None, happened, kept: false, measured, path });
    };
    let plan = course.plan;
    Some(Row {
        kind,
        words: cx.lang.pick(&plan.title.ar, &plan.title.en).clone(),
        who: book.name(cx.lang, plan.lead).to_owned(),
        due: plan.milestones.iter().map(|one| one.due.at_minute(0)).max(),
        happened: fate::progress(cx, &course),
        kept: course.impact.is_some(),
        measured: measured(cx, &course),
        path,
    })
}

/// What both have measured of an initiative: before, aimed at, reached. A figure of one party alone is said to be that.
fn measured(cx: &Cx, course: &Course<'_>) -> String {
    let line = |one: &Measure| {
        let said = course.actuals.get(&one.number)?;
        let figure = said.deed.figure?;
        let key = match said.confirmed() {
            Some(_) => "followup-measure",
            None => "followup-measure-alone",
        };
        let before = one.baseline.map_or_else(|| cx.t("measure-unknown"), |n| n.to_string());
        let args = [
            ("name", cx.lang.pick(&one.name.ar, &one.name.en).into()),
            ("before", before.into()),
            ("target", one.target.to_string().into()),
            ("actual", figure.to_string().into()),
        ];
        Some(cx.t_with(key, &args))
    };
    course.plan.measures.iter().filter_map(line).collect::<Vec<String>>().join("\n")
}

fn heads(cx: &Cx) -> [String; 6] {
    ["what", "promised", "who", "due", "happened", "measured"]
        .map(|name| cx.t(&format!("followup-{name}")))
}

impl Row {
    fn due(&self, cx: &Cx) -> String {
        self.due.map_or_else(|| "–".to_owned(), |due| dates::day(cx.lang, due))
    }

    fn measured(&self, cx: &Cx) -> String {
        if self.measured.is_empty() { cx.t("followup-not-measured") } else { self.measured.clone() }
    }

    fn shown(&self, cx: &Cx) -> [Markup; 6] {
        [
            html! { (self.kind) },
            html! { a.ref href=(cx.url(&self.path)) { (Name(&self.words)) } },
            html! { (Name(&self.who)) },
            html! { (self.due(cx)) },
            html! { @for line in self.happened.lines() { div { (Name(line)) } } },
            html! { @for line in self.measured(cx).lines() { div { (Name(line)) } } },
        ]
    }

    fn printed(&self, cx: &Cx) -> Vec<Text> {
        let (due, measured) = (self.due(cx), self.measured(cx));
        vec![
            self.kind.clone().into(),
            Text::new().name(&self.words),
            Text::new().name(&self.who),
            due.into(),
            Text::new().name(&self.happened),
            Text::new().name(&measured),
        ]
    }
}

/// The page.
///
/// # Errors
/// `page.not_found`, or when the store cannot be read.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    let followed = gather(&ask).await?;
    let (cx, id) = (&ask.cx, followed.meeting.row.id);
    let to = |rest: &str| cx.url(&path(id, rest));
    let top = html! {
        (Button::link(cx.t("report-pdf"), to("/followup.pdf")).line().icon("file-text"))
        (Button::link(cx.t("report-csv"), to("/followup.csv")).line().icon("download-simple"))
    };
    let (title, text) = (cx.t("followup-none"), cx.t("followup-none-text"));
    let none = empty_state("list-checks", title, text, &html! {});
    let table = Table::new(cx.t("followup-title"), heads(cx).map(Col::text))
        .rows(followed.rows.iter().map(|row| row.shown(cx)))
        .when_empty(none);
    let body = html! {
        (heading(cx.t("followup-title"), Some(&cx.t("followup-lead")), &top))
        div.stack {
            (Note::new("clock-countdown", followed.standing(cx)).tone(Tone::Info).says(followed.count(cx)))
            (Card::new(cx.t("followup-title")).count(followed.rows.len()).body(html! { (table) }))
        }
    };
    Ok(Reply::page(&crumbs(cx, cx.t("followup-title"), &followed.meeting).body(body)))
}

/// The same as a file.
///
/// # Errors
/// As [`page`].
pub async fn file(ask: Ask) -> Result<Reply, Problem> {
    let followed = gather(&ask).await?;
    let (cx, meeting) = (&ask.cx, &followed.meeting);
    let head = Summary::new()
        .row(cx.t("report-pdf-when"), when(cx, meeting))
        .row(cx.t("report-pdf-place"), Name(meeting.heading.place.of(cx.lang)))
        .row(cx.t("followup-asked"), followed.standing(cx))
        .row(cx.t("followup-kept"), followed.count(cx));
    let margins = paper::margins(cx, "", cx.t("followup-title"));
    let day = paper::day(meeting.row.starts_at);
    let printed = Paper::new(paper::language(cx.lang), meeting.title(cx), day, margins)
        .pairs(paper::pairs(&head))
        .heading(1, cx.t("followup-title"));
    let rows: Vec<Vec<Text>> = followed.rows.iter().map(|row| row.printed(cx)).collect();
    let printed = match rows.is_empty() {
        true => printed.paragraph(cx.t("followup-none")),
        false => printed.table(columns(cx), rows),
    };
    paper::file(&printed, "meeting-followup")
}

fn columns(cx: &Cx) -> Vec<Column> {
    let shares = [2, 5, 3, 2, 4, 4];
    heads(cx).into_iter().zip(shares).map(|(head, share)| Column::new(head, share)).collect()
}

/// The same as a table for other programs, in UTF-8 with its mark.
///
/// # Errors
/// As [`page`].
pub async fn csv(ask: Ask) -> Result<Reply, Problem> {
    let (followed, cx) = (gather(&ask).await?, &ask.cx);
    let mut out = String::from("\u{feff}");
    line(&mut out, &heads(cx));
    for row in &followed.rows {
        let cells = [
            row.kind.clone(),
            row.words.clone(),
            row.who.clone(),
            row.due(cx),
            row.happened.clone(),
            row.measured(cx),
        ];
        line(&mut out, &cells);
    }
    Ok(Reply::file("text/csv; charset=utf-8", "meeting-followup.csv", out.into_bytes()))
}
