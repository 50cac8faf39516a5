//! `/glass/{id}`: who, why and until when; and the review, by somebody else.

use maud::{Markup, html};
use sila_core::joint::Finding;
use uuid::Uuid;

use super::{Glass, HOURS, REVIEW_HOURS, State, close, fact, list, path, reviews, store, words};
use crate::accounts::Worker;
use crate::app::Topic;
use crate::ask::Ask;
use crate::db::{DbError, Tx};
use crate::journal::access::{self, Subject};
use crate::journal::store as journal;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::{
    Button, Card, Note, Summary, Tone, acts, columns, heading, post, stack,
};
use crate::web::ident::{Name, Reference};
use crate::web::{Cx, Errors, Form, Page, Pairs};

async fn one(ask: &Ask) -> Result<Glass, Problem> {
    let (id, worker): (Uuid, Worker) = (ask.id("id")?, ask.worker()?.clone());
    let found = ask.app.store.read(move |tx| store::through(tx, &worker, id)).await?;
    found.ok_or_else(Problem::not_found)
}

/// The page. It says nothing of the case but its number.
///
/// # Errors
/// `page.not_found` for a stranger.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    let (glass, worker) = (one(&ask).await?, ask.worker()?);
    access::record(&ask.app, worker, Subject::Case(glass.case.0), "glass.show", ask.now).await?;
    let said = words(&ask.app, &glass)?;
    let cx = &ask.cx;
    let rows = Summary::new()
        .wide()
        .row(cx.t("glass-who"), Name(cx.lang.pick(&glass.name_ar, &glass.name_en)))
        .row(cx.t("glass-case"), Reference(&glass.reference))
        .row(cx.t("glass-reason"), cx.code("glass-reason", &glass.reason))
        .row(cx.t("glass-words"), html! { p.typed { (Name(&said)) } })
        .row(cx.t("glass-at"), cx.at(glass.at))
        .row_if(
            cx.t("glass-until"),
            matches!(glass.state, State::Open | State::Closed).then(|| cx.at(glass.until)),
        )
        .row(cx.t("glass-state"), list::state_tag(cx, &glass))
        .row_if(cx.t("glass-found"), glass.finding.map(|one| cx.code("glass-finding", one.code())))
        .row_if(cx.t("glass-reviewed-at"), glass.reviewed_at.map(|at| cx.at(at)));
    let main = html! {
        (Card::new(cx.t("glass-one")).body(html! { (rows) }))
        (forms(cx, &glass, worker))
    };
    let aside = html! {
        @if glass.excluded {
            (Note::new("prohibit", cx.t("glass-excluded")).tone(Tone::Bad).says(cx.t("glass-excluded-text")))
        }
        @if glass.finding.is_none() {
            (Note::new("hourglass-medium", cx.t("glass-review-due")).tone(Tone::Info).says(cx.deadline(glass.at.plus_hours(REVIEW_HOURS))))
        }
    };
    let body = html! {
        (heading(html! { (cx.t("glass-one")) " " (Reference(&glass.reference)) }, Some(&cx.t("glass-one-lead")), &html! {}))
        (columns(&stack(&main), &stack(&aside)))
    };
    let page = Page::new(cx, cx.t("glass-one")).crumb(cx.t("glass-title"), "/glass");
    Ok(Reply::page(&page.body(body)))
}

/// For whoever reviews: yes or no to somebody who was kept out, and what the review found.
fn forms(cx: &Cx, glass: &Glass, worker: &Worker) -> Markup {
    if glass.worker == worker.id || !reviews(worker) || glass.finding.is_some() {
        return html! {};
    }
    let (values, errors) = (Pairs::default(), Errors::none());
    let form = Form::new(cx, &values, &errors);
    let findings =
        Finding::ALL.iter().map(|one| (one.code(), cx.code("glass-finding", one.code())));
    html! {
        @if glass.state == State::Asked {
            (Card::new(cx.t("glass-answer")).body(post(cx, &path(glass.id, "/answer"), &html! {
                p { (cx.t("glass-answer-text")) }
                (acts(&html! {
                    (Button::submit(cx.t("glass-let-in")).danger().sends("answer", "yes"))
                    (Button::submit(cx.t("glass-keep-out")).sends("answer", "no"))
                }))
            })))
        } @else {
            (Card::new(cx.t("glass-review")).body(post(cx, &path(glass.id, "/review"), &html! {
                (form.select("finding", cx.t("glass-found")).hint(cx.t("glass-found-hint")).choices(findings))
                (acts(&html! { (Button::submit(cx.t("glass-review-act")).icon("check-circle")) }))
            })))
        }
    }
}

/// The glass of the address, for somebody who reviews it and has not broken it.
async fn to_review(ask: &Ask) -> Result<Glass, Problem> {
    let (glass, worker) = (one(ask).await?, ask.worker()?);
    if glass.worker == worker.id || !reviews(worker) {
        return Err(Problem::forbidden());
    }
    Ok(glass)
}

fn moved(glass: &Glass) -> Problem {
    Problem::refused("glass.moved").way_out(path(glass.id, ""))
}

/// Writes down what the review found. What should not have been closes at once.
///
/// # Errors
/// `page.not_found` for a stranger; `glass.moved` when it was reviewed before.
pub async fn create(ask: Ask) -> Result<Reply, Problem> {
    let (glass, by, now) = (to_review(&ask).await?, ask.worker()?.id, ask.now);
    let finding = ask.form.get("finding").and_then(|code| Finding::from_code(code).ok());
    let missing = || Problem::refused("deadline.missing").way_out(path(glass.id, ""));
    let finding = finding.ok_or_else(missing)?;
    if glass.state == State::Asked {
        return Err(moved(&glass));
    }
    let fact = fact(&ask.app, &glass, Some(by), &format!("REVIEW {}", finding.code()), now);
    let id = glass.id;
    let write = move |tx: &mut dyn Tx| -> Result<bool, DbError> {
        let done = store::review(tx, id, (finding, by), now)?;
        if done {
            journal::insert(tx, &fact)?;
        }
        Ok(done)
    };
    if !ask.app.store.write(write).await? {
        return Err(moved(&glass));
    }
    let shut = finding == Finding::Wrong && glass.state == State::Open;
    if shut {
        close(&ask.app, glass, Some(by), now).await?;
    }
    ask.app.changed(Topic::Cases);
    Ok(Reply::see_other(ask.cx.url(&path(id, ""))))
}

/// Lets somebody in from whom the case is kept, or does not.
///
/// # Errors
/// As [`create`].
pub async fn answer(ask: Ask) -> Result<Reply, Problem> {
    let (glass, by, now) = (to_review(&ask).await?, ask.worker()?.id, ask.now);
    let yes = ask.form.has("answer", "yes");
    let to = if yes { State::Open } else { State::Refused };
    let until = if yes { now.plus_hours(HOURS) } else { now };
    let fact = fact(&ask.app, &glass, Some(by), to.code(), now);
    let (id, asked) = (glass.id, glass.clone());
    let write = move |tx: &mut dyn Tx| -> Result<bool, DbError> {
        if !store::answer(tx, &asked, (to, by), [now, until])? {
            return Ok(false);
        }
        if to == State::Refused {
            store::review(tx, asked.id, (Finding::Wrong, by), now)?;
        }
        journal::insert(tx, &fact)?;
        Ok(true)
    };
    if !ask.app.store.write(write).await? {
        return Err(moved(&glass));
    }
    ask.app.changed(Topic::Cases);
    Ok(Reply::see_other(ask.cx.url(&path(id, ""))))
}
