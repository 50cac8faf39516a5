//! All SQL of overrides.

use sila_core::{AgencyId, Millis, WorkerId};
use uuid::Uuid;

use super::REVIEW_DAYS;
use crate::db::{DbError, Row, Tx, p};

/// Columns of an [`Override`], in its order.
macro_rules! of_override {
    ($tail:literal) => {
        concat!(
            "select o.id, o.holder, o.reason, o.body, o.worker, w.name_ar, w.name_en, o.at, o.until_at, o.reviewer, o.reviewed_at, o.finding, o.review, coalesce(v.name_ar, ''), coalesce(v.name_en, '') from licence_override o join worker w on w.id = o.worker left join worker v on v.id = o.reviewer ",
            $tail
        )
    };
}

crate::sql! {
    pub ALL_OVERRIDES = of_override!("order by o.at desc, o.id limit 200");
    pub ONE = of_override!("where o.id = $1");
    pub WAITING = of_override!("where o.finding is null and o.worker <> $1 order by o.at, o.id limit 50");
    pub INSERT = "insert into licence_override (id, holder, reason, body, worker, at, until_at, reviewer, reviewed_at, finding, review) values ($1, $2, $3, $4, $5, $6, $7, null, null, null, null)";
    pub IN_FORCE = "select count(*) from licence_override o where o.holder = $1 and o.at <= $2 and o.until_at > $2 and (o.finding is not null or o.at > $3)";
    pub REVIEW = "update licence_override set reviewer = $2, reviewed_at = $3, finding = $4, until_at = $5, review = $6 where id = $1 and finding is null and worker <> $2";
}

/// A provider is sent somebody although its licence does not hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Override {
    /// Identifier.
    pub id: Uuid,
    /// The provider.
    pub holder: AgencyId,
    /// Why, one of [`super::REASONS`].
    pub reason: String,
    /// Why in words, sealed.
    pub body: Vec<u8>,
    /// Who took it upon themselves.
    pub worker: WorkerId,
    /// Their Arabic name.
    pub name_ar: String,
    /// Their English name.
    pub name_en: String,
    /// From when.
    pub at: Millis,
    /// Until when.
    pub until: Millis,
    /// Who looked at it.
    pub reviewer: Option<WorkerId>,
    /// When.
    pub reviewed_at: Option<Millis>,
    /// What they found: [`super::RIGHT`] or [`super::WRONG`].
    pub finding: Option<String>,
    /// Why, in the reviewer's words, sealed.
    pub review: Option<Vec<u8>>,
    /// The reviewer's Arabic and English name; empty before the review.
    pub reviewed_by: (String, String),
}

fn overridden(row: &Row) -> Result<Override, DbError> {
    Ok(Override {
        id: row.get(0)?,
        holder: row.get(1)?,
        reason: row.get(2)?,
        body: row.get(3)?,
        worker: row.get(4)?,
        name_ar: row.get(5)?,
        name_en: row.get(6)?,
        at: row.get(7)?,
        until: row.get(8)?,
        reviewer: row.get(9)?,
        reviewed_at: row.get(10)?,
        finding: row.get(11)?,
        review: row.get(12)?,
        reviewed_by: (row.get(13)?, row.get(14)?),
    })
}

/// Every override, the newest first.
pub fn all(tx: &mut dyn Tx) -> Result<Vec<Override>, DbError> {
    tx.query(&ALL_OVERRIDES, &[])?.iter().map(overridden).collect()
}

/// One override.
pub fn find(tx: &mut dyn Tx, id: Uuid) -> Result<Option<Override>, DbError> {
    tx.opt(&ONE, &p![id])?.as_ref().map(overridden).transpose()
}

/// Overrides of others that nobody has reviewed, the oldest first.
pub fn waiting(tx: &mut dyn Tx, reviewer: WorkerId) -> Result<Vec<Override>, DbError> {
    tx.query(&WAITING, &p![reviewer])?.iter().map(overridden).collect()
}

/// Writes an override down.
pub fn insert(tx: &mut dyn Tx, one: &Override) -> Result<(), DbError> {
    let Override { id, holder, reason, body, worker, at, until, .. } = one;
    tx.send(&INSERT, &p![*id, *holder, reason, body, *worker, *at, *until])
}

/// Whether one holds for this provider: not one that nobody has reviewed in the days that are given for it.
pub fn in_force(tx: &mut dyn Tx, holder: AgencyId, now: Millis) -> Result<bool, DbError> {
    Ok(tx.one(&IN_FORCE, &p![holder, now, now.plus_days(-REVIEW_DAYS)])?.get::<i64>(0)? > 0)
}

/// Writes down what a reviewer found. False when somebody has already, or it is the reviewer's own.
pub fn review(
    tx: &mut dyn Tx,
    id: Uuid,
    (reviewer, now): (WorkerId, Millis),
    (finding, until, words): (&str, Millis, &[u8]),
) -> Result<bool, DbError> {
    Ok(tx.exec(&REVIEW, &p![id, reviewer, now, finding, until, words])? == 1)
}
