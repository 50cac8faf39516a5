//! Minutes through their pages: what is owed is carried on, approval on paper is named so, what is approved stays.

use sila_core::MeetingId;
use sila_core::meeting::rate;

use super::{APPROVED, store, unfinished};
use crate::meetings::tests::{CALL, called, id_of, node, partners};
use crate::testing::{Got, NOW, TestNode, check_page};

async fn write(
    node: &TestNode,
    cookie: &str,
    id: MeetingId,
    kind: &str,
    text: &str,
    due: (&str, &str),
) -> Got {
    let me = node.app.node.id.to_text();
    let (day, month) = due;
    let form = [
        ("kind", kind),
        ("text_ar", text),
        ("owner", me.as_str()),
        ("basis", "المادة 4 من المذكرة"),
        ("due_d", day),
        ("due_m", month),
        ("due_y", "2026"),
        ("review_d", "1"),
        ("review_m", "6"),
        ("review_y", "2027"),
    ];
    node.post(&format!("/ar/minutes/{id}/points"), cookie, &form).await
}

#[tokio::test]
async fn contract_a42_the_next_meeting_opens_with_the_unfinished_list_and_the_rate_is_closed_by_total()
 {
    let (node, cookie) = node().await;
    let path = called(&node, &cookie).await;
    let id = id_of(&path);
    for (kind, text, due) in [
        ("DECISION", "قرار أول", ("1", "12")),
        ("RECOMMENDATION", "توصية أولى", ("1", "12")),
        ("RECOMMENDATION", "توصية ثانية", ("20", "11")),
        ("ACTION", "إجراء أول", ("1", "12")),
        ("NOTE", "إحاطة", ("1", "12")),
    ] {
        let sent = write(&node, &cookie, id, kind, text, due).await;
        assert_eq!(sent.location, format!("/ar/minutes/{id}"), "{}", sent.body);
    }
    assert_eq!(write(&node, &cookie, id, "ACTION", "بلا موعد", ("", "")).await.status, 422);
    node.post(
        &format!("/ar/minutes/{id}/points/2"),
        &cookie,
        &[("end", "DONE"), ("words_2", "صدر الدليل")],
    )
    .await;

    let page = node.get(&format!("/ar/minutes/{id}"), &cookie).await.body;
    check_page(&page, "ar");
    let points = super::points(&node.app, id).await.unwrap();
    let owed: u64 = points.iter().map(|one| u64::from(one.kind.is_owed())).sum();
    let open: u64 = points.iter().map(|one| u64::from(one.is_open())).sum();
    assert_eq!((owed - open, owed, rate(owed - open, owed)), (1, 3, Some(33)));
    assert!(page.contains("صدر الدليل"));
    let plain = page.replace(['\u{2066}', '\u{2068}', '\u{2069}'], "");
    assert!(plain.contains("33% (1 من 3)"), "the share that the page shows");
    // What is late stands on the day's page of whoever keeps the meeting.
    let day = node.get("/ar", &cookie).await.body;
    check_page(&day, "ar");
    assert!(day.contains("في محضر لقاء فات موعده"));

    // The next meeting of the series opens with what is unfinished, and with nothing else.
    let series = id.to_string();
    let mut next: Vec<(&str, &str)> = CALL.to_vec();
    next[5] = ("day_d", "29");
    next.push(("series", &series));
    let second = node.post("/ar/meetings", &cookie, &next).await.location;
    let opened = node.get(&format!("/ar/minutes/{}", id_of(&second)), &cookie).await.body;
    check_page(&opened, "ar");
    // The form below the list offers earlier decisions, in whose place a new one may stand.
    let list = opened.split_once("id=\"minutes-unfinished\"").unwrap().1;
    let list = list.split_once("id=\"minutes-points\"").unwrap().0;
    for (text, there) in
        [("توصية ثانية", true), ("إجراء أول", true), ("توصية أولى", false), ("قرار أول", false)]
    {
        assert_eq!(list.contains(text), there, "{text}");
    }
    let shown = node.get(&second, &cookie).await.body;
    check_page(&shown, "ar");
    assert!(shown.contains("قيدان من اللقاءات السابقة لم يُنجزا"));
    // Of another series it knows nothing.
    let other = called(&node, &cookie).await;
    let other = unfinished(&node.app, id_of(&other), NOW.plus_days(400)).await.unwrap();
    assert!(other.is_empty());
    node.end().await;
}

#[tokio::test]
async fn contract_a04_minutes_approved_on_paper_are_named_so_and_then_nothing_of_them_changes() {
    let (node, cookie) = node().await;
    let path = called(&node, &cookie).await;
    let id = id_of(&path);
    let party = partners(&node, 1).await[0];
    node.write(move |tx| crate::meetings::store::set_seats(tx, id, party, 0)).await.unwrap();
    let here = format!("/ar/minutes/{id}");
    assert_eq!(
        node.post(&format!("{here}/circulation"), &cookie, &[]).await.status,
        409,
        "nothing to send"
    );
    write(&node, &cookie, id, "DECISION", "قرار أول", ("1", "12")).await;
    let early = [("party", party.to_text()), ("whose", "المدير العام".to_owned())];
    let early: Vec<(&str, &str)> = early.iter().map(|(n, v)| (*n, v.as_str())).collect();
    assert_eq!(node.post(&format!("{here}/paper"), &cookie, &early).await.status, 409);
    assert_eq!(node.post(&format!("{here}/circulation"), &cookie, &[]).await.location, here);
    let late = write(&node, &cookie, id, "NOTE", "بعد التعميم", ("1", "12")).await;
    assert_eq!(late.status, 409, "the parties have them");

    // An objection takes them back to the draft; they go out anew.
    let mut objects = early.clone();
    objects.push(("word", "OBJECTED"));
    assert_eq!(node.post(&format!("{here}/paper"), &cookie, &objects).await.location, here);
    assert_eq!(node.post(&format!("{here}/revision"), &cookie, &[]).await.location, here);
    write(&node, &cookie, id, "NOTE", "بعد الاعتراض", ("1", "12")).await;
    node.post(&format!("{here}/circulation"), &cookie, &[]).await;
    assert_eq!(
        node.post(&format!("{here}/errata"), &cookie, &[("erratum", "تصويب")]).await.status,
        409
    );
    assert_eq!(node.post(&format!("{here}/paper"), &cookie, &early).await.location, here);

    let minutes = node.app.store.read(move |tx| store::find(tx, id)).await.unwrap().unwrap();
    assert_eq!(minutes.state, APPROVED);
    let before = node.app.store.read(move |tx| store::points(tx, id)).await.unwrap();
    assert_eq!(write(&node, &cookie, id, "NOTE", "بعد الاعتماد", ("1", "12")).await.status, 409);
    assert_eq!(node.post(&format!("{here}/circulation"), &cookie, &[]).await.status, 409);
    assert_eq!(node.post(&format!("{here}/revision"), &cookie, &[]).await.status, 409);
    assert_eq!(
        node.post(&format!("{here}/errata"), &cookie, &[("erratum", "تصويب في التاريخ")])
            .await
            .location,
        here
    );
    assert_eq!(node.app.store.read(move |tx| store::points(tx, id)).await.unwrap(), before);
    let page = node.get(&here, &cookie).await.body;
    check_page(&page, "ar");
    for words in ["اعتمد على الورق", "المدير العام", "تصويب في التاريخ", "محضر معتمد"]
    {
        assert!(page.contains(words), "{words}");
    }
    node.end().await;
}

#[tokio::test]
async fn the_time_for_objections_ends_and_the_time_for_approval_does_not() {
    let (node, cookie) = node().await;
    let id = id_of(&called(&node, &cookie).await);
    let party = partners(&node, 1).await[0];
    node.write(move |tx| crate::meetings::store::set_seats(tx, id, party, 0)).await.unwrap();
    write(&node, &cookie, id, "NOTE", "إحاطة", ("1", "12")).await;
    let here = format!("/ar/minutes/{id}");
    node.post(&format!("{here}/circulation"), &cookie, &[]).await;
    let whose = [("party", party.to_text()), ("whose", "المدير العام".to_owned())];
    let word = |word: &'static str| {
        let mut form: Vec<(&str, &str)> = whose.iter().map(|(n, v)| (*n, v.as_str())).collect();
        form.push(("word", word));
        form
    };
    let page = node.get(&here, &cookie).await.body;
    assert!(page.contains("value=\"OBJECTED\""));
    node.app.clock.set(Some(NOW.plus_days(super::OBJECTION_DAYS).plus_minutes(1)));
    let officer = node.worker("later", &["PARTNERSHIP"]).await;
    let cookie = node.sign_in(&officer).await;
    let page = node.get(&here, &cookie).await.body;
    check_page(&page, "ar");
    assert!(!page.contains("value=\"OBJECTED\""), "no button for what is refused");
    let late = node.post(&format!("{here}/paper"), &cookie, &word("OBJECTED")).await;
    assert_eq!(late.status, 409);
    assert!(late.body.contains("انتهت مهلة الاعتراض"));
    let before = node.app.store.read(move |tx| store::find(tx, id)).await.unwrap().unwrap();
    assert_ne!(before.state, APPROVED, "silence approves nothing");
    node.post(&format!("{here}/paper"), &cookie, &word("APPROVED")).await;
    let after = node.app.store.read(move |tx| store::find(tx, id)).await.unwrap().unwrap();
    assert_eq!(after.state, APPROVED);
    node.end().await;
}

#[tokio::test]
async fn a_decision_has_a_number_and_shows_how_it_was_taken_what_replaced_it_and_what_carries_it_out()
 {
    let (node, cookie) = node().await;
    let id = id_of(&called(&node, &cookie).await);
    let me = node.app.node.id.to_text();
    let add = async |kind: &str, text: &str, more: &[(&str, &str)]| {
        let mut form = vec![("kind", kind), ("text_ar", text), ("owner", me.as_str())];
        form.extend([("basis", "المادة 4"), ("due_d", "1"), ("due_m", "12"), ("due_y", "2026")]);
        form.extend([("review_d", "1"), ("review_m", "6"), ("review_y", "2027")]);
        form.extend(more);
        node.post(&format!("/ar/minutes/{id}/points"), &cookie, &form).await
    };
    add("DECISION", "جدول مناوبة شهري", &[("how", "CONSENSUS")]).await;
    let first = format!("{id}/1");
    add("DECISION", "جدول مناوبة أسبوعي", &[("how", "VOTE"), ("replaces", &first)]).await;
    assert_eq!(add("ACTION", "إعداد الجدول", &[("carries_out", "2")]).await.status, 303);
    for (kind, more) in [("ACTION", ("carries_out", "3")), ("DECISION", ("replaces", "x/9"))] {
        let got = add(kind, "قيد", &[more]).await;
        let expected = if kind == "ACTION" { 409 } else { 303 };
        assert_eq!(got.status, expected, "{more:?}");
    }
    let page = node.get("/ar/decisions", &cookie).await.body;
    check_page(&page, "ar");
    check_page(&node.get("/en/decisions", &cookie).await.body, "en");
    let rows: Vec<&str> = page.split("<tr").collect();
    let row = |text: &str| rows.iter().find(|row| row.contains(text)).unwrap().to_string();
    let (old, new) = (row("جدول مناوبة شهري"), row("جدول مناوبة أسبوعي"));
    assert!(old.contains("2026-11-22/1") && new.contains("2026-11-22/2"), "{old}");
    assert!(old.contains("بالتوافق") && new.contains("بالتصويت"));
    assert!(old.contains("حلّ محله") && old.contains("2026-11-22/2") && !new.contains("حلّ محله"));
    assert!(new.contains("#point-3") && !old.contains("#point-3"), "the action stands beside it");
    let minutes = node.get(&format!("/ar/minutes/{id}"), &cookie).await.body;
    check_page(&minutes, "ar");
    assert!(minutes.contains("يحل محل قرار سابق") && minutes.contains("ينفّذ القرار رقم"));
    node.end().await;
}

#[tokio::test]
async fn what_is_over_a_week_late_goes_up_to_the_head_and_the_next_meeting_says_since_when_it_is_open()
 {
    let (node, cookie) = node().await;
    let path = called(&node, &cookie).await;
    let id = id_of(&path);
    write(&node, &cookie, id, "ACTION", "إجراء متأخر", ("23", "11")).await;
    let head = node.worker("head", &["HEAD"]).await;
    let seen = async |days: i64| {
        node.app.clock.set(Some(NOW.plus_days(days)));
        let page = node.get("/ar", &node.sign_in(&head).await).await.body;
        check_page(&page, "ar");
        page.contains("رُفع إلى رئاسة الجهة")
    };
    assert!(!seen(3).await, "it is late, and the keeper's");
    assert!(seen(10).await, "over a week: it goes up");
    let officer = node.worker("later", &["PARTNERSHIP"]).await;
    let cookie = node.sign_in(&officer).await;
    let mut next: Vec<(&str, &str)> = CALL.to_vec();
    next[5] = ("day_d", "29");
    next[6] = ("day_m", "12");
    let series = id.to_string();
    next.push(("series", &series));
    let second = node.post("/ar/meetings", &cookie, &next).await.location;
    let opened = node.get(&format!("/ar/minutes/{}", id_of(&second)), &cookie).await.body;
    check_page(&opened, "ar");
    assert!(opened.contains("مفتوح منذ لقاء") && opened.contains("22 نوفمبر 2026"));
    node.end().await;
}

#[tokio::test]
async fn half_a_year_after_a_meeting_its_keeper_is_asked_what_came_of_it_until_another_follows() {
    let (node, cookie) = node().await;
    let path = called(&node, &cookie).await;
    let asked = "مضت ستة أشهر على لقاء الشركاء";
    let officer = node.worker("later", &["PARTNERSHIP"]).await;
    for (days, there) in [(170, false), (190, true), (400, false)] {
        node.app.clock.set(Some(NOW.plus_days(days)));
        let cookie = node.sign_in(&officer).await;
        let page = node.get("/ar", &cookie).await.body;
        check_page(&page, "ar");
        assert_eq!(page.contains(asked), there, "{days}");
        assert_eq!(page.contains(&format!("{path}/followup")), there);
    }
    node.app.clock.set(Some(NOW.plus_days(190)));
    let cookie = node.sign_in(&officer).await;
    let series = id_of(&path).to_string();
    let mut next: Vec<(&str, &str)> = CALL.to_vec();
    next[0] = ("kind", "FOLLOW_UP");
    next[6] = ("day_m", "7");
    next[7] = ("day_y", "2027");
    next.push(("series", &series));
    assert_eq!(node.post("/ar/meetings", &cookie, &next).await.status, 303);
    assert!(!node.get("/ar", &cookie).await.body.contains(asked), "another has been called");
    node.end().await;
}
