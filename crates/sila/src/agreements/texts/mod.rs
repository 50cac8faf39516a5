//! The texts of an agreement that are not the one in its row: an amendment that waits, what was signed before, and what was
//! proposed and answered by another text. A text is never changed and never deleted.

pub mod store;

use sila_core::Millis;
use sila_core::agreement::Agreement;
use sila_seal::Hash;

use super::Stored;
use crate::db::{DbError, Tx};

pub use store::{all, drafted, keep, pending, replace, replaced, set_aside, take_up};

/// For how many days after an amendment took its place a text still admits an offer, which may have been on the way.
const STILL_DAYS: i64 = 7;

/// What became of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// An amendment of ours that waits for an approval from outside before we sign it. The other party does not know it.
    Drafted,
    /// An amendment of ours that the other party has not signed yet.
    Proposed,
    /// An amendment of theirs that waits for us.
    Offered,
    /// Was signed by both, and another text took its place.
    Replaced,
    /// Was proposed, and another text took its place before both had signed.
    Past,
}

impl Standing {
    const ALL: [Standing; 5] = [
        Standing::Drafted,
        Standing::Proposed,
        Standing::Offered,
        Standing::Replaced,
        Standing::Past,
    ];

    /// The key in rows and texts.
    pub fn code(self) -> &'static str {
        match self {
            Standing::Drafted => "DRAFTED",
            Standing::Proposed => "PROPOSED",
            Standing::Offered => "OFFERED",
            Standing::Replaced => "REPLACED",
            Standing::Past => "PAST",
        }
    }

    /// Reads the key.
    pub fn from_code(code: &str) -> Option<Standing> {
        Standing::ALL.into_iter().find(|one| one.code() == code)
    }
}

/// One text with its signatures.
#[derive(Debug, Clone)]
pub struct Text {
    /// What it says.
    pub agreement: Agreement,
    /// Its bytes.
    pub body: Vec<u8>,
    /// SHA-256 of them.
    pub digest: Hash,
    /// What became of it.
    pub standing: Standing,
    /// Our signature.
    pub own_signature: Option<Vec<u8>>,
    /// Theirs.
    pub peer_signature: Option<Vec<u8>>,
    /// When it came here, or was replaced.
    pub at: Millis,
}

impl Text {
    /// The text of an agreement's row.
    pub fn of(stored: &Stored, standing: Standing) -> Text {
        Text {
            agreement: stored.agreement.clone(),
            body: stored.body.clone(),
            digest: stored.digest,
            standing,
            own_signature: stored.own_signature.clone(),
            peer_signature: stored.peer_signature.clone(),
            at: stored.updated_at,
        }
    }
}

/// The text with this digest, wherever it stands.
///
/// # Errors
/// When the store cannot be read.
pub fn find(tx: &mut dyn Tx, stored: &Stored, digest: Hash) -> Result<Option<Agreement>, DbError> {
    if stored.digest == digest {
        return Ok(Some(stored.agreement.clone()));
    }
    let all = all(tx, stored.agreement.id)?;
    Ok(all.into_iter().find(|text| text.digest == digest).map(|text| text.agreement))
}
