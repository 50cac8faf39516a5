//! `/press/{id}`: one public statement: its words and figures in both languages, who wrote it, who approved it.

use maud::{Markup, html};
use sila_core::WorkerId;
use uuid::Uuid;

use super::store::{self, Stored};
use super::{APPROVED, Extract, WITHDRAWN, WRITTEN, figures, list, open, path};
use crate::accounts::{Permission, Worker, store as accounts};
use crate::app::{App, Topic};
use crate::ask::Ask;
use crate::db::{DbError, Tx};
use crate::journal::store as journal;
use crate::meetings::fact;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::{
    Button, Card, Note, Summary, Tone, acts, columns, heading, post, stack,
};
use crate::web::ident::Name;
use crate::web::{Cx, Lang, Page, dates};

/// The page.
///
/// # Errors
/// `page.not_found`, or when the store cannot be read.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    let (row, extract) = open(&ask.app, ask.id("id")?).await?;
    let workers = ask.app.store.read(accounts::all).await?;
    let cx = &ask.cx;
    let main = html! {
        @if row.state == WRITTEN {
            (Note::new("hourglass-medium", cx.t("press-waits")).tone(Tone::Gold).says(cx.t("press-waits-text")))
        }
        @for lang in [Lang::Ar, Lang::En] { (said(cx, &extract, lang)) }
    };
    let aside = html! { (standing(cx, &row, &workers)) (moves(&ask, &row)) };
    let title = extract.title.of(cx.lang).to_owned();
    let body = html! {
        (heading(Name(&title), None, &list::state(cx, &row.state)))
        (columns(&stack(&main), &stack(&aside)))
    };
    let page = Page::new(cx, title.clone()).crumb(cx.t("press-title"), "/press");
    Ok(Reply::page(&page.body(body)))
}

/// Words and figures in one language; nothing when it was not written in that one.
fn said(cx: &Cx, extract: &Extract, lang: Lang) -> Markup {
    let pick = |words: &crate::meetings::text::Words| lang.pick(&words.ar, &words.en).clone();
    let (title, text) = (pick(&extract.title), pick(&extract.text));
    html! {
        @if !title.is_empty() || !text.is_empty() {
            (Card::new(cx.t(lang.pick("press-in-arabic", "press-in-english"))).body(html! {
                div lang=(lang.code()) dir=(lang.dir()) {
                    h3 { (title) }
                    p { (text) }
                    ul.plain { @for one in &extract.figures { li { b.num { (one.value) } " " (Name(&pick(&one.name))) } } }
                }
            }))
        }
    }
}

fn standing(cx: &Cx, row: &Stored, workers: &[Worker]) -> Markup {
    let called =
        |id: WorkerId| workers.iter().find(|one| one.id == id).map(|one| one.name(cx.lang));
    let approver = row.approver.and_then(called);
    let rows = Summary::new()
        .row_if(cx.t("press-author"), called(row.author).map(|name| html! { (Name(name)) }))
        .row(cx.t("press-written-at"), dates::both_calendars(cx.lang, row.at))
        .row_if(cx.t("press-approver"), approver.map(|name| html! { (Name(name)) }))
        .row_if(
            cx.t("press-decided-at"),
            row.approved_at.map(|at| dates::both_calendars(cx.lang, at)),
        );
    html! { (Card::new(cx.t("press-state")).tag(list::state(cx, &row.state)).body(html! { (rows) })) }
}

fn moves(ask: &Ask, row: &Stored) -> Markup {
    let cx = &ask.cx;
    let own = ask.worker().is_ok_and(|worker| worker.id == row.author);
    html! {
        @if ask.may(Permission::AgreementSign) {
            @if row.state == WRITTEN && own { p.hint { (cx.t("press-not-your-own")) } }
            @if row.state == WRITTEN && !own {
                (Card::new(cx.t("press-approve")).body(html! {
                    p.muted { (cx.t("press-approve-text")) }
                    (post(cx, &path(row.id, "/approval"), &acts(&html! { (Button::submit(cx.t("press-approve")).icon("seal-check")) })))
                }))
            }
            @if row.state != WITHDRAWN {
                (post(cx, &path(row.id, "/withdrawal"), &acts(&html! { (Button::submit(cx.t("press-withdraw")).soft()) })))
            }
        }
    }
}

/// Approves it. The figures are counted again: what may not be said any more, or is another number by now, is not approved.
///
/// # Errors
/// `page.not_found`; `press.own` for whoever wrote it; `press.figures` when a figure has changed; `press.crossed`.
pub async fn approve(ask: Ask) -> Result<Reply, Problem> {
    let id: Uuid = ask.id("id")?;
    let (row, extract) = open(&ask.app, id).await?;
    let refused = |code: &str| Problem::refused(code).way_out(path(id, ""));
    if row.author == ask.worker()?.id {
        return Err(refused("press.own"));
    }
    let now = figures::all(&ask.app).await?;
    if extract.figures.iter().any(|one| !now.contains(one)) || extract.stray().is_some() {
        return Err(refused("press.figures"));
    }
    decide(&ask.app, &ask, id, (WRITTEN, APPROVED)).await?;
    Ok(Reply::see_other(ask.cx.url(&path(id, ""))))
}

/// Takes it back.
///
/// # Errors
/// `page.not_found`; `press.crossed`.
pub async fn withdraw(ask: Ask) -> Result<Reply, Problem> {
    let id: Uuid = ask.id("id")?;
    let (row, _) = open(&ask.app, id).await?;
    let from = if row.state == APPROVED { APPROVED } else { WRITTEN };
    decide(&ask.app, &ask, id, (from, WITHDRAWN)).await?;
    Ok(Reply::see_other(ask.cx.url(&path(id, ""))))
}

async fn decide(
    app: &App,
    ask: &Ask,
    id: Uuid,
    (from, to): (&'static str, &'static str),
) -> Result<(), Problem> {
    let (worker, now) = (ask.worker()?, ask.now);
    let told = fact(app, "press", format!("{id} {to}"), Some(worker), now);
    let by = (worker.id, now);
    let write = move |tx: &mut dyn Tx| -> Result<bool, DbError> {
        let done = store::decide(tx, id, (from, to), by)?;
        if done {
            journal::insert(tx, &told)?;
        }
        Ok(done)
    };
    if !app.store.write(write).await? {
        return Err(Problem::refused("press.crossed").way_out(path(id, "")));
    }
    app.changed(Topic::Agreements);
    Ok(())
}
