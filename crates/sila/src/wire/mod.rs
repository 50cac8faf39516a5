//! Bytes between two agencies' nodes: TLS 1.3 where each side knows the other's key beforehand, and one HTTP call.
//!
//! No certificate authority, no revocation list: a certificate is only an envelope for a public key, and the SHA-256 of
//! that key (its SPKI) stands in the other agency's key statement. Knows no noun; the link is given in as a [`server::Desk`].

pub mod client;
pub mod outward;
pub mod patience;
pub mod server;
mod tls;

use uuid::Uuid;

pub use tls::Identity;

/// Some bytes of a file that lies ready at the other side.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Part {
    /// Which file.
    pub id: Uuid,
    /// The first byte.
    pub from: u64,
    /// The byte after the last.
    pub until: u64,
}

impl Part {
    /// How many bytes.
    pub fn bytes(self) -> u64 {
        self.until.saturating_sub(self.from)
    }

    /// Reads what is asked with GET at this path with this `Range` (RFC 9110 §14.2: one range, with both ends).
    pub fn read(path: &str, range: &str) -> Option<Part> {
        let id = path.strip_prefix(FILE)?.parse().ok()?;
        let (from, last) = range.strip_prefix("bytes=")?.split_once('-')?;
        let (from, last): (u64, u64) = (from.parse().ok()?, last.parse().ok()?);
        let part = Part { id, from, until: last.checked_add(1)? };
        (1..=PART_BYTES_MAX).contains(&part.bytes()).then_some(part)
    }

    /// The path, and the `Range`.
    pub fn ask(self) -> (String, String) {
        let last = self.until.saturating_sub(1);
        (format!("{FILE}{}", self.id), format!("bytes={}-{last}", self.from))
    }
}

/// The call by which two linked nodes exchange everything.
pub const EXCHANGE: &str = "/link/1/exchange";
/// The answer to an invitation; the only call that an unknown certificate may make.
pub const JOIN: &str = "/link/1/join";
/// Where a file lies ready, followed by its identifier. Read with GET and a range.
pub const FILE: &str = "/link/1/file/";
/// The most bytes of a file in one answer.
pub const PART_BYTES_MAX: u64 = 1_024 * 1_024;
/// The header (RFC 7240) in which a caller says how many seconds it is willing to wait for news.
pub const PREFER: &str = "prefer";
/// The longest wait for news that a caller may ask for, in seconds.
pub const WAIT_SECONDS_MAX: u64 = 25;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_is_read_as_it_is_asked_and_nothing_else_is_one() {
        let id = Uuid::from_u128(7);
        let part = Part { id, from: 100, until: 100 + PART_BYTES_MAX };
        let (path, range) = part.ask();
        assert_eq!(Part::read(&path, &range), Some(part));
        for range in ["", "bytes=0-", "bytes=-5", "bytes=5-4", "bytes=0-1,3-4", "items=0-1"] {
            assert_eq!(Part::read(&path, range), None, "{range}");
        }
        assert_eq!(Part::read(&path, &format!("bytes=0-{PART_BYTES_MAX}")), None, "too much");
        assert_eq!(Part::read(&path, &format!("bytes=0-{}", u64::MAX)), None);
        assert_eq!(Part::read("/link/1/file/x", "bytes=0-1"), None);
        assert_eq!(Part::read("/link/1/exchange", "bytes=0-1"), None);
    }
}
