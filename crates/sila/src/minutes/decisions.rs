//! `/decisions`: every decision of partners’ meetings: on what it rests, who moved it, and when it is looked at again.

use std::collections::BTreeMap;

use maud::{Markup, html};
use sila_core::MeetingId;
use sila_core::meeting::PointKind;

use super::store::{self, Minutes, Stored};
use super::{Point, opened, path, ties};
use crate::ask::Ask;
use crate::db::{DbError, Tx};
use crate::meetings::text::Heading;
use crate::meetings::{entity, unsealed};
use crate::partners::Names;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::{Card, Col, Kpi, Table, Tone, empty_state, heading, tag};
use crate::web::ident::{Code, Name};
use crate::web::{Arg, Cx, Page, dates};

/// The register.
///
/// # Errors
/// When the store cannot be read.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    let (stored, actions, minutes) = ask.app.store.read(decided).await?;
    let (points, actions) = (opened(&ask.app, stored)?, opened(&ask.app, actions)?);
    let names = Names::all(&ask.app).await?;
    let cx = &ask.cx;
    let late = points.iter().filter(|one| is_late(cx, one)).count();
    let here = cx.url("/decisions");
    let table = table(&ask, (&points, &actions), &minutes, &names)?;
    let body = html! {
        (heading(cx.t("decisions-title"), Some(&cx.t("decisions-lead")), &html! {}))
        div.kpis {
            (Kpi::new(cx, cx.t("decisions-title"), &points.len(), here.clone()).icon("gavel", Tone::Gold))
            (Kpi::new(cx, cx.t("decisions-late"), &late, here).icon("clock-countdown", Tone::Plain))
        }
        (Card::new(cx.t("decisions-title")).count(points.len()).live("decisions", "meetings").body(table))
    };
    let page = Page::new(cx, cx.t("decisions-title")).crumb(cx.t("meetings-title"), "/meetings");
    Ok(Reply::page(&page.refreshing(60).body(body)))
}

/// Decisions, actions, and the minutes in which decisions stand.
type Decided = (Vec<Stored>, Vec<Stored>, BTreeMap<MeetingId, Minutes>);

/// Every decision, with what carries them out.
fn decided(tx: &mut dyn Tx) -> Result<Decided, DbError> {
    let points = store::of_kind(tx, PointKind::Decision)?;
    let actions = store::of_kind(tx, PointKind::Action)?;
    let mut minutes: BTreeMap<MeetingId, Minutes> = BTreeMap::new();
    for point in &points {
        if !minutes.contains_key(&point.meeting)
            && let Some(one) = store::find(tx, point.meeting)?
        {
            minutes.insert(point.meeting, one);
        }
    }
    Ok((points, actions, minutes))
}

fn table(
    ask: &Ask,
    (points, actions): (&[Point], &[Point]),
    minutes: &BTreeMap<MeetingId, Minutes>,
    names: &Names,
) -> Result<Markup, Problem> {
    let (cx, me) = (&ask.cx, ask.app.node.id);
    let began = |meeting: MeetingId| minutes.get(&meeting).map(|one| one.starts_at);
    let replaced = ties::replaced(points);
    let columns = [
        Col::text(cx.t("decision-number")),
        Col::text(cx.t("decision-one")),
        Col::text(cx.t("minutes-basis")),
        Col::text(cx.t("decision-moved-by")),
        Col::text(cx.t("decision-meeting")),
        Col::status(cx.t("decision-review")),
    ];
    let mut rows = Vec::new();
    for one in points {
        let called = match minutes.get(&one.meeting) {
            Some(minutes) => title(ask, minutes)?,
            None => String::new(),
        };
        let href = cx.url(&path(one.meeting, &format!("#point-{}", one.number)));
        let number = began(one.meeting).map(|at| ties::number(at, one.number)).unwrap_or_default();
        let by = replaced.get(&(one.meeting, one.number));
        let by = by.and_then(|by| Some((began(by.0)?, *by)));
        rows.push([
            html! { (Code(&number)) },
            html! { a.ref href=(href) { (Name(one.text.text.of(cx.lang))) } (ties::follows(cx, one, actions, by)) },
            html! { (Name(&one.text.basis)) div.sub { (ties::how(cx, one)) } },
            html! { (Name(entity(cx, names, me, one.owner))) },
            html! { (Name(&called)) },
            review(cx, one),
        ]);
    }
    let none =
        empty_state("gavel", cx.t("decisions-empty"), cx.t("decisions-empty-text"), &html! {});
    let table = Table::new(cx.t("decisions-title"), columns).rows(rows).when_empty(none);
    Ok(html! { (table) })
}

fn title(ask: &Ask, minutes: &Minutes) -> Result<String, Problem> {
    let heading: Heading = unsealed(&ask.app, "minutes", minutes.meeting.0, &minutes.body)?;
    let cx = &ask.cx;
    Ok(format!("{} · {}", heading.title.of(cx.lang), dates::day(cx.lang, minutes.starts_at)))
}

/// Its day of review is past, and it stands as it was.
fn is_late(cx: &Cx, one: &Point) -> bool {
    one.review_at.is_some_and(|at| at < cx.now)
}

fn review(cx: &Cx, one: &Point) -> Markup {
    let Some(at) = one.review_at else { return html! { "–" } };
    let day = [("day", Arg::phrase(dates::day(cx.lang, at.plus_minutes(-1))))];
    match is_late(cx, one) {
        true => tag(Tone::Bad, cx.t_with("decision-review-late", &day)),
        false => tag(Tone::Info, cx.t_with("minutes-review-on", &day)),
    }
}
