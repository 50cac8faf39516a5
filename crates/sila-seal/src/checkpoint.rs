//! The signed head of a log: a C2SP `tlog-checkpoint` in a C2SP `signed-note` with Ed25519.
//!
//! ```text
//! sila/<agency in base32>/log/1
//! 1042
//! <base64 of the root hash>
//!
//! — sila/<agency in base32>/log/1 <base64 of key id(4) ∥ signature(64)>
//! ```

mod cosigned;

pub use cosigned::{LINE_BYTES_MAX, quantum_witness_vkey, witness_name, witness_vkey};

use crate::error::within;
use crate::{Hash, SealError, SigningKey, VerifyingKey, base64, code, sha256};
use std::fmt::Write;

/// A note may be this long, in bytes.
pub const NOTE_BYTES_MAX: usize = 16 * 1024;
/// How many signature lines a note may have.
pub const NOTE_SIGNATURES_MAX: usize = 16;
/// The signature type of Ed25519 in the C2SP registry.
const ED25519: u8 = 0x01;

/// The name of log number `n` of an agency; another number follows a restore from backup.
#[must_use]
pub fn origin(agency: &Hash, n: u32) -> String {
    format!("sila/{}/log/{n}", code::base32_encode(agency))
}

/// The line by which other tools know a log key: `name+key id+base64(type ∥ key)`.
#[must_use]
pub fn vkey(name: &str, key: &VerifyingKey) -> String {
    typed_vkey(name, ED25519, &key.0)
}

fn typed_vkey(name: &str, kind: u8, key: &[u8]) -> String {
    let id = u32::from_be_bytes(key_id_of(name, kind, key));
    format!("{name}+{id:08x}+{}", base64::encode(&[&[kind], key].concat()))
}

/// What a log commits to: its name, number of leaves and root.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checkpoint {
    /// See [`origin`].
    pub origin: String,
    /// How many leaves.
    pub size: u64,
    /// The root over them.
    pub root: Hash,
}

impl Checkpoint {
    /// The three lines that are signed.
    #[must_use]
    pub fn to_text(&self) -> String {
        format!("{}\n{}\n{}\n", self.origin, self.size, base64::encode(&self.root))
    }

    /// The signed note, under the log's own name.
    ///
    /// # Errors
    /// [`SealError::Note`] when the origin cannot be a key name (empty, spaces, `+`).
    pub fn sign(&self, key: &SigningKey) -> Result<String, SealError> {
        if !is_name(&self.origin) {
            return Err(SealError::Note);
        }
        let mut note = self.to_text();
        let mut signed = key_id(&self.origin, &key.verifying()).to_vec();
        signed.extend_from_slice(&key.sign_raw(note.as_bytes()));
        let written = write!(note, "\n— {} {}\n", self.origin, base64::encode(&signed));
        written.or(Err(SealError::Note)).map(|()| note)
    }

    fn from_text(text: &str) -> Result<Self, SealError> {
        let mut lines = text.lines();
        let mut line = || lines.next().filter(|line| !line.is_empty()).ok_or(SealError::Note);
        let (origin, size, root) = (line()?, line()?, line()?);
        let number: u64 = size.parse().or(Err(SealError::Note))?;
        let root: Hash =
            base64::decode(root).and_then(|r| r.try_into().ok()).ok_or(SealError::Note)?;
        if number.to_string() != size || !is_name(origin) {
            return Err(SealError::Note);
        }
        Ok(Self { origin: origin.to_owned(), size: number, root })
    }
}

/// A checkpoint as received, with its signature lines; nothing is verified yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedCheckpoint {
    /// What is signed, decoded.
    pub checkpoint: Checkpoint,
    text: String,
    signatures: Vec<NoteSignature>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct NoteSignature {
    name: String,
    key_id: [u8; 4],
    sig: Vec<u8>,
}

impl SignedCheckpoint {
    /// Reads a signed note. Extension lines after the root are signed and kept, not understood.
    ///
    /// # Errors
    /// [`SealError::TooLarge`] or [`SealError::Note`].
    pub fn parse(note: &str) -> Result<Self, SealError> {
        within(note.len(), NOTE_BYTES_MAX)?;
        if note.chars().any(|c| c < ' ' && c != '\n') {
            return Err(SealError::Note);
        }
        let (text, lines) = note.rsplit_once("\n\n").ok_or(SealError::Note)?;
        if text.contains("\n\n") {
            return Err(SealError::Note);
        }
        let text = format!("{text}\n");
        let checkpoint = Checkpoint::from_text(&text)?;
        let lines = lines.strip_suffix('\n').ok_or(SealError::Note)?;
        let signatures: Vec<_> =
            lines.split('\n').map(NoteSignature::parse).collect::<Result<_, _>>()?;
        within(signatures.len(), NOTE_SIGNATURES_MAX)?;
        Ok(Self { checkpoint, text, signatures })
    }

    /// The lines that are signed, with the last newline.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Checks that `key`, under the log's own name, signed it, and returns what it signed.
    ///
    /// # Errors
    /// [`SealError::NoteSigner`] without such a line, [`SealError::Signature`] when it is wrong.
    pub fn verify(&self, key: &VerifyingKey) -> Result<&Checkpoint, SealError> {
        let name = &self.checkpoint.origin;
        let id = key_id(name, key);
        let mut ours = self.signatures.iter().filter(|s| s.name == *name && s.key_id == id);
        let line = ours.next().ok_or(SealError::NoteSigner)?;
        key.verify_raw(self.text.as_bytes(), &line.sig)?;
        Ok(&self.checkpoint)
    }
}

impl NoteSignature {
    fn parse(line: &str) -> Result<Self, SealError> {
        let (name, blob) =
            line.strip_prefix("— ").and_then(|rest| rest.split_once(' ')).ok_or(SealError::Note)?;
        let blob = base64::decode(blob).ok_or(SealError::Note)?;
        let (key_id, sig) = blob.split_first_chunk().ok_or(SealError::Note)?;
        if !is_name(name) || sig.is_empty() {
            return Err(SealError::Note);
        }
        Ok(Self { name: name.to_owned(), key_id: *key_id, sig: sig.to_vec() })
    }
}

fn key_id(name: &str, key: &VerifyingKey) -> [u8; 4] {
    key_id_of(name, ED25519, &key.0)
}

/// `SHA-256(name ∥ 0x0A ∥ type ∥ key)[..4]`.
fn key_id_of(name: &str, kind: u8, key: &[u8]) -> [u8; 4] {
    let [a, b, c, d, ..] = sha256(&[name.as_bytes(), b"\n", &[kind], key]);
    [a, b, c, d]
}

/// Names of keys are not empty and hold neither spaces nor `+`.
fn is_name(name: &str) -> bool {
    !name.is_empty() && !name.contains(|c: char| c.is_whitespace() || c == '+')
}

#[cfg(test)]
mod tests;
