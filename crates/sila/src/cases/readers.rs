//! Who can read a case, and who did: the complete list, shown on the case itself.

use sila_core::ids::WorkerId;
use sila_core::time::Millis;

use crate::accounts::{Permission, roles};
use crate::cases::store::CaseReferral;
use crate::web::Cx;

/// A member of staff and why they can read the case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reader {
    /// Who.
    pub worker: WorkerId,
    /// Arabic name.
    pub name_ar: String,
    /// English name.
    pub name_en: String,
    /// Role codes.
    pub roles: Vec<String>,
    /// Member since; nobody's member when they read by their role alone.
    pub since: Option<Millis>,
    /// They read what the team of whoever works on it works on.
    pub by_team: bool,
}

impl Reader {
    /// A worker as stored.
    pub fn new(who: (WorkerId, String, String), roles: &str, since: Option<Millis>) -> Reader {
        let (worker, name_ar, name_en) = who;
        let roles = roles.split_whitespace().map(str::to_owned).collect();
        Reader { worker, name_ar, name_en, roles, since, by_team: false }
    }

    /// The rule of [`crate::cases::store::find`]: a role that reads cases, and membership, a team, or a role that reads all.
    pub fn reads(&self) -> bool {
        let may = |permission| roles::allow(&self.roles, permission);
        let scope = self.since.is_some() || self.by_team || may(Permission::CaseReadAll);
        may(Permission::CaseRead) && scope
    }

    /// The name in the reader's language.
    pub fn name(&self, cx: &Cx) -> &str {
        cx.lang.pick(&self.name_ar, &self.name_en)
    }
}

/// One line of the access log.
#[derive(Debug, Clone)]
pub struct Read {
    /// When.
    pub at: Millis,
    /// Under which role.
    pub role: String,
    /// On which screen.
    pub screen: String,
    /// Arabic name.
    pub name_ar: String,
    /// English name.
    pub name_en: String,
}

/// How much another agency can read because of a referral of this case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sees {
    /// What was shared with it, under its own responsibility.
    Shared,
    /// The preview without a name, until it decides.
    Preview,
    /// Nothing any more: what it had was destroyed.
    Nothing,
}

impl Sees {
    /// Of the agency at the other end of a referral in this state. An unknown state counts as the most.
    pub fn of(referral: &CaseReferral) -> Sees {
        let state = referral.state.to_ascii_uppercase();
        match (referral.direction.as_str(), state.as_str()) {
            ("in", _) => Sees::Shared,
            (
                _,
                "DRAFT" | "AWAITING_APPROVAL" | "DECLINED" | "RECALLED" | "EXPIRED" | "WITHDRAWN"
                | "INVALIDATED",
            ) => Sees::Nothing,
            (
                _,
                "OFFERED" | "DELIVERED" | "IN_REVIEW" | "CLARIFYING" | "WAITLISTED"
                | "DECLINE_REVIEW" | "TOLD" | "NOTED",
            ) => Sees::Preview,
            _ => Sees::Shared,
        }
    }

    /// Key of the text.
    pub fn key(self) -> &'static str {
        match self {
            Sees::Shared => "case-sees-shared",
            Sees::Preview => "case-sees-preview",
            Sees::Nothing => "case-sees-nothing",
        }
    }
}
