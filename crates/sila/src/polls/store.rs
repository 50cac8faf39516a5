//! All SQL of polls.

use std::collections::{BTreeMap, BTreeSet};

use sila_core::poll::PollKind;
use sila_core::{Millis, RoomId, WorkerId};
use sila_seal::Hash;
use uuid::Uuid;

use super::Poll;
use crate::db::{DbError, Row, Tx, p};

macro_rules! of_poll {
    ($tail:literal) => {
        concat!("select p.id, p.room, p.item, p.kind, p.ar, p.en, p.shown, p.opened_at, p.closed_at from poll p ", $tail)
    };
}

crate::sql! {
    pub POLL = of_poll!("where p.id = $1");
    pub POLLS = of_poll!("where p.room = $1 order by p.opened_at desc, p.id desc limit 100");
    pub OPTIONS = "select o.ar, o.en from poll_option o where o.poll = $1 order by o.n";
    pub INSERT_POLL = "insert into poll (id, room, item, kind, ar, en, shown, worker, opened_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    pub INSERT_OPTION = "insert into poll_option (poll, n, ar, en) values ($1, $2, $3, $4)";
    pub HIDE_ALL = "update poll set shown = $2 where room = $1 and shown <> $2";
    pub SHOW = "update poll set shown = $2 where id = $1";
    pub CLOSE = "update poll set closed_at = $2 where id = $1 and closed_at is null";
    pub IS_OPEN = "select count(*) from poll p join idea_room r on r.id = p.room where p.id = $1 and p.closed_at is null and r.open";
    pub ANSWER = "insert into poll_answer (poll, mark, state, body) values ($1, $2, $3, $4) on conflict (poll, mark) do update set state = excluded.state, body = excluded.body";
    pub DROP_CHOICES = "delete from poll_choice where poll = $1 and mark = $2";
    pub CHOOSE = "insert into poll_choice (poll, mark, n) values ($1, $2, $3)";
    pub ANSWERED = "select count(*) from poll_answer a where a.poll = $1";
    pub HAS_ANSWERED = "select count(*) from poll_answer a where a.poll = $1 and a.mark = $2";
    pub CHOICES = "select c.mark, c.n from poll_choice c where c.poll = $1 order by c.mark, c.n limit 100000";
    pub WORDS = "select a.mark, a.state, a.body from poll_answer a where a.poll = $1 and a.body is not null order by a.mark limit 5000";
    pub DECIDE = "update poll_answer set state = $3 where poll = $1 and mark = $2";
    pub DROP_WORDS = "update poll_answer set state = 'REMOVED', body = null where poll = $1 and mark = $2";
}

/// Somebody's answer in words: under which mark, where it stands, what it says, sealed.
pub type Word = (Hash, String, Vec<u8>);

fn poll(tx: &mut dyn Tx, row: &Row) -> Result<Poll, DbError> {
    let (id, kind): (Uuid, String) = (row.get(0)?, row.get(3)?);
    let options = tx.query(&OPTIONS, &p![id])?;
    let option = |row: &Row| Ok((row.get(0)?, row.get(1)?));
    Ok(Poll {
        id,
        room: row.get(1)?,
        item: row.get(2)?,
        kind: PollKind::from_code(&kind)
            .or(Err(DbError::Type { what: "poll: kind".to_owned() }))?,
        ar: row.get(4)?,
        en: row.get(5)?,
        options: options.iter().map(option).collect::<Result<_, DbError>>()?,
        shown: row.get(6)?,
        opened_at: row.get(7)?,
        closed_at: row.get(8)?,
    })
}

/// One poll.
pub fn find(tx: &mut dyn Tx, id: Uuid) -> Result<Option<Poll>, DbError> {
    let row = tx.opt(&POLL, &p![id])?;
    row.map(|row| poll(tx, &row)).transpose()
}

/// The polls of a room, the newest first.
pub fn of_room(tx: &mut dyn Tx, room: RoomId) -> Result<Vec<Poll>, DbError> {
    let rows = tx.query(&POLLS, &p![room])?;
    rows.iter().map(|row| poll(tx, row)).collect()
}

/// Writes a new poll; the projector shows it and no other.
pub fn open(tx: &mut dyn Tx, one: &Poll, worker: WorkerId) -> Result<(), DbError> {
    let Poll { id, room, item, kind, ar, en, opened_at, .. } = one;
    tx.exec(&HIDE_ALL, &p![*room, false])?;
    tx.send(&INSERT_POLL, &p![*id, *room, *item, kind.code(), ar, en, true, worker, *opened_at])?;
    for (n, (ar, en)) in (1_u8..).zip(&one.options) {
        tx.send(&INSERT_OPTION, &p![*id, n, ar, en])?;
    }
    Ok(())
}

/// The projector shows it and no other, or nothing.
pub fn show(tx: &mut dyn Tx, one: &Poll, shown: bool) -> Result<(), DbError> {
    tx.exec(&HIDE_ALL, &p![one.room, false])?;
    tx.exec(&SHOW, &p![one.id, shown]).map(|_| ())
}

/// Takes no more answers; false when it was so before.
pub fn close(tx: &mut dyn Tx, id: Uuid, now: Millis) -> Result<bool, DbError> {
    Ok(tx.exec(&CLOSE, &p![id, now])? == 1)
}

/// Keeps somebody's answer instead of the one before; false when the poll or its room is closed.
pub fn answer(
    tx: &mut dyn Tx,
    (poll, mark): (Uuid, &Hash),
    chosen: &BTreeSet<u8>,
    (state, words): (&str, Option<Vec<u8>>),
) -> Result<bool, DbError> {
    let open: i64 = tx.one(&IS_OPEN, &p![poll])?.get(0)?;
    if open == 0 {
        return Ok(false);
    }
    tx.send(&ANSWER, &p![poll, mark, state, words])?;
    tx.send(&DROP_CHOICES, &p![poll, mark])?;
    for n in chosen {
        tx.send(&CHOOSE, &p![poll, mark, *n])?;
    }
    Ok(true)
}

/// How many have answered.
pub fn answered(tx: &mut dyn Tx, poll: Uuid) -> Result<i64, DbError> {
    tx.one(&ANSWERED, &p![poll])?.get(0)
}

/// Whether somebody has answered.
pub fn has_answered(tx: &mut dyn Tx, poll: Uuid, mark: &Hash) -> Result<bool, DbError> {
    let count: i64 = tx.one(&HAS_ANSWERED, &p![poll, mark])?.get(0)?;
    Ok(count > 0)
}

/// What everybody chose; for the result of a closed poll only.
pub(super) fn choices(tx: &mut dyn Tx, poll: Uuid) -> Result<Vec<BTreeSet<u8>>, DbError> {
    let mut all: BTreeMap<Hash, BTreeSet<u8>> = BTreeMap::new();
    for row in tx.query(&CHOICES, &p![poll])? {
        all.entry(row.get(0)?).or_default().insert(row.get(1)?);
    }
    Ok(all.into_values().collect())
}

/// The answers in words that are not deleted, in no order that says anything.
pub(super) fn words(tx: &mut dyn Tx, poll: Uuid) -> Result<Vec<Word>, DbError> {
    tx.query(&WORDS, &p![poll])?
        .iter()
        .map(|row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
        .collect()
}

/// Lets an answer in words through, or deletes its words; false when there is none such.
pub fn decide(tx: &mut dyn Tx, (poll, mark): (Uuid, &Hash), shown: bool) -> Result<bool, DbError> {
    let done = match shown {
        true => tx.exec(&DECIDE, &p![poll, mark, "SHOWN"])?,
        false => tx.exec(&DROP_WORDS, &p![poll, mark])?,
    };
    Ok(done == 1)
}
