//! A true name is for exactly two people, each time for a reason, and on no page of anybody else, not even of a supervisor.

use sila_core::ids::CaseId;

use super::store;
use crate::cases::scope::tests::new_case;
use crate::cases::{scope, withheld};
use crate::testing::{NOW, TestNode, check_page};

const TRUE_NAME: &str = "ماريسول ديلا فيغا القنديلية";

/// No page shows it to who reads every case, and no file holds it.
async fn is_told_nowhere(node: &TestNode, case: CaseId, bosses: &str) {
    for route in crate::routes::table().list.iter().filter(|route| route.method == "GET") {
        let path =
            route.path.replace("{lang}", "en").replace("/cases/{id}", &format!("/cases/{case}"));
        if !path.contains('{') && !["/events", "/en/lock", "/en/hidden"].contains(&path.as_str()) {
            let got = node.get(&path, bosses).await;
            assert!(!got.body.contains("ماريسول"), "{path} tells the true name");
        }
    }
    for file in std::fs::read_dir(node.folder()).unwrap().map(|entry| entry.unwrap().path()) {
        let bytes = if file.is_file() { std::fs::read(file).unwrap() } else { Vec::new() };
        assert!(!String::from_utf8_lossy(&bytes).contains("ماريسول"), "sealed at rest");
    }
}

/// H05: the list of who may open it is empty except for two.
#[tokio::test(flavor = "multi_thread")]
async fn h05_a_true_name_is_for_two_named_colleagues_and_on_no_other_page() {
    let node = TestNode::new().await;
    let owner = node.worker("reem", &["INTAKE"]).await;
    let second = node.worker("badriya", &["CASE_MANAGER"]).await;
    let third = node.worker("sara", &["PSYCHOLOGIST"]).await;
    let boss = node.worker("amal", &["SUPERVISOR", "HEAD"]).await;
    let case = new_case(&node, &owner).await;
    for colleague in [&second, &third] {
        let name = scope::Change::Name(colleague.id);
        scope::change(&node.app, &owner, case, name, NOW).await.unwrap();
    }
    let cookie = async |worker| node.sign_in(worker).await;
    let (mine, hers) = (cookie(&owner).await, cookie(&second).await);
    let (thirds, bosses) = (cookie(&third).await, cookie(&boss).await);
    let path = format!("/en/cases/{case}/identity");
    let (one, other) = (owner.id.to_string(), second.id.to_string());
    let outsider = node.worker("huda", &["CASE_MANAGER"]).await.id.to_string();
    let wrong: [[&str; 3]; 4] = [
        [TRUE_NAME, &one, &one],
        [TRUE_NAME, &one, ""],
        ["", &one, &other],
        [TRUE_NAME, &one, &outsider],
    ];
    for [name, one, other] in wrong {
        let form = [("true_name", name), ("one", one), ("other", other)];
        assert_ne!(node.post(&path, &mine, &form).await.status, 303, "{one} {other}");
    }
    let form = [("true_name", TRUE_NAME), ("one", one.as_str()), ("other", other.as_str())];
    assert_eq!(node.post(&path, &mine, &form).await.status, 303);
    for lang in ["ar", "en"] {
        check_page(&node.get(&path.replace("/en/", &format!("/{lang}/")), &mine).await.body, lang);
    }
    let open = format!("{path}/opening");
    assert_eq!(node.post(&open, &mine, &[]).await.status, 422, "a reason");
    for cookie in [&mine, &hers] {
        let shown = node.post(&open, cookie, &[("reason", "COURT")]).await;
        assert!(shown.status == 200 && shown.body.contains(TRUE_NAME));
    }
    for cookie in [&thirds, &bosses] {
        let shut = node.post(&open, cookie, &[("reason", "COURT")]).await;
        assert!(shut.status == 404 && !shut.body.contains(TRUE_NAME), "not one of the two");
        let again = node.post(&path, cookie, &form).await;
        assert_eq!(again.status, 409, "nor does anybody else make themselves one");
    }
    is_told_nowhere(&node, case, &bosses).await;
    let sealed = node.write(move |tx| store::of_case(tx, case)).await.unwrap().unwrap();
    assert_eq!((sealed.readers, sealed.opened), ([owner.id, second.id], 2));
    let left = node.write(move |tx| {
        withheld::store::set(tx, case, true, NOW)?;
        withheld::store::erase(tx, case, NOW)?;
        store::of_case(tx, case)
    });
    assert!(left.await.unwrap().is_none(), "it goes with the case");
    node.end().await;
}
