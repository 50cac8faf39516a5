//! The meetings that this agency keeps: what is coming first, then what was.

use maud::{Markup, html};
use sila_core::MeetingId;

use super::store::{self, Counts, Meeting};
use super::{CANCELLED, Open, path, unsealed};
use crate::accounts::Permission;
use crate::ask::Ask;
use crate::db::{DbError, Tx};
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::{Button, Card, Col, Table, Tone, empty_state, heading, tag};
use crate::web::{Arg, Cx, Page, dates, ident};

/// The list.
///
/// # Errors
/// When the store cannot be read.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    let read = |tx: &mut dyn Tx| -> Result<Vec<(Meeting, Counts)>, DbError> {
        let all = store::all(tx)?;
        all.into_iter().map(|row| Ok((row.clone(), store::counts(tx, row.id)?))).collect()
    };
    let cx = &ask.cx;
    let mut all = Vec::new();
    for (row, counts) in ask.app.store.read(read).await? {
        let heading = unsealed(&ask.app, "meeting", row.id.0, &row.body)?;
        all.push((Open { row, heading }, counts));
    }
    let (past, mut coming): (Vec<_>, Vec<_>) =
        all.into_iter().partition(|(one, _)| one.is_over(ask.now));
    coming.reverse();
    let new = html! {
        @if ask.may(Permission::MeetingKeep) {
            (Button::link(cx.t("meeting-new"), cx.url("/meetings/new")).icon("plus"))
        }
    };
    let none = || {
        empty_state("calendar-blank", cx.t("meetings-none"), cx.t("meetings-none-text"), &html! {})
    };
    let card = |title: &str, id: &'static str, rows: &[(Open, Counts)]| {
        let columns = [
            Col::text(cx.t("meeting-title")),
            Col::text(cx.t("meeting-when")),
            Col::num(cx.t("meeting-entities")),
            Col::num(cx.t("meeting-people")),
            Col::status(cx.t("meeting-state")),
        ];
        let table = Table::new(cx.t(title), columns)
            .rows(rows.iter().map(|(one, counts)| line(cx, one, *counts)))
            .when_empty(none());
        Card::new(cx.t(title)).count(rows.len()).live(id, "meetings").body(html! { (table) })
    };
    let body = html! {
        (heading(cx.t("meetings-title"), Some(&cx.t("meetings-lead")), &new))
        div.stack {
            (card("meetings-coming", "meetings-coming", &coming))
            @if !past.is_empty() { (card("meetings-past", "meetings-past", &past)) }
        }
    };
    Ok(Reply::page(&Page::new(cx, cx.t("meetings-title")).refreshing(60).body(body)))
}

fn line(cx: &Cx, one: &Open, counts: Counts) -> [Markup; 5] {
    let over = one.is_over(cx.now);
    [
        html! {
            a.link href=(cx.url(&path(one.row.id, ""))) { (ident::Name(one.title(cx))) }
            div.sub { (cx.code("meeting-kind", &one.row.kind)) }
        },
        html! { (when(cx, one)) },
        html! { (if over { counts.entities_present } else { counts.entities }) },
        html! { (if over { counts.present } else { counts.named }) },
        state(cx, one),
    ]
}

/// Its first day, and how many days it has.
pub fn when(cx: &Cx, one: &Open) -> Markup {
    let first = dates::day(cx.lang, one.row.starts_at);
    if one.row.days < 2 {
        return html! { (first) };
    }
    let last = Arg::phrase(dates::day(cx.lang, one.day(one.row.days)));
    html! { (cx.t_with("meeting-from-to", &[("from", Arg::phrase(first)), ("to", last)])) }
}

/// Where it stands, in a word.
pub fn state(cx: &Cx, one: &Open) -> Markup {
    let (tone, key) = if one.row.state == CANCELLED {
        (Tone::Plain, "meeting-state-cancelled")
    } else if one.is_over(cx.now) {
        (Tone::Ok, "meeting-state-held")
    } else if one.day_at(cx.now).is_some() {
        (Tone::Gold, "meeting-state-now")
    } else if one.row.state == super::INVITED {
        (Tone::Info, "meeting-state-invited")
    } else {
        (Tone::Plain, "meeting-state-planned")
    };
    tag(tone, cx.t(key))
}

/// A link to one meeting by its title.
pub fn link(cx: &Cx, id: MeetingId, title: &str) -> Markup {
    html! { a.link href=(cx.url(&path(id, ""))) { (ident::Name(title)) } }
}
