//! What a witness adds to a checkpoint: C2SP `tlog-cosignature` with Ed25519 (type 0x04) and with
//! ML-DSA-44 (type 0x06). It says: of all heads of this log that I ever saw, this is the largest, and
//! every smaller one was a prefix of it.

use super::{SignedCheckpoint, is_name, key_id_of};
use crate::error::within;
use crate::{
    Hash, QuantumSigningKey, QuantumVerifyingKey, SealError, SigningKey, VerifyingKey, base64, code,
};

/// The signature type of Ed25519 cosignatures in the C2SP registry.
pub(super) const ED25519: u8 = 0x04;
/// The signature type of ML-DSA-44 cosignatures in the C2SP registry.
pub(super) const ML_DSA_44: u8 = 0x06;
/// A cosignature line may be this long, in bytes.
pub const LINE_BYTES_MAX: usize = 4 * 1024;

/// The name under which an agency cosigns the logs of others.
#[must_use]
pub fn witness_name(agency: &Hash) -> String {
    format!("sila/{}/witness", code::base32_encode(agency))
}

/// The line by which other tools know a cosigner's Ed25519 key.
#[must_use]
pub fn witness_vkey(name: &str, key: &VerifyingKey) -> String {
    super::typed_vkey(name, ED25519, &key.0)
}

/// The line by which other tools know a cosigner's ML-DSA-44 key.
#[must_use]
pub fn quantum_witness_vkey(name: &str, key: &QuantumVerifyingKey) -> String {
    super::typed_vkey(name, ML_DSA_44, key.as_bytes())
}

impl SignedCheckpoint {
    /// A signature line by the witness `name`, at `time_s` seconds since 1970. Whether the log has
    /// kept its history must have been checked, and what was checked stored, before.
    ///
    /// # Errors
    /// [`SealError::Note`] when `name` cannot be a key name.
    pub fn cosign(&self, name: &str, key: &SigningKey, time_s: u64) -> Result<String, SealError> {
        let signature = key.sign_raw(&ed25519_message(&self.text, time_s));
        line(name, ED25519, &key.verifying().0, time_s, &signature)
    }

    /// The same with ML-DSA-44.
    ///
    /// # Errors
    /// [`SealError::Note`] when `name` or the log's name cannot be a key name.
    pub fn cosign_quantum(
        &self,
        name: &str,
        key: &QuantumSigningKey,
        time_s: u64,
    ) -> Result<String, SealError> {
        let signature = key.sign_raw(&self.quantum_message(name, time_s)?)?;
        line(name, ML_DSA_44, key.verifying().as_bytes(), time_s, &signature)
    }

    /// Checks that the witness `name` cosigned with `key`; when it did, in seconds since 1970.
    ///
    /// # Errors
    /// [`SealError::NoteSigner`] without such a line, [`SealError::Signature`] when it is wrong.
    pub fn cosigned_by(&self, name: &str, key: &VerifyingKey) -> Result<u64, SealError> {
        let (time_s, sig) = self.timed(name, ED25519, &key.0)?;
        key.verify_raw(&ed25519_message(&self.text, time_s), sig).map(|()| time_s)
    }

    /// The same with ML-DSA-44.
    ///
    /// # Errors
    /// As [`Self::cosigned_by`].
    pub fn cosigned_by_quantum(
        &self,
        name: &str,
        key: &QuantumVerifyingKey,
    ) -> Result<u64, SealError> {
        let (time_s, sig) = self.timed(name, ML_DSA_44, key.as_bytes())?;
        key.verify_raw(&self.quantum_message(name, time_s)?, sig).map(|()| time_s)
    }

    fn timed(&self, name: &str, kind: u8, key: &[u8]) -> Result<(u64, &[u8]), SealError> {
        let id = key_id_of(name, kind, key);
        let mut theirs = self.signatures.iter().filter(|s| s.name == name && s.key_id == id);
        let line = theirs.next().ok_or(SealError::NoteSigner)?;
        let (time_s, sig) = line.sig.split_first_chunk().ok_or(SealError::Signature)?;
        Ok((u64::from_be_bytes(*time_s), sig))
    }

    /// `cosigned_message` of the specification; extension lines are not part of it.
    fn quantum_message(&self, name: &str, time_s: u64) -> Result<Vec<u8>, SealError> {
        let origin = &self.checkpoint.origin;
        let mut out = b"subtree/v1\n\0".to_vec();
        out.push(u8::try_from(name.len()).or(Err(SealError::Note))?);
        out.extend_from_slice(name.as_bytes());
        out.extend(time_s.to_be_bytes());
        out.push(u8::try_from(origin.len()).or(Err(SealError::Note))?);
        out.extend_from_slice(origin.as_bytes());
        out.extend(0_u64.to_be_bytes());
        out.extend(self.checkpoint.size.to_be_bytes());
        out.extend_from_slice(&self.checkpoint.root);
        Ok(out)
    }
}

fn ed25519_message(text: &str, time_s: u64) -> Vec<u8> {
    format!("cosignature/v1\ntime {time_s}\n{text}").into_bytes()
}

fn line(name: &str, kind: u8, key: &[u8], time_s: u64, sig: &[u8]) -> Result<String, SealError> {
    if !is_name(name) {
        return Err(SealError::Note);
    }
    let mut signed = key_id_of(name, kind, key).to_vec();
    signed.extend(time_s.to_be_bytes());
    signed.extend_from_slice(sig);
    let line = format!("— {name} {}\n", base64::encode(&signed));
    within(line.len(), LINE_BYTES_MAX).map(|()| line)
}
