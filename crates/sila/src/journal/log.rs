//! Numbering: a moment after facts are written, they get their places in the Merkle log and a signed checkpoint.
//!
//! No transaction waits for a global chain row; one job numbers, in batches, in the order of the identifiers.

use sila_core::time::Millis;
use sila_seal::checkpoint::Checkpoint;
use sila_seal::merkle::Frontier;
use uuid::Uuid;

use crate::app::App;
use crate::db::{DbError, Tx, p};
use crate::journal::store;
use crate::problem::Problem;

/// Facts younger than this wait, so that a transaction that is about to commit an older one is not overtaken.
const SETTLE_MS: i64 = 200;

/// Most facts that get their places in one transaction.
pub const BATCH: usize = 1000;

/// Where the log ended.
struct Head {
    size: i64,
    frontier: Frontier,
}

/// Gives places to all facts that wait, and signs the new head. Says how many there were.
///
/// # Errors
/// When the store cannot be read or written.
pub async fn number(app: &App, now: Millis) -> Result<usize, Problem> {
    let read = move |tx: &mut dyn Tx| -> Result<_, DbError> { Ok((head(tx)?, waiting(tx, now)?)) };
    let (mut head, facts) = app.store.read(read).await?;
    if facts.is_empty() {
        return Ok(0);
    }
    let first = head.size;
    for (_, leaf) in &facts {
        head.frontier.append(*leaf);
    }
    let count = facts.len();
    let size = first.saturating_add(i64::try_from(count).unwrap_or(i64::MAX));
    let root = head.frontier.root();
    let size_u64 = u64::try_from(size).unwrap_or(0);
    let note = Checkpoint { origin: origin(app), size: size_u64, root }
        .sign(&app.node.sign)
        .map_err(|error| Problem::internal("journal.unsigned").because(error))?;
    let frontier = head.frontier.to_bytes();
    app.store
        .write(move |tx| {
            place(tx, first, &facts)?;
            tx.exec(
                &store::INSERT_CHECKPOINT,
                &p![size, root, frontier.as_slice(), note.as_str(), now],
            )?;
            Ok::<_, DbError>(())
        })
        .await?;
    Ok(count)
}

/// The name of this node's log in checkpoints.
pub fn origin(app: &App) -> String {
    sila_seal::checkpoint::origin(&app.node.id.0, 1)
}

fn head(tx: &mut dyn Tx) -> Result<Head, DbError> {
    let Some(row) = tx.opt(&store::LAST_CHECKPOINT, &[])? else {
        return Ok(Head { size: 0, frontier: Frontier::default() });
    };
    let bytes: Vec<u8> = row.get(2)?;
    let frontier = Frontier::from_bytes(&bytes)
        .map_err(|error| DbError::Other(format!("the log's frontier is damaged: {error}")))?;
    Ok(Head { size: row.get(0)?, frontier })
}

fn waiting(tx: &mut dyn Tx, now: Millis) -> Result<Vec<(Uuid, [u8; 32])>, DbError> {
    let settled = now.0.saturating_sub(SETTLE_MS);
    let rows = tx.query(&store::JOURNAL_WAITING, &p![settled])?;
    rows.iter().map(|row| Ok((row.get(0)?, row.get(1)?))).collect()
}

fn place(tx: &mut dyn Tx, first: i64, facts: &[(Uuid, [u8; 32])]) -> Result<(), DbError> {
    for (at, (id, _)) in (first..).zip(facts) {
        tx.send(&store::SET_POSITION, &p![*id, at])?;
    }
    Ok(())
}
