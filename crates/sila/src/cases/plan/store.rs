//! All SQL of care plans: the plan and its approval, goals, actions, and what of them waits for a worker.

use sila_core::care::{GoalKind, GoalOutcome, PlanState};
use sila_core::codes::Service;
use sila_core::ids::{CaseId, WorkerId};
use sila_core::time::Millis;
use uuid::Uuid;

use super::{Action, Approval, Goal, Signed};
use crate::accounts::{Permission, Worker};
use crate::cases::scope::store::sees;
use crate::db::{DbError, Row, Tx};
use crate::p;

// `cross join` keeps to the order that is written: from the few plans that wait for somebody, not from every open case.
crate::sql! {
    pub PLAN = "select p.state, p.version, p.asked_by, p.asked_at, coalesce(a.name_ar, ''), coalesce(a.name_en, ''), p.decided_by, p.decided_at, coalesce(d.name_ar, ''), coalesce(d.name_en, ''), p.note from care_plan p left join worker a on a.id = p.asked_by left join worker d on d.id = p.decided_by where p.case_id = $1";
    pub REWRITE = "insert into care_plan (case_id, version, state) values ($1, 1, 'DRAFT') on conflict (case_id) do update set version = care_plan.version + 1, state = 'DRAFT', asked_by = null, asked_at = null, decided_by = null, decided_at = null, note = null";
    pub ASK = "update care_plan set state = 'ASKED', asked_by = $3, asked_at = $4, decided_by = null, decided_at = null, note = null where case_id = $1 and version = $2 and state in ('DRAFT', 'RETURNED')";
    pub DECIDE = "update care_plan set state = $3, decided_by = $4, decided_at = $5, note = $6 where case_id = $1 and version = $2 and state = 'ASKED' and asked_by <> $4 and not exists (select 1 from care_goal g where g.case_id = $1 and g.worker = $4) and not exists (select 1 from care_action x where x.case_id = $1 and x.author = $4)";
    pub GOALS = "select id, kind, at, worker, outcome, outcome_at, body from care_goal where case_id = $1 order by at, id limit 200";
    pub INSERT_GOAL = "insert into care_goal (id, case_id, kind, at, worker, outcome, outcome_at, body) values ($1, $2, $3, $4, $5, '', null, $6)";
    pub SET_OUTCOME = "update care_goal set outcome = $3, outcome_at = $4, body = $5 where id = $1 and case_id = $2 and outcome = ''";
    pub ACTIONS = "select a.id, a.goal, a.service, a.owner, coalesce(w.name_ar, ''), coalesce(w.name_en, ''), a.due_at, a.done_at, a.author, a.words, a.done_by from care_action a left join worker w on w.id = a.owner where a.case_id = $1 order by a.due_at, a.id limit 500";
    pub INSERT_ACTION = "insert into care_action (id, goal, case_id, service, owner, due_at, done_at, done_by, at, author, words) values ($1, $2, $3, $4, $5, $6, null, null, $7, $8, $9)";
    pub SET_DONE = "update care_action set done_at = $3, done_by = $4 where id = $1 and case_id = $2 and done_at is null";
    pub TO_OWNER = "update care_action set owner = (select c.owner from case_file c where c.id = $1) where case_id = $1 and owner = $2 and done_at is null";
    pub STRANGERS_TO_OWNER = "update care_action set owner = (select c.owner from case_file c where c.id = $1) where case_id = $1 and done_at is null and owner not in (select m.worker from case_member m where m.case_id = $1)";
    pub DUE = concat!("select a.case_id, c.reference, a.due_at from care_action a join care_goal g on g.id = a.goal join case_file c on c.id = a.case_id where a.owner = $1 and a.done_at is null and a.due_at < $2 and g.outcome = '' and c.status = 'open' and ", sees!("c.id", "$1", "$3"), " order by a.due_at, a.id limit 50");
    pub TO_DECIDE = concat!("select p.case_id, c.reference, p.asked_at from care_plan p cross join case_file c where c.id = p.case_id and p.state = 'ASKED' and p.asked_by <> $1 and c.status = 'open' and not exists (select 1 from care_goal g where g.case_id = p.case_id and g.worker = $1) and not exists (select 1 from care_action x where x.case_id = p.case_id and x.author = $1) and ", sees!("c.id", "$1", "$2"), " order by p.asked_at, p.case_id limit 50");
    pub RETURNED = concat!("select p.case_id, c.reference, p.decided_at from care_plan p cross join case_file c where c.id = p.case_id and p.state = 'RETURNED' and p.asked_by = $1 and c.status = 'open' and ", sees!("c.id", "$1", "$2"), " order by p.decided_at, p.case_id limit 50");
}

/// Something of a case that waits for a worker: the case, its number, and the time that counts. Names nobody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// The case.
    pub case: CaseId,
    /// Its number.
    pub reference: String,
    /// Until when, or since when.
    pub at: Millis,
}

fn wrong(what: &str) -> DbError {
    DbError::Type { what: what.to_owned() }
}

fn signed(row: &Row, at: usize) -> Result<Option<Signed>, DbError> {
    let (who, when): (Option<WorkerId>, Option<Millis>) = (row.get(at)?, row.get(at + 1)?);
    let (name_ar, name_en) = (row.get(at + 2)?, row.get(at + 3)?);
    Ok(who.zip(when).map(|(who, at)| Signed { who, at, name_ar, name_en }))
}

/// A plan with what is sealed of it: where it stands and the note beside it, the goals, the actions.
pub type Sealed = ((Approval, Option<Vec<u8>>), Vec<(Goal, Vec<u8>)>, Vec<(Action, Vec<u8>)>);

/// The plan of a case.
pub fn of_case(tx: &mut dyn Tx, case: CaseId) -> Result<Sealed, DbError> {
    Ok((approval(tx, case)?, goals(tx, case)?, actions(tx, case)?))
}

/// Where the plan of a case stands, and the note beside it, sealed; a plan that nobody began is a draft.
pub fn approval(tx: &mut dyn Tx, case: CaseId) -> Result<(Approval, Option<Vec<u8>>), DbError> {
    let Some(row) = tx.opt(&PLAN, &p![case])? else { return Ok((Approval::default(), None)) };
    let state: String = row.get(0)?;
    let approval = Approval {
        state: PlanState::from_code(&state).or(Err(wrong("the state of a plan")))?,
        version: row.get(1)?,
        asked: signed(&row, 2)?,
        decided: signed(&row, 6)?,
        note: String::new(),
    };
    Ok((approval, row.get(10)?))
}

/// What the plan says has changed: it is a draft again.
pub fn rewrite(tx: &mut dyn Tx, case: CaseId) -> Result<(), DbError> {
    tx.send(&REWRITE, &p![case])
}

/// Asks approval of a version. False when it is another version by now, or waits already.
pub fn ask(
    tx: &mut dyn Tx,
    (case, version): (CaseId, i64),
    by: WorkerId,
    now: Millis,
) -> Result<bool, DbError> {
    Ok(tx.exec(&ASK, &p![case, version, by, now])? == 1)
}

/// Approves or returns a version that waits. False when it does not any more.
pub fn decide(
    tx: &mut dyn Tx,
    (case, version): (CaseId, i64),
    state: PlanState,
    (by, now): (WorkerId, Millis),
    note: Option<&Vec<u8>>,
) -> Result<bool, DbError> {
    Ok(tx.exec(&DECIDE, &p![case, version, state.code(), by, now, note.cloned()])? == 1)
}

/// The goals of a case with what is sealed of each, oldest first.
pub fn goals(tx: &mut dyn Tx, case: CaseId) -> Result<Vec<(Goal, Vec<u8>)>, DbError> {
    let read = |row: &Row| {
        let (kind, outcome): (String, String) = (row.get(1)?, row.get(4)?);
        let outcome = Some(outcome).filter(|code| !code.is_empty());
        let outcome = outcome.map(|code| GoalOutcome::from_code(&code)).transpose();
        let at: Option<Millis> = row.get(5)?;
        let goal = Goal {
            id: row.get(0)?,
            kind: GoalKind::from_code(&kind).or(Err(wrong("a kind of goal")))?,
            at: row.get(2)?,
            author: row.get(3)?,
            outcome: outcome.or(Err(wrong("an outcome of a goal")))?.zip(at),
            said: super::Said::default(),
        };
        Ok((goal, row.get(6)?))
    };
    tx.query(&GOALS, &p![case])?.iter().map(read).collect()
}

/// Writes a goal; the plan is a draft again.
pub fn insert_goal(
    tx: &mut dyn Tx,
    case: CaseId,
    (id, kind): (Uuid, GoalKind),
    body: &[u8],
    (by, now): (WorkerId, Millis),
) -> Result<(), DbError> {
    tx.send(&INSERT_GOAL, &p![id, case, kind.code(), now, by, body])?;
    rewrite(tx, case)
}

/// Writes down what came of a goal. False when somebody was quicker.
pub fn set_outcome(
    tx: &mut dyn Tx,
    (case, goal): (CaseId, Uuid),
    outcome: GoalOutcome,
    body: &[u8],
    now: Millis,
) -> Result<bool, DbError> {
    Ok(tx.exec(&SET_OUTCOME, &p![goal, case, outcome.code(), now, body])? == 1)
}

/// The actions of a case with what is sealed of each, the next first.
pub fn actions(tx: &mut dyn Tx, case: CaseId) -> Result<Vec<(Action, Vec<u8>)>, DbError> {
    let read = |row: &Row| {
        let service: String = row.get(2)?;
        let service = Some(service).filter(|code| !code.is_empty());
        let service = service.map(|code| Service::from_code(&code)).transpose();
        let (done, by): (Option<Millis>, Option<WorkerId>) = (row.get(7)?, row.get(10)?);
        let action = Action {
            id: row.get(0)?,
            goal: row.get(1)?,
            service: service.or(Err(wrong("a social service")))?,
            owner: row.get(3)?,
            name_ar: row.get(4)?,
            name_en: row.get(5)?,
            due: row.get(6)?,
            done,
            with_case: done.is_some() && by.is_none(),
            author: row.get(8)?,
            words: String::new(),
        };
        Ok((action, row.get(9)?))
    };
    tx.query(&ACTIONS, &p![case])?.iter().map(read).collect()
}

/// Writes an action; the plan is a draft again.
pub fn insert_action(
    tx: &mut dyn Tx,
    case: CaseId,
    action: &Action,
    words: &[u8],
    now: Millis,
) -> Result<(), DbError> {
    let service = action.service.map_or("", Service::code);
    let (id, owner, author) = (action.id, action.owner, action.author);
    let args = p![id, action.goal, case, service, owner, action.due, now, author, words];
    tx.send(&INSERT_ACTION, &args)?;
    rewrite(tx, case)
}

/// An action is done. False when somebody was quicker.
pub fn set_done(
    tx: &mut dyn Tx,
    (case, action): (CaseId, Uuid),
    (by, now): (WorkerId, Millis),
) -> Result<bool, DbError> {
    Ok(tx.exec(&SET_DONE, &p![action, case, now, by])? == 1)
}

/// What somebody who leaves the case had still to do is the owner's from now on.
pub fn to_owner(tx: &mut dyn Tx, case: CaseId, worker: WorkerId) -> Result<(), DbError> {
    tx.send(&TO_OWNER, &p![case, worker])
}

/// What everybody who is no member had still to do is the owner's from now on: the case has become restricted.
pub fn strangers_to_owner(tx: &mut dyn Tx, case: CaseId) -> Result<(), DbError> {
    tx.send(&STRANGERS_TO_OWNER, &p![case])
}

fn line(row: &Row) -> Result<Line, DbError> {
    Ok(Line { case: row.get(0)?, reference: row.get(1)?, at: row.get(2)? })
}

/// Open actions of this worker that are due before `until`.
pub fn due(tx: &mut dyn Tx, worker: &Worker, until: Millis) -> Result<Vec<Line>, DbError> {
    let all = worker.may(Permission::CaseReadAll);
    tx.query(&DUE, &p![worker.id, until, all])?.iter().map(line).collect()
}

/// Plans that this worker may approve or return.
pub fn to_decide(tx: &mut dyn Tx, worker: &Worker) -> Result<Vec<Line>, DbError> {
    if !worker.may(Permission::CaseApprove) {
        return Ok(Vec::new());
    }
    let all = worker.may(Permission::CaseReadAll);
    tx.query(&TO_DECIDE, &p![worker.id, all])?.iter().map(line).collect()
}

/// Plans that came back to this worker to be changed.
pub fn returned(tx: &mut dyn Tx, worker: &Worker) -> Result<Vec<Line>, DbError> {
    let all = worker.may(Permission::CaseReadAll);
    tx.query(&RETURNED, &p![worker.id, all])?.iter().map(line).collect()
}
