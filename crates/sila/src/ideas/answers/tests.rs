//! Every idea has its answer or its age, for everybody to see.

use super::{INITIATIVE, turned};
use crate::ideas::board::store;
use crate::ideas::tests::{join, room};
use crate::testing::{NOW, TestNode, check_page};

async fn said(node: &TestNode, room: &crate::ideas::rooms::Room, phone: &str, text: &str) {
    let form = [("kind", "CHALLENGE"), ("text", text), ("key", text)];
    node.post_as_phone(&format!("/ar{}/ideas", room.door()), phone, &form).await;
}

#[tokio::test]
async fn every_idea_has_an_answer_with_its_reason_or_its_age_for_everybody() {
    let node = crate::guard::tests::node().await;
    let worker = node.worker("part", &["PARTNERSHIP"]).await;
    let officer = node.sign_in(&worker).await;
    let room = room(&node, &officer, "ENTITY").await;
    let phone = join(&node, &room, &[("entity", "هيئة الواحة")]).await;
    for text in ["تكرار المقابلات مع الطفل", "نماذج مختلفة لدى الشركاء"]
    {
        said(&node, &room, &phone, text).await;
    }
    let id = room.id;
    let queue = node.write(move |tx| store::queue(tx, id)).await.unwrap();
    let ids: Vec<String> = queue.iter().map(|one| one.id.to_string()).collect();
    let show = [("idea", ids[0].as_str()), ("idea", ids[1].as_str()), ("word", "show")];
    node.post(&format!("/ar{}/review", room.path()), &officer, &show).await;

    // An answer needs a reason, and the reason names nobody.
    let path = format!("/ar{}/ideas/{}", room.path(), ids[0]);
    let named = crate::cases::tests::disclosure(&node).people[0].name_ar.clone().unwrap();
    for words in ["", &format!("سألنا {named}")] {
        let got = node
            .post(&format!("{path}/answer"), &officer, &[("code", "DECLINED"), ("words", words)])
            .await;
        assert_eq!(got.status, 422, "{words}");
    }
    let words = "تُدرس مع بيت الطفل في الربع القادم";
    let got = node
        .post(&format!("{path}/answer"), &officer, &[("code", "STUDY"), ("words", words)])
        .await;
    assert_eq!(got.status, 303, "{}", got.body);

    // A month later: the one without an answer is late, and everybody sees it.
    node.app.clock.set(Some(NOW.plus_hours(31 * 24)));
    let public = node.get(&format!("/ar{}/answers", room.door()), "").await.body;
    check_page(&public, "ar");
    let open = public.find("بلا رد حتى الآن").unwrap();
    assert!(public.find("نماذج مختلفة").unwrap() > open && public.contains("فكرة واحدة تنتظر"));
    assert!(public.contains(words) && public.contains("قيد الدراسة"));
    let officer = node.sign_in(&worker).await;
    for path in [path.clone(), format!("/ar{}", room.path()), "/ar/ideas".to_owned()] {
        check_page(&node.get(&path, &officer).await.body, "ar");
    }
    let clerk = node.worker("intake", &["INTAKE"]).await;
    let clerk = node.sign_in(&clerk).await;
    assert_eq!(node.get(&path, &clerk).await.status, 200, "whoever works here may read it");
    let got =
        node.post(&format!("{path}/answer"), &clerk, &[("code", "ACCEPTED"), ("words", "x")]).await;
    assert_eq!(got.status, 403);
}

#[tokio::test]
async fn contract_a34_what_came_from_an_idea_keeps_its_author_its_time_and_the_way_back() {
    let node = crate::guard::tests::node().await;
    let worker = node.worker("part", &["PARTNERSHIP"]).await;
    let officer = node.sign_in(&worker).await;
    let room = room(&node, &officer, "ENTITY").await;
    let phone = join(&node, &room, &[("entity", "هيئة الواحة")]).await;
    said(&node, &room, &phone, "مكتبة تجارب ناجحة").await;
    let id = room.id;
    let idea = node.write(move |tx| store::queue(tx, id)).await.unwrap().remove(0);
    let target = uuid::Uuid::from_u128(7);
    let (by, into) = ((worker.id, NOW.plus_hours(1)), (INITIATIVE, target));
    let early = turned::turn(&node.app, idea.id, into, by).await.unwrap_err();
    assert_eq!(early.code, "page.not_found", "what nobody has let through becomes nothing");
    let text = idea.id.to_string();
    let show = [("idea", text.as_str()), ("word", "show")];
    node.post(&format!("/ar{}/review", room.path()), &officer, &show).await;
    turned::turn(&node.app, idea.id, into, by).await.unwrap();
    let origin = turned::origins(&node.app, INITIATIVE, target).await.unwrap().remove(0);
    let author = origin.said.by.entity.as_str();
    assert_eq!((origin.id, author, origin.at), (idea.id, "هيئة الواحة", idea.at));
    let counts = node.write(|tx| super::store::counts(tx)).await.unwrap();
    assert_eq!((counts.shown, counts.turned, counts.initiatives), (1, 1, 1));
    // Nothing that is not there can be chosen.
    let path = format!("/ar{}/ideas/{}/becoming", room.path(), idea.id);
    let got = node.post(&path, &officer, &[("into", "INITIATIVE:x")]).await;
    assert_eq!(got.status, 422);
}

/// Who may not open what an idea became reads the words, and no link leads to a refusal.
async fn no_link_leads_to_a_refusal(
    node: &TestNode,
    cookie: &str,
    path: &str,
    (course, risk): (&str, uuid::Uuid),
) {
    let desk = node.worker("desk", &["LICENSING_OFFICER"]).await;
    let desk = node.sign_in(&desk).await;
    let theirs = node.get(path, &desk).await.body;
    check_page(&theirs, "ar");
    assert!(
        theirs.contains("دخلت سجل المخاطر") && theirs.contains(&format!("/ar/training/{course}"))
    );
    assert!(!theirs.contains(&format!("/ar/contributions/entry/{risk}")), "{theirs}");
    assert_eq!(node.get(&format!("/ar/contributions/entry/{risk}/0"), &desk).await.status, 403);
    let rooms = node.get("/ar/ideas", &desk).await.body;
    assert!(!rooms.contains("href=\"/ar/initiatives\""), "{rooms}");
    assert!(node.get("/ar/ideas", cookie).await.body.contains("href=\"/ar/initiatives\""));
}

#[tokio::test]
async fn an_idea_becomes_a_course_a_risk_and_a_change_of_the_guide_and_each_leads_back_to_whoever_had_it()
 {
    let (node, cookie) = crate::meetings::tests::node().await;
    let meeting = crate::meetings::tests::called(&node, &cookie).await;
    let id = crate::meetings::tests::id_of(&meeting);
    let room = room(&node, &cookie, "ENTITY").await;
    let phone = join(&node, &room, &[("entity", "هيئة الواحة")]).await;
    said(&node, &room, &phone, "تدريب على سرية البيانات").await;
    let room_id = room.id;
    let idea = node.write(move |tx| store::queue(tx, room_id)).await.unwrap().remove(0);
    let text = idea.id.to_string();
    node.post(&format!("/ar{}/review", room.path()), &cookie, &[("idea", &text), ("word", "show")])
        .await;
    let (course, _) = crate::polls::tests::written(&node, &cookie, &meeting).await;
    let threat = [
        ("text_ar", "تسرب بيانات عبر البريد"),
        ("note_ar", "بريد مشفّر"),
        ("likelihood", "3"),
        ("impact", "4"),
        ("review_d", "1"),
        ("review_m", "12"),
        ("review_y", "2026"),
    ];
    let kept = node.post(&format!("{meeting}/themes/threat"), &cookie, &threat).await;
    assert_eq!(kept.status, 303, "{}", kept.body);
    let risk = crate::themes::of_meeting(&node.app, id).await.unwrap()[0].id;
    let path = format!("/ar{}/ideas/{}", room.path(), idea.id);
    let page = node.get(&path, &cookie).await.body;
    check_page(&page, "ar");
    for (into, back) in [
        (format!("TRAINING:{course}"), format!("/ar/training/{course}")),
        (format!("RISK:{risk}"), format!("/ar/contributions/entry/{risk}/0")),
    ] {
        assert!(page.contains(&format!("value=\"{into}\"")), "{into} can be chosen");
        let got = node.post(&format!("{path}/becoming"), &cookie, &[("into", &into)]).await;
        assert_eq!(got.location, path, "{}", got.body);
        let there = node.get(&back, &cookie).await.body;
        check_page(&there, "ar");
        assert!(
            there.contains("هيئة الواحة") && there.contains(&format!("/ideas/{}", idea.id)),
            "{back}"
        );
    }
    let page = node.get(&path, &cookie).await.body;
    assert!(page.contains("لبّاها برنامج تدريبي") && page.contains("دخلت سجل المخاطر"));
    no_link_leads_to_a_refusal(&node, &cookie, &path, (&course, risk)).await;
    // A version of the guide and a campaign are found the same way.
    let by = (node.worker("later", &["PARTNERSHIP"]).await.id, NOW.plus_hours(1));
    for (kind, target) in
        [(super::POLICY, super::becoming::of_guide(3)), (super::CAMPAIGN, uuid::Uuid::from_u128(5))]
    {
        turned::turn(&node.app, idea.id, (kind, target), by).await.unwrap();
        let origin = turned::origins(&node.app, kind, target).await.unwrap().remove(0);
        assert_eq!((origin.id, origin.said.by.entity.as_str()), (idea.id, "هيئة الواحة"));
    }
    node.end().await;
}
