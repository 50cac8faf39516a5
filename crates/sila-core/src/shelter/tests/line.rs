//! The order of a waiting list, and that nobody is passed over unseen.

use super::{WOMEN, room};
use crate::codes::{Risk, Sex, Urgency};
use crate::person::AgeBand;
use crate::shelter::*;
use crate::time::Millis;
use proptest::prelude::*;

fn rank(urgency: Urgency, risk: Risk, linked: bool, since: i64) -> Rank {
    Rank { urgency, risk, linked, since: Millis(since) }
}

fn women(n: usize) -> Need {
    let one = Sleeper { sex: Sex::Female, age: AgeBand::From25 };
    Need { people: vec![one; n], features: Vec::new(), away_from: None }
}

#[test]
fn contract_b26_a_linked_referral_comes_before_a_walk_in_at_equal_risk_and_not_before_a_higher_one()
{
    use Urgency::{Emergency, Routine, Urgent};
    let walk_in = rank(Urgent, Risk::High, false, 1);
    for (other, rule) in [
        (rank(Urgent, Risk::High, true, 9), Some(Precedence::Linked)),
        (rank(Urgent, Risk::Imminent, false, 9), Some(Precedence::Risk)),
        (rank(Emergency, Risk::Low, false, 9), Some(Precedence::Urgency)),
        (rank(Urgent, Risk::High, false, 0), Some(Precedence::Waiting)),
        (rank(Urgent, Risk::Medium, true, 0), None),
        (rank(Routine, Risk::Imminent, true, 0), None),
        (walk_in, None),
    ] {
        assert_eq!(other.before(&walk_in), rule, "{other:?}");
        assert_eq!(other < walk_in, rule.is_some());
    }
}

#[test]
fn a_place_is_allotted_to_the_first_it_suits() {
    let (pair, single) = (women(2), women(1));
    let rooms = [room(1, 1), room(2, 2)];
    let given = allot(&[&pair, &single, &single], &rooms);
    let beds: Vec<_> = given.iter().map(|place| place.as_ref().map(|p| p.rooms[0].0)).collect();
    assert_eq!(beds, [Some(rooms[1].id), Some(rooms[0].id), None]);
}

#[test]
fn contract_a20_a_place_that_somebody_ahead_would_have_is_not_given_past_them_unseen() {
    let (pair, single) = (women(2), women(1));
    let rooms = [room(1, 1), room(2, 2)];
    let small = propose(&single, &rooms[..1]).remove(0);
    let large = propose(&pair, &rooms).remove(0);
    assert_eq!(passed_over(&[&pair], &rooms, &small), None, "they could not have it");
    assert_eq!(passed_over(&[&pair], &rooms, &large), Some(0));
    assert_eq!(passed_over(&[&single], &rooms, &large), None, "another place is left");
    assert_eq!(passed_over(&[&single, &single, &single], &rooms, &small), Some(2), "the last one");
    assert_eq!(passed_over(&[], &rooms, &large), None);
    let boys = Room { takes: Takes { female: None, ..WOMEN }, ..room(3, 1) };
    assert_eq!(passed_over(&[&single], &[boys], &small), None, "nobody in line may sleep there");
}

fn any_rank() -> impl Strategy<Value = Rank> {
    (0..3_usize, 0..4_usize, any::<bool>(), 0..3_i64).prop_map(|(urgency, risk, linked, since)| {
        rank(Urgency::ALL[urgency], Risk::ALL[risk], linked, since)
    })
}

proptest! {
    #[test]
    fn the_order_is_total_and_every_step_has_a_rule(ranks in proptest::collection::vec(any_rank(), 3)) {
        let mut line = ranks;
        line.sort();
        for pair in line.windows(2) {
            prop_assert!(pair[0] == pair[1] || pair[0].before(&pair[1]).is_some());
        }
        prop_assert!(line[2].before(&line[0]).is_none());
    }

    #[test]
    fn nobody_gets_a_bed_twice(sizes in proptest::collection::vec(1..4_usize, 1..6), needs in proptest::collection::vec(1..4_usize, 1..6)) {
        let rooms: Vec<Room> = (1_u128..).zip(&sizes).map(|(id, beds)| room(id, *beds)).collect();
        let needs: Vec<Need> = needs.into_iter().map(women).collect();
        let line: Vec<&Need> = needs.iter().collect();
        let mut beds: Vec<_> = allot(&line, &rooms).into_iter().flatten()
            .flat_map(|place| place.rooms.into_iter().flat_map(|(_, beds)| beds)).collect();
        let all = beds.len();
        beds.sort();
        beds.dedup();
        prop_assert_eq!(beds.len(), all);
        prop_assert!(all <= sizes.iter().sum());
    }
}
