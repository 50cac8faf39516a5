//! All SQL of notices: which were read, and the hours in which nothing rings.

use std::collections::BTreeSet;

use sila_core::ids::WorkerId;
use sila_core::time::Millis;
use sila_seal::Hash;

use crate::db::{DbError, Tx, p};

crate::db::sql! {
    pub READ = "select mark from notice_read where worker = $1 limit 1000";
    pub MARK = "insert into notice_read (worker, mark, at) values ($1, $2, $3) on conflict (worker, mark) do nothing";
    pub FORGET = "delete from notice_read where worker = $1 and mark = $2";
    pub QUIET = "select from_hour, until_hour from notice_quiet where worker = $1";
    pub SET_QUIET = "insert into notice_quiet (worker, from_hour, until_hour) values ($1, $2, $3) on conflict (worker) do update set from_hour = excluded.from_hour, until_hour = excluded.until_hour";
    pub END_QUIET = "delete from notice_quiet where worker = $1";
}

/// Hours of the day in which nothing rings, by the clock of the State; past midnight where the first is the later.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Quiet {
    /// From this hour on.
    pub from: u16,
    /// Before this hour.
    pub until: u16,
}

impl Quiet {
    /// When the quiet is over in which `now` is; nothing where it is not quiet.
    pub fn end(self, now: Millis) -> Option<Millis> {
        let today = now.uae_date();
        let at = |hour: u16| today.at_minute(hour.saturating_mul(60));
        let (from, until) = (at(self.from), at(self.until));
        match self.from < self.until {
            true => (now >= from && now < until).then_some(until),
            false if now < until => Some(until),
            false => (now >= from).then(|| until.plus_days(1)),
        }
    }
}

/// Marks of what this worker has read.
pub fn read(tx: &mut dyn Tx, worker: WorkerId) -> Result<BTreeSet<Hash>, DbError> {
    tx.query(&READ, &p![worker])?.iter().map(|row| row.get(0)).collect()
}

/// Writes down that these were read.
pub fn mark(tx: &mut dyn Tx, worker: WorkerId, marks: &[Hash], now: Millis) -> Result<(), DbError> {
    marks.iter().try_for_each(|mark| tx.send(&MARK, &p![worker, *mark, now]))
}

/// Forgets the marks of what does not wait any more: when it waits again it is new.
pub fn forget(tx: &mut dyn Tx, worker: WorkerId, marks: &[Hash]) -> Result<(), DbError> {
    marks.iter().try_for_each(|mark| tx.send(&FORGET, &p![worker, *mark]))
}

/// The quiet hours of this worker.
pub fn quiet(tx: &mut dyn Tx, worker: WorkerId) -> Result<Option<Quiet>, DbError> {
    let row = tx.opt(&QUIET, &p![worker])?;
    let hour =
        |hour: i64| u16::try_from(hour).or(Err(DbError::Type { what: "an hour".to_owned() }));
    row.map(|row| Ok(Quiet { from: hour(row.get(0)?)?, until: hour(row.get(1)?)? })).transpose()
}

/// Keeps the quiet hours, or ends them.
pub fn set_quiet(tx: &mut dyn Tx, worker: WorkerId, hours: Option<Quiet>) -> Result<(), DbError> {
    match hours {
        None => tx.send(&END_QUIET, &p![worker]),
        Some(hours) => {
            let (from, until) = (i64::from(hours.from), i64::from(hours.until));
            tx.send(&SET_QUIET, &p![worker, from, until])
        }
    }
}
