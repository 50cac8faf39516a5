//! All SQL of what committees decide.

use sila_core::ids::{CaseId, WorkerId};
use sila_core::time::Millis;
use uuid::Uuid;

use super::{Decision, Told};
use crate::db::{DbError, Row, Tx};
use crate::p;
use crate::shelter::stays::{Stay, store as stays};

crate::sql! {
    pub OF_CASE = "select d.id, d.person, d.decision, d.on_day, d.at, w.name_ar, w.name_en, d.body from committee_decision d join worker w on w.id = d.worker where d.case_id = $1 order by d.at desc, d.id desc limit 50";
    pub INSERT = "insert into committee_decision (id, case_id, person, decision, on_day, at, worker, body) select $1, c.id, $3, $4, $5, $6, $7, $8 from case_file c where c.id = $2 and c.status = 'open' and c.version = $9 on conflict (case_id, person, on_day, decision) do nothing";
}

/// A decision, with what is sealed of it.
pub type Sealed = (Decision, Vec<u8>);

/// The decisions of a case, the newest first. The caller has found the case through the worker.
pub fn of_case(tx: &mut dyn Tx, case: CaseId) -> Result<Vec<Sealed>, DbError> {
    let one = |row: &Row| {
        let decision = Decision {
            id: row.get(0)?,
            child: row.get(1)?,
            decision: row.get(2)?,
            on_day: row.get(3)?,
            at: row.get(4)?,
            by: (row.get(5)?, row.get(6)?),
            told: Told::default(),
        };
        Ok((decision, row.get(7)?))
    };
    tx.query(&OF_CASE, &p![case])?.iter().map(one).collect()
}

/// Writes a decision down. False when the case is not open any more or not as it was read, and when the same decision stands already.
pub fn insert(
    tx: &mut dyn Tx,
    (case, worker, version): (CaseId, WorkerId, i64),
    (one, body): (&Decision, &[u8]),
) -> Result<bool, DbError> {
    let decision = one.decision.as_str();
    let args = p![one.id, case, one.child, decision, one.on_day, one.at, worker, body, version];
    Ok(tx.exec(&INSERT, &args)? == 1)
}

/// The stay of the case that has begun, whoever of the case is in it.
pub fn stay_of(tx: &mut dyn Tx, case: CaseId) -> Result<Option<Stay>, DbError> {
    let id: Option<Uuid> = stays::live_of_case(tx, case)?;
    let stay = id.map(|id| stays::find(tx, id)).transpose()?.flatten();
    Ok(stay.filter(|stay| stay.state != "HELD"))
}

/// The child leaves until this time: the home is told, and writes the leaving down.
pub fn leaves(tx: &mut dyn Tx, stay: Uuid, until: Millis) -> Result<bool, DbError> {
    Ok(tx.exec(&stays::LEAVES, &p![stay, until])? == 1)
}
