//! All SQL of stays, their steps and their gates.

use sila_core::ids::{CaseId, ReferralId};
use sila_core::shelter::Need;
use sila_core::time::Millis;
use uuid::Uuid;

use super::{REFERRAL_OVER, Stay, Step};
use crate::db::{DbError, Row, Tx};
use crate::p;
use crate::shelter::homes::store as homes;

/// The columns of [`Stay`], in its order.
macro_rules! stays {
    ($tail:literal) => {
        concat!(
            "select s.id, s.home, s.state, s.end_code, s.people, s.need, s.case_id, s.referral, s.held_at, s.hold_until, \
             s.extended, s.arrived_at, s.leaves_at, s.back_at, s.ended_at, s.look_after_at, s.worker, \
             case when exists (select 1 from case_restricted y where y.case_id = c.id) or exists (select 1 from case_excluded e \
             where e.case_id = c.id) then s.number else coalesce(c.reference, r.reference, s.number) end from stay s left join referral r on r.id = s.referral \
             left join case_file c on c.id = coalesce(s.case_id, r.case_id) ",
            $tail
        )
    };
}

crate::sql! {
    pub STAY = stays!("where s.id = $1");
    pub OPEN = stays!("where s.state in ('HELD', 'STAYING', 'AWAY') order by s.hold_until, s.id limit 5000");
    pub RUN_OUT = stays!("where s.state = 'HELD' and s.hold_until <= $1 order by s.hold_until limit 100");
    pub LOOK_AFTER = stays!("where s.state = 'ENDED' and s.look_after_at is not null and s.ended_at > $1 order by s.look_after_at limit 200");
    pub OF_REFERRAL = stays!("where s.referral = $1 order by s.held_at desc, s.id desc limit 20");
    pub INSERT = "insert into stay (id, number, home, state, end_code, people, need, case_id, referral, held_at, hold_until, extended, arrived_at, leaves_at, back_at, ended_at, look_after_at, worker) values ($1, $10, $2, 'HELD', null, $3, $4, $5, $6, $7, $8, 0, null, null, null, null, null, $9)";
    pub LIVE_OF_CASE = "select s.id from stay s left join referral r on r.id = s.referral where s.state in ('HELD', 'STAYING', 'AWAY') and coalesce(s.case_id, r.case_id) = $1 limit 1";
    pub LAST_OF_CASE = "select s.id from stay s left join referral r on r.id = s.referral where coalesce(s.case_id, r.case_id) = $1 and (s.state in ('HELD', 'STAYING', 'AWAY') or s.arrived_at is not null) order by case when s.state = 'ENDED' then 1 else 0 end, s.held_at desc, s.id desc limit 1";
    pub LIVES = "select 1 from stay s where s.state in ('STAYING', 'AWAY') and (s.referral = $1 or s.case_id = (select r.case_id from referral r where r.id = $1)) limit 1";
    pub CASES_IN = "select coalesce(s.case_id, r.case_id) from stay s left join referral r on r.id = s.referral where s.home = $1 and s.id <> $2 and s.state in ('HELD', 'STAYING', 'AWAY') and coalesce(s.case_id, r.case_id) is not null limit 5000";
    pub LIVE_OF_REFERRAL = "select id from stay where referral = $1 and state in ('HELD', 'STAYING', 'AWAY') limit 1";
    pub CONFIRM = "update stay set referral = $2, worker = $3 where id = $1 and state = 'HELD' and referral is null and hold_until > $4";
    pub EXTEND = "update stay set hold_until = $3, extended = extended + 1 where id = $1 and state = 'HELD' and extended = $2";
    pub ADMIT = "update stay set state = 'STAYING', arrived_at = $2, leaves_at = $3 where id = $1 and state = 'HELD'";
    pub AWAY = "update stay set state = 'AWAY', back_at = $2 where id = $1 and state = 'STAYING'";
    pub BACK = "update stay set state = 'STAYING', back_at = null where id = $1 and state = 'AWAY'";
    pub LEAVES = "update stay set leaves_at = $2 where id = $1 and state in ('STAYING', 'AWAY')";
    pub AFTER = "update stay set look_after_at = $2 where id = $1 and state = 'ENDED' and look_after_at is not null";
    pub MOVE = "update stay set home = $2 where id = $1 and state in ('STAYING', 'AWAY')";
    pub END = "update stay set state = 'ENDED', end_code = $3, ended_at = $4, look_after_at = $5 where id = $1 and state = $2";
    pub INSERT_STEP = "insert into stay_step (stay, n, at, worker, act, code) select $1, coalesce(max(n), 0) + 1, $2, $3, $4, $5 from stay_step where stay = $1";
    pub STEPS = "select t.at, t.act, t.code, coalesce(w.name_ar, ''), coalesce(w.name_en, '') from stay_step t left join worker w on w.id = t.worker where t.stay = $1 order by t.n limit 500";
    pub SET_GATE = "insert into stay_gate (stay, gate, state, code, worker, at) values ($1, $2, $3, $4, $5, $6) on conflict (stay, gate) do update set state = excluded.state, code = excluded.code, worker = excluded.worker, at = excluded.at";
    pub GATES = "select g.gate, g.state, g.code, g.at, coalesce(w.name_ar, ''), coalesce(w.name_en, '') from stay_gate g left join worker w on w.id = g.worker where g.stay = $1";
}

fn stay(row: &Row) -> Result<Stay, DbError> {
    let need: Vec<u8> = row.get(5)?;
    let need = Need::from_cbor(&need);
    Ok(Stay {
        id: row.get(0)?,
        home: row.get(1)?,
        state: row.get(2)?,
        end_code: row.get(3)?,
        people: row.get(4)?,
        need: need.map_err(|error| DbError::Type { what: format!("stay: need: {error}") })?,
        case: row.get(6)?,
        referral: row.get(7)?,
        held_at: row.get(8)?,
        hold_until: row.get(9)?,
        extended: row.get(10)?,
        arrived_at: row.get(11)?,
        leaves_at: row.get(12)?,
        back_at: row.get(13)?,
        ended_at: row.get(14)?,
        look_after_at: row.get(15)?,
        worker: row.get(16)?,
        reference: row.get(17)?,
    })
}

/// One stay.
pub fn find(tx: &mut dyn Tx, id: Uuid) -> Result<Option<Stay>, DbError> {
    tx.opt(&STAY, &p![id])?.as_ref().map(stay).transpose()
}

/// Every hold and every stay that has not ended; what is held ends first.
pub fn open(tx: &mut dyn Tx) -> Result<Vec<Stay>, DbError> {
    tx.query(&OPEN, &[])?.iter().map(stay).collect()
}

/// Holds that have run out.
pub fn run_out(tx: &mut dyn Tx, now: Millis) -> Result<Vec<Stay>, DbError> {
    tx.query(&RUN_OUT, &p![now])?.iter().map(stay).collect()
}

/// Stays that ended after `since` and after which somebody is to be asked how they are.
pub fn look_after(tx: &mut dyn Tx, since: Millis) -> Result<Vec<Stay>, DbError> {
    tx.query(&LOOK_AFTER, &p![since])?.iter().map(stay).collect()
}

/// The stays of a referral, the newest first.
pub fn of_referral(tx: &mut dyn Tx, id: ReferralId) -> Result<Vec<Stay>, DbError> {
    tx.query(&OF_REFERRAL, &p![id])?.iter().map(stay).collect()
}

/// The hold or the stay that a case has now, its own or that of the referral it came by.
pub fn live_of_case(tx: &mut dyn Tx, case: CaseId) -> Result<Option<Uuid>, DbError> {
    tx.opt(&LIVE_OF_CASE, &p![case])?.map(|row| row.get(0)).transpose()
}

/// The hold or the stay that a case has now; where it has none, the last one in which somebody came.
pub fn last_of_case(tx: &mut dyn Tx, case: CaseId) -> Result<Option<Uuid>, DbError> {
    tx.opt(&LAST_OF_CASE, &p![case])?.map(|row| row.get(0)).transpose()
}

/// Whether somebody who came by this referral lives in one of our homes now.
pub fn lives(tx: &mut dyn Tx, id: ReferralId) -> Result<bool, DbError> {
    Ok(tx.opt(&LIVES, &p![id])?.is_some())
}

/// Writes a hold with its beds and its first step. False, and nothing written, when a bed is not free any more.
pub fn insert(tx: &mut dyn Tx, stay: &Stay, beds: &[Uuid], step: &Step) -> Result<bool, DbError> {
    let need = stay.need.to_cbor();
    if let Some(case) = stay.case
        && live_of_case(tx, case)?.is_some()
    {
        return Ok(false);
    }
    if let Some(referral) = stay.referral
        && tx.opt(&LIVE_OF_REFERRAL, &p![referral])?.is_some()
    {
        return Ok(false);
    }
    let all_free = beds.iter().try_fold(true, |free, bed| -> Result<bool, DbError> {
        Ok(free && tx.opt(&homes::IS_FREE, &p![*bed])?.is_some())
    });
    if !all_free? {
        return Ok(false);
    }
    let series = format!("S-{:02}", stay.held_at.uae_date().year.rem_euclid(100));
    let n: i64 = tx.one(&crate::cases::store::NEXT_NUMBER, &p![series.as_str()])?.get(0)?;
    let args = p![
        stay.id,
        stay.home,
        stay.people,
        need,
        stay.case,
        stay.referral,
        stay.held_at,
        stay.hold_until,
        stay.worker,
        format!("{series}-{n:05}")
    ];
    tx.exec(&INSERT, &args)?;
    if !homes::take(tx, stay.id, beds)? {
        return Err(DbError::Retry);
    }
    add_step(tx, stay.id, step)?;
    Ok(true)
}

/// Confirms for a referral what is held for a partner's question. False when it is not held any more, or was confirmed.
pub fn confirm(
    tx: &mut dyn Tx,
    stay: &Stay,
    referral: ReferralId,
    step: &Step,
) -> Result<bool, DbError> {
    if tx.exec(&CONFIRM, &p![stay.id, referral, stay.worker, step.at])? == 0 {
        return Ok(false);
    }
    add_step(tx, stay.id, step)?;
    Ok(true)
}

/// Ends a stay that is in this state and frees its beds. False when it is not in it any more.
pub fn end(
    tx: &mut dyn Tx,
    (id, from): (Uuid, &str),
    code: &str,
    look_after_at: Option<Millis>,
    now: Millis,
) -> Result<bool, DbError> {
    if tx.exec(&END, &p![id, from, code, now, look_after_at])? == 0 {
        return Ok(false);
    }
    homes::free_all(tx, id)?;
    Ok(true)
}

/// A referral is over: a place that is still held for it is free again.
pub fn referral_over(tx: &mut dyn Tx, id: ReferralId, now: Millis) -> Result<(), DbError> {
    for stay in of_referral(tx, id)?.iter().filter(|stay| stay.state == "HELD") {
        if end(tx, (stay.id, "HELD"), REFERRAL_OVER, None, now)? {
            let code = REFERRAL_OVER.to_owned();
            add_step(tx, stay.id, &Step { at: now, worker: None, act: "END", code })?;
        }
    }
    Ok(())
}

/// Adds a step.
pub fn add_step(tx: &mut dyn Tx, stay: Uuid, step: &Step) -> Result<(), DbError> {
    tx.send(&INSERT_STEP, &p![stay, step.at, step.worker, step.act, step.code.as_str()])
}

/// A step as it is shown.
#[derive(Debug, Clone)]
pub struct Told {
    /// When.
    pub at: Millis,
    /// What.
    pub act: String,
    /// With which code.
    pub code: String,
    /// Arabic and English name of who did it; empty when the node did.
    pub by: (String, String),
}

/// The cases of everybody else who has a place in a home: for the node itself, which compares and tells nobody.
pub fn cases_in(tx: &mut dyn Tx, (home, but): (Uuid, Uuid)) -> Result<Vec<CaseId>, DbError> {
    tx.query(&CASES_IN, &p![home, but])?.iter().map(|row| row.get(0)).collect()
}

/// The steps of a stay, oldest first.
pub fn steps(tx: &mut dyn Tx, id: Uuid) -> Result<Vec<Told>, DbError> {
    let told = |row: &Row| {
        let by = (row.get(3)?, row.get(4)?);
        Ok(Told { at: row.get(0)?, act: row.get(1)?, code: row.get(2)?, by })
    };
    tx.query(&STEPS, &p![id])?.iter().map(told).collect()
}

/// What became of a gate.
#[derive(Debug, Clone)]
pub struct Passed {
    /// Which.
    pub gate: String,
    /// `DONE` or `OVERRIDDEN`.
    pub state: String,
    /// Why it was overridden.
    pub code: String,
    /// When.
    pub at: Millis,
    /// Arabic and English name of who did it.
    pub by: (String, String),
}

/// The gates of a stay that somebody has passed.
pub fn gates(tx: &mut dyn Tx, id: Uuid) -> Result<Vec<Passed>, DbError> {
    let passed = |row: &Row| {
        let by = (row.get(4)?, row.get(5)?);
        Ok(Passed { gate: row.get(0)?, state: row.get(1)?, code: row.get(2)?, at: row.get(3)?, by })
    };
    tx.query(&GATES, &p![id])?.iter().map(passed).collect()
}
