//! All SQL of mail.

use std::collections::BTreeMap;

use sila_core::{Millis, WorkerId};
use uuid::Uuid;

use crate::db::{DbError, Row, Tx, p};

/// It waits for the mail server.
pub const WAITING: &str = "WAITING";
/// The server has it.
pub const SENT: &str = "SENT";
/// It will not be tried again by itself.
pub const FAILED: &str = "FAILED";

crate::sql! {
    pub PUT = "insert into mail_letter (id, kind, about, subject, version, state, tries, next_at, at, said, body) values ($1, $2, $3, $4, $5, 'WAITING', 0, $6, $6, '', $7) on conflict (kind, subject, version) do nothing";
    pub OVERTAKEN = "delete from mail_letter where about = $1 and subject = $2 and state = 'WAITING' and id <> $3";
    pub DUE = "select id, tries, at, body from mail_letter where state = 'WAITING' and next_at <= $1 order by next_at, id limit $2";
    pub TRIED = "update mail_letter set state = $2, tries = $3, next_at = $4, said = $5 where id = $1";
    pub EMPTIED = "update mail_letter set body = $2 where id = $1 and state = 'SENT'";
    pub AGAIN = "update mail_letter set state = 'WAITING', tries = 0, next_at = $2 where id = $1 and state = 'FAILED' and at >= $3";
    pub LATEST = "select id, kind, about, state, tries, next_at, at, said from mail_letter order by at desc, id desc limit 200";
    pub HOW_MANY = "select state, count(*) from mail_letter group by state";
    pub ABOUT = "select subject, state, version from mail_letter where about = $1 and kind <> 'NOTICE' order by at, id limit 8000";
    pub EMPTY_OLD = "update mail_letter set body = $2 where at < $1 and state = 'FAILED' and length(body) > 0";
    pub FORGET = "delete from mail_letter where state <> 'WAITING' and ((at < $1 and kind = 'NOTICE') or at < $2)";
    pub SET_WISH = "insert into mail_wish (worker, look_at, body) values ($1, $2, $3) on conflict (worker) do update set body = excluded.body";
    pub DROP_WISH = "delete from mail_wish where worker = $1";
    pub WISH = "select body from mail_wish where worker = $1";
    pub TO_LOOK = "select worker, body from mail_wish where look_at <= $1 order by look_at, worker limit 20";
    pub LOOKED = "update mail_wish set look_at = $2 where worker = $1";
}

/// A letter to be put into the queue.
#[derive(Debug, Clone)]
pub struct Waiting {
    /// Identifier; also its Message-ID.
    pub id: Uuid,
    /// Code of what it is for.
    pub kind: &'static str,
    /// The record it is about.
    pub about: Uuid,
    /// Whom it is to.
    pub subject: Uuid,
    /// What of the record: the same goes out once.
    pub version: i64,
    /// When it was written.
    pub at: Millis,
    /// Its words, sealed.
    pub body: Vec<u8>,
}

/// A letter that is to be handed over.
#[derive(Debug, Clone)]
pub struct Due {
    /// Identifier.
    pub id: Uuid,
    /// How often it was tried.
    pub tries: u16,
    /// When it was written.
    pub at: Millis,
    /// Its words, sealed.
    pub body: Vec<u8>,
}

/// What came of a try.
#[derive(Debug, Clone)]
pub struct Tried {
    /// The new state.
    pub state: &'static str,
    /// How often it was tried.
    pub tries: u16,
    /// When it is tried again.
    pub next_at: Millis,
    /// Code of what went wrong; empty when nothing did.
    pub said: String,
}

/// A letter as the list shows it: neither to whom nor what.
#[derive(Debug, Clone)]
pub struct Line {
    /// Identifier.
    pub id: Uuid,
    /// Code of what it is for.
    pub kind: String,
    /// The record it is about.
    pub about: Uuid,
    /// Where it stands.
    pub state: String,
    /// How often it was tried.
    pub tries: u16,
    /// When it is tried next.
    pub next_at: Millis,
    /// When it was written.
    pub at: Millis,
    /// Code of what went wrong last.
    pub said: String,
}

/// Puts a letter into the queue; false when the same has gone or goes already. What still waits for the same person about the same
/// record is not sent any more: an invitation does not come after the word that the meeting does not take place.
pub fn put(tx: &mut dyn Tx, one: &Waiting) -> Result<bool, DbError> {
    let Waiting { id, kind, about, subject, version, at, body } = one;
    let is_new = tx.exec(&PUT, &p![*id, *kind, *about, *subject, *version, *at, body])? == 1;
    if is_new {
        tx.send(&OVERTAKEN, &p![*about, *subject, *id])?;
    }
    Ok(is_new)
}

/// Letters whose time has come, the longest waiting first.
pub(super) fn due(tx: &mut dyn Tx, now: Millis, most: usize) -> Result<Vec<Due>, DbError> {
    // A number of tries that cannot be is past the last of them: that letter fails by itself, and the others go.
    let tries = |row: &Row| Ok::<_, DbError>(u16::try_from(row.get::<i64>(1)?).unwrap_or(u16::MAX));
    let one = |row: &Row| {
        Ok(Due { id: row.get(0)?, tries: tries(row)?, at: row.get(2)?, body: row.get(3)? })
    };
    let most = i64::try_from(most).unwrap_or(i64::MAX);
    tx.query(&DUE, &p![now, most])?.iter().map(one).collect()
}

/// Keeps what came of a try. Of a letter that has gone neither address nor words are kept.
pub(super) fn tried(tx: &mut dyn Tx, id: Uuid, came: &Tried) -> Result<(), DbError> {
    tx.send(&TRIED, &p![id, came.state, came.tries, came.next_at, &came.said])?;
    tx.send(&EMPTIED, &p![id, Vec::<u8>::new()])
}

/// Tries a letter again that had failed; false when it has not, or when it is of before `since` and its words are forgotten.
pub(super) fn again(
    tx: &mut dyn Tx,
    id: Uuid,
    now: Millis,
    since: Millis,
) -> Result<bool, DbError> {
    Ok(tx.exec(&AGAIN, &p![id, now, since])? == 1)
}

/// The letters, the newest first.
pub(super) fn latest(tx: &mut dyn Tx) -> Result<Vec<Line>, DbError> {
    let one = |row: &Row| {
        Ok(Line {
            id: row.get(0)?,
            kind: row.get(1)?,
            about: row.get(2)?,
            state: row.get(3)?,
            tries: u16::try_from(row.get::<i64>(4)?).unwrap_or(u16::MAX),
            next_at: row.get(5)?,
            at: row.get(6)?,
            said: row.get(7)?,
        })
    };
    tx.query(&LATEST, &[])?.iter().map(one).collect()
}

/// How many letters stand where.
pub fn how_many(tx: &mut dyn Tx) -> Result<BTreeMap<String, u32>, DbError> {
    tx.query(&HOW_MANY, &[])?.iter().map(|row| Ok((row.get(0)?, row.get(1)?))).collect()
}

/// Where the last letter about a record stands and of which version it is, by whom it is to.
pub fn about(tx: &mut dyn Tx, record: Uuid) -> Result<BTreeMap<Uuid, (String, i64)>, DbError> {
    let one = |row: &Row| Ok((row.get(0)?, (row.get(1)?, row.get(2)?)));
    tx.query(&ABOUT, &p![record])?.iter().map(one).collect()
}

/// Forgets notices that went, or failed, before `words`, and then also what is left of a letter that failed. That somebody was invited
/// is known until `rows`: these rows alone say who is told when the meeting does not take place.
pub(super) fn forget(tx: &mut dyn Tx, words: Millis, rows: Millis) -> Result<(), DbError> {
    tx.send(&EMPTY_OLD, &p![words, Vec::<u8>::new()])?;
    tx.send(&FORGET, &p![words, rows])
}

/// Somebody wants to be told, at this sealed address.
pub(super) fn set_wish(
    tx: &mut dyn Tx,
    worker: WorkerId,
    body: &[u8],
    look_at: Millis,
) -> Result<(), DbError> {
    tx.send(&SET_WISH, &p![worker, look_at, body])
}

/// Somebody does not want to be told any more; the address is forgotten.
pub(super) fn drop_wish(tx: &mut dyn Tx, worker: WorkerId) -> Result<(), DbError> {
    tx.send(&DROP_WISH, &p![worker])
}

/// The sealed address at which somebody wants to be told.
pub(super) fn wish(tx: &mut dyn Tx, worker: WorkerId) -> Result<Option<Vec<u8>>, DbError> {
    tx.opt(&WISH, &p![worker])?.map(|row| row.get(0)).transpose()
}

/// For whom it is time to look whether something waits, with the sealed address.
pub(super) fn to_look(tx: &mut dyn Tx, now: Millis) -> Result<Vec<(WorkerId, Vec<u8>)>, DbError> {
    tx.query(&TO_LOOK, &p![now])?.iter().map(|row| Ok((row.get(0)?, row.get(1)?))).collect()
}

/// It was looked; the next time is then.
pub(super) fn looked(tx: &mut dyn Tx, worker: WorkerId, next: Millis) -> Result<(), DbError> {
    tx.send(&LOOKED, &p![worker, next])
}
