//! The way is walked stage by stage, outcomes are measured, and no sum tells of one person.

use super::cohort::Shown;
use super::*;
use crate::ids::WorkerId;
use crate::time::Date;
use proptest::collection::vec;
use proptest::prelude::*;
use uuid::Uuid;

const TODAY: Date = Date { year: 2026, month: 11, day: 22 };

fn step(stage: Stage, days_ago: i64) -> Step {
    Step { stage, on: TODAY.plus_days(-days_ago), reason: None }
}

/// Forward by one always; further, back or not at all only as the rule says.
fn entered(before: Option<Stage>, to: Stage, reason: Option<StageReason>) {
    let from = before.map(|stage| step(stage, 10));
    let got = enter(from.as_ref(), to, reason, TODAY, TODAY);
    let (here, there) = (before.map_or(0, Stage::place), to.place());
    match (here, there) {
        (here, there) if here == there => assert_eq!(got, Err(StageRefusal::Same)),
        (here, there) if there == here + 1 => {
            assert_eq!(got, Ok(Step { stage: to, on: TODAY, reason: None }));
        }
        (here, there) if there > here => {
            use StageReason::{Elsewhere, Present, Wish};
            let fits = matches!(reason, Some(Present | Elsewhere | Wish));
            assert_eq!(got.is_ok(), fits, "{before:?} {to} {reason:?}");
            assert!(fits || got == Err(StageRefusal::Jump));
        }
        _ => {
            use StageReason::{Danger, Health, Lost, Mistake, Wish};
            let fits = matches!(reason, Some(Danger | Lost | Health | Wish | Mistake));
            assert_eq!(got.is_ok(), fits, "{before:?} {to} {reason:?}");
            assert!(fits || got == Err(StageRefusal::Back));
        }
    }
}

#[test]
fn contract_b31_a_stage_cannot_be_jumped_or_gone_back_to_without_a_reason_that_fits() {
    let reasons = || StageReason::ALL.iter().copied().map(Some).chain([None]);
    let stages = || Stage::ALL.iter().copied();
    for before in stages().map(Some).chain([None]) {
        for to in stages() {
            for reason in reasons() {
                entered(before, to, reason);
            }
        }
    }
}

#[test]
fn contract_b31_moves_are_dated_in_order_and_none_lies_ahead() {
    let last = step(Stage::Care, 10);
    let on = |days: i64| enter(Some(&last), Stage::Develop, None, TODAY.plus_days(days), TODAY);
    assert_eq!(on(-11), Err(StageRefusal::Day));
    assert_eq!(on(1), Err(StageRefusal::Day));
    assert!(on(-10).is_ok() && on(0).is_ok());
}

#[test]
fn contract_a22_a_case_reports_its_movement_from_care_to_independence() {
    let steps = [step(Stage::Care, 100), step(Stage::Develop, 70), step(Stage::Empower, 70)];
    let spells = spells(&steps, TODAY);
    let days: Vec<(Stage, i64, bool)> =
        spells.iter().map(|one| (one.step.stage, one.days, one.until.is_some())).collect();
    assert_eq!(
        days,
        [(Stage::Care, 30, true), (Stage::Develop, 0, true), (Stage::Empower, 70, false)]
    );
    assert!(super::spells(&[], TODAY).is_empty());
}

#[test]
fn contract_a22_the_outcome_of_a_goal_of_empowerment_follows_from_what_is_measured() {
    use GoalKind::{Education, Enterprise, Housing, Income, Skills, Work};
    let income = Measure::new(2_000, 6_000).unwrap();
    let table = [
        (0, GoalOutcome::NotReached),
        (2_000, GoalOutcome::NotReached),
        (2_001, GoalOutcome::Partly),
        (5_999, GoalOutcome::Partly),
        (6_000, GoalOutcome::Reached),
        (u32::MAX, GoalOutcome::Reached),
    ];
    for (now, outcome) in table {
        assert_eq!(income.outcome(now), outcome, "{now}");
    }
    for (start, target) in [(5, 5), (6, 5), (0, Measure::MAX + 1)] {
        assert_eq!(Measure::new(start, target), None, "{start} {target}");
    }
    let measured: Vec<GoalKind> =
        GoalKind::ALL.iter().copied().filter(|kind| kind.is_empowerment()).collect();
    assert_eq!(measured, [Skills, Work, Income, Enterprise, Housing, Education]);
}

#[test]
fn nobody_approves_what_they_asked_for_or_wrote() {
    let who = |n| WorkerId(Uuid::from_u128(n));
    assert!(may_decide(who(3), who(1), &[who(1), who(2)]));
    assert!(!may_decide(who(1), who(1), &[]));
    assert!(!may_decide(who(2), who(1), &[who(1), who(2)]));
}

#[test]
fn contract_b31_small_counts_are_left_out_and_cannot_be_subtracted() {
    let cells = |counts: &[u32]| Shown::of(counts).map(|shown| shown.cells);
    assert_eq!(cells(&[1, 1, 1, 1]), None);
    assert_eq!(cells(&[8, 0, 0, 0]), Some(vec![Some(8), Some(0), Some(0), Some(0)]));
    assert_eq!(cells(&[9, 3, 6, 0]), Some(vec![Some(9), None, None, Some(0)]));
    assert_eq!(cells(&[9, 3, 2, 7]), Some(vec![Some(9), None, None, Some(7)]));
    assert_eq!(cells(&[9, 2, 2, 7]), Some(vec![Some(9), None, None, None]));
    assert_eq!(cells(&[7, 1]), Some(vec![None, None]));
    let shown = Shown::of(&[10, 20, 0, 0]).unwrap();
    assert_eq!((shown.share(0), shown.share(1), shown.share(2)), (Some(33), Some(66), Some(0)));
    assert_eq!(Shown::of(&[7, 1]).unwrap().share(0), None);
}

proptest! {
    #[test]
    fn every_count_and_every_difference_is_of_five_or_of_none(counts in vec(0..12_u32, 1..6)) {
        let total: u32 = counts.iter().sum();
        let Some(shown) = Shown::of(&counts) else {
            prop_assert!(total < 5);
            return Ok(());
        };
        prop_assert_eq!(shown.total, total);
        let mut left = Vec::new();
        for (cell, count) in shown.cells.iter().zip(&counts) {
            match cell {
                Some(cell) => prop_assert!(cell == count && (*cell == 0 || *cell >= 5)),
                None => left.push(*count),
            }
        }
        prop_assert!(left.is_empty() || left.len() > 1);
        prop_assert!(left.is_empty() || left.iter().sum::<u32>() >= 5);
    }
}
