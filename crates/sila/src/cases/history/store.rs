//! The SQL of the history of a case.

use sila_core::ids::CaseId;
use sila_core::time::Millis;

use crate::db::{DbError, Row, Tx, p};

crate::db::sql! {
    pub OF_CASE = "select j.at, j.kind, j.data, coalesce(w.name_ar, ''), coalesce(w.name_en, '') from journal j left join worker w on w.id = j.worker where j.subject = $1 order by j.at desc, j.id desc limit 300";
}

/// A fact of the journal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// When.
    pub at: Millis,
    /// What kind of fact.
    pub kind: String,
    /// Codes.
    pub data: Vec<u8>,
    /// Who: Arabic and English name; empty when the node did it.
    pub by: (String, String),
}

/// What the journal holds of a case, the newest first. The caller has found the case through the worker.
pub fn of_case(tx: &mut dyn Tx, case: CaseId) -> Result<Vec<Line>, DbError> {
    let one = |row: &Row| {
        Ok(Line {
            at: row.get(0)?,
            kind: row.get(1)?,
            data: row.get(2)?,
            by: (row.get(3)?, row.get(4)?),
        })
    };
    tx.query(&OF_CASE, &p![case.to_string()])?.iter().map(one).collect()
}
