//! `/differences`: every difference, and what of them stands on the page of a partnership and on the page of the day.

use maud::{Markup, html};
use sila_core::AgencyId;
use sila_core::difference::Ending;

use super::{Difference, all, path};
use crate::accounts::Permission;
use crate::app::App;
use crate::ask::Ask;
use crate::partners::Names;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::{Button, Card, Col, Table, Task, Tone, empty_state, heading, tag};
use crate::web::{Cx, Page, dates, ident};

/// Most differences on the page of a partnership.
const SHOWN: usize = 8;

/// The list, what waits longest first.
///
/// # Errors
/// When the store cannot be read.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    let mut all = all(&ask.app).await?;
    all.sort_by_key(|one| (one.course.ended.is_some(), one.course.due_at(), one.id));
    let names = Names::all(&ask.app).await?;
    let cx = &ask.cx;
    let rows: Result<Vec<[Markup; 5]>, Problem> =
        all.iter().map(|one| row(&ask.app, cx, one, &names)).collect();
    let columns = [
        Col::text(cx.t("difference-one")),
        Col::text(cx.t("difference-with")),
        Col::text(cx.t("difference-raised-by")),
        Col::status(cx.t("difference-state")),
        Col::text(cx.t("difference-due")),
    ];
    let title = cx.t("differences-title");
    let table = Table::new(title.clone(), columns).rows(rows?).when_empty(nothing(cx));
    let top = html! { @if ask.may(Permission::AgreementSign) { (new(cx, None)) } };
    let body = html! {
        (heading(title.clone(), Some(&cx.t("differences-lead")), &top))
        (Card::new(title.clone()).count(all.len()).live("differences", "agreements").body(html! { (table) }))
    };
    let page = Page::new(cx, title).crumb(cx.t("partnerships-title"), "/partnerships");
    Ok(Reply::page(&page.body(body)))
}

fn new(cx: &Cx, with: Option<AgencyId>) -> Button {
    let with = with.map_or_else(String::new, |agency| format!("?partner={}", agency.to_text()));
    let href = cx.url(&format!("/differences/new{with}"));
    Button::link(cx.t("difference-new"), href).line().icon("plus")
}

fn nothing(cx: &Cx) -> Markup {
    empty_state("scales", cx.t("differences-empty"), cx.t("differences-empty-text"), &html! {})
}

fn row(app: &App, cx: &Cx, one: &Difference, names: &Names) -> Result<[Markup; 5], Problem> {
    let title = one.title(app)?;
    let course = &one.course;
    let who = crate::meetings::entity(cx, names, app.node.id, course.raised_by);
    Ok([
        html! {
            a.ref href=(cx.url(&path(one.id, ""))) { (ident::Name(&title)) }
            span.sub { (cx.code("difference-topic", one.topic.code())) }
        },
        html! { (ident::Name(names.of(cx.lang, one.partner))) },
        html! { (ident::Name(who)) span.sub { (dates::day(cx.lang, course.raised_at)) } },
        state(cx, one),
        html! { @match course.due_at() {
            Some(due) => { (cx.deadline(due)) },
            None => { "–" },
        } },
    ])
}

/// Where it stands, as a tag.
pub(super) fn state(cx: &Cx, one: &Difference) -> Markup {
    match one.course.ended {
        Some((Ending::Settled, _)) => tag(Tone::Ok, cx.t("difference-closed")),
        Some((Ending::Withdrawn, _)) => tag(Tone::Plain, cx.t("difference-withdrawn")),
        None => {
            let tone = if one.course.is_overdue(cx.now) { Tone::Bad } else { Tone::Gold };
            tag(tone, cx.code("difference-level", one.course.level.code()))
        }
    }
}

/// The log of one partnership, for its page.
///
/// # Errors
/// When the store cannot be read.
pub async fn card(ask: &Ask, agency: AgencyId) -> Result<Markup, Problem> {
    let cx = &ask.cx;
    let all = super::of_partner(&ask.app, agency).await?;
    let open = all.iter().filter(|one| one.course.ended.is_none()).count();
    let mut lines = Vec::new();
    for one in all.iter().take(SHOWN) {
        let title = one.title(&ask.app)?;
        lines.push(html! {
            li {
                div {
                    a.ref href=(cx.url(&path(one.id, ""))) { (ident::Name(&title)) }
                    div.sub { (cx.code("difference-topic", one.topic.code())) " · " (dates::day(cx.lang, one.course.raised_at)) }
                }
                (state(cx, one))
            }
        });
    }
    Ok(html! {
        (Card::new(cx.t("differences-title")).id("differences").count(open).body(html! {
            p.small.muted { (cx.t("differences-lead")) }
            ul.links { @for line in &lines { (line) } }
            @if all.len() > SHOWN { p { a.link href=(cx.url("/differences")) { (cx.t("differences-all")) } } }
            @if ask.may(Permission::AgreementSign) { (new(cx, Some(agency))) }
        }))
    })
}

/// What waits for our word or stands too long on its level, for the page of the day. No word of it leaves its page.
pub fn tasks(cx: &Cx, all: &[Difference], names: &Names) -> Vec<Task> {
    let task = |one: &Difference| {
        let overdue = one.course.is_overdue(cx.now);
        let key = match (overdue, one.waits_here()) {
            (true, _) => "difference-overdue",
            (false, true) => "difference-waits",
            (false, false) => return None,
        };
        let tone = if overdue { Tone::Bad } else { Tone::Warn };
        let task = Task::new("scales", tone, cx.t(key), cx.url(&path(one.id, "")));
        let task = task.meta(html! { (ident::Name(names.of(cx.lang, one.partner))) });
        Some(match one.course.due_at() {
            Some(due) => task.end(tag(tone, cx.deadline(due))),
            None => task,
        })
    };
    all.iter().filter_map(task).collect()
}
