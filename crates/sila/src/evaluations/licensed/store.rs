//! All SQL of instruments that were brought in.

use sila_core::{AgencyId, Millis, WorkerId};
use sila_seal::Hash;
use uuid::Uuid;

use crate::db::{DbError, Row, Tx, p};

crate::sql! {
    pub INSTRUMENTS = "select id, at, worker, body from licensed_instrument order by at desc, id limit 100";
    pub INSTRUMENT = "select id, at, worker, body from licensed_instrument where id = $1";
    pub INSERT_INSTRUMENT = "insert into licensed_instrument (id, at, worker, mark, body) values ($1, $2, $3, $4, $5) on conflict (mark) do nothing";
    pub ROUNDS = "select id, instrument, agency, invited, opened_at, closed_at from licensed_round where instrument = $1 order by opened_at desc, id limit 200";
    pub ROUND = "select id, instrument, agency, invited, opened_at, closed_at from licensed_round where id = $1";
    pub INSERT_ROUND = "insert into licensed_round (id, instrument, agency, invited, opened_at, closed_at, worker) values ($1, $2, $3, $4, $5, null, $6)";
    pub CLOSE = "update licensed_round set closed_at = $2 where id = $1 and closed_at is null";
    pub SHEETS = "select id, body from licensed_sheet where round = $1 order by id limit 10000";
    pub INSERT_SHEET = "insert into licensed_sheet (id, round, body) select $1, r.id, $3 from licensed_round r where r.id = $2 and r.closed_at is null and (select count(*) from licensed_sheet s where s.round = r.id) < r.invited";
}

/// An instrument as kept; its file is sealed.
#[derive(Debug, Clone)]
pub struct Kept {
    /// Identifier.
    pub id: Uuid,
    /// When it was brought in.
    pub at: Millis,
    /// By whom.
    pub worker: WorkerId,
    /// The file, sealed.
    pub body: Vec<u8>,
}

/// One time that people were asked.
#[derive(Debug, Clone, Copy)]
pub struct Round {
    /// Identifier.
    pub id: Uuid,
    /// By which instrument.
    pub instrument: Uuid,
    /// About which partner.
    pub agency: AgencyId,
    /// How many were asked.
    pub invited: i64,
    /// Since when.
    pub opened_at: Millis,
    /// Until when.
    pub closed_at: Option<Millis>,
}

fn kept(row: &Row) -> Result<Kept, DbError> {
    Ok(Kept { id: row.get(0)?, at: row.get(1)?, worker: row.get(2)?, body: row.get(3)? })
}

fn one_round(row: &Row) -> Result<Round, DbError> {
    Ok(Round {
        id: row.get(0)?,
        instrument: row.get(1)?,
        agency: row.get(2)?,
        invited: row.get(3)?,
        opened_at: row.get(4)?,
        closed_at: row.get(5)?,
    })
}

/// Every instrument, the newest first.
pub fn instruments(tx: &mut dyn Tx) -> Result<Vec<Kept>, DbError> {
    tx.query(&INSTRUMENTS, &[])?.iter().map(kept).collect()
}

/// One instrument.
pub fn instrument(tx: &mut dyn Tx, id: Uuid) -> Result<Option<Kept>, DbError> {
    tx.opt(&INSTRUMENT, &p![id])?.as_ref().map(kept).transpose()
}

/// Keeps an instrument. False when the same file was brought in before.
pub fn insert_instrument(tx: &mut dyn Tx, one: &Kept, mark: Hash) -> Result<bool, DbError> {
    let values = p![one.id, one.at, one.worker, mark, &one.body];
    Ok(tx.exec(&INSERT_INSTRUMENT, &values)? == 1)
}

/// The rounds of an instrument, the newest first.
pub fn rounds(tx: &mut dyn Tx, instrument: Uuid) -> Result<Vec<Round>, DbError> {
    tx.query(&ROUNDS, &p![instrument])?.iter().map(one_round).collect()
}

/// One round.
pub fn round(tx: &mut dyn Tx, id: Uuid) -> Result<Option<Round>, DbError> {
    tx.opt(&ROUND, &p![id])?.as_ref().map(one_round).transpose()
}

/// Opens a round.
pub fn insert_round(tx: &mut dyn Tx, one: &Round, worker: WorkerId) -> Result<(), DbError> {
    let values = p![one.id, one.instrument, one.agency, one.invited, one.opened_at, worker];
    tx.send(&INSERT_ROUND, &values)
}

/// Closes a round. False when it was closed before.
pub fn close(tx: &mut dyn Tx, id: Uuid, now: Millis) -> Result<bool, DbError> {
    Ok(tx.exec(&CLOSE, &p![id, now])? == 1)
}

/// The sealed sheets of a round.
pub fn sheets(tx: &mut dyn Tx, round: Uuid) -> Result<Vec<(Uuid, Vec<u8>)>, DbError> {
    let rows = tx.query(&SHEETS, &p![round])?;
    rows.iter().map(|row| Ok((row.get(0)?, row.get(1)?))).collect()
}

/// Keeps a sheet. False when the round is closed, or as many have answered as were asked.
pub fn insert_sheet(tx: &mut dyn Tx, id: Uuid, round: Uuid, body: &[u8]) -> Result<bool, DbError> {
    Ok(tx.exec(&INSERT_SHEET, &p![id, round, body])? == 1)
}
