//! The other agency of one link, as this node has it on file.

use sila_core::{AgencyId, Millis, WorkerId};
use sila_link::keys::{Earlier, Known};
use sila_link::{LinkError, LinkState};
use sila_seal::statement::{KeyStatement, SignedStatement};
use sila_seal::{Hash, VerifyingKey};

use crate::web::Lang;
use crate::wire::client::Callee;

/// The other agency, its keys, and how the link to it stands.
#[derive(Debug, Clone)]
pub struct Peer {
    /// Identifier of the link, the same at both ends.
    pub link: Hash,
    /// The other agency.
    pub agency: AgencyId,
    /// Its short code.
    pub code: String,
    /// Its Arabic name.
    pub name_ar: String,
    /// Its English name.
    pub name_en: String,
    /// Where the link stands.
    pub state: LinkState,
    /// Its key statement as signed.
    pub statement: SignedStatement,
    /// The content of the statement: its root, signing and sealing keys.
    pub keys: KeyStatement,
    /// `HOST:PORT` where it is reached; empty when it only calls out.
    pub endpoint: String,
    /// Twelve digits to compare by telephone; empty before keys are exchanged.
    pub short_code: String,
    /// When our officer said that the codes are the same.
    pub verified_at: Option<Millis>,
    /// Who said so; nobody when it was done on the command line.
    pub verified_by: Option<WorkerId>,
    /// When the other side told us that its officer said so.
    pub peer_verified_at: Option<Millis>,
    /// The security code that stopped the link, until an officer resumes it.
    pub alarm: Option<String>,
    /// The highest protocol version it ever offered.
    pub version_seen: u16,
    /// Its clock minus ours at the last contact.
    pub skew_ms: i64,
    /// When the last test message was written here.
    pub test_sent_at: Option<Millis>,
    /// When the other side confirmed it.
    pub test_done_at: Option<Millis>,
    /// When its last test message arrived here.
    pub test_seen_at: Option<Millis>,
    /// When the self-test of the link was complete.
    pub proved_at: Option<Millis>,
    /// How far the self-test has come, or its report ([`super::trial::Report`]).
    pub trial: Option<Vec<u8>>,
    /// When either side last reached the other.
    pub last_contact: Option<Millis>,
    /// Why the last call failed; nothing when it did not.
    pub last_error: Option<String>,
    /// Calls that failed since the last contact.
    pub attempts: u32,
    /// Not called before this time.
    pub next_try: Millis,
    /// Its earlier TLS keys, the latest first: still taken, because it changes to a new one when everybody knows that.
    pub pins: Vec<Hash>,
    /// Its earlier signing keys that still count.
    pub earlier: Vec<Earlier>,
    /// The newest statement of ours that it holds.
    pub knows: u32,
    /// Its sealing key that it has lost, as it says.
    pub unopened: Option<Hash>,
    /// The ceremony in which this link began.
    pub ceremony: Option<Hash>,
    /// Messages that wait to be sealed, where they were counted (no further than [`super::outbox::WAITING_MAX`]).
    pub waiting: i64,
}

impl Peer {
    /// The name in the reader's language.
    pub fn name(&self, lang: Lang) -> &str {
        lang.pick(&self.name_ar, &self.name_en)
    }

    /// Whether referrals and agreements flow: both officers have compared the code, and the self-test is complete.
    pub fn is_open(&self) -> bool {
        self.state == LinkState::Active && self.is_ready()
    }

    /// Whether nothing is missing but our own officer's word.
    fn is_ready(&self) -> bool {
        self.peer_verified_at.is_some() && self.proved_at.is_some()
    }

    /// Whether calls are made and answered at all.
    pub fn carries(&self) -> bool {
        self.is_linked() && self.alarm.is_none()
    }

    fn is_linked(&self) -> bool {
        matches!(self.state, LinkState::PendingVerify | LinkState::Active | LinkState::Suspended(_))
    }

    /// Whether it must say, in each life of this node, what it holds of us before we sign something new: it may remember
    /// what we have forgotten. Not when the link has ended, and not when its own log or stream convicts it; when the link
    /// was stopped because one side was restored, it still must.
    pub fn may_remember_us(&self) -> bool {
        let ours = [LinkError::Rollback.code(), LinkError::Downgrade.code()];
        let stopped = self.alarm.as_deref().is_some_and(|code| !ours.contains(&code));
        !stopped && self.is_linked()
    }

    /// The state for sealing: until the other officer has compared the code, too, and the link was tested, only the
    /// link's own messages leave.
    pub fn sending_state(&self) -> LinkState {
        match self.state {
            LinkState::Active if !self.is_ready() => LinkState::PendingVerify,
            state => state,
        }
    }

    /// Whether it cannot open what is sealed to the newest key that we know of: nothing is sealed until it has another.
    pub fn awaits_key(&self) -> bool {
        self.unopened == Some(self.keys.sealing.id())
    }

    /// Whom to call; nobody when the other side has no address.
    pub fn callee(&self) -> Option<Callee> {
        let endpoint = Some(self.endpoint.clone()).filter(|endpoint| !endpoint.is_empty())?;
        Some(Callee { endpoint, spki: self.keys.transport_spki, earlier: self.pins.clone() })
    }

    /// What is known of its keys.
    pub fn known(&self) -> Known {
        let (statement, told) = (self.statement.clone(), self.keys.clone());
        Known { statement, told, earlier: self.earlier.clone() }
    }

    /// Its signing keys that count, the newest first.
    pub fn signing(&self) -> Vec<VerifyingKey> {
        let earlier = self.earlier.iter().map(|earlier| earlier.key);
        [self.keys.sign].into_iter().chain(earlier).collect()
    }
}
