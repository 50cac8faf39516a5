//! A filter is its writer's alone, holds codes only, opens first when it is told to, and shows no case that its list would not.

use super::{List, store};
use crate::accounts::teams::store::{self as teams, Part, Team};
use crate::testing::{NOW, TestNode, check_page};
use crate::web::Pairs;

#[tokio::test]
async fn a_filter_is_kept_opens_first_and_is_its_writers_alone() {
    let node = TestNode::new().await;
    let reem = node.worker("reem", &["CASE_MANAGER"]).await;
    let (mine, id) = (node.sign_in(&reem).await, reem.id);
    let other = node.worker("sara", &["CASE_MANAGER"]).await;
    let hers = node.sign_in(&other).await;
    let form = [("list", "CASES"), ("urgency", "URGENT"), ("x", "y"), ("_name", "عاجلة وفاء")];
    let kept = node.post("/en/filters", &mine, &form).await;
    assert_eq!(kept.location, "/en/cases?urgency=URGENT", "codes of known names only");
    for lang in ["ar", "en"] {
        for path in ["cases?urgency=URGENT", "cases", "referrals/in", "referrals/out?state=done"] {
            check_page(&node.get(&format!("/{lang}/{path}"), &mine).await.body, lang);
        }
    }
    assert_eq!(node.get("/en/cases", &mine).await.status, 200, "none opens first yet");
    assert!(!node.get("/en/cases", &hers).await.body.contains("وفاء"));
    let saved = node.write(move |tx| store::of_list(tx, id, "CASES")).await.unwrap();
    let name = String::from_utf8_lossy(&saved[0].name).into_owned();
    assert!(!name.contains("وفاء"), "its name is sealed");
    let first = format!("/en/filters/{}/first", saved[0].id);
    assert_eq!(node.post(&first, &hers, &[("first", "yes")]).await.status, 404);
    node.post(&first, &mine, &[("first", "yes")]).await;
    assert_eq!(node.get("/en/cases", &mine).await.location, "/en/cases?urgency=URGENT");
    assert_eq!(node.get("/en/cases?all=1", &mine).await.status, 200, "and all is one click away");
    let second = [("list", "CASES"), ("stage", "NONE"), ("_name", "two"), ("_first", "yes")];
    node.post("/en/filters", &mine, &second).await;
    assert_eq!(node.get("/en/cases", &mine).await.location, "/en/cases?stage=NONE", "one is first");
    let end = format!("/en/filters/{}/end", saved[0].id);
    assert_eq!(node.post(&end, &hers, &[]).await.status, 404);
    node.post(&end, &mine, &[]).await;
    let left = node.write(move |tx| store::of_list(tx, id, "CASES")).await.unwrap();
    assert_eq!(left.len(), 1);
    node.end().await;
}

#[tokio::test]
async fn a_filter_without_a_name_or_a_code_is_refused_and_there_are_not_too_many() {
    let node = TestNode::new().await;
    let reem = node.worker("reem", &["CASE_MANAGER"]).await;
    let mine = node.sign_in(&reem).await;
    let status = async |form: &[(&str, &str)]| node.post("/en/filters", &mine, form).await.status;
    assert_eq!(status(&[("list", "CASES"), ("urgency", "URGENT")]).await, 409, "a name");
    assert_eq!(status(&[("list", "CASES"), ("_name", "n")]).await, 400, "something that narrows");
    assert_eq!(status(&[("list", "X"), ("urgency", "URGENT"), ("_name", "n")]).await, 400);
    for _ in 0..super::KEPT_MAX {
        assert_eq!(status(&[("list", "IN"), ("late", "1"), ("_name", "n")]).await, 303);
    }
    assert_eq!(status(&[("list", "IN"), ("late", "1"), ("_name", "n")]).await, 409);
    node.end().await;
}

#[test]
fn only_codes_under_known_names_narrow() {
    let typed: Pairs = [
        ("urgency", "URGENT"),
        ("category", "<b>"),
        ("q", "وفاء"),
        ("late", ""),
        ("status", "CLOSED OR"),
        ("owner", "0190f0c1-0000-7000-8000-000000000001"),
    ]
    .into_iter()
    .collect();
    let kept = List::Cases.narrowing(&typed);
    let names: Vec<&str> = kept.iter().map(|(name, _)| name).collect();
    assert_eq!(names, ["urgency", "owner"]);
    assert!(List::In.narrowing(&typed).iter().all(|(name, _)| name == "urgency"));
}

#[tokio::test]
async fn a_shared_filter_is_there_for_the_team_and_for_nobody_else() {
    let node = TestNode::new().await;
    let reem = node.worker("reem", &["CASE_MANAGER"]).await;
    let sara = node.worker("sara", &["CASE_MANAGER"]).await;
    let huda = node.worker("huda", &["CASE_MANAGER"]).await;
    let (name_ar, name_en) = ("فريق".to_owned(), "Team".to_owned());
    let team = Team { id: node.app.clock.new_id(), name_ar, name_en, ended_at: None, members: 0 };
    let members = [reem.id, sara.id];
    let id = team.id;
    let write = move |tx: &mut dyn crate::db::Tx| {
        teams::insert(tx, &team, NOW)?;
        members.iter().try_for_each(|one| teams::put(tx, id, (*one, Part::Member), NOW))
    };
    node.write(write).await.unwrap();
    let mine = node.sign_in(&reem).await;
    let (hers, others) = (node.sign_in(&sara).await, node.sign_in(&huda).await);
    let form = [("list", "CASES"), ("urgency", "URGENT"), ("_name", "canary"), ("_first", "yes")];
    node.post("/en/filters", &mine, &form).await;
    assert!(!node.get("/en/cases", &hers).await.body.contains("canary"), "one’s own first");
    let worker = reem.id;
    let saved = node.write(move |tx| store::of_list(tx, worker, "CASES")).await.unwrap();
    let share = format!("/en/filters/{}/share", saved[0].id);
    assert_eq!(node.post(&share, &hers, &[("share", "yes")]).await.status, 404);
    let shared = node.post(&share, &mine, &[("share", "yes")]).await;
    assert_eq!(shared.location, "/en/cases?urgency=URGENT");
    let page = node.get("/en/cases", &hers).await;
    assert_eq!(page.status, 200, "it opens first for its writer alone");
    assert!(page.body.contains("canary") && page.body.contains("/en/cases?urgency=URGENT"));
    for lang in ["ar", "en"] {
        check_page(&node.get(&format!("/{lang}/cases?all=1"), &hers).await.body, lang);
        check_page(&node.get(&format!("/{lang}/cases?all=1"), &mine).await.body, lang);
    }
    assert!(!node.get("/en/cases", &others).await.body.contains("canary"), "another team");
    assert!(!node.get("/en/referrals/in", &hers).await.body.contains("canary"), "another list");
    let end = format!("/en/filters/{}/end", saved[0].id);
    assert_eq!(node.post(&end, &hers, &[]).await.status, 404, "and stays its writer’s");
    node.post(&share, &mine, &[("share", "no")]).await;
    assert!(!node.get("/en/cases", &hers).await.body.contains("canary"));
    node.end().await;
}
