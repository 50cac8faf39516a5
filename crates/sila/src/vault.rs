//! Sealing at rest: each case, draft and referral has a key of its own, wrapped by the node's key.
//!
//! Deleting the wrapped key makes the sealed columns unreadable for good, in backups too.

use sila_seal::{Hash, Key, sha256};
use zeroize::Zeroizing;

use crate::clock::Randomness;
use crate::problem::Problem;

/// What a sealed column is bound to: moving a sealed value to another row or column makes it unreadable.
#[derive(Debug, Clone, Copy)]
pub struct Place {
    /// The table the value stands in.
    pub table: &'static str,
    /// The row it belongs to.
    pub row: uuid::Uuid,
}

impl Place {
    fn aad(self) -> Vec<u8> {
        [b"sila/at-rest/1/", self.table.as_bytes(), b"/", self.row.as_bytes()].concat()
    }
}

/// The node's own key, which wraps all others.
pub struct Vault {
    key: Key,
}

impl std::fmt::Debug for Vault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Vault")
    }
}

impl Vault {
    /// Opens the vault with the node's key.
    pub fn new(key: Key) -> Vault {
        Vault { key }
    }

    /// Makes a key for a record and gives it with its wrapped form, which may be stored.
    pub fn new_key(&self, place: Place) -> (Key, Vec<u8>) {
        let key = Key::generate(&mut Randomness);
        let wrapped = self.key.wrap(&mut Randomness, &key, &place.aad());
        (key, wrapped)
    }

    /// Opens a record's key.
    ///
    /// # Errors
    /// `vault.unreadable` when the key was wrapped by another node, for another record, or damaged.
    pub fn open_key(&self, place: Place, wrapped: &[u8]) -> Result<Key, Problem> {
        self.key.unwrap(wrapped, &place.aad()).map_err(unreadable)
    }

    /// A mark that is equal for equal bytes, and that nobody without the node's key can compute.
    pub fn mark(&self, bytes: &[u8]) -> Hash {
        sha256(&[b"sila/at-rest/mark/1", &*self.key.to_bytes(), &sha256(&[bytes])])
    }

    /// Seals bytes that live only for a moment under the node's own key (the outbox).
    pub fn seal(&self, place: Place, plain: &[u8]) -> Vec<u8> {
        seal(&self.key, place, plain)
    }

    /// Opens what [`Vault::seal`] sealed.
    ///
    /// # Errors
    /// `vault.unreadable` as in [`Vault::open_key`].
    pub fn open(&self, place: Place, sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, Problem> {
        open(&self.key, place, sealed)
    }
}

/// Seals a column of a record under the record's key.
pub fn seal(key: &Key, place: Place, plain: &[u8]) -> Vec<u8> {
    key.seal(&mut Randomness, &place.aad(), plain)
}

/// Opens a column of a record.
///
/// # Errors
/// `vault.unreadable` when the bytes belong to another record or were changed.
pub fn open(key: &Key, place: Place, sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, Problem> {
    key.open(&place.aad(), sealed).map_err(unreadable)
}

fn unreadable(source: sila_seal::SealError) -> Problem {
    Problem::internal("vault.unreadable").because(source)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn vault() -> Vault {
        Vault::new(Key::generate(&mut Randomness))
    }

    #[test]
    fn a_mark_is_equal_for_equal_bytes_of_one_node_only() {
        let (one, two) = (vault(), vault());
        assert_eq!(one.mark(b"a"), one.mark(b"a"));
        assert_ne!(one.mark(b"a"), one.mark(b"b"));
        assert_ne!(one.mark(b"a"), two.mark(b"a"));
    }

    #[test]
    fn a_sealed_column_opens_only_in_its_place() {
        let vault = vault();
        let here = Place { table: "case_file", row: uuid::Uuid::from_u128(1) };
        let there = Place { table: "case_file", row: uuid::Uuid::from_u128(2) };
        let (key, wrapped) = vault.new_key(here);
        let sealed = seal(&key, here, "سرّ".as_bytes());
        let again = vault.open_key(here, &wrapped).unwrap();
        assert_eq!(open(&again, here, &sealed).unwrap().as_slice(), "سرّ".as_bytes());
        assert!(open(&again, there, &sealed).is_err());
        assert!(vault.open_key(there, &wrapped).is_err());
    }

    #[test]
    fn another_node_cannot_open_it() {
        let here = Place { table: "draft", row: uuid::Uuid::from_u128(1) };
        let (_, wrapped) = vault().new_key(here);
        assert!(vault().open_key(here, &wrapped).is_err());
    }
}
