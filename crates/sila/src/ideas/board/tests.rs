//! From a telephone to the wall: what is sent is there once, nothing is seen before somebody has looked, and everybody hears of
//! what is new.

use std::time::Duration;

use axum::body::{Body, BodyDataStream};
use axum::http::Request;
use hyper::service::Service;
use hyper_util::service::TowerToHyperService;
use sila_core::{IdeaId, SeatId};
use tokio_stream::StreamExt;

use super::{Idea, State, store};
use crate::ideas::rooms::Room;
use crate::ideas::seats;
use crate::ideas::tests::{join, room};
use crate::testing::{Got, NOW, TestNode, check_page};

pub(crate) struct Hall {
    pub(crate) node: TestNode,
    pub(crate) officer: String,
    pub(crate) room: Room,
}

pub(crate) async fn hall(anonymity: &str) -> Hall {
    let node = crate::guard::tests::node().await;
    let worker = node.worker("part", &["PARTNERSHIP"]).await;
    let officer = node.sign_in(&worker).await;
    let room = room(&node, &officer, anonymity).await;
    Hall { node, officer, room }
}

impl Hall {
    pub(crate) async fn phone(&self, entity: &str) -> String {
        join(&self.node, &self.room, &[("entity", entity), ("name", "سالم")]).await
    }

    pub(crate) async fn say(&self, phone: &str, text: &str, key: &str) -> Got {
        let form = [("kind", "OPPORTUNITY"), ("text", text), ("key", key)];
        let path = format!("/ar{}/ideas", self.room.door());
        self.node.post_as_phone(&path, phone, &form).await.0
    }

    pub(crate) async fn seen(&self, phone: &str) -> String {
        let got = self.node.get_as_phone(&format!("/ar{}", self.room.door()), phone).await;
        check_page(&got.body, "ar");
        // The board alone: what somebody sees of their own stands before it.
        got.body.split("data-cards").nth(1).unwrap().to_owned()
    }

    pub(crate) async fn queue(&self) -> Vec<Idea> {
        let id = self.room.id;
        self.node.write(move |tx| store::queue(tx, id)).await.unwrap()
    }

    pub(crate) async fn find(&self, id: IdeaId) -> Idea {
        self.node.write(move |tx| store::find(tx, id)).await.unwrap().unwrap()
    }

    pub(crate) async fn review(&self, id: IdeaId, word: &str, reason: &str) -> Got {
        let id = id.to_string();
        let form = [("idea", id.as_str()), ("word", word), ("reason", reason)];
        self.node.post(&format!("/ar{}/review", self.room.path()), &self.officer, &form).await
    }

    pub(crate) async fn shown(&self, phone: &str, text: &str) -> IdeaId {
        self.say(phone, text, text).await;
        let id = self.queue().await.last().unwrap().id;
        assert_eq!(self.review(id, "show", "").await.status, 303);
        id
    }

    pub(crate) async fn act(
        &self,
        phone: &str,
        id: IdeaId,
        act: &str,
        form: &[(&str, &str)],
    ) -> Got {
        let path = format!("/ar{}/ideas/{id}/{act}", self.room.door());
        self.node.post_as_phone(&path, phone, form).await.0
    }

    pub(crate) async fn listen(&self, heard: Option<&str>, after: &str) -> Listening {
        let path = format!("/room/{}/live?after={after}", self.room.code);
        let mut request = Request::get(path);
        if let Some(heard) = heard {
            request = request.header("last-event-id", heard);
        }
        let router = TowerToHyperService::new(crate::routes::router(&self.node.app));
        let reply = router.call(request.body(Body::empty()).unwrap()).await.unwrap();
        assert_eq!(reply.headers()["content-type"], "text/event-stream");
        Listening { body: reply.into_body().into_data_stream(), last: String::new() }
    }
}

/// An open page: what it hears.
pub(crate) struct Listening {
    body: BodyDataStream,
    last: String,
}

impl Listening {
    /// The next telling: its kind and its content.
    pub(crate) async fn next(&mut self) -> (String, serde_json::Value) {
        loop {
            let bytes = tokio::time::timeout(Duration::from_secs(20), self.body.next()).await;
            let bytes = bytes.expect("nothing was told").unwrap().unwrap();
            let text = String::from_utf8(bytes.to_vec()).unwrap();
            let field = |name: &str| {
                text.lines().find_map(|line| line.strip_prefix(name)).map(str::to_owned)
            };
            if let Some(id) = field("id: ") {
                self.last = id;
            }
            if let (Some(event), Some(content)) = (field("event: "), field("data: ")) {
                return (event, serde_json::from_str(&content).unwrap());
            }
        }
    }

    async fn card(&mut self) -> serde_json::Value {
        let (event, cards) = self.next().await;
        assert_eq!((event.as_str(), cards.as_array().unwrap().len()), ("cards", 1), "{cards}");
        cards[0].clone()
    }
}

#[tokio::test]
async fn what_is_sent_twice_is_there_once_and_what_is_too_long_is_refused_politely() {
    let hall = hall("ENTITY").await;
    let phone = hall.phone("هيئة الواحة").await;
    for _ in 0..3 {
        let got = hall.say(&phone, "بطاقة مترجم معتمد", "k1").await;
        assert_eq!(got.status, 303, "{}", got.body);
    }
    assert_eq!(hall.queue().await.len(), 1, "a double tap is one idea");
    // Another text under the same key is another idea: somebody went back and wrote on.
    hall.say(&phone, "بطاقة مترجم معتمد بعشر لغات", "k1").await;
    assert_eq!(hall.queue().await.len(), 2);

    // A few hundred letters too many: told, and everything typed is still there. Ten thousand: told.
    let long = "ب".repeat(700);
    let got = hall.say(&phone, &long, "k2").await;
    assert_eq!(got.status, 422);
    assert!(got.body.contains(&long) && got.body.contains("500"));
    let got = hall.say(&phone, &"ب".repeat(10_000), "k3").await;
    assert_eq!(got.status, 413);
    assert!(!got.body.contains("problem-"));
    for empty in ["", " \u{200b}\u{202e} \n "] {
        assert_eq!(hall.say(&phone, empty, "k4").await.status, 422);
    }
    assert_eq!(hall.queue().await.len(), 2);

    // Without a seat nothing is taken; with a seat of another room neither.
    assert_eq!(hall.say("", "من لا أحد", "k5").await.status, 409);
    let other = room(&hall.node, &hall.officer, "ANONYMOUS").await;
    let foreign = join(&hall.node, &other, &[]).await;
    assert_eq!(hall.say(&foreign, "من غرفة أخرى", "k6").await.status, 409);
}

#[tokio::test]
async fn nothing_is_seen_before_a_moderator_and_what_was_typed_is_text() {
    let hall = hall("ENTITY").await;
    let (one, two) = (hall.phone("هيئة الواحة").await, hall.phone("جمعية الندى").await);
    hall.say(&one, "<script>alert(1)</script> abc\u{202e}fed\u{200b}", "a").await;
    assert!(!hall.seen(&two).await.contains("abcfed"));
    let page = hall.node.get(&format!("/ar{}", hall.room.path()), &hall.officer).await;
    check_page(&page.body, "ar");
    assert!(page.body.contains("&lt;script&gt;alert(1)&lt;/script&gt; abcfed"));
    let id = hall.queue().await[0].id;
    hall.review(id, "show", "").await;
    let seen = hall.seen(&two).await;
    assert!(seen.contains("&lt;script&gt;") && seen.contains("هيئة الواحة"));
    assert!(!seen.contains("سالم"), "a room for entities shows no name");
    // Only moderators decide.
    let clerk = hall.node.worker("intake", &["INTAKE"]).await;
    let clerk = hall.node.sign_in(&clerk).await;
    let path = format!("/ar{}/review", hall.room.path());
    let form =
        [("idea", id.to_string()), ("word", "remove".to_owned()), ("reason", "CASE".to_owned())];
    let form: Vec<(&str, &str)> = form.iter().map(|(n, v)| (*n, v.as_str())).collect();
    assert_eq!(hall.node.post(&path, &clerk, &form).await.status, 403);
}

#[tokio::test]
async fn what_looks_like_a_person_is_held_and_let_through_only_finding_by_finding() {
    let hall = hall("ANONYMOUS").await;
    let phone = hall.phone("").await;
    let named = crate::cases::tests::disclosure(&hall.node).people[0].name_ar.clone().unwrap();
    hall.say(&phone, &format!("ساعدوا {named} ورقمها 0501234567"), "a").await;
    let held = hall.queue().await.remove(0);
    assert_eq!(held.state, State::Held);
    assert!(held.marks.contains("PERSON"), "{}", held.marks);
    // Not even a moderator lets it through unread, alone or with the others.
    assert_eq!(hall.review(held.id, "show", "").await.status, 409);
    let path = format!("/ar{}/held/{}", hall.room.path(), held.id);
    let page = hall.node.get(&path, &hall.officer).await;
    check_page(&page.body, "ar");
    assert!(page.body.contains(&format!("<mark>{named}</mark>")));
    let parts = page.body.split("<select class=\"in\" id=\"guard-").skip(1);
    let names: Vec<String> =
        parts.map(|part| format!("guard-{}", part.split('"').next().unwrap())).collect();
    assert!(names.len() >= 2);
    let form: Vec<(&str, &str)> = names.iter().map(|name| (name.as_str(), "REMOVE")).collect();
    assert_eq!(hall.node.post(&path, &hall.officer, &form[..1]).await.status, 422);
    assert_eq!(hall.node.post(&path, &hall.officer, &form).await.status, 303);
    let seen = hall.seen(&phone).await;
    assert!(seen.contains("[…]") && !seen.contains(&named) && !seen.contains("0501234567"));

    // Removed as a case, its words are deleted; its author is told, and cannot ask for what is gone.
    hall.say(&phone, &format!("قصة {named}"), "b").await;
    let held = hall.queue().await.remove(0);
    hall.review(held.id, "remove", "CASE").await;
    assert_eq!(hall.find(held.id).await.body, None);
    let own = hall.node.get_as_phone(&format!("/ar{}", hall.room.door()), &phone).await.body;
    assert!(own.contains("تدل على شخص") && !own.contains(&named));
    let appeal = hall.act(&phone, held.id, "withdrawal", &[("act", "appeal")]).await;
    assert_eq!(appeal.status, 404);
}

#[tokio::test]
async fn failure_invisible_moderation_a_removal_has_a_reason_is_counted_and_may_be_appealed() {
    let hall = hall("ENTITY").await;
    let (one, two) = (hall.phone("هيئة الواحة").await, hall.phone("جمعية الندى").await);
    let id = hall.shown(&one, "اشتروا أجهزتنا الجديدة").await;
    assert_eq!(hall.review(id, "remove", "").await.status, 409, "a reason is needed");
    assert_eq!(hall.review(id, "remove", "BECAUSE").await.status, 409);
    hall.review(id, "remove", "ADVERT").await;
    assert!(!hall.seen(&two).await.contains("أجهزتنا"));
    let list = hall.node.get(&format!("/ar{}/removed", hall.room.door()), "").await;
    check_page(&list.body, "ar");
    assert!(list.body.contains("تروّج لشيء") && !list.body.contains("أجهزتنا"));

    // Its author asks, nobody else can; the second look brings it back or ends it.
    let ask = [("act", "appeal")];
    assert_eq!(hall.act(&two, id, "withdrawal", &ask).await.status, 404);
    assert_eq!(hall.act(&one, id, "withdrawal", &ask).await.status, 303);
    assert_eq!(hall.queue().await[0].id, id);
    hall.review(id, "remove", "ADVERT").await;
    assert_eq!(hall.act(&one, id, "withdrawal", &ask).await.status, 404, "that was the end");
    let again = hall.shown(&one, "تبادل موظف لأسبوع").await;
    hall.review(again, "remove", "OFF_TOPIC").await;
    hall.act(&one, again, "withdrawal", &ask).await;
    hall.review(again, "show", "").await;
    assert!(hall.seen(&two).await.contains("تبادل موظف لأسبوع"));
    hall.act(&one, again, "withdrawal", &[]).await;
    let taken = hall.find(again).await;
    assert_eq!((taken.state, taken.body), (State::Withdrawn, None), "taken back is gone");
}

#[tokio::test]
async fn failure_reports_hide_by_number_a_hundred_hide_nothing_and_a_burst_is_refused() {
    let hall = hall("ANONYMOUS").await;
    let author = hall.phone("").await;
    let id = hall.shown(&author, "رقم مناوبة موحد خارج الدوام").await;
    for _ in 0..100 {
        let phone = hall.phone("").await;
        for _ in 0..2 {
            assert_eq!(hall.act(&phone, id, "report", &[]).await.status, 303);
        }
    }
    let idea = hall.find(id).await;
    assert_eq!((idea.state, idea.reported), (State::Shown, 100));
    assert!(hall.seen(&author).await.contains("رقم مناوبة موحد"));
    let page = hall.node.get(&format!("/ar{}", hall.room.path()), &hall.officer).await;
    assert!(page.body.contains("100 بلاغ"));

    let spammer = hall.phone("").await;
    let mut taken = 0;
    for n in 0..30 {
        let got = hall.say(&spammer, &format!("رسالة {n}"), &n.to_string()).await;
        taken += u32::from(got.status == 303);
        assert!(got.status == 303 || got.body.contains("انتظر دقيقة"), "{}", got.body);
    }
    assert_eq!(taken, 8);
    hall.node.app.clock.set(Some(NOW.plus_minutes(2)));
    assert_eq!(hall.say(&spammer, "بعد دقيقة", "later").await.status, 303);
}

#[tokio::test]
async fn support_counts_once_for_each_seat_and_comments_are_one_level_deep() {
    let hall = hall("ENTITY").await;
    let (one, two) = (hall.phone("هيئة الواحة").await, hall.phone("جمعية الندى").await);
    let id = hall.shown(&one, "ركن أطفال في المحاكم").await;
    for _ in 0..3 {
        hall.act(&two, id, "endorsement", &[("yes", "1")]).await;
    }
    hall.act(&one, id, "endorsement", &[("yes", "1")]).await;
    assert_eq!(hall.find(id).await.endorsed, 2);
    hall.act(&two, id, "endorsement", &[("yes", "0")]).await;
    assert_eq!(hall.find(id).await.endorsed, 1);

    let comment = [("kind", "QUESTION"), ("text", "من يموّله؟"), ("key", "c")];
    assert_eq!(hall.act(&two, id, "comments", &comment).await.status, 303);
    assert_eq!(
        hall.act(&two, id, "comments", &[("kind", "THREAT"), ("text", "x")]).await.status,
        422
    );
    let path = format!("/ar{}/ideas/{id}", hall.room.door());
    assert!(!hall.node.get_as_phone(&path, &one).await.body.contains("من يموّله"));
    let comment = hall.queue().await[0].id;
    hall.review(comment, "show", "").await;
    let page = hall.node.get_as_phone(&path, &one).await.body;
    check_page(&page, "ar");
    assert!(page.contains("من يموّله؟") && page.contains("سؤال"));
    assert_eq!(hall.find(id).await.commented, 1);
    // A comment is no idea: it has no page, no support and no comments.
    let deeper = [("kind", "FOR"), ("text", "نعم"), ("key", "d")];
    assert_eq!(hall.act(&one, comment, "endorsement", &[]).await.status, 404);
    let got = hall.act(&one, comment, "comments", &deeper).await;
    assert_eq!(got.status, 404, "{}", got.location);
}

#[tokio::test]
async fn every_open_page_hears_what_is_new_in_order_and_after_a_break_without_loss_or_doubles() {
    let hall = hall("ENTITY").await;
    let phone = hall.phone("هيئة الواحة").await;
    let place = crate::ideas::wall::live::place(&hall.node.app, hall.room.id);
    let mut wall = hall.listen(None, &place).await;
    let first = hall.shown(&phone, "الأولى").await;
    let card = wall.card().await;
    assert_eq!((card["text"].as_str(), card["by"].as_str()), (Some("الأولى"), Some("هيئة الواحة")));
    assert_eq!(
        (card["id"].as_str().unwrap(), &card["kind"]),
        (first.to_string().as_str(), &"OPPORTUNITY".into())
    );
    let heard = wall.last.clone();

    // Away, two things happen; back, both are told, in order, once, and then what is new.
    drop(wall);
    hall.act(&phone, first, "endorsement", &[("yes", "1")]).await;
    let mut other = hall.listen(None, &heard).await;
    assert_eq!(other.card().await["n"], 1);
    hall.shown(&phone, "الثانية").await;
    other.card().await;
    let mut back = hall.listen(Some(&heard), "nonsense").await;
    assert_eq!(back.card().await["n"], 1);
    assert_eq!(back.card().await["text"], "الثانية");
    hall.review(first, "remove", "TWICE").await;
    let gone = back.card().await;
    assert_eq!(
        (gone["id"].as_str().unwrap(), &gone["gone"]),
        (first.to_string().as_str(), &true.into())
    );
    assert!(gone.get("text").is_none());

    // Who comes from another run of the node, or from nowhere, is told to load the page.
    for after in ["", "1-7", "x"] {
        assert_eq!(hall.listen(None, after).await.next().await.0, "again");
    }
    let path = format!("/ar{}/wall", hall.room.path());
    hall.node.post(&path, &hall.officer, &[("wall", "PAUSED")]).await;
    assert_eq!(back.next().await, ("wall".to_owned(), "PAUSED".into()));
}

#[tokio::test]
async fn the_wall_pauses_and_goes_blank_also_for_a_page_that_is_loaded_meanwhile() {
    let hall = hall("ENTITY").await;
    let phone = hall.phone("هيئة الواحة").await;
    hall.shown(&phone, "قبل التوقف").await;
    let turn = async |to: &str| {
        let path = format!("/ar{}/wall", hall.room.path());
        hall.node.post(&path, &hall.officer, &[("wall", to)]).await
    };
    let wall = async || {
        let page = hall.node.get(&format!("/ar{}/wall", hall.room.door()), "").await.body;
        check_page(&page, "ar");
        page
    };
    assert!(wall().await.contains("قبل التوقف"));
    hall.node.app.clock.set(Some(NOW.plus_minutes(1)));
    turn("PAUSED").await;
    hall.node.app.clock.set(Some(NOW.plus_minutes(2)));
    hall.shown(&phone, "أثناء التوقف").await;
    let paused = wall().await;
    assert!(paused.contains("قبل التوقف") && !paused.contains("أثناء التوقف"));
    turn("BLANK").await;
    let blank = wall().await;
    assert!(!blank.contains("قبل التوقف") && !blank.contains("أثناء التوقف"));
    turn("LIVE").await;
    let live = wall().await;
    assert!(live.contains("قبل التوقف") && live.contains("أثناء التوقف"));
    assert_eq!(turn("LOUD").await.status, 400);
}

#[tokio::test]
async fn a_sheet_of_paper_is_on_the_board_at_once_unless_it_looks_like_a_person() {
    let hall = hall("NAMED").await;
    let path = format!("/ar{}/paper", hall.room.path());
    let sheet = [
        ("table", "الطاولة 4"),
        ("kind", "STRENGTH"),
        ("text", "فريق عمل مشترك مستقر"),
        ("key", "p"),
    ];
    for _ in 0..2 {
        assert_eq!(hall.node.post(&path, &hall.officer, &sheet).await.status, 303);
    }
    let phone = hall.phone("هيئة الواحة").await;
    let seen = hall.seen(&phone).await;
    assert_eq!(
        seen.matches("فريق عمل مشترك مستقر").count(),
        2,
        "the words, and the name of its button"
    );
    assert!(seen.contains("الطاولة 4"));
    let without = hall.node.post(&path, &hall.officer, &sheet[1..]).await;
    assert_eq!(without.status, 422);
    assert!(without.body.contains("فريق عمل مشترك مستقر"), "what was typed stays");
    let named = crate::cases::tests::disclosure(&hall.node).people[0].name_ar.clone().unwrap();
    let text = format!("زوروا {named}");
    let sheet = [("table", "2"), ("kind", "THREAT"), ("text", text.as_str()), ("key", "q")];
    hall.node.post(&path, &hall.officer, &sheet).await;
    assert_eq!(hall.queue().await[0].state, State::Held);
}

#[tokio::test]
async fn failure_anonymous_author_shown_an_anonymous_idea_is_tied_to_nobody() {
    let hall = hall("ANONYMOUS").await;
    let worker = hall.node.worker("canary-author", &["INTAKE"]).await;
    let session = hall.node.sign_in(&worker).await;
    let path = format!("/ar/join/{}", hall.room.code);
    let both = format!("; {}", hall.node.session(&session));
    let own = hall.node.post_as_phone(&path, &both, &[]).await.1.unwrap();
    hall.say(&own, "فكرة بلا اسم", "a").await;
    let idea = hall.queue().await.remove(0);
    let said = super::said(&hall.node.app, &idea).unwrap();
    assert_eq!(said.by, seats::Credit::default());
    let token = seats::token(hall.room.id, &own);
    let (seat, body) =
        hall.node.write(move |tx| seats::store::of_token(tx, token)).await.unwrap().unwrap();
    let id: SeatId = seat.id;
    assert_eq!((Some(id), seat.worker, seat.agency, body), (idea.seat, None, None, None));
    let page = hall.node.get(&format!("/ar{}", hall.room.path()), &hall.officer).await;
    assert!(page.body.contains("فكرة بلا اسم") && !page.body.contains("canary-author"));
}

/// A telephone says nothing about time that anybody believes.
#[tokio::test]
async fn a_telephone_with_a_wrong_clock_changes_no_time_and_no_order() {
    let hall = hall("ANONYMOUS").await;
    let phone = hall.phone("").await;
    let path = format!("/ar{}/ideas", hall.room.door());
    for (n, at) in ["99999999999999", "-5", "0"].into_iter().enumerate() {
        let text = format!("فكرة رقم {n}");
        let form =
            [("kind", "THREAT"), ("text", &text), ("key", &text), ("at", at), ("moved_at", at)];
        assert_eq!(hall.node.post_as_phone(&path, &phone, &form).await.0.status, 303);
    }
    let queue = hall.queue().await;
    let times: Vec<i64> = queue.iter().map(|one| one.at.0 - NOW.0).collect();
    assert_eq!(times, [0, 1, 2], "the node's own clock, and the order in which they came");
    // A stream that a page says it has heard up to a time to come begins anew, and is not silent.
    let mut listening = hall.listen(Some("99999999999999-7"), "").await;
    assert_eq!(listening.next().await.0, "again");
    hall.node.end().await;
}
