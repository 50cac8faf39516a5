//! Whether an agreement goes on: our agency decides before the last day for notice to renew it, to negotiate it anew or to let it end, and
//! says why. A decision is added and never changed; a later one counts. Sixty days before that day it is asked for, and where nobody has
//! decided the page of the agreement, the partnership and the day say so. What both have signed does not move by it: a new term is a text that both
//! sign, an end is a notice or the last day.

pub mod store;
#[cfg(test)]
mod tests;

use maud::{Markup, html};
use sila_core::agreement::Agreement;
use sila_core::{AgreementId, Millis};

use super::signing::By;
use super::{Stored, signing};
use crate::accounts::{Permission, Worker, store as accounts};
use crate::app::{App, Topic};
use crate::ask::Ask;
use crate::db::{DbError, Tx};
use crate::journal::store::{self as journal, Fact};
use crate::meetings::{sealed, unsealed};
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::{Button, Card, Tone, acts, post, tag};
use crate::web::{Arg, Cx, Errors, Form, Pairs, dates, ident};
use store::Decision;

/// The table whose rows hold the reasons.
const TABLE: &str = "agreement_renewal";
/// Shortest reason, in characters.
const REASON_MIN: usize = 3;
/// Longest reason, in characters.
const REASON_MAX: usize = 600;

/// What is decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Choice {
    /// It goes on as it is.
    Renew,
    /// It goes on with other words.
    Renegotiate,
    /// It ends.
    End,
}

impl Choice {
    /// Every choice.
    pub const ALL: [Choice; 3] = [Choice::Renew, Choice::Renegotiate, Choice::End];

    /// The key in rows, forms and texts.
    pub fn code(self) -> &'static str {
        match self {
            Choice::Renew => "RENEW",
            Choice::Renegotiate => "RENEGOTIATE",
            Choice::End => "END",
        }
    }

    /// Reads the key.
    pub fn from_code(code: &str) -> Option<Choice> {
        Choice::ALL.into_iter().find(|one| one.code() == code)
    }
}

/// `POST /agreements/{id}/renewal`.
///
/// # Errors
/// As [`decide`]; `renewal.no_choice`.
pub async fn create(ask: Ask) -> Result<Reply, Problem> {
    let id: AgreementId = ask.id("id")?;
    let way = format!("/agreements/{id}");
    let choice = ask.form.get("choice").and_then(Choice::from_code);
    let choice =
        choice.ok_or_else(|| Problem::refused("renewal.no_choice").way_out(way.clone()))?;
    let reason = ask.form.get("reason").unwrap_or_default().trim().to_owned();
    decide(&ask.app, id, (choice, &reason), ask.worker()?, ask.now).await?;
    Ok(Reply::see_other(ask.cx.url(&way)))
}

/// Writes down what our agency has decided about the term that runs.
///
/// # Errors
/// `page.not_found`; `renewal.no_reason`; `renewal.over` for what both have not signed or what has ended.
pub async fn decide(
    app: &App,
    id: AgreementId,
    (choice, reason): (Choice, &str),
    worker: &Worker,
    now: Millis,
) -> Result<(), Problem> {
    let stored = signing::one(app, id).await?;
    let refused = |code: &str| Problem::refused(code).way_out(format!("/agreements/{id}"));
    if !(REASON_MIN..=REASON_MAX).contains(&reason.chars().count()) {
        return Err(refused("renewal.no_reason"));
    }
    if !is_open(&stored, now) {
        return Err(refused("renewal.over"));
    }
    let row = app.clock.new_id();
    let body = sealed(app, TABLE, row, &reason.to_owned());
    let until = stored.agreement.until;
    let told = fact(app, &stored, (choice, &body), By { worker: Some(worker.id), now });
    let one = Decision { id: row, agreement: id, until, choice, at: now, worker: worker.id, body };
    let write = move |tx: &mut dyn Tx| -> Result<(), DbError> {
        store::decide(tx, &one)?;
        journal::insert(tx, &told)
    };
    app.store.write(write).await?;
    app.changed(Topic::Agreements);
    Ok(())
}

fn fact(app: &App, stored: &Stored, (choice, body): (Choice, &[u8]), by: By) -> Fact {
    let data = [choice.code().as_bytes(), body].concat();
    signing::fact(app, &stored.agreement, "agreement.renewal_decided", &data, by)
}

/// Whether it is signed by both and its term runs.
fn is_open(stored: &Stored, now: Millis) -> bool {
    stored.state.is_signed() && now < stored.agreement.until
}

/// The card on the page of an agreement that both have signed.
///
/// # Errors
/// When the store cannot be read, or a reason is damaged.
pub async fn card(ask: &Ask, stored: &Stored) -> Result<Markup, Problem> {
    let (cx, id) = (&ask.cx, stored.agreement.id);
    let read = move |tx: &mut dyn Tx| -> Result<_, DbError> {
        Ok((store::of(tx, id)?, accounts::all(tx)?))
    };
    let (decisions, workers) = ask.app.store.read(read).await?;
    let until = stored.agreement.until;
    let own: Vec<&Decision> = decisions.iter().filter(|one| one.until == until).collect();
    let mut lines = Vec::new();
    for one in decisions.iter().rev() {
        let reason: String = unsealed(&ask.app, TABLE, one.id, &one.body)?;
        let by = workers.iter().find(|worker| worker.id == one.worker);
        let by = by.map_or("–", |worker| worker.name(cx.lang));
        lines.push(line(cx, &stored.agreement, one, (by, &reason)));
    }
    let last = own.last().map(|one| one.choice);
    let may = ask.may(Permission::AgreementSign) && is_open(stored, ask.now);
    Ok(html! {
        (Card::new(cx.t("renewal-title")).id("renewal").tag(state(cx, &stored.agreement, last)).body(html! {
            p.small.muted { (window(cx, &stored.agreement)) }
            ul.joint { @for line in &lines { (line) } }
            @if let Some(last) = last { (way(cx, stored, last)) }
            @if may { (form(cx, id)) }
        }))
    })
}

/// What is decided of the term that runs, or that nothing is.
fn state(cx: &Cx, agreement: &Agreement, last: Option<Choice>) -> Markup {
    match last {
        Some(Choice::End) => tag(Tone::Plain, cx.code("renewal", Choice::End.code())),
        Some(choice) => tag(Tone::Ok, cx.code("renewal", choice.code())),
        None if agreement.is_to_decide(cx.now) => tag(Tone::Bad, cx.t("renewal-none")),
        None => tag(Tone::Plain, cx.t("renewal-later")),
    }
}

/// From when and until when it is to be decided.
fn window(cx: &Cx, agreement: &Agreement) -> String {
    let day = |at| Arg::phrase(dates::day(cx.lang, at));
    let (opens, by) = (agreement.renewal_opens(), agreement.decide_by());
    cx.t_with("renewal-window", &[("from", day(opens)), ("until", day(by))])
}

fn line(cx: &Cx, agreement: &Agreement, one: &Decision, (by, reason): (&str, &str)) -> Markup {
    let late = one.until == agreement.until && agreement.decide_by() < one.at;
    html! {
        li {
            div.joint-h {
                b { (cx.code("renewal", one.choice.code())) }
                @if late { (tag(Tone::Warn, cx.t("renewal-late"))) }
                @if one.until != agreement.until { (tag(Tone::Plain, cx.t("renewal-past"))) }
            }
            p dir="auto" { (reason) }
            div.sub { (ident::Name(by)) " · " (dates::day(cx.lang, one.at)) }
        }
    }
}

/// Where what was decided is done.
fn way(cx: &Cx, stored: &Stored, choice: Choice) -> Markup {
    let id = stored.agreement.id;
    let (key, path) = match choice {
        Choice::Renew | Choice::Renegotiate => ("renewal-text", format!("/agreements/{id}/text")),
        Choice::End if stored.agreement.notice.is_some() => {
            ("exit-open", format!("/agreements/{id}/exit"))
        }
        Choice::End => return html! {},
    };
    acts(&html! { (Button::link(cx.t(key), cx.url(&path)).line()) })
}

fn form(cx: &Cx, id: AgreementId) -> Markup {
    let (values, errors) = (Pairs::default(), Errors::none());
    let form = Form::new(cx, &values, &errors);
    let choices = Choice::ALL.iter().map(|one| (one.code(), cx.code("renewal", one.code())));
    let inside = html! {
        (form.radios("choice", cx.t("renewal-choice")).choices(choices))
        (form.area("reason", cx.t("renewal-reason")).max(REASON_MAX).rows(3))
        (acts(&html! { (Button::submit(cx.t("renewal-decide")).icon("check")) }))
    };
    html! {
        details.fold {
            summary { (cx.t("renewal-decide")) }
            (post(cx, &format!("/agreements/{id}/renewal"), &inside))
        }
    }
}
