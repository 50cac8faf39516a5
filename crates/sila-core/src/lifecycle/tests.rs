//! Which step follows which, and what each must have.

use uuid::Uuid;

use super::*;
use crate::agreement::tests::NOW;

const DONE: Facts = Facts { agreed: true, worked: true };

fn step(to: Stage, days: i64) -> Step {
    Step {
        to,
        by: WorkerId(Uuid::from_u128(1)),
        at: NOW,
        on: NOW.plus_days(days).uae_date(),
        evidence: "Minutes 4/2026".to_owned(),
    }
}

fn along(stages: &[Stage]) -> Life {
    let mut life = Life::default();
    for stage in stages {
        life.take(step(*stage, -9), DONE, NOW).unwrap();
    }
    life
}

/// A way to every stage.
fn ways() -> Vec<(Option<Stage>, Life)> {
    use Stage::{Activate, Agree, Assess, Ended, Evaluate, Identify, Monitor, Renew};
    let whole = [Identify, Assess, Agree, Activate, Monitor, Evaluate, Renew, Ended];
    (0..=whole.len()).map(|n| (whole[..n].last().copied(), along(&whole[..n]))).collect()
}

#[test]
fn contract_a25_only_legal_steps_are_taken() {
    use Stage::{Activate, Agree, Assess, Ended, Evaluate, Identify, Monitor, Renew};
    let legal = [
        (None, Identify),
        (Some(Identify), Assess),
        (Some(Identify), Ended),
        (Some(Assess), Agree),
        (Some(Assess), Identify),
        (Some(Assess), Ended),
        (Some(Agree), Activate),
        (Some(Agree), Assess),
        (Some(Agree), Ended),
        (Some(Activate), Monitor),
        (Some(Activate), Ended),
        (Some(Monitor), Evaluate),
        (Some(Monitor), Ended),
        (Some(Evaluate), Monitor),
        (Some(Evaluate), Renew),
        (Some(Evaluate), Ended),
        (Some(Renew), Agree),
        (Some(Renew), Monitor),
        (Some(Renew), Ended),
        (Some(Ended), Identify),
    ];
    for (from, life) in ways() {
        assert_eq!(life.stage(), from);
        for to in Stage::ALL.iter().copied() {
            let mut tried = life.clone();
            let taken = tried.take(step(to, -9), DONE, NOW);
            let expected = legal.contains(&(from, to));
            assert_eq!(taken.is_ok(), expected, "{from:?} to {to}");
            if !expected {
                assert_eq!((taken, &tried), (Err(NotTaken::Order), &life), "nothing has changed");
            }
        }
    }
}

#[test]
fn contract_a25_each_step_has_an_actor_a_day_and_evidence() {
    let life = along(&[Stage::Identify]);
    let tried = |step: Step| life.clone().take(step, DONE, NOW);
    let good = step(Stage::Assess, -3);
    assert_eq!(tried(good.clone()), Ok(()));
    for evidence in ["", "  ", "x", &"x".repeat(EVIDENCE_MAX + 1)] {
        let evidence = evidence.to_owned();
        assert_eq!(tried(Step { evidence, ..good.clone() }), Err(NotTaken::Evidence));
    }
    assert_eq!(tried(step(Stage::Assess, 1)), Err(NotTaken::Ahead));
    assert_eq!(tried(step(Stage::Assess, -10)), Err(NotTaken::Before));
    let steps = along(&[Stage::Identify, Stage::Assess]);
    assert!(steps.steps().iter().all(|one| one.by == good.by && one.at == NOW));
}

#[test]
fn contract_a25_what_facts_can_tell_is_not_left_to_the_one_who_says_it() {
    let agreeing = along(&[Stage::Identify, Stage::Assess, Stage::Agree]);
    let none = Facts::default();
    let taken = agreeing.clone().take(step(Stage::Activate, -1), none, NOW);
    assert_eq!(taken, Err(NotTaken::NotAgreed));
    let mut life = agreeing;
    let signed = Facts { agreed: true, worked: false };
    life.take(step(Stage::Activate, -1), signed, NOW).unwrap();
    let taken = life.clone().take(step(Stage::Monitor, 0), signed, NOW);
    assert_eq!(taken, Err(NotTaken::NotWorked), "a signature alone activates nothing");
    assert_eq!(life.take(step(Stage::Monitor, 0), DONE, NOW), Ok(()));
}

#[test]
fn the_next_step_is_expected_after_the_days_of_its_stage_and_never_after_the_end() {
    let due = |life: &Life| life.due_at().map(Millis::uae_date);
    assert_eq!(Life::default().due_at(), None);
    let assessed = along(&[Stage::Identify, Stage::Assess]);
    assert_eq!(due(&assessed), Some(NOW.plus_days(-9 + 60).uae_date()));
    assert_eq!(due(&along(&[Stage::Identify, Stage::Ended])), None);
}
