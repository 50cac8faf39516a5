//! All SQL of cooperation from before this software.

use sila_core::Millis;
use sila_seal::Hash;
use uuid::Uuid;

use super::duties::Duty;
use super::one::Scan;
use super::{Kind, Past};
use crate::db::{DbError, Row, Tx, p};

crate::sql! {
    pub HISTORIC = "select id, agency, kind, from_day, until_day, count, at, worker, body from historic order by from_day desc, id limit 2000";
    pub ONE = "select id, agency, kind, from_day, until_day, count, at, worker, body from historic where id = $1";
    pub SCAN = "select hash, media, bytes, at from historic_paper where historic = $1";
    pub SCAN_PARTS = "select body from historic_paper_part where historic = $1 order by nth";
    pub INSERT_SCAN = "insert into historic_paper (historic, hash, media, bytes, at, worker) values ($1, $2, $3, $4, $5, $6) on conflict (historic) do nothing";
    pub INSERT_PART = "insert into historic_paper_part (historic, nth, body) values ($1, $2, $3)";
    pub DUTIES = "select id, historic, ours, due_day, done_at, at, worker, body from historic_duty where historic = $1 order by due_day, id limit 200";
    pub OPEN_DUTIES = "select id, historic, ours, due_day, done_at, at, worker, body from historic_duty where done_at is null order by due_day, id limit 200";
    pub INSERT_DUTY = "insert into historic_duty (id, historic, ours, due_day, done_at, at, worker, body) values ($1, $2, $3, $4, null, $5, $6, $7)";
    pub DONE = "update historic_duty set done_at = $3 where id = $1 and historic = $2 and done_at is null";
    pub INSERT = "insert into historic (id, agency, kind, from_day, until_day, count, at, worker, body, mark) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) on conflict (mark) do nothing";
}

fn past(row: &Row) -> Result<Past, DbError> {
    let kind: String = row.get(2)?;
    let (from, until): (sila_core::Millis, sila_core::Millis) = (row.get(3)?, row.get(4)?);
    Ok(Past {
        id: row.get(0)?,
        agency: row.get(1)?,
        kind: Kind::from_code(&kind)
            .ok_or_else(|| DbError::Type { what: "historic: kind".to_owned() })?,
        from: from.uae_date(),
        until: until.uae_date(),
        count: row.get(5)?,
        at: row.get(6)?,
        worker: row.get(7)?,
        body: row.get(8)?,
    })
}

/// Everything, the newest first.
pub fn all(tx: &mut dyn Tx) -> Result<Vec<Past>, DbError> {
    tx.query(&HISTORIC, &[])?.iter().map(past).collect()
}

/// Adds one. False when the same line was brought in before: equal lines have equal marks.
pub fn insert(tx: &mut dyn Tx, past: &Past, mark: Hash) -> Result<bool, DbError> {
    let values = p![
        past.id,
        past.agency,
        past.kind.code(),
        past.from.at_minute(0),
        past.until.at_minute(0),
        past.count,
        past.at,
        past.worker,
        &past.body,
        mark
    ];
    Ok(tx.exec(&INSERT, &values)? == 1)
}

/// One.
pub fn find(tx: &mut dyn Tx, id: Uuid) -> Result<Option<Past>, DbError> {
    tx.opt(&ONE, &p![id])?.as_ref().map(past).transpose()
}

/// The scan of one, without its bytes.
pub fn scan(tx: &mut dyn Tx, id: Uuid) -> Result<Option<Scan>, DbError> {
    let Some(row) = tx.opt(&SCAN, &p![id])? else { return Ok(None) };
    Ok(Some(Scan { hash: row.get(0)?, media: row.get(1)?, bytes: row.get(2)?, at: row.get(3)? }))
}

/// The sealed pieces of a scan, in order.
pub fn scan_parts(tx: &mut dyn Tx, id: Uuid) -> Result<Vec<Vec<u8>>, DbError> {
    tx.query(&SCAN_PARTS, &p![id])?.iter().map(|row| row.get(0)).collect()
}

/// Keeps a scan with its sealed pieces. False when there is one already.
pub fn keep_scan(
    tx: &mut dyn Tx,
    id: Uuid,
    scan: &Scan,
    worker: sila_core::WorkerId,
    rows: &[Vec<u8>],
) -> Result<bool, DbError> {
    let values = p![id, scan.hash, &scan.media, scan.bytes, scan.at, worker];
    if tx.exec(&INSERT_SCAN, &values)? != 1 {
        return Ok(false);
    }
    for (nth, row) in (0_i64..).zip(rows) {
        tx.send(&INSERT_PART, &p![id, nth, row])?;
    }
    Ok(true)
}

fn duty(row: &Row) -> Result<Duty, DbError> {
    let (ours, due): (i64, Millis) = (row.get(2)?, row.get(3)?);
    Ok(Duty {
        id: row.get(0)?,
        historic: row.get(1)?,
        ours: ours == 1,
        due: due.uae_date(),
        done_at: row.get(4)?,
        at: row.get(5)?,
        worker: row.get(6)?,
        body: row.get(7)?,
    })
}

/// What is owed by one, the first due first.
pub fn duties(tx: &mut dyn Tx, id: Uuid) -> Result<Vec<Duty>, DbError> {
    tx.query(&DUTIES, &p![id])?.iter().map(duty).collect()
}

/// What is owed by all of them and not said to be done.
pub fn open_duties(tx: &mut dyn Tx) -> Result<Vec<Duty>, DbError> {
    tx.query(&OPEN_DUTIES, &[])?.iter().map(duty).collect()
}

/// Writes down what is owed.
pub fn insert_duty(tx: &mut dyn Tx, one: &Duty) -> Result<(), DbError> {
    let (ours, due) = (i64::from(one.ours), one.due.at_minute(0));
    tx.send(&INSERT_DUTY, &p![one.id, one.historic, ours, due, one.at, one.worker, &one.body])
}

/// It is done, as we say. False when it was said before, or there is none.
pub fn done(tx: &mut dyn Tx, id: Uuid, historic: Uuid, now: Millis) -> Result<bool, DbError> {
    Ok(tx.exec(&DONE, &p![id, historic, now])? == 1)
}
