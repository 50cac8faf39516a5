//! A presenter asks, telephones answer by the code of the room, and what came of it is told after the end, of five answers at least.

use sila_core::IdeaId;
use uuid::Uuid;

use super::{Poll, answer, store};
use crate::db::V;
use crate::ideas::board::store as board;
use crate::ideas::rooms::Room;
use crate::ideas::seats;
use crate::ideas::tests::join;
use crate::testing::{Got, TestNode, check_page};

struct Hall {
    node: TestNode,
    officer: String,
    room: Room,
}

async fn hall(linked: &[(&str, &str)]) -> Hall {
    let node = crate::guard::tests::node().await;
    let worker = node.worker("part", &["PARTNERSHIP"]).await;
    let officer = node.sign_in(&worker).await;
    let mut form = vec![
        ("title_ar", "أسئلة الدورة"),
        ("title_en", "Questions of the course"),
        ("board", "open"),
        ("anonymity", "ENTITY"),
        ("answer_days", "30"),
    ];
    form.extend(linked);
    let got = node.post("/ar/ideas", &officer, &form).await;
    let id =
        got.location.rsplit('/').next().unwrap().parse().unwrap_or_else(|_| panic!("{}", got.body));
    let room = crate::ideas::rooms::find(&node.app, id).await.unwrap();
    Hall { node, officer, room }
}

impl Hall {
    async fn open(&self, kind: &str, options: &str) -> Got {
        let form = [
            ("ar", "ما الذي ينقصكم أكثر؟"),
            ("en", "What do you miss most?"),
            ("kind", kind),
            ("options_ar", options),
            ("options_en", options),
        ];
        self.node.post(&format!("/ar{}/polls", self.room.path()), &self.officer, &form).await
    }

    async fn asked(&self, kind: &str, options: &str) -> Poll {
        let got = self.open(kind, options).await;
        let id: Uuid = got
            .location
            .rsplit('/')
            .next()
            .unwrap()
            .parse()
            .unwrap_or_else(|_| panic!("{}", got.body));
        self.node.write(move |tx| store::find(tx, id)).await.unwrap().unwrap()
    }

    async fn phones(&self, many: usize) -> Vec<String> {
        let mut all = Vec::new();
        for n in 0..many {
            all.push(join(&self.node, &self.room, &[("entity", &format!("جهة {n}"))]).await);
        }
        all
    }

    async fn answer(&self, poll: &Poll, phone: &str, form: &[(&str, &str)]) -> u16 {
        let path = format!("/ar{}/polls/{}", self.room.door(), poll.id);
        self.node.post_as_phone(&path, phone, form).await.0.status.as_u16()
    }

    async fn phone(&self, phone: &str) -> String {
        let body = self.node.get_as_phone(&format!("/ar{}", self.room.door()), phone).await.body;
        check_page(&body, "ar");
        body.replace(['\u{2066}', '\u{2068}', '\u{2069}'], "")
    }

    async fn wall(&self) -> String {
        let body = self.node.get(&format!("/ar{}/wall", self.room.door()), "").await.body;
        check_page(&body, "ar");
        body.replace(['\u{2066}', '\u{2068}', '\u{2069}'], "")
    }

    async fn presenter(&self, poll: &Poll) -> String {
        for lang in ["en", "ar"] {
            for path in
                [format!("/{lang}{}", poll.path()), format!("/{lang}{}/polls", self.room.path())]
            {
                check_page(&self.node.get(&path, &self.officer).await.body, lang);
            }
        }
        let body = self.node.get(&format!("/ar{}", poll.path()), &self.officer).await.body;
        body.replace(['\u{2066}', '\u{2068}', '\u{2069}'], "")
    }

    /// Lets through every answer in words that stands on this page; gives how many were refused.
    async fn refused(&self, poll: &Poll, page: &str) -> u32 {
        let fields = |name: &str| -> Vec<String> {
            let begins = format!("name=\"{name}\" value=\"");
            let parts = page.split(begins.as_str()).skip(1);
            parts.map(|part| part.split('"').next().unwrap().to_owned()).collect()
        };
        let (marks, seen) = (fields("mark"), fields("seen"));
        assert_eq!((marks.len(), seen.len()), (6, 6));
        let act = format!("/ar{}/words", poll.path());
        let mut refused = 0;
        for (mark, seen) in marks.iter().zip(&seen) {
            let form = [("mark", mark.as_str()), ("seen", seen.as_str()), ("word", "show")];
            refused += u32::from(self.node.post(&act, &self.officer, &form).await.status == 409);
        }
        refused
    }

    async fn close(&self, poll: &Poll) {
        let got = self.node.post(&format!("/ar{}/closing", poll.path()), &self.officer, &[]).await;
        assert_eq!(got.status, 303, "{}", got.body);
    }
}

#[tokio::test]
async fn contract_a31_a_poll_is_answered_by_room_code_and_its_result_comes_after_the_end_from_five_answers()
 {
    let hall = hall(&[]).await;
    for (kind, options) in [
        ("SINGLE", "واحد"),
        ("SEVERAL", "1\n2\n3\n4\n5\n6\n7\n8\n9"),
        ("SCALE", "1\n2"),
        ("", "1\n2"),
    ] {
        assert_eq!(hall.open(kind, options).await.status, 422, "{kind} {options}");
    }
    let poll = hall.asked("SINGLE", "نماذج موحدة\nتدريب\nمترجمون").await;
    let phones = hall.phones(6).await;
    // Whoever has the code sees the question at once, on the telephone and on the wall; without a seat nobody answers.
    assert!(
        hall.phone(&phones[0]).await.contains("ما الذي ينقصكم أكثر؟")
            && hall.wall().await.contains("مترجمون")
    );
    assert_eq!(hall.answer(&poll, "", &[("n", "1")]).await, 409);
    for wrong in [vec![], vec![("n", "4")], vec![("n", "1"), ("n", "2")], vec![("n", "x")]] {
        assert_eq!(hall.answer(&poll, &phones[0], &wrong).await, 409, "{wrong:?}");
    }
    for phone in &phones[..4] {
        assert_eq!(hall.answer(&poll, phone, &[("n", "1")]).await, 303);
    }
    // Twice is once, and the last counts.
    assert_eq!(hall.answer(&poll, &phones[0], &[("n", "3")]).await, 303);
    assert!(hall.phone(&phones[0]).await.contains("وصلت إجابتك"));
    for page in [hall.wall().await, hall.presenter(&poll).await, hall.phone(&phones[5]).await] {
        assert!(
            !page.contains("data-option") && !page.contains("اختاره"),
            "nothing is told of an open poll"
        );
    }
    // Closed with four answers it tells nothing; another one, with five, tells how many chose what.
    hall.close(&poll).await;
    assert_eq!(hall.answer(&poll, &phones[5], &[("n", "1")]).await, 409, "late");
    for page in [hall.wall().await, hall.presenter(&poll).await, hall.phone(&phones[0]).await] {
        assert!(!page.contains("data-option") && page.contains("أجاب أقل من خمسة"), "{page}");
    }
    let next = hall.asked("SEVERAL", "نماذج موحدة\nتدريب").await;
    for phone in &phones {
        assert_eq!(hall.answer(&next, phone, &[("n", "1"), ("n", "2")]).await, 303);
    }
    hall.answer(&next, &phones[0], &[("n", "2")]).await;
    hall.close(&next).await;
    for page in [hall.wall().await, hall.presenter(&next).await, hall.phone(&phones[0]).await] {
        assert!(page.contains("أجاب 6 أشخاص") && page.contains("اختاره 5 أشخاص (83%)"), "{page}");
    }
    // The projector shows one thing at a time, and nothing when the presenter says so.
    hall.node.post(&format!("/ar{}/wall", next.path()), &hall.officer, &[("shown", "0")]).await;
    assert!(!hall.wall().await.contains("ما الذي ينقصكم"));
    hall.node.end().await;
}

#[tokio::test]
async fn contract_a31_answers_in_words_are_moderated_and_a_scale_has_its_mean() {
    let hall = hall(&[]).await;
    let (words, phones) = (hall.asked("WORDS", "").await, hall.phones(6).await);
    let named = crate::cases::tests::disclosure(&hall.node).people[0].name_ar.clone().unwrap();
    for long in ["", "  \u{200b}\u{202e} ", &"ب".repeat(61), &"ب".repeat(10_000)] {
        assert!([409, 413].contains(&hall.answer(&words, &phones[0], &[("words", long)]).await));
    }
    let said =
        ["التدريب", "تدريب \u{202e}مشترك", "التَّدريب", "<b>عريض</b>", "لا شيء", named.as_str()];
    for (phone, text) in phones.iter().zip(said) {
        assert_eq!(hall.answer(&words, phone, &[("words", text)]).await, 303);
    }
    // Whoever answers again while a moderator reads: nobody lets through what they have not seen.
    let page = hall.presenter(&words).await;
    hall.answer(&words, &phones[0], &[("words", "كلمة لم يرها أحد")]).await;
    assert_eq!(
        hall.refused(&words, &page).await,
        2,
        "what looks like a person, and the other word"
    );
    hall.answer(&words, &phones[0], &[("words", said[0])]).await;
    let page = hall.presenter(&words).await;
    assert_eq!(hall.refused(&words, &page).await, 1, "a person is let through by nobody");
    let act = format!("/ar{}/words", words.path());
    assert_eq!(
        hall.node.post(&act, &hall.officer, &[("mark", "x"), ("word", "show")]).await.status,
        400
    );
    hall.close(&words).await;
    let wall = hall.wall().await;
    assert!(
        wall.contains("&lt;b&gt;عريض") && wall.contains("تدريب مشترك") && !wall.contains(&named)
    );
    assert!(
        wall.contains("× <span class=\"num\">2</span>"),
        "the same word, however it is pointed: {wall}"
    );

    let scale = hall.asked("SCALE", "").await;
    for (phone, n) in phones.iter().zip(["1", "2", "4", "5", "5", "5"]) {
        assert_eq!(hall.answer(&scale, phone, &[("n", n)]).await, 303);
    }
    assert_eq!(hall.answer(&scale, &phones[0], &[("n", "6")]).await, 409);
    hall.close(&scale).await;
    assert!(hall.wall().await.contains("3.66"));
    hall.node.end().await;
}

#[tokio::test]
async fn an_answer_lies_under_no_seat_and_without_time() {
    let hall = hall(&[]).await;
    let (poll, phones) = (hall.asked("SINGLE", "نعم\nلا").await, hall.phones(5).await);
    for phone in &phones {
        hall.answer(&poll, phone, &[("n", "1")]).await;
    }
    let mut names = Vec::new();
    for table in [
        "select name from pragma_table_info('poll_answer')",
        "select name from pragma_table_info('poll_choice')",
    ] {
        names.push(dump(&hall.node, table).await);
    }
    let text = |names: &[&str]| {
        names.iter().map(|name| vec![V::Text((*name).to_owned())]).collect::<Vec<_>>()
    };
    assert_eq!(names, [text(&["poll", "mark", "state", "body"]), text(&["poll", "mark", "n"])]);
    // Nothing that stands with a seat stands with an answer; only the browser's own number finds it.
    let seats = dump(&hall.node, "select id, token, body from idea_seat").await;
    let answers = dump(&hall.node, "select mark from poll_answer").await;
    assert_eq!((seats.len(), answers.len()), (5, 5));
    assert!(answers.iter().all(|mark| !seats.iter().flatten().any(|value| *value == mark[0])));
    let own = answer::mark(poll.id, &phones[0]);
    assert!(answers.iter().any(|row| row[0] == V::Bytes(own.to_vec())));
    assert_ne!(own, seats::token(hall.room.id, &phones[0]));
    hall.node.end().await;
}

async fn dump(node: &TestNode, text: &'static str) -> Vec<Vec<V>> {
    let read = move |tx: &mut dyn crate::db::Tx| tx.query_text(text, &[]);
    let rows = node.app.store.read(read).await.unwrap();
    rows.into_iter().map(crate::db::Row::into_values).collect()
}

/// A course and an item of a programme, each written down through its form; gives their identifiers.
pub(crate) async fn written(node: &TestNode, cookie: &str, meeting: &str) -> (String, String) {
    let course = [
        ("kind", "COURSE"),
        ("title_ar", "سرية البيانات"),
        ("title_en", "Confidentiality"),
        ("about_ar", "ما يُحفظ"),
        ("about_en", "What is kept"),
        ("place_ar", "القاعة"),
        ("place_en", "Hall"),
        ("materials_ar", ""),
        ("materials_en", ""),
        ("day_d", "25"),
        ("day_m", "11"),
        ("day_y", "2026"),
        ("time", "15:30"),
        ("hours", "6"),
        ("seats", "20"),
    ];
    let got = node.post("/ar/training", cookie, &course).await;
    let course = got.location.rsplit('/').next().unwrap().to_owned();
    assert_eq!(course.len(), 36, "{}", got.body);
    let me = node.app.node.id.to_text();
    let item = [
        ("title_ar", "عرض ومناقشة"),
        ("title_en", "Talk"),
        ("proposer", me.as_str()),
        ("expected", "DISCUSS"),
        ("day", "1"),
        ("begins", "9:30"),
        ("minutes", "30"),
    ];
    let got = node.post(&format!("{meeting}/items/new"), cookie, &item).await;
    assert_eq!(got.status, 303, "{}", got.body);
    let id = crate::meetings::tests::id_of(meeting);
    let items = node.write(move |tx| crate::meetings::store::items(tx, id)).await.unwrap();
    (course, items[0].id.to_string())
}

/// A trainee asks, another endorses, the presenter lets it through and the wall shows it among the questions.
async fn asks_and_endorses(node: &TestNode, cookie: &str, room: &Room) {
    let (one, two) = (
        join(node, room, &[("entity", "هيئة الواحة")]).await,
        join(node, room, &[("entity", "جمعية الندى")]).await,
    );
    let asks = [("kind", "QUESTION"), ("text", "من يوقّع على النموذج؟"), ("key", "k")];
    let sent = node.post_as_phone(&format!("/ar{}/ideas", room.door()), &one, &asks).await.0;
    assert_eq!(sent.status, 303, "{}", sent.body);
    let room_id = room.id;
    let question: IdeaId = node.write(move |tx| board::queue(tx, room_id)).await.unwrap()[0].id;
    let text = question.to_string();
    node.post(&format!("/ar{}/review", room.path()), cookie, &[("idea", &text), ("word", "show")])
        .await;
    node.post_as_phone(
        &format!("/ar{}/ideas/{question}/endorsement", room.door()),
        &two,
        &[("yes", "1")],
    )
    .await;
    let wall = node.get(&format!("/ar{}/wall", room.door()), "").await.body;
    let column = wall.split("data-kind=\"QUESTION\"").nth(1).unwrap();
    assert!(column.contains("من يوقّع على النموذج؟"));
    assert_eq!(node.write(move |tx| board::find(tx, question)).await.unwrap().unwrap().endorsed, 1);
}

#[tokio::test]
async fn contract_a31_questions_of_the_audience_are_endorsed_and_belong_to_the_course_and_to_the_item_of_a_meeting()
 {
    let (node, cookie) = crate::meetings::tests::node().await;
    let meeting = crate::meetings::tests::called(&node, &cookie).await;
    let id = crate::meetings::tests::id_of(&meeting).to_string();
    // The form of a room knows from which page it was opened.
    let form = node.get(&format!("/ar/ideas/new?meeting={id}"), &cookie).await.body;
    assert!(form.contains(&format!("name=\"meeting\" value=\"{id}\"")));
    let (course, item) = written(&node, &cookie, &meeting).await;
    let opened = [
        ("title_ar", "أسئلة"),
        ("title_en", "Questions"),
        ("board", "open"),
        ("anonymity", "ENTITY"),
        ("answer_days", "30"),
    ];
    let mut rooms = Vec::new();
    for (name, value) in [("meeting", id.as_str()), ("course", course.as_str())] {
        let mut form = opened.to_vec();
        form.push((name, value));
        let got = node.post("/ar/ideas", &cookie, &form).await;
        let room = got.location.rsplit('/').next().unwrap().parse().unwrap();
        rooms.push(crate::ideas::rooms::find(&node.app, room).await.unwrap());
    }
    asks_and_endorses(&node, &cookie, &rooms[1]).await;

    // A poll under an item stands on the page of the meeting, one of a course on the page of the course.
    let items = node.get(&format!("/ar{}/polls", rooms[0].path()), &cookie).await.body;
    check_page(&items, "ar");
    assert!(items.contains("عرض ومناقشة"), "the items of the meeting can be chosen");
    for (room, path) in
        [(&rooms[0], meeting.clone()), (&rooms[1], format!("/ar/training/{course}"))]
    {
        let mut form = vec![
            ("ar", "هل يناسبكم الموعد؟"),
            ("en", "Does the day suit you?"),
            ("kind", "SCALE"),
            ("options_ar", ""),
            ("options_en", ""),
        ];
        form.push(("item", item.as_str()));
        let got = node.post(&format!("/ar{}/polls", room.path()), &cookie, &form).await;
        assert_eq!(got.status, 303, "{}", got.body);
        let page = node.get(&path, &cookie).await.body;
        check_page(&page, "ar");
        assert!(page.contains("هل يناسبكم الموعد؟") && page.contains(&room.path()), "{path}");
    }
    let (id, read) = (rooms[0].id, rooms[1].id);
    let polls = node
        .write(move |tx| Ok((store::of_room(tx, id)?, store::of_room(tx, read)?)))
        .await
        .unwrap();
    assert_eq!(polls.0[0].item.map(|id| id.to_string()), Some(item), "under its item");
    assert_eq!(polls.1[0].item, None, "a course has no programme");
    node.end().await;
}
