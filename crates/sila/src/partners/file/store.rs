//! All SQL of the files of partners.

use std::collections::{BTreeMap, BTreeSet};

use sila_core::time::Date;
use sila_core::{AgencyId, Millis};
use uuid::Uuid;

use super::{Entry, Kind};
use crate::db::{DbError, Row, Tx, p};

crate::sql! {
    pub WRITE = "insert into partner_entry (id, agency, kind, code, from_day, until_day, weight, worker, at, body) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    pub END = "update partner_entry set ended_day = $3 where id = $1 and agency = $2 and ended_day is null";
    pub OF = "select id, agency, kind, code, from_day, until_day, ended_day, weight, worker, body from partner_entry where agency = $1 order by kind, from_day, id limit 2000";
    pub CLASSES = "select agency, code from partner_entry where kind = 'CLASS' and ended_day is null order by agency, code";
    pub HELD_CLASSES = "select id, agency, kind, code, from_day, until_day, ended_day, weight, worker, body from partner_entry where kind = 'CLASS' and from_day <= $1 and (ended_day is null or ended_day > $1) order by code, from_day, id limit 5000";
    pub JUDGED = "select id, agency, kind, code, from_day, until_day, ended_day, weight, worker, body from partner_entry where kind in ('SCORE', 'NOTE', 'DILIGENCE') and ended_day is null order by agency, from_day, id limit 20000";
    pub DUE = "select agency, kind, min(until_day) from partner_entry where ended_day is null and until_day <= $1 group by agency, kind order by min(until_day), agency limit 100";
}

/// Writes an entry.
pub fn write(tx: &mut dyn Tx, one: &Entry, body: &[u8], now: Millis) -> Result<(), DbError> {
    let row = p![
        one.id,
        one.agency,
        one.kind.code(),
        &one.code,
        one.from_day,
        one.until_day,
        one.weight,
        one.worker,
        now,
        body.to_vec()
    ];
    tx.send(&WRITE, &row)
}

/// Ends one of this partner; false when there is none such or it was ended.
pub fn end(tx: &mut dyn Tx, id: Uuid, agency: AgencyId, day: Date) -> Result<bool, DbError> {
    Ok(tx.exec(&END, &p![id, agency, day.to_days()])? == 1)
}

fn kind(code: &str) -> Result<Kind, DbError> {
    Kind::from_code(code).ok_or_else(|| DbError::Type { what: "partner entry: kind".to_owned() })
}

fn entry(row: &Row) -> Result<(Entry, Vec<u8>), DbError> {
    let code: String = row.get(2)?;
    let entry = Entry {
        id: row.get(0)?,
        agency: row.get(1)?,
        kind: kind(&code)?,
        code: row.get(3)?,
        from_day: row.get(4)?,
        until_day: row.get(5)?,
        ended_day: row.get(6)?,
        weight: row.get(7)?,
        worker: row.get(8)?,
        words: (String::new(), String::new()),
    };
    Ok((entry, row.get(9)?))
}

/// The entries of a partner without their words, each with its sealed ones.
pub fn of(tx: &mut dyn Tx, agency: AgencyId) -> Result<Vec<(Entry, Vec<u8>)>, DbError> {
    tx.query(&OF, &p![agency])?.iter().map(entry).collect()
}

/// The classes of every partner now.
pub fn classes(tx: &mut dyn Tx) -> Result<BTreeMap<AgencyId, BTreeSet<String>>, DbError> {
    let mut all: BTreeMap<AgencyId, BTreeSet<String>> = BTreeMap::new();
    for row in tx.query(&CLASSES, &[])? {
        all.entry(row.get(0)?).or_default().insert(row.get(1)?);
    }
    Ok(all)
}

/// The classes that held on a day, without their words.
pub fn held_classes(tx: &mut dyn Tx, day: Date) -> Result<Vec<Entry>, DbError> {
    let rows = tx.query(&HELD_CLASSES, &p![day.to_days()])?;
    rows.iter().map(|row| Ok(entry(row)?.0)).collect()
}

/// Scores, notes about them and papers of every partner that were not ended, without their words.
pub fn judged(tx: &mut dyn Tx) -> Result<Vec<Entry>, DbError> {
    tx.query(&JUDGED, &[])?.iter().map(|row| Ok(entry(row)?.0)).collect()
}

/// Of which partners something expires or is to be looked at until a day, and what comes first.
pub fn due(tx: &mut dyn Tx, until: Date) -> Result<Vec<(AgencyId, Kind, i64)>, DbError> {
    let one = |row: &Row| {
        let code: String = row.get(1)?;
        Ok((row.get(0)?, kind(&code)?, row.get(2)?))
    };
    tx.query(&DUE, &p![until.to_days()])?.iter().map(one).collect()
}
