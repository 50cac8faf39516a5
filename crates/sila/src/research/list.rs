//! The studies, and what waits for a word.

use maud::{Markup, html};
use sila_core::Millis;

use super::{APPROVED, DECLINED, Open, PROPOSED, opened, path, store};
use crate::accounts::Permission;
use crate::ask::Ask;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::{
    Button, Card, Col, Note, Table, Tone, columns, empty_state, heading, stack, tag,
};
use crate::web::ident::Name;
use crate::web::{Cx, Page, dates};

/// The page.
///
/// # Errors
/// When the store cannot be read.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    let rows = ask.app.store.read(store::studies).await?;
    let all: Result<Vec<Open>, Problem> = rows.into_iter().map(opened).collect();
    let all = all?;
    let cx = &ask.cx;
    let new = html! {
        @if ask.may(Permission::ResearchPropose) {
            (Button::link(cx.t("research-new"), cx.url("/research/new")).icon("plus"))
        }
    };
    let aside = html! {
        (Card::new(cx.t("research-figures")).body(html! {
            p { (cx.t("research-figures-lead")) }
            (Button::link(cx.t("research-figures"), cx.url("/research/figures")).line().small().icon("chart-bar"))
        }))
        (Note::new("eye-slash", cx.t("research-nobody")).says(cx.t("research-nobody-text")))
        p { (crate::regulation::link(cx, sila_core::law::Rule::SmallNumbers)) }
    };
    let body = html! {
        (heading(cx.t("research-title"), Some(&cx.t("research-lead")), &new))
        (columns(&stack(&studies(cx, &all)), &stack(&aside)))
    };
    Ok(Reply::page(&Page::new(cx, cx.t("research-title")).body(body)))
}

fn studies(cx: &Cx, all: &[Open]) -> Markup {
    let head = [
        Col::text(cx.t("research-study")),
        Col::text(cx.t("research-institution")),
        Col::text(cx.t("research-asked")),
        Col::status(cx.t("research-state")),
    ];
    let row = |open: &Open| {
        let title = cx.lang.pick(&open.study.title.ar, &open.study.title.en);
        let who = cx.lang.pick(&open.study.institution.ar, &open.study.institution.en);
        [
            html! { a.ref href=(cx.url(&path(open.stored.id))) { (Name(title)) } },
            html! { (Name(who)) },
            html! { (dates::near(cx.lang, cx.now, open.stored.asked_at)) },
            state(cx, &open.stored.state, open.stored.until),
        ]
    };
    let empty =
        empty_state("chart-bar", cx.t("research-empty"), cx.t("research-empty-text"), &html! {});
    let table = Table::new(cx.t("research-studies"), head).rows(all.iter().map(row));
    let card = Card::new(cx.t("research-studies")).count(all.len()).live("studies", "agreements");
    html! { (card.body(html! { (table.when_empty(empty)) })) }
}

/// Where a study stands, in a word.
pub fn state(cx: &Cx, state: &str, until: Millis) -> Markup {
    let (tone, word) = match state {
        APPROVED if until <= cx.now => (Tone::Plain, "ENDED"),
        APPROVED => (Tone::Ok, APPROVED),
        DECLINED => (Tone::Bad, DECLINED),
        _ => (Tone::Gold, PROPOSED),
    };
    tag(tone, cx.code("research-state", word))
}
