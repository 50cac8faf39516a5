//! Consensus that asks every kind of partner: the share of support within each kind, and the lowest of these shares.
//!
//! Where many people of one kind and few of another sit in a hall, the number of all who support something says what the many
//! think. The lowest share says how far even the kind that likes it least goes along. A kind with fewer than [`PEOPLE_MIN`] people in
//! the room is left out: its share would tell what single people think.

use std::collections::BTreeMap;

/// Fewer people of a kind than these are never told apart.
pub const PEOPLE_MIN: u32 = 5;

/// People of one kind in a room, and how many of them support something.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Support {
    /// In the room.
    pub people: u32,
    /// Of them, those who support it.
    pub supporters: u32,
}

impl Support {
    /// Supporters of a hundred, rounded down; none where there are too few people to say so.
    pub fn percent(self) -> Option<u32> {
        let enough = self.people >= PEOPLE_MIN;
        let share = self.supporters.min(self.people).saturating_mul(100).checked_div(self.people);
        share.filter(|_| enough)
    }
}

/// How far all kinds go along.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Consensus<K> {
    /// The share of each kind with enough people, in percent.
    pub shares: BTreeMap<K, u32>,
    /// The kinds with too few.
    pub few: Vec<K>,
}

impl<K: Ord + Clone> Consensus<K> {
    /// Of what is known of every kind.
    pub fn of(kinds: &BTreeMap<K, Support>) -> Self {
        let mut all = Self { shares: BTreeMap::new(), few: Vec::new() };
        for (kind, support) in kinds {
            match support.percent() {
                Some(share) => {
                    all.shares.insert(kind.clone(), share);
                }
                None => all.few.push(kind.clone()),
            }
        }
        all
    }

    /// The lowest share, and the kind that has it; none unless two kinds can be told apart.
    pub fn lowest(&self) -> Option<(&K, u32)> {
        let lowest = self.shares.iter().min_by_key(|(_, share)| **share);
        lowest.filter(|_| self.shares.len() > 1).map(|(kind, share)| (kind, *share))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(kinds: &[(&'static str, u32, u32)]) -> Consensus<&'static str> {
        let one = |(kind, people, supporters): &(&'static str, u32, u32)| {
            (*kind, Support { people: *people, supporters: *supporters })
        };
        Consensus::of(&kinds.iter().map(one).collect())
    }

    #[test]
    fn the_kind_that_likes_it_least_says_how_far_all_go_along() {
        // 44 of 60 support it; of the associations one in five.
        let many = of(&[("federal", 40, 40), ("association", 20, 4)]);
        assert_eq!(many.lowest(), Some((&"association", 20)));
        let all = of(&[("federal", 40, 32), ("association", 20, 16)]);
        assert_eq!(all.lowest().map(|(_, share)| share), Some(80));
    }

    #[test]
    fn fewer_than_five_people_of_a_kind_are_not_told_apart() {
        let few = of(&[("federal", 9, 9), ("private", 4, 0), ("association", 5, 5)]);
        assert_eq!(few.few, ["private"]);
        assert_eq!(few.lowest().map(|(_, share)| share), Some(100));
        assert_eq!(of(&[("federal", 9, 9), ("private", 4, 0)]).lowest(), None, "one kind alone");
        assert_eq!(Support { people: 4, supporters: 4 }.percent(), None);
        assert_eq!(Support { people: 5, supporters: 9 }.percent(), Some(100));
    }
}
