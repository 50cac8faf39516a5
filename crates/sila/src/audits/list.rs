//! `/audits`: the facts that were drawn, what was found of each, and from how many facts each quarter was drawn.

use maud::{Markup, html};
use sila_core::AgreementId;
use sila_core::experience::Quarter;

use super::store::{self, Draw};
use super::{Item, Verdict, all, path};
use crate::activation::Book;
use crate::activation::ledger;
use crate::ask::Ask;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::{Card, Col, Table, Tone, empty_state, heading, tag};
use crate::web::{Arg, Cx, Page, dates, ident};

/// The page.
///
/// # Errors
/// When the store cannot be read.
pub(super) async fn page(ask: Ask) -> Result<Reply, Problem> {
    let items = all(&ask.app).await?;
    let draws = ask.app.store.read(store::draws).await?;
    let books = ledger::shared(&ask.app).await?;
    let cx = &ask.cx;
    let title = cx.t("audits-title");
    let empty =
        empty_state("seal-check", cx.t("audits-empty"), cx.t("audits-empty-text"), &html! {});
    let columns = [
        Col::text(cx.t("audits-fact")),
        Col::text(cx.t("partnership-agreement")),
        Col::text(cx.t("audits-quarter")),
        Col::status(cx.t("audits-finding")),
    ];
    let table = Table::new(title.clone(), columns)
        .rows(items.iter().map(|one| row(cx, one, &books)))
        .when_empty(empty);
    let body = html! {
        (heading(title.clone(), Some(&cx.t("audits-lead")), &html! {}))
        div.stack {
            (Card::new(title.clone()).count(items.len()).live("audits", "agreements").body(html! { (table) }))
            @if !draws.is_empty() { (drawn(cx, &draws, &books)) }
        }
    };
    Ok(Reply::page(&Page::new(cx, title).body(body)))
}

fn row(cx: &Cx, one: &Item, books: &[Book]) -> [Markup; 4] {
    let of = one.drawn;
    let book = books.iter().find(|book| book.ledger.agreement.id == of.agreement);
    let said = book.and_then(|book| book.ledger.deeds.iter().find(|said| said.record == of.record));
    [
        html! {
            a.ref href=(cx.url(&path(of.record))) {
                @match said {
                    Some(said) => { (ident::Name(&said.deed.words)) }
                    None => { (ident::Code(&of.record.to_string())) }
                }
            }
        },
        code(books, of.agreement),
        html! { (quarter(cx, of.quarter)) },
        verdict(cx, one.verdict()),
    ]
}

/// From how many facts each quarter was drawn, with the seed by which the other party's node has drawn the same.
fn drawn(cx: &Cx, draws: &[Draw], books: &[Book]) -> Markup {
    let columns = [
        Col::text(cx.t("partnership-agreement")),
        Col::text(cx.t("audits-quarter")),
        Col::num(cx.t("audits-facts")),
        Col::text(cx.t("audits-at")),
        Col::text(cx.t("audits-seed")),
    ];
    let rows = draws.iter().map(|one| {
        [
            code(books, one.agreement),
            html! { (quarter(cx, one.quarter)) },
            html! { (one.facts) },
            html! { (dates::day(cx.lang, one.at)) },
            html! { (ident::Seal(&one.seed)) },
        ]
    });
    html! {
        (Card::new(cx.t("audits-draws")).body(html! {
            p.muted { (cx.t("audits-draws-text")) }
            (Table::new(cx.t("audits-draws"), columns).rows(rows))
        }))
    }
}

fn code(books: &[Book], id: AgreementId) -> Markup {
    let book = books.iter().find(|book| book.ledger.agreement.id == id);
    html! { @if let Some(book) = book { (ident::Reference(&book.ledger.agreement.code)) } @else { "–" } }
}

/// A quarter in words.
pub(super) fn quarter(cx: &Cx, of: Quarter) -> String {
    let (year, nth) = of.parts();
    let args = [("nth", Arg::phrase(nth.to_string())), ("year", Arg::phrase(year.to_string()))];
    cx.t_with("effects-quarter", &args)
}

/// What was found, as a tag.
pub(super) fn verdict(cx: &Cx, found: Option<Verdict>) -> Markup {
    match found {
        None => tag(Tone::Gold, cx.t("audits-waits")),
        Some(found) => {
            let tone = match found {
                Verdict::Holds => Tone::Ok,
                Verdict::Fails => Tone::Bad,
                Verdict::Unseen => Tone::Warn,
            };
            tag(tone, cx.code("audits-verdict", found.code()))
        }
    }
}
