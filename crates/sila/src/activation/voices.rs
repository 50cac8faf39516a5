//! What each party of an agreement has brought in beside initiatives, as the balance index counts it: proposals to which the
//! other agreed, and ideas of its people that the other took up in a room of its own. What an agency takes up of itself is no
//! voice in the partnership. Both nodes hold the same moves and the same answers, and so count the same; what became an
//! initiative counts as that and not twice.

use sila_core::agreement::Agreement;
use sila_core::indices::{Deed, Evidence, Voice};
use sila_core::{AgencyId, Millis, RecordId};
use uuid::Uuid;

use super::ledger::name;
use crate::db::{DbError, Tx};
use crate::ideas::answers;
use crate::proposals;

/// Which kind of fact it is, for its identifier.
const PROPOSAL: u8 = 6;
const IDEA: u8 = 7;

/// Something that a party brought in, and what became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Brought {
    /// The fact.
    pub voice: Voice,
    /// Initiatives that it became: where one of them is agreed, that counts instead.
    pub became: Vec<RecordId>,
}

fn brought(
    (kind, id): (u8, Uuid),
    (by, taken_by): (AgencyId, AgencyId),
    at: Millis,
    became: impl IntoIterator<Item = Uuid>,
) -> Brought {
    let evidence = Evidence::Confirmed { by: taken_by };
    let deed = Deed { by, happened_at: at, recorded_at: at, evidence };
    let voice = Voice { id: name((RecordId(id), kind, 0, 0)), deed };
    Brought { voice, became: became.into_iter().map(RecordId).collect() }
}

/// What the two parties of an agreement have brought in until `now`. Of more than two parties nobody knows all that the others
/// proposed to each other: nothing is counted there.
pub(super) fn within(
    tx: &mut dyn Tx,
    agreement: &Agreement,
    me: AgencyId,
    now: Millis,
) -> Result<Vec<Brought>, DbError> {
    let parties: Vec<AgencyId> = agreement.parties.iter().map(|party| party.agency).collect();
    let [one, two] = parties.as_slice() else { return Ok(Vec::new()) };
    let other = if *one == me { *two } else { *one };
    let mut all = Vec::new();
    for agreed in proposals::agreed_with(tx, other, now)? {
        let who = (agreed.by, agreed.desk);
        all.push(brought((PROPOSAL, agreed.id), who, agreed.at, agreed.became));
    }
    for taken in answers::store::taken_up(tx, (*one, *two), now)? {
        let became = answers::store::turned_of(tx, taken.idea)?.into_iter();
        let became = became.filter(|one| one.kind == answers::INITIATIVE).map(|one| one.target);
        all.push(brought((IDEA, taken.idea.0), (taken.by, taken.taken_by), taken.at, became));
    }
    Ok(all)
}
