use sila_core::codes::{Category, Urgency};
use sila_core::ids::CaseId;
use sila_core::person::Birth;

use super::{Kind, alarm};
use crate::accounts::Worker;
use crate::cases::{compose, store as cases, tests::disclosure};
use crate::testing::{NOW, TestNode, check_page};

async fn child(node: &TestNode, owner: &Worker, age: u8) -> CaseId {
    let mut known = disclosure(node);
    known.people.truncate(1);
    known.people[0].birth = Birth::AgeRange { min: age, max: age, as_of: NOW };
    let owner = owner.id;
    let case =
        compose(&node.app, &known, Category::Child, Urgency::Emergency, owner, None, NOW).unwrap();
    let id = case.id;
    node.write(move |tx| cases::insert(tx, &case)).await.unwrap();
    id
}

#[test]
fn a_clock_is_louder_after_twelve_and_twenty_hours_and_when_it_has_run_out() {
    let loud = |hours: i64| alarm(NOW, NOW.plus_hours(24), NOW.plus_hours(hours));
    let all: Vec<u8> = [0, 11, 12, 19, 20, 24, 25].map(loud).to_vec();
    assert_eq!(all, [0, 0, 1, 1, 2, 2, 3]);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_law_wants_within_a_day_is_written_down_with_its_number() {
    let node = TestNode::new().await;
    let owner = node.worker("shamsa", &["CHILD_PROTECTION"]).await;
    let stranger = node.worker("huda", &["CASE_MANAGER"]).await;
    let case = child(&node, &owner, 14).await;
    let (mine, theirs) = (node.sign_in(&owner).await, node.sign_in(&stranger).await);
    let path = |rest: &str| format!("/en/cases/{case}/clocks{rest}");
    assert_eq!(node.post(&path(""), &theirs, &[]).await.status, 404);
    assert_eq!(node.post(&path(""), &mine, &[]).await.status, 303);
    for lang in ["ar", "en"] {
        check_page(&node.get(&format!("/{lang}/cases/{case}"), &mine).await.body, lang);
        check_page(&node.get(&format!("/{lang}/cases/{case}/clocks/told"), &mine).await.body, lang);
    }
    let lacking = node.post(&path("/notice"), &mine, &[("outcome", "SENT")]).await;
    assert_eq!(lacking.status, 422, "a receipt has a number");
    let sent = [("outcome", "SENT"), ("number", "P02-26-00417")];
    assert_eq!(node.post(&path("/notice"), &mine, &sent).await.status, 303);
    assert_eq!(node.post(&path("/notice"), &mine, &sent).await.status, 409, "once");
    let told = node.post(&path("/told"), &mine, &[("outcome", "TOLD")]).await;
    assert_eq!(told.status, 422, "from thirteen on they sign or refuse");
    assert_eq!(node.post(&path("/told"), &mine, &[("outcome", "REFUSED")]).await.status, 303);
    let page = node.get(&format!("/en/cases/{case}"), &mine).await.body;
    assert!(page.contains("P02-26-00417") && page.contains("Refused to sign"), "{page}");
    let files = std::fs::read_dir(&node.app.config.dir).unwrap();
    for file in files.map(|entry| entry.unwrap().path()).filter(|path| path.is_file()) {
        let bytes = std::fs::read(file).unwrap();
        assert!(!bytes.windows(12).any(|part| part == b"P02-26-00417"), "sealed at rest");
    }
}

/// Whoever answers for the agency learns that a time of the law has run out, and of nobody's case.
#[tokio::test(flavor = "multi_thread")]
async fn the_head_sees_how_many_clocks_have_run_out_and_no_case() {
    let node = TestNode::new().await;
    let owner = node.worker("shamsa", &["CHILD_PROTECTION"]).await;
    let head = node.worker("sultan", &["HEAD"]).await;
    let boss = node.worker("amal", &["SUPERVISOR"]).await;
    let mut kept = None;
    for _ in 0..2 {
        let case = child(&node, &owner, 14).await;
        let mine = node.sign_in(&owner).await;
        let begun = node.post(&format!("/en/cases/{case}/clocks"), &mine, &[]).await;
        assert_eq!(begun.status, 303);
        kept = Some(case);
    }
    let day = async |worker: &Worker| {
        let cookie = node.sign_in(worker).await;
        node.get("/en", &cookie).await.body
    };
    assert!(!day(&head).await.contains("Overdue: notice"), "in time");
    node.app.clock.set(Some(NOW.plus_hours(25)));
    let seen = day(&head).await;
    check_page(&seen, "en");
    assert!(seen.contains("Overdue: notice to the prosecution") && seen.contains("in 2 cases"));
    assert!(!seen.contains("C-26-0000") && day(&boss).await.contains("C-26-00001"));
    let restrict = crate::cases::scope::Change::Restrict;
    let (case, now) = (kept.unwrap(), node.app.clock.now());
    crate::cases::scope::change(&node.app, &owner, case, restrict, now).await.unwrap();
    assert!(day(&head).await.contains("in one case"), "absent from counts, too");
}

#[test]
fn younger_children_are_told_and_an_unknown_age_is_taken_as_old_enough() {
    let mut person =
        sila_core::person::Person::unknown(sila_core::ids::PersonId(uuid::Uuid::nil()));
    assert_eq!(Kind::Told.outcomes(Some(&person), NOW), ["SIGNED", "REFUSED"]);
    person.birth = Birth::AgeRange { min: 9, max: 11, as_of: NOW };
    assert_eq!(Kind::Told.outcomes(Some(&person), NOW), ["TOLD"]);
    person.birth = Birth::AgeRange { min: 11, max: 13, as_of: NOW };
    assert_eq!(Kind::Told.outcomes(Some(&person), NOW), ["SIGNED", "REFUSED"]);
}
