//! Proofs from the stored log: that a later head continues an earlier one, and that a row stands under a head. Every head
//! has whole chunks of 64 leaves, so the chunks' roots are the leaves of a tree with the same root.

use sila_seal::merkle::{consistency_proof, inclusion_proof, root};
use sila_seal::{Hash, SealError};

use super::log::{CHUNK, padding_leaf};
use super::store;
use crate::db::{DbError, Tx, p};

/// One of this node's logs up to one of its heads.
#[derive(Debug, Clone)]
pub struct Tree {
    log: u32,
    chunks: Vec<Hash>,
}

impl Tree {
    /// The log up to a head of `size` leaves.
    pub fn load(tx: &mut dyn Tx, log: u32, size: u64) -> Result<Tree, DbError> {
        let rows = tx.query(&store::CHUNKS, &p![log, i64::try_from(size / CHUNK).unwrap_or(0)])?;
        let chunks = rows.iter().map(|row| row.get(0)).collect::<Result<_, _>>()?;
        Ok(Tree { log, chunks })
    }

    /// How many leaves.
    pub fn size(&self) -> u64 {
        u64::try_from(self.chunks.len()).unwrap_or(0).saturating_mul(CHUNK)
    }

    /// The root over its first `size` leaves; nothing when no head could have that size.
    pub fn root_at(&self, size: u64) -> Option<Hash> {
        let whole = size.is_multiple_of(CHUNK);
        self.chunks.get(..usize::try_from(size / CHUNK).ok()?).filter(|_| whole).map(root)
    }

    /// That it continues its first `old` leaves.
    ///
    /// # Errors
    /// [`SealError::TreePosition`] when no head could have that size.
    pub fn consistency(&self, old: u64) -> Result<Vec<Hash>, SealError> {
        if !old.is_multiple_of(CHUNK) {
            return Err(SealError::TreePosition);
        }
        consistency_proof(&self.chunks, old / CHUNK)
    }

    /// That the leaf at `position` is in it.
    pub fn inclusion(&self, tx: &mut dyn Tx, position: u64) -> Result<Vec<Hash>, DbError> {
        let chunk = position / CHUNK;
        let leaves = leaves(tx, self.log, chunk * CHUNK)?;
        let damaged = |_| DbError::Other("the log has no such place".to_owned());
        let mut proof = inclusion_proof(&leaves, position % CHUNK).map_err(damaged)?;
        proof.extend(inclusion_proof(&self.chunks, chunk).map_err(damaged)?);
        Ok(proof)
    }
}

/// The 64 leaves from `first`: the rows of one head, and its padding.
fn leaves(tx: &mut dyn Tx, log: u32, first: u64) -> Result<Vec<Hash>, DbError> {
    let number = |n: u64| i64::try_from(n).unwrap_or(i64::MAX);
    let end = first.saturating_add(CHUNK);
    let rows = tx.query(&store::LEAVES, &p![log, number(first), number(end)])?;
    let mut leaves: Vec<Hash> = rows.iter().map(|row| row.get(1)).collect::<Result<_, _>>()?;
    let padding: Vec<u8> = tx.one(&store::PADDING_OVER, &p![log, number(first)])?.get(0)?;
    let rows = u64::try_from(leaves.len()).unwrap_or(0);
    leaves.extend((first.saturating_add(rows)..end).map(|at| padding_leaf(&padding, at)));
    Ok(leaves)
}
