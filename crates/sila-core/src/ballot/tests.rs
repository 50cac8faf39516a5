//! Examples that can be counted by hand, and laws that hold for every ballot.

use super::*;
use proptest::collection::vec;
use proptest::prelude::*;

fn paper(method: Method, options: u8) -> Paper {
    Paper::new(method, options, 5).unwrap()
}

/// Ranked ballots: so many with this order.
fn ranked(options: u8, orders: &[(usize, &[u8])]) -> Vec<Ballot> {
    let ballot = |order: &[u8]| {
        let marks: Vec<(u8, u8)> = order.iter().copied().zip(1..).collect();
        Ballot::new(paper(Method::Ranked, options), &marks).unwrap()
    };
    orders.iter().flat_map(|(n, order)| std::iter::repeat_n(ballot(order), *n)).collect()
}

fn outcome(options: u8, orders: &[(usize, &[u8])]) -> (Outcome, Vec<Vec<u8>>) {
    let tally = count(paper(Method::Ranked, options), &ranked(options, orders), 100, 0).unwrap();
    (tally.outcome, tally.rounds.into_iter().map(|round| round.out).collect())
}

#[test]
fn an_impossible_ballot_cannot_be_made() {
    use BallotError::{Foreign, Mark, OverBudget, Sequence, Twice};
    type Case<'a> = (Method, &'a [(u8, u8)], Result<(), BallotError>);
    let cases: [Case<'_>; 17] = [
        (Method::Support, &[(1, 1), (3, 1)], Ok(())),
        (Method::Support, &[], Ok(())),
        (Method::Support, &[(1, 2)], Err(Mark)),
        (Method::Support, &[(4, 1)], Err(Foreign)),
        (Method::Support, &[(0, 1)], Err(Foreign)),
        (Method::Support, &[(1, 1), (1, 1)], Err(Twice)),
        (Method::Dots, &[(1, 3), (2, 2)], Ok(())),
        (Method::Dots, &[(1, 3), (2, 3)], Err(OverBudget)),
        (Method::Dots, &[(1, 0)], Err(Mark)),
        (Method::Score, &[(1, 0), (2, 5)], Ok(())),
        (Method::Score, &[(1, 6)], Err(Mark)),
        (Method::Consent, &[(1, 3)], Ok(())),
        (Method::Consent, &[(1, 4)], Err(Mark)),
        (Method::Ranked, &[(2, 1), (3, 2)], Ok(())),
        (Method::Ranked, &[(2, 2), (3, 3)], Err(Sequence)),
        (Method::Ranked, &[(2, 1), (3, 1)], Err(Sequence)),
        (Method::Ranked, &[(2, 1), (3, 4)], Err(Mark)),
    ];
    for (method, marks, expected) in cases {
        let made = Ballot::new(paper(method, 3), marks);
        assert_eq!(made.map(drop), expected, "{method} {marks:?}");
    }
    assert_eq!(Paper::new(Method::Dots, 3, 0), Err(BallotError::Dots));
    assert_eq!(Paper::new(Method::Ranked, 1, 0), Err(BallotError::Options));
    assert_eq!(Paper::new(Method::Support, 21, 0), Err(BallotError::Options));
}

#[test]
fn fewer_than_five_ballots_are_not_counted_and_nobody_elses_ballot_is() {
    let mine = paper(Method::Support, 3);
    let four = vec![Ballot::new(mine, &[(1, 1)]).unwrap(); 4];
    assert_eq!(count(mine, &four, 4, 0), Err(NotCounted::TooFew));
    let foreign = vec![Ballot::new(paper(Method::Support, 4), &[(4, 1)]).unwrap(); 5];
    assert_eq!(count(mine, &foreign, 5, 0), Err(NotCounted::Foreign));
}

#[test]
fn a_quorum_is_rounded_up_and_blank_ballots_count_for_it() {
    let mine = paper(Method::Support, 2);
    let mut box_ = vec![Ballot::new(mine, &[(2, 1)]).unwrap(); 5];
    assert_eq!(count(mine, &box_, 11, 50).unwrap().outcome, Outcome::NoQuorum { need: 6 });
    box_.push(Ballot::new(mine, &[]).unwrap());
    let tally = count(mine, &box_, 11, 50).unwrap();
    assert_eq!((tally.outcome, tally.blank, tally.quorum), (Outcome::Chosen(2), 1, 6));
}

#[test]
fn sums_decide_and_level_sums_are_a_tie() {
    let mine = paper(Method::Dots, 3);
    let dots = |marks: &[(u8, u8)]| Ballot::new(mine, marks).unwrap();
    let mut box_ = vec![dots(&[(1, 5)]), dots(&[(2, 5)]), dots(&[]), dots(&[]), dots(&[])];
    assert_eq!(count(mine, &box_, 5, 0).unwrap().outcome, Outcome::Tied(vec![1, 2]));
    box_.push(dots(&[(2, 1), (3, 4)]));
    let tally = count(mine, &box_, 6, 0).unwrap();
    assert_eq!(tally.outcome, Outcome::Chosen(2));
    assert_eq!(tally.options.iter().map(|one| one.points).collect::<Vec<_>>(), [5, 6, 4]);
    let blank = vec![dots(&[]); 5];
    assert_eq!(count(mine, &blank, 5, 0).unwrap().outcome, Outcome::Nothing);
}

#[test]
fn one_objection_stops_an_option() {
    let mine = paper(Method::Consent, 2);
    let said = |one, two| Ballot::new(mine, &[(1, one), (2, two)]).unwrap();
    let mut box_ = vec![said(1, 1), said(1, 1), said(2, 1), said(1, 2), said(1, 1)];
    assert_eq!(count(mine, &box_, 5, 0).unwrap().outcome, Outcome::Carried(vec![1, 2]));
    box_.push(said(1, 3));
    assert_eq!(count(mine, &box_, 6, 0).unwrap().outcome, Outcome::Carried(vec![1]));
}

#[test]
fn the_run_off_of_textbooks() {
    // Tennessee: Memphis 42, Nashville 26, Chattanooga 15, Knoxville 17. Knoxville wins by instant run-off.
    let tennessee: [(usize, &[u8]); 4] =
        [(42, &[1, 2, 3, 4]), (26, &[2, 3, 4, 1]), (15, &[3, 4, 2, 1]), (17, &[4, 3, 2, 1])];
    let (found, out) = outcome(4, &tennessee);
    assert_eq!(found, Outcome::Chosen(4));
    assert_eq!(out, [vec![3], vec![2], vec![]]);
}

#[test]
fn last_ones_go_together_or_by_the_round_before_or_it_is_a_tie() {
    // 3 and 4 have two ballots together, fewer than the three of 2: they go at once.
    let (found, out) = outcome(4, &[(4, &[1]), (3, &[2]), (1, &[3, 2]), (1, &[4, 2])]);
    assert_eq!((found, out[0].clone()), (Outcome::Chosen(2), vec![3, 4]));
    // 2 and 3 are level in the second round; in the first 3 had fewer.
    let (found, out) = outcome(4, &[(4, &[1]), (3, &[2, 1]), (2, &[3, 2]), (1, &[4, 3])]);
    assert_eq!(out, [vec![4], vec![3], vec![]]);
    assert_eq!(found, Outcome::Chosen(2));
    // Nothing tells 1 and 2 apart.
    assert_eq!(outcome(2, &[(3, &[1]), (3, &[2])]).0, Outcome::Tied(vec![1, 2]));
    assert_eq!(outcome(3, &[(5, &[])]).0, Outcome::Nothing);
}

fn any_paper() -> impl Strategy<Value = Paper> {
    (0..5_usize, 2..=6_u8, 1..=6_u8)
        .prop_map(|(method, options, dots)| Paper::new(Method::ALL[method], options, dots).unwrap())
}

/// Ballots as a script might send them: those that hold to the rule are kept.
fn any_box() -> impl Strategy<Value = (Paper, Vec<Ballot>)> {
    (any_paper(), vec(vec((1..=6_u8, 0..=6_u8), 0..4), 5..40)).prop_map(|(paper, sent)| {
        let kept = |marks: &Vec<(u8, u8)>| Ballot::new(paper, marks).ok();
        (paper, sent.iter().filter_map(kept).collect())
    })
}

/// The rules again, in other words.
fn possible(paper: Paper, marks: &[(u8, u8)]) -> bool {
    let sum: u32 = marks.iter().map(|(_, mark)| u32::from(*mark)).sum();
    let own = marks.iter().all(|(option, _)| (1..=paper.options()).contains(option));
    let once = (1..=paper.options()).all(|o| marks.iter().filter(|m| m.0 == o).count() < 2);
    let all = |from: u8, to: u8| marks.iter().all(|(_, mark)| (from..=to).contains(mark));
    let rule = match paper.method() {
        Method::Support => all(1, 1),
        Method::Dots => all(1, u8::MAX) && sum <= u32::from(paper.dots()),
        Method::Score => all(0, 5),
        Method::Consent => all(1, 3),
        Method::Ranked => {
            (1..=marks.len()).all(|place| marks.iter().any(|(_, mark)| usize::from(*mark) == place))
        }
    };
    own && once && rule
}

proptest! {
    #[test]
    fn a_ballot_exists_exactly_when_it_is_possible(
        paper in any_paper(),
        marks in vec((any::<u8>().prop_map(|n| n % 8), any::<u8>().prop_map(|n| n % 8)), 0..7),
    ) {
        prop_assert_eq!(Ballot::new(paper, &marks).is_ok(), possible(paper, &marks));
    }

    #[test]
    fn the_order_of_the_box_changes_nothing((paper, ballots) in any_box(), turn in 0..40_usize) {
        let mut turned = ballots.clone();
        turned.rotate_left(if ballots.is_empty() { 0 } else { turn % ballots.len() });
        turned.reverse();
        prop_assert_eq!(count(paper, &ballots, 100, 0), count(paper, &turned, 100, 0));
    }

    #[test]
    fn no_ballot_is_lost_or_doubled_in_any_round((paper, ballots) in any_box()) {
        let Ok(tally) = count(paper, &ballots, 100, 0) else { return Ok(()) };
        prop_assert_eq!(usize::try_from(tally.ballots).unwrap(), ballots.len());
        for round in &tally.rounds {
            prop_assert_eq!(round.votes.values().sum::<u32>() + round.exhausted, tally.ballots);
        }
        let dots = tally.ballots * u32::from(paper.dots());
        let given: u32 = tally.options.iter().map(|one| one.points).sum();
        prop_assert!(paper.method() != Method::Dots || given <= dots);
    }

    #[test]
    fn whoever_more_than_half_put_first_wins((paper, ballots) in any_box()) {
        let Ok(tally) = count(paper, &ballots, 100, 0) else { return Ok(()) };
        prop_assume!(paper.method() == Method::Ranked);
        let majority = tally.options.iter().find(|one| one.points * 2 > tally.ballots);
        if let Some(one) = majority {
            prop_assert_eq!(tally.outcome, Outcome::Chosen(one.option));
        }
    }
}
