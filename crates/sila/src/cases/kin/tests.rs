//! The people of a case are drawn and told in a table; whoever is said to have done harm is apart from them, and goes nowhere.

use sila_core::codes::Relation;

use super::{generation, of_case, store};
use crate::cases::open_record;
use crate::cases::scope::tests::new_case;
use crate::testing::{TestNode, check_page};

const HIM: &str = "شاهر المتهم الوادي";
const BEWARE: &str = "canary-armed";

#[test]
fn a_relation_stands_in_one_generation() {
    let table = [
        (Relation::Mother, 0),
        (Relation::Husband, 1),
        (Relation::Brother, 1),
        (Relation::Daughter, 2),
        (Relation::Employer, 3),
    ];
    for (relation, wanted) in table {
        assert_eq!(generation(relation), wanted, "{relation}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_household_is_drawn_and_its_people_tied_to_each_other() {
    let node = TestNode::new().await;
    let owner = node.worker("reem", &["CASE_MANAGER"]).await;
    let stranger = node.worker("huda", &["CASE_MANAGER"]).await;
    let case = new_case(&node, &owner).await;
    let (mine, other) = (node.sign_in(&owner).await, node.sign_in(&stranger).await);
    let path = format!("/en/cases/{case}/kin");
    let record = open_record(&node.app, &owner, case).await.unwrap();
    let [woman, girl] = [0, 1].map(|nth| record.disclosure.people[nth].id.to_string());
    let tie = [("one", woman.as_str()), ("relation", "MOTHER"), ("other", girl.as_str())];
    assert_eq!(node.post(&path, &other, &tie).await.status, 404);
    let self_tie = [("one", woman.as_str()), ("relation", "MOTHER"), ("other", woman.as_str())];
    assert_eq!(node.post(&path, &mine, &self_tie).await.status, 422);
    assert_eq!(node.post(&path, &mine, &tie).await.status, 303);
    for lang in ["ar", "en"] {
        check_page(&node.get(&format!("/{lang}/cases/{case}/kin"), &mine).await.body, lang);
    }
    let page = node.get(&path, &mine).await.body;
    assert!(page.contains("Mother · <bdi>مهرة</bdi>"), "{page}");
    let (drawn, table) = page.split_once("<table").unwrap();
    assert!(drawn.contains("مهرة") && table.contains("مهرة"), "both say the same");
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_said_to_have_done_harm_is_in_no_referral_and_no_search() {
    let node = TestNode::new().await;
    let owner = node.worker("amal", &["SUPERVISOR", "REFERRAL_OFFICER"]).await;
    let case = new_case(&node, &owner).await;
    let mine = node.sign_in(&owner).await;
    let form = [("name", HIM), ("related", "HUSBAND"), ("at_home", "yes"), ("words", BEWARE)];
    let act = format!("/en/cases/{case}/alleged");
    assert_eq!(node.post(&act, &mine, &form[..1]).await.status, 422);
    assert_eq!(node.post(&act, &mine, &form).await.status, 303);
    let page = node.get(&format!("/en/cases/{case}/kin"), &mine).await.body;
    assert!(page.contains(HIM) && page.contains(BEWARE));
    let draft = node.post(&format!("/en/cases/{case}/refer"), &mine, &[]).await.location;
    let base = draft.trim_end_matches(char::is_numeric);
    for step in 1..=5 {
        let page = node.get(&format!("{base}{step}"), &mine).await.body;
        assert!(!page.contains(HIM) && !page.contains(BEWARE), "step {step}");
    }
    let found = node.post("/en/search", &mine, &[("q", HIM)]).await.body;
    assert!(!found.contains("C-26-00001"), "no search leads from the name to the case");
    for file in std::fs::read_dir(node.folder()).unwrap().map(|entry| entry.unwrap().path()) {
        let bytes = if file.is_file() { std::fs::read(file).unwrap() } else { Vec::new() };
        let text = String::from_utf8_lossy(&bytes);
        assert!(!text.contains(HIM) && !text.contains(BEWARE), "sealed at rest");
    }
    let one = node.write(move |tx| store::alleged(tx, case)).await.unwrap()[0].id;
    assert_eq!(node.post(&format!("{act}/{one}/end"), &mine, &[]).await.status, 303);
    let record = open_record(&node.app, &owner, case).await.unwrap();
    let (_, alleged) = of_case(&node.app, &record).await.unwrap();
    assert!(alleged[0].ended_at.is_some() && alleged[0].said.name == HIM, "ended, and kept");
}
