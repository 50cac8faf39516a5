//! The programme, in both languages, day by day: a page that prints on A4.

use maud::{Markup, html};

use super::item::{clock, crumbs};
use super::store::{self, Item};
use super::text::ItemText;
use super::{Open, entity, of, path, unsealed};
use crate::accounts::Permission;
use crate::app::App;
use crate::ask::Ask;
use crate::partners::Names;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::{Button, empty_state, heading};
use crate::web::ident::Name;
use crate::web::{Arg, Cx, Lang, dates};

/// An item with its text.
#[derive(Debug, Clone)]
pub struct Line {
    /// The row.
    pub item: Item,
    /// What it says.
    pub text: ItemText,
}

/// The programme of a meeting, in its order.
///
/// # Errors
/// When the store cannot be read.
pub async fn lines(app: &App, meeting: &Open) -> Result<Vec<Line>, Problem> {
    let id = meeting.row.id;
    let items = app.store.read(move |tx| store::items(tx, id)).await?;
    let line = |item: Item| {
        let text = unsealed(app, "meeting_item", item.id, &item.body)?;
        Ok(Line { item, text })
    };
    items.into_iter().map(line).collect()
}

/// The page.
///
/// # Errors
/// `page.not_found`, or when the store cannot be read.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    let meeting = of(&ask).await?;
    let lines = lines(&ask.app, &meeting).await?;
    let names = Names::all(&ask.app).await?;
    let (cx, keeps) = (&ask.cx, ask.may(Permission::MeetingKeep));
    let new = cx.url(&path(meeting.row.id, "/items/new"));
    let top = html! {
        button.btn.line type="button" data-print hidden { (cx.t("meeting-print")) }
        @if keeps { (Button::link(cx.t("meeting-item-new"), new).icon("plus")) }
    };
    let body = html! {
        div.no-print { (heading(cx.t("meeting-programme"), Some(&cx.t("meeting-programme-lead")), &top)) }
        @if lines.is_empty() {
            (empty_state("list-checks", cx.t("meeting-no-items"), cx.t("meeting-no-items-text"), &html! {}))
        } @else {
            (sheet(&ask, &meeting, &lines, &names, keeps))
        }
    };
    Ok(Reply::page(&crumbs(cx, cx.t("meeting-programme"), &meeting).body(body)))
}

/// The sheet: the reader's language first, the other beside it, one table for each day.
fn sheet(ask: &Ask, meeting: &Open, lines: &[Line], names: &Names, keeps: bool) -> Markup {
    let (cx, me) = (&ask.cx, ask.app.node.id);
    let langs = [cx.lang, cx.lang.twin()];
    html! {
        article.sheet.agenda {
            header.sheet-h {
                div { @for lang in langs {
                    h2 lang=(lang.code()) dir=(lang.dir()) { (meeting.heading.title.of(lang)) }
                    p lang=(lang.code()) dir=(lang.dir()) { (meeting.heading.place.of(lang)) }
                } }
                div.sheet-ref { (Name(cx.agency())) }
            }
            @for day in 1..=meeting.row.days {
                @let of_day: Vec<&Line> = lines.iter().filter(|line| line.item.day == day).collect();
                section.agenda-day {
                    h3 { @for lang in langs {
                        span lang=(lang.code()) dir=(lang.dir()) { (day_name(lang, meeting, day)) }
                    } }
                    @if of_day.is_empty() { p.muted { (cx.t("meeting-day-empty")) } }
                    ol.agenda-items { @for line in of_day { (row(cx, meeting, line, entity(cx, names, me, line.text.proposer), keeps)) } }
                }
            }
        }
    }
}

fn day_name(lang: Lang, meeting: &Open, day: u16) -> String {
    let date = Arg::phrase(dates::both_calendars(lang, meeting.day(day)));
    crate::web::i18n::text(lang, "meeting-day-n", &[("n", day.into()), ("date", date)])
}

fn row(cx: &Cx, meeting: &Open, line: &Line, proposer: &str, keeps: bool) -> Markup {
    let ends = line.item.minute.saturating_add(line.item.minutes);
    let langs = [cx.lang, cx.lang.twin()];
    let href = cx.url(&path(meeting.row.id, &format!("/items/{}", line.item.id)));
    html! {
        li {
            div.agenda-time { bdi dir="ltr" { (clock(line.item.minute)) "–" (clock(ends)) } }
            div {
                @for lang in langs {
                    p.agenda-title lang=(lang.code()) dir=(lang.dir()) {
                        (line.text.title.of(lang))
                        " " span.tag { (crate::web::i18n::text(lang, &expected(&line.text.expected), &[])) }
                    }
                }
                p.muted {
                    (cx.t("meeting-proposer")) ": " (Name(proposer))
                    @if !line.text.presenter.is_empty() { " · " (cx.t("meeting-presenter")) ": " (Name(&line.text.presenter)) }
                    @if !line.text.owner.is_empty() { " · " (cx.t("meeting-item-owner")) ": " (Name(&line.text.owner)) }
                }
                @if !line.text.materials.is_empty() {
                    ul.agenda-materials { @for one in line.text.materials.lines().filter(|one| !one.trim().is_empty()) { li dir="auto" { (one) } } }
                }
            }
            @if keeps { a.link.no-print href=(href) { (cx.t("meeting-change-short")) } }
        }
    }
}

/// The key of what an item is to lead to.
fn expected(code: &str) -> String {
    format!("meeting-expected-{}", code.to_lowercase().replace('_', "-"))
}
