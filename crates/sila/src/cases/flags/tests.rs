//! A flag says why and is resolved with a note; it is there for whoever reads the case and for nobody else.

use sila_core::ids::CaseId;

use super::store;
use crate::cases::scope::tests::new_case;
use crate::cases::scope::{Change, change};
use crate::cases::store as cases;
use crate::testing::{NOW, TestNode, check_page};

async fn flag(node: &TestNode, case: CaseId, cookie: &str, words: &str) {
    let form = [("reason", "RISK"), ("words", words)];
    let got = node.post(&format!("/en/cases/{case}/flags"), cookie, &form).await;
    assert_eq!(got.status, 303, "{}", got.body);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_flag_stands_until_somebody_says_what_came_of_it() {
    let node = TestNode::new().await;
    let owner = node.worker("reem", &["CASE_MANAGER"]).await;
    let mate = node.worker("hind", &["PSYCHOLOGIST"]).await;
    let case = new_case(&node, &owner).await;
    let member = mate.id;
    node.write(move |tx| cases::add_member(tx, case, member, member, NOW)).await.unwrap();
    let (mine, hers) = (node.sign_in(&owner).await, node.sign_in(&mate).await);
    flag(&node, case, &hers, "canary-look").await;
    let path = format!("/en/cases/{case}/flags");
    for lang in ["ar", "en"] {
        for page in ["flags".to_owned(), format!("cases/{case}/flags"), format!("cases/{case}")] {
            check_page(&node.get(&format!("/{lang}/{page}"), &mine).await.body, lang);
        }
    }
    assert!(node.get(&format!("/en/cases/{case}"), &mine).await.body.contains("canary-look"));
    // What is missing is named, and nothing that is there.
    for (form, said) in [
        ([("words", "look here"), ("reason", "")], "Choose"),
        ([("words", ""), ("reason", "RISK")], "Write what is to be looked at, in 500"),
    ] {
        let refused = node.post(&path, &mine, &form).await;
        assert_eq!(refused.status, 422);
        let summary = refused.body.split_once("<main").unwrap().1;
        assert!(summary.contains(said), "{summary}");
        let words = "Write what is to be looked at, in 500";
        assert_eq!(summary.contains(words), said == words, "{summary}");
    }
    let whose = async |cookie: &str, whose: &str| {
        let page = node.get(&format!("/en/flags?whose={whose}"), cookie).await.body;
        page.contains(&path)
    };
    assert!(whose(&hers, "mine").await && !whose(&hers, "others").await);
    assert!(!whose(&mine, "mine").await && whose(&mine, "others").await);
    assert!(!node.get("/en/flags", &mine).await.body.contains("canary-look"), "codes only");
    let id = node.write(move |tx| store::of_case(tx, case)).await.unwrap()[0].0.id;
    let act = format!("{path}/{id}");
    let note = format!("note_{}", id.simple());
    let empty = node.post(&act, &mine, &[(note.as_str(), " ")]).await;
    assert_eq!(empty.status, 422, "with a note");
    assert_eq!(node.post(&act, &mine, &[(note.as_str(), "canary-came")]).await.status, 303);
    assert_eq!(node.post(&act, &hers, &[(note.as_str(), "twice")]).await.status, 409);
    let page = node.get(&path, &hers).await.body;
    assert!(page.contains("canary-look") && page.contains("canary-came"), "nothing is deleted");
    assert!(!node.get(&format!("/en/cases/{case}"), &mine).await.body.contains("canary-look"));
    assert!(!whose(&mine, "others").await);
    let bad = [("reason", "SECRET"), ("words", "x")];
    assert_eq!(node.post(&path, &mine, &bad).await.status, 422);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_flag_of_a_case_is_not_there_for_a_stranger_nor_once_the_case_is_shut() {
    let node = TestNode::new().await;
    let owner = node.worker("reem", &["CASE_MANAGER"]).await;
    let boss = node.worker("amal", &["SUPERVISOR"]).await;
    let other = node.worker("huda", &["CASE_MANAGER"]).await;
    let case = new_case(&node, &owner).await;
    let (mine, hers) = (node.sign_in(&owner).await, node.sign_in(&other).await);
    flag(&node, case, &mine, "canary-look").await;
    let path = format!("/en/cases/{case}/flags");
    assert_eq!(node.get(&path, &hers).await.status, 404);
    assert_eq!(node.post(&path, &hers, &[("reason", "RISK"), ("words", "x")]).await.status, 404);
    assert!(!node.get("/en/flags", &hers).await.body.contains(&path));
    let theirs = node.sign_in(&boss).await;
    assert!(node.get("/en/flags", &theirs).await.body.contains(&path), "whoever reads all");
    change(&node.app, &owner, case, Change::Restrict, NOW).await.unwrap();
    assert!(!node.get("/en/flags", &theirs).await.body.contains(&path), "unless it is restricted");
}
