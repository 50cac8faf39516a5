//! All SQL of broken glass.

use sila_core::ids::{CaseId, WorkerId};
use sila_core::joint::Finding;
use sila_core::time::Millis;
use uuid::Uuid;

use super::{Glass, State};
use crate::accounts::Worker;
use crate::cases::scope::store as scope;
use crate::db::{DbError, Row, Tx};
use crate::p;

/// The columns of [`Glass`], in its order.
macro_rules! glass {
    ($tail:literal) => {
        concat!(
            "select g.id, g.case_id, g.worker, g.state, g.reason, g.at, g.until_at, g.excluded, g.reviewer, g.reviewed_at, \
             g.finding, g.body, c.reference, w.name_ar, w.name_en from broken_glass g \
             join case_file c on c.id = g.case_id join worker w on w.id = g.worker ",
            $tail
        )
    };
}

/// Not of a case from which the worker `$1` is excluded.
macro_rules! not_shut {
    () => {
        "not exists (select 1 from case_excluded e where e.case_id = g.case_id and e.worker = $1)"
    };
}

crate::sql! {
    pub CASE = "select c.id, exists (select 1 from case_excluded e where e.case_id = c.id and e.worker = $2) from case_file c where c.reference = $1 and c.status = 'open' and not exists (select 1 from case_withheld v where v.case_id = c.id)";
    pub TODAY = "select count(*) from broken_glass where worker = $1 and at > $2 and state in ('OPEN', 'CLOSED')";
    pub PENDING = "select 1 from broken_glass where case_id = $1 and worker = $2 and state = 'ASKED'";
    pub INSERT = "insert into broken_glass (id, case_id, worker, state, reason, at, until_at, excluded, reviewer, reviewed_at, finding, body) values ($1, $2, $3, $4, $5, $6, $7, $8, null, null, null, $9)";
    pub ONE = glass!("where g.id = $1");
    pub OF_CASE = glass!("where g.case_id = $1 order by g.at desc, g.id limit 50");
    pub OF_WORKER = glass!("where g.worker = $1 and g.state in ('OPEN', 'CLOSED') order by g.at desc, g.id limit 20");
    pub OVER = glass!("where g.state = 'OPEN' and g.until_at <= $1 order by g.until_at, g.id limit 50");
    pub IS_OVER = "select 1 from broken_glass where case_id = $1 and worker = $2 and state = 'OPEN' and until_at <= $3";
    pub IS_OPEN = "select 1 from broken_glass where case_id = $1 and worker = $2 and state = 'OPEN'";
    pub NOTICES = concat!(glass!("where g.finding is null and g.worker <> $1 and exists (select 1 from case_member m where m.case_id = g.case_id and m.worker = $1) and "), not_shut!(), " order by g.at, g.id limit 20");
    pub TO_REVIEW = concat!(glass!("where g.finding is null and g.worker <> $1 and "), not_shut!(), " order by g.at, g.id limit 20");
    pub SET_STATE = "update broken_glass set state = $3, until_at = $4 where id = $1 and state = $2";
    pub REVIEW = "update broken_glass set finding = $2, reviewer = $3, reviewed_at = $4 where id = $1 and finding is null";
    pub ERASE_WORDS = "update broken_glass set body = $2 where case_id = $1";
    pub LET_IN = "delete from case_excluded where case_id = $1 and worker = $2";
}

fn glass(row: &Row) -> Result<Glass, DbError> {
    let unknown = |what: &str| DbError::Type { what: format!("broken glass: {what}") };
    let (state, finding): (String, Option<String>) = (row.get(3)?, row.get(10)?);
    let finding = finding.map(|code| Finding::from_code(&code).or(Err(unknown("finding"))));
    Ok(Glass {
        id: row.get(0)?,
        case: row.get(1)?,
        worker: row.get(2)?,
        state: State::from_code(&state).ok_or_else(|| unknown("state"))?,
        reason: row.get(4)?,
        at: row.get(5)?,
        until: row.get(6)?,
        excluded: row.get(7)?,
        reviewer: row.get(8)?,
        reviewed_at: row.get(9)?,
        finding: finding.transpose()?,
        body: row.get(11)?,
        reference: row.get(12)?,
        name_ar: row.get(13)?,
        name_en: row.get(14)?,
    })
}

/// What was written as reasons to read a case that is erased now: a reason may speak of the person.
pub fn erase_of(tx: &mut dyn Tx, case: CaseId) -> Result<(), DbError> {
    tx.send(&ERASE_WORDS, &p![case, Vec::<u8>::new()])
}

/// The open case of this number, if nobody has taken back the permission by which it came, and whether the worker is excluded from it.
pub fn case(
    tx: &mut dyn Tx,
    reference: &str,
    worker: WorkerId,
) -> Result<Option<(CaseId, bool)>, DbError> {
    let found = tx.opt(&CASE, &p![reference, worker])?;
    found.map(|row| Ok((row.get(0)?, row.get(1)?))).transpose()
}

/// How many cases the worker was let in to since then. What was only tried does not count: a limit that somebody excluded runs
/// into would tell them that there is a case.
pub fn count_since(tx: &mut dyn Tx, worker: WorkerId, since: Millis) -> Result<i64, DbError> {
    tx.one(&TODAY, &p![worker, since])?.get(0)
}

/// Writes it down; where it opens the case, its worker is a member from now on. An attempt that waits already is one.
pub fn insert(tx: &mut dyn Tx, new: &Glass) -> Result<(), DbError> {
    if tx.opt(&PENDING, &p![new.case, new.worker])?.is_some() {
        return Ok(());
    }
    let (state, body) = (new.state.code(), new.body.as_slice());
    let reason = new.reason.as_str();
    tx.send(
        &INSERT,
        &p![new.id, new.case, new.worker, state, reason, new.at, new.until, new.excluded, body],
    )?;
    if new.state == State::Open { let_in(tx, new, new.worker, new.at) } else { Ok(()) }
}

fn let_in(tx: &mut dyn Tx, glass: &Glass, by: WorkerId, now: Millis) -> Result<(), DbError> {
    tx.send(&LET_IN, &p![glass.case, glass.worker])?;
    crate::cases::store::add_member(tx, glass.case, glass.worker, by, now)
}

/// One, whoever asks.
pub fn find(tx: &mut dyn Tx, id: Uuid) -> Result<Option<Glass>, DbError> {
    tx.opt(&ONE, &p![id])?.as_ref().map(glass).transpose()
}

/// One, if the worker may know of it: whoever broke it, whoever reads the case, and those who review; and nobody who is
/// excluded from the case, but for what they themselves were let in to.
pub fn through(tx: &mut dyn Tx, worker: &Worker, id: Uuid) -> Result<Option<Glass>, DbError> {
    let Some(found) = find(tx, id)? else { return Ok(None) };
    if found.worker == worker.id {
        return Ok(Some(found).filter(|glass| matches!(glass.state, State::Open | State::Closed)));
    }
    let shut = scope::shut_subjects(tx, worker.id)?.contains(&found.case.0);
    let reads = crate::cases::store::find(tx, worker, found.case)?.is_some();
    Ok(Some(found).filter(|_| !shut && (reads || super::reviews(worker))))
}

/// What was broken for a case, the latest first.
pub fn of_case(tx: &mut dyn Tx, case: CaseId) -> Result<Vec<Glass>, DbError> {
    tx.query(&OF_CASE, &p![case])?.iter().map(glass).collect()
}

/// What this worker has broken, the latest first.
pub fn of_worker(tx: &mut dyn Tx, worker: WorkerId) -> Result<Vec<Glass>, DbError> {
    tx.query(&OF_WORKER, &p![worker])?.iter().map(glass).collect()
}

/// What is still open although its time is over.
pub fn over(tx: &mut dyn Tx, now: Millis) -> Result<Vec<Glass>, DbError> {
    tx.query(&OVER, &p![now])?.iter().map(glass).collect()
}

/// Whether the worker reads this case by glass whose time is over.
pub fn is_over(
    tx: &mut dyn Tx,
    case: CaseId,
    worker: WorkerId,
    now: Millis,
) -> Result<bool, DbError> {
    Ok(tx.opt(&IS_OVER, &p![case, worker, now])?.is_some())
}

/// Whether the worker reads this case by glass: then who else reads it is not theirs to change.
pub fn is_open(tx: &mut dyn Tx, case: CaseId, worker: WorkerId) -> Result<bool, DbError> {
    Ok(tx.opt(&IS_OPEN, &p![case, worker])?.is_some())
}

/// What waits for a review: told to the members of the case, and to those who review.
pub fn waiting(tx: &mut dyn Tx, worker: &Worker) -> Result<Vec<Glass>, DbError> {
    let sql = if super::reviews(worker) { &TO_REVIEW } else { &NOTICES };
    tx.query(sql, &p![worker.id])?.iter().map(glass).collect()
}

/// Closes it: its worker is no member any more, and whoever was excluded is so again. False when somebody was quicker.
pub fn close(tx: &mut dyn Tx, glass: &Glass, now: Millis) -> Result<bool, DbError> {
    let until = glass.until.min(now);
    if tx.exec(&SET_STATE, &p![glass.id, "OPEN", "CLOSED", until])? == 0 {
        return Ok(false);
    }
    if glass.excluded {
        scope::exclude(tx, glass.case, glass.worker)?;
    } else {
        tx.send(&scope::END_MEMBER, &p![glass.case, glass.worker])?;
    }
    Ok(true)
}

/// Lets somebody in whom the case was kept from, or does not. False when somebody was quicker.
pub fn answer(
    tx: &mut dyn Tx,
    glass: &Glass,
    (to, by): (State, WorkerId),
    [now, until]: [Millis; 2],
) -> Result<bool, DbError> {
    if tx.exec(&SET_STATE, &p![glass.id, "ASKED", to.code(), until])? == 0 {
        return Ok(false);
    }
    if to == State::Open {
        let_in(tx, glass, by, now)?;
    }
    Ok(true)
}

/// Writes down what the review found. False when it was reviewed before.
pub fn review(
    tx: &mut dyn Tx,
    id: Uuid,
    (finding, by): (Finding, WorkerId),
    now: Millis,
) -> Result<bool, DbError> {
    Ok(tx.exec(&REVIEW, &p![id, finding.code(), by, now])? == 1)
}
