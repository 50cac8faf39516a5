//! `/attendance`: who came to the meetings that this agency keeps: entities and people, meeting by meeting.

use maud::html;

use super::store::{self, Counts, Meeting};
use super::{Open, list, path, unsealed};
use crate::ask::Ask;
use crate::db::{DbError, Tx};
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::Page;
use crate::web::components::{Card, Col, Kpi, Table, Tone, empty_state, heading};
use crate::web::ident::Name;

/// The page.
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
    let people: u32 = all.iter().map(|(_, counts)| counts.present).sum();
    let entities = all.iter().map(|(_, counts)| counts.entities_present).max().unwrap_or_default();
    let columns = [
        Col::text(cx.t("meeting-title")),
        Col::text(cx.t("meeting-when")),
        Col::num(cx.t("meeting-entities-present")),
        Col::num(cx.t("meeting-present")),
    ];
    let rows = all.iter().map(|(one, counts)| {
        let href = cx.url(&path(one.row.id, "/seats"));
        let of = |n: u32| cx.t_with("meeting-of", &[("n", n.into())]);
        [
            html! { a.ref href=(href) { (Name(one.title(cx))) } },
            html! { (list::when(cx, one)) },
            html! { b { (counts.entities_present) } " " span.muted { (of(counts.entities)) } },
            html! { b { (counts.present) } " " span.muted { (of(counts.named)) } },
        ]
    });
    let none = empty_state("users", cx.t("meetings-none"), cx.t("meetings-none-text"), &html! {});
    let table = Table::new(cx.t("attendance-title"), columns).rows(rows).when_empty(none);
    let here = cx.url("/attendance");
    let body = html! {
        (heading(cx.t("attendance-title"), Some(&cx.t("attendance-lead")), &html! {}))
        div.kpis {
            (Kpi::new(cx, cx.t("attendance-people"), &people, here.clone()).icon("users", Tone::Gold))
            (Kpi::new(cx, cx.t("attendance-entities"), &entities, here).icon("buildings", Tone::Info).note(cx.t("attendance-entities-note")))
        }
        (Card::new(cx.t("attendance-title")).count(all.len()).live("attendance", "meetings").body(html! { (table) }))
    };
    Ok(Reply::page(&Page::new(cx, cx.t("attendance-title")).refreshing(60).body(body)))
}
