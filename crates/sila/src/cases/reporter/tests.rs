//! Who reported is on no page, in no draft of a referral, in no file, and in the log only as a code.

use super::store;
use crate::cases::scope::tests::new_case;
use crate::cases::withheld;
use crate::testing::{NOW, TestNode};

const NAME: &str = "جابر المبلّغ السهيلي";
const PHONE: &str = "+971590007788";
const FORM: [(&str, &str); 3] = [("name", NAME), ("phone", PHONE), ("words", "canary-heard-it")];

fn tells(page: &str) -> bool {
    [NAME, "0007788", "canary-heard-it"].iter().any(|canary| page.contains(canary))
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_reported_is_on_no_page_and_in_no_referral_or_file() {
    let node = TestNode::new().await;
    let owner = node.worker("amal", &["SUPERVISOR", "REFERRAL_OFFICER"]).await;
    let case = new_case(&node, &owner).await;
    let mine = node.sign_in(&owner).await;
    let sealed = node.post(&format!("/en/cases/{case}/reporter"), &mine, &FORM).await;
    assert_eq!(sealed.status, 303, "{}", sealed.body);
    let draft = node.post(&format!("/en/cases/{case}/refer"), &mine, &[]).await.location;
    let mut paths: Vec<String> =
        (1..=5).map(|step| format!("{}{step}", draft.trim_end_matches(char::is_numeric))).collect();
    for route in crate::routes::table().list.iter().filter(|route| route.method == "GET") {
        let path =
            route.path.replace("{lang}", "en").replace("/cases/{id}", &format!("/cases/{case}"));
        if !path.contains('{') && !["/events", "/en/lock", "/en/hidden"].contains(&path.as_str()) {
            paths.push(path);
        }
    }
    assert!(paths.iter().filter(|path| path.contains(&case.to_string())).count() > 8);
    for path in paths {
        assert!(!tells(&node.get(&path, &mine).await.body), "{path} tells who reported");
    }
    let found = node.post("/en/search", &mine, &[("q", NAME)]).await;
    assert!(!found.body.contains("C-26-00001"), "a search does not lead there");
    for file in std::fs::read_dir(node.folder()).unwrap().map(|entry| entry.unwrap().path()) {
        let bytes = if file.is_file() { std::fs::read(file).unwrap() } else { Vec::new() };
        assert!(!tells(&String::from_utf8_lossy(&bytes)), "sealed at rest");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_name_is_opened_by_a_right_and_a_reason_and_both_are_on_record() {
    let node = TestNode::new().await;
    let owner = node.worker("reem", &["INTAKE"]).await;
    let boss = node.worker("amal", &["SUPERVISOR"]).await;
    let stranger = node.worker("huda", &["CASE_MANAGER"]).await;
    let case = new_case(&node, &owner).await;
    let (mine, hers) = (node.sign_in(&owner).await, node.sign_in(&boss).await);
    let path = format!("/en/cases/{case}/reporter");
    let other = node.sign_in(&stranger).await;
    assert_eq!(node.post(&path, &other, &FORM).await.status, 404);
    assert_eq!(node.post(&path, &mine, &FORM[1..]).await.status, 422, "nobody to seal");
    assert_eq!(node.post(&path, &mine, &FORM).await.status, 303);
    let one = node.write(move |tx| store::of_case(tx, case)).await.unwrap()[0].id;
    let open = format!("{path}/{one}");
    assert_eq!(node.post(&open, &mine, &[("reason", "SAFETY")]).await.status, 403);
    assert_eq!(node.post(&open, &hers, &[]).await.status, 422);
    assert_eq!(node.post(&open, &hers, &[("reason", "COURT")]).await.status, 422, "a number");
    let consent = node.post(&open, &hers, &[("reason", "CONSENT")]).await;
    assert!(consent.status == 409 && !tells(&consent.body), "nobody agreed");
    let order = [("reason", "COURT"), ("number", "SHJ-2026-118")];
    let shown = node.post(&open, &hers, &order).await;
    assert!(shown.status == 200 && tells(&shown.body));
    assert!(node.get(&path, &mine).await.body.contains("Opened once"));
    let auditor = node.worker("dana", &["DPO_AUDIT"]).await;
    let trail = node.get("/en/audit/reads", &node.sign_in(&auditor).await).await.body;
    assert!(trail.contains("Who reported") && !tells(&trail));
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_reported_goes_when_the_case_is_erased() {
    let node = TestNode::new().await;
    let owner = node.worker("reem", &["INTAKE"]).await;
    let case = new_case(&node, &owner).await;
    let mine = node.sign_in(&owner).await;
    let path = format!("/en/cases/{case}/reporter");
    assert_eq!(node.post(&path, &mine, &FORM).await.status, 303);
    let left = node.write(move |tx| {
        withheld::store::set(tx, case, true, NOW)?;
        withheld::store::erase(tx, case, NOW)?;
        store::of_case(tx, case)
    });
    assert!(left.await.unwrap().is_empty());
}
