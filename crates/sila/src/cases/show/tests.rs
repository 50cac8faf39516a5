//! The page of a case: what stands between a number and a call, names that are hidden, and the parts of the work with their states.

use sila_core::care::PlanState;
use sila_core::codes::{Category, Urgency};
use sila_core::ids::CaseId;

use crate::accounts::Worker;
use crate::cases::progress::{self, Progress};
use crate::cases::scope::tests::new_case;
use crate::cases::tests::disclosure;
use crate::cases::{compose, open_record, plan, show, store};
use crate::testing::{NOW, TestNode, check_page};

const NAME_AR: &str = "وفاء سالم المرجاني";
const NAME_EN: &str = "Wafaa Salem";

#[tokio::test(flavor = "multi_thread")]
async fn what_has_to_be_known_stands_between_the_number_and_the_call() {
    let node = TestNode::new().await;
    let owner = node.worker("reem", &["CASE_MANAGER"]).await;
    let mine = node.sign_in(&owner).await;
    let case = new_case(&node, &owner).await;
    for lang in ["ar", "en"] {
        let page = node.get(&format!("/{lang}/cases/{case}"), &mine).await.body;
        check_page(&page, lang);
        assert_eq!(page.matches("href=\"tel:").count(), 1, "one way to a call");
        let fold = page.split_once("<details class=\"dial\">").unwrap().1;
        let fold = fold.split_once("</details>").unwrap().0;
        let (before, _) = fold.split_once("href=\"tel:+971590000002\"").expect("inside the fold");
        assert!(before.contains("لا تذكر اسم الجهة"), "the instruction comes first: {fold}");
        assert!(before.contains("صباحاً"), "and the times");
        assert!(before.contains("المكتبة"), "and the word by which she knows who calls");
        assert_eq!(page.matches("المكتبة").count(), 1, "which stands nowhere else");
        assert!(page.contains("content=\"telephone=no\""), "and no browser makes a link");
    }
}

/// The lines of the access log of the case.
async fn screens(node: &TestNode, case: CaseId) -> Vec<String> {
    let reads = node.write(move |tx| store::reads(tx, case)).await.unwrap();
    reads.into_iter().map(|read| read.screen).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn names_are_hidden_while_somebody_sits_beside_and_seeing_one_is_written_down() {
    let node = TestNode::new().await;
    let owner = node.worker("reem", &["CASE_MANAGER"]).await;
    let mine = node.sign_in(&owner).await;
    let case = new_case(&node, &owner).await;
    let page = format!("/en/cases/{case}");
    let has = async |path: &str| {
        let body = node.get(path, &mine).await.body;
        body.contains(NAME_AR) || body.contains(NAME_EN)
    };
    assert!(has(&page).await);
    let path = format!("/cases/{case}");
    let hide = [("hide", "yes"), ("then", path.as_str())];
    assert_eq!(node.post("/en/me/names", &mine, &hide).await.location, page);
    let person = node.write(move |tx| store::stored(tx, case)).await.unwrap().unwrap().people[0].0;
    for rest in ["", "/kin", "/known", "/place"] {
        assert!(!has(&format!("{page}{rest}")).await, "{rest}");
    }
    assert!(!has(&format!("/en/people/{person}")).await);
    let found = node.post("/en/search", &mine, &[("q", NAME_AR)]).await.body;
    let main = found.split_once("<main").unwrap().1.replace(&format!("value=\"{NAME_AR}\""), "");
    assert!(main.contains(&format!("/en/people/{person}")), "found by the name: {main}");
    assert!(!main.contains(NAME_AR) && !main.contains(NAME_EN), "and shown without");
    for lang in ["ar", "en"] {
        check_page(&node.get(&format!("/{lang}/cases/{case}"), &mine).await.body, lang);
    }
    assert!(!screens(&node, case).await.contains(&"case.names".to_owned()));
    let seen = node.post(&format!("{page}/names"), &mine, &[]).await.body;
    assert!(seen.contains(NAME_AR), "once");
    assert!(screens(&node, case).await.contains(&"case.names".to_owned()), "and written down");
    let seen = node.post(&format!("/en/people/{person}/names"), &mine, &[]).await.body;
    assert!(seen.contains(NAME_AR));
    assert!(screens(&node, case).await.contains(&"person.names".to_owned()));
    assert!(!has(&page).await, "and hidden again on the next page");
    node.post("/en/me/names", &mine, &[("hide", "no"), ("then", "//evil.example")]).await;
    assert!(has(&page).await);
    let stranger = node.worker("huda", &["CASE_MANAGER"]).await;
    let other = node.sign_in(&stranger).await;
    assert_eq!(node.post(&format!("{page}/names"), &other, &[]).await.status, 404);
    assert_eq!(node.post(&format!("/en/people/{person}/names"), &other, &[]).await.status, 404);
}

async fn state(node: &TestNode, worker: &Worker, case: CaseId, key: &str) -> Option<Progress> {
    let record = open_record(&node.app, worker, case).await.unwrap();
    let beside = show::beside(&node.app, worker, &record, node.app.clock.now()).await.unwrap();
    let parts = progress::of(&record, &beside, node.app.clock.now());
    parts.into_iter().find(|(known, ..)| *known == key).map(|(.., state)| state)
}

#[tokio::test(flavor = "multi_thread")]
async fn every_part_of_the_work_stands_in_one_of_four_states() {
    let node = TestNode::new().await;
    let owner = node.worker("reem", &["CASE_MANAGER"]).await;
    let boss = node.worker("amal", &["SUPERVISOR"]).await;
    let (mine, hers) = (node.sign_in(&owner).await, node.sign_in(&boss).await);
    let case = new_case(&node, &owner).await;
    let is = async |key: &str| state(&node, &owner, case, key).await;
    assert_eq!(is("progress-contact").await, Some(Progress::Done));
    assert_eq!(is("progress-assessment").await, Some(Progress::NotStarted));
    assert_eq!(is("progress-plan").await, Some(Progress::NotStarted));
    assert_eq!(is("progress-referrals").await, None, "what a case does not need is left out");
    let form = [("kind", "SAFETY"), ("words", "أن تنام دون خوف")];
    node.post(&format!("/en/cases/{case}/plan/goals/new"), &mine, &form).await;
    assert_eq!(is("progress-plan").await, Some(Progress::InProgress));
    let decide = async |decision: &str, note: &str| {
        let now = node.write(move |tx| plan::store::approval(tx, case)).await.unwrap().0;
        let version = now.version.to_string();
        if now.state != PlanState::Asked {
            let form = [("version", version.as_str())];
            node.post(&format!("/en/cases/{case}/plan/request"), &mine, &form).await;
        }
        let form = [("version", version.as_str()), ("decision", decision), ("note", note)];
        let got = node.post(&format!("/en/cases/{case}/plan/decision"), &hers, &form).await;
        assert_eq!(got.status, 303, "{}", got.body);
    };
    decide("return", "more about the school").await;
    assert_eq!(is("progress-plan").await, Some(Progress::NeedsInformation));
    decide("approve", "agreed, with the school in mind").await;
    assert_eq!(is("progress-plan").await, Some(Progress::Done));
    let page = node.get(&format!("/en/cases/{case}/plan"), &mine).await.body;
    assert!(page.contains("with the school in mind"), "the reason of the approval is kept: {page}");
    for lang in ["ar", "en"] {
        check_page(&node.get(&format!("/{lang}/cases/{case}"), &mine).await.body, lang);
    }
    let mut known = disclosure(&node);
    known.safety.safe_contact = None;
    known.people[0].emirates_id = None;
    let other = compose(&node.app, &known, Category::Woman, Urgency::Urgent, owner.id, None, NOW);
    let other = other.unwrap();
    let id = other.id;
    node.write(move |tx| store::insert(tx, &other)).await.unwrap();
    let is = async |key: &str| state(&node, &owner, id, key).await;
    assert_eq!(is("progress-contact").await, Some(Progress::NotStarted));
    assert_eq!(is("progress-person").await, Some(Progress::NeedsInformation));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_day_may_be_typed_in_the_hijri_calendar_and_both_are_shown() {
    let node = TestNode::new().await;
    let owner = node.worker("reem", &["CASE_MANAGER"]).await;
    let mine = node.sign_in(&owner).await;
    let case = new_case(&node, &owner).await;
    let goal = [("kind", "SAFETY"), ("words", "أن تنام دون خوف")];
    node.post(&format!("/en/cases/{case}/plan/goals/new"), &mine, &goal).await;
    let id = node.write(move |tx| plan::store::goals(tx, case)).await.unwrap()[0].0.id;
    let page = format!("/en/cases/{case}/plan/goals/{id}");
    let form = node.get(&page, &mine).await.body;
    assert!(form.contains("name=\"due_c\"") && form.contains("value=\"HIJRI\""), "a choice");
    let who = owner.id.to_string();
    let typed = |day: &'static str, month: &'static str| {
        [
            ("what", "call the school"),
            ("owner", who.as_str()),
            ("due_d", day),
            ("due_m", month),
            ("due_y", "1448"),
            ("due_c", "HIJRI"),
        ]
    };
    // 13 Jumada II 1448 is 23 November 2026.
    let path = format!("{page}/actions");
    let wrong = node.post(&path, &mine, &typed("30", "13")).await;
    assert_eq!(wrong.status, 422, "no such day");
    assert!(wrong.body.contains("value=\"HIJRI\" selected"), "what was chosen stays");
    assert_eq!(node.post(&path, &mine, &typed("13", "6")).await.status, 303);
    let actions = node.write(move |tx| plan::store::actions(tx, case)).await.unwrap();
    let day = actions[0].0.due.uae_date();
    assert_eq!((day.year, day.month, day.day), (2026, 11, 23));
    for (lang, hijri) in [("en", "1413 AH"), ("ar", "1413 هـ")] {
        let page = node.get(&format!("/{lang}/cases/{case}"), &mine).await.body;
        assert!(page.contains("11/04/1993") && page.contains(hijri), "the day of birth in both");
    }
}
