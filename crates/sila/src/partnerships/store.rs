//! All SQL of partnerships: who keeps the contact, what they left to whoever comes after, and how many referrals went which way.

use std::collections::BTreeMap;

use sila_core::experience::Quarter;
use sila_core::time::{Date, Millis};
use sila_core::{AgencyId, AgreementId, WorkerId};
use uuid::Uuid;

use crate::cases::scope::store::uncounted;
use crate::db::{DbError, Row, Tx, p};
use crate::referrals::store::Direction;

crate::sql! {
    pub APPOINT = "insert into focal_point (id, agency, ours, deputy, from_day, until_day, worker, at, told, body, agreement) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) on conflict (id) do nothing";
    pub END = "update focal_point set until_day = $3, told = not ours where id = $1 and agency = $2 and until_day is null";
    pub END_TYPED = "update focal_point set until_day = $2 where agency = $1 and not ours and worker is not null and until_day is null";
    pub POINTS = "select id, agency, ours, deputy, from_day, until_day, told, worker, body, agreement from focal_point order by from_day, id limit 5000";
    pub TO_TELL = "select distinct agency from focal_point where ours and not told limit 100";
    pub TOLD = "update focal_point set told = true where id = $1 and coalesce(until_day, -1) = $2";
    pub LEAVE = "insert into focal_handover (id, point, agency, worker, at, reader, read_at, body) values ($1, $2, $3, $4, $5, null, null, $6)";
    pub HANDOVERS = "select id, point, agency, worker, at, reader, body from focal_handover order by at desc, id limit 1000";
    pub READ = "update focal_handover set reader = $3, read_at = $4 where id = $1 and agency = $2 and reader is null and worker <> $3";
    pub EXCHANGED = concat!("select direction, count(*) from referral where peer = $1 and offered_at >= $2 and offered_at < $3 and not ", uncounted!("referral.case_id"), " group by direction");
    pub EXCHANGED_BY_DAY = concat!("select direction, (offered_at + 14400000) / 86400000, count(*) from referral where peer = $1 and offered_at >= $2 and offered_at < $3 and not ", uncounted!("referral.case_id"), " group by 1, 2");
}

/// An appointment as stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stored {
    /// Identifier.
    pub id: Uuid,
    /// The partnership: the other agency.
    pub agency: AgencyId,
    /// At our side; otherwise at theirs.
    pub ours: bool,
    /// Stands in for the focal point.
    pub deputy: bool,
    /// First day, as days since 1970-01-01.
    pub from_day: i64,
    /// First day on which it is over.
    pub until_day: Option<i64>,
    /// The other node knows what this row says; of theirs it always does.
    pub told: bool,
    /// Who wrote it down; nobody when the other node has told it.
    pub worker: Option<WorkerId>,
    /// Name and how to reach, sealed.
    pub body: Vec<u8>,
    /// For one agreement; otherwise for the whole partnership.
    pub agreement: Option<AgreementId>,
}

/// What somebody left to whoever comes after, as stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Left {
    /// Identifier.
    pub id: Uuid,
    /// The appointment that ended.
    pub point: Uuid,
    /// The partnership: the other agency.
    pub agency: AgencyId,
    /// Who wrote it.
    pub worker: WorkerId,
    /// When.
    pub at: Millis,
    /// Who has read it since.
    pub reader: Option<WorkerId>,
    /// Its words, sealed.
    pub body: Vec<u8>,
}

impl Stored {
    /// Whether it holds on a day.
    pub fn holds(&self, day: Date) -> bool {
        let day = day.to_days();
        self.from_day <= day && self.until_day.is_none_or(|until| day < until)
    }
}

/// Writes an appointment; one that is there stays.
pub fn appoint(tx: &mut dyn Tx, one: &Stored, now: Millis) -> Result<(), DbError> {
    let Stored { id, agency, ours, deputy, from_day, until_day, told, worker, body, agreement } =
        one;
    let row = p![
        *id,
        *agency,
        *ours,
        *deputy,
        *from_day,
        *until_day,
        *worker,
        now,
        *told,
        body.clone(),
        *agreement
    ];
    tx.send(&APPOINT, &row)
}

/// From this day the names that we wrote down for the other side hold no more: it has told its own.
pub fn end_typed(tx: &mut dyn Tx, agency: AgencyId, day: Date) -> Result<(), DbError> {
    tx.send(&END_TYPED, &p![agency, day.to_days()])
}

/// The partners to whom something of ours is still to be told.
pub fn to_tell(tx: &mut dyn Tx) -> Result<Vec<AgencyId>, DbError> {
    tx.query(&TO_TELL, &[])?.iter().map(|row| row.get(0)).collect()
}

/// The other node was told what this row said.
pub fn told(tx: &mut dyn Tx, one: &Stored) -> Result<(), DbError> {
    tx.send(&TOLD, &p![one.id, one.until_day.unwrap_or(-1)])
}

/// Keeps what somebody left.
pub fn leave(tx: &mut dyn Tx, one: &Left) -> Result<(), DbError> {
    tx.send(&LEAVE, &p![one.id, one.point, one.agency, one.worker, one.at, one.body.clone()])
}

/// What was left, the newest first.
pub fn handovers(tx: &mut dyn Tx) -> Result<Vec<Left>, DbError> {
    let one = |row: &Row| {
        Ok(Left {
            id: row.get(0)?,
            point: row.get(1)?,
            agency: row.get(2)?,
            worker: row.get(3)?,
            at: row.get(4)?,
            reader: row.get(5)?,
            body: row.get(6)?,
        })
    };
    tx.query(&HANDOVERS, &[])?.iter().map(one).collect()
}

/// Somebody else has read it; false when it was read before, or is their own.
pub fn read(
    tx: &mut dyn Tx,
    (id, agency): (Uuid, AgencyId),
    reader: WorkerId,
    now: Millis,
) -> Result<bool, DbError> {
    Ok(tx.exec(&READ, &p![id, agency, reader, now])? == 1)
}

/// Ends one of this partnership; false when there is no such appointment or it has ended.
pub fn end(tx: &mut dyn Tx, id: Uuid, agency: AgencyId, day: Date) -> Result<bool, DbError> {
    Ok(tx.exec(&END, &p![id, agency, day.to_days()])? == 1)
}

/// Every appointment, the first first.
pub fn points(tx: &mut dyn Tx) -> Result<Vec<Stored>, DbError> {
    let one = |row: &Row| {
        Ok(Stored {
            id: row.get(0)?,
            agency: row.get(1)?,
            ours: row.get(2)?,
            deputy: row.get(3)?,
            from_day: row.get(4)?,
            until_day: row.get(5)?,
            told: row.get(6)?,
            worker: row.get(7)?,
            body: row.get(8)?,
            agreement: row.get(9)?,
        })
    };
    tx.query(&POINTS, &[])?.iter().map(one).collect()
}

/// Referrals offered from `from` to before `until`: those we sent to this agency, and those it sent to us.
pub fn exchanged(
    tx: &mut dyn Tx,
    agency: AgencyId,
    (from, until): (Millis, Millis),
) -> Result<(u64, u64), DbError> {
    let (mut sent, mut received) = (0, 0);
    for row in tx.query(&EXCHANGED, &p![agency, from, until])? {
        let (direction, count): (String, i64) = (row.get(0)?, row.get(1)?);
        let count = u64::try_from(count).unwrap_or(0);
        if direction == Direction::Out.code() { sent = count } else { received = count }
    }
    Ok((sent, received))
}

/// The same quarter by quarter, the first first, from one look at the referrals. A day is one of the State, four hours before UTC.
pub fn exchanged_by_quarter(
    tx: &mut dyn Tx,
    agency: AgencyId,
    (from, until): (Millis, Millis),
) -> Result<BTreeMap<Quarter, (u64, u64)>, DbError> {
    let mut all: BTreeMap<Quarter, (u64, u64)> = BTreeMap::new();
    for row in tx.query(&EXCHANGED_BY_DAY, &p![agency, from, until])? {
        let (direction, day, count): (String, i64, i64) = (row.get(0)?, row.get(1)?, row.get(2)?);
        let count = u64::try_from(count).unwrap_or(0);
        let both = all.entry(Quarter::of(Millis(0).plus_days(day))).or_default();
        let side = if direction == Direction::Out.code() { &mut both.0 } else { &mut both.1 };
        *side = side.saturating_add(count);
    }
    Ok(all)
}
