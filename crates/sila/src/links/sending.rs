//! From the outbox to sealed envelopes with a place in their stream, and from there into the body of a call.

use std::collections::BTreeMap;

use sila_core::Millis;
use sila_link::call::STATEMENTS_MAX;
use sila_link::{
    Hello, InboxRow, LinkState, OutboxDraft, Packer, Place, Refusal, Role, SealedBatch, Stream,
    StreamPlan, plan, seal_batch, sign_receipt,
};
use sila_seal::{Hash, envelope};
use uuid::Uuid;

use super::transit::Books;
use super::transit::store::{self, Sealed, Waiting};
use super::trouble::Trouble;
use super::{Line, arrivals, outbox};
use crate::app::App;
use crate::clock::Randomness;
use crate::db::{DbError, Tx};
use crate::journal::store::Fact;
use crate::problem::Problem;
use crate::witness;

/// At most this many messages of a stream are sealed and not yet receipted.
const WINDOW: u64 = 512;
/// Sealed in one transaction.
const BATCH: u64 = 256;
/// Statements of theirs that are given back in one body.
const STATEMENTS_LENT: i64 = 16;
/// Envelopes are loaded by so many.
const LOAD: u64 = 64;

/// Seals what waits for a link, as far as its state, its agreements and the window allow. Says how many. Whoever has written
/// a letter rings first, or waits a second: an outbox that was seen empty is not read again before.
///
/// # Errors
/// When the store cannot be read or written.
pub async fn seal_due(app: &App, link: Hash) -> Result<usize, Problem> {
    let line = app.lines.of(link);
    if !line.is_greeted() {
        // This node may have been restored and not know it: the first greeting of the other side tells.
        return Ok(0);
    }
    if app.lines.are_rung() && line.is_emptied() {
        return Ok(0);
    }
    let _one = line.sealing.lock().await;
    let mut count = 0;
    loop {
        let rings = line.rings();
        let read = move |tx: &mut dyn Tx| waiting(tx, link);
        let Some((books, due)) = app.store.glance(read).await? else { return Ok(count) };
        let (mut sealed, mut more) = (0, false);
        if due.streams.is_empty() && !due.held {
            line.set_emptied(rings);
        }
        for (stream, letters, full) in due.streams {
            sealed += seal_stream(app, &books, stream, letters).await?;
            more |= full;
        }
        count += sealed;
        // Whoever writes a letter meanwhile rings.
        if sealed == 0 || !more {
            return Ok(count);
        }
    }
}

/// What waits to be sealed.
#[derive(Default)]
struct Due {
    /// Letters of each stream, and whether there may be more of them.
    streams: Vec<(Stream, Vec<Waiting>, bool)>,
    /// Something else holds letters back: a key that is awaited, a full window, an epoch that closes.
    held: bool,
}

fn waiting(tx: &mut dyn Tx, link: Hash) -> Result<Option<(Books, Due)>, DbError> {
    let Some(books) = store::books(tx, link)? else { return Ok(None) };
    let mut due = Due { held: books.peer.awaits_key(), ..Due::default() };
    if due.held {
        return Ok(Some((books, due)));
    }
    for stream in Stream::ALL {
        let cursors = &books.cursors;
        let open = cursors.sent(stream).upto.saturating_sub(cursors.receipted(stream));
        let closed = cursors.opening(stream).is_some();
        let room = if closed { 0 } else { WINDOW.saturating_sub(open).min(BATCH) };
        let letters = if room > 0 { store::outbox(tx, link, stream, room)? } else { Vec::new() };
        if !letters.is_empty() {
            let full = u64::try_from(letters.len()).is_ok_and(|count| count >= room);
            due.streams.push((stream, letters, full));
        }
        due.held |= room == 0;
    }
    Ok(Some((books, due)))
}

async fn seal_stream(
    app: &App,
    books: &Books,
    stream: Stream,
    letters: Vec<Waiting>,
) -> Result<usize, Problem> {
    let now = app.clock.now();
    let batch = {
        let (app, books) = (app.clone(), books.clone());
        blocking(letters.len(), move || seal(&app, &books, stream, letters, now)).await??
    };
    let link = books.peer.link;
    let before = books.cursors.sent(stream);
    let count = batch.envelopes.len() + batch.refused.len();
    if count == 0 {
        return Ok(0);
    }
    app.store
        .write(move |tx| {
            let stored = store::cursors(tx, link)?;
            if stored.sent(stream) != before || stored.opening(stream).is_some() {
                return Ok::<_, DbError>(());
            }
            for (sealed, fact) in &batch.envelopes {
                store::insert_out(tx, link, sealed, now)?;
                store::set_sealed(tx, sealed.id)?;
                crate::journal::store::insert(tx, fact)?;
            }
            for (id, code) in &batch.refused {
                store::fault_outbox(tx, *id, code)?;
            }
            store::set_sent(tx, link, &batch.cursor)
        })
        .await?;
    Ok(count)
}

/// What is written after sealing.
struct Batch {
    envelopes: Vec<(Sealed, Fact)>,
    refused: Vec<(Uuid, &'static str)>,
    cursor: sila_link::Cursor,
}

fn seal(
    app: &App,
    books: &Books,
    stream: Stream,
    letters: Vec<Waiting>,
    now: Millis,
) -> Result<Batch, Problem> {
    let me = app.keys().me(books.peer.knows).map_err(own_key)?;
    let party = books.party(books.peer.sending_state());
    let signer = me.sign.verifying().id();
    let mut drafts = Vec::with_capacity(letters.len());
    let mut known = BTreeMap::new();
    for letter in letters {
        let stopped = letter.agreement.is_some_and(|named| !books.agreements.contains(&named));
        if !stopped {
            known.insert(letter.id, (letter.kind.clone(), letter.conversation));
            drafts.push(draft(app, letter)?);
        }
    }
    let cursor = books.cursors.sent(stream);
    let batch: SealedBatch =
        seal_batch(&me, &party, cursor, &drafts, now, &mut Randomness).map_err(own_key)?;
    let envelopes = batch.envelopes.into_iter().filter_map(|sealed| {
        let (kind, conversation) = known.remove(&sealed.id)?;
        let fact = envelope_fact(app, "envelope.out", sealed.id, &sealed.bytes, now);
        let (id, place, hash) = (sealed.id, sealed.place, sealed.header_hash);
        Some((Sealed { id, place, kind, conversation, bytes: sealed.bytes, hash, signer }, fact))
    });
    let envelopes = envelopes.collect();
    let refused = batch.refused.iter().map(|(id, error)| (*id, error.code())).collect();
    Ok(Batch { envelopes, refused, cursor: batch.cursor })
}

fn draft(app: &App, letter: Waiting) -> Result<OutboxDraft, Problem> {
    let payload = app.vault.open(outbox::place(letter.id), &letter.body)?;
    Ok(OutboxDraft {
        id: letter.id,
        kind: letter.kind,
        conversation: letter.conversation,
        payload: payload.to_vec(),
        agreement: letter.agreement,
        purpose: Some(letter.purpose),
        created: letter.created_at,
        expires: letter.expires_at,
        urgent: letter.urgent,
    })
}

/// The journal's proof of one envelope: header and signature as signed, without the body.
pub fn envelope_fact(app: &App, kind: &'static str, id: Uuid, bytes: &[u8], now: Millis) -> Fact {
    let data = envelope::parse(bytes).map(|parsed| parsed.stub()).unwrap_or_default();
    Fact { id: app.clock.new_id(), at: now, kind, subject: id.to_string(), worker: None, data }
}

/// A body to post or to answer.
#[derive(Debug)]
pub struct Said {
    /// The bytes.
    pub bytes: Vec<u8>,
    /// Neither receipts nor envelopes in it.
    pub empty: bool,
    /// It says that something was not taken.
    pub refuses: bool,
    /// The envelopes in it: the first of each stream and the last sequence number.
    pub envelopes: Vec<(Place, u64)>,
    /// It speaks about logs; whether it shows our head.
    pub words: Option<bool>,
}

impl Said {
    /// It goes out now.
    pub fn leaves(&self, line: &Line, now: Millis) {
        if let Some(showed) = self.words {
            line.watch.spoke(showed, now);
        }
    }
}

/// Builds a body of a greeting and exactly these envelopes, in this order: for the self-test.
///
/// # Errors
/// As [`say`].
pub async fn say_exactly(
    app: &App,
    link: Hash,
    theirs: Option<&Hello>,
    envelopes: &[Vec<u8>],
) -> Result<Vec<u8>, Trouble> {
    let now = app.clock.now();
    let books = app.store.glance(move |tx| store::books(tx, link)).await?;
    let books = books.filter(|books| books.peer.carries()).ok_or(sila_link::LinkError::State)?;
    let ring = app.keys();
    let me = ring.me(books.peer.knows)?;
    let party = books.party(books.peer.state);
    let positions = books.cursors.positions();
    let hello = Hello {
        knows: Some(books.peer.keys.n),
        ..Hello::new(&me, &party, Role::Caller, positions, ring.n(), now)
    };
    let hello = app.lines.of(link).says(hello).sign(&me);
    let mut packer = Packer::new(&hello, theirs.map(|hello| hello.limits));
    for bytes in envelopes {
        if !packer.envelope(bytes) {
            return Err(sila_link::LinkError::Size(sila_link::CALL_BYTES_MAX).into());
        }
    }
    Ok(packer.finish())
}

/// What is read for a body, in one transaction.
struct Bundle {
    books: Books,
    /// Statements of theirs that they seem to have forgotten.
    theirs: Vec<Vec<u8>>,
    receipts: Vec<(Place, Vec<InboxRow>)>,
    envelopes: Vec<(Place, Vec<u8>)>,
}

/// Builds a body: greeting and statements, receipts for what is stored, refusals, and the sealed envelopes the other side
/// lacks as its last greeting tells. Without one that is still current it is the greeting and statements alone.
///
/// # Errors
/// When the link carries nothing now, or the store cannot be read.
pub async fn say(
    app: &App,
    link: Hash,
    role: Role,
    theirs: Option<&Hello>,
    refusals: &[Refusal],
) -> Result<Said, Trouble> {
    let now = app.clock.now();
    let line = app.lines.of(link);
    let _one = line.saying.lock().await;
    let theirs = theirs.filter(|hello| line.is_current(hello));
    let (hello, carries) = (theirs.cloned(), line.may_carry(role));
    let remembered = line.blind().map(|claimed| claimed.statement);
    let remembered = remembered.or(theirs.map(|hello| hello.statement)).unwrap_or(1);
    let read = move |tx: &mut dyn Tx| bundle(tx, link, (hello.as_ref(), remembered), carries, now);
    let bundle = app.store.glance(read).await?.ok_or(sila_link::LinkError::State)?;
    if !bundle.books.peer.carries() {
        return Err(Trouble::Refused(sila_link::LinkError::State));
    }
    let (ring, peer) = (app.keys(), &bundle.books.peer);
    let knows = line.blind().map_or(peer.knows, |said| said.knows.unwrap_or(1).min(peer.knows));
    let me = ring.me(knows)?;
    let party = bundle.books.party(peer.state);
    let positions = bundle.books.cursors.positions();
    let hello = Hello {
        knows: Some(peer.keys.n),
        ..Hello::new(&me, &party, role, positions, ring.n(), now)
    };
    let hello = line.says(hello).sign(&me);
    let mut packer = Packer::new(&hello, theirs.map(|hello| hello.limits));
    let own = ring.after(knows, STATEMENTS_MAX);
    let mut empty = own.is_empty() || theirs.is_none() || !line.states(ring.n());
    let _fits = own.iter().chain(&bundle.theirs).all(|statement| packer.statement(statement));
    let words = match theirs {
        Some(_) => witness::saying::words(app, link, role, now).await?,
        None => None,
    };
    let words = words.filter(|words| packer.saying(&words.said));
    empty &= !words.as_ref().is_some_and(|words| words.presses);
    for (after, rows) in &bundle.receipts {
        let receipt = sign_receipt(&me, &party, after.stream, after.epoch, after.seq, rows, now)?;
        empty &= !packer.receipt(&receipt);
    }
    let refuses = refusals.iter().filter(|refusal| packer.refusal(refusal)).count() > 0;
    let mut sent: Vec<(Place, u64)> = Vec::new();
    for (place, bytes) in &bundle.envelopes {
        if !packer.envelope(bytes) {
            break;
        }
        match sent.last_mut() {
            Some((first, last)) if (first.stream, first.epoch) == (place.stream, place.epoch) => {
                *last = place.seq;
            }
            _ => sent.push((*place, place.seq)),
        }
    }
    if !sent.is_empty() {
        line.carries(role);
    }
    let (empty, words) = (empty && sent.is_empty(), words.map(|words| words.said.head.is_some()));
    Ok(Said { bytes: packer.finish(), empty, refuses, envelopes: sent, words })
}

fn bundle(
    tx: &mut dyn Tx,
    link: Hash,
    (theirs, remembered): (Option<&Hello>, u32),
    carries: bool,
    now: Millis,
) -> Result<Option<Bundle>, DbError> {
    let Some(books) = store::books(tx, link)? else { return Ok(None) };
    let open = books.peer.sending_state() == LinkState::Active;
    let (mut receipts, mut envelopes, mut bytes) = (Vec::new(), Vec::new(), 0_usize);
    let forgotten = if remembered < books.peer.keys.n {
        super::store::their_statements(tx, link, remembered, STATEMENTS_LENT)?
    } else {
        Vec::new()
    };
    for one in wanted(&books, theirs, now) {
        let stream = one.stream;
        if let Some(seq) = one.receipt_after {
            let after = Place { stream, epoch: one.receipt_epoch, seq };
            let rows = arrivals::store::in_after(tx, link, after)?;
            if !rows.is_empty() {
                receipts.push((after, rows));
            }
        }
        let may = carries && (open || stream == Stream::CONTROL);
        let Some(first) = one.send_from.filter(|_| may) else { continue };
        // Whoever was restored gets the rest of the old epoch, then the later ones.
        for epoch in one.send_epoch..=books.cursors.sent(stream).epoch {
            let seq = if epoch == one.send_epoch { first } else { 1 };
            load(tx, link, Place { stream, epoch, seq }, &mut envelopes, &mut bytes)?;
        }
    }
    Ok(Some(Bundle { books, theirs: forgotten, receipts, envelopes }))
}

/// For each stream: from where to send, and after what to receipt. Nothing without a current greeting.
fn wanted(books: &Books, theirs: Option<&Hello>, now: Millis) -> Vec<StreamPlan> {
    let party = books.party(books.peer.state);
    let mine = books.cursors.positions();
    let nothing = BTreeMap::new();
    let planned = theirs.map(|hello| plan(&party, &mine, hello, books.peer.keys.n, &nothing, now));
    planned.and_then(Result::ok).map_or_else(Vec::new, |plan| plan.streams)
}

fn load(
    tx: &mut dyn Tx,
    link: Hash,
    from: Place,
    envelopes: &mut Vec<(Place, Vec<u8>)>,
    bytes: &mut usize,
) -> Result<(), DbError> {
    let mut next = from;
    while *bytes < sila_link::CALL_BYTES_MAX && envelopes.len() < sila_link::CALL_ENVELOPES_MAX {
        let rows = store::out_from(tx, link, next, LOAD)?;
        let Some((last, _)) = rows.last() else { return Ok(()) };
        next.seq = last.saturating_add(1);
        for (seq, body) in rows {
            *bytes = bytes.saturating_add(body.len());
            envelopes.push((Place { seq, ..from }, body));
        }
    }
    Ok(())
}

fn own_key(error: impl std::fmt::Display) -> Problem {
    Problem::internal("link.own_key").because(error)
}

/// As many messages are sealed or opened where they are: calling another thread would take as long.
const FEW: usize = 2;

/// Runs the cryptography of so many messages away from the threads that serve requests.
pub(super) async fn blocking<T: Send + 'static>(
    count: usize,
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, Problem> {
    if count <= FEW {
        return Ok(work());
    }
    tokio::task::spawn_blocking(work)
        .await
        .map_err(|error| Problem::unavailable("node.stopping").because(error))
}
