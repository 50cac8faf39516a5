//! All SQL of interpreters.

use sila_core::ids::{AgencyId, CaseId, WorkerId};
use sila_core::time::Millis;
use uuid::Uuid;

use super::{Interpreting, Need};
use crate::cases::appointments::{self, Appointment};
use crate::cases::scope::store::barred;
use crate::db::{DbError, Row, Tx};
use crate::p;

crate::sql! {
    pub OF_CASE = "select id, appointment, talk, language, way, partner, state, at, name from interpreting where case_id = $1 order by at, id limit 1000";
    pub NEED = "insert into interpreting (id, case_id, appointment, talk, language, way, partner, state, at, worker, name) values ($1, $2, $1, '', $3, '', null, 'NEEDED', $4, $5, null) on conflict (appointment) do nothing";
    // Until it is said what came of it another can be named for an appointment.
    pub PUT = "insert into interpreting (id, case_id, appointment, talk, language, way, partner, state, at, worker, name) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) on conflict (appointment) do update set language = excluded.language, way = excluded.way, partner = excluded.partner, state = excluded.state, worker = excluded.worker, name = excluded.name where interpreting.state in ('NEEDED', 'PLANNED')";
    pub SETTLE = "update interpreting set state = $3 where id = $1 and case_id = $2 and state = 'PLANNED' and at <= $4";
    // Whoever was planned may not interpret any more: somebody is needed again.
    pub UNNAME = "update interpreting set state = 'NEEDED', way = '', partner = null, name = null where id = $1 and case_id = $2 and state = 'PLANNED'";
    pub UNNAME_AGENCY = "update interpreting set state = 'NEEDED', way = '', partner = null, name = null where case_id = $1 and partner = $2 and state = 'PLANNED' and at > $3";
    pub UNNEED = "delete from interpreting where case_id = $1 and state = 'NEEDED'";
    pub LACKING = concat!("select i.case_id, c.reference, i.language, i.at from interpreting i join appointment a on a.id = i.appointment join case_file c on c.id = i.case_id where i.state = 'NEEDED' and a.state = 'PLANNED' and i.at >= $2 and i.at < $3 and c.owner = $1 and c.status = 'open' and exists (select 1 from case_member m where m.case_id = c.id and m.worker = $1) and not ", barred!("c.id", "$1"), " order by i.at, i.id limit 50");
}

/// A row, and the name, sealed.
pub type Sealed = (Interpreting, Option<Vec<u8>>);

/// An appointment of the coming days for which nobody is named who interprets. Names nobody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lacking {
    /// The case.
    pub case: CaseId,
    /// The number of the case.
    pub reference: String,
    /// The language; empty while nobody knows which.
    pub language: String,
    /// When the appointment is.
    pub at: Millis,
}

/// Who interprets in a case, by time, with what is sealed of each. The caller has found the case through the worker.
pub fn of_case(tx: &mut dyn Tx, case: CaseId) -> Result<Vec<Sealed>, DbError> {
    let one = |row: &Row| {
        let one = Interpreting {
            id: row.get(0)?,
            appointment: row.get(1)?,
            talk: row.get(2)?,
            language: row.get(3)?,
            way: row.get(4)?,
            partner: row.get(5)?,
            state: row.get(6)?,
            at: row.get(7)?,
            name: String::new(),
        };
        Ok((one, row.get(8)?))
    };
    tx.query(&OF_CASE, &p![case])?.iter().map(one).collect()
}

/// Somebody is needed for an appointment.
pub fn need(
    tx: &mut dyn Tx,
    (case, worker): (CaseId, WorkerId),
    one: &Appointment,
    need: Need,
) -> Result<(), DbError> {
    tx.send(&NEED, &p![one.id, case, need.code(), one.at, worker])
}

/// What is needed for the appointments to come when something else is known of the language than before.
pub fn follow(
    tx: &mut dyn Tx,
    (case, worker): (CaseId, WorkerId),
    [before, now_needed]: [Option<Need>; 2],
    now: Millis,
) -> Result<(), DbError> {
    if before == now_needed {
        return Ok(());
    }
    tx.send(&UNNEED, &p![case])?;
    let Some(needed) = now_needed else { return Ok(()) };
    for (one, _) in appointments::store::of_case(tx, case)? {
        if one.is_planned() && now < one.at {
            need(tx, (case, worker), &one, needed)?;
        }
    }
    Ok(())
}

/// This one does not interpret after all. False when somebody was quicker.
pub fn unname(tx: &mut dyn Tx, case: CaseId, id: Uuid) -> Result<bool, DbError> {
    Ok(tx.exec(&UNNAME, &p![id, case])? == 1)
}

/// Nobody of this agency interprets at an appointment to come.
pub fn unname_agency(
    tx: &mut dyn Tx,
    (case, agency): (CaseId, AgencyId),
    now: Millis,
) -> Result<(), DbError> {
    tx.send(&UNNAME_AGENCY, &p![case, agency, now])
}

/// Writes who interprets. False when it was said before what came of it.
pub fn put(
    tx: &mut dyn Tx,
    (case, worker): (CaseId, WorkerId),
    (one, name): &Sealed,
) -> Result<bool, DbError> {
    let args = p![
        one.id,
        case,
        one.appointment,
        &one.talk,
        &one.language,
        &one.way,
        one.partner,
        &one.state,
        one.at,
        worker,
        name.clone()
    ];
    Ok(tx.exec(&PUT, &args)? == 1)
}

/// Writes what came of it. False before its time, and when somebody was quicker.
pub fn settle(
    tx: &mut dyn Tx,
    (case, id): (CaseId, Uuid),
    state: &str,
    now: Millis,
) -> Result<bool, DbError> {
    Ok(tx.exec(&SETTLE, &p![id, case, state, now])? == 1)
}

/// Appointments of this worker's own cases between two times for which nobody is named who interprets.
pub fn lacking(
    tx: &mut dyn Tx,
    owner: WorkerId,
    (from, until): (Millis, Millis),
) -> Result<Vec<Lacking>, DbError> {
    let one = |row: &Row| {
        let (case, reference) = (row.get(0)?, row.get(1)?);
        Ok(Lacking { case, reference, language: row.get(2)?, at: row.get(3)? })
    };
    tx.query(&LACKING, &p![owner, from, until])?.iter().map(one).collect()
}
