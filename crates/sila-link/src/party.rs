//! The two ends of a link, with the keys that this node holds for each.

use sila_core::{AgencyId, AgreementId, Millis};
use sila_seal::{Hash, SealingKey, SealingPublic, SigningKey, VerifyingKey};

use crate::error::LinkError;
use crate::state::LinkState;

/// This agency, with the private keys of its node (not its root key).
#[derive(Debug)]
pub struct Me {
    /// Who we are.
    pub agency: AgencyId,
    /// Signs messages, receipts and greetings.
    pub sign: SigningKey,
    /// Opens messages: the current key first, then retired ones that are not yet erased.
    pub open: Vec<SealingKey>,
}

/// The other agency of one link, as far as this node knows it.
#[derive(Debug, Clone)]
pub struct Peer {
    /// Who they are.
    pub agency: AgencyId,
    /// Their signing keys: the current one first, then earlier ones still accepted.
    pub sign: Vec<VerifyingKey>,
    /// What messages to them are sealed to.
    pub seal_to: SealingPublic,
    /// Where the link stands.
    pub state: LinkState,
    /// The agreements with them that may be named by a message now, with their digests.
    pub agreements: Vec<(AgreementId, Hash)>,
    /// The highest protocol version that they have ever offered; 0 before the first greeting.
    pub version_seen: u16,
    /// Whether their clock and ours agree well enough to judge expiry ([`crate::Plan::skew_ms`]).
    pub clock_agrees: bool,
}

impl Peer {
    /// The id of the link between us.
    #[must_use]
    pub fn link(&self, me: &Me) -> Hash {
        link_id(me.agency, self.agency)
    }

    /// The signing key with this id.
    pub(crate) fn signer(&self, kid: &Hash) -> Result<&VerifyingKey, LinkError> {
        self.sign.iter().find(|key| key.id() == *kid).ok_or(LinkError::KeyUnknown)
    }

    /// Whether a message that may no longer be applied after `expires` is too late at `now`.
    /// With clocks a day apart nobody can tell, and nothing is dropped for it.
    pub(crate) fn is_expired(&self, expires: Option<i64>, now: Millis) -> bool {
        self.clock_agrees && expires.is_some_and(|at| at <= now.0)
    }
}

/// `SHA-256("sila/link/1" ∥ min ∥ max)`: the same at both ends.
#[must_use]
pub fn link_id(one: AgencyId, other: AgencyId) -> Hash {
    sila_seal::statement::link_id(&one.0, &other.0)
}
