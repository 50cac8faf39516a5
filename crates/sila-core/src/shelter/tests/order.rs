//! The proposed place against every other one, counted out by hand: no set of rooms of either agency is better by the
//! stated criteria.

use super::*;
use proptest::prelude::*;

/// Every set of at most four rooms of one wing of one home in which they all find a bed and none can be left out.
fn sets(need: &Need, rooms: &[Room]) -> Vec<Vec<Room>> {
    let people = need.people.len();
    let usable = |room: &&Room| !matches!(room.takes(need), Fit::No(_)) && room.space() > 0;
    let rooms: Vec<&Room> = rooms.iter().filter(usable).collect();
    let mut found = Vec::new();
    for bits in 1_u32..(1 << rooms.len()) {
        let set: Vec<Room> =
            (0..rooms.len()).filter(|n| bits & (1 << n) != 0).map(|n| rooms[n].clone()).collect();
        let space: usize = set.iter().map(Room::space).sum();
        let one =
            |room: &Room| (room.home, room.wing.clone()) == (set[0].home, set[0].wing.clone());
        let spare = set.iter().any(|room| space - room.space() >= people);
        if set.len() <= ROOMS_MAX && space >= people && set.iter().all(one) && !spare {
            found.push(set);
        }
    }
    found
}

/// The criteria once more, one by one, as a table of worse and better.
fn worth(need: &Need, set: &[Room]) -> [usize; 6] {
    let doubtful = usize::from(set.iter().any(|room| room.takes(need) == Fit::Doubtful));
    let far = set.iter().map(|room| match room.distance(need) {
        Some(Distance::Beyond) => 0,
        Some(Distance::Emirate) => 1,
        _ => 2,
    });
    let unlike = set.iter().any(|room| room.whole != (need.people.len() > 1));
    let beds: usize = set.iter().filter(|room| room.whole).map(|room| room.free.len()).sum();
    let shared: usize = set.iter().filter(|room| !room.whole).map(Room::space).sum();
    let unused = (beds + shared.min(need.people.len().saturating_sub(beds)))
        .saturating_sub(need.people.len());
    let special = set.iter().flat_map(|room| &room.features);
    let special = special.filter(|one| !need.features.contains(one)).count();
    [
        doubtful,
        far.max().unwrap_or(2),
        usize::from(set.len() > 1),
        usize::from(unlike),
        (unused + special).min(2),
        usize::from(set.iter().any(|room| !room.confirmed)),
    ]
}

fn shown(grade: &Grade) -> [usize; 6] {
    let waste = Waste::ALL.iter().position(|one| *one == grade.waste).unwrap();
    let far = Distance::ALL.iter().position(|one| *one == grade.distance).unwrap();
    [
        usize::from(grade.doubtful),
        far,
        usize::from(grade.apart),
        usize::from(grade.unlike),
        waste,
        usize::from(grade.stale),
    ]
}

prop_compose! {
    fn rooms(agency: u128)(
        all in proptest::collection::vec((1_usize..5, 0_usize..5, any::<[bool; 4]>(), 0_u8..3, 0_u8..2), 0..6)
    ) -> Vec<Room> {
        let one = |(nth, (beds, taken, [whole, step_free, confirmed, wing], who, place)): (usize, (usize, usize, [bool; 4], u8, u8))| {
            let mut made = room(agency * 1_000 + u128::try_from(nth).unwrap() + 1, beds);
            made.home = Uuid::from_u128(agency * 10 + u128::from(place));
            made.wing = if wing { "A" } else { "B" }.to_owned();
            made.free.truncate(beds.saturating_sub(taken));
            made.whole = whole;
            made.confirmed = confirmed;
            made.features = if step_free { vec![Feature::StepFree] } else { Vec::new() };
            made.area = [area("AE-SH-SHJ"), area("AE-DU-DXB"), None][usize::from(who)];
            if who == 2 {
                made.takes = Takes { male: None, with_adult: false, ..WOMEN };
            }
            made
        };
        all.into_iter().enumerate().map(one).collect()
    }
}

prop_compose! {
    fn needs()(
        children in proptest::collection::vec((0_usize..3, 0_usize..3), 0..5),
        step_free in any::<bool>(),
        danger in 0_usize..3,
    ) -> Need {
        let sexes = [Sex::Female, Sex::Male, Sex::Unknown];
        let ages = [AgeBand::Under6, AgeBand::From6, AgeBand::From13];
        let mut people = vec![woman()];
        people.extend(children.into_iter().map(|(sex, age)| child(sexes[sex], ages[age])));
        Need {
            people,
            features: if step_free { vec![Feature::StepFree] } else { Vec::new() },
            away_from: [None, area("AE-SH-KFK"), area("AE-DU")][danger],
        }
    }
}

/// Three people in a shared room that is named first and a family room of two: the family room fills first.
#[test]
fn a_family_room_is_filled_before_a_shared_one() {
    let (shared, mut family) = (room(1, 2), room(2, 2));
    family.whole = true;
    let girl = || child(Sex::Female, AgeBand::Under6);
    let need =
        Need { people: vec![woman(), girl(), girl()], features: Vec::new(), away_from: None };
    let found = propose(&need, &[shared, family]);
    assert_eq!(found[0].grade.waste, Waste::None);
    let beds: usize = found[0].rooms.iter().map(|(_, beds)| beds.len()).sum();
    assert_eq!(beds, 3);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    /// B09: given both agencies' places, the proposed place is optimal by the stated criteria.
    #[test]
    fn contract_b09_the_proposed_place_is_the_best_of_both_agencies(
        need in needs(), here in rooms(1), there in rooms(2)
    ) {
        let of = |rooms: &[Room]| sets(&need, rooms).iter().map(|set| worth(&need, set)).min();
        let (ours, theirs) = (propose(&need, &here), propose(&need, &there));
        for (rooms, found) in [(&here, &ours), (&there, &theirs)] {
            prop_assert_eq!(found.first().map(|one| shown(&one.grade)), of(rooms));
            for one in found {
                let beds: usize = one.rooms.iter().map(|(_, beds)| beds.len()).sum();
                prop_assert!(beds >= need.people.len(), "everybody has a bed");
            }
        }
        let answers = [('h', Capacity::of(&ours)), ('t', Capacity::of(&theirs))];
        let optimum = match (of(&here), of(&there)) {
            (None, None) => None,
            (Some(here), Some(there)) => Some(if there < here { 't' } else { 'h' }),
            (here, _) => Some(if here.is_some() { 'h' } else { 't' }),
        };
        prop_assert_eq!(best(&answers), optimum);
    }
}
