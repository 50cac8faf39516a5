//! A difference through its pages, and at the portal: seen by both, closed by both, and dropped by nobody.

use sila_core::difference::{Act, Ending, Level, Topic};

use super::{Text, Wish, one, path, raise, say};
use crate::partnerships::tests::partner;
use crate::portal::tests::{guest, signs};
use crate::testing::{NOW, TestNode, check_page};

fn wish(party: sila_core::AgencyId, partner: sila_core::AgencyId) -> Wish {
    let text = Text { title: "Answers come late".to_owned(), words: "At night".to_owned() };
    Wish { topic: Topic::Exchange, text, party, partner }
}

#[tokio::test]
async fn a_difference_with_a_partner_on_paper_is_closed_by_both_and_stands_on_the_page() {
    let node = crate::guard::tests::node().await;
    let agency = partner(&node, 400).await;
    let officer = node.worker("part", &["PARTNERSHIP"]).await;
    let cookie = node.sign_in(&officer).await;
    let id = agency.to_text();
    let form = [
        ("partner", id.as_str()),
        ("side", "theirs"),
        ("topic", "EXCHANGE"),
        ("title", "<b>canary"),
        ("words", "Twice this month nobody answered at night."),
    ];
    let raised = node.post("/en/differences", &cookie, &form).await;
    assert_eq!(raised.status, 303);
    let at = raised.location.trim_start_matches("/en").to_owned();
    for lang in ["ar", "en"] {
        for page in [at.as_str(), "/differences", "/differences/new"] {
            let got = node.get(&format!("/{lang}{page}"), &cookie).await;
            assert_eq!(got.status, 200, "{page}");
            check_page(&got.body, lang);
        }
    }
    let day = node.get("/en", &cookie).await.body;
    assert!(day.contains("A difference waits for our word") && !day.contains("canary"));
    let moves = format!("/en{at}/moves");
    let step = |act: &'static str, side: &'static str, words: &'static str| {
        [("act", act), ("side", side), ("words", words)]
    };
    let wordless = node.post(&moves, &cookie, &step("SAY", "ours", "")).await;
    assert_eq!(wordless.status, 422);
    for (act, side, words, status) in [
        ("SAY", "ours", "The rota had a gap.", 303),
        ("SETTLE", "ours", "A second officer from Sunday.", 303),
        ("CLOSE", "ours", "", 409),
        ("CLOSE", "theirs", "", 303),
        ("SAY", "ours", "One thing more.", 409),
    ] {
        let got = node.post(&moves, &cookie, &step(act, side, words)).await;
        assert_eq!(got.status, status, "{act} {side}");
    }
    let page = node.get(&format!("/en/partnerships/{id}"), &cookie).await.body;
    assert!(page.contains("&lt;b&gt;canary") && page.contains("Closed by both"), "in the log");
    let report = crate::annual::of(&node.app, 2026, NOW).await.unwrap();
    let count = |key: &str| {
        let figures = &report.partnerships[0].figures;
        figures.iter().find(|one| one.key == key).unwrap().value.text()
    };
    assert_eq!(["raised", "settled", "open"].map(count), ["1", "1", "0"]);
    let reader = node.worker("night", &["SHELTER_STAFF"]).await;
    let stranger = node.sign_in(&reader).await;
    assert_eq!(node.get(&format!("/en{at}"), &stranger).await.status, 403);
    let unknown = format!("/en{}", path(uuid::Uuid::from_u128(9), ""));
    assert_eq!(node.get(&unknown, &cookie).await.status, 404);
}

#[tokio::test]
async fn what_stands_too_long_is_overdue_and_goes_up_to_the_sponsors() {
    let node = TestNode::new().await;
    let agency = partner(&node, 400).await;
    let officer = node.worker("part", &["PARTNERSHIP"]).await;
    let (app, me) = (&node.app, node.app.node.id);
    let id = raise(app, wish(me, agency), &officer, NOW).await.unwrap();
    let empty = Wish { text: Text::default(), ..wish(me, agency) };
    let refused = raise(app, empty, &officer, NOW).await.unwrap_err();
    assert_eq!(refused.code, "difference.no_words");
    let found = one(app, id).await.unwrap();
    assert!(found.course.is_overdue(NOW.plus_days(15)) && !found.waits_here());
    let later = (&officer, NOW.plus_days(15));
    say(app, id, (Act::Escalate, "Nobody has answered."), me, later).await.unwrap();
    let found = one(app, id).await.unwrap();
    assert_eq!(found.course.level, Level::Sponsors);
    let own = say(app, id, (Act::Close, ""), me, later).await.unwrap_err();
    assert_eq!(own.code, "difference.moved", "nobody closes it alone");
    say(app, id, (Act::Withdraw, ""), me, later).await.unwrap();
    let ended = one(app, id).await.unwrap().course.ended.map(|(how, _)| how);
    assert_eq!(ended, Some(Ending::Withdrawn));
    assert!(found.as_of(NOW.plus_days(-1)).is_none(), "before it was raised there was none");
}

#[tokio::test]
async fn at_the_portal_a_settlement_is_proposed_and_signed_by_an_account_that_signs() {
    let node = crate::guard::tests::node().await;
    let agency = partner(&node, 400).await;
    let officer = node.worker("part", &["PARTNERSHIP"]).await;
    let (app, me) = (&node.app, node.app.node.id);
    let id = raise(app, wish(me, agency), &officer, NOW).await.unwrap();
    say(app, id, (Act::Settle, "A second officer."), me, (&officer, NOW)).await.unwrap();
    let guest = guest(&node, agency).await;
    let page = format!("/en/portal/differences/{id}");
    let moves = format!("{page}/moves");
    let does = |act: &'static str| [("act", act), ("words", "From Sunday.")];
    let shown = node.get(&page, &guest).await.body;
    check_page(&shown, "en");
    assert!(shown.contains("Somebody else signs for your agency"), "{shown}");
    assert!(shown.contains("value=\"SAY\"") && !shown.contains("value=\"CLOSE\""), "{shown}");
    for (act, status) in [("CLOSE", 403), ("SETTLE", 403), ("SAY", 303)] {
        assert_eq!(node.post(&moves, &guest, &does(act)).await.status, status, "{act}");
    }
    assert_eq!(one(app, id).await.unwrap().course.ended, None);
    signs(&node, agency).await;
    let shown = node.get(&page, &guest).await.body;
    assert!(shown.contains("value=\"CLOSE\"") && !shown.contains("Somebody else signs"), "{shown}");
    assert_eq!(node.post(&moves, &guest, &does("CLOSE")).await.status, 303);
    let ended = one(app, id).await.unwrap().course.ended.map(|(how, _)| how);
    assert_eq!(ended, Some(Ending::Settled));
    node.end().await;
}
