//! All SQL of what is read of referrals by programs.

use sila_core::AgencyId;
use sila_core::ids::ReferralId;

use crate::db::{DbError, Tx, p};

crate::sql! {
    pub ADDRESSED = "select r.id from referral r where r.peer = $1 and r.direction = 'out' and r.state not in ('DRAFT', 'AWAITING_APPROVAL') and exists (select 1 from referral_entry e where e.referral = r.id) order by r.offered_at desc, r.id limit $2 offset $3";
    pub COUNT = "select count(*) from referral r where r.peer = $1 and r.direction = 'out' and r.state not in ('DRAFT', 'AWAITING_APPROVAL') and exists (select 1 from referral_entry e where e.referral = r.id)";
}

/// What is addressed to a partner and was signed, the newest first: `limit` of them after `offset`, and how many there are.
pub fn addressed(
    tx: &mut dyn Tx,
    partner: AgencyId,
    (limit, offset): (i64, i64),
) -> Result<(Vec<ReferralId>, i64), DbError> {
    let rows = tx.query(&ADDRESSED, &p![partner, limit, offset])?;
    let all: Result<Vec<ReferralId>, DbError> = rows.iter().map(|row| row.get(0)).collect();
    Ok((all?, tx.one(&COUNT, &p![partner])?.get(0)?))
}
