//! All SQL of contacts. The counts say nothing of a single contact and outlive it.

use sila_core::codes::{Channel, ContactKind};
use sila_core::experience::Quarter;
use sila_core::ids::WorkerId;
use sila_core::time::Millis;
use uuid::Uuid;

use super::Kept;
use crate::db::{DbError, Row, Tx};
use crate::p;

/// The columns of [`Kept`], in its order.
macro_rules! kept {
    ($tail:literal) => {
        concat!(
            "select id, worker, at, kind, channel, service, area, advice, pointed, partner, people, amount, finding, until, key, body from contact ",
            $tail
        )
    };
}

crate::sql! {
    pub INSERT = "insert into contact (id, worker, at, kind, channel, service, area, advice, pointed, partner, people, amount, finding, until, key, body) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, '', $13, $14, $15)";
    pub COUNT = "insert into contact_count (quarter, kind, channel, total, intakes) values ($1, $2, $3, 1, 0) on conflict (quarter, kind, channel) do update set total = contact_count.total + 1";
    pub COUNT_INTAKE = "update contact_count set intakes = intakes + 1 where quarter = $1 and kind = $2 and channel = $3";
    pub ONE = kept!("where id = $1 and (worker = $2 or $3)");
    pub ALL_KEPT = kept!("where (worker = $1 or $2) and until > $3 order by at desc, id desc limit 200");
    pub DELETE = "delete from contact where id = $1 and finding = ''";
    pub SHUT = "update contact set finding = 'UNFOUNDED', until = $2 where id = $1 and finding = ''";
    pub OVER = "select count(*) from contact where until <= $1";
    pub ERASE = "delete from contact where until <= $1";
    pub COUNTS = "select quarter, kind, channel, total, intakes from contact_count where quarter >= $1 and quarter < $2 order by quarter, kind, channel";
}

/// How many contacts of a kind came by a channel in a quarter, and how many became an intake.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Count {
    /// The quarter.
    pub quarter: Quarter,
    /// Code of the kind.
    pub kind: String,
    /// Code of the channel.
    pub channel: String,
    /// How many.
    pub total: u32,
    /// How many of them became an intake.
    pub intakes: u32,
}

fn kept(row: &Row) -> Result<Kept, DbError> {
    let wrong = |what: &str| DbError::Type { what: format!("a contact: {what}") };
    let (kind, channel): (String, String) = (row.get(3)?, row.get(4)?);
    Ok(Kept {
        id: row.get(0)?,
        worker: row.get(1)?,
        at: row.get(2)?,
        kind: ContactKind::from_code(&kind).or(Err(wrong("kind")))?,
        channel: Channel::from_code(&channel).or(Err(wrong("channel")))?,
        service: row.get(5)?,
        area: row.get(6)?,
        advice: row.get(7)?,
        pointed: row.get(8)?,
        partner: row.get(9)?,
        people: row.get(10)?,
        amount: row.get(11)?,
        finding: row.get(12)?,
        until: row.get(13)?,
        key: row.get(14)?,
        body: row.get(15)?,
    })
}

/// Writes a contact down and counts it.
pub fn insert(tx: &mut dyn Tx, new: &Kept) -> Result<(), DbError> {
    let args = p![
        new.id,
        new.worker,
        new.at,
        new.kind.code(),
        new.channel.code(),
        new.service.as_str(),
        new.area.as_str(),
        new.advice.as_str(),
        new.pointed.as_str(),
        new.partner,
        new.people,
        new.amount,
        new.until,
        new.key.as_slice(),
        new.body.as_slice(),
    ];
    tx.send(&INSERT, &args)?;
    let quarter = Quarter::of(new.at).number();
    tx.send(&COUNT, &p![quarter, new.kind.code(), new.channel.code()])
}

/// The contact, for whoever wrote it down and for those who may read all.
pub fn one(
    tx: &mut dyn Tx,
    id: Uuid,
    (worker, all): (WorkerId, bool),
) -> Result<Option<Kept>, DbError> {
    tx.opt(&ONE, &p![id, worker, all])?.as_ref().map(kept).transpose()
}

/// Those of this worker, or all of them, the newest first.
pub fn all(
    tx: &mut dyn Tx,
    (worker, all): (WorkerId, bool),
    now: Millis,
) -> Result<Vec<Kept>, DbError> {
    tx.query(&ALL_KEPT, &p![worker, all, now])?.iter().map(kept).collect()
}

/// The contact goes, because it has become an intake, and is counted as such. False when it was gone or shut.
pub fn to_intake(tx: &mut dyn Tx, one: &Kept) -> Result<bool, DbError> {
    if tx.exec(&DELETE, &p![one.id])? != 1 {
        return Ok(false);
    }
    let quarter = Quarter::of(one.at).number();
    tx.send(&COUNT_INTAKE, &p![quarter, one.kind.code(), one.channel.code()])?;
    Ok(true)
}

/// Shuts a report that proved to be untrue. False when it was before.
pub fn shut(tx: &mut dyn Tx, id: Uuid, until: Millis) -> Result<bool, DbError> {
    Ok(tx.exec(&SHUT, &p![id, until])? == 1)
}

/// How many contacts are kept longer than they may be.
pub fn over(tx: &mut dyn Tx, now: Millis) -> Result<i64, DbError> {
    tx.one(&OVER, &p![now])?.get(0)
}

/// Erases them.
pub fn erase(tx: &mut dyn Tx, now: Millis) -> Result<(), DbError> {
    tx.send(&ERASE, &p![now])
}

/// The counts of the quarters from the first to before the second.
pub fn counts(tx: &mut dyn Tx, (from, until): (Quarter, Quarter)) -> Result<Vec<Count>, DbError> {
    let one = |row: &Row| {
        Ok(Count {
            quarter: Quarter::from_number(row.get(0)?),
            kind: row.get(1)?,
            channel: row.get(2)?,
            total: row.get(3)?,
            intakes: row.get(4)?,
        })
    };
    tx.query(&COUNTS, &p![from.number(), until.number()])?.iter().map(one).collect()
}
