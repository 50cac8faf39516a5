//! All SQL of instruments and assessments.

use std::str::FromStr;

use sila_core::codes::Risk;
use sila_core::ids::{CaseId, WorkerId};
use sila_core::instrument::Both;
use sila_core::time::Millis;
use sila_seal::Hash;
use uuid::Uuid;

use super::{Assessment, State};
use crate::cases::scope::store::barred;
use crate::db::{DbError, Row, Tx};
use crate::p;

/// The columns of [`Loaded`], in its order.
macro_rules! loaded {
    ($tail:literal) => {
        concat!("select id, code, version, title_ar, title_en, digest, state, body, loaded_by, loaded_at, decided_by from instrument ", $tail)
    };
}

/// The columns of [`Assessment`], in its order.
macro_rules! assessment {
    ($tail:literal) => {
        concat!("select a.id, a.case_id, a.instrument, a.scored, a.level, a.at, a.again_at, a.worker, a.lowered_by, a.body from assessment a ", $tail)
    };
}

crate::sql! {
    pub ALL_LOADED = loaded!("order by code, version desc limit 200");
    pub ONE_LOADED = loaded!("where id = $1");
    pub ACTIVE = loaded!("where state = 'ACTIVE' order by code, version desc limit 200");
    pub TITLES = "select id, title_ar, title_en from instrument where state = 'ACTIVE' order by code, version desc limit 200";
    pub INSERT_LOADED = "insert into instrument (id, code, version, title_ar, title_en, digest, state, body, loaded_by, loaded_at, decided_by) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, null) on conflict do nothing";
    pub SET_STATE = "update instrument set state = $3, decided_by = $4 where id = $1 and state = $2";
    pub RETIRE_OTHERS = "update instrument set state = 'RETIRED' where code = (select n.code from instrument n where n.id = $1) and id <> $1 and state = 'ACTIVE'";
    pub INSERT = "insert into assessment (id, case_id, instrument, scored, level, at, again_at, worker, lowered_by, body) select $1, c.id, $3, $4, $5, $6, $7, $8, null, $9 from case_file c where c.id = $2 and c.status = 'open'";
    pub OF_CASE = assessment!("where a.case_id = $1 order by a.at desc, a.id desc limit 100");
    pub ONE = assessment!("where a.id = $1 and a.case_id = $2");
    pub LOWER = "update assessment set level = $2, lowered_by = $3, body = $4, again_at = $5 where id = $1 and lowered_by is null";
    pub DUE = concat!("select a.case_id, c.reference, a.again_at from case_member m cross join assessment a join case_file c on c.id = a.case_id where m.worker = $1 and m.is_open and a.case_id = m.case_id and a.again_at < $2 and c.owner = $1 and c.status = 'open' and not exists (select 1 from assessment n where n.case_id = a.case_id and n.instrument = a.instrument and n.at > a.at) and not ", barred!("c.id", "$1"), " order by a.again_at, a.case_id limit 20");
}

/// A form as it was loaded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Loaded {
    /// Identifier.
    pub id: Uuid,
    /// Its code, the same in every version.
    pub code: String,
    /// Its version.
    pub version: u32,
    /// What it is called.
    pub title: Both,
    /// The hash of its file.
    pub digest: Hash,
    /// Where it stands.
    pub state: State,
    /// Its file.
    pub body: Vec<u8>,
    /// Who loaded it; nobody for what comes with the program.
    pub loaded_by: Option<WorkerId>,
    /// When.
    pub loaded_at: Millis,
    /// Who approved or retired it.
    pub decided_by: Option<WorkerId>,
}

fn unknown(what: &str) -> DbError {
    DbError::Type { what: format!("an instrument: {what}") }
}

fn loaded(row: &Row) -> Result<Loaded, DbError> {
    let state: String = row.get(6)?;
    Ok(Loaded {
        id: row.get(0)?,
        code: row.get(1)?,
        version: row.get(2)?,
        title: Both { ar: row.get(3)?, en: row.get(4)? },
        digest: row.get(5)?,
        state: State::from_code(&state).ok_or_else(|| unknown("state"))?,
        body: row.get(7)?,
        loaded_by: row.get(8)?,
        loaded_at: row.get(9)?,
        decided_by: row.get(10)?,
    })
}

fn risk(row: &Row, at: usize) -> Result<Risk, DbError> {
    let code: String = row.get(at)?;
    Risk::from_str(&code).or(Err(unknown("level")))
}

fn assessment(row: &Row) -> Result<Assessment, DbError> {
    Ok(Assessment {
        id: row.get(0)?,
        case: row.get(1)?,
        instrument: row.get(2)?,
        scored: risk(row, 3)?,
        level: risk(row, 4)?,
        at: row.get(5)?,
        again_at: row.get(6)?,
        worker: row.get(7)?,
        lowered_by: row.get(8)?,
        body: row.get(9)?,
    })
}

/// Every form, the newest version of each first.
pub fn all(tx: &mut dyn Tx) -> Result<Vec<Loaded>, DbError> {
    tx.query(&ALL_LOADED, &[])?.iter().map(loaded).collect()
}

/// One form.
pub fn find(tx: &mut dyn Tx, id: Uuid) -> Result<Option<Loaded>, DbError> {
    tx.opt(&ONE_LOADED, &p![id])?.as_ref().map(loaded).transpose()
}

/// The forms in use.
pub fn active(tx: &mut dyn Tx) -> Result<Vec<Loaded>, DbError> {
    tx.query(&ACTIVE, &[])?.iter().map(loaded).collect()
}

/// The forms in use by their names: identifier, Arabic and English title.
pub fn titles(tx: &mut dyn Tx) -> Result<Vec<(Uuid, String, String)>, DbError> {
    let one = |row: &Row| Ok((row.get(0)?, row.get(1)?, row.get(2)?));
    tx.query(&TITLES, &[])?.iter().map(one).collect()
}

/// Adds a form. False when there is this version already: it is never replaced.
pub fn insert(tx: &mut dyn Tx, new: &Loaded) -> Result<bool, DbError> {
    let args = p![
        new.id,
        new.code.as_str(),
        new.version,
        new.title.ar.as_str(),
        new.title.en.as_str(),
        new.digest,
        new.state.code(),
        new.body.clone(),
        new.loaded_by,
        new.loaded_at,
    ];
    Ok(tx.exec(&INSERT_LOADED, &args)? == 1)
}

/// Takes a form into use, and out of use the version that was; or retires it. False when somebody was quicker.
pub fn decide(tx: &mut dyn Tx, one: &Loaded, (to, by): (State, WorkerId)) -> Result<bool, DbError> {
    let done = tx.exec(&SET_STATE, &p![one.id, one.state.code(), to.code(), by])? == 1;
    if done && to == State::Active {
        tx.exec(&RETIRE_OTHERS, &p![one.id])?;
    }
    Ok(done)
}

/// Adds an assessment. False when the case is not open any more.
pub fn add(tx: &mut dyn Tx, new: &Assessment) -> Result<bool, DbError> {
    let args = p![
        new.id,
        new.case,
        new.instrument,
        new.scored.code(),
        new.level.code(),
        new.at,
        new.again_at,
        new.worker,
        new.body.clone(),
    ];
    Ok(tx.exec(&INSERT, &args)? == 1)
}

/// The assessments of a case, the newest first. The caller has found the case through the worker.
pub fn of_case(tx: &mut dyn Tx, case: CaseId) -> Result<Vec<Assessment>, DbError> {
    tx.query(&OF_CASE, &p![case])?.iter().map(assessment).collect()
}

/// One of a case.
pub fn one(tx: &mut dyn Tx, case: CaseId, id: Uuid) -> Result<Option<Assessment>, DbError> {
    tx.opt(&ONE, &p![id, case])?.as_ref().map(assessment).transpose()
}

/// Lowers the level. False when it was lowered before.
pub fn lower(
    tx: &mut dyn Tx,
    (id, level): (Uuid, Risk),
    (by, body): (WorkerId, &[u8]),
    again_at: Option<Millis>,
) -> Result<bool, DbError> {
    Ok(tx.exec(&LOWER, &p![id, level.code(), by, body, again_at])? == 1)
}

/// What of this worker's own open cases somebody should look at again: case, its number, since when.
pub fn due(
    tx: &mut dyn Tx,
    worker: WorkerId,
    now: Millis,
) -> Result<Vec<(CaseId, String, Millis)>, DbError> {
    let one = |row: &Row| Ok((row.get(0)?, row.get(1)?, row.get(2)?));
    tx.query(&DUE, &p![worker, now])?.iter().map(one).collect()
}
