//! What agencies offer beside each other, and what each lacks.

use std::collections::{BTreeMap, BTreeSet};

use crate::codes::Service;
use crate::ids::AgencyId;

/// A kind of service, and who offers it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gap {
    /// The kind.
    pub service: Service,
    /// Who offers it.
    pub by: BTreeSet<AgencyId>,
}

impl Gap {
    /// The one agency that offers it alone.
    pub fn only(&self) -> Option<AgencyId> {
        if self.by.len() == 1 { self.by.first().copied() } else { None }
    }

    /// Whether this agency lacks what another has.
    pub fn is_lacked_by(&self, agency: AgencyId) -> bool {
        !self.by.is_empty() && !self.by.contains(&agency)
    }
}

/// Every kind of service that is given to people, with who offers it. Transfer and information are acts between agencies
/// and are not counted.
pub fn gaps(offers: impl IntoIterator<Item = (AgencyId, Service)>) -> Vec<Gap> {
    let given = |one: &&Service| !matches!(one, Service::Transfer | Service::Information);
    let mut by: BTreeMap<Service, BTreeSet<AgencyId>> =
        Service::ALL.iter().filter(given).map(|one| (*one, BTreeSet::new())).collect();
    for (agency, service) in offers {
        if let Some(who) = by.get_mut(&service) {
            who.insert(agency);
        }
    }
    by.into_iter().map(|(service, by)| Gap { service, by }).collect()
}
