//! Each way of looking busy, and that it does not move the needle.

use super::*;

/// Something is done by both, so that a change would show.
fn busy() -> Facts {
    let mut facts = nothing();
    for owed in facts.obligations.iter_mut().take(5) {
        owed.fulfilled = Some(confirmed(owed.obligor, 31));
    }
    facts.areas[0].deeds = vec![confirmed(A, 31)];
    facts.initiatives = vec![initiative(200, 5, Some(confirmed(A, 61))), initiative(201, 5, None)];
    facts.exchanges = vec![way(300, A, 20, 15), way(301, B, 20, 15)];
    facts.actions[0].done = Some(confirmed(A, 25));
    facts.meetings = vec![meeting(500, A, both())];
    facts
}

#[test]
fn gaming_photo_meetings_signing_and_meeting_for_the_press_is_not_activation() {
    let mut facts = nothing();
    facts.meetings_planned = 1;
    facts.meetings = (0..20).map(|n| meeting(500 + n, A, both())).collect();
    let index = activation::index(&facts, NOW);
    near(index.value.unwrap(), 1.38, 0.1);
    assert_eq!(activation::Band::of(index.value.unwrap()), activation::Band::NotActivated);
}

#[test]
fn a_meeting_without_minutes_approved_by_all_does_not_count() {
    let mut facts = busy();
    let value = activation_of(&facts);
    facts.meetings.push(meeting(501, B, BTreeSet::from([B])));
    facts.meetings.push(Meeting { quorum: false, ..meeting(502, B, both()) });
    near(activation_of(&facts), value, 1e-9);
}

#[test]
fn gaming_splitting_what_was_planned_adds_nothing() {
    let mut facts = busy();
    let value = activation_of(&facts);
    facts.initiatives = vec![initiative(201, 5, None)];
    facts.initiatives.extend((0..5).map(|n| initiative(210 + n, 1, Some(confirmed(A, 61)))));
    near(activation_of(&facts), value, 1e-9);
}

#[test]
fn gaming_trivial_things_beside_the_plan_add_a_tenth_at_most() {
    let mut facts = busy();
    let initiatives = |facts: &Facts| activation::index(facts, NOW).components[2].value.unwrap();
    let before = initiatives(&facts);
    let extra = (0..50).map(|n| initiative(600 + n, 5, Some(confirmed(A, 61))));
    facts.initiatives.extend(extra.map(|extra| Initiative { planned: false, ..extra }));
    let after = initiatives(&facts);
    assert!(after > before && after <= before + 0.1, "{before} to {after}");
}

#[test]
fn gaming_self_certification_nobody_confirms_their_own_deeds() {
    let mut facts = nothing();
    facts.obligations.iter_mut().for_each(|owed| {
        owed.fulfilled = Some(deed(owed.obligor, 31, Evidence::Confirmed { by: owed.obligor }));
    });
    near(activation::index(&facts, NOW).components[0].value.unwrap(), 0.5, 1e-9);
    facts.initiatives[0].milestones[0].reached = Some(deed(B, 61, Evidence::Confirmed { by: A }));
    let value = activation::index(&facts, NOW).components[2].value.unwrap();
    near(value, 0.0, 1e-9);
}

#[test]
fn gaming_back_dating_needs_the_other_party() {
    let mut facts = nothing();
    let late = |evidence| Deed { recorded_at: before(0), ..deed(A, 40, evidence) };
    let score = |facts: &Facts| activation::index(facts, NOW).components[0].value.unwrap();
    for evidence in
        [Evidence::Documented, Evidence::Declared, Evidence::Observed, Evidence::Imported]
    {
        facts.obligations[0].fulfilled = Some(late(evidence));
        near(score(&facts), 0.0, 1e-9);
    }
    facts.obligations[0].fulfilled = Some(late(Evidence::Confirmed { by: B }));
    near(score(&facts), 0.1, 1e-9);
}

#[test]
fn gaming_cancelling_a_failure_cannot_be_cancelled_away() {
    let mut facts = busy();
    let value = activation_of(&facts);
    let failed = &mut facts.initiatives[1];
    (failed.cancelled_at, failed.cancelled_by) = (Some(before(10)), both());
    near(activation_of(&facts), value, 1e-9);
    facts.initiatives[1].cancelled_at = Some(before(90));
    assert!(activation_of(&facts) > value, "in time, and signed by both");
    facts.initiatives[1].cancelled_by = BTreeSet::from([A]);
    near(activation_of(&facts), value, 1e-9);
}

#[test]
fn an_obligation_is_waived_by_all_or_not_at_all() {
    let mut facts = busy();
    let value = activation_of(&facts);
    facts.obligations[9].waived_by = BTreeSet::from([facts.obligations[9].obligor]);
    near(activation_of(&facts), value, 1e-9);
    facts.obligations[9].waived_by = both();
    assert!(activation_of(&facts) > value);
}

#[test]
fn a_strong_component_does_not_buy_off_a_dead_one() {
    let strong = of(&PAI, &[Some(1.0), Some(1.0), Some(0.0), Some(1.0), Some(1.0)]);
    assert!(strong.value.unwrap() < 40.0, "an arithmetic mean would say 80");
}

#[test]
fn an_initiative_is_whole_only_when_somebody_is_better_off() {
    let mut facts = nothing();
    facts.initiatives[0].milestones[0].reached = Some(confirmed(A, 61));
    let score = |facts: &Facts| activation::index(facts, NOW).components[2].value.unwrap();
    near(score(&facts), 0.8, 1e-9);
    facts.initiatives[0].better_off = Some(deed(A, 5, Evidence::Declared));
    near(score(&facts), 0.8, 1e-9);
    facts.initiatives[0].better_off = Some(deed(A, 5, Evidence::Documented));
    near(score(&facts), 1.0, 1e-9);
}

#[test]
fn a_partner_is_not_accused_for_serving_more_people() {
    let mut facts = busy();
    let parity = |facts: &Facts| balance::index(facts, NOW).components[4].value;
    facts.exchanges = vec![way(300, A, 400, 360), way(301, B, 400, 360)];
    near(parity(&facts).unwrap(), 1.0, 1e-9);
    facts.exchanges = vec![way(300, A, 400, 360), way(301, B, 40, 36)];
    assert!(parity(&facts).unwrap() > 0.9, "ten times the volume, the same promptness");
    facts.exchanges = vec![way(300, A, 400, 360), way(301, B, 4, 4)];
    assert_eq!(parity(&facts), None, "too few to say, and too few to show");
}

#[test]
fn one_who_judges_and_is_never_judged_is_not_accountable() {
    let mut facts = busy();
    let part = |facts: &Facts| balance::index(facts, NOW).components[3].value.unwrap();
    let mutual = part(&facts);
    facts.evaluation = Evaluation::OneWay;
    near(part(&facts), mutual / 2.0, 1e-9);
}

#[test]
fn waiting_out_a_missed_milestone_does_not_help() {
    let mut facts = nothing();
    facts.initiatives[0].milestones[0].due_at = before(500);
    let score = |facts: &Facts| activation::index(facts, NOW).components[2].value;
    assert_eq!(score(&facts), Some(0.0));
    facts.initiatives[0].milestones[0].reached = Some(confirmed(A, 450));
    assert_eq!(score(&facts), None, "done and over");
}

#[test]
fn having_no_plan_is_no_way_out() {
    let facts = Facts { has_plan: false, initiatives: vec![], ..nothing() };
    assert_eq!(activation::index(&facts, NOW).components[2].value, Some(0.0));
    let young = Facts { effective_on: before(100), ..facts };
    assert_eq!(activation::index(&young, NOW).components[2].value, None);
}

#[test]
fn gaming_trivial_obligations_of_little_weight_do_not_outweigh_what_was_signed() {
    let mut facts = nothing();
    facts.obligations.iter_mut().for_each(|owed| owed.weight = 5);
    let score = |facts: &Facts| activation::index(facts, NOW).components[0].value.unwrap();
    near(score(&facts), 0.0, 1e-9);
    // Ten kept trifles weigh as both have signed: 10 of 60, whoever says they matter more.
    facts.obligations.extend((0..10).map(|n| {
        let trifle = owed(700 + n, None);
        Obligation { weight: 1, fulfilled: Some(confirmed(trifle.obligor, 31)), ..trifle }
    }));
    near(score(&facts), 10.0 / 60.0, 1e-9);
}

#[test]
fn gaming_collusion_fictions_that_both_confirm_leave_what_the_nodes_observe_as_it_was() {
    let mut facts = busy();
    let observed = |facts: &Facts| activation::index(facts, NOW).components[3].value;
    let before = observed(&facts);
    facts.exchanges = vec![way(300, A, 20, 0), way(301, B, 20, 0)];
    let idle = activation_of(&facts);
    facts
        .obligations
        .iter_mut()
        .for_each(|owed| owed.fulfilled = Some(confirmed(owed.obligor, 31)));
    facts.areas.iter_mut().for_each(|area| area.deeds = vec![confirmed(A, 31)]);
    assert_eq!(observed(&facts), Some(0.0), "no signature answers a demand of the link");
    assert!(before > Some(0.0) && activation_of(&facts) < 50.0 && idle < activation_of(&facts));
}

#[test]
fn gaming_deleting_bad_news_gives_no_better_number_but_a_list_of_what_is_missing() {
    let (ours, mut theirs) = (busy(), busy());
    theirs.obligations.retain(|owed| owed.fulfilled.is_some());
    assert!(activation_of(&theirs) > activation_of(&ours));
    let missing = discrepancies(&ours, &theirs);
    assert_eq!(missing.len(), 5);
    assert!(missing.iter().all(|one| matches!(one, Discrepancy::OnlyOurs(_))), "{missing:?}");
}
