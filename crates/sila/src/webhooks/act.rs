//! Making a webhook, trying it, trying again, ending it.

use maud::html;
use rand_core::Rng;
use sila_core::AgencyId;
use uuid::Uuid;

use super::show::{self, PATH};
use super::store::{self, Webhook};
use super::{KIND, Subject, due, message, place};
use crate::ask::Ask;
use crate::clock::Randomness;
use crate::db::{DbError, Tx};
use crate::journal::store as journal;
use crate::meetings::fact;
use crate::partners;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::{Card, Note, Summary, Tone, copyable, heading};
use crate::web::ident::{Code, Name};
use crate::web::{Cx, Errors, Page};
use crate::wire::outward::Target;

/// Bytes of a secret.
const SECRET_BYTES: usize = 32;
/// Longest name of a program, in characters.
pub(super) const LABEL_MAX: usize = 60;
/// Webhooks that run at one time.
const WEBHOOKS_MAX: usize = 50;
/// What a trial says.
const TRIAL: &str = "trial";

/// Reads the form; the secret is still missing.
fn wished(ask: &Ask) -> Result<Webhook, Errors> {
    let (cx, form) = (&ask.cx, &ask.form);
    let mut errors = Errors::none();
    let label = form.get("label").unwrap_or_default().trim().to_owned();
    if !(1..=LABEL_MAX).contains(&label.chars().count()) {
        errors.add("label", cx.t("tokens-label-needed"));
    }
    let partner = form.get("partner").and_then(|text| AgencyId::parse(text).ok());
    if partner.is_none() {
        errors.add("partner", cx.t("webhooks-partner-needed"));
    }
    let address = form.get("address").unwrap_or_default().trim().to_owned();
    if Target::parse(&address).is_none() {
        errors.add("address", cx.t("webhooks-address-needed"));
    }
    let subjects: Vec<Subject> = form.all("subjects").filter_map(Subject::from_code).collect();
    if subjects.is_empty() {
        errors.add("subjects", cx.t("webhooks-subjects-needed"));
    }
    match (partner, errors.any()) {
        (Some(partner), false) => Ok(Webhook {
            id: ask.app.clock.new_id(),
            partner,
            label,
            address,
            subjects,
            secret: Vec::new(),
            made_at: ask.now,
            ended_at: None,
            read: (0, 0),
            failures: 0,
        }),
        _ => Err(errors),
    }
}

fn told(ask: &Ask, id: Uuid, what: &str) -> Result<journal::Fact, Problem> {
    Ok(fact(&ask.app, KIND, format!("{id} {what}"), Some(ask.worker()?), ask.now))
}

/// Makes a webhook and shows its secret, once.
///
/// # Errors
/// `page.not_found` for a partner that is not known; `webhook.too_many`; or when the store cannot be written.
pub async fn create(ask: Ask) -> Result<Reply, Problem> {
    let mut made = match wished(&ask) {
        Ok(made) => made,
        Err(errors) => return show::again(&ask, &errors).await,
    };
    let partner = made.partner;
    let names = ask.app.store.read(move |tx| partners::store::name_of(tx, partner)).await?;
    let (ar, en) = names.ok_or_else(Problem::not_found)?;
    let mut secret = [0_u8; SECRET_BYTES];
    Randomness.fill_bytes(&mut secret);
    made.secret = ask.app.vault.seal(place(made.id), &secret);
    let (fact, maker) = (told(&ask, made.id, "made")?, ask.worker()?.id);
    let one = made.clone();
    let write = move |tx: &mut dyn Tx| -> Result<bool, DbError> {
        if store::open(tx)?.len() >= WEBHOOKS_MAX {
            return Ok(false);
        }
        store::insert(tx, &one, maker)?;
        journal::insert(tx, &fact).map(|()| true)
    };
    if !ask.app.store.write(write).await? {
        return Err(Problem::refused("webhook.too_many").way_out(PATH));
    }
    let name = ask.cx.lang.pick(ar, en);
    Ok(Reply::page(&shown_once(&ask.cx, &made, &name, &message::shown(&secret))))
}

/// The secret in clear. It is shown here and never again.
fn shown_once(cx: &Cx, made: &Webhook, partner: &str, secret: &str) -> Page {
    let rows = Summary::new()
        .row(cx.t("tokens-label"), Name(&made.label))
        .row(cx.t("tokens-partner"), Name(partner))
        .row(cx.t("webhooks-address"), Code(&made.address));
    let body = html! {
        (heading(cx.t("webhooks-made"), None, &html! {}))
        div.stack.narrow {
            (Note::new("key", cx.t("webhooks-once")).tone(Tone::Warn).says(cx.t("webhooks-once-text")))
            (Card::new(cx.t("webhooks-secret")).body(html! { (copyable(cx, secret)) (rows) }))
        }
    };
    Page::new(cx, cx.t("webhooks-made")).crumb(cx.t("webhooks-title"), PATH).body(body)
}

/// Sends a message that is about nothing.
///
/// # Errors
/// `page.not_found` for one that has ended, or when the store cannot be written.
pub async fn trial(ask: Ask) -> Result<Reply, Problem> {
    let id: Uuid = ask.id("id")?;
    let (kind, subject) = (format!("sila.{TRIAL}"), id.to_string());
    let one = due::new_message(&ask.app, id, kind, subject, ask.now, ask.now);
    let fact = told(&ask, id, TRIAL)?;
    let write = move |tx: &mut dyn Tx| -> Result<bool, DbError> {
        if store::one(tx, id)?.is_none_or(|webhook| webhook.ended_at.is_some()) {
            return Ok(false);
        }
        store::insert_message(tx, &one)?;
        journal::insert(tx, &fact).map(|()| true)
    };
    back(&ask, id, ask.app.store.write(write).await?)
}

/// Tries again what was given up.
///
/// # Errors
/// `page.not_found` when nothing was, or when the store cannot be written.
pub async fn again(ask: Ask) -> Result<Reply, Problem> {
    let (id, now): (Uuid, _) = (ask.id("id")?, ask.now);
    let fact = told(&ask, id, "again")?;
    let write = move |tx: &mut dyn Tx| -> Result<bool, DbError> {
        let tried = store::again(tx, id, now)? > 0;
        if tried {
            journal::insert(tx, &fact)?;
        }
        Ok(tried)
    };
    back(&ask, id, ask.app.store.write(write).await?)
}

/// Ends a webhook; what waits for it is not sent.
///
/// # Errors
/// `page.not_found`, or when the store cannot be written.
pub async fn end(ask: Ask) -> Result<Reply, Problem> {
    let (id, now): (Uuid, _) = (ask.id("id")?, ask.now);
    let fact = told(&ask, id, "ended")?;
    let write = move |tx: &mut dyn Tx| -> Result<bool, DbError> {
        let ended = store::end(tx, id, now)?;
        if ended {
            journal::insert(tx, &fact)?;
        }
        Ok(ended)
    };
    back(&ask, id, ask.app.store.write(write).await?)
}

fn back(ask: &Ask, id: Uuid, done: bool) -> Result<Reply, Problem> {
    if !done {
        return Err(Problem::not_found());
    }
    Ok(Reply::see_other(ask.cx.url(&format!("{PATH}/{id}"))))
}
