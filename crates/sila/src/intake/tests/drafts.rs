//! Nothing typed is lost: wrong, unfinished, in the other language, or after the session has locked.

use sila_core::ids::DraftId;

use super::{Desk, errors_of, person, safety};
use crate::intake::{draft, store};
use crate::testing::{NOW, TestNode};
use crate::web::Pairs;

#[tokio::test(flavor = "multi_thread")]
async fn what_is_wrong_is_kept_as_typed_beside_what_to_do() {
    let desk = Desk::new().await;
    desk.post(1, &safety()).await;
    let mut typed = person();
    typed.retain(|(name, _)| !["birth_d", "emirates_id"].contains(name));
    typed.extend([("birth_d", "31x"), ("emirates_id", "784-1990-12"), ("phone", "سبعة")]);
    let got = desk.post(2, &typed).await;
    assert_eq!(got.status, 422);
    let summary = errors_of(&got.body);
    for field in ["birth", "phone"] {
        assert!(summary.contains(&format!("href=\"#{field}\"")), "{field} in {summary}");
    }
    assert!(!summary.contains("#emirates_id"), "a doubtful number is only a warning");
    for page in [got.body, desk.page("en", 2).await] {
        for value in ["31x", "784-1990-12", "سبعة", "وفاء سالم المرجاني"] {
            assert!(page.contains(&format!("value=\"{value}\"")), "{value} is lost");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_language_switch_keeps_the_draft() {
    let desk = Desk::new().await;
    let got = desk.post(1, &[("plan", "كلمات لم تكتمل"), ("_lang", "en")]).await;
    assert_eq!(got.location, desk.path("en", 1));
    let page = desk.page("en", 1).await;
    assert!(page.contains("كلمات لم تكتمل"));
    assert!(page.contains("form=\"intake\""), "the switch sends the form");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_locked_session_keeps_what_was_typed_and_shows_nothing() {
    let desk = Desk::new().await;
    desk.node.app.clock.set(Some(NOW.plus_minutes(20)));
    let got = desk.post(1, &[("plan", "كُتب قبل القفل"), ("danger", "no")]).await;
    assert_eq!(got.status, 303);
    assert!(got.location.starts_with("/ar/lock"), "{}", got.location);
    assert!(!desk.node.get(&desk.path("ar", 1), &desk.cookie).await.body.contains("كُتب قبل القفل"));
    let worker = worker(&desk.node).await;
    let again = desk.node.sign_in(&worker).await;
    let page = desk.node.get(&desk.path("ar", 1), &again).await.body;
    assert!(page.contains("كُتب قبل القفل"));
}

async fn worker(node: &TestNode) -> crate::accounts::Worker {
    let found = node.write(|tx| crate::accounts::store::by_name(tx, "reem")).await.unwrap();
    found.unwrap().worker
}

#[tokio::test(flavor = "multi_thread")]
async fn a_locked_session_sends_nothing() {
    let (desk, _) = Desk::linked().await;
    desk.take_in().await;
    desk.node.app.clock.set(Some(NOW.plus_minutes(20)));
    let got = desk.post(5, &[("act", "open")]).await;
    assert!(got.location.starts_with("/ar/lock"));
    let worker = worker(&desk.node).await;
    let cases = desk.node.write(move |tx| crate::cases::store::count_open(tx, &worker, NOW)).await;
    assert_eq!(cases.unwrap().0, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn autosave_keeps_and_answers_with_a_line() {
    let desk = Desk::new().await;
    let path = format!("{}/keep", desk.path("en", 1));
    let got = desk.node.post(&path, &desk.cookie, &[("plan", "half a sen"), ("bogus", "x")]).await;
    assert_eq!(got.body, "Draft saved 12:00");
    assert!(desk.page("en", 1).await.contains("half a sen"));
    let later = desk.post(1, &[("plan", "half a sentence"), ("_later", "yes")]).await;
    assert_eq!(later.location, "/ar/intake");
    let list = desk.node.get("/ar/intake", &desk.cookie).await.body;
    assert!(list.contains(&desk.draft), "it waits in the list");
    assert!(desk.page("ar", 1).await.contains("half a sentence"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_is_its_writers_alone_and_an_untouched_one_is_used_again() {
    let desk = Desk::new().await;
    let again = desk.node.get("/ar/intake/new", &desk.cookie).await.location;
    assert_eq!(again, desk.path("ar", 1), "no second empty form");
    let other = desk.node.worker("hind", &["SUPERVISOR"]).await;
    let other = desk.node.sign_in(&other).await;
    for path in [desk.path("ar", 1), format!("/ar/intake/{}/discard", desk.draft)] {
        assert_eq!(desk.node.get(&path, &other).await.status, 404);
        assert_eq!(desk.node.post(&path, &other, &[("plan", "x")]).await.status, 404);
    }
    let discard = format!("/ar/intake/{}/discard", desk.draft);
    assert_eq!(desk.node.get(&discard, &desk.cookie).await.status, 200);
    let gone = desk.node.post(&discard, &desk.cookie, &[]).await;
    assert_eq!(gone.location, "/ar/intake");
    assert_eq!(desk.node.get(&desk.path("ar", 1), &desk.cookie).await.status, 404);
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_typed_stands_in_the_files_of_the_database() {
    let desk = Desk::new().await;
    desk.post(1, &[("plan", "canary-plan-77aa"), ("contact_phone", "0501239999")]).await;
    let mut bytes = Vec::new();
    for entry in std::fs::read_dir(desk.node.folder()).unwrap() {
        let path = entry.unwrap().path();
        if path.is_file() {
            bytes.extend(std::fs::read(path).unwrap());
        }
    }
    let holds = |text: &[u8]| bytes.windows(text.len()).any(|window| window == text);
    assert!(holds(desk.draft.parse::<DraftId>().unwrap().0.as_bytes()), "the dump holds the draft");
    assert!(!holds(b"canary-plan") && !holds(b"0501239999"));
}

async fn drafts_are_kept_by_their_writer(node: &TestNode) {
    let (reem, hind) =
        (node.worker("reem", &["INTAKE"]).await.id, node.worker("hind", &["INTAKE"]).await.id);
    let values: Pairs = [("plan", "x")].into_iter().collect();
    let fresh = draft::compose(&node.app, &values, None, 0, NOW).unwrap();
    let (id, body) = (fresh.id, fresh.body.clone());
    node.write(move |tx| {
        store::insert(tx, &fresh, reem)?;
        assert_eq!(store::untouched(tx, reem)?, Some(id));
        assert_eq!(store::untouched(tx, hind)?, None);
        assert!(store::all(tx, reem)?.is_empty(), "an untouched form is no unfinished one");
        assert!(!store::update(tx, hind, id, 3, &body, NOW)?);
        assert!(store::update(tx, reem, id, 3, &body, NOW.plus_minutes(1))?);
        assert!(store::update(tx, reem, id, 2, &body, NOW.plus_minutes(2))?);
        let kept = store::find(tx, reem, id)?.unwrap();
        assert_eq!(
            (kept.step, kept.updated_at),
            (3, NOW.plus_minutes(2)),
            "the furthest step stays"
        );
        assert!(store::find(tx, hind, id)?.is_none());
        assert_eq!(store::all(tx, reem)?.len(), 1);
        assert!(!store::delete(tx, hind, id)?);
        assert!(store::delete(tx, reem, id)?);
        assert!(!store::delete(tx, reem, id)?, "a form ends once");
        Ok(())
    })
    .await
    .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn drafts_on_sqlite() {
    let node = TestNode::new().await;
    drafts_are_kept_by_their_writer(&node).await;
    node.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn drafts_on_postgres() {
    if let Some(node) = TestNode::postgres().await {
        drafts_are_kept_by_their_writer(&node).await;
        node.end().await;
    }
}
