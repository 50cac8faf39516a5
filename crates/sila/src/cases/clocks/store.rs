//! All SQL of the clocks that the law starts with a case.

use sila_core::ids::{CaseId, WorkerId};
use sila_core::time::Millis;

use super::{Clock, Done, Kind};
use crate::accounts::{Permission, Worker};
use crate::cases::scope::store::barred;
use crate::db::{DbError, Row, Tx};
use crate::p;

/// The columns of [`Waiting`], in its order. `cross join` keeps to the order that is written: from a worker's few open cases,
/// not from every open clock.
macro_rules! waiting {
    ($from:literal, $tail:literal) => {
        concat!(
            "select k.case_id, k.kind, k.due, c.reference from ",
            $from,
            " where k.done_at is null and c.status = 'open' and ",
            $tail,
            " and not ",
            barred!("c.id", "$1"),
            " order by k.due, k.case_id, k.kind limit 50"
        )
    };
}

crate::sql! {
    pub BEGIN = "insert into case_clock (case_id, kind, nth, turn, began_at, due, worker) values ($1, $2, 0, 0, $3, $4, $5) on conflict (case_id, kind, nth) do nothing";
    pub BEGIN_NEXT = "insert into case_clock (case_id, kind, nth, turn, began_at, due, number, worker) select c.id, $2, coalesce($8, (select max(o.nth) + 1 from case_clock o where o.case_id = $1 and o.kind = $2), 1), $3, $4, $5, $6, $7 from case_file c where c.id = $1 and c.status = 'open' on conflict (case_id, kind, nth) do nothing";
    pub DONE = "update case_clock set done_at = $4, code = $5, number = coalesce($6, number), worker = $7 where case_id = $1 and kind = $2 and nth = $3 and done_at is null";
    pub OF_CASE = "select kind, nth, turn, began_at, due, done_at, code, number from case_clock where case_id = $1 order by due, kind, nth";
    pub MINE = waiting!(
        "case_member m cross join case_clock k join case_file c on c.id = k.case_id",
        "m.worker = $1 and m.is_open and k.case_id = m.case_id and (k.kind <> 'ORDER' or k.due < $2)"
    );
    pub OVERDUE = waiting!(
        "case_clock k join case_file c on c.id = k.case_id",
        "k.due < $2"
    );
    pub LATE = concat!("select k.kind, count(*), min(k.due) from case_clock k join case_file c on c.id = k.case_id where k.done_at is null and c.status = 'open' and k.due < $2 and not ", barred!("c.id", "$1"), " group by k.kind order by 3");
}

/// A clock on somebody's list. Names nobody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiting {
    /// The case.
    pub case: CaseId,
    /// Which clock.
    pub kind: Kind,
    /// When it runs out.
    pub due: Millis,
    /// The number of the case.
    pub reference: String,
}

/// How many clocks of a kind have run out, for whoever answers for the agency and reads no case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Late {
    /// Which clock.
    pub kind: Kind,
    /// In how many cases.
    pub count: i64,
    /// When the first ran out.
    pub since: Millis,
}

/// A clock that begins with an event that somebody recorded.
#[derive(Debug, Clone)]
pub struct New {
    /// Which.
    pub kind: Kind,
    /// Which of its kind in the case; the next one where nothing is said.
    pub nth: Option<i64>,
    /// Of an order: how often it was extended before.
    pub turn: i64,
    /// When it began.
    pub began_at: Millis,
    /// When it runs out.
    pub due: Millis,
    /// The sealed number of the order.
    pub number: Option<Vec<u8>>,
}

fn kind(row: &Row, at: usize) -> Result<Kind, DbError> {
    let code: String = row.get(at)?;
    Kind::from_code(&code).ok_or(DbError::Type { what: "an unknown clock".to_owned() })
}

/// Starts a clock of imminent danger; one that runs already goes on as it is.
pub fn begin(
    tx: &mut dyn Tx,
    case: CaseId,
    (kind, worker): (Kind, WorkerId),
    [now, due]: [Millis; 2],
) -> Result<(), DbError> {
    tx.send(&BEGIN, &p![case, kind.code(), now, due, worker])
}

/// Starts one more clock of its kind. False when there is one of that number, or the case is closed.
pub fn begin_next(
    tx: &mut dyn Tx,
    case: CaseId,
    new: &New,
    worker: WorkerId,
) -> Result<bool, DbError> {
    let (code, number) = (new.kind.code(), new.number.clone());
    let row = p![case, code, new.turn, new.began_at, new.due, number, worker, new.nth];
    Ok(tx.exec(&BEGIN_NEXT, &row)? == 1)
}

/// What it waited for is done. False when it was before, or never began.
pub fn done(
    tx: &mut dyn Tx,
    case: CaseId,
    (kind, nth, worker): (Kind, i64, WorkerId),
    (code, number): (&'static str, Option<Vec<u8>>),
    now: Millis,
) -> Result<bool, DbError> {
    Ok(tx.exec(&DONE, &p![case, kind.code(), nth, now, code, number, worker])? == 1)
}

/// A clock, and its sealed number.
pub type Sealed = (Clock, Option<Vec<u8>>);

/// The clocks of a case.
pub fn of_case(tx: &mut dyn Tx, case: CaseId) -> Result<Vec<Sealed>, DbError> {
    let one = |row: &Row| {
        let done: Option<Millis> = row.get(5)?;
        let code: Option<String> = row.get(6)?;
        let clock = Clock {
            kind: kind(row, 0)?,
            nth: row.get(1)?,
            turn: row.get(2)?,
            began_at: row.get(3)?,
            due: row.get(4)?,
            number: String::new(),
            done: done.zip(code).map(|(at, code)| Done { at, code }),
        };
        Ok((clock, row.get(7)?))
    };
    tx.query(&OF_CASE, &p![case])?.iter().map(one).collect()
}

/// What has run out anywhere, as counts without a case.
pub fn late(tx: &mut dyn Tx, worker: &Worker, now: Millis) -> Result<Vec<Late>, DbError> {
    let one = |row: &Row| Ok(Late { kind: kind(row, 0)?, count: row.get(1)?, since: row.get(2)? });
    tx.query(&LATE, &p![worker.id, now])?.iter().map(one).collect()
}

/// The clocks of this worker's own cases, an order from its first alarm on; and to whoever reads every case, those that have run out
/// anywhere.
pub fn waiting(tx: &mut dyn Tx, worker: &Worker, now: Millis) -> Result<Vec<Waiting>, DbError> {
    let one = |row: &Row| {
        Ok(Waiting {
            case: row.get(0)?,
            kind: kind(row, 1)?,
            due: row.get(2)?,
            reference: row.get(3)?,
        })
    };
    let listed = now.plus_hours(Kind::Order.terms().listed_hours.unwrap_or_default());
    let mine: Result<Vec<Waiting>, DbError> =
        tx.query(&MINE, &p![worker.id, listed])?.iter().map(one).collect();
    let mut all = mine?;
    if worker.may(Permission::CaseReadAll) {
        for row in tx.query(&OVERDUE, &p![worker.id, now])? {
            let new: Waiting = one(&row)?;
            if !all.contains(&new) {
                all.push(new);
            }
        }
    }
    all.sort_by_key(|one| one.due);
    Ok(all)
}
