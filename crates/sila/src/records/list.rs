//! `/records`: what we share with other agencies, and what waits for whose signature.

use maud::{Markup, html};
use sila_link::record::Standing;

use super::parties::Names;
use super::store::{self, Line};
use super::text::Text;
use crate::accounts::Permission;
use crate::ask::Ask;
use crate::links;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::{Button, Card, Col, Table, Tone, empty_state, heading, tag};
use crate::web::{Cx, Page, dates, ident};

/// The list.
///
/// # Errors
/// When the store cannot be read.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    let lines = ask.app.store.read(store::listed).await?;
    let peers = links::peers(&ask.app).await?;
    let names = Names::known(&ask.app, &peers, &[]);
    let (cx, me) = (&ask.cx, ask.app.node.id);
    let new = html! {
        @if ask.may(Permission::AgreementSign) {
            (Button::link(cx.t("records-new"), cx.url("/records/new")).icon("plus"))
        }
    };
    let columns = [
        Col::text(cx.t("record-one")),
        Col::text(cx.t("record-with")),
        Col::status(cx.t("record-state")),
        Col::text(cx.t("record-since")),
    ];
    let empty =
        empty_state("signature", cx.t("records-empty"), cx.t("records-empty-text"), &html! {});
    let row = |line: &Line| {
        let others = line.version.parties.iter().filter(|party| **party != me);
        let others: Vec<String> = others.map(|party| names.of(cx.lang, *party)).collect();
        [
            title(cx, line),
            html! { (ident::Name(&others.join(cx.lang.pick("، ", ", ")))) },
            state(cx, line.standing, line.waits),
            html! { (dates::near(cx.lang, cx.now, line.updated_at)) },
        ]
    };
    let table = Table::new(cx.t("records-title"), columns).rows(lines.iter().map(row));
    let card = Card::new(cx.t("records-title")).live("records", "agreements");
    let body = html! {
        (heading(cx.t("records-title"), Some(&cx.t("records-lead")), &new))
        (card.body(html! { (table.when_empty(empty)) }))
    };
    Ok(Reply::page(&Page::new(cx, cx.t("records-title")).body(body)))
}

fn title(cx: &Cx, line: &Line) -> Markup {
    let text = Text::of(&line.version.kind, &line.version.content);
    let href = cx.url(&format!("/records/{}", line.record));
    html! {
        a.ref href=(href) {
            @match &text {
                Some(text) => (ident::Name(cx.lang.pick(&text.title_ar, &text.title_en))),
                None => (ident::Code(&line.version.kind)),
            }
        }
        span.sub {
            (cx.t_with("record-version", &[("n", line.version.number.into())])) " · " (ident::Seal(&line.digest))
        }
    }
}

/// Where a version stands, in a word.
pub fn state(cx: &Cx, standing: Standing, waits: bool) -> Markup {
    if waits {
        return tag(Tone::Gold, cx.t("record-waits-for-us"));
    }
    let tone = match standing {
        Standing::Open | Standing::Incomplete => Tone::Info,
        Standing::InForce => Tone::Ok,
        Standing::Replaced => Tone::Plain,
        Standing::Dead => Tone::Bad,
    };
    tag(tone, cx.code("record-standing", standing.code()))
}
