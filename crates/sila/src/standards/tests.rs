//! Satisfaction beside what is measured, and the way from what falls short to an initiative.

use crate::testing::check_page;

#[tokio::test]
async fn contract_a29_without_standards_the_page_says_so_and_a_stranger_finds_nothing() {
    let node = crate::guard::tests::node().await;
    let officer = node.worker("part", &["PARTNERSHIP"]).await;
    let cookie = node.sign_in(&officer).await;
    for lang in ["ar", "en"] {
        let page = node.get(&format!("/{lang}/standards"), &cookie).await;
        assert_eq!(page.status, 200);
        check_page(&page.body, lang);
    }
    let unknown = uuid::Uuid::from_u128(9);
    let gone = node.get(&format!("/en/agreements/{unknown}/standards"), &cookie).await;
    assert_eq!(gone.status, 404);
    let held = [("agreement", "x"), ("title_ar", "فاطمة 784-1990-1234567-1")];
    let page = node.post("/en/initiatives", &cookie, &held).await;
    assert!(page.body.contains("guard-"), "free text of an initiative passes the guard");
}
