//! `/exchanges`: who of us was or will be where, and who comes to us.

use maud::{Markup, html};
use sila_link::record::Standing;

use super::{Open, all, path};
use crate::accounts::Permission;
use crate::ask::Ask;
use crate::partners::Names;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::{Button, Card, Col, Table, Tone, empty_state, heading, tag};
use crate::web::ident::Name;
use crate::web::{Cx, Page, dates};

/// The page.
///
/// # Errors
/// When the store cannot be read.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    let all = ask.app.store.read(all).await?;
    let names = Names::all(&ask.app).await?;
    let cx = &ask.cx;
    let new = html! {
        @if ask.may(Permission::TrainingKeep) {
            (Button::link(cx.t("exchange-new"), cx.url("/exchanges/new")).icon("plus"))
        }
    };
    let head = [
        Col::text(cx.t("exchange-one")),
        Col::text(cx.t("exchange-sender")),
        Col::text(cx.t("exchange-host")),
        Col::text(cx.t("exchange-begins")),
        Col::status(cx.t("training-state")),
    ];
    let agency = |id: sila_core::AgencyId| match id == ask.app.node.id {
        true => cx.agency().to_owned(),
        false => names.of(cx.lang, id).to_owned(),
    };
    let row = |one: &Open| {
        let exchange = &one.shown().exchange;
        let title = cx.lang.pick(&exchange.title.ar, &exchange.title.en);
        [
            html! {
                a.ref href=(cx.url(&path(one.last.record))) { (Name(title)) }
                span.sub { (cx.code("exchange-kind", &exchange.kind)) }
            },
            html! { (Name(&agency(exchange.sender))) },
            html! { (Name(&agency(exchange.host))) },
            html! { (dates::day(cx.lang, exchange.begins.at_minute(0))) },
            state(cx, one, ask.app.node.id),
        ]
    };
    let empty =
        empty_state("handshake", cx.t("exchanges-none"), cx.t("exchanges-none-text"), &html! {});
    let table = Table::new(cx.t("exchanges-title"), head).rows(all.iter().map(row));
    let card = Card::new(cx.t("exchanges-title")).count(all.len()).live("exchanges", "agreements");
    let body = html! {
        (heading(cx.t("exchanges-title"), Some(&cx.t("exchanges-lead")), &new))
        (card.body(html! { (table.when_empty(empty)) }))
    };
    let page = Page::new(cx, cx.t("exchanges-title")).crumb(cx.t("training-title"), "/training");
    Ok(Reply::page(&page.body(body)))
}

/// Where an exchange stands, in a word.
pub fn state(cx: &Cx, one: &Open, me: sila_core::AgencyId) -> Markup {
    let exchange = &one.shown().exchange;
    let (tone, word) = match (&one.agreed, one.last.standing) {
        (_, Standing::Open) if one.last.waits_for(me) => (Tone::Gold, "YOURS"),
        (None, Standing::Dead | Standing::Replaced) => (Tone::Bad, "DECLINED"),
        (None, _) => (Tone::Info, "THEIRS"),
        (Some(_), _) if one.report().is_some() => (Tone::Ok, "REPORTED"),
        (Some(_), Standing::Open) => (Tone::Info, "THEIRS"),
        (Some(_), _) if exchange.is_over(cx.now) => (Tone::Warn, "OVER"),
        (Some(_), _) => (Tone::Ok, "AGREED"),
    };
    tag(tone, cx.code("exchange-state", word))
}
