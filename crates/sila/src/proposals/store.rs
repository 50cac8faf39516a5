//! All SQL of proposals. There is no statement that deletes one.

use sila_core::proposal::{Course, ProposalKind, Stage};
use sila_core::{AgencyId, Millis, WorkerId};
use uuid::Uuid;

use crate::db::{DbError, Row, Tx, p};

/// Columns of a [`Stored`], in its order.
macro_rules! of_proposal {
    ($tail:literal) => {
        concat!(
            "select p.id, p.kind, p.proposer, p.desk, p.partner, p.stage, p.proposed_at, p.moved_at, p.due_at, p.owner, p.became, p.body, p.typed, p.told from proposal p ",
            $tail
        )
    };
}

/// Columns of a [`StoredMove`], in its order.
macro_rules! of_move {
    ($tail:literal) => {
        concat!(
            "select m.proposal, m.at, m.party, m.stage, m.worker, m.owner, m.due_at, m.became, m.body, m.told from proposal_move m ",
            $tail
        )
    };
}

crate::sql! {
    pub ALL_PROPOSALS = of_proposal!("order by p.moved_at desc, p.id limit 1000");
    pub OPEN = of_proposal!("where p.stage in ('PROPOSED', 'STUDIED', 'AGREED') and (p.stage <> 'AGREED' or p.kind = 'COOPERATION') order by p.moved_at, p.id limit 1000");
    pub OF_PARTNER = of_proposal!("where p.partner = $1 order by p.proposed_at desc, p.id limit 200");
    pub PROPOSAL = of_proposal!("where p.id = $1");
    pub UNSENT = of_proposal!("where p.told = 'WAITS' and p.partner = $1 order by p.proposed_at, p.id limit 50");
    pub INSERT = "insert into proposal (id, kind, proposer, desk, partner, stage, proposed_at, moved_at, due_at, owner, became, told, body, typed) values ($1, $2, $3, $4, $5, $6, $7, $8, null, null, null, $9, $10, $11) on conflict (id) do nothing";
    pub PROJECT = "update proposal set stage = $2, moved_at = $3, due_at = $4, owner = $5, became = $6 where id = $1";
    pub TELL = "update proposal set told = $2 where id = $1 and told in ('WAITS', 'SENT')";
    pub MOVES = of_move!("where m.proposal = $1 order by m.at, m.party limit 1000");
    pub MOVES_WITH = of_move!("join proposal p on p.id = m.proposal where p.partner = $1 and p.proposer <> p.desk and exists (select 1 from proposal_move a where a.proposal = p.id and a.stage = 'AGREED') order by m.proposal, m.at, m.party limit 5000");
    pub MOVES_UNSENT = of_move!("join proposal p on p.id = m.proposal where m.told = 'WAITS' and p.told = 'TAKEN' and p.partner = $1 order by m.at, m.proposal limit 50");
    pub INSERT_MOVE = "insert into proposal_move (proposal, at, party, stage, worker, owner, due_at, became, told, body) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) on conflict (proposal, at, party) do nothing";
    pub TELL_MOVE = "update proposal_move set told = $4 where proposal = $1 and at = $2 and party = $3 and told in ('WAITS', 'SENT')";
    pub OPEN_OF = "select count(*) from proposal where proposer = $1 and stage in ('PROPOSED', 'STUDIED', 'AGREED') and (stage <> 'AGREED' or kind = 'COOPERATION')";
}

/// Whether the node of the other agency has what was said here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Told {
    /// There is no other node that knows of it.
    Alone,
    /// It is still to be sent.
    Waits,
    /// It was sent.
    Sent,
    /// Both nodes have it.
    Taken,
    /// The other node does not take it.
    Refused,
}

impl Told {
    /// Stable code.
    pub fn code(self) -> &'static str {
        match self {
            Told::Alone => "ALONE",
            Told::Waits => "WAITS",
            Told::Sent => "SENT",
            Told::Taken => "TAKEN",
            Told::Refused => "REFUSED",
        }
    }

    /// Reads the code of a row.
    pub(crate) fn from_code(code: &str) -> Result<Told, DbError> {
        [Told::Alone, Told::Waits, Told::Sent, Told::Taken, Told::Refused]
            .into_iter()
            .find(|one| one.code() == code)
            .ok_or_else(|| DbError::Type { what: "proposal: told".to_owned() })
    }
}

/// A proposal as stored. Everything from `stage` on but the words follows from its moves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stored {
    /// Identifier; the same at both agencies.
    pub id: Uuid,
    /// What is proposed.
    pub kind: ProposalKind,
    /// Who proposed it.
    pub proposer: AgencyId,
    /// Who decides.
    pub desk: AgencyId,
    /// The other agency, seen from ours.
    pub partner: AgencyId,
    /// Where it stands.
    pub stage: Stage,
    /// When it was proposed.
    pub proposed_at: Millis,
    /// When the last step was taken.
    pub moved_at: Millis,
    /// By when the next step is due.
    pub due_at: Option<Millis>,
    /// Of ours, who takes it.
    pub owner: Option<WorkerId>,
    /// What it became.
    pub became: Option<Uuid>,
    /// Its words, sealed, without what the guard took out.
    pub body: Vec<u8>,
    /// What somebody at the portal typed, sealed: shown to them alone.
    pub typed: Option<Vec<u8>>,
    /// Whether the other node has it.
    pub told: Told,
}

/// A move as stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredMove {
    /// Of which proposal.
    pub proposal: Uuid,
    /// When.
    pub at: Millis,
    /// Which agency.
    pub party: AgencyId,
    /// Where the proposal stands then.
    pub stage: Stage,
    /// Who of ours, or of the partner at our portal.
    pub worker: Option<WorkerId>,
    /// Of ours, who takes the next step.
    pub owner: Option<WorkerId>,
    /// By when it is due.
    pub due_at: Option<Millis>,
    /// What the proposal became.
    pub became: Option<Uuid>,
    /// Its words, sealed.
    pub body: Vec<u8>,
    /// Whether the other node has it. What that node refuses has no effect here either.
    pub told: Told,
}

fn stage(code: &str) -> Result<Stage, DbError> {
    Stage::from_code(code).or(Err(DbError::Type { what: "proposal: stage".to_owned() }))
}

fn stored(row: &Row) -> Result<Stored, DbError> {
    let (kind, at): (String, String) = (row.get(1)?, row.get(5)?);
    Ok(Stored {
        id: row.get(0)?,
        kind: ProposalKind::from_code(&kind)
            .or(Err(DbError::Type { what: "proposal: kind".to_owned() }))?,
        proposer: row.get(2)?,
        desk: row.get(3)?,
        partner: row.get(4)?,
        stage: stage(&at)?,
        proposed_at: row.get(6)?,
        moved_at: row.get(7)?,
        due_at: row.get(8)?,
        owner: row.get(9)?,
        became: row.get(10)?,
        body: row.get(11)?,
        typed: row.get(12)?,
        told: Told::from_code(&row.get::<String>(13)?)?,
    })
}

fn stored_move(row: &Row) -> Result<StoredMove, DbError> {
    let to: String = row.get(3)?;
    Ok(StoredMove {
        proposal: row.get(0)?,
        at: row.get(1)?,
        party: row.get(2)?,
        stage: stage(&to)?,
        worker: row.get(4)?,
        owner: row.get(5)?,
        due_at: row.get(6)?,
        became: row.get(7)?,
        body: row.get(8)?,
        told: Told::from_code(&row.get::<String>(9)?)?,
    })
}

/// Every proposal, what was moved last first.
pub fn all(tx: &mut dyn Tx) -> Result<Vec<Stored>, DbError> {
    tx.query(&ALL_PROPOSALS, &[])?.iter().map(stored).collect()
}

/// Those that are not at an end; what has waited longest first.
pub fn open(tx: &mut dyn Tx) -> Result<Vec<Stored>, DbError> {
    tx.query(&OPEN, &[])?.iter().map(stored).collect()
}

/// What was proposed by or to a partner.
pub fn of_partner(tx: &mut dyn Tx, partner: AgencyId) -> Result<Vec<Stored>, DbError> {
    tx.query(&OF_PARTNER, &p![partner])?.iter().map(stored).collect()
}

/// One proposal.
pub fn find(tx: &mut dyn Tx, id: Uuid) -> Result<Option<Stored>, DbError> {
    tx.opt(&PROPOSAL, &p![id])?.as_ref().map(stored).transpose()
}

/// How many open proposals an agency has here.
pub fn open_of(tx: &mut dyn Tx, proposer: AgencyId) -> Result<i64, DbError> {
    tx.one(&OPEN_OF, &p![proposer])?.get(0)
}

/// Writes a new proposal; one that is there stays as it is.
pub fn insert(tx: &mut dyn Tx, one: &Stored) -> Result<(), DbError> {
    let Stored { id, proposer, desk, partner, proposed_at, moved_at, body, typed, .. } = one;
    let (kind, stage, told) = (one.kind.code(), one.stage.code(), one.told.code());
    let args = p![
        *id,
        kind,
        *proposer,
        *desk,
        *partner,
        stage,
        *proposed_at,
        *moved_at,
        told,
        body,
        typed.clone()
    ];
    tx.send(&INSERT, &args)
}

/// The moves of a proposal, the first first.
pub fn moves(tx: &mut dyn Tx, id: Uuid) -> Result<Vec<StoredMove>, DbError> {
    tx.query(&MOVES, &p![id])?.iter().map(stored_move).collect()
}

/// The moves of all proposals between us and a partner to which a desk has agreed at some time.
pub fn moves_with(tx: &mut dyn Tx, partner: AgencyId) -> Result<Vec<StoredMove>, DbError> {
    tx.query(&MOVES_WITH, &p![partner])?.iter().map(stored_move).collect()
}

/// Writes a move. False when the agency has said something at that time already, which stays as it is.
pub fn insert_move(tx: &mut dyn Tx, one: &StoredMove) -> Result<bool, DbError> {
    let StoredMove { proposal, at, party, worker, owner, due_at, became, body, .. } = one;
    let (stage, told) = (one.stage.code(), one.told.code());
    let args = p![*proposal, *at, *party, stage, *worker, *owner, *due_at, *became, told, body];
    Ok(tx.exec(&INSERT_MOVE, &args)? == 1)
}

/// Writes what follows from the moves: the stage, and what the last move with an effect says of the next step.
pub fn project(
    tx: &mut dyn Tx,
    id: Uuid,
    course: &Course,
    last: Option<&StoredMove>,
) -> Result<(), DbError> {
    let due = last.and_then(|one| one.due_at);
    let (owner, became) = (last.and_then(|one| one.owner), last.and_then(|one| one.became));
    tx.send(&PROJECT, &p![id, course.stage.code(), course.moved_at, due, owner, became])
}

/// What of ours a partner's node does not have yet: proposals, and moves of proposals that it has.
pub fn unsent(
    tx: &mut dyn Tx,
    partner: AgencyId,
) -> Result<(Vec<Stored>, Vec<StoredMove>), DbError> {
    let proposals = tx.query(&UNSENT, &p![partner])?;
    let moves = tx.query(&MOVES_UNSENT, &p![partner])?;
    let proposals = proposals.iter().map(stored).collect::<Result<_, DbError>>()?;
    Ok((proposals, moves.iter().map(stored_move).collect::<Result<_, DbError>>()?))
}

/// How far a proposal of ours has come to the other node; what that has answered stands.
pub fn tell(tx: &mut dyn Tx, id: Uuid, told: Told) -> Result<(), DbError> {
    tx.send(&TELL, &p![id, told.code()])
}

/// The same of a move.
pub fn tell_move(
    tx: &mut dyn Tx,
    (id, at, party): (Uuid, Millis, AgencyId),
    told: Told,
) -> Result<(), DbError> {
    tx.send(&TELL_MOVE, &p![id, at, party, told.code()])
}
