//! Keys, signatures, sealing, envelopes and the tamper-evident log of a Sila node.
//!
//! This crate is the audit line: everything that decides whether bytes from another agency are
//! authentic, confidential and unchanged is here and nowhere else. It does no I/O, reads no clock,
//! and takes randomness only as an argument. Every parser takes untrusted bytes and never panics.
//!
//! | module | what it decides |
//! |---|---|
//! | [`signing`] | Ed25519 over a COSE `Sig_structure` with a named context |
//! | [`quantum`] | ML-DSA-44, beside Ed25519 under the heads of logs |
//! | [`sealing`] | HPKE (X-Wing, HKDF-SHA256, AES-256-GCM) to another agency |
//! | [`lockbox`] | HPKE (X25519) from a browser to its own node |
//! | [`symmetric`] | AES-256-GCM under a key of our own |
//! | [`statement`] | which keys an agency uses now, signed by its root |
//! | [`envelope`] | one message between two agencies |
//! | [`merkle`], [`checkpoint`] | the append-only log and its signed head |
//! | [`voprf`] | asking about a person without telling whom |
//! | [`chunks`] | files too large for a message |
//! | [`code`] | what two people read to each other by telephone |
//! | [`attendance`] | who is in the room, by a code that changes |
//! | [`base64`] | bytes as text |
//!
//! Suite [`SUITE`] is the only suite so far; the number is in every header and statement so that
//! post-quantum signatures of messages can be added as another.

pub mod attendance;
pub mod base64;
mod canonical;
pub mod checkpoint;
pub mod chunks;
pub mod code;
pub mod envelope;
mod error;
mod hash;
pub mod lockbox;
pub mod merkle;
pub mod quantum;
pub mod sealing;
pub mod signing;
pub mod statement;
pub mod symmetric;
#[cfg(test)]
mod testing;
pub mod voprf;

pub use canonical::check as check_canonical;
pub use error::SealError;
pub use hash::{Hash, hex, hmac, sha256};
pub use lockbox::{LockboxKey, LockboxPublic};
pub use quantum::{QuantumSigningKey, QuantumVerifyingKey};
pub use sealing::{SealingKey, SealingPublic};
pub use signing::{SigningKey, VerifyingKey};
pub use symmetric::Key;

/// Suite 1: Ed25519 signatures; HPKE with X-Wing, HKDF-SHA256 and AES-256-GCM; SHA-256.
pub const SUITE: u16 = 1;
