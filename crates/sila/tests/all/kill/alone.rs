//! One node by itself.

use crate::support::PASSWORD;
use crate::support::node::Node;

#[tokio::test]
async fn an_account_that_was_confirmed_outlives_a_kill_and_the_log_is_intact() {
    let home = tempfile::tempdir().unwrap();
    let mut node = Node::make(home.path(), "MARSA", "مؤسسة مرسى", "Marsa Foundation", "AE-DU");
    node.start().await;
    for n in 0..3 {
        let mut admin = node.visitor("admin", PASSWORD).await;
        let page = admin.get("/en/accounts/new").await.unwrap().ok();
        let form = page.form("/accounts").unwrap();
        let user = format!("worker-{n}");
        let form = form.with("user", &user).with("name_ar", "وفاء").with("name_en", "Wafaa");
        let form = form.with("password", PASSWORD).with("roles", "INTAKE");
        let list = admin.send(&form).await.unwrap().ok();
        assert!(list.path.starts_with("/en/accounts"), "{}", list.text());
        node.kill();
        node.start().await;
        let mut worker = node.visitor(&user, PASSWORD).await;
        worker.get("/en/me").await.unwrap().ok();
    }
    node.kill();
    assert_eq!(node.verify()["intact"], true);
}
