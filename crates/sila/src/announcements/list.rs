//! `/announcements`: what is shown now, ours and theirs; of ours also what is over.

use std::collections::BTreeMap;

use maud::{Markup, html};
use uuid::Uuid;

use super::show::until;
use super::store::{self, Stored};
use super::{opened, path};
use crate::accounts::Permission;
use crate::ask::Ask;
use crate::db::{DbError, Tx};
use crate::meetings::entity;
use crate::partners::Names;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::{Button, Card, Col, Table, Tone, empty_state, heading, tag};
use crate::web::{Arg, Cx, Page, ident};

/// By announcement how many entities are told, and how many of them have read it.
type Tallies = BTreeMap<Uuid, (u32, u32)>;

/// The page.
///
/// # Errors
/// When the store cannot be read.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    let (cx, me, now) = (&ask.cx, ask.app.node.id, ask.now);
    let read = move |tx: &mut dyn Tx| -> Result<_, DbError> {
        Ok((store::shown(tx, now)?, store::over(tx, me, now)?, store::tallies(tx)?))
    };
    let (shown, over, tallies) = ask.app.store.read(read).await?;
    let names = Names::all(&ask.app).await?;
    let new = html! {
        @if ask.may(Permission::AgreementSign) {
            (Button::link(cx.t("announcement-new"), cx.url("/announcements/new")).icon("plus"))
        }
    };
    let title = cx.t("announcements-title");
    let empty = empty_state(
        "broadcast",
        cx.t("announcements-empty"),
        cx.t("announcements-empty-text"),
        &html! {},
    );
    let table = table(&ask, "announcements-title", &shown, &tallies, &names)?.when_empty(empty);
    let past = table_of_past(&ask, &over, &tallies, &names)?;
    let body = html! {
        (heading(&title, Some(&cx.t("announcements-lead")), &new))
        div.stack {
            (Card::new(title.clone()).count(shown.len()).live("announcements", "agreements").body(html! { (table) }))
            (past)
        }
    };
    Ok(Reply::page(&Page::new(cx, title).body(body)))
}

fn table_of_past(
    ask: &Ask,
    over: &[Stored],
    tallies: &Tallies,
    names: &Names,
) -> Result<Markup, Problem> {
    if over.is_empty() {
        return Ok(html! {});
    }
    let cx = &ask.cx;
    let table = table(ask, "announcements-past", over, tallies, names)?;
    Ok(html! {
        (Card::new(cx.t("announcements-past")).count(over.len()).body(html! {
            p.muted { (cx.t("announcements-past-text")) }
            (table)
        }))
    })
}

fn table(
    ask: &Ask,
    caption: &str,
    all: &[Stored],
    tallies: &Tallies,
    names: &Names,
) -> Result<Table, Problem> {
    let (cx, me) = (&ask.cx, ask.app.node.id);
    let heads = [
        Col::text(cx.t("announcement-one")),
        Col::text(cx.t("announcement-from")),
        Col::status(cx.t("announcement-read")),
    ];
    let mut rows = Vec::new();
    for one in all {
        let text = opened(&ask.app, one)?;
        let ours = one.origin == me;
        rows.push([
            html! {
                a.ref href=(cx.url(&path(one.id, ""))) { (ident::Name(text.title(cx.lang))) }
                div.sub { (until(cx, one.ends_at)) }
            },
            html! { (ident::Name(entity(cx, names, me, one.origin))) },
            state(cx, ours, tallies.get(&one.id).copied().unwrap_or_default()),
        ]);
    }
    Ok(Table::new(cx.t(caption), heads).rows(rows))
}

/// Of ours how many have read it; of theirs whether anybody here has.
fn state(cx: &Cx, ours: bool, (all, read): (u32, u32)) -> Markup {
    if ours {
        let counts = [("read", Arg::from(read)), ("all", Arg::from(all))];
        return html! { (cx.t_with("announcement-read-count", &counts)) };
    }
    match read {
        0 => tag(Tone::Gold, cx.t("announcement-fresh")),
        _ => tag(Tone::Plain, cx.t("announcement-read")),
    }
}
