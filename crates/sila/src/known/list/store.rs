//! All SQL of the list of people that a partner may ask about, and of the lists that partners sent.

use sila_core::ids::{AgreementId, CaseId, PersonId, WorkerId};
use sila_core::time::Millis;
use sila_link::known::Epoch;
use sila_link::known::table::Handle;

use crate::db::{DbError, Row, Tx, p};

/// Cases read at once while a list is made.
pub const CASES_PAGE: usize = 200;

crate::sql! {
    pub SEED = "select week, edition, secret, part, listed_at from known_seed where agreement = $1";
    pub SET_SEED = "insert into known_seed (agreement, week, edition, secret, part, listed_at) values ($1, $2, $3, $4, $5, $6) on conflict (agreement) do update set week = excluded.week, edition = excluded.edition, secret = excluded.secret, part = excluded.part, listed_at = excluded.listed_at";
    pub CASES = "select c.id, c.version, c.category, c.key, c.body from case_file c where c.id > $1 and not exists (select 1 from known_protected k where k.case_id = c.id) order by c.id limit 200";
    pub PEOPLE = "select id, body from person where case_id = $1 order by position limit 40";
    pub LIST = "insert into known_listed (agreement, handle, case_id, place, version, checked) values ($1, $2, $3, $4, $5, $5) on conflict (agreement, handle) do update set case_id = excluded.case_id, place = excluded.place, version = excluded.version, checked = excluded.checked";
    pub CLEAR_LIST = "delete from known_listed where agreement = $1";
    pub LISTED = "select case_id, place from known_listed where agreement = $1 and handle = $2";
    pub VERSIONS = "select distinct case_id, version from known_listed where agreement = $1";
    pub COUNT_LISTED = "select count(*) from known_listed where agreement = $1";
    pub WITHDRAWN = "select 1 from known_listed l where l.agreement = $1 and (exists (select 1 from known_protected k where k.case_id = l.case_id) or not exists (select 1 from case_file c where c.id = l.case_id)) limit 1";
    pub CHANGED = "select c.id, c.version, c.category, c.key, c.body from case_file c where c.id in (select l.case_id from known_listed l join case_file x on x.id = l.case_id where l.agreement = $1 and l.checked <> x.version) order by c.id limit 200";
    pub SET_CHECKED = "update known_listed set checked = $3 where agreement = $1 and case_id = $2";
    pub PROTECT = "insert into known_protected (case_id, worker, at) values ($1, $2, $3) on conflict (case_id) do nothing";
    pub UNPROTECT = "delete from known_protected where case_id = $1 and not exists (select 1 from case_restricted y where y.case_id = known_protected.case_id)";
    pub PROTECTED = "select at from known_protected where case_id = $1";
    pub KEYS = "select week, edition, statement, at from known_keys where agreement = $1";
    pub SET_KEYS = "insert into known_keys (agreement, week, edition, statement, at) values ($1, $2, $3, $4, $5) on conflict (agreement) do update set week = excluded.week, edition = excluded.edition, statement = excluded.statement, at = excluded.at";
    pub CLEAR_CHUNKS = "delete from known_chunk where agreement = $1";
    pub INSERT_CHUNK = "insert into known_chunk (agreement, purpose, part, nth, chunks, first, body, at) values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict (agreement, purpose, part, nth) do nothing";
    pub PARTS = "select part, min(chunks), count(*), max(at) from known_chunk where agreement = $1 and purpose = $2 group by part order by part";
    pub CHUNKS = "select count(*) from known_chunk where agreement = $1";
    pub CHUNK = "select body from known_chunk where agreement = $1 and purpose = $2 and part = $3 and first <= $4 order by first desc limit 1";
}

/// Our secret for one agreement, as stored.
#[derive(Debug, Clone)]
pub struct Stored {
    /// The epoch.
    pub epoch: Epoch,
    /// The sealed secret.
    pub secret: Vec<u8>,
    /// The last part of the table that was sent.
    pub part: u16,
    /// When it was made.
    pub listed_at: Millis,
}

/// A partner's published keys.
#[derive(Debug, Clone)]
pub struct Published {
    /// The epoch.
    pub epoch: Epoch,
    /// The signed statement.
    pub statement: Vec<u8>,
    /// When it came.
    pub at: Millis,
}

/// A sealed case, to be read by the node itself for the list.
#[derive(Debug)]
pub struct Sealed {
    /// Identifier.
    pub id: CaseId,
    /// Its version.
    pub version: i64,
    /// Category code.
    pub category: String,
    /// Its wrapped key.
    pub key: Vec<u8>,
    /// Its body.
    pub body: Vec<u8>,
    /// Its people.
    pub people: Vec<(PersonId, Vec<u8>)>,
}

/// A line of the list.
#[derive(Debug, Clone)]
pub struct Line {
    /// What stands for the person.
    pub handle: Handle,
    /// The case.
    pub case: CaseId,
    /// The person's place in it.
    pub place: i64,
    /// The version of the case that was read.
    pub version: i64,
}

/// A part of a partner's table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Part {
    /// Its number.
    pub number: u16,
    /// All its chunks are here.
    pub whole: bool,
    /// When the last chunk came.
    pub at: Millis,
}

fn epoch(row: &Row) -> Result<Epoch, DbError> {
    let damaged = || DbError::Type { what: "known: epoch".to_owned() };
    let (week, edition): (i64, i64) = (row.get(0)?, row.get(1)?);
    let (Ok(week), Ok(edition)) = (u32::try_from(week), u16::try_from(edition)) else {
        return Err(damaged());
    };
    Ok(Epoch { week, edition })
}

fn small(n: i64) -> Result<u16, DbError> {
    u16::try_from(n).or(Err(DbError::Type { what: "known: part".to_owned() }))
}

/// Our secret for this agreement.
pub fn seed(tx: &mut dyn Tx, agreement: AgreementId) -> Result<Option<Stored>, DbError> {
    let Some(row) = tx.opt(&SEED, &p![agreement])? else { return Ok(None) };
    let (secret, part, listed_at) = (row.get(2)?, small(row.get(3)?)?, row.get(4)?);
    Ok(Some(Stored { epoch: epoch(&row)?, secret, part, listed_at }))
}

/// Replaces our secret: the one before is gone.
pub fn set_seed(tx: &mut dyn Tx, agreement: AgreementId, stored: &Stored) -> Result<(), DbError> {
    let Stored { epoch, secret, part, listed_at } = stored;
    let (week, edition) = (i64::from(epoch.week), i64::from(epoch.edition));
    let values = p![agreement, week, edition, secret.as_slice(), i64::from(*part), *listed_at];
    tx.send(&SET_SEED, &values)
}

/// The next cases whose people may stand on a list, after this one.
pub fn cases(tx: &mut dyn Tx, after: CaseId) -> Result<Vec<Sealed>, DbError> {
    let mut found = Vec::new();
    for row in tx.query(&CASES, &p![after])? {
        let case = sealed(&row)?;
        let people = tx.query(&PEOPLE, &p![case.id])?;
        let people: Result<_, DbError> =
            people.iter().map(|person| Ok((person.get(0)?, person.get(1)?))).collect();
        found.push(Sealed { people: people?, ..case });
    }
    Ok(found)
}

/// Writes lines of the list; with `whole` they are all of it.
pub fn list(
    tx: &mut dyn Tx,
    agreement: AgreementId,
    lines: &[Line],
    whole: bool,
) -> Result<(), DbError> {
    if whole {
        tx.send(&CLEAR_LIST, &p![agreement])?;
    }
    lines.iter().try_for_each(|line| {
        tx.send(&LIST, &p![agreement, line.handle.as_slice(), line.case, line.place, line.version])
    })
}

/// Whom a handle stands for.
pub fn listed(
    tx: &mut dyn Tx,
    agreement: AgreementId,
    handle: &Handle,
) -> Result<Option<(CaseId, i64)>, DbError> {
    let row = tx.opt(&LISTED, &p![agreement, handle.as_slice()])?;
    row.map(|row| Ok((row.get(0)?, row.get(1)?))).transpose()
}

/// Which cases stand on the list, in which version.
pub fn versions(tx: &mut dyn Tx, agreement: AgreementId) -> Result<Vec<(CaseId, i64)>, DbError> {
    let rows = tx.query(&VERSIONS, &p![agreement])?;
    rows.iter().map(|row| Ok((row.get(0)?, row.get(1)?))).collect()
}

/// How many people stand on the list.
pub fn count(tx: &mut dyn Tx, agreement: AgreementId) -> Result<i64, DbError> {
    tx.one(&COUNT_LISTED, &p![agreement])?.get(0)
}

/// Whether a case on the list was protected or deleted since; and cases that were changed since, without their people.
pub fn touched(tx: &mut dyn Tx, agreement: AgreementId) -> Result<(bool, Vec<Sealed>), DbError> {
    let withdrawn = tx.opt(&WITHDRAWN, &p![agreement])?.is_some();
    let changed = tx.query(&CHANGED, &p![agreement])?;
    Ok((withdrawn, changed.iter().map(sealed).collect::<Result<_, DbError>>()?))
}

/// Notes which version of the cases was looked at.
pub fn checked(
    tx: &mut dyn Tx,
    agreement: AgreementId,
    cases: &[(CaseId, i64)],
) -> Result<(), DbError> {
    let mut cases = cases.iter();
    cases.try_for_each(|(case, version)| tx.send(&SET_CHECKED, &p![agreement, *case, *version]))
}

fn sealed(row: &Row) -> Result<Sealed, DbError> {
    Ok(Sealed {
        id: row.get(0)?,
        version: row.get(1)?,
        category: row.get(2)?,
        key: row.get(3)?,
        body: row.get(4)?,
        people: Vec::new(),
    })
}

/// Keeps the people of a case off every list, or lets the rules decide again.
pub fn protect(
    tx: &mut dyn Tx,
    case: CaseId,
    worker: Option<WorkerId>,
    now: Millis,
) -> Result<(), DbError> {
    match worker {
        Some(worker) => tx.send(&PROTECT, &p![case, worker, now]),
        None => tx.send(&UNPROTECT, &p![case]),
    }
}

/// Since when the case is protected by a worker's mark.
pub fn protected(tx: &mut dyn Tx, case: CaseId) -> Result<Option<Millis>, DbError> {
    tx.opt(&PROTECTED, &p![case])?.map(|row| row.get(0)).transpose()
}

/// What the partner published.
pub fn published(tx: &mut dyn Tx, agreement: AgreementId) -> Result<Option<Published>, DbError> {
    let Some(row) = tx.opt(&KEYS, &p![agreement])? else { return Ok(None) };
    Ok(Some(Published { epoch: epoch(&row)?, statement: row.get(2)?, at: row.get(3)? }))
}

/// Takes the partner's new keys; its table of before is deleted.
pub fn set_published(
    tx: &mut dyn Tx,
    agreement: AgreementId,
    published: &Published,
) -> Result<(), DbError> {
    let Published { epoch, statement, at } = published;
    let (week, edition) = (i64::from(epoch.week), i64::from(epoch.edition));
    tx.send(&SET_KEYS, &p![agreement, week, edition, statement.as_slice(), *at])?;
    tx.send(&CLEAR_CHUNKS, &p![agreement])
}

/// Keeps a chunk of the partner's table; `first` is the tag it begins with.
pub fn insert_chunk(
    tx: &mut dyn Tx,
    chunk: &sila_link::known::Chunk,
    first: &[u8],
    now: Millis,
) -> Result<(), DbError> {
    let scope = &chunk.scope;
    let place = [i64::from(chunk.part), i64::from(chunk.nth), i64::from(chunk.of)];
    let [part, nth, of] = place;
    let purpose = scope.purpose.code();
    let body = chunk.entries.as_slice();
    tx.send(&INSERT_CHUNK, &p![scope.agreement, purpose, part, nth, of, first, body, now])
}

/// How many chunks of the partner's table are kept.
pub fn chunks(tx: &mut dyn Tx, agreement: AgreementId) -> Result<i64, DbError> {
    tx.one(&CHUNKS, &p![agreement])?.get(0)
}

/// The parts of the partner's table.
pub fn parts(tx: &mut dyn Tx, agreement: AgreementId, purpose: &str) -> Result<Vec<Part>, DbError> {
    let rows = tx.query(&PARTS, &p![agreement, purpose])?;
    let part = |row: &Row| {
        let (chunks, here): (i64, i64) = (row.get(1)?, row.get(2)?);
        Ok(Part { number: small(row.get(0)?)?, whole: chunks == here, at: row.get(3)? })
    };
    rows.iter().map(part).collect()
}

/// The chunk in which an entry with this tag would stand.
pub fn chunk(
    tx: &mut dyn Tx,
    (agreement, purpose): (AgreementId, &str),
    part: u16,
    tag: &[u8],
) -> Result<Option<Vec<u8>>, DbError> {
    let row = tx.opt(&CHUNK, &p![agreement, purpose, i64::from(part), tag])?;
    row.map(|row| row.get(0)).transpose()
}
