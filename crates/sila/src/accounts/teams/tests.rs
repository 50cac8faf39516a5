//! A team widens what somebody reads, in lists and counts alike, as long as it is at work; never over a restriction.

use sila_core::ids::CaseId;
use sila_core::time::Millis;

use super::Scope;
use crate::accounts::Worker;
use crate::cases::scope::{Change, change};
use crate::cases::store as cases;
use crate::testing::{NOW, TestNode, check_page};

async fn case_of(node: &TestNode, owner: &Worker) -> CaseId {
    let known = crate::cases::tests::disclosure(node);
    let kind = (sila_core::codes::Category::Woman, sila_core::codes::Urgency::Urgent);
    let case =
        crate::cases::compose(&node.app, &known, kind.0, kind.1, owner.id, None, NOW).unwrap();
    let id = case.id;
    node.write(move |tx| cases::insert(tx, &case)).await.unwrap();
    id
}

/// What the worker's list, count and register say.
async fn sees(node: &TestNode, worker: &Worker) -> (usize, i64, Scope) {
    let worker = worker.clone();
    node.write(move |tx| {
        let filter = cases::Filter { status: "open".into(), all: true, ..Default::default() };
        let first = (Millis(i64::MAX), CaseId(uuid::Uuid::max()));
        let listed = cases::page(tx, &worker, &filter, first)?.len();
        let counted = cases::count_open(tx, &worker, NOW)?.0;
        assert_eq!(cases::in_scope(tx, &worker)?.len(), listed, "the register");
        Ok((listed, counted, Scope::of(tx, &worker)?))
    })
    .await
    .unwrap()
}

async fn team(node: &TestNode, admin: &str) -> String {
    let form = [("name_ar", "فريق الزهرة"), ("name_en", "Zahra team")];
    node.post("/en/teams", admin, &form).await.location
}

async fn put(node: &TestNode, admin: &str, team: &str, worker: &Worker, part: &str) -> u16 {
    let form = [("worker", worker.id.to_string()), ("part", part.to_owned())];
    let form: Vec<(&str, &str)> = form.iter().map(|(name, to)| (*name, to.as_str())).collect();
    node.post(&format!("{team}/members"), admin, &form).await.status.as_u16()
}

#[tokio::test]
async fn a_team_widens_lists_and_counts_for_whoever_reads_it_until_it_ends() {
    let node = TestNode::new().await;
    let admin = node.worker("admin", &["ADMIN"]).await;
    let admin = node.sign_in(&admin).await;
    let [reem, sara, huda] = ["reem", "sara", "huda"].map(|name| (name, ["CASE_MANAGER"]));
    let reem = node.worker(reem.0, &reem.1).await;
    let sara = node.worker(sara.0, &sara.1).await;
    let huda = node.worker(huda.0, &huda.1).await;
    let hers = case_of(&node, &reem).await;
    let kept = case_of(&node, &reem).await;
    case_of(&node, &huda).await;
    case_of(&node, &sara).await;
    assert_eq!(sees(&node, &sara).await, (1, 1, Scope::Own));

    let team = team(&node, &admin).await;
    assert_eq!(put(&node, &admin, &team, &reem, "MEMBER").await, 303);
    assert_eq!(put(&node, &admin, &team, &sara, "MEMBER").await, 303);
    assert_eq!(sees(&node, &sara).await, (1, 1, Scope::Own), "a member reads their own");
    assert_eq!(put(&node, &admin, &team, &sara, "LEADER").await, 303);
    assert_eq!(
        sees(&node, &sara).await,
        (3, 3, Scope::Team),
        "and a leader what the team works on"
    );
    assert_eq!(sees(&node, &huda).await, (1, 1, Scope::Own), "nobody else");
    for lang in ["ar", "en"] {
        let page = node.get(&team.replace("/en/", &format!("/{lang}/")), &admin).await.body;
        check_page(&page, lang);
        check_page(&node.get(&format!("/{lang}/teams"), &admin).await.body, lang);
    }
    let cookie = node.sign_in(&sara).await;
    let list = node.get("/en/cases", &cookie).await.body;
    assert!(list.contains("C-26-00001") && !list.contains("C-26-00003"), "not huda’s");
    assert!(list.contains("My teams’ cases"));
    assert!(!node.get("/en/cases?who=mine", &cookie).await.body.contains("C-26-00001"));
    let readers = node.get(&format!("/en/cases/{hers}/readers"), &cookie).await.body;
    assert!(readers.contains("reads what this team works on"), "the case says who reads it");

    change(&node.app, &reem, kept, Change::Restrict, NOW).await.unwrap();
    assert_eq!(sees(&node, &sara).await.0, 2, "a restriction stands above the team");
    change(&node.app, &reem, hers, Change::Exclude(sara.id, "KIN"), NOW).await.unwrap();
    assert_eq!(sees(&node, &sara).await, (1, 1, Scope::Team), "and so does an exclusion");
    change(&node.app, &reem, hers, Change::Readmit(sara.id), NOW).await.unwrap();
    assert_eq!(sees(&node, &sara).await.0, 2);

    assert_eq!(node.post(&format!("{team}/end"), &admin, &[]).await.status, 303);
    assert_eq!(sees(&node, &sara).await, (1, 1, Scope::Own), "an ended team opens nothing");
    assert_eq!(put(&node, &admin, &team, &sara, "LEADER").await, 409);
    node.end().await;
}

#[tokio::test]
async fn only_an_administrator_makes_teams_and_what_is_missing_is_said() {
    let node = TestNode::new().await;
    let boss = node.worker("boss", &["SUPERVISOR"]).await;
    let cookie = node.sign_in(&boss).await;
    assert_eq!(node.get("/en/teams", &cookie).await.status, 403);
    let admin = node.worker("admin", &["ADMIN"]).await;
    let admin = node.sign_in(&admin).await;
    assert_eq!(node.post("/en/teams", &admin, &[("name_ar", "")]).await.status, 422);
    let team = team(&node, &admin).await;
    assert_eq!(node.post(&format!("{team}/members"), &admin, &[]).await.status, 422);
    let who = [("worker", boss.id.to_string())];
    let who: Vec<(&str, &str)> = who.iter().map(|(name, to)| (*name, to.as_str())).collect();
    assert_eq!(node.post(&format!("{team}/members/removal"), &admin, &who).await.status, 404);
    node.end().await;
}
