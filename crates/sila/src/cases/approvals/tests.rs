//! One list holds what waits for a supervisor, never what is their own, and what is changed afterwards waits anew.

use sila_core::ids::CaseId;
use sila_core::referral::State;

use super::waiting;
use crate::accounts::Worker;
use crate::cases::scope::tests::new_case;
use crate::cases::scope::{Change, change};
use crate::cases::{closure, mandatory, plan::store as plans, store as cases};
use crate::db::{Dialect, Sql, Tx, V};
use crate::referrals::store::{self as referrals, Direction, Referral};
use crate::referrals::tests::{new, referral};
use crate::referrals::{counts::store as counts, deadlines::store as deadlines};
use crate::testing::{NOW, TestNode, check_page};

async fn sorts(node: &TestNode, worker: &Worker) -> Vec<&'static str> {
    let worker = worker.clone();
    let all = node.write(move |tx| waiting(tx, &worker)).await.unwrap();
    all.iter().map(|one| one.sort).collect()
}

async fn goal(node: &TestNode, case: CaseId, cookie: &str) {
    let form = [("kind", "SAFETY"), ("words", "أن تنام دون خوف")];
    let set = node.post(&format!("/en/cases/{case}/plan/goals/new"), cookie, &form).await;
    assert_eq!(set.status, 303, "{}", set.body);
}

async fn asked(node: &TestNode, case: CaseId, cookie: &str) -> String {
    let version = node.write(move |tx| plans::approval(tx, case)).await.unwrap().0.version;
    let version = version.to_string();
    let form = [("version", version.as_str())];
    let got = node.post(&format!("/en/cases/{case}/plan/request"), cookie, &form).await;
    assert_eq!(got.status, 303, "{}", got.body);
    version
}

#[tokio::test(flavor = "multi_thread")]
async fn a_supervisor_sees_what_waits_and_a_plan_changed_after_its_approval_waits_anew() {
    let node = TestNode::new().await;
    let owner = node.worker("moza", &["SUPERVISOR"]).await;
    let boss = node.worker("amal", &["SUPERVISOR"]).await;
    let case = new_case(&node, &owner).await;
    let (mine, hers) = (node.sign_in(&owner).await, node.sign_in(&boss).await);
    goal(&node, case, &mine).await;
    let version = asked(&node, case, &mine).await;
    assert_eq!(sorts(&node, &owner).await, Vec::<&str>::new(), "not one's own");
    assert_eq!(sorts(&node, &boss).await, ["PLAN"]);
    for lang in ["ar", "en"] {
        let page = node.get(&format!("/{lang}/approvals"), &hers).await.body;
        check_page(&page, lang);
        assert!(page.contains(&format!("/{lang}/cases/{case}/plan")));
    }
    let decide = format!("/en/cases/{case}/plan/decision");
    let approve = [("version", version.as_str()), ("decision", "approve")];
    let wordless = [("version", version.as_str()), ("decision", "return"), ("note", "")];
    assert_eq!(
        node.post(&decide, &hers, &wordless).await.status,
        422,
        "it goes back with a reason"
    );
    assert_eq!(node.post(&decide, &hers, &approve).await.status, 303);
    assert!(sorts(&node, &boss).await.is_empty());
    goal(&node, case, &mine).await;
    assert_eq!(node.post(&decide, &hers, &approve).await.status, 409, "the approval is over");
    asked(&node, case, &mine).await;
    assert_eq!(sorts(&node, &boss).await, ["PLAN"], "changed, it waits anew");
    change(&node.app, &owner, case, Change::Restrict, NOW).await.unwrap();
    assert!(
        sorts(&node, &boss).await.is_empty(),
        "and what is kept from somebody waits for others"
    );
    let clerk = node.worker("reem", &["INTAKE"]).await;
    assert_eq!(node.get("/en/approvals", &node.sign_in(&clerk).await).await.status, 403);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_menu_says_how_much_waits_for_a_word() {
    let node = TestNode::new().await;
    let owner = node.worker("moza", &["SUPERVISOR"]).await;
    let boss = node.worker("amal", &["SUPERVISOR"]).await;
    let (mine, hers) = (node.sign_in(&owner).await, node.sign_in(&boss).await);
    let number = async |cookie: &str| {
        let page = node.get("/en/search", cookie).await.body;
        let line = page.split_once("href=\"/en/approvals\"").unwrap().1;
        let line = line.split_once("</a>").unwrap().0.to_owned();
        line.split_once("count num").map(|(_, rest)| rest.contains(">1<"))
    };
    let case = new_case(&node, &owner).await;
    goal(&node, case, &mine).await;
    asked(&node, case, &mine).await;
    assert_eq!(number(&hers).await, Some(true), "one for the other supervisor");
    assert_eq!(number(&mine).await, None, "none for whoever asked");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_offer_that_departs_from_a_rule_waits_for_whoever_approves_and_did_not_send_it() {
    let node = TestNode::new().await;
    let owner = node.worker("moza", &["SUPERVISOR"]).await;
    let boss = node.worker("amal", &["SUPERVISOR"]).await;
    let case = new_case(&node, &owner).await;
    let sent = |n| Referral { created_by: Some(owner.id), ..referral(n, Direction::Out) };
    let waits = |n| Referral { state: State::AwaitingApproval, ..sent(n) };
    let rows = [waits(1), Referral { case_id: Some(case), ..waits(2) }, sent(3)].map(new);
    let insert = move |tx: &mut dyn Tx| rows.iter().try_for_each(|row| referrals::insert(tx, row));
    node.write(insert).await.unwrap();
    assert!(sorts(&node, &owner).await.is_empty(), "not one's own");
    assert_eq!(sorts(&node, &boss).await, ["SHARING", "SHARING"]);
    change(&node.app, &owner, case, Change::Restrict, NOW).await.unwrap();
    assert_eq!(sorts(&node, &boss).await, ["SHARING"], "nor what is kept from somebody");
}

/// How SQLite would answer, step by step.
fn steps(tx: &mut dyn Tx, sql: &Sql) -> Vec<String> {
    let text = sql.text(Dialect::Sqlite);
    let highest = (1..20).rev().find(|n| text.contains(&format!("${n}"))).unwrap_or(0);
    let args = vec![V::Null; highest];
    let rows = tx.query_text(&format!("explain query plan {text}"), &args).unwrap();
    rows.iter().map(|row| row.get(3).unwrap()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_menu_and_the_day_count_starts_from_what_waits_and_not_from_every_case() {
    let node = TestNode::new().await;
    let counted: [(&str, &Sql); 11] = [
        ("plans to approve", &plans::TO_DECIDE),
        ("plans that came back", &plans::RETURNED),
        ("closures to approve", &closure::store::TO_DECIDE),
        ("closures that came back", &closure::store::RETURNED),
        ("follow-ups", &closure::store::CHECKS_DUE),
        ("reports to confirm", &mandatory::store::TO_CONFIRM),
        ("reports that are due", &mandatory::store::EVERYWHERE),
        ("cases that are kept from one", &cases::COUNT_BARRED),
        ("offers to approve", &counts::TO_APPROVE),
        ("times that ran out", &deadlines::TOLD),
        ("times of one's own that run", &deadlines::TO_SAY),
    ];
    for (what, sql) in counted {
        let sql = *sql;
        let plan = node.write(move |tx| Ok(steps(tx, &sql))).await.unwrap();
        // `c` is every case, `r` every referral: they are looked up, one row at a time or by the state that waits.
        let found = |step: &&String| step.contains("(id=?)") || step.contains("state=?)");
        let whole = |step: &&String| step.contains(" c ") || step.contains(" r ");
        let all: Vec<&String> = plan.iter().filter(whole).collect();
        assert!(!all.is_empty(), "{what}: {plan:?}");
        assert!(all.iter().all(found), "{what}: {plan:?}");
        assert!(!plan.iter().any(|step| step.contains("AUTOMATIC")), "{what}: {plan:?}");
    }
}
