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

async fn read(node: &TestNode, cookie: &str, path: &str) -> String {
    node.get(path, cookie).await.body
}

async fn posted(node: &TestNode, who: &Worker, path: &str, form: &[(&str, &str)]) -> u16 {
    let cookie = node.sign_in(who).await;
    node.post(path, &cookie, form).await.status.as_u16()
}

async fn a_home_that_they_did_not_want(node: &TestNode) {
    let boss = node.worker("khawla", &["SHELTER_SUPERVISOR"]).await;
    let homes = [home(node, 2).await, home_called(node, 2, "TH2").await];
    let case = mother(node, &boss).await;
    let best = it_comes_last(node, &boss, (case, &homes)).await;
    figures(node, &boss, case).await;
    they_are_asked_again(node, &boss, (case, &best)).await;
}

/// The best home is refused, and comes last; the home.
async fn it_comes_last(node: &TestNode, boss: &Worker, (case, homes): (CaseId, &[Home])) -> Home {
    let (cookie, place) = (node.sign_in(boss).await, format!("/en/shelter/place/{case}"));
    let page = read(node, &cookie, &place).await;
    let [best, _] = shown(&page, homes)[..] else { panic!("both are offered: {page}") };
    let id = best.id.to_string();
    let unwanted = format!("{place}/unwanted");
    for (why, status) in [("UGLY", 409), ("FAR", 303), ("FAR", 303)] {
        let form = [("who", "0"), ("who", "1"), ("home", id.as_str()), ("why", why)];
        assert_eq!(posted(node, boss, &unwanted, &form).await, status, "{why}");
    }
    for lang in ["ar", "en"] {
        let page = read(node, &cookie, &format!("/{lang}/shelter/place/{case}")).await;
        check_page(&page, lang);
        let last = shown(&page, homes).last().map(|home| home.id);
        assert_eq!(last, Some(best.id), "it comes last");
        let says =
            page.contains("They did not want this place on") && page.contains("Too far away");
        assert_eq!(says, lang == "en", "{page}");
    }
    best.clone()
}

async fn they_are_asked_again(node: &TestNode, boss: &Worker, (case, best): (CaseId, &Home)) {
    let (place, id) = (format!("/en/shelter/place/{case}"), best.id.to_string());
    let room = best.rooms[1].id.to_string();
    let hold = [("who", "0"), ("who", "1"), ("room", room.as_str())];
    assert_eq!(posted(node, boss, &place, &hold).await, 409, "nobody has asked them");
    let (asked, wanted) = (format!("{place}/asked"), [("home", id.as_str())]);
    let stranger = node.worker("hind", &["SHELTER_SUPERVISOR"]).await;
    assert_eq!(posted(node, &stranger, &asked, &wanted).await, 404);
    assert_eq!(posted(node, boss, &asked, &wanted).await, 303);
    let cookie = node.sign_in(boss).await;
    let page = read(node, &cookie, &place).await;
    assert!(!page.contains("They did not want this place on"), "they were asked, and want it");
    assert_eq!(posted(node, boss, &place, &hold).await, 303);
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
    assert_eq!(counts().await, [("FAR".to_owned(), true, 1)], "said twice, and once");
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
