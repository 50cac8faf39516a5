//! `/agreements/board`: how many agreements are signed, in force, alive, dormant or about to end, by class of partner and by area.

use std::collections::{BTreeMap, BTreeSet};

use maud::{Markup, html};
use sila_core::AgencyId;
use sila_core::partnership::{Activation, Field as Area};

use super::State;
use crate::activation::ledger::{self, Book};
use crate::ask::Ask;
use crate::db::{DbError, Tx};
use crate::partners::classes::Labels;
use crate::partners::file;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::{Card, Col, Table, heading};
use crate::web::{Cx, Page};

/// Ends within so many days.
const ENDING_DAYS: i64 = 90;
/// What is counted, in the order of the columns.
const COLUMNS: [&str; 5] = ["signed", "in-force", "active", "dormant", "ending"];

/// The page.
///
/// # Errors
/// When the store cannot be read.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    let books = ledger::all(&ask.app).await?;
    let read = |tx: &mut dyn Tx| -> Result<_, DbError> {
        Ok((file::store::classes(tx)?, Labels::read(tx)?))
    };
    let (classes, labels) = ask.app.store.read(read).await?;
    let cx = &ask.cx;
    let title = cx.t("board-title");
    let all: Vec<&Book> = books.iter().collect();
    let body = html! {
        (heading(title.clone(), Some(&cx.t("board-lead")), &html! {}))
        div.stack {
            (table(cx, "board-all", vec![(cx.t("board-every"), all)]))
            (table(cx, "board-by-class", by_class(cx, &books, (&classes, &labels))))
            (table(cx, "board-by-area", by_area(cx, &books)))
        }
    };
    let page = Page::new(cx, title).crumb(cx.t("agreements-title"), "/agreements");
    Ok(Reply::page(&page.body(body)))
}

/// A partner may have several classes, and stands under each; one without any is said to have none.
fn by_class<'a>(
    cx: &Cx,
    books: &'a [Book],
    (classes, labels): (&BTreeMap<AgencyId, BTreeSet<String>>, &Labels),
) -> Vec<(String, Vec<&'a Book>)> {
    let mut all: BTreeMap<String, Vec<&Book>> = BTreeMap::new();
    for book in books {
        match classes.get(&book.stored.peer).filter(|of| !of.is_empty()) {
            Some(of) => of.iter().for_each(|class| {
                all.entry(labels.of(cx, class)).or_default().push(book);
            }),
            None => all.entry(cx.t("board-no-class")).or_default().push(book),
        }
    }
    all.into_iter().collect()
}

/// Areas that a signed annex names and that are not at rest.
fn by_area<'a>(cx: &Cx, books: &'a [Book]) -> Vec<(String, Vec<&'a Book>)> {
    let of = |area: Area| {
        let works = |book: &&Book| {
            let annex = book.ledger.annex.as_ref();
            let found = annex.and_then(|annex| annex.content.area(area));
            found.is_some_and(|area| !area.at_rest)
        };
        books.iter().filter(works).collect::<Vec<_>>()
    };
    let all = Area::ALL.iter().map(|area| (cx.code("cooperation-field", area.code()), of(*area)));
    all.filter(|(_, books)| !books.is_empty()).collect()
}

fn table(cx: &Cx, key: &'static str, groups: Vec<(String, Vec<&Book>)>) -> Markup {
    let heads = COLUMNS.iter().map(|column| Col::num(cx.t(&format!("board-{column}"))));
    let columns = [Col::text(cx.t("board-group"))].into_iter().chain(heads);
    let rows = groups.into_iter().map(|(name, books)| {
        let [signed, in_force, active, dormant, ending] = counts(cx, &books);
        [
            html! { (name) },
            html! { (signed) },
            html! { (in_force) },
            html! { (active) },
            html! { (dormant) },
            html! { (ending) },
        ]
    });
    html! { (Card::new(cx.t(key)).body(html! { (Table::new(cx.t(key), columns).rows(rows)) })) }
}

fn counts(cx: &Cx, books: &[&Book]) -> [usize; 5] {
    let count = |so: &dyn Fn(&&&Book) -> bool| books.iter().filter(so).count();
    let lives = |book: &Book| book.ledger.activation(cx.now);
    let in_force =
        |book: &Book| book.stored.state == State::Signed && book.ledger.holds(cx.now).is_ok();
    let soon = cx.now.plus_days(ENDING_DAYS);
    [
        books.len(),
        count(&|book| in_force(book)),
        count(&|book| matches!(lives(book), Activation::Active { .. })),
        count(&|book| matches!(lives(book), Activation::Dormant { .. })),
        count(&|book| in_force(book) && book.ledger.until() <= soon),
    ]
}
