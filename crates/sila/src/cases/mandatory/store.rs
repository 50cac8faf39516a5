//! All SQL of reports that the law wants.

use sila_core::codes::HarmContext;
use sila_core::ids::{CaseId, WorkerId};
use sila_core::mandatory::Mandatory;
use sila_core::time::Millis;
use uuid::Uuid;

use super::{Report, Said, State};
use crate::accounts::{Permission, Worker};
use crate::cases::plan::store::Line;
use crate::cases::record::NewCase;
use crate::cases::scope::store::{barred, sees};
use crate::db::{DbError, Row, Tx};
use crate::p;

/// Reports that are due in open cases. Where the clock of imminent danger runs, it stands for the report to the prosecution.
/// `cross join` keeps to the order that is written: from a worker's few open cases, not from every report.
macro_rules! due {
    ($from:literal, $tail:literal) => {
        concat!(
            "select d.case_id, c.reference, d.due, d.kind from ",
            $from,
            " where d.state = 'DUE' and d.is_open and c.status = 'open' and not (d.kind = 'CHILD_CRIME' and exists (select 1 from case_clock k where k.case_id = d.case_id and k.kind = 'NOTICE'))",
            $tail,
            " and not ",
            barred!("c.id", "$1"),
            " order by d.due, d.case_id, d.kind limit 50"
        )
    };
}

crate::sql! {
    pub MINE = due!(
        "case_member m cross join mandatory_report d join case_file c on c.id = d.case_id",
        " and m.worker = $1 and m.is_open and d.case_id = m.case_id"
    );
    pub EVERYWHERE = due!("mandatory_report d cross join case_file c", " and c.id = d.case_id");
    pub CONTEXT = "select context from mandatory_fact where case_id = $1";
    pub SET_CONTEXT = "insert into mandatory_fact (case_id, context, at, worker) values ($1, $2, $3, $4) on conflict (case_id) do update set context = excluded.context, at = excluded.at, worker = excluded.worker";
    pub BEGIN = "insert into mandatory_report (id, case_id, kind, began_at, due, state, done_at, code, worker, decided_by, body, is_open) select $1, c.id, $3, $4, $5, 'DUE', null, '', null, null, null, c.status = 'open' from case_file c where c.id = $2 on conflict (case_id, kind) do nothing";
    pub OF_CASE = "select id, kind, began_at, due, state, done_at, code, worker, body from mandatory_report where case_id = $1 order by due, kind";
    pub DONE = "update mandatory_report set state = $2, done_at = $3, code = $4, worker = $5, body = $6, decided_by = null where id = $1 and state = 'DUE'";
    pub DECIDE = "update mandatory_report set state = $2, decided_by = $3 where id = $1 and state = 'NOT_MADE' and worker <> $3";
    pub TO_CONFIRM = concat!("select d.case_id, c.reference, d.done_at from mandatory_report d cross join case_file c where c.id = d.case_id and d.state = 'NOT_MADE' and d.worker <> $1 and ", sees!("c.id", "$1", "$2"), " order by d.done_at, d.id limit 50");
}

/// A report on somebody's list. Names nobody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Due {
    /// The case, its number, and until when it must be made.
    pub line: Line,
    /// Which.
    pub kind: Mandatory,
}

/// A report, and what is sealed of it.
pub type Sealed = (Report, Option<Vec<u8>>);

/// Who is said to have done it.
pub fn context(tx: &mut dyn Tx, case: CaseId) -> Result<Option<HarmContext>, DbError> {
    let Some(row) = tx.opt(&CONTEXT, &p![case])? else { return Ok(None) };
    let code: String = row.get(0)?;
    Ok(HarmContext::from_code(&code).ok())
}

/// Writes down who is said to have done it.
pub fn set_context(
    tx: &mut dyn Tx,
    case: CaseId,
    context: HarmContext,
    (worker, now): (WorkerId, Millis),
) -> Result<(), DbError> {
    tx.send(&SET_CONTEXT, &p![case, context.code(), now, worker])
}

/// A report is due; one that was found before goes on as it is.
pub fn begin(tx: &mut dyn Tx, case: CaseId, new: &Report) -> Result<(), DbError> {
    tx.send(&BEGIN, &p![new.id, case, new.kind.code(), new.began_at, new.due])
}

/// What is known of a case has changed, or it was opened: what the law wants reported by that is due from now on.
pub fn found(tx: &mut dyn Tx, case: &NewCase, now: Millis) -> Result<(), DbError> {
    for (id, kind) in &case.reports {
        let due = now.plus_hours(kind.within().hours());
        tx.send(&BEGIN, &p![*id, case.id, kind.code(), now, due])?;
    }
    Ok(())
}

/// Reports that are due in this worker's own cases; and to whoever approves and reads every case, those that are due anywhere.
pub fn waiting(tx: &mut dyn Tx, worker: &Worker) -> Result<Vec<Due>, DbError> {
    let everywhere = worker.may(Permission::CaseApprove) && worker.may(Permission::CaseReadAll);
    let statement = if everywhere { &EVERYWHERE } else { &MINE };
    let one = |row: &Row| {
        let kind: String = row.get(3)?;
        let wrong = DbError::Type { what: "a report: kind".to_owned() };
        Ok(Due {
            line: Line { case: row.get(0)?, reference: row.get(1)?, at: row.get(2)? },
            kind: Mandatory::from_code(&kind).or(Err(wrong))?,
        })
    };
    tx.query(statement, &p![worker.id])?.iter().map(one).collect()
}

fn report(row: &Row) -> Result<Sealed, DbError> {
    let wrong = |what: &str| DbError::Type { what: format!("a report: {what}") };
    let (kind, state): (String, String) = (row.get(1)?, row.get(4)?);
    let report = Report {
        id: row.get(0)?,
        kind: Mandatory::from_code(&kind).or(Err(wrong("kind")))?,
        began_at: row.get(2)?,
        due: row.get(3)?,
        state: State::from_code(&state).ok_or_else(|| wrong("state"))?,
        done_at: row.get(5)?,
        code: row.get(6)?,
        worker: row.get(7)?,
        said: Said::default(),
    };
    Ok((report, row.get(8)?))
}

/// The reports of a case. The caller has found the case through the worker.
pub fn of_case(tx: &mut dyn Tx, case: CaseId) -> Result<Vec<Sealed>, DbError> {
    tx.query(&OF_CASE, &p![case])?.iter().map(report).collect()
}

/// Writes down that it was made, or why it was not. False when somebody was quicker.
pub fn done(
    tx: &mut dyn Tx,
    id: Uuid,
    (state, at): (State, Millis),
    (code, body): (&str, &[u8]),
    worker: WorkerId,
) -> Result<bool, DbError> {
    Ok(tx.exec(&DONE, &p![id, state.code(), at, code, worker, body])? == 1)
}

/// A supervisor agrees that it was not made, or it is due again. False for whoever wrote it down, and when somebody was quicker.
pub fn decide(tx: &mut dyn Tx, id: Uuid, to: State, worker: WorkerId) -> Result<bool, DbError> {
    Ok(tx.exec(&DECIDE, &p![id, to.code(), worker])? == 1)
}

/// Reports that were not made and wait for this supervisor's word.
pub fn to_confirm(tx: &mut dyn Tx, worker: &Worker) -> Result<Vec<Line>, DbError> {
    if !worker.may(Permission::CaseApprove) {
        return Ok(Vec::new());
    }
    let all = worker.may(Permission::CaseReadAll);
    let one = |row: &Row| Ok(Line { case: row.get(0)?, reference: row.get(1)?, at: row.get(2)? });
    tx.query(&TO_CONFIRM, &p![worker.id, all])?.iter().map(one).collect()
}
