//! Which kind of partner everybody in a room belongs to, and how far each kind goes along with an idea.

use std::collections::BTreeMap;

use sila_core::AgencyId;
use sila_core::consensus::{Consensus, Support};

use super::store::ByAgency;
use crate::app::App;
use crate::partners;
use crate::problem::Problem;
use crate::web::Cx;

/// A kind of partner: the code of its class in the directory, or `HOST` for whoever works here.
pub type Kind = String;
/// Who works at this agency.
pub const HOST: &str = "HOST";
/// An agency with a node of its own that is not in the directory.
const LINKED: &str = "LINKED";

/// The kind of every agency that is known here, and how many people of each kind are in a room.
#[derive(Debug, Default)]
pub struct Kinds {
    of: BTreeMap<AgencyId, Kind>,
    people: BTreeMap<Kind, u32>,
    /// How many people in the room belong to no kind.
    others: u32,
}

impl Kinds {
    /// Of the people in a room. Whoever speaks for an entity that is not known here belongs to no kind.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn read(app: &App, people: &ByAgency) -> Result<Kinds, Problem> {
        let listed = app.store.read(partners::store::all).await?;
        let mut kinds = Kinds::default();
        for agency in people.keys().flatten() {
            let found = listed.iter().find(|one| one.id == *agency);
            let kind = match found {
                Some(partner) => partner.sector.code(),
                None if *agency == app.node.id => HOST,
                None => LINKED,
            };
            kinds.of.insert(*agency, kind.to_owned());
        }
        kinds.people = kinds.by_kind(people);
        let sum = |all: &mut dyn Iterator<Item = &u32>| all.copied().fold(0, u32::saturating_add);
        let known = sum(&mut kinds.people.values());
        kinds.others = sum(&mut people.values()).saturating_sub(known);
        Ok(kinds)
    }

    fn by_kind(&self, people: &ByAgency) -> BTreeMap<Kind, u32> {
        let mut all: BTreeMap<Kind, u32> = BTreeMap::new();
        for (agency, n) in people {
            if let Some(kind) = agency.and_then(|agency| self.of.get(&agency)) {
                let slot = all.entry(kind.clone()).or_default();
                *slot = slot.saturating_add(*n);
            }
        }
        all
    }

    /// How far the kinds go along with something that these people support.
    pub fn consensus(&self, supporters: &ByAgency) -> Consensus<Kind> {
        let supporters = self.by_kind(supporters);
        let one = |(kind, people): (&Kind, &u32)| {
            let supporters = supporters.get(kind).copied().unwrap_or(0);
            (kind.clone(), Support { people: *people, supporters })
        };
        Consensus::of(&self.people.iter().map(one).collect(), self.others)
    }

    /// Whether at least two kinds can be told apart at all.
    pub fn tell(&self) -> bool {
        self.consensus(&ByAgency::default()).lowest().is_some()
    }
}

/// What a kind is called.
pub fn word(cx: &Cx, kind: &str) -> String {
    match kind {
        HOST | LINKED => cx.code("idea-kind-of", kind),
        _ => cx.code("partner-class", kind),
    }
}
