//! All SQL of cooperation from before this software.

use sila_seal::Hash;

use super::{Kind, Past};
use crate::db::{DbError, Row, Tx, p};

crate::sql! {
    pub HISTORIC = "select id, agency, kind, from_day, until_day, count, at, worker, body from historic order by from_day desc, id limit 2000";
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
