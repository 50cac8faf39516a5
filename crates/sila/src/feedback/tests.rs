//! The pages, and that an answer lies apart from who gave it.

use sila_core::AgencyId;
use sila_core::experience::{Answer, Cell, Occasion, QUESTIONS, Quarter, Report};
use uuid::Uuid;

use super::{About, answer, report, store};
use crate::db::{Row, V};
use crate::testing::{NOW, TestNode, check_page};

const PARTNER: AgencyId = AgencyId([9; 32]);

fn said(quarter: u32, sum: u32) -> Report {
    let cell = |people| Some(Cell { people, answers: people, sums: [sum * people; QUESTIONS] });
    let quarter = Quarter::from_number(quarter);
    Report { quarter, all: cell(11), meeting: None, initiative: None, referral: cell(6) }
}

#[tokio::test]
async fn a_score_has_a_trend_both_ways_and_what_is_too_few_is_a_word() {
    let node = TestNode::new().await;
    let reader = node.worker("reader", &["PARTNERSHIP"]).await;
    let cookie = node.sign_in(&reader).await;
    for lang in ["ar", "en"] {
        check_page(&node.get(&format!("/{lang}/feedback"), &cookie).await.body, lang);
    }
    let page = format!("/ar/feedback/with/{}", PARTNER.to_text());
    assert_eq!(node.get(&page, &cookie).await.status, 404, "nothing was said");
    let me = node.app.node.id;
    let keep = move |tx: &mut dyn crate::db::Tx| {
        store::keep(tx, (me, PARTNER), &said(8_104, 3), NOW)?;
        store::keep(tx, (me, PARTNER), &said(8_105, 4), NOW)?;
        store::keep(tx, (PARTNER, me), &said(8_105, 5), NOW)?;
        // What was said once stays.
        store::keep(tx, (PARTNER, me), &said(8_105, 1), NOW)
    };
    node.write(keep).await.unwrap();
    for lang in ["ar", "en"] {
        let list = node.get(&format!("/{lang}/feedback?thanks=1"), &cookie).await.body;
        check_page(&list, lang);
        assert!(list.contains("4.00") && list.contains("5.00") && list.contains("class=\"spark"));
        let shown = node.get(&page.replace("/ar/", &format!("/{lang}/")), &cookie).await.body;
        check_page(&shown, lang);
        assert!(shown.contains(if lang == "ar" { "قليل" } else { "too few" }));
        assert!(shown.contains("3.00") && !shown.contains("1.00"));
    }
    node.end().await;
}

const MARKS: [(&str, &str); 5] =
    [("heard", "5"), ("reliable", "4"), ("open", "5"), ("purpose", "5"), ("worth", "4")];

#[tokio::test]
async fn contract_a02_after_a_meeting_each_answers_about_each_that_came_and_five_make_a_score() {
    let (node, cookie) = crate::meetings::tests::node().await;
    let meeting = crate::meetings::tests::called(&node, &cookie).await;
    let id = crate::meetings::tests::id_of(&meeting);
    let all = crate::meetings::tests::partners(&node, 3).await;
    crate::meetings::tests::seated(&node, id, &[(all[0], 2), (all[1], 1), (all[2], 1)]).await;
    let absent = all[2];
    let came = move |tx: &mut dyn crate::db::Tx| {
        let guests = crate::meetings::store::guests(tx, id)?;
        guests.iter().filter(|one| one.party != absent).try_for_each(|one| {
            let how = "HAND".to_owned();
            let here = crate::meetings::store::Presence { guest: one.id, day: 1, at: NOW, how };
            crate::meetings::store::present(tx, &here).map(|_| ())
        })
    };
    node.write(came).await.unwrap();
    let about = |n: usize| format!("/ar{}", super::meeting_path(id.0, all[n]));
    assert_eq!(node.get(&about(0), &cookie).await.status, 404, "it is not over");
    node.app.clock.set(Some(NOW.plus_days(2)));
    let mut cookies = Vec::new();
    for n in 0..5 {
        let worker = node.worker(&format!("w{n}"), &["ADVISOR"]).await;
        cookies.push(node.sign_in(&worker).await);
    }
    let page = node.get(&about(0), &cookies[0]).await.body;
    check_page(&page, "ar");
    assert!(page.contains("جهة 000"));
    assert_eq!(node.get(&about(2), &cookies[0]).await.status, 404, "nobody of it came");
    let minutes = node.get(&format!("/ar/minutes/{id}"), &cookies[0]).await.body;
    check_page(&minutes, "ar");
    assert!(minutes.contains("جهة 001") && minutes.contains("/feedback/meeting/"));
    for cookie in &cookies {
        assert_eq!(node.post(&about(0), cookie, &MARKS).await.status, 303);
        assert_eq!(node.post(&about(0), cookie, &MARKS).await.status, 409, "one answer each");
    }
    // About the second, four answer: of them nothing is ever shown.
    for cookie in &cookies[..4] {
        assert_eq!(node.post(&about(1), cookie, &MARKS).await.status, 303);
    }
    node.app.clock.set(Some(NOW.plus_days(60)));
    while report::tend(&node.app).await.unwrap() > 0 {}
    let reports = node.app.store.read(store::reports).await.unwrap();
    assert_eq!(reports.len(), 1);
    let (author, partner, report) = &reports[0];
    assert_eq!((*author, *partner), (node.app.node.id, all[0]));
    let cell = report.cell(Occasion::Meeting).unwrap();
    assert_eq!((cell.people, cell.answers, cell.sums), (5, 5, [25, 20, 25, 25, 20]));
    node.end().await;
}

#[tokio::test]
async fn an_answer_lies_apart_from_who_gave_it_and_nobody_answers_about_what_they_may_not_see() {
    let node = TestNode::new().await;
    let worker = node.worker("worker", &["PARTNERSHIP"]).await;
    let cookie = node.sign_in(&worker).await;
    for occasion in ["referral", "initiative", "meeting", "lunch"] {
        let path = format!("/en/feedback/{occasion}/{}", Uuid::from_u128(5));
        assert_eq!(node.get(&path, &cookie).await.status, 404, "{occasion}");
        let form =
            [("heard", "5"), ("reliable", "5"), ("open", "5"), ("purpose", "5"), ("worth", "5")];
        assert_eq!(node.post(&path, &cookie, &form).await.status, 404, "{occasion}");
    }
    let about =
        About { occasion: Occasion::Initiative, subject: Uuid::from_u128(5), partner: PARTNER };
    let answer = Answer::new([5, 4, 3, 2, 1]).unwrap();
    answer::give(&node.app, &worker, &about, answer, NOW).await.unwrap();
    let read = |text: &'static str| {
        let store = node.app.store.clone();
        async move { store.read(move |tx| tx.query_text(text, &[])).await.unwrap() }
    };
    let names = read("select name from pragma_table_info('experience_answer')").await;
    let names: Vec<Vec<V>> = names.into_iter().map(Row::into_values).collect();
    let names = format!("{names:?}");
    for joins in ["worker", "subject", "at\"", "time"] {
        assert!(!names.contains(joins), "an answer has {joins}: {names}");
    }
    let answers = format!(
        "{:?}",
        read("select * from experience_answer")
            .await
            .into_iter()
            .map(Row::into_values)
            .collect::<Vec<_>>()
    );
    assert!(!answers.contains(&format!("{:?}", worker.id.0)), "{answers}");
    // Alone, it is never shown: the quarter ends and the answer is deleted.
    node.app.clock.set(Some(NOW.plus_days(60)));
    assert_eq!(report::tend(&node.app).await.unwrap(), 1);
    assert!(read("select * from experience_answer").await.is_empty());
    assert!(node.app.store.read(store::reports).await.unwrap().is_empty());
    node.end().await;
}
