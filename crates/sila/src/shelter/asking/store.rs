//! All SQL of questions for a place: ours, what partners said, and what they asked us.

use sila_core::codes::Urgency;
use sila_core::ids::{AgencyId, AgreementId, CaseId, PlaceId, ReferralId};
use sila_core::shelter::{Capacity, Need};
use sila_core::time::Millis;
use uuid::Uuid;

use super::{Question, Request, Said};
use crate::db::{DbError, Row, Tx};
use crate::p;

/// The columns of [`Question`], in its order.
macro_rules! questions {
    ($tail:literal) => {
        concat!(
            "select q.id, q.case_id, q.worker, q.need, q.urgency, q.asked_at, q.state, q.referral, q.chosen, coalesce(c.reference, '') \
             from place_question q left join case_file c on c.id = q.case_id ",
            $tail
        )
    };
}

/// The columns of [`Request`], in its order.
macro_rules! requests {
    ($tail:literal) => {
        concat!(
            "select a.peer, a.id, a.need, a.urgency, a.asked_at, a.state, a.stay from place_request a ",
            $tail
        )
    };
}

crate::sql! {
    pub INSERT = "insert into place_question (id, case_id, worker, need, urgency, asked_at, state, referral, chosen) values ($1, $2, $3, $4, $5, $6, 'OPEN', null, null)";
    pub INSERT_SAID = "insert into place_said (question, peer, agreement, state, capacity, until_at, answered_at) values ($1, $2, $3, 'WAITING', null, null, null)";
    pub QUESTION = questions!("where q.id = $1");
    pub OF_CASE = questions!("where q.case_id = $1 order by q.asked_at desc, q.id desc limit 20");
    pub SENT_NOW = questions!("where q.state = 'SENT' order by q.asked_at, q.id limit 100");
    pub SAID = "select peer, state, capacity, until_at, answered_at from place_said where question = $1 order by peer";
    pub SET_SAID = "update place_said set state = $3, capacity = $4, until_at = $5, answered_at = $6 where question = $1 and peer = $2 and state = 'WAITING'";
    pub SET_RELEASED = "update place_said set state = 'RELEASED' where question = $1 and peer = $2 and state in ('WAITING', 'HELD', 'MAYBE')";
    pub NOT_WANTED = "update place_said set state = 'RELEASED' where question = $1 and peer = $2 and state = 'HELD' and until_at > $3 and exists (select 1 from place_question q where q.id = $1 and q.state = 'OPEN')";
    pub HELD_FOR = "select q.id from place_question q join place_said s on s.question = q.id where q.case_id = $1 and q.state = 'OPEN' and s.peer = $2 and s.state = 'HELD' and s.until_at > $3 order by q.asked_at desc limit 1";
    pub SET_SENT = "update place_question set state = 'SENT', referral = $2, chosen = $3 where id = $1 and state = 'OPEN'";
    pub SET_STATE = "update place_question set state = $3 where id = $1 and state = $2";
    pub STATE_OF_REFERRAL = "select state from referral where id = $1";
    pub INSERT_REQUEST = "insert into place_request (peer, id, need, urgency, asked_at, state, stay, answered_at) values ($1, $2, $3, $4, $5, 'OPEN', null, null) on conflict (peer, id) do nothing";
    pub REQUEST = requests!("where a.peer = $1 and a.id = $2");
    pub OPEN_REQUESTS = requests!("where a.state = 'OPEN' order by a.asked_at, a.id limit 100");
    pub RECENT = requests!("where a.asked_at > $1 order by a.asked_at desc, a.id limit 50");
    pub OF_STAY = requests!("where a.stay = $1");
    pub ANSWER = "update place_request set state = $3, stay = $4, answered_at = $5 where peer = $1 and id = $2 and state = 'OPEN'";
    pub LET_GO = "update place_request set state = 'RELEASED' where peer = $1 and id = $2 and state <> 'RELEASED'";
    pub HELD_BY = "select count(*) from place_request a join stay s on s.id = a.stay where a.peer = $1 and s.state = 'HELD' and s.referral is null";
}

fn damaged(error: impl std::fmt::Display) -> DbError {
    DbError::Type { what: format!("place: {error}") }
}

fn need(bytes: &[u8]) -> Result<Need, DbError> {
    Need::from_cbor(bytes).map_err(damaged)
}

fn urgency(code: &str) -> Result<Urgency, DbError> {
    Urgency::from_code(code).map_err(damaged)
}

fn question(row: &Row) -> Result<Question, DbError> {
    let (body, code): (Vec<u8>, String) = (row.get(3)?, row.get(4)?);
    Ok(Question {
        id: row.get(0)?,
        case: row.get(1)?,
        worker: row.get(2)?,
        need: need(&body)?,
        urgency: urgency(&code)?,
        asked_at: row.get(5)?,
        state: row.get(6)?,
        referral: row.get(7)?,
        chosen: row.get(8)?,
        reference: row.get(9)?,
    })
}

fn request(row: &Row) -> Result<Request, DbError> {
    let (body, code): (Vec<u8>, String) = (row.get(2)?, row.get(3)?);
    Ok(Request {
        peer: row.get(0)?,
        id: row.get(1)?,
        need: need(&body)?,
        urgency: urgency(&code)?,
        asked_at: row.get(4)?,
        state: row.get(5)?,
        stay: row.get(6)?,
    })
}

/// Writes a question with the partners it goes to.
pub fn insert(
    tx: &mut dyn Tx,
    question: &Question,
    to: &[(AgencyId, AgreementId)],
) -> Result<(), DbError> {
    let need = question.need.to_cbor();
    let args = p![
        question.id,
        question.case,
        question.worker,
        need,
        question.urgency.code(),
        question.asked_at
    ];
    tx.exec(&INSERT, &args)?;
    let mut all = to.iter();
    all.try_for_each(|(peer, by)| tx.send(&INSERT_SAID, &p![question.id, *peer, *by]))
}

/// One question.
pub fn find(tx: &mut dyn Tx, id: PlaceId) -> Result<Option<Question>, DbError> {
    tx.opt(&QUESTION, &p![id])?.as_ref().map(question).transpose()
}

/// The questions of a case, the newest first.
pub fn of_case(tx: &mut dyn Tx, case: CaseId) -> Result<Vec<Question>, DbError> {
    tx.query(&OF_CASE, &p![case])?.iter().map(question).collect()
}

/// Questions whose referral is on its way.
pub fn sent(tx: &mut dyn Tx) -> Result<Vec<Question>, DbError> {
    tx.query(&SENT_NOW, &[])?.iter().map(question).collect()
}

/// What every partner said.
pub fn said(tx: &mut dyn Tx, id: PlaceId) -> Result<Vec<Said>, DbError> {
    let one = |row: &Row| {
        let capacity: Option<Vec<u8>> = row.get(2)?;
        let capacity = capacity.map(|bytes| Capacity::from_cbor(&bytes).map_err(damaged));
        Ok(Said {
            peer: row.get(0)?,
            state: row.get(1)?,
            capacity: capacity.transpose()?,
            until: row.get(3)?,
            answered_at: row.get(4)?,
        })
    };
    tx.query(&SAID, &p![id])?.iter().map(one).collect()
}

/// Writes down what a partner said. False when it was not asked or has answered already.
pub fn answered(tx: &mut dyn Tx, id: PlaceId, said: &Said) -> Result<bool, DbError> {
    let capacity = said.capacity.map(|capacity| capacity.to_cbor());
    let args = p![id, said.peer, said.state.as_str(), capacity, said.until, said.answered_at];
    Ok(tx.exec(&SET_SAID, &args)? == 1)
}

/// The question of this case for which this partner holds a place.
pub fn held_for(
    tx: &mut dyn Tx,
    case: CaseId,
    peer: AgencyId,
    now: Millis,
) -> Result<Option<PlaceId>, DbError> {
    tx.opt(&HELD_FOR, &p![case, peer, now])?.map(|row| row.get(0)).transpose()
}

/// A referral went out with it.
pub fn set_sent(
    tx: &mut dyn Tx,
    id: PlaceId,
    referral: ReferralId,
    to: AgencyId,
) -> Result<(), DbError> {
    tx.send(&SET_SENT, &p![id, referral, to])
}

/// Moves a question. False when it is not in that state any more.
pub fn set_state(tx: &mut dyn Tx, id: PlaceId, from: &str, to: &str) -> Result<bool, DbError> {
    Ok(tx.exec(&SET_STATE, &p![id, from, to])? == 1)
}

/// What a partner said no longer matters.
pub fn released(tx: &mut dyn Tx, id: PlaceId, peer: AgencyId) -> Result<(), DbError> {
    tx.send(&SET_RELEASED, &p![id, peer])
}

/// The place that this partner holds is not wanted. False when it holds none, or a referral has gone out with the question.
pub fn not_wanted(
    tx: &mut dyn Tx,
    (id, peer): (PlaceId, AgencyId),
    now: Millis,
) -> Result<bool, DbError> {
    Ok(tx.exec(&NOT_WANTED, &p![id, peer, now])? == 1)
}

/// The state of a referral, as its row says it.
pub fn referral_state(tx: &mut dyn Tx, id: ReferralId) -> Result<Option<String>, DbError> {
    tx.opt(&STATE_OF_REFERRAL, &p![id])?.map(|row| row.get(0)).transpose()
}

/// Writes down a partner's question; one that came before stays as it is.
pub fn insert_request(tx: &mut dyn Tx, request: &Request) -> Result<(), DbError> {
    let need = request.need.to_cbor();
    let urgency = request.urgency.code();
    tx.send(&INSERT_REQUEST, &p![request.peer, request.id, need, urgency, request.asked_at])
}

/// A partner's question.
pub fn find_request(
    tx: &mut dyn Tx,
    peer: AgencyId,
    id: PlaceId,
) -> Result<Option<Request>, DbError> {
    tx.opt(&REQUEST, &p![peer, id])?.as_ref().map(request).transpose()
}

/// Partners' questions that wait for an answer.
pub fn open_requests(tx: &mut dyn Tx) -> Result<Vec<Request>, DbError> {
    tx.query(&OPEN_REQUESTS, &[])?.iter().map(request).collect()
}

/// Partners' questions since then, the newest first.
pub fn recent(tx: &mut dyn Tx, since: Millis) -> Result<Vec<Request>, DbError> {
    tx.query(&RECENT, &p![since])?.iter().map(request).collect()
}

/// The partner's question for which this stay holds a place.
pub fn of_stay(tx: &mut dyn Tx, stay: Uuid) -> Result<Option<Request>, DbError> {
    tx.opt(&OF_STAY, &p![stay])?.as_ref().map(request).transpose()
}

/// Writes down our answer. False when it was answered or let go meanwhile.
pub fn answer(
    tx: &mut dyn Tx,
    request: &Request,
    state: &str,
    stay: Option<Uuid>,
    now: Millis,
) -> Result<bool, DbError> {
    Ok(tx.exec(&ANSWER, &p![request.peer, request.id, state, stay, now])? == 1)
}

/// The partner no longer needs it. False when it had said so before.
pub fn let_go(tx: &mut dyn Tx, peer: AgencyId, id: PlaceId) -> Result<bool, DbError> {
    Ok(tx.exec(&LET_GO, &p![peer, id])? == 1)
}

/// How many places are held for questions of this partner that no referral has confirmed.
pub fn held_by(tx: &mut dyn Tx, peer: AgencyId) -> Result<i64, DbError> {
    tx.one(&HELD_BY, &p![peer])?.get(0)
}
