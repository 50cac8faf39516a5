//! All SQL of research.

use std::collections::BTreeMap;

use sila_core::experience::Quarter;
use sila_core::extract::{Axis, Counted};
use sila_core::{ExtractId, KnowledgeId, Millis, StudyId, WorkerId};

use crate::cases::scope::store::uncounted;
use crate::db::{DbError, Row, Tx, p};

/// Most tables that are ever given out: beyond it nobody could look through what they tell together.
pub const TABLES_MAX: usize = 500;

/// Days after which a first session counts as soon, and as within a month, in milliseconds.
const SOON_MS: i64 = 14 * 86_400_000;
const MONTH_MS: i64 = 30 * 86_400_000;

crate::db::sql! {
    pub STUDY = "select id, state, proposer, researcher, asked_at, until, result, body, approval from study where id = $1";
    pub STUDIES = "select id, state, proposer, researcher, asked_at, until, result, body, approval from study order by asked_at desc, id limit 200";
    pub PROPOSED = "select count(*) from study where state = 'PROPOSED' and proposer <> $1 and researcher <> $1";
    pub INSERT_STUDY = "insert into study (id, state, proposer, researcher, asked_at, until, result, body, approval) values ($1, $2, $3, $4, $5, $6, null, $7, null)";
    pub DECIDE = "update study set state = $2, until = $3, approval = $4, body = $5 where id = $1 and state = 'PROPOSED'";
    pub SET_RESULT = "update study set result = $2 where id = $1 and result is null";
    pub QUARTER = "select body from counted_quarter where quarter = $1";
    pub KEEP_QUARTER = "insert into counted_quarter (quarter, at, body) values ($1, $2, $3) on conflict (quarter) do nothing";
    pub COUNT = concat!("select s.category, s.urgency, s.emirate, s.told, case when s.first_at is null then 'NONE' when s.first_at - s.opened_at <= $3 then 'SOON' when s.first_at - s.opened_at <= $4 then 'MONTH' else 'LATER' end as support, count(*) from (select c.category, c.urgency, substr(c.area, 1, 5) as emirate, case when c.origin_referral is null then 'HERE' else 'PASSED' end as told, c.opened_at, (select min(a.at) from appointment a where a.case_id = c.id and a.state = 'KEPT') as first_at from case_file c where c.opened_at >= $1 and c.opened_at < $2 and substr(c.reference, 1, 2) <> 'H-' and not ", uncounted!("c.id"), ") s group by s.category, s.urgency, s.emirate, s.told, support");
    pub TABLE = "select id, study, worker, at, body from given_table where id = $1";
    pub TABLES = "select id, study, worker, at, body from given_table order by at desc, id limit 501";
    pub COUNT_TABLES = "select count(*) from given_table";
    pub INSERT_TABLE = "insert into given_table (id, study, worker, at, body) values ($1, $2, $3, $4, $5)";
}

/// A study as stored.
#[derive(Debug, Clone)]
pub struct Stored {
    /// Identifier.
    pub id: StudyId,
    /// `PROPOSED`, `APPROVED` or `DECLINED`.
    pub state: String,
    /// Who proposed it.
    pub proposer: WorkerId,
    /// Who is given its tables.
    pub researcher: WorkerId,
    /// When it was proposed.
    pub asked_at: Millis,
    /// Until when tables are given and read.
    pub until: Millis,
    /// The item of knowledge in which its results are written down.
    pub result: Option<KnowledgeId>,
    /// The words and the scope.
    pub body: Vec<u8>,
    /// The word of the ethics committee.
    pub approval: Option<Vec<u8>>,
}

/// A table that was given out.
#[derive(Debug, Clone)]
pub struct Given {
    /// Identifier.
    pub id: ExtractId,
    /// For which study; for none when it is public.
    pub study: Option<StudyId>,
    /// Who asked for it.
    pub worker: WorkerId,
    /// When.
    pub at: Millis,
    /// The table.
    pub body: Vec<u8>,
}

fn stored(row: &Row) -> Result<Stored, DbError> {
    Ok(Stored {
        id: row.get(0)?,
        state: row.get(1)?,
        proposer: row.get(2)?,
        researcher: row.get(3)?,
        asked_at: row.get(4)?,
        until: row.get(5)?,
        result: row.get(6)?,
        body: row.get(7)?,
        approval: row.get(8)?,
    })
}

fn given(row: &Row) -> Result<Given, DbError> {
    Ok(Given {
        id: row.get(0)?,
        study: row.get(1)?,
        worker: row.get(2)?,
        at: row.get(3)?,
        body: row.get(4)?,
    })
}

/// One study.
pub fn find(tx: &mut dyn Tx, id: StudyId) -> Result<Option<Stored>, DbError> {
    tx.opt(&STUDY, &p![id])?.as_ref().map(stored).transpose()
}

/// The studies, the newest first; at most 200.
pub fn studies(tx: &mut dyn Tx) -> Result<Vec<Stored>, DbError> {
    tx.query(&STUDIES, &[])?.iter().map(stored).collect()
}

/// How many studies wait for the word of somebody who is neither proposer nor researcher.
pub fn proposed(tx: &mut dyn Tx, worker: WorkerId) -> Result<i64, DbError> {
    tx.one(&PROPOSED, &p![worker])?.get(0)
}

/// Writes a new study.
pub fn insert(tx: &mut dyn Tx, study: &Stored) -> Result<(), DbError> {
    let Stored { id, state, proposer, researcher, asked_at, until, body, .. } = study;
    tx.send(
        &INSERT_STUDY,
        &p![*id, state, *proposer, *researcher, *asked_at, *until, body.as_slice()],
    )
}

/// Decides on a study with the words and the scope that are approved; false when it was decided before.
pub fn decide(tx: &mut dyn Tx, study: &Stored) -> Result<bool, DbError> {
    let Stored { id, state, until, approval, body, .. } = study;
    let args = p![*id, state, *until, approval.clone(), body.as_slice()];
    Ok(tx.exec(&DECIDE, &args)? == 1)
}

/// Says where the results are written down; false when that was said before.
pub fn set_result(tx: &mut dyn Tx, id: StudyId, item: KnowledgeId) -> Result<bool, DbError> {
    Ok(tx.exec(&SET_RESULT, &p![id, item])? == 1)
}

/// The sealed count of a quarter, if it was counted.
pub fn quarter(tx: &mut dyn Tx, quarter: Quarter) -> Result<Option<Vec<u8>>, DbError> {
    tx.opt(&QUARTER, &p![i64::from(quarter.number())])?.map(|row| row.get(0)).transpose()
}

/// Keeps the sealed count of a quarter; the first one stays. False when there was one.
pub fn keep_quarter(
    tx: &mut dyn Tx,
    quarter: Quarter,
    at: Millis,
    body: &[u8],
) -> Result<bool, DbError> {
    Ok(tx.exec(&KEEP_QUARTER, &p![i64::from(quarter.number()), at, body])? == 1)
}

/// Counts the cases that were opened from `from` up to but without `until`. A restricted case is in no count, as it is on no
/// list: nobody outside it can tell that it exists; nor is one whose person has taken the permission back. A case of an older register is not counted either: the day on which it was
/// brought in is not the day on which it was opened.
pub fn count(
    tx: &mut dyn Tx,
    quarter: Quarter,
    (from, until): (Millis, Millis),
) -> Result<Vec<Counted>, DbError> {
    let axes = [Axis::Category, Axis::Urgency, Axis::Emirate, Axis::Told, Axis::Support];
    let rows = tx.query(&COUNT, &p![from, until, SOON_MS, MONTH_MS])?;
    let one = |row: &Row| {
        let mut codes = BTreeMap::new();
        for (at, axis) in axes.into_iter().enumerate() {
            codes.insert(axis, row.get::<String>(at)?);
        }
        let count: i64 = row.get(axes.len())?;
        Ok(Counted { quarter, codes, count: u64::try_from(count).unwrap_or_default() })
    };
    rows.iter().map(one).collect()
}

/// One table.
pub fn table(tx: &mut dyn Tx, id: ExtractId) -> Result<Option<Given>, DbError> {
    tx.opt(&TABLE, &p![id])?.as_ref().map(given).transpose()
}

/// Every table that was given out, the newest first; one more than [`TABLES_MAX`] at most.
pub fn tables(tx: &mut dyn Tx) -> Result<Vec<Given>, DbError> {
    tx.query(&TABLES, &[])?.iter().map(given).collect()
}

/// Writes down that a table is given out, if none was given since there were `before`.
pub fn give(tx: &mut dyn Tx, one: &Given, before: usize) -> Result<bool, DbError> {
    let there: i64 = tx.one(&COUNT_TABLES, &[])?.get(0)?;
    if usize::try_from(there) != Ok(before) {
        return Ok(false);
    }
    let Given { id, study, worker, at, body } = one;
    tx.send(&INSERT_TABLE, &p![*id, *study, *worker, *at, body.as_slice()])?;
    Ok(true)
}
