//! The four themes through their pages: their order, what each asks for, and what follows.

use sila_core::meeting::Theme;

use super::store;
use crate::meetings::tests::{called, id_of, node};
use crate::testing::{NOW, TestNode, check_page};

/// What the form of each theme is sent with; `change` puts fields in the place of these.
async fn say(
    node: &TestNode,
    cookie: &str,
    path: &str,
    theme: &str,
    change: &[(&str, &str)],
) -> crate::testing::Got {
    let me = node.app.node.id.to_text();
    let mut form = vec![
        ("text_ar", "نص المحور"),
        ("note_ar", "شاهد موثّق"),
        ("action_ar", "إجراء متفق عليه"),
        ("owner", me.as_str()),
        ("due_d", "1"),
        ("due_m", "12"),
        ("due_y", "2026"),
        ("likelihood", "3"),
        ("impact", "4"),
        ("review_d", "1"),
        ("review_m", "12"),
        ("review_y", "2026"),
    ];
    for (name, value) in change {
        form.retain(|(known, _)| known != name);
        form.push((name, value));
    }
    node.post(&format!("{path}/themes/{theme}"), cookie, &form).await
}

#[tokio::test]
async fn contract_a06_the_report_groups_entries_under_the_four_themes_and_a_strength_cites_evidence()
 {
    let (node, cookie) = node().await;
    let path = called(&node, &cookie).await;
    // Said in another order than they are shown in.
    say(&node, &cookie, &path, "threat", &[("text_ar", "تهديد أول")]).await;
    say(&node, &cookie, &path, "challenge", &[("text_ar", "تحدٍّ أول")]).await;
    let said = say(&node, &cookie, &path, "strength", &[("text_ar", "قوة أولى")]).await;
    assert_eq!(said.location, format!("{path}/themes"), "{}", said.body);
    for rest in ["/report", "/themes"] {
        let page = node.get(&format!("{path}{rest}"), &cookie).await.body;
        check_page(&page, "ar");
        let main = page.split_once("<main").unwrap().1;
        let heads = [
            "نقاط القوة",
            "التحديات والممارسات الحالية",
            "الفرص المستقبلية",
            "التهديدات والعوامل الخارجية",
        ];
        let heads = heads.map(|head| main.find(head).unwrap());
        assert!(heads.is_sorted(), "{rest}: the order is fixed");
        let entries = ["قوة أولى", "تحدٍّ أول", "تهديد أول"].map(|text| main.find(text).unwrap());
        assert!(entries[0] > heads[0] && entries[0] < heads[1], "{rest}");
        assert!(entries[1] > heads[1] && entries[1] < heads[2], "{rest}");
        assert!(entries[2] > heads[3], "{rest}");
        assert!(main.contains("شاهد موثّق"), "the evidence is cited");
    }
    check_page(
        &node.get(&format!("{path}/report").replace("/ar/", "/en/"), &cookie).await.body,
        "en",
    );
    for theme in ["strength", "challenge", "opportunity", "threat"] {
        check_page(&node.get(&format!("{path}/themes/{theme}"), &cookie).await.body, "ar");
    }
    let table = node.get(&format!("{path}/report.csv"), &cookie).await.body;
    assert_eq!(table.lines().count(), 1 + 3 + 1, "a line for each entry and the action");
    node.end().await;
}

#[tokio::test]
async fn contract_a07_a_challenge_is_not_closed_without_the_outcome_of_its_action() {
    let (node, cookie) = node().await;
    let path = called(&node, &cookie).await;
    let id = id_of(&path);
    assert_eq!(say(&node, &cookie, &path, "challenge", &[("action_ar", "")]).await.status, 422);
    assert_eq!(say(&node, &cookie, &path, "challenge", &[("due_y", "")]).await.status, 422);
    say(&node, &cookie, &path, "challenge", &[]).await;
    let entry = node.app.store.read(move |tx| store::of_meeting(tx, id)).await.unwrap()[0].id;
    let closing = format!("/ar/themes/{entry}/closing");
    assert_eq!(node.post(&closing, &cookie, &[]).await.status, 409, "no outcome yet");
    let point = format!("/ar/minutes/{id}/points/1");
    let silent = node.post(&point, &cookie, &[("end", "DONE")]).await;
    assert_eq!(silent.status, 409, "an outcome has words");
    let dropped = [("end", "DROPPED"), ("words_1", "لم يعد لازماً")];
    node.post(&point, &cookie, &dropped).await;
    assert_eq!(node.post(&closing, &cookie, &[]).await.status, 409, "given up is no outcome");

    // A second challenge, whose action is done.
    say(&node, &cookie, &path, "challenge", &[("text_ar", "تحدٍّ ثانٍ")]).await;
    let all = node.app.store.read(move |tx| store::of_meeting(tx, id)).await.unwrap();
    let second = all.iter().map(|one| one.id).find(|one| *one != entry).unwrap();
    let done = [("end", "DONE"), ("words_2", "صدر الجدول واعتمدته الجهات")];
    node.post(&format!("/ar/minutes/{id}/points/2"), &cookie, &done).await;
    let closed = node.post(&format!("/ar/themes/{second}/closing"), &cookie, &[]).await;
    assert_eq!(closed.location, format!("{path}/themes"), "{}", closed.body);
    let page = node.get(&format!("{path}/themes"), &cookie).await.body;
    check_page(&page, "ar");
    assert!(page.contains("صدر الجدول واعتمدته الجهات") && page.contains("أُغلق في"));
    node.end().await;
}

#[tokio::test]
async fn contract_a08_an_opportunity_names_a_need_and_needs_without_opportunity_are_listed() {
    let (node, cookie) = node().await;
    let path = called(&node, &cookie).await;
    for text in ["أماكن إيواء قريبة", "كوادر قادرة على التعامل مع الصدمة"]
    {
        let sent =
            node.post("/ar/needs", &cookie, &[("text_ar", text), ("text_en", "A need")]).await;
        assert_eq!(sent.location, "/ar/needs", "{}", sent.body);
    }
    let refused = say(&node, &cookie, &path, "opportunity", &[]).await;
    assert_eq!(refused.status, 422);
    assert!(refused.body.contains("اختر احتياجاً مجتمعياً واحداً على الأقل"), "it is explained");
    let needs = node.app.store.read(store::needs).await.unwrap();
    assert_eq!(needs.iter().map(|one| one.code.as_str()).collect::<Vec<_>>(), ["N-01", "N-02"]);
    let first = needs[0].id.to_string();
    let said = say(&node, &cookie, &path, "opportunity", &[("needs", &first)]).await;
    assert_eq!(said.location, format!("{path}/themes"), "{}", said.body);
    let page = node.get("/ar/needs", &cookie).await.body;
    check_page(&page, "ar");
    assert!(page.contains("احتياج واحد بلا فرصة") && page.contains("فرصة واحدة"));
    let board = node.get(&format!("{path}/themes"), &cookie).await.body;
    assert!(board.contains("N-01") && !board.contains("N-02"));
    // What the forms cannot send is refused behind them too.
    let meeting = crate::meetings::open(&node.app, id_of(&path)).await.unwrap();
    let worker = node.worker("other", &["PARTNERSHIP"]).await;
    for (theme, code) in [
        (Theme::Opportunity, "theme.no_need"),
        (Theme::Challenge, "theme.no_action"),
        (Theme::Threat, "theme.unrated"),
    ] {
        let said = super::Said {
            theme,
            text: super::EntryText::default(),
            initiative: None,
            needs: Vec::new(),
            rated: None,
            action: None,
            from: None,
        };
        let refused = super::keep(&node.app, &meeting, said, &worker, NOW).await.unwrap_err();
        assert_eq!(refused.code, code);
    }
    node.end().await;
}

#[tokio::test]
async fn contract_a09_a_threat_past_its_review_day_raises_an_alert_and_lowers_the_score() {
    let (node, cookie) = node().await;
    let path = called(&node, &cookie).await;
    let unrated = say(&node, &cookie, &path, "threat", &[("likelihood", "6")]).await;
    assert_eq!(unrated.status, 422);
    say(&node, &cookie, &path, "threat", &[]).await;
    let board = node.get(&format!("{path}/themes"), &cookie).await.body;
    let plain = |page: &str| page.replace(['\u{2066}', '\u{2068}', '\u{2069}'], "");
    assert!(
        plain(&board).contains("94 من 100"),
        "100 less half of 12 while it is mitigated and in time"
    );
    assert!(!node.get("/ar", &cookie).await.body.contains("فات موعد إعادة تقديره"));
    let past = [("review_m", "10"), ("likelihood", "2"), ("impact", "5")];
    say(&node, &cookie, &path, "threat", &past).await;
    let board = node.get(&format!("{path}/themes"), &cookie).await.body;
    check_page(&board, "ar");
    assert!(
        plain(&board).contains("84 من 100"),
        "and the whole 10 of one that was not rated in time"
    );
    let day = node.get("/ar", &cookie).await.body;
    check_page(&day, "ar");
    assert!(day.contains("فات موعد إعادة تقديره"), "it stands on the day's page");
    // Rated again it is quiet.
    let id = id_of(&path);
    let all = node.app.store.read(move |tx| store::of_meeting(tx, id)).await.unwrap();
    let late = all.iter().find(|one| one.rated.is_some_and(|(_, _, at)| at < NOW)).unwrap().id;
    let again = [
        ("act", "rate"),
        ("likelihood", "1"),
        ("impact", "1"),
        ("review_d", "1"),
        ("review_m", "12"),
        ("review_y", "2026"),
    ];
    node.post(&format!("/ar/themes/{late}/closing"), &cookie, &again).await;
    assert!(!node.get("/ar", &cookie).await.body.contains("فات موعد إعادة تقديره"));
    node.end().await;
}

#[tokio::test]
async fn contract_a04_a_review_lists_every_achievement_and_challenge_of_the_period_and_nothing_else()
 {
    let (node, cookie) = node().await;
    let path = called(&node, &cookie).await;
    say(&node, &cookie, &path, "strength", &[("text_ar", "إنجاز في الفترة")]).await;
    say(&node, &cookie, &path, "challenge", &[("text_ar", "تحدٍّ في الفترة")]).await;
    say(&node, &cookie, &path, "threat", &[("text_ar", "تهديد في الفترة")]).await;
    node.app.clock.set(Some(NOW.plus_days(40)));
    let later = node.worker("later", &["PARTNERSHIP"]).await;
    let cookie = node.sign_in(&later).await;
    say(&node, &cookie, &path, "strength", &[("text_ar", "إنجاز بعد الفترة")]).await;
    let review = [
        ("kind", "REVIEW"),
        ("title_ar", "مراجعة"),
        ("title_en", "Review"),
        ("place_ar", "قاعة"),
        ("place_en", "Hall"),
        ("day_d", "5"),
        ("day_m", "1"),
        ("day_y", "2027"),
        ("days", "1"),
    ];
    assert_eq!(
        node.post("/ar/meetings", &cookie, &review).await.status,
        422,
        "a review has a period"
    );
    let period = [
        ("from_d", "1"),
        ("from_m", "11"),
        ("from_y", "2026"),
        ("until_d", "30"),
        ("until_m", "11"),
        ("until_y", "2026"),
    ];
    let form: Vec<(&str, &str)> = review.into_iter().chain(period).collect();
    let called = node.post("/ar/meetings", &cookie, &form).await.location;
    let page = node.get(&format!("{called}/report"), &cookie).await.body;
    check_page(&page, "ar");
    for (text, there) in [
        ("إنجاز في الفترة", true),
        ("تحدٍّ في الفترة", true),
        ("تهديد في الفترة", false),
        ("إنجاز بعد الفترة", false),
    ] {
        assert_eq!(page.contains(text), there, "{text}");
    }
    let register = node.get("/ar/themes", &cookie).await.body;
    check_page(&register, "ar");
    assert!(register.contains("إنجاز بعد الفترة") && !register.contains("تهديد في الفترة"));
    node.end().await;
}

#[tokio::test]
async fn a_committee_report_counts_its_period_from_the_log_on_page_paper_and_table_alike() {
    let (node, cookie) = node().await;
    let path = called(&node, &cookie).await;
    let id = id_of(&path);
    let party = crate::meetings::tests::partners(&node, 1).await[0];
    crate::meetings::tests::seated(&node, id, &[(party, 3)]).await;
    let came = move |tx: &mut dyn crate::db::Tx| {
        let guests = crate::meetings::store::guests(tx, id)?;
        guests.iter().take(2).try_for_each(|one| {
            let how = "HAND".to_owned();
            let here = crate::meetings::store::Presence { guest: one.id, day: 1, at: NOW, how };
            crate::meetings::store::present(tx, &here).map(|_| ())
        })
    };
    node.write(came).await.unwrap();
    say(&node, &cookie, &path, "challenge", &[]).await;
    say(&node, &cookie, &path, "challenge", &[("text_ar", "تحدٍّ ثانٍ")]).await;
    let done = [("end", "DONE"), ("words_1", "صدر")];
    node.post(&format!("/ar/minutes/{id}/points/1"), &cookie, &done).await;
    node.app.clock.set(Some(NOW.plus_days(20)));
    let later = node.worker("later", &["PARTNERSHIP"]).await;
    let cookie = node.sign_in(&later).await;
    let mut form = crate::meetings::tests::CALL.to_vec();
    form[0] = ("kind", "COMMITTEE");
    form[5] = ("day_d", "15");
    form[6] = ("day_m", "12");
    form.extend([("from_d", "1"), ("from_m", "11"), ("from_y", "2026")]);
    form.extend([("until_d", "30"), ("until_m", "11"), ("until_y", "2026")]);
    let committee = node.post("/ar/meetings", &cookie, &form).await.location;
    for lang in ["ar", "en"] {
        let here = committee.replace("/ar/", &format!("/{lang}/"));
        let page = node.get(&format!("{here}/report"), &cookie).await.body;
        check_page(&page, lang);
        let table = node.get(&format!("{here}/report.csv"), &cookie).await.body;
        // One of two actions is closed; two people of one entity came.
        for told in ["50%", "2 / 1"] {
            assert!(page.contains(told), "{lang} {told}");
            assert!(table.contains(told), "{lang} {told}");
        }
        assert_eq!(node.get(&format!("{here}/report.pdf"), &cookie).await.status, 200);
    }
    let page = node.get(&format!("{committee}/report"), &cookie).await.body;
    assert!(
        page.contains("مؤشرات الفترة") && page.contains("لا يكفي ما يُحسب"),
        "nothing is made up"
    );
    // What lies outside the period is not in it.
    let mut form = form.clone();
    form.retain(|(name, _)| !name.starts_with("from_"));
    form.extend([("from_d", "25"), ("from_m", "11"), ("from_y", "2026")]);
    let other = node.post("/ar/meetings", &cookie, &form).await.location;
    assert!(!node.get(&format!("{other}/report"), &cookie).await.body.contains("2 / 1"));
    node.end().await;
}

#[tokio::test]
async fn a_theme_has_a_facilitator_and_a_reporter_whose_summary_enters_the_report() {
    let (node, cookie) = node().await;
    let path = called(&node, &cookie).await;
    // Whoever only sees the meetings.
    let office = &["COMMUNICATION"];
    let (reporter, stranger) =
        (node.worker("reporter", office).await, node.worker("stranger", office).await);
    let here = format!("{path}/themes/opportunity/lead");
    let account = reporter.id.to_string();
    let form = [("facilitator", "ميسّرة الطاولة"), ("reporter", ""), ("account", account.as_str())];
    check_page(&node.get(&here, &cookie).await.body, "ar");
    let named = node.post(&here, &cookie, &form).await;
    assert_eq!(named.location, format!("{path}/themes"), "{}", named.body);
    // The reporter has no other right in the meeting, names nobody, and writes what came of the theme.
    let (theirs, others) = (node.sign_in(&reporter).await, node.sign_in(&stranger).await);
    assert_eq!(node.get(&here, &others).await.status, 404);
    assert_eq!(node.post(&here, &others, &[("summary_ar", "x")]).await.status, 404);
    let other = format!("{path}/themes/threat/lead");
    assert_eq!(node.get(&other, &theirs).await.status, 404, "of this theme alone");
    let seen = node.get(&here, &theirs).await.body;
    check_page(&seen, "ar");
    assert!(!seen.contains("name=\"facilitator\""));
    let words = "اتفقت الطاولات الأربع على دورة مشتركة";
    let form = [("summary_ar", words), ("facilitator", "غيرها")];
    assert_eq!(node.post(&here, &theirs, &form).await.status, 303);
    for (rest, lang) in [("/themes", "ar"), ("/report", "ar"), ("/report", "en")] {
        let page = format!("{path}{rest}").replace("/ar/", &format!("/{lang}/"));
        let page = node.get(&page, &cookie).await.body;
        check_page(&page, lang);
        for part in [words, "ميسّرة الطاولة", reporter.name_ar.as_str()] {
            assert!(page.contains(part), "{rest} {lang} {part}");
        }
    }
    let table = node.get(&format!("{path}/report.csv"), &cookie).await.body;
    assert!(table.contains(words) && table.contains("ميسّرة الطاولة"));
    assert_eq!(node.get(&format!("{path}/report.pdf"), &cookie).await.status, 200);
    node.end().await;
}

/// A decision with the action that carries it out, done, and a recommendation that nobody has begun.
async fn promises(node: &TestNode, cookie: &str, id: sila_core::MeetingId) {
    let me = node.app.node.id.to_text();
    let due = [("due_d", "1"), ("due_m", "12"), ("due_y", "2026"), ("owner", me.as_str())];
    for form in [
        vec![
            ("kind", "DECISION"),
            ("text_ar", "جدول مناوبة مشترك"),
            ("basis", "المادة 7 من دليل السياسة"),
            ("review_d", "1"),
            ("review_m", "3"),
            ("review_y", "2027"),
        ],
        vec![("kind", "ACTION"), ("text_ar", "إعداد الجدول"), ("carries_out", "1")],
        vec![("kind", "RECOMMENDATION"), ("text_ar", "دليل مصطلحات")],
    ] {
        let form = [&form[..], &due[..]].concat();
        let sent = node.post(&format!("/ar/minutes/{id}/points"), cookie, &form).await;
        assert_eq!(sent.status, 303, "{}", sent.body);
    }
    let done = [("end", "DONE"), ("words_2", "صدر الجدول")];
    assert_eq!(node.post(&format!("/ar/minutes/{id}/points/2"), cookie, &done).await.status, 303);
}

/// Two ideas in the meeting's room, the first of them answered.
async fn ideas(node: &TestNode, cookie: &str, id: sila_core::MeetingId) {
    let room = crate::ideas::tests::room(node, cookie, "ENTITY").await;
    let of_meeting = format!("update idea_room set meeting = x'{}'", id.0.simple());
    node.write(move |tx| tx.exec_text(&of_meeting, &[]).map(|_| ())).await.unwrap();
    let phone = crate::ideas::tests::join(node, &room, &[("entity", "هيئة الواحة")]).await;
    let mut all = Vec::new();
    for (text, key) in [("بطاقة مترجم معتمد", "k1"), ("ركن أطفال", "k2")] {
        let form = [("kind", "OPPORTUNITY"), ("text", text), ("key", key)];
        node.post_as_phone(&format!("/ar{}/ideas", room.door()), &phone, &form).await;
        let of = room.id;
        let queue = node.write(move |tx| crate::ideas::board::store::queue(tx, of)).await.unwrap();
        let show = [("idea", &*queue[0].id.to_string()), ("word", "show")];
        node.post(&format!("/ar{}/review", room.path()), cookie, &show).await;
        all.push(queue[0].id);
    }
    let answer = format!("/ar{}/ideas/{}/answer", room.path(), all[0]);
    let said = [("code", "ACCEPTED"), ("words", "تُطبع البطاقة")];
    assert_eq!(node.post(&answer, cookie, &said).await.status, 303);
}

#[tokio::test]
async fn half_a_year_later_a_table_says_of_each_promise_of_a_meeting_what_happened() {
    let (node, cookie) = node().await;
    let path = called(&node, &cookie).await;
    let id = id_of(&path);
    promises(&node, &cookie, id).await;
    ideas(&node, &cookie, id).await;
    let plain = |text: String| text.replace(['\u{2066}', '\u{2068}', '\u{2069}'], "");
    let early = node.get(&format!("{path}/followup"), &cookie).await.body;
    check_page(&early, "ar");
    assert!(early.contains("وهذا ما تحقق حتى اليوم"));
    node.app.clock.set(Some(NOW.plus_days(181)));
    let later = node.worker("later", &["PARTNERSHIP"]).await;
    let cookie = node.sign_in(&later).await;
    let page = node.get(&format!("{path}/followup"), &cookie).await.body;
    check_page(&page, "ar");
    let page = plain(page);
    let table = plain(node.get(&format!("{path}/followup.csv"), &cookie).await.body);
    for told in [
        "جدول مناوبة مشترك",
        "1 من 1",
        "صدر الجدول",
        "دليل مصطلحات",
        "بطاقة مترجم معتمد",
        "هيئة الواحة",
        "لم يُقس",
    ] {
        assert!(page.contains(told) && table.contains(told), "{told}");
    }
    assert!(page.contains("حان موعد المتابعة") && !page.contains("ركن أطفال"));
    assert!(page.contains("تحقق منها: 2 من 4"), "the decision and its action");
    assert_eq!(table.lines().count(), 1 + 4);
    assert_eq!(node.get(&format!("{path}/followup.pdf"), &cookie).await.status, 200);
    let english = node.get(&format!("{path}/followup").replace("/ar/", "/en/"), &cookie).await;
    check_page(&english.body, "en");
    // The page of the day leads there.
    assert!(node.get("/ar", &cookie).await.body.contains(&format!("/meetings/{id}/followup")));
    node.end().await;
}
