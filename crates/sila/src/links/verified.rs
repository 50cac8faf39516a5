//! Key statements of other agencies that this program has verified. Their rows are read many times in each call, and a
//! signature over the same bytes does not become another.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use sila_seal::statement::{KeyStatement, SignedStatement};
use sila_seal::{Hash, SealError, sha256};

/// Statements that are kept; behind them it begins anew.
const KEPT_MAX: usize = 256;

type Told = (SignedStatement, KeyStatement);

static KEPT: Mutex<BTreeMap<Hash, Told>> = Mutex::new(BTreeMap::new());

/// Reads a statement and verifies it.
///
/// # Errors
/// As [`SignedStatement::verify`].
pub(super) fn statement(bytes: &[u8]) -> Result<Told, SealError> {
    let hash = sha256(&[bytes]);
    if let Some(told) = KEPT.lock().unwrap_or_else(PoisonError::into_inner).get(&hash) {
        return Ok(told.clone());
    }
    let signed = SignedStatement::from_cbor(bytes)?;
    let told = (signed.clone(), signed.verify()?);
    let mut kept = KEPT.lock().unwrap_or_else(PoisonError::into_inner);
    if kept.len() >= KEPT_MAX {
        kept.clear();
    }
    kept.insert(hash, told.clone());
    Ok(told)
}
