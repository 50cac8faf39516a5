//! One exchange, from either end: greeting, positions, receipts, messages; the answer has the same shape as the question.

mod history;
mod judging;
mod receipts;

use std::sync::Arc;
use std::time::Duration;

use sila_core::Millis;
use sila_link::witness::Saying;
use sila_link::{Call, Halt, Hello, LinkError, Place, Plan, Refusal, Role, plan, reopen};
use sila_seal::Hash;
use tokio::time::Instant;

use history::Hashes;
use judging::Judge;

use super::lines::Line;
use super::receiving::{Batch, Outcome, Speaker};
use super::sending::{self, Said};
use super::transit::{Books, epochs, store as transit};
use super::trouble::{self, Trouble};
use super::{Cursors, kinds, peer::Peer, store};
use crate::app::{App, Topic};
use crate::db::{DbError, Tx};
use crate::keys;
use crate::wire::server::Refused;
use crate::witness;

/// How often a call is judged again when another exchange of the same link was quicker.
const JUDGED_MAX: usize = 4;
/// A contact that changes nothing is written down when the last one is older than this, in milliseconds.
const CONTACT_MS: i64 = 10_000;

/// What was taken from one body.
#[derive(Debug, Default)]
pub struct Taken {
    /// The other side's greeting, if its body was written for where both sides stand now. Nothing else may be planned by.
    pub hello: Option<Hello>,
    /// What to answer about messages that were not taken.
    pub refusals: Vec<Refusal>,
    /// What the other side did not take of ours.
    pub refused: Vec<Refusal>,
    /// Messages stored now.
    pub stored: usize,
    /// Messages of ours for which a receipt came now.
    pub receipted: u64,
    /// Where both sides stand afterwards.
    pub cursors: Cursors,
}

/// Whether this transport key belongs to a link: its calls are read, be it to answer why they are refused.
pub async fn knows(app: &App, caller: Hash) -> bool {
    let found = app.store.glance(move |tx| store::by_key(tx, caller)).await;
    matches!(found, Ok(Some(_)))
}

/// Answers a call. When there is no news, waits up to `wait` for some.
///
/// # Errors
/// As the caller is told.
pub async fn answer(
    app: &App,
    caller: Hash,
    body: Vec<u8>,
    wait: Duration,
) -> Result<Vec<u8>, Refused> {
    match answered(app, caller, body, wait).await {
        Ok(bytes) => Ok(bytes),
        Err(trouble) => {
            if let Trouble::Here(problem) = &trouble {
                tracing::warn!(code = %problem.code, "a call was not answered: {problem}");
            }
            Err(trouble.answer())
        }
    }
}

async fn answered(
    app: &App,
    caller: Hash,
    body: Vec<u8>,
    wait: Duration,
) -> Result<Vec<u8>, Trouble> {
    let peer = app.store.glance(move |tx| store::by_key(tx, caller)).await?;
    let peer = peer.ok_or(LinkError::State)?;
    let line = app.lines.of(peer.link);
    if let Some(wait) = line.patience.wait(Instant::now()) {
        tokio::time::sleep(wait).await;
        return Err(LinkError::Busy.into());
    }
    let answer = heard(app, &peer, &line, body, wait).await;
    if matches!(answer, Err(Trouble::Refused(_))) {
        line.patience.tried(Instant::now());
    }
    answer
}

async fn heard(
    app: &App,
    peer: &Peer,
    line: &Line,
    body: Vec<u8>,
    wait: Duration,
) -> Result<Vec<u8>, Trouble> {
    if peer.alarm.is_some() {
        return Err(LinkError::Suspended.into());
    }
    if !peer.carries() {
        return Err(LinkError::State.into());
    }
    let mut bell = line.listen();
    let taken = take(app, peer.link, &body, Role::Caller).await?;
    if taken.refusals.iter().any(|refusal| is_mistake(refusal.code.as_str())) {
        line.patience.tried(Instant::now());
    }
    let until = Instant::now() + wait;
    loop {
        sending::seal_due(app, peer.link).await?;
        let said = say(app, peer.link, Role::Answerer, &taken).await?;
        if taken.hello.is_none() || !said.empty || said.refuses || Instant::now() >= until {
            said.leaves(line, app.clock.now());
            return Ok(said.bytes);
        }
        let _rung_or_late = tokio::time::timeout_at(until, bell.changed()).await;
    }
}

/// Whether a message was refused for what it is, not for when it came.
fn is_mistake(code: &str) -> bool {
    !code.starts_with("T-") && !matches!(code, "L-SUSPENDED" | "L-NOT-VERIFIED")
}

async fn say(app: &App, link: Hash, role: Role, taken: &Taken) -> Result<Said, Trouble> {
    sending::say(app, link, role, taken.hello.as_ref(), &taken.refusals).await
}

/// Takes in one body that `speaker` sent.
///
/// # Errors
/// Why nothing, or not everything, was taken; what was stored before stays stored.
pub async fn take(app: &App, link: Hash, bytes: &[u8], speaker: Role) -> Result<Taken, Trouble> {
    let line = app.lines.of(link);
    let _one = line.taking.lock().await;
    let taken = judged(app, link, bytes, speaker).await;
    if let Err(Trouble::Refused(error)) = &taken
        && !matches!(error, LinkError::State | LinkError::Busy)
    {
        trouble::count_refused(app, Some(link), error.code(), bytes).await;
    }
    taken
}

async fn judged(app: &App, link: Hash, bytes: &[u8], speaker: Role) -> Result<Taken, Trouble> {
    let call = Arc::new(Call::decode(bytes)?);
    let mut stored = 0;
    for _ in 0..JUDGED_MAX {
        let (taken, moved) = once(app, link, &call, speaker).await?;
        stored += taken.stored;
        if !moved {
            if let Some(said) = call.saying.as_ref().filter(|_| taken.hello.is_some()) {
                logs(app, link, said).await?;
            }
            return Ok(Taken { stored, ..taken });
        }
    }
    Err(LinkError::Busy.into())
}

/// What a body says about logs.
async fn logs(app: &App, link: Hash, said: &Saying) -> Result<(), Trouble> {
    let peer = app.store.glance(move |tx| store::by_link(tx, link)).await?;
    let peer = peer.filter(Peer::carries).ok_or(LinkError::State)?;
    witness::hearing::hear(app, &peer, said, app.clock.now()).await
}

async fn once(
    app: &App,
    link: Hash,
    call: &Arc<Call>,
    speaker: Role,
) -> Result<(Taken, bool), Trouble> {
    let now = app.clock.now();
    keys::peers::learn(app, link, &call.statements, now).await?;
    let books = app.store.glance(move |tx| transit::books(tx, link)).await?;
    let mut books = books.filter(|books| books.peer.carries()).ok_or(LinkError::State)?;
    let Some(hello) = greeting(app, &mut books, call, speaker).await? else {
        return Ok((Taken::nothing(0, books.cursors), false));
    };
    let history = history::read(app, &books.peer, call, &hello).await?;
    let ours = history.ours;
    let line = app.lines.of(link);
    if !line.hears(&hello) {
        // From another life: only what proves itself counts.
        let receipted = receipts::take(app, &mut books, call, &ours, now).await?;
        return Ok((Taken::nothing(receipted, books.cursors), false));
    }
    let planned = planned(app, &books, &hello, &ours, now).await?;
    kinds::hear(app, &books.peer, &hello, now).await?;
    line.greet();
    let receipted = receipts::take(app, &mut books, call, &ours, now).await?;
    contact(app, &books.peer, &planned, now).await?;
    books.peer.skew_ms = planned.skew_ms;
    let outcome = match history.speaker {
        Some(speaker) => messages(app, &books, call, (speaker, history.theirs), now).await?,
        None => Outcome::default(),
    };
    outcome.received.iter().for_each(|cursor| books.cursors.set_received(*cursor));
    if !outcome.moved && epochs::is_due(&books.cursors, &hello) {
        epochs(app, link, &hello).await?;
    }
    let taken = Taken {
        hello: Some(hello),
        cursors: books.cursors,
        refusals: outcome.refusals,
        refused: call.refusals.clone(),
        stored: outcome.stored,
        receipted,
    };
    Ok((taken, outcome.moved))
}

impl Taken {
    /// Nothing may be planned by what was heard.
    fn nothing(receipted: u64, cursors: Cursors) -> Taken {
        Taken { receipted, cursors, ..Taken::default() }
    }
}

/// Opens the greeting, and keeps which of our statements the other side holds. Nothing when it was signed with a key that
/// we do not accept although its speaker is who the connection says: it is answered with a greeting and statements.
async fn greeting(
    app: &App,
    books: &mut Books,
    call: &Call,
    speaker: Role,
) -> Result<Option<Hello>, Trouble> {
    let me = app.keys().me(books.peer.knows)?;
    let party = books.party(books.peer.state);
    let line = app.lines.of(books.peer.link);
    let hello = match Hello::open(&call.hello, &me, &party, speaker) {
        Err(LinkError::Signature) => {
            let claimed = Hello::claimed(&call.hello)?;
            if claimed.from != books.peer.agency {
                return Err(LinkError::Signature.into());
            }
            line.set_blind(Some(claimed));
            return Ok(None);
        }
        hello => hello?,
    };
    line.set_blind(None);
    line.asks(&hello, app.keys().n());
    let (link, knows) = (books.peer.link, hello.knows.unwrap_or(1));
    if knows != books.peer.knows {
        app.store.write(move |tx| store::set_knows(tx, link, knows)).await?;
        books.peer.knows = knows;
    }
    Ok(Some(hello))
}

/// What to do after their greeting. An alarm stops the link; what they hold of us that we have forgotten is kept, for the
/// officer who decides how to go on.
async fn planned(
    app: &App,
    books: &Books,
    hello: &Hello,
    ours: &Hashes,
    now: Millis,
) -> Result<Plan, Trouble> {
    let (party, mine) = (books.party(books.peer.state), books.cursors.positions());
    let planned = plan(&party, &mine, hello, books.peer.keys.n, ours, now);
    let link = books.peer.link;
    if let Err(Halt::Alarm(alarm)) = &planned
        && alarm.error == LinkError::Rollback
    {
        let held = minicbor::to_vec(&hello.positions).unwrap_or_default();
        app.store.write(move |tx| store::set_forgot(tx, link, Some(&held))).await?;
    }
    let plan = stopping(app, &books.peer, planned, now).await?;
    withdraw(app, books, hello, &plan).await?;
    Ok(plan)
}

/// What a revoked key has signed, and they have not taken, goes out again in a new epoch.
async fn withdraw(app: &App, books: &Books, hello: &Hello, plan: &Plan) -> Result<(), Trouble> {
    let ring = app.keys();
    let revoked: Vec<Hash> = ring.told().custody.revoked.iter().map(|one| one.kid).collect();
    if revoked.is_empty() {
        return Ok(());
    }
    let (link, mine) = (books.peer.link, books.cursors.all_positions());
    let (plan, hello) = (plan.clone(), hello.clone());
    let write = move |tx: &mut dyn Tx| -> Result<(), DbError> {
        for one in &plan.streams {
            let Some(seq) = one.send_from else { continue };
            let from = Place { stream: one.stream, epoch: one.send_epoch, seq };
            for kid in &revoked {
                let mine = mine.iter().find(|mine| mine.stream == one.stream);
                if let Some(mine) = mine
                    && epochs::is_signed_with(tx, link, from, kid)?
                {
                    let epoch = reopen::next_epoch(mine, &hello.position(one.stream));
                    epochs::set_opening(tx, link, one.stream, epoch)?;
                    break;
                }
            }
        }
        Ok(())
    };
    Ok(app.store.write(write).await?)
}

/// Closes and opens epochs as their greeting asks.
async fn epochs(app: &App, link: Hash, hello: &Hello) -> Result<(), Trouble> {
    let hello = hello.clone();
    let moved = app.store.write(move |tx| epochs::follow(tx, link, &hello)).await?;
    if moved.opened > 0 {
        app.outbox.notify_one();
    }
    if moved.opened + moved.closed > 0 {
        app.jobs.notify_one();
        app.lines.of(link).ring();
        app.changed(Topic::Links);
    }
    Ok(())
}

/// Keeps the evidence when the histories disagree.
async fn stopping<T>(
    app: &App,
    peer: &Peer,
    judged: Result<T, Halt>,
    now: Millis,
) -> Result<T, Trouble> {
    match judged {
        Ok(good) => Ok(good),
        Err(Halt::Refused(error)) => Err(error.into()),
        Err(Halt::Alarm(alarm)) => {
            trouble::alarm(app, peer, &alarm, now).await?;
            Err(alarm.error.into())
        }
    }
}

/// Writes down that the two sides have reached each other, not more often than is useful.
async fn contact(app: &App, peer: &Peer, plan: &Plan, now: Millis) -> Result<(), Trouble> {
    let fresh = peer.last_contact.is_some_and(|at| now.0.saturating_sub(at.0) < CONTACT_MS);
    let same = peer.version_seen == plan.version_seen && peer.last_error.is_none();
    if fresh && same && peer.attempts == 0 {
        return Ok(());
    }
    let (link, version, skew) = (peer.link, plan.version_seen, plan.skew_ms);
    let seen = version.max(peer.version_seen);
    app.store.write(move |tx| store::set_contact(tx, link, seen, skew, now)).await?;
    if peer.attempts > 0 {
        // Whoever has just come back gets at once what is already late.
        app.lines.of(link).ring();
        app.changed(Topic::Links);
    }
    Ok(())
}

/// Judges and stores the messages of a call.
async fn messages(
    app: &App,
    books: &Books,
    call: &Arc<Call>,
    (speaker, history): (Speaker, Hashes),
    now: Millis,
) -> Result<Outcome, Trouble> {
    let me = app.keys().me(books.peer.knows)?;
    let (party, cursors) = (books.party(books.peer.state), books.cursors.all_received());
    let judge = Judge { me, party, call: Arc::clone(call), history, now };
    let judged = judging::judged(Arc::new(judge), cursors).await?;
    let cursors = books.cursors.clone();
    let speaker = Speaker { peer: books.peer.clone(), ..speaker };
    let batch = Batch { app, speaker: &speaker, cursors, envelopes: &call.envelopes, now };
    batch.store(judged).await
}
