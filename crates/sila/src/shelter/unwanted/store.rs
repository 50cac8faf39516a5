//! All SQL of places that people did not want.

use sila_core::ids::{AgencyId, CaseId, WorkerId};
use sila_core::time::Millis;
use uuid::Uuid;

use super::{Unwanted, Whose};
use crate::cases::scope::store::uncounted;
use crate::db::{DbError, Row, Tx};
use crate::p;

crate::sql! {
    pub INSERT = "insert into place_unwanted (id, case_id, home, peer, reason, at, worker, asked_at) values ($1, $2, $3, $4, $5, $6, $7, null) on conflict do nothing";
    pub OF_CASE = "select home, peer, reason, at from place_unwanted where case_id = $1 and asked_at is null order by at, id limit 200";
    pub OF_PEER = "select 1 from place_unwanted where case_id = $1 and peer = $2 and asked_at is null";
    pub ASKED_HOME = "update place_unwanted set asked_at = $3 where case_id = $1 and home = $2 and asked_at is null";
    pub ASKED_PEER = "update place_unwanted set asked_at = $3 where case_id = $1 and peer = $2 and asked_at is null";
    pub COUNTS = concat!("select u.reason, case when u.home is null then 0 else 1 end as ours, count(*) from place_unwanted u where u.at > $1 and not ", uncounted!("u.case_id"), " group by u.reason, ours order by u.reason, ours");
}

/// Writes it down. False when it was said before, and nobody has asked them again.
pub fn insert(
    tx: &mut dyn Tx,
    (id, case): (Uuid, CaseId),
    one: &Unwanted,
    worker: WorkerId,
) -> Result<bool, DbError> {
    let (home, peer): (Option<Uuid>, Option<AgencyId>) = match one.whose {
        Whose::Home(home) => (Some(home), None),
        Whose::Partner(peer) => (None, Some(peer)),
    };
    Ok(tx.exec(&INSERT, &p![id, case, home, peer, &one.reason, one.at, worker])? == 1)
}

/// What the people of a case did not want and were not asked about again, the latest last. The caller has found the case through the
/// worker.
pub fn of_case(tx: &mut dyn Tx, case: CaseId) -> Result<Vec<Unwanted>, DbError> {
    let one = |row: &Row| {
        let (home, peer): (Option<Uuid>, Option<AgencyId>) = (row.get(0)?, row.get(1)?);
        let whose = home.map(Whose::Home).or(peer.map(Whose::Partner));
        let whose = whose.ok_or(DbError::Type { what: "a place".to_owned() })?;
        Ok(Unwanted { whose, reason: row.get(2)?, at: row.get(3)? })
    };
    tx.query(&OF_CASE, &p![case])?.iter().map(one).collect()
}

/// Whether they did not want the place of this partner and were not asked again.
pub fn is_partners(tx: &mut dyn Tx, case: CaseId, peer: AgencyId) -> Result<bool, DbError> {
    Ok(tx.opt(&OF_PEER, &p![case, peer])?.is_some())
}

/// They were asked again. False when nothing was said of this place.
pub fn asked(tx: &mut dyn Tx, case: CaseId, whose: Whose, now: Millis) -> Result<bool, DbError> {
    let changed = match whose {
        Whose::Home(home) => tx.exec(&ASKED_HOME, &p![case, home, now])?,
        Whose::Partner(peer) => tx.exec(&ASKED_PEER, &p![case, peer, now])?,
    };
    Ok(changed > 0)
}

/// How often a place was not wanted since then: why, whether it was ours, how often. Cases that are in no count are in this one
/// neither.
pub fn counts(tx: &mut dyn Tx, since: Millis) -> Result<Vec<(String, bool, i64)>, DbError> {
    let one = |row: &Row| {
        let ours: i64 = row.get(1)?;
        Ok((row.get(0)?, ours == 1, row.get(2)?))
    };
    tx.query(&COUNTS, &p![since])?.iter().map(one).collect()
}
