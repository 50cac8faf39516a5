//! Calls that are due before somebody is taken into a home: on the board of whoever keeps the homes, by the number of the
//! referral. When the two supervisors have spoken, this one says that they may come.

use maud::{Markup, html};
use sila_core::ids::{ReferralId, WorkerId};
use sila_core::time::Millis;

use super::store::{self, Call};
use super::{NOT_SAFE, SERVED, SPOKEN, WAITING, fact};
use crate::accounts::{Permission, Worker};
use crate::app::{App, Topic};
use crate::ask::Ask;
use crate::cases::scope::store as scope;
use crate::db::{DbError, Tx};
use crate::journal::store as journal;
use crate::partners::Names;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::Cx;
use crate::web::components::{Button, Card, Task, Tone, post, tag};
use crate::web::ident::{Name, Reference};

/// The calls that this supervisor sees.
///
/// # Errors
/// When the store cannot be read.
pub async fn due(ask: &Ask) -> Result<Vec<Call>, Problem> {
    let (reader, now) = (ask.worker()?.id, ask.now);
    Ok(ask.app.store.read(move |tx| due_in(tx, reader, now)).await?)
}

/// As [`due`], inside a transaction that reads more.
fn due_in(tx: &mut dyn Tx, reader: WorkerId, now: Millis) -> Result<Vec<Call>, DbError> {
    let shut = scope::shut_subjects(tx, reader)?;
    store::calls(tx, &shut, now)
}

/// How many calls wait for this supervisor: without those about a check that is still under way.
///
/// # Errors
/// When the store cannot be read.
pub fn waiting(tx: &mut dyn Tx, worker: &Worker, now: Millis) -> Result<usize, DbError> {
    if !worker.may(Permission::ShelterKeep) {
        return Ok(0);
    }
    let due = due_in(tx, worker.id, now)?;
    Ok(due.iter().filter(|call| call.state != WAITING).count())
}

/// The line of the page of the day; nothing when no call waits.
pub fn task(cx: &Cx, calls: usize) -> Option<Task> {
    if calls == 0 {
        return None;
    }
    let title = cx.t_with("danger-day", &[("n", calls.into())]);
    Some(Task::new("phone", Tone::Bad, title, cx.url("/shelter")).meta(cx.t("danger-day-text")))
}

/// Writes down that people have spoken, and who says so.
///
/// # Errors
/// `page.not_found` when no call is due about this referral.
pub async fn create(ask: Ask) -> Result<Reply, Problem> {
    let id: ReferralId = ask.id("id")?;
    if !due(&ask).await?.iter().any(|call| call.referral == id) {
        return Err(Problem::not_found());
    }
    speak(&ask.app, ask.worker()?, id, ask.now).await?;
    Ok(Reply::see_other(ask.cx.url("/shelter")))
}

/// The act itself.
///
/// # Errors
/// `page.not_found` when no call is due about this referral.
pub async fn speak(app: &App, worker: &Worker, id: ReferralId, now: Millis) -> Result<(), Problem> {
    let by = worker.id;
    let told = fact(app, id, &format!("{SERVED} {SPOKEN}"), Some(by), now);
    let write = move |tx: &mut dyn Tx| -> Result<bool, DbError> {
        let done = store::speak(tx, id, by, now)?;
        if done {
            journal::insert(tx, &told)?;
        }
        Ok(done)
    };
    if !app.store.write(write).await? {
        return Err(Problem::not_found());
    }
    app.changed(Topic::Shelter);
    app.changed(Topic::Referrals);
    Ok(())
}

/// The card of the board; nothing when no call is due.
pub fn card(cx: &Cx, calls: &[Call], names: &Names) -> Markup {
    html! { @if !calls.is_empty() {
        (Card::new(cx.t("danger-calls")).count(calls.len()).live("danger-calls", "shelter").body(html! {
            p.muted { (cx.t("danger-calls-text")) }
            ul.joint { @for call in calls { (line(cx, call, names)) } }
        }))
    } }
}

fn line(cx: &Cx, call: &Call, names: &Names) -> Markup {
    let tone = match call.state.as_str() {
        NOT_SAFE => Tone::Bad,
        WAITING => Tone::Info,
        _ => Tone::Warn,
    };
    let act = format!("/shelter/dangers/{}/spoken", call.referral);
    html! { li {
        div.joint-h { b { (Reference(&call.reference)) } (tag(tone, cx.code("danger-here", &call.state))) }
        div.joint-who { (Name(names.of(cx.lang, call.peer))) " · " (cx.at(call.at)) }
        div.joint-acts { (post(cx, &act, &html! { (Button::submit(cx.t("danger-spoken-act")).line().small().icon("phone")) })) }
    } }
}
