//! All SQL of drafts.

use sila_core::ids::{CaseId, DraftId, ReferralId, WorkerId};
use sila_core::time::Millis;

use crate::db::{DbError, Row, Tx, p};

crate::db::sql! {
    pub INSERT_DRAFT = "insert into draft (id, worker, case_id, step, created_at, updated_at, key, body) values ($1, $2, $3, $4, $5, $5, $6, $7)";
    pub DRAFT = "select id, case_id, step, updated_at, key, body from draft where id = $1 and worker = $2";
    pub DRAFTS = "select id, case_id, step, updated_at from draft where worker = $1 and step > 0 order by updated_at desc, id desc limit 50";
    pub UNTOUCHED = "select id from draft where worker = $1 and step = 0 and case_id is null order by id limit 1";
    pub UPDATE_DRAFT = "update draft set step = case when step > $3 then step else $3 end, updated_at = $4, body = $5 where id = $1 and worker = $2";
    pub DELETE_DRAFT = "delete from draft where id = $1 and worker = $2";
    pub DELETE_OF_CASE = "delete from draft where case_id = $1";
    pub INSERT_END = "insert into draft_end (id, worker, case_id, referral_id, at) values ($1, $2, $3, $4, $5)";
    pub END = "select case_id, referral_id from draft_end where id = $1 and worker = $2";
}

/// A draft as stored.
#[derive(Debug, Clone)]
pub struct Stored {
    /// Identifier.
    pub id: DraftId,
    /// The case it will refer; none while there is no case yet.
    pub case: Option<CaseId>,
    /// The furthest step that was saved; 0 while nothing was.
    pub step: i64,
    /// When it was saved last.
    pub updated_at: Millis,
    /// Its key, wrapped.
    pub key: Vec<u8>,
    /// What was typed, sealed.
    pub body: Vec<u8>,
}

/// A line of the list of unfinished forms.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Identifier.
    pub id: DraftId,
    /// The case it will refer.
    pub case: Option<CaseId>,
    /// The furthest step that was saved.
    pub step: i64,
    /// When it was saved last.
    pub updated_at: Millis,
}

/// Writes a new draft.
pub fn insert(tx: &mut dyn Tx, draft: &Stored, worker: WorkerId) -> Result<(), DbError> {
    let (key, body) = (draft.key.as_slice(), draft.body.as_slice());
    tx.send(
        &INSERT_DRAFT,
        &p![draft.id, worker, draft.case, draft.step, draft.updated_at, key, body],
    )
}

/// The draft, if this worker writes it.
pub fn find(tx: &mut dyn Tx, worker: WorkerId, id: DraftId) -> Result<Option<Stored>, DbError> {
    let row = tx.opt(&DRAFT, &p![id, worker])?;
    row.map(|row| {
        Ok(Stored {
            id: row.get(0)?,
            case: row.get(1)?,
            step: row.get(2)?,
            updated_at: row.get(3)?,
            key: row.get(4)?,
            body: row.get(5)?,
        })
    })
    .transpose()
}

/// The worker's unfinished forms, the last used first, at most 50.
pub fn all(tx: &mut dyn Tx, worker: WorkerId) -> Result<Vec<Line>, DbError> {
    let line = |row: &Row| {
        Ok(Line { id: row.get(0)?, case: row.get(1)?, step: row.get(2)?, updated_at: row.get(3)? })
    };
    tx.query(&DRAFTS, &p![worker])?.iter().map(line).collect()
}

/// A form that was begun and never written in: it is used again instead of making another.
pub fn untouched(tx: &mut dyn Tx, worker: WorkerId) -> Result<Option<DraftId>, DbError> {
    tx.opt(&UNTOUCHED, &p![worker])?.map(|row| row.get(0)).transpose()
}

/// Keeps what was typed at `step`.
pub fn update(
    tx: &mut dyn Tx,
    worker: WorkerId,
    id: DraftId,
    step: i64,
    body: &[u8],
    now: Millis,
) -> Result<bool, DbError> {
    Ok(tx.exec(&UPDATE_DRAFT, &p![id, worker, step, now, body])? == 1)
}

/// What a form became.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct End {
    /// The case, new or revised.
    pub case: CaseId,
    /// The referral, when it was sent.
    pub referral: Option<ReferralId>,
}

impl End {
    /// The page where its writer goes on, without language.
    pub fn path(&self) -> String {
        match self.referral {
            Some(referral) => format!("/referrals/{referral}"),
            None => format!("/cases/{}", self.case),
        }
    }
}

/// Removes the draft and keeps what became of it; false when it was gone already (sent from another window).
pub fn finish(
    tx: &mut dyn Tx,
    worker: WorkerId,
    id: DraftId,
    end: End,
    now: Millis,
) -> Result<bool, DbError> {
    let was_there = delete(tx, worker, id)?;
    if was_there {
        tx.send(&INSERT_END, &p![id, worker, end.case, end.referral, now])?;
    }
    Ok(was_there)
}

/// What became of a form of this worker; nothing while it is unfinished, or when it was discarded.
pub fn end(tx: &mut dyn Tx, worker: WorkerId, id: DraftId) -> Result<Option<End>, DbError> {
    let row = tx.opt(&END, &p![id, worker])?;
    row.map(|row| Ok(End { case: row.get(0)?, referral: row.get(1)? })).transpose()
}

/// Removes every unfinished form about a case, whoever writes it.
pub fn delete_of(tx: &mut dyn Tx, case: CaseId) -> Result<(), DbError> {
    tx.send(&DELETE_OF_CASE, &p![case])
}

/// Removes the draft; false when it was gone already (sent from another window).
pub fn delete(tx: &mut dyn Tx, worker: WorkerId, id: DraftId) -> Result<bool, DbError> {
    Ok(tx.exec(&DELETE_DRAFT, &p![id, worker])? == 1)
}
