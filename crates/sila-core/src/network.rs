//! The network of partners as facts draw it: who is tied to whom by agreements in force, initiatives that run and referrals, and four
//! figures of it. Nothing is asked of anybody and nothing is estimated.
//!
//! With `n` members and `m` pairs that have at least one tie:
//! - density: `m / (n(n-1)/2)`;
//! - reciprocity: of the pairs with a tie that has a direction (who leads, who refers), the share with one in each direction;
//! - centralisation (by degree): `Σ(d_max − d_i) / ((n−1)(n−2))`, where `d_i` is with how many members one is tied;
//! - isolates: members without a tie.

use std::collections::{BTreeMap, BTreeSet};

use crate::ids::AgencyId;

/// What ties two members.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// An agreement in force; it has no direction.
    Agreement,
    /// An initiative that runs, from whoever leads it.
    Initiative,
    /// Referrals, from whoever refers; only where they are enough to be told.
    Referral,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 3] = [Self::Agreement, Self::Initiative, Self::Referral];

    /// The key of texts.
    pub fn code(self) -> &'static str {
        match self {
            Self::Agreement => "AGREEMENT",
            Self::Initiative => "INITIATIVE",
            Self::Referral => "REFERRAL",
        }
    }

    /// Whether it goes one way.
    pub fn has_direction(self) -> bool {
        self != Self::Agreement
    }
}

/// One tie.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Tie {
    /// Who leads or refers.
    pub from: AgencyId,
    /// With or to whom.
    pub to: AgencyId,
    /// What it is.
    pub kind: Kind,
}

/// Members and their ties.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Network {
    members: BTreeSet<AgencyId>,
    ties: BTreeMap<Tie, u32>,
}

/// What a network comes to; shares in thousandths.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Figures {
    /// Members.
    pub members: usize,
    /// Pairs with at least one tie.
    pub pairs: usize,
    /// Of all pairs; nothing of fewer than two members.
    pub density: Option<u32>,
    /// Of the pairs with a direction; nothing where none has one.
    pub reciprocity: Option<u32>,
    /// Nothing of fewer than three members.
    pub centralisation: Option<u32>,
    /// Members without a tie.
    pub isolates: BTreeSet<AgencyId>,
}

/// A share of the whole in thousandths, rounded down.
fn permille(part: usize, whole: usize) -> Option<u32> {
    let of = part.checked_mul(1_000)?.checked_div(whole)?;
    u32::try_from(of).ok()
}

impl Network {
    /// A network of these members without ties.
    pub fn new(members: impl IntoIterator<Item = AgencyId>) -> Self {
        Self { members: members.into_iter().collect(), ties: BTreeMap::new() }
    }

    /// Adds so many facts that tie two members. A tie without direction is one whoever is named first; one of a member with itself is
    /// none.
    pub fn tie(&mut self, from: AgencyId, to: AgencyId, kind: Kind, count: u32) {
        if from == to || count == 0 {
            return;
        }
        let turn = !kind.has_direction() && to < from;
        let (from, to) = if turn { (to, from) } else { (from, to) };
        self.members.extend([from, to]);
        let held = self.ties.entry(Tie { from, to, kind }).or_default();
        *held = held.saturating_add(count);
    }

    /// The members.
    pub fn members(&self) -> impl Iterator<Item = AgencyId> + '_ {
        self.members.iter().copied()
    }

    /// The ties, each with how many facts it rests on.
    pub fn ties(&self) -> impl Iterator<Item = (Tie, u32)> + '_ {
        self.ties.iter().map(|(tie, count)| (*tie, *count))
    }

    /// With how many others each member is tied.
    pub fn degrees(&self) -> BTreeMap<AgencyId, usize> {
        let mut all: BTreeMap<AgencyId, usize> =
            self.members.iter().map(|member| (*member, 0)).collect();
        for (one, other) in self.pairs() {
            for member in [one, other] {
                all.entry(member).and_modify(|degree| *degree = degree.saturating_add(1));
            }
        }
        all
    }

    fn pairs(&self) -> BTreeSet<(AgencyId, AgencyId)> {
        let pair = |tie: &Tie| (tie.from.min(tie.to), tie.from.max(tie.to));
        self.ties.keys().map(pair).collect()
    }

    /// What it comes to.
    pub fn figures(&self) -> Figures {
        let (n, pairs, degrees) = (self.members.len(), self.pairs(), self.degrees());
        let all = n.saturating_mul(n.saturating_sub(1)) / 2;
        let ways: BTreeSet<(AgencyId, AgencyId)> = self
            .ties
            .keys()
            .filter(|tie| tie.kind.has_direction())
            .map(|tie| (tie.from, tie.to))
            .collect();
        let led: BTreeSet<_> = ways.iter().map(|(a, b)| (*a.min(b), *a.max(b))).collect();
        let both = led.iter().filter(|(a, b)| ways.contains(&(*a, *b)) && ways.contains(&(*b, *a)));
        let most = degrees.values().max().copied().unwrap_or(0);
        let spread = degrees.values().map(|degree| most.saturating_sub(*degree)).sum();
        let ideal = n.saturating_sub(1).saturating_mul(n.saturating_sub(2));
        Figures {
            members: n,
            pairs: pairs.len(),
            density: permille(pairs.len(), all),
            reciprocity: permille(both.count(), led.len()),
            centralisation: permille(spread, ideal),
            isolates: degrees.iter().filter(|(_, d)| **d == 0).map(|(id, _)| *id).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(n: u8) -> AgencyId {
        AgencyId([n; 32])
    }

    /// Five members: 1–2 agree, 1→2 and 2→1 refer, 1→3 leads, 3–4 agree, 5 stands alone. By hand: 3 pairs of 10; of the two pairs with
    /// a direction one goes both ways; degrees 2, 1, 2, 1, 0, so the spread is 0+1+0+1+2 = 4 of 12.
    fn golden() -> Network {
        let mut network = Network::new((1..=5).map(id));
        network.tie(id(2), id(1), Kind::Agreement, 1);
        network.tie(id(1), id(2), Kind::Agreement, 1);
        network.tie(id(1), id(2), Kind::Referral, 15);
        network.tie(id(2), id(1), Kind::Referral, 5);
        network.tie(id(1), id(3), Kind::Initiative, 2);
        network.tie(id(4), id(3), Kind::Agreement, 1);
        network.tie(id(5), id(5), Kind::Agreement, 1);
        network
    }

    #[test]
    fn the_figures_of_a_network_are_those_worked_out_by_hand() {
        let network = golden();
        let expected = Figures {
            members: 5,
            pairs: 3,
            density: Some(300),
            reciprocity: Some(500),
            centralisation: Some(333),
            isolates: BTreeSet::from([id(5)]),
        };
        assert_eq!(network.figures(), expected);
        assert_eq!(network.ties().count(), 5, "an agreement is one tie whoever is named first");
        let both = Tie { from: id(1), to: id(2), kind: Kind::Agreement };
        assert!(network.ties().any(|one| one == (both, 2)));
    }

    #[test]
    fn a_star_is_central_and_what_has_no_ties_or_members_says_nothing() {
        let mut star = Network::new((1..=4).map(id));
        (2..=4).for_each(|n| star.tie(id(1), id(n), Kind::Agreement, 1));
        let figures = star.figures();
        assert_eq!((figures.centralisation, figures.density), (Some(1_000), Some(500)));
        assert_eq!(figures.reciprocity, None, "no tie has a direction");
        let none = Network::default().figures();
        assert_eq!((none.density, none.centralisation, none.members), (None, None, 0));
        let pair = Network::new([id(1), id(2)]).figures();
        assert_eq!((pair.density, pair.isolates.len()), (Some(0), 2));
    }
}
