//! What people did not want comes last, is held for nobody before they were asked again, and is counted apart from those who were turned
//! away.

use sila_core::codes::{Category, Urgency};
use sila_core::ids::CaseId;

use super::store;
use crate::accounts::Worker;
use crate::cases::scope::store as scope;
use crate::cases::tests::disclosure;
use crate::cases::{self, compose};
use crate::shelter::homes::Home;
use crate::shelter::tests::{home, home_called};
use crate::testing::{NOW, TestNode, check_page};

async fn mother(node: &TestNode, owner: &Worker) -> CaseId {
    let known = disclosure(node);
    let kind = (Category::Woman, Urgency::Urgent);
    let case = compose(&node.app, &known, kind.0, kind.1, owner.id, None, NOW).unwrap();
    let id = case.id;
    node.write(move |tx| cases::store::insert(tx, &case)).await.unwrap();
    id
}

/// Which of the homes stand on the page, in its order.
fn shown<'a>(page: &str, homes: &'a [Home]) -> Vec<&'a Home> {
    let mut found: Vec<(usize, &Home)> = homes
        .iter()
        .filter_map(|home| Some((page.find(&format!("value=\"{}\"", home.id))?, home)))
        .collect();
    found.sort_by_key(|(at, _)| *at);
    found.into_iter().map(|(_, home)| home).collect()
}

async fn a_home_that_they_did_not_want(node: &TestNode) {
    let boss = node.worker("khawla", &["SHELTER_SUPERVISOR"]).await;
    let cookie = node.sign_in(&boss).await;
    let homes = [home(node, 2).await, home_called(node, 2, "TH2").await];
    let case = mother(node, &boss).await;
    let place = format!("/en/shelter/place/{case}");
    let page = node.get(&place, &cookie).await.body;
    let [best, _] = shown(&page, &homes)[..] else { panic!("both are offered: {page}") };
    let (id, room) = (best.id.to_string(), best.rooms[1].id.to_string());
    let refuse = |why: &'static str| [("who", "0"), ("who", "1"), ("home", &id), ("why", why)];
    let (unwanted, asked) = (format!("{place}/unwanted"), format!("{place}/asked"));
    assert_eq!(node.post(&unwanted, &cookie, &refuse("UGLY")).await.status, 409);
    assert_eq!(node.post(&unwanted, &cookie, &refuse("FAR")).await.status, 303);
    for lang in ["ar", "en"] {
        let page = node.get(&format!("/{lang}/shelter/place/{case}"), &cookie).await.body;
        check_page(&page, lang);
        let last = shown(&page, &homes).last().map(|home| home.id);
        assert_eq!(last, Some(best.id), "it comes last");
    }
    let page = node.get(&place, &cookie).await.body;
    assert!(page.contains("They did not want this place on") && page.contains("Too far away"));
    let hold = [("who", "0"), ("who", "1"), ("room", &room)];
    let refused = node.post(&place, &cookie, &hold).await;
    assert!(refused.status == 409 && refused.body.contains("They did not want this place"));
    let stranger = node.worker("hind", &["SHELTER_SUPERVISOR"]).await;
    let theirs = node.sign_in(&stranger).await;
    assert_eq!(node.post(&asked, &theirs, &[("home", &id)]).await.status, 404);
    figures(node, &boss, case).await;
    assert_eq!(node.post(&asked, &cookie, &[("home", &id)]).await.status, 303);
    let page = node.get(&place, &cookie).await.body;
    assert!(!page.contains("They did not want this place on"), "they were asked, and want it");
    assert_eq!(node.post(&place, &cookie, &hold).await.status, 303);
}

/// It was offered, and nobody turned them away; a restricted case is in no count.
async fn figures(node: &TestNode, boss: &Worker, case: CaseId) {
    let cookie = node.sign_in(boss).await;
    for lang in ["ar", "en"] {
        check_page(&node.get(&format!("/{lang}/shelter/history"), &cookie).await.body, lang);
    }
    let page = node.get("/en/shelter/history", &cookie).await.body;
    assert!(page.contains("Nobody was turned away"), "{page}");
    assert!(page.contains("Too far away") && page.contains("Ours"), "{page}");
    let counts = async || node.write(|tx| store::counts(tx, NOW.plus_days(-90))).await.unwrap();
    assert_eq!(counts().await, [("FAR".to_owned(), true, 1)]);
    for (on, times) in [(true, 0), (false, 1)] {
        let boss = boss.clone();
        node.write(move |tx| scope::restrict(tx, case, (&boss, on), NOW)).await.unwrap();
        assert_eq!(counts().await.len(), times, "restricted: {on}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn h12_a_place_that_was_not_wanted_comes_last_and_is_counted_apart_on_both_engines() {
    let node = TestNode::new().await;
    a_home_that_they_did_not_want(&node).await;
    node.end().await;
    if let Some(node) = TestNode::postgres().await {
        a_home_that_they_did_not_want(&node).await;
        node.end().await;
    }
}
