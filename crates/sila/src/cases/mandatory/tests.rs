//! What the law wants reported is said from the facts, does not go away by itself, and ends with a number or with two people who agree.

use sila_core::codes::{Category, Harm, HarmContext, Urgency};
use sila_core::ids::CaseId;
use sila_core::mandatory::Mandatory;
use sila_core::person::Birth;

use super::{State, of_case};
use crate::accounts::Worker;
use crate::cases::closure::store as closure;
use crate::cases::{compose, open_record, store as cases, tests::disclosure};
use crate::regulation::store as law;
use crate::testing::{NOW, TestNode, check_page};

async fn beaten_child(node: &TestNode, owner: &Worker) -> CaseId {
    let mut known = disclosure(node);
    known.people.truncate(1);
    known.people[0].birth = Birth::AgeRange { min: 9, max: 9, as_of: NOW };
    known.harm = vec![Harm::Physical];
    let owner = owner.id;
    let case =
        compose(&node.app, &known, Category::Child, Urgency::Urgent, owner, None, NOW).unwrap();
    let id = case.id;
    node.write(move |tx| cases::insert(tx, &case)).await.unwrap();
    id
}

/// The day and time of the tests, as a form says them.
const WHEN: [(&str, &str); 4] =
    [("day_d", "22"), ("day_m", "11"), ("day_y", "2026"), ("time", "12:00")];

fn form<'a>(own: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    WHEN.iter().chain(own).copied().collect()
}

async fn states(node: &TestNode, owner: &Worker, case: CaseId) -> Vec<(Mandatory, State)> {
    let record = open_record(&node.app, owner, case).await.unwrap();
    let told = of_case(&node.app, &record).await.unwrap();
    told.reports.into_iter().map(|one| (one.kind, one.state)).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_report_that_is_due_names_its_article_and_ends_with_a_number() {
    let node = TestNode::new().await;
    let owner = node.worker("shamsa", &["CHILD_PROTECTION"]).await;
    let stranger = node.worker("huda", &["CASE_MANAGER"]).await;
    let case = beaten_child(&node, &owner).await;
    let (mine, theirs) = (node.sign_in(&owner).await, node.sign_in(&stranger).await);
    let path = |rest: &str| format!("/en/cases/{case}/mandatory{rest}");
    for lang in ["ar", "en"] {
        for rest in ["", "/mandatory", "/mandatory/child", "/reporter"] {
            let got = node.get(&format!("/{lang}/cases/{case}{rest}"), &mine).await;
            assert_eq!(got.status, 200, "{rest}");
            check_page(&got.body, lang);
        }
    }
    let page = node.get(&format!("/en/cases/{case}"), &mine).await.body;
    assert!(page.contains("Report of harm to a child") && page.contains("12.9"), "{page}");
    assert!(page.contains("/en/law/UAE-2016-3") && page.contains("Who is said to have done it?"));
    assert_eq!(node.get(&path(""), &theirs).await.status, 404);
    assert_eq!(node.get(&path("/senior"), &mine).await.status, 404, "not due");
    let numberless = form(&[("outcome", "CHILD_PROTECTION")]);
    assert_eq!(node.post(&path("/child"), &mine, &numberless).await.status, 422);
    let wrong = form(&[("outcome", "SENIOR_PROTECTION"), ("number", "1")]);
    assert_eq!(node.post(&path("/child"), &mine, &wrong).await.status, 422, "not to them");
    let made = form(&[("outcome", "CHILD_PROTECTION"), ("number", "CP-26-0042")]);
    assert_eq!(node.post(&path("/child"), &mine, &made).await.status, 303);
    assert_eq!(node.post(&path("/child"), &mine, &made).await.status, 409, "once");
    let page = node.get(&path(""), &mine).await.body;
    assert!(page.contains("CP-26-0042"), "{page}");
    let context = [("context", HarmContext::Family.code())];
    assert_eq!(node.post(&path(""), &mine, &context).await.status, 303);
    let all = states(&node, &owner, case).await;
    assert!(all.contains(&(Mandatory::Family, State::Due)), "{all:?}");
    assert!(all.contains(&(Mandatory::Child, State::Made)), "{all:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_not_reported_waits_for_somebody_else_who_agrees_or_not() {
    let node = TestNode::new().await;
    let owner = node.worker("amal", &["SUPERVISOR"]).await;
    let other = node.worker("moza", &["SUPERVISOR"]).await;
    let case = beaten_child(&node, &owner).await;
    let (mine, hers) = (node.sign_in(&owner).await, node.sign_in(&other).await);
    let path = format!("/en/cases/{case}/mandatory/child_crime");
    assert_eq!(states(&node, &owner, case).await.len(), 2);
    let wordless = form(&[("outcome", "MISTAKEN"), ("words", "no")]);
    assert_eq!(node.post(&path, &mine, &wordless).await.status, 422);
    let not = form(&[("outcome", "MISTAKEN"), ("words", "الطبيب وجد غير ذلك في الفحص")]);
    assert_eq!(node.post(&path, &mine, &not).await.status, 303);
    let decide = format!("{path}/decision");
    let agree = [("decision", "agree")];
    assert_eq!(node.post(&decide, &mine, &agree).await.status, 409, "not one's own");
    let waits = node.write(move |tx| super::store::to_confirm(tx, &other)).await.unwrap();
    assert_eq!(waits.len(), 1);
    assert_eq!(node.post(&decide, &hers, &[("decision", "report")]).await.status, 303);
    let all = states(&node, &owner, case).await;
    assert!(all.contains(&(Mandatory::ChildCrime, State::Due)), "it is due again: {all:?}");
    assert_eq!(node.post(&path, &mine, &not).await.status, 303);
    assert_eq!(node.post(&decide, &hers, &agree).await.status, 303);
    let all = states(&node, &owner, case).await;
    assert!(all.contains(&(Mandatory::ChildCrime, State::Confirmed)), "{all:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn changed_facts_take_nothing_off_the_list() {
    let node = TestNode::new().await;
    let owner = node.worker("shamsa", &["CHILD_PROTECTION"]).await;
    let case = beaten_child(&node, &owner).await;
    assert_eq!(states(&node, &owner, case).await.len(), 2);
    let record = open_record(&node.app, &owner, case).await.unwrap();
    let mut known = record.disclosure.clone();
    known.harm = vec![Harm::NoHarm];
    let now = NOW.plus_hours(3);
    let revised = record.revised(&node.app, &known, Category::Child, Urgency::Urgent).unwrap();
    let version = record.row.version;
    node.write(move |tx| cases::replace(tx, &revised, version, now)).await.unwrap();
    let all = states(&node, &owner, case).await;
    assert!(all.len() == 2 && all.iter().all(|(_, state)| *state == State::Due), "{all:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn every_mandatory_report_rests_on_an_article_that_is_in_force() {
    let node = TestNode::new().await;
    let register = node.write(law::register).await.unwrap();
    for kind in Mandatory::ALL {
        let (instrument, article) = kind.basis();
        let found = register.find(instrument);
        assert!(found.is_some_and(|one| one.in_force(NOW)), "{kind}: {instrument}");
        assert!(found.unwrap().article(article).is_some(), "{kind}: {instrument} {article}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_report_that_is_due_stands_on_the_day_of_who_must_make_it_and_of_the_supervisor() {
    let node = TestNode::new().await;
    let owner = node.worker("shamsa", &["CHILD_PROTECTION"]).await;
    let stranger = node.worker("huda", &["CASE_MANAGER"]).await;
    let boss = node.worker("moza", &["SUPERVISOR"]).await;
    let due = "To report: Report of a crime against a child to the prosecution";
    let day = async |worker: &Worker| node.get("/en", &node.sign_in(worker).await).await.body;
    assert!(!day(&owner).await.contains("To report: "));
    // Before anybody has opened the page of the case.
    let case = beaten_child(&node, &owner).await;
    for worker in [&owner, &boss] {
        let day = day(worker).await;
        assert!(day.contains(due) && day.contains("C-26-00001"), "{day}");
        assert!(day.contains(&format!("/en/cases/{case}/mandatory/child_crime")), "leads there");
        assert!(!day.contains("Wafaa") && !day.contains("المرجاني"), "and names nobody");
        check_page(&day, "en");
    }
    assert!(!day(&stranger).await.contains("To report: "));
    for (from, to, shown) in [("open", "closed", false), ("closed", "open", true)] {
        node.write(move |tx| closure::set_status(tx, case, (from, to), NOW)).await.unwrap();
        for worker in [&owner, &boss] {
            assert_eq!(day(worker).await.contains(due), shown, "{to}");
        }
    }
    node.app.clock.set(Some(NOW.plus_hours(25)));
    let late = day(&boss).await;
    let (_, row) = late.split_once(due).unwrap();
    assert!(row.contains("bad"), "it is late after its day: {row}");
    node.app.clock.set(Some(NOW.plus_hours(1)));
    let mine = node.sign_in(&owner).await;
    let made = [("outcome", "PROSECUTION"), ("number", "PP-7"), ("time", "12:30")];
    let made: Vec<_> = WHEN[..3].iter().chain(&made).copied().collect();
    let path = format!("/en/cases/{case}/mandatory/child_crime");
    assert_eq!(node.post(&path, &mine, &made).await.status, 303);
    assert!(!day(&boss).await.contains(due), "it was made");
    node.end().await;
}

/// The clocks of imminent danger stand for the report to the prosecution: nobody is told twice of one thing.
#[tokio::test(flavor = "multi_thread")]
async fn where_the_clock_of_danger_runs_its_report_is_on_the_day_once() {
    let node = TestNode::new().await;
    let owner = node.worker("shamsa", &["CHILD_PROTECTION"]).await;
    let case = beaten_child(&node, &owner).await;
    let mine = node.sign_in(&owner).await;
    let due = "To report: Report of a crime against a child to the prosecution";
    assert!(node.get("/en", &mine).await.body.contains(due));
    assert_eq!(node.post(&format!("/en/cases/{case}/clocks"), &mine, &[]).await.status, 303);
    let day = node.get("/en", &mine).await.body;
    assert!(!day.contains(due) && day.contains("To report: Report of harm to a child"), "{day}");
    node.end().await;
}
