//! Verifying a node's log: every row against its leaf, every leaf against the signed checkpoints, in order.
//!
//! Works on the database alone, of a stopped node or of a copy; the keys are taken from the node's key statement.

use std::collections::BTreeMap;

use sila_seal::checkpoint::{self, SignedCheckpoint};
use sila_seal::merkle::Frontier;
use sila_seal::{Hash, QuantumVerifyingKey, VerifyingKey};
use uuid::Uuid;

use crate::db::{DbError, Row, Store, Tx, p};
use crate::journal::log::padding_leaf;
use crate::journal::store;
use crate::keys::Ring;

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

impl Default for Finding {
    fn default() -> Finding {
        let (entries, checkpoints, root) = (0, 0, String::new());
        Finding { intact: true, entries, checkpoints, root, first_bad: None }
    }
}

/// The first entry that does not hold.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Bad {
    /// Which of the node's logs: 1, or a later one after a restore.
    pub log: u32,
    /// Place in the log, from 0.
    pub position: i64,
    /// Why: `missing`, `changed`, `checkpoint_signature`, `checkpoint_root`, `truncated`.
    pub reason: &'static str,
}

/// How many rows are held in memory at once.
const PAGE: usize = 1000;

/// Whose log it is, and with which keys its heads are signed.
#[derive(Debug, Clone)]
pub struct Signer {
    /// The agency.
    pub agency: Hash,
    /// Every key that signs or once signed heads.
    pub sign: Vec<VerifyingKey>,
    /// The key beside it.
    pub quantum: Option<QuantumVerifyingKey>,
}

impl Signer {
    /// This node.
    pub fn of(ring: &Ring) -> Signer {
        let quantum = ring.told().custody.quantum.clone();
        Signer { agency: ring.agency().0, sign: ring.signed_by(), quantum }
    }

    fn signed(&self, log: u32, head: &Signed) -> bool {
        let origin = checkpoint::origin(&self.agency, log);
        let Ok(note) = SignedCheckpoint::parse(&head.note) else { return false };
        let quantum = |key: &QuantumVerifyingKey| note.cosigned_by_quantum(&origin, key).is_ok();
        let told = &note.checkpoint;
        told.origin == origin
            && told.root == head.root
            && i64::try_from(told.size) == Ok(head.size)
            && self.sign.iter().any(|key| note.verify(key).is_ok())
            && self.quantum.as_ref().is_none_or(quantum)
    }
}

struct Signed {
    size: i64,
    filled: i64,
    root: Hash,
    frontier: Vec<u8>,
    padding: Vec<u8>,
    note: String,
}

struct Entry {
    position: i64,
    leaf: Hash,
    computed: Hash,
}

/// Walks every log of the node from its beginning to its end.
///
/// # Errors
/// When the database cannot be read.
pub async fn run(store: &Store, signer: &Signer) -> Result<Finding, DbError> {
    let heads = store.read(signed).await?;
    let last = heads.keys().next_back().copied().unwrap_or(1);
    let mut found = Finding::default();
    for (log, heads) in heads {
        let mut walk = Walk::new(signer, log, heads);
        while walk.bad.is_none() {
            let from = walk.size;
            let entries = store.read(move |tx| page(tx, log, from)).await?;
            entries.iter().for_each(|entry| walk.entry(entry));
            if entries.len() < PAGE {
                break;
            }
        }
        walk.finish(&mut found, log == last);
        if found.first_bad.is_some() {
            break;
        }
    }
    Ok(found)
}

fn signed(tx: &mut dyn Tx) -> Result<BTreeMap<u32, Vec<Signed>>, DbError> {
    let mut heads: BTreeMap<u32, Vec<Signed>> = BTreeMap::new();
    for row in tx.query(&store::CHECKPOINTS, &[])? {
        let head = Signed {
            size: row.get(1)?,
            filled: row.get(2)?,
            root: row.get(3)?,
            frontier: row.get(4)?,
            padding: row.get(5)?,
            note: row.get(6)?,
        };
        heads.entry(row.get(0)?).or_default().push(head);
    }
    Ok(heads)
}

fn page(tx: &mut dyn Tx, log: u32, from: i64) -> Result<Vec<Entry>, DbError> {
    tx.query(&store::JOURNAL_FROM, &p![log, from])?.iter().map(entry).collect()
}

fn entry(row: &Row) -> Result<Entry, DbError> {
    let id: Uuid = row.get(1)?;
    // As bytes: what somebody has written over may be no text any more, and is to be named, not to stop the walk.
    let [kind, subject, data, salt]: [Vec<u8>; 4] =
        [row.get(3)?, row.get(4)?, row.get(6)?, row.get(7)?];
    let about = store::about(&salt, id, row.get(2)?, (&kind, &subject), row.get(5)?);
    let computed = store::leaf(&kind, about, &salt, &data);
    Ok(Entry { position: row.get(0)?, leaf: row.get(8)?, computed })
}

/// The walk so far: stops at the first entry that does not hold.
struct Walk<'a> {
    signer: &'a Signer,
    log: u32,
    heads: std::vec::IntoIter<Signed>,
    head: Option<Signed>,
    frontier: Frontier,
    size: i64,
    entries: u64,
    checkpoints: u64,
    bad: Option<Bad>,
}

impl Walk<'_> {
    fn new(signer: &Signer, log: u32, heads: Vec<Signed>) -> Walk<'_> {
        let mut heads = heads.into_iter();
        let (head, frontier) = (heads.next(), Frontier::default());
        Walk { signer, log, heads, head, frontier, size: 0, entries: 0, checkpoints: 0, bad: None }
    }

    fn entry(&mut self, entry: &Entry) {
        if self.bad.is_some() {
            return;
        }
        if entry.position != self.size || self.head.is_none() {
            return self.fail(self.size, "missing");
        }
        if entry.leaf != entry.computed {
            return self.fail(entry.position, "changed");
        }
        self.frontier.append(entry.leaf);
        self.size = self.size.saturating_add(1);
        self.entries = self.entries.saturating_add(1);
        if self.head.as_ref().is_some_and(|head| head.filled == self.size) {
            self.close_head();
        }
    }

    /// All rows of a head are there: with its padding they must add up to what was signed.
    fn close_head(&mut self) {
        let Some(head) = self.head.take() else { return };
        let at = self.size.saturating_sub(1);
        for position in head.filled..head.size {
            let position = u64::try_from(position).unwrap_or(0);
            self.frontier.append(padding_leaf(&head.padding, position));
        }
        self.size = head.size;
        if !self.signer.signed(self.log, &head) {
            return self.fail(at, "checkpoint_signature");
        }
        if head.root != self.frontier.root() || head.frontier != self.frontier.to_bytes() {
            return self.fail(at, "checkpoint_root");
        }
        self.checkpoints = self.checkpoints.saturating_add(1);
        self.head = self.heads.next();
    }

    fn fail(&mut self, position: i64, reason: &'static str) {
        self.bad = Some(Bad { log: self.log, position, reason });
    }

    /// A head that promises more than there is: the end was cut off.
    fn finish(mut self, found: &mut Finding, newest: bool) {
        if self.bad.is_none() && self.head.is_some() {
            self.fail(self.size, "truncated");
        }
        found.entries = found.entries.saturating_add(self.entries);
        found.checkpoints = found.checkpoints.saturating_add(self.checkpoints);
        found.intact = self.bad.is_none();
        found.first_bad = self.bad;
        if newest && self.size > 0 {
            found.root = sila_seal::hex(&self.frontier.root());
        }
    }
}
