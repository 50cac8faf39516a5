//! How proposals travel: what of ours a partner does not have yet goes out, what it sends is signed for and taken in.

use sila_core::proposal::Stage;
use sila_core::{AgencyId, RecordId};
use sila_link::record::{Standing, Version, Word};

use super::act::{MOVES_MAX, OPEN_MAX, keep, project};
use super::store::{self, Stored, StoredMove, Told};
use super::text::{MOVE, MoveText, PROPOSAL, ProposalText, Sheet, Slip};
use super::{MOVES, TABLE, row_of, rules, said, words};
use crate::app::{App, Topic};
use crate::db::{DbError, Tx};
use crate::guard::{self, Fields};
use crate::links::{self, Peer};
use crate::meetings::sealed;
use crate::meetings::text::Words;
use crate::problem::Problem;
use crate::records::store::{self as records, Line};
use crate::records::{By, propose, word};

/// A clock elsewhere may be so far ahead. What is dated later waits for its time, at most [`EARLY_DAYS`].
const AHEAD_MINUTES: i64 = 10;
/// What is dated later still is declined.
const EARLY_DAYS: i64 = 1;
/// A move comes within so many days: nobody says today what changes what was decided before.
const LATE_DAYS: i64 = 7;

/// Sends what is not sent, signs for what came, and takes it in. Says how much was done.
///
/// # Errors
/// When the store cannot be read or written; `guard.filling` until the guard can look through what came.
pub async fn bring(app: &App) -> Result<usize, Problem> {
    let peers = links::peers(app).await?;
    let mut done = send(app, &peers).await?;
    for kind in [PROPOSAL, MOVE] {
        for peer in &peers {
            done = done.saturating_add(answer_all(app, peer.agency, kind).await?);
        }
        done = done.saturating_add(settle_all(app, kind).await?);
    }
    Ok(done)
}

/// Says this node's word about what one agency sent, the earliest move first.
async fn answer_all(app: &App, from: AgencyId, kind: &'static str) -> Result<usize, Problem> {
    let mut asked = app.store.read(move |tx| records::asked_from(tx, from, kind)).await?;
    asked.sort_by_cached_key(|line| slip(&line.version).map(|slip| slip.at));
    let mut done = 0_usize;
    for line in asked {
        if let Some(said) = answer(app, &line.version).await? {
            let said = word::answer(app, line.version, said).await?;
            done = done.saturating_add(usize::from(said));
        }
    }
    Ok(done)
}

/// Reads everything about which both have said their word.
async fn settle_all(app: &App, kind: &'static str) -> Result<usize, Problem> {
    let mut done = 0_usize;
    loop {
        let lines = app.store.read(move |tx| records::settled_of(tx, kind)).await?;
        if lines.is_empty() {
            return Ok(done);
        }
        for line in lines {
            settle(app, &line).await?;
            app.store.write(move |tx| records::read(tx, &line.digest)).await?;
            done = done.saturating_add(1);
        }
    }
}

async fn settle(app: &App, line: &Line) -> Result<(), Problem> {
    let (ours, signed) = (line.version.proposer == app.node.id, line.standing != Standing::Dead);
    if ours {
        let told = if signed { Told::Taken } else { Told::Refused };
        answered(app, &line.version, told).await?;
    } else if signed && !allowed(take(app, &line.version).await)? {
        lost(line.record);
    }
    app.changed(Topic::Agreements);
    Ok(())
}

fn lost(record: RecordId) {
    tracing::warn!(%record, "what was signed about a proposal cannot be taken in");
}

/// False for what the guard will never let through; what it cannot look through now is an error.
fn allowed<T>(done: Result<T, Problem>) -> Result<bool, Problem> {
    match done {
        Ok(_) => Ok(true),
        Err(problem) if problem.status.is_client_error() => Ok(false),
        Err(problem) => Err(problem),
    }
}

/// What the other node said to something of ours. What it does not take has no effect here either.
async fn answered(app: &App, version: &Version, told: Told) -> Result<(), Problem> {
    if version.kind == PROPOSAL {
        let Some(id) = sheet(version).map(|sheet| sheet.id.0) else { return Ok(()) };
        return Ok(app.store.write(move |tx| store::tell(tx, id, told)).await?);
    }
    let Some((id, at)) = slip(version).map(|slip| (slip.id.0, slip.at)) else { return Ok(()) };
    let me = app.node.id;
    let write = move |tx: &mut dyn Tx| -> Result<(), DbError> {
        store::tell_move(tx, (id, at, me), told)?;
        store::find(tx, id)?.map_or(Ok(()), |row| project(tx, &row))
    };
    Ok(app.store.write(write).await?)
}

/// While a link is closed what is to be said waits; so does a move until the other node has the proposal.
async fn send(app: &App, peers: &[Peer]) -> Result<usize, Problem> {
    let mut done = 0_usize;
    for peer in peers.iter().filter(|peer| peer.is_open()) {
        let with = peer.agency;
        let (proposals, moves) = app.store.read(move |tx| store::unsent(tx, with)).await?;
        // Without the root key nothing can be signed; it goes when the key is back.
        if (proposals.is_empty() && moves.is_empty()) || app.root().is_err() {
            continue;
        }
        for row in proposals {
            done = done.saturating_add(gone(&send_proposal(app, &row).await));
        }
        for one in moves {
            done = done.saturating_add(gone(&send_move(app, with, &one).await));
        }
    }
    Ok(done)
}

/// What cannot be sent now does not stand in the way of the rest.
fn gone(sent: &Result<(), Problem>) -> usize {
    match sent {
        Ok(()) => 1,
        Err(problem) => {
            tracing::warn!(code = %problem.code, "a proposal waits: {problem}");
            0
        }
    }
}

async fn send_proposal(app: &App, row: &Stored) -> Result<(), Problem> {
    let (id, by) = (row.id, By { worker: None, now: app.clock.now() });
    let text = words(app, row)?;
    let sheet = Sheet { id: RecordId(id), kind: row.kind, at: row.proposed_at, text };
    let bytes = minicbor::to_vec(&sheet).unwrap_or_default();
    propose::first(app, PROPOSAL, &[row.partner], bytes, by).await?;
    Ok(app.store.write(move |tx| store::tell(tx, id, Told::Sent)).await?)
}

async fn send_move(app: &App, with: AgencyId, one: &StoredMove) -> Result<(), Problem> {
    let by = By { worker: None, now: app.clock.now() };
    let slip = Slip {
        id: RecordId(one.proposal),
        to: one.stage,
        at: one.at,
        text: said(app, one)?,
        due_at: one.due_at,
        became: one.became.map(RecordId),
    };
    let bytes = minicbor::to_vec(&slip).unwrap_or_default();
    propose::first(app, MOVE, &[with], bytes, by).await?;
    let key = (one.proposal, one.at, one.party);
    Ok(app.store.write(move |tx| store::tell_move(tx, key, Told::Sent)).await?)
}

fn sheet(version: &Version) -> Option<Sheet> {
    minicbor::decode::<Sheet>(&version.content).ok().filter(|sheet| sheet.text.fits())
}

fn slip(version: &Version) -> Option<Slip> {
    let sound = |slip: &Slip| {
        slip.text.fits() && (!slip.to.needs_words() || !slip.text.words.trim().is_empty())
    };
    minicbor::decode::<Slip>(&version.content).ok().filter(sound)
}

/// What this node says to it: yes to what is theirs to say, can be read, and stands at its time. What is dated a little ahead waits.
async fn answer(app: &App, version: &Version) -> Result<Option<Word>, Problem> {
    let said = slip(version).filter(|_| version.kind == MOVE);
    let proposed = sheet(version).filter(|_| version.kind == PROPOSAL);
    let at = said.as_ref().map(|slip| slip.at).or(proposed.as_ref().map(|sheet| sheet.at));
    let (from, now) = (version.proposer, app.clock.now());
    if version.parties.len() != 2 || from == app.node.id {
        return Ok(Some(Word::Decline));
    }
    if at.is_some_and(|at| at > now.plus_minutes(AHEAD_MINUTES) && at <= now.plus_days(EARLY_DAYS))
    {
        return Ok(None);
    }
    let sound = match (proposed, said) {
        _ if at.is_none_or(|at| at > now.plus_days(EARLY_DAYS)) => false,
        (Some(sheet), _) => {
            comes(app, from, sheet.id).await? && allowed(stripped(app, &sheet.text))?
        }
        (None, Some(slip)) => {
            slip.at >= now.plus_days(-LATE_DAYS)
                && follows(app, from, &slip).await?
                && allowed(clean(app, [&slip.text.words, &slip.text.next]))?
        }
        (None, None) => false,
    };
    Ok(Some(if sound { Word::Sign } else { Word::Decline }))
}

/// Whether there is room for a proposal of this agency, or it is its own and here already.
async fn comes(app: &App, from: AgencyId, id: RecordId) -> Result<bool, Problem> {
    let read = move |tx: &mut dyn Tx| -> Result<bool, DbError> {
        let room = store::open_of(tx, from)? < OPEN_MAX;
        Ok(store::find(tx, id.0)?.map_or(room, |row| row.proposer == from))
    };
    Ok(app.store.read(read).await?)
}

/// Whether this is a move that this agency can make at all, after everything that it said before; or one that is here already.
async fn follows(app: &App, from: AgencyId, slip: &Slip) -> Result<bool, Problem> {
    let (id, at, to) = (slip.id.0, slip.at, slip.to);
    let read = move |tx: &mut dyn Tx| -> Result<bool, DbError> {
        let Some(row) = store::find(tx, id)?.filter(|row| row.partner == from) else {
            return Ok(false);
        };
        let mut theirs = store::moves(tx, id)?;
        theirs.retain(|one| one.party == from);
        let mover = rules(&row).mover(from);
        let can = Stage::ALL.iter().any(|stage| stage.may_become(row.kind, to, mover));
        let again = theirs.iter().any(|one| one.at == at && one.stage == to);
        let later = at >= row.proposed_at && theirs.iter().all(|one| one.at < at);
        Ok(can && (again || (later && theirs.len() < MOVES_MAX)))
    };
    Ok(app.store.read(read).await?)
}

async fn take(app: &App, version: &Version) -> Result<(), Problem> {
    if version.kind == PROPOSAL {
        if let Some(sheet) = sheet(version) {
            take_proposal(app, version.proposer, sheet).await?;
        }
    } else if let Some(slip) = slip(version) {
        take_move(app, version.proposer, slip).await?;
    }
    Ok(())
}

async fn take_proposal(app: &App, from: AgencyId, sheet: Sheet) -> Result<(), Problem> {
    let id = sheet.id.0;
    let text = stripped(app, &sheet.text)?;
    let row = Stored {
        id,
        kind: sheet.kind,
        proposer: from,
        desk: app.node.id,
        partner: from,
        stage: Stage::Proposed,
        proposed_at: sheet.at,
        moved_at: sheet.at,
        due_at: None,
        owner: None,
        became: None,
        body: sealed(app, TABLE, id, &text),
        typed: None,
        told: Told::Taken,
    };
    Ok(app.store.write(move |tx| store::insert(tx, &row)).await?)
}

/// The words of a proposal without what the guard takes for a person.
///
/// # Errors
/// As [`guard::strip`].
pub(super) fn stripped(app: &App, text: &ProposalText) -> Result<ProposalText, Problem> {
    let [title_ar, title_en, text_ar, text_en] =
        clean(app, [&text.title.ar, &text.title.en, &text.text.ar, &text.text.en])?;
    Ok(ProposalText { title: Words::new(title_ar, title_en), text: Words::new(text_ar, text_en) })
}

fn clean<const N: usize>(app: &App, parts: [&str; N]) -> Result<[String; N], Problem> {
    let named = |(n, part): (usize, &&str)| (n.to_string(), (*part).to_owned());
    let fields: Fields = parts.iter().enumerate().map(named).collect();
    let (clean, _) = guard::strip(app, fields)?;
    let mut texts = clean.into_iter().map(|(_, text)| text);
    Ok(std::array::from_fn(|_| texts.next().unwrap_or_default()))
}

async fn take_move(app: &App, from: AgencyId, slip: Slip) -> Result<(), Problem> {
    let id = slip.id.0;
    let [words, next] = clean(app, [&slip.text.words, &slip.text.next])?;
    let text = MoveText { words, next, owner: slip.text.owner };
    let one = StoredMove {
        proposal: id,
        at: slip.at,
        party: from,
        stage: slip.to,
        worker: None,
        owner: None,
        due_at: slip.due_at,
        became: slip.became.map(|record| record.0),
        body: Vec::new(),
        told: Told::Taken,
    };
    let one = StoredMove { body: sealed(app, MOVES, row_of(&one), &text), ..one };
    let write = move |tx: &mut dyn Tx| -> Result<(), DbError> {
        let Some(row) = store::find(tx, id)?.filter(|row| row.partner == from) else {
            return Ok(());
        };
        keep(tx, &row, &one).map(drop)
    };
    Ok(app.store.write(write).await?)
}
