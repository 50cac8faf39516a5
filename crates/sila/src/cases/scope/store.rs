//! Who may see a case: the one rule, written once, and the rows it rests on. Every statement of the node that lists, finds
//! or counts something of a case holds one of these texts.

use std::collections::BTreeSet;

use sila_core::ids::{AgencyId, CaseId, WorkerId};
use sila_core::time::Millis;
use uuid::Uuid;

use crate::accounts::{Permission, Worker, roles};
use crate::cases::plan::store::Line;
use crate::db::{DbError, Tx};
use crate::p;

/// True when the case is kept from the worker, whatever their roles: they are excluded from it, or it is restricted and they
/// are none of its members.
macro_rules! kept_from {
    ($case:literal, $worker:literal) => {
        concat!(
            "(exists (select 1 from case_excluded xe where xe.case_id = ",
            $case,
            " and xe.worker = ",
            $worker,
            ") or (exists (select 1 from case_restricted xr where xr.case_id = ",
            $case,
            ") and not exists (select 1 from case_member xm where xm.case_id = ",
            $case,
            " and xm.worker = ",
            $worker,
            ")))"
        )
    };
}

/// True when the case does not exist for the worker: it is kept from them, or withheld from everybody because its person has
/// taken the permission back.
macro_rules! barred {
    ($case:literal, $worker:literal) => {
        concat!(
            "(",
            $crate::cases::scope::store::kept_from!($case, $worker),
            " or exists (select 1 from case_withheld xw where xw.case_id = ",
            $case,
            "))"
        )
    };
}

/// True when the worker reads what a team works on, and whoever works on the case is in that team.
macro_rules! team_sees {
    ($case:literal, $worker:literal) => {
        concat!(
            "exists (select 1 from case_file tf join team_member tm on tm.worker = tf.owner join team_member ts on ts.team = tm.team where tf.id = ",
            $case,
            " and ts.worker = ",
            $worker,
            " and ts.reads)"
        )
    };
}

/// The cases of the teams whose work the worker reads, each with the day on which it was opened and whether it is open. From the
/// members' own lists, so that a large register is not gone through: `cross join` keeps SQLite to the order that is written.
macro_rules! team_cases {
    ($worker:literal) => {
        concat!(
            "(select mc.case_id, mc.opened_at, mc.is_open from team_member ts cross join team_member tm cross join case_member mc cross join case_file tc where tm.team = ts.team and mc.worker = tm.worker and tc.id = mc.case_id and tc.owner = tm.worker and ts.reads and ts.worker = ",
            $worker,
            ")"
        )
    };
}

/// The rule: a member of the case, somebody who reads what its team works on, or a role that reads every case (`$all`), and never
/// whoever is [`barred!`].
macro_rules! sees {
    ($case:literal, $worker:literal, $all:literal) => {
        concat!(
            "(not ",
            $crate::cases::scope::store::barred!($case, $worker),
            " and (",
            $all,
            " or exists (select 1 from case_member sm where sm.case_id = ",
            $case,
            " and sm.worker = ",
            $worker,
            ") or ",
            $crate::cases::scope::store::team_sees!($case, $worker),
            "))"
        )
    };
}

/// The few cases among which those [`barred!`] to the worker are.
macro_rules! narrow {
    ($worker:literal) => {
        concat!(
            "(select case_id from case_restricted union select case_id from case_withheld union select ne.case_id from case_excluded ne where ne.worker = ",
            $worker,
            ")"
        )
    };
}

/// True when the case is in no count that others are told: it is restricted, or withheld because its person has taken the permission
/// back. Nobody outside it can tell that it exists.
macro_rules! uncounted {
    ($case:literal) => {
        concat!(
            "(exists (select 1 from case_restricted ur where ur.case_id = ",
            $case,
            ") or exists (select 1 from case_withheld uw where uw.case_id = ",
            $case,
            "))"
        )
    };
}

pub(crate) use {barred, kept_from, narrow, sees, team_cases, team_sees, uncounted};

crate::sql! {
    pub BARRED = concat!("select c.id from case_file c where c.id in ", narrow!("$1"), " and ", barred!("c.id", "$1"));
    pub IS_BARRED = concat!("select 1 from case_file c where c.id = $1 and ", barred!("c.id", "$2"));
    pub SHUT_SUBJECTS = "select e.case_id from case_excluded e where e.worker = $1 union select r.id from case_excluded e join referral r on r.case_id = e.case_id where e.worker = $1 union select h.id from case_excluded e join person h on h.case_id = e.case_id where e.worker = $1";
    pub RESTRICTED = "select at from case_restricted where case_id = $1";
    pub RESTRICT = "insert into case_restricted (case_id, worker, at) values ($1, $2, $3) on conflict (case_id) do nothing";
    pub UNRESTRICT = "delete from case_restricted where case_id = $1";
    pub PROTECT = "insert into known_protected (case_id, worker, at) values ($1, $2, $3) on conflict (case_id) do nothing";
    pub REMOVE_MEMBER = "delete from case_member where case_id = $1 and worker = $2 and worker <> (select c.owner from case_file c where c.id = $1)";
    pub EXCLUDE = "insert into case_excluded (case_id, worker) values ($1, $2) on conflict (case_id, worker) do nothing";
    pub SET_REASON = "update case_excluded set reason = $3 where case_id = $1 and worker = $2";
    pub READMIT = "delete from case_excluded where case_id = $1 and worker = $2";
    pub BAR_AGENCY = "insert into case_barred_agency (case_id, agency, reason, worker, at) values ($1, $2, $3, $4, $5) on conflict (case_id, agency) do update set reason = excluded.reason, worker = excluded.worker, at = excluded.at";
    pub ADMIT_AGENCY = "delete from case_barred_agency where case_id = $1 and agency = $2";
    pub BARRED_AGENCIES = "select agency, reason from case_barred_agency where case_id = $1 order by at, agency limit 100";
    pub BARRED_SINCE = "select agency, at from case_barred_agency where case_id = $1 order by at, agency limit 100";
    pub IS_AGENCY_BARRED = "select 1 from case_barred_agency where case_id = $1 and agency = $2";
    pub EXCLUDED = "select w.id, w.name_ar, w.name_en, e.reason from case_excluded e join worker w on w.id = e.worker where e.case_id = $1 order by w.name_ar, w.id limit 100";
    pub EXCLUDABLE = "select w.id, w.name_ar, w.name_en from worker w where w.active and w.roles <> 'PORTAL' and not exists (select 1 from case_excluded e where e.case_id = $1 and e.worker = w.id) order by w.name_ar, w.id limit 1000";
    pub ADD_HINT = "insert into conflict_hint (case_id, worker, reason, at) values ($1, $2, $3, $4) on conflict (case_id, worker, reason) do nothing";
    pub HINTS = "select w.id, w.name_ar, w.name_en, h.reason, h.decision from conflict_hint h join worker w on w.id = h.worker where h.case_id = $1 and not exists (select 1 from case_excluded e where e.case_id = $1 and e.worker = w.id) order by w.name_ar, w.id, h.reason limit 400";
    pub DECIDE_HINTS = "update conflict_hint set decision = $3, decided_by = $4, decided_at = $5, words = $6 where case_id = $1 and worker = $2 and decision is null and worker <> $4";
    pub TO_DECIDE = concat!("select h.case_id, c.reference, min(h.at) from conflict_hint h cross join case_file c where c.id = h.case_id and h.decision is null and h.worker <> $1 and c.status = 'open' and exists (select 1 from case_member hm where hm.case_id = h.case_id and hm.worker = h.worker) and ", sees!("c.id", "$1", "$2"), " group by h.case_id, c.reference order by 3, 1 limit 50");
    pub END_MEMBER = "delete from case_member where case_id = $1 and worker = $2";
    pub COLLEAGUES = "select w.id, w.name_ar, w.name_en, w.roles from worker w where w.active and w.roles <> 'PORTAL' and not exists (select 1 from case_member m where m.case_id = $1 and m.worker = w.id) and not exists (select 1 from case_excluded e where e.case_id = $1 and e.worker = w.id) order by w.name_ar, w.id limit 500";
}

/// A colleague who might have a conflict of interest in a case, by one reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hint {
    /// Who.
    pub who: Colleague,
    /// One of the reasons of a barrier.
    pub reason: String,
    /// What was decided; nothing yet where a supervisor is waited for.
    pub decision: Option<String>,
}

/// Somebody might have a conflict of interest, for this reason. What was found before stays as it was decided.
pub fn add_hint(
    tx: &mut dyn Tx,
    case: CaseId,
    (worker, reason): (WorkerId, &'static str),
    now: Millis,
) -> Result<(), DbError> {
    tx.send(&ADD_HINT, &p![case, worker, reason, now])
}

/// What was found about those who are not excluded. The caller has found the case through the worker.
pub fn hints(tx: &mut dyn Tx, case: CaseId) -> Result<Vec<Hint>, DbError> {
    let one = |row: &crate::db::Row| {
        let who = (row.get(0)?, row.get(1)?, row.get(2)?);
        Ok(Hint { who, reason: row.get(3)?, decision: row.get(4)? })
    };
    tx.query(&HINTS, &p![case])?.iter().map(one).collect()
}

/// A supervisor decides about what waits about a colleague, with sealed words. False where nothing waits, and about themselves.
pub fn decide_hints(
    tx: &mut dyn Tx,
    (case, worker): (CaseId, WorkerId),
    (decision, words): (&'static str, &[u8]),
    (by, now): (WorkerId, Millis),
) -> Result<bool, DbError> {
    Ok(tx.exec(&DECIDE_HINTS, &p![case, worker, decision, by, now, words])? > 0)
}

/// Cases in which it waits for this supervisor whether somebody who works on them has a conflict of interest.
pub fn to_decide(tx: &mut dyn Tx, worker: &Worker) -> Result<Vec<Line>, DbError> {
    if !worker.may(Permission::CaseApprove) {
        return Ok(Vec::new());
    }
    let all = worker.may(Permission::CaseReadAll);
    let one = |row: &crate::db::Row| {
        Ok(Line { case: row.get(0)?, reference: row.get(1)?, at: row.get(2)? })
    };
    tx.query(&TO_DECIDE, &p![worker.id, all])?.iter().map(one).collect()
}

/// A colleague who could be named: who, and both names.
pub type Colleague = (WorkerId, String, String);

/// The cases that do not exist for this worker although their roles would show them.
pub fn barred_to(tx: &mut dyn Tx, worker: WorkerId) -> Result<BTreeSet<CaseId>, DbError> {
    tx.query(&BARRED, &p![worker])?.iter().map(|row| row.get(0)).collect()
}

/// Whether there is this case and the worker is barred from it.
pub fn is_barred(tx: &mut dyn Tx, case: CaseId, worker: WorkerId) -> Result<bool, DbError> {
    Ok(tx.opt(&IS_BARRED, &p![case, worker])?.is_some())
}

/// Cases from which this worker is excluded, their referrals and their people: what also the pages of the auditors leave out.
pub fn shut_subjects(tx: &mut dyn Tx, worker: WorkerId) -> Result<BTreeSet<Uuid>, DbError> {
    tx.query(&SHUT_SUBJECTS, &p![worker])?.iter().map(|row| row.get(0)).collect()
}

/// Since when the case is restricted.
pub fn restricted(tx: &mut dyn Tx, case: CaseId) -> Result<Option<Millis>, DbError> {
    tx.opt(&RESTRICTED, &p![case])?.map(|row| row.get(0)).transpose()
}

/// Restricts the case to its members; its people leave the lists that partners may ask. Or opens it again.
pub fn restrict(
    tx: &mut dyn Tx,
    case: CaseId,
    (worker, on): (&Worker, bool),
    now: Millis,
) -> Result<(), DbError> {
    if !on {
        return tx.send(&UNRESTRICT, &p![case]);
    }
    crate::cases::store::add_member(tx, case, worker.id, worker.id, now)?;
    crate::cases::plan::store::strangers_to_owner(tx, case)?;
    tx.send(&PROTECT, &p![case, worker.id, now])?;
    tx.send(&RESTRICT, &p![case, worker.id, now])
}

/// Restricts a case in the act that opens it, to whoever opens it.
pub fn restrict_new(
    tx: &mut dyn Tx,
    case: CaseId,
    owner: WorkerId,
    now: Millis,
) -> Result<(), DbError> {
    tx.send(&PROTECT, &p![case, owner, now])?;
    tx.send(&RESTRICT, &p![case, owner, now])
}

/// Takes a member off the case. Its owner stays, and does what the member had still to do.
pub fn remove_member(tx: &mut dyn Tx, case: CaseId, worker: WorkerId) -> Result<bool, DbError> {
    crate::cases::plan::store::to_owner(tx, case, worker)?;
    Ok(tx.exec(&REMOVE_MEMBER, &p![case, worker])? == 1)
}

/// Shuts the case to a worker, whatever they are: not even membership opens it.
pub fn exclude(tx: &mut dyn Tx, case: CaseId, worker: WorkerId) -> Result<(), DbError> {
    crate::cases::plan::store::to_owner(tx, case, worker)?;
    tx.send(&END_MEMBER, &p![case, worker])?;
    tx.send(&EXCLUDE, &p![case, worker])
}

/// Writes down why somebody is excluded.
pub fn set_reason(
    tx: &mut dyn Tx,
    case: CaseId,
    worker: WorkerId,
    why: &str,
) -> Result<(), DbError> {
    tx.send(&SET_REASON, &p![case, worker, why])
}

/// Ends an exclusion. Membership does not come back by it.
pub fn readmit(tx: &mut dyn Tx, case: CaseId, worker: WorkerId) -> Result<(), DbError> {
    tx.send(&READMIT, &p![case, worker])
}

/// Nothing of the case is told to this agency from now on.
pub fn bar_agency(
    tx: &mut dyn Tx,
    (case, agency): (CaseId, AgencyId),
    why: &str,
    (worker, now): (WorkerId, Millis),
) -> Result<(), DbError> {
    tx.send(&BAR_AGENCY, &p![case, agency, why, worker, now])
}

/// The agency may be told again.
pub fn admit_agency(tx: &mut dyn Tx, case: CaseId, agency: AgencyId) -> Result<(), DbError> {
    tx.send(&ADMIT_AGENCY, &p![case, agency])
}

/// Which agencies are told nothing of a case, and why.
pub fn barred_agencies(tx: &mut dyn Tx, case: CaseId) -> Result<Vec<(AgencyId, String)>, DbError> {
    let one = |row: &crate::db::Row| Ok((row.get(0)?, row.get(1)?));
    tx.query(&BARRED_AGENCIES, &p![case])?.iter().map(one).collect()
}

/// Since when each of these agencies is told nothing of a case.
pub fn barred_since(tx: &mut dyn Tx, case: CaseId) -> Result<Vec<(AgencyId, Millis)>, DbError> {
    let one = |row: &crate::db::Row| Ok((row.get(0)?, row.get(1)?));
    tx.query(&BARRED_SINCE, &p![case])?.iter().map(one).collect()
}

/// Whether this agency is told nothing of the case.
pub fn is_agency_barred(tx: &mut dyn Tx, case: CaseId, agency: AgencyId) -> Result<bool, DbError> {
    Ok(tx.opt(&IS_AGENCY_BARRED, &p![case, agency])?.is_some())
}

/// Who is excluded from a case, and why.
pub fn excluded(tx: &mut dyn Tx, case: CaseId) -> Result<Vec<(Colleague, String)>, DbError> {
    let one = |row: &crate::db::Row| Ok(((row.get(0)?, row.get(1)?, row.get(2)?), row.get(3)?));
    tx.query(&EXCLUDED, &p![case])?.iter().map(one).collect()
}

/// Everybody who works here and is not excluded from the case.
pub fn excludable(tx: &mut dyn Tx, case: CaseId) -> Result<Vec<Colleague>, DbError> {
    let one = |row: &crate::db::Row| Ok((row.get(0)?, row.get(1)?, row.get(2)?));
    tx.query(&EXCLUDABLE, &p![case])?.iter().map(one).collect()
}

/// Colleagues who read cases and are neither members of this one nor excluded from it.
pub fn colleagues(tx: &mut dyn Tx, case: CaseId) -> Result<Vec<Colleague>, DbError> {
    let mut found = Vec::new();
    for row in tx.query(&COLLEAGUES, &p![case])? {
        let held: String = row.get(3)?;
        let held: Vec<String> = held.split_whitespace().map(str::to_owned).collect();
        if roles::allow(&held, Permission::CaseRead) {
            found.push((row.get(0)?, row.get(1)?, row.get(2)?));
        }
    }
    Ok(found)
}
