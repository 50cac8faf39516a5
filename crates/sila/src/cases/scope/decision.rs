//! What is found about a colleague waits for a supervisor: excluded, or no conflict of interest, in words that are kept sealed. It is not
//! asked again for the same reason. Of the colleague nothing is shown but the reason.

use maud::{Markup, html};
use sila_core::ids::{CaseId, WorkerId};
use sila_core::time::Millis;

use super::store::{self, Hint};
use super::{fact, page};
use crate::accounts::{Permission, Worker};
use crate::app::{App, Topic};
use crate::ask::Ask;
use crate::cases::glass;
use crate::cases::interpreters::saying;
use crate::cases::plan::store::Line;
use crate::cases::record::CaseRecord;
use crate::db::{DbError, Tx};
use crate::journal::store as journal;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::vault::Place;
use crate::web::components::{Button, Card, Task, Tone, acts, icon, post, tag};
use crate::web::ident::{Name, Reference};
use crate::web::{Cx, Errors, Form, Pairs};

/// What can be decided.
const DECISIONS: [&str; 2] = [EXCLUDE, "NONE"];
const EXCLUDE: &str = "EXCLUDE";
/// The longest words, in characters.
const WORDS_CHARS_MAX: usize = 500;

/// Decides about a colleague.
///
/// # Errors
/// `page.not_found` for whoever may not read the case; `conflict.moved` when it was decided before, and about oneself.
pub async fn create(ask: Ask) -> Result<Reply, Problem> {
    let record = page::case(&ask).await?;
    let (id, form) = (record.row.id, &ask.form);
    let decision = DECISIONS.into_iter().find(|code| form.has("decision", code));
    let words = form.get("words").unwrap_or_default().trim();
    let about = form.get("worker").and_then(|id| id.parse::<WorkerId>().ok());
    let about = about.ok_or_else(Problem::not_found)?;
    let mut errors = Errors::none();
    if decision.is_none() {
        errors.add("decision", ask.cx.t("hint-decision-missing"));
    }
    if words.is_empty() || words.chars().count() > WORDS_CHARS_MAX {
        errors.add("words", ask.cx.t("hint-words-missing"));
    }
    if about == record.row.owner && decision == Some(EXCLUDE) {
        errors.add("decision", ask.cx.t("hint-owner"));
    }
    let Some(decision) = decision.filter(|_| errors.is_empty()) else {
        return page::document(&ask, &record, &errors).await;
    };
    decide(&ask.app, ask.worker()?, &record, (about, decision, words), ask.now).await?;
    Ok(Reply::see_other(ask.cx.url(&page::path(id))))
}

/// The act itself: the decision and the exclusion that follows are one.
///
/// # Errors
/// `conflict.moved` when nothing waits any more; `page.forbidden` for whoever reads the case by broken glass.
pub async fn decide(
    app: &App,
    by: &Worker,
    record: &CaseRecord,
    (about, decision, words): (WorkerId, &'static str, &str),
    now: Millis,
) -> Result<(), Problem> {
    let case = record.row.id;
    let sealed = record.seal_words(app, place(case), words)?;
    let known = app.store.read(move |tx| store::hints(tx, case)).await?;
    let waits = |hint: &&Hint| hint.who.0 == about && hint.decision.is_none();
    let moved = || Problem::refused("conflict.moved").way_out(page::path(case));
    let why = known.iter().find(waits).ok_or_else(moved)?.reason.clone();
    let excludes = decision == EXCLUDE;
    let data = if excludes { format!("EXCLUDE {about} {why}") } else { format!("CLEAR {about}") };
    let (fact, author, by) = (fact(app, case, by, &data, now), by, by.id);
    let write = move |tx: &mut dyn Tx| -> Result<Option<bool>, DbError> {
        if glass::store::is_open(tx, case, by)? {
            return Ok(None);
        }
        let done = store::decide_hints(tx, (case, about), (decision, &sealed), (by, now))?;
        if done && excludes {
            store::exclude(tx, case, about)?;
            store::set_reason(tx, case, about, &why)?;
        }
        if done {
            journal::insert(tx, &fact)?;
        }
        Ok(Some(done))
    };
    let done = app.store.write(write).await?.ok_or_else(Problem::forbidden)?;
    if done && excludes {
        saying::look_again(app, author, record, now).await?;
    }
    app.changed(Topic::Cases);
    app.changed(Topic::Referrals);
    if done { Ok(()) } else { Err(moved()) }
}

fn place(case: CaseId) -> Place {
    Place { table: "conflict_hint", row: case.0 }
}

/// The card on the page of who reads a case. What is found about the reader themselves is not for them.
pub fn card(ask: &Ask, record: &CaseRecord, hints: &[Hint], errors: &Errors) -> Markup {
    let cx = &ask.cx;
    let me = ask.worker().map(|worker| worker.id).ok();
    let others: Vec<&Hint> = hints.iter().filter(|hint| Some(hint.who.0) != me).collect();
    let mut who: Vec<&store::Colleague> = others.iter().map(|hint| &hint.who).collect();
    who.dedup();
    if who.is_empty() {
        return html! {};
    }
    // One at a time: the next is asked when this one is decided.
    let waits = others.iter().find(|hint| hint.decision.is_none()).map(|hint| hint.who.0);
    html! {
        (Card::new(cx.t("hint-title")).id("hints").count(who.len()).body(html! {
            p.hint { (cx.t("hint-text")) }
            ul.people { @for one in who { li { (icon("warning")) div {
                b { (Name(cx.lang.pick(&one.1, &one.2))) }
                @for hint in others.iter().filter(|hint| hint.who.0 == one.0) {
                    " " (said(cx, hint))
                }
                @if waits == Some(one.0) && ask.may(Permission::CaseApprove) {
                    (deciding(cx, record.row.id, one.0, errors))
                }
            } } } }
        }))
    }
}

fn said(cx: &Cx, hint: &Hint) -> Markup {
    match &hint.decision {
        None => tag(Tone::Warn, cx.code("hint", &hint.reason)),
        Some(decision) => html! {
            (tag(Tone::Plain, cx.code("hint", &hint.reason))) " " span.sub { (cx.code("hint-decided", decision)) }
        },
    }
}

fn deciding(cx: &Cx, case: CaseId, worker: WorkerId, errors: &Errors) -> Markup {
    let values = Pairs::default();
    let form = Form::new(cx, &values, errors);
    let choices = DECISIONS.map(|code| (code, cx.code("hint-decide", code)));
    post(
        cx,
        &format!("/cases/{case}/hints"),
        &html! {
            input type="hidden" name="worker" value=(worker);
            (form.select("decision", cx.t("hint-decision")).empty(cx.t("scope-choose")).choices(choices))
            (form.text("words", cx.t("hint-words")).max(WORDS_CHARS_MAX))
            (acts(&html! { (Button::submit(cx.t("hint-decide")).line().small()) }))
        },
    )
}

/// What waits on a supervisor's day: the number of the case, and nobody's name.
pub fn tasks(cx: &Cx, waiting: &[Line]) -> Vec<Task> {
    let task = |line: &Line| {
        let href = cx.url(&format!("{}#hints", page::path(line.case)));
        Task::new("warning", Tone::Warn, cx.t("hint-day"), href).meta(Reference(&line.reference))
    };
    waiting.iter().map(task).collect()
}
