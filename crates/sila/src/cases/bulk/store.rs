//! The SQL of several cases at once.

use sila_core::ids::{CaseId, WorkerId};
use sila_core::time::Millis;

use crate::db::{DbError, Tx, p};

crate::db::sql! {
    pub SET_OWNER = "update case_file set owner = $3, updated_at = $4, version = version + 1 where id = $1 and owner = $2 and status = 'open' and not exists (select 1 from case_excluded e where e.case_id = $1 and e.worker = $3)";
    pub LEADS = "select 1 from team_member l join team_member m on m.team = l.team where l.worker = $1 and l.leads and m.worker = $2 limit 1";
}

/// Somebody else works on an open case from now on. False when it was given away meanwhile, or they are excluded from it.
pub fn set_owner(
    tx: &mut dyn Tx,
    case: CaseId,
    (from, to): (WorkerId, WorkerId),
    now: Millis,
) -> Result<bool, DbError> {
    Ok(tx.exec(&SET_OWNER, &p![case, from, to, now])? == 1)
}

/// Whether one leads a team that the other is in.
pub fn leads(tx: &mut dyn Tx, leader: WorkerId, member: WorkerId) -> Result<bool, DbError> {
    Ok(tx.opt(&LEADS, &p![leader, member])?.is_some())
}
