//! Proposing, and saying what is done about a proposal.

use sila_core::proposal::{ProposalKind, Stage};
use sila_core::{AgencyId, Millis, RecordId, WorkerId};
use uuid::Uuid;

use super::store::{self, Stored, StoredMove, Told};
use super::text::{MoveText, ProposalText};
use super::{MOVES, TABLE, counts, course, path, row_of, rules};
use crate::accounts::Worker;
use crate::app::{App, Topic};
use crate::db::{DbError, Tx};
use crate::journal::store as journal;
use crate::meetings::{fact, sealed};
use crate::problem::Problem;

/// Most open proposals of one agency.
pub const OPEN_MAX: i64 = 200;
/// Most moves of one agency about one proposal.
pub const MOVES_MAX: usize = 200;

/// A proposal as it is made.
#[derive(Debug, Clone)]
pub struct Wish {
    /// What is proposed.
    pub kind: ProposalKind,
    /// The words as readers here see them.
    pub text: ProposalText,
    /// What somebody at the portal typed.
    pub typed: Option<ProposalText>,
    /// Who proposes it.
    pub proposer: AgencyId,
    /// Who decides.
    pub desk: AgencyId,
    /// The other agency, seen from ours.
    pub partner: AgencyId,
}

/// What is said about a proposal.
#[derive(Debug, Clone)]
pub struct Said {
    /// Where it stands then; the same stage again is a step that was taken in it.
    pub to: Stage,
    /// The words.
    pub text: MoveText,
    /// By when the next step is due.
    pub due_at: Option<Millis>,
    /// Of ours, who takes it.
    pub owner: Option<WorkerId>,
    /// What the proposal became.
    pub became: Option<Uuid>,
}

impl Said {
    /// What is wrong with the words.
    fn lacks(&self) -> Option<&'static str> {
        if self.to.needs_words() && self.text.words.trim().is_empty() {
            return Some("proposal.no_words");
        }
        (!self.text.fits()).then_some("proposal.too_long")
    }

    /// The move of an agency after those that were made before.
    fn stored(
        &self,
        app: &App,
        (row, before): (&Stored, &[StoredMove]),
        (party, by): (AgencyId, WorkerId),
        now: Millis,
    ) -> StoredMove {
        let last = before.last().map_or(row.proposed_at, |last| last.at);
        let one = StoredMove {
            proposal: row.id,
            at: now.max(Millis(last.0.saturating_add(1))),
            party,
            stage: self.to,
            worker: Some(by),
            owner: self.owner,
            due_at: self.due_at,
            became: self.became,
            body: Vec::new(),
            told: if row.told == Told::Alone { Told::Alone } else { Told::Waits },
        };
        StoredMove { body: sealed(app, MOVES, row_of(&one), &self.text), ..one }
    }
}

/// Writes a proposal down. A partner with a node is told by [`super::bring`].
///
/// # Errors
/// `proposal.too_many` when this agency has too many open ones; when the store cannot be written.
pub async fn propose(app: &App, wish: Wish, worker: &Worker, now: Millis) -> Result<Uuid, Problem> {
    let (id, me) = (app.clock.new_id(), app.node.id);
    let seal = |text: &ProposalText| sealed(app, TABLE, id, text);
    let row = Stored {
        id,
        kind: wish.kind,
        proposer: wish.proposer,
        desk: wish.desk,
        partner: wish.partner,
        stage: Stage::Proposed,
        proposed_at: now,
        moved_at: now,
        due_at: None,
        owner: None,
        became: None,
        body: seal(&wish.text),
        typed: wish.typed.as_ref().map(seal),
        told: if wish.desk == me { Told::Alone } else { Told::Waits },
    };
    let told = fact(app, "proposal", format!("{id} PROPOSED"), Some(worker), now);
    let write = move |tx: &mut dyn Tx| -> Result<bool, DbError> {
        if store::open_of(tx, row.proposer)? >= OPEN_MAX {
            return Ok(false);
        }
        store::insert(tx, &row)?;
        journal::insert(tx, &told)?;
        Ok(true)
    };
    if !app.store.write(write).await? {
        return Err(Problem::refused("proposal.too_many").way_out("/proposals"));
    }
    app.changed(Topic::Agreements);
    Ok(id)
}

/// Says what an agency does about a proposal: ours, or a partner at our portal.
///
/// # Errors
/// `page.not_found`; `proposal.no_words` without the decision or the reason; `proposal.too_long`; `proposal.full` when that agency has
/// said too much about it; `proposal.moved` when it is not that agency's to say, or somebody was quicker.
pub async fn say(
    app: &App,
    id: Uuid,
    said: Said,
    party: AgencyId,
    (worker, now): (&Worker, Millis),
) -> Result<(), Problem> {
    let refused = |code: &str| Problem::refused(code).way_out(path(id, ""));
    if let Some(code) = said.lacks() {
        return Err(refused(code));
    }
    let found = app.store.read(move |tx| store::find(tx, id)).await?;
    let row = found.ok_or_else(Problem::not_found)?;
    let (sealing, by) = (app.clone(), worker.id);
    let told = fact(app, "proposal", format!("{id} {}", said.to.code()), Some(worker), now);
    let write = move |tx: &mut dyn Tx| -> Result<Result<(), &'static str>, DbError> {
        let before = store::moves(tx, id)?;
        if before.iter().filter(|one| one.party == party).count() >= MOVES_MAX {
            return Ok(Err("proposal.full"));
        }
        let one = said.stored(&sealing, (&row, before.as_slice()), (party, by), now);
        let stage = course(&row, &before).stage;
        let may = stage.may_become(row.kind, said.to, rules(&row).mover(party));
        if !may || !keep(tx, &row, &one)? {
            return Ok(Err("proposal.moved"));
        }
        journal::insert(tx, &told)?;
        Ok(Ok(()))
    };
    app.store.write(write).await?.map_err(refused)?;
    app.changed(Topic::Agreements);
    Ok(())
}

/// An initiative was proposed to `with` from an agreed proposal; of one that stands elsewhere by now, or is of another partner, nothing is
/// written.
///
/// # Errors
/// `page.not_found`, or when the store cannot be written.
pub async fn begun(
    app: &App,
    id: Uuid,
    (record, title, with): (RecordId, &str, AgencyId),
    by: (&Worker, Millis),
) -> Result<(), Problem> {
    let found = app.store.read(move |tx| store::find(tx, id)).await?;
    let row = found.ok_or_else(Problem::not_found)?;
    let mover = rules(&row).mover(app.node.id);
    if with != row.partner || !row.stage.may_become(row.kind, Stage::Initiative, mover) {
        return Ok(());
    }
    let text = MoveText { words: title.to_owned(), ..MoveText::default() };
    let (to, became) = (Stage::Initiative, Some(record.0));
    let said = Said { to, text, due_at: None, owner: None, became };
    say(app, id, said, app.node.id, by).await
}

/// Writes a move and what follows from all of them. False when that agency has said something at that time already.
pub(super) fn keep(tx: &mut dyn Tx, row: &Stored, one: &StoredMove) -> Result<bool, DbError> {
    let new = store::insert_move(tx, one)?;
    if new {
        project(tx, row)?;
    }
    Ok(new)
}

/// Writes what follows from the moves that are there.
pub(super) fn project(tx: &mut dyn Tx, row: &Stored) -> Result<(), DbError> {
    let all = store::moves(tx, row.id)?;
    let course = course(row, &all);
    let last = all.iter().rev().find(|one| counts(&course, one));
    store::project(tx, row.id, &course, last)
}
