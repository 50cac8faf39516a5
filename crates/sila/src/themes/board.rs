//! The four themes of a meeting, beside each other in their fixed order.

use std::collections::BTreeMap;

use maud::{Markup, html};
use sila_core::meeting::{Gravity, MARK_MAX, Theme, sustainability};
use uuid::Uuid;

use super::lead::{self, Lead};
use super::needs::words;
use super::{Entry, of_meeting, store, threats};
use crate::accounts::Permission;
use crate::ask::Ask;
use crate::lineage::parts::{Ways, ways};
use crate::lineage::{Became, End, Kind};
use crate::meetings::text::Words;
use crate::meetings::{Open, crumbs, entity, of, path};
use crate::minutes::{self, Point};
use crate::partners::Names;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::{Button, Tone, heading, icon, post, tag};
use crate::web::ident::{Code, Name};
use crate::web::{Arg, Cx, Errors, Form, dates};

/// Everything that a board shows.
pub struct Board {
    /// Its entries, by theme and time.
    pub entries: Vec<Entry>,
    /// The points of the meeting's minutes.
    pub points: Vec<Point>,
    /// Number and words of each need.
    pub needs: BTreeMap<Uuid, (String, Words)>,
    /// What entities are called.
    pub names: Names,
    /// From what its entries came, and what came of them.
    pub ways: Ways,
    /// Who leads each theme.
    pub leads: BTreeMap<Theme, Lead>,
}

/// Reads the board of a meeting.
///
/// # Errors
/// When the store cannot be read.
pub async fn of_board(ask: &Ask, meeting: &Open) -> Result<Board, Problem> {
    let entries = of_meeting(&ask.app, meeting.row.id).await?;
    let points = minutes::points(&ask.app, meeting.row.id).await?;
    let mut needs = BTreeMap::new();
    for one in ask.app.store.read(store::needs).await? {
        let text = words(&ask.app, &one)?;
        needs.insert(one.id, (one.code, text));
    }
    let here = entries.iter().map(|one| one.id).collect();
    let ways = ways(ask, Kind::Entry, Became::Challenge, &here).await?;
    let (names, leads) =
        (Names::all(&ask.app).await?, lead::of_meeting(&ask.app, meeting.row.id).await?);
    Ok(Board { entries, points, needs, names, ways, leads })
}

/// The page.
///
/// # Errors
/// `page.not_found`, or when the store cannot be read.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    let meeting = of(&ask).await?;
    let board = of_board(&ask, &meeting).await?;
    let (cx, keeps) = (&ask.cx, ask.may(Permission::MeetingKeep));
    let mark = sustainability(&threats(&board.entries), ask.now);
    let top = html! {
        (tag(Tone::Info, cx.t_with("theme-sustainability", &[("n", mark.into())])))
        (Button::link(cx.t("meeting-report"), cx.url(&path(meeting.row.id, "/report"))).line().icon("file-text"))
    };
    let body = html! {
        (heading(cx.t("themes-title"), Some(&cx.t("themes-lead")), &top))
        div.themes #themes data-live="meetings" { @for theme in Theme::ALL {
            section.theme data-theme=(theme.code()) {
                @let of_theme: Vec<&Entry> = board.entries.iter().filter(|one| one.theme == *theme).collect();
                header.theme-h {
                    h2 { (icon(mark_of(*theme))) (cx.code("theme", theme.code())) }
                    span.count { (of_theme.len()) }
                }
                (lead::shown(&ask, &meeting, *theme, board.leads.get(theme)))
                ul.theme-list { @for one in &of_theme { li id={ "entry-" (one.id) } {
                    (entry(&ask, &board, one, keeps))
                    (board.ways.lines(&ask, (Kind::Entry, End::of(one.id)), true))
                } } }
                @if of_theme.is_empty() { p.muted { (cx.t("theme-nothing")) } }
                @if keeps {
                    (Button::link(cx.t("theme-add"), cx.url(&path(meeting.row.id, &format!("/themes/{}", theme.code().to_lowercase())))).line().small().icon("plus"))
                }
            }
        } }
    };
    Ok(Reply::page(&crumbs(cx, cx.t("themes-title"), &meeting).refreshing(30).body(body)))
}

fn mark_of(theme: Theme) -> &'static str {
    match theme {
        Theme::Strength => "barbell",
        Theme::Challenge => "mountains",
        Theme::Opportunity => "rocket-launch",
        Theme::Threat => "shield-warning",
    }
}

/// One entry with what its theme adds.
pub fn entry(ask: &Ask, board: &Board, one: &Entry, keeps: bool) -> Markup {
    let cx = &ask.cx;
    html! {
        p.theme-text dir="auto" { (one.text.text.of(cx.lang)) }
        @if !one.text.said_by.is_empty() { p.muted { (Name(&one.text.said_by)) } }
        @match one.theme {
            Theme::Strength => (strength(cx, one)),
            Theme::Challenge => (challenge(ask, board, one, keeps)),
            Theme::Opportunity => (opportunity(cx, board, one)),
            Theme::Threat => (threat(cx, one, keeps)),
        }
    }
}

fn strength(cx: &Cx, one: &Entry) -> Markup {
    html! {
        @if !one.text.note.is_empty() { p.theme-note { (icon("seal-check")) span { b { (cx.t("theme-evidence")) ": " } (Name(one.text.note.of(cx.lang))) } } }
        (initiative(cx, one))
    }
}

fn initiative(cx: &Cx, one: &Entry) -> Markup {
    html! {
        @if let Some(record) = one.initiative {
            p.theme-note { (icon("rocket-launch")) a.link href=(cx.url(&format!("/initiatives/{record}"))) { (cx.t("theme-initiative")) } }
        }
    }
}

fn challenge(ask: &Ask, board: &Board, one: &Entry, keeps: bool) -> Markup {
    let cx = &ask.cx;
    let actions: Vec<&Point> =
        board.points.iter().filter(|point| point.entry == Some(one.id)).collect();
    let done =
        actions.iter().any(|point| point.is_done()) && !actions.iter().any(|point| point.is_open());
    html! {
        @for point in &actions {
            p.theme-note {
                (icon("list-checks"))
                span {
                    (Name(point.text.text.of(cx.lang))) " · " (Name(entity(cx, &board.names, ask.app.node.id, point.owner)))
                    " " (minutes::state(cx, point))
                    @if !point.text.outcome.is_empty() { br; b { (cx.t("minutes-outcome")) ": " } (Name(&point.text.outcome)) }
                }
            }
        }
        @match one.closed_at {
            Some(at) => (tag(Tone::Ok, cx.t_with("theme-closed", &[("day", Arg::phrase(dates::day(cx.lang, at)))]))),
            None if keeps && done => (post(cx, &format!("/themes/{}/closing", one.id), &html! { (Button::submit(cx.t("theme-close")).small().soft()) })),
            None => p.hint { (cx.t("theme-closes-with")) },
        }
    }
}

fn opportunity(cx: &Cx, board: &Board, one: &Entry) -> Markup {
    html! {
        @for need in one.needs.iter().filter_map(|need| board.needs.get(need)) {
            p.theme-note { (icon("heartbeat")) span { (Code(&need.0)) " " (Name(need.1.of(cx.lang))) } }
        }
        (initiative(cx, one))
    }
}

fn threat(cx: &Cx, one: &Entry, keeps: bool) -> Markup {
    let Some(rated) = one.threat else { return html! {} };
    let tone = match rated.gravity() {
        Gravity::High => Tone::Bad,
        Gravity::Medium => Tone::Warn,
        Gravity::Low => Tone::Ok,
    };
    let marks = [
        ("likelihood", rated.likelihood.into()),
        ("impact", rated.impact.into()),
        ("n", rated.exposure().into()),
    ];
    let (late, due) =
        (rated.is_unreviewed(cx.now), dates::day(cx.lang, rated.review_at.plus_minutes(-1)));
    let (blank, none) = (crate::web::Pairs::default(), Errors::none());
    let form = Form::new(cx, &blank, &none);
    let choices = || (1..=MARK_MAX).map(|n| (n.to_string(), cx.t(&format!("theme-mark-{n}"))));
    html! {
        p { (tag(tone, html! { (cx.code("gravity", rated.gravity().code())) " · " (cx.t_with("theme-exposure", &marks)) })) }
        @if !one.text.note.is_empty() { p.theme-note { (icon("shield-check")) span { b { (cx.t("theme-mitigation")) ": " } (Name(one.text.note.of(cx.lang))) } } }
        @if one.closed_at.is_some() { (tag(Tone::Plain, cx.t("theme-over"))) }
        @else if late { (tag(Tone::Bad, cx.t_with("theme-review-late", &[("day", Arg::phrase(due))]))) }
        @else { p.hint { (cx.t_with("theme-review-on", &[("day", Arg::phrase(due))])) } }
        @if keeps && one.closed_at.is_none() {
            details.fold id={ "rate-" (one.id) } {
                summary { (cx.t("theme-rate-again")) }
                (post(cx, &format!("/themes/{}/closing", one.id), &html! {
                    (form.select("likelihood", cx.t("theme-likelihood")).choices(choices()))
                    (form.select("impact", cx.t("theme-impact")).choices(choices()))
                    (form.date("review", cx.t("theme-review")))
                    div.acts-row {
                        (Button::submit(cx.t("theme-rate")).small().sends("act", "rate"))
                        (Button::submit(cx.t("theme-is-over")).small().soft().sends("act", "close"))
                    }
                }))
            }
        }
    }
}
