//! An announcement from the form to the portal, and what is told of it by mail.

use sila_core::agreement::Sector;

use super::reach::Way;
use super::store;
use crate::db::{DbError, Tx};
use crate::partners::{self, Level, Partner};
use crate::partnerships::tests::partner;
use crate::portal::tests::guest;
use crate::testing::{NOW, TestNode, check_page};

/// A partner without an agreement.
async fn known(node: &TestNode, code: &str, level: Level) -> String {
    let name_en = format!("Library {code} (demo)");
    let made = Partner {
        id: partners::identity(node.app.node.id, node.app.clock.new_id()),
        code: code.to_owned(),
        name_ar: format!("مكتبة {code} (تجريبية)"),
        name_en: name_en.clone(),
        sector: Sector::PublicBenefit,
        level,
        contact: String::new(),
        updated_at: NOW,
    };
    node.write(move |tx| partners::store::insert(tx, &made)).await.unwrap();
    name_en
}

fn form(text: &str) -> Vec<(&str, &str)> {
    vec![
        ("title_ar", "القاعة الجديدة"),
        ("title_en", "The new hall"),
        ("text_ar", "نجتمع من الأحد في القاعة الجديدة."),
        ("text_en", text),
        ("until_d", "30"),
        ("until_m", "11"),
        ("until_y", "2026"),
        ("question_ar", "هل تحضرون؟"),
        ("question_en", "Do you come?"),
        ("answers_ar", "نعم\nلا"),
        ("answers_en", "Yes\r\nNo"),
    ]
}

#[tokio::test]
async fn an_announcement_is_held_by_the_guard_until_nobody_is_in_it_and_nothing_half_is_sent() {
    let node = crate::guard::tests::node().await;
    partner(&node, 400).await;
    let officer = node.worker("part", &["PARTNERSHIP"]).await;
    let cookie = node.sign_in(&officer).await;
    let held = form("Ask 050 123 4567 about it.");
    let page = node.post("/en/announcements", &cookie, &held).await;
    check_page(&page.body, "en");
    assert!(page.body.contains("<mark>050 123 4567</mark>"), "it is held");
    let mut wrong = form("We meet there.");
    for (field, typed) in [("text_en", ""), ("until_y", "2025"), ("answers_en", "Yes")] {
        let at = wrong.iter().position(|(name, _)| *name == field).unwrap();
        let right = std::mem::replace(&mut wrong[at], (field, typed));
        let got = node.post("/en/announcements", &cookie, &wrong).await;
        assert_eq!(got.status, 422, "{field}");
        check_page(&got.body, "en");
        wrong[at] = right;
    }
    let shown = node.app.store.read(|tx| store::shown(tx, NOW)).await.unwrap();
    assert!(shown.is_empty(), "nothing was kept");
    let reader = node.worker("staff", &["SHELTER_STAFF"]).await;
    let reads = node.sign_in(&reader).await;
    for path in ["/en/announcements", "/en/announcements/new"] {
        assert_eq!(node.get(path, &reads).await.status, 403, "{path}");
    }
    node.end().await;
}

#[tokio::test]
async fn partners_of_the_portal_read_and_answer_by_entity_and_the_others_are_named_for_the_mail() {
    let node = crate::guard::tests::node().await;
    let club = partner(&node, 400).await;
    let (listed, alone) =
        (known(&node, "LISTED", Level::Listed).await, known(&node, "ALONE", Level::Portal).await);
    let guest = guest(&node, club).await;
    let officer = node.worker("part", &["PARTNERSHIP"]).await;
    let cookie = node.sign_in(&officer).await;
    let sent = node.post("/en/announcements", &cookie, &form("We meet there.")).await;
    assert_eq!(sent.status, 303, "{}", sent.body);
    let path = sent.location.trim_start_matches("/en").to_owned();
    for lang in ["ar", "en"] {
        for page in ["/announcements", "/announcements/new", path.as_str()] {
            let got = node.get(&format!("/{lang}{page}"), &cookie).await;
            assert_eq!(got.status, 200, "{page}");
            check_page(&got.body, lang);
        }
    }
    let page = node.get(&sent.location, &cookie).await.body;
    let by_mail = page.split("To be told by mail").nth(1).unwrap();
    let (by_mail, not_told) = by_mail.split_once("Not told").unwrap();
    assert!(by_mail.contains(&listed) && !by_mail.contains(&alone));
    assert!(not_told.contains(&alone), "no agreement is in force with it");
    let sheet = node.get(&format!("{}/sheet.pdf", sent.location), &cookie).await;
    assert!(sheet.status == 200 && sheet.body.starts_with("%PDF"));

    // Until somebody of the entity opens it, nobody has read it.
    let title = "The new hall";
    assert!(node.get("/en/portal", &guest).await.body.contains(title));
    let id: uuid::Uuid = path.rsplit('/').next().unwrap().parse().unwrap();
    let told = || async {
        node.app.store.read(move |tx| store::reader_of(tx, id, club)).await.unwrap().unwrap()
    };
    assert_eq!((told().await.way, told().await.read_at), (Way::Portal, None));
    let theirs = format!("/portal{path}");
    for lang in ["ar", "en"] {
        let got = node.get(&format!("/{lang}{theirs}"), &guest).await;
        assert_eq!(got.status, 200);
        check_page(&got.body, lang);
    }
    assert_eq!(told().await.read_at, Some(NOW));
    let answer = format!("/en{theirs}/answer");
    let wrong = node.post(&answer, &guest, &[("answer", "3")]).await;
    assert_eq!(wrong.status, 422, "it is not offered");
    for number in ["2", "1"] {
        assert_eq!(node.post(&answer, &guest, &[("answer", number)]).await.status, 303);
    }
    assert_eq!(told().await.answer.map(|answer| answer.number), Some(1), "the last one counts");
    for page in [path.as_str(), "/announcements"] {
        assert_eq!(node.get(&format!("/en{page}"), &guest).await.status, 404, "{page}");
    }
    let strange = format!("/en/portal/announcements/{}", uuid::Uuid::from_u128(9));
    assert_eq!(node.get(&strange, &guest).await.status, 404);
    let all = node.get("/en/announcements", &cookie).await.body;
    check_page(&all, "en");
    over(&node, id, club).await;
    node.end().await;
}

/// From its end on it is on no screen of its readers, and among those of ours that are over.
async fn over(node: &TestNode, id: uuid::Uuid, club: sila_core::AgencyId) {
    let me = node.app.node.id;
    let read = move |tx: &mut dyn Tx| -> Result<_, DbError> {
        let end = store::find(tx, id)?.map(|one| one.ends_at).unwrap_or_default();
        let before = sila_core::Millis(end.0 - 1);
        let shown = [store::shown_to(tx, club, before)?, store::shown_to(tx, club, end)?];
        Ok((shown.map(|all| all.len()), store::shown(tx, end)?, store::over(tx, me, end)?))
    };
    let (shown, open, over) = node.app.store.read(read).await.unwrap();
    assert_eq!((shown, open.len(), over.len()), ([1, 0], 0, 1));
}
