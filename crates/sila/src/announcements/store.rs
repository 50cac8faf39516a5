//! All SQL of announcements.

use std::collections::BTreeMap;

use sila_core::{AgencyId, Millis, RecordId, WorkerId};
use uuid::Uuid;

use super::reach::Way;
use super::text::Answer;
use crate::db::{DbError, Row, Tx, p};

/// Columns of a [`Stored`], in its order.
macro_rules! of_announcement {
    ($tail:literal) => {
        concat!("select a.id, a.origin, a.worker, a.class, a.area, a.at, a.ends_at, a.body from announcement a ", $tail)
    };
}

/// Columns of a [`Reader`], in its order.
macro_rules! of_reader {
    ($tail:literal) => {
        concat!("select r.agency, r.way, r.record, r.read_at, r.answer, r.answered_at from announcement_reader r ", $tail)
    };
}

crate::sql! {
    pub ANNOUNCEMENT = of_announcement!("where a.id = $1");
    pub SHOWN = of_announcement!("where a.ends_at > $1 order by a.at desc, a.id limit 200");
    pub OVER = of_announcement!("where a.origin = $1 and a.ends_at <= $2 order by a.ends_at desc, a.id limit 100");
    pub SHOWN_TO = of_announcement!("join announcement_reader r on r.announcement = a.id where r.agency = $1 and r.way = 'PORTAL' and a.ends_at > $2 order by a.at desc, a.id limit 50");
    pub OPEN_OF = "select count(*) from announcement a where a.origin = $1 and a.ends_at > $2";
    pub UNREAD = "select count(*) from announcement a join announcement_reader r on r.announcement = a.id where r.agency = $1 and r.way = 'HERE' and r.read_at is null and a.ends_at > $2";
    pub INSERT = "insert into announcement (id, origin, worker, class, area, at, ends_at, body) values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict (id) do nothing";
    pub INSERT_READER = "insert into announcement_reader (announcement, agency, way, record, read_at, answer, answered_at, told) values ($1, $2, $3, null, null, null, null, 'TOLD') on conflict (announcement, agency) do nothing";
    pub TALLIES = "select r.announcement, count(*), count(r.read_at) from announcement_reader r where r.way in ('LINK', 'PORTAL', 'HERE') group by r.announcement";
    pub READERS = of_reader!("where r.announcement = $1 order by r.agency limit 2000");
    pub READER = of_reader!("where r.announcement = $1 and r.agency = $2");
    pub READ = "update announcement_reader set read_at = $3, told = 'WAITS' where announcement = $1 and agency = $2 and read_at is null";
    pub ANSWERED = "update announcement_reader set answer = $3, answered_at = $4, told = 'WAITS' where announcement = $1 and agency = $2 and (answered_at is null or answered_at <= $4)";
    pub UNSENT = of_announcement!("join announcement_reader r on r.announcement = a.id where r.agency = $1 and r.way = 'LINK' and r.record is null and a.ends_at > $2 order by a.at, a.id limit 200");
    pub SENT = "update announcement_reader set record = $3 where announcement = $1 and agency = $2";
    pub TURNED_AWAY = "update announcement_reader set way = 'SHUT' where announcement = $1 and agency = $2 and record = $3 and way = 'LINK'";
    pub UNTOLD = "select a.id, r.agency, r.way, r.record, r.read_at, r.answer, r.answered_at from announcement a join announcement_reader r on r.announcement = a.id where a.origin = $1 and r.way = 'HERE' and r.told = 'WAITS' and a.ends_at > $2 order by a.id limit 200";
    pub TOLD = "update announcement_reader set record = $3, told = case when coalesce(answered_at, read_at) = $4 then 'TOLD' else told end where announcement = $1 and agency = $2";
}

/// An announcement as stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stored {
    /// Identifier, the same at every agency.
    pub id: Uuid,
    /// Whose it is.
    pub origin: AgencyId,
    /// Who of ours wrote it.
    pub worker: Option<WorkerId>,
    /// Of ours: the class of partners that is told; empty for every one.
    pub class: String,
    /// Of ours: the area of cooperation in which they work with us; empty for any.
    pub area: String,
    /// When it was written, or arrived.
    pub at: Millis,
    /// The first instant at which it is shown no more.
    pub ends_at: Millis,
    /// Its words, sealed.
    pub body: Vec<u8>,
}

/// An entity that is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reader {
    /// Which.
    pub agency: AgencyId,
    /// How.
    pub way: Way,
    /// The record that carries it there, or that carries the reading back.
    pub record: Option<RecordId>,
    /// When somebody of it first opened the announcement.
    pub read_at: Option<Millis>,
    /// What it answers.
    pub answer: Option<Answer>,
}

fn stored(row: &Row) -> Result<Stored, DbError> {
    Ok(Stored {
        id: row.get(0)?,
        origin: row.get(1)?,
        worker: row.get(2)?,
        class: row.get(3)?,
        area: row.get(4)?,
        at: row.get(5)?,
        ends_at: row.get(6)?,
        body: row.get(7)?,
    })
}

/// A reader whose columns begin at `from`.
fn reader(row: &Row, from: usize) -> Result<Reader, DbError> {
    let at = |nth: usize| from.saturating_add(nth);
    let way: String = row.get(at(1))?;
    let unknown = || DbError::Type { what: "announcement: way".to_owned() };
    let (number, answered_at): (Option<u8>, Option<Millis>) = (row.get(at(4))?, row.get(at(5))?);
    Ok(Reader {
        agency: row.get(at(0))?,
        way: Way::from_code(&way).ok_or_else(unknown)?,
        record: row.get(at(2))?,
        read_at: row.get(at(3))?,
        answer: number.zip(answered_at).map(|(number, at)| Answer { number, at }),
    })
}

/// One announcement.
pub fn find(tx: &mut dyn Tx, id: Uuid) -> Result<Option<Stored>, DbError> {
    tx.opt(&ANNOUNCEMENT, &p![id])?.as_ref().map(stored).transpose()
}

/// What is shown at `now`, ours and theirs, the newest first.
pub fn shown(tx: &mut dyn Tx, now: Millis) -> Result<Vec<Stored>, DbError> {
    tx.query(&SHOWN, &p![now])?.iter().map(stored).collect()
}

/// What of ours is over: its readers see it no more.
pub fn over(tx: &mut dyn Tx, me: AgencyId, now: Millis) -> Result<Vec<Stored>, DbError> {
    tx.query(&OVER, &p![me, now])?.iter().map(stored).collect()
}

/// What is shown at the portal to this partner.
pub fn shown_to(tx: &mut dyn Tx, partner: AgencyId, now: Millis) -> Result<Vec<Stored>, DbError> {
    tx.query(&SHOWN_TO, &p![partner, now])?.iter().map(stored).collect()
}

/// How many announcements of an agency are shown now.
pub fn open_of(tx: &mut dyn Tx, origin: AgencyId, now: Millis) -> Result<i64, DbError> {
    tx.one(&OPEN_OF, &p![origin, now])?.get(0)
}

/// How many of the others nobody here has opened.
pub fn unread(tx: &mut dyn Tx, me: AgencyId, now: Millis) -> Result<i64, DbError> {
    tx.one(&UNREAD, &p![me, now])?.get(0)
}

/// Writes an announcement and who is told; one that is there stays as it is.
pub fn insert(tx: &mut dyn Tx, one: &Stored, readers: &[(AgencyId, Way)]) -> Result<(), DbError> {
    let Stored { id, origin, worker, class, area, at, ends_at, body } = one;
    tx.exec(&INSERT, &p![*id, *origin, *worker, class, area, *at, *ends_at, body])?;
    for (agency, way) in readers {
        tx.exec(&INSERT_READER, &p![*id, *agency, way.code()])?;
    }
    Ok(())
}

/// By announcement how many entities are told, and how many of them have read it.
pub fn tallies(tx: &mut dyn Tx) -> Result<BTreeMap<Uuid, (u32, u32)>, DbError> {
    let one = |row: &Row| Ok((row.get(0)?, (row.get(1)?, row.get(2)?)));
    tx.query(&TALLIES, &[])?.iter().map(one).collect()
}

/// Every entity that is told.
pub fn readers(tx: &mut dyn Tx, id: Uuid) -> Result<Vec<Reader>, DbError> {
    tx.query(&READERS, &p![id])?.iter().map(|row| reader(row, 0)).collect()
}

/// One entity that is told.
pub fn reader_of(tx: &mut dyn Tx, id: Uuid, agency: AgencyId) -> Result<Option<Reader>, DbError> {
    let row = tx.opt(&READER, &p![id, agency])?;
    row.map(|row| reader(&row, 0)).transpose()
}

/// Somebody of the entity has opened it; the first time stands.
pub fn read(tx: &mut dyn Tx, id: Uuid, agency: AgencyId, at: Millis) -> Result<(), DbError> {
    tx.exec(&READ, &p![id, agency, at]).map(|_| ())
}

/// What the entity answers; a later answer takes the place of the one before.
pub fn answered(
    tx: &mut dyn Tx,
    id: Uuid,
    agency: AgencyId,
    answer: Answer,
) -> Result<(), DbError> {
    tx.exec(&ANSWERED, &p![id, agency, answer.number, answer.at]).map(|_| ())
}

/// What of ours is still to be sent to one agency, so that no agency stands in the way of another.
pub fn unsent(tx: &mut dyn Tx, to: AgencyId, now: Millis) -> Result<Vec<Stored>, DbError> {
    tx.query(&UNSENT, &p![to, now])?.iter().map(stored).collect()
}

/// The record that carries it there.
pub fn sent(tx: &mut dyn Tx, id: Uuid, agency: AgencyId, record: RecordId) -> Result<(), DbError> {
    tx.exec(&SENT, &p![id, agency, record]).map(|_| ())
}

/// The other node has not taken that record.
pub fn turned_away(
    tx: &mut dyn Tx,
    id: Uuid,
    agency: AgencyId,
    record: RecordId,
) -> Result<(), DbError> {
    tx.exec(&TURNED_AWAY, &p![id, agency, record]).map(|_| ())
}

/// What was read or answered here and this agency, whose they are, has not heard yet, of announcements that ended after `since`.
pub fn untold(
    tx: &mut dyn Tx,
    origin: AgencyId,
    since: Millis,
) -> Result<Vec<(Uuid, Reader)>, DbError> {
    let rows = tx.query(&UNTOLD, &p![origin, since])?;
    rows.iter().map(|row| Ok((row.get(0)?, reader(row, 1)?))).collect()
}

/// The reading as it stood at `of` was said in this record.
pub fn told(
    tx: &mut dyn Tx,
    (id, agency): (Uuid, AgencyId),
    record: RecordId,
    of: Millis,
) -> Result<(), DbError> {
    tx.exec(&TOLD, &p![id, agency, record, of]).map(|_| ())
}
