//! The people of a case are drawn and told in a table; whoever is said to have done harm is apart from them, and goes nowhere.

use sila_core::codes::Relation;
use sila_core::time::Date;

use super::{generation, of_case, store};
use crate::cases::open_record;
use crate::cases::scope::tests::new_case;
use crate::cases::withheld;
use crate::testing::{NOW, TestNode, check_page};

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

/// Writes down who cares for somebody since a day; the status of the answer.
async fn cared(
    node: &TestNode,
    (path, cookie): (&str, &str),
    (person, carer): (&str, &str),
    since: Date,
) -> u16 {
    let [day, month, year] =
        [since.day.to_string(), since.month.to_string(), since.year.to_string()];
    let form = [
        ("cared", person),
        ("carer", carer),
        ("care_since_d", day.as_str()),
        ("care_since_m", month.as_str()),
        ("care_since_y", year.as_str()),
    ];
    node.post(path, cookie, &form).await.status.as_u16()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_child_is_in_one_care_at_a_time_and_what_was_before_stays_until_the_case_is_erased() {
    let node = TestNode::new().await;
    let owner = node.worker("reem", &["CASE_MANAGER"]).await;
    let stranger = node.worker("huda", &["CASE_MANAGER"]).await;
    let case = new_case(&node, &owner).await;
    let (mine, other) = (node.sign_in(&owner).await, node.sign_in(&stranger).await);
    let record = open_record(&node.app, &owner, case).await.unwrap();
    let girl = record.disclosure.people[1].id.to_string();
    let (path, today) = (format!("/en/cases/{case}/care"), NOW.uae_date());
    let own = (path.as_str(), mine.as_str());
    let before = |days: i64| today.plus_days(-days);
    assert_eq!(cared(&node, (&path, &other), (&girl, "FOSTER"), before(9)).await, 404);
    assert_eq!(cared(&node, own, (&girl, "NOBODY"), before(9)).await, 422, "no such care");
    let nobody = stranger.id.to_string();
    assert_eq!(cared(&node, own, (&nobody, "FOSTER"), before(9)).await, 422, "not of the case");
    assert_eq!(cared(&node, own, (&girl, "FOSTER"), before(-1)).await, 422, "a day ahead");
    for (carer, days) in [("PARENTS", 400), ("RELATIVES", 9), ("KAFALA", 9)] {
        assert_eq!(cared(&node, own, (&girl, carer), before(days)).await, 303, "{carer}");
    }
    assert_eq!(cared(&node, own, (&girl, "HOME"), before(10)).await, 422, "before what stands");
    for lang in ["ar", "en"] {
        check_page(&node.get(&format!("/{lang}/cases/{case}/kin"), &mine).await.body, lang);
    }
    let page = node.get(&format!("/en/cases/{case}/kin"), &mine).await.body;
    let shown = |words: &str| page.contains(&format!("{words} · "));
    assert!(shown("Kafala") && shown("Parents, or one of them"), "what stands, and what was");
    assert!(!shown("Relatives"), "what the same day said before is corrected");
    let history = node.get(&format!("/en/cases/{case}/history"), &mine).await.body;
    assert!(history.contains("in whose care somebody is"));
    let left = node.write(move |tx| {
        withheld::store::set(tx, case, true, NOW)?;
        withheld::store::erase(tx, case, NOW)?;
        store::care(tx, case)
    });
    assert!(left.await.unwrap().is_empty(), "it goes with the case");
    node.end().await;
}
