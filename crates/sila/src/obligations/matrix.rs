//! `/agreements/{id}/duties`: everything that is owed under one agreement on one page, and as a table for spreadsheets: by which clause, who
//! does what, when, what shows it, and who accepts it. It is read from the annex that both have signed and from nothing else, so
//! both parties hold the same.

use maud::{Markup, html};
use sila_core::partnership::Duty;
use sila_core::{AgreementId, Millis};

use super::trace;
use crate::activation::ledger::{self, Book};
use crate::ask::Ask;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::{Button, Card, Col, Table, empty_state, heading};
use crate::web::workbook::{self, Cell};
use crate::web::{Cx, Page, dates, ident};

/// The next day of an obligation is looked for within so many days.
const AHEAD_DAYS: i64 = 366;
/// The headings, in their order.
const HEADS: [&str; 8] = [
    "obligation-clause",
    "obligation-obligor",
    "duty-verb",
    "matrix-deliverable",
    "obligation-rule",
    "matrix-next",
    "obligation-proof",
    "matrix-accepts",
];

/// What is owed, as somebody reads it.
struct Line<'a> {
    duty: &'a Duty,
    next: Option<Millis>,
}

/// The obligations in the order of the clauses, then of their numbers.
fn lines(book: &Book, now: Millis) -> Vec<Line<'_>> {
    let Some(annex) = &book.ledger.annex else { return Vec::new() };
    let instances = book.ledger.instances(now.plus_days(AHEAD_DAYS));
    let next = |duty: &Duty| {
        let mut ahead = instances.iter().filter(|one| one.duty.number == duty.number);
        ahead.find(|one| now <= one.due.at).map(|one| one.due.at)
    };
    let place = |duty: &Duty| {
        let clauses = &book.ledger.agreement.clauses;
        clauses.iter().position(|clause| clause.number == duty.clause)
    };
    let duties = annex.content.duties.iter();
    let mut all: Vec<Line<'_>> = duties.map(|duty| Line { duty, next: next(duty) }).collect();
    all.sort_by_key(|line| (place(line.duty), line.duty.number));
    all
}

/// The page.
///
/// # Errors
/// `page.not_found` before both have signed the agreement, or when the store cannot be read.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    let id: AgreementId = ask.id("id")?;
    let book = ledger::one(&ask.app, id).await?;
    let (cx, agreement) = (&ask.cx, &book.ledger.agreement);
    let all = lines(&book, ask.now);
    let title = cx.t("matrix-title");
    let top = html! {
        (ident::Code(&agreement.code))
        (Button::link(cx.t("report-csv"), cx.url(&format!("/agreements/{id}/duties.csv"))).line())
    };
    let body = html! {
        (heading(title.clone(), Some(&cx.t("matrix-lead")), &top))
        div.stack {
            (card(cx, &book, &all))
            (free(cx, &book, &all))
        }
    };
    let page = Page::new(cx, title)
        .crumb(cx.t("agreements-title"), "/agreements")
        .crumb(agreement.code.clone(), &format!("/agreements/{id}"));
    Ok(Reply::page(&page.body(body)))
}

fn card(cx: &Cx, book: &Book, all: &[Line<'_>]) -> Markup {
    let title = cx.t("matrix-title");
    let columns = HEADS.map(|key| Col::text(cx.t(key)));
    let none = empty_state("list-checks", cx.t("matrix-none"), cx.t("matrix-none-text"), &html! {});
    let rows = all.iter().map(|Line { duty, next }| {
        let path = next.map(|due| {
            cx.url(&format!("/obligations/{}/{}/{}", book.ledger.agreement.id, duty.number, due.0))
        });
        [
            html! { (ident::Code(&duty.clause)) span.sub { (clause(cx, book, duty)) } },
            html! { (ident::Name(book.name(cx.lang, duty.obligor))) },
            html! { (verb(cx, duty)) },
            html! { (ident::Name(cx.lang.pick(&duty.text.ar, &duty.text.en))) },
            html! { (trace::rule(cx, &duty.trigger)) },
            html! {
                @match next.zip(path) {
                    Some((due, path)) => { a.link href=(path) { (dates::day(cx.lang, due)) } }
                    None => "–",
                }
            },
            html! { (ident::Name(cx.lang.pick(&duty.evidence.ar, &duty.evidence.en))) },
            html! { (ident::Name(book.name(cx.lang, duty.obligee))) },
        ]
    });
    let table = Table::new(&title, columns).rows(rows).when_empty(none);
    html! { (Card::new(&title).count(all.len()).body(html! { (table) })) }
}

/// Clauses under which nobody owes anything.
fn free(cx: &Cx, book: &Book, all: &[Line<'_>]) -> Markup {
    let owed = |number: &str| all.iter().any(|line| line.duty.clause == number);
    let clauses = book.ledger.agreement.clauses.iter();
    let free: Vec<_> = clauses.filter(|clause| !owed(&clause.number)).collect();
    html! {
        @if !free.is_empty() {
            (Card::new(cx.t("matrix-free")).count(free.len()).body(html! {
                ul.plain { @for one in free {
                    li { (ident::Code(&one.number)) " " (cx.lang.pick(&one.title_ar, &one.title_en)) }
                } }
            }))
        }
    }
}

fn clause<'a>(cx: &Cx, book: &'a Book, duty: &Duty) -> &'a str {
    let found = book.ledger.agreement.clause(&duty.clause);
    found.map_or("", |clause| cx.lang.pick(&clause.title_ar, &clause.title_en).as_str())
}

/// A dash where the words alone say what is done.
fn verb(cx: &Cx, duty: &Duty) -> String {
    duty.verb.map_or_else(|| "–".to_owned(), |verb| cx.code("duty-verb", verb.code()))
}

/// The same as a file that any spreadsheet reads (RFC 4180).
///
/// # Errors
/// As [`page`].
pub async fn table(ask: Ask) -> Result<Reply, Problem> {
    let id: AgreementId = ask.id("id")?;
    let book = ledger::one(&ask.app, id).await?;
    let text = csv(&ask.cx, &book, ask.now);
    let name = format!("{}-duties.csv", book.ledger.agreement.code);
    Ok(Reply::file("text/csv; charset=utf-8", name, text.into_bytes()))
}

/// One line for each obligation.
pub fn csv(cx: &Cx, book: &Book, now: Millis) -> String {
    let words = |text: &str| Cell::Words(text.to_owned());
    let heads = HEADS.map(|key| Cell::Words(cx.t(key))).to_vec();
    let rows = lines(book, now).into_iter().map(|Line { duty, next }| {
        vec![
            words(&duty.clause),
            words(book.name(cx.lang, duty.obligor)),
            Cell::Words(verb(cx, duty)),
            words(cx.lang.pick(&duty.text.ar, &duty.text.en)),
            Cell::Words(trace::rule(cx, &duty.trigger)),
            Cell::Words(next.map_or_else(String::new, |due| dates::day(cx.lang, due))),
            words(cx.lang.pick(&duty.evidence.ar, &duty.evidence.en)),
            words(book.name(cx.lang, duty.obligee)),
        ]
    });
    let all: Vec<Vec<Cell>> = std::iter::once(heads).chain(rows).collect();
    workbook::csv(&all)
}
