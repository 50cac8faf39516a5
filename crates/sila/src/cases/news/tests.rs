//! The parts that others changed bear a mark for who has looked before, for the time of a visit, and none betrays what is not for them.

use sila_core::ids::CaseId;

use crate::accounts::Worker;
use crate::cases::scope::tests::new_case;
use crate::cases::store as cases;
use crate::referrals::store::{self as referrals, Direction, Referral};
use crate::referrals::tests::{new, referral};
use crate::testing::{NOW, TestNode, check_page};

const MARK: &str = "new since your last look";

/// Later by so many minutes, for everybody.
fn wait(node: &TestNode, minutes: i64) {
    node.app.clock.set(Some(node.app.clock.now().plus_minutes(minutes)));
}

/// The page of the case as this worker reads it now.
async fn page(node: &TestNode, worker: &Worker, case: CaseId) -> String {
    let cookie = node.sign_in(worker).await;
    node.get(&format!("/en/cases/{case}"), &cookie).await.body
}

async fn post(node: &TestNode, worker: &Worker, path: &str, form: &[(&str, &str)]) {
    let cookie = node.sign_in(worker).await;
    assert_eq!(node.post(path, &cookie, form).await.status, 303, "{path}");
}

/// Whether the card with this id bears the mark beside its heading.
fn card(page: &str, id: &str) -> bool {
    let (_, rest) = page.split_once(&format!("id=\"{id}\"")).expect(id);
    rest.split_once("card-b").unwrap().0.contains(MARK)
}

/// Whether the line that leads to the page of a part bears the mark.
fn line(page: &str, way: &str) -> bool {
    let (_, rest) = page.split_once("id=\"case-more\"").unwrap();
    let (_, rest) = rest.split_once(&format!("/{way}\"")).expect(way);
    rest.split_once("</li>").unwrap().0.contains(MARK)
}

/// Two colleagues and the case on which both work.
async fn shared(node: &TestNode) -> (Worker, Worker, CaseId) {
    let owner = node.worker("reem", &["CASE_MANAGER"]).await;
    let mate = node.worker("hind", &["PSYCHOLOGIST"]).await;
    let (case, member) = (new_case(node, &owner).await, mate.id);
    node.write(move |tx| cases::add_member(tx, case, member, member, NOW)).await.unwrap();
    (owner, mate, case)
}

#[tokio::test(flavor = "multi_thread")]
async fn what_others_changed_since_the_last_look_is_marked_for_the_time_of_a_visit() {
    let node = TestNode::new().await;
    let (owner, mate, case) = shared(&node).await;
    let at = |rest: &str| format!("/en/cases/{case}/{rest}");
    wait(&node, 1);
    for reader in [&owner, &mate] {
        assert!(!page(&node, reader, case).await.contains(MARK), "who looks first is told nothing");
    }
    wait(&node, 20);
    let goal = [("kind", "SAFETY"), ("words", "canary")];
    post(&node, &owner, &at("plan/goals/new"), &goal).await;
    let hidden = [("sensitivity", "SUPERVISION"), ("words", "canary")];
    post(&node, &owner, &at("notes"), &hidden).await;
    wait(&node, 1);
    let theirs = page(&node, &mate, case).await;
    assert!(card(&theirs, "case-plan"), "{theirs}");
    assert!(!line(&theirs, "notes"), "what is not for them bears no mark");
    assert_eq!(theirs.matches(MARK).count(), 1, "and nothing else is new");
    assert!(!page(&node, &owner, case).await.contains(MARK), "what one did oneself is no news");
    wait(&node, 5);
    assert!(card(&page(&node, &mate, case).await, "case-plan"), "the same visit");
    wait(&node, 15);
    assert!(!page(&node, &mate, case).await.contains(MARK), "seen a visit ago");
    node.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mark_goes_when_the_page_of_its_part_is_opened() {
    let node = TestNode::new().await;
    let (owner, mate, case) = shared(&node).await;
    let at = |rest: &str| format!("/en/cases/{case}/{rest}");
    wait(&node, 1);
    page(&node, &mate, case).await;
    wait(&node, 20);
    let note = [("sensitivity", "ORDINARY"), ("words", "canary")];
    post(&node, &owner, &at("notes"), &note).await;
    post(&node, &owner, &at("flags"), &[("reason", "RISK"), ("words", "canary")]).await;
    let row = Referral {
        case_id: Some(case),
        created_by: Some(owner.id),
        updated_at: node.app.clock.now(),
        ..referral(1, Direction::Out)
    };
    let sent = new(row);
    node.write(move |tx| referrals::insert(tx, &sent)).await.unwrap();
    wait(&node, 1);
    let before = page(&node, &mate, case).await;
    assert!(line(&before, "notes") && line(&before, "flags"), "{before}");
    assert!(card(&before, "case-referrals") && !card(&before, "case-plan"));
    let cookie = node.sign_in(&mate).await;
    let arabic = node.get(&format!("/ar/cases/{case}"), &cookie).await.body;
    check_page(&arabic, "ar");
    assert!(arabic.contains("جديد منذ آخر اطلاع لك"));
    assert_eq!(node.get(&at("notes"), &cookie).await.status, 200);
    let after = page(&node, &mate, case).await;
    assert!(!line(&after, "notes") && line(&after, "flags"), "the one that was read");
    node.end().await;
}
