//! All SQL of minutes.

use sila_core::meeting::{PointEnd, PointKind};
use sila_core::{AgencyId, MeetingId, Millis, RecordId, WorkerId};
use uuid::Uuid;

use crate::db::{DbError, Row, Tx, p};

/// Columns of a [`Stored`], in its order.
macro_rules! of_point {
    ($tail:literal) => {
        concat!(
            "select p.meeting, p.number, p.kind, p.owner, p.worker, p.due_at, p.review_at, p.ended, p.ended_at, p.entry, p.body from minutes_point p ",
            $tail
        )
    };
}

crate::sql! {
    pub MINUTES = "select m.meeting, m.series, m.host, m.state, m.starts_at, m.record, m.circulated_at, m.body from minutes m where m.meeting = $1";
    pub OPEN_MINUTES = "insert into minutes (meeting, series, host, state, starts_at, record, circulated_at, body) values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict (meeting) do nothing";
    pub SET_MINUTES = "update minutes set state = $2, record = $3, circulated_at = $4, body = $5 where meeting = $1";
    pub TO_SIGN = "select m.meeting, m.series, m.host, m.state, m.starts_at, m.record, m.circulated_at, m.body from minutes m where m.state = 'CIRCULATED' and m.host <> $1 order by m.circulated_at, m.meeting limit 50";
    pub CIRCULATED = "select m.meeting, m.series, m.host, m.state, m.starts_at, m.record, m.circulated_at, m.body from minutes m where m.state <> 'DRAFT' and m.host = $1 order by m.starts_at desc, m.meeting limit 60";
    pub POINTS = of_point!("where p.meeting = $1 order by p.number limit 100");
    pub UNFINISHED = of_point!("join minutes m on m.meeting = p.meeting where m.series = $1 and m.starts_at < $2 and (m.state = 'APPROVED' or exists (select 1 from meeting h where h.id = m.meeting)) and p.ended is null and p.kind in ('RECOMMENDATION', 'ACTION') order by m.starts_at, p.number limit 500");
    pub LATE = of_point!("join minutes m on m.meeting = p.meeting where p.ended is null and p.kind in ('RECOMMENDATION', 'ACTION') and p.due_at < $1 and (m.host = $2 or (p.owner = $2 and m.state = 'APPROVED')) order by p.due_at, p.meeting, p.number limit 20");
    pub OF_KIND = of_point!("join minutes m on m.meeting = p.meeting where p.kind = $1 and (m.state = 'APPROVED' or exists (select 1 from meeting h where h.id = m.meeting)) order by m.starts_at desc, p.meeting, p.number limit 500");
    pub INSERT_POINT = "insert into minutes_point (meeting, number, kind, owner, worker, due_at, review_at, entry, body) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    pub DROP_POINTS = "delete from minutes_point where meeting = $1";
    pub END_POINT = "update minutes_point set ended = $3, ended_at = $4, body = $5 where meeting = $1 and number = $2 and ended is null";
    pub OUTCOMES = "select count(*), coalesce(sum(case when ended is null then 1 else 0 end), 0), coalesce(sum(case when ended = 'DONE' then 1 else 0 end), 0) from minutes_point where entry = $1";
    pub SAY = "insert into minutes_word (meeting, party, word, at, worker, body) values ($1, $2, $3, $4, $5, $6) on conflict (meeting, party) do update set word = excluded.word, at = excluded.at, worker = excluded.worker, body = excluded.body";
    pub WORDS = "select party, word, at, body from minutes_word where meeting = $1 order by at, party limit 500";
    pub FORGET_WORDS = "delete from minutes_word where meeting = $1";
    pub ADD_ERRATUM = "insert into minutes_erratum (id, meeting, at, worker, body) values ($1, $2, $3, $4, $5)";
    pub ERRATA = "select id, at, body from minutes_erratum where meeting = $1 order by at, id limit 200";
}

/// Minutes as stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Minutes {
    /// Of which meeting.
    pub meeting: MeetingId,
    /// Of which series.
    pub series: MeetingId,
    /// The agency that keeps them.
    pub host: AgencyId,
    /// `DRAFT`, `CIRCULATED` or `APPROVED`.
    pub state: String,
    /// The first day of the meeting.
    pub starts_at: Millis,
    /// The record that parties with a node sign.
    pub record: Option<RecordId>,
    /// Since when the parties have them.
    pub circulated_at: Option<Millis>,
    /// What the meeting was called, sealed.
    pub body: Vec<u8>,
}

/// A point as stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stored {
    /// The meeting.
    pub meeting: MeetingId,
    /// Its number.
    pub number: u16,
    /// What it is.
    pub kind: PointKind,
    /// Whose it is.
    pub owner: AgencyId,
    /// Of ours, who does it.
    pub worker: Option<WorkerId>,
    /// Until when.
    pub due_at: Option<Millis>,
    /// When it is looked at again.
    pub review_at: Option<Millis>,
    /// How it has ended.
    pub end: Option<(PointEnd, Millis)>,
    /// The challenge that it answers.
    pub entry: Option<Uuid>,
    /// Its words, sealed.
    pub body: Vec<u8>,
}

/// The word of a party without a node, as it was written down here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// The party.
    pub party: AgencyId,
    /// `APPROVED` or `OBJECTED`.
    pub word: String,
    /// When.
    pub at: Millis,
    /// Who of it, and how; sealed.
    pub body: Vec<u8>,
}

fn minutes(row: &Row) -> Result<Minutes, DbError> {
    Ok(Minutes {
        meeting: row.get(0)?,
        series: row.get(1)?,
        host: row.get(2)?,
        state: row.get(3)?,
        starts_at: row.get(4)?,
        record: row.get(5)?,
        circulated_at: row.get(6)?,
        body: row.get(7)?,
    })
}

fn point(row: &Row) -> Result<Stored, DbError> {
    let wrong = |what: &str| DbError::Type { what: what.to_owned() };
    let (kind, ended): (String, Option<String>) = (row.get(2)?, row.get(7)?);
    let ended_at: Option<Millis> = row.get(8)?;
    let ended = ended.map(|code| PointEnd::from_code(&code)).transpose();
    Ok(Stored {
        meeting: row.get(0)?,
        number: row.get(1)?,
        kind: PointKind::from_code(&kind).or(Err(wrong("minutes_point: kind")))?,
        owner: row.get(3)?,
        worker: row.get(4)?,
        due_at: row.get(5)?,
        review_at: row.get(6)?,
        end: ended.or(Err(wrong("minutes_point: ended")))?.zip(ended_at),
        entry: row.get(9)?,
        body: row.get(10)?,
    })
}

/// The minutes of a meeting.
pub fn find(tx: &mut dyn Tx, id: MeetingId) -> Result<Option<Minutes>, DbError> {
    tx.opt(&MINUTES, &p![id])?.as_ref().map(minutes).transpose()
}

/// Begins minutes; those that are there stay as they are.
pub fn begin(tx: &mut dyn Tx, one: &Minutes) -> Result<(), DbError> {
    let Minutes { meeting, series, host, state, starts_at, record, circulated_at, body } = one;
    let args = p![*meeting, *series, *host, state, *starts_at, *record, *circulated_at, body];
    tx.send(&OPEN_MINUTES, &args)
}

/// Writes minutes as they are now.
pub fn set(tx: &mut dyn Tx, one: &Minutes) -> Result<(), DbError> {
    let Minutes { meeting, state, record, circulated_at, body, .. } = one;
    tx.send(&SET_MINUTES, &p![*meeting, state, *record, *circulated_at, body])
}

/// Minutes of others that wait for our signature.
pub fn to_sign(tx: &mut dyn Tx, me: AgencyId) -> Result<Vec<Minutes>, DbError> {
    tx.query(&TO_SIGN, &p![me])?.iter().map(minutes).collect()
}

/// Minutes of ours that the parties have, the newest first.
pub fn circulated(tx: &mut dyn Tx, me: AgencyId) -> Result<Vec<Minutes>, DbError> {
    tx.query(&CIRCULATED, &p![me])?.iter().map(minutes).collect()
}

/// The points of a meeting, by number.
pub fn points(tx: &mut dyn Tx, id: MeetingId) -> Result<Vec<Stored>, DbError> {
    tx.query(&POINTS, &p![id])?.iter().map(point).collect()
}

/// The points of one kind in minutes that are approved or kept here, the newest meeting first.
pub fn of_kind(tx: &mut dyn Tx, kind: PointKind) -> Result<Vec<Stored>, DbError> {
    tx.query(&OF_KIND, &p![kind.code()])?.iter().map(point).collect()
}

/// What meetings of a series before this time have left unfinished.
pub fn unfinished(
    tx: &mut dyn Tx,
    series: MeetingId,
    before: Millis,
) -> Result<Vec<Stored>, DbError> {
    tx.query(&UNFINISHED, &p![series, before])?.iter().map(point).collect()
}

/// What is late and ours, or in minutes that we keep.
pub fn late(tx: &mut dyn Tx, me: AgencyId, now: Millis) -> Result<Vec<Stored>, DbError> {
    tx.query(&LATE, &p![now, me])?.iter().map(point).collect()
}

/// Writes a point.
pub fn insert(tx: &mut dyn Tx, one: &Stored) -> Result<(), DbError> {
    let Stored { meeting, number, owner, worker, due_at, review_at, entry, body, .. } = one;
    let kind = one.kind.code();
    let args = p![*meeting, *number, kind, *owner, *worker, *due_at, *review_at, *entry, body];
    tx.send(&INSERT_POINT, &args)
}

/// Takes every point out: the host of minutes that we do not keep has sent them anew.
pub fn drop_points(tx: &mut dyn Tx, id: MeetingId) -> Result<(), DbError> {
    tx.send(&DROP_POINTS, &p![id])
}

/// Ends a point; false when it has ended.
pub fn end(
    tx: &mut dyn Tx,
    (id, number): (MeetingId, u16),
    end: PointEnd,
    at: Millis,
    body: &[u8],
) -> Result<bool, DbError> {
    Ok(tx.exec(&END_POINT, &p![id, number, end.code(), at, body])? == 1)
}

/// Whether the challenge has an action that is done, and none that is open.
pub fn has_outcome(tx: &mut dyn Tx, entry: Uuid) -> Result<bool, DbError> {
    let row = tx.one(&OUTCOMES, &p![entry])?;
    let (open, done): (i64, i64) = (row.get(1)?, row.get(2)?);
    Ok(open == 0 && done > 0)
}

/// A party without a node has said something.
pub fn say(
    tx: &mut dyn Tx,
    id: MeetingId,
    one: &Word,
    worker: Option<WorkerId>,
) -> Result<(), DbError> {
    tx.send(&SAY, &p![id, one.party, &one.word, one.at, worker, &one.body])
}

/// What parties without a node have said.
pub fn words(tx: &mut dyn Tx, id: MeetingId) -> Result<Vec<Word>, DbError> {
    let word = |row: &Row| {
        Ok(Word { party: row.get(0)?, word: row.get(1)?, at: row.get(2)?, body: row.get(3)? })
    };
    tx.query(&WORDS, &p![id])?.iter().map(word).collect()
}

/// What they said was said of minutes that are written anew.
pub fn forget_words(tx: &mut dyn Tx, id: MeetingId) -> Result<(), DbError> {
    tx.send(&FORGET_WORDS, &p![id])
}

/// Adds an erratum.
pub fn add_erratum(
    tx: &mut dyn Tx,
    id: MeetingId,
    (row, body): (Uuid, &[u8]),
    worker: WorkerId,
    at: Millis,
) -> Result<(), DbError> {
    tx.send(&ADD_ERRATUM, &p![row, id, at, worker, body])
}

/// The errata, the first first: identifier, when, what; sealed.
pub fn errata(tx: &mut dyn Tx, id: MeetingId) -> Result<Vec<(Uuid, Millis, Vec<u8>)>, DbError> {
    let rows = tx.query(&ERRATA, &p![id])?;
    rows.iter().map(|row| Ok((row.get(0)?, row.get(1)?, row.get(2)?))).collect()
}
