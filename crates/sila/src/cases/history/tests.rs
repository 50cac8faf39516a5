//! The history says what was done in plain words, and not a word about what is not for the reader.

use super::SAID;
use crate::cases::scope::tests::new_case;
use crate::cases::store as cases;
use crate::testing::{NOW, TestNode, check_page};
use crate::web::{Lang, i18n};

#[tokio::test(flavor = "multi_thread")]
async fn what_was_done_is_told_in_words_to_whoever_reads_the_case() {
    let node = TestNode::new().await;
    let owner = node.worker("reem", &["CASE_MANAGER"]).await;
    let mate = node.worker("hind", &["PSYCHOLOGIST"]).await;
    let case = new_case(&node, &owner).await;
    let member = mate.id;
    node.write(move |tx| cases::add_member(tx, case, member, member, NOW)).await.unwrap();
    let (mine, hers) = (node.sign_in(&owner).await, node.sign_in(&mate).await);
    let at = |rest: &str| format!("/en/cases/{case}/{rest}");
    let note = [("sensitivity", "SUPERVISION"), ("words", "canary")];
    assert_eq!(node.post(&at("notes"), &mine, &note).await.status, 303);
    let goal = [("kind", "SAFETY"), ("words", "canary")];
    assert_eq!(node.post(&at("plan/goals/new"), &mine, &goal).await.status, 303);
    let flag = [("reason", "RISK"), ("words", "canary")];
    assert_eq!(node.post(&at("flags"), &mine, &flag).await.status, 303);
    let page = node.get(&at("history"), &mine).await.body;
    for words in ["A note was written", "A goal was set", "A flag was set", "The case was opened"] {
        assert!(page.contains(words), "{words}");
    }
    assert!(!page.contains("canary"), "what was done, not what was written");
    let theirs = node.get(&at("history"), &hers).await.body;
    assert!(theirs.contains("A goal was set"));
    assert!(!theirs.contains("A note was written"), "nor that there is one: {theirs}");
    for lang in ["ar", "en"] {
        check_page(&node.get(&format!("/{lang}/cases/{case}/history"), &mine).await.body, lang);
    }
    let stranger = node.worker("huda", &["CASE_MANAGER"]).await;
    let other = node.sign_in(&stranger).await;
    assert_eq!(node.get(&at("history"), &other).await.status, 404);
}

#[test]
fn every_line_has_its_words_in_both_languages() {
    for (.., key, _) in SAID {
        for lang in [Lang::Ar, Lang::En] {
            assert_ne!(i18n::text(lang, key, &[]), **key, "{key}");
        }
    }
}
