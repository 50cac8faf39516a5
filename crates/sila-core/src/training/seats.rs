//! Who gets a seat: each party has its own, so that neither can fill the course of the other.

use std::collections::BTreeMap;

use crate::ids::AgencyId;

/// Most seats of one course.
pub const SEATS_MAX: u16 = 1_000;

/// The seats of a course.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seats {
    /// Whose course it is.
    pub host: AgencyId,
    /// Seats in all.
    pub total: u16,
    /// Of them, those kept for each partner; the others are the host's.
    pub reserved: BTreeMap<AgencyId, u16>,
}

impl Seats {
    /// Whether the seats of the partners fit into those there are, and one is left for somebody.
    #[must_use]
    pub fn fit(&self) -> bool {
        let kept = self.reserved.values().fold(0_u32, |sum, n| sum.saturating_add(u32::from(*n)));
        (1..=SEATS_MAX).contains(&self.total)
            && kept <= u32::from(self.total)
            && !self.reserved.contains_key(&self.host)
    }

    /// How many seats this party has.
    #[must_use]
    pub fn of(&self, party: AgencyId) -> u16 {
        if party == self.host {
            let kept = self.reserved.values().fold(0_u16, |sum, n| sum.saturating_add(*n));
            return self.total.saturating_sub(kept);
        }
        self.reserved.get(&party).copied().unwrap_or(0)
    }

    /// Which of those who wait get a seat now, the first first. `taken` counts the seats that each party holds; `waiting` is
    /// in the order in which they came.
    #[must_use]
    pub fn promote<E: Copy>(
        &self,
        taken: &BTreeMap<AgencyId, u16>,
        waiting: &[(E, AgencyId)],
    ) -> Vec<E> {
        let mut taken = taken.clone();
        let mut given = Vec::new();
        for (one, party) in waiting {
            let held = taken.entry(*party).or_default();
            if *held < self.of(*party) {
                *held = held.saturating_add(1);
                given.push(*one);
            }
        }
        given
    }
}
