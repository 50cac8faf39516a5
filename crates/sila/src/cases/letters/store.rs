//! All SQL of letters on paper: what the person allowed, the letters, each print of one, and the ways that remain to an agency that is
//! barred from the case.

use std::collections::BTreeMap;

use sila_core::care::PlanState;
use sila_core::codes::Withdrawal;
use sila_core::ids::{AgencyId, CaseId, WorkerId};
use sila_core::time::Millis;
use uuid::Uuid;

use super::ways::Turn;
use super::{Way, purpose};
use crate::accounts::{Permission, Worker};
use crate::cases::plan::store::Line;
use crate::cases::scope::store::sees;
use crate::db::{DbError, Row, Tx};
use crate::p;
use crate::web::Lang;

crate::sql! {
    pub CONSENTS = "select k.id, k.recipient, k.purpose, k.way, k.at, k.ended_at, k.ended_why, coalesce(w.name_ar, ''), coalesce(w.name_en, ''), k.body, k.around from letter_consent k left join worker w on w.id = k.worker where k.case_id = $1 order by k.at desc, k.id desc limit 100";
    pub ADD_CONSENT = "insert into letter_consent (id, case_id, recipient, purpose, way, around, worker, at, ended_at, ended_by, ended_why, body) values ($1, $2, $3, $4, $5, $6, $7, $8, null, null, '', $9)";
    pub END_CONSENT = "update letter_consent set ended_at = $3, ended_by = $4, ended_why = $5 where id = $1 and case_id = $2 and ended_at is null";
    pub LETTERS = "select l.id, l.consent, l.recipient, l.way, l.lang, l.worker, l.at, l.decision, coalesce(w.name_ar, ''), coalesce(w.name_en, ''), l.body, l.note from case_letter l left join worker w on w.id = l.worker where l.case_id = $1 order by l.at desc, l.id desc limit 100";
    pub ADD_LETTER = "insert into case_letter (id, case_id, consent, recipient, way, lang, worker, at, decision, decided_by, decided_at, body, note) values ($1, $2, $3, $4, $5, $6, $7, $8, '', null, null, $9, null)";
    pub DECIDE = "update case_letter set decision = $3, decided_by = $4, decided_at = $5, note = $6 where id = $1 and case_id = $2 and decision = '' and worker <> $4 and exists (select 1 from case_restricted y where y.case_id = $2)";
    pub PRINTS = "select letter, at from letter_print where case_id = $1 order by at, id limit 500";
    pub ADD_PRINT = "insert into letter_print (id, case_id, letter, worker, at) values ($1, $2, $3, $4, $5)";
    pub WAYS = "select b.id, b.agency, b.turn, b.at, coalesce(w.name_ar, ''), coalesce(w.name_en, ''), coalesce(d.name_ar, ''), coalesce(d.name_en, ''), b.decided_at, b.body, b.answer, b.worker from barred_way b left join worker w on w.id = b.worker left join worker d on d.id = b.decided_by where b.case_id = $1 order by b.at desc, b.id desc limit 100";
    pub ADD_WAY = "insert into barred_way (id, case_id, agency, turn, worker, at, decided_by, decided_at, body, answer) values ($1, $2, $3, $4, $5, $6, null, null, $7, null)";
    pub SUPERSEDE = "update barred_way set turn = 'SUPERSEDED' where case_id = $1 and agency = $2 and turn = 'ASKED'";
    pub NAME_OFFICER = "update barred_way set turn = $3, decided_by = $4, decided_at = $5, answer = $6 where id = $1 and case_id = $2 and turn = 'ASKED' and worker <> $4";
    pub TO_DECIDE = concat!("select l.case_id, c.reference, l.at from case_letter l cross join case_file c where c.id = l.case_id and l.decision = '' and l.worker <> $1 and c.status = 'open' and exists (select 1 from case_restricted y where y.case_id = l.case_id) and ", sees!("c.id", "$1", "$2"), " order by l.at, l.id limit 50");
    pub TO_NAME = concat!("select b.case_id, c.reference, b.at from barred_way b cross join case_file c where c.id = b.case_id and b.turn = 'ASKED' and b.worker <> $1 and c.status = 'open' and exists (select 1 from case_barred_agency x where x.case_id = b.case_id and x.agency = b.agency and x.at <= b.at) and ", sees!("c.id", "$1", "$2"), " order by b.at, b.id limit 50");
}

fn wrong(what: &str) -> DbError {
    DbError::Type { what: what.to_owned() }
}

fn way(row: &Row, at: usize) -> Result<Way, DbError> {
    let code: String = row.get(at)?;
    Way::from_code(&code).ok_or_else(|| wrong("the way of a letter"))
}

/// What a person allowed, still sealed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SealedConsent {
    pub(super) id: Uuid,
    pub(super) recipient: AgencyId,
    pub(super) purpose: &'static str,
    pub(super) way: Way,
    pub(super) around: Option<Uuid>,
    pub(super) at: Millis,
    pub(super) ended: Option<(Millis, Withdrawal)>,
    pub(super) by: (String, String),
    pub(super) body: Vec<u8>,
}

/// What the person allowed, the newest first. The caller has found the case through the worker.
pub fn consents(tx: &mut dyn Tx, case: CaseId) -> Result<Vec<SealedConsent>, DbError> {
    let one = |row: &Row| {
        let (code, why): (String, String) = (row.get(2)?, row.get(6)?);
        let ended: Option<Millis> = row.get(5)?;
        Ok(SealedConsent {
            id: row.get(0)?,
            recipient: row.get(1)?,
            purpose: purpose(&code).ok_or_else(|| wrong("the purpose of a letter"))?,
            way: way(row, 3)?,
            at: row.get(4)?,
            ended: ended.zip(Withdrawal::from_code(&why).ok()),
            by: (row.get(7)?, row.get(8)?),
            body: row.get(9)?,
            around: row.get(10)?,
        })
    };
    tx.query(&CONSENTS, &p![case])?.iter().map(one).collect()
}

/// Writes down what the person allowed.
pub fn add_consent(
    tx: &mut dyn Tx,
    (id, case): (Uuid, CaseId),
    (recipient, purpose, way, around): (AgencyId, &'static str, Way, Option<Uuid>),
    (by, now): (WorkerId, Millis),
    body: &[u8],
) -> Result<(), DbError> {
    let args = p![id, case, recipient, purpose, way.code(), around, by, now, body];
    tx.send(&ADD_CONSENT, &args)
}

/// The person took it back. False when it was before.
pub fn end_consent(
    tx: &mut dyn Tx,
    (id, case): (Uuid, CaseId),
    why: Withdrawal,
    (by, now): (WorkerId, Millis),
) -> Result<bool, DbError> {
    Ok(tx.exec(&END_CONSENT, &p![id, case, now, by, why.code()])? == 1)
}

/// A letter, still sealed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SealedLetter {
    pub(super) id: Uuid,
    pub(super) consent: Uuid,
    pub(super) recipient: AgencyId,
    pub(super) way: Way,
    pub(super) lang: Lang,
    pub(super) worker: WorkerId,
    pub(super) at: Millis,
    pub(super) decision: Option<PlanState>,
    pub(super) by: (String, String),
    pub(super) body: Vec<u8>,
    pub(super) note: Option<Vec<u8>>,
}

/// The letters of a case, the newest first. The caller has found the case through the worker.
pub fn letters(tx: &mut dyn Tx, case: CaseId) -> Result<Vec<SealedLetter>, DbError> {
    let one = |row: &Row| {
        let (lang, decision): (String, String) = (row.get(4)?, row.get(7)?);
        Ok(SealedLetter {
            id: row.get(0)?,
            consent: row.get(1)?,
            recipient: row.get(2)?,
            way: way(row, 3)?,
            lang: Lang::from_code(&lang).ok_or_else(|| wrong("the language of a letter"))?,
            worker: row.get(5)?,
            at: row.get(6)?,
            decision: PlanState::from_code(&decision).ok(),
            by: (row.get(8)?, row.get(9)?),
            body: row.get(10)?,
            note: row.get(11)?,
        })
    };
    tx.query(&LETTERS, &p![case])?.iter().map(one).collect()
}

/// A letter ready to be written.
#[derive(Debug, Clone)]
pub struct NewLetter {
    pub(super) id: Uuid,
    pub(super) case: CaseId,
    pub(super) consent: Uuid,
    pub(super) recipient: AgencyId,
    pub(super) way: Way,
    pub(super) lang: Lang,
    pub(super) body: Vec<u8>,
}

/// Adds a letter.
pub fn add_letter(
    tx: &mut dyn Tx,
    new: &NewLetter,
    (by, now): (WorkerId, Millis),
) -> Result<(), DbError> {
    let args = p![
        new.id,
        new.case,
        new.consent,
        new.recipient,
        new.way.code(),
        new.lang.code(),
        by,
        now,
        new.body.as_slice()
    ];
    tx.send(&ADD_LETTER, &args)
}

/// A supervisor who did not write it agrees, or gives it back with a note. False when it was decided before, or the case is not restricted.
pub fn decide(
    tx: &mut dyn Tx,
    (id, case): (Uuid, CaseId),
    state: PlanState,
    (by, now): (WorkerId, Millis),
    note: Option<&Vec<u8>>,
) -> Result<bool, DbError> {
    Ok(tx.exec(&DECIDE, &p![id, case, state.code(), by, now, note.cloned()])? == 1)
}

/// When each letter of a case was printed.
pub fn prints(tx: &mut dyn Tx, case: CaseId) -> Result<BTreeMap<Uuid, Vec<Millis>>, DbError> {
    let mut all: BTreeMap<Uuid, Vec<Millis>> = BTreeMap::new();
    for row in tx.query(&PRINTS, &p![case])? {
        all.entry(row.get(0)?).or_default().push(row.get(1)?);
    }
    Ok(all)
}

/// Writes a print down.
pub fn add_print(
    tx: &mut dyn Tx,
    id: Uuid,
    (case, letter): (CaseId, Uuid),
    (by, now): (WorkerId, Millis),
) -> Result<(), DbError> {
    tx.send(&ADD_PRINT, &p![id, case, letter, by, now])
}

/// A way that was chosen, still sealed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SealedWay {
    pub(super) id: Uuid,
    pub(super) agency: AgencyId,
    pub(super) turn: Turn,
    pub(super) worker: WorkerId,
    pub(super) at: Millis,
    pub(super) by: (String, String),
    pub(super) decided_by: (String, String),
    pub(super) decided_at: Option<Millis>,
    pub(super) body: Vec<u8>,
    pub(super) answer: Option<Vec<u8>>,
}

/// What was chosen about agencies that are barred, the newest first. The caller has found the case through the worker.
pub fn ways(tx: &mut dyn Tx, case: CaseId) -> Result<Vec<SealedWay>, DbError> {
    let one = |row: &Row| {
        let turn: String = row.get(2)?;
        Ok(SealedWay {
            id: row.get(0)?,
            agency: row.get(1)?,
            turn: Turn::from_code(&turn).ok_or_else(|| wrong("a way to a barred agency"))?,
            at: row.get(3)?,
            by: (row.get(4)?, row.get(5)?),
            decided_by: (row.get(6)?, row.get(7)?),
            decided_at: row.get(8)?,
            body: row.get(9)?,
            answer: row.get(10)?,
            worker: row.get(11)?,
        })
    };
    tx.query(&WAYS, &p![case])?.iter().map(one).collect()
}

/// Writes down which way is gone. A head who was asked before is asked no more.
pub fn add_way(
    tx: &mut dyn Tx,
    (id, case): (Uuid, CaseId),
    (agency, turn): (AgencyId, Turn),
    (by, now): (WorkerId, Millis),
    body: &[u8],
) -> Result<(), DbError> {
    tx.exec(&SUPERSEDE, &p![case, agency])?;
    tx.send(&ADD_WAY, &p![id, case, agency, turn.code(), by, now, body])
}

/// The head names one officer, or names nobody. False when it was decided before, and for who asked.
pub fn name_officer(
    tx: &mut dyn Tx,
    (id, case): (Uuid, CaseId),
    turn: Turn,
    (by, now): (WorkerId, Millis),
    answer: &[u8],
) -> Result<bool, DbError> {
    Ok(tx.exec(&NAME_OFFICER, &p![id, case, turn.code(), by, now, answer])? == 1)
}

fn line(row: &Row) -> Result<Line, DbError> {
    Ok(Line { case: row.get(0)?, reference: row.get(1)?, at: row.get(2)? })
}

/// Letters of restricted cases that this worker may look at before they are printed.
pub fn to_decide(tx: &mut dyn Tx, worker: &Worker) -> Result<Vec<Line>, DbError> {
    if !worker.may(Permission::CaseApprove) {
        return Ok(Vec::new());
    }
    let all = worker.may(Permission::CaseReadAll);
    tx.query(&TO_DECIDE, &p![worker.id, all])?.iter().map(line).collect()
}

/// Cases in which whoever signs for the agency is asked to name an officer.
pub fn to_name(tx: &mut dyn Tx, worker: &Worker) -> Result<Vec<Line>, DbError> {
    if !super::ways::decides(worker) {
        return Ok(Vec::new());
    }
    let all = worker.may(Permission::CaseReadAll);
    tx.query(&TO_NAME, &p![worker.id, all])?.iter().map(line).collect()
}
