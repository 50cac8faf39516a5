//! All SQL of what is open in a case when responsibility for it moves.

use sila_core::codes::{Fate, OpenItem};
use sila_core::ids::{AgencyId, CaseId, ReferralId, WorkerId};
use sila_core::referral::HandoverLine;
use sila_core::time::Millis;

use crate::cases::appointments::store as appointments;
use crate::db::{DbError, Row, Tx};
use crate::p;

/// What went with the case ends here under this code.
const HANDED: &str = "HANDED";

crate::sql! {
    pub OPEN = "select 'ACTION', a.id, a.due_at, g.kind from care_action a join care_goal g on g.id = a.goal where a.case_id = $1 and a.done_at is null union all select 'APPOINTMENT', p.id, p.at, p.kind from appointment p where p.case_id = $1 and p.state = 'PLANNED' union all select 'CLOCK', k.case_id, k.due, k.kind from case_clock k where k.case_id = $1 and k.done_at is null union all select 'REPORT', m.id, m.due, m.kind from mandatory_report m where m.case_id = $1 and m.state in ('DUE', 'NOT_MADE') order by 3, 1, 4, 2 limit 1000";
    pub ACTION_ENDS = "update care_action set done_at = $3, done_by = $4 where id = $1 and case_id = $2 and done_at is null";
    pub CLOCK_GOES = "update case_clock set done_at = $3, code = $4 where case_id = $1 and kind = $2 and due = $5 and done_at is null";
    pub BEGIN = "insert into case_handover (case_id, referral) select c.id, $2 from case_file c where c.id = $1 and c.lead = $3 on conflict (case_id) do nothing";
    pub BY = "select h.referral, h.handed_at from case_handover h where h.case_id = $1";
    pub LEAD = "select c.lead from case_file c where c.id = $1";
    pub STOP = "delete from case_handover where case_id = $1 and referral = $2 and handed_at is null";
    pub GO = "insert into case_handover (case_id, referral, handed_at) values ($1, $2, $3) on conflict (case_id) do update set referral = excluded.referral, handed_at = excluded.handed_at";
    pub COME_BACK = "update case_handover set referral = $2 where case_id = $1 and handed_at is not null";
}

/// By which referral responsibility for a case is to be handed over, or went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Handover {
    /// The referral; after it came back, the one by which it came.
    pub referral: ReferralId,
    /// When it went; nothing while an agency is only asked, or has not signed yet.
    pub handed_at: Option<Millis>,
}

/// By which referral responsibility for this case is to be handed over, or went. Nothing where no agency is asked.
pub fn by(tx: &mut dyn Tx, case: CaseId) -> Result<Option<Handover>, DbError> {
    let one = |row: Row| Ok(Handover { referral: row.get(0)?, handed_at: row.get(1)? });
    tx.opt(&BY, &p![case])?.map(one).transpose()
}

/// Who answers for the person of this case. Nothing where the case is not stored yet.
pub fn lead(tx: &mut dyn Tx, case: CaseId) -> Result<Option<AgencyId>, DbError> {
    tx.opt(&LEAD, &p![case])?.map(|row| row.get(0)).transpose()
}

/// Whether this referral is the one by which the case may still be handed over.
pub fn is_by(tx: &mut dyn Tx, case: CaseId, referral: ReferralId) -> Result<bool, DbError> {
    let this = Handover { referral, handed_at: None };
    Ok(by(tx, case)? == Some(this))
}

/// The case is to be handed over by this referral, unless it is by another one, has been, or is not ours (`me`) to give. Of two at
/// the same moment one is the first. Says whether it is this one.
pub fn begin(
    tx: &mut dyn Tx,
    (case, referral): (CaseId, ReferralId),
    me: AgencyId,
) -> Result<bool, DbError> {
    tx.send(&BEGIN, &p![case, referral, me])?;
    is_by(tx, case, referral)
}

/// Nothing comes of this referral: the case can be handed over by another one.
pub fn stop(tx: &mut dyn Tx, case: CaseId, referral: ReferralId) -> Result<(), DbError> {
    tx.send(&STOP, &p![case, referral])
}

/// Responsibility has gone by this referral. What the signed entries say holds, whatever stood here.
pub fn go(
    tx: &mut dyn Tx,
    (case, referral): (CaseId, ReferralId),
    now: Millis,
) -> Result<(), DbError> {
    tx.send(&GO, &p![case, referral, now])
}

/// Responsibility has come back by this referral, with a case of its own. This one stays as it was left.
pub fn come_back(tx: &mut dyn Tx, case: CaseId, referral: ReferralId) -> Result<(), DbError> {
    tx.send(&COME_BACK, &p![case, referral])
}

/// What of a case is open: actions, appointments and days in court, clocks of the law, mandatory reports; the next first, and each
/// as if it went with the case. The caller has found the case through the worker.
pub fn open(tx: &mut dyn Tx, case: CaseId) -> Result<Vec<HandoverLine>, DbError> {
    let one = |row: &Row| {
        let item: String = row.get(0)?;
        let item = OpenItem::from_code(&item)
            .or(Err(DbError::Type { what: "an open item".to_owned() }))?;
        let id: uuid::Uuid = row.get(1)?;
        // A clock is found by its case and kind, and which case that is here is nobody else's business.
        let id = if item == OpenItem::Clock { [0; 16] } else { id.into_bytes() };
        let (at, kind) = (row.get(2)?, row.get(3)?);
        Ok(HandoverLine { id, item, kind, at, fate: Fate::Goes, why: None })
    };
    tx.query(&OPEN, &p![case])?.iter().map(one).collect()
}

/// What is done or went with the case is on no list here any more. What stays is left as it is.
pub fn settle(
    tx: &mut dyn Tx,
    case: CaseId,
    lines: &[HandoverLine],
    (by, now): (Option<WorkerId>, Millis),
) -> Result<(), DbError> {
    for line in lines {
        let done = line.fate == Fate::Done;
        match line.item {
            _ if line.fate == Fate::Stays => {}
            OpenItem::Action => {
                let by = by.filter(|_| done);
                tx.send(&ACTION_ENDS, &p![line.row(), case, now, by])?;
            }
            OpenItem::Appointment => {
                let outcome = if done { ("KEPT", "") } else { ("CANCELLED", HANDED) };
                appointments::set_outcome(tx, (case, line.row()), outcome)?;
            }
            OpenItem::Clock if !done => {
                let what = p![case, line.kind.as_str(), now, HANDED, line.at];
                tx.send(&CLOCK_GOES, &what)?;
            }
            OpenItem::Clock | OpenItem::Report => {}
        }
    }
    Ok(())
}
