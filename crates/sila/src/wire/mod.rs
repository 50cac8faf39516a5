//! Bytes between two agencies' nodes: TLS 1.3 where each side knows the other's key beforehand, and one HTTP call.
//!
//! No certificate authority, no revocation list: a certificate is only an envelope for a public key, and the SHA-256 of
//! that key (its SPKI) stands in the other agency's key statement. Knows no noun; the link is given in as a [`server::Desk`].

pub mod client;
pub mod server;
mod tls;

pub use tls::Identity;

/// The call by which two linked nodes exchange everything.
pub const EXCHANGE: &str = "/link/1/exchange";
/// The answer to an invitation; the only call that an unknown certificate may make.
pub const JOIN: &str = "/link/1/join";
/// The header (RFC 7240) in which a caller says how many seconds it is willing to wait for news.
pub const PREFER: &str = "prefer";
/// The longest wait for news that a caller may ask for, in seconds.
pub const WAIT_SECONDS_MAX: u64 = 25;
