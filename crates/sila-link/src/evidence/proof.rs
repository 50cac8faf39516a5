//! Evidence that convinces somebody who has nothing else: what the accused has signed, and the key
//! statements under which it did.

use minicbor::{Decode, Encode};
use sila_core::AgencyId;
use sila_seal::checkpoint::SignedCheckpoint;
use sila_seal::statement::{KeyStatement, SignedStatement};
use sila_seal::{QuantumVerifyingKey, VerifyingKey};

use super::proves_fork;
use crate::ENVELOPE_BYTES_MAX;
use crate::error::LinkError;
use crate::hello::Hello;
use crate::receipt::{Promise, promise};
use crate::wire::{from_cbor, to_cbor};
use crate::witness::Growth;

/// The largest evidence, in bytes.
pub const EVIDENCE_BYTES_MAX: usize = 2 * ENVELOPE_BYTES_MAX + 128 * 1_024;
/// How many key statements it may bring.
const KEYS_MAX: usize = 1 + crate::keys::EARLIER_MAX;

/// Two things that one agency has signed and that cannot both be honest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Proof {
    /// Two messages with one place in a stream, or one that names another before it than was signed
    /// there.
    Fork {
        /// An envelope.
        one: Vec<u8>,
        /// Another envelope with the same place, or the next one.
        other: Vec<u8>,
    },
    /// Two heads of one log with the same size and different roots.
    SplitView {
        /// A signed note.
        one: String,
        /// Another signed note of the same size.
        other: String,
    },
    /// A signed growth of a log whose own proof does not lead from root to root.
    FalseGrowth {
        /// As signed.
        growth: Vec<u8>,
    },
    /// A signed growth that speaks of another root than a head with the same size.
    Contradiction {
        /// The head, a signed note.
        note: String,
        /// The growth, as signed.
        growth: Vec<u8>,
    },
    /// A receipt, and a later greeting by which less was received than receipted. An agency that was
    /// restored from a backup shows this too: it is evidence of a rollback, not of bad faith.
    Rollback {
        /// The receipt.
        receipt: Vec<u8>,
        /// The greeting.
        hello: Vec<u8>,
    },
    /// Two key statements with one number.
    Statements {
        /// A statement.
        one: SignedStatement,
        /// Another with the same number.
        other: SignedStatement,
    },
}

/// A proof with the statements that hold the keys of the accused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Evidence {
    /// Statements of the accused, so that every signature of the proof can be checked.
    pub keys: Vec<SignedStatement>,
    /// What it has signed.
    pub proof: Proof,
}

#[derive(Encode, Decode)]
#[cbor(map)]
struct Wire {
    #[n(0)]
    kind: u8,
    #[n(1)]
    keys: Vec<SignedStatement>,
    #[cbor(n(2), with = "minicbor::bytes")]
    one: Vec<u8>,
    #[cbor(n(3), with = "minicbor::bytes")]
    other: Vec<u8>,
}

impl Evidence {
    /// Whom it convicts, and of what: `S-FORK`, `S-SPLITVIEW` or `S-ROLLBACK`. Needs nothing but these
    /// bytes; whether the agency is the one you think is between you and its fingerprint.
    ///
    /// # Errors
    /// [`LinkError::Signature`] or [`LinkError::Schema`] when it proves nothing.
    pub fn verify(&self) -> Result<(AgencyId, LinkError), LinkError> {
        let told =
            self.keys.iter().take(KEYS_MAX).map(|s| s.verify().or(Err(LinkError::Signature)));
        let told = told.collect::<Result<Vec<KeyStatement>, _>>()?;
        let agency = told.first().map(KeyStatement::agency).ok_or(LinkError::Schema("keys"))?;
        if told.iter().any(|statement| statement.agency() != agency) {
            return Err(LinkError::Address);
        }
        let keys: Vec<VerifyingKey> = told.iter().map(|statement| statement.sign).collect();
        let (holds, crime) = match &self.proof {
            Proof::Fork { one, other } => (proves_fork(one, other, &keys)?, LinkError::Fork),
            Proof::SplitView { one, other } => {
                let quantum = told.iter().find_map(|told| told.custody.quantum.as_ref());
                let (one, other) = (note(one, &keys, quantum)?, note(other, &keys, quantum)?);
                let same = one.origin == other.origin && one.size == other.size;
                (same && one.root != other.root, LinkError::SplitView)
            }
            Proof::FalseGrowth { growth } => {
                (!Growth::open(growth, &keys)?.holds(), LinkError::SplitView)
            }
            Proof::Contradiction { note: head, growth } => {
                let (head, growth) = (note(head, &keys, None)?, Growth::open(growth, &keys)?);
                let old = head.size == growth.old_size && head.root != growth.old_root;
                let new = head.size == growth.new_size && head.root != growth.new_root;
                (head.origin == growth.origin && (old || new), LinkError::SplitView)
            }
            Proof::Rollback { receipt, hello } => {
                (rolled_back(receipt, hello, &keys)?, LinkError::Rollback)
            }
            Proof::Statements { one, other } => {
                let read = |s: &SignedStatement| s.verify().or(Err(LinkError::Signature));
                let (first, second) = (read(one)?, read(other)?);
                let theirs = first.agency() == agency && second.agency() == agency;
                (theirs && first.n == second.n && one.hash() != other.hash(), LinkError::Fork)
            }
        };
        if holds { Ok((AgencyId(agency), crime)) } else { Err(LinkError::Schema("no proof")) }
    }

    /// The bytes of a file that carries it.
    #[must_use]
    pub fn to_cbor(&self) -> Vec<u8> {
        let text = |text: &String| text.clone().into_bytes();
        let (kind, one, other) = match &self.proof {
            Proof::Fork { one, other } => (0, one.clone(), other.clone()),
            Proof::SplitView { one, other } => (1, text(one), text(other)),
            Proof::FalseGrowth { growth } => (2, growth.clone(), Vec::new()),
            Proof::Contradiction { note, growth } => (3, text(note), growth.clone()),
            Proof::Rollback { receipt, hello } => (4, receipt.clone(), hello.clone()),
            Proof::Statements { one, other } => (5, one.to_cbor(), other.to_cbor()),
        };
        to_cbor(&Wire { kind, keys: self.keys.clone(), one, other })
    }

    /// Reads such a file; nothing is verified yet.
    ///
    /// # Errors
    /// [`LinkError::Size`] or [`LinkError::Schema`].
    pub fn from_cbor(bytes: &[u8]) -> Result<Self, LinkError> {
        let wire: Wire = from_cbor(bytes, EVIDENCE_BYTES_MAX, "evidence")?;
        if wire.keys.len() > KEYS_MAX {
            return Err(LinkError::Size(KEYS_MAX));
        }
        let schema = LinkError::Schema("evidence");
        let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).or(Err(schema.clone()));
        let statement = |bytes: &[u8]| SignedStatement::from_cbor(bytes).or(Err(schema.clone()));
        let (one, other) = (wire.one, wire.other);
        let proof = match wire.kind {
            0 => Proof::Fork { one, other },
            1 => Proof::SplitView { one: text(&one)?, other: text(&other)? },
            2 => Proof::FalseGrowth { growth: one },
            3 => Proof::Contradiction { note: text(&one)?, growth: other },
            4 => Proof::Rollback { receipt: one, hello: other },
            5 => Proof::Statements { one: statement(&one)?, other: statement(&other)? },
            _ => return Err(schema),
        };
        Ok(Self { keys: wire.keys, proof })
    }
}

fn note(
    text: &str,
    keys: &[VerifyingKey],
    quantum: Option<&QuantumVerifyingKey>,
) -> Result<sila_seal::checkpoint::Checkpoint, LinkError> {
    let read = SignedCheckpoint::parse(text).or(Err(LinkError::Schema("checkpoint")))?;
    let origin = read.checkpoint.origin.clone();
    let classic = keys.iter().any(|key| read.verify(key).is_ok());
    let modern = quantum.is_none_or(|key| read.cosigned_by_quantum(&origin, key).is_ok());
    if classic && modern { Ok(read.checkpoint) } else { Err(LinkError::Signature) }
}

fn rolled_back(receipt: &[u8], hello: &[u8], keys: &[VerifyingKey]) -> Result<bool, LinkError> {
    let Promise { from, to, place, at, .. } = promise(receipt, keys)?;
    let hello = Hello::said(hello, keys)?;
    let position = hello.position(place.stream);
    Ok(hello.from == from
        && hello.to == to
        && position.recv_epoch == place.epoch
        && position.recv_upto < place.seq
        && hello.clock > at.0)
}

#[cfg(test)]
mod tests;
