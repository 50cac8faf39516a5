//! The report of a meeting: who came, what was said under the four themes and on the boards, what was decided and how much of it is closed. It prints
//! on A4; what was said and decided is there as a table for other programs too.

use maud::{Markup, html};
use sila_core::meeting::{PointKind, Theme, rate, sustainability};

use super::board::{Board, of_board};
use super::harvest::{self, Harvest};
use super::period::{self, Figures};
use super::{Entry, lead, register, threats};
use crate::ask::Ask;
use crate::db::{DbError, Tx};
use crate::meetings::{Open, crumbs, entity, of, path, store as meetings, when};
use crate::minutes;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::Cx;
use crate::web::components::{Button, Col, Table, heading};
use crate::web::ident::Name;
use crate::web::workbook::harmless;

/// Everything that the report says.
pub(super) struct Gathered {
    pub meeting: Open,
    pub board: Board,
    /// Achievements and challenges of the period that it looks back upon.
    pub period: Option<[Vec<Entry>; 2]>,
    /// What the node counted in it.
    pub figures: Option<Figures>,
    /// The delegations of which somebody was there, by name, each with how many.
    pub came: Vec<(String, u32)>,
    /// What its rooms brought.
    pub harvest: Harvest,
    counts: meetings::Counts,
}

impl Gathered {
    /// How many people were there, as the delegations say.
    pub(super) fn total(&self) -> u32 {
        self.came.iter().map(|(_, people)| people).sum()
    }
}

/// Reads the report of the meeting of the address.
///
/// # Errors
/// `page.not_found`, or when the store cannot be read.
pub(super) async fn gather(ask: &Ask) -> Result<Gathered, Problem> {
    let meeting = of(ask).await?;
    let board = of_board(ask, &meeting).await?;
    let id = meeting.row.id;
    let read = move |tx: &mut dyn Tx| -> Result<_, DbError> {
        Ok((meetings::counts(tx, id)?, meetings::delegations(tx, id)?))
    };
    let (counts, delegations) = ask.app.store.read(read).await?;
    let name = |party| entity(&ask.cx, &board.names, ask.app.node.id, party).to_owned();
    let came = delegations.iter().filter(|one| one.present > 0);
    let mut came: Vec<(String, u32)> = came.map(|one| (name(one.party), one.present)).collect();
    came.sort();
    let (period, figures) = match meeting.heading.period {
        Some((from, until)) => {
            let (from, until) = (sila_core::Millis(from), sila_core::Millis(until));
            let entries = register::of_period(&ask.app, from, until).await?;
            (Some(entries), Some(period::figures(&ask.app, from, until).await?))
        }
        None => (None, None),
    };
    let harvest = harvest::of_meeting(ask, &board.names, id).await?;
    Ok(Gathered { meeting, board, period, figures, came, harvest, counts })
}

/// How many people of how many entities were there; nothing while nobody was.
pub(super) fn present(cx: &Cx, gathered: &Gathered) -> Option<String> {
    let counts = &gathered.counts;
    if counts.present == 0 {
        return None;
    }
    let numbers = [("entities", counts.entities_present.into()), ("people", counts.present.into())];
    Some(cx.t_with("report-counts", &numbers))
}

/// How much of what was decided is closed; nothing when nothing is owed.
pub(super) fn closed(cx: &Cx, board: &Board) -> Option<String> {
    let owed: Vec<_> = board.points.iter().filter(|point| point.kind.is_owed()).collect();
    let closed = owed.iter().filter(|point| !point.is_open()).count();
    let of = |n: usize| u64::try_from(n).unwrap_or(u64::MAX);
    let share = rate(of(closed), of(owed.len()))?;
    let numbers = [("n", share.into()), ("closed", closed.into()), ("total", owed.len().into())];
    Some(cx.t_with("minutes-rate", &numbers))
}

/// The page.
///
/// # Errors
/// `page.not_found`, or when the store cannot be read.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    let gathered = gather(&ask).await?;
    let Gathered { meeting, board, period, figures, .. } = &gathered;
    let (cx, id) = (&ask.cx, meeting.row.id);
    let top = html! {
        button.btn.line type="button" data-print hidden { (cx.t("meeting-print")) }
        (Button::link(cx.t("report-pdf"), cx.url(&path(id, "/report.pdf"))).line().icon("file-text"))
        (Button::link(cx.t("report-csv"), cx.url(&path(id, "/report.csv"))).line().icon("download-simple"))
    };
    let body = html! {
        div.no-print { (heading(cx.t("meeting-report"), Some(&cx.t("report-lead")), &top)) }
        article.sheet.report {
            header.sheet-h {
                div { h2 { (Name(meeting.title(cx))) } p { (when(cx, meeting)) " · " (Name(meeting.heading.place.of(cx.lang))) } }
                div.sheet-ref { (Name(cx.agency())) }
            }
            @if let Some(present) = present(cx, &gathered) { p { (present) } }
            @if let Some(figures) = figures { (figures.shown(cx)) }
            @if let Some([achievements, challenges]) = period { (register::lists(cx, achievements, challenges)) }
            @for theme in Theme::ALL { (of_theme(&ask, &gathered, *theme)) }
            @if gathered.harvest.has_others() {
                section.report-theme { h3 { (cx.t("harvest-others")) } (gathered.harvest.shown(cx, None)) }
            }
            (decided(&ask, meeting, board))
            (delegations(cx, &gathered))
        }
    };
    Ok(Reply::page(&crumbs(cx, cx.t("meeting-report"), meeting).body(body)))
}

/// Who came: each entity with how many, and the sum.
fn delegations(cx: &Cx, gathered: &Gathered) -> Markup {
    let columns = [Col::text(cx.t("meeting-entity")), Col::num(cx.t("meeting-present"))];
    let rows =
        gathered.came.iter().map(|(name, people)| [html! { (Name(name)) }, html! { (people) }]);
    let total = [html! { b { (cx.t("meeting-total")) } }, html! { b { (gathered.total()) } }];
    html! {
        @if !gathered.came.is_empty() {
            section.report-theme { h3 { (cx.t("report-came")) } (Table::new(cx.t("report-came"), columns).rows(rows).row(total)) }
        }
    }
}

fn of_theme(ask: &Ask, gathered: &Gathered, theme: Theme) -> Markup {
    let (cx, board) = (&ask.cx, &gathered.board);
    let all: Vec<&Entry> = board.entries.iter().filter(|one| one.theme == theme).collect();
    let mark = sustainability(&threats(&board.entries), ask.now);
    html! {
        section.report-theme {
            h3 { (cx.code("theme", theme.code())) }
            @if let Some(lead) = board.leads.get(&theme) { (lead::said(cx, &lead.text)) }
            @if all.is_empty() { p.muted { (cx.t("theme-nothing")) } }
            ol { @for one in all { li { (super::board::entry(ask, board, one, false)) } } }
            (gathered.harvest.shown(cx, Some(theme)))
            @if theme == Theme::Threat { p { b { (cx.t_with("theme-sustainability", &[("n", mark.into())])) } } }
        }
    }
}

fn decided(ask: &Ask, meeting: &Open, board: &Board) -> Markup {
    let cx = &ask.cx;
    html! {
        @for kind in [PointKind::Decision, PointKind::Recommendation, PointKind::Action] {
            @let all: Vec<_> = board.points.iter().filter(|point| point.kind == kind).collect();
            @if !all.is_empty() {
                section.report-theme {
                    h3 { (cx.code("point-kind", kind.code())) }
                    ol { @for point in all { li {
                        (Name(point.text.text.of(cx.lang)))
                        p.muted { (Name(entity(cx, &board.names, ask.app.node.id, point.owner))) " " (minutes::state(cx, point)) }
                    } } }
                }
            }
        }
        @if let Some(share) = closed(cx, board) { p { b { (share) } } }
        p.no-print { a.link href=(cx.url(&format!("/minutes/{}", meeting.row.id))) { (cx.t("minutes-open")) } }
    }
}

/// The same as a table, in UTF-8 with its mark, so that spreadsheets read Arabic.
///
/// # Errors
/// `page.not_found`, or when the store cannot be read.
pub async fn csv(ask: Ask) -> Result<Reply, Problem> {
    let Gathered { board, figures, harvest, .. } = gather(&ask).await?;
    let cx = &ask.cx;
    let mut out = String::from("\u{feff}");
    let heads = ["report-part", "report-text-ar", "report-text-en", "report-more", "meeting-state"];
    line(&mut out, &heads.map(|key| cx.t(key)));
    for row in figures.iter().flat_map(|figures| figures.rows(cx)) {
        line(&mut out, &row);
    }
    for (theme, one) in &board.leads {
        let (text, part) = (&one.text, cx.t("reporter-summary"));
        let theme = cx.code("theme", theme.code());
        let who = [text.facilitator.as_str(), text.reporter.as_str()];
        let who: Vec<&str> = who.into_iter().filter(|name| !name.is_empty()).collect();
        let summary = &text.summary;
        let cells = [theme, summary.ar.clone(), summary.en.clone(), who.join(" · "), part];
        line(&mut out, &cells);
    }
    for one in &board.entries {
        let state =
            if one.closed_at.is_some() { cx.t("register-closed") } else { cx.t("register-open") };
        let text = &one.text;
        let cells = [
            cx.code("theme", one.theme.code()),
            text.text.ar.clone(),
            text.text.en.clone(),
            text.note.of(cx.lang).to_owned(),
            state,
        ];
        line(&mut out, &cells);
    }
    for row in harvest.rows(cx) {
        line(&mut out, &row);
    }
    for point in &board.points {
        let owner = entity(cx, &board.names, ask.app.node.id, point.owner).to_owned();
        let state = minutes::state_word(cx, point);
        let text = &point.text.text;
        line(
            &mut out,
            &[
                cx.code("point-kind", point.kind.code()),
                text.ar.clone(),
                text.en.clone(),
                owner,
                state,
            ],
        );
    }
    Ok(Reply::file("text/csv; charset=utf-8", "meeting-report.csv", out.into_bytes()))
}

/// One row (RFC 4180). A cell that a spreadsheet would take for a formula begins with an apostrophe.
pub(super) fn line(out: &mut String, cells: &[String]) {
    for (nth, cell) in cells.iter().enumerate() {
        if nth > 0 {
            out.push(',');
        }
        out.push('"');
        out.push_str(&harmless(cell).replace('"', "\"\""));
        out.push('"');
    }
    out.push_str("\r\n");
}
