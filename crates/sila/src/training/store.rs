//! All SQL of training.

use std::collections::BTreeMap;

use sila_core::ids::EnrolmentId;
use sila_core::training::{Enrolment, Seats, Step};
use sila_core::{AgencyId, CourseId, Millis, RecordId, WorkerId};

use super::{CLOSED, OPEN};
use crate::db::{DbError, Row, Sql, Tx, p};

/// Answers are told of so many people together, and of multiples of them.
const FIVE: usize = 5;
/// Most courses and most enrolments that one page shows.
pub const PAGE: usize = 200;

/// Columns of an [`Enrolled`], in the order in which [`enrolled`] reads them.
macro_rules! of_enrolment {
    ($tail:literal) => {
        concat!(
            "select e.id, e.course, e.agency, e.worker, e.name, e.mark, e.state, e.asked_at, e.queued_at, e.record, e.said, e.token from training_enrolment e ",
            $tail
        )
    };
}

crate::db::sql! {
    pub COURSE = "select id, origin, state, starts_at, body, updated_at from training_course where id = $1";
    pub COURSES = "select id, origin, state, starts_at, body, updated_at from training_course order by starts_at desc, id limit 200";
    pub INSERT_COURSE = "insert into training_course (id, origin, state, starts_at, body, updated_at) values ($1, $2, $3, $4, $5, $6) on conflict (id) do nothing";
    pub UPDATE_COURSE = "update training_course set state = $2, starts_at = $3, body = $4, updated_at = $5 where id = $1 and updated_at = $6";
    pub KEEP_SEATS = "insert into training_seats (course, agency, seats, record, said_at) values ($1, $2, $3, null, 0) on conflict (course, agency) do update set seats = excluded.seats";
    pub SEATS = "select agency, seats from training_seats where course = $1 order by agency";
    pub UNSAID = "select s.course, s.agency, s.seats, s.record from training_seats s join training_course c on c.id = s.course where c.origin = $1 and s.agency <> $1 and s.said_at < c.updated_at order by row_number() over (partition by s.agency order by c.updated_at, s.course), c.updated_at, s.agency limit 200";
    pub SAID = "update training_seats set record = $3, said_at = $4 where course = $1 and agency = $2";
    pub ENROLMENT = of_enrolment!("where e.id = $1");
    pub OF_COURSE = of_enrolment!("where e.course = $1 order by e.queued_at, e.id limit 2000");
    pub OF_WORKER = of_enrolment!("where e.worker = $1 order by e.asked_at desc, e.id limit 200");
    pub TO_APPROVE = of_enrolment!("where e.state = 'REQUESTED' and e.worker is not null and e.worker <> $1 order by e.asked_at, e.id limit 50");
    pub TO_TELL_HOST = of_enrolment!("join training_course c on c.id = e.course where c.origin <> $1 and e.worker is not null and ((e.state = 'APPROVED' and e.said = '') or (e.state = 'USER_CANCELLED' and e.said = 'APPROVED')) order by row_number() over (partition by c.origin order by e.queued_at, e.id), e.queued_at, e.id limit 200");
    pub TOLD_HOST = of_enrolment!("where e.state = 'APPROVED' and e.said = 'APPROVED' and e.worker is not null and e.record is not null and not exists (select 1 from shared_version v where v.record = e.record and v.standing <> 'DEAD') order by e.queued_at, e.id limit 50");
    pub TO_TELL_GUEST = of_enrolment!("where e.worker is null and e.said <> e.state and e.state <> 'APPROVED' order by row_number() over (partition by e.agency order by e.queued_at, e.id), e.queued_at, e.id limit 200");
    pub INSERT_ENROLMENT = "insert into training_enrolment (id, course, agency, worker, name, mark, state, asked_at, queued_at, record, said, token) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, null, '', null) on conflict (id) do nothing";
    pub MOVE = "update training_enrolment set state = $2, queued_at = $3 where id = $1 and state = $4";
    pub CERTIFY = "update training_enrolment set token = $2 where id = $1";
    pub ANSWER = "insert into training_answer (enrolment, question, score, at) values ($1, $2, $3, $4) on conflict (enrolment, question) do update set score = excluded.score, at = excluded.at";
    pub ANSWER_ONCE = "insert into training_answer (enrolment, question, score, at) values ($1, $2, $3, $4) on conflict (enrolment, question) do nothing";
    pub QUIZZED = "select b.score, a.score from training_enrolment e join training_answer b on b.enrolment = e.id and b.question = 'BEFORE' join training_answer a on a.enrolment = e.id and a.question = 'AFTER' where e.course = $1 order by a.at, e.id limit 2000";
    pub UNUSED = "select count(*) from training_course c join training_seats s on s.course = c.id where c.origin <> $1 and s.agency = $1 and c.state = 'OPEN' and c.starts_at > $2 and c.starts_at <= $3 and s.seats > (select count(*) from training_enrolment e where e.course = c.id and e.worker is not null and e.state not in ('USER_CANCELLED', 'DECLINED', 'SESSION_CANCELLED'))";
    pub ANSWERED = "select question, score from training_answer where enrolment = $1 order by question";
    pub SCORES = "select score from training_answer where question = $1 order by at, enrolment limit 20000";
    pub TOLD = "update training_enrolment set record = $2, said = $3 where id = $1";
}

/// A course as stored.
#[derive(Debug, Clone)]
pub struct Stored {
    /// Identifier.
    pub id: CourseId,
    /// The host.
    pub origin: AgencyId,
    /// `OPEN`, `CLOSED`, `COMPLETED` or `CANCELLED`.
    pub state: String,
    /// When it begins.
    pub starts_at: Millis,
    /// What it says, encoded.
    pub body: Vec<u8>,
    /// When it last changed.
    pub updated_at: Millis,
}

/// An enrolment as stored.
#[derive(Debug, Clone)]
pub struct Enrolled {
    /// Identifier.
    pub id: EnrolmentId,
    /// For which course.
    pub course: CourseId,
    /// The trainee's agency.
    pub agency: AgencyId,
    /// Who of ours; nobody when it is a partner's trainee.
    pub worker: Option<WorkerId>,
    /// The name for the certificate, sealed.
    pub name: Vec<u8>,
    /// Of whom, for the trainee's own node.
    pub mark: [u8; 32],
    /// Where it stands.
    pub state: Enrolment,
    /// When the trainee asked.
    pub asked_at: Millis,
    /// When it joined the queue: approved here, or arrived here approved.
    pub queued_at: Millis,
    /// The record by which this node tells the other one of it.
    pub record: Option<RecordId>,
    /// The state that the other node was last told.
    pub said: String,
    /// The text of the certificate, once there is one.
    pub token: Option<String>,
}

/// What trainees of ours have answered to one question, taken together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Average {
    /// Which question.
    pub question: String,
    /// How many have answered.
    pub count: i64,
    /// The sum of their answers.
    pub sum: i64,
}

/// A partner that was not told yet: course, partner, seats, and the record if there is one.
pub type Unsaid = (CourseId, AgencyId, u16, Option<RecordId>);

fn stored(row: &Row) -> Result<Stored, DbError> {
    Ok(Stored {
        id: row.get(0)?,
        origin: row.get(1)?,
        state: row.get(2)?,
        starts_at: row.get(3)?,
        body: row.get(4)?,
        updated_at: row.get(5)?,
    })
}

fn enrolled(row: &Row) -> Result<Enrolled, DbError> {
    let damaged = || DbError::Type { what: "an enrolment is damaged".to_owned() };
    let (mark, state): (Vec<u8>, String) = (row.get(5)?, row.get(6)?);
    Ok(Enrolled {
        id: row.get(0)?,
        course: row.get(1)?,
        agency: row.get(2)?,
        worker: row.get(3)?,
        name: row.get(4)?,
        mark: mark.try_into().or(Err(damaged()))?,
        state: Enrolment::from_code(&state).ok_or_else(damaged)?,
        asked_at: row.get(7)?,
        queued_at: row.get(8)?,
        record: row.get(9)?,
        said: row.get(10)?,
        token: row.get(11)?,
    })
}

fn many(
    tx: &mut dyn Tx,
    sql: &'static Sql,
    args: &[crate::db::V],
) -> Result<Vec<Enrolled>, DbError> {
    tx.query(sql, args)?.iter().map(enrolled).collect()
}

/// One course.
pub fn find(tx: &mut dyn Tx, id: CourseId) -> Result<Option<Stored>, DbError> {
    tx.opt(&COURSE, &p![id])?.as_ref().map(stored).transpose()
}

/// The courses, the last to begin first; at most [`PAGE`].
pub fn courses(tx: &mut dyn Tx) -> Result<Vec<Stored>, DbError> {
    tx.query(&COURSES, &[])?.iter().map(stored).collect()
}

/// Writes a new course; one that is there is left as it is.
pub fn insert(tx: &mut dyn Tx, course: &Stored) -> Result<(), DbError> {
    let Stored { id, origin, state, starts_at, body, updated_at } = course;
    tx.send(&INSERT_COURSE, &p![*id, *origin, state, *starts_at, body, *updated_at])
}

/// Writes a course as it is now; false when somebody else has changed it since `before`.
pub fn update(tx: &mut dyn Tx, course: &Stored, before: Millis) -> Result<bool, DbError> {
    let Stored { id, state, starts_at, body, updated_at, .. } = course;
    Ok(tx.exec(&UPDATE_COURSE, &p![*id, state, *starts_at, body, *updated_at, before])? == 1)
}

/// Keeps so many seats for an agency.
pub fn keep_seats(
    tx: &mut dyn Tx,
    course: CourseId,
    agency: AgencyId,
    seats: u16,
) -> Result<(), DbError> {
    tx.send(&KEEP_SEATS, &p![course, agency, seats])
}

/// The seats kept for agencies, as far as they are known here.
pub fn kept(tx: &mut dyn Tx, course: CourseId) -> Result<BTreeMap<AgencyId, u16>, DbError> {
    let rows = tx.query(&SEATS, &p![course])?;
    rows.iter().map(|row| Ok((row.get(0)?, row.get(1)?))).collect()
}

/// Partners that have not been told how a course of ours stands.
pub fn unsaid(tx: &mut dyn Tx, me: AgencyId) -> Result<Vec<Unsaid>, DbError> {
    let rows = tx.query(&UNSAID, &p![me])?;
    rows.iter().map(|row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))).collect()
}

/// A partner was told of a course as it stood at `at`; or, with no record, has to be told anew.
pub fn said(
    tx: &mut dyn Tx,
    (course, agency): (CourseId, AgencyId),
    record: Option<RecordId>,
    at: Millis,
) -> Result<(), DbError> {
    tx.send(&SAID, &p![course, agency, record, at])
}

/// One enrolment.
pub fn enrolment(tx: &mut dyn Tx, id: EnrolmentId) -> Result<Option<Enrolled>, DbError> {
    tx.opt(&ENROLMENT, &p![id])?.as_ref().map(enrolled).transpose()
}

/// The enrolments for a course, in the order of the queue.
pub fn of_course(tx: &mut dyn Tx, course: CourseId) -> Result<Vec<Enrolled>, DbError> {
    many(tx, &OF_COURSE, &p![course])
}

/// What somebody of ours has asked for, the latest first.
pub fn of_worker(tx: &mut dyn Tx, worker: WorkerId) -> Result<Vec<Enrolled>, DbError> {
    many(tx, &OF_WORKER, &p![worker])
}

/// Wishes of our people that wait for the word of somebody else than `not`.
pub fn to_approve(tx: &mut dyn Tx, not: WorkerId) -> Result<Vec<Enrolled>, DbError> {
    many(tx, &TO_APPROVE, &p![not])
}

/// Wishes of our people that their hosts have not heard of, or whose end they have not heard of.
pub fn to_tell_host(tx: &mut dyn Tx, me: AgencyId) -> Result<Vec<Enrolled>, DbError> {
    many(tx, &TO_TELL_HOST, &p![me])
}

/// Wishes of our people that their hosts were told of in a record of which nothing will come.
pub fn told_host(tx: &mut dyn Tx) -> Result<Vec<Enrolled>, DbError> {
    many(tx, &TOLD_HOST, &[])
}

/// Enrolments of partners' people in our courses whose state their agency has not heard.
pub fn to_tell_guest(tx: &mut dyn Tx) -> Result<Vec<Enrolled>, DbError> {
    many(tx, &TO_TELL_GUEST, &[])
}

/// Writes a new enrolment; one that is there is left as it is.
pub fn enrol(tx: &mut dyn Tx, one: &Enrolled) -> Result<(), DbError> {
    let Enrolled { id, course, agency, worker, name, mark, state, asked_at, queued_at, .. } = one;
    let mark = mark.as_slice();
    tx.send(
        &INSERT_ENROLMENT,
        &p![*id, *course, *agency, *worker, name, mark, state.code(), *asked_at, *queued_at],
    )
}

/// Takes a step; false when it has no place, or somebody was quicker.
pub fn step(tx: &mut dyn Tx, one: &Enrolled, step: Step, now: Millis) -> Result<bool, DbError> {
    let Some(next) = one.state.after(step) else { return Ok(false) };
    let queued_at = if step == Step::Approve { now } else { one.queued_at };
    put(tx, one, next, queued_at)
}

/// Writes the state that the host has told; false when somebody was quicker.
pub fn put(
    tx: &mut dyn Tx,
    one: &Enrolled,
    next: Enrolment,
    queued_at: Millis,
) -> Result<bool, DbError> {
    Ok(tx.exec(&MOVE, &p![one.id, next.code(), queued_at, one.state.code()])? == 1)
}

/// The other node was told.
pub fn told(
    tx: &mut dyn Tx,
    id: EnrolmentId,
    record: RecordId,
    state: Enrolment,
) -> Result<(), DbError> {
    tx.send(&TOLD, &p![id, record, state.code()])
}

/// Gives free seats of a course of ours to those who wait, the first first; the others stand on the waiting list.
pub fn settle(tx: &mut dyn Tx, course: CourseId, now: Millis) -> Result<(), DbError> {
    let Some(found) = find(tx, course)? else { return Ok(()) };
    if ![OPEN, CLOSED].contains(&found.state.as_str()) {
        return Ok(());
    }
    let body: Option<super::course::Course> = minicbor::decode(&found.body).ok();
    let total = body.map_or(0, |course| course.seats);
    let seats = Seats { host: found.origin, total, reserved: kept(tx, course)? };
    let all = of_course(tx, course)?;
    let mut taken: BTreeMap<AgencyId, u16> = BTreeMap::new();
    for one in all.iter().filter(|one| one.state.holds_seat()) {
        let held = taken.entry(one.agency).or_default();
        *held = held.saturating_add(1);
    }
    let queue = |one: &&Enrolled| matches!(one.state, Enrolment::Approved | Enrolment::Waitlisted);
    let waiting: Vec<&Enrolled> = all.iter().filter(queue).collect();
    let asked: Vec<(EnrolmentId, AgencyId)> =
        waiting.iter().map(|one| (one.id, one.agency)).collect();
    let given = seats.promote(&taken, &asked);
    for one in waiting {
        let to = if given.contains(&one.id) { Step::Book } else { Step::Wait };
        step(tx, one, to, now)?;
    }
    Ok(())
}

/// Keeps the text of a certificate.
pub fn certify(tx: &mut dyn Tx, id: EnrolmentId, text: &str) -> Result<(), DbError> {
    tx.send(&CERTIFY, &p![id, text])
}

/// Keeps what a trainee of ours answers; said again, the later word stands.
pub fn answer(
    tx: &mut dyn Tx,
    id: EnrolmentId,
    question: &str,
    score: u8,
    at: Millis,
) -> Result<(), DbError> {
    tx.send(&ANSWER, &p![id, question, score, at])
}

/// Keeps how many answers of a quiz were right; the first time counts.
pub fn answer_once(
    tx: &mut dyn Tx,
    id: EnrolmentId,
    question: &str,
    score: u8,
    at: Millis,
) -> Result<(), DbError> {
    tx.send(&ANSWER_ONCE, &p![id, question, score, at])
}

fn score(row: &Row, column: usize) -> Result<u8, DbError> {
    let score: i64 = row.get(column)?;
    Ok(u8::try_from(score).unwrap_or(0))
}

/// Right answers before and after of every trainee of ours who answered both times, in the order in which they did.
pub fn quizzed(tx: &mut dyn Tx, course: CourseId) -> Result<Vec<(u8, u8)>, DbError> {
    let rows = tx.query(&QUIZZED, &p![course])?;
    rows.iter().map(|row| Ok((score(row, 0)?, score(row, 1)?))).collect()
}

/// Courses of partners that begin between the two times, with seats kept for us that nobody of ours has asked for.
pub fn unused(tx: &mut dyn Tx, me: AgencyId, from: Millis, until: Millis) -> Result<i64, DbError> {
    tx.one(&UNUSED, &p![me, from, until])?.get(0)
}

/// What a trainee has answered: question and score. For that trainee's eyes only.
pub fn answered(tx: &mut dyn Tx, id: EnrolmentId) -> Result<Vec<(String, u8)>, DbError> {
    let rows = tx.query(&ANSWERED, &p![id])?;
    rows.iter().map(|row| Ok((row.get(0)?, score(row, 1)?))).collect()
}

/// What trainees of ours have answered to a question, all together: in whole fives, so that two looks at it do not tell of one.
pub fn average(tx: &mut dyn Tx, question: &str) -> Result<Average, DbError> {
    let scores: Result<Vec<u8>, DbError> =
        tx.query(&SCORES, &p![question])?.iter().map(|row| score(row, 0)).collect();
    let scores = scores?;
    let told = scores.chunks_exact(FIVE).flatten();
    let (mut count, mut sum) = (0_i64, 0_i64);
    for score in told {
        (count, sum) = (count.saturating_add(1), sum.saturating_add(i64::from(*score)));
    }
    Ok(Average { question: question.to_owned(), count, sum })
}
