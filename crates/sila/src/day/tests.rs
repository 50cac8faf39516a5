//! My day by role: every number is a link, and nothing stands there that the role may not see.

use super::store::Quiet;
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

/// The part of the page under the heading with this id.
fn part<'a>(page: &'a str, id: &str) -> &'a str {
    let rest = page.split_once(&format!("id=\"{id}\"")).map_or("", |(_, rest)| rest);
    rest.split_once("</section>").map_or("", |(part, _)| part)
}

#[tokio::test(flavor = "multi_thread")]
async fn what_waits_is_a_notice_that_is_read_once_and_new_when_it_waits_again() {
    let node = TestNode::new().await;
    let (reem, hind) =
        (node.worker("reem", &["INTAKE"]).await, node.worker("hind", &["SUPERVISOR"]).await);
    let worker = reem.id;
    let (reem, hind) = (node.sign_in(&reem).await, node.sign_in(&hind).await);
    let begun = node.get("/en/intake/new", &reem).await.location;
    node.post(&begun, &reem, &[("plan", "canary-quiet-room")]).await;
    let draft = begun.trim_end_matches("/1").to_owned();
    for lang in ["ar", "en"] {
        let page = node.get(&format!("/{lang}/notifications"), &reem).await.body;
        check_page(&page, lang);
        let draft = draft.replace("/en/", &format!("/{lang}/"));
        assert!(part(&page, "notices-unread").contains(&draft), "{page}");
        assert!(!page.contains("canary-quiet-room"), "nothing of what was written");
    }
    assert!(!node.get("/en/notifications", &hind).await.body.contains(&draft), "somebody else’s");
    let page = node.get("/ar/notifications", &reem).await.body;
    let mark = page.split_once("name=\"mark\" value=\"").unwrap().1.split_once('"').unwrap().0;
    let (mark, path) = (mark.to_owned(), "/en/notifications");
    assert_eq!(node.post(path, &reem, &[("mark", "00")]).await.status, 400);
    assert_eq!(node.post(path, &reem, &[("mark", mark.as_str())]).await.status, 303);
    let page = node.get(path, &reem).await.body;
    assert!(!part(&page, "notices-unread").contains(&draft), "read in one language is read");
    assert!(part(&page, "notices-read").contains(&draft), "and stays while it waits");
    node.post(&format!("{draft}/discard"), &reem, &[]).await;
    assert!(!node.get(path, &reem).await.body.contains(&draft), "what is over is gone");
    let kept = node.write(move |tx| super::store::read(tx, worker)).await.unwrap();
    assert!(kept.is_empty(), "with its mark");
}

#[tokio::test(flavor = "multi_thread")]
async fn quiet_hours_are_kept_and_ended_by_whoever_wants_them() {
    let node = TestNode::new().await;
    let reem = node.worker("reem", &["INTAKE"]).await;
    let id = reem.id;
    let cookie = node.sign_in(&reem).await;
    let quiet = async || node.write(move |tx| super::store::quiet(tx, id)).await.unwrap();
    let path = "/en/notifications/quiet";
    let wrong = [("from", "12"), ("until", "24")];
    assert_eq!(node.post(path, &cookie, &wrong).await.status, 422);
    let hours = [("from", "11"), ("until", "١٣")];
    assert_eq!(node.post(path, &cookie, &hours).await.status, 303, "in either digits");
    assert_eq!(quiet().await, Some(Quiet { from: 11, until: 13 }));
    let page = node.get("/en/notifications", &cookie).await.body;
    assert!(page.contains("It is quiet now."), "{page}");
    node.post(path, &cookie, &[("act", "off")]).await;
    assert_eq!(quiet().await, None);
}

#[test]
fn quiet_hours_may_go_past_midnight() {
    let day = NOW.uae_date();
    let at = |hour: u16| day.at_minute(hour * 60);
    let night = Quiet { from: 22, until: 6 };
    assert_eq!(night.end(at(23)), Some(at(6).plus_days(1)));
    assert_eq!(night.end(at(5)), Some(at(6)));
    assert_eq!(night.end(at(6)), None);
    assert_eq!(night.end(at(21)), None);
    let noon = Quiet { from: 11, until: 13 };
    assert_eq!(noon.end(at(12)), Some(at(13)));
    assert_eq!(noon.end(at(13)), None);
}
