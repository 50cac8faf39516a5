//! All SQL of partnerships: who keeps the contact, and how many referrals went which way.

use sila_core::time::{Date, Millis};
use sila_core::{AgencyId, WorkerId};
use uuid::Uuid;

use crate::db::{DbError, Row, Tx, p};
use crate::referrals::store::Direction;

crate::sql! {
    pub APPOINT = "insert into focal_point (id, agency, ours, deputy, from_day, until_day, worker, at, body) values ($1, $2, $3, $4, $5, null, $6, $7, $8)";
    pub END = "update focal_point set until_day = $3 where id = $1 and agency = $2 and until_day is null";
    pub POINTS = "select id, agency, ours, deputy, from_day, until_day, body from focal_point order by from_day, id limit 5000";
    pub EXCHANGED = "select direction, count(*) from referral where peer = $1 and offered_at >= $2 and offered_at < $3 and not exists (select 1 from case_restricted x where x.case_id = referral.case_id) group by direction";
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
    /// Name and how to reach, sealed.
    pub body: Vec<u8>,
}

impl Stored {
    /// Whether it holds on a day.
    pub fn holds(&self, day: Date) -> bool {
        let day = day.to_days();
        self.from_day <= day && self.until_day.is_none_or(|until| day < until)
    }
}

/// Writes an appointment.
pub fn appoint(
    tx: &mut dyn Tx,
    one: &Stored,
    worker: WorkerId,
    now: Millis,
) -> Result<(), DbError> {
    let row = p![one.id, one.agency, one.ours, one.deputy, one.from_day, worker, now, &one.body];
    tx.send(&APPOINT, &row)
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
            body: row.get(6)?,
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
