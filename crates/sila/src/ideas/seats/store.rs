//! All SQL of seats.

use std::collections::BTreeMap;

use sila_core::{Millis, RoomId};
use sila_seal::Hash;

use super::{Credit, Seat};
use crate::db::{DbError, Tx, p};

crate::sql! {
    pub INSERT_SEAT = "insert into idea_seat (id, room, token, agency, worker, body, joined_at) values ($1, $2, $3, $4, $5, $6, $7) on conflict (token) do nothing";
    pub SEAT_OF_TOKEN = "select s.id, s.room, s.agency, s.worker, s.body, s.joined_at from idea_seat s where s.token = $1";
    pub SEATED = "select count(*) from idea_seat s where s.room = $1";
    pub SEATED_SINCE = "select count(*) from idea_seat s where s.room = $1 and s.joined_at > $2";
    pub SEATED_BY_ROOM = "select s.room, count(*) from idea_seat s group by s.room";
}

/// A seat, and what is sealed of it.
pub type Kept = (Seat, Option<Vec<u8>>);

/// Writes a seat with what is sealed of it; a browser that has one keeps the one it has.
pub fn insert(
    tx: &mut dyn Tx,
    seat: &Seat,
    (token, body): (Hash, Option<Vec<u8>>),
) -> Result<(), DbError> {
    let Seat { id, room, agency, worker, joined_at, .. } = seat;
    tx.send(&INSERT_SEAT, &p![*id, *room, token, *agency, *worker, body, *joined_at])
}

/// The seat of a browser, with what is sealed of it.
pub fn of_token(tx: &mut dyn Tx, token: Hash) -> Result<Option<Kept>, DbError> {
    let Some(row) = tx.opt(&SEAT_OF_TOKEN, &p![token])? else { return Ok(None) };
    let seat = Seat {
        id: row.get(0)?,
        room: row.get(1)?,
        agency: row.get(2)?,
        worker: row.get(3)?,
        credit: Credit::default(),
        joined_at: row.get(5)?,
    };
    Ok(Some((seat, row.get(4)?)))
}

/// How many are in a room.
pub fn count(tx: &mut dyn Tx, room: RoomId) -> Result<i64, DbError> {
    tx.one(&SEATED, &p![room])?.get(0)
}

/// How many have come in after that time.
pub fn count_since(tx: &mut dyn Tx, room: RoomId, since: Millis) -> Result<i64, DbError> {
    tx.one(&SEATED_SINCE, &p![room, since])?.get(0)
}

/// How many are in each room.
pub fn counts(tx: &mut dyn Tx) -> Result<BTreeMap<RoomId, i64>, DbError> {
    let rows = tx.query(&SEATED_BY_ROOM, &[])?;
    rows.iter().map(|row| Ok((row.get(0)?, row.get(1)?))).collect()
}
