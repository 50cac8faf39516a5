//! Verifying a node's log: every row against its leaf, every leaf against the signed checkpoints, in order.
//!
//! Works on the database alone, of a stopped node or of a copy; the signing key is taken from the node's key statement.

use sila_seal::checkpoint::{Checkpoint, SignedCheckpoint};
use sila_seal::merkle::Frontier;
use sila_seal::{Hash, VerifyingKey};
use uuid::Uuid;

use crate::db::{DbError, Row, Store, Tx, p};
use crate::journal::store;

/// What was found.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Finding {
    /// Nothing was changed, removed or reordered.
    pub intact: bool,
    /// Rows that were checked.
    pub entries: u64,
    /// Signed checkpoints that were checked.
    pub checkpoints: u64,
    /// The newest root, hexadecimal; empty for an empty log.
    pub root: String,
    /// The first entry that does not hold, and why.
    pub first_bad: Option<Bad>,
}

/// The first entry that does not hold.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Bad {
    /// Place in the log, from 0.
    pub position: i64,
    /// Why: `missing`, `changed`, `checkpoint_signature`, `checkpoint_root`, `truncated`.
    pub reason: &'static str,
}

/// How many rows are held in memory at once.
const PAGE: i64 = 1000;

struct Signed {
    size: i64,
    root: Hash,
    note: String,
}

struct Entry {
    position: i64,
    leaf: Hash,
    computed: Hash,
}

/// Walks the whole log.
///
/// # Errors
/// When the database cannot be read.
pub async fn run(store: &Store, origin: &str, key: VerifyingKey) -> Result<Finding, DbError> {
    let signed = store.read(signed).await?;
    let mut walk = Walk::new(origin.to_owned(), key, signed);
    let mut from = 0_i64;
    while walk.bad.is_none() {
        let page = store.read(move |tx| page(tx, from)).await?;
        let last = page.len() < usize::try_from(PAGE).unwrap_or(usize::MAX);
        page.iter().for_each(|entry| walk.entry(entry));
        if last {
            break;
        }
        from = from.saturating_add(PAGE);
    }
    Ok(walk.finish())
}

fn signed(tx: &mut dyn Tx) -> Result<Vec<Signed>, DbError> {
    let rows = tx.query(&store::CHECKPOINTS, &[])?;
    rows.iter()
        .map(|row| Ok(Signed { size: row.get(0)?, root: row.get(1)?, note: row.get(2)? }))
        .collect()
}

fn page(tx: &mut dyn Tx, from: i64) -> Result<Vec<Entry>, DbError> {
    tx.query(&store::JOURNAL_FROM, &p![from])?.iter().map(entry).collect()
}

fn entry(row: &Row) -> Result<Entry, DbError> {
    let (id, kind, subject): (Uuid, String, String) = (row.get(1)?, row.get(3)?, row.get(4)?);
    let data: Vec<u8> = row.get(6)?;
    let computed = store::leaf(id, row.get(2)?, &kind, &subject, row.get(5)?, &data);
    Ok(Entry { position: row.get(0)?, leaf: row.get(7)?, computed })
}

fn verified(note: &str, origin: &str, key: &VerifyingKey) -> Option<Checkpoint> {
    let signed = SignedCheckpoint::parse(note).ok()?;
    let checkpoint = signed.verify(key).ok()?;
    (checkpoint.origin == origin).then(|| checkpoint.clone())
}

/// The walk so far: stops at the first entry that does not hold.
struct Walk {
    origin: String,
    key: VerifyingKey,
    signed: std::vec::IntoIter<Signed>,
    next: Option<Signed>,
    frontier: Frontier,
    size: i64,
    checkpoints: u64,
    bad: Option<Bad>,
}

impl Walk {
    fn new(origin: String, key: VerifyingKey, signed: Vec<Signed>) -> Walk {
        let mut signed = signed.into_iter();
        let next = signed.next();
        let frontier = Frontier::default();
        Walk { origin, key, signed, next, frontier, size: 0, checkpoints: 0, bad: None }
    }

    fn entry(&mut self, entry: &Entry) {
        if self.bad.is_some() {
            return;
        }
        if entry.position != self.size {
            return self.fail(self.size, "missing");
        }
        if entry.leaf != entry.computed {
            return self.fail(entry.position, "changed");
        }
        self.frontier.append(entry.leaf);
        self.size = self.size.saturating_add(1);
        if self.next.as_ref().is_some_and(|signed| signed.size == self.size) {
            self.checkpoint();
        }
    }

    fn checkpoint(&mut self) {
        let Some(signed) = self.next.take() else { return };
        let at = self.size.saturating_sub(1);
        match verified(&signed.note, &self.origin, &self.key) {
            None => self.fail(at, "checkpoint_signature"),
            Some(checkpoint)
                if checkpoint.root != self.frontier.root()
                    || signed.root != checkpoint.root
                    || i64::try_from(checkpoint.size) != Ok(self.size) =>
            {
                self.fail(at, "checkpoint_root");
            }
            Some(_) => self.checkpoints = self.checkpoints.saturating_add(1),
        }
        self.next = self.signed.next();
    }

    fn fail(&mut self, position: i64, reason: &'static str) {
        self.bad = Some(Bad { position, reason });
    }

    /// A checkpoint that promises more than there is: the end was cut off.
    fn finish(mut self) -> Finding {
        if self.bad.is_none() && self.next.is_some() {
            self.fail(self.size, "truncated");
        }
        let root = if self.size == 0 { String::new() } else { hex(&self.frontier.root()) };
        Finding {
            intact: self.bad.is_none(),
            entries: u64::try_from(self.size).unwrap_or(0),
            checkpoints: self.checkpoints,
            root,
            first_bad: self.bad,
        }
    }
}

/// Hexadecimal text of a hash.
pub fn hex(hash: &Hash) -> String {
    hash.iter().map(|byte| format!("{byte:02x}")).collect()
}
