//! All SQL of the waiting list, of who was turned away, and of how full the homes were.

use sila_core::codes::{Risk, Urgency};
use sila_core::ids::{CaseId, ReferralId, WorkerId};
use sila_core::shelter::{Need, Rank};
use sila_core::time::Millis;
use uuid::Uuid;

use super::Waiting;
use crate::agreements::First;
use crate::db::{DbError, Row, Tx};
use crate::p;

crate::sql! {
    pub LINE = "select w.id, w.case_id, w.referral, w.need, w.urgency, w.risk, w.linked, w.since, a.code, a.puts_first, case when exists (select 1 from case_restricted y where y.case_id = c.id) or exists (select 1 from case_excluded e where e.case_id = c.id) then '' else coalesce(c.reference, r.reference, '') end from waiting w left join case_file c on c.id = w.case_id left join referral r on r.id = w.referral left join referral o on o.id = c.origin_referral left join agreement a on a.id = coalesce(r.agreement, o.agreement) and a.state = 'SIGNED' and not a.halted where w.state = 'WAITING' and (w.referral is null or r.state in ('OFFERED', 'DELIVERED', 'IN_REVIEW', 'CLARIFYING', 'WAITLISTED', 'DECLINE_REVIEW')) order by w.since, w.id limit 2000";
    pub INSERT = "insert into waiting (id, case_id, referral, need, urgency, risk, linked, since, worker, state, end_code, ended_at, ended_by) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'WAITING', null, null, null)";
    pub CAME_FIRST = "select 1 from case_file c join referral o on o.id = c.origin_referral join agreement a on a.id = o.agreement where c.id = $1 and a.state = 'SIGNED' and not a.halted and a.puts_first is not null";
    pub OF_CASE = "select id from waiting where case_id = $1 and state = 'WAITING'";
    pub OF_REFERRAL = "select id from waiting where referral = $1 and state = 'WAITING'";
    pub PLACED_CASE = "update waiting set state = 'PLACED', ended_at = $2 where case_id = $1 and state = 'WAITING'";
    pub PLACED_REFERRAL = "update waiting set state = 'PLACED', ended_at = $2 where referral = $1 and state = 'WAITING'";
    pub END = "update waiting set state = 'ENDED', end_code = $2, ended_at = $3, ended_by = $4 where id = $1 and state = 'WAITING'";
    pub TURN_AWAY = "insert into turned_away (id, at, reason, linked, people) values ($1, $2, $3, $4, $5)";
    pub TURNED_AWAY = "select reason, linked, count(*) from turned_away where at > $1 group by reason, linked order by reason, linked";
    pub NIGHTS = "select arrived_at, ended_at, people from stay where arrived_at is not null and (ended_at is null or ended_at > $1) limit 20000";
}

fn damaged(error: impl std::fmt::Display) -> DbError {
    DbError::Type { what: format!("waiting: {error}") }
}

fn waiting(row: &Row) -> Result<Waiting, DbError> {
    let need: Vec<u8> = row.get(3)?;
    let (urgency, risk): (String, String) = (row.get(4)?, row.get(5)?);
    let (agreement, clause): (Option<String>, Option<String>) = (row.get(8)?, row.get(9)?);
    let referred: bool = row.get(6)?;
    let first = agreement.zip(clause).filter(|_| referred);
    let first = first.map(|(agreement, clause)| First { agreement, clause });
    Ok(Waiting {
        id: row.get(0)?,
        case: row.get(1)?,
        referral: row.get(2)?,
        need: Need::from_cbor(&need).map_err(damaged)?,
        rank: Rank {
            urgency: Urgency::from_code(&urgency).map_err(damaged)?,
            risk: Risk::from_code(&risk).map_err(damaged)?,
            linked: first.is_some(),
            since: row.get(7)?,
        },
        reference: row.get(10)?,
        referred,
        first,
    })
}

/// Everybody who waits, the first in line first.
pub fn line(tx: &mut dyn Tx) -> Result<Vec<Waiting>, DbError> {
    let mut line: Vec<Waiting> =
        tx.query(&LINE, &[])?.iter().map(waiting).collect::<Result<_, _>>()?;
    line.sort_by_key(|one| (one.rank, one.id));
    Ok(line)
}

/// Whether the agreement under which this case came to us puts it before whoever came by themselves.
pub fn came_first(tx: &mut dyn Tx, case: CaseId) -> Result<bool, DbError> {
    Ok(tx.opt(&CAME_FIRST, &p![case])?.is_some())
}

/// Puts somebody on the list. False when they are on it already.
pub fn insert(tx: &mut dyn Tx, one: &Waiting, worker: WorkerId) -> Result<bool, DbError> {
    let on_it = match (one.case, one.referral) {
        (Some(case), _) => tx.opt(&OF_CASE, &p![case])?,
        (_, Some(referral)) => tx.opt(&OF_REFERRAL, &p![referral])?,
        _ => None,
    };
    if on_it.is_some() {
        return Ok(false);
    }
    let Rank { urgency, risk, since, .. } = one.rank;
    let need = one.need.to_cbor();
    let args = p![
        one.id,
        one.case,
        one.referral,
        need,
        urgency.code(),
        risk.code(),
        one.referred,
        since,
        worker
    ];
    tx.exec(&INSERT, &args)?;
    Ok(true)
}

/// They have a place: they no longer wait.
pub fn placed(
    tx: &mut dyn Tx,
    (case, referral): (Option<CaseId>, Option<ReferralId>),
    now: Millis,
) -> Result<(), DbError> {
    if let Some(case) = case {
        tx.send(&PLACED_CASE, &p![case, now])?;
    }
    if let Some(referral) = referral {
        tx.send(&PLACED_REFERRAL, &p![referral, now])?;
    }
    Ok(())
}

/// They no longer wait, and have no place. False when somebody was quicker.
pub fn end(
    tx: &mut dyn Tx,
    id: Uuid,
    code: &str,
    worker: WorkerId,
    now: Millis,
) -> Result<bool, DbError> {
    Ok(tx.exec(&END, &p![id, code, now, worker])? == 1)
}

/// Somebody asked for a place and had none.
#[derive(Debug, Clone, Copy)]
pub struct TurnedAway {
    /// Identifier.
    pub id: Uuid,
    /// When.
    pub at: Millis,
    /// Why, a code.
    pub reason: &'static str,
    /// A linked agency asked.
    pub linked: bool,
    /// How many people.
    pub people: usize,
}

/// Writes it down. Who it was does not stand there.
pub fn turn_away(tx: &mut dyn Tx, one: &TurnedAway) -> Result<(), DbError> {
    let people = i64::try_from(one.people).unwrap_or(i64::MAX);
    tx.send(&TURN_AWAY, &p![one.id, one.at, one.reason, one.linked, people])
}

/// How often somebody was turned away since then: why, whether a linked agency asked, how often.
pub fn turned_away(tx: &mut dyn Tx, since: Millis) -> Result<Vec<(String, bool, i64)>, DbError> {
    let one = |row: &Row| Ok((row.get(0)?, row.get(1)?, row.get(2)?));
    tx.query(&TURNED_AWAY, &p![since])?.iter().map(one).collect()
}

/// Stays that touched the time since then: from when, until when, how many people.
pub fn nights(
    tx: &mut dyn Tx,
    since: Millis,
) -> Result<Vec<(Millis, Option<Millis>, i64)>, DbError> {
    let one = |row: &Row| Ok((row.get(0)?, row.get(1)?, row.get(2)?));
    tx.query(&NIGHTS, &p![since])?.iter().map(one).collect()
}
