//! A course through its pages at one node: asked for, approved by somebody else, seats given, a waiting list that moves up,
//! and attendance.

use sila_core::training::{Enrolment, Step};
use sila_core::{CourseId, EnrolmentId};
use sila_link::certificate::{Issuer, Learning};

use super::{certificate, competence, open, store};
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
    assert!(!desk.body.contains("/approval\""), "one's own wish waits for somebody else");

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

/// Everybody came, and it is over.
async fn attended(node: &TestNode, path: &str, cookie: &str) {
    let page = node.get(path, cookie).await;
    let fields = page.body.split("name=\"").filter(|part| part.starts_with("came-"));
    let fields: Vec<(&str, &str)> =
        fields.map(|part| (part.split('"').next().unwrap(), "FULL")).collect();
    node.post(&format!("{path}/attendance"), cookie, &fields).await;
    node.post(&format!("{path}/state"), cookie, &[("state", "COMPLETED")]).await;
}

/// A course held today, attended in full by these people, with certificates; gives its address.
async fn held(node: &TestNode, trainees: &[Worker]) -> String {
    let keeper = node.worker("keeper", &["PARTNERSHIP"]).await;
    let boss = node.worker("boss", &["HEAD"]).await;
    let path = announced(node, &keeper, "22").await;
    for who in trainees {
        ask(node, &path, who).await;
    }
    approve_all(node, &path, &boss).await;
    node.app.clock.set(Some(crate::testing::NOW.plus_hours(10)));
    let cookie = node.sign_in(&keeper).await;
    let early = node.post(&format!("{path}/certificates"), &cookie, &[]).await;
    assert_eq!(early.status, 409, "no certificate before it was held");
    attended(node, &path, &cookie).await;
    let got = node.post(&format!("{path}/certificates"), &cookie, &[]).await;
    assert_eq!(got.location, path);
    check_page(&node.get(&path, &cookie).await.body, "ar");
    path
}

/// The address of the certificate on a page, and its text.
async fn paper(node: &TestNode, path: &str, who: &Worker) -> (String, String) {
    let cookie = node.sign_in(who).await;
    let page = node.get(path, &cookie).await;
    check_page(&page.body, "ar");
    let link = page.body.split("href=\"").find(|part| part.contains("/certificate\"")).unwrap();
    let link = link.split('"').next().unwrap().to_owned();
    let paper = node.get(&link, &cookie).await;
    check_page(&paper.body, "ar");
    assert!(paper.body.contains(&who.name_en) && paper.body.contains("<svg"));
    let text = paper.body.split("SILA-CERT-1.").nth(1).unwrap();
    let end = text.find(|c: char| !c.is_ascii_alphanumeric()).unwrap();
    (link, format!("SILA-CERT-1.{}", &text[..end]))
}

#[tokio::test]
async fn contract_a31_a_certificate_comes_after_the_course_holds_on_its_page_and_can_be_taken_back()
{
    let node = crate::guard::tests::node().await;
    let trainee = node.worker("trainee", &["INTAKE"]).await;
    let path = held(&node, std::slice::from_ref(&trainee)).await;
    let (link, text) = paper(&node, &path, &trainee).await;
    let stranger = node.worker("stranger", &["INTAKE"]).await;
    let cookie = node.sign_in(&stranger).await;
    assert_eq!(node.get(&link, &cookie).await.status, 404, "another's certificate is not there");

    let says = async |text: &str, name: &str, words: &str| {
        let form = [("certificate", text), ("name", name)];
        let page = node.post("/en/training/check", "", &form).await;
        check_page(&page.body, "en");
        assert!(page.body.contains(words), "{words}");
    };
    check_page(&node.get("/ar/training/check", "").await.body, "ar");
    says(&text, &trainee.name_en, "It is the name that was signed").await;
    says(&text, "Somebody Else", "was not signed for this name").await;
    let last = if text.ends_with('0') { "G" } else { "0" };
    says(&format!("{}{last}", &text[..text.len() - 1]), "", "This does not hold").await;

    // Taken back: the page of the node says so, and so does the list that others are given.
    let id = link.split('/').nth_back(1).unwrap().parse().unwrap();
    let keeper = node.worker("keeper-2", &["PARTNERSHIP"]).await;
    let now = node.app.clock.now();
    certificate::take_back(&node.app, &keeper, id, now).await.unwrap();
    says(&text, "", "taken it back").await;
    let list = certificate::taken_back(&node.app, now).await.unwrap();
    assert_eq!(list.ids, [id]);
    let twice = certificate::take_back(&node.app, &keeper, id, now).await.unwrap_err();
    assert_eq!(twice.code, "training.crossed");
    node.end().await;
}

#[tokio::test]
async fn contract_b15_the_record_shows_hours_a_year_and_its_file_verifies() {
    let node = crate::guard::tests::node().await;
    let trainee = node.worker("trainee", &["INTAKE"]).await;
    held(&node, std::slice::from_ref(&trainee)).await;
    let all = competence::of(&node.app, trainee.id).await.unwrap();
    assert_eq!(competence::years(&all, &[]), [(2026, 360)]);
    let cookie = node.sign_in(&trainee).await;
    for lang in ["ar", "en"] {
        check_page(&node.get(&format!("/{lang}/training/record"), &cookie).await.body, lang);
    }
    let text = node.get("/ar/training/record/file", &cookie).await.body;
    let statements: Vec<_> =
        node.app.keys().stated().iter().map(|one| one.signed.clone()).collect();
    let keys = Issuer::from_file(&Issuer::file(&statements)).unwrap();
    let told = Learning::open(&text, &keys).unwrap();
    assert_eq!((told.courses.len(), told.courses[0].minutes), (1, 360));
    assert!(told.courses[0].certificate.is_some());
    let changed = text.replacen('7', "8", 1);
    assert!(changed == text || Learning::open(&changed, &keys).is_err(), "a changed symbol fails");
    node.end().await;
}

#[tokio::test]
async fn contract_b35_a_supervisor_sees_the_teams_learning_and_nobody_reads_anothers_answer() {
    let node = crate::guard::tests::node().await;
    let (one, two) = (node.worker("one", &["INTAKE"]).await, node.worker("two", &["INTAKE"]).await);
    let path = held(&node, &[one.clone(), two.clone()]).await;
    let cookie = node.sign_in(&one).await;
    let page = node.get(&path, &cookie).await;
    let to = page.body.split("action=\"").find(|part| part.contains("/answer\"")).unwrap();
    let to = to.split('"').next().unwrap().to_owned();
    let done = node.post(&to, &cookie, &[("question", "GOOD"), ("score", "2")]).await;
    assert_eq!(done.location, path);
    let early = node.post(&to, &cookie, &[("question", "USED"), ("score", "2")]).await;
    assert_eq!(early.status, 409, "use is asked after sixty days");
    let other = node.sign_in(&two).await;
    let foreign = node.post(&to, &other, &[("question", "GOOD"), ("score", "5")]).await;
    assert_eq!(foreign.status, 404, "nobody answers for another");
    let boss = node.worker("boss-2", &["SUPERVISOR"]).await;
    let cookie = node.sign_in(&boss).await;
    let team = node.get("/en/training/team", &cookie).await;
    check_page(&team.body, "en");
    assert!(team.body.contains(&one.name_en) && team.body.contains("Shown once five people"));
    assert_eq!(node.get("/en/training/team", &other).await.status, 403);

    // The page of the course shows the mark of one's own answer to oneself alone.
    let marked = |page: &str| page.split("name=\"score\"").count();
    let keeper = node.sign_in(&boss).await;
    assert_eq!(marked(&node.get(&path, &keeper).await.body), 1, "no answers are shown to a keeper");
    let id: CourseId = path.rsplit('/').next().unwrap().parse().unwrap();
    assert!(open(&node.app, id).await.is_ok());
    node.end().await;
}

const QUIZ: [(&str, &str); 2] = [
    ("quiz_ar", "من يقرأ الاسم؟\n* من له الدور\nالجميع\n\nمتى يُحذف؟\nأبداً\n* بعد مدته"),
    (
        "quiz_en",
        "Who reads the name?\n* Whoever has the role\nEverybody\n\nWhen is it deleted?\nNever\n* After its time",
    ),
];

/// A trainee of a course of six seats, of this state, with a mark of their own.
async fn seated(node: &TestNode, id: CourseId, who: &Worker, state: Enrolment) -> store::Enrolled {
    let enrolment = EnrolmentId(node.app.clock.new_id());
    let one = store::Enrolled {
        id: enrolment,
        course: id,
        agency: node.app.node.id,
        worker: Some(who.id),
        name: super::sealed(&node.app, enrolment, &who.name_ar),
        mark: super::mark(&node.app, who.id),
        state,
        asked_at: crate::testing::NOW,
        queued_at: crate::testing::NOW,
        record: None,
        said: String::new(),
        token: None,
    };
    let write = one.clone();
    node.write(move |tx| store::enrol(tx, &write)).await.unwrap();
    one
}

async fn quizzed(node: &TestNode, keeper: &Worker, day: &str) -> CourseId {
    let cookie = node.sign_in(keeper).await;
    let mut fields = vec![("kind", "COURSE"), ("title_ar", "دورة"), ("title_en", "Course")];
    fields.extend([("about_ar", "عن"), ("about_en", "About"), ("place_ar", "قاعة")]);
    fields.extend([("place_en", "Hall"), ("day_d", day), ("day_m", "11"), ("day_y", "2026")]);
    fields.extend([("time", "15:30"), ("hours", "2"), ("seats", "9")]);
    let wrong = [QUIZ[0], ("quiz_en", "Who?\n* One\nTwo")];
    let got = node.post("/en/training", &cookie, &[fields.clone(), wrong.to_vec()].concat()).await;
    assert!(got.location.is_empty() && got.body.contains("The same questions"), "two and one");
    check_page(&got.body, "en");
    fields.extend(QUIZ);
    let got = node.post("/en/training", &cookie, &fields).await;
    assert!(got.location.starts_with("/en/training/"), "{}", got.body);
    got.location.rsplit('/').next().unwrap().parse().unwrap()
}

#[tokio::test]
async fn contract_b35_a_quiz_is_answered_once_before_and_once_after_and_only_five_together_are_told()
 {
    let node = crate::guard::tests::node().await;
    let keeper = node.worker("keeper", &["PARTNERSHIP"]).await;
    let id = quizzed(&node, &keeper, "25").await;
    let page = format!("/en/training/{id}");
    let mut trainees = Vec::new();
    for nth in 0..6 {
        let who = node.worker(&format!("trainee-{nth}"), &["INTAKE"]).await;
        let one = seated(&node, id, &who, Enrolment::Booked).await;
        trainees.push((who, one));
    }
    let (first, wrong) = ([("q0", "0"), ("q1", "0")], [("q0", "1"), ("q1", "0")]);
    let right = [("q0", "0"), ("q1", "1")];
    for (nth, (who, one)) in trainees.iter().enumerate() {
        let (cookie, to) =
            (node.sign_in(who).await, format!("/en/training/enrolments/{}/quiz", one.id));
        check_page(&node.get(&to, &cookie).await.body, "en");
        check_page(&node.get(&to.replace("/en/", "/ar/"), &cookie).await.body, "ar");
        let half = node.post(&to, &cookie, &[("q0", "0")]).await;
        assert!(half.body.contains("Choose an answer"));
        let said = if nth == 5 { &wrong } else { &first };
        assert_eq!(node.post(&to, &cookie, said).await.location, page);
        assert_eq!(node.post(&to, &cookie, &right).await.status, 409, "the first answer counts");
        let own = node.get(&page, &cookie).await.body;
        check_page(&own, "en");
        assert_eq!(own.contains("1 of 2 right"), nth != 5);
    }
    let other = node.sign_in(&trainees[1].0).await;
    let foreign = format!("/en/training/enrolments/{}/quiz", trainees[0].1.id);
    assert_eq!(node.get(&foreign, &other).await.status, 404, "nobody answers for another");

    node.app.clock.set(Some(crate::testing::NOW.plus_days(4)));
    let boss = node.worker("boss", &["SUPERVISOR"]).await;
    let boss = node.sign_in(&boss).await;
    for (nth, (who, one)) in trainees.iter().enumerate() {
        let told = node.get(&page, &boss).await.body;
        check_page(&told, "en");
        assert_eq!(told.contains("of 5 trainees together"), nth >= 5, "after {nth}");
        assert!(!told.contains("of 2 right"), "nobody's own number");
        let come = one.clone();
        node.write(move |tx| store::step(tx, &come, Step::Attend, crate::testing::NOW))
            .await
            .unwrap();
        let cookie = node.sign_in(who).await;
        let to = format!("/en/training/enrolments/{}/quiz", one.id);
        assert_eq!(node.post(&to, &cookie, &right).await.location, page);
    }
    let told = node.get(&page, &boss).await.body;
    assert!(
        told.contains("From 50 % right before to 100 % after, of 5 trainees"),
        "the sixth is told with the next four"
    );
    node.end().await;
}

#[tokio::test]
async fn the_code_on_the_screen_and_the_mark_of_a_seat_write_attendance_down_once() {
    use super::door::{Entry, badge, enter, key};
    let node = crate::guard::tests::node().await;
    let keeper = node.worker("keeper", &["PARTNERSHIP"]).await;
    let id = quizzed(&node, &keeper, "22").await;
    let who = node.worker("trainee", &["INTAKE"]).await;
    let later = node.worker("later", &["INTAKE"]).await;
    let (one, waits) = (
        seated(&node, id, &who, Enrolment::Booked).await,
        seated(&node, id, &later, Enrolment::Waitlisted).await,
    );
    let found = open(&node.app, id).await.unwrap();
    let now = crate::testing::NOW;
    let code = |at: sila_core::Millis| sila_seal::attendance::code(&key(&node.app, id), at.0);
    let mark = badge(one.id, one.mark);
    let table = [
        (mark.clone(), code(now), now.plus_days(-1), Entry::NotToday),
        (mark.clone(), "00000000".to_owned(), now, Entry::WrongCode),
        (mark.clone(), code(now.plus_minutes(-2)), now, Entry::OldCode),
        ("ZZZZZZZZ".to_owned(), code(now), now, Entry::NoSeat),
        (badge(waits.id, waits.mark), code(now), now, Entry::NoSeat),
        (format!(" {} {} ", &mark[..4].to_lowercase(), &mark[4..]), code(now), now, Entry::Here),
        (mark.clone(), code(now), now, Entry::Again),
    ];
    for (mark, code, at, wanted) in table {
        let entry = enter(&node.app, &found, (&mark, &code), at).await.unwrap();
        assert_eq!(entry, wanted);
    }
    let all = node.app.store.read(move |tx| store::of_course(tx, id)).await.unwrap();
    let come = all.iter().find(|other| other.id == one.id).unwrap();
    assert_eq!(come.state, Enrolment::FullyAttended);

    // The screen has a key in its address; the trainee's own page shows the mark, and no page of the door a name.
    let cookie = node.sign_in(&keeper).await;
    let page = node.get(&format!("/ar/training/{id}"), &cookie).await.body;
    let screen = page.split("href=\"").find(|part| part.contains("/screen/")).unwrap();
    let screen = screen.split('"').next().unwrap();
    for path in [screen.to_owned(), format!("/ar/training/{id}/here?c={}", code(now))] {
        let got = node.get(&path, "").await;
        assert_eq!(got.status, 200, "{path}");
        check_page(&got.body, "ar");
        assert!(!got.body.contains(&who.name_ar));
    }
    assert_eq!(
        node.get(&format!("/ar/training/{id}/screen/{}", "0".repeat(32)), "").await.status,
        404
    );
    let shown = code(now);
    let form = [("badge", mark.as_str()), ("code", shown.as_str())];
    let again = node.post(&format!("/ar/training/{id}/here"), "", &form).await;
    check_page(&again.body, "ar");
    let own = node.get(&format!("/ar/training/{id}"), &node.sign_in(&later).await).await.body;
    assert!(!own.contains(&badge(waits.id, waits.mark)), "who waits has no seat yet");
    node.end().await;
}

/// A conference of the 25th, of three hours, announced in English.
async fn conference(node: &TestNode, keeper: &Worker) -> String {
    let cookie = node.sign_in(keeper).await;
    let mut fields = vec![("kind", "CONFERENCE"), ("field", "CHILD"), ("title_ar", "مؤتمر")];
    fields.extend([("title_en", "Conference"), ("about_ar", "عن"), ("about_en", "About")]);
    fields.extend([("place_ar", "قاعة"), ("place_en", "Hall"), ("day_d", "25"), ("day_m", "11")]);
    fields.extend([("day_y", "2026"), ("time", "09:00"), ("hours", "3"), ("seats", "60")]);
    let got = node.post("/en/training", &cookie, &fields).await;
    assert!(got.location.starts_with("/en/training/"), "{}", got.body);
    got.location
}

#[tokio::test]
async fn abstracts_are_placed_in_rooms_side_by_side_and_never_two_in_one() {
    let node = crate::guard::tests::node().await;
    let keeper = node.worker("keeper", &["PARTNERSHIP"]).await;
    let speaker = node.worker("speaker", &["INTAKE"]).await;
    let path = conference(&node, &keeper).await;
    let to = format!("{path}/programme");
    let (cookie, keeps) = (node.sign_in(&speaker).await, node.sign_in(&keeper).await);
    let empty = node.post(&to, &cookie, &[("title_en", "One")]).await;
    check_page(&empty.body, "en");
    let named = [("title_ar", "أول"), ("title_en", "One"), ("about_ar", "اتصلنا على 0501234567")];
    let named = [named.to_vec(), vec![("about_en", "About"), ("speaker", "Speaker")]].concat();
    let held = node.post(&to, &cookie, &named).await;
    check_page(&held.body, "en");
    assert!(held.body.contains("0501234567") && held.location.is_empty(), "the guard holds it");
    for title in ["One", "Two", "Three"] {
        let form =
            [("title_ar", title), ("title_en", title), ("about_ar", "عن"), ("about_en", "On")];
        let form = [form.to_vec(), vec![("speaker", "Speaker")]].concat();
        assert_eq!(node.post(&to, &cookie, &form).await.location, to);
    }
    let page = node.get(&to, &keeps).await.body;
    check_page(&page, "en");
    let links = page.split("action=\"").skip(1).filter_map(|part| part.split('"').next());
    let links: Vec<String> =
        links.filter(|link| link.ends_with("/place")).map(str::to_owned).collect();
    assert_eq!(links.len(), 3);
    let at = |room: &'static str, time: &'static str, day: &'static str| {
        vec![
            ("word", "place"),
            ("room_ar", room),
            ("room_en", room),
            ("day_d", day),
            ("day_m", "11"),
            ("day_y", "2026"),
            ("time", time),
            ("minutes", "30"),
        ]
    };
    let own = node.post(&links[0], &cookie, &at("Blue", "09:00", "25")).await;
    assert_eq!(own.status, 403, "whoever speaks gives no places");
    assert_eq!(node.post(&links[0], &keeps, &at("Blue", "09:00", "25")).await.location, to);
    assert_eq!(node.post(&links[0], &keeps, &at("Green", "09:00", "25")).await.status, 409, "once");
    for wrong in [at("Blue", "09:15", "25"), at("Blue", "09:00", "24"), at("", "09:30", "25")] {
        assert_eq!(node.post(&links[1], &keeps, &wrong).await.status, 409);
    }
    assert_eq!(node.post(&links[1], &keeps, &at("Green", "09:15", "25")).await.location, to);
    assert_eq!(node.post(&links[2], &keeps, &[("word", "decline")]).await.location, to);
    let page = node.get(&to, &cookie).await.body;
    check_page(&page, "en");
    for said in ["Blue", "Green", "In the programme", "Has no place"] {
        assert!(page.contains(said), "{said}");
    }
    let id: CourseId = path.rsplit('/').next().unwrap().parse().unwrap();
    assert_eq!(open(&node.app, id).await.unwrap().course.programme.len(), 2);
    node.end().await;
}

#[tokio::test]
async fn a_need_stands_beside_the_courses_that_answer_it_until_it_is_met() {
    let node = crate::guard::tests::node().await;
    let keeper = node.worker("keeper", &["PARTNERSHIP"]).await;
    let boss = node.worker("boss", &["SUPERVISOR"]).await;
    let cookie = node.sign_in(&boss).await;
    let to = "/en/training/needs";
    let wrong = node.post(to, &cookie, &[("field", "CASE")]).await;
    check_page(&wrong.body, "en");
    let need = |field: &'static str, what: &'static str| {
        [("what_ar", what), ("what_en", what), ("field", field), ("source", "EVALUATION")]
    };
    assert_eq!(node.post(to, &cookie, &need("CHILD", "Listening")).await.location, to);
    assert_eq!(node.post(to, &cookie, &need("WOMAN", "Asking less")).await.location, to);
    let page = node.get(to, &cookie).await.body;
    check_page(&page, "en");
    assert_eq!(page.matches("No open course for it yet").count(), 2);
    conference(&node, &keeper).await;
    let page = node.get(to, &cookie).await.body;
    assert_eq!(page.matches("No open course for it yet").count(), 1);
    assert!(page.contains("Conference"), "it answers the need of its field");
    let link = page.split("action=\"").find(|part| part.contains("/met\"")).unwrap();
    let link = link.split('"').next().unwrap();
    assert_eq!(node.post(link, &cookie, &[]).await.location, to);
    assert_eq!(node.post(link, &cookie, &[]).await.status, 404, "it is met once");
    let trainee = node.worker("trainee", &["INTAKE"]).await;
    let trainee = node.sign_in(&trainee).await;
    assert_eq!(node.get(to, &trainee).await.status, 403, "for whoever approves wishes");
    node.end().await;
}
