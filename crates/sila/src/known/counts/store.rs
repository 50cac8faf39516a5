//! All SQL of the monthly counts.

use sila_core::ids::AgreementId;
use sila_core::time::Millis;

use crate::db::{DbError, Row, Tx, p};

crate::sql! {
    pub INSERT = "insert into known_month (agreement, direction, month, ours, theirs, at) values ($1, $2, $3, $4, $5, $6) on conflict (agreement, direction, month) do nothing";
    pub LAST_TOLD = "select max(month) from known_month where agreement = $1 and direction = 'in'";
    pub SERVED_BEFORE = "select 1 from known_served where agreement = $1 and at < $2 limit 1";
    pub SETTLED = "select count(*) from known_query where agreement = $1 and state <> 'WAITING'";
    pub MONTHS = "select agreement, direction, month, ours, theirs, at from known_month order by month desc, at desc limit 60";
}

/// What was counted when a month had ended: every question ever, up to then.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Month {
    /// The agreement.
    pub agreement: AgreementId,
    /// We were asked, and told them our count; otherwise we asked, and they told us theirs.
    pub incoming: bool,
    /// Such as 202611.
    pub month: u32,
    /// By our count.
    pub ours: i64,
    /// By theirs, where they told us.
    pub theirs: Option<i64>,
    /// When it was counted.
    pub at: Millis,
}

impl Month {
    /// Whether both sides have counted differently.
    pub fn differs(&self) -> bool {
        self.theirs.is_some_and(|theirs| theirs != self.ours)
    }
}

fn month(row: &Row) -> Result<Month, DbError> {
    let direction: String = row.get(1)?;
    Ok(Month {
        agreement: row.get(0)?,
        incoming: direction == "in",
        month: row.get(2)?,
        ours: row.get(3)?,
        theirs: row.get(4)?,
        at: row.get(5)?,
    })
}

/// Writes a month down, once.
pub fn insert(tx: &mut dyn Tx, month: &Month) -> Result<(), DbError> {
    let direction = if month.incoming { "in" } else { "out" };
    let Month { agreement, ours, theirs, at, .. } = *month;
    tx.send(&INSERT, &p![agreement, direction, i64::from(month.month), ours, theirs, at])
}

/// The last month whose count was told under an agreement.
pub fn last_told(tx: &mut dyn Tx, agreement: AgreementId) -> Result<Option<u32>, DbError> {
    tx.one(&LAST_TOLD, &p![agreement])?.get(0)
}

/// Whether any question was asked of this node before a time.
pub fn served_before(
    tx: &mut dyn Tx,
    agreement: AgreementId,
    time: Millis,
) -> Result<bool, DbError> {
    Ok(tx.opt(&SERVED_BEFORE, &p![agreement, time])?.is_some())
}

/// How many questions of ours have come to an end: answered, refused or failed.
pub fn settled(tx: &mut dyn Tx, agreement: AgreementId) -> Result<i64, DbError> {
    tx.one(&SETTLED, &p![agreement])?.get(0)
}

/// The last months of every agreement, the newest first.
pub fn months(tx: &mut dyn Tx) -> Result<Vec<Month>, DbError> {
    tx.query(&MONTHS, &[])?.iter().map(month).collect()
}
