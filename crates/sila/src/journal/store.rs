//! All SQL of the journal: the access log, the entries that must be provable, and the log that numbers them.

use sila_core::ids::WorkerId;
use sila_core::time::Millis;
use uuid::Uuid;

use crate::db::{DbError, Tx, p};

crate::db::sql! {
    pub READY = "select count(*) from setting";
    pub INSERT_ACCESS = "insert into access (id, at, worker, role, screen, subject_kind, subject) values ($1, $2, $3, $4, $5, $6, $7)";
    pub ACCESS_OF = "select r.at, r.worker, r.role, r.screen, coalesce(w.name_ar, ''), coalesce(w.name_en, '') from (select a.id, a.at, a.worker, a.role, a.screen from access a where a.subject = $1 union all select a.id, a.at, a.worker, a.role, a.screen from person p join access a on a.subject = p.id where p.case_id = $1) r left join worker w on w.id = r.worker order by r.at desc, r.id desc limit 200";
    pub ACCESS_PAGE = "select a.at, a.id, a.worker, a.role, a.screen, a.subject_kind, a.subject, coalesce(w.name_ar, ''), coalesce(w.name_en, '') from access a left join worker w on w.id = a.worker where (a.at, a.id) < ($1, $2) order by a.at desc, a.id desc limit 50";
    pub INSERT_JOURNAL = "insert into journal (id, at, kind, subject, worker, data, leaf, position) values ($1, $2, $3, $4, $5, $6, $7, null)";
    pub JOURNAL_WAITING = "select id, leaf from journal where position is null and at <= $1 order by id limit 1000";
    pub SET_POSITION = "update journal set position = $2 where id = $1 and position is null";
    pub JOURNAL_PAGE = "select j.position, j.at, j.kind, j.subject, j.leaf, coalesce(w.name_ar, ''), coalesce(w.name_en, '') from journal j left join worker w on w.id = j.worker where j.position < $1 order by j.position desc limit 50";
    pub JOURNAL_FROM = "select position, id, at, kind, subject, worker, data, leaf from journal where position >= $1 order by position limit 1000";
    pub LAST_CHECKPOINT = "select size, root, frontier, note, at from checkpoint order by size desc limit 1";
    pub INSERT_CHECKPOINT = "insert into checkpoint (size, root, frontier, note, at) values ($1, $2, $3, $4, $5)";
    pub CHECKPOINTS = "select size, root, note, at from checkpoint order by size";
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

impl Fact {
    /// RFC 6962 leaf over everything that must not change.
    pub fn leaf(&self) -> [u8; 32] {
        leaf(self.id, self.at, self.kind, &self.subject, self.worker, &self.data)
    }
}

/// The leaf of a journal row: its columns, each with its length before it.
pub fn leaf(
    id: Uuid,
    at: Millis,
    kind: &str,
    subject: &str,
    worker: Option<WorkerId>,
    data: &[u8],
) -> [u8; 32] {
    let worker = worker.map_or([0_u8; 16], |worker| worker.0.into_bytes());
    let mut bytes = b"sila/journal/1".to_vec();
    let at = at.0.to_be_bytes();
    let columns: [&[u8]; 6] =
        [id.as_bytes(), &at, kind.as_bytes(), subject.as_bytes(), &worker, data];
    for part in columns {
        bytes.extend(u64::try_from(part.len()).unwrap_or(u64::MAX).to_be_bytes());
        bytes.extend(part);
    }
    sila_seal::merkle::leaf_hash(&bytes)
}

/// Writes a fact into the journal, in the transaction that makes it true.
pub fn insert(tx: &mut dyn Tx, fact: &Fact) -> Result<(), DbError> {
    tx.send(
        &INSERT_JOURNAL,
        &p![
            fact.id,
            fact.at,
            fact.kind,
            fact.subject.as_str(),
            fact.worker,
            fact.data.as_slice(),
            fact.leaf()
        ],
    )
}

/// Answers when the store does.
pub fn ready(tx: &mut dyn Tx) -> Result<(), DbError> {
    tx.one(&READY, &[])?;
    Ok(())
}
