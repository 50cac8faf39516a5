//! The ideas of a room on the page of whoever works here: what waits for an answer first.

use maud::{Markup, html};

use super::due;
use super::one::{mark, path};
use super::public::lines;
use crate::ask::Ask;
use crate::ideas::board::parts::by;
use crate::ideas::rooms::Room;
use crate::problem::Problem;
use crate::web::components::{Card, Col, Table, Tone, tag};
use crate::web::{dates, ident};

/// The card.
///
/// # Errors
/// When the store cannot be read.
pub async fn card(ask: &Ask, room: &Room) -> Result<Markup, Problem> {
    let (open, given) = lines(ask, room).await?;
    let cx = &ask.cx;
    let columns = [
        Col::text(cx.t("idea-one")),
        Col::text(cx.t("idea-kind")),
        Col::num(cx.t("idea-support-count")),
        Col::text(cx.t("idea-said-at")),
        Col::status(cx.t("idea-answer-title")),
    ];
    let rows = open.iter().chain(&given).map(|(idea, said, answer)| {
        [
            html! {
                a.ref href=(cx.url(&path(room, idea.id))) { (ident::Name(&said.text)) }
                span.sub { bdi { (by(cx, said)) } }
            },
            html! { (cx.code("idea-kind", &idea.kind)) },
            html! { (idea.endorsed) },
            html! { (dates::near(cx.lang, cx.now, idea.at)) },
            html! {
                (mark(cx, answer.as_ref()))
                @if answer.is_none() && due(room, idea) < cx.now { " " (tag(Tone::Warn, cx.t("idea-late"))) }
            },
        ]
    });
    let count = open.len().saturating_add(given.len());
    let table = Table::new(cx.t("idea-board-title"), columns).rows(rows);
    Ok(html! {
        @if count > 0 {
            (Card::new(cx.t("idea-board-title")).count(count).live("board", "ideas").body(html! { (table) }))
        }
    })
}
