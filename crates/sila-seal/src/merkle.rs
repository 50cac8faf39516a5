//! The Merkle tree of RFC 6962 §2.1 (RFC 9162 §2.1), SHA-256.

use crate::{Hash, SealError, sha256};

/// No proof needs more hashes than this; readers of frames refuse a longer one unread.
pub const PROOF_HASHES_MAX: usize = 63;
/// The largest log; a size beyond it is a lie.
const SIZE_MAX: u64 = 1 << 62;

/// `SHA-256(0x00 ∥ entry)`.
#[must_use]
pub fn leaf_hash(entry: &[u8]) -> Hash {
    sha256(&[&[0], entry])
}

/// `SHA-256(0x01 ∥ left ∥ right)`.
#[must_use]
pub fn node_hash(left: &Hash, right: &Hash) -> Hash {
    sha256(&[&[1], left, right])
}

/// The root of a tree over these leaf hashes; the empty tree is `SHA-256("")`.
#[must_use]
pub fn root(leaves: &[Hash]) -> Hash {
    let mut frontier = Frontier::new();
    for leaf in leaves {
        frontier.append(*leaf);
    }
    frontier.root()
}

/// The compact range of a tree: its size and the roots of its perfect subtrees, largest first.
/// Enough to append and to know the root; at most 64 hashes however long the log.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Frontier {
    size: u64,
    peaks: Vec<Hash>,
}

impl Frontier {
    /// The empty tree.
    #[must_use]
    pub const fn new() -> Self {
        Self { size: 0, peaks: Vec::new() }
    }

    /// Adds one leaf hash (see [`leaf_hash`]).
    pub fn append(&mut self, leaf: Hash) {
        let mut hash = leaf;
        for _ in 0..self.size.trailing_ones() {
            if let Some(left) = self.peaks.pop() {
                hash = node_hash(&left, &hash);
            }
        }
        self.peaks.push(hash);
        self.size += 1;
    }

    /// How many leaves.
    #[must_use]
    pub const fn size(&self) -> u64 {
        self.size
    }

    /// The root hash.
    #[must_use]
    pub fn root(&self) -> Hash {
        let mut peaks = self.peaks.iter().rev();
        let Some(last) = peaks.next() else { return sha256(&[]) };
        peaks.fold(*last, |right, left| node_hash(left, &right))
    }

    /// `size(8, big-endian) ∥ peaks`.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut out = self.size.to_be_bytes().to_vec();
        out.extend(self.peaks.iter().flatten());
        out
    }

    /// Reads [`Self::to_bytes`].
    ///
    /// # Errors
    /// [`SealError::Malformed`] unless there is one hash for each one bit of a possible size.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, SealError> {
        let (size, rest) = bytes.split_first_chunk().ok_or(SealError::Malformed)?;
        let size = u64::from_be_bytes(*size);
        let (peaks, surplus) = rest.as_chunks::<32>();
        if size > SIZE_MAX
            || !surplus.is_empty()
            || u32::try_from(peaks.len()) != Ok(size.count_ones())
        {
            return Err(SealError::Malformed);
        }
        Ok(Self { size, peaks: peaks.to_vec() })
    }
}

/// The proof that leaf `index` is in the tree over `leaves` (RFC 9162 §2.1.3.1), nearest first.
///
/// # Errors
/// [`SealError::TreePosition`] when there is no such leaf.
pub fn inclusion_proof(leaves: &[Hash], index: u64) -> Result<Vec<Hash>, SealError> {
    let mut index = usize::try_from(index).or(Err(SealError::TreePosition))?;
    if index >= leaves.len() {
        return Err(SealError::TreePosition);
    }
    let (mut rest, mut proof) = (leaves, Vec::new());
    while rest.len() > 1 {
        let (left, right) = split(rest);
        if index < left.len() {
            proof.push(root(right));
            rest = left;
        } else {
            proof.push(root(left));
            index -= left.len();
            rest = right;
        }
    }
    proof.reverse();
    Ok(proof)
}

/// Checks that `leaf` is number `index` of the tree of `size` leaves (RFC 9162 §2.1.3.2).
///
/// # Errors
/// [`SealError::TreePosition`] or [`SealError::Proof`].
pub fn verify_inclusion(
    leaf: &Hash,
    index: u64,
    size: u64,
    proof: &[Hash],
    root: &Hash,
) -> Result<(), SealError> {
    if index >= size {
        return Err(SealError::TreePosition);
    }
    let (mut node, mut last, mut hash) = (index, size - 1, *leaf);
    for sibling in proof {
        if last == 0 {
            return Err(SealError::Proof);
        }
        if node & 1 == 1 || node == last {
            hash = node_hash(sibling, &hash);
            let up = if node & 1 == 1 { 0 } else { node.trailing_zeros() };
            (node, last) = (node >> up, last >> up);
        } else {
            hash = node_hash(&hash, sibling);
        }
        (node, last) = (node >> 1, last >> 1);
    }
    if last == 0 && hash == *root { Ok(()) } else { Err(SealError::Proof) }
}

/// The proof that the tree over `leaves` continues the tree over its first `old` leaves
/// (RFC 9162 §2.1.4.1). Empty when `old` is zero or all of them.
///
/// # Errors
/// [`SealError::TreePosition`] when there are fewer leaves than `old`.
pub fn consistency_proof(leaves: &[Hash], old: u64) -> Result<Vec<Hash>, SealError> {
    let mut old = usize::try_from(old).or(Err(SealError::TreePosition))?;
    if old > leaves.len() {
        return Err(SealError::TreePosition);
    }
    let (mut rest, mut proof, mut whole) = (leaves, Vec::new(), true);
    while old > 0 && old < rest.len() {
        let (left, right) = split(rest);
        if old <= left.len() {
            proof.push(root(right));
            rest = left;
        } else {
            proof.push(root(left));
            old -= left.len();
            rest = right;
            whole = false;
        }
    }
    if old > 0 && !whole {
        proof.push(root(rest));
    }
    proof.reverse();
    Ok(proof)
}

/// Checks that the tree of `new_size` leaves continues the one of `old_size` (RFC 9162 §2.1.4.2).
///
/// # Errors
/// [`SealError::TreePosition`] when the new tree is smaller, else [`SealError::Proof`].
pub fn verify_consistency(
    old_size: u64,
    new_size: u64,
    old_root: &Hash,
    new_root: &Hash,
    proof: &[Hash],
) -> Result<(), SealError> {
    if old_size > new_size {
        return Err(SealError::TreePosition);
    }
    let trivial = if old_size == 0 { *old_root == sha256(&[]) } else { old_root == new_root };
    if old_size == 0 || old_size == new_size {
        return if proof.is_empty() && trivial { Ok(()) } else { Err(SealError::Proof) };
    }
    let (first, rest) = match proof.split_first() {
        _ if old_size.is_power_of_two() => (old_root, proof),
        Some(split) => split,
        None => return Err(SealError::Proof),
    };
    let up = (old_size - 1).trailing_ones();
    let (mut node, mut last) = ((old_size - 1).wrapping_shr(up), (new_size - 1).wrapping_shr(up));
    let (mut old_hash, mut new_hash) = (*first, *first);
    for sibling in rest {
        if last == 0 {
            return Err(SealError::Proof);
        }
        if node & 1 == 1 || node == last {
            old_hash = node_hash(sibling, &old_hash);
            new_hash = node_hash(sibling, &new_hash);
            let up = if node & 1 == 1 { 0 } else { node.trailing_zeros() };
            (node, last) = (node >> up, last >> up);
        } else {
            new_hash = node_hash(&new_hash, sibling);
        }
        (node, last) = (node >> 1, last >> 1);
    }
    let holds = last == 0 && old_hash == *old_root && new_hash == *new_root;
    if holds { Ok(()) } else { Err(SealError::Proof) }
}

/// Splits two or more leaves at the largest power of two below their number.
fn split(leaves: &[Hash]) -> (&[Hash], &[Hash]) {
    let half = leaves.len().div_ceil(2).next_power_of_two();
    leaves.split_at_checked(half).unwrap_or((leaves, &[]))
}

#[cfg(test)]
mod tests;
