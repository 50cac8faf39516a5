//! All SQL of handovers between shifts.

use sila_core::ids::{CaseId, WorkerId};
use sila_core::time::Millis;
use uuid::Uuid;

use super::{Handover, Point};
use crate::db::{DbError, Row, Tx};
use crate::p;

/// For so long after somebody has left, shifts still speak of them: milliseconds.
const AFTER_MS: i64 = 24 * 3_600_000;

/// The columns of [`Point`], in its order.
macro_rules! points {
    ($tail:literal) => {
        concat!(
            "select p.id, p.home, p.kind, p.stay, p.worker, p.at, p.done_at, p.body, \
             case when s.id is null then '' when exists (select 1 from case_restricted y where y.case_id = c.id) or exists \
             (select 1 from case_excluded e where e.case_id = c.id) then s.number else coalesce(c.reference, r.reference, s.number) end \
             from shift_point p left join stay s on s.id = p.stay left join referral r on r.id = s.referral \
             left join case_file c on c.id = coalesce(s.case_id, r.case_id) ",
            $tail
        )
    };
}

/// The columns of [`Handover`], in its order.
macro_rules! handovers {
    ($tail:literal) => {
        concat!(
            "select h.id, h.home, h.worker, h.at, h.points, h.acknowledged_by, h.acknowledged_at, h.body, w.name_ar, w.name_en, \
             coalesce(k.name_ar, ''), coalesce(k.name_en, '') from shift_handover h join worker w on w.id = h.worker \
             left join worker k on k.id = h.acknowledged_by ",
            $tail
        )
    };
}

crate::sql! {
    pub OPEN = points!("where p.home = $1 and p.done_at is null and not exists (select 1 from case_withheld v where v.case_id = c.id) and not exists (select 1 from case_excluded x where x.case_id = c.id and x.worker = $2) order by p.at, p.id limit 100");
    pub ONE_POINT = points!("where p.id = $1 and p.home = $2 and not exists (select 1 from case_excluded x where x.case_id = c.id and x.worker = $3)");
    pub COUNT_OPEN = "select count(*), coalesce(sum(case when exists (select 1 from case_excluded e where e.case_id = coalesce(s.case_id, r.case_id)) then 0 else 1 end), 0) from shift_point p left join stay s on s.id = p.stay left join referral r on r.id = s.referral where p.home = $1 and p.done_at is null and not exists (select 1 from case_withheld v where v.case_id = coalesce(s.case_id, r.case_id))";
    pub INSERT_POINT = "insert into shift_point (id, home, kind, stay, worker, at, done_at, done_by, body) values ($1, $2, $3, $4, $5, $6, null, null, $7)";
    pub DONE = "update shift_point set done_at = $2, done_by = $3 where id = $1 and done_at is null";
    pub HANDOVERS = handovers!("where h.home = $1 order by h.at desc, h.id limit 20");
    pub WAITING = handovers!("where h.acknowledged_at is null order by h.at, h.id limit 50");
    pub INSERT = "insert into shift_handover (id, home, worker, at, points, acknowledged_by, acknowledged_at, body) select $1, $2, $3, $4, $5, null, null, $6 where not exists (select 1 from shift_handover h where h.home = $2 and h.acknowledged_at is null)";
    pub DELETE_POINTS = "delete from shift_point where stay in (select s.id from stay s left join referral r on r.id = s.referral where coalesce(s.case_id, r.case_id) = $1) or (stay is null and done_at is not null and exists (select 1 from stay s left join referral r on r.id = s.referral where s.home = shift_point.home and coalesce(s.case_id, r.case_id) = $1 and shift_point.at >= s.held_at and shift_point.at <= coalesce(s.ended_at, $2) + $3))";
    pub ERASE_HANDOVERS = "update shift_handover set body = $4 where exists (select 1 from stay s left join referral r on r.id = s.referral where s.home = shift_handover.home and coalesce(s.case_id, r.case_id) = $1 and shift_handover.at >= s.held_at and shift_handover.at <= coalesce(s.ended_at, $2) + $3)";
    pub ACKNOWLEDGE = "update shift_handover set acknowledged_by = $3, acknowledged_at = $4 where id = $1 and home = $2 and acknowledged_at is null and worker <> $3";
}

fn point(row: &Row) -> Result<Point, DbError> {
    Ok(Point {
        id: row.get(0)?,
        home: row.get(1)?,
        kind: row.get(2)?,
        stay: row.get(3)?,
        worker: row.get(4)?,
        at: row.get(5)?,
        done_at: row.get(6)?,
        body: row.get(7)?,
        reference: row.get(8)?,
    })
}

fn handover(row: &Row) -> Result<Handover, DbError> {
    Ok(Handover {
        id: row.get(0)?,
        home: row.get(1)?,
        worker: row.get(2)?,
        at: row.get(3)?,
        points: row.get(4)?,
        acknowledged_by: row.get(5)?,
        acknowledged_at: row.get(6)?,
        body: row.get(7)?,
        names: [(row.get(8)?, row.get(9)?), (row.get(10)?, row.get(11)?)],
    })
}

/// What is open in a home, the oldest first: without what is about somebody whose case this worker is excluded from.
pub fn open(tx: &mut dyn Tx, home: Uuid, reader: WorkerId) -> Result<Vec<Point>, DbError> {
    tx.query(&OPEN, &p![home, reader])?.iter().map(point).collect()
}

/// One point of a home, as this worker finds it.
pub fn one(
    tx: &mut dyn Tx,
    home: Uuid,
    id: Uuid,
    reader: WorkerId,
) -> Result<Option<Point>, DbError> {
    tx.opt(&ONE_POINT, &p![id, home, reader])?.as_ref().map(point).transpose()
}

/// How many points are open in a home, and how many of them everybody there may read.
pub fn count_open(tx: &mut dyn Tx, home: Uuid) -> Result<(i64, i64), DbError> {
    let row = tx.one(&COUNT_OPEN, &p![home])?;
    Ok((row.get(0)?, row.get(1)?))
}

/// Adds a point.
pub fn add(tx: &mut dyn Tx, new: &Point) -> Result<(), DbError> {
    let kind = new.kind.as_str();
    let args = p![new.id, new.home, kind, new.stay, new.worker, new.at, new.body.clone()];
    tx.send(&INSERT_POINT, &args)
}

/// It is done. False when it was before.
pub fn done(tx: &mut dyn Tx, id: Uuid, by: WorkerId, now: Millis) -> Result<bool, DbError> {
    Ok(tx.exec(&DONE, &p![id, now, by])? == 1)
}

/// Erases what shifts wrote about the people of a case: the points about their stays, and all that was said at handovers of the home,
/// or noted about it and done, while they lived there and a day longer. Nobody can tell from outside which of those words are theirs.
pub fn erase_of(tx: &mut dyn Tx, case: CaseId, now: Millis) -> Result<(), DbError> {
    tx.send(&DELETE_POINTS, &p![case, now, AFTER_MS])?;
    tx.send(&ERASE_HANDOVERS, &p![case, now, AFTER_MS, Vec::<u8>::new()])
}

/// The last handovers of a home, the newest first.
pub fn handovers(tx: &mut dyn Tx, home: Uuid) -> Result<Vec<Handover>, DbError> {
    tx.query(&HANDOVERS, &p![home])?.iter().map(handover).collect()
}

/// Handovers of all homes that nobody has acknowledged.
pub fn waiting(tx: &mut dyn Tx) -> Result<Vec<Handover>, DbError> {
    tx.query(&WAITING, &[])?.iter().map(handover).collect()
}

/// Hands over. False while the one before is not acknowledged.
pub fn hand_over(tx: &mut dyn Tx, new: &Handover) -> Result<bool, DbError> {
    let args = p![new.id, new.home, new.worker, new.at, new.points, new.body.clone()];
    Ok(tx.exec(&INSERT, &args)? == 1)
}

/// Acknowledges. False for whoever handed over, and when somebody has before.
pub fn acknowledge(
    tx: &mut dyn Tx,
    (home, id): (Uuid, Uuid),
    by: WorkerId,
    now: Millis,
) -> Result<bool, DbError> {
    Ok(tx.exec(&ACKNOWLEDGE, &p![id, home, by, now])? == 1)
}
