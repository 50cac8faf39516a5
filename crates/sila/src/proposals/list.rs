//! `/proposals`: the pipeline: what is proposed, studied, agreed and begun, side by side; what has waited too long first.

use maud::{Markup, html};
use sila_core::proposal::Stage;

use super::store::{self, Stored};
use super::text::ProposalText;
use super::{path, stale, words};
use crate::accounts::Permission;
use crate::ask::Ask;
use crate::lineage;
use crate::meetings::entity;
use crate::partners::Names;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::{
    Button, Card, Col, Kpi, Note, Table, Tone, empty_state, heading, icon, tag,
};
use crate::web::ident::Name;
use crate::web::{Cx, Page, dates};

/// The columns of the pipeline, each with its icon.
const STAGES: [(Stage, &str); 4] = [
    (Stage::Proposed, "lightbulb"),
    (Stage::Studied, "magnifying-glass"),
    (Stage::Agreed, "handshake"),
    (Stage::Initiative, "rocket-launch"),
];

/// A proposal as the list shows it.
pub(super) struct Line {
    pub(super) row: Stored,
    pub(super) text: ProposalText,
}

/// The page.
///
/// # Errors
/// When the store cannot be read.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    let mut lines = Vec::new();
    for row in ask.app.store.read(store::all).await? {
        let text = words(&ask.app, &row)?;
        lines.push(Line { row, text });
    }
    let names = Names::all(&ask.app).await?;
    let lineage = lineage::parts::rate_card(&ask).await?;
    let cx = &ask.cx;
    let new = html! {
        @if ask.may(Permission::MeetingKeep) {
            (Button::link(cx.t("proposal-new"), cx.url("/proposals/new")).icon("plus"))
        }
    };
    let body = html! {
        (heading(cx.t("proposals-title"), Some(&cx.t("proposals-lead")), &new))
        (tiles(cx, &lines))
        div.stack {
            (waiting_too_long(&ask, &lines, &names))
            @if lines.is_empty() {
                (empty_state("lightbulb", cx.t("proposals-empty"), cx.t("proposals-empty-text"), &html! {}))
            } @else {
                div.themes #pipeline data-live="agreements" {
                    @for (stage, mark) in STAGES { (column(&ask, &lines, &names, stage, mark)) }
                }
                (ended(&ask, &lines, &names))
            }
            (lineage)
        }
    };
    Ok(Reply::page(&Page::new(cx, cx.t("proposals-title")).refreshing(60).body(body)))
}

fn tiles(cx: &Cx, lines: &[Line]) -> Markup {
    let count = |test: &dyn Fn(&Line) -> bool| lines.iter().filter(|one| test(one)).count();
    let open = count(&|one| one.row.stage.is_open(one.row.kind));
    let late = count(&|one| stale(&one.row, cx.now));
    let taken = count(&|one| matches!(one.row.stage, Stage::Agreed | Stage::Initiative));
    let refused = count(&|one| one.row.stage == Stage::Declined);
    let here = cx.url("/proposals");
    html! {
        div.kpis {
            (Kpi::new(cx, cx.t("proposals-open"), &open, here.clone()).icon("lightbulb", Tone::Gold))
            (Kpi::new(cx, cx.t("proposals-stale"), &late, here.clone()).icon("hourglass-medium", Tone::Plain).note(cx.t("proposals-stale-note")))
            (Kpi::new(cx, cx.t("proposals-taken"), &taken, here.clone()).icon("handshake", Tone::Ok))
            (Kpi::new(cx, cx.t("proposals-declined"), &refused, here).icon("x-circle", Tone::Info).note(cx.t("proposals-declined-note")))
        }
    }
}

/// No step for sixty days: shown to everybody who may read the register.
fn waiting_too_long(ask: &Ask, lines: &[Line], names: &Names) -> Markup {
    let cx = &ask.cx;
    let late: Vec<&Line> = lines.iter().filter(|one| stale(&one.row, cx.now)).collect();
    html! {
        @if !late.is_empty() {
            (Note::new("hourglass-medium", cx.t_with("proposals-stale-n", &[("n", late.len().into())])).tone(Tone::Warn).body(html! {
                p { (cx.t("proposals-stale-text")) }
                ul.plain { @for one in &late { li {
                    a.link href=(cx.url(&path(one.row.id, ""))) { (Name(one.text.title.of(cx.lang))) }
                    " · " (Name(entity(cx, names, ask.app.node.id, one.row.proposer))) " · " (dates::near(cx.lang, cx.now, one.row.moved_at))
                } } }
            }))
        }
    }
}

fn column(ask: &Ask, lines: &[Line], names: &Names, stage: Stage, mark: &str) -> Markup {
    let cx = &ask.cx;
    let here: Vec<&Line> = lines.iter().filter(|one| one.row.stage == stage).collect();
    html! {
        section.theme {
            header.theme-h {
                h2 { (icon(mark)) (cx.code("proposal-stage", stage.code())) }
                span.count { (here.len()) }
            }
            ul.theme-list { @for one in &here { li { (entry(ask, one, names)) } } }
            @if here.is_empty() { p.muted { (cx.t("proposals-none-here")) } }
        }
    }
}

fn entry(ask: &Ask, one: &Line, names: &Names) -> Markup {
    let cx = &ask.cx;
    let row = &one.row;
    html! {
        p.theme-text { a.link href=(cx.url(&path(row.id, ""))) { (Name(one.text.title.of(cx.lang))) } }
        p.muted { (cx.code("proposal-kind", row.kind.code())) " · " (Name(entity(cx, names, ask.app.node.id, row.proposer))) }
        @if stale(row, cx.now) { (tag(Tone::Bad, cx.t("proposal-stale"))) }
        @else if let Some(due) = row.due_at.filter(|_| row.stage.is_open(row.kind)) {
            (tag(if due < cx.now { Tone::Bad } else { Tone::Info }, cx.deadline(due)))
        }
    }
}

/// What came to an end without becoming anything, with the way to its reason.
fn ended(ask: &Ask, lines: &[Line], names: &Names) -> Markup {
    let cx = &ask.cx;
    let over = |one: &&Line| matches!(one.row.stage, Stage::Declined | Stage::Withdrawn);
    let over: Vec<&Line> = lines.iter().filter(over).collect();
    let columns = [
        Col::text(cx.t("proposal-one")),
        Col::text(cx.t("proposal-by")),
        Col::status(cx.t("proposal-stands")),
        Col::text(cx.t("proposal-since")),
    ];
    let rows = over.iter().map(|one| {
        [
            html! {
                a.ref href=(cx.url(&path(one.row.id, ""))) { (Name(one.text.title.of(cx.lang))) }
                span.sub { (cx.code("proposal-kind", one.row.kind.code())) }
            },
            html! { (Name(entity(cx, names, ask.app.node.id, one.row.proposer))) },
            state(cx, &one.row),
            html! { (dates::day(cx.lang, one.row.moved_at)) },
        ]
    });
    html! {
        @if !over.is_empty() {
            (Card::new(cx.t("proposals-ended")).count(over.len()).body(html! { (Table::new(cx.t("proposals-ended"), columns).rows(rows)) }))
        }
    }
}

/// Where a proposal stands, in a word.
pub(super) fn state(cx: &Cx, row: &Stored) -> Markup {
    let tone = match row.stage {
        Stage::Proposed => Tone::Gold,
        Stage::Studied => Tone::Info,
        Stage::Agreed | Stage::Initiative => Tone::Ok,
        Stage::Declined => Tone::Warn,
        Stage::Withdrawn => Tone::Plain,
    };
    tag(tone, cx.code("proposal-stage", row.stage.code()))
}
