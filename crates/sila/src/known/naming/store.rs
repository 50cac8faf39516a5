//! All SQL of people named to the other agency's officer on duty.

use sila_core::AgencyId;
use sila_core::codes::KnownAnswer;
use sila_core::ids::{AgreementId, CaseId, WorkerId};
use sila_core::time::Millis;
use sila_link::known::table::Handle;
use uuid::Uuid;

use crate::cases::scope::store::barred;
use crate::db::{DbError, Row, Tx, p};

/// Columns of a [`Naming`], in the order in which [`naming`] reads them.
macro_rules! of_naming {
    ($tail:expr) => {
        concat!(
            "select n.id, n.direction, n.query, n.agreement, n.peer, n.handle, n.subject, n.case_id, n.place, n.purpose, n.at, n.body, n.opened_at, n.answer, n.answered_at, coalesce(w.name_ar, ''), coalesce(w.name_en, ''), coalesce(o.name_ar, ''), coalesce(o.name_en, '') from known_naming n left join worker w on w.id = n.worker left join worker o on o.id = coalesce(n.answered_by, n.opened_by) ",
            $tail
        )
    };
}

crate::sql! {
    pub INSERT = "insert into known_naming (id, direction, query, agreement, peer, handle, subject, case_id, place, purpose, at, worker, body, answer, answered_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15) on conflict (id) do nothing";
    pub NAMING = of_naming!("where n.id = $1");
    pub OF_QUERY = of_naming!("where n.query = $1 and n.direction = 'out' order by n.at, n.id");
    pub THROUGH = of_naming!(concat!("where n.id = $1 and not ", barred!("n.case_id", "$2")));
    pub INBOX = of_naming!(concat!("where n.direction = 'in' and not ", barred!("n.case_id", "$1"), " order by n.answered_at is not null, n.at desc, n.id desc limit 100"));
    pub WAITING = concat!("select count(*) from known_naming n where n.direction = 'in' and n.answered_at is null and not ", barred!("n.case_id", "$1"));
    pub OPEN = "update known_naming set opened_at = $2, opened_by = $3 where id = $1 and direction = 'in' and opened_at is null and answered_at is null";
    pub ANSWER = "update known_naming set answer = $2, answered_at = $3, answered_by = $4 where id = $1 and answered_at is null";
    pub FORGET = "update known_naming set body = $2 where id = $1";
    pub FORGET_CASE = "update known_naming set body = $2 where case_id = $1";
    pub PAIR = "select answer from known_naming where direction = $1 and peer = $2 and handle = $3 and subject = $4 and answer in ('SAME', 'NOT_SAME') order by answered_at desc limit 1";
    pub NAMED = "select 1 from known_naming where direction = 'out' and peer = $1 and handle = $2 and case_id = $3 and place = $4 and (answer is null or answer in ('SAME', 'NOT_SAME')) limit 1";
    pub OTHERS = "select handle from known_naming where direction = 'out' and peer = $1 and case_id = $2 and place = $3 and answer = 'NOT_SAME'";
    pub IS_SAME = "select 1 from known_naming where direction = 'out' and peer = $1 and case_id = $2 and place = $3 and answer = 'SAME' limit 1";
    pub NAMED_AFTER = "select count(*) from known_naming where query = $1 and direction = 'in'";
    pub PURPOSE = "select purpose from known_served where query = $1 and peer = $2 and agreement = $3 and code is null limit 1";
    pub CASE = "select c.id, c.version, c.category, c.key, c.body from case_file c where c.id = $1";
}

/// A person named to the other side, or by it.
#[derive(Debug, Clone)]
pub struct Naming {
    /// Which.
    pub id: Uuid,
    /// It came from the other side.
    pub incoming: bool,
    /// The question before it.
    pub query: Uuid,
    /// The agreement.
    pub agreement: AgreementId,
    /// The other side.
    pub peer: AgencyId,
    /// What stands for the person at the side that was asked.
    pub handle: Handle,
    /// What stands for the person at the side that asked.
    pub subject: [u8; 16],
    /// The case here; none when nobody is listed under the handle any more.
    pub case: Option<CaseId>,
    /// The person's place in it.
    pub place: i64,
    /// Purpose code.
    pub purpose: String,
    /// When it was written, or came.
    pub at: Millis,
    /// The person and the reason, sealed; empty once refused.
    pub body: Vec<u8>,
    /// When the officer opened it.
    pub opened_at: Option<Millis>,
    /// The answer.
    pub answer: Option<KnownAnswer>,
    /// When.
    pub answered_at: Option<Millis>,
    /// Who named the person, here: Arabic and English.
    pub who: [String; 2],
    /// Which officer here opened or answered it.
    pub officer: [String; 2],
}

fn naming(row: &Row) -> Result<Naming, DbError> {
    let damaged = |_| DbError::Type { what: "known: answer".to_owned() };
    let (direction, answer): (String, Option<String>) = (row.get(1)?, row.get(13)?);
    Ok(Naming {
        id: row.get(0)?,
        incoming: direction == "in",
        query: row.get(2)?,
        agreement: row.get(3)?,
        peer: row.get(4)?,
        handle: row.get(5)?,
        subject: row.get(6)?,
        case: row.get(7)?,
        place: row.get(8)?,
        purpose: row.get(9)?,
        at: row.get(10)?,
        body: row.get(11)?,
        opened_at: row.get(12)?,
        answer: answer.map(|code| code.parse().map_err(damaged)).transpose()?,
        answered_at: row.get(14)?,
        who: [row.get(15)?, row.get(16)?],
        officer: [row.get(17)?, row.get(18)?],
    })
}

/// Writes one; the same identifier a second time changes nothing.
pub fn insert(tx: &mut dyn Tx, naming: &Naming, worker: Option<WorkerId>) -> Result<(), DbError> {
    let direction = if naming.incoming { "in" } else { "out" };
    tx.send(
        &INSERT,
        &p![
            naming.id,
            direction,
            naming.query,
            naming.agreement,
            naming.peer,
            naming.handle,
            naming.subject,
            naming.case,
            naming.place,
            naming.purpose.as_str(),
            naming.at,
            worker,
            naming.body.as_slice(),
            naming.answer.map(|answer| answer.code().to_owned()),
            naming.answered_at
        ],
    )
}

/// One of them.
pub fn find(tx: &mut dyn Tx, id: Uuid) -> Result<Option<Naming>, DbError> {
    tx.opt(&NAMING, &p![id])?.as_ref().map(naming).transpose()
}

/// One of them, unless it is about a case that does not exist for the worker.
pub fn through(tx: &mut dyn Tx, worker: WorkerId, id: Uuid) -> Result<Option<Naming>, DbError> {
    tx.opt(&THROUGH, &p![id, worker])?.as_ref().map(naming).transpose()
}

/// What followed a question of ours.
pub fn of_query(tx: &mut dyn Tx, query: Uuid) -> Result<Vec<Naming>, DbError> {
    tx.query(&OF_QUERY, &p![query])?.iter().map(naming).collect()
}

/// What came from others: what waits first. Nothing about a case that does not exist for the worker.
pub fn inbox(tx: &mut dyn Tx, worker: WorkerId) -> Result<Vec<Naming>, DbError> {
    tx.query(&INBOX, &p![worker])?.iter().map(naming).collect()
}

/// How many wait for an answer here, as [`inbox`].
pub fn waiting(tx: &mut dyn Tx, worker: WorkerId) -> Result<i64, DbError> {
    tx.one(&WAITING, &p![worker])?.get(0)
}

/// The officer accepts to read it. False when somebody did before, or it was answered.
pub fn open(tx: &mut dyn Tx, id: Uuid, by: WorkerId, now: Millis) -> Result<bool, DbError> {
    Ok(tx.exec(&OPEN, &p![id, now, by])? == 1)
}

/// Writes the answer, given here or come from the other side. False when it has one.
pub fn answer(
    tx: &mut dyn Tx,
    id: Uuid,
    answer: KnownAnswer,
    by: Option<WorkerId>,
    now: Millis,
) -> Result<bool, DbError> {
    let done = tx.exec(&ANSWER, &p![id, answer.code(), now, by])? == 1;
    if done && answer == KnownAnswer::Refused {
        tx.send(&FORGET, &p![id, [0_u8; 0].as_slice()])?;
    }
    Ok(done)
}

/// What was answered before about this pair of people.
pub fn pair(
    tx: &mut dyn Tx,
    (incoming, peer): (bool, AgencyId),
    handle: &Handle,
    subject: &[u8; 16],
) -> Result<Option<KnownAnswer>, DbError> {
    let direction = if incoming { "in" } else { "out" };
    let row = tx.opt(&PAIR, &p![direction, peer, *handle, *subject])?;
    let damaged = |_| DbError::Type { what: "known: answer".to_owned() };
    row.map(|row| row.get::<String>(0)?.parse().map_err(damaged)).transpose()
}

/// Whether this person of ours was named to the partner for this handle and the answer waits or stands.
pub fn named(
    tx: &mut dyn Tx,
    (peer, handle): (AgencyId, &Handle),
    case: CaseId,
    place: i64,
) -> Result<bool, DbError> {
    Ok(tx.opt(&NAMED, &p![peer, *handle, case, place])?.is_some())
}

/// The partner's people of whom it is known that they are not this person of ours.
pub fn others(
    tx: &mut dyn Tx,
    peer: AgencyId,
    case: CaseId,
    place: i64,
) -> Result<Vec<Handle>, DbError> {
    tx.query(&OTHERS, &p![peer, case, place])?.iter().map(|row| row.get(0)).collect()
}

/// Whether the partner has said that it knows this person of ours.
pub fn is_same(tx: &mut dyn Tx, peer: AgencyId, case: CaseId, place: i64) -> Result<bool, DbError> {
    Ok(tx.opt(&IS_SAME, &p![peer, case, place])?.is_some())
}

/// How many people the other side has named after one question of its own.
pub fn named_after(tx: &mut dyn Tx, query: Uuid) -> Result<i64, DbError> {
    tx.one(&NAMED_AFTER, &p![query])?.get(0)
}

/// What a question that was answered here was asked for.
pub fn purpose(
    tx: &mut dyn Tx,
    query: Uuid,
    peer: AgencyId,
    agreement: AgreementId,
) -> Result<Option<String>, DbError> {
    tx.opt(&PURPOSE, &p![query, peer, agreement])?.map(|row| row.get(0)).transpose()
}

/// The case of a person whom the other side asks about, sealed, with its people.
pub fn case(
    tx: &mut dyn Tx,
    id: CaseId,
) -> Result<Option<crate::known::list::store::Sealed>, DbError> {
    let Some(row) = tx.opt(&CASE, &p![id])? else { return Ok(None) };
    let people = tx.query(&crate::known::list::store::PEOPLE, &p![id])?;
    let people: Result<_, DbError> =
        people.iter().map(|person| Ok((person.get(0)?, person.get(1)?))).collect();
    Ok(Some(crate::known::list::store::Sealed {
        id,
        version: row.get(1)?,
        category: row.get(2)?,
        key: row.get(3)?,
        body: row.get(4)?,
        people: people?,
    }))
}

/// Forgets who was named where that was about the people of a case.
pub fn erase_of(tx: &mut dyn Tx, case: CaseId) -> Result<(), DbError> {
    tx.send(&FORGET_CASE, &p![case, [0_u8; 0].as_slice()])
}
