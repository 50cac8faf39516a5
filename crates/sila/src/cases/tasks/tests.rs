//! One's own tasks by late, due and done, ticked off where they stand, and nobody else’s.

use sila_core::ids::CaseId;

use super::store;
use crate::accounts::Worker;
use crate::cases::plan::store as plans;
use crate::cases::scope::tests::new_case;
use crate::testing::{NOW, TestNode, check_page};

async fn goal(node: &TestNode, case: CaseId, cookie: &str) -> uuid::Uuid {
    let form = [("kind", "SAFETY"), ("words", "أن تنام دون خوف")];
    let set = node.post(&format!("/en/cases/{case}/plan/goals/new"), cookie, &form).await;
    assert_eq!(set.status, 303, "{}", set.body);
    node.write(move |tx| plans::goals(tx, case)).await.unwrap().remove(0).0.id
}

async fn task(
    node: &TestNode,
    (case, goal): (CaseId, uuid::Uuid),
    (worker, cookie): (&Worker, &str),
    (words, day): (&str, &str),
) {
    let owner = worker.id.to_string();
    let form = [
        ("what", words),
        ("owner", owner.as_str()),
        ("due_d", day),
        ("due_m", "11"),
        ("due_y", "2026"),
    ];
    let path = format!("/en/cases/{case}/plan/goals/{goal}/actions");
    let got = node.post(&path, cookie, &form).await;
    assert_eq!(got.status, 303, "{}", got.body);
}

/// The part of the page under the heading with this id.
fn part<'a>(page: &'a str, id: &str) -> &'a str {
    let rest = page.split_once(&format!("id=\"{id}\"")).map_or("", |(_, rest)| rest);
    rest.split_once("</section>").map_or("", |(part, _)| part)
}

#[tokio::test(flavor = "multi_thread")]
async fn my_tasks_stand_by_late_due_and_done_and_are_ticked_off_there() {
    let node = TestNode::new().await;
    let owner = node.worker("reem", &["CASE_MANAGER"]).await;
    let mine = node.sign_in(&owner).await;
    let case = new_case(&node, &owner).await;
    let set = goal(&node, case, &mine).await;
    task(&node, (case, set), (&owner, &mine), ("canary-soon", "23")).await;
    task(&node, (case, set), (&owner, &mine), ("canary-later", "28")).await;
    node.app.clock.set(Some(NOW.plus_days(2)));
    let mine = node.sign_in(&owner).await;
    for lang in ["ar", "en"] {
        let page = node.get(&format!("/{lang}/tasks"), &mine).await.body;
        check_page(&page, lang);
        assert!(part(&page, "tasks-late").contains("canary-soon"), "{page}");
        assert!(part(&page, "tasks-due").contains("canary-later"));
    }
    let reader = owner.clone();
    let open = node.write(move |tx| store::open(tx, &reader)).await.unwrap();
    let tick = format!("/en/tasks/{case}/{}", open[0].id);
    assert_eq!(node.post(&tick, &mine, &[]).await.location, "/en/tasks");
    assert_eq!(node.post(&tick, &mine, &[]).await.status, 409, "twice is once");
    let page = node.get("/en/tasks", &mine).await.body;
    assert!(part(&page, "tasks-done").contains("canary-soon"));
    assert!(!part(&page, "tasks-late").contains("canary-soon"));
    let done = node.get("/en/tasks?show=done", &mine).await.body;
    assert!(done.contains("canary-soon") && !done.contains("canary-later"));
    let shown = node.get(&format!("/en/cases/{case}"), &mine).await.body;
    assert!(part(&shown, "reads").contains("List of one’s tasks"), "a reading of the case");
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_sees_or_ticks_off_what_is_in_a_case_that_they_do_not_read() {
    let node = TestNode::new().await;
    let owner = node.worker("reem", &["CASE_MANAGER"]).await;
    let other = node.worker("hind", &["CASE_MANAGER"]).await;
    let (mine, hers) = (node.sign_in(&owner).await, node.sign_in(&other).await);
    let case = new_case(&node, &owner).await;
    let set = goal(&node, case, &mine).await;
    task(&node, (case, set), (&owner, &mine), ("canary-soon", "23")).await;
    assert!(!node.get("/en/tasks", &hers).await.body.contains("canary-soon"));
    let reader = owner.clone();
    let open = node.write(move |tx| store::open(tx, &reader)).await.unwrap();
    let tick = format!("/en/tasks/{case}/{}", open[0].id);
    assert_eq!(node.post(&tick, &hers, &[]).await.status, 404);
    let clerk = node.worker("omar", &["ADMIN"]).await;
    assert_eq!(node.get("/en/tasks", &node.sign_in(&clerk).await).await.status, 403);
}
