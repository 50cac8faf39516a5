//! Closing: nothing may be open, another approves, follow-ups stand on the day, and a case is opened again with a reason.

use sila_core::care::{ClosureReason, FollowUp, PlanState, ReopenReason};
use sila_core::ids::CaseId;

use super::{Closure, of_case, store};
use crate::accounts::Worker;
use crate::cases::scope::tests::new_case;
use crate::cases::{open_record, plan};
use crate::testing::{NOW, TestNode, check_page};

const WORDS: &str = "canary-closure تعيش في بيتها آمنة";

type Answers = Vec<(&'static str, &'static str)>;

/// Goals reached, gone through with the person, and somebody asks on 20 December.
pub(crate) fn form(changed: &[(&'static str, &'static str)]) -> Answers {
    let mut form = vec![
        ("reason", "GOALS"),
        ("words", WORDS),
        ("gone", "SAFETY"),
        ("gone", "RETURN"),
        ("first_d", "20"),
        ("first_m", "12"),
        ("first_y", "2026"),
    ];
    form.retain(|(name, _)| !changed.iter().any(|(other, _)| name == other));
    form.extend(changed);
    form
}

async fn closures(node: &TestNode, worker: &Worker, case: CaseId) -> Vec<Closure> {
    let record = open_record(&node.app, worker, case).await.unwrap();
    of_case(&node.app, &record).await.unwrap()
}

/// Asks and approves on the pages.
pub(crate) async fn close(node: &TestNode, case: CaseId, mine: &str, hers: &str) {
    let path = format!("/en/cases/{case}/closure");
    assert_eq!(node.post(&path, mine, &form(&[])).await.status, 303);
    let approve = [("decision", "approve")];
    assert_eq!(node.post(&format!("{path}/decision"), hers, &approve).await.status, 303);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_missing_is_said_beside_its_field_and_nothing_is_asked() {
    let node = TestNode::new().await;
    let owner = node.worker("reem", &["INTAKE"]).await;
    let case = new_case(&node, &owner).await;
    let mine = node.sign_in(&owner).await;
    let path = format!("/en/cases/{case}/closure");
    let wrong: [&[(&str, &str)]; 6] = [
        &[("reason", "BORED")],
        &[("words", "")],
        &[("gone", "SAFETY")],
        &[("first_m", "")],
        &[("first_y", "2027")],
        &[("second_d", "1")],
    ];
    for changed in wrong {
        let got = node.post(&path, &mine, &form(changed)).await;
        assert!(got.status != 303 && got.body.contains("class=\"msg\""), "{changed:?}");
        check_page(&got.body, "en");
    }
    assert!(closures(&node, &owner, case).await.is_empty());
    node.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn contract_b24_a_case_closes_with_nothing_open_an_outcome_for_each_goal_and_a_second_person()
{
    let node = TestNode::new().await;
    let owner = node.worker("reem", &["INTAKE"]).await;
    let boss = node.worker("amal", &["SUPERVISOR"]).await;
    let case = new_case(&node, &owner).await;
    let (mine, hers) = (node.sign_in(&owner).await, node.sign_in(&boss).await);
    let path = format!("/en/cases/{case}/closure");
    let goal = format!("/en/cases/{case}/plan/goals/new");
    let set = node.post(&goal, &mine, &[("kind", "SAFETY"), ("words", "أن تنام مطمئنة")]).await;
    let got = node.post(&path, &mine, &form(&[])).await;
    assert!(got.body.contains("still open: settle it first"), "a goal has no outcome");
    let outcome = format!("{}/outcome", set.location);
    assert_eq!(node.post(&outcome, &mine, &[("outcome", "REACHED")]).await.status, 303);
    assert_eq!(node.post(&path, &mine, &form(&[])).await.status, 303);
    assert_eq!(node.post(&path, &mine, &form(&[])).await.status, 409, "asked once");
    let decision = format!("{path}/decision");
    let approve = [("decision", "approve")];
    assert_eq!(node.post(&decision, &mine, &approve).await.status, 403);
    assert!(node.get("/en", &hers).await.body.contains("Approve the closure of a case"));
    // Something is open again by now: the case does not close.
    let record = open_record(&node.app, &owner, case).await.unwrap();
    let wish = plan::goal::Wish {
        kind: sila_core::care::GoalKind::Mind,
        words: "هدوء".to_owned(),
        measure: None,
    };
    let late = plan::goal::set(&node.app, &owner, &record, wish, NOW).await.unwrap();
    assert_eq!(node.post(&decision, &hers, &approve).await.status, 409);
    let outcome = format!("/en/cases/{case}/plan/goals/{late}/outcome");
    assert_eq!(node.post(&outcome, &mine, &[("outcome", "CHANGED")]).await.status, 303);
    assert_eq!(node.post(&decision, &hers, &approve).await.status, 303);
    let kept = closures(&node, &owner, case).await;
    assert_eq!(
        (kept.len(), kept[0].state, kept[0].reason),
        (1, PlanState::Approved, ClosureReason::Goals)
    );
    assert_eq!((kept[0].words.as_str(), kept[0].decided.as_ref().unwrap().who), (WORDS, boss.id));
    let record = open_record(&node.app, &owner, case).await.unwrap();
    assert_eq!(record.row.status, "closed");
    assert_eq!(node.get(&goal, &mine).await.status, 409, "nothing is planned for a closed case");
    for lang in ["ar", "en"] {
        for part in ["", "/closure", "/plan"] {
            let page = node.get(&format!("/{lang}/cases/{case}{part}"), &mine).await;
            assert_eq!(page.status, 200, "{part}");
            check_page(&page.body, lang);
        }
    }
    node.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn contract_b24_a_follow_up_stands_on_the_day_and_a_case_is_opened_again_with_a_reason() {
    let node = TestNode::new().await;
    let owner = node.worker("reem", &["INTAKE"]).await;
    let boss = node.worker("amal", &["SUPERVISOR"]).await;
    let stranger = node.worker("hind", &["CASE_MANAGER"]).await;
    let case = new_case(&node, &owner).await;
    close(&node, case, &node.sign_in(&owner).await, &node.sign_in(&boss).await).await;
    node.app.clock.set(Some(NOW.plus_days(28)));
    let (mine, other) = (node.sign_in(&owner).await, node.sign_in(&stranger).await);
    let day = node.get("/en", &mine).await.body;
    assert!(day.contains("Ask how the person is") && day.contains("C-26-00001"));
    assert!(!day.contains("canary") && !node.get("/en", &other).await.body.contains("C-26-00001"));
    let checks = node.write(move |tx| store::checks(tx, case)).await.unwrap();
    let path = format!("/en/cases/{case}/closure");
    let told = format!("{path}/checks/{}", checks[0].id);
    for (cookie, code, status) in
        [(&other, "WELL", 404), (&mine, "FINE", 400), (&mine, "NEEDS", 303), (&mine, "WELL", 409)]
    {
        let got = node.post(&told, cookie, &[("outcome", code)]).await;
        assert_eq!(got.status, status, "{code}");
    }
    let checks = node.write(move |tx| store::checks(tx, case)).await.unwrap();
    assert_eq!(checks[0].outcome.unwrap().0, FollowUp::Needs);
    let reopening = format!("{path}/reopening");
    assert_eq!(node.post(&reopening, &other, &[("why", "FOLLOWUP")]).await.status, 404);
    assert_ne!(node.post(&reopening, &mine, &[]).await.status, 303, "a reason is needed");
    assert_eq!(node.post(&reopening, &mine, &[("why", "FOLLOWUP")]).await.status, 303);
    assert_eq!(node.post(&reopening, &mine, &[("why", "FOLLOWUP")]).await.status, 409);
    let kept = closures(&node, &owner, case).await;
    assert_eq!(kept[0].reopened.unwrap().0, ReopenReason::FollowUp);
    let record = open_record(&node.app, &owner, case).await.unwrap();
    assert!(record.row.is_open());
    check_page(&node.get(&path, &mine).await.body, "en");
    node.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_closure_comes_back_with_a_note_and_nothing_of_it_is_readable_in_the_files() {
    let node = TestNode::new().await;
    let owner = node.worker("reem", &["INTAKE"]).await;
    let boss = node.worker("amal", &["SUPERVISOR"]).await;
    let case = new_case(&node, &owner).await;
    let (mine, hers) = (node.sign_in(&owner).await, node.sign_in(&boss).await);
    let path = format!("/en/cases/{case}/closure");
    assert_eq!(node.post(&path, &mine, &form(&[])).await.status, 303);
    let decision = format!("{path}/decision");
    let back = [("decision", "return"), ("note", "canary-note")];
    assert_ne!(node.post(&decision, &hers, &back[..1]).await.status, 303, "a note is needed");
    assert_eq!(node.post(&decision, &hers, &back).await.status, 303);
    assert!(node.get(&path, &mine).await.body.contains("canary-note"));
    assert!(node.get("/en", &mine).await.body.contains("A closure has come back"));
    assert!(node.write(move |tx| store::checks(tx, case)).await.unwrap().is_empty());
    let mut bytes = Vec::new();
    for entry in std::fs::read_dir(node.folder()).unwrap() {
        let path = entry.unwrap().path();
        if path.is_file() {
            bytes.extend(std::fs::read(path).unwrap());
        }
    }
    let holds = |text: &str| bytes.windows(text.len()).any(|window| window == text.as_bytes());
    assert!(holds("RETURNED") && !holds("canary-note") && !holds("canary-closure"));
    node.end().await;
}
