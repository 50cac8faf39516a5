//! All SQL of differences. There is no statement that deletes a move.

use sila_core::difference::{Act, Topic};
use sila_core::{AgencyId, Millis, WorkerId};
use uuid::Uuid;

use crate::db::{DbError, Row, Tx, p};
use crate::proposals::store::Told;

/// Columns of a [`Stored`], in its order.
macro_rules! of_move {
    ($tail:literal) => {
        concat!(
            "select m.difference, m.at, m.party, m.partner, m.act, m.topic, m.worker, m.told, m.body from difference_move m ",
            $tail
        )
    };
}

crate::sql! {
    pub ALL_MOVES = of_move!("order by m.at, m.party, m.difference limit 20000");
    pub MOVES = of_move!("where m.difference = $1 order by m.at, m.party limit 1000");
    pub OF_PARTNER = of_move!("where m.partner = $1 order by m.at, m.party, m.difference limit 5000");
    pub UNSENT = of_move!("where m.partner = $1 and m.told = 'WAITS' and (m.act = 'RAISE' or exists (select 1 from difference_move r where r.difference = m.difference and r.act = 'RAISE' and r.told = 'TAKEN')) order by m.at, m.difference limit 50");
    pub INSERT = "insert into difference_move (difference, at, party, partner, act, topic, worker, told, body) values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict (difference, at, party) do nothing";
    pub TELL = "update difference_move set told = $4 where difference = $1 and at = $2 and party = $3 and told in ('WAITS', 'SENT')";
}

/// A move as stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stored {
    /// Of which difference; the same identifier at both agencies.
    pub difference: Uuid,
    /// When.
    pub at: Millis,
    /// Which agency.
    pub party: AgencyId,
    /// The other agency, seen from ours.
    pub partner: AgencyId,
    /// What it did.
    pub act: Act,
    /// What the difference is about.
    pub topic: Topic,
    /// Who of ours, or of the partner at our portal.
    pub worker: Option<WorkerId>,
    /// Whether the other node has it. What that node refuses has no effect here either.
    pub told: Told,
    /// Its words, sealed.
    pub body: Vec<u8>,
}

fn stored(row: &Row) -> Result<Stored, DbError> {
    let (act, topic): (String, String) = (row.get(4)?, row.get(5)?);
    let unknown = || DbError::Type { what: "difference: a code".to_owned() };
    Ok(Stored {
        difference: row.get(0)?,
        at: row.get(1)?,
        party: row.get(2)?,
        partner: row.get(3)?,
        act: Act::from_code(&act).or(Err(unknown()))?,
        topic: Topic::from_code(&topic).or(Err(unknown()))?,
        worker: row.get(6)?,
        told: Told::from_code(&row.get::<String>(7)?)?,
        body: row.get(8)?,
    })
}

/// Every move, the first first.
pub fn all(tx: &mut dyn Tx) -> Result<Vec<Stored>, DbError> {
    tx.query(&ALL_MOVES, &[])?.iter().map(stored).collect()
}

/// The moves of one difference, the first first.
pub fn moves(tx: &mut dyn Tx, id: Uuid) -> Result<Vec<Stored>, DbError> {
    tx.query(&MOVES, &p![id])?.iter().map(stored).collect()
}

/// Every move of the differences with a partner, the first first.
pub fn of_partner(tx: &mut dyn Tx, partner: AgencyId) -> Result<Vec<Stored>, DbError> {
    tx.query(&OF_PARTNER, &p![partner])?.iter().map(stored).collect()
}

/// What of ours a partner's node does not have yet, of differences that it has, or that are new.
pub fn unsent(tx: &mut dyn Tx, partner: AgencyId) -> Result<Vec<Stored>, DbError> {
    tx.query(&UNSENT, &p![partner])?.iter().map(stored).collect()
}

/// Writes a move. False when the agency has said something at that time already, which stays as it is.
pub fn insert(tx: &mut dyn Tx, one: &Stored) -> Result<bool, DbError> {
    let Stored { difference, at, party, partner, worker, body, .. } = one;
    let (act, topic, told) = (one.act.code(), one.topic.code(), one.told.code());
    let row = p![*difference, *at, *party, *partner, act, topic, *worker, told, body.clone()];
    Ok(tx.exec(&INSERT, &row)? == 1)
}

/// How far a move of ours has come to the other node; what that has answered stands.
pub fn tell(
    tx: &mut dyn Tx,
    (difference, at, party): (Uuid, Millis, AgencyId),
    told: Told,
) -> Result<(), DbError> {
    tx.send(&TELL, &p![difference, at, party, told.code()])
}
