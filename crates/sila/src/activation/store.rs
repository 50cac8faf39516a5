//! All SQL of activation: what was demanded over the link, without anybody in it.

use sila_core::{AgreementId, Millis};

use crate::cases::scope::store::uncounted;
use crate::db::{DbError, Row, Tx, p};
use crate::referrals::store::Direction;

crate::sql! {
    pub MARK = "select (select count(*) from shared_voice), (select count(*) from agreement), (select coalesce(max(updated_at), 0) from agreement), (select count(*) from agreement where state = 'SIGNED')";
    pub DEMANDED = concat!("select r.direction, r.decide_by, (select min(e.at) from referral_entry e where e.referral = r.id and e.act in ('ACCEPT', 'ACCEPT_PART', 'DECLINE', 'REDIRECT', 'WAIT')), (select min(e.at) from referral_entry e where e.referral = r.id and e.act in ('RECALL', 'WITHDRAW', 'INVALIDATE')) from referral r where r.agreement = $1 and r.decide_by > $2 and r.decide_by <= $3 and r.kind <> 'INFORMATION' and not ", uncounted!("r.case_id"));
    pub ACCEPTED = "select e.at from referral r join referral_entry e on e.referral = r.id where r.agreement = $1 and e.act in ('ACCEPT', 'ACCEPT_PART') order by e.at limit 2000";
    pub LEFT_REFERRALS = "select count(*) from referral where agreement = $1 and is_open";
    pub LEFT_PLACES = "select count(*) from stay s join referral r on r.id = s.referral where r.agreement = $1 and s.ended_at is null";
}

/// What grows or changes whenever something is signed, stopped or resumed.
pub fn mark(tx: &mut dyn Tx) -> Result<[i64; 4], DbError> {
    let row = tx.one(&MARK, &[])?;
    Ok([row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?])
}

/// One demand that an answer was agreed for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Demand {
    /// We had to answer; otherwise the other party.
    pub ours: bool,
    /// Until when.
    pub decide_by: Millis,
    /// When it was answered.
    pub decided_at: Option<Millis>,
    /// When it was taken back.
    pub recalled_at: Option<Millis>,
}

/// What was to be answered under an agreement after `from` and until `until`: a referral for information is to be read, not answered. A referral of a case that is restricted or withheld here
/// is in no count.
pub fn demands(
    tx: &mut dyn Tx,
    agreement: AgreementId,
    (from, until): (Millis, Millis),
) -> Result<Vec<Demand>, DbError> {
    let one = |row: &Row| {
        let direction: String = row.get(0)?;
        Ok(Demand {
            ours: direction == Direction::In.code(),
            decide_by: row.get(1)?,
            decided_at: row.get(2)?,
            recalled_at: row.get(3)?,
        })
    };
    tx.query(&DEMANDED, &p![agreement, from, until])?.iter().map(one).collect()
}

/// When referrals under an agreement were accepted, by the signed entries that both agencies hold.
pub fn accepted(tx: &mut dyn Tx, agreement: AgreementId) -> Result<Vec<Millis>, DbError> {
    tx.query(&ACCEPTED, &p![agreement])?.iter().map(|row| row.get(0)).collect()
}

/// How many referrals under an agreement are open, and how many stays in our homes come from it: what is left when it ends.
pub fn left(tx: &mut dyn Tx, agreement: AgreementId) -> Result<(i64, i64), DbError> {
    let referrals = tx.one(&LEFT_REFERRALS, &p![agreement])?.get(0)?;
    Ok((referrals, tx.one(&LEFT_PLACES, &p![agreement])?.get(0)?))
}
