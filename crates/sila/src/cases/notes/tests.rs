//! A note is read by those it is for, is corrected and never overwritten, and is not there for anybody else.

use sila_core::ids::CaseId;

use crate::cases::scope::tests::new_case;
use crate::cases::store as cases;
use crate::testing::{NOW, TestNode, check_page};

async fn note(node: &TestNode, case: CaseId, cookie: &str, sensitivity: &str, words: &str) {
    let form = [("sensitivity", sensitivity), ("words", words)];
    let got = node.post(&format!("/en/cases/{case}/notes"), cookie, &form).await;
    assert_eq!(got.status, 303, "{}", got.body);
}

async fn reads(node: &TestNode, case: CaseId, cookie: &str) -> Vec<&'static str> {
    let page = node.get(&format!("/en/cases/{case}/notes"), cookie).await.body;
    ["canary-all", "canary-few", "canary-boss"]
        .into_iter()
        .filter(|one| page.contains(one))
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn who_reads_a_note_follows_from_how_sensitive_it_is() {
    let node = TestNode::new().await;
    let owner = node.worker("reem", &["CASE_MANAGER"]).await;
    let mate = node.worker("hind", &["PSYCHOLOGIST"]).await;
    let third = node.worker("asma", &["LEGAL"]).await;
    let boss = node.worker("amal", &["SUPERVISOR"]).await;
    let stranger = node.worker("huda", &["CASE_MANAGER"]).await;
    let case = new_case(&node, &owner).await;
    for member in [mate.id, third.id] {
        node.write(move |tx| cases::add_member(tx, case, member, member, NOW)).await.unwrap();
    }
    let hers = node.sign_in(&mate).await;
    note(&node, case, &hers, "ORDINARY", "canary-all").await;
    note(&node, case, &hers, "CONFIDENTIAL", "canary-few").await;
    note(&node, case, &hers, "SUPERVISION", "canary-boss").await;
    let every = ["canary-all", "canary-few", "canary-boss"];
    assert_eq!(reads(&node, case, &hers).await, every, "whoever wrote it");
    assert_eq!(reads(&node, case, &node.sign_in(&owner).await).await, every[..2], "the owner");
    assert_eq!(reads(&node, case, &node.sign_in(&third).await).await, every[..1], "a member");
    assert_eq!(reads(&node, case, &node.sign_in(&boss).await).await, every, "a supervisor");
    let other = node.sign_in(&stranger).await;
    assert_eq!(node.get(&format!("/en/cases/{case}/notes"), &other).await.status, 404);
    let page = node.get(&format!("/en/cases/{case}/notes"), &node.sign_in(&third).await).await;
    assert!(page.body.contains(">1<"), "nor that there are more: {}", page.body);
    let bad = [("sensitivity", "SECRET"), ("words", "x")];
    assert_eq!(node.post(&format!("/en/cases/{case}/notes"), &hers, &bad).await.status, 422);
    for file in std::fs::read_dir(node.folder()).unwrap().map(|entry| entry.unwrap().path()) {
        let bytes = if file.is_file() { std::fs::read(file).unwrap() } else { Vec::new() };
        assert!(!String::from_utf8_lossy(&bytes).contains("canary-few"), "sealed at rest");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_note_is_corrected_by_its_writer_and_nothing_is_overwritten() {
    let node = TestNode::new().await;
    let owner = node.worker("reem", &["CASE_MANAGER"]).await;
    let mate = node.worker("hind", &["PSYCHOLOGIST"]).await;
    let case = new_case(&node, &owner).await;
    let member = mate.id;
    node.write(move |tx| cases::add_member(tx, case, member, member, NOW)).await.unwrap();
    let (mine, hers) = (node.sign_in(&owner).await, node.sign_in(&mate).await);
    note(&node, case, &mine, "ORDINARY", "canary-all").await;
    let page = node.get(&format!("/en/cases/{case}/notes"), &mine).await.body;
    let link = format!("/en/cases/{case}/notes/");
    let thread = page.split_once(&link).unwrap().1.split_once('"').unwrap().0;
    let one = format!("{link}{thread}");
    for lang in ["ar", "en"] {
        for rest in [String::new(), format!("/{thread}")] {
            let got = node.get(&format!("/{lang}/cases/{case}/notes{rest}"), &mine).await;
            check_page(&got.body, lang);
        }
    }
    let new = [("sensitivity", "ORDINARY"), ("words", "corrected words")];
    assert_eq!(node.post(&one, &hers, &new).await.status, 403, "somebody else’s");
    assert_eq!(node.post(&one, &mine, &new).await.status, 303);
    let both = node.get(&one, &hers).await.body;
    assert!(
        both.contains("corrected words")
            && both.contains("canary-all")
            && both.contains("version 2")
    );
    let shut = [("sensitivity", "SUPERVISION"), ("words", "for few now")];
    assert_eq!(node.post(&one, &mine, &shut).await.status, 303);
    assert_eq!(node.get(&one, &hers).await.status, 404, "what is shut is shut with its past");
    assert!(node.get(&one, &mine).await.body.contains("canary-all"), "and stays for its writer");
}
