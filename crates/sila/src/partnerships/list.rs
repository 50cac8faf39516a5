//! `/partnerships`: every partnership with both scores, and what is to be looked at.

use maud::{Markup, html};

use super::relation::{self, Relation};
use super::{attention, show};
use crate::ask::Ask;
use crate::partners::Names;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::{Button, Card, Col, Table, Tone, empty_state, heading, tag};
use crate::web::{Arg, Cx, Page, ident};

/// The list.
///
/// # Errors
/// When the store cannot be read.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    let cx = &ask.cx;
    let all = relation::all(&ask.app, ask.now).await?;
    let names = Names::all(&ask.app).await?;
    let columns = [
        Col::text(cx.t("partnership-one")),
        Col::num(cx.t("card-effectiveness")),
        Col::num(cx.t("card-sustainability")),
        Col::num(cx.t("agreements-title")),
        Col::status(cx.t("partnership-look")),
    ];
    let empty = empty_state(
        "handshake",
        cx.t("partnerships-empty"),
        cx.t("partnerships-empty-text"),
        &html! {},
    );
    let table = Table::new(cx.t("partnerships-title"), columns)
        .rows(all.iter().map(|one| row(cx, one, &names)))
        .when_empty(empty);
    let link = |key: &str, path: &str| Button::link(cx.t(key), cx.url(path)).line();
    let top = html! {
        (link("network-title", "/partnerships/network"))
        (link("differences-title", "/differences"))
        (link("alliances-title", "/alliances"))
    };
    let body = html! {
        (heading(cx.t("partnerships-title"), Some(&cx.t("partnerships-lead")), &top))
        (Card::new(cx.t("partnerships-title")).count(all.len()).live("partnerships", "agreements").body(html! { (table) }))
    };
    Ok(Reply::page(&Page::new(cx, cx.t("partnerships-title")).body(body)))
}

fn row(cx: &Cx, one: &Relation, names: &Names) -> [Markup; 5] {
    let card = one.card(cx.now);
    let open = one.warnings(cx.now).len().saturating_add(one.undecided(cx.now).len());
    [
        html! { a.ref href=(cx.url(&attention::path(one))) { (ident::Name(names.of(cx.lang, one.agency))) } },
        html! { (show::score(cx, card.effectiveness)) },
        html! { (show::score(cx, Some(card.sustainability))) },
        html! { (one.books.len()) },
        match open {
            0 => tag(Tone::Ok, cx.t("partnership-nothing-open")),
            n => tag(Tone::Warn, cx.t_with("partnership-open", &[("n", Arg::from(n))])),
        },
    ]
}
