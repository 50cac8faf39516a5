//! What a referral says about a person, sealed at rest under the referral's own key. Erasing that key erases it.

use minicbor::{Decode, Encode};
use sila_core::codes::{Basis, Kind, OverrideReason, ReturnCode, Sex};
use sila_core::disclosure::{Disclosure, Preview};
use sila_core::field::Field;
use sila_core::ids::{AgreementId, ReferralId};
use sila_core::person::Ages;
use sila_seal::Key;
use zeroize::Zeroizing;

use super::store::Sealed;
use crate::app::App;
use crate::evidence::pack::Given;
use crate::problem::Problem;
use crate::vault::{self, Place};

/// What is sealed in the row.
#[derive(Debug, Clone, Encode, Decode)]
#[cbor(map)]
pub struct Body {
    /// What can be read before acceptance.
    #[n(0)]
    pub preview: Preview,
    /// What was shared: at the source always, at the target once the key was released.
    #[n(1)]
    pub shared: Option<Disclosure>,
    /// What waits for a second approver, at the source.
    #[n(2)]
    pub waiting: Option<Waiting>,
    /// What the second approver wrote when returning it.
    #[n(3)]
    pub returned: Option<String>,
    /// What opens the commitments of the signed offer, for an evidence pack.
    #[n(4)]
    pub opening: Option<Opening>,
}

/// What opens the commitments of a signed offer.
#[derive(Debug, Clone, Encode, Decode)]
#[cbor(map)]
pub struct Opening {
    /// The salt of the preview.
    #[cbor(n(0), with = "minicbor::bytes")]
    pub salt: [u8; 32],
    /// At the source: the identity as it was sealed and its key. The target has both in the row.
    #[n(1)]
    pub identity: Option<Given>,
}

/// An offer that departs from the residence clause, before its approval. It is composed again, by the rules of that
/// moment, when the second person approves.
#[derive(Debug, Clone, Encode, Decode)]
#[cbor(map)]
pub struct Waiting {
    /// What is asked.
    #[n(0)]
    pub kind: Kind,
    /// Why this agency.
    #[n(1)]
    pub basis: Basis,
    /// The fields that were chosen to go.
    #[n(2)]
    pub fields: Vec<Field>,
    /// Under which agreement.
    #[n(3)]
    pub agreement: AgreementId,
    /// Why the clause is departed from.
    #[n(4)]
    pub reason: OverrideReason,
    /// The role of the sender.
    #[n(5)]
    pub role: String,
    /// Sex of the person concerned, for eligibility, shared or not.
    #[n(6)]
    pub sex: Sex,
    /// Youngest possible age, for eligibility.
    #[n(7)]
    pub age_min: Option<u8>,
    /// Oldest possible age.
    #[n(8)]
    pub age_max: Option<u8>,
    /// The service of the directory that is asked for.
    #[n(9)]
    pub listed: Option<sila_core::directory::Listed>,
    /// Why responsibility goes back.
    #[n(10)]
    pub back: Option<ReturnCode>,
}

impl Waiting {
    /// The ages possible for the person concerned.
    pub fn ages(&self) -> Option<Ages> {
        Some(Ages { min: self.age_min?, max: self.age_max? })
    }
}

/// Where the sealed columns of a referral belong.
pub fn place(id: ReferralId) -> Place {
    Place { table: "referral", row: id.0 }
}

/// Where the key of the identity belongs, apart from the record's own key.
fn identity_place(id: ReferralId) -> Place {
    Place { table: "referral.identity_key", row: id.0 }
}

/// Seals the key of an identity, to be kept until it is given or used.
pub fn seal_identity_key(app: &App, id: ReferralId, key: &[u8; 32]) -> Vec<u8> {
    app.vault.seal(identity_place(id), key)
}

/// Opens the key of an identity.
///
/// # Errors
/// `referral.no_key` when there is none, `vault.unreadable` when the row was changed from outside.
pub fn identity_key(
    app: &App,
    id: ReferralId,
    sealed: &Sealed,
) -> Result<Zeroizing<[u8; 32]>, Problem> {
    let kept = sealed.identity_key.as_ref().ok_or_else(|| Problem::refused("referral.no_key"))?;
    let bytes = app.vault.open(identity_place(id), kept)?;
    let key = <[u8; 32]>::try_from(bytes.as_slice());
    Ok(Zeroizing::new(key.or(Err(Problem::internal("vault.unreadable")))?))
}

/// Makes the key of a new referral and seals its body under it.
///
/// # Errors
/// `referral.unreadable`, which does not happen: every body can be encoded.
pub fn seal_new(app: &App, id: ReferralId, body: &Body) -> Result<Sealed, Problem> {
    let (key, wrapped) = app.vault.new_key(place(id));
    Ok(Sealed { key: wrapped, body: seal(&key, id, body)?, ..Sealed::default() })
}

/// Seals a body under the referral's key.
///
/// # Errors
/// As [`seal_new`].
pub fn seal(key: &Key, id: ReferralId, body: &Body) -> Result<Vec<u8>, Problem> {
    let plain = minicbor::to_vec(body)
        .map_err(|error| Problem::internal("referral.unreadable").because(error))?;
    Ok(vault::seal(key, place(id), &plain))
}

/// The referral's key; `None` when it was erased.
///
/// # Errors
/// `vault.unreadable` when the row was changed from outside.
pub fn key(app: &App, id: ReferralId, sealed: &Sealed) -> Result<Option<Key>, Problem> {
    if sealed.key.is_empty() {
        return Ok(None);
    }
    app.vault.open_key(place(id), &sealed.key).map(Some)
}

/// Opens the body; `None` when the referral was erased.
///
/// # Errors
/// `vault.unreadable` or `referral.unreadable` when the row was changed from outside.
pub fn open(app: &App, id: ReferralId, sealed: &Sealed) -> Result<Option<Body>, Problem> {
    let Some(key) = key(app, id, sealed)? else { return Ok(None) };
    let plain = vault::open(&key, place(id), &sealed.body)?;
    let body = minicbor::decode(&plain)
        .map_err(|error| Problem::internal("referral.unreadable").because(error))?;
    Ok(Some(body))
}
