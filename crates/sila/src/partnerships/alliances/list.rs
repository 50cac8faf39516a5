//! `/alliances`: every alliance to which our agency is a party.

use maud::{Markup, html};

use super::{Held, all, path};
use crate::accounts::Permission;
use crate::ask::Ask;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::{Button, Card, Col, Table, Tone, empty_state, heading, tag};
use crate::web::{Cx, Page, dates, ident};

/// The list.
///
/// # Errors
/// When the store cannot be read.
pub(super) async fn page(ask: Ask) -> Result<Reply, Problem> {
    let (cx, me) = (&ask.cx, ask.app.node.id);
    let mut all = ask.app.store.read(all).await?;
    all.retain(|one| one.is_of(me));
    let new = html! {
        @if ask.may(Permission::AgreementSign) {
            (Button::link(cx.t("alliance-new"), cx.url("/alliances/new")).icon("plus"))
        }
    };
    let columns = [
        Col::text(cx.t("alliance-one")),
        Col::num(cx.t("alliance-parties")),
        Col::text(cx.t("alliance-since")),
        Col::status(cx.t("record-state")),
    ];
    let empty =
        empty_state("handshake", cx.t("alliances-empty"), cx.t("alliances-empty-text"), &html! {});
    let title = cx.t("alliances-title");
    let rows = all.iter().filter_map(|one| row(cx, one, one.waits_for(me)));
    let table = Table::new(&title, columns).rows(rows).when_empty(empty);
    let body = html! {
        (heading(&title, Some(&cx.t("alliances-lead")), &new))
        (Card::new(&title).count(all.len()).live("alliances", "agreements").body(html! { (table) }))
    };
    let page = Page::new(cx, title).crumb(cx.t("partnerships-title"), "/partnerships");
    Ok(Reply::page(&page.body(body)))
}

fn row(cx: &Cx, held: &Held, ours: bool) -> Option<[Markup; 4]> {
    let alliance = &held.shown()?.alliance;
    let name = cx.lang.pick(&alliance.name.ar, &alliance.name.en);
    let since = alliance.terms.iter().map(|one| one.from).min()?;
    Some([
        html! { a.ref href=(cx.url(&path(held.record))) { (ident::Name(name)) } },
        html! { (alliance.parties.len()) },
        html! { (dates::day(cx.lang, since.at_minute(0))) },
        state(cx, held, ours),
    ])
}

/// What it waits for, that all have signed it, or that a party has declined what was proposed first.
pub(super) fn state(cx: &Cx, held: &Held, ours: bool) -> Markup {
    match (&held.open, held.signed.is_empty()) {
        (Some(_), _) if ours => tag(Tone::Gold, cx.t("alliance-waits")),
        (Some(_), true) => tag(Tone::Gold, cx.t("record-standing-open")),
        (None, true) => tag(Tone::Plain, cx.t("record-standing-dead")),
        (_, false) => tag(Tone::Ok, cx.t("record-standing-in-force")),
    }
}
