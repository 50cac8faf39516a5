//! What was said becomes an action or a challenge, and keeps whoever said it, when, and the way back.

use sila_core::meeting::Theme;
use sila_core::{AgencyId, IdeaId};

use super::store::{self, Turned};
use super::{Kind, path};
use crate::ideas::tests::{join, room};
use crate::meetings::tests::{called, id_of, node};
use crate::testing::{NOW, TestNode, check_page};
use crate::{minutes, themes};

const WORDS: &str = "تكرار المقابلات مع الطفل";

/// An idea that somebody of another entity has said on a telephone, and that is on the board.
async fn idea(node: &TestNode, officer: &str) -> IdeaId {
    let room = room(node, officer, "ENTITY").await;
    let phone = join(node, &room, &[("entity", "هيئة الواحة")]).await;
    let form = [("kind", "CHALLENGE"), ("text", WORDS), ("key", "k1")];
    node.post_as_phone(&format!("/ar{}/ideas", room.door()), &phone, &form).await;
    let id = room.id;
    let queue = node.write(move |tx| crate::ideas::board::store::queue(tx, id)).await.unwrap();
    let show = [("idea", &*queue[0].id.to_string()), ("word", "show")];
    node.post(&format!("/ar{}/review", room.path()), officer, &show).await;
    queue[0].id
}

async fn turned(
    node: &TestNode,
    cookie: &str,
    from: &str,
    into: &str,
    meeting: &str,
) -> crate::testing::Got {
    let owner: AgencyId = node.app.node.id;
    let owner = owner.to_text();
    let form = [
        ("into", into),
        ("meeting", meeting),
        ("action_ar", "إجراء متفق عليه"),
        ("owner", owner.as_str()),
        ("due_d", "1"),
        ("due_m", "12"),
        ("due_y", "2026"),
    ];
    node.post(&format!("/ar{from}"), cookie, &form).await
}

#[tokio::test]
async fn contract_a34_an_idea_becomes_an_action_and_a_challenge_and_keeps_author_time_and_way_back()
{
    let (node, cookie) = node().await;
    let meeting = called(&node, &cookie).await;
    let id = id_of(&meeting);
    let idea = idea(&node, &cookie).await;
    let from = format!("/contributions/idea/{idea}/0");
    let page = node.get(&format!("/ar{from}"), &cookie).await.body;
    check_page(&page, "ar");
    assert!(page.contains(WORDS) && page.contains("هيئة الواحة"));
    check_page(&node.get(&format!("/en{from}"), &cookie).await.body, "en");
    let nowhere = format!("/contributions/idea/{idea}/7");
    let lost = turned(&node, &cookie, &nowhere, "ACTION", &id.to_string()).await;
    assert_eq!(lost.status, 404, "an idea has no number");
    let wrong = turned(&node, &cookie, &from, "IMPROVEMENT", &id.to_string()).await;
    assert_eq!(wrong.status, 422);

    let done = turned(&node, &cookie, &from, "ACTION", &id.to_string()).await;
    assert_eq!(done.location, format!("/ar/minutes/{id}#point-1"), "{}", done.body);
    let done = turned(&node, &cookie, &from, "CHALLENGE", &id.to_string()).await;
    assert_eq!(done.location, format!("{meeting}/themes"), "{}", done.body);

    // Both show whose idea it was, since when, and lead back; the idea leads to both.
    let lines = node.write(move |tx| store::all_from(tx, Kind::Idea)).await.unwrap();
    assert_eq!(lines.len(), 2);
    assert!(lines.iter().all(|line| line.at == NOW && line.from.1.id == idea.0));
    for path in [format!("/ar/minutes/{id}"), format!("{meeting}/themes")] {
        let page = node.get(&path, &cookie).await.body;
        check_page(&page, "ar");
        assert!(page.contains("هيئة الواحة") && page.contains(WORDS), "{path}");
        assert!(page.contains(&format!("/ideas/{idea}")), "{path}: the way back");
    }
    let entries = themes::of_meeting(&node.app, id).await.unwrap();
    assert_eq!((entries[0].theme, &*entries[0].text.said_by), (Theme::Challenge, "هيئة الواحة"));

    // The challenge itself became an action too: a point of the minutes and an entry can go on.
    let point = format!("/contributions/point/{id}/1");
    check_page(&node.get(&format!("/ar{point}"), &cookie).await.body, "ar");
    turned(&node, &cookie, &point, "CHALLENGE", &id.to_string()).await;
    let entry = entries[0].id;
    let entry = format!("/contributions/entry/{entry}/0");
    check_page(&node.get(&format!("/ar{entry}"), &cookie).await.body, "ar");
    assert_eq!(node.get("/ar/contributions/point/x/1", &cookie).await.status, 404);

    // How much of what was said became something: 1 idea of 1; of 3 actions the first; both challenges have one.
    let counts = node.write(|tx| store::counts(tx)).await.unwrap();
    let of = |said, turned| Turned { said, turned };
    let wanted = [(Kind::Idea, of(1, 1)), (Kind::Point, of(3, 1)), (Kind::Entry, of(2, 2))];
    assert_eq!(counts, wanted);
    let list = node.get("/ar/proposals", &cookie).await.body;
    check_page(&list, "ar");
    let plain = list.replace(['\u{2066}', '\u{2068}', '\u{2069}'], "");
    assert!(plain.contains("66%"), "four of six");
    node.end().await;
}

#[tokio::test]
async fn decisions_stand_in_one_register_with_their_basis_and_their_day_of_review() {
    let (node, cookie) = node().await;
    let meeting = called(&node, &cookie).await;
    let id = id_of(&meeting);
    let me = node.app.node.id.to_text();
    let form = [
        ("kind", "DECISION"),
        ("text_ar", "جدول مناوبة مشترك"),
        ("basis", "المادة 7 من دليل السياسة"),
        ("owner", me.as_str()),
        ("review_d", "1"),
        ("review_m", "12"),
        ("review_y", "2026"),
    ];
    let sent = node.post(&format!("/ar/minutes/{id}/points"), &cookie, &form).await;
    assert_eq!(sent.status, 303, "{}", sent.body);
    let page = node.get("/ar/decisions", &cookie).await.body;
    check_page(&page, "ar");
    check_page(&node.get("/en/decisions", &cookie).await.body, "en");
    for words in ["جدول مناوبة مشترك", "المادة 7 من دليل السياسة", "يُراجع في"]
    {
        assert!(page.contains(words), "{words}");
    }
    node.app.clock.set(Some(NOW.plus_days(20)));
    let worker = node.worker("later", &["ADVISOR"]).await;
    let cookie = node.sign_in(&worker).await;
    assert!(node.get("/ar/decisions", &cookie).await.body.contains("كان موعد مراجعته"));
    assert!(minutes::points(&node.app, id).await.unwrap()[0].review_at.is_some());
    assert!(path((Kind::Point, super::End { id: id.0, n: 1 })).contains("/point/"));
    node.end().await;
}

/// Somebody of another entity says something about the idea; it is let through.
async fn remark(node: &TestNode, cookie: &str, source: IdeaId) -> crate::ideas::board::Idea {
    let in_source = node
        .write(move |tx| crate::ideas::board::store::find(tx, source))
        .await
        .unwrap()
        .unwrap()
        .room;
    let here = crate::ideas::rooms::find(&node.app, in_source).await.unwrap();
    let phone = join(node, &here, &[("entity", "جمعية الندى")]).await;
    let said = [("kind", "REMARK"), ("text", "غرفة واحدة للمقابلات في كل مدينة"), ("key", "c1")];
    node.post_as_phone(&format!("/ar{}/ideas/{source}/comments", here.door()), &phone, &said).await;
    let queue =
        node.write(move |tx| crate::ideas::board::store::queue(tx, in_source)).await.unwrap();
    let comment = queue[0].clone();
    let show = [("idea", &*comment.id.to_string()), ("word", "show")];
    node.post(&format!("/ar{}/review", here.path()), cookie, &show).await;
    comment
}

/// In an anonymous room whoever said it is not shown; and a clerk makes nothing of it.
async fn shows_nobody(node: &TestNode, cookie: &str, comment: IdeaId, room: &str) {
    let path = format!("/ar/contributions/idea/{comment}/0/idea");
    let form = [("room", room), ("kind", "THREAT")];
    let got = node.post(&path, cookie, &form).await;
    let page = node.get(&got.location, cookie).await.body;
    let card = page.split("<aside").nth(1).unwrap_or(&page);
    assert!(card.contains("شخص لم يذكر هويته"), "{card}");
    let clerk = node.worker("clerk", &["INTAKE"]).await;
    let clerk = node.sign_in(&clerk).await;
    assert_eq!(node.post(&path, &clerk, &form).await.status, 403);
}

#[tokio::test]
async fn contract_a34_a_comment_and_a_point_of_minutes_become_ideas_that_keep_author_time_and_way_back()
 {
    let (node, cookie) = node().await;
    let meeting = called(&node, &cookie).await;
    let id = id_of(&meeting);
    let source = idea(&node, &cookie).await;
    let comment = remark(&node, &cookie, source).await;
    turned(&node, &cookie, &format!("/contributions/idea/{source}/0"), "ACTION", &id.to_string())
        .await;

    // Both become ideas of another room, an hour later; done twice it is there once.
    node.app.clock.set(Some(NOW.plus_hours(1)));
    let worker = node.worker("later", &["PARTNERSHIP"]).await;
    let cookie = node.sign_in(&worker).await;
    let (target, closed) =
        (room(&node, &cookie, "ENTITY").await, room(&node, &cookie, "ANONYMOUS").await);
    let into = target.id.to_string();
    let form = [("room", into.as_str()), ("kind", "OPPORTUNITY")];
    let mut made = Vec::new();
    for from in
        [format!("/contributions/idea/{}/0", comment.id), format!("/contributions/point/{id}/1")]
    {
        let page = node.get(&format!("/ar{from}"), &cookie).await.body;
        check_page(&page, "ar");
        assert!(page.contains("عرضه فكرةً"));
        for _ in 0..2 {
            let got = node.post(&format!("/ar{from}/idea"), &cookie, &form).await;
            assert!(got.location.contains("/ideas/"), "{}", got.body);
            made.push(got.location);
        }
    }
    assert!(made[0] == made[1] && made[2] == made[3] && made[0] != made[2]);
    let page = node.get(&made[0], &cookie).await.body;
    check_page(&page, "ar");
    for words in ["غرفة واحدة للمقابلات في كل مدينة", "جمعية الندى", &format!("/ideas/{source}")]
    {
        assert!(page.contains(words), "{words}: its words, its author and the way back");
    }
    let new: IdeaId = made[0].rsplit('/').next().unwrap().parse().unwrap();
    let lines = node
        .write(move |tx| store::of_target(tx, (super::Became::Idea, super::End::of(new.0))))
        .await
        .unwrap();
    let (kind, end) = lines[0].from;
    assert_eq!((kind, end.id, lines[0].at), (Kind::Idea, comment.id.0, NOW.plus_hours(1)));
    let kept = node
        .write(move |tx| crate::ideas::board::store::find(tx, comment.id))
        .await
        .unwrap()
        .unwrap();
    assert_eq!(kept.at, comment.at, "the time of what was said stays");
    // What it became stands with what it came from.
    let said = node.get(&format!("/ar/contributions/idea/{}/0", comment.id), &cookie).await.body;
    assert!(
        said.contains("صار فكرة على لوحة")
            && said.contains(&format!("/contributions/idea/{new}/0"))
    );
    shows_nobody(&node, &cookie, comment.id, &closed.id.to_string()).await;
    node.end().await;
}

/// A need of the community and a need to learn, written down through their pages.
async fn needs(node: &TestNode, cookie: &str) -> [uuid::Uuid; 2] {
    let said = [("text_ar", "كوادر تتعامل مع الصدمة"), ("text_en", "Staff for trauma")];
    assert_eq!(node.post("/ar/needs", cookie, &said).await.status, 303);
    let skill = [
        ("what_ar", "المقابلة الأولى الآمنة"),
        ("what_en", "The safe first interview"),
        ("field", crate::knowledge::item::FIELDS[0]),
        ("source", "STAFF"),
    ];
    assert_eq!(node.post("/ar/training/needs", cookie, &skill).await.status, 303);
    let need = node.app.store.read(themes::store::needs).await.unwrap()[0].id;
    [need, node.app.store.read(crate::training::needs::store::open).await.unwrap()[0].id]
}

/// Announces a course with the form that began from there; gives its address.
async fn course(node: &TestNode, cookie: &str, seed: &str, title: &str) -> String {
    let fields = [
        ("seed", seed),
        ("kind", "COURSE"),
        ("title_ar", title),
        ("title_en", "A course"),
        ("about_ar", "ما يُتعلَّم"),
        ("about_en", "What is learnt"),
        ("place_ar", "قاعة التدريب"),
        ("place_en", "Training room"),
        ("day_d", "25"),
        ("day_m", "11"),
        ("day_y", "2026"),
        ("time", "15:30"),
        ("hours", "6"),
        ("seats", "2"),
    ];
    let made = node.post("/ar/training", cookie, &fields).await;
    assert!(made.location.starts_with("/ar/training/"), "{seed} {}", made.body);
    made.location
}

#[tokio::test]
async fn a_campaign_and_a_course_begin_with_the_words_of_an_idea_or_a_need_and_lead_back_to_it() {
    let (node, cookie) = node().await;
    let idea = idea(&node, &cookie).await;
    // Whoever keeps courses and approves who takes part in them.
    let head = node.worker("head", &["HEAD"]).await;
    let cookie = node.sign_in(&head).await;
    let [need, skill] = needs(&node, &cookie).await;
    let office = node.worker("office", &["COMMUNICATION"]).await;
    let office = node.sign_in(&office).await;
    let find = move |tx: &mut dyn crate::db::Tx| crate::ideas::board::store::find(tx, idea);
    let room = node.write(find).await.unwrap().unwrap().room;
    for (seed, words, from) in [
        (format!("idea:{idea}"), WORDS, format!("/ar/ideas/{room}/ideas/{idea}")),
        (format!("need:{need}"), "كوادر تتعامل مع الصدمة", "/ar/needs".to_owned()),
        (format!("skill:{skill}"), "المقابلة الأولى الآمنة", "/ar/training/needs".to_owned()),
    ] {
        let campaign = node.get(&format!("/ar/campaigns/new?seed={seed}"), &office).await.body;
        let training = node.get(&format!("/ar/training/new?seed={seed}"), &cookie).await.body;
        for page in [&campaign, &training] {
            check_page(page, "ar");
            assert!(page.contains(words) && page.contains(&format!("value=\"{seed}\"")), "{seed}");
        }
        // From the course back to what it came from, and from there to the course.
        let made = course(&node, &cookie, &seed, words).await;
        let page = node.get(&made, &cookie).await.body;
        check_page(&page, "ar");
        let back = from.split('#').next().unwrap();
        assert!(page.contains(&format!("href=\"{back}\"")), "{seed}: where it came from");
        let page = node.get(&from, &cookie).await.body;
        check_page(&page, "ar");
        assert!(page.contains(&format!("href=\"{made}\"")), "{seed} {made}");
    }
    // What is not there, or of another kind, begins nothing.
    let nowhere = uuid::Uuid::from_u128(7);
    for seed in [format!("idea:{nowhere}"), format!("point:{nowhere}"), "idea".to_owned()] {
        let page = node.get(&format!("/ar/training/new?seed={seed}"), &cookie).await.body;
        assert!(!page.contains("name=\"seed\""), "{seed}");
    }
    node.end().await;
}

#[tokio::test]
async fn an_idea_of_a_telephone_becomes_a_need_to_learn_that_leads_back_to_whoever_said_it() {
    let (node, cookie) = node().await;
    let idea = idea(&node, &cookie).await;
    let head = node.worker("head", &["HEAD"]).await;
    let cookie = node.sign_in(&head).await;
    let seed = format!("idea:{idea}");
    let opened = node.get(&format!("/ar/training/needs?seed={seed}"), &cookie).await.body;
    check_page(&opened, "ar");
    assert!(opened.contains(WORDS) && opened.contains(&format!("value=\"{seed}\"")));
    let form = [
        ("seed", seed.as_str()),
        ("what_ar", "مقابلة واحدة مع الطفل"),
        ("what_en", "One interview with a child"),
        ("field", crate::knowledge::item::FIELDS[0]),
        ("source", "IDEA"),
    ];
    assert_eq!(node.post("/ar/training/needs", &cookie, &form).await.status, 303);
    let find = move |tx: &mut dyn crate::db::Tx| crate::ideas::board::store::find(tx, idea);
    let room = node.write(find).await.unwrap().unwrap().room;
    let back = format!("/ar/ideas/{room}/ideas/{idea}");
    let page = node.get("/ar/training/needs", &cookie).await.body;
    check_page(&page, "ar");
    assert!(page.contains(&format!("href=\"{back}\"")) && page.contains("هيئة الواحة"));
    let page = node.get(&back, &cookie).await.body;
    assert!(page.contains("صار احتياجاً تدريبياً") && page.contains("/ar/training/needs"));
    node.end().await;
}
