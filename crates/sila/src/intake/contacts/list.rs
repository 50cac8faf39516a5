//! `/contacts`: what this worker wrote down, and for supervisors what everybody did. No words, no names.

use maud::{Markup, html};

use super::{Kept, path, store};
use crate::accounts::Permission;
use crate::ask::Ask;
use crate::cases::list::area_name;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::{
    Button, Card, Col, Note, Table, Tone, empty_state, heading, stack, tag,
};
use crate::web::{Cx, Page, dates};

/// The list.
///
/// # Errors
/// When the store cannot be read.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    let worker = ask.worker()?;
    let (reader, now) = ((worker.id, worker.may(Permission::CaseApprove)), ask.now);
    let all = ask.app.store.read(move |tx| store::all(tx, reader, now)).await?;
    let figures = ask.may(Permission::AgreementRead);
    Ok(Reply::page(&document(&ask.cx, &all, figures)))
}

fn document(cx: &Cx, all: &[Kept], figures: bool) -> Page {
    let columns = [
        Col::text(cx.t("contact-kind")),
        Col::text(cx.t("contact-service")),
        Col::text(cx.t("contact-area")),
        Col::status(cx.t("contact-pointed")),
        Col::num(cx.t("contact-at")),
        Col::num(cx.t("contact-until")),
    ];
    let empty = empty_state("phone", cx.t("contacts-none"), cx.t("contacts-none-text"), &html! {});
    let table = Table::new(cx.t("contacts-title"), columns)
        .when_empty(empty)
        .rows(all.iter().map(|kept| line(cx, kept)));
    let buttons = html! {
        (Button::link(cx.t("contact-new"), cx.url("/contacts/new")).icon("plus"))
        @if figures { (Button::link(cx.t("contacts-figures"), cx.url("/contacts/figures")).line().icon("chart-bar")) }
    };
    let body = html! {
        (heading(cx.t("contacts-title"), Some(&cx.t("contacts-lead")), &buttons))
        (stack(&html! {
            (Card::new(cx.t("contacts-title")).count(all.len()).body(html! { (table) }))
            (Note::new("trash", cx.t("contacts-kept")).tone(Tone::Info).says(cx.t("contacts-kept-text")))
        }))
    };
    Page::new(cx, cx.t("contacts-title")).body(body)
}

fn line(cx: &Cx, kept: &Kept) -> [Markup; 6] {
    [
        html! {
            a.link href=(cx.url(&path(kept.id, ""))) { (cx.code("contact-kind", kept.kind.code())) }
            span.sub { (cx.code("channel", kept.channel.code())) }
        },
        service(cx, kept),
        html! { (area_name(cx, &kept.area)) },
        html! {
            (cx.code("contact-pointed", &kept.pointed))
            @if kept.is_shut() { " " (tag(Tone::Warn, cx.t("contact-shut"))) }
        },
        html! { span.num { (dates::near(cx.lang, cx.now, kept.at)) } },
        html! { (dates::day_short(kept.until)) },
    ]
}

/// What was needed, in words.
pub(super) fn service(cx: &Cx, kept: &Kept) -> Markup {
    html! {
        @if kept.service.is_empty() { span.muted { (cx.t("not-known")) } }
        @else { (cx.code("service", &kept.service)) }
    }
}
