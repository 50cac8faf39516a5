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

fn stamp(page: &str) -> String {
    let (_, rest) = page.split_once("name=\"_stamp\" value=\"").unwrap();
    rest.split('"').next().unwrap().to_owned()
}

/// Step 2 with another name and sex, sent by the page that was made from this stamp.
fn as_typed(name: &str, sex: &str, stamp: &str) -> Vec<(String, String)> {
    let mut typed: Vec<(String, String)> =
        person().iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    typed.retain(|(field, _)| field != "name_ar" && field != "sex");
    let own = [("name_ar", name), ("sex", sex), ("_stamp", stamp)];
    typed.extend(own.map(|(name, value)| (name.to_owned(), value.to_owned())));
    typed
}

#[tokio::test(flavor = "multi_thread")]
async fn two_windows_do_not_overwrite_each_other_unseen() {
    let desk = Desk::new().await;
    desk.post(1, &safety()).await;
    let made_from = stamp(&desk.page("ar", 2).await);
    let early = desk.post_owned(2, &as_typed("من النافذة الأولى", "M", &made_from)).await;
    assert_eq!(early.location, desk.path("ar", 3));
    let late = as_typed("من النافذة الثانية", "F", &made_from);
    let stopped = desk.post_owned(2, &late).await;
    assert_eq!(stopped.status, 422, "{}", stopped.location);
    let beside = "<bdi>من النافذة الأولى</bdi>";
    for both in ["value=\"من النافذة الثانية\"", beside, "<bdi>ذكر</bdi>", "في نافذة أخرى"]
    {
        assert!(stopped.body.contains(both), "{both}");
    }
    assert_eq!(stopped.body.matches("class=\"there\"").count(), 2, "only what differs");
    assert!(desk.page("ar", 2).await.contains("value=\"من النافذة الأولى\""), "nothing is lost");
    let seen = as_typed("من النافذة الثانية", "F", &stamp(&stopped.body));
    let chosen = desk.post_owned(2, &seen).await;
    assert_eq!(chosen.location, desk.path("ar", 3), "having seen both, the writer decides");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_autosave_tells_of_the_other_window_and_other_steps_do_not_meet() {
    let desk = Desk::new().await;
    desk.post(1, &safety()).await;
    let (second, third) = (stamp(&desk.page("ar", 2).await), stamp(&desk.page("ar", 3).await));
    let keep = format!("{}/keep", desk.path("ar", 2));
    let typed = |name: &'static str| [("name_ar", name), ("_stamp", second.as_str())];
    assert_eq!(desk.node.post(&keep, &desk.cookie, &typed("الأولى")).await.status, 200);
    assert_eq!(desk.node.post(&keep, &desk.cookie, &typed("الأولى")).await.status, 200, "the same");
    assert_eq!(desk.node.post(&keep, &desk.cookie, &typed("الثانية")).await.status, 409);
    let need = [&super::need()[..], &[("_stamp", third.as_str())]].concat();
    assert_eq!(desk.post(3, &need).await.location, desk.path("ar", 4));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_sent_is_what_was_checked() {
    let (desk, _) = Desk::linked().await;
    desk.take_in().await;
    desk.post_owned(4, &super::sharing("here")).await;
    let checked = stamp(&desk.page("en", 5).await);
    desk.post(1, &[&safety()[1..], &[("danger", "yes")]].concat()).await;
    let stopped = desk.post(5, &[("act", "open"), ("_stamp", &checked)]).await;
    assert_eq!(stopped.status, 422);
    assert_eq!(desk.totals().await, (0, 0, 1));
    let again = stamp(&stopped.body);
    assert_eq!(desk.post(5, &[("act", "open"), ("_stamp", &again)]).await.status, 303);
    assert_eq!(desk.totals().await, (1, 0, 0));
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
    let (words, stamp) = got.body.split_once('\n').unwrap();
    assert_eq!((words, stamp.len()), ("Draft saved 12:00", 24));
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

#[tokio::test(flavor = "multi_thread")]
async fn a_name_in_the_other_script_is_proposed_and_written_only_when_somebody_takes_it_over() {
    let desk = Desk::new().await;
    desk.post(1, &safety()).await;
    for (field, other, typed, proposed) in [
        ("name_ar", "name_latin", "خديجة سالم الكتبي", "Khadija Salem Al Ketbi"),
        ("name_latin", "name_ar", "Khadija Salem Al Ketbi", "خديجة سالم الكتبي"),
    ] {
        let mut her = person();
        her.retain(|(name, _)| !name.starts_with("name_"));
        her.push((field, typed));
        desk.post(2, &her).await;
        for lang in ["ar", "en"] {
            let page = desk.page(lang, 2).await;
            crate::testing::check_page(&page, lang);
            assert!(page.contains(&format!("<bdi>{proposed}</bdi>")), "{page}");
            assert!(
                !page.contains(&format!("value=\"{proposed}\"")),
                "nothing is written by itself"
            );
        }
        her.push(("act", "propose"));
        let taken = desk.post(2, &her).await;
        assert!(taken.location.ends_with("#name_latin"), "{}", taken.location);
        let page = desk.page("en", 2).await;
        for value in [typed, proposed] {
            assert!(page.contains(&format!("value=\"{value}\"")), "{value}");
        }
        assert!(!page.contains("id=\"proposed\""), "{other} is there");
    }
    let mut unknown = person();
    unknown.retain(|(name, _)| !name.starts_with("name_"));
    unknown.push(("name_ar", "زمهرودة قندخيل"));
    desk.post(2, &unknown).await;
    assert!(!desk.page("en", 2).await.contains("id=\"proposed\""), "nothing is made up");
}
