//! All SQL of standards: what happened to the referrals of an agreement, without anybody in it.

use sila_core::imprint::Passage;
use sila_core::referral::Act;
use sila_core::standard::Served;
use sila_core::{AgencyId, AgreementId, Millis, ReferralId};
use sila_link::SignedEntry;

use crate::cases::scope::store::uncounted;
use crate::db::{DbError, Tx, p};
use crate::imprint::store::happened;
use crate::referrals::store::Direction;

crate::sql! {
    pub SERVED = concat!("select r.id, r.direction, r.peer, r.offered_at, r.decide_by, e.act, e.at, case when e.act = 'OFFER' then e.body end from referral r join referral_entry e on e.referral = r.id where r.agreement = $1 and r.decide_by >= $2 and r.decide_by < $3 and r.kind <> 'INFORMATION' and not ", uncounted!("r.case_id"), " order by r.offered_at, r.id, e.at, e.author, e.n");
}

/// Every referral of an agreement, but a referral for information, that was to be answered from `from` until `until`, as both agencies hold it; without those
/// of cases that are restricted or withheld here.
pub fn served(
    tx: &mut dyn Tx,
    me: AgencyId,
    agreement: AgreementId,
    (from, until): (Millis, Millis),
) -> Result<Vec<Served>, DbError> {
    let mut all: Vec<(ReferralId, Served)> = Vec::new();
    for row in tx.query(&SERVED, &p![agreement, from, until])? {
        let (id, direction, act): (ReferralId, String, String) =
            (row.get(0)?, row.get(1)?, row.get(5)?);
        if all.last().is_none_or(|(last, _)| *last != id) {
            let by = if direction == Direction::In.code() { me } else { row.get(2)? };
            let passage = Passage {
                offered_at: row.get(3)?,
                acknowledged_at: None,
                taken_at: None,
                decide_by: row.get(4)?,
                decided_at: None,
                steps: 0,
                documents: 0,
            };
            all.push((id, Served { by, services: Vec::new(), passage }));
        }
        let Some((_, one)) = all.last_mut() else { continue };
        happened(&mut one.passage, &act, row.get(6)?);
        let body: Option<Vec<u8>> = row.get(7)?;
        if let Some(Act::Offer(offer)) = body.and_then(|body| offered(&body)) {
            one.services = offer.services;
        }
    }
    Ok(all.into_iter().map(|(_, one)| one).collect())
}

fn offered(body: &[u8]) -> Option<Act> {
    Some(SignedEntry::from_cbor(body).ok()?.read().ok()?.act)
}
