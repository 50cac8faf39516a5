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

/// Bytes as hexadecimal digits, two small ones for each.
#[must_use]
pub fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::with_capacity(bytes.len().saturating_mul(2)), |mut out, byte| {
        let _never_fails = write!(out, "{byte:02x}");
        out
    })
}

/// HMAC-SHA256 (RFC 2104). Of a key longer than a block only the block counts: no key of this protocol is longer than half of one.
#[must_use]
pub fn hmac(key: &[u8], message: &[u8]) -> Hash {
    let pad = |with: u8| {
        let mut block = [with; 64];
        for (to, from) in block.iter_mut().zip(key) {
            *to ^= from;
        }
        block
    };
    sha256(&[&pad(0x5c), &sha256(&[&pad(0x36), message])])
}

#[cfg(test)]
mod tests {
    use super::{hmac, sha256};
    use crate::testing::hex;

    #[test]
    fn parts_hash_like_their_concatenation_and_match_fips_180_4() {
        let abc = hex("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        assert_eq!(sha256(&[b"abc"]).as_slice(), abc);
        assert_eq!(sha256(&[b"a", b"", b"bc"]).as_slice(), abc);
    }

    #[test]
    fn hmac_agrees_with_rfc_4231() {
        let mac = hmac(b"Jefe", b"what do ya want for nothing?");
        let expected = "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843";
        assert_eq!(mac.as_slice(), hex(expected));
    }
}
