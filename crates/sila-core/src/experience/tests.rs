//! What is shown never comes from too few, and cannot be subtracted.

use super::*;
use proptest::collection::vec;
use proptest::prelude::*;
use uuid::Uuid;

const Q: Quarter = Quarter(8_104);

fn group(givers: &[u128]) -> Group {
    let mut group = Group::default();
    for giver in givers {
        group.add(&Answer::new([3; QUESTIONS]).unwrap());
        group.gave(WorkerId(Uuid::from_u128(*giver)));
    }
    group
}

fn report(meeting: &[u128], initiative: &[u128], referral: &[u128]) -> Report {
    let kinds = [
        (Occasion::Meeting, group(meeting)),
        (Occasion::Initiative, group(initiative)),
        (Occasion::Referral, group(referral)),
    ];
    Report::of(Q, &BTreeMap::from(kinds))
}

fn people(report: &Report) -> [Option<u32>; 4] {
    let of = |cell: &Option<Cell>| cell.as_ref().map(|cell| cell.people);
    [of(&report.all), of(&report.meeting), of(&report.initiative), of(&report.referral)]
}

#[test]
fn four_people_are_no_group() {
    assert_eq!(people(&report(&[1, 2, 3, 4], &[], &[])), [None; 4]);
    assert_eq!(people(&report(&[1, 2, 3, 4], &[1, 2, 3, 4], &[4, 3, 2, 1])), [None; 4]);
    assert_eq!(people(&report(&[1, 2, 3, 4, 5], &[], &[])), [Some(5), Some(5), None, None]);
}

#[test]
fn what_is_left_out_cannot_be_subtracted() {
    // Two people after initiatives: with the meetings beside the whole, they would be the difference.
    let shown = report(&[1, 2, 3, 4, 5, 6], &[7, 8], &[]);
    assert_eq!(people(&shown), [Some(8), None, None, None]);
    // With referrals left out too, seven are the difference.
    let shown = report(&[1, 2, 3, 4, 5, 6], &[7, 8], &[10, 11, 12, 13, 14]);
    assert_eq!(people(&shown), [Some(13), Some(6), None, None]);
}

#[test]
fn a_number_that_is_mostly_one_persons_is_not_shown() {
    assert_eq!(people(&report(&[1, 1, 1, 1, 1, 2, 3, 4, 5], &[], &[])), [None; 4]);
    let shown = report(&[1, 1, 1, 1, 2, 3, 4, 5], &[], &[]);
    assert_eq!(people(&shown), [Some(5), Some(5), None, None]);
}

#[test]
fn marks_and_means() {
    assert_eq!(Answer::new([1, 2, 3, 4, 6]), None);
    assert_eq!(Answer::new([0, 2, 3, 4, 5]), None);
    let cell = Cell { people: 5, answers: 6, sums: [30, 6, 18, 19, 20] };
    assert_eq!((cell.mean(0), cell.mean(3), cell.score()), (Some(500), Some(316), Some(310)));
    let quarter = Quarter::of(Millis(1_795_334_400_000));
    assert_eq!(quarter.parts(), (2026, 4));
    assert_eq!(Quarter::of(quarter.begins()), quarter);
    assert_eq!(Quarter::of(Millis(quarter.next().begins().0 - 1)), quarter);
    assert_eq!(Quarter::of(quarter.next().begins()).parts(), (2027, 1));
}

#[test]
fn a_report_that_shows_too_much_is_not_taken() {
    let cell = |people, answers| Some(Cell { people, answers, sums: [answers * 3; QUESTIONS] });
    let sound =
        Report { quarter: Q, all: cell(6, 9), meeting: None, initiative: None, referral: None };
    assert!(sound.is_sound());
    assert!(!Report { all: None, ..sound.clone() }.is_sound());
    assert!(!Report { all: cell(4, 9), ..sound.clone() }.is_sound());
    assert!(!Report { meeting: cell(5, 8), ..sound.clone() }.is_sound(), "one answer is left");
    assert!(!Report { meeting: cell(5, 10), ..sound.clone() }.is_sound());
    let much = Some(Cell { people: 6, answers: 9, sums: [46; QUESTIONS] });
    assert!(!Report { all: much, ..sound }.is_sound());
}

proptest! {
    #[test]
    fn every_number_and_every_difference_is_of_five_people_or_of_none(
        meeting in vec(0..9_u128, 0..14),
        initiative in vec(0..9_u128, 0..14),
        referral in vec(0..9_u128, 0..14),
    ) {
        let shown = report(&meeting, &initiative, &referral);
        let kinds = [(&shown.meeting, &meeting), (&shown.initiative, &initiative), (&shown.referral, &referral)];
        let distinct = |all: &[&Vec<u128>]| {
            all.iter().flat_map(|one| one.iter()).collect::<std::collections::BTreeSet<_>>().len()
        };
        let hidden: Vec<&Vec<u128>> = kinds.iter().filter(|(cell, _)| cell.is_none()).map(|(_, all)| *all).collect();
        for (cell, all) in kinds {
            prop_assert!(cell.is_none() || distinct(&[all]) >= 5);
        }
        if shown.all.is_some() {
            prop_assert!(distinct(&[&meeting, &initiative, &referral]) >= 5);
            let left: usize = hidden.iter().map(|all| all.len()).sum();
            prop_assert!(left == 0 || distinct(&hidden) >= 5);
            prop_assert!(shown.is_sound());
        } else {
            prop_assert!(kinds.iter().all(|(cell, _)| cell.is_none()));
        }
    }
}
