//! Stays: a hold with an end, an admission through gates, the days in the home, and leaving it.
//!
//! A stay goes `HELD → STAYING ⇄ AWAY → ENDED`; a hold that nobody uses ends by itself. Every move is a step with a code, by
//! whom and when: free text is nowhere. Beds are given and freed in the transaction that moves the stay.

pub mod accepting;
pub mod blind;
pub mod due;
pub mod gates;
pub mod hold;
pub mod moves;
pub mod place;
pub mod show;
pub mod store;

use sila_core::codes::Urgency;
use sila_core::ids::{CaseId, ReferralId, WorkerId};
use sila_core::shelter::Need;
use sila_core::time::Millis;
use uuid::Uuid;

use crate::problem::Problem;

/// How often a hold may be extended.
pub const EXTENSIONS_MAX: i64 = 3;
/// Why a hold is extended.
pub const EXTENSION_CODES: [&str; 4] = ["ON_THE_WAY", "ESCORT", "HEALTH", "PAPERS"];
/// How a stay ends after people lived there.
pub const EXIT_CODES: [&str; 8] =
    ["OWN_HOME", "RELATIVES", "OTHER_SHELTER", "HOSPITAL", "ABROAD", "FOSTER", "LEFT", "OTHER"];
/// Why a stay goes on beyond the day that was planned.
pub const PROLONG_CODES: [&str; 5] = ["SAFETY", "TREATMENT", "COURT", "HOUSING", "SCHOOL"];
/// What came of asking how they are.
pub const AFTER_CODES: [&str; 4] = ["WELL", "NEEDS", "UNREACHED", "UNSAFE"];
/// How a hold ends without anybody arriving.
pub const RELEASE_CODES: [&str; 3] = ["NO_SHOW", "NOT_NEEDED", "UNSAFE"];
/// A hold that ran out.
pub const EXPIRED: &str = "EXPIRED";
/// A hold whose referral ended.
pub const REFERRAL_OVER: &str = "REFERRAL_OVER";

/// How long a hold lasts, and how much longer at each extension, in minutes: an hour and a half where somebody is on the way,
/// a day where it is planned.
pub fn hold_minutes(urgency: Urgency) -> i64 {
    match urgency {
        Urgency::Emergency | Urgency::Urgent => 90,
        Urgency::Routine => 24 * 60,
    }
}

/// A stay.
#[derive(Debug, Clone)]
pub struct Stay {
    /// Identifier.
    pub id: Uuid,
    /// The home.
    pub home: Uuid,
    /// `HELD`, `STAYING`, `AWAY` or `ENDED`.
    pub state: String,
    /// How it ended.
    pub end_code: Option<String>,
    /// How many people.
    pub people: i64,
    /// Who needs the place, in codes.
    pub need: Need,
    /// The case.
    pub case: Option<CaseId>,
    /// The referral that was accepted with it.
    pub referral: Option<ReferralId>,
    /// When the hold began.
    pub held_at: Millis,
    /// When it ends.
    pub hold_until: Millis,
    /// How often it was extended.
    pub extended: i64,
    /// When they arrived.
    pub arrived_at: Option<Millis>,
    /// When they are expected to leave for good.
    pub leaves_at: Option<Millis>,
    /// When they are expected back.
    pub back_at: Option<Millis>,
    /// When it ended.
    pub ended_at: Option<Millis>,
    /// When somebody should ask how they are.
    pub look_after_at: Option<Millis>,
    /// Who made or confirmed the hold; nobody while it is held for a partner's question.
    pub worker: Option<WorkerId>,
    /// The number of the case, else of the referral, else its own.
    pub reference: String,
}

/// What is due within so many hours is shown as due.
const SOON_HOURS: i64 = 24;

impl Stay {
    /// When somebody is expected to arrive, to come back or to leave.
    pub fn due_at(&self) -> Option<Millis> {
        match self.state.as_str() {
            "HELD" => Some(self.hold_until),
            "AWAY" => self.back_at,
            "STAYING" => self.leaves_at,
            _ => self.look_after_at,
        }
    }

    /// Whether that is soon, or late. Whoever is expected to arrive always is.
    pub fn is_due(&self, now: Millis) -> bool {
        self.state == "HELD" || self.due_at().is_some_and(|at| at <= now.plus_hours(SOON_HOURS))
    }

    /// The key of the text that says what is due.
    pub fn due_key(&self) -> &'static str {
        match self.state.as_str() {
            "HELD" => "shelter-expected",
            "AWAY" => "shelter-returns",
            "STAYING" => "shelter-departs",
            _ => "shelter-look-after",
        }
    }

    /// # Errors
    /// `shelter.moved` when it is in another state: somebody was quicker.
    pub fn needs(&self, states: &[&str]) -> Result<(), Problem> {
        let moved = || Problem::refused("shelter.moved").way_out(path(self.id, ""));
        if states.contains(&self.state.as_str()) { Ok(()) } else { Err(moved()) }
    }
}

/// One step of a stay.
#[derive(Debug, Clone)]
pub struct Step {
    /// When.
    pub at: Millis,
    /// Who; nobody when the node did it.
    pub worker: Option<WorkerId>,
    /// What: `HOLD`, `CONFIRM`, `EXTEND`, `ESCORT`, `GATE`, `CAME`, `ADMIT`, `LEAVE`, `RETURN`, `TRANSFER`, `PROLONG`, `LEAVES`, `END`,
    /// `AFTER`.
    pub act: &'static str,
    /// With which code; empty without one.
    pub code: String,
}

/// The address of a stay's page or act, without language.
pub fn path(id: Uuid, rest: &str) -> String {
    format!("/shelter/stays/{id}{rest}")
}

/// A code of a closed list, as a form sent it.
///
/// # Errors
/// `shelter.code` when the list does not have it: it is refused, never left blank.
pub fn coded(given: Option<&str>, list: &'static [&'static str]) -> Result<&'static str, Problem> {
    let found = list.iter().find(|code| Some(**code) == given);
    found.copied().ok_or_else(|| Problem::refused("shelter.code"))
}
