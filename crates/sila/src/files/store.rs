//! All SQL of the rooms of partnerships. A version with a key is there; without one only its line is left.

use sila_core::{AgencyId, Millis, WorkerId};
use sila_seal::Hash;
use uuid::Uuid;

use super::Class;
use crate::db::{DbError, Row, Tx, p};

/// Columns of a [`Version`], in its order.
macro_rules! of_version {
    ($tail:literal) => {
        concat!("select v.id, v.file, v.number, v.media, v.size, v.hash, v.at, v.ends_at, v.state, v.worker, v.key, v.opened_at from shared_file_version v ", $tail)
    };
}

crate::sql! {
    pub FILE = "select id, agency, ours, class, at, body from shared_file where id = $1";
    pub FILES = "select f.id, f.agency, f.ours, f.class, f.at, f.body from shared_file f where f.agency = $1 order by (case when exists (select 1 from shared_file_version v where v.file = f.id and v.key is not null) then 0 else 1 end), f.at desc, f.id limit 500";
    pub INSERT_FILE = "insert into shared_file (id, agency, ours, class, at, body) values ($1, $2, $3, $4, $5, $6) on conflict (id) do nothing";
    pub VERSION = of_version!("where v.id = $1");
    pub VERSIONS = of_version!("where v.file = $1 order by v.number desc limit 200");
    pub LIVING = of_version!("join shared_file f on f.id = v.file where f.agency = $1 and v.key is not null order by v.number desc, v.id limit 500");
    pub LIVING_COUNT = "select count(*) from shared_file_version v join shared_file f on f.id = v.file where f.agency = $1 and f.ours = $2 and v.key is not null";
    pub LAST = "select coalesce(max(number), 0) from shared_file_version where file = $1";
    pub INSERT_VERSION = "insert into shared_file_version (id, file, number, media, size, hash, at, ends_at, state, worker, key, opened_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, null) on conflict do nothing";
    pub FRESH = "select f.agency, count(*) from shared_file_version v join shared_file f on f.id = v.file where f.ours = 0 and v.key is not null and v.state = 'HERE' and v.opened_at is null and v.ends_at > $1 and not exists (select 1 from shared_file_version w where w.file = v.file and w.number > v.number and w.state = 'HERE') group by f.agency order by f.agency";
    pub HELD = "select nth from shared_file_part where version = $1 order by nth";
    pub PARTS = "select nth, body from shared_file_part where version = $1 order by nth";
    pub INSERT_PART = "insert into shared_file_part (version, nth, body) values ($1, $2, $3) on conflict (version, nth) do nothing";
    pub SET_HERE = "update shared_file_version set state = 'HERE', at = $2 where id = $1 and state = 'COMING'";
    pub OPENED = "update shared_file_version set opened_at = $2 where id = $1 and opened_at is null";
    pub OVER = of_version!("where v.ends_at <= $1 and v.key is not null order by v.ends_at, v.id limit 100");
    pub ERASE_PARTS = "delete from shared_file_part where version = $1";
    pub ERASE = "update shared_file_version set state = $2, key = null where id = $1 and key is not null";
}

/// A file of a room.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// Identifier, the same at both sides.
    pub id: Uuid,
    /// The other side of the partnership.
    pub agency: AgencyId,
    /// Whether we have put it there.
    pub ours: bool,
    /// How far it is to be read.
    pub class: Class,
    /// When it was begun, or its first part arrived.
    pub at: Millis,
    /// Its title, sealed.
    pub body: Vec<u8>,
}

/// How a version stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// Parts of it are still to come.
    Coming,
    /// It is whole.
    Here,
    /// It was erased: it is over.
    Gone,
    /// It was erased: its sender has withdrawn it.
    Withdrawn,
    /// What came was not what was said; it was thrown away.
    Broken,
}

impl State {
    /// Every state.
    pub const ALL: [State; 5] =
        [State::Coming, State::Here, State::Gone, State::Withdrawn, State::Broken];

    /// The key in rows and texts.
    pub fn code(self) -> &'static str {
        match self {
            State::Coming => "COMING",
            State::Here => "HERE",
            State::Gone => "GONE",
            State::Withdrawn => "WITHDRAWN",
            State::Broken => "BROKEN",
        }
    }
}

/// A version of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    /// Identifier, the same at both sides.
    pub id: Uuid,
    /// Of which file.
    pub file: Uuid,
    /// From 1 on.
    pub number: u32,
    /// Its type.
    pub media: String,
    /// Bytes.
    pub size: u32,
    /// SHA-256 of them.
    pub hash: Hash,
    /// When it was put there, or was whole.
    pub at: Millis,
    /// From then on it is there no more.
    pub ends_at: Millis,
    /// How it stands.
    pub state: State,
    /// Who of ours has put it there.
    pub worker: Option<WorkerId>,
    /// Its key, wrapped; none once it is erased.
    pub key: Option<Vec<u8>>,
    /// When somebody of the side for which it was put there first opened it here.
    pub opened_at: Option<Millis>,
}

impl Version {
    /// Whether it is whole, not erased, and not over.
    pub fn is_open(&self, now: Millis) -> bool {
        self.state == State::Here && self.key.is_some() && now < self.ends_at
    }
}

fn unknown(what: &str) -> DbError {
    DbError::Type { what: what.to_owned() }
}

fn file(row: &Row) -> Result<File, DbError> {
    let (ours, class): (i64, String) = (row.get(2)?, row.get(3)?);
    Ok(File {
        id: row.get(0)?,
        agency: row.get(1)?,
        ours: ours == 1,
        class: Class::from_code(&class).ok_or_else(|| unknown("shared file: class"))?,
        at: row.get(4)?,
        body: row.get(5)?,
    })
}

fn version(row: &Row) -> Result<Version, DbError> {
    let state: String = row.get(8)?;
    let state = State::ALL.into_iter().find(|one| one.code() == state);
    Ok(Version {
        id: row.get(0)?,
        file: row.get(1)?,
        number: row.get(2)?,
        media: row.get(3)?,
        size: row.get(4)?,
        hash: row.get(5)?,
        at: row.get(6)?,
        ends_at: row.get(7)?,
        state: state.ok_or_else(|| unknown("shared file: state"))?,
        worker: row.get(9)?,
        key: row.get(10)?,
        opened_at: row.get(11)?,
    })
}

/// One file.
pub fn find(tx: &mut dyn Tx, id: Uuid) -> Result<Option<File>, DbError> {
    tx.opt(&FILE, &p![id])?.as_ref().map(file).transpose()
}

/// The files of one room: those of which something is there before those of which only lines are left, each the newest first.
pub fn files(tx: &mut dyn Tx, agency: AgencyId) -> Result<Vec<File>, DbError> {
    tx.query(&FILES, &p![agency])?.iter().map(file).collect()
}

/// Begins a file; one that is there stays as it is.
pub fn insert(tx: &mut dyn Tx, one: &File) -> Result<(), DbError> {
    let (ours, class) = (i64::from(one.ours), one.class.code());
    tx.exec(&INSERT_FILE, &p![one.id, one.agency, ours, class, one.at, &one.body]).map(|_| ())
}

/// One version.
pub fn find_version(tx: &mut dyn Tx, id: Uuid) -> Result<Option<Version>, DbError> {
    tx.opt(&VERSION, &p![id])?.as_ref().map(version).transpose()
}

/// The versions of a file, the newest first.
pub fn versions(tx: &mut dyn Tx, file: Uuid) -> Result<Vec<Version>, DbError> {
    tx.query(&VERSIONS, &p![file])?.iter().map(version).collect()
}

/// What of a room is not erased, newer versions before older ones.
pub fn living(tx: &mut dyn Tx, agency: AgencyId) -> Result<Vec<Version>, DbError> {
    tx.query(&LIVING, &p![agency])?.iter().map(version).collect()
}

/// How many versions of one side of a room are not erased.
pub fn living_count(tx: &mut dyn Tx, agency: AgencyId, ours: bool) -> Result<i64, DbError> {
    tx.one(&LIVING_COUNT, &p![agency, i64::from(ours)])?.get(0)
}

/// The highest number of a version; 0 without one.
pub fn last(tx: &mut dyn Tx, file: Uuid) -> Result<u32, DbError> {
    tx.one(&LAST, &p![file])?.get(0)
}

/// How many files each partner has put there whose newest version nobody here has opened.
pub fn fresh(tx: &mut dyn Tx, now: Millis) -> Result<Vec<(AgencyId, i64)>, DbError> {
    let one = |row: &Row| Ok((row.get(0)?, row.get(1)?));
    tx.query(&FRESH, &p![now])?.iter().map(one).collect()
}

/// Adds a version. False when there is one of this number.
pub fn insert_version(tx: &mut dyn Tx, one: &Version) -> Result<bool, DbError> {
    let values = p![
        one.id,
        one.file,
        one.number,
        one.media.as_str(),
        one.size,
        one.hash,
        one.at,
        one.ends_at,
        one.state.code(),
        one.worker,
        one.key.as_deref(),
    ];
    Ok(tx.exec(&INSERT_VERSION, &values)? == 1)
}

/// Which parts of a version are here, in order.
pub fn held(tx: &mut dyn Tx, version: Uuid) -> Result<Vec<u32>, DbError> {
    tx.query(&HELD, &p![version])?.iter().map(|row| row.get(0)).collect()
}

/// The sealed parts of a version, each with its number, in order.
pub fn parts(tx: &mut dyn Tx, version: Uuid) -> Result<Vec<(u32, Vec<u8>)>, DbError> {
    let one = |row: &Row| Ok((row.get(0)?, row.get(1)?));
    tx.query(&PARTS, &p![version])?.iter().map(one).collect()
}

/// Keeps a sealed part; one that is there stays.
pub fn insert_part(tx: &mut dyn Tx, version: Uuid, nth: u32, body: &[u8]) -> Result<(), DbError> {
    tx.exec(&INSERT_PART, &p![version, nth, body]).map(|_| ())
}

/// It is whole.
pub fn set_here(tx: &mut dyn Tx, version: Uuid, now: Millis) -> Result<(), DbError> {
    tx.exec(&SET_HERE, &p![version, now]).map(|_| ())
}

/// Somebody for whom it was put there opens it; the first time stands.
pub fn opened(tx: &mut dyn Tx, version: Uuid, now: Millis) -> Result<(), DbError> {
    tx.exec(&OPENED, &p![version, now]).map(|_| ())
}

/// What is over and not erased.
pub fn over(tx: &mut dyn Tx, now: Millis) -> Result<Vec<Version>, DbError> {
    tx.query(&OVER, &p![now])?.iter().map(version).collect()
}

/// Deletes key and parts; the line stays. False when they were gone before.
pub fn erase(tx: &mut dyn Tx, version: Uuid, state: State) -> Result<bool, DbError> {
    tx.exec(&ERASE_PARTS, &p![version])?;
    Ok(tx.exec(&ERASE, &p![version, state.code()])? == 1)
}
