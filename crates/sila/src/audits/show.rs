//! `/audits/{id}`: a fact of the sample with its evidence, what was found of it, and finding.

use maud::{Markup, html};
use sila_core::partnership::Said;
use sila_core::{Millis, RecordId};

use super::store::{self, Finding};
use super::{Item, REASON_MAX, REASON_MIN, TABLE, Verdict, all, list, may_find, path};
use crate::accounts::{Permission, Worker, store as accounts};
use crate::activation::{Book, ledger, saying};
use crate::app::{App, Topic};
use crate::ask::Ask;
use crate::db::{DbError, Tx};
use crate::journal::store as journal;
use crate::meetings::{fact, screened, sealed, unsealed};
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::{
    Button, Card, Note, Summary, Tone, acts, columns, empty_state, heading, post, stack,
};
use crate::web::{Cx, Errors, Form, Page, Pairs, dates, ident};

/// A fact of the sample with the book that it stands in.
struct View {
    item: Item,
    book: Book,
    said: Said,
    workers: Vec<Worker>,
}

async fn view(ask: &Ask) -> Result<View, Problem> {
    let id: RecordId = ask.id("id")?;
    let found = all(&ask.app).await?.into_iter().find(|one| one.drawn.record == id);
    let item = found.ok_or_else(Problem::not_found)?;
    let book = ledger::one(&ask.app, item.drawn.agreement).await?;
    let said = book.ledger.deeds.iter().find(|said| said.record == id).cloned();
    let workers = ask.app.store.read(accounts::all).await?;
    Ok(View { item, said: said.ok_or_else(Problem::not_found)?, book, workers })
}

/// The page.
///
/// # Errors
/// `page.not_found` for what was never drawn; when the store cannot be read.
pub(super) async fn page(ask: Ask) -> Result<Reply, Problem> {
    let view = view(&ask).await?;
    Ok(Reply::page(&drawn(&ask, &view, &Pairs::default(), &Errors::none())?))
}

/// Adds what was found.
///
/// # Errors
/// As [`find`]; `page.not_found` for what was never drawn.
pub(super) async fn create(ask: Ask) -> Result<Reply, Problem> {
    let view = view(&ask).await?;
    let record = view.item.drawn.record;
    let form = match screened(&ask, &format!("{}/findings", path(record)), &["reason"])? {
        Ok(form) => form,
        Err(held) => return Ok(held),
    };
    let mut errors = Errors::none();
    let verdict = form.get("verdict").and_then(Verdict::from_code);
    if verdict.is_none() {
        errors.add("verdict", ask.cx.t("audits-verdict-needed"));
    }
    let reason = form.get("reason").unwrap_or_default().trim().to_owned();
    if !is_reason(&reason) {
        errors.add("reason", ask.cx.t("audits-reason-needed"));
    }
    let (Some(verdict), false) = (verdict, errors.any()) else {
        return Ok(Reply::page_with_errors(&drawn(&ask, &view, &form, &errors)?));
    };
    find(&ask.app, record, (verdict, &reason), ask.worker()?, ask.now).await?;
    Ok(Reply::see_other(ask.cx.url(&path(record))))
}

fn is_reason(text: &str) -> bool {
    (REASON_MIN..=REASON_MAX).contains(&text.chars().count())
}

/// Adds what somebody who audits has found of a fact that was drawn. What was found before stays.
///
/// # Errors
/// `audits.signs` for whoever signs for the agency; `audits.no_reason`; `page.not_found` for what was never drawn.
pub async fn find(
    app: &App,
    record: RecordId,
    (verdict, reason): (Verdict, &str),
    worker: &Worker,
    now: Millis,
) -> Result<(), Problem> {
    let refused = |code: &str| Problem::refused(code).way_out(path(record));
    if !may_find(worker) {
        return Err(refused("audits.signs"));
    }
    if !is_reason(reason) {
        return Err(refused("audits.no_reason"));
    }
    let id = app.clock.new_id();
    let body = sealed(app, TABLE, id, &reason.to_owned());
    let one = Finding { id, record, at: now, worker: worker.id, verdict, body };
    let told = fact(app, "audit", format!("{record} found {}", verdict.code()), Some(worker), now);
    let write = move |tx: &mut dyn Tx| -> Result<bool, DbError> {
        if !store::find(tx, &one)? {
            return Ok(false);
        }
        journal::insert(tx, &told)?;
        Ok(true)
    };
    if !app.store.write(write).await? {
        return Err(Problem::not_found());
    }
    app.changed(Topic::Agreements);
    Ok(())
}

fn drawn(ask: &Ask, view: &View, values: &Pairs, errors: &Errors) -> Result<Page, Problem> {
    let cx = &ask.cx;
    let form = Form::new(cx, values, errors);
    let audits = ask.may(Permission::AuditRead);
    let finds = ask.worker().is_ok_and(may_find);
    let main = html! {
        (form.summary())
        (said(cx, view))
        (findings(ask, view)?)
    };
    let aside = html! {
        @if finds { (finding(cx, view, &form)) }
        @else { (Note::new("info", cx.t("audits-apart")).tone(Tone::Info).says(cx.t("audits-apart-text"))) }
        (Note::new("signature", cx.t("audits-stays")).tone(Tone::Plain).says(cx.t("audits-stays-text")))
    };
    let title = cx.t("audits-one");
    let body = html! {
        (heading(title.clone(), Some(&list::quarter(cx, view.item.drawn.quarter)), &list::verdict(cx, view.item.verdict())))
        (columns(&stack(&main), &stack(&aside)))
    };
    let page = Page::new(cx, title);
    let page = if audits { page.crumb(cx.t("audits-title"), "/audits") } else { page };
    Ok(page.errors(errors.any()).body(body))
}

/// What both have signed, and where its evidence is.
fn said(cx: &Cx, view: &View) -> Markup {
    let (book, said) = (&view.book, &view.said);
    let agreement = &book.ledger.agreement;
    let confirmed = said.confirmed();
    let rows = Summary::new()
        .row(cx.t("audits-fact"), ident::Name(&said.deed.words))
        .row(cx.t("deed-evidence"), ident::Name(&said.deed.evidence))
        .row(cx.t("deed-on"), dates::day(cx.lang, said.deed.on.at_minute(0)))
        .row(
            cx.t("audits-said-by"),
            html! { (ident::Name(book.name(cx.lang, said.by))) " · " (dates::day(cx.lang, said.at)) },
        )
        .row_if(
            cx.t("deed-confirmed-by"),
            confirmed.map(|one| {
                html! { (ident::Name(book.name(cx.lang, one.by))) " · " (dates::day(cx.lang, one.at)) }
            }),
        )
        .row(cx.t("partnership-agreement"), ident::Reference(&agreement.code));
    html! {
        (Card::new(cx.t("audits-evidence")).body(html! {
            (rows)
            (acts(&html! {
                (Button::link(cx.t("audits-open"), cx.url(&saying::way_out(book, &said.deed))).line())
                (Button::link(cx.t("evaluation-signatures"), cx.url(&format!("/records/{}", said.record))).line().icon("signature"))
            }))
        }))
    }
}

fn findings(ask: &Ask, view: &View) -> Result<Markup, Problem> {
    let cx = &ask.cx;
    let mut lines = Vec::new();
    for one in view.item.findings.iter().rev() {
        let reason: String = unsealed(&ask.app, TABLE, one.id, &one.body)?;
        let by = view.workers.iter().find(|worker| worker.id == one.worker);
        let by = by.map_or("–", |worker| worker.name(cx.lang)).to_owned();
        lines.push(html! {
            li {
                div.joint-h { span { (ident::Name(&by)) " · " (dates::day(cx.lang, one.at)) } (list::verdict(cx, Some(one.verdict))) }
                p dir="auto" { (reason) }
            }
        });
    }
    let none =
        empty_state("seal-check", cx.t("audits-waits"), cx.t("audits-waits-text"), &html! {});
    Ok(html! {
        (Card::new(cx.t("audits-found")).count(lines.len()).body(html! {
            @if lines.is_empty() { (none) } @else { ul.joint { @for line in &lines { (line) } } }
        }))
    })
}

fn finding(cx: &Cx, view: &View, form: &Form<'_>) -> Markup {
    let choices = Verdict::ALL.iter();
    let choices = choices.map(|one| (one.code(), cx.code("audits-verdict", one.code())));
    let inside = html! {
        (form.radios("verdict", cx.t("audits-finding")).choices(choices))
        (form.area("reason", cx.t("audits-reason")).hint(cx.t("audits-reason-hint")).max(REASON_MAX).rows(4))
        (acts(&html! { (Button::submit(cx.t("audits-add")).icon("check")) }))
    };
    let to = format!("{}/findings", path(view.item.drawn.record));
    html! { (Card::new(cx.t("audits-add")).id("finding").body(post(cx, &to, &inside))) }
}
