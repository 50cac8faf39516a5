//! SHA-256, the one hash of this protocol.

use sha2::{Digest, Sha256};

/// A SHA-256 digest.
pub type Hash = [u8; 32];

/// SHA-256 over the concatenation of `parts`.
///
/// The parts are not length-prefixed: callers give every part but one a fixed length.
#[must_use]
pub fn sha256(parts: &[&[u8]]) -> Hash {
    let mut hasher = Sha256::new();
    for part in parts {
        hasher.update(part);
    }
    hasher.finalize().into()
}

#[cfg(test)]
mod tests {
    use super::sha256;
    use crate::testing::hex;

    #[test]
    fn parts_hash_like_their_concatenation_and_match_fips_180_4() {
        let abc = hex("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        assert_eq!(sha256(&[b"abc"]).as_slice(), abc);
        assert_eq!(sha256(&[b"a", b"", b"bc"]).as_slice(), abc);
    }
}
