//! Who waits for a place, in which order, and who would lose what if somebody were taken past the others.

use super::{Need, Proposal, Room, propose};
use crate::codes::{Risk, Urgency};
use crate::time::Millis;
use std::cmp::Ordering;
use uuid::Uuid;

/// The place of somebody in a waiting list. The first difference decides: urgency, then risk, then whether a partner referred
/// them under an agreement that puts them before somebody at equal risk who came by themselves, then how long they have waited.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rank {
    /// How urgent.
    pub urgency: Urgency,
    /// How dangerous it is for them.
    pub risk: Risk,
    /// A linked agency referred them, and the agreement between both says that this counts.
    pub linked: bool,
    /// Since when they wait.
    pub since: Millis,
}

/// What decided between two who wait.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Precedence {
    /// More urgent.
    Urgency,
    /// In more danger.
    Risk,
    /// Referred by a linked agency under an agreement that says so, at equal risk.
    Linked,
    /// Waiting longer.
    Waiting,
}

impl Precedence {
    /// Every rule in its order.
    pub const ALL: [Self; 4] = [Self::Urgency, Self::Risk, Self::Linked, Self::Waiting];

    /// The stable key of its text.
    pub fn code(self) -> &'static str {
        match self {
            Self::Urgency => "URGENCY",
            Self::Risk => "RISK",
            Self::Linked => "LINKED",
            Self::Waiting => "WAITING",
        }
    }
}

impl Rank {
    /// Whether they come before the other, by which rule; nothing between equals and where the other comes first.
    pub fn before(&self, other: &Self) -> Option<Precedence> {
        let rules = [
            (Precedence::Urgency, self.urgency.cmp(&other.urgency)),
            (Precedence::Risk, other.risk.cmp(&self.risk)),
            (Precedence::Linked, other.linked.cmp(&self.linked)),
            (Precedence::Waiting, self.since.cmp(&other.since)),
        ];
        let first = rules.iter().find(|(_, order)| order.is_ne());
        first.filter(|(_, order)| order.is_lt()).map(|(rule, _)| *rule)
    }
}

impl Ord for Rank {
    fn cmp(&self, other: &Self) -> Ordering {
        match (self.before(other), other.before(self)) {
            (Some(_), _) => Ordering::Less,
            (_, Some(_)) => Ordering::Greater,
            _ => Ordering::Equal,
        }
    }
}

impl PartialOrd for Rank {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// The place that each of them gets now, the first in line first; nothing for whom none is left.
pub fn allot(line: &[&Need], rooms: &[Room]) -> Vec<Option<Proposal>> {
    let mut left = rooms.to_vec();
    let mut one = |need: &&Need| {
        let found = propose(need, &left).into_iter().next();
        found.inspect(|place| left = without(&left, place))
    };
    line.iter().map(&mut one).collect()
}

/// The first of those in `line` who would have a place now and would have none if this one were given away: its number
/// in the line. Nobody is passed over by a place that none of them could have.
pub fn passed_over(line: &[&Need], rooms: &[Room], place: &Proposal) -> Option<usize> {
    let now = allot(line, rooms);
    let then = allot(line, &without(rooms, place));
    now.iter().zip(&then).position(|(now, then)| now.is_some() && then.is_none())
}

/// The rooms without the beds of this place.
fn without(rooms: &[Room], place: &Proposal) -> Vec<Room> {
    let taken = |bed: &Uuid| place.rooms.iter().any(|(_, beds)| beds.contains(bed));
    let mut left = rooms.to_vec();
    left.iter_mut().for_each(|room| room.free.retain(|bed| !taken(bed)));
    left
}
