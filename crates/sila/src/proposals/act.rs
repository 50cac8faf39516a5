//! Proposing, and saying what is done about a proposal.

use sila_core::proposal::{ProposalKind, Stage};
use sila_core::{AgencyId, Millis, RecordId, WorkerId};
use uuid::Uuid;

use super::store::{self, Stored, StoredMove};
use super::text::{MoveText, ProposalText};
use super::{MOVES, TABLE, course, path, plain, row_of, rules};
use crate::accounts::Worker;
use crate::app::{App, Topic};
use crate::db::{DbError, Tx};
use crate::journal::store as journal;
use crate::links;
use crate::meetings::{fact, sealed};
use crate::problem::Problem;

/// Most open proposals of one agency.
pub const OPEN_MAX: i64 = 200;

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

/// Whether an agency has a node, which is told what is said here.
async fn has_node(app: &App, agency: AgencyId) -> Result<bool, Problem> {
    Ok(links::peers(app).await?.iter().any(|peer| peer.agency == agency))
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
    };
    let told = fact(app, "proposal", format!("{id} PROPOSED"), Some(worker), now);
    let sent = row.desk == me;
    let write = move |tx: &mut dyn Tx| -> Result<bool, DbError> {
        if store::open_of(tx, row.proposer)? >= OPEN_MAX {
            return Ok(false);
        }
        store::insert(tx, &row, sent)?;
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
/// `page.not_found`; `proposal.no_words` without the decision or the reason; `proposal.too_long`; `proposal.moved` when it is not that
/// agency's to say, or somebody was quicker.
pub async fn say(
    app: &App,
    id: Uuid,
    said: Said,
    party: AgencyId,
    (worker, now): (&Worker, Millis),
) -> Result<(), Problem> {
    let refused = |code: &str| Problem::refused(code).way_out(path(id, ""));
    if said.to.needs_words() && said.text.words.trim().is_empty() {
        return Err(refused("proposal.no_words"));
    }
    if !said.text.fits() {
        return Err(refused("proposal.too_long"));
    }
    let found = app.store.read(move |tx| store::find(tx, id)).await?;
    let row = found.ok_or_else(Problem::not_found)?;
    let alone = row.proposer == row.desk || !has_node(app, row.partner).await?;
    let (sealing, by) = (app.clone(), worker.id);
    let told = fact(app, "proposal", format!("{id} {}", said.to.code()), Some(worker), now);
    let write = move |tx: &mut dyn Tx| -> Result<bool, DbError> {
        let before = store::moves(tx, id)?;
        let at = before.last().map_or(now, |last| now.max(Millis(last.at.0.saturating_add(1))));
        let one = StoredMove {
            proposal: id,
            at,
            party,
            stage: said.to,
            worker: Some(by),
            owner: said.owner,
            due_at: said.due_at,
            became: said.became,
            body: Vec::new(),
        };
        let one = StoredMove { body: sealed(&sealing, MOVES, row_of(&one), &said.text), ..one };
        let now_at = course(&row, &before).stage;
        let done = now_at.may_become(row.kind, said.to, rules(&row).mover(party));
        if done {
            keep(tx, &row, &one, alone)?;
            journal::insert(tx, &told)?;
        }
        Ok(done)
    };
    if !app.store.write(write).await? {
        return Err(refused("proposal.moved"));
    }
    app.changed(Topic::Agreements);
    Ok(())
}

/// An initiative was proposed from an agreed proposal; of one that stands elsewhere by now nothing is written.
///
/// # Errors
/// `page.not_found`, or when the store cannot be written.
pub async fn begun(
    app: &App,
    id: Uuid,
    (record, title): (RecordId, &str),
    by: (&Worker, Millis),
) -> Result<(), Problem> {
    let found = app.store.read(move |tx| store::find(tx, id)).await?;
    let row = found.ok_or_else(Problem::not_found)?;
    let mover = rules(&row).mover(app.node.id);
    if !row.stage.may_become(row.kind, Stage::Initiative, mover) {
        return Ok(());
    }
    let text = MoveText { words: title.to_owned(), ..MoveText::default() };
    let (to, became) = (Stage::Initiative, Some(record.0));
    let said = Said { to, text, due_at: None, owner: None, became };
    say(app, id, said, app.node.id, by).await
}

/// Writes a move and what follows from all of them.
pub(super) fn keep(
    tx: &mut dyn Tx,
    row: &Stored,
    one: &StoredMove,
    sent: bool,
) -> Result<(), DbError> {
    store::insert_move(tx, one, sent)?;
    let all = store::moves(tx, row.id)?;
    let course = course(row, &all);
    let last = all.iter().rev().find(|one| !course.idle.contains(&plain(one)));
    store::project(tx, row.id, &course, last)
}
