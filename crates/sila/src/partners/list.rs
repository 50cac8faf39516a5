//! The partners without a node, and how each is reached.

use maud::{Markup, html};

use super::{Level, Partner, store};
use crate::accounts::Permission;
use crate::ask::Ask;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::{Button, Card, Col, Table, Tone, empty_state, heading, tag};
use crate::web::{Cx, Page, ident};

/// The list.
///
/// # Errors
/// When the store cannot be read.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    let all = ask.app.store.read(store::all).await?;
    let cx = &ask.cx;
    let new = html! {
        @if ask.may(Permission::AgreementRead) {
            (Button::link(cx.t("classes-open"), cx.url("/partners/classes")).line())
        }
        @if ask.may(Permission::LinkAdmin) {
            (Button::link(cx.t("partner-new"), cx.url("/partners/new")).icon("plus"))
        }
    };
    let columns = [
        Col::text(cx.t("partner-name")),
        Col::text(cx.t("partner-class")),
        Col::status(cx.t("partner-level")),
        Col::text(cx.t("partner-contact")),
    ];
    let empty =
        empty_state("buildings", cx.t("partners-empty"), cx.t("partners-empty-text"), &html! {});
    let table = Table::new(cx.t("partners-title"), columns)
        .rows(all.iter().map(|partner| row(cx, partner)))
        .when_empty(empty);
    let card = Card::new(cx.t("partners-title")).count(all.len());
    let body = html! {
        (heading(cx.t("partners-title"), Some(&cx.t("partners-lead")), &new))
        (card.body(html! { (table) }))
    };
    Ok(Reply::page(&Page::new(cx, cx.t("partners-title")).body(body)))
}

fn row(cx: &Cx, partner: &Partner) -> [Markup; 4] {
    let href = cx.url(&format!("/partners/{}", partner.id.to_text()));
    [
        html! {
            a.link href=(href) { (ident::Name(partner.name(cx.lang))) }
            div.sub { (ident::Code(&partner.code)) }
        },
        html! { (cx.code("partner-class", partner.sector.code())) },
        level(cx, partner.level),
        html! { @if partner.contact.is_empty() { "–" } @else { (ident::Name(&partner.contact)) } },
    ]
}

/// The level as a tag: its code and what it means.
pub fn level(cx: &Cx, level: Level) -> Markup {
    let tone = match level {
        Level::Listed => Tone::Plain,
        Level::Paper => Tone::Gold,
        Level::Portal => Tone::Ok,
    };
    tag(tone, html! { (ident::Code(level.code())) " " (cx.code("partner-level", level.code())) })
}
