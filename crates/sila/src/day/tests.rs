//! My day by role: every number is a link, and nothing stands there that the role may not see.

use crate::testing::{Got, NOW, TestNode, check_page};

async fn day(node: &TestNode, lang: &str, roles: &[&str]) -> Got {
    let name = format!("w{}", node.app.clock.new_id().simple());
    let worker = node.worker(&name, roles).await;
    let cookie = node.sign_in(&worker).await;
    node.get(&format!("/{lang}"), &cookie).await
}

/// Addresses of the tiles, without language.
fn tiles(page: &str) -> Vec<&str> {
    page.split("class=\"card kpi\" href=\"")
        .skip(1)
        .map(|rest| rest.split_once('"').unwrap().0.trim_start_matches("/en"))
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn each_role_sees_its_own_tiles_and_none_of_the_others() {
    let node = TestNode::new().await;
    let table: [(&[&str], &[&str]); 7] = [
        (&["INTAKE"], &["/referrals/in", "/cases?who=all", "/referrals/out", "/intake"]),
        (&["SUPERVISOR"], &["/referrals/in", "/cases?who=all", "/referrals/out", "/intake"]),
        (&["PSYCHOLOGIST"], &["/referrals/in", "/cases?who=all", "/referrals/out"]),
        (&["ADMIN"], &["/links"]),
        (&["PARTNERSHIP"], &["/links", "/agreements"]),
        (&["DPO_AUDIT"], &["/links"]),
        (&["RESEARCHER"], &[]),
    ];
    for (roles, wanted) in table {
        let page = day(&node, "en", roles).await;
        assert_eq!(page.status, 200);
        assert_eq!(tiles(&page.body), wanted, "{roles:?}");
        let may_take_in = wanted.contains(&"/intake");
        assert_eq!(page.body.contains("/en/intake/new"), may_take_in, "{roles:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_day_greets_with_both_calendars_in_both_languages() {
    let node = TestNode::new().await;
    for (lang, words) in [
        ("ar", ["طاب نهارك", "22 نوفمبر 2026", "1448"]),
        ("en", ["Good afternoon", "Sunday 22 November 2026", "1448"]),
    ] {
        for roles in [&["SUPERVISOR"][..], &["ADMIN"], &["HEAD"], &["RESEARCHER"]] {
            let page = day(&node, lang, roles).await.body;
            check_page(&page, lang);
            for word in words {
                assert!(page.contains(word), "{word}");
            }
        }
    }
    node.app.clock.set(Some(NOW.plus_hours(-4)));
    assert!(day(&node, "en", &["INTAKE"]).await.body.contains("Good morning"));
    node.app.clock.set(Some(NOW.plus_hours(6)));
    assert!(day(&node, "en", &["INTAKE"]).await.body.contains("Good evening"));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unfinished_form_waits_on_the_day_of_its_writer_alone() {
    let node = TestNode::new().await;
    let (reem, hind) =
        (node.worker("reem", &["INTAKE"]).await, node.worker("hind", &["SUPERVISOR"]).await);
    let (reem, hind) = (node.sign_in(&reem).await, node.sign_in(&hind).await);
    let begun = node.get("/en/intake/new", &reem).await.location;
    assert!(!node.get("/en", &reem).await.body.contains(&begun), "nothing was typed yet");
    node.post(&begun, &reem, &[("plan", "a quiet room")]).await;
    let draft = begun.trim_end_matches("/1");
    assert!(node.get("/en", &reem).await.body.contains(draft));
    assert!(!node.get("/en", &hind).await.body.contains(draft));
}
