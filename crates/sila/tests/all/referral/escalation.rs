//! When a time runs out: named people of both agencies, in two levels; and what an emergency leaves for afterwards.

use axum::http::StatusCode;
use sila::accounts::Worker;
use sila::referrals::deadlines::tend;
use sila::referrals::joint::{Desk, Room};
use sila_core::codes::PermissionForm;
use sila_core::joint::{Deadline, Finding, Watch};

use super::nodes::Node;
use super::pages::{get, post, shows_every_text};
use super::*;

/// The people of both agencies who may be told.
pub struct Staff {
    pub marsa: [Worker; 2],
    pub dana: [Worker; 2],
}

impl Staff {
    pub async fn of(pair: &Pair) -> Staff {
        let two = async |node: &Node, letter: &str| {
            let sup = node.worker(&format!("{letter}-sup"), &["SUPERVISOR"]).await;
            [sup, node.worker(&format!("{letter}-head"), &["HEAD"]).await]
        };
        Staff { marsa: two(&pair.marsa, "m").await, dana: two(&pair.dana, "d").await }
    }
}

/// Both nodes look at their clocks, each by itself.
pub async fn look(pair: &Pair) {
    for node in [&pair.marsa, &pair.dana] {
        tend::tend(&node.app, node.app.clock.now()).await.unwrap();
    }
}

async fn watch(node: &Node, worker: &Worker, id: ReferralId) -> (Watch, [u8; 32]) {
    let now = node.app.clock.now();
    let desk = Desk::through(&node.app, worker, (id, Room::Times), now).await.unwrap();
    (desk.loaded.joint.watch().clone(), desk.fingerprint())
}

/// What both hold alike.
pub async fn same(pair: &Pair, staff: &Staff, id: ReferralId) -> Watch {
    let here = watch(&pair.marsa, &staff.marsa[0], id).await;
    assert_eq!(here, watch(&pair.dana, &staff.dana[0], id).await);
    here.0
}

/// The page of somebody's day.
pub async fn day(node: &Node, worker: &Worker) -> String {
    let cookie = node.sign_in(worker).await;
    let page = get(node, &cookie, "/en").await.1;
    shows_every_text(&page);
    page
}

const OVER: &str = "The time to answer has run out";

async fn nobody_answers(pair: &Pair) {
    let staff = Staff::of(pair).await;
    let id = delivered(pair).await;
    let (marsa, dana) = (&pair.marsa, &pair.dana);
    pair.wait(119);
    look(pair).await;
    let before = watch(marsa, &staff.marsa[0], id).await.0;
    assert_eq!(before.level(marsa.id(), Deadline::Decision), 0, "a minute before");
    pair.wait(1);
    look(pair).await;
    look(pair).await;
    for (node, [sup, head]) in [(marsa, &staff.marsa), (dana, &staff.dana)] {
        assert!(day(node, sup).await.contains(OVER), "before anything has arrived");
        assert!(!day(node, head).await.contains(OVER), "the head later");
    }
    assert!(day(marsa, &pair.sender).await.contains(OVER), "and whoever sent it");
    pair.settle().await;
    let told = same(pair, &staff, id).await;
    assert_eq!(told.level(marsa.id(), Deadline::Decision), 1);
    let decision = told.told().iter().filter(|one| one.deadline == Deadline::Decision);
    assert_eq!(decision.count(), 2, "each agency once");
    seen_at_both(pair, &staff, id).await;
    pair.wait(60);
    look(pair).await;
    pair.settle().await;
    assert_eq!(same(pair, &staff, id).await.level(dana.id(), Deadline::Decision), 2);
    for (node, head) in [(marsa, &staff.marsa[1]), (dana, &staff.dana[1])] {
        assert!(day(node, head).await.contains(OVER));
    }
    referrals::accept(&dana.app, &pair.officer, id, dana.app.clock.now()).await.unwrap();
    pair.settle().await;
    for (node, [sup, head]) in [(marsa, &staff.marsa), (dana, &staff.dana)] {
        assert!(!day(node, sup).await.contains(OVER) && !day(node, head).await.contains(OVER));
    }
}

/// On the referral and in the lists of both, with the names of both sides, and never with a word of the person.
async fn seen_at_both(pair: &Pair, staff: &Staff, id: ReferralId) {
    let at = [(&pair.marsa, &staff.marsa[0], "out"), (&pair.dana, &staff.dana[0], "in")];
    for (node, worker, list) in at {
        let cookie = node.sign_in(worker).await;
        for lang in ["ar", "en"] {
            let (_, page) = get(node, &cookie, &format!("/{lang}/referrals/{id}")).await;
            shows_every_text(&page);
            for name in ["m-sup", "d-sup", "m-int1"] {
                assert!(page.contains(name), "{lang}: {name} was told");
            }
            let (_, page) = get(node, &cookie, &format!("/{lang}/referrals/{list}")).await;
            shows_every_text(&page);
            let mark =
                if lang == "en" { "Escalated, level" } else { "تصعيد، المستوى" };
            assert!(page.contains(mark), "{lang}: in the list");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn contract_b26_when_a_time_runs_out_named_people_of_both_agencies_are_told() {
    nobody_answers(&Pair::new().await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn contract_b26_the_same_between_sqlite_and_postgresql() {
    if let Some((pair, database)) = Pair::across_engines().await {
        nobody_answers(&pair).await;
        pair.dana.app.store.close().await;
        database.end().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn contract_b26_the_desk_names_whom_it_wants_told_for_an_agreement() {
    let pair = Pair::new().await;
    let staff = Staff::of(&pair).await;
    let [sup, head] = &staff.dana;
    let page = "/en/referrals/escalation";
    let cookie = pair.dana.sign_in(sup).await;
    let (status, shown) = get(&pair.dana, &cookie, page).await;
    assert_eq!(status, StatusCode::OK);
    shows_every_text(&shown);
    let agreement = pair.agreement.id;
    let boxes = |level: u8| format!("level{level}-{}", agreement.0.simple());
    assert!(shown.contains(&boxes(1)) && shown.contains(&boxes(2)), "for each agreement");
    let officer = pair.dana.sign_in(&pair.officer).await;
    let form = format!("agreement={agreement}&{}={}", boxes(1), head.id);
    assert_eq!(post(&pair.dana, &officer, page, &form).await.0, StatusCode::FORBIDDEN);
    let stranger = form.replace(&head.id.to_string(), &pair.sender.id.to_string());
    assert_eq!(post(&pair.dana, &cookie, page, &stranger).await.0, StatusCode::BAD_REQUEST);
    assert_eq!(post(&pair.dana, &cookie, page, &form).await.0, StatusCode::SEE_OTHER);
    let id = delivered(&pair).await;
    pair.wait(120);
    look(&pair).await;
    assert!(day(&pair.dana, head).await.contains(OVER), "named for the first level");
    assert!(!day(&pair.dana, sup).await.contains(OVER), "instead of the supervisor");
    pair.wait(60);
    look(&pair).await;
    let second = watch(&pair.dana, sup, id).await.0;
    assert_eq!(second.level(pair.dana.id(), Deadline::Decision), 2, "nobody named: the head");
}

/// An emergency that departs from the residence clause, with everything that Marsa knows.
async fn emergency(pair: &Pair) -> ReferralId {
    let offered = pair.offer(|wish| {
        wish.urgency = Urgency::Emergency;
        wish.route.override_ = Some(OverrideReason::Capacity);
    });
    let id = offered.await.unwrap().id;
    pair.settle().await;
    id
}

#[tokio::test(flavor = "multi_thread")]
async fn contract_b26_an_emergency_goes_at_once_with_the_least_and_two_others_sign_and_review() {
    let pair = Pair::new().await;
    let staff = Staff::of(&pair).await;
    let ([sup, head], marsa) = (&staff.marsa, &pair.marsa);
    let id = emergency(&pair).await;
    let there = pair.equal(id).await;
    assert_eq!(there.row.state, State::Delivered, "no approval beforehand");
    let fields = &there.thread().unwrap().offer().fields;
    assert!(fields.iter().all(|field| Field::EMERGENCY.contains(field)), "{fields:?}");
    assert!(fields.contains(&Field::Name) && !fields.contains(&Field::Account));
    let act = |rest: &str| format!("/en/referrals/{id}/{rest}");
    let (sign, review) = ("consent=NOTSAFE", "finding=LESSON");
    let sender = marsa.sign_in(&pair.sender).await;
    let own = post(marsa, &sender, &act("countersignature"), sign).await;
    assert_eq!(own.0, StatusCode::FORBIDDEN);
    assert!(day(marsa, sup).await.contains("Second signature under an emergency"));
    let cookie = marsa.sign_in(sup).await;
    let signed = post(marsa, &cookie, &act("countersignature"), sign).await;
    assert_eq!(signed.0, StatusCode::SEE_OTHER, "{}", signed.1);
    let again = post(marsa, &cookie, &act("review"), review).await;
    assert_eq!(again.0, StatusCode::CONFLICT, "whoever signed does not review");
    let there = pair.dana.sign_in(&pair.officer).await;
    let theirs = post(&pair.dana, &there, &act("review"), review).await;
    assert_eq!(theirs.0, StatusCode::FORBIDDEN);
    let head_cookie = marsa.sign_in(head).await;
    let reviewed = post(marsa, &head_cookie, &act("review"), review).await;
    assert_eq!(reviewed.0, StatusCode::SEE_OTHER, "{}", reviewed.1);
    pair.settle().await;
    let watch = same(&pair, &staff, id).await;
    assert_eq!(watch.signature().map(|(_, consent)| consent), Some(PermissionForm::NotSafe));
    assert_eq!(watch.review().map(|(_, finding)| finding), Some(Finding::Lesson));
    for lang in ["ar", "en"] {
        let (_, page) = get(&pair.dana, &there, &format!("/{lang}/referrals/{id}")).await;
        shows_every_text(&page);
        let signed = if lang == "en" {
            "Signed after it was sent"
        } else {
            "وُقّعت بعد الإرسال"
        };
        assert!(page.contains(signed), "{lang}: the other agency sees it");
    }
    assert!(!day(marsa, sup).await.contains("emergency referral"));
}

#[tokio::test(flavor = "multi_thread")]
async fn contract_b26_an_emergency_that_nobody_signs_or_reviews_goes_up_at_both_agencies() {
    let pair = Pair::new().await;
    let staff = Staff::of(&pair).await;
    let id = emergency(&pair).await;
    super::shelter::home(&pair.dana, 1).await;
    let now = pair.dana.app.clock.now();
    referrals::accept(&pair.dana.app, &pair.officer, id, now).await.unwrap();
    pair.settle().await;
    let over = |what: &str| format!("The time for the {what} has run out");
    for (hours, deadline, what) in
        [(24, Deadline::Signature, "second signature"), (48, Deadline::Review, "review")]
    {
        pair.wait(hours * 60 - 1);
        look(&pair).await;
        let level = watch(&pair.marsa, &staff.marsa[0], id).await.0;
        assert_eq!(level.level(pair.marsa.id(), deadline), 0, "{what}: a minute before");
        pair.wait(1);
        look(&pair).await;
        pair.settle().await;
        let told = same(&pair, &staff, id).await;
        for (node, sup) in [(&pair.marsa, &staff.marsa[0]), (&pair.dana, &staff.dana[0])] {
            assert_eq!(told.level(node.id(), deadline), 1, "{what}");
            assert!(day(node, sup).await.contains(&over(what)), "{what}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn contract_b26_both_desks_see_the_same_two_words_for_the_call() {
    let pair = Pair::new().await;
    let id = emergency(&pair).await;
    let words = async |node: &Node, worker: &Worker| -> Vec<String> {
        let cookie = node.sign_in(worker).await;
        let page = get(node, &cookie, &format!("/en/referrals/{id}")).await.1;
        shows_every_text(&page);
        let parts = page.split('«').skip(1).filter_map(|part| part.split_once('»'));
        parts.map(|(word, _)| word.replace("<bdi>", "").replace("</bdi>", "")).collect()
    };
    let here = words(&pair.marsa, &pair.sender).await;
    assert_eq!(here.len(), 2, "{here:?}");
    assert_eq!(here, words(&pair.dana, &pair.officer).await, "caller first, on both screens");
    let other = emergency(&pair).await;
    assert_ne!(id, other);
    pair.wait(24 * 60);
    assert!(words(&pair.marsa, &pair.sender).await.is_empty(), "for one day");
}
