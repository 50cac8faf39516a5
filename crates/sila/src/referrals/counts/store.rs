//! All SQL of how much waits: open referrals by way and state, and offers that wait for a second approver.

use sila_core::ids::{ReferralId, WorkerId};
use sila_core::referral::State;
use sila_core::time::Millis;

use crate::cases::scope::store::{kept_from as barred, narrow};
use crate::db::{DbError, Row, Sql, Tx};
use crate::p;
use crate::referrals::store::{Direction, code, direction};

/// Open referrals by way and state: all, those that are late, and those that the worker `$2` sent or follows.
macro_rules! counted {
    ($from:expr) => {
        concat!(
            "select r.direction, r.state, count(*), sum(case when r.decide_by < $1 then 1 else 0 end), \
             sum(case when r.created_by = $2 or r.claimed_by = $2 then 1 else 0 end) from ",
            $from,
            " group by r.direction, r.state"
        )
    };
}

crate::sql! {
    pub COUNTS = counted!("referral r where r.is_open");
    pub COUNTS_BARRED = counted!(concat!("referral r where r.is_open and r.case_id in ", narrow!("$2"), " and ", barred!("r.case_id", "$2")));
    pub TO_APPROVE = concat!("select r.id, r.reference, r.updated_at from referral r where r.is_open and r.direction = 'out' and r.state = 'AWAITING_APPROVAL' and (r.created_by is null or r.created_by <> $1) and not ", barred!("r.case_id", "$1"), " order by r.updated_at, r.id limit 50");
}

/// How many open referrals are in a state.
#[derive(Debug, Clone)]
pub struct Count {
    /// Which way.
    pub direction: Direction,
    /// The state.
    pub state: State,
    /// All.
    pub all: i64,
    /// Those whose time to decide has passed.
    pub late: i64,
    /// Those the worker sent or follows.
    pub own: i64,
}

/// How many open referrals there are, by way and state, without those of cases that do not exist for the worker.
pub fn counts(tx: &mut dyn Tx, now: Millis, worker: WorkerId) -> Result<Vec<Count>, DbError> {
    let mut all = counted(tx, &COUNTS, (now, worker))?;
    for out in counted(tx, &COUNTS_BARRED, (now, worker))? {
        let same = |one: &&mut Count| (one.direction, one.state) == (out.direction, out.state);
        if let Some(one) = all.iter_mut().find(same) {
            one.all = one.all.saturating_sub(out.all);
            one.late = one.late.saturating_sub(out.late);
            one.own = one.own.saturating_sub(out.own);
        }
    }
    Ok(all)
}

fn counted(
    tx: &mut dyn Tx,
    sql: &Sql,
    (now, worker): (Millis, WorkerId),
) -> Result<Vec<Count>, DbError> {
    let count = |row: &Row| {
        Ok(Count {
            direction: direction(row, 0)?,
            state: code(row, 1)?,
            all: row.get(2)?,
            late: row.get(3)?,
            own: row.get(4)?,
        })
    };
    tx.query(sql, &p![now, worker])?.iter().map(count).collect()
}

/// An offer that waits for a second approver: which, its number, since when.
pub type Line = (ReferralId, String, Millis);

/// Offers that wait for a second approver who is not their sender, the oldest first.
pub fn to_approve(tx: &mut dyn Tx, worker: WorkerId) -> Result<Vec<Line>, DbError> {
    let one = |row: &Row| Ok((row.get(0)?, row.get(1)?, row.get(2)?));
    tx.query(&TO_APPROVE, &p![worker])?.iter().map(one).collect()
}
