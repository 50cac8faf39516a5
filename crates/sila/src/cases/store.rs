//! All SQL of cases and of their lists; that of what stands around a case is beside it.

pub use crate::cases::around::store::{CaseReferral, origin, readers, reads, referrals};

use sila_core::codes::Category;
use sila_core::ids::{AgencyId, CaseId, PersonId, ReferralId, WorkerId};
use sila_core::time::Millis;

use crate::accounts::{Permission, Worker};
use crate::cases::NewCase;
use crate::cases::interpreters::store as interpreters;
use crate::cases::mandatory::store as mandatory;
use crate::cases::scope::store::{self as scope, barred, narrow, sees, team_cases};
use crate::db::{DbError, Row, Tx, p};
use crate::problem::Problem;

/// Cases are counted no further than this.
pub const COUNTED_MAX: i64 = 10_000;
/// Rows on a page of the list.
pub const PAGE_ROWS: usize = 50;

/// The stage of the pathway that the case `c` is in, or `NONE`.
macro_rules! stage {
    () => {
        "coalesce((select ps.stage from pathway_step ps where ps.case_id = c.id order by ps.n desc limit 1), 'NONE')"
    };
}

/// The level that the last assessment of the case `c` left standing, or `NONE`.
macro_rules! level {
    () => {
        "coalesce((select ea.level from assessment ea where ea.case_id = c.id order by ea.at desc, ea.id desc limit 1), 'NONE')"
    };
}

/// What a list of cases is narrowed to; see [`Filter`].
macro_rules! narrowed {
    () => {
        concat!(
            " and ($4 = '' or c.category = $4) and ($5 = '' or c.urgency = $5) and ($7 or c.owner = $8) and c.opened_at >= $9 and c.opened_at < $10 and ($11 = '' or ",
            stage!(),
            " = $11) and ($12 = '' or ",
            level!(),
            " = $12) and ($13 = '' or exists (select 1 from case_clock kc where kc.case_id = c.id and kc.done_at is null and kc.due < $14 and kc.kind = $13)) and (not $15 or exists (select 1 from care_action la where la.case_id = c.id and la.done_at is null and la.due_at < $14))"
        )
    };
}

pub(crate) use {level, stage};

crate::db::sql! {
    pub SET_LEAD = "update case_file set lead = $2, version = version + 1 where id = $1";
    pub NEXT_NUMBER = "insert into counter (name, value) values ($1, 1) on conflict (name) do update set value = counter.value + 1 returning value";
    pub INSERT_CASE = "insert into case_file (id, reference, status, category, urgency, area, owner, lead, origin_referral, opened_at, updated_at, version, key, body) values ($1, $2, $12, $3, $4, $5, $6, $7, $8, $9, $9, 1, $10, $11)";
    pub INSERT_MEMBER = "insert into case_member (case_id, worker, since, added_by, opened_at, is_open) select c.id, $2, $3, $4, c.opened_at, c.status = 'open' from case_file c where c.id = $1 and not exists (select 1 from case_excluded e where e.case_id = c.id and e.worker = $2) on conflict (case_id, worker) do nothing";
    pub INSERT_PERSON = "insert into person (id, case_id, position, body) values ($1, $2, $3, $4)";
    pub DELETE_PEOPLE = "delete from person where case_id = $1";
    pub UPDATE_CASE = "update case_file set category = $3, urgency = $4, area = $5, updated_at = $6, version = version + 1, body = $7 where id = $1 and version = $2";
    pub CASE = concat!("select c.id, c.reference, c.status, c.category, c.urgency, c.area, c.owner, c.lead, c.origin_referral, c.opened_at, c.updated_at, c.version, coalesce(w.name_ar, ''), coalesce(w.name_en, ''), c.key, c.body, exists (select 1 from case_handover h where h.case_id = c.id and h.handed_at is not null) from case_file c left join worker w on w.id = c.owner where c.id = $1 and ", sees!("c.id", "$2", "$3"));
    pub PEOPLE = "select id, body from person where case_id = $1 order by position";
    pub STORED = "select c.id, c.reference, c.status, c.category, c.urgency, c.area, c.owner, c.lead, c.origin_referral, c.opened_at, c.updated_at, c.version, coalesce(w.name_ar, ''), coalesce(w.name_en, ''), c.key, c.body, exists (select 1 from case_handover h where h.case_id = c.id and h.handed_at is not null) from case_file c left join worker w on w.id = c.owner where c.id = $1 and c.status <> 'erased'";
    pub STORED_AFTER = "select c.id, c.reference, c.status, c.category, c.urgency, c.area, c.owner, c.lead, c.origin_referral, c.opened_at, c.updated_at, c.version, coalesce(w.name_ar, ''), coalesce(w.name_en, ''), c.key, c.body, exists (select 1 from case_handover h where h.case_id = c.id and h.handed_at is not null) from case_file c left join worker w on w.id = c.owner where c.id > $1 and c.status <> 'erased' order by c.id limit 100";
    pub COUNT_ALL = "select count(*) from case_file";
    pub CASES_IN_SCOPE = concat!("select m.case_id from case_member m where m.worker = $1 and not ", barred!("m.case_id", "$1"), " union select t.case_id from ", team_cases!("$1"), " t where not ", barred!("t.case_id", "$1"));
    pub LIST_ALL = concat!("select c.id, c.reference, c.status, c.category, c.urgency, c.area, c.owner, c.lead, c.origin_referral, c.opened_at, c.updated_at, c.version, coalesce(w.name_ar, ''), coalesce(w.name_en, '') from case_file c left join worker w on w.id = c.owner where not ", barred!("c.id", "$6"), " and c.status = $1 and (c.opened_at, c.id) < ($2, $3)", narrowed!(), " order by c.opened_at desc, c.id desc limit 51");
    pub LIST_SCOPE = concat!("select c.id, c.reference, c.status, c.category, c.urgency, c.area, c.owner, c.lead, c.origin_referral, c.opened_at, c.updated_at, c.version, coalesce(w.name_ar, ''), coalesce(w.name_en, '') from (select m.case_id, m.opened_at, m.is_open from case_member m where m.worker = $6 union select t.case_id, t.opened_at, t.is_open from ", team_cases!("$6"), " t) s cross join case_file c left join worker w on w.id = c.owner where c.id = s.case_id and not ", barred!("s.case_id", "$6"), " and c.status = $1 and (s.opened_at, s.case_id) < ($2, $3)", narrowed!(), " order by s.opened_at desc, s.case_id desc limit 51");
    pub LIST_MINE = concat!("select c.id, c.reference, c.status, c.category, c.urgency, c.area, c.owner, c.lead, c.origin_referral, c.opened_at, c.updated_at, c.version, coalesce(w.name_ar, ''), coalesce(w.name_en, '') from case_member m join case_file c on c.id = m.case_id left join worker w on w.id = c.owner where not ", barred!("m.case_id", "$6"), " and m.worker = $6 and m.is_open = ($1 = 'open') and (m.opened_at, m.case_id) < ($2, $3)", narrowed!(), " order by m.opened_at desc, m.case_id desc limit 51");
    pub BY_REFERENCE = concat!("select c.id from case_file c where c.reference = $1 and ", sees!("c.id", "$2", "$3"));
    pub BY_REFERRAL_REFERENCE = concat!("select c.id from referral r join case_file c on c.id = r.case_id where r.reference = $1 and ", sees!("c.id", "$2", "$3"));
    pub BY_ORIGIN = "select id from case_file where origin_referral = $1";
    pub COUNT_SCOPE = concat!("select count(*), coalesce(sum(case when s.opened_at >= $2 then 1 else 0 end), 0) from (select m.case_id, m.opened_at from case_member m where m.worker = $1 and m.is_open and not ", barred!("m.case_id", "$1"), " union select t.case_id, t.opened_at from ", team_cases!("$1"), " t where t.is_open and not ", barred!("t.case_id", "$1"), " limit 10000) s");
    pub COUNT_OPEN_ALL = "select count(*) from (select 1 from case_file where status = 'open' limit $1) counted";
    pub COUNT_NEW_ALL = "select count(*) from (select 1 from case_file where status = 'open' and opened_at >= $1 limit $2) counted";
    // The joined text keeps SQLite from going through every open case instead of the few that are kept from somebody.
    pub COUNT_BARRED = concat!("select count(*), coalesce(sum(case when c.opened_at >= $2 then 1 else 0 end), 0) from case_file c where c.id in ", narrow!("$1"), " and c.status || '' = 'open' and ", barred!("c.id", "$1"));
}

/// The columns of a case: what lists show. Nothing here names anybody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseRow {
    /// Identifier.
    pub id: CaseId,
    /// Reference number such as `C-26-00031`.
    pub reference: String,
    /// `open`, `closed`, or `erased` after a withdrawal.
    pub status: String,
    /// Category code.
    pub category: String,
    /// Urgency code.
    pub urgency: String,
    /// Area code of residence; empty when unknown.
    pub area: String,
    /// Who works on it.
    pub owner: WorkerId,
    /// Responsible agency.
    pub lead: AgencyId,
    /// The referral it came by.
    pub origin: Option<ReferralId>,
    /// When it was opened.
    pub opened_at: Millis,
    /// Last change.
    pub updated_at: Millis,
    /// Counts changes.
    pub version: i64,
    /// The owner's Arabic name.
    pub owner_ar: String,
    /// The owner's English name.
    pub owner_en: String,
}

impl CaseRow {
    /// Whether somebody works on it. A closed case is one of the past: nothing is sent or asked because of it.
    pub fn is_open(&self) -> bool {
        self.status == "open"
    }

    /// The refusal of an act that needs an open case.
    ///
    /// # Errors
    /// `case.closed`.
    pub fn needs_open(&self) -> Result<(), Problem> {
        let closed = || Problem::refused("case.closed").way_out(format!("/cases/{}", self.id));
        if self.is_open() { Ok(()) } else { Err(closed()) }
    }
}

/// A case as stored: columns, wrapped key, sealed body, sealed people.
#[derive(Debug, Clone)]
pub struct Stored {
    /// The columns.
    pub row: CaseRow,
    /// The case's key, wrapped.
    pub key: Vec<u8>,
    /// The sealed body.
    pub body: Vec<u8>,
    /// The sealed people in their order.
    pub people: Vec<(PersonId, Vec<u8>)>,
    /// Responsibility was handed over by us.
    pub handed: bool,
}

/// What a list of cases is narrowed to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// `open` or `closed`.
    pub status: String,
    /// Category code, or empty.
    pub category: String,
    /// Urgency code, or empty.
    pub urgency: String,
    /// Whose work; anybody's when empty.
    pub owner: Option<WorkerId>,
    /// Opened from the first time on and before the second; at any time when empty.
    pub opened: Option<(Millis, Millis)>,
    /// Code of the stage of the pathway, `NONE` for none yet, or empty.
    pub stage: String,
    /// Level of the last assessment, `NONE` for none yet, or empty.
    pub level: String,
    /// The clock of the law that has run out, or empty.
    pub clock: String,
    /// Only where something of the plan is late.
    pub late: bool,
    /// When the list is asked for: what ran out before is late.
    pub now: Millis,
    /// Every case that the worker may read, be it by role or by team, instead of one's own.
    pub all: bool,
}

fn row(row: &Row) -> Result<CaseRow, DbError> {
    Ok(CaseRow {
        id: row.get(0)?,
        reference: row.get(1)?,
        status: row.get(2)?,
        category: row.get(3)?,
        urgency: row.get(4)?,
        area: row.get(5)?,
        owner: row.get(6)?,
        lead: row.get(7)?,
        origin: row.get(8)?,
        opened_at: row.get(9)?,
        updated_at: row.get(10)?,
        version: row.get(11)?,
        owner_ar: row.get(12)?,
        owner_en: row.get(13)?,
    })
}

/// Writes a new case with its people; its owner becomes a member. Gives the reference number allotted to it.
pub fn insert(tx: &mut dyn Tx, case: &NewCase) -> Result<String, DbError> {
    let number: i64 = tx.one(&NEXT_NUMBER, &p![case.series.as_str()])?.get(0)?;
    let reference = format!("{}-{number:05}", case.series);
    tx.send(
        &INSERT_CASE,
        &p![
            case.id,
            reference.as_str(),
            case.category.code(),
            case.urgency.code(),
            case.area.as_str(),
            case.owner,
            case.lead,
            case.origin_referral,
            case.opened_at,
            case.key_wrapped.as_slice(),
            case.body.as_slice(),
            case.status
        ],
    )?;
    add_member(tx, case.id, case.owner, case.owner, case.opened_at)?;
    insert_people(tx, case.id, &case.people)?;
    mandatory::found(tx, case, case.opened_at)?;
    if case.category == Category::UnknownParentage && case.status == "open" {
        scope::restrict_new(tx, case.id, case.owner, case.opened_at)?;
    }
    Ok(reference)
}

fn insert_people(
    tx: &mut dyn Tx,
    case: CaseId,
    people: &[(PersonId, Vec<u8>)],
) -> Result<(), DbError> {
    for (position, (id, body)) in (0_i64..).zip(people) {
        tx.send(&INSERT_PERSON, &p![*id, case, position, body.as_slice()])?;
    }
    Ok(())
}

/// Another agency answers for the person from now on.
pub fn set_lead(tx: &mut dyn Tx, case: CaseId, agency: AgencyId) -> Result<(), DbError> {
    tx.send(&SET_LEAD, &p![case, agency])
}

/// Lets a worker find the case from now on, unless they are excluded from it.
pub fn add_member(
    tx: &mut dyn Tx,
    case: CaseId,
    worker: WorkerId,
    added_by: WorkerId,
    now: Millis,
) -> Result<(), DbError> {
    tx.send(&INSERT_MEMBER, &p![case, worker, now, added_by])
}

/// Replaces what the case says, if nobody changed it meanwhile (`version` is the one that was read).
pub fn replace(
    tx: &mut dyn Tx,
    case: &NewCase,
    version: i64,
    now: Millis,
) -> Result<bool, DbError> {
    let changed = tx.exec(
        &UPDATE_CASE,
        &p![
            case.id,
            version,
            case.category.code(),
            case.urgency.code(),
            case.area.as_str(),
            now,
            case.body.as_slice()
        ],
    )?;
    if changed == 1 {
        tx.send(&DELETE_PEOPLE, &p![case.id])?;
        insert_people(tx, case.id, &case.people)?;
        mandatory::found(tx, case, now)?;
        interpreters::follow(tx, (case.id, case.owner), case.interpreting, now)?;
    }
    Ok(changed == 1)
}

/// The case, if this worker may read it.
pub fn find(tx: &mut dyn Tx, worker: &Worker, id: CaseId) -> Result<Option<Stored>, DbError> {
    if !worker.may(Permission::CaseRead) {
        return Ok(None);
    }
    let found = tx.opt(&CASE, &p![id, worker.id, worker.may(Permission::CaseReadAll)])?;
    found.map(|found| with_people(tx, &found)).transpose()
}

fn with_people(tx: &mut dyn Tx, found: &Row) -> Result<Stored, DbError> {
    let row = row(found)?;
    let people = tx.query(&PEOPLE, &p![row.id])?;
    let people: Result<_, DbError> =
        people.iter().map(|person| Ok((person.get(0)?, person.get(1)?))).collect();
    let (key, body, handed) = (found.get(14)?, found.get(15)?, found.get(16)?);
    Ok(Stored { row, key, body, people: people?, handed })
}

/// The case for the node itself, which keeps a register of the people of all cases. Never for a page.
pub fn stored(tx: &mut dyn Tx, id: CaseId) -> Result<Option<Stored>, DbError> {
    let found = tx.opt(&STORED, &p![id])?;
    found.map(|found| with_people(tx, &found)).transpose()
}

/// The next hundred cases in the order of their identifiers, for the node itself.
pub fn stored_after(tx: &mut dyn Tx, after: CaseId) -> Result<Vec<Stored>, DbError> {
    let found = tx.query(&STORED_AFTER, &p![after])?;
    found.iter().map(|found| with_people(tx, found)).collect()
}

/// How many cases there are.
pub fn count_all(tx: &mut dyn Tx) -> Result<i64, DbError> {
    tx.one(&COUNT_ALL, &[])?.get(0)
}

/// The cases that the worker is a member of or reads because of a team; none for a role that reads no case.
pub fn in_scope(
    tx: &mut dyn Tx,
    worker: &Worker,
) -> Result<std::collections::BTreeSet<CaseId>, DbError> {
    if !worker.may(Permission::CaseRead) {
        return Ok(std::collections::BTreeSet::new());
    }
    tx.query(&CASES_IN_SCOPE, &p![worker.id])?.iter().map(|row| row.get(0)).collect()
}

/// One page of cases opened before the place `(at, id)`, newest first; one row more than a page says that more follow.
pub fn page(
    tx: &mut dyn Tx,
    worker: &Worker,
    filter: &Filter,
    before: (Millis, CaseId),
) -> Result<Vec<CaseRow>, DbError> {
    let narrowed = (filter.status.as_str(), filter.category.as_str(), filter.urgency.as_str());
    let (status, category, urgency) = narrowed;
    let (at, id) = before;
    let sql = match (filter.all, worker.may(Permission::CaseReadAll)) {
        (true, true) => &LIST_ALL,
        (true, false) => &LIST_SCOPE,
        (false, _) => &LIST_MINE,
    };
    let owner = filter.owner.unwrap_or(WorkerId(uuid::Uuid::nil()));
    let (from, until) = filter.opened.unwrap_or((Millis(i64::MIN), Millis(i64::MAX)));
    let (stage, level, clock) = (&filter.stage, &filter.level, &filter.clock);
    let any = filter.owner.is_none();
    let mut args = p![status, at, id, category, urgency, worker.id, any, owner].to_vec();
    args.extend(p![from, until, stage, level, clock, filter.now, filter.late]);
    let rows = tx.query(sql, &args)?;
    rows.iter().map(row).collect()
}

/// The case with this reference number, its own or that of a referral, if the worker may read it.
pub fn by_reference(
    tx: &mut dyn Tx,
    worker: &Worker,
    reference: &str,
) -> Result<Option<CaseId>, DbError> {
    let may_all = worker.may(Permission::CaseReadAll);
    for sql in [&BY_REFERENCE, &BY_REFERRAL_REFERENCE] {
        if let Some(row) = tx.opt(sql, &p![reference, worker.id, may_all])? {
            return row.get(0).map(Some);
        }
    }
    Ok(None)
}

/// The case that a referral opened here.
pub fn by_origin(tx: &mut dyn Tx, referral: ReferralId) -> Result<Option<CaseId>, DbError> {
    tx.opt(&BY_ORIGIN, &p![referral])?.map(|row| row.get(0)).transpose()
}

/// Open cases that the worker may read, and those of them opened since `since`. Counting stops at [`COUNTED_MAX`].
pub fn count_open(tx: &mut dyn Tx, worker: &Worker, since: Millis) -> Result<(i64, i64), DbError> {
    if worker.may(Permission::CaseReadAll) {
        let hidden = tx.one(&COUNT_BARRED, &p![worker.id, since])?;
        let (hidden, hidden_new): (i64, i64) = (hidden.get(0)?, hidden.get(1)?);
        let upto = |hidden: i64| COUNTED_MAX.saturating_add(hidden);
        let open: i64 = tx.one(&COUNT_OPEN_ALL, &p![upto(hidden)])?.get(0)?;
        let new: i64 = tx.one(&COUNT_NEW_ALL, &p![since, upto(hidden_new)])?.get(0)?;
        return Ok((open.saturating_sub(hidden), new.saturating_sub(hidden_new)));
    }
    let counted = tx.one(&COUNT_SCOPE, &p![worker.id, since])?;
    Ok((counted.get(0)?, counted.get(1)?))
}
