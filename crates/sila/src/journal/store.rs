//! All SQL of the journal: the access log, the entries that must be provable, and the log that numbers them.

use rand_core::Rng;
use sila_core::ids::WorkerId;
use sila_core::time::Millis;
use sila_link::witness::continuation;
use sila_seal::checkpoint::{Checkpoint, SignedCheckpoint};
use sila_seal::{Hash, sha256};
use uuid::Uuid;

use crate::clock::Randomness;
use crate::db::{DbError, Row, Tx, p};

crate::db::sql! {
    pub READY = "select count(*) from setting";
    pub INSERT_ACCESS = "insert into access (id, at, worker, role, screen, subject_kind, subject) values ($1, $2, $3, $4, $5, $6, $7)";
    pub ACCESS_OF = "select r.at, r.worker, r.role, r.screen, coalesce(w.name_ar, ''), coalesce(w.name_en, '') from (select * from (select a.id, a.at, a.worker, a.role, a.screen from access a where a.subject = $1 order by a.at desc, a.id desc limit 200) itself union all select * from (select a.id, a.at, a.worker, a.role, a.screen from person p join access a on a.subject = p.id where p.case_id = $1 order by a.at desc, a.id desc limit 200) people) r left join worker w on w.id = r.worker order by r.at desc, r.id desc limit 200";
    pub ACCESS_SINCE = "select count(*) from access where subject = $1 and worker = $2 and screen = $3 and at > $4";
    pub ACCESS_PAGE = "select a.at, a.id, a.worker, a.role, a.screen, a.subject_kind, a.subject, coalesce(w.name_ar, ''), coalesce(w.name_en, '') from access a left join worker w on w.id = a.worker where (a.at, a.id) < ($1, $2) order by a.at desc, a.id desc limit 50";
    pub INSERT_JOURNAL = "insert into journal (id, at, kind, subject, worker, data, salt, leaf, log, position) values ($1, $2, $3, $4, $5, $6, $7, $8, null, null)";
    pub JOURNAL_WAITING = "select id, leaf, kind from journal where position is null and at <= $1 order by id limit 1000";
    pub SET_POSITION = "update journal set log = $2, position = $3 where id = $1 and position is null";
    pub JOURNAL_PAGE = "select j.log, j.position, j.at, j.kind, j.subject, j.leaf, coalesce(w.name_ar, ''), coalesce(w.name_en, '') from journal j left join worker w on w.id = j.worker where (j.log, j.position) < ($1, $2) order by j.log desc, j.position desc limit 50";
    pub JOURNAL_FROM = "select position, id, at, cast(kind as blob), cast(subject as blob), worker, data, salt, leaf from journal where log = $1 and position >= $2 order by position limit 1000", on_postgres: "select position, id, at, convert_to(kind, 'UTF8'), convert_to(subject, 'UTF8'), worker, data, salt, leaf from journal where log = $1 and position >= $2 order by position limit 1000";
    pub OF_SUBJECT = "select log, position, at from journal where subject = $1";
    pub OWN_LOG = "select coalesce(max(number), 1) from own_log";
    pub BEGIN_LOG = "insert into own_log (number, begun_at) values ($1, $2)";
    pub LAST_CHECKPOINT = "select size, filled, frontier, note, at from checkpoint where log = $1 order by size desc limit 1";
    pub INSERT_CHECKPOINT = "insert into checkpoint (log, size, filled, root, frontier, padding, note, at) values ($1, $2, $3, $4, $5, $6, $7, $8)";
    pub CHECKPOINTS = "select log, size, filled, root, frontier, padding, note from checkpoint order by log, size";
    pub PADDING_OVER = "select padding from checkpoint where log = $1 and size > $2 order by size limit 1";
    pub CHECKPOINT_ROOT = "select root from checkpoint where log = $1 and size = $2";
    pub INSERT_CHUNK = "insert into log_chunk (log, at, root) values ($1, $2, $3)";
    pub CHUNKS = "select root from log_chunk where log = $1 and at < $2 order by at";
    pub POSITION_OF = "select position from journal where log = $1 and kind = $2 and leaf = $3 order by position limit 1";
    pub LEAVES = "select position, leaf from journal where log = $1 and position >= $2 and position < $3 order by position";
}

/// One reading here of what was asked about.
#[derive(Debug, Clone)]
pub struct Reading {
    /// When.
    pub at: Millis,
    /// In which role.
    pub role: String,
    /// Arabic name.
    pub name_ar: String,
    /// English name.
    pub name_en: String,
}

/// Who read it here, newest first.
pub fn readings(tx: &mut dyn Tx, subject: Uuid) -> Result<Vec<Reading>, DbError> {
    let read = |row: &Row| {
        Ok(Reading {
            at: row.get(0)?,
            role: row.get(2)?,
            name_ar: row.get(4)?,
            name_en: row.get(5)?,
        })
    };
    tx.query(&ACCESS_OF, &p![subject])?.iter().map(read).collect()
}

/// How often this worker is in the access log of a record under this screen since then.
pub fn readings_since(
    tx: &mut dyn Tx,
    subject: Uuid,
    (worker, screen): (WorkerId, &str),
    since: Millis,
) -> Result<i64, DbError> {
    tx.one(&ACCESS_SINCE, &p![subject, worker, screen, since])?.get(0)
}

/// An entry of the journal before it has a place in the log.
#[derive(Debug, Clone)]
pub struct Fact {
    /// Version 7 identifier: the log numbers facts in this order.
    pub id: Uuid,
    /// When it happened, by this node's clock.
    pub at: Millis,
    /// What it is: `entry`, `envelope.out`, `envelope.in`, `receipt`, `agreement`, `link`, `account`…
    pub kind: &'static str,
    /// The record it is about, as text.
    pub subject: String,
    /// Who did it here, when a person did.
    pub worker: Option<WorkerId>,
    /// The exact bytes that are proved: a signed entry, a header with its signature. Never personal data in clear.
    pub data: Vec<u8>,
}

/// What a log after a restore begins with: the head of an earlier one that somebody holds.
pub const CONTINUES: &str = "log.continues";
/// Bytes of the salt of a row.
pub const SALT_BYTES: usize = 32;

impl Fact {
    /// Its leaf in the log ([`leaf`]).
    pub fn leaf(&self, salt: &[u8]) -> Hash {
        let (kind, subject) = (self.kind.as_bytes(), self.subject.as_bytes());
        let about = about(salt, self.id, self.at, (kind, subject), self.worker);
        leaf(kind, about, salt, &self.data)
    }
}

/// What a leaf holds of a row beside its bytes: `SHA-256(salt ∥ columns)`, each column with its length before it.
pub fn about(
    salt: &[u8],
    id: Uuid,
    at: Millis,
    (kind, subject): (&[u8], &[u8]),
    worker: Option<WorkerId>,
) -> Hash {
    let worker = worker.map(|worker| worker.0.into_bytes());
    let worker: &[u8] = worker.as_ref().map_or(&[], |bytes| bytes);
    let mut bytes = salt.to_vec();
    let at = at.0.to_be_bytes();
    let columns: [&[u8]; 5] = [id.as_bytes(), &at, kind, subject, worker];
    for part in columns {
        bytes.extend(u64::try_from(part.len()).unwrap_or(u64::MAX).to_be_bytes());
        bytes.extend(part);
    }
    sha256(&[&bytes])
}

/// The leaf of a row: it commits to the row and says nothing of it. A row that names the head of an earlier log has the
/// leaf by which witnesses look for it.
pub fn leaf(kind: &[u8], about: Hash, salt: &[u8], data: &[u8]) -> Hash {
    let named = || SignedCheckpoint::parse(std::str::from_utf8(data).ok()?).ok();
    match named().filter(|_| kind == CONTINUES.as_bytes()) {
        Some(head) => {
            let Checkpoint { origin, size, root } = head.checkpoint;
            continuation(&origin, size, &root)
        }
        None => sila_link::evidence::leaf(&about, &sila_link::evidence::content(salt, data)),
    }
}

/// Writes a fact into the journal, in the transaction that makes it true.
pub fn insert(tx: &mut dyn Tx, fact: &Fact) -> Result<(), DbError> {
    let mut salt = [0; SALT_BYTES];
    Randomness.fill_bytes(&mut salt);
    let Fact { id, at, kind, subject, worker, data } = fact;
    let leaf = fact.leaf(&salt);
    let row = p![*id, *at, *kind, subject.as_str(), *worker, data.as_slice(), salt, leaf];
    tx.send(&INSERT_JOURNAL, &row)
}

/// The number of this node's log: 1, or another after a restore.
pub fn own_log(tx: &mut dyn Tx) -> Result<u32, DbError> {
    tx.one(&OWN_LOG, &[])?.get(0)
}

/// Answers when the store does.
pub fn ready(tx: &mut dyn Tx) -> Result<(), DbError> {
    tx.one(&READY, &[])?;
    Ok(())
}
