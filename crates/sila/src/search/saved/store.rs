//! All SQL of saved filters: each is found through the worker whose it is.

use sila_core::ids::WorkerId;
use sila_core::time::Millis;
use uuid::Uuid;

use crate::db::{DbError, Row, Tx, p};

crate::db::sql! {
    pub INSERT = "insert into saved_filter (id, worker, list, name, query, is_first, is_shared, at) values ($1, $2, $3, $4, $5, $6, $7, $8)";
    pub OF_LIST = "select id, list, name, query, is_first, is_shared from saved_filter where worker = $1 and list = $2 order by at, id limit 50";
    pub ONE = "select id, list, name, query, is_first, is_shared from saved_filter where id = $1 and worker = $2";
    pub NONE_FIRST = "update saved_filter set is_first = $3 where worker = $1 and list = $2";
    pub SET_FIRST = "update saved_filter set is_first = $3 where id = $1 and worker = $2";
    pub OF_TEAMS = "select f.id, f.list, f.name, f.query, f.is_first, f.is_shared, w.name_ar, w.name_en from saved_filter f join worker w on w.id = f.worker where f.is_shared and f.list = $2 and f.worker <> $1 and w.active and exists (select 1 from team_member a join team_member b on b.team = a.team where a.worker = $1 and b.worker = f.worker) order by f.at, f.id limit 50";
    pub SET_SHARED = "update saved_filter set is_shared = $3 where id = $1 and worker = $2";
    pub END = "delete from saved_filter where id = $1 and worker = $2";
}

/// A saved filter.
#[derive(Debug, Clone)]
pub struct Stored {
    /// Identifier.
    pub id: Uuid,
    /// Code of its list.
    pub list: String,
    /// Its name, sealed.
    pub name: Vec<u8>,
    /// What narrows, as in an address.
    pub query: String,
    /// It opens first.
    pub first: bool,
    /// Whoever is in a team with its writer sees it.
    pub shared: bool,
}

fn stored(row: &Row) -> Result<Stored, DbError> {
    Ok(Stored {
        id: row.get(0)?,
        list: row.get(1)?,
        name: row.get(2)?,
        query: row.get(3)?,
        first: row.get(4)?,
        shared: row.get(5)?,
    })
}

/// Writes a filter; the first one takes the place of what was first before.
pub fn insert(tx: &mut dyn Tx, worker: WorkerId, one: &Stored, now: Millis) -> Result<(), DbError> {
    if one.first {
        tx.send(&NONE_FIRST, &p![worker, one.list.as_str(), false])?;
    }
    let (list, query) = (one.list.as_str(), one.query.as_str());
    tx.send(&INSERT, &p![one.id, worker, list, &one.name, query, one.first, one.shared, now])
}

/// The worker's filters for a list.
pub fn of_list(tx: &mut dyn Tx, worker: WorkerId, list: &str) -> Result<Vec<Stored>, DbError> {
    tx.query(&OF_LIST, &p![worker, list])?.iter().map(stored).collect()
}

/// A filter that somebody shares, with their Arabic and their English name.
pub type Shared = (Stored, (String, String));

/// Filters that others share with a team which this worker is in, each with the Arabic and the English name of its writer.
pub fn of_teams(tx: &mut dyn Tx, worker: WorkerId, list: &str) -> Result<Vec<Shared>, DbError> {
    let one = |row: &Row| Ok((stored(row)?, (row.get(6)?, row.get(7)?)));
    tx.query(&OF_TEAMS, &p![worker, list])?.iter().map(one).collect()
}

/// Shares a filter with one's teams, or does not any more.
pub fn set_shared(
    tx: &mut dyn Tx,
    worker: WorkerId,
    id: Uuid,
    shared: bool,
) -> Result<(), DbError> {
    tx.send(&SET_SHARED, &p![id, worker, shared])
}

/// One filter of this worker.
pub fn one(tx: &mut dyn Tx, worker: WorkerId, id: Uuid) -> Result<Option<Stored>, DbError> {
    tx.opt(&ONE, &p![id, worker])?.as_ref().map(stored).transpose()
}

/// This one opens first from now on, or none does.
pub fn set_first(
    tx: &mut dyn Tx,
    worker: WorkerId,
    one: &Stored,
    first: bool,
) -> Result<(), DbError> {
    tx.send(&NONE_FIRST, &p![worker, one.list.as_str(), false])?;
    tx.send(&SET_FIRST, &p![one.id, worker, first])
}

/// Forgets a filter of this worker; false when there was none.
pub fn end(tx: &mut dyn Tx, worker: WorkerId, id: Uuid) -> Result<bool, DbError> {
    Ok(tx.exec(&END, &p![id, worker])? == 1)
}
