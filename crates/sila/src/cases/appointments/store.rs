//! All SQL of appointments.

use sila_core::ids::{CaseId, WorkerId};
use sila_core::time::Millis;
use uuid::Uuid;

use super::Appointment;
use crate::cases::scope::store::barred;
use crate::db::{DbError, Tx};
use crate::p;

crate::sql! {
    pub OF_CASE = "select id, kind, place, at, state, code, outside, with_whom from appointment where case_id = $1 order by at, id limit 500";
    pub INSERT = "insert into appointment (id, case_id, kind, place, at, state, code, outside, with_whom, worker) values ($1, $2, $3, $4, $5, 'PLANNED', '', $6, $7, $8)";
    pub INTERVIEWED = "select 1 from appointment p where p.case_id = $1 and p.kind = 'INTERVIEW' and p.state in ('PLANNED', 'KEPT') union all select 1 from case_document d where d.case_id = $1 and d.sort = 'INTERVIEW' union all select 1 from attachment a join referral r on r.id = a.referral where r.case_id = $1 and a.sort = 'INTERVIEW' limit 1";
    pub SET_OUTCOME = "update appointment set state = $3, code = $4 where id = $1 and case_id = $2 and state = 'PLANNED'";
    pub KEEP_SITTING = "update appointment set state = 'KEPT', code = '' where case_id = $1 and kind = 'COMMITTEE' and state = 'PLANNED' and at >= $2 and at < $3";
    pub OF_DAY = concat!("select a.case_id, a.kind, a.at, c.reference, coalesce(i.state, ''), coalesce(i.language, ''), coalesce(i.way, '') from appointment a join case_file c on c.id = a.case_id left join interpreting i on i.appointment = a.id where a.state = 'PLANNED' and a.at >= $2 and a.at < $3 and c.owner = $1 and c.status = 'open' and exists (select 1 from case_member m where m.case_id = c.id and m.worker = $1) and not ", barred!("c.id", "$1"), " order by a.at, a.id limit 50");
}

/// An appointment of today on somebody's list. Names nobody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Today {
    /// The case.
    pub case: CaseId,
    /// What it is.
    pub kind: String,
    /// When.
    pub at: Millis,
    /// The number of the case.
    pub reference: String,
    /// Who interprets: the state, the language and the way; empty where nobody has to.
    pub interpreter: [String; 3],
}

/// Whether the person has told, or is about to: an interview is planned or was held, or the record of one is on file here, also one
/// that came with a referral.
pub fn interviewed(tx: &mut dyn Tx, case: CaseId) -> Result<bool, DbError> {
    Ok(tx.opt(&INTERVIEWED, &p![case])?.is_some())
}

/// An appointment, and with whom, sealed.
pub type Sealed = (Appointment, Option<Vec<u8>>);

/// The appointments of a case by time, with what is sealed of each.
pub fn of_case(tx: &mut dyn Tx, case: CaseId) -> Result<Vec<Sealed>, DbError> {
    let rows = tx.query(&OF_CASE, &p![case])?;
    let read = |row: &crate::db::Row| {
        let one = Appointment {
            id: row.get(0)?,
            kind: row.get(1)?,
            place: row.get(2)?,
            at: row.get(3)?,
            state: row.get(4)?,
            code: row.get(5)?,
            outside: row.get(6)?,
            with: String::new(),
        };
        Ok((one, row.get(7)?))
    };
    rows.iter().map(read).collect()
}

/// Writes a planned appointment.
pub fn insert(
    tx: &mut dyn Tx,
    (case, worker): (CaseId, WorkerId),
    one: &Appointment,
    with: Option<&Vec<u8>>,
) -> Result<(), DbError> {
    tx.send(
        &INSERT,
        &p![one.id, case, &one.kind, &one.place, one.at, one.outside, with.cloned(), worker],
    )
}

/// Writes down how it went. False when somebody was quicker.
pub fn set_outcome(
    tx: &mut dyn Tx,
    (case, id): (CaseId, Uuid),
    (state, code): (&str, &str),
) -> Result<bool, DbError> {
    Ok(tx.exec(&SET_OUTCOME, &p![id, case, state, code])? == 1)
}

/// The committee has sat on this day: what was planned of it for the day was kept.
pub fn keep_sitting(tx: &mut dyn Tx, case: CaseId, day: Millis) -> Result<(), DbError> {
    tx.send(&KEEP_SITTING, &p![case, day, day.plus_days(1)])
}

/// Planned appointments of this worker's own cases between two times.
pub fn of_day(
    tx: &mut dyn Tx,
    owner: WorkerId,
    (from, until): (Millis, Millis),
) -> Result<Vec<Today>, DbError> {
    let rows = tx.query(&OF_DAY, &p![owner, from, until])?;
    let read = |row: &crate::db::Row| {
        let (case, kind, at, reference) = (row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?);
        let interpreter = [row.get(4)?, row.get(5)?, row.get(6)?];
        Ok(Today { case, kind, at, reference, interpreter })
    };
    rows.iter().map(read).collect()
}
