//! All SQL of documents of cases. A row is only ever added.

use sila_core::ids::CaseId;
use uuid::Uuid;

use super::{Document, Label};
use crate::cases::sensitivity::{Eyes, Sensitivity, meant_for};
use crate::db::{DbError, Row, Tx};
use crate::p;

crate::sql! {
    pub OF_CASE = concat!("select d.id, d.thread, d.version, d.sort, d.sensitivity, d.media, d.size, d.worker, w.name_ar, w.name_en, d.at, d.body from case_document d join case_file c on c.id = d.case_id join worker w on w.id = d.worker where d.case_id = $1 and ", meant_for!("d", "$2", "$3"), " and not exists (select 1 from case_document l where l.thread = d.thread and l.version > d.version and not ", meant_for!("l", "$2", "$3"), ") order by d.thread desc, d.version desc limit 500");
    pub COUNT = "select count(*) from case_document where case_id = $1";
    pub CONTENT = "select content from case_document where id = $1";
    pub INSERT = "insert into case_document (id, case_id, thread, version, sort, sensitivity, media, size, worker, at, body, content) select $1, c.id, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12 from case_file c where c.id = $2 and c.status = 'open' on conflict (thread, version) do nothing";
}

/// The documents that are for these eyes, each with its sealed label. The caller has found the case through the worker.
pub fn of_case(
    tx: &mut dyn Tx,
    case: CaseId,
    (worker, approves): Eyes,
) -> Result<Vec<(Document, Vec<u8>)>, DbError> {
    let one = |row: &Row| {
        let sensitivity: String = row.get(4)?;
        let unknown = || DbError::Type { what: "a sensitivity".to_owned() };
        let document = Document {
            id: row.get(0)?,
            thread: row.get(1)?,
            version: row.get(2)?,
            sort: row.get(3)?,
            sensitivity: Sensitivity::from_code(&sensitivity).ok_or_else(unknown)?,
            media: row.get(5)?,
            size: row.get(6)?,
            worker: row.get(7)?,
            by: (row.get(8)?, row.get(9)?),
            at: row.get(10)?,
            label: Label::default(),
        };
        Ok((document, row.get(11)?))
    };
    tx.query(&OF_CASE, &p![case, worker, approves])?.iter().map(one).collect()
}

/// How many versions a case has.
pub fn count(tx: &mut dyn Tx, case: CaseId) -> Result<i64, DbError> {
    tx.one(&COUNT, &p![case])?.get(0)
}

/// The sealed content. The caller has found the document through the worker.
pub fn content(tx: &mut dyn Tx, id: Uuid) -> Result<Option<Vec<u8>>, DbError> {
    tx.opt(&CONTENT, &p![id])?.map(|row| row.get(0)).transpose()
}

/// Adds a version. False when somebody was quicker, or the case is not open any more.
pub fn insert(
    tx: &mut dyn Tx,
    case: CaseId,
    new: &Document,
    (body, content): (&[u8], &[u8]),
) -> Result<bool, DbError> {
    let args = p![
        new.id,
        case,
        new.thread,
        new.version,
        new.sort.as_str(),
        new.sensitivity.code(),
        new.media.as_str(),
        new.size,
        new.worker,
        new.at,
        body,
        content,
    ];
    Ok(tx.exec(&INSERT, &args)? == 1)
}
