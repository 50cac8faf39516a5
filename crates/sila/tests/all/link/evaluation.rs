//! An evaluation between two nodes: nobody sees an answer before both have sealed theirs, and both sign the same outcome.

use sila::activation::ledger;
use sila::evaluations::{self, bring, cycle, cycle::Cycle, moved};
use sila_core::evaluation::{Cause, Domain, ITEMS, Judged, Marks, Moved, Stage, Value, Way};
use sila_core::policy::Finding;
use sila_core::{Millis, RecordId, WorkerId};
use uuid::Uuid;

use super::super::support::waiting::until;
use super::activation::{by, live};
use super::partnership::{line_leads_to, page};
use super::policy::{approve, head};
use super::{Place, SOON};

/// Both nodes do what they owe until one of them sees it so.
async fn sees(
    [one, other]: [&Place; 2],
    what: &str,
    id: RecordId,
    so: impl Fn(&Cycle) -> bool,
) -> Cycle {
    until(what, SOON, || async {
        bring::bring(&one.app).await.unwrap();
        bring::bring(&other.app).await.unwrap();
        let all = cycle::read(&one.app).await.unwrap();
        all.into_iter().find(|cycle| cycle.id == id).filter(|cycle| so(cycle))
    })
    .await
}

/// DANA calls, MARSA agrees.
async fn agreed(dana: &Place, marsa: &Place, deadline: Millis) -> RecordId {
    let head = head(dana).await;
    approve(dana, head, 1).await;
    called(dana, marsa, (-30, 0), deadline).await
}

/// The same for a period of these days, once the guide is in force.
async fn called(dana: &Place, marsa: &Place, days: (i64, i64), deadline: Millis) -> RecordId {
    let now = dana.app.clock.now();
    let days = (now.plus_days(days.0).uae_date(), now.plus_days(days.1).uae_date());
    let other = marsa.app.node.id;
    let id = evaluations::begin(&dana.app, other, days, deadline, by(dana)).await.unwrap();
    let asked = sees([marsa, dana], "the call is here", id, |one| one.waits.is_some()).await;
    evaluations::sign(&marsa.app, &asked, true, by(marsa)).await.unwrap();
    sees([dana, marsa], "both have agreed", id, |one| one.agreed).await;
    id
}

fn judged(cycle: &Cycle, other: Finding) -> Vec<Judged> {
    let one = |clause: &String| Judged { clause: clause.clone(), own: Finding::Compliant, other };
    cycle.call.criteria.iter().map(|criterion| one(&criterion.clause)).collect()
}

async fn people(place: &Place, id: RecordId, count: u128, mark: u8) {
    let marks = Marks::new([mark; ITEMS]).unwrap();
    for n in 1..=count {
        let worker = WorkerId(Uuid::from_u128(n));
        evaluations::give(&place.app, id, worker, marks).await.unwrap();
        assert!(evaluations::give(&place.app, id, worker, marks).await.is_err(), "once each");
    }
}

async fn seal(place: &Place, id: RecordId, other: Finding) {
    let cycle = cycle::one(&place.app, id).await.unwrap();
    evaluations::seal(&place.app, &cycle, judged(&cycle, other), by(place)).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn contract_a39_answers_open_when_both_have_sealed_and_both_sign_the_same_outcome() {
    let (dana, marsa, [us, them]) = live().await;
    let id = agreed(&dana, &marsa, dana.app.clock.now().plus_days(14)).await;
    people(&dana, id, 4, 5).await;
    people(&marsa, id, 6, 2).await;
    let cycle = cycle::one(&dana.app, id).await.unwrap();
    let early = judged(&cycle, Finding::Compliant)[1..].to_vec();
    let missing = evaluations::seal(&dana.app, &cycle, early, by(&dana)).await.unwrap_err();
    assert_eq!(missing.code, "evaluation.unanswered");
    seal(&dana, id, Finding::Partial).await;
    let half = |one: &Cycle| one.seals.contains_key(&us);
    let half = sees([&marsa, &dana], "the seal is here", id, half).await;
    assert_eq!(half.stage(marsa.app.clock.now()), Stage::Open);
    assert!(half.sheets.is_empty() && half.sent.is_empty(), "nothing is told before both answered");
    seal(&marsa, id, Finding::Compliant).await;
    let closed = |one: &Cycle| one.outcome.as_ref().is_some_and(|(_, _, both)| *both);
    let ours = sees([&dana, &marsa], "both have signed", id, closed).await;
    let theirs = sees([&marsa, &dana], "both have signed", id, closed).await;
    assert_eq!(ours.stage(dana.app.clock.now()), Stage::Closed);
    assert_eq!(ours.sheets, theirs.sheets);
    let (outcome, same) = (ours.outcome.unwrap().1, theirs.outcome.unwrap().1);
    assert_eq!(outcome.to_cbor(), same.to_cbor());
    assert!(outcome.is_mutual());
    assert_eq!(ours.sheets[&us].perception, None, "four people are not shown");
    let felt = ours.sheets[&them].perception.unwrap();
    assert_eq!((felt.people, felt.mean(Domain::Fairness)), (6, 200));
    let clauses = outcome.plan.iter().filter(|action| action.cause == Cause::Clause);
    assert!(clauses.clone().count() > 0 && clauses.clone().all(|one| one.party == Some(them)));
    let low = outcome.plan.iter().filter(|action| action.cause == Cause::Perception);
    assert_eq!(low.count(), Domain::ALL.len());
    let again = evaluations::seal(&dana.app, &cycle, Vec::new(), by(&dana)).await.unwrap_err();
    assert_eq!(again.code, "evaluation.unanswered");
    let book = ledger::all(&dana.app).await.unwrap().remove(0);
    let now = dana.app.clock.now();
    assert_eq!(
        book.facts(now, Default::default()).evaluation,
        sila_core::indices::Evaluation::Mutual
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn contract_a39_when_the_day_has_passed_it_closes_with_one_answer_and_says_so() {
    let (dana, marsa, [us, _]) = live().await;
    let now = dana.app.clock.now();
    let id = agreed(&dana, &marsa, now.plus_minutes(30)).await;
    seal(&dana, id, Finding::Compliant).await;
    for pair in [[&marsa, &dana], [&dana, &marsa]] {
        sees(pair, "the seal is here", id, |one| one.seals.contains_key(&us)).await;
    }
    let waits = cycle::one(&dana.app, id).await.unwrap();
    assert!(waits.outcome.is_none() && waits.sent.is_empty(), "before the day nothing opens");
    let closed = |one: &Cycle| one.outcome.as_ref().is_some_and(|(_, _, both)| *both);
    for pair in [[&dana, &marsa], [&marsa, &dana]] {
        let cycle = until("both have signed", SOON, || async {
            // A minute at a time: neither clock is ever far ahead of the other.
            for place in [&dana, &marsa] {
                place.app.clock.set(Some(place.app.clock.now().plus_minutes(1)));
            }
            Some(sees(pair, "the cycle is here", id, |_| true).await).filter(closed)
        })
        .await;
        let outcome = cycle.outcome.unwrap().1;
        assert_eq!(outcome.answered, [us]);
        assert!(!outcome.is_mutual());
    }
    let late = cycle::one(&marsa.app, id).await.unwrap();
    let late = evaluations::seal(&marsa.app, &late, Vec::new(), by(&marsa)).await.unwrap_err();
    assert_eq!(late.code, "evaluation.not_open");
}

/// Both seal, and both sign the outcome.
async fn closed(dana: &Place, marsa: &Place, id: RecordId, of_marsa: Finding) {
    seal(dana, id, of_marsa).await;
    seal(marsa, id, Finding::Compliant).await;
    let both = |one: &Cycle| one.outcome.as_ref().is_some_and(|(_, _, both)| *both);
    for pair in [[dana, marsa], [marsa, dana]] {
        sees(pair, "both have signed the outcome", id, both).await;
    }
}

async fn became(place: &Place, id: RecordId) -> Option<(RecordId, Vec<Moved>)> {
    let cycle = cycle::one(&place.app, id).await.unwrap();
    moved::of(&place.app, &cycle).await.unwrap().map(|(before, found)| (before.id, found))
}

#[tokio::test(flavor = "multi_thread")]
async fn the_next_evaluation_says_by_itself_whether_each_action_moved_its_component() {
    let (dana, marsa, [_, them]) = live().await;
    let head = head(&dana).await;
    approve(&dana, head, 1).await;
    let deadline = dana.app.clock.now().plus_days(14);
    let first = called(&dana, &marsa, (-60, -40), deadline).await;
    people(&marsa, first, 6, 2).await;
    closed(&dana, &marsa, first, Finding::Partial).await;
    assert_eq!(became(&dana, first).await, None, "there was no plan before");
    let second = called(&dana, &marsa, (-40, -20), deadline).await;
    people(&marsa, second, 5, 2).await;
    assert_eq!(became(&dana, second).await, None, "nothing is told before it is over");
    closed(&dana, &marsa, second, Finding::Compliant).await;
    let (before, found) = became(&dana, second).await.unwrap();
    assert_eq!(before, first);
    assert_eq!(became(&marsa, second).await, Some((before, found.clone())), "both find the same");
    let of = |cause| found.iter().filter(move |one| one.action.cause == cause);
    assert!(of(Cause::Clause).count() > 0 && of(Cause::Perception).count() == Domain::ALL.len());
    for one in of(Cause::Clause) {
        assert_eq!((one.action.party, one.way()), (Some(them), Way::Better), "{one:?}");
    }
    for one in of(Cause::Perception) {
        let side = |value: Option<Value>| value.map(|one| (one.at, one.n));
        assert_eq!((side(one.before), side(one.after)), (Some((200, 6)), Some((200, 5))));
    }
    // In the third four people of Marsa answer: nobody is heard in so few.
    let third = called(&dana, &marsa, (-20, 0), deadline).await;
    people(&marsa, third, 4, 5).await;
    closed(&dana, &marsa, third, Finding::Compliant).await;
    let (before, found) = became(&dana, third).await.unwrap();
    let felt = found.iter().filter(|one| one.action.cause == Cause::Perception).count();
    assert_eq!((before, felt), (second, Domain::ALL.len()), "the last plan, not the first");
    assert!(found.iter().all(|one| one.after.is_none() && one.way() == Way::Unknown));
    for place in [&dana, &marsa] {
        for (id, parts) in [
            (second, ["2.00", "n = 6", "n = 5", "Better", "The same"].as_slice()),
            (third, ["2.00", "n = 5", "too few answers", "Not known"].as_slice()),
        ] {
            let shown = page(place, &format!("/en/evaluations/{id}")).await;
            let card = shown.split("id=\"moved\"").nth(1).unwrap();
            for part in parts {
                assert!(card.contains(part), "{part}");
            }
        }
        let begins = page(place, &format!("/en/evaluations/{first}")).await;
        assert!(!begins.contains("id=\"moved\""));
    }
    line_leads_to([&dana, &marsa], &format!("/evaluations/{second}")).await;
}
