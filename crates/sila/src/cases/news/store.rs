//! The SQL of what is new in a case for one reader.

use sila_core::ids::CaseId;
use sila_core::time::Millis;

use crate::cases::sensitivity::{Eyes, meant_for};
use crate::db::{DbError, Row, Tx};
use crate::p;

/// The versions of notes or documents that others added since the look and that are for these eyes, as in the lists of them.
macro_rules! added {
    ($what:literal, $table:literal) => {
        concat!(
            " union all select 'new', '",
            $what,
            "', max(n.at) from look cross join ",
            $table,
            " n cross join case_file c where n.case_id = $1 and c.id = n.case_id and n.at > look.at and n.worker <> $2 and ",
            meant_for!("n", "$2", "$5"),
            " and not exists (select 1 from ",
            $table,
            " l where l.thread = n.thread and l.version > n.version and not ",
            meant_for!("l", "$2", "$5"),
            ") group by n.case_id"
        )
    };
}

crate::sql! {
    // Where there was no look, there is no row to join. What the reader did is not news to them; a referral is none once they have read it on
    // its own page.
    pub SINCE = concat!(
        "with look as (select a.at from access a where a.subject = $1 and a.worker = $2 and a.at <= $3 and a.screen in ('case.show', 'case.names', 'case.emirates-id') order by a.at desc limit 1) select 'read', a.screen, max(a.at) from look cross join access a where a.subject = $1 and a.worker = $2 and a.at > look.at group by a.screen union all select 'new', j.kind, max(j.at) from look cross join journal j where j.subject = $4 and j.at > look.at and (j.worker is null or j.worker <> $2) and j.kind not in ('note', 'document') group by j.kind",
        added!("note", "case_note"),
        added!("document", "case_document"),
        " union all select 'new', 'referral', max(r.updated_at) from look cross join referral r where r.case_id = $1 and r.updated_at > look.at and not exists (select 1 from access b where b.subject = r.id and b.worker = $2 and b.at >= r.updated_at) group by r.case_id"
    );
}

/// A kind of change with its newest, or a screen with the newest reading of it by the reader.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// It is a reading.
    pub read: bool,
    /// The kind, or the screen.
    pub what: String,
    /// When.
    pub at: Millis,
}

/// What changed since these eyes last looked at the case, at `before` at the latest, and what they read since. The caller has found the
/// case through the worker.
pub fn since(
    tx: &mut dyn Tx,
    case: CaseId,
    (worker, approves): Eyes,
    before: Millis,
) -> Result<Vec<Line>, DbError> {
    let one = |row: &Row| {
        let sort: String = row.get(0)?;
        Ok(Line { read: sort == "read", what: row.get(1)?, at: row.get(2)? })
    };
    let args = p![case, worker, before, case.to_string(), approves];
    tx.query(&SINCE, &args)?.iter().map(one).collect()
}
