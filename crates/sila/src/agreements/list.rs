//! The agreements of this agency, and what each waits for.

use maud::{Markup, html};
use sila_core::AgencyId;

use crate::accounts::Permission;
use crate::activation;
use crate::activation::ledger::{self, Book};
use crate::agreements::{State, Stored, store};
use crate::ask::Ask;
use crate::historic;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::{Button, Card, Col, Table, Tone, empty_state, heading, tag};
use crate::web::{Cx, Page, dates, ident};

/// The list.
///
/// # Errors
/// When the store cannot be read.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    let all = ask.app.store.read(store::all).await?;
    let books = ledger::all(&ask.app).await?;
    let before = historic::card(&ask, historic::Kind::Agreement).await?;
    let cx = &ask.cx;
    let new = html! {
        (Button::link(cx.t("board-title"), cx.url("/agreements/board")).line())
        (Button::link(cx.t("annual-title"), cx.url("/annual")).line())
        @if ask.may(Permission::AgreementSign) {
            (Button::link(cx.t("agreements-new"), cx.url("/agreements/new")).icon("plus"))
        }
    };
    let columns = [
        Col::text(cx.t("agreements-title-one")),
        Col::text(cx.t("agreements-with")),
        Col::status(cx.t("agreements-state")),
        Col::text(cx.t("agreements-until")),
    ];
    let mine = ask.app.node.id;
    let empty = empty_state(
        "handshake",
        cx.t("agreements-empty"),
        cx.t("agreements-empty-text"),
        &html! {},
    );
    let table = Table::new(cx.t("agreements-title"), columns)
        .rows(all.iter().map(|stored| row(cx, stored, mine, &books)))
        .when_empty(empty);
    let card = Card::new(cx.t("agreements-title")).live("agreements", "agreements");
    let body = html! {
        (heading(cx.t("agreements-title"), Some(&cx.t("agreements-lead")), &new))
        div.stack { (card.body(html! { (table) })) (before) }
    };
    Ok(Reply::page(&Page::new(cx, cx.t("agreements-title")).body(body)))
}

fn row(cx: &Cx, stored: &Stored, mine: AgencyId, books: &[Book]) -> [Markup; 4] {
    let agreement = &stored.agreement;
    let other = agreement.other(mine);
    let name = other.map_or("", |party| cx.lang.pick(&party.name_ar, &party.name_en));
    let href = cx.url(&format!("/agreements/{}", agreement.id));
    let book = books.iter().find(|book| book.ledger.agreement.id == agreement.id);
    [
        html! {
            a.ref href=(href) { (ident::Reference(&agreement.code)) }
            span.sub { (cx.lang.pick(&agreement.title_ar, &agreement.title_en)) }
        },
        html! { (ident::Name(name)) },
        html! {
            (state_tag(cx, stored, book))
            @if let Some(book) = book {
                " " a href=(cx.url(&format!("/agreements/{}/activation", agreement.id))) { (activation::show::state_tag(cx, book)) }
            }
        },
        html! { (dates::day(cx.lang, book.map_or(agreement.until, |book| book.ledger.until()))) },
    ]
}

/// Where it stands, in a word that is never more than the truth; a notice that ended it stands in its book.
pub fn state_tag(cx: &Cx, stored: &Stored, book: Option<&Book>) -> Markup {
    let holds = match book {
        Some(book) => book.ledger.holds(cx.now),
        None => stored.agreement.in_force(cx.now),
    };
    if stored.state == State::Signed && holds.is_err() {
        return tag(Tone::Warn, cx.t("agreement-outside-term"));
    }
    let tone = match stored.state {
        State::Drafted => Tone::Warn,
        State::Proposed => Tone::Info,
        State::Offered => Tone::Gold,
        State::Withdrawn => Tone::Plain,
        State::Signed => Tone::Ok,
        State::Suspended { .. } => Tone::Bad,
    };
    tag(tone, cx.code("agreement-state", stored.state.code()))
}
