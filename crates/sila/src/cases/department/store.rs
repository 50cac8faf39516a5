//! All SQL of the department at a glance. Each statement holds the rule of who sees a case; `$2` widens it to the whole agency.

use sila_core::ids::WorkerId;
use sila_core::time::Millis;

use super::Age;
use crate::accounts::{Permission, Worker};
use crate::cases::scope::store::{kept_from, sees, team_cases};
use crate::cases::store::{level, stage};
use crate::db::{DbError, Row, Tx, p};

/// Open cases by one thing that is known of them.
macro_rules! counted {
    ($what:expr) => {
        concat!(
            "select s.what, count(*) from (select ",
            $what,
            " as what from case_file c where c.status = 'open' and ",
            sees!("c.id", "$1", "$2"),
            ") s group by s.what"
        )
    };
}

crate::db::sql! {
    pub URGENCIES = counted!("c.urgency");
    pub STAGES = counted!(stage!());
    pub LEVELS = counted!(level!());
    pub AGES = counted!("case when c.opened_at >= $3 then 'NEW' when c.opened_at >= $4 then 'MONTHS' when c.opened_at >= $5 then 'HALF' else 'LONG' end");
    pub CLOCKS = concat!("select k.kind, count(*) from case_clock k join case_file c on c.id = k.case_id where k.done_at is null and k.due < $3 and c.status = 'open' and ", sees!("c.id", "$1", "$2"), " group by k.kind");
    pub WORKLOAD = concat!("select c.owner, coalesce(w.name_ar, ''), coalesce(w.name_en, ''), count(*), sum(case when c.opened_at >= $3 then 1 else 0 end), sum(case when c.urgency = 'EMERGENCY' then 1 else 0 end), sum(case when exists (select 1 from care_action a where a.case_id = c.id and a.done_at is null and a.due_at < $4) then 1 else 0 end) from case_file c left join worker w on w.id = c.owner where c.status = 'open' and ", sees!("c.id", "$1", "$2"), " group by c.owner, w.name_ar, w.name_en order by count(*) desc, c.owner limit 200");
    pub REFERRALS = concat!("select r.direction, count(*), coalesce(sum(case when r.decide_by < $2 and r.state in ('OFFERED', 'DELIVERED', 'IN_REVIEW') then 1 else 0 end), 0) from referral r where r.is_open and not ", kept_from!("r.case_id", "$1"), " and ($3 or r.id in (select o.id from referral o where o.created_by = $1 union select h.id from referral h where h.direction = 'out' and h.claimed_by = $1 union select c.id from case_member m join referral c on c.case_id = m.case_id where m.worker = $1 union select c.id from ", team_cases!("$1"), " t join referral c on c.case_id = t.case_id)) group by r.direction");
}

/// A code and how many cases have it.
pub type Count = (String, i64);

/// What one worker has.
#[derive(Debug, Clone)]
pub struct Load {
    /// Who.
    pub worker: WorkerId,
    /// Arabic name.
    pub name_ar: String,
    /// English name.
    pub name_en: String,
    /// Open cases.
    pub open: i64,
    /// Those of them opened within a month.
    pub fresh: i64,
    /// Those of them that are an emergency.
    pub emergencies: i64,
    /// Those of them in which something of the plan is late.
    pub late: i64,
}

/// The counts.
#[derive(Debug, Clone, Default)]
pub struct Glance {
    /// By urgency.
    pub urgencies: Vec<Count>,
    /// By stage of the pathway.
    pub stages: Vec<Count>,
    /// By the level of the last assessment.
    pub levels: Vec<Count>,
    /// By how long they have been open.
    pub ages: Vec<Count>,
    /// Clocks of the law that have run out, by kind.
    pub clocks: Vec<Count>,
    /// By whoever works on them.
    pub loads: Vec<Load>,
}

fn count(row: &Row) -> Result<Count, DbError> {
    Ok((row.get(0)?, row.get(1)?))
}

/// Counts what the worker may count: the whole agency with `all`, else what their scope shows.
pub fn glance(
    tx: &mut dyn Tx,
    (worker, all): (WorkerId, bool),
    now: Millis,
) -> Result<Glance, DbError> {
    let from = |age: Age| age.opened(now).0;
    let ages = p![worker, all, from(Age::New), from(Age::Months), from(Age::Half)];
    let counts = |tx: &mut dyn Tx, sql, args: &[crate::db::V]| -> Result<Vec<Count>, DbError> {
        tx.query(sql, args)?.iter().map(count).collect()
    };
    let mut glance = Glance {
        urgencies: counts(tx, &URGENCIES, &p![worker, all])?,
        stages: counts(tx, &STAGES, &p![worker, all])?,
        levels: counts(tx, &LEVELS, &p![worker, all])?,
        ages: counts(tx, &AGES, &ages)?,
        clocks: counts(tx, &CLOCKS, &p![worker, all, now])?,
        loads: Vec::new(),
    };
    for row in tx.query(&WORKLOAD, &p![worker, all, from(Age::New), now])? {
        glance.loads.push(Load {
            worker: row.get(0)?,
            name_ar: row.get(1)?,
            name_en: row.get(2)?,
            open: row.get(3)?,
            fresh: row.get(4)?,
            emergencies: row.get(5)?,
            late: row.get(6)?,
        });
    }
    Ok(glance)
}

/// Open referrals that the worker may see, and those of them that are later than agreed: received, then sent. As their lists
/// have them.
pub fn referrals(
    tx: &mut dyn Tx,
    reader: &Worker,
    now: Millis,
) -> Result<[(i64, i64); 2], DbError> {
    let all = reader.may(Permission::ReferralReadAll);
    let mut counts = [(0, 0); 2];
    for row in tx.query(&REFERRALS, &p![reader.id, now, all])? {
        let (direction, counted): (String, _) = (row.get(0)?, (row.get(1)?, row.get(2)?));
        let [received, sent] = &mut counts;
        *(if direction == "in" { received } else { sent }) = counted;
    }
    Ok(counts)
}
