//! What was said about one obligation, as the entries that its rules read.

use super::annex::Duty;
use super::deed::{Act, Said};
use crate::ids::AgencyId;
use crate::obligation::{self, Entry, Party, Terms};
use crate::time::Millis;

/// What was said, as entries in their order; what has no place is left out.
pub(super) fn lived(terms: Terms, deeds: &[&Said], duty: &Duty) -> obligation::Instance {
    let mut entries: Vec<Entry> = deeds.iter().flat_map(|said| entries(said, duty)).collect();
    entries.sort_by_key(|entry| entry.at);
    let mut life = obligation::Instance::new(terms);
    for entry in entries {
        life = life.clone().with(entry).unwrap_or(life);
    }
    life
}

fn entries(said: &Said, duty: &Duty) -> Vec<Entry> {
    let own = entry(said.deed.act, said.by, duty, said.at);
    let answer = said.confirmed().or_else(|| said.returned());
    let theirs = answer.and_then(|answer| {
        let act = match (said.deed.act, answer.confirms) {
            (Act::Fulfil, true) => obligation::Act::Accept,
            (Act::Fulfil, false) => obligation::Act::Return,
            (Act::Waive, true) => obligation::Act::Waive,
            _ => return None,
        };
        let at = answer.at.max(said.at);
        Some(Entry { by: side(answer.by, duty)?, act, at })
    });
    own.into_iter().chain(theirs).collect()
}

pub(super) fn entry(act: Act, by: AgencyId, duty: &Duty, at: Millis) -> Option<Entry> {
    let act = match act {
        Act::Fulfil => obligation::Act::Submit,
        Act::Waive => obligation::Act::Waive,
        Act::Breach => obligation::Act::DeclareBreach,
        Act::Cure => obligation::Act::Cure,
        _ => return None,
    };
    Some(Entry { by: side(by, duty)?, act, at })
}

fn side(party: AgencyId, duty: &Duty) -> Option<Party> {
    match party {
        party if party == duty.obligor => Some(Party::Obligor),
        party if party == duty.obligee => Some(Party::Obligee),
        _ => None,
    }
}
