//! Who uses the program is told by role, and an account that nobody uses is named to whoever can close it.

use crate::accounts::Worker;
use crate::testing::{NOW, TestNode, check_page};

const PAGE: &str = "/en/accounts/usage";

/// The figures in the line of a role.
fn line(page: &str, role: &str) -> Vec<String> {
    let row = page.split("<tr>").find(|row| row.contains(&format!(">{role}</th>"))).unwrap();
    let cells = row.split("</td>").filter_map(|cell| cell.rsplit_once('>'));
    cells.map(|(_, cell)| cell.to_owned()).filter(|cell| !cell.trim().is_empty()).collect()
}

fn names(page: &str, worker: &Worker) -> bool {
    page.contains(&format!("/en/accounts/{}\"", worker.id))
}

#[tokio::test]
async fn who_uses_the_program_is_told_by_role_and_an_account_that_nobody_uses_is_named() {
    let node = TestNode::new().await;
    let admin = node.worker("admin", &["ADMIN"]).await;
    let reem = node.worker("reem", &["CASE_MANAGER"]).await;
    let sara = node.worker("sara", &["CASE_MANAGER", "SUPERVISOR"]).await;
    let left = node.worker("left", &["CASE_MANAGER"]).await;
    let (cookie, hers) = (node.sign_in(&admin).await, node.sign_in(&reem).await);
    assert_eq!(node.get(PAGE, &hers).await.status, 403, "it is the administrator's");
    let page = node.get(PAGE, &cookie).await.body;
    assert_eq!(line(&page, "Case manager"), ["3", "1", "2"], "three, one of whom has signed in");
    assert_eq!(line(&page, "Supervisor"), ["1", "0", "1"], "under both of her roles");
    assert!(!page.contains(">Researcher</th>"), "nobody holds it");
    assert!(![&reem, &sara, &left].iter().any(|one| names(&page, one)), "all are new");
    check_page(&node.get("/ar/accounts/usage", &cookie).await.body, "ar");

    let own = format!("/en/accounts/{}", left.id);
    let shut = node.post(&own, &cookie, &[("roles", "INTAKE")]).await;
    assert_eq!(shut.status, 303, "closed: whoever has left");
    node.app.clock.set(Some(NOW.plus_days(89)));
    let cookie = node.sign_in(&admin).await;
    let page = node.get(PAGE, &cookie).await.body;
    assert_eq!(line(&page, "Case manager"), ["2", "0", "1"], "she has not come for a month");
    assert!(!names(&page, &reem) && !names(&page, &sara), "not ninety days yet");

    node.app.clock.set(Some(NOW.plus_days(90)));
    let cookie = node.sign_in(&admin).await;
    for lang in ["ar", "en"] {
        check_page(&node.get(&format!("/{lang}/accounts/usage"), &cookie).await.body, lang);
    }
    let page = node.get(PAGE, &cookie).await.body;
    assert!(names(&page, &reem) && names(&page, &sara), "nobody has used them for ninety days");
    assert!(!names(&page, &admin) && !names(&page, &left), "in use, and closed");
    node.sign_in(&reem).await;
    let page = node.get(PAGE, &cookie).await.body;
    assert!(!names(&page, &reem) && names(&page, &sara), "the last sign-in counts");
    assert_eq!(line(&page, "Case manager"), ["2", "1", "1"]);
    node.end().await;
}
