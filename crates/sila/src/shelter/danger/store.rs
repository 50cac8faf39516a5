//! All SQL of the blind check over the link.

use std::collections::BTreeSet;

use sila_core::ids::{AgencyId, CaseId, PlaceId, ReferralId, WorkerId};
use sila_core::time::Millis;
use uuid::Uuid;

use super::{Check, SERVED, WAITS_MAX};
use crate::db::{DbError, Row, Tx};
use crate::p;

/// More households than live in the homes of one agency.
const RESIDENTS_MAX: usize = 2_000;

crate::sql! {
    pub INSERT = "insert into danger_check (referral, peer, side, state, at, due, onward, settled_at, worker, secret) values ($1, $2, $3, $4, $5, $6, null, null, null, $7) on conflict (referral) do nothing";
    pub COME = "update danger_check set state = case when state = 'SPOKEN' then state else $3 end, at = $4, due = null where referral = $1 and peer = $2 and side = 'SERVED' and due is not null";
    pub ASK_ANEW = "update danger_check set state = 'WAITING', at = $3, onward = $2, settled_at = null, secret = $4 where referral = $1 and side = 'ASKED' and onward is null";
    pub PASS = "update danger_check set state = $3, settled_at = $4 where referral = $1 and side = 'PASSED' and state = $2";
    pub ONE = "select referral, peer, side, state, at, due, onward, secret from danger_check where referral = $1";
    pub ASKED_ABOUT = "select referral, peer, side, state, at, due, onward, secret from danger_check where side = 'ASKED' and ((referral = $1 and onward is null) or onward = $1)";
    pub OPEN = "select 1 from danger_check where referral = $1 and side = 'SERVED' and state not in ('CLEAR', 'SPOKEN')";
    pub OPEN_OF_STAY = "select d.referral from stay s join referral r on r.id = s.referral or r.case_id = s.case_id join danger_check d on d.referral = r.id where s.id = $1 and r.is_open and d.side = 'SERVED' and d.state not in ('CLEAR', 'SPOKEN') order by d.referral limit 1";
    pub SETTLE = "update danger_check set state = $4, settled_at = $5, secret = null where referral = $1 and peer = $2 and side = $3 and state in ('WAITING', 'SPOKEN') and due is null";
    pub SPEAK = "update danger_check set state = 'SPOKEN', settled_at = $2, worker = $3 where referral = $1 and side = 'SERVED' and state in ('WAITING', 'NOT_SAFE', 'REFUSED') and (due is null or due <= $2)";
    pub SERVED_SINCE = "select count(*) from danger_check where peer = $1 and side = 'SERVED' and at >= $2 and due is null";
    pub CALLS = "select d.referral, r.reference, d.peer, case when d.due is not null or (d.state = 'WAITING' and d.at <= $2) then 'REFUSED' else d.state end, d.at from danger_check d join referral r on r.id = d.referral where d.side = 'SERVED' and d.state in ('WAITING', 'NOT_SAFE', 'REFUSED') and (d.due is null or d.due <= $1) and r.is_open and r.relay is null order by d.at, d.referral limit 100";
    pub KEEP_HELD = "update stay set hold_until = $3 where state = 'HELD' and referral is null and hold_until > $4 and hold_until < $3 and id in (select q.stay from place_request q where q.peer = $1 and q.id = $2 and q.stay is not null)";
    pub RESIDENTS = "select distinct coalesce(s.case_id, r.case_id) from stay s left join referral r on r.id = s.referral where s.state in ('HELD', 'STAYING', 'AWAY') and coalesce(s.case_id, r.case_id) is not null limit 2001";
}

fn check(row: &Row) -> Result<Check, DbError> {
    Ok(Check {
        referral: row.get(0)?,
        peer: row.get(1)?,
        side: row.get(2)?,
        state: row.get(3)?,
        at: row.get(4)?,
        due: row.get(5)?,
        onward: row.get(6)?,
        secret: row.get(7)?,
    })
}

/// Writes a check down. False when its referral has one.
pub fn insert(tx: &mut dyn Tx, new: &Check) -> Result<bool, DbError> {
    let (side, state) = (new.side.as_str(), new.state.as_str());
    let args = p![new.referral, new.peer, side, state, new.at, new.due, new.secret.as_deref()];
    Ok(tx.exec(&INSERT, &args)? == 1)
}

/// Writes down that a check has come, announced or not; what people have said meanwhile stays said. False when it had come before.
pub fn come(tx: &mut dyn Tx, check: &Check) -> Result<bool, DbError> {
    let awaited = p![check.referral, check.peer, check.state.as_str(), check.at];
    Ok(tx.exec(&COME, &awaited)? == 1 || insert(tx, check)?)
}

/// Our check is asked anew about the referral as which ours goes on. False when it was already.
pub fn ask_anew(
    tx: &mut dyn Tx,
    (id, onward): (ReferralId, ReferralId),
    secret: &[u8],
    now: Millis,
) -> Result<bool, DbError> {
    Ok(tx.exec(&ASK_ANEW, &p![id, onward, now, secret])? == 1)
}

/// A check between two others goes from one of its steps to the next. False when it is not there.
pub fn pass(
    tx: &mut dyn Tx,
    id: ReferralId,
    (from, to): (&str, &str),
    now: Millis,
) -> Result<bool, DbError> {
    Ok(tx.exec(&PASS, &p![id, from, to, now])? == 1)
}

/// The place that is held for whom an offer names stays held at least until then, while it is held.
pub fn keep_held(
    tx: &mut dyn Tx,
    (peer, place): (AgencyId, PlaceId),
    until: Millis,
    now: Millis,
) -> Result<(), DbError> {
    tx.send(&KEEP_HELD, &p![peer, place, until, now])
}

/// The check of a referral.
pub fn find(tx: &mut dyn Tx, id: ReferralId) -> Result<Option<Check>, DbError> {
    tx.opt(&ONE, &p![id])?.as_ref().map(check).transpose()
}

/// Our check about this referral, which may be the one as which ours goes on.
pub fn asked_about(tx: &mut dyn Tx, id: ReferralId) -> Result<Option<Check>, DbError> {
    tx.opt(&ASKED_ABOUT, &p![id])?.as_ref().map(check).transpose()
}

/// Whether nobody may be taken in by this referral now: nobody has said that it is safe here, and people have not spoken.
pub fn is_open(tx: &mut dyn Tx, id: ReferralId) -> Result<bool, DbError> {
    Ok(tx.opt(&OPEN, &p![id])?.is_some())
}

/// The referral by which whoever is expected came, or their case, and of which nobody has said that it is safe here.
pub fn open_of_stay(tx: &mut dyn Tx, stay: Uuid) -> Result<Option<ReferralId>, DbError> {
    tx.opt(&OPEN_OF_STAY, &p![stay])?.map(|row| row.get(0)).transpose()
}

/// Writes down what came of it and forgets the secrets. False when it is not awaited from this partner.
pub fn settle(
    tx: &mut dyn Tx,
    (id, peer, side): (ReferralId, AgencyId, &str),
    state: &str,
    now: Millis,
) -> Result<bool, DbError> {
    Ok(tx.exec(&SETTLE, &p![id, peer, side, state, now])? == 1)
}

/// Writes down that people have spoken. False when no call is due.
pub fn speak(
    tx: &mut dyn Tx,
    id: ReferralId,
    worker: WorkerId,
    now: Millis,
) -> Result<bool, DbError> {
    Ok(tx.exec(&SPEAK, &p![id, now, worker])? == 1)
}

/// How many checks of this partner came since then.
pub fn served_since(tx: &mut dyn Tx, peer: AgencyId, since: Millis) -> Result<i64, DbError> {
    tx.one(&SERVED_SINCE, &p![peer, since])?.get(0)
}

/// A referral that nobody may be accepted by before people have spoken, or the other node has answered.
#[derive(Debug, Clone)]
pub struct Call {
    /// The referral.
    pub referral: ReferralId,
    /// Its number.
    pub reference: String,
    /// The agency that refers.
    pub peer: AgencyId,
    /// Where the check stands.
    pub state: String,
    /// When it came.
    pub at: Millis,
}

/// The calls that are due, the oldest first, without those of what is shut to the reader.
pub fn calls(tx: &mut dyn Tx, shut: &BTreeSet<Uuid>, now: Millis) -> Result<Vec<Call>, DbError> {
    let call = |row: &Row| -> Result<Call, DbError> {
        Ok(Call {
            referral: row.get(0)?,
            reference: row.get(1)?,
            peer: row.get(2)?,
            state: row.get(3)?,
            at: row.get(4)?,
        })
    };
    let long = now.plus_minutes(-WAITS_MAX);
    let all: Result<Vec<Call>, DbError> =
        tx.query(&CALLS, &p![now, long])?.iter().map(call).collect();
    Ok(all?.into_iter().filter(|call| !shut.contains(&call.referral.0)).collect())
}

/// The cases of everybody who has a place in one of our homes: for the node itself, which compares and tells nobody. Nothing when
/// there are more than can be compared.
pub fn residents(tx: &mut dyn Tx) -> Result<Option<Vec<CaseId>>, DbError> {
    let all: Result<Vec<CaseId>, DbError> =
        tx.query(&RESIDENTS, &[])?.iter().map(|row| row.get(0)).collect();
    Ok(Some(all?).filter(|all| all.len() <= RESIDENTS_MAX))
}

/// A check that came from a partner.
pub fn served(id: ReferralId, peer: AgencyId, state: &str, now: Millis) -> Check {
    let (side, state) = (SERVED.to_owned(), state.to_owned());
    Check { referral: id, peer, side, state, at: now, due: None, onward: None, secret: None }
}
