//! What was learnt from and with a partner: a panel for its page.

use maud::{Markup, html};
use sila_core::AgencyId;

use super::store;
use super::{path, seen};
use crate::accounts::Permission;
use crate::ask::Ask;
use crate::db::{DbError, Tx};
use crate::problem::Problem;
use crate::web::components::Card;

/// What it has published to us and what we have published to it, what is used most first; nothing for whoever may not read the
/// library.
///
/// # Errors
/// When the store cannot be read.
pub async fn panel(ask: &Ask, peer: AgencyId) -> Result<Markup, Problem> {
    if !ask.may(Permission::KnowledgeRead) {
        return Ok(html! {});
    }
    let query = move |tx: &mut dyn Tx| -> Result<_, DbError> {
        Ok((store::of_origin(tx, peer)?, store::shared_with(tx, peer)?))
    };
    let (from, to) = ask.app.store.read(query).await?;
    let cx = &ask.cx;
    let mut sides = Vec::new();
    for (key, items) in [("knowledge-from-them", from), ("knowledge-to-them", to)] {
        let mut rows = Vec::new();
        for stored in items {
            let Some(text) = seen(&ask.app, &stored)? else { continue };
            let (words, lang) = text.words(cx.lang);
            rows.push(html! {
                li { div {
                    a.ref href=(cx.url(&path(stored.id))) lang=(lang.code()) dir="auto" { (words.title) }
                    div.sub { (cx.code("knowledge-kind", &stored.kind)) " · " (cx.t_with("knowledge-used", &[("n", stored.adopted.into())])) }
                } }
            });
        }
        sides.push((key, rows));
    }
    Ok(html! {
        (Card::new(cx.t("knowledge-learnt")).link(cx.t("knowledge-title"), cx.url("/knowledge")).body(html! {
            @for (key, rows) in &sides {
                h3.learnt { (cx.t(key)) }
                @if rows.is_empty() { p.muted { (cx.t("knowledge-nothing-yet")) } }
                ul.links { @for row in rows { (row) } }
            }
        }))
    })
}
