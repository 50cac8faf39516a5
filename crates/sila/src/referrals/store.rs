//! All SQL of referrals: the row that lists read, and the signed entries. The work the node owes itself is in
//! [`super::duty::store`].

use sila_core::codes::Urgency;
use sila_core::ids::{AgreementId, CaseId, ReferralId, WorkerId};
use sila_core::referral::State;
use sila_core::time::Millis;
use uuid::Uuid;

pub use super::row::{Direction, Found, NewReferral, Referral, Sealed, StoredEntry};
use crate::agreements;
use crate::cases::scope::store::{kept_from as barred, team_cases, team_sees};
use crate::db::{DbError, Row, Tx};
use crate::p;
use crate::partners::Level;

/// The columns of [`Referral`], in its order.
macro_rules! columns {
    () => {
        "r.id, r.reference, r.direction, r.peer, r.case_id, r.state, r.is_open, r.urgency, r.linked, r.category, r.area, \
         r.agreement, r.offered_at, r.decide_by, r.expires_at, r.updated_at, r.version, r.created_by, r.claimed_by, \
         r.claimed_at, r.noted_at, r.delivered_at, r.relay, r.kind, r.ahead"
    };
}

/// What narrows a list: urgency, state, category, kind (each empty for any), and only what is late at a time (0 for any).
macro_rules! filters {
    () => {
        " and (r.urgency = $5 or $5 = '') and (r.state = $6 or $6 = '') and (r.category = $7 or $7 = '') \
          and ((r.decide_by < $8 and r.state in ('OFFERED', 'DELIVERED', 'IN_REVIEW', 'DECLINE_REVIEW', 'TOLD')) or $8 = 0) \
          and (r.kind = $10 or $10 = '')"
    };
}

/// Nothing of a case that does not exist for the worker `$9`.
macro_rules! seen {
    () => {
        concat!(" and not ", barred!("r.case_id", "$9"))
    };
}

/// Only what the worker `$9` sent or follows, is a member of the case of, or reads the case of because of a team.
macro_rules! mine {
    () => {
        concat!(
            " and r.id in (select o.id from referral o where o.created_by = $9 union select h.id from referral h \
             where h.direction = 'out' and h.claimed_by = $9 union select c.id from case_member m join referral c on c.case_id = m.case_id where m.worker = $9 union select c.id from ",
            team_cases!("$9"),
            " t join referral c on c.case_id = t.case_id)"
        )
    };
}

macro_rules! open_list {
    ($mine:expr) => {
        concat!(
            "select ",
            columns!(),
            " from referral r where r.is_open and r.direction = $1 \
             and (r.priority, r.decide_by, r.id) > ($2, $3, $4)",
            filters!(),
            $mine,
            " order by r.priority, r.decide_by, r.id limit 51"
        )
    };
}

macro_rules! done_list {
    ($mine:expr) => {
        concat!(
            "select ",
            columns!(),
            " from referral r where not r.is_open and r.direction = $1 \
             and r.updated_at <= $2 and (r.updated_at, r.id) < ($3, $4)",
            filters!(),
            $mine,
            " order by r.updated_at desc, r.id desc limit 51"
        )
    };
}

crate::sql! {
    pub FIND = concat!(
        "select ", columns!(), ", r.fingerprint, r.key, r.body, r.identity, r.identity_key, exists (select 1 from \
         case_member m where m.case_id = r.case_id and m.worker = $2) or ", team_sees!("r.case_id", "$2"), ", (select p.level from partner p where p.id = r.peer), ",
        barred!("r.case_id", "$2"), ", exists (select 1 from case_withheld v where v.case_id = r.case_id) from referral r where r.id = $1"
    );
    pub OPEN_ALL = open_list!(seen!());
    pub OPEN_MINE = open_list!(concat!(seen!(), mine!()));
    pub DONE_ALL = done_list!(seen!());
    pub DONE_MINE = done_list!(concat!(seen!(), mine!()));
    pub OF_CASE = concat!("select ", columns!(), " from referral r where r.case_id = $1 order by r.offered_at, r.id");
    pub REFERENCE = "select id from referral where reference = $1";
    pub NEXT_NUMBER = "insert into counter (name, value) values ($1, 1) on conflict (name) do update set value = counter.value + 1 returning value";
    pub INSERT = "insert into referral (id, reference, direction, peer, case_id, state, is_open, urgency, priority, linked, category, area, agreement, offered_at, decide_by, expires_at, updated_at, version, fingerprint, created_by, delivered_at, key, body, identity, identity_key, relay, kind, ahead) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, 1, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27)";
    pub PROJECT = "update referral set state = $3, is_open = $4, fingerprint = $5, updated_at = $6, priority = $7, decide_by = $8, expires_at = $9, ahead = $10, version = version + 1 where id = $1 and version = $2";
    pub PUT_AHEAD = "update referral set ahead = $2, priority = priority + $3 where agreement = $1 and is_open and linked and ahead <> $2";
    pub TOUCH = "update referral set version = version + 1 where id = $1 and version = $2";
    pub SET_OFFERED = "update referral set offered_at = $2, decide_by = $3, expires_at = $4, body = $5, identity_key = $6 where id = $1";
    pub SET_BODY = "update referral set body = $2 where id = $1";
    pub SET_CLAIM = "update referral set claimed_by = $2, claimed_at = $3 where id = $1";
    pub SET_DELIVERED = "update referral set delivered_at = $2, state = case when state = 'OFFERED' then 'DELIVERED' else state end, version = version + 1 where id = $1 and direction = 'out' and delivered_at is null";
    pub SET_NOTED = "update referral set noted_at = $2, is_open = $3 where id = $1";
    pub SET_STATE = "update referral set state = $2 where id = $1";
    pub SET_RELAY = "update referral set relay = $2 where id = $1";
    pub SET_IDENTITY_KEY = "update referral set identity_key = $2 where id = $1";
    pub SET_CASE = "update referral set case_id = $2, body = $3, identity = null, identity_key = null where id = $1";
    pub SHOW_AGAIN = "update referral set key = $2, body = $3, identity = $4, identity_key = null, claimed_at = null where id = $1";
    pub ERASE = "update referral set key = $2, body = $2, identity = null, identity_key = null, version = version + 1 where id = $1";
    pub ERASE_TOLD = "update referral set key = $2, body = $2, version = version + 1 where id = $1";
    pub DROP = "update referral set state = 'RECALLED', is_open = false, version = version + 1 where id = $1 and state in ('DRAFT', 'AWAITING_APPROVAL')";
    pub INSERT_ENTRY = "insert into referral_entry (referral, author, n, at, act, body, hash) values ($1, $2, $3, $4, $5, $6, $7)";
    pub ENTRIES = "select author, n, at, act, body, hash from referral_entry where referral = $1 order by author, n";
}

/// What a list is narrowed to and where its page begins.
#[derive(Debug, Clone)]
pub struct Asked {
    /// Which way.
    pub direction: Direction,
    /// Open ones, or those that are done.
    pub open: bool,
    /// Urgency code, or empty.
    pub urgency: String,
    /// State code, or empty.
    pub state: String,
    /// Category code, or empty.
    pub category: String,
    /// Code of what is asked, or empty.
    pub kind: String,
    /// Only undecided ones that were due before this time; 0 for all.
    pub late_at: Millis,
    /// Sort key of the last row of the page before.
    pub after: Option<(i64, Millis, Uuid)>,
    /// Who looks: nothing of a case that does not exist for this worker.
    pub reader: WorkerId,
    /// Only this worker's own.
    pub only_own: bool,
}

/// The place in the queue: what somebody here must act on before what is under way, emergencies first, then, within one urgency,
/// linked cases where their agreement says so (B26).
pub fn priority(row: &Referral, state: State) -> i64 {
    let urgency = match row.urgency {
        Urgency::Emergency => 0,
        Urgency::Urgent => 2,
        Urgency::Routine => 4,
    };
    let under_way = match row.direction {
        Direction::In => {
            !(state.awaits_target() || matches!(state, State::Told | State::Cancelled))
        }
        Direction::Out => matches!(state, State::Accepted | State::Recalled | State::Waitlisted),
    };
    urgency + i64::from(!row.ahead) + if under_way { UNDER_WAY } else { 0 }
}

/// Added to the place of what is under way.
const UNDER_WAY: i64 = 10;

/// Whether it comes before equal ones: a linked case, under an agreement that says so and is not stopped.
pub fn is_ahead(tx: &mut dyn Tx, row: &Referral) -> Result<bool, DbError> {
    if row.linked { agreements::store::puts_first(tx, row.agreement) } else { Ok(false) }
}

/// The agreement puts linked cases before equal ones from now on, or no longer. An emergency stays before what is urgent.
pub fn put_ahead(tx: &mut dyn Tx, id: AgreementId, ahead: bool) -> Result<(), DbError> {
    let places = if ahead { -1_i64 } else { 1 };
    tx.send(&PUT_AHEAD, &p![id, ahead, places])
}

/// A code column of a closed list.
pub(super) fn code<T: std::str::FromStr>(row: &Row, at: usize) -> Result<T, DbError> {
    let text: String = row.get(at)?;
    text.parse().or(Err(DbError::Type { what: format!("column {at}: an unknown code") }))
}

/// The column that says which way.
pub(super) fn direction(row: &Row, at: usize) -> Result<Direction, DbError> {
    let text: String = row.get(at)?;
    Ok(if text == "in" { Direction::In } else { Direction::Out })
}

fn referral(row: &Row) -> Result<Referral, DbError> {
    Ok(Referral {
        id: row.get(0)?,
        reference: row.get(1)?,
        direction: direction(row, 2)?,
        peer: row.get(3)?,
        case_id: row.get(4)?,
        state: code(row, 5)?,
        is_open: row.get(6)?,
        urgency: code(row, 7)?,
        linked: row.get(8)?,
        category: code(row, 9)?,
        area: row.get(10)?,
        agreement: row.get(11)?,
        offered_at: row.get(12)?,
        decide_by: row.get(13)?,
        expires_at: row.get(14)?,
        updated_at: row.get(15)?,
        version: row.get(16)?,
        created_by: row.get(17)?,
        claimed_by: row.get(18)?,
        claimed_at: row.get(19)?,
        noted_at: row.get(20)?,
        delivered_at: row.get(21)?,
        relay: row.get(22)?,
        kind: code(row, 23)?,
        ahead: row.get(24)?,
    })
}

/// One referral, and whether `worker` is a member of its case.
pub fn find(tx: &mut dyn Tx, id: ReferralId, worker: WorkerId) -> Result<Option<Found>, DbError> {
    let Some(row) = tx.opt(&FIND, &p![id, worker])? else { return Ok(None) };
    Ok(Some(Found {
        fingerprint: row.get(25)?,
        sealed: Sealed {
            key: row.get(26)?,
            body: row.get(27)?,
            identity: row.get(28)?,
            identity_key: row.get(29)?,
        },
        member: row.get(30)?,
        barred: row.get(32)?,
        withheld: row.get(33)?,
        partner: row.get::<Option<String>>(31)?.as_deref().and_then(Level::from_code),
        row: referral(&row)?,
    }))
}

/// The entries of a referral, by author and number.
pub fn entries(tx: &mut dyn Tx, id: ReferralId) -> Result<Vec<StoredEntry>, DbError> {
    let entry = |row: &Row| {
        Ok(StoredEntry {
            author: row.get(0)?,
            n: row.get(1)?,
            at: row.get(2)?,
            act: row.get(3)?,
            body: row.get(4)?,
            hash: row.get(5)?,
        })
    };
    tx.query(&ENTRIES, &p![id])?.iter().map(entry).collect()
}

/// A page of at most 50 rows, and one more when there is a next page.
pub fn page(tx: &mut dyn Tx, asked: &Asked) -> Result<Vec<Referral>, DbError> {
    let direction = asked.direction.code();
    let (urgency, state, category) = (&asked.urgency, &asked.state, &asked.category);
    let mut args = if asked.open {
        let (priority, decide_by, id) = asked.after.unwrap_or((-1, Millis(0), Uuid::nil()));
        p![direction, priority, decide_by, id, urgency, state, category, asked.late_at].to_vec()
    } else {
        let (_, updated_at, id) = asked.after.unwrap_or((0, Millis(i64::MAX), Uuid::max()));
        p![direction, updated_at, updated_at, id, urgency, state, category, asked.late_at].to_vec()
    };
    args.extend_from_slice(&p![asked.reader, &asked.kind]);
    let sql = match (asked.open, asked.only_own) {
        (true, false) => &OPEN_ALL,
        (true, true) => &OPEN_MINE,
        (false, false) => &DONE_ALL,
        (false, true) => &DONE_MINE,
    };
    tx.query(sql, &args)?.iter().map(referral).collect()
}

/// The referrals of a case, oldest first.
pub fn of_case(tx: &mut dyn Tx, case: CaseId) -> Result<Vec<Referral>, DbError> {
    tx.query(&OF_CASE, &p![case])?.iter().map(referral).collect()
}

/// True when another referral has this number already.
pub fn reference_taken(tx: &mut dyn Tx, reference: &str) -> Result<bool, DbError> {
    Ok(tx.opt(&REFERENCE, &p![reference])?.is_some())
}

/// The next number of a series. Numbers may have gaps.
pub fn next_number(tx: &mut dyn Tx, series: &str) -> Result<i64, DbError> {
    tx.one(&NEXT_NUMBER, &p![series])?.get(0)
}

/// Adds a row. `Unique` when the referral or its number is there already.
pub fn insert(tx: &mut dyn Tx, new: &NewReferral) -> Result<(), DbError> {
    let row = &Referral { ahead: is_ahead(tx, &new.row)?, ..new.row.clone() };
    let sealed = &new.sealed;
    let args = p![
        row.id,
        &row.reference,
        row.direction.code(),
        row.peer,
        row.case_id,
        row.state.code(),
        row.is_open,
        row.urgency.code(),
        priority(row, row.state),
        row.linked,
        row.category.code(),
        &row.area,
        row.agreement,
        row.offered_at,
        row.decide_by,
        row.expires_at,
        row.updated_at,
        new.fingerprint,
        row.created_by,
        row.delivered_at,
        &sealed.key,
        &sealed.body,
        sealed.identity.clone(),
        sealed.identity_key.clone(),
        row.relay,
        row.kind.code(),
        row.ahead,
    ];
    tx.exec(&INSERT, &args)?;
    Ok(())
}

/// The target took in the offer, by its signed receipt. Counts once.
pub fn set_delivered(tx: &mut dyn Tx, id: Uuid, now: Millis) -> Result<(), DbError> {
    tx.send(&SET_DELIVERED, &p![id, now])
}

/// Adds an entry. `Unique` when the author's entry of that number is there already.
pub fn insert_entry(tx: &mut dyn Tx, id: ReferralId, entry: &StoredEntry) -> Result<(), DbError> {
    let StoredEntry { author, n, at, act, body, hash } = entry;
    tx.send(&INSERT_ENTRY, &p![id, *author, *n, *at, act, body, hash])
}
