//! The policy guide between two nodes: a version is acknowledged with a key, and what it forbids is not done.

use sila::accounts::{Worker, store as accounts};
use sila::agreements::signing;
use sila::db::{DbError, Tx};
use sila::journal::store::Fact;
use sila::partners::classes;
use sila::policy::share::{self, Theirs};
use sila::policy::{self, gate, store};
use sila::records::By;
use sila_core::policy::{Facts, Guide};
use sila_core::{AgencyId, Millis, WorkerId};

use super::super::support::waiting::until;
use super::{Place, SOON, linked, signer, terms};

fn by(place: &Place) -> By {
    By { worker: None, now: place.app.clock.now() }
}

pub async fn head(place: &Place) -> WorkerId {
    let made = Worker {
        id: WorkerId(place.app.clock.new_id()),
        user_name: "head".to_owned(),
        name_ar: "الرئيس".to_owned(),
        name_en: "The head".to_owned(),
        roles: vec!["HEAD".to_owned()],
        active: true,
    };
    let (id, now) = (made.id, place.app.clock.now());
    place.app.store.write(move |tx| accounts::insert_worker(tx, &made, "none", now)).await.unwrap();
    id
}

/// Approves this version, which holds from today.
pub async fn approve(place: &Place, head: WorkerId, number: u32) -> Guide {
    let now = place.app.clock.now();
    let guide = Guide { number, ..policy::shipped().unwrap() };
    let told = Fact {
        id: place.app.clock.new_id(),
        at: now,
        kind: "policy",
        subject: format!("{number} approved"),
        worker: Some(head),
        data: Vec::new(),
    };
    let from = now.uae_date();
    policy::approve(&place.app, guide.clone(), from, (head, told), now).await.unwrap();
    guide
}

/// Waits until the other side has this version and is asked for its word.
async fn asked(place: &Place, number: u32) -> Theirs {
    let me = place.app.node.id;
    until("the version waits", SOON, || async {
        let all = place.app.store.read(move |tx| share::theirs(tx, me)).await.unwrap();
        all.into_iter().find(|one| one.waits && one.guide.number == number)
    })
    .await
}

async fn facts(place: &Place, guide: &Guide, other: AgencyId) -> Facts {
    let guide = guide.clone();
    let read = move |tx: &mut dyn Tx| gate::facts(tx, &guide, other);
    place.app.store.read::<_, DbError, _>(read).await.unwrap()
}

async fn acknowledged(place: &Place, guide: &Guide, other: AgencyId) {
    until("the acknowledgement is back", SOON, || async {
        facts(place, guide, other).await.acknowledged.then_some(())
    })
    .await;
}

async fn classify(place: &Place, other: AgencyId) {
    let classes = ["STRATEGIC".to_owned()];
    let (worker, now) = (WorkerId(place.app.clock.new_id()), place.app.clock.now());
    classes::set(&place.app, other, &classes, (worker, now)).await.unwrap();
}

async fn sent_and_acknowledged([dana, marsa]: [&Place; 2], guide: &Guide) {
    share::send(&dana.app, marsa.app.node.id, by(dana)).await.unwrap();
    let theirs = asked(marsa, guide.number).await;
    assert_eq!(theirs.guide.chapters, guide.chapters, "the same words there");
    share::sign(&marsa.app, theirs.record, theirs.digest, by(marsa)).await.unwrap();
    acknowledged(dana, guide, marsa.app.node.id).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn contract_a14_each_version_asks_partners_again_and_a_decision_carries_the_number_in_force()
{
    let (dana, marsa) = linked(true).await;
    let (head, other) = (head(&dana).await, marsa.app.node.id);
    classify(&dana, other).await;
    let first = approve(&dana, head, 1).await;
    sent_and_acknowledged([&dana, &marsa], &first).await;
    let id = signing::propose(&dana.app, terms(&dana, &marsa), signer(&dana)).await.unwrap();
    let second = approve(&dana, head, 2).await;
    assert!(!facts(&dana, &second, other).await.acknowledged, "the new version asks anew");
    sent_and_acknowledged([&dana, &marsa], &second).await;
    let later = signing::propose(&dana.app, terms(&dana, &marsa), signer(&dana)).await.unwrap();
    for (agreement, number) in [(id, 1), (later, 2)] {
        let subject = agreement.to_string();
        let applied = dana.app.store.read(move |tx| store::applied(tx, &subject)).await.unwrap();
        let said: Vec<(&str, u32)> = applied.iter().map(|(act, n, _)| (act.as_str(), *n)).collect();
        assert_eq!(said, [("agreement.proposed", number)]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn contract_a15_what_skips_a_gate_is_stopped_and_the_clause_is_named() {
    let (dana, marsa) = linked(true).await;
    let (head, other) = (head(&dana).await, marsa.app.node.id);
    signing::propose(&dana.app, terms(&dana, &marsa), signer(&dana)).await.unwrap();
    let guide = approve(&dana, head, 1).await;
    let stopped = async || {
        let tried = signing::propose(&dana.app, terms(&dana, &marsa), signer(&dana)).await;
        let problem = tried.unwrap_err();
        (problem.code, problem.facts)
    };
    let at = |code: &str, clause: &str| (code.to_owned(), vec![("clause", clause.to_owned())]);
    assert_eq!(stopped().await, at("policy.not_classified", "2.1"));
    classify(&dana, other).await;
    assert_eq!(stopped().await, at("policy.not_acknowledged", "3.1"));
    let now = dana.app.clock.now();
    let set_aside = |until: Millis| store::Exception {
        clause: "3.1".to_owned(),
        agency: other,
        reason: "She cannot wait".to_owned(),
        until,
        by: [String::new(), String::new()],
        at: now,
    };
    for (until, goes) in [(now, false), (now.plus_days(1), true)] {
        let (id, one) = (dana.app.clock.new_id(), set_aside(until));
        let write = move |tx: &mut dyn Tx| store::except(tx, id, &one, head);
        dana.app.store.write::<_, DbError, _>(write).await.unwrap();
        let tried = signing::propose(&dana.app, terms(&dana, &marsa), signer(&dana)).await;
        assert_eq!(tried.is_ok(), goes, "an exception counts until it ends");
    }
    sent_and_acknowledged([&dana, &marsa], &guide).await;
    let mut long = terms(&dana, &marsa);
    long.until = now.plus_days(61 * 31);
    let problem = signing::propose(&dana.app, long, signer(&dana)).await.unwrap_err();
    assert_eq!(
        (problem.code.as_str(), problem.facts),
        ("policy.term", vec![("clause", "3.2".to_owned())])
    );
}
