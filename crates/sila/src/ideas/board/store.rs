//! All SQL of what is said in rooms.

use std::collections::BTreeSet;

use sila_core::{IdeaId, Millis, RoomId, SeatId};
use sila_seal::Hash;
use uuid::Uuid;

use super::{Idea, State};
use crate::db::{DbError, Row, Tx, p};

/// Ideas on one page of the board.
pub const PAGE: u32 = 50;

macro_rules! ideas {
    ($tail:literal) => {
        concat!(
            "select i.id, i.room, i.origin, i.seat, i.source, i.about, i.kind, i.state, i.marks, i.reason, i.appealed, i.endorsed, i.commented, i.reported, i.body, i.at, i.moved_at from idea i ",
            $tail
        )
    };
}

crate::sql! {
    pub INSERT_IDEA = "insert into idea (id, room, origin, seat, key, source, about, kind, state, marks, reason, appealed, endorsed, commented, reported, body, at, moved_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, '', false, 0, 0, 0, $11, $12, $13) on conflict (key) do nothing";
    pub IDEA = ideas!("where i.id = $1");
    pub ID_OF_KEY = "select id from idea where key = $1";
    pub NEWEST = ideas!("where i.room = $1 and i.state = 'SHOWN' and i.about is null order by i.at desc, i.id desc limit $2 offset $3");
    pub STRONGEST = ideas!("where i.room = $1 and i.state = 'SHOWN' and i.about is null order by i.endorsed desc, i.at, i.id limit $2 offset $3");
    pub OF_KIND = ideas!("where i.room = $1 and i.state = 'SHOWN' and i.about is null and i.kind = $2 and i.moved_at <= $3 order by i.at desc, i.id desc limit $4");
    pub OLDEST = ideas!("where i.room = $1 and i.state = 'SHOWN' and i.about is null order by i.at, i.id limit 10000");
    pub ALONE = ideas!("where i.room = $1 and i.state = 'SHOWN' and i.about is null and not exists (select 1 from idea_in_cluster m where m.idea = i.id) order by i.at desc, i.id desc limit $2");
    pub IN_CLUSTER = ideas!("join idea_in_cluster m on m.idea = i.id where m.cluster = $1 and i.state = 'SHOWN' order by i.at, i.id limit $2 offset $3");
    pub COMMENTS = ideas!("where i.about = $1 and i.state = 'SHOWN' order by i.at, i.id limit 200");
    pub OF_SEAT = ideas!("where i.seat = $1 order by i.at desc, i.id desc limit 30");
    pub QUEUE = ideas!("where i.room = $1 and (i.state in ('WAITING', 'HELD') or (i.state = 'REMOVED' and i.appealed)) order by i.at, i.id limit 100");
    pub REPORTED = ideas!("where i.room = $1 and i.state = 'SHOWN' and i.reported > 0 order by i.reported desc, i.at limit 50");
    pub REMOVED = ideas!("where i.room = $1 and i.state = 'REMOVED' order by i.moved_at desc, i.id limit 100");
    pub REMOVED_BY_REASON = "select i.reason, count(*) from idea i where i.room = $1 and i.state = 'REMOVED' group by i.reason order by i.reason";
    pub SHOWN_BY_KIND = "select i.kind, count(*) from idea i where i.room = $1 and i.state = 'SHOWN' and i.about is null group by i.kind order by i.kind";
    pub WAITING = "select (select count(*) from idea i where i.room = $1 and i.state in ('WAITING', 'HELD')) + (select count(*) from idea i where i.room = $1 and i.state = 'REMOVED' and i.appealed)";
    pub UNANSWERED = ideas!("where i.room = $1 and i.state = 'SHOWN' and i.about is null and not exists (select 1 from idea_answer a where a.idea = i.id) order by i.at, i.id limit $2");
    pub ANSWERED = ideas!("join idea_answer a on a.idea = i.id where i.room = $1 and i.state = 'SHOWN' and i.about is null order by a.at desc, i.id limit $2");
    pub LAST_AT = "select max(at) from idea where room = $1";
    pub SAID_SINCE = "select count(*) from idea where seat = $1 and at > $2";
    pub MOVE_ON = "update idea set state = $3, reason = $4, marks = $5, body = $6, appealed = $7, moved_at = $8 where id = $1 and state = $2";
    pub COUNT_COMMENTS = "update idea set commented = (select count(*) from idea c where c.about = $1 and c.state = 'SHOWN') where id = $1";
    pub ENDORSE = "insert into idea_endorsement (idea, seat, at) values ($1, $2, $3) on conflict (idea, seat) do nothing";
    pub UNENDORSE = "delete from idea_endorsement where idea = $1 and seat = $2";
    pub COUNT_ENDORSED = "update idea set endorsed = (select count(*) from idea_endorsement e where e.idea = $1) where id = $1";
    pub ENDORSED_SINCE = "select count(*) from idea_endorsement where seat = $1 and at > $2";
    pub ENDORSED_BY = "select e.idea from idea_endorsement e where e.seat = $1 order by e.at desc limit 2000";
    pub QUOTE = "insert into idea_quotable (idea, at) values ($1, $2) on conflict (idea) do nothing";
    pub UNQUOTE = "delete from idea_quotable where idea = $1";
    pub QUOTABLE_OF = "select q.idea from idea_quotable q join idea i on i.id = q.idea where i.seat = $1 limit 2000";
    pub QUOTABLE = "select q.idea from idea i join idea_quotable q on q.idea = i.id where i.room = $1 and i.state = 'SHOWN' and i.about is null limit 10000";
    pub REPORT = "insert into idea_report (idea, seat, at) values ($1, $2, $3) on conflict (idea, seat) do nothing";
    pub COUNT_REPORTED = "update idea set reported = (select count(*) from idea_report r where r.idea = $1) where id = $1";
}

fn idea(row: &Row) -> Result<Idea, DbError> {
    let state: String = row.get(7)?;
    let unknown = || DbError::Type { what: "idea: an unknown state".to_owned() };
    Ok(Idea {
        id: row.get(0)?,
        room: row.get(1)?,
        origin: row.get(2)?,
        seat: row.get(3)?,
        source: row.get(4)?,
        about: row.get(5)?,
        kind: row.get(6)?,
        state: State::from_code(&state).ok_or_else(unknown)?,
        marks: row.get(8)?,
        reason: row.get(9)?,
        appealed: row.get(10)?,
        endorsed: row.get(11)?,
        commented: row.get(12)?,
        reported: row.get(13)?,
        body: row.get(14)?,
        at: row.get(15)?,
        moved_at: row.get(16)?,
    })
}

fn all(rows: &[Row]) -> Result<Vec<Idea>, DbError> {
    rows.iter().map(idea).collect()
}

/// Writes what was said; false when it was there under the same key.
pub fn insert(tx: &mut dyn Tx, one: &Idea, key: Hash) -> Result<bool, DbError> {
    let Idea { id, room, origin, seat, source, about, kind, marks, at, .. } = one;
    let body = one.body.clone();
    let state = one.state.code();
    let moved = one.moved_at;
    let args =
        p![*id, *room, *origin, *seat, key, source, *about, kind, state, marks, body, *at, moved];
    Ok(tx.exec(&INSERT_IDEA, &args)? == 1)
}

/// One idea or comment.
pub fn find(tx: &mut dyn Tx, id: IdeaId) -> Result<Option<Idea>, DbError> {
    tx.opt(&IDEA, &p![id])?.as_ref().map(idea).transpose()
}

/// Which one has this key.
pub fn of_key(tx: &mut dyn Tx, key: Hash) -> Result<Option<IdeaId>, DbError> {
    match tx.opt(&ID_OF_KEY, &p![key])? {
        Some(row) => Ok(Some(row.get(0)?)),
        None => Ok(None),
    }
}

/// What is shown, the newest or the most supported first.
pub fn shown(
    tx: &mut dyn Tx,
    room: RoomId,
    newest: bool,
    offset: i64,
) -> Result<Vec<Idea>, DbError> {
    let sql = if newest { &NEWEST } else { &STRONGEST };
    all(&tx.query(sql, &p![room, PAGE, offset])?)
}

/// What was shown of one kind at a time, the newest first.
pub fn of_kind(
    tx: &mut dyn Tx,
    room: RoomId,
    kind: &str,
    (until, limit): (Millis, u32),
) -> Result<Vec<Idea>, DbError> {
    all(&tx.query(&OF_KIND, &p![room, kind, until, limit])?)
}

/// Every idea that is shown, the oldest first; at most 10,000.
pub fn oldest(tx: &mut dyn Tx, room: RoomId) -> Result<Vec<Idea>, DbError> {
    all(&tx.query(&OLDEST, &p![room])?)
}

/// Ideas that stand in no cluster, the newest first.
pub fn alone(tx: &mut dyn Tx, room: RoomId, limit: u32) -> Result<Vec<Idea>, DbError> {
    all(&tx.query(&ALONE, &p![room, limit])?)
}

/// Ideas of a cluster, the oldest first.
pub fn in_cluster(
    tx: &mut dyn Tx,
    cluster: Uuid,
    (limit, offset): (u32, i64),
) -> Result<Vec<Idea>, DbError> {
    all(&tx.query(&IN_CLUSTER, &p![cluster, limit, offset])?)
}

/// Ideas without an official answer, those that wait the longest first.
pub fn unanswered(tx: &mut dyn Tx, room: RoomId, limit: u32) -> Result<Vec<Idea>, DbError> {
    all(&tx.query(&UNANSWERED, &p![room, limit])?)
}

/// Ideas with an official answer, the last answer first.
pub fn answered(tx: &mut dyn Tx, room: RoomId, limit: u32) -> Result<Vec<Idea>, DbError> {
    all(&tx.query(&ANSWERED, &p![room, limit])?)
}

/// The comments on an idea that are shown, the oldest first.
pub fn comments(tx: &mut dyn Tx, idea: IdeaId) -> Result<Vec<Idea>, DbError> {
    all(&tx.query(&COMMENTS, &p![idea])?)
}

/// What somebody has said, the newest first; at most 30.
pub fn of_seat(tx: &mut dyn Tx, seat: SeatId) -> Result<Vec<Idea>, DbError> {
    all(&tx.query(&OF_SEAT, &p![seat])?)
}

/// What waits for a moderator, the oldest first; at most 100.
pub fn queue(tx: &mut dyn Tx, room: RoomId) -> Result<Vec<Idea>, DbError> {
    all(&tx.query(&QUEUE, &p![room])?)
}

/// What is shown and was reported, the most first; at most 50.
pub fn reported(tx: &mut dyn Tx, room: RoomId) -> Result<Vec<Idea>, DbError> {
    all(&tx.query(&REPORTED, &p![room])?)
}

/// What was removed, the latest first; at most 100.
pub fn removed(tx: &mut dyn Tx, room: RoomId) -> Result<Vec<Idea>, DbError> {
    all(&tx.query(&REMOVED, &p![room])?)
}

fn counted(rows: &[Row]) -> Result<Vec<(String, i64)>, DbError> {
    rows.iter().map(|row| Ok((row.get(0)?, row.get(1)?))).collect()
}

/// How many were removed for each reason.
pub fn removed_by_reason(tx: &mut dyn Tx, room: RoomId) -> Result<Vec<(String, i64)>, DbError> {
    counted(&tx.query(&REMOVED_BY_REASON, &p![room])?)
}

/// How many ideas of each kind are shown.
pub fn shown_by_kind(tx: &mut dyn Tx, room: RoomId) -> Result<Vec<(String, i64)>, DbError> {
    counted(&tx.query(&SHOWN_BY_KIND, &p![room])?)
}

/// How many wait for a moderator.
pub fn waiting(tx: &mut dyn Tx, room: RoomId) -> Result<i64, DbError> {
    tx.one(&WAITING, &p![room])?.get(0)
}

/// When the last thing was said in a room.
pub fn last_at(tx: &mut dyn Tx, room: RoomId) -> Result<Option<Millis>, DbError> {
    tx.one(&LAST_AT, &p![room])?.get(0)
}

/// How much somebody has said after that time.
pub fn said_since(tx: &mut dyn Tx, seat: SeatId, since: Millis) -> Result<i64, DbError> {
    tx.one(&SAID_SINCE, &p![seat, since])?.get(0)
}

/// Brings one from the state it was read in to the state that it has now; false when somebody was quicker.
pub fn move_on(tx: &mut dyn Tx, one: &Idea, from: State, now: Millis) -> Result<bool, DbError> {
    let Idea { id, state, reason, marks, body, appealed, .. } = one;
    let (from, to, body) = (from.code(), state.code(), body.clone());
    let args = p![*id, from, to, reason, marks, body, *appealed, now];
    let done = tx.exec(&MOVE_ON, &args)? == 1;
    if let (true, Some(about)) = (done, one.about) {
        count_comments(tx, about)?;
    }
    Ok(done)
}

/// Counts the comments on an idea that are shown.
pub fn count_comments(tx: &mut dyn Tx, about: IdeaId) -> Result<(), DbError> {
    tx.send(&COUNT_COMMENTS, &p![about])
}

/// Somebody supports an idea, or does no more.
pub fn endorse(
    tx: &mut dyn Tx,
    (idea, seat): (IdeaId, SeatId),
    yes: bool,
    now: Millis,
) -> Result<(), DbError> {
    match yes {
        true => tx.send(&ENDORSE, &p![idea, seat, now])?,
        false => tx.send(&UNENDORSE, &p![idea, seat])?,
    }
    tx.send(&COUNT_ENDORSED, &p![idea])
}

/// How often somebody has supported something after that time.
pub fn endorsed_since(tx: &mut dyn Tx, seat: SeatId, since: Millis) -> Result<i64, DbError> {
    tx.one(&ENDORSED_SINCE, &p![seat, since])?.get(0)
}

/// What somebody supports.
pub fn endorsed_by(tx: &mut dyn Tx, seat: SeatId) -> Result<BTreeSet<IdeaId>, DbError> {
    tx.query(&ENDORSED_BY, &p![seat])?.iter().map(|row| row.get(0)).collect()
}

/// Somebody thinks that it should be looked at again. It stays where it is.
pub fn report(tx: &mut dyn Tx, (idea, seat): (IdeaId, SeatId), now: Millis) -> Result<(), DbError> {
    tx.send(&REPORT, &p![idea, seat, now])?;
    tx.send(&COUNT_REPORTED, &p![idea])
}

/// Whoever said it allows the report of the meeting to quote it, or no more.
pub fn quote(tx: &mut dyn Tx, idea: IdeaId, yes: bool, now: Millis) -> Result<(), DbError> {
    match yes {
        true => tx.send(&QUOTE, &p![idea, now]),
        false => tx.send(&UNQUOTE, &p![idea]),
    }
}

/// What somebody has said that may be quoted.
pub fn quotable_of(tx: &mut dyn Tx, seat: SeatId) -> Result<BTreeSet<IdeaId>, DbError> {
    tx.query(&QUOTABLE_OF, &p![seat])?.iter().map(|row| row.get(0)).collect()
}

/// What is shown in a room and may be quoted.
pub fn quotable(tx: &mut dyn Tx, room: RoomId) -> Result<BTreeSet<IdeaId>, DbError> {
    tx.query(&QUOTABLE, &p![room])?.iter().map(|row| row.get(0)).collect()
}
