//! What is due: messages that follow from the journal, and their calls.

use std::sync::Arc;

use rand_core::Rng;
use sila_core::time::Millis;
use sila_core::{ExtractId, RecordId};
use tokio::task::JoinSet;
use uuid::Uuid;

use super::store::{self, DELIVERED, GIVEN_UP, Message, Told, WAITING, Webhook};
use super::{KIND, Subject, message, place, wait};
use crate::app::{App, Topic};
use crate::clock::Randomness;
use crate::db::{DbError, Tx};
use crate::journal::store as journal;
use crate::meetings::fact;
use crate::problem::Problem;
use crate::wire::client::CallError;
use crate::wire::outward::{Outward, Target};

/// Kinds of shared records that a partner may be told of: what both do together, and nothing that came of a case.
const RECORDS: [&str; 9] = [
    "annex/1",
    "initiative/1",
    "deed/1",
    "indicators/1",
    "policy/1",
    "campaign/1",
    "campaign.report/1",
    "minutes/1",
    "exchange/1",
];
/// Longest time in minutes for which a failed call holds up the other messages of its program, at least one: a program that is away is
/// not called for each of them, and one message that a program does not like keeps the others only so long.
const PAUSE_MINUTES: i64 = 5;
/// Days for which a delivered message stands on the page.
const KEPT_DAYS: i64 = 90;
/// Gone: the receiver says that nobody is there any more (RFC 9110 §15.5.11).
const GONE: u16 = 410;

/// Reads the journal on for every webhook, and makes the calls that are due. Says how much it did. A webhook for which the journal cannot
/// be read, or whose program does not answer, holds up none of the others.
///
/// # Errors
/// When the store cannot be read or written.
pub async fn tend(app: &App, now: Millis) -> Result<usize, Problem> {
    let mut done = 0_usize;
    for webhook in app.store.read(store::open).await? {
        match follow(app, &webhook, now).await {
            Ok(count) => done = done.saturating_add(count),
            Err(problem) => {
                tracing::error!(code = %problem.code, "the journal was not read for a webhook");
            }
        }
    }
    let mut rounds: JoinSet<Result<usize, Problem>> = JoinSet::new();
    let outward = Arc::new(Outward::new(&app.config.trust, app.config.call_inside));
    for webhook in app.store.read(store::open).await? {
        let id = webhook.id;
        let due = app.store.read(move |tx| store::due(tx, id, now)).await?;
        if !due.is_empty() {
            rounds.spawn(round(app.clone(), Arc::clone(&outward), due, now));
        }
    }
    if rounds.is_empty() {
        return Ok(done);
    }
    while let Some(ended) = rounds.join_next().await {
        match ended {
            Ok(Ok(count)) => done = done.saturating_add(count),
            Ok(Err(problem)) => {
                tracing::error!(code = %problem.code, "calls of a webhook were not written down");
            }
            Err(_) => tracing::error!("calls of a webhook were broken off"),
        }
    }
    app.changed(Topic::Links);
    Ok(done)
}

/// The calls of one webhook, in their order, until one is not taken. Says how many.
async fn round(
    app: App,
    outward: Arc<Result<Outward, CallError>>,
    due: Vec<Message>,
    now: Millis,
) -> Result<usize, Problem> {
    let mut done = 0_usize;
    for one in due {
        done = done.saturating_add(1);
        if !call(&app, (*outward).as_ref(), one, now).await? {
            break;
        }
    }
    Ok(done)
}

/// Writes the messages that follow for a webhook from what the journal says after what was read.
async fn follow(app: &App, webhook: &Webhook, now: Millis) -> Result<usize, Problem> {
    let (one, read) = (webhook.clone(), webhook.read);
    let found = app
        .store
        .read(move |tx| {
            let facts = store::facts(tx, read)?;
            let last = facts.last().map(|told| told.place);
            let code = store::code(tx, one.partner)?.unwrap_or_default();
            let mut all = Vec::new();
            for told in &facts {
                if let Some((kind, subject)) = follows(tx, &one, &code, told)? {
                    all.push((kind, subject, told.at));
                }
            }
            Ok::<_, DbError>((last, all))
        })
        .await?;
    let (Some(last), all) = found else { return Ok(0) };
    let message = |(kind, subject, at): (String, String, Millis)| {
        new_message(app, webhook.id, kind, subject, at, now)
    };
    let messages: Vec<Message> = all.into_iter().map(message).collect();
    let (id, count) = (webhook.id, messages.len());
    app.store.write(move |tx| store::moved(tx, id, last, &messages)).await?;
    Ok(count)
}

/// A message that waits for its first call.
pub fn new_message(
    app: &App,
    webhook: Uuid,
    kind: String,
    subject: String,
    at: Millis,
    now: Millis,
) -> Message {
    Message {
        id: app.clock.new_id(),
        webhook,
        kind,
        subject,
        at,
        state: WAITING.to_owned(),
        attempts: 0,
        next_at: now,
        error: None,
        done_at: None,
    }
}

/// The type and the identifier that a webhook is told of a fact; nothing when it is not to be told.
fn follows(
    tx: &mut dyn Tx,
    webhook: &Webhook,
    code: &str,
    told: &Told,
) -> Result<Option<(String, String)>, DbError> {
    let asks = |subject| webhook.subjects.contains(&subject);
    let Some((about, act)) = told.subject.split_once(' ') else { return Ok(None) };
    let named = |kind: &str| Some((kind.to_owned(), about.to_owned()));
    Ok(match told.kind.as_str() {
        "directory" if asks(Subject::Service) => match act {
            "published" => named("service.published"),
            "withdrawn" => named("service.withdrawn"),
            _ => named("service.updated"),
        },
        "research" if asks(Subject::Figures) && act == "given" => {
            let Ok(id) = about.parse::<ExtractId>() else { return Ok(None) };
            let table = crate::research::store::table(tx, id)?;
            table.filter(|one| one.study.is_none()).and_then(|_| named("figures.published"))
        }
        "agreement" if asks(Subject::Agreement) && about == code => {
            Some(("agreement.changed".to_owned(), webhook.partner.to_text()))
        }
        "record" if asks(Subject::Record) => {
            let Ok(id) = about.parse::<RecordId>() else { return Ok(None) };
            if is_shared(tx, webhook, id)? { named("record.changed") } else { None }
        }
        _ => None,
    })
}

/// Whether the partner is party to the record, and the record is of a kind that it may be told of.
fn is_shared(tx: &mut dyn Tx, webhook: &Webhook, id: RecordId) -> Result<bool, DbError> {
    let Some(loaded) = crate::records::store::load(tx, id)? else { return Ok(false) };
    let mut versions = loaded.shared.versions();
    Ok(versions.any(|(_, held)| {
        RECORDS.contains(&held.version.kind.as_str())
            && held.version.parties.contains(&webhook.partner)
    }))
}

/// Makes one call and writes down what came of it. False when the program did not take it: then nothing else that waits for it is called
/// in this round, nor for as long as the message waits, or [`PAUSE_MINUTES`].
async fn call(
    app: &App,
    outward: Result<&Outward, &CallError>,
    one: Message,
    now: Millis,
) -> Result<bool, Problem> {
    let id = one.webhook;
    let found = app.store.read(move |tx| store::one(tx, id)).await?;
    let Some(webhook) = found else { return Ok(false) };
    let told = match outward {
        Ok(outward) => tell(app, outward, &webhook, &one, now).await,
        Err(error) => Err(error.code()),
    };
    let gone = told == Err(format!("H-{GONE}"));
    let settled = settled(one, told, now);
    let taken = settled.state == DELIVERED;
    if !taken {
        let code = settled.error.as_deref().unwrap_or_default();
        tracing::info!(code, attempts = settled.attempts, "a partner's program was not told");
    }
    let before = now.plus_days(-KEPT_DAYS);
    let lost = match gone {
        true => Some("gone"),
        false => (settled.state == GIVEN_UP).then_some("given up"),
    };
    let fact = lost.map(|what| fact(app, KIND, format!("{id} {what}"), None, now));
    let pause = settled.next_at.clamp(now.plus_minutes(1), now.plus_minutes(PAUSE_MINUTES));
    let write = move |tx: &mut dyn Tx| -> Result<(), DbError> {
        store::settle(tx, &settled, before)?;
        store::count(tx, id, taken)?;
        if let Some(fact) = &fact {
            journal::insert(tx, fact)?;
        }
        if gone {
            return store::end(tx, id, now).map(drop);
        }
        if taken { Ok(()) } else { store::put_off(tx, id, pause) }
    };
    app.store.write(write).await?;
    Ok(taken)
}

/// The message after a call that brought this.
fn settled(one: Message, told: Result<(), String>, now: Millis) -> Message {
    let attempts = one.attempts.saturating_add(1);
    let jitter = Randomness.next_u64();
    let (state, next_at, error) = match told {
        Ok(()) => (DELIVERED, now, None),
        Err(code) => match wait(attempts, now, jitter) {
            Some(at) => (WAITING, at, Some(code)),
            None => (GIVEN_UP, now, Some(code)),
        },
    };
    let done_at = (state != WAITING).then_some(now);
    Message { state: state.to_owned(), attempts, next_at, error, done_at, ..one }
}

/// Signs the message and sends it: a status of 200 to 299 means that it was taken. A secret that cannot be opened is a failure of this
/// message, not of the round.
async fn tell(
    app: &App,
    outward: &Outward,
    webhook: &Webhook,
    one: &Message,
    now: Millis,
) -> Result<(), String> {
    let target = Target::parse(&webhook.address).ok_or("H-ADDRESS")?;
    let secret = app.vault.open(place(webhook.id), &webhook.secret).map_err(|problem| {
        tracing::error!(code = %problem.code, "the secret of a webhook cannot be opened");
        "H-SECRET"
    })?;
    let body = message::body(&one.kind, &one.subject, one.at);
    let headers = message::headers(one.id, now, &body, &secret);
    match outward.post(&target, &headers, body.into_bytes()).await {
        Ok(200..=299) => Ok(()),
        Ok(status) => Err(format!("H-{status}")),
        Err(error) => Err(error.code()),
    }
}
