//! Consensus that asks every kind of partner: the share of support within each kind, and the lowest of these shares.
//!
//! Where many people of one kind and few of another sit in a hall, the number of all who support something says what the many
//! think. The lowest share says how far even the kind that likes it least goes along. A kind with fewer than [`PEOPLE_MIN`] people in
//! the room is left out: its share would tell what single people think. And since the number of all supporters is known too,
//! what is left out together is never so few: otherwise another kind is withheld with it, so that nobody works it out by
//! subtraction.

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
    /// The share of each kind that is told, in percent.
    pub shares: BTreeMap<K, u32>,
    /// The kinds with too few people.
    pub few: Vec<K>,
    /// The kind with enough people that is withheld so that the few cannot be worked out from the sum of all.
    pub withheld: Option<K>,
}

impl<K: Ord + Clone> Consensus<K> {
    /// Of what is known of every kind, and of `others`, the people in the room who belong to none. What is left out depends on
    /// who is in the room alone, so that it is the same for everything that they support.
    pub fn of(kinds: &BTreeMap<K, Support>, others: u32) -> Self {
        let (enough, few): (Vec<_>, Vec<_>) =
            kinds.iter().partition(|(_, support)| support.people >= PEOPLE_MIN);
        let hidden = few.iter().fold(others, |sum, (_, one)| sum.saturating_add(one.people));
        let alone = (1..PEOPLE_MIN).contains(&hidden);
        let least = enough.iter().min_by_key(|(kind, support)| (support.people, *kind));
        let withheld = least.filter(|_| alone).map(|(kind, _)| (*kind).clone());
        let told = enough.iter().filter(|(kind, _)| Some(*kind) != withheld.as_ref());
        let share = |(kind, support): &(&K, &Support)| Some(((*kind).clone(), support.percent()?));
        Self {
            shares: told.filter_map(share).collect(),
            few: few.into_iter().map(|(kind, _)| kind.clone()).collect(),
            withheld,
        }
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
        with(kinds, 0)
    }

    fn with(kinds: &[(&'static str, u32, u32)], others: u32) -> Consensus<&'static str> {
        let one = |(kind, people, supporters): &(&'static str, u32, u32)| {
            (*kind, Support { people: *people, supporters: *supporters })
        };
        Consensus::of(&kinds.iter().map(one).collect(), others)
    }

    #[test]
    fn the_kind_that_likes_it_least_says_how_far_all_go_along() {
        // 44 of 60 support it; of the associations one in five.
        let many = of(&[("federal", 40, 40), ("association", 20, 4)]);
        assert_eq!(many.lowest(), Some((&"association", 20)));
        assert_eq!(many.withheld, None, "nobody is left out, so nothing is withheld");
        let all = of(&[("federal", 40, 32), ("association", 20, 16)]);
        assert_eq!(all.lowest().map(|(_, share)| share), Some(80));
    }

    #[test]
    fn fewer_than_five_people_of_a_kind_are_not_told_apart() {
        let few =
            of(&[("federal", 9, 9), ("private", 4, 0), ("association", 5, 5), ("local", 7, 7)]);
        assert_eq!(few.few, ["private"]);
        assert_eq!(few.lowest().map(|(_, share)| share), Some(100));
        assert_eq!(of(&[("federal", 9, 9), ("private", 4, 0)]).lowest(), None, "one kind alone");
        assert_eq!(Support { people: 4, supporters: 4 }.percent(), None);
        assert_eq!(Support { people: 5, supporters: 9 }.percent(), Some(100));
    }

    /// Whoever knows how many support it in all takes the told kinds off: what is left is never of fewer than five people.
    #[test]
    fn the_number_of_a_small_kind_cannot_be_had_by_subtraction() {
        let kinds = [("federal", 9, 9), ("private", 4, 1), ("association", 5, 5), ("local", 7, 7)];
        let one = of(&kinds);
        assert_eq!((one.few.clone(), one.withheld), (vec!["private"], Some("association")));
        assert_eq!(one.shares.keys().copied().collect::<Vec<_>>(), ["federal", "local"]);
        // Two small kinds hide each other, and so do people of no known kind.
        assert_eq!(of(&[("a", 3, 1), ("b", 2, 1), ("c", 9, 3)]).withheld, None);
        assert_eq!(with(&kinds, 1).withheld, None);
        assert_eq!(
            with(&[("a", 6, 1), ("b", 9, 1)], 4).withheld,
            Some("a"),
            "nor single strangers"
        );
        // Whatever is in the room: what is not told is of nobody, or of five people or more, or there is nothing told at all.
        for small in 0..7_u32 {
            for second in 0..7 {
                for others in 0..7 {
                    let room = [("a", small, 0), ("b", second, 0), ("c", 5, 0), ("d", 8, 0)];
                    let one = with(&room, others);
                    let told: u32 = one
                        .shares
                        .keys()
                        .map(|kind| room.iter().find(|r| r.0 == *kind).unwrap().1)
                        .sum();
                    let hidden = small + second + 5 + 8 + others - told;
                    assert!(hidden == 0 || hidden >= PEOPLE_MIN, "{small} {second} {others}");
                }
            }
        }
    }
}
