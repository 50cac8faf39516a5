//! All SQL of closures, of opening again and of following up.

use sila_core::care::{ClosureReason, FollowUp, PlanState, ReopenReason, Stage, Unsettled};
use sila_core::experience::Quarter;
use sila_core::ids::{CaseId, WorkerId};
use sila_core::time::Millis;
use uuid::Uuid;

use super::{Check, Closure};
use crate::accounts::{Permission, Worker};
use crate::cases::plan::Signed;
use crate::cases::plan::store::Line;
use crate::cases::scope::store::{barred, sees};
use crate::db::{DbError, Row, Tx};
use crate::p;

// `cross join` keeps to the order that is written: from the few closures that wait for somebody, not from every case.
crate::sql! {
    pub OF_CASE = "select k.id, k.reason, k.stage, k.state, k.asked_by, k.asked_at, coalesce(a.name_ar, ''), coalesce(a.name_en, ''), k.decided_by, k.decided_at, coalesce(d.name_ar, ''), coalesce(d.name_en, ''), k.reopen_reason, k.reopened_at, k.paper, k.words, k.note from case_closure k left join worker a on a.id = k.asked_by left join worker d on d.id = k.decided_by where k.case_id = $1 order by k.asked_at desc, k.id desc limit 50";
    pub UNSETTLED = "select (select count(*) from referral r where r.case_id = $1 and r.is_open), (select count(*) from stay s left join referral r on r.id = s.referral where s.state in ('HELD', 'STAYING', 'AWAY') and coalesce(s.case_id, r.case_id) = $1), (select count(*) from waiting w where w.case_id = $1 and w.state = 'WAITING') + (select count(*) from place_question q where q.case_id = $1 and q.state = 'OPEN'), (select count(*) from joint_task t join referral r on r.id = t.referral where r.case_id = $1 and t.until > $2 and r.state in ('ACCEPTED', 'COMPLETED')) + (select count(*) from open_dispute o join referral r on r.id = o.referral where r.case_id = $1), (select count(*) from care_goal g where g.case_id = $1 and g.outcome = ''), (select count(*) from appointment a where a.case_id = $1 and a.state = 'PLANNED')";
    pub ASK = "insert into case_closure (id, case_id, reason, stage, state, asked_by, asked_at, quarter, reopen_reason, paper, words) select $1, c.id, $3, '', 'ASKED', $4, $5, 0, '', $6, $7 from case_file c where c.id = $2 and c.status = 'open' and not exists (select 1 from case_closure k where k.case_id = c.id and k.state = 'ASKED')";
    pub DECIDE = "update case_closure set state = $3, decided_by = $4, decided_at = $5, note = $6, stage = $7, quarter = $8 where id = $1 and case_id = $2 and state = 'ASKED'";
    pub SET_STATUS = "update case_file set status = $3, updated_at = $4, version = version + 1 where id = $1 and status = $2";
    pub SET_MEMBERS = "update case_member set is_open = ($2 = 'open') where case_id = $1";
    pub SET_REPORTS = "update mandatory_report set is_open = ($2 = 'open') where case_id = $1";
    pub REOPEN = "update case_closure set reopen_reason = $2, reopened_at = $3, reopened_by = $4 where id = $1 and state = 'APPROVED' and reopened_at is null";
    pub SET_PAPER = "update case_closure set paper = $2 where id = $1 and state = 'APPROVED' and not paper";
    pub INSERT_CHECK = "insert into case_check (id, case_id, due_at, outcome, done_at, worker) values ($1, $2, $3, '', null, null)";
    pub CHECKS = "select id, due_at, outcome, done_at from case_check where case_id = $1 order by due_at, id limit 100";
    pub SET_CHECK = "update case_check set outcome = $3, done_at = $4, worker = $5 where id = $1 and case_id = $2 and outcome = ''";
    pub DROP_CHECKS = "delete from case_check where case_id = $1 and outcome = ''";
    pub TO_DECIDE = concat!("select k.case_id, c.reference, k.asked_at from case_closure k cross join case_file c where c.id = k.case_id and k.state = 'ASKED' and k.asked_by <> $1 and ", sees!("c.id", "$1", "$2"), " order by k.asked_at, k.case_id limit 50");
    pub RETURNED = concat!("select k.case_id, c.reference, k.decided_at from case_closure k cross join case_file c where c.id = k.case_id and k.state = 'RETURNED' and k.asked_by = $1 and c.status = 'open' and not exists (select 1 from case_closure n where n.case_id = k.case_id and n.asked_at > k.asked_at) and ", sees!("c.id", "$1", "$2"), " order by k.decided_at, k.case_id limit 50");
    pub CHECKS_DUE = concat!("select f.case_id, c.reference, f.due_at from case_check f cross join case_file c where c.id = f.case_id and f.outcome = '' and f.due_at < $2 and c.status = 'closed' and c.owner = $1 and ", sees!("c.id", "$1", "$3"), " order by f.due_at, f.case_id limit 50");
    pub COHORTS = concat!("select k.quarter, k.stage, count(*) from case_closure k where k.state = 'APPROVED' and k.quarter >= $2 and k.quarter < $3 and not ", barred!("k.case_id", "$1"), " group by k.quarter, k.stage");
}

fn wrong(what: &str) -> DbError {
    DbError::Type { what: what.to_owned() }
}

fn signed(row: &Row, at: usize) -> Result<Option<Signed>, DbError> {
    let (who, when): (Option<WorkerId>, Option<Millis>) = (row.get(at)?, row.get(at + 1)?);
    let (name_ar, name_en) = (row.get(at + 2)?, row.get(at + 3)?);
    Ok(who.zip(when).map(|(who, at)| Signed { who, at, name_ar, name_en }))
}

/// A code of a column, where an empty one is none.
fn coded<T: std::str::FromStr>(row: &Row, at: usize) -> Result<Option<T>, DbError> {
    let code: String = row.get(at)?;
    let code = Some(code).filter(|code| !code.is_empty());
    code.map(|code| code.parse().or(Err(wrong("a code of a closure")))).transpose()
}

/// A closure with what is sealed of it: how the person stands, and the note.
pub type Sealed = (Closure, (Vec<u8>, Option<Vec<u8>>));

/// The closures of a case, the newest first.
pub fn of_case(tx: &mut dyn Tx, case: CaseId) -> Result<Vec<Sealed>, DbError> {
    let read = |row: &Row| {
        let reopened: Option<Millis> = row.get(13)?;
        let reopen: Option<ReopenReason> = coded(row, 12)?;
        let closure = Closure {
            id: row.get(0)?,
            reason: coded::<ClosureReason>(row, 1)?.ok_or_else(|| wrong("a reason"))?,
            stage: coded::<Stage>(row, 2)?,
            state: coded::<PlanState>(row, 3)?.ok_or_else(|| wrong("a state"))?,
            asked: signed(row, 4)?.ok_or_else(|| wrong("who asked"))?,
            decided: signed(row, 8)?,
            reopened: reopen.zip(reopened),
            paper: row.get(14)?,
            words: String::new(),
            note: String::new(),
        };
        Ok((closure, (row.get(15)?, row.get(16)?)))
    };
    tx.query(&OF_CASE, &p![case])?.iter().map(read).collect()
}

/// What is still open of a case.
pub fn unsettled(tx: &mut dyn Tx, case: CaseId, now: Millis) -> Result<Unsettled, DbError> {
    let row = tx.one(&UNSETTLED, &p![case, now])?;
    Ok(Unsettled {
        referrals: row.get(0)?,
        places: row.get(1)?,
        waiting: row.get(2)?,
        clocks: row.get(3)?,
        goals: row.get(4)?,
        appointments: row.get(5)?,
    })
}

/// Asks for the closure of an open case. False when it is closed, or somebody has asked.
pub fn ask(
    tx: &mut dyn Tx,
    (id, case): (Uuid, CaseId),
    reason: ClosureReason,
    (by, now): (WorkerId, Millis),
    words: &[u8],
) -> Result<bool, DbError> {
    Ok(tx.exec(&ASK, &p![id, case, reason.code(), by, now, false, words])? == 1)
}

/// Approves or returns a closure that waits. False when it does not any more.
pub fn decide(
    tx: &mut dyn Tx,
    (id, case): (Uuid, CaseId),
    (state, stage): (PlanState, Option<Stage>),
    (by, now): (WorkerId, Millis),
    note: Option<&Vec<u8>>,
) -> Result<bool, DbError> {
    let (stage, quarter) = (stage.map_or("", Stage::code), Quarter::of(now).number());
    let args = p![id, case, state.code(), by, now, note.cloned(), stage, quarter];
    Ok(tx.exec(&DECIDE, &args)? == 1)
}

/// Closes an open case, or opens a closed one. False when it is so already.
pub fn set_status(
    tx: &mut dyn Tx,
    case: CaseId,
    (from, to): (&str, &str),
    now: Millis,
) -> Result<bool, DbError> {
    let set = tx.exec(&SET_STATUS, &p![case, from, to, now])? == 1;
    if set {
        tx.send(&SET_MEMBERS, &p![case, to])?;
        tx.send(&SET_REPORTS, &p![case, to])?;
    }
    Ok(set)
}

/// Writes down why the case is opened again. False when it was before.
pub fn reopen(
    tx: &mut dyn Tx,
    id: Uuid,
    reason: ReopenReason,
    (by, now): (WorkerId, Millis),
) -> Result<bool, DbError> {
    Ok(tx.exec(&REOPEN, &p![id, reason.code(), now, by])? == 1)
}

/// A paper was given. False when it was before.
pub fn set_paper(tx: &mut dyn Tx, id: Uuid) -> Result<bool, DbError> {
    Ok(tx.exec(&SET_PAPER, &p![id, true])? == 1)
}

/// Plans to ask how the person is.
pub fn plan_check(tx: &mut dyn Tx, (id, case): (Uuid, CaseId), due: Millis) -> Result<(), DbError> {
    tx.send(&INSERT_CHECK, &p![id, case, due])
}

/// The follow-ups of a case, by day.
pub fn checks(tx: &mut dyn Tx, case: CaseId) -> Result<Vec<Check>, DbError> {
    let read = |row: &Row| {
        let at: Option<Millis> = row.get(3)?;
        let outcome: Option<FollowUp> = coded(row, 2)?;
        Ok(Check { id: row.get(0)?, due: row.get(1)?, outcome: outcome.zip(at) })
    };
    tx.query(&CHECKS, &p![case])?.iter().map(read).collect()
}

/// Writes down how the person was found. False when somebody was quicker.
pub fn set_check(
    tx: &mut dyn Tx,
    (case, id): (CaseId, Uuid),
    outcome: FollowUp,
    (by, now): (WorkerId, Millis),
) -> Result<bool, DbError> {
    Ok(tx.exec(&SET_CHECK, &p![id, case, outcome.code(), now, by])? == 1)
}

/// What was planned and not done is not done any more.
pub fn drop_checks(tx: &mut dyn Tx, case: CaseId) -> Result<(), DbError> {
    tx.send(&DROP_CHECKS, &p![case])
}

fn line(row: &Row) -> Result<Line, DbError> {
    Ok(Line { case: row.get(0)?, reference: row.get(1)?, at: row.get(2)? })
}

/// Closures that this worker may approve or return.
pub fn to_decide(tx: &mut dyn Tx, worker: &Worker) -> Result<Vec<Line>, DbError> {
    if !worker.may(Permission::CaseApprove) {
        return Ok(Vec::new());
    }
    let all = worker.may(Permission::CaseReadAll);
    tx.query(&TO_DECIDE, &p![worker.id, all])?.iter().map(line).collect()
}

/// Closures that came back to this worker.
pub fn returned(tx: &mut dyn Tx, worker: &Worker) -> Result<Vec<Line>, DbError> {
    let all = worker.may(Permission::CaseReadAll);
    tx.query(&RETURNED, &p![worker.id, all])?.iter().map(line).collect()
}

/// Follow-ups of this worker's closed cases that are due before `until`.
pub fn checks_due(tx: &mut dyn Tx, worker: &Worker, until: Millis) -> Result<Vec<Line>, DbError> {
    let all = worker.may(Permission::CaseReadAll);
    tx.query(&CHECKS_DUE, &p![worker.id, until, all])?.iter().map(line).collect()
}

/// How many cases were closed in which stage, by quarter; without those that do not exist for this worker.
pub fn cohorts(
    tx: &mut dyn Tx,
    worker: WorkerId,
    (from, until): (Quarter, Quarter),
) -> Result<Vec<(Quarter, Option<Stage>, u32)>, DbError> {
    let args = p![worker, from.number(), until.number()];
    let read =
        |row: &Row| Ok((Quarter::from_number(row.get(0)?), coded::<Stage>(row, 1)?, row.get(2)?));
    tx.query(&COHORTS, &args)?.iter().map(read).collect()
}
