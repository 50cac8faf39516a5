//! All SQL of escorts.

use sila_core::ids::{CaseId, WorkerId};
use sila_core::time::Millis;
use uuid::Uuid;

use super::{Escort, Words};
use crate::db::{DbError, Row, Tx};
use crate::p;

/// The columns of an escort, in its order, from `stay_escort e` with its stay `s` and the case `c` of it.
macro_rules! escorts {
    ($more:literal, $tail:literal) => {
        concat!(
            "select e.stay, e.came, e.kind, e.agency, e.at, e.body, not e.came and exists (select 1 from case_barred_agency b where b.case_id = c.id and b.agency = e.agency)",
            $more,
            " from stay_escort e join stay s on s.id = e.stay left join referral r on r.id = s.referral \
             left join case_file c on c.id = coalesce(s.case_id, r.case_id) ",
            $tail
        )
    };
}

crate::sql! {
    pub OF_STAY = escorts!("", "where e.stay = $1 order by e.came");
    pub EXPECTED = escorts!(", s.home, case when exists (select 1 from case_restricted y where y.case_id = c.id) or exists (select 1 from case_excluded z where z.case_id = c.id) then s.number else coalesce(c.reference, r.reference, s.number) end", "where not e.came and s.state = 'HELD' and not exists (select 1 from case_withheld v where v.case_id = c.id) and not exists (select 1 from case_excluded x where x.case_id = c.id and x.worker = $1) order by e.at, e.stay limit 500");
    pub CASE_OF = "select coalesce(s.case_id, r.case_id) from stay s left join referral r on r.id = s.referral where s.id = $1 and coalesce(s.case_id, r.case_id) is not null";
    pub SET = "insert into stay_escort (stay, came, kind, agency, at, worker, written_at, body) values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict (stay, came) do update set kind = excluded.kind, agency = excluded.agency, at = excluded.at, worker = excluded.worker, written_at = excluded.written_at, body = excluded.body";
    pub TRIES = "select count(*) from access where worker = $1 and screen = $2 and at > $3";
    pub ERASE = "delete from stay_escort where stay in (select s.id from stay s left join referral r on r.id = s.referral where coalesce(s.case_id, r.case_id) = $1)";
}

/// An escort with what is sealed of it.
pub type Sealed = (Escort, Vec<u8>);

/// Somebody who is expected with an escort: the home, and the number of the case or of the stay.
pub type Expected = (Sealed, Uuid, String);

fn escort(row: &Row) -> Result<Sealed, DbError> {
    let one = Escort {
        stay: row.get(0)?,
        came: row.get(1)?,
        kind: row.get(2)?,
        agency: row.get(3)?,
        at: row.get(4)?,
        barred: row.get(6)?,
        words: Words::default(),
    };
    Ok((one, row.get(5)?))
}

/// What was planned for a stay, then how they came.
pub fn of_stay(tx: &mut dyn Tx, stay: Uuid) -> Result<Vec<Sealed>, DbError> {
    tx.query(&OF_STAY, &p![stay])?.iter().map(escort).collect()
}

/// Everybody who is expected with an escort, the next first: without whoever's case this worker is excluded from.
pub fn expected(tx: &mut dyn Tx, reader: WorkerId) -> Result<Vec<Expected>, DbError> {
    let one = |row: &Row| Ok((escort(row)?, row.get(7)?, row.get(8)?));
    tx.query(&EXPECTED, &p![reader])?.iter().map(one).collect()
}

/// The case of a stay, its own or that of the referral it came by.
pub fn case_of(tx: &mut dyn Tx, stay: Uuid) -> Result<Option<CaseId>, DbError> {
    tx.opt(&CASE_OF, &p![stay])?.map(|row| row.get(0)).transpose()
}

/// How often what this worker said was refused within a day.
pub fn tries(
    tx: &mut dyn Tx,
    (worker, screen): (WorkerId, &str),
    now: Millis,
) -> Result<i64, DbError> {
    tx.one(&TRIES, &p![worker, screen, now.plus_days(-1)])?.get(0)
}

/// Writes down how they are to come, or came; what was written before gives way.
pub fn set(
    tx: &mut dyn Tx,
    (one, body): &Sealed,
    (worker, now): (WorkerId, Millis),
) -> Result<(), DbError> {
    let kind = one.kind.as_str();
    tx.send(&SET, &p![one.stay, one.came, kind, one.agency, one.at, worker, now, body.clone()])
}

/// Erases who brought the people of a case.
pub fn erase_of(tx: &mut dyn Tx, case: CaseId) -> Result<(), DbError> {
    tx.send(&ERASE, &p![case])
}
