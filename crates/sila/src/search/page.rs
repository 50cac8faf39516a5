//! The search page: a case by its number, people by name or number.

use maud::{Markup, html};
use sila_core::ids::CaseId;

use crate::accounts::{Permission, Worker};
use crate::ask::Ask;
use crate::cases::store as cases;
use crate::db::{DbError, Tx};
use crate::journal::access::{self, Subject};
use crate::people::search_state;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::search::asked::{self, CHARS_MAX};
use crate::search::results::{self, Results};
use crate::web::components::{Button, Card, empty_state, heading};
use crate::web::{Arg, Cx, Page};

/// Reference numbers that are tried.
const REFERENCES_MAX: usize = 4;

/// The empty page.
///
/// # Errors
/// None of its own.
pub async fn show(ask: Ask) -> Result<Reply, Problem> {
    Ok(Reply::page(&page(&ask, "", None)))
}

/// Looks, writes down that a search was made and who was shown, and shows them.
///
/// # Errors
/// When the store cannot be read, or the search cannot be written down.
pub async fn find(ask: Ask) -> Result<Reply, Problem> {
    let typed: String = ask.form.get("q").unwrap_or_default().chars().take(CHARS_MAX).collect();
    if typed.is_empty() {
        return Ok(Reply::page(&page(&ask, "", None)));
    }
    let worker = ask.worker()?;
    let search = Subject::Search(ask.app.clock.new_id());
    if !worker.may(Permission::CaseRead) {
        access::record(&ask.app, worker, search, "search", ask.now).await?;
        return Ok(Reply::page(&page(&ask, &typed, Some(&nothing(&ask.cx)))));
    }
    let asked = asked::read(&typed, ask.now);
    if let Some(case) = by_reference(&ask, worker, asked.references.clone()).await? {
        access::record(&ask.app, worker, search, "search", ask.now).await?;
        return Ok(Reply::see_other(ask.cx.url(&format!("/cases/{case}"))));
    }
    let results = results::of(&ask, worker, &asked).await?;
    access::record_all(&ask.app, worker, read(search, &results), "search", ask.now).await?;
    let found =
        if results.people.is_empty() { nothing(&ask.cx) } else { results::card(&ask.cx, &results) };
    Ok(Reply::page(&page(&ask, &typed, Some(&found))))
}

/// The search, and everybody it shows.
fn read(search: Subject, results: &Results) -> Vec<Subject> {
    let records = results.people.iter().flat_map(|one| &one.records);
    let people = records.map(|record| Subject::Person(record.person.id.0));
    std::iter::once(search).chain(people).collect()
}

/// The case of the first number that the worker may open.
async fn by_reference(
    ask: &Ask,
    worker: &Worker,
    references: Vec<String>,
) -> Result<Option<CaseId>, Problem> {
    let worker = worker.clone();
    let read = move |tx: &mut dyn Tx| {
        for reference in references.iter().take(REFERENCES_MAX) {
            if let Some(case) = cases::by_reference(tx, &worker, reference)? {
                return Ok(Some(case));
            }
        }
        Ok::<_, DbError>(None)
    };
    Ok(ask.app.store.read(read).await?)
}

fn nothing(cx: &Cx) -> Markup {
    let none =
        empty_state("magnifying-glass", cx.t("search-none"), cx.t("search-none-text"), &html! {});
    html! { (Card::new(cx.t("search-found")).body(none)) }
}

fn page(ask: &Ask, typed: &str, found: Option<&Markup>) -> Page {
    let cx = &ask.cx;
    let body = html! {
        (heading(cx.t("search-title"), Some(&cx.t("search-lead")), &html! {}))
        (search_state(cx, &ask.app))
        (form(cx, typed))
        @if let Some(found) = found { (found) }
    };
    Page::new(cx, cx.t("search-title")).body(body)
}

fn form(cx: &Cx, typed: &str) -> Markup {
    let like = [("case", Arg::ident("C-26-00031")), ("phone", Arg::ident("050 123 4567"))];
    html! {
        form.search-form method="post" action=(cx.url("/search")) role="search" aria-label=(cx.t("search-title")) {
            div.field {
                label for="find" { (cx.t("search-field")) }
                p.hint id="find-h" { (cx.t_with("search-field-hint", &like)) }
                div.search-row {
                    input.in id="find" name="q" type="search" dir="auto" autocomplete="off" spellcheck="false"
                        maxlength=(CHARS_MAX) value=(typed) aria-describedby="find-h";
                    (Button::submit(cx.t("search-go")).icon("magnifying-glass"))
                }
            }
        }
    }
}
