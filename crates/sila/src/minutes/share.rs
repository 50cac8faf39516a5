//! How minutes travel: what this node takes in of what hosts send, and what parties say about what they owe.

use sila_core::meeting::{PointEnd, PointKind};
use sila_core::{AgencyId, MeetingId, Millis};
use sila_link::record::{Version, Word};

use super::act::{apply, one};
use super::store::{self, Minutes, Stored};
use super::text::{self, Outcome};
use super::{APPROVED, CIRCULATED, Point, TABLE, approval, row_of};
use crate::accounts::Worker;
use crate::app::{App, Topic};
use crate::db::{DbError, Tx};
use crate::links;
use crate::meetings::text::TEXT_MAX;
use crate::meetings::{self, sealed};
use crate::problem::Problem;
use crate::records::{By, propose, store as records, word};

/// The kinds of records that are ours to read; the last stands twice because three are asked for.
const KINDS: [&str; 3] = [text::MINUTES, text::OUTCOME, text::OUTCOME];

/// Whether we have an open link to this party.
///
/// # Errors
/// When the store cannot be read.
pub async fn is_linked(app: &App, party: AgencyId) -> Result<bool, Problem> {
    Ok(links::peers(app).await?.iter().any(|peer| peer.agency == party && peer.is_open()))
}

/// Tells whoever must know how a point has ended: its owner tells the host, the host every party with a node.
///
/// # Errors
/// What records refuse.
pub async fn tell(
    app: &App,
    minutes: &Minutes,
    point: &Point,
    (end, words): (PointEnd, &str),
    worker: &Worker,
    now: Millis,
) -> Result<(), Problem> {
    let outcome = Outcome {
        meeting: minutes.meeting,
        number: point.number,
        end: end.code().to_owned(),
        words: words.to_owned(),
        at: now.0,
    };
    let me = app.node.id;
    let to: Vec<AgencyId> = match (minutes.host == me, minutes.record) {
        (false, _) => vec![minutes.host],
        (true, None) => Vec::new(),
        (true, Some(record)) => {
            let loaded = app.store.read(move |tx| records::load(tx, record)).await?;
            let parties = loaded.and_then(|loaded| {
                loaded.shared.versions().last().map(|(_, held)| held.version.parties.clone())
            });
            parties.unwrap_or_default().into_iter().filter(|party| *party != me).collect()
        }
    };
    let bytes = minicbor::to_vec(&outcome).unwrap_or_default();
    let by = By { worker: Some(worker.id), now };
    for party in to {
        propose::first(app, text::OUTCOME, &[party], bytes.clone(), by).await?;
    }
    Ok(())
}

/// Takes in minutes that wait for our signature, signs for outcomes that are their owner's or the host's to say, and reads what has
/// taken effect. Says how much was done.
///
/// # Errors
/// When the store cannot be read or written.
pub async fn bring(app: &App) -> Result<usize, Problem> {
    let mut done = 0_usize;
    for line in app.store.read(|tx| records::asked_of(tx, KINDS)).await? {
        done = done.saturating_add(usize::from(asked(app, line.version).await?));
    }
    for line in app.store.read(|tx| records::unread_of(tx, KINDS)).await? {
        if line.version.kind == text::MINUTES {
            in_force(app, &line.version).await?;
        } else if let Ok(outcome) = minicbor::decode::<Outcome>(&line.version.content) {
            ended(app, line.version.proposer, &outcome).await?;
        }
        app.store.write(move |tx| records::read(tx, &line.digest)).await?;
        done = done.saturating_add(1);
    }
    Ok(done)
}

/// Takes in what waits for our word, or says that we do not. False when nothing was done.
async fn asked(app: &App, version: Version) -> Result<bool, Problem> {
    if version.kind == text::MINUTES && is_theirs(app, &version).await? {
        return take(app, &version, CIRCULATED).await;
    }
    let word = if believes(app, &version).await? { Word::Sign } else { Word::Decline };
    word::answer(app, version, word).await
}

/// Whether minutes can be read and are the proposer's to send: of no meeting of ours, nor of another host.
async fn is_theirs(app: &App, version: &Version) -> Result<bool, Problem> {
    let Some(read) = text::Minutes::of(&version.kind, &version.content) else { return Ok(false) };
    let (id, from) = (read.meeting, version.proposer);
    let find = move |tx: &mut dyn Tx| -> Result<bool, DbError> {
        let of_another = store::find(tx, id)?.is_some_and(|known| known.host != from);
        Ok(!of_another && meetings::store::find(tx, id)?.is_none())
    };
    Ok(from != app.node.id && app.store.read(find).await?)
}

/// Keeps minutes of a host as they are in its record. False when they were kept before, or are not the host's to send.
async fn take(app: &App, version: &Version, state: &str) -> Result<bool, Problem> {
    let Some(read) = text::Minutes::of(&version.kind, &version.content) else { return Ok(false) };
    let (id, record, host) = (read.meeting, version.record, version.proposer);
    let known = app.store.read(move |tx| store::find(tx, id)).await?;
    let theirs = known.as_ref().is_none_or(|one| one.host == host && one.state != APPROVED);
    let again = known.as_ref().is_some_and(|one| one.record == Some(record) && one.state == state);
    if host == app.node.id || !theirs || again {
        return Ok(false);
    }
    let minutes = Minutes {
        meeting: id,
        series: read.series,
        host,
        state: state.to_owned(),
        starts_at: Millis(read.starts_at),
        record: Some(record),
        circulated_at: Some(version.at),
        body: sealed(app, "minutes", id.0, &read.heading),
    };
    let points: Vec<Stored> = read.points.iter().filter_map(|line| stored(app, id, line)).collect();
    let write = move |tx: &mut dyn Tx| -> Result<(), DbError> {
        store::begin(tx, &minutes)?;
        store::set(tx, &minutes)?;
        store::drop_points(tx, id)?;
        points.iter().try_for_each(|point| store::insert(tx, point))
    };
    app.store.write(write).await?;
    app.changed(Topic::Meetings);
    Ok(true)
}

fn stored(app: &App, id: MeetingId, line: &text::Line) -> Option<Stored> {
    Some(Stored {
        meeting: id,
        number: line.number,
        kind: PointKind::from_code(&line.kind).ok()?,
        owner: line.owner,
        worker: None,
        due_at: line.due_at.map(Millis),
        review_at: line.review_at.map(Millis),
        end: None,
        entry: None,
        body: sealed(app, TABLE, row_of(id, line.number), &line.text),
    })
}

/// Minutes that every party with a node has signed: approved at their parties; at the host once those on paper have too.
async fn in_force(app: &App, version: &Version) -> Result<(), Problem> {
    let Some(read) = text::Minutes::of(&version.kind, &version.content) else { return Ok(()) };
    if version.proposer == app.node.id {
        return approval::close_if_all(app, read.meeting, app.clock.now()).await;
    }
    take(app, version, APPROVED).await.map(|_| ())
}

/// Whether it is theirs to say: of approved minutes, by the owner to the host, or by the host.
async fn believes(app: &App, version: &Version) -> Result<bool, Problem> {
    let Ok(outcome) = minicbor::decode::<Outcome>(&version.content) else { return Ok(false) };
    let id = outcome.meeting;
    let minutes = app.store.read(move |tx| store::find(tx, id)).await?;
    let Some(minutes) = minutes.filter(|one| one.state == APPROVED) else { return Ok(false) };
    let Ok(point) = one(app, id, outcome.number).await else { return Ok(false) };
    let from = version.proposer;
    let theirs = from == minutes.host || (minutes.host == app.node.id && from == point.owner);
    Ok(theirs
        && outcome.words.chars().count() <= TEXT_MAX
        && version.parties.len() == 2
        && PointEnd::from_code(&outcome.end).is_ok())
}

/// Writes down how a point has ended, as another agency said it.
async fn ended(app: &App, from: AgencyId, outcome: &Outcome) -> Result<(), Problem> {
    let point = match one(app, outcome.meeting, outcome.number).await {
        Ok(point) if from != app.node.id && point.is_open() => point,
        _ => return Ok(()),
    };
    let Ok(end) = PointEnd::from_code(&outcome.end) else { return Ok(()) };
    apply(app, &point, end, &outcome.words, None, app.clock.now()).await
}
