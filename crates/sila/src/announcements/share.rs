//! How announcements and readings travel: each goes out as a shared record while the agreement and the link allow it; what a partner sends is
//! signed for by the node and taken in. Nobody at a desk is asked: a signature here says that the words have arrived.

use sila_core::partnership::Field as Area;
use sila_core::{AgencyId, Millis, RecordId};
use sila_link::record::{Standing, Version, Word};
use uuid::Uuid;

use super::reach::{self, Way};
use super::store::{self, Reader, Stored};
use super::text::{Announcement, KIND, READING, Reading};
use super::{kept, opened};
use crate::agreements::{self, State};
use crate::app::{App, Topic};
use crate::db::{DbError, Tx};
use crate::links::{self, Peer};
use crate::problem::Problem;
use crate::records::store::{self as records, Line};
use crate::records::{By, propose, unless_refused, word};

/// A clock elsewhere may be so far ahead.
const AHEAD_MINUTES: i64 = 10;
/// And so far behind.
const BEHIND_DAYS: i64 = 1;
/// So many days after the end a reading from before it is still taken.
const LATE_DAYS: i64 = 7;
/// Nothing is announced for longer than so many days.
pub const DAYS_MAX: i64 = 366;
/// Most announcements of one agency that are shown at a time.
const OPEN_MAX: i64 = 100;

/// Sends what is not sent, signs for what came and takes it in, and says back what was read. Says how much was done.
///
/// # Errors
/// When the store cannot be read or written.
pub async fn bring(app: &App) -> Result<usize, Problem> {
    let peers = links::peers(app).await?;
    let mut done = send(app, &peers).await?;
    for peer in &peers {
        for kind in [KIND, READING] {
            let from = peer.agency;
            for line in app.store.read(move |tx| records::asked_from(tx, from, kind)).await? {
                let Some(said) = word_on(app, &line.version).await? else { continue };
                done =
                    done.saturating_add(usize::from(word::answer(app, line.version, said).await?));
            }
        }
    }
    for kind in [KIND, READING] {
        for line in app.store.read(move |tx| records::settled_of(tx, kind)).await? {
            settle(app, &line).await?;
            done = done.saturating_add(1);
        }
    }
    Ok(done.saturating_add(tell(app, &peers).await?))
}

/// What is stopped meanwhile waits; past its last day nothing goes.
async fn send(app: &App, peers: &[Peer]) -> Result<usize, Problem> {
    let (now, mut done) = (app.clock.now(), 0_usize);
    for peer in peers.iter().filter(|peer| peer.is_open()) {
        let to = peer.agency;
        let waiting = app.store.read(move |tx| store::unsent(tx, to, now)).await?;
        // Without the root key nothing can be signed; it goes when the key is back.
        if waiting.is_empty() || app.root().is_err() {
            continue;
        }
        for stored in waiting {
            done = done.saturating_add(usize::from(send_one(app, to, stored, now).await?));
        }
    }
    Ok(done)
}

async fn send_one(app: &App, to: AgencyId, one: Stored, now: Millis) -> Result<bool, Problem> {
    let area = Area::from_code(&one.area).ok();
    if !reach::allowed(app, to, area, now).await? {
        return Ok(false);
    }
    let content = minicbor::to_vec(opened(app, &one)?).unwrap_or_default();
    let by = By { worker: one.worker, now };
    let sent = unless_refused(propose::first(app, KIND, &[to], content, by).await)?;
    let Some(record) = sent else { return Ok(false) };
    app.store.write(move |tx| store::sent(tx, one.id, to, record)).await?;
    app.changed(Topic::Agreements);
    Ok(true)
}

/// What this node says to it: yes to what can be shown or counted and is theirs to say.
async fn word_on(app: &App, version: &Version) -> Result<Option<Word>, Problem> {
    if version.proposer == app.node.id || version.parties.len() != 2 {
        return Ok(Some(Word::Decline));
    }
    match version.kind.as_str() {
        KIND => on_announcement(app, version).await,
        _ => {
            let word = if is_theirs(app, version).await? { Word::Sign } else { Word::Decline };
            Ok(Some(word))
        }
    }
}

/// Yes to an announcement that is whole, not over, and allowed by an agreement in force here. While the agreement with its sender is stopped here it
/// waits unseen: word of its going on may come behind it.
async fn on_announcement(app: &App, version: &Version) -> Result<Option<Word>, Problem> {
    let (from, now) = (version.proposer, app.clock.now());
    let text: Option<Announcement> = minicbor::decode(&version.content).ok();
    let latest = now.plus_days(DAYS_MAX).plus_days(1);
    let within = |text: &Announcement| now < text.ends() && text.ends() <= latest;
    let text = text.filter(|text| text.fits() && within(text) && version.number == 1);
    let Some(text) = text else { return Ok(Some(Word::Decline)) };
    let id = text.id.0;
    let read = move |tx: &mut dyn Tx| -> Result<_, DbError> {
        let known = (store::find(tx, id)?, store::open_of(tx, from, now)?);
        Ok((known, agreements::store::of_peer(tx, from)?))
    };
    let ((known, open), agreed) = app.store.read(read).await?;
    let fits = known.is_none_or(|known| known.origin == from) && open < OPEN_MAX;
    let stopped = agreed.iter().any(|one| matches!(one.state, State::Suspended { .. }));
    Ok(match reach::allowed(app, from, None, now).await? {
        true if fits => Some(Word::Sign),
        false if fits && stopped => None,
        _ => Some(Word::Decline),
    })
}

/// Whether a reading is of an announcement of ours that was sent to this entity, with an answer from before its end.
async fn is_theirs(app: &App, version: &Version) -> Result<bool, Problem> {
    let (from, me, record) = (version.proposer, app.node.id, version.record);
    let Ok(reading) = minicbor::decode::<Reading>(&version.content) else { return Ok(false) };
    let id = reading.announcement.0;
    let read = move |tx: &mut dyn Tx| -> Result<_, DbError> {
        let stored = store::find(tx, id)?.filter(|stored| stored.origin == me);
        Ok((stored, store::reader_of(tx, id, from)?, records::load(tx, record)?))
    };
    let (stored, reader, loaded) = app.store.read(read).await?;
    // A record that another has written into is nobody's.
    let alone = loaded
        .is_some_and(|one| one.shared.versions().all(|(_, held)| held.version.proposer == from));
    let was_told = reader.is_some_and(|one| one.way == Way::Link && one.record.is_some());
    let Some(stored) = stored.filter(|_| alone && was_told) else { return Ok(false) };
    in_time(app, &stored, &reading)
}

fn in_time(app: &App, stored: &Stored, reading: &Reading) -> Result<bool, Problem> {
    let (now, question) = (app.clock.now(), opened(app, stored)?.question);
    let when = stored.at.plus_days(-BEHIND_DAYS)..=now.plus_minutes(AHEAD_MINUTES);
    let likely = |at: Millis| when.contains(&at);
    let answered = reading.answer.is_none_or(|answer| {
        let offered = question.as_ref().is_some_and(|question| question.has(answer.number));
        offered && answer.at < stored.ends_at && likely(answer.at)
    });
    Ok(answered && likely(reading.read_at) && now < stored.ends_at.plus_days(LATE_DAYS))
}

/// What has taken effect, or never will.
async fn settle(app: &App, line: &Line) -> Result<(), Problem> {
    let (version, digest) = (line.version.clone(), line.digest);
    let (ours, signed) = (version.proposer == app.node.id, line.standing != Standing::Dead);
    let taken = match (version.kind.as_str(), ours, signed) {
        (KIND, true, false) => turned_away(app, &version),
        (KIND, false, true) => arrived(app, &version),
        (READING, false, true) => minicbor::decode(&version.content)
            .map_or(Taken::Nothing, |reading| Taken::Reading(version.proposer, reading)),
        _ => Taken::Nothing,
    };
    let write = move |tx: &mut dyn Tx| -> Result<(), DbError> {
        taken.write(tx)?;
        records::read(tx, &digest)
    };
    app.store.write(write).await?;
    app.changed(Topic::Agreements);
    Ok(())
}

/// What a record changes here.
enum Taken {
    Nothing,
    Announcement(Box<Stored>, AgencyId),
    TurnedAway(Uuid, AgencyId, RecordId),
    Reading(AgencyId, Reading),
}

impl Taken {
    fn write(&self, tx: &mut dyn Tx) -> Result<(), DbError> {
        match self {
            Taken::Nothing => Ok(()),
            Taken::Announcement(one, me) => match store::find(tx, one.id)? {
                Some(known) if known.origin != one.origin => Ok(()),
                _ => store::insert(tx, one, &[(*me, Way::Here)]),
            },
            Taken::TurnedAway(id, agency, record) => store::turned_away(tx, *id, *agency, *record),
            Taken::Reading(from, reading) => {
                let id = reading.announcement.0;
                store::read(tx, id, *from, reading.read_at)?;
                match reading.answer {
                    Some(answer) => store::answered(tx, id, *from, answer),
                    None => Ok(()),
                }
            }
        }
    }
}

fn turned_away(app: &App, version: &Version) -> Taken {
    let other = version.parties.iter().find(|party| **party != app.node.id);
    match (minicbor::decode::<Announcement>(&version.content), other) {
        (Ok(text), Some(other)) => Taken::TurnedAway(text.id.0, *other, version.record),
        _ => Taken::Nothing,
    }
}

fn arrived(app: &App, version: &Version) -> Taken {
    let text: Option<Announcement> = minicbor::decode(&version.content).ok();
    let Some(text) = text.filter(Announcement::fits) else { return Taken::Nothing };
    let stored = kept(app, &text, version.proposer, app.clock.now());
    Taken::Announcement(Box::new(stored), app.node.id)
}

/// Says back that the entity has read, and what it answers. What the rules refuse now waits for the next time.
async fn tell(app: &App, peers: &[Peer]) -> Result<usize, Problem> {
    let (now, mut done) = (app.clock.now(), 0_usize);
    let since = now.plus_days(-LATE_DAYS);
    for peer in peers.iter().filter(|peer| peer.is_open()) {
        let origin = peer.agency;
        let waiting = app.store.read(move |tx| store::untold(tx, origin, since)).await?;
        if waiting.is_empty() || app.root().is_err() {
            continue;
        }
        for (id, reader) in waiting {
            let Some((reading, of)) = reading(id, &reader) else { continue };
            let content = minicbor::to_vec(&reading).unwrap_or_default();
            let by = By { worker: None, now };
            let said = unless_refused(match reader.record {
                None => propose::first(app, READING, &[origin], content, by).await,
                Some(record) => propose::amend(app, record, content, by).await.map(|()| record),
            })?;
            let Some(record) = said else { continue };
            let key = (id, reader.agency);
            app.store.write(move |tx| store::told(tx, key, record, of)).await?;
            done = done.saturating_add(1);
        }
    }
    Ok(done)
}

/// The reading, and when it last changed.
fn reading(id: Uuid, reader: &Reader) -> Option<(Reading, Millis)> {
    let read_at = reader.read_at?;
    let of = reader.answer.map_or(read_at, |answer| answer.at);
    Some((Reading { announcement: RecordId(id), read_at, answer: reader.answer }, of))
}
