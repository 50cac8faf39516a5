//! Several cases at once: looked at first, done one by one, refused with a reason, and nothing of a case that does not exist
//! for the
//! reader.

use sila_core::codes::{Category, Urgency};
use sila_core::ids::CaseId;
use uuid::Uuid;

use crate::accounts::Worker;
use crate::cases::scope::{Change, change};
use crate::cases::store as cases;
use crate::testing::{Got, NOW, TestNode, check_page};

async fn case_of(node: &TestNode, owner: &Worker) -> CaseId {
    let known = crate::cases::tests::disclosure(node);
    let case = crate::cases::compose(
        &node.app,
        &known,
        Category::Woman,
        Urgency::Urgent,
        owner.id,
        None,
        NOW,
    );
    let case = case.unwrap();
    let id = case.id;
    node.write(move |tx| cases::insert(tx, &case)).await.unwrap();
    id
}

async fn owner(node: &TestNode, case: CaseId) -> sila_core::ids::WorkerId {
    node.write(move |tx| cases::stored(tx, case)).await.unwrap().unwrap().row.owner
}

async fn send(node: &TestNode, cookie: &str, ids: &[CaseId], rest: &[(&str, &str)]) -> Got {
    let ids: Vec<String> = ids.iter().map(ToString::to_string).collect();
    let mut form: Vec<(&str, &str)> = ids.iter().map(|id| ("case", id.as_str())).collect();
    form.extend(rest);
    let got = node.post("/en/cases/bulk", cookie, &form).await;
    if got.status == 200 {
        check_page(&got.body, "en");
    }
    got
}

async fn goal(node: &TestNode, case: CaseId, cookie: &str) {
    let path = format!("/en/cases/{case}/plan/goals/new");
    let form = [("kind", "PRODFAM"), ("words", "مشروعي"), ("start", "500"), ("target", "4000")];
    assert_eq!(node.post(&path, cookie, &form).await.status, 303);
}

#[tokio::test]
async fn cases_are_given_away_only_where_it_may_be_and_each_says_what_came_of_it() {
    let node = TestNode::new().await;
    let reem = node.worker("reem", &["CASE_MANAGER"]).await;
    let sara = node.worker("sara", &["CASE_MANAGER"]).await;
    let huda = node.worker("huda", &["CASE_MANAGER"]).await;
    let mine = case_of(&node, &reem).await;
    let kin = case_of(&node, &reem).await;
    let hers = case_of(&node, &huda).await;
    let named = case_of(&node, &huda).await;
    change(&node.app, &reem, kin, Change::Exclude(sara.id, "KIN"), NOW).await.unwrap();
    change(&node.app, &huda, named, Change::Name(reem.id), NOW).await.unwrap();
    let cookie = node.sign_in(&reem).await;
    check_page(&node.get("/ar/cases", &cookie).await.body, "ar");
    let to = sara.id.to_string();
    let all = [mine, kin, hers, named];

    let first = send(&node, &cookie, &all, &[("act", "GIVE")]).await;
    assert!(first.body.contains("name=\"to\"") && !first.body.contains("Do it for"));
    let again = [("act", "GIVE"), ("again", "yes")];
    assert_eq!(send(&node, &cookie, &all, &again).await.status, 422, "to whom");
    let look = send(&node, &cookie, &all, &[("act", "GIVE"), ("to", &to)]).await.body;
    assert_eq!(look.matches("will be done").count(), 1);
    for why in ["excluded from it", "gives it away", "no such case for you"] {
        assert_eq!(look.matches(why).count(), 1, "{why}");
    }
    assert!(look.contains("Do it for one case"));
    assert_eq!(owner(&node, mine).await, reem.id, "nothing was done yet");

    let sure = [("act", "GIVE"), ("to", to.as_str()), ("sure", "yes")];
    let done = send(&node, &cookie, &all, &sure).await.body;
    assert!(done.contains("Done for 1 of 4"), "what was refused is counted");
    assert_eq!(owner(&node, mine).await, sara.id);
    for (case, still) in [(kin, &reem), (hers, &huda), (named, &huda)] {
        assert_eq!(owner(&node, case).await, still.id, "what is refused stays as it was");
    }
    let status = node.get(&format!("/en/cases/{mine}"), &cookie).await.status;
    assert_eq!(status, 200, "whoever had it stays a member");
    let theirs = node.sign_in(&sara).await;
    assert_eq!(node.get(&format!("/en/cases/{mine}"), &theirs).await.status, 200);
    assert_eq!(node.get(&format!("/en/cases/{kin}"), &theirs).await.status, 404);
    let unknown = [CaseId(Uuid::from_u128(5))];
    let look = send(&node, &cookie, &unknown, &[("act", "GIVE"), ("to", &to)]).await.body;
    assert!(look.contains("no such case for you"), "as a case that is kept from one");
    node.end().await;
}

#[tokio::test]
async fn whoever_leads_a_team_gives_its_cases_to_others() {
    let node = TestNode::new().await;
    let reem = node.worker("reem", &["CASE_MANAGER"]).await;
    let lead = node.worker("lead", &["CASE_MANAGER"]).await;
    let case = case_of(&node, &reem).await;
    let cookie = node.sign_in(&lead).await;
    let to = lead.id.to_string();
    let sure = [("act", "GIVE"), ("to", to.as_str()), ("sure", "yes")];
    assert!(send(&node, &cookie, &[case], &sure).await.body.contains("Done for 0 of 1"));
    crate::cases::scope::tests::in_one_team(&node, &lead, &reem).await;
    assert!(send(&node, &cookie, &[case], &sure).await.body.contains("Done for 1 of 1"));
    assert_eq!(owner(&node, case).await, lead.id);
    node.end().await;
}

#[tokio::test]
async fn a_task_is_added_where_a_goal_is_open_and_what_is_due_is_closed() {
    let node = TestNode::new().await;
    let reem = node.worker("reem", &["CASE_MANAGER"]).await;
    let (planned, bare) = (case_of(&node, &reem).await, case_of(&node, &reem).await);
    let cookie = node.sign_in(&reem).await;
    goal(&node, planned, &cookie).await;
    let all = [planned, bare];
    let today = NOW.uae_date();
    let (d, m, y) = (today.day.to_string(), today.month.to_string(), today.year.to_string());
    let day = [("due_d", d.as_str()), ("due_m", m.as_str()), ("due_y", y.as_str())];
    let mut form = vec![("act", "TASK"), ("what", "canary-task-11f0")];
    form.extend(day);
    let look = send(&node, &cookie, &all, &form).await.body;
    assert_eq!(look.matches("no open goal").count(), 1);
    assert_eq!(look.matches("will be done").count(), 1);
    form.push(("sure", "yes"));
    assert!(send(&node, &cookie, &all, &form).await.body.contains("Done for 1 of 2"));
    let close = send(&node, &cookie, &all, &[("act", "CLOSE")]).await.body;
    assert!(close.contains("canary-task-11f0"), "each task is shown before it is closed");
    assert_eq!(close.matches("no task in it that is due").count(), 1);
    let sure = [("act", "CLOSE"), ("sure", "yes")];
    assert!(send(&node, &cookie, &all, &sure).await.body.contains("Done for 1 of 2"));
    assert!(send(&node, &cookie, &all, &sure).await.body.contains("Done for 0 of 2"), "once");
    node.end().await;
}

#[tokio::test]
async fn what_is_no_act_or_no_case_is_refused() {
    let node = TestNode::new().await;
    let reem = node.worker("reem", &["CASE_MANAGER"]).await;
    let case = case_of(&node, &reem).await;
    let cookie = node.sign_in(&reem).await;
    assert_eq!(send(&node, &cookie, &[], &[("act", "CLOSE")]).await.status, 409);
    assert_eq!(send(&node, &cookie, &[case], &[("act", "ERASE")]).await.status, 400);
    let broken = node.post("/en/cases/bulk", &cookie, &[("case", "x"), ("act", "CLOSE")]).await;
    assert_eq!(broken.status, 400);
    let many: Vec<CaseId> = (0..60).map(|n| CaseId(Uuid::from_u128(n))).collect();
    assert_eq!(send(&node, &cookie, &many, &[("act", "CLOSE")]).await.status, 400);
    node.end().await;
}
