//! All SQL of questions: those this node asked, and those other agencies asked it.

use sila_core::ids::{AgencyId, AgreementId, CaseId, WorkerId};
use sila_core::time::Millis;
use sila_link::known::Ask;
use sila_seal::Hash;
use uuid::Uuid;

use crate::accounts::{Permission, Worker};
use crate::cases::scope::store::sees;
use crate::db::{DbError, Row, Tx, p};

/// Columns of a [`Question`], in the order in which [`question`] reads them.
macro_rules! of_query {
    ($tail:expr) => {
        concat!(
            "select q.id, q.agreement, q.peer, q.case_id, q.place, q.worker, q.purpose, q.basis, q.asked_at, q.number, q.batch, q.body, q.state, q.code, q.class, q.hits, q.answered_at, q.served, q.again, coalesce(w.name_ar, ''), coalesce(w.name_en, ''), coalesce(c.reference, '') from known_query q left join worker w on w.id = q.worker left join case_file c on c.id = q.case_id ",
            $tail
        )
    };
}

crate::sql! {
    pub INSERT = "insert into known_query (id, agreement, peer, case_id, place, worker, purpose, basis, asked_at, number, batch, body, again, state) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, 'WAITING')";
    pub SETTLE = "update known_query set state = $2, code = $3, class = $4, hits = $5, answered_at = $6, served = $7 where id = $1 and state = 'WAITING'";
    pub QUERY = of_query!("where q.id = $1");
    pub QUERY_THROUGH = of_query!(concat!("where q.id = $1 and ", sees!("q.case_id", "$2", "$3")));
    pub HISTORY = of_query!(concat!("where ", sees!("q.case_id", "$1", "$2"), " order by q.asked_at desc, q.id desc limit 100"));
    pub OF_CASE = of_query!("where q.case_id = $1 order by q.asked_at desc, q.id desc limit 50");
    pub EVERY = of_query!("order by q.asked_at desc, q.id desc limit 200");
    pub ASKED = "select count(*) from known_query where agreement = $1";
    pub ASKED_TODAY = "select count(*) from known_query where agreement = $1 and purpose = $2 and asked_at >= $3 and not again";
    pub ASKED_SINCE = "select count(*) from known_query where agreement = $1 and purpose = $2 and asked_at >= $3";
    pub ASKED_BY = "select count(*) from known_query where agreement = $1 and worker = $2 and asked_at >= $3 and not again";
    pub BEFORE = of_query!("where q.case_id = $1 and q.place = $2 and q.agreement = $3 and q.purpose = $4 and q.asked_at >= $5 and q.state = 'ANSWERED' and q.erased_at is null order by q.asked_at desc, q.id desc limit 1");
    pub KEPT_LONG = "select 1 from known_query where erased_at is null and asked_at < $1 limit 1";
    pub ERASE_OF_CASE = "update known_query set body = $3, hits = null, erased_at = $2 where erased_at is null and case_id = $1";
    pub ERASE = "update known_query set body = $3, hits = null, erased_at = $2 where erased_at is null and asked_at < $1";
    pub INSERT_SERVED = "insert into known_served (id, query, agreement, peer, purpose, basis, at, number, worker, case_hash, batch, code, elements, again) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)";
    pub SERVED = "select count(*) from known_served where agreement = $1";
    pub SERVED_TODAY = "select count(*) from known_served where agreement = $1 and purpose = $2 and at >= $3 and code is null and not again";
    pub SERVED_SINCE = "select count(*) from known_served where agreement = $1 and purpose = $2 and at >= $3 and code is null";
    pub SERVED_FOR = "select count(*) from known_served where agreement = $1 and worker = $2 and at >= $3 and code is null and not again";
    pub SAME_ELEMENTS = "select 1 from known_served where agreement = $1 and purpose = $2 and at >= $3 and elements = $4 and code is null limit 1";
    pub SEEN = "select 1 from known_served where query = $1 or batch = $2 limit 1";
    pub SERVED_LIST = "select at, peer, purpose, basis, number, batch, code, elements, again from known_served order by at desc, id desc limit 200";
    pub IN_JOURNAL = "select position, at, data, kind from journal where subject = $1 order by id limit 10";
}

/// A question that this node asked.
#[derive(Debug, Clone)]
pub struct Question {
    /// Which question.
    pub id: Uuid,
    /// The agreement.
    pub agreement: AgreementId,
    /// Who was asked.
    pub peer: AgencyId,
    /// The case it belongs to.
    pub case: CaseId,
    /// The person's place in the case.
    pub place: i64,
    /// Who asked.
    pub worker: WorkerId,
    /// Purpose code.
    pub purpose: String,
    /// Code of the ground in law.
    pub basis: String,
    /// When.
    pub asked_at: Millis,
    /// Which one under this agreement, by our count.
    pub number: i64,
    /// The hash of its elements in both logs.
    pub batch: Hash,
    /// Who it was about and the secrets that hid it, sealed; empty once they were erased.
    pub body: Vec<u8>,
    /// `WAITING`, `ANSWERED`, `REFUSED` or `FAILED`.
    pub state: String,
    /// Why it was refused, or why the answer cannot be used.
    pub code: Option<String>,
    /// The class of the answer.
    pub class: Option<String>,
    /// What was found, sealed.
    pub hits: Option<Vec<u8>>,
    /// When the answer came.
    pub answered_at: Option<Millis>,
    /// How many questions the other side has counted under this agreement.
    pub served: Option<i64>,
    /// It repeats one that was answered within a day, element for element.
    pub again: bool,
    /// Who asked: Arabic and English name.
    pub who: [String; 2],
    /// The case's reference number.
    pub reference: String,
}

/// A question that another agency asked this node.
#[derive(Debug, Clone)]
pub struct Served {
    /// When.
    pub at: Millis,
    /// Who asked.
    pub peer: AgencyId,
    /// Purpose code.
    pub purpose: String,
    /// Code of the ground in law.
    pub basis: String,
    /// Which one under this agreement, by our count.
    pub number: i64,
    /// The hash of its elements.
    pub batch: Hash,
    /// Why it was refused.
    pub code: Option<String>,
    /// The hash of its elements alone.
    pub elements: Hash,
    /// It repeats one that was answered within a day, element for element.
    pub again: bool,
}

/// What an answer came to.
#[derive(Debug, Clone)]
pub struct Settled {
    /// `ANSWERED`, `REFUSED` or `FAILED`.
    pub state: &'static str,
    /// Why not answered.
    pub code: Option<String>,
    /// The class.
    pub class: Option<&'static str>,
    /// What was found, sealed.
    pub hits: Option<Vec<u8>>,
    /// When.
    pub at: Millis,
    /// The other side's count.
    pub served: i64,
}

fn question(row: &Row) -> Result<Question, DbError> {
    Ok(Question {
        id: row.get(0)?,
        agreement: row.get(1)?,
        peer: row.get(2)?,
        case: row.get(3)?,
        place: row.get(4)?,
        worker: row.get(5)?,
        purpose: row.get(6)?,
        basis: row.get(7)?,
        asked_at: row.get(8)?,
        number: row.get(9)?,
        batch: row.get(10)?,
        body: row.get(11)?,
        state: row.get(12)?,
        code: row.get(13)?,
        class: row.get(14)?,
        hits: row.get(15)?,
        answered_at: row.get(16)?,
        served: row.get(17)?,
        again: row.get(18)?,
        who: [row.get(19)?, row.get(20)?],
        reference: row.get(21)?,
    })
}

/// Writes a question that waits for its answer.
pub fn insert(tx: &mut dyn Tx, asked: &Question) -> Result<(), DbError> {
    let Question { id, agreement, peer, case, place, worker, .. } = asked;
    tx.send(
        &INSERT,
        &p![
            *id,
            *agreement,
            *peer,
            *case,
            *place,
            *worker,
            asked.purpose.as_str(),
            asked.basis.as_str(),
            asked.asked_at,
            asked.number,
            asked.batch,
            asked.body.as_slice(),
            asked.again
        ],
    )
}

/// Writes what the answer came to. False when it had come before.
pub fn settle(tx: &mut dyn Tx, id: Uuid, settled: &Settled) -> Result<bool, DbError> {
    let Settled { state, code, class, hits, at, served } = settled;
    let values = p![id, *state, code.clone(), class.map(str::to_owned), hits.clone(), *at, *served];
    Ok(tx.exec(&SETTLE, &values)? == 1)
}

/// A question by its identifier, for the node's own work and for the auditor.
pub fn find(tx: &mut dyn Tx, id: Uuid) -> Result<Option<Question>, DbError> {
    tx.opt(&QUERY, &p![id])?.as_ref().map(question).transpose()
}

/// A question, if this worker may read the case it belongs to.
pub fn through(tx: &mut dyn Tx, worker: &Worker, id: Uuid) -> Result<Option<Question>, DbError> {
    let all = worker.may(Permission::CaseReadAll);
    tx.opt(&QUERY_THROUGH, &p![id, worker.id, all])?.as_ref().map(question).transpose()
}

/// The last questions about cases that this worker may read.
pub fn history(tx: &mut dyn Tx, worker: &Worker) -> Result<Vec<Question>, DbError> {
    let all = worker.may(Permission::CaseReadAll);
    tx.query(&HISTORY, &p![worker.id, all])?.iter().map(question).collect()
}

/// The questions about one case, newest first. The caller has found the case through its worker.
pub fn of_case(tx: &mut dyn Tx, case: CaseId) -> Result<Vec<Question>, DbError> {
    tx.query(&OF_CASE, &p![case])?.iter().map(question).collect()
}

/// The last questions of everybody, for the auditor.
pub fn every(tx: &mut dyn Tx) -> Result<Vec<Question>, DbError> {
    tx.query(&EVERY, &[])?.iter().map(question).collect()
}

fn count(tx: &mut dyn Tx, sql: &crate::db::Sql, values: &[crate::db::V]) -> Result<i64, DbError> {
    tx.one(sql, values)?.get(0)
}

/// How many questions this node has asked under this agreement.
pub fn asked(tx: &mut dyn Tx, agreement: AgreementId) -> Result<i64, DbError> {
    count(tx, &ASKED, &p![agreement])
}

/// How many since a time for a purpose.
pub fn asked_since(
    tx: &mut dyn Tx,
    (agreement, purpose): (AgreementId, &str),
    since: Millis,
) -> Result<i64, DbError> {
    count(tx, &ASKED_SINCE, &p![agreement, purpose, since])
}

/// As [`asked_since`], without repetitions.
pub fn asked_new(
    tx: &mut dyn Tx,
    (agreement, purpose): (AgreementId, &str),
    since: Millis,
) -> Result<i64, DbError> {
    count(tx, &ASKED_TODAY, &p![agreement, purpose, since])
}

/// The last question about this person that was answered since a time, if its secrets are still kept.
pub fn before(
    tx: &mut dyn Tx,
    (case, place): (CaseId, i64),
    (agreement, purpose): (AgreementId, &str),
    since: Millis,
) -> Result<Option<Question>, DbError> {
    let row = tx.opt(&BEFORE, &p![case, place, agreement, purpose, since])?;
    row.as_ref().map(question).transpose()
}

/// Whether secrets are kept of a question asked before this time.
pub fn kept_longer(tx: &mut dyn Tx, before: Millis) -> Result<bool, DbError> {
    Ok(tx.opt(&KEPT_LONG, &p![before])?.is_some())
}

/// Erases the secrets and the findings of every question about the people of a case.
pub fn erase_of(tx: &mut dyn Tx, case: CaseId, now: Millis) -> Result<(), DbError> {
    tx.send(&ERASE_OF_CASE, &p![case, now, [0_u8; 0].as_slice()])
}

/// Erases the secrets and the findings of every question asked before this time. Says of how many.
pub fn erase(tx: &mut dyn Tx, before: Millis, now: Millis) -> Result<u64, DbError> {
    tx.exec(&ERASE, &p![before, now, [0_u8; 0].as_slice()])
}

/// How many one worker has asked since a time, without repetitions.
pub fn asked_by(
    tx: &mut dyn Tx,
    (agreement, worker): (AgreementId, WorkerId),
    since: Millis,
) -> Result<i64, DbError> {
    count(tx, &ASKED_BY, &p![agreement, worker, since])
}

/// How many questions were asked of this node under an agreement, also refused ones.
pub fn served(tx: &mut dyn Tx, agreement: AgreementId) -> Result<i64, DbError> {
    count(tx, &SERVED, &p![agreement])
}

/// How many were answered since a time for a purpose, without repetitions.
pub fn served_new(
    tx: &mut dyn Tx,
    (agreement, purpose): (AgreementId, &str),
    since: Millis,
) -> Result<i64, DbError> {
    count(tx, &SERVED_TODAY, &p![agreement, purpose, since])
}

/// Whether a question with these very elements was answered since a time for a purpose.
pub fn served_same(
    tx: &mut dyn Tx,
    (agreement, purpose): (AgreementId, &str),
    elements: &Hash,
    since: Millis,
) -> Result<bool, DbError> {
    Ok(tx.opt(&SAME_ELEMENTS, &p![agreement, purpose, since, *elements])?.is_some())
}

/// How many were answered since a time for a purpose, repetitions too.
pub fn served_since(
    tx: &mut dyn Tx,
    (agreement, purpose): (AgreementId, &str),
    since: Millis,
) -> Result<i64, DbError> {
    count(tx, &SERVED_SINCE, &p![agreement, purpose, since])
}

/// How many were answered for one of their workers since a time, without repetitions.
pub fn served_for(
    tx: &mut dyn Tx,
    (agreement, worker): (AgreementId, &[u8; 16]),
    since: Millis,
) -> Result<i64, DbError> {
    count(tx, &SERVED_FOR, &p![agreement, worker, since])
}

/// Whether this question, or one with the same elements, was asked before.
pub fn seen(tx: &mut dyn Tx, query: Uuid, batch: &Hash) -> Result<bool, DbError> {
    Ok(tx.opt(&SEEN, &p![query, batch])?.is_some())
}

/// Writes down a question that was asked of this node.
pub fn insert_served(
    tx: &mut dyn Tx,
    (id, peer): (Uuid, AgencyId),
    ask: &Ask,
    served: &Served,
) -> Result<(), DbError> {
    tx.send(
        &INSERT_SERVED,
        &p![
            id,
            ask.query,
            ask.scope.agreement,
            peer,
            served.purpose.as_str(),
            served.basis.as_str(),
            served.at,
            served.number,
            ask.worker,
            ask.case,
            served.batch,
            served.code.clone(),
            served.elements,
            served.again
        ],
    )
}

/// The last questions asked of this node.
pub fn served_list(tx: &mut dyn Tx) -> Result<Vec<Served>, DbError> {
    let one = |row: &Row| {
        Ok(Served {
            at: row.get(0)?,
            peer: row.get(1)?,
            purpose: row.get(2)?,
            basis: row.get(3)?,
            number: row.get(4)?,
            batch: row.get(5)?,
            code: row.get(6)?,
            elements: row.get(7)?,
            again: row.get(8)?,
        })
    };
    tx.query(&SERVED_LIST, &[])?.iter().map(one).collect()
}

/// Where a question stands in this node's log: place (none before it is numbered), time, kind.
pub fn in_journal(
    tx: &mut dyn Tx,
    subject: &str,
    batch: &Hash,
) -> Result<Option<(Option<i64>, Millis, String)>, DbError> {
    for row in tx.query(&IN_JOURNAL, &p![subject])? {
        let data: Vec<u8> = row.get(2)?;
        if data.starts_with(batch) {
            return Ok(Some((row.get(0)?, row.get(1)?, row.get(3)?)));
        }
    }
    Ok(None)
}
