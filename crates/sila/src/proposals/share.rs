//! How proposals travel: what of ours a partner does not have yet goes out, what it sends is signed for and taken in.

use sila_core::proposal::Stage;
use sila_core::{AgencyId, RecordId};
use sila_link::record::{Version, Word};

use super::act::{OPEN_MAX, keep};
use super::store::{self, Stored, StoredMove};
use super::text::{MOVE, MoveText, PROPOSAL, ProposalText, Sheet, Slip};
use super::{MOVES, TABLE, row_of, rules, said, words};
use crate::app::{App, Topic};
use crate::db::{DbError, Tx};
use crate::guard::{self, Fields};
use crate::links;
use crate::meetings::sealed;
use crate::meetings::text::Words;
use crate::problem::Problem;
use crate::records::{By, propose, store as records, word};

/// A clock elsewhere may be so far ahead.
const AHEAD_MINUTES: i64 = 10;

/// Sends what is not sent, signs for what came, and takes it in. Says how much was done.
///
/// # Errors
/// When the store cannot be read or written; `guard.filling` until the guard can look through what came.
pub async fn bring(app: &App) -> Result<usize, Problem> {
    let mut done = send(app).await?;
    for kind in [PROPOSAL, MOVE] {
        for line in app.store.read(move |tx| records::asked_of(tx, [kind; 3])).await? {
            let Some(said) = answer(app, &line.version).await? else { continue };
            let by = By { worker: None, now: app.clock.now() };
            word::commit(app, line.version, said, by).await?;
            done = done.saturating_add(1);
        }
        for line in app.store.read(move |tx| records::unread_of(tx, [kind; 3])).await? {
            if line.version.proposer != app.node.id {
                take(app, &line.version).await?;
            }
            app.store.write(move |tx| records::read(tx, &line.digest)).await?;
            done = done.saturating_add(1);
        }
    }
    Ok(done)
}

/// While a link is closed what is to be said waits.
async fn send(app: &App) -> Result<usize, Problem> {
    let (proposals, moves) = app.store.read(store::unsent).await?;
    if proposals.is_empty() && moves.is_empty() {
        return Ok(0);
    }
    let peers = links::peers(app).await?;
    let open = |agency: AgencyId| peers.iter().any(|one| one.agency == agency && one.is_open());
    let (by, mut done) = (By { worker: None, now: app.clock.now() }, 0_usize);
    for row in proposals.into_iter().filter(|row| open(row.partner)) {
        let text = words(app, &row)?;
        let sheet = Sheet { id: RecordId(row.id), kind: row.kind, at: row.proposed_at, text };
        let bytes = minicbor::to_vec(&sheet).unwrap_or_default();
        propose::first(app, PROPOSAL, &[row.partner], bytes, by).await?;
        app.store.write(move |tx| store::sent(tx, row.id)).await?;
        done = done.saturating_add(1);
    }
    for one in moves {
        let id = one.proposal;
        let row = app.store.read(move |tx| store::find(tx, id)).await?;
        let Some(row) = row.filter(|row| open(row.partner)) else { continue };
        let slip = Slip {
            id: RecordId(id),
            to: one.stage,
            at: one.at,
            text: said(app, &one)?,
            due_at: one.due_at,
            became: one.became.map(RecordId),
        };
        let bytes = minicbor::to_vec(&slip).unwrap_or_default();
        propose::first(app, MOVE, &[row.partner], bytes, by).await?;
        app.store.write(move |tx| store::sent_move(tx, &one)).await?;
        done = done.saturating_add(1);
    }
    Ok(done)
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

/// What this node says to it: yes to what is theirs to say, can be read, and is not of tomorrow. A move whose proposal has not come yet
/// waits a day for it.
async fn answer(app: &App, version: &Version) -> Result<Option<Word>, Problem> {
    let (from, now) = (version.proposer, app.clock.now());
    let word = |sound| Some(if sound { Word::Sign } else { Word::Decline });
    if version.parties.len() != 2 || from == app.node.id {
        return Ok(word(false));
    }
    let latest = now.plus_minutes(AHEAD_MINUTES);
    if version.kind == PROPOSAL {
        let Some(sheet) = sheet(version).filter(|sheet| sheet.at <= latest) else {
            return Ok(word(false));
        };
        let id = sheet.id.0;
        let read = move |tx: &mut dyn Tx| -> Result<bool, DbError> {
            let room = store::open_of(tx, from)? < OPEN_MAX;
            let known = store::find(tx, id)?;
            Ok(room && known.is_none_or(|row| row.proposer == from))
        };
        return Ok(word(app.store.read(read).await?));
    }
    let Some(slip) = slip(version).filter(|slip| slip.at <= latest) else {
        return Ok(word(false));
    };
    let id = slip.id.0;
    let known = app.store.read(move |tx| store::find(tx, id)).await?;
    match known {
        None if now < version.at.plus_days(1) => Ok(None),
        None => Ok(word(false)),
        Some(row) => Ok(word(row.partner == from && theirs(&row, from, slip.to))),
    }
}

/// Whether this is a move that this agency can make at all, at whatever time.
fn theirs(row: &Stored, from: AgencyId, to: Stage) -> bool {
    let mover = rules(row).mover(from);
    Stage::ALL.iter().any(|stage| stage.may_become(row.kind, to, mover))
}

async fn take(app: &App, version: &Version) -> Result<(), Problem> {
    if version.kind == PROPOSAL {
        if let Some(sheet) = sheet(version) {
            take_proposal(app, version.proposer, sheet).await?;
        }
    } else if let Some(slip) = slip(version) {
        take_move(app, version.proposer, slip).await?;
    }
    app.changed(Topic::Agreements);
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
    };
    Ok(app.store.write(move |tx| store::insert(tx, &row, true)).await?)
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
    };
    let one = StoredMove { body: sealed(app, MOVES, row_of(&one), &text), ..one };
    let write = move |tx: &mut dyn Tx| -> Result<(), DbError> {
        let Some(row) = store::find(tx, id)?.filter(|row| row.partner == from) else {
            return Ok(());
        };
        keep(tx, &row, &one, true)
    };
    Ok(app.store.write(write).await?)
}
