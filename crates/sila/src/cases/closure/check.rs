//! Follow-ups after the closure: on the day planned somebody asks, by the safe way alone, how the person is.

use maud::{Markup, html};
use sila_core::care::FollowUp;
use sila_core::time::Millis;
use uuid::Uuid;

use super::{Check, case, commit, fact, path, store};
use crate::accounts::Worker;
use crate::app::App;
use crate::ask::Ask;
use crate::cases::record::CaseRecord;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::{Button, Card, Tone, post, tag};
use crate::web::{Cx, dates};

/// Writes down how the person was found.
///
/// # Errors
/// `closure.moved` when it was written down before; `form.broken` for an outcome that is none.
pub async fn create(ask: Ask) -> Result<Reply, Problem> {
    let record = case(&ask).await?;
    let id: Uuid = ask.id("one")?;
    let outcome = ask.form.get("outcome").and_then(|code| FollowUp::from_code(code).ok());
    let outcome = outcome.ok_or_else(|| Problem::bad_request("form.broken"))?;
    tell(&ask.app, ask.worker()?, &record, (id, outcome), ask.now).await?;
    Ok(Reply::see_other(ask.cx.url(&path(record.row.id, ""))))
}

/// Writes down how the person was found.
///
/// # Errors
/// `closure.moved` when it was written down before, or the case has no such follow-up.
pub async fn tell(
    app: &App,
    worker: &Worker,
    record: &CaseRecord,
    (id, outcome): (Uuid, FollowUp),
    now: Millis,
) -> Result<(), Problem> {
    let (case, by) = (record.row.id, (worker.id, now));
    let fact = fact(app, case, worker, format!("FOLLOWUP {outcome}"), now);
    commit(app, fact, case, move |tx| store::set_check(tx, (case, id), outcome, by)).await
}

/// The follow-ups of a case.
pub fn card(cx: &Cx, record: &CaseRecord, checks: &[Check]) -> Markup {
    let closed = !record.row.is_open();
    let card = Card::new(cx.t("closure-checks")).id("checks").count(checks.len());
    html! { (card.body(html! {
        p.hint { (cx.t("closure-checks-text")) }
        ul.joint { @for check in checks { li {
            div.joint-h { b { (dates::day(cx.lang, check.due)) } (state(cx, check)) }
            @if closed && check.outcome.is_none() {
                div.joint-acts { (form(cx, record, check)) }
            }
        } } }
    })) }
}

fn state(cx: &Cx, check: &Check) -> Markup {
    match check.outcome {
        None if check.due < cx.now => tag(Tone::Bad, cx.deadline(check.due)),
        None => tag(Tone::Plain, cx.t("closure-check-planned")),
        Some((outcome, _)) => {
            let tone = match outcome {
                FollowUp::Well => Tone::Ok,
                FollowUp::Needs => Tone::Bad,
                FollowUp::NotReached => Tone::Warn,
                FollowUp::Unwanted => Tone::Plain,
            };
            tag(tone, cx.code("follow-up", outcome.code()))
        }
    }
}

fn form(cx: &Cx, record: &CaseRecord, check: &Check) -> Markup {
    let path = path(record.row.id, &format!("/checks/{}", check.id));
    let button = |outcome: FollowUp| {
        let code = outcome.code();
        Button::submit(cx.code("follow-up", code)).soft().small().sends("outcome", code)
    };
    html! { @for outcome in FollowUp::ALL { (post(cx, &path, &html! { (button(*outcome)) })) } }
}
