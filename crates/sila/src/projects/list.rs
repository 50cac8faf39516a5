//! `/projects`: every community project: for whom, with whom, where, and how many were reached.

use maud::html;

use super::{open, path, store, sums};
use crate::accounts::Permission;
use crate::ask::Ask;
use crate::cases::list::area_name;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::{Button, Card, Col, Kpi, Table, Tone, empty_state, heading, tag};
use crate::web::ident::Name;
use crate::web::{Page, dates};

/// The page.
///
/// # Errors
/// When the store cannot be read.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    let cx = &ask.cx;
    let mut all = Vec::new();
    for row in ask.app.store.read(store::all).await? {
        all.push(open(&ask.app, row.id).await?);
    }
    let people: u64 = all.iter().map(|one| sums(&one.reached, |_| ()).1).sum();
    let running = all.iter().filter(|one| one.row.ends_at > cx.now).count();
    let new = html! {
        @if ask.may(Permission::MeetingKeep) {
            (Button::link(cx.t("project-new"), cx.url("/projects/new")).icon("plus"))
        }
    };
    let columns = [
        Col::text(cx.t("project-one")),
        Col::text(cx.t("project-groups")),
        Col::text(cx.t("project-places")),
        Col::num(cx.t("project-partners")),
        Col::num(cx.t("project-people")),
    ];
    let none =
        empty_state("users-three", cx.t("projects-empty"), cx.t("projects-empty-text"), &html! {});
    let rows = all.iter().map(|one| {
        let over = one.row.ends_at <= cx.now;
        [
            html! {
                a.ref href=(cx.url(&path(one.row.id))) { (Name(one.text.title.of(cx.lang))) }
                span.sub { (dates::day(cx.lang, one.row.starts_at)) " " @if over { (tag(Tone::Plain, cx.t("project-over"))) } }
            },
            html! { @for group in &one.parts.groups { div { (cx.code("category", group.code())) } } },
            html! { @for place in &one.parts.places { div { (area_name(cx, place.as_str())) } } },
            html! { (one.parts.partners.len()) },
            html! { b { (sums(&one.reached, |_| ()).1) } },
        ]
    });
    let table = Table::new(cx.t("projects-title"), columns).rows(rows).when_empty(none);
    let here = cx.url("/projects");
    let body = html! {
        (heading(cx.t("projects-title"), Some(&cx.t("projects-lead")), &new))
        div.kpis {
            (Kpi::new(cx, cx.t("projects-running"), &running, here.clone()).icon("rocket-launch", Tone::Ok))
            (Kpi::new(cx, cx.t("projects-people"), &people, here).icon("users-three", Tone::Gold).note(cx.t("projects-people-note")))
        }
        (Card::new(cx.t("projects-title")).count(all.len()).live("projects", "agreements").body(html! { (table) }))
    };
    Ok(Reply::page(&Page::new(cx, cx.t("projects-title")).refreshing(60).body(body)))
}
