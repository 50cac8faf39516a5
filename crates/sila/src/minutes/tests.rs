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
        ("RECOMMENDATION", "توصية ثانية", ("1", "10")),
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
    assert!(plain.contains("33 ٪ (1 من 3)"), "the share that the page shows");
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
    for (text, there) in
        [("توصية ثانية", true), ("إجراء أول", true), ("توصية أولى", false), ("قرار أول", false)]
    {
        assert_eq!(opened.contains(text), there, "{text}");
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
