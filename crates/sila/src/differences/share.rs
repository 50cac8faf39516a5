//! How differences travel: each move of ours that the partner's node does not have goes out as a shared record, what it sends is signed
//! for and taken in.

use minicbor::{Decode, Encode};
use sila_core::difference::{Act, Topic};
use sila_core::{AgencyId, Millis, RecordId};
use sila_link::record::{Standing, Version, Word};

use super::act::is_full;
use super::store::{self, Stored};
use super::{MOVES_MAX, TABLE, Text, row_of, text};
use crate::activation::ledger;
use crate::app::{App, Topic as Page};
use crate::db::{DbError, Tx};
use crate::guard::{self, Fields};
use crate::links::{self, Peer};
use crate::meetings::sealed;
use crate::problem::Problem;
use crate::proposals::store::Told;
use crate::records::store::{self as records, Line};
use crate::records::{By, propose, unless_refused, word};

/// The kind of record.
pub const KIND: &str = "difference/1";
/// A clock elsewhere may be so far ahead. What is dated later waits for its time, at most [`EARLY_DAYS`].
const AHEAD_MINUTES: i64 = 10;
/// What is dated later still is declined.
const EARLY_DAYS: i64 = 1;
/// A move comes within so many days: nobody says today what was so before.
const LATE_DAYS: i64 = 7;

/// A move as it travels.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
struct Slip {
    /// Of which difference; the same at both agencies.
    #[n(0)]
    id: RecordId,
    /// What is done.
    #[n(1)]
    act: Act,
    /// What the difference is about.
    #[n(2)]
    topic: Topic,
    /// When.
    #[n(3)]
    at: Millis,
    /// The words.
    #[n(4)]
    text: Text,
}

impl Slip {
    fn of(version: &Version) -> Option<Slip> {
        let sound = |one: &Slip| {
            let said = !one.act.needs_words() || !one.text.words.trim().is_empty();
            let named = one.act != Act::Raise || !one.text.title.trim().is_empty();
            said && named && one.text.fits()
        };
        minicbor::decode::<Slip>(&version.content).ok().filter(sound)
    }
}

/// Sends what is not sent, signs for what came, and takes it in. Says how much was done.
///
/// # Errors
/// When the store cannot be read or written; `guard.filling` until the guard can look through what came.
pub async fn bring(app: &App) -> Result<usize, Problem> {
    let peers = links::peers(app).await?;
    let mut done = send(app, &peers).await?;
    for peer in &peers {
        let from = peer.agency;
        let mut asked = app.store.read(move |tx| records::asked_from(tx, from, KIND)).await?;
        asked.sort_by_cached_key(|line| Slip::of(&line.version).map(|slip| slip.at));
        for line in asked {
            if let Some(said) = answer(app, &line.version).await? {
                done =
                    done.saturating_add(usize::from(word::answer(app, line.version, said).await?));
            }
        }
    }
    for line in app.store.read(|tx| records::settled_of(tx, KIND)).await? {
        settle(app, &line).await?;
        app.store.write(move |tx| records::read(tx, &line.digest)).await?;
        done = done.saturating_add(1);
    }
    Ok(done)
}

/// While a link is closed what is to be said waits; so does a move until the other node has the difference.
async fn send(app: &App, peers: &[Peer]) -> Result<usize, Problem> {
    let mut done = 0_usize;
    for peer in peers.iter().filter(|peer| peer.is_open()) {
        let with = peer.agency;
        let waiting = app.store.read(move |tx| store::unsent(tx, with)).await?;
        // Without the root key nothing can be signed; it goes when the key is back.
        if waiting.is_empty() || app.root().is_err() {
            continue;
        }
        for one in waiting {
            let by = By { worker: None, now: app.clock.now() };
            let (act, topic, at, text) = (one.act, one.topic, one.at, text(app, &one)?);
            let slip = Slip { id: RecordId(one.difference), act, topic, at, text };
            let bytes = minicbor::to_vec(&slip).unwrap_or_default();
            // What was said later comes later, too.
            if unless_refused(propose::first(app, KIND, &[with], bytes, by).await)?.is_none() {
                break;
            }
            let key = (one.difference, one.at, one.party);
            app.store.write(move |tx| store::tell(tx, key, Told::Sent)).await?;
            done = done.saturating_add(1);
        }
    }
    Ok(done)
}

/// What this node says to it: yes to what is theirs to do and stands at its time. What is dated a little ahead, or is about something that
/// has not arrived yet, waits.
async fn answer(app: &App, version: &Version) -> Result<Option<Word>, Problem> {
    let (from, now) = (version.proposer, app.clock.now());
    let Some(slip) = Slip::of(version).filter(|_| version.parties.len() == 2) else {
        return Ok(Some(Word::Decline));
    };
    let late = slip.at < now.plus_days(-LATE_DAYS);
    if from == app.node.id || late || slip.at > now.plus_days(EARLY_DAYS) {
        return Ok(Some(Word::Decline));
    }
    if slip.at > now.plus_minutes(AHEAD_MINUTES) {
        return Ok(None);
    }
    let id = slip.id.0;
    let read = move |tx: &mut dyn Tx| -> Result<_, DbError> {
        Ok((store::moves(tx, id)?, is_full(tx, from, from)?))
    };
    let (before, full) = app.store.read(read).await?;
    if slip.act != Act::Raise && before.is_empty() {
        return Ok(None);
    }
    let theirs = || before.iter().filter(|one| one.party == from);
    let again = theirs().any(|one| one.at == slip.at && one.act == slip.act);
    let later = theirs().all(|one| one.at < slip.at) && theirs().count() < MOVES_MAX;
    let known = before.iter().all(|one| one.partner == from);
    let begins = slip.act == Act::Raise && before.is_empty() && !full && agreed(app, from).await?;
    let follows = slip.act != Act::Raise && known && later;
    let sound = (again && known) || begins || follows;
    Ok(Some(if sound { Word::Sign } else { Word::Decline }))
}

async fn agreed(app: &App, peer: AgencyId) -> Result<bool, Problem> {
    Ok(ledger::shared(app).await?.iter().any(|book| book.stored.peer == peer))
}

async fn settle(app: &App, line: &Line) -> Result<(), Problem> {
    let (from, me) = (line.version.proposer, app.node.id);
    let signed = line.standing != Standing::Dead;
    let Some(slip) = Slip::of(&line.version) else { return Ok(()) };
    if from == me {
        let told = if signed { Told::Taken } else { Told::Refused };
        let key = (slip.id.0, slip.at, me);
        app.store.write(move |tx| store::tell(tx, key, told)).await?;
    } else if signed {
        take(app, from, slip).await?;
    }
    app.changed(Page::Agreements);
    Ok(())
}

/// Takes in a move of another node, its words without what the guard takes for a person.
async fn take(app: &App, from: AgencyId, slip: Slip) -> Result<(), Problem> {
    let text = stripped(app, &slip.text)?;
    let one = Stored {
        difference: slip.id.0,
        at: slip.at,
        party: from,
        partner: from,
        act: slip.act,
        topic: slip.topic,
        worker: None,
        told: Told::Taken,
        body: Vec::new(),
    };
    let one = Stored { body: sealed(app, TABLE, row_of(&one), &text), ..one };
    let write = move |tx: &mut dyn Tx| -> Result<(), DbError> {
        let before = store::moves(tx, one.difference)?;
        if before.iter().all(|before| before.partner == from) {
            store::insert(tx, &one)?;
        }
        Ok(())
    };
    Ok(app.store.write(write).await?)
}

/// The words without what the guard takes for a person.
///
/// # Errors
/// As [`guard::strip`].
pub(super) fn stripped(app: &App, text: &Text) -> Result<Text, Problem> {
    let fields: Fields =
        vec![("title".to_owned(), text.title.clone()), ("words".to_owned(), text.words.clone())];
    let (clean, _) = guard::strip(app, fields)?;
    let mut parts = clean.into_iter().map(|(_, part)| part);
    let mut next = || parts.next().unwrap_or_default();
    let title = next();
    Ok(Text { title, words: next() })
}
