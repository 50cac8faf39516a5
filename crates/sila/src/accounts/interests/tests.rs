use super::store;
use crate::accounts::Worker;
use crate::testing::{TestNode, check_page};

const EMPLOYER: &str = "canary-employer-5c1d";
const FAMILY: &str = "canary-family-5c1d";

async fn declares(node: &TestNode, worker: &Worker, form: &[(&str, &str)]) -> u16 {
    let cookie = node.sign_in(worker).await;
    node.post("/en/me/interests", &cookie, form).await.status.as_u16()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_somebody_declares_of_themselves_is_read_by_nobody_else() {
    let node = TestNode::new().await;
    let sara = node.worker("sara", &["CASE_MANAGER"]).await;
    let admin = node.worker("admin", &["ADMIN"]).await;
    let boss = node.worker("amal", &["SUPERVISOR"]).await;
    let form = [("families", FAMILY), ("employers", EMPLOYER), ("area", "AE-SH-SHJ-MJZ")];
    assert_eq!(declares(&node, &sara, &form).await, 303);
    let page = async |worker: &Worker, path: &str| {
        let cookie = node.sign_in(worker).await;
        node.get(path, &cookie).await.body
    };
    for lang in ["ar", "en"] {
        let own = page(&sara, &format!("/{lang}/me/interests")).await;
        check_page(&own, lang);
        assert!(own.contains(EMPLOYER) && own.contains(FAMILY), "her own");
        assert!(page(&sara, &format!("/{lang}/me")).await.contains("/me/interests"));
    }
    for other in [&admin, &boss] {
        for path in ["/en/me/interests", "/en", &format!("/en/accounts/{}", sara.id)] {
            let theirs = page(other, path).await;
            assert!(!theirs.contains("5c1d"), "{} reads {path}", other.user_name);
        }
    }
    let id = sara.id;
    let body = node.app.store.read(move |tx| store::one(tx, id)).await.unwrap().unwrap();
    let holds = |bytes: &[u8]| bytes.windows(4).any(|part| part == b"5c1d");
    assert!(!holds(&body), "sealed");
    let files = std::fs::read_dir(&node.app.config.dir).unwrap();
    for file in files.map(|entry| entry.unwrap().path()).filter(|path| path.is_file()) {
        assert!(!holds(&std::fs::read(file).unwrap()), "sealed at rest");
    }
    assert_eq!(declares(&node, &sara, &[]).await, 303, "nothing is an answer");
    assert!(!page(&sara, "/en/me/interests").await.contains("5c1d"), "instead of what was there");
}

#[tokio::test]
async fn too_many_lines_and_a_whole_city_are_refused_and_what_was_typed_stays() {
    let node = TestNode::new().await;
    let sara = node.worker("sara", &["CASE_MANAGER"]).await;
    let many = "name\n".repeat(21);
    let long = "n".repeat(81);
    for form in [("families", many.as_str()), ("employers", long.as_str()), ("area", "AE-SH-SHJ")] {
        assert_eq!(declares(&node, &sara, &[form]).await, 422, "{}", form.0);
    }
    assert_eq!(declares(&node, &sara, &[("families", "a\r\n\r\nb")]).await, 303);
}
