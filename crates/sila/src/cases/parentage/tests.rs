//! A child of unknown parentage is there for those who work on the case alone, and the register has exactly its fields.

use sila_core::codes::{Category, Sex, Urgency};
use sila_core::ids::CaseId;
use sila_core::person::Birth;

use super::FIELDS;
use crate::accounts::Worker;
use crate::cases::{compose, store as cases, tests::disclosure};
use crate::testing::{NOW, TestNode};

async fn newborn(node: &TestNode, owner: &Worker, category: Category) -> CaseId {
    let mut known = disclosure(node);
    known.people.truncate(1);
    known.people[0].name_ar = Some("رمز ندى-1".to_owned());
    known.people[0].sex = Sex::Female;
    known.people[0].birth = Birth::AgeRange { min: 0, max: 0, as_of: NOW };
    let kind = (category, Urgency::Emergency);
    let case = compose(&node.app, &known, kind.0, kind.1, owner.id, None, NOW).unwrap();
    let id = case.id;
    node.write(move |tx| cases::insert(tx, &case)).await.unwrap();
    id
}

/// H09: listed by its number only, and only for those who work on it.
#[tokio::test(flavor = "multi_thread")]
async fn h09_the_record_is_listed_by_code_and_for_its_specialists_alone() {
    let node = TestNode::new().await;
    let specialist = node.worker("shamsa", &["CHILD_PROTECTION"]).await;
    let boss = node.worker("moza", &["SUPERVISOR", "HEAD"]).await;
    let case = newborn(&node, &specialist, Category::UnknownParentage).await;
    let other = newborn(&node, &specialist, Category::Child).await;
    let (hers, bosses) = (node.sign_in(&specialist).await, node.sign_in(&boss).await);
    let list = node.get("/en/cases?who=mine", &hers).await.body;
    assert!(list.contains("C-26-00001"), "by its number");
    assert!(!list.contains("ندى") && !list.contains("Wafaa"), "and by nothing else");
    assert_eq!(node.get(&format!("/en/cases/{case}"), &hers).await.status, 200);
    let all = node.get("/en/cases?who=all", &bosses).await.body;
    assert!(all.contains("C-26-00002") && !all.contains("C-26-00001"), "for specialists only");
    assert_eq!(node.get(&format!("/en/cases/{case}"), &bosses).await.status, 404);
    assert_eq!(node.get(&format!("/en/cases/{other}"), &bosses).await.status, 200);
    node.end().await;
}

/// H09: what the law links is what leaves.
#[tokio::test(flavor = "multi_thread")]
async fn h09_the_extract_for_the_register_has_exactly_the_legal_fields() {
    let node = TestNode::new().await;
    let specialist = node.worker("shamsa", &["CHILD_PROTECTION"]).await;
    let boss = node.worker("moza", &["SUPERVISOR", "HEAD"]).await;
    let (hers, bosses) = (node.sign_in(&specialist).await, node.sign_in(&boss).await);
    let case = newborn(&node, &specialist, Category::UnknownParentage).await;
    let path = |case: CaseId| format!("/en/cases/{case}/parentage");
    assert_eq!(node.post(&path(case), &bosses, &[]).await.status, 404);
    let file = node.post(&path(case), &hers, &[]).await;
    assert_eq!(file.status, 200);
    let mut lines = file.body.lines();
    assert_eq!(lines.next().unwrap(), FIELDS.join(","));
    assert_eq!(lines.next().unwrap(), "C-26-00001,F,~2026,AE-SH-KFK,2026-11-22,,,,");
    assert_eq!(lines.next(), None);
    let child = newborn(&node, &specialist, Category::Child).await;
    assert_eq!(node.post(&path(child), &hers, &[]).await.status, 404, "of no other child");
    node.end().await;
}
