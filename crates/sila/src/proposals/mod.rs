//! Proposals (المقترحات): what partners and we propose to each other: something to do together, an item for a meeting, a change
//! of an agreement, a measure. Together they are the pipeline of future cooperation.
//!
//! Each has a desk, the agency that decides. A partner with a node proposes from there; the proposal and every move of either side
//! travel as shared records ([`crate::records`]), and both nodes fold the same stage from the same moves
//! ([`sila_core::proposal`]). A partner without a node proposes at our portal, or an officer writes down what it proposed. None can be
//! dropped in silence: there is no statement that deletes one, what is declined has its reason, and what has had no step for sixty
//! days stands on the page of the day; what the other node does not take says so on its page. What comes from elsewhere is shown without
//! whatever the guard takes for a person.

mod act;
mod attention;
mod form;
mod guest;
mod list;
mod share;
mod show;
pub mod store;
#[cfg(test)]
mod tests;
pub mod text;

use std::collections::BTreeMap;

use sila_core::proposal::{Course, Move, Proposal, ProposalKind, Stage, is_stale};
use sila_core::{AgencyId, Millis};
use sila_seal::sha256;
use uuid::Uuid;

use crate::accounts::Permission;
use crate::app::App;
use crate::ask::Routes;
use crate::db::{DbError, Tx};
use crate::meetings::unsealed;
use crate::problem::Problem;
use store::{Stored, StoredMove, Told};
use text::{MoveText, ProposalText};

pub use act::{Said, Wish, begun, propose, say};
pub use attention::{Waiting, tasks};
pub use guest::card as portal_card;
pub use share::bring;

/// The tables whose rows hold the words.
const TABLE: &str = "proposal";
const MOVES: &str = "proposal_move";

/// The routes of proposals.
pub fn routes(r: &mut Routes) {
    use Permission::{AgreementRead, MeetingKeep, Portal};
    r.get("/{lang}/proposals", AgreementRead, list::page);
    r.get("/{lang}/proposals/new", MeetingKeep, form::page);
    r.post("/{lang}/proposals", MeetingKeep, form::create);
    r.get("/{lang}/proposals/{id}", AgreementRead, show::page);
    r.post("/{lang}/proposals/{id}/moves", MeetingKeep, show::create);
    r.get("/{lang}/portal/proposals/new", Portal, guest::form);
    r.post("/{lang}/portal/proposals", Portal, guest::create);
    r.get("/{lang}/portal/proposals/{id}", Portal, guest::page);
    r.post("/{lang}/portal/proposals/{id}/withdrawal", Portal, guest::withdraw);
}

/// A proposal with its words and everything that was said about it.
#[derive(Debug, Clone)]
pub struct Open {
    /// The row.
    pub row: Stored,
    /// What is proposed.
    pub text: ProposalText,
    /// Every move, the first first.
    pub moves: Vec<(StoredMove, MoveText)>,
    /// What follows from them.
    pub course: Course,
}

impl Open {
    /// Whether it has waited too long for its next step.
    pub fn is_stale(&self, now: Millis) -> bool {
        stale(&self.row, now)
    }
}

/// Whether a stored proposal has waited too long for its next step.
pub fn stale(row: &Stored, now: Millis) -> bool {
    is_stale(row.kind, row.stage, row.moved_at, now)
}

/// The rules of one proposal.
pub fn rules(row: &Stored) -> Proposal {
    let Stored { kind, proposer, desk, proposed_at, .. } = row;
    Proposal { kind: *kind, proposer: *proposer, desk: *desk, at: *proposed_at }
}

/// A move as the rules read it.
fn plain(one: &StoredMove) -> Move {
    Move { at: one.at, by: one.party, to: one.stage }
}

/// Where a proposal stands after these moves. What the other node does not take has no effect here either, so that both say the same.
fn course(row: &Stored, moves: &[StoredMove]) -> Course {
    rules(row).course(moves.iter().filter(|one| one.told != Told::Refused).map(plain))
}

/// A proposal to which the other agency agreed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Agreed {
    /// Which.
    pub id: Uuid,
    /// Who proposed it.
    pub by: AgencyId,
    /// Who agreed to it.
    pub desk: AgencyId,
    /// When.
    pub at: Millis,
    /// What it became.
    pub became: Option<Uuid>,
}

/// What we and a partner proposed to each other and stood agreed at `now`, as far as both nodes know of it.
///
/// # Errors
/// When the store cannot be read.
pub fn agreed_with(
    tx: &mut dyn Tx,
    partner: AgencyId,
    now: Millis,
) -> Result<Vec<Agreed>, DbError> {
    let mut moves: BTreeMap<Uuid, Vec<StoredMove>> = BTreeMap::new();
    let known = |told: Told| matches!(told, Told::Taken | Told::Alone);
    for one in store::moves_with(tx, partner)? {
        if one.at <= now && known(one.told) {
            moves.entry(one.proposal).or_default().push(one);
        }
    }
    let rows = store::of_partner(tx, partner)?.into_iter().filter(|row| known(row.told));
    Ok(rows.filter_map(|row| agreed(&row, moves.get(&row.id)?)).collect())
}

fn agreed(row: &Stored, moves: &[StoredMove]) -> Option<Agreed> {
    let course = course(row, moves);
    let stands = matches!(course.stage, Stage::Agreed | Stage::Initiative);
    let counted = || moves.iter().filter(|one| counts(&course, one));
    let at = counted().filter(|one| one.stage == Stage::Agreed).map(|one| one.at).min()?;
    let became = counted().rev().find_map(|one| one.became);
    stands.then_some(Agreed { id: row.id, by: row.proposer, desk: row.desk, at, became })
}

/// Whether a move had an effect.
fn counts(course: &Course, one: &StoredMove) -> bool {
    one.told != Told::Refused && !course.idle.contains(&plain(one))
}

/// One proposal.
///
/// # Errors
/// `page.not_found`, or when the store cannot be read.
pub async fn open(app: &App, id: Uuid) -> Result<Open, Problem> {
    let read = move |tx: &mut dyn Tx| -> Result<_, DbError> {
        Ok((store::find(tx, id)?, store::moves(tx, id)?))
    };
    let (row, moves) = app.store.read(read).await?;
    let row = row.ok_or_else(Problem::not_found)?;
    let course = course(&row, &moves);
    let text = words(app, &row)?;
    let moves: Result<Vec<_>, Problem> =
        moves.into_iter().map(|one| Ok((one.clone(), said(app, &one)?))).collect();
    Ok(Open { row, text, moves: moves?, course })
}

/// What a proposal says.
///
/// # Errors
/// `vault.unreadable`.
pub fn words(app: &App, row: &Stored) -> Result<ProposalText, Problem> {
    unsealed(app, TABLE, row.id, &row.body)
}

/// What a move says.
///
/// # Errors
/// `vault.unreadable`.
pub fn said(app: &App, one: &StoredMove) -> Result<MoveText, Problem> {
    unsealed(app, MOVES, row_of(one), &one.body)
}

/// What stands for the row of a move where its words are sealed.
fn row_of(one: &StoredMove) -> Uuid {
    let parts: [&[u8]; 3] = [one.proposal.as_bytes(), &one.at.0.to_be_bytes(), &one.party.0];
    Uuid::from_bytes(sha256(&parts).first_chunk().copied().unwrap_or_default())
}

/// Where what a proposal became stands, without language; nothing when it stands at the partner only.
pub fn became_path(row: &Stored, here: bool) -> Option<String> {
    let id = row.became?;
    match (row.kind, row.stage) {
        (ProposalKind::Cooperation | ProposalKind::Indicator, _) | (_, Stage::Initiative) => {
            Some(format!("/initiatives/{id}"))
        }
        (ProposalKind::Amendment, _) => Some(format!("/agreements/{id}")),
        (ProposalKind::Agenda, _) => here.then(|| format!("/meetings/{id}")),
    }
}

/// The address of a proposal, with `rest` behind it, without language.
pub fn path(id: Uuid, rest: &str) -> String {
    format!("/proposals/{id}{rest}")
}
