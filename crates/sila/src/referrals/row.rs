//! A referral as it is stored: the row that lists read, the sealed columns, and the signed entries.

use sila_core::codes::{Category, Kind, Urgency};
use sila_core::ids::{AgencyId, AgreementId, CaseId, ReferralId, WorkerId};
use sila_core::referral::State;
use sila_core::time::Millis;

use crate::partners::Level;

/// Which way a referral goes, as this node sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// Offered to us.
    In,
    /// Offered by us.
    Out,
}

impl Direction {
    /// The word in rows.
    pub fn code(self) -> &'static str {
        match self {
            Direction::In => "in",
            Direction::Out => "out",
        }
    }
}

/// What lists and checks need to know of a referral; nothing in it names a person.
#[derive(Debug, Clone)]
pub struct Referral {
    /// The same at both agencies.
    pub id: ReferralId,
    /// The number people quote.
    pub reference: String,
    /// Which way.
    pub direction: Direction,
    /// The other agency.
    pub peer: AgencyId,
    /// The case it came from, or the case it became.
    pub case_id: Option<CaseId>,
    /// Where it stands.
    pub state: State,
    /// Somebody here still has something to do or to learn.
    pub is_open: bool,
    /// How fast.
    pub urgency: Urgency,
    /// The person is known to both agencies.
    pub linked: bool,
    /// It comes before equal ones for that, by a clause of its agreement that nobody has stopped; set by the statement.
    pub ahead: bool,
    /// Whom it is about.
    pub category: Category,
    /// Code of the area of residence; empty when unknown.
    pub area: String,
    /// Under which agreement.
    pub agreement: AgreementId,
    /// When it was signed.
    pub offered_at: Millis,
    /// When the target should have decided.
    pub decide_by: Millis,
    /// From when it can no longer be decided.
    pub expires_at: Millis,
    /// Last entry or change.
    pub updated_at: Millis,
    /// Goes up with every change.
    pub version: i64,
    /// Who sent it, at the source.
    pub created_by: Option<WorkerId>,
    /// At the target: who is looking at it or accepted it. At the source: whom it was given to, who follows it instead of its sender.
    pub claimed_by: Option<WorkerId>,
    /// Since when.
    pub claimed_at: Option<Millis>,
    /// When the sender took note that it came back.
    pub noted_at: Option<Millis>,
    /// When its offer was taken in at the target; at the source, when the receipt that says so came.
    pub delivered_at: Option<Millis>,
    /// Passed on here: the referral it goes on as, or the one it came as.
    pub relay: Option<ReferralId>,
    /// What is asked.
    pub kind: Kind,
}

/// The sealed columns.
#[derive(Clone, Default)]
pub struct Sealed {
    /// The record's key, wrapped; empty when erased.
    pub key: Vec<u8>,
    /// Preview and, where known, what was shared.
    pub body: Vec<u8>,
    /// What will tell who it is, sealed under a key that comes later.
    pub identity: Option<Vec<u8>>,
    /// That key, wrapped: at the source until it is given, at the target from then.
    pub identity_key: Option<Vec<u8>>,
}

/// A referral as found through a worker.
pub struct Found {
    /// Its row.
    pub row: Referral,
    /// Its fingerprint.
    pub fingerprint: [u8; 32],
    /// Its sealed columns.
    pub sealed: Sealed,
    /// The worker is a member of its case.
    pub member: bool,
    /// Its case does not exist for the worker.
    pub barred: bool,
    /// Its case is withheld from everybody: the person has taken the permission back.
    pub withheld: bool,
    /// The level of the other agency, when it has no node.
    pub partner: Option<Level>,
}

/// A signed entry as stored.
#[derive(Debug, Clone)]
pub struct StoredEntry {
    /// Who wrote it.
    pub author: AgencyId,
    /// Its number among the author's.
    pub n: u32,
    /// When, by the author's clock.
    pub at: Millis,
    /// The code of the act.
    pub act: String,
    /// The entry with its signature.
    pub body: Vec<u8>,
    /// The hash the author's next entry names.
    pub hash: [u8; 32],
}

/// A new row with its sealed columns.
#[derive(Clone)]
pub struct NewReferral {
    /// The row; `version` is set by the statement.
    pub row: Referral,
    /// Fingerprint of its entries.
    pub fingerprint: [u8; 32],
    /// Its sealed columns.
    pub sealed: Sealed,
}
