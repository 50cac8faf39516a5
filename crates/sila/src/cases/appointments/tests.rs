//! Appointments: a time outside our hours is warned about and allowed, strangers find nothing, a past time is refused, and how
//! it went is written down once.

use sila_core::codes::{Category, Channel, Language, Urgency};
use sila_core::ids::CaseId;
use sila_core::time::Millis;

use super::plan::{self, Wish};
use super::store;
use crate::accounts::Worker;
use crate::cases::record::open_record;
use crate::cases::store as cases;
use crate::cases::{compose, tests::disclosure};
use crate::testing::{NOW, TestNode, check_page};

const WITH: &str = "canary-with-4410";

async fn new_case(node: &TestNode, owner: &Worker) -> CaseId {
    let known = disclosure(node);
    let case =
        compose(&node.app, &known, Category::Child, Urgency::Routine, owner.id, None, NOW).unwrap();
    let id = case.id;
    node.write(move |tx| cases::insert(tx, &case)).await.unwrap();
    id
}

type Answers = Vec<(&'static str, &'static str)>;

/// Every second week, three times, from Thursday 26 November 2026.
fn form(changed: &[(&'static str, &'static str)]) -> Answers {
    let mut form = vec![
        ("kind", "VISITATION"),
        ("day_d", "26"),
        ("day_m", "11"),
        ("day_y", "2026"),
        ("time", "16:00"),
        ("place", "CENTRE"),
        ("with", WITH),
        ("weeks", "2"),
        ("times", "3"),
    ];
    form.retain(|(name, _)| !changed.iter().any(|(other, _)| name == other));
    form.extend(changed);
    form
}

async fn stored(node: &TestNode, case: CaseId) -> Vec<super::Appointment> {
    let found = node.write(move |tx| store::of_case(tx, case)).await.unwrap();
    found.into_iter().map(|(one, _)| one).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_time_outside_our_hours_is_warned_about_and_allowed() {
    let node = TestNode::new().await;
    let owner = node.worker("reem", &["INTAKE"]).await;
    let case = new_case(&node, &owner).await;
    let cookie = node.sign_in(&owner).await;
    for lang in ["ar", "en"] {
        let new = format!("/{lang}/cases/{case}/appointments/new");
        check_page(&node.get(&new, &cookie).await.body, lang);
        let warned = node.post(&new, &cookie, &form(&[])).await;
        check_page(&warned.body, lang);
        assert!(warned.body.contains("07:30") && warned.body.contains("15:30"), "names the hours");
        assert!(warned.body.contains("name=\"all_the_same\""), "can be allowed");
        assert!(stored(&node, case).await.is_empty(), "nothing is written before that");
    }
    let new = format!("/en/cases/{case}/appointments/new");
    let done = node.post(&new, &cookie, &form(&[("all_the_same", "yes")])).await;
    assert_eq!(done.location, format!("/en/cases/{case}"));
    let planned = stored(&node, case).await;
    let first = planned[0].at;
    assert_eq!((first.uae_date().day, first.minutes_since(NOW)), (26, (4 * 24 + 4) * 60));
    let days: Vec<i64> = planned.iter().map(|one| one.at.minutes_since(first) / 1_440).collect();
    assert_eq!(days, [0, 14, 28]);
    assert!(planned.iter().all(|one| one.outside && one.is_planned()));
    for lang in ["ar", "en"] {
        let page = node.get(&format!("/{lang}/cases/{case}"), &cookie).await.body;
        check_page(&page, lang);
        assert!(page.contains(WITH) && page.contains("16:00"));
    }
    // Within the hours nobody is asked twice.
    let inside = form(&[("time", "10:00"), ("weeks", "0"), ("times", "1")]);
    assert_eq!(node.post(&new, &cookie, &inside).await.status, 303);
    assert_eq!(stored(&node, case).await.iter().filter(|one| !one.outside).count(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_past_or_makes_no_sense_is_refused() {
    let node = TestNode::new().await;
    let owner = node.worker("reem", &["INTAKE"]).await;
    let case = new_case(&node, &owner).await;
    let cookie = node.sign_in(&owner).await;
    let new = format!("/en/cases/{case}/appointments/new");
    let wrong: [&[(&str, &str)]; 9] = [
        &[("day_d", "21")],
        &[("day_d", "22"), ("time", "11:59")],
        &[("time", "24:00")],
        &[("kind", "PARTY")],
        &[("place", "")],
        &[("weeks", "9")],
        &[("times", "27")],
        &[("times", "1")],
        &[("weeks", "0")],
    ];
    for changed in wrong {
        let answers = form(&[changed, &[("all_the_same", "yes")]].concat());
        let got = node.post(&new, &cookie, &answers).await;
        assert_ne!(got.status, 303, "{changed:?}");
        assert!(got.body.contains("class=\"msg\""), "{changed:?}");
    }
    assert!(stored(&node, case).await.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stranger_finds_no_appointment() {
    let node = TestNode::new().await;
    let owner = node.worker("reem", &["INTAKE"]).await;
    let stranger = node.worker("hind", &["CASE_MANAGER"]).await;
    let (case, other) = (new_case(&node, &owner).await, new_case(&node, &stranger).await);
    let cookie = node.sign_in(&owner).await;
    let new = format!("/en/cases/{case}/appointments/new");
    node.post(&new, &cookie, &form(&[("all_the_same", "yes")])).await;
    let id = stored(&node, case).await[0].id;
    let cookie = node.sign_in(&stranger).await;
    for path in [new, format!("/en/cases/{case}/appointments/{id}")] {
        assert_eq!(node.get(&path, &cookie).await.status, 404, "{path}");
        assert_eq!(node.post(&path, &cookie, &form(&[])).await.status, 404, "{path}");
    }
    // Nor through a case of one's own.
    let path = format!("/en/cases/{other}/appointments/{id}");
    let cancelled = [("outcome", "CANCELLED_US")];
    assert_eq!(node.post(&path, &cookie, &cancelled).await.status, 404);
    assert!(stored(&node, case).await[0].is_planned());
}

#[tokio::test(flavor = "multi_thread")]
async fn how_it_went_is_written_down_once_and_the_day_names_nobody() {
    let node = TestNode::new().await;
    let owner = node.worker("reem", &["INTAKE"]).await;
    let case = new_case(&node, &owner).await;
    let cookie = node.sign_in(&owner).await;
    let new = format!("/en/cases/{case}/appointments/new");
    let today = form(&[("day_d", "22"), ("all_the_same", "yes")]);
    assert_eq!(node.post(&new, &cookie, &today).await.status, 303);
    let day = node.get("/en", &cookie).await.body;
    assert!(day.contains("Today 16:00: Visitation session") && day.contains("C-26-00001"), "{day}");
    assert!(!day.contains(WITH) && !day.contains("Wafaa"));
    let path = format!("/en/cases/{case}/appointments/{}", stored(&node, case).await[0].id);
    let missed = [("outcome", "MISSED_OTHER_PARTY")];
    assert_ne!(node.post(&path, &cookie, &missed).await.status, 303, "it has not been yet");
    node.app.clock.set(Some(NOW.plus_hours(5)));
    let cookie = node.sign_in(&owner).await;
    check_page(&node.get(&path, &cookie).await.body, "en");
    assert_eq!(node.post(&path, &cookie, &missed).await.status, 303);
    let again = node.post(&path, &cookie, &[("outcome", "KEPT")]).await;
    assert_eq!(again.status, 409);
    let kept = stored(&node, case).await;
    assert_eq!((kept[0].state.as_str(), kept[0].code.as_str()), ("MISSED", "OTHER_PARTY"));
    let page = node.get(&format!("/en/cases/{case}"), &cookie).await.body;
    assert!(page.contains("Missed: the other party was absent"));
    assert!(!node.get("/en", &cookie).await.body.contains("Today 16:00"));
}

/// H12: a deaf woman is reached by text and by video, and nobody rings her; a woman whose husband reads what is written is rung.
#[tokio::test(flavor = "multi_thread")]
async fn h12_no_voice_call_can_be_planned_with_who_is_reached_in_writing_or_speaks_in_signs() {
    let node = TestNode::new().await;
    let owner = node.worker("reem", &["INTAKE"]).await;
    let cookie = node.sign_in(&owner).await;
    let with = async |language, channel| {
        let mut known = disclosure(&node);
        known.people[0].language = language;
        known.safety.safe_contact.as_mut().unwrap().channel = channel;
        let kind = (Category::Determination, Urgency::Routine);
        let case = compose(&node.app, &known, kind.0, kind.1, owner.id, None, NOW).unwrap();
        let id = case.id;
        node.write(move |tx| cases::insert(tx, &case)).await.unwrap();
        id
    };
    let signs = Some(Language::SignLanguage);
    let table = [
        (signs, Channel::WhatsApp, false),
        (signs, Channel::Phone, false),
        (None, Channel::WhatsApp, false),
        (None, Channel::Phone, true),
    ];
    for (language, channel, may) in table {
        let case = with(language, channel).await;
        for (place, allowed) in [("PHONE", may), ("VIDEO", true)] {
            let answers = form(&[("place", place), ("all_the_same", "yes")]);
            let new = format!("/en/cases/{case}/appointments/new");
            let got = node.post(&new, &cookie, &answers).await;
            assert_eq!(got.status == 303, allowed, "{language:?} {channel} {place}");
            assert_eq!(got.body.contains("Nobody may ring here"), !allowed, "{place}");
        }
        let rung = stored(&node, case).await.iter().any(|one| one.place == "PHONE");
        assert_eq!(rung, may, "and nothing is written");
    }
    node.end().await;
}

/// H11: what a child has told once is read, and asked for by nobody a second time.
#[tokio::test(flavor = "multi_thread")]
async fn h11_an_interview_is_planned_once_and_not_where_one_was_held() {
    let node = TestNode::new().await;
    let owner = node.worker("reem", &["INTAKE"]).await;
    let case = new_case(&node, &owner).await;
    let cookie = node.sign_in(&owner).await;
    let new = format!("/en/cases/{case}/appointments/new");
    let one = [("kind", "INTERVIEW"), ("weeks", "0"), ("times", "1"), ("all_the_same", "yes")];
    let series = [("kind", "INTERVIEW"), ("all_the_same", "yes")];
    let refused = "let nobody tell it twice";
    assert!(node.post(&new, &cookie, &form(&series)).await.body.contains(refused), "no series");
    assert_eq!(node.post(&new, &cookie, &form(&one)).await.status, 303);
    assert!(node.post(&new, &cookie, &form(&one)).await.body.contains(refused), "one is planned");
    let id = stored(&node, case).await[0].id;
    let path = format!("/en/cases/{case}/appointments/{id}");
    assert_eq!(node.post(&path, &cookie, &[("outcome", "CANCELLED_US")]).await.status, 303);
    assert_eq!(node.post(&new, &cookie, &form(&one)).await.status, 303, "it was not held");
    node.end().await;
}

/// H11: both have looked before either writes, and both write at one moment.
async fn of_two_who_plan_an_interview_at_one_moment_one_does(node: &TestNode) {
    let owner = node.worker("reem", &["INTAKE"]).await;
    let case = new_case(node, &owner).await;
    let record = open_record(&node.app, &owner, case).await.unwrap();
    let wish = Wish {
        kind: "INTERVIEW",
        place: "CENTRE",
        at: NOW.plus_days(1),
        weeks: 0,
        times: 1,
        with: String::new(),
        all_the_same: true,
    };
    let none: &[Millis] = &[];
    let put = || plan::put(&node.app, &owner, &record, (&wish, none), NOW);
    let (one, other) = tokio::join!(put(), put());
    let refused: Vec<String> =
        [one, other].into_iter().filter_map(Result::err).map(|problem| problem.code).collect();
    assert_eq!(refused, ["appointment.interviewed"], "the other is told why");
    assert_eq!(stored(node, case).await.len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn h11_of_two_who_plan_an_interview_at_one_moment_one_does_on_both_engines() {
    let node = TestNode::new().await;
    of_two_who_plan_an_interview_at_one_moment_one_does(&node).await;
    node.end().await;
    if let Some(node) = TestNode::postgres().await {
        of_two_who_plan_an_interview_at_one_moment_one_does(&node).await;
        node.end().await;
    }
}
