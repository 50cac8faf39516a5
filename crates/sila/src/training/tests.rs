//! A course through its pages at one node: asked for, approved by somebody else, seats given, a waiting list that moves up,
//! and attendance.

use sila_core::CourseId;

use super::store;
use crate::accounts::Worker;
use crate::testing::{Got, TestNode, check_page};

/// A course of two seats, announced through its form; gives its address.
async fn announced(node: &TestNode, keeper: &Worker, day: &str) -> String {
    let cookie = node.sign_in(keeper).await;
    check_page(&node.get("/ar/training/new", &cookie).await.body, "ar");
    let wrong = node.post("/ar/training", &cookie, &[("kind", "COURSE")]).await;
    check_page(&wrong.body, "ar");
    let fields = [
        ("kind", "COURSE"),
        ("title_ar", "سرية البيانات في العمل الاجتماعي"),
        ("title_en", "Data confidentiality in social work"),
        ("about_ar", "ما يُحفظ وما لا يُقال"),
        ("about_en", "What is kept and what is never said"),
        ("place_ar", "قاعة التدريب"),
        ("place_en", "Training room"),
        ("materials_ar", ""),
        ("materials_en", ""),
        ("day_d", day),
        ("day_m", "11"),
        ("day_y", "2026"),
        ("time", "15:30"),
        ("hours", "6"),
        ("seats", "2"),
    ];
    let got = node.post("/ar/training", &cookie, &fields).await;
    assert!(got.location.starts_with("/ar/training/"), "{}", got.body);
    got.location
}

async fn ask(node: &TestNode, path: &str, who: &Worker) -> Got {
    let cookie = node.sign_in(who).await;
    let page = node.get(path, &cookie).await;
    check_page(&page.body, "ar");
    node.post(&format!("{path}/enrolment"), &cookie, &[("name", &who.name_en)]).await
}

/// The buttons of the page on which wishes wait.
async fn approve_all(node: &TestNode, path: &str, who: &Worker) {
    let cookie = node.sign_in(who).await;
    let desk = node.get("/ar/training", &cookie).await;
    check_page(&desk.body, "ar");
    let links = desk.body.split("action=\"").skip(1).filter_map(|part| part.split('"').next());
    let links: Vec<&str> = links.filter(|link| link.ends_with("/approval")).collect();
    assert!(!links.is_empty());
    for link in links {
        assert_eq!(node.post(link, &cookie, &[("word", "approve")]).await.location, path);
    }
}

async fn states(node: &TestNode, path: &str) -> Vec<&'static str> {
    let id: CourseId = path.rsplit('/').next().unwrap().parse().unwrap();
    let all = node.app.store.read(move |tx| store::of_course(tx, id)).await.unwrap();
    all.iter().map(|one| one.state.code()).collect()
}

#[tokio::test]
async fn contract_a31_a_seat_needs_the_word_of_a_colleague_and_the_waiting_list_moves_up() {
    let node = crate::guard::tests::node().await;
    let keeper = node.worker("keeper", &["PARTNERSHIP"]).await;
    let boss = node.worker("boss", &["SUPERVISOR"]).await;
    let mut trainees = Vec::new();
    for name in ["one", "two", "three"] {
        trainees.push(node.worker(name, &["INTAKE"]).await);
    }
    let path = announced(&node, &keeper, "25").await;
    for who in &trainees {
        assert_eq!(ask(&node, &path, who).await.location, path);
        assert_eq!(ask(&node, &path, who).await.status, 409, "nobody asks twice");
    }
    let day = node.get("/ar", &node.sign_in(&boss).await).await;
    assert!(day.body.contains("/ar/training"), "it waits on the day of whoever approves");
    assert_eq!(states(&node, &path).await, ["REQUESTED"; 3]);
    approve_all(&node, &path, &boss).await;
    assert_eq!(states(&node, &path).await, ["BOOKED", "BOOKED", "WAITLISTED"]);

    // Whoever wishes to come does not decide on it.
    assert_eq!(ask(&node, &path, &boss).await.location, path);
    let desk = node.get("/ar/training", &node.sign_in(&boss).await).await;
    assert!(!desk.body.contains("/approval"), "one's own wish waits for somebody else");

    let cookie = node.sign_in(&trainees[0]).await;
    let page = node.get(&path.replace("/ar/", "/en/"), &cookie).await;
    check_page(&page.body, "en");
    let link = page.body.split("action=\"").find(|part| part.contains("/cancellation")).unwrap();
    let link = link.split('"').next().unwrap().to_owned();
    let other = node.sign_in(&trainees[1]).await;
    assert_eq!(node.post(&link, &other, &[]).await.status, 404, "another's seat is not there");
    node.post(&link, &cookie, &[]).await;
    let now = states(&node, &path).await;
    assert_eq!(now[..3], ["USER_CANCELLED", "BOOKED", "BOOKED"], "who waited has moved up");
    node.end().await;
}

#[tokio::test]
async fn attendance_is_written_down_from_the_day_of_the_course_on_and_can_be_corrected() {
    let node = crate::guard::tests::node().await;
    let keeper = node.worker("keeper", &["PARTNERSHIP"]).await;
    let boss = node.worker("boss", &["HEAD"]).await;
    let trainee = node.worker("trainee", &["INTAKE"]).await;
    let (later, today) =
        (announced(&node, &keeper, "25").await, announced(&node, &keeper, "22").await);
    let cookie = node.sign_in(&keeper).await;
    assert_eq!(node.post(&format!("{later}/attendance"), &cookie, &[]).await.status, 409);
    ask(&node, &today, &trainee).await;
    approve_all(&node, &today, &boss).await;
    let page = node.get(&today, &cookie).await;
    check_page(&page.body, "ar");
    let field = page.body.split("name=\"").find(|part| part.starts_with("came-")).unwrap();
    let field = field.split('"').next().unwrap();
    for (word, state) in
        [("NOT", "NO_SHOW"), ("PART", "PARTIALLY_ATTENDED"), ("FULL", "FULLY_ATTENDED")]
    {
        node.post(&format!("{today}/attendance"), &cookie, &[(field, word)]).await;
        assert_eq!(states(&node, &today).await, [state]);
    }
    let stranger = node.sign_in(&trainee).await;
    let refused = node.post(&format!("{today}/attendance"), &stranger, &[(field, "NOT")]).await;
    assert_eq!(refused.status, 403, "a trainee does not keep the list");

    for (to, end) in [("CLOSED", "WAITS"), ("CANCELLED", "SESSION_CANCELLED")] {
        ask(&node, &later, &trainee).await;
        let done = node.post(&format!("{later}/state"), &cookie, &[("state", to)]).await;
        assert_eq!(done.location, later);
        if end != "WAITS" {
            assert_eq!(states(&node, &later).await, [end]);
        }
    }
    let over = node.post(&format!("{later}/state"), &cookie, &[("state", "OPEN")]).await;
    assert_eq!(over.status, 409, "a cancelled course does not come back");
    node.end().await;
}
