//! Numbering: a moment after facts are written, they get their places in the Merkle log under a signed head.
//!
//! No transaction waits for a global chain row; one job numbers, in batches, in the order of the identifiers. A head is
//! padded to a multiple of 64 leaves, so that whoever sees it cannot tell how much happened; the padding is not stored.

use rand_core::Rng;
use sila_core::time::Millis;
use sila_seal::checkpoint::{Checkpoint, SignedCheckpoint};
use sila_seal::merkle::{Frontier, leaf_hash, root};
use sila_seal::{Hash, SealError};
use uuid::Uuid;

use crate::app::App;
use crate::clock::Randomness;
use crate::db::{DbError, Tx, p};
use crate::journal::store;
use crate::keys::Ring;
use crate::problem::Problem;

/// Facts younger than this wait, so that a transaction that is about to commit an older one is not overtaken.
const SETTLE_MS: i64 = 200;
/// While the node runs, heads are made no more often than this, in milliseconds.
const HEAD_MS: i64 = 10_000;
/// Every head has a multiple of so many leaves.
pub const CHUNK: u64 = 64;

/// Most facts that get their places in one transaction.
pub const BATCH: usize = 1000;

/// Where the log ended.
struct Head {
    log: u32,
    frontier: Frontier,
    at: Option<Millis>,
}

/// One head with everything under it, ready to be stored.
struct Made {
    log: u32,
    first: u64,
    facts: Vec<(Uuid, Hash)>,
    chunks: Vec<Hash>,
    frontier: Frontier,
    padding: [u8; store::SALT_BYTES],
    note: String,
}

/// What a new head covers.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Numbered {
    /// How many facts got their places.
    pub count: usize,
    /// Whether something went over a link: partners are shown the head at once.
    pub exchanged: bool,
}

/// Gives places to all facts that wait, and signs the new head. Says how many there were.
///
/// # Errors
/// When the store cannot be read or written.
pub async fn number(app: &App, now: Millis) -> Result<usize, Problem> {
    Ok(numbered(app, now, now).await?.count)
}

/// The same for everything that was written up to now.
///
/// # Errors
/// As [`number`].
pub async fn number_all(app: &App, now: Millis) -> Result<usize, Problem> {
    number(app, Millis(now.0.saturating_add(SETTLE_MS))).await
}

/// The same for the running node: facts that come within ten seconds share a head.
///
/// # Errors
/// As [`number`].
pub async fn number_when_due(app: &App, now: Millis) -> Result<Numbered, Problem> {
    numbered(app, now, Millis(now.0.saturating_sub(HEAD_MS))).await
}

async fn numbered(app: &App, now: Millis, newest: Millis) -> Result<Numbered, Problem> {
    let read = move |tx: &mut dyn Tx| -> Result<_, DbError> { Ok((head(tx)?, waiting(tx, now)?)) };
    let (head, (facts, exchanged)) = app.store.read(read).await?;
    let early = head.at.is_some_and(|at| at > newest) && facts.len() < BATCH;
    if facts.is_empty() || early {
        return Ok(Numbered::default());
    }
    let count = facts.len();
    let made = made(&app.keys(), head, facts, now)
        .map_err(|error| Problem::internal("journal.unsigned").because(error))?;
    app.store.write(move |tx| made.insert(tx, now)).await.map_err(|error: DbError| error)?;
    Ok(Numbered { count, exchanged })
}

fn made(ring: &Ring, head: Head, facts: Vec<(Uuid, Hash)>, now: Millis) -> Result<Made, SealError> {
    let (first, mut frontier, log) = (head.frontier.size(), head.frontier, head.log);
    let mut padding = [0; store::SALT_BYTES];
    Randomness.fill_bytes(&mut padding);
    let mut leaves: Vec<Hash> = facts.iter().map(|(_, leaf)| *leaf).collect();
    let mut at = first.saturating_add(u64::try_from(leaves.len()).unwrap_or(u64::MAX));
    while !at.is_multiple_of(CHUNK) {
        leaves.push(padding_leaf(&padding, at));
        at = at.saturating_add(1);
    }
    leaves.iter().for_each(|leaf| frontier.append(*leaf));
    let chunks = leaves.chunks(usize::try_from(CHUNK).unwrap_or(64)).map(root).collect();
    let note = signed(ring, log, (frontier.size(), frontier.root()), now)?;
    Ok(Made { log, first, facts, chunks, frontier, padding, note })
}

/// A leaf that stands for nothing.
pub fn padding_leaf(padding: &[u8], position: u64) -> Hash {
    leaf_hash(&[b"sila/log/padding/1".as_slice(), padding, &position.to_be_bytes()].concat())
}

/// The head as partners see it: signed with Ed25519 and with ML-DSA-44.
fn signed(ring: &Ring, log: u32, head: (u64, Hash), now: Millis) -> Result<String, SealError> {
    let origin = sila_seal::checkpoint::origin(&ring.agency().0, log);
    let (size, root) = head;
    let note = Checkpoint { origin: origin.clone(), size, root }.sign(ring.sign())?;
    let time_s = u64::try_from(now.0 / 1_000).unwrap_or(0);
    let line = SignedCheckpoint::parse(&note)?.cosign_quantum(&origin, &ring.quantum, time_s)?;
    Ok(note + &line)
}

fn head(tx: &mut dyn Tx) -> Result<Head, DbError> {
    let log = store::own_log(tx)?;
    let Some(row) = tx.opt(&store::LAST_CHECKPOINT, &p![log])? else {
        return Ok(Head { log, frontier: Frontier::default(), at: None });
    };
    let bytes: Vec<u8> = row.get(2)?;
    let frontier = Frontier::from_bytes(&bytes)
        .map_err(|error| DbError::Other(format!("the log's frontier is damaged: {error}")))?;
    Ok(Head { log, frontier, at: Some(row.get(4)?) })
}

/// Kinds of facts that tell of something that went over a link.
const EXCHANGED: [&str; 4] = ["entry", "envelope.in", "envelope.out", "receipt"];

type Waiting = (Vec<(Uuid, Hash)>, bool);

fn waiting(tx: &mut dyn Tx, now: Millis) -> Result<Waiting, DbError> {
    let settled = now.0.saturating_sub(SETTLE_MS);
    let (mut facts, mut exchanged) = (Vec::new(), false);
    for row in tx.query(&store::JOURNAL_WAITING, &p![settled])? {
        let kind: String = row.get(2)?;
        exchanged |= EXCHANGED.contains(&kind.as_str());
        facts.push((row.get(0)?, row.get(1)?));
    }
    Ok((facts, exchanged))
}

impl Made {
    fn insert(&self, tx: &mut dyn Tx, now: Millis) -> Result<(), DbError> {
        let log = self.log;
        for (at, (id, _)) in (self.first..).zip(&self.facts) {
            tx.send(&store::SET_POSITION, &p![*id, log, signed_int(at)])?;
        }
        for (at, root) in (self.first / CHUNK..).zip(&self.chunks) {
            tx.send(&store::INSERT_CHUNK, &p![log, signed_int(at), *root])?;
        }
        let filled = self.facts.len().try_into().map_or(u64::MAX, |n| self.first.saturating_add(n));
        let (size, root) = (signed_int(self.frontier.size()), self.frontier.root());
        let (frontier, note) = (self.frontier.to_bytes(), self.note.as_str());
        let row = p![log, size, signed_int(filled), root, frontier, self.padding, note, now];
        tx.send(&store::INSERT_CHECKPOINT, &row)
    }
}

fn signed_int(n: u64) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}
