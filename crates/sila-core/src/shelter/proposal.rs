//! Places that take somebody now, the best first, and why.

use super::{Distance, Fit, Need, No, Room};
use crate::codes::code_list;
use crate::wire::wire_type;
use minicbor::{Decode, Encode};
use std::collections::BTreeMap;
use uuid::Uuid;

/// The most rooms in which a household is placed.
pub const ROOMS_MAX: usize = 4;
/// The most rooms of one wing that are weighed together.
const WING_MAX: usize = 16;

code_list! {
    /// How much of a place is left unused that others may need.
    Waste, "shelter_waste" {
        None = "NONE": "Nothing.",
        Some = "SOME": "One bed, or one special thing.",
        Much = "MUCH": "More.",
    }
}

/// How good a place is: the first difference decides, smaller is better. It holds no count and names no home.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Encode, Decode)]
pub struct Grade {
    /// Somebody's exact age or sex may speak against it.
    #[n(0)]
    pub doubtful: bool,
    /// How far from the area to be avoided.
    #[n(1)]
    pub distance: Distance,
    /// The household would sleep in several rooms.
    #[n(2)]
    pub apart: bool,
    /// A household in a shared room, or a single person in a family room.
    #[n(3)]
    pub unlike: bool,
    /// What is left unused that others may need.
    #[n(4)]
    pub waste: Waste,
    /// Nobody has lately confirmed that it is free.
    #[n(5)]
    pub stale: bool,
}

/// A criterion of the order, from the most to the least important.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Criterion {
    /// Takes everybody for certain.
    Sure,
    /// As far as can be from danger.
    Far,
    /// All in one room.
    Together,
    /// A family in a family room, a single person in a shared one.
    Alike,
    /// Nothing left unused that others may need.
    Thrifty,
    /// Lately confirmed.
    Fresh,
}

impl Criterion {
    /// Every criterion in its order.
    pub const ALL: [Self; 6] =
        [Self::Sure, Self::Far, Self::Together, Self::Alike, Self::Thrifty, Self::Fresh];

    /// The stable key of its text.
    pub fn code(self) -> &'static str {
        match self {
            Self::Sure => "SURE",
            Self::Far => "FAR",
            Self::Together => "TOGETHER",
            Self::Alike => "ALIKE",
            Self::Thrifty => "THRIFTY",
            Self::Fresh => "FRESH",
        }
    }

    /// Whether a place of this grade meets it in full.
    pub fn is_met(self, grade: &Grade) -> bool {
        match self {
            Self::Sure => !grade.doubtful,
            Self::Far => grade.distance == Distance::Beyond,
            Self::Together => !grade.apart,
            Self::Alike => !grade.unlike,
            Self::Thrifty => grade.waste == Waste::None,
            Self::Fresh => !grade.stale,
        }
    }
}

/// Beds that take a household now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proposal {
    /// How good.
    pub grade: Grade,
    /// The home.
    pub home: Uuid,
    /// The rooms, with the beds that are taken in each.
    pub rooms: Vec<(Uuid, Vec<Uuid>)>,
}

/// What an agency answers when it is asked for a place: no count, no home.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
pub enum Capacity {
    /// There is a place now.
    #[n(0)]
    Yes(#[n(0)] Grade),
    /// There may be one: somebody's exact age or sex decides, or the rooms.
    #[n(1)]
    Likely(#[n(0)] Grade),
    /// There is none.
    #[n(2)]
    No,
}

wire_type!(Capacity, 256);

impl Capacity {
    /// The answer of whoever has these proposals.
    pub fn of(proposals: &[Proposal]) -> Self {
        match proposals.first().map(|first| first.grade) {
            None => Self::No,
            Some(grade) if grade.doubtful || grade.apart => Self::Likely(grade),
            Some(grade) => Self::Yes(grade),
        }
    }

    /// How good the place is; nothing when there is none.
    pub fn grade(&self) -> Option<Grade> {
        match self {
            Self::Yes(grade) | Self::Likely(grade) => Some(*grade),
            Self::No => None,
        }
    }

    /// The stable key of its text.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Yes(_) => "YES",
            Self::Likely(_) => "LIKELY",
            Self::No => "NO",
        }
    }
}

/// Whose place is best by the stated criteria, among agencies with their answers; between equals the one named first.
pub fn best<A: Copy>(answers: &[(A, Capacity)]) -> Option<A> {
    let graded = answers.iter().filter_map(|(who, answer)| Some((answer.grade()?, *who)));
    graded.min_by_key(|(grade, _)| *grade).map(|(_, who)| who)
}

/// Every place that takes them now, the best first. Why the others do not: [`Room::takes`], and [`No::Full`].
pub fn propose(need: &Need, rooms: &[Room]) -> Vec<Proposal> {
    let people = need.people.len();
    let fitting =
        || rooms.iter().filter(|room| !matches!(room.takes(need), Fit::No(_)) && room.space() > 0);
    let alone = fitting().filter(|room| room.space() >= people);
    let mut found: Vec<(Proposal, usize)> = alone.map(|room| of_rooms(need, &[room])).collect();
    let mut wings: BTreeMap<(Uuid, &str), Vec<&Room>> = BTreeMap::new();
    for room in fitting().filter(|room| room.space() < people) {
        wings.entry((room.home, room.wing.as_str())).or_default().push(room);
    }
    for rooms in wings.values() {
        let most = rooms.get(..WING_MAX).unwrap_or(rooms);
        found.extend(several(need, most));
    }
    found.sort_by_key(|(proposal, left)| (proposal.grade, *left, first(proposal)));
    found.into_iter().map(|(proposal, _)| proposal).collect()
}

/// The best set of rooms of one wing in which all of them find a bed, of at most [`ROOMS_MAX`] rooms.
fn several(need: &Need, rooms: &[&Room]) -> Option<(Proposal, usize)> {
    let people = need.people.len();
    let space = |set: &[&Room]| set.iter().map(|room| room.space()).sum::<usize>();
    let mut sets: Vec<(usize, Vec<&Room>)> = vec![(0, Vec::new())];
    let mut whole = Vec::new();
    for _ in 0..ROOMS_MAX {
        let mut longer = Vec::new();
        for (from, set) in &sets {
            for (nth, room) in rooms.iter().enumerate().skip(*from) {
                let set: Vec<&Room> = set.iter().copied().chain([*room]).collect();
                match space(&set) >= people {
                    true => whole.push(of_rooms(need, &set)),
                    false => longer.push((nth + 1, set)),
                }
            }
        }
        sets = longer;
    }
    whole.into_iter().min_by_key(|(proposal, left)| (proposal.grade, *left, first(proposal)))
}

fn first(proposal: &Proposal) -> Option<Uuid> {
    proposal.rooms.first().map(|(room, _)| *room)
}

/// A proposal of these rooms, and how much it leaves unused. Family rooms fill first: they are taken whole anyway.
fn of_rooms(need: &Need, rooms: &[&Room]) -> (Proposal, usize) {
    let mut rooms = rooms.to_vec();
    rooms.sort_by_key(|room| !room.whole);
    let mut left = need.people.len();
    let mut taken = Vec::with_capacity(rooms.len());
    let mut unused = 0;
    for room in &rooms {
        let here = room.space().min(left);
        // A family room is taken whole, also the beds in which nobody will sleep.
        let beds = if room.whole { room.free.len() } else { here };
        unused += beds.saturating_sub(here);
        unused += room.features.iter().filter(|one| !need.features.contains(one)).count();
        left = left.saturating_sub(here);
        taken.push((room.id, room.free.iter().take(beds).copied().collect()));
    }
    let family = need.people.len() > 1;
    let grade = Grade {
        doubtful: rooms.iter().any(|room| room.takes(need) == Fit::Doubtful),
        distance: rooms
            .iter()
            .filter_map(|room| room.distance(need))
            .max()
            .unwrap_or(Distance::Unknown),
        apart: rooms.len() > 1,
        unlike: rooms.iter().any(|room| room.whole != family),
        waste: match unused {
            0 => Waste::None,
            1 => Waste::Some,
            _ => Waste::Much,
        },
        stale: rooms.iter().any(|room| !room.confirmed),
    };
    let home = rooms.first().map_or(Uuid::nil(), |room| room.home);
    (Proposal { grade, home, rooms: taken }, unused)
}

/// Why nobody of them can be taken in this room now.
impl Room {
    /// The rule that says no, or that it is full; nothing when it takes them.
    pub fn refusal(&self, need: &Need) -> Option<No> {
        match self.takes(need) {
            Fit::No(no) => Some(no),
            _ if self.space() == 0 => Some(No::Full),
            _ => None,
        }
    }
}
