//! Files sealed in chunks, so that any part can be sent, checked and opened alone and nothing large is ever in memory.
//!
//! A file has a key of its own, used for nothing else. Content key and key commitment are derived from it; the nonce of a
//! chunk is its number and whether it is the last, so that no chunk can be moved, repeated or left out. The root of the
//! tree over the sealed chunks (RFC 6962 §2.1) names the whole file in a signed message.

use crate::merkle::{Frontier, leaf_hash};
use crate::symmetric::{NONCE_BYTES, TAG_BYTES};
use crate::{Hash, Key, SealError};
use hkdf::Hkdf;
use sha2::Sha256;
use zeroize::Zeroizing;

/// Bytes of a file in one chunk; the last may be shorter.
pub const CHUNK_BYTES: usize = 16 * 1_024;
/// Bytes of a full chunk when sealed.
pub const SEALED_CHUNK_BYTES: usize = CHUNK_BYTES + TAG_BYTES;
/// The same, for places in a file.
const CHUNK: u64 = 16 * 1_024;
/// Bytes of a full chunk when sealed, as a distance in a sealed file.
pub const SEALED_CHUNK: u64 = CHUNK + TAG;
const TAG: u64 = 16;

/// A length as a place in a file.
fn wide(bytes: usize) -> u64 {
    u64::try_from(bytes).unwrap_or(u64::MAX)
}

/// What a signed message says of a sealed file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sealed {
    /// Bytes before sealing.
    pub size: u64,
    /// Root over the sealed chunks.
    pub root: Hash,
    /// Commitment to the key: with another key the file is refused, not opened to something else.
    pub commitment: Hash,
}

/// How many chunks a file of so many bytes has: at least one.
#[must_use]
pub fn chunks_of(size: u64) -> u64 {
    size.div_ceil(CHUNK).max(1)
}

/// Bytes of all sealed chunks of a file of so many bytes.
#[must_use]
pub fn sealed_bytes(size: u64) -> u64 {
    size.saturating_add(chunks_of(size).saturating_mul(TAG))
}

/// The keys of one file.
pub struct FileKey {
    content: Key,
    commitment: Hash,
    id: [u8; 16],
}

impl FileKey {
    /// From the file's key and its identifier.
    #[must_use]
    pub fn new(key: &Key, id: [u8; 16]) -> Self {
        let hkdf = Hkdf::<Sha256>::new(Some(b"sila/chunks/1"), key.to_bytes().as_slice());
        let derived = |word: &[u8]| {
            let mut bytes = Zeroizing::new([0; 32]);
            // HKDF-SHA256 refuses only outputs over 8160 bytes.
            let expanded = hkdf.expand_multi_info(&[word, &id], bytes.as_mut_slice());
            debug_assert!(expanded.is_ok());
            bytes
        };
        let content = Key::from_bytes(*derived(b"content"));
        Self { content, commitment: *derived(b"commitment"), id }
    }

    /// What a message commits to.
    #[must_use]
    pub const fn commitment(&self) -> Hash {
        self.commitment
    }

    /// Seals one chunk.
    fn seal(&self, nth: u64, last: bool, plain: &[u8], out: &mut Vec<u8>) {
        let sealed = self.content.seal_with(nonce(nth, last), &self.id, plain);
        out.extend_from_slice(sealed.get(NONCE_BYTES..).unwrap_or_default());
    }

    /// Opens sealed chunks that follow one another, from chunk `first` of a file of `size` bytes.
    ///
    /// # Errors
    /// [`SealError::Opening`] when one was changed, moved or cut, or belongs to another file.
    pub fn open(
        &self,
        size: u64,
        first: u64,
        sealed: &[u8],
    ) -> Result<Zeroizing<Vec<u8>>, SealError> {
        let last = chunks_of(size).saturating_sub(1);
        let mut plain = Zeroizing::new(Vec::with_capacity(sealed.len()));
        for (nth, chunk) in (first..).zip(sealed.chunks(SEALED_CHUNK_BYTES)) {
            let whole = chunk.len() == SEALED_CHUNK_BYTES;
            if nth > last || (nth < last && !whole) {
                return Err(SealError::Opening);
            }
            let with_nonce = [nonce(nth, nth == last).as_slice(), chunk].concat();
            plain.extend_from_slice(&self.content.open(&self.id, &with_nonce)?);
        }
        Ok(plain)
    }
}

/// `0(3) ∥ number(8, big-endian) ∥ last(1)`. Never twice under one key: each file has its own.
fn nonce(nth: u64, last: bool) -> [u8; NONCE_BYTES] {
    let [a, b, c, d, e, f, g, h] = nth.to_be_bytes();
    [0, 0, 0, a, b, c, d, e, f, g, h, u8::from(last)]
}

/// Adds sealed chunks to the tree whose root names the file.
pub fn add_leaves(tree: &mut Frontier, sealed: &[u8]) {
    sealed.chunks(SEALED_CHUNK_BYTES).for_each(|chunk| tree.append(leaf_hash(chunk)));
}

/// Seals a file as it comes in, of which no more than one chunk is held back.
pub struct Sealer {
    key: FileKey,
    held: Zeroizing<Vec<u8>>,
    next: u64,
    size: u64,
    tree: Frontier,
}

impl Sealer {
    /// At the beginning of a file.
    #[must_use]
    pub fn new(key: FileKey) -> Self {
        Self { key, held: Zeroizing::default(), next: 0, size: 0, tree: Frontier::new() }
    }

    /// Bytes taken so far.
    #[must_use]
    pub const fn size(&self) -> u64 {
        self.size
    }

    /// Takes more of the file and adds the sealed chunks that are complete to `out`.
    pub fn push(&mut self, bytes: &[u8], out: &mut Vec<u8>) {
        self.size = self.size.saturating_add(wide(bytes.len()));
        let mut rest = bytes;
        while !rest.is_empty() {
            if self.held.len() == CHUNK_BYTES {
                self.seal_held(false, out);
            }
            let room = CHUNK_BYTES.saturating_sub(self.held.len()).min(rest.len());
            let (now, later) = rest.split_at(room);
            self.held.extend_from_slice(now);
            rest = later;
        }
    }

    /// Ends the file: seals its last chunk and says what to sign.
    #[must_use]
    pub fn finish(mut self, out: &mut Vec<u8>) -> Sealed {
        self.seal_held(true, out);
        Sealed { size: self.size, root: self.tree.root(), commitment: self.key.commitment }
    }

    fn seal_held(&mut self, last: bool, out: &mut Vec<u8>) {
        let from = out.len();
        self.key.seal(self.next, last, &self.held, out);
        add_leaves(&mut self.tree, out.get(from..).unwrap_or_default());
        self.held.clear();
        self.next = self.next.saturating_add(1);
    }
}

#[cfg(test)]
mod tests;
