//! One study: what it asks, who said yes, what was given for it, and what comes next for the reader.

use maud::{Markup, html};
use sila_core::experience::Quarter;
use sila_core::extract::Table;

use super::store::Given;
use super::study::{NUMBER_MAX, TITLE_MAX};
use super::{APPROVED, Open, PROPOSED, extract, list, national, open, parts, path};
use crate::accounts::{Permission, store as accounts};
use crate::ask::Ask;
use crate::db::{DbError, Tx};
use crate::knowledge::{self, PUBLISHED};
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::{
    Button, Card, Note, Summary, Tone, acts, columns, empty_state, heading, post, stack,
};
use crate::web::ident::Name;
use crate::web::{Errors, Form, Page, Pairs, dates};

/// What the page shows.
struct View<'a> {
    ask: &'a Ask,
    found: Open,
    /// Proposer and researcher, in the reader's language.
    people: [String; 2],
    tables: Vec<(Given, Table)>,
    published: bool,
}

impl View<'_> {
    fn is_researcher(&self) -> bool {
        self.ask.worker().is_ok_and(|worker| worker.id == self.found.stored.researcher)
    }

    /// Somebody who may say the committee's word, and is not part of the study.
    fn approves(&self) -> bool {
        let own = [self.found.stored.proposer, self.found.stored.researcher];
        self.ask.may(Permission::ResearchApprove)
            && self.ask.worker().is_ok_and(|worker| !own.contains(&worker.id))
    }
}

/// The page.
///
/// # Errors
/// `page.not_found`.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    let found = open(&ask.app, ask.id("id")?).await?;
    let view = view(&ask, found).await?;
    Ok(Reply::page(&document(&view, &Errors::none())))
}

/// The page with what was wrong in its form.
///
/// # Errors
/// When the store cannot be read.
pub async fn with_errors(ask: &Ask, found: Open, errors: &Errors) -> Result<Reply, Problem> {
    let view = view(ask, found).await?;
    Ok(Reply::page_with_errors(&document(&view, errors)))
}

async fn view(ask: &Ask, found: Open) -> Result<View<'_>, Problem> {
    let (id, ids) = (found.stored.id, [found.stored.proposer, found.stored.researcher]);
    let query = move |tx: &mut dyn Tx| -> Result<_, DbError> {
        let [one, two] = ids.map(|id| accounts::one(tx, id));
        Ok([one?, two?])
    };
    let people = ask.app.store.read(query).await?;
    let item = match found.stored.result {
        Some(item) => knowledge::open(&ask.app, ask.worker()?, item).await.ok(),
        None => None,
    };
    let name = |worker: Option<crate::accounts::Worker>| {
        worker.map(|worker| worker.name(ask.cx.lang).to_owned()).unwrap_or_default()
    };
    let all = extract::given(&ask.app).await?;
    let tables = all.into_iter().filter(|(one, _)| one.study == Some(id)).collect();
    let published = item.is_some_and(|item| item.stored.state == PUBLISHED);
    Ok(View { ask, found, people: people.map(name), tables, published })
}

fn document(view: &View<'_>, errors: &Errors) -> Page {
    let (cx, open) = (&view.ask.cx, &view.found);
    let title = cx.lang.pick(&open.study.title.ar, &open.study.title.en);
    let main = html! {
        (about(view))
        @if view.approves() && open.stored.state == PROPOSED { (deciding(view, errors)) }
        (tables(view))
    };
    let aside = html! {
        (next(view))
        @if view.is_researcher() && open.runs(cx.now) { (drawing(view)) }
        (results(view))
        (Note::new("shield-check", cx.t("research-remembered")).tone(Tone::Info).says(cx.t("research-remembered-text")))
    };
    let top = list::state(cx, &open.stored.state, open.stored.until);
    let who = cx.lang.pick(&open.study.institution.ar, &open.study.institution.en);
    let body = html! {
        (heading(Name(title), Some(who), &top))
        (columns(&stack(&main), &stack(&aside)))
    };
    let page = Page::new(cx, title.clone()).crumb(cx.t("research-title"), "/research");
    page.errors(errors.any()).body(body)
}

fn about(view: &View<'_>) -> Markup {
    let (cx, open) = (&view.ask.cx, &view.found);
    let [proposer, researcher] = &view.people;
    let rows = Summary::new()
        .row(cx.t("research-proposer"), Name(proposer))
        .row(cx.t("research-researcher"), Name(researcher));
    let rows = parts::scope(cx, rows, &open.study.scope);
    let rows = match &open.approval {
        None => rows,
        Some(word) => rows
            .row(cx.t("research-committee"), Name(&word.committee))
            .row(cx.t("research-number"), parts::number(&word.number))
            .row(cx.t("research-on"), dates::day(cx.lang, word.at))
            .row(cx.t("research-until"), dates::day(cx.lang, open.stored.until.plus_days(-1))),
    };
    let question = cx.lang.pick(&open.study.question.ar, &open.study.question.en);
    html! {
        (Card::new(cx.t("research-question")).body(html! { p dir="auto" { (question) } (rows) }))
    }
}

/// What comes next, for whoever reads.
fn next(view: &View<'_>) -> Markup {
    let (cx, stored) = (&view.ask.cx, &view.found.stored);
    let key = match stored.state.as_str() {
        PROPOSED if view.approves() => "research-next-you",
        PROPOSED => "research-next-committee",
        APPROVED if stored.until <= cx.now => "research-next-ended",
        APPROVED if view.is_researcher() => "research-next-draw",
        APPROVED => "research-next-runs",
        _ => "research-next-declined",
    };
    html! { (Note::new("path", cx.t("research-next")).says(cx.t(key))) }
}

fn deciding(view: &View<'_>, errors: &Errors) -> Markup {
    let (cx, ask) = (&view.ask.cx, view.ask);
    let least = view.found.study.scope.group_min.to_string();
    let empty: Pairs = [("group_min", least.as_str())].into_iter().collect();
    let values = if ask.form.is_empty() { &empty } else { &ask.form };
    let form = Form::new(cx, values, errors);
    html! {
        (Card::new(cx.t("research-decide")).body(html! {
            (form.summary())
            (post(cx, &format!("{}/approval", path(view.found.stored.id)), &html! {
                (form.text("committee", cx.t("research-committee")).max(TITLE_MAX))
                (form.text("number", cx.t("research-number")).ltr().max(NUMBER_MAX))
                (form.date("on", cx.t("research-on")))
                (form.date("until", cx.t("research-until")))
                (form.text("group_min", cx.t("research-group-min")).hint(cx.t("research-group-min-hint")).numeric().max(2))
                (acts(&html! {
                    (Button::submit(cx.t("research-approve")).sends("word", "approve").icon("stamp"))
                    (Button::submit(cx.t("research-decline")).line().sends("word", "decline"))
                }))
            }))
        }))
    }
}

fn tables(view: &View<'_>) -> Markup {
    let cx = &view.ask.cx;
    let reads = view.is_researcher() || view.ask.may(Permission::ResearchApprove);
    let empty = empty_state(
        "chart-bar",
        cx.t("research-tables-empty"),
        cx.t("research-tables-empty-text"),
        &html! {},
    );
    html! {
        @if reads {
            (Card::new(cx.t("research-tables")).count(view.tables.len()).body(html! {
                (national::rows(cx, view.tables.iter()).when_empty(empty))
            }))
        }
    }
}

/// The form by which the researcher asks for a table.
fn drawing(view: &View<'_>) -> Markup {
    let (cx, scope) = (&view.ask.cx, &view.found.study.scope);
    let ends = [scope.from.number(), scope.to.number()].map(|end| end.to_string());
    let values: Pairs = ["from", "to"].into_iter().zip(ends.iter().map(String::as_str)).collect();
    let errors = Errors::none();
    let form = Form::new(cx, &values, &errors);
    let quarters = (scope.from.number()..=scope.to.number()).rev().map(Quarter::from_number);
    let quarters: Vec<Quarter> = quarters.collect();
    let own: Vec<&str> = scope.categories.iter().map(String::as_str).collect();
    let categories = if own.is_empty() { parts::categories() } else { own };
    html! {
        (Card::new(cx.t("research-draw")).body(html! {
            (post(cx, &format!("{}/tables", path(view.found.stored.id)), &html! {
                (parts::fields(cx, &form, &quarters, &scope.axes, &categories))
                (acts(&html! { (Button::submit(cx.t("research-draw-act")).icon("chart-bar")) }))
            }))
        }))
    }
}

/// Where the results are, or the button that begins to write them down.
fn results(view: &View<'_>) -> Markup {
    let (cx, stored) = (&view.ask.cx, &view.found.stored);
    let mine = view.is_researcher();
    let inside = match stored.result {
        Some(item) if mine || view.published => {
            let key = if view.published { "research-result-read" } else { "research-result-write" };
            let href = cx.url(&knowledge::path(item));
            html! { (Button::link(cx.t(key), href).line().small().icon("books")) }
        }
        None if mine && stored.state == APPROVED => html! {
            p { (cx.t("research-result-text")) }
            (post(cx, &format!("{}/result", path(stored.id)), &html! {
                (Button::submit(cx.t("research-result-act")).line().small().icon("books"))
            }))
        },
        _ => html! { p.muted { (cx.t("research-result-none")) } },
    };
    html! { (Card::new(cx.t("research-result")).body(inside)) }
}
