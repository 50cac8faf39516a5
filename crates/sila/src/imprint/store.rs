//! All SQL of the imprint: events of referrals without anybody in them, counts of a year, and the indicators of units.

use std::collections::BTreeMap;

use sila_core::codes::{Category, OutcomeCode};
use sila_core::experience::Quarter;
use sila_core::imprint::{Course, Gauge, Passage, Typing};
use sila_core::{AgencyId, AgreementId, Millis, ReferralId, WorkerId};
use sila_link::SignedEntry;
use uuid::Uuid;

use crate::cases::scope::store::uncounted;
use crate::db::{DbError, Row, Tx, p};
use crate::referrals::store::Direction;

crate::sql! {
    pub EVENTS = concat!("select r.id, r.direction, r.peer, r.agreement, r.category, r.offered_at, r.decide_by, e.act, e.at, r.delivered_at from referral r join referral_entry e on e.referral = r.id where r.offered_at >= $1 and r.offered_at < $2 and r.kind <> 'INFORMATION' and not ", uncounted!("r.case_id"), " order by r.offered_at, r.id, e.at, e.author, e.n");
    pub DOCUMENTS = concat!("select a.referral, count(*) from attachment a join referral r on r.id = a.referral where r.offered_at >= $1 and r.offered_at < $2 and a.state <> 'ERASED' and not ", uncounted!("r.case_id"), " group by a.referral");
    pub LOOKED = concat!("select l.referral, l.deed, min(l.at) from referral_line l join referral r on r.id = l.referral where r.offered_at >= $1 and r.offered_at < $2 and l.deed in ('LOOK', 'CONTACT') and not ", uncounted!("r.case_id"), " group by l.referral, l.deed");
    pub HELD = concat!("select s.referral, min(s.held_at), min(s.arrived_at) from stay s join referral r on r.id = s.referral where r.offered_at >= $1 and r.offered_at < $2 and not ", uncounted!("r.case_id"), " group by s.referral");
    pub TYPED = concat!("select t.referral, t.typed, t.carried, t.again from referral_typing t join referral r on r.id = t.referral where r.offered_at >= $1 and r.offered_at < $2 and not ", uncounted!("r.case_id"));
    pub OUTCOMES = concat!("select e.body from referral_entry e where e.act in ('OUTCOME', 'REPORT') and e.at >= $1 and e.at < $2 and not exists (select 1 from referral r where r.id = e.referral and ", uncounted!("r.case_id"), ") order by e.at, e.referral, e.n");
    pub CERTIFIED = "select count(*) from training_enrolment e join training_course c on c.id = e.course where e.token is not null and c.origin = $3 and c.starts_at >= $1 and c.starts_at < $2";
    pub PUBLISHED = "select count(*) from knowledge where state = 'PUBLISHED' and origin = $3 and published_at >= $1 and published_at < $2";
    pub QUARTER = "select body from imprint_quarter where quarter = $1";
    pub KEEP_QUARTER = "insert into imprint_quarter (quarter, at, body) values ($1, $2, $3) on conflict (quarter) do nothing";
    pub SET_GAUGE = "insert into unit_gauge (id, unit_ar, unit_en, gauge, target, owner_ar, owner_en, year, partner, agreement, worker, at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)";
    pub GAUGES = "select id, unit_ar, unit_en, gauge, target, owner_ar, owner_en, year, partner, agreement from unit_gauge where year = $1 order by unit_ar, gauge, id limit 200";
}

/// One referral of a period.
#[derive(Debug, Clone, Copy)]
pub struct Line {
    /// Offered to us; otherwise by us.
    pub received: bool,
    /// The other agency.
    pub peer: AgencyId,
    /// Under which agreement.
    pub agreement: AgreementId,
    /// Whom it was about.
    pub category: Category,
    /// How it went.
    pub passage: Passage,
    /// When it came into each state.
    pub course: Course,
    /// What the forms about it took here; nothing where none was counted.
    pub typing: Option<Typing>,
}

/// What is known of referrals beside their events.
#[derive(Default)]
struct Beside {
    documents: BTreeMap<ReferralId, u32>,
    looked: BTreeMap<ReferralId, Millis>,
    served: BTreeMap<ReferralId, Millis>,
    held: BTreeMap<ReferralId, Millis>,
    typing: BTreeMap<ReferralId, Typing>,
}

impl Beside {
    fn read(tx: &mut dyn Tx, from: Millis, until: Millis) -> Result<Beside, DbError> {
        let mut all = Beside::default();
        for row in tx.query(&DOCUMENTS, &p![from, until])? {
            all.documents.insert(row.get(0)?, row.get(1)?);
        }
        for row in tx.query(&LOOKED, &p![from, until])? {
            let (id, deed, at): (ReferralId, String, Millis) =
                (row.get(0)?, row.get(1)?, row.get(2)?);
            let of = if deed == "LOOK" { &mut all.looked } else { &mut all.served };
            of.insert(id, at);
        }
        for row in tx.query(&HELD, &p![from, until])? {
            let (id, arrived): (ReferralId, Option<Millis>) = (row.get(0)?, row.get(2)?);
            all.held.insert(id, row.get(1)?);
            let served = all.served.get(&id).copied().into_iter().chain(arrived).min();
            if let Some(at) = served {
                all.served.insert(id, at);
            }
        }
        for row in tx.query(&TYPED, &p![from, until])? {
            let typing = Typing { typed: row.get(1)?, carried: row.get(2)?, again: row.get(3)? };
            all.typing.insert(row.get(0)?, typing);
        }
        Ok(all)
    }

    /// Adds what is known of this referral.
    fn tell(&self, id: ReferralId, line: &mut Line) {
        line.passage.documents = self.documents.get(&id).copied().unwrap_or(0);
        line.course.looked_at = self.looked.get(&id).copied();
        line.course.held_at = self.held.get(&id).copied();
        line.course.served_at = self.served.get(&id).copied();
        line.typing = self.typing.get(&id).copied();
    }
}

fn damaged(what: &str) -> DbError {
    DbError::Type { what: format!("imprint: {what}") }
}

/// What is known of a referral before its events.
fn line(row: &Row) -> Result<Line, DbError> {
    let (direction, category): (String, String) = (row.get(1)?, row.get(4)?);
    Ok(Line {
        received: direction == Direction::In.code(),
        peer: row.get(2)?,
        agreement: row.get(3)?,
        category: Category::from_code(&category).or(Err(damaged("category")))?,
        passage: Passage {
            offered_at: row.get(5)?,
            acknowledged_at: None,
            taken_at: None,
            decide_by: row.get(6)?,
            decided_at: None,
            steps: 0,
            documents: 0,
        },
        course: Course { received_at: row.get(9)?, ..Course::default() },
        typing: None,
    })
}

/// What an event adds. What a node does by itself is no step.
pub fn happened(passage: &mut Passage, act: &str, at: Millis) {
    if matches!(act, "RELEASE" | "PURGED" | "EXPIRE" | "REMOVED" | "ERASED") {
        return;
    }
    passage.steps = passage.steps.saturating_add(1);
    if matches!(act, "CLAIM" | "ASK" | "WAIT" | "ACCEPT" | "ACCEPT_PART" | "DECLINE" | "REDIRECT") {
        passage.acknowledged_at.get_or_insert(at);
    }
    if matches!(act, "ACCEPT" | "ACCEPT_PART" | "DECLINE" | "REDIRECT") {
        passage.decided_at.get_or_insert(at);
    }
    if matches!(act, "ACCEPT" | "ACCEPT_PART") {
        passage.taken_at.get_or_insert(at);
    }
}

/// The referrals offered from `from` until `until`, in the order of time. A referral for information asks for nothing, and is none of them.
pub fn lines(tx: &mut dyn Tx, from: Millis, until: Millis) -> Result<Vec<Line>, DbError> {
    let beside = Beside::read(tx, from, until)?;
    let mut all: Vec<(ReferralId, Line)> = Vec::new();
    for row in tx.query(&EVENTS, &p![from, until])? {
        let (id, act, at): (ReferralId, String, Millis) = (row.get(0)?, row.get(7)?, row.get(8)?);
        if all.last().is_none_or(|(last, _)| *last != id) {
            let mut line = line(&row)?;
            beside.tell(id, &mut line);
            all.push((id, line));
        }
        if let Some((_, line)) = all.last_mut() {
            happened(&mut line.passage, &act, at);
            line.course.happened(&act, at);
        }
    }
    Ok(all.into_iter().map(|(_, line)| line).collect())
}

/// The outcomes that were reported in a period.
pub fn outcomes(tx: &mut dyn Tx, from: Millis, until: Millis) -> Result<Vec<OutcomeCode>, DbError> {
    let mut all = Vec::new();
    for row in tx.query(&OUTCOMES, &p![from, until])? {
        let body: Vec<u8> = row.get(0)?;
        let signed = SignedEntry::from_cbor(&body).or(Err(damaged("entry")))?;
        let entry = signed.read().or(Err(damaged("entry")))?;
        all.extend(entry.act.outcome());
    }
    Ok(all)
}

/// Certificates of our courses that began in a period, and items of ours that were published in it.
pub fn learnt(
    tx: &mut dyn Tx,
    me: AgencyId,
    from: Millis,
    until: Millis,
) -> Result<(u64, u64), DbError> {
    let mut count = |sql| -> Result<u64, DbError> {
        let count: i64 = tx.one(sql, &p![from, until, me])?.get(0)?;
        Ok(u64::try_from(count).unwrap_or(0))
    };
    Ok((count(&CERTIFIED)?, count(&PUBLISHED)?))
}

/// The sealed counts of a quarter, if it was counted.
pub fn quarter(tx: &mut dyn Tx, quarter: Quarter) -> Result<Option<Vec<u8>>, DbError> {
    tx.opt(&QUARTER, &p![i64::from(quarter.number())])?.map(|row| row.get(0)).transpose()
}

/// Keeps the sealed counts of a quarter; the first stay. False when there were some.
pub fn keep_quarter(
    tx: &mut dyn Tx,
    quarter: Quarter,
    at: Millis,
    body: &[u8],
) -> Result<bool, DbError> {
    Ok(tx.exec(&KEEP_QUARTER, &p![i64::from(quarter.number()), at, body])? == 1)
}

/// What a unit is measured by in one year.
#[derive(Debug, Clone)]
pub struct UnitGauge {
    /// Identifier.
    pub id: Uuid,
    /// The unit: Arabic and English.
    pub unit: [String; 2],
    /// What is counted.
    pub gauge: Gauge,
    /// What is aimed at.
    pub target: i64,
    /// Who answers for it: Arabic and English.
    pub owner: [String; 2],
    /// The year.
    pub year: i64,
    /// Only what was done with this agency.
    pub partner: Option<AgencyId>,
    /// Only what was done under this agreement.
    pub agreement: Option<AgreementId>,
}

/// Sets an indicator.
pub fn set(tx: &mut dyn Tx, one: &UnitGauge, worker: WorkerId, now: Millis) -> Result<(), DbError> {
    let ([unit_ar, unit_en], [owner_ar, owner_en]) = (&one.unit, &one.owner);
    let row = p![
        one.id,
        unit_ar,
        unit_en,
        one.gauge.code(),
        one.target,
        owner_ar,
        owner_en,
        one.year,
        one.partner,
        one.agreement,
        worker,
        now
    ];
    tx.send(&SET_GAUGE, &row)
}

/// The indicators of a year, by unit.
pub fn gauges(tx: &mut dyn Tx, year: i64) -> Result<Vec<UnitGauge>, DbError> {
    let one = |row: &Row| {
        let gauge: String = row.get(3)?;
        Ok(UnitGauge {
            id: row.get(0)?,
            unit: [row.get(1)?, row.get(2)?],
            gauge: Gauge::from_code(&gauge).or(Err(damaged("gauge")))?,
            target: row.get(4)?,
            owner: [row.get(5)?, row.get(6)?],
            year: row.get(7)?,
            partner: row.get(8)?,
            agreement: row.get(9)?,
        })
    };
    tx.query(&GAUGES, &p![year])?.iter().map(one).collect()
}
