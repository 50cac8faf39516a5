//! The ladder of measures: a notice, a warning, a fine, a suspension, the closure. One rung at a time, unless somebody is in danger.

use super::Office;
use crate::codes::code_list;

/// Measures that are older, in months, no longer count for the next rung.
pub const MEMORY_MONTHS: i64 = 24;

code_list! {
    /// A measure after a violation.
    Rung, "licence_rung" {
        Notice = "NOTICE": "It is to be put right.",
        Warning = "WARNING": "A warning.",
        Fine = "FINE": "A fine.",
        Suspension = "SUSPENSION": "The licence is suspended.",
        Closure = "CLOSURE": "The licence is taken away and the place is closed.",
    }
}

impl Rung {
    /// Who may take it: an officer says what is wrong, everything harder is decided by the committee.
    pub fn office(self) -> Office {
        match self {
            Self::Notice | Self::Warning => Office::Officer,
            Self::Fine | Self::Suspension | Self::Closure => Office::Committee,
        }
    }
}

/// The measures that may be taken after these, of which grievances have undone none: any up to the one above the hardest. Where people are
/// in danger, suspension and closure may be taken at once.
pub fn allowed(before: &[Rung], danger: bool) -> Vec<Rung> {
    let reached = before.iter().max();
    let next = reached.map_or(Some(&Rung::Notice), |hardest| {
        Rung::ALL.iter().find(|rung| *rung > hardest).or(Some(&Rung::Closure))
    });
    let open = |rung: &&Rung| next.is_some_and(|next| *rung <= next);
    let at_once = |rung: &&Rung| danger && **rung >= Rung::Suspension;
    Rung::ALL.iter().filter(|rung| open(rung) || at_once(rung)).copied().collect()
}
