//! The care plan: the person's own words are sealed, what is due stands on the day of whoever does it, another approves, and
//! the outcome of a goal of empowerment is measured.

use sila_core::care::{GoalKind, GoalOutcome, PlanState};
use sila_core::ids::CaseId;
use uuid::Uuid;

use super::{Plan, of_case};
use crate::accounts::Worker;
use crate::cases::open_record;
use crate::cases::scope::tests::new_case;
use crate::cases::scope::{Change, change};
use crate::testing::{NOW, TestNode, check_page};

const WORDS: &str = "canary-goal أن أعيل طفليّ من مشروعي";
const WHAT: &str = "canary-action دورة إدارة المشاريع";

async fn plan(node: &TestNode, worker: &Worker, case: CaseId) -> Plan {
    let record = open_record(&node.app, worker, case).await.unwrap();
    of_case(&node.app, &record).await.unwrap()
}

/// A goal of the plan, set on its page.
pub(crate) async fn goal(node: &TestNode, cookie: &str, case: CaseId, kind: &str) -> Uuid {
    let path = format!("/en/cases/{case}/plan/goals/new");
    let form = [("kind", kind), ("words", WORDS), ("start", "500"), ("target", "٤٠٠٠")];
    let set = node.post(&path, cookie, &form).await;
    assert_eq!(set.status, 303, "{}", set.body);
    set.location.rsplit('/').next().unwrap().parse().unwrap()
}

/// An action for `owner`, due on a day of November.
pub(crate) async fn action(
    node: &TestNode,
    cookie: &str,
    (case, goal): (CaseId, Uuid),
    (owner, day): (&Worker, &str),
) {
    let path = format!("/en/cases/{case}/plan/goals/{goal}/actions");
    let owner = owner.id.to_string();
    let form = [
        ("what", WHAT),
        ("service", "EMPOWER"),
        ("owner", owner.as_str()),
        ("due_d", day),
        ("due_m", "11"),
        ("due_y", "2026"),
    ];
    let given = node.post(&path, cookie, &form).await;
    assert_eq!(given.status, 303, "{}", given.body);
}

#[tokio::test(flavor = "multi_thread")]
async fn contract_a22_a_goal_of_empowerment_is_measured_and_the_plan_tells_its_movement() {
    let node = TestNode::new().await;
    let owner = node.worker("reem", &["INTAKE"]).await;
    let case = new_case(&node, &owner).await;
    let cookie = node.sign_in(&owner).await;
    let new = format!("/en/cases/{case}/plan/goals/new");
    let wrong: [&[(&str, &str)]; 5] = [
        &[],
        &[("kind", "PRODFAM"), ("words", WORDS)],
        &[("kind", "PRODFAM"), ("words", WORDS), ("start", "9"), ("target", "9")],
        &[("kind", "PRODFAM"), ("start", "1"), ("target", "9")],
        &[("kind", "FAME"), ("words", WORDS), ("start", "1"), ("target", "9")],
    ];
    for form in wrong {
        let got = node.post(&new, &cookie, form).await;
        assert!(got.status != 303 && got.body.contains("class=\"msg\""), "{form:?}");
    }
    let one = goal(&node, &cookie, case, "PRODFAM").await;
    let two = goal(&node, &cookie, case, "SAFETY").await;
    let outcome = |goal: Uuid| format!("/en/cases/{case}/plan/goals/{goal}/outcome");
    let chosen = [("outcome", "REACHED")];
    let got = node.post(&outcome(one), &cookie, &chosen).await;
    assert_ne!(got.status, 303, "what is measured is not chosen");
    let measured = [("outcome", "REACHED"), ("measured", "2500"), ("after", "أصبح لي زبائن")];
    assert_eq!(node.post(&outcome(one), &cookie, &measured).await.status, 303);
    assert_eq!(node.post(&outcome(two), &cookie, &chosen).await.status, 303);
    assert_eq!(node.post(&outcome(two), &cookie, &chosen).await.status, 409, "said once");
    let kept = plan(&node, &owner, case).await;
    let told = |at: usize| kept.goals[at].outcome.unwrap().0;
    assert_eq!((told(0), told(1)), (GoalOutcome::Partly, GoalOutcome::Reached));
    assert_eq!(kept.goals[0].kind, GoalKind::Enterprise);
    assert_eq!((kept.goals[0].said.measured, kept.goals[1].said.measure), (Some(2_500), None));
    for lang in ["ar", "en"] {
        for part in ["".to_owned(), "/goals/new".to_owned(), format!("/goals/{one}")] {
            let page = node.get(&format!("/{lang}/cases/{case}/plan{part}"), &cookie).await;
            assert_eq!(page.status, 200, "{part}");
            check_page(&page.body, lang);
        }
        let page = node.get(&format!("/{lang}/cases/{case}"), &cookie).await.body;
        check_page(&page, lang);
        assert!(page.contains(&format!("/{lang}/cases/{case}/plan")));
    }
    let page = node.get(&format!("/en/cases/{case}/plan"), &cookie).await.body;
    assert!(page.contains(WORDS) && page.contains("Reached in part"));
    let moved = page.split("Where the person stands now").nth(1).unwrap();
    let way = ["500", "4000", "2500"].map(|number| moved.find(number).unwrap());
    assert!(way.is_sorted(), "from where, to where, and how far: {way:?}");
    node.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn contract_a22_what_is_due_stands_on_the_day_of_whoever_does_it_and_names_nobody() {
    let node = TestNode::new().await;
    let owner = node.worker("reem", &["INTAKE"]).await;
    let helper = node.worker("hind", &["PSYCHOLOGIST"]).await;
    let case = new_case(&node, &owner).await;
    change(&node.app, &owner, case, Change::Name(helper.id), NOW).await.unwrap();
    let (cookie, hers) = (node.sign_in(&owner).await, node.sign_in(&helper).await);
    let one = goal(&node, &cookie, case, "SKILLS").await;
    action(&node, &cookie, (case, one), (&helper, "22")).await;
    action(&node, &cookie, (case, one), (&helper, "25")).await;
    let due = "Something of a care plan is due";
    let day = node.get("/en", &hers).await.body;
    assert_eq!(day.matches(due).count(), 1, "what is due on another day waits");
    assert!(day.contains("C-26-00001") && !day.contains("canary"));
    assert!(!node.get("/en", &cookie).await.body.contains(due));
    // Nobody outside the case is given anything to do.
    let stranger = node.worker("sara", &["CASE_MANAGER"]).await;
    let path = format!("/en/cases/{case}/plan/goals/{one}/actions");
    let id = stranger.id.to_string();
    let form =
        [("what", WHAT), ("owner", &id), ("due_d", "25"), ("due_m", "11"), ("due_y", "2026")];
    assert_ne!(node.post(&path, &cookie, &form).await.status, 303);
    // Done is said once, and only of an action of this case.
    let first = plan(&node, &owner, case).await.actions[0].id;
    let done = format!("/en/cases/{case}/plan/actions/{first}");
    assert_eq!(node.post(&done, &hers, &[]).await.status, 303);
    assert_eq!(node.post(&done, &hers, &[]).await.status, 409);
    assert!(!node.get("/en", &hers).await.body.contains(due));
    // Whoever leaves the case leaves what is open to its owner, and finds nothing any more.
    change(&node.app, &owner, case, Change::Remove(helper.id), NOW).await.unwrap();
    let left = plan(&node, &owner, case).await.actions;
    assert_eq!(left.iter().map(|one| one.owner).collect::<Vec<_>>(), [helper.id, owner.id]);
    assert_eq!(node.get(&format!("/en/cases/{case}/plan"), &hers).await.status, 404);
    node.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn contract_a22_a_plan_is_approved_by_a_supervisor_who_wrote_nothing_of_it() {
    let node = TestNode::new().await;
    let owner = node.worker("reem", &["INTAKE"]).await;
    let boss = node.worker("amal", &["SUPERVISOR"]).await;
    let other = node.worker("moza", &["SUPERVISOR"]).await;
    let case = new_case(&node, &owner).await;
    let (mine, hers) = (node.sign_in(&owner).await, node.sign_in(&boss).await);
    let third = node.sign_in(&other).await;
    let path = |rest: &str| format!("/en/cases/{case}/plan/{rest}");
    let empty = node.post(&path("request"), &mine, &[("version", "0")]).await;
    assert_eq!(empty.status, 409, "without a goal there is nothing to approve");
    goal(&node, &hers, case, "WORK").await;
    assert_eq!(node.post(&path("request"), &mine, &[("version", "7")]).await.status, 409);
    assert_eq!(node.post(&path("request"), &mine, &[("version", "1")]).await.status, 303);
    let approve = [("version", "1"), ("decision", "approve")];
    assert_eq!(node.post(&path("decision"), &mine, &approve).await.status, 403);
    assert_eq!(node.post(&path("decision"), &hers, &approve).await.status, 409, "she wrote it");
    let words = "Approve a care plan";
    assert!(!node.get("/en", &hers).await.body.contains(words));
    assert!(node.get("/en", &third).await.body.contains(words));
    let back = [("version", "1"), ("decision", "return")];
    assert_ne!(node.post(&path("decision"), &third, &back).await.status, 303, "a note is needed");
    let back = [("version", "1"), ("decision", "return"), ("note", "canary-note")];
    assert_eq!(node.post(&path("decision"), &third, &back).await.status, 303);
    assert!(node.get("/en", &mine).await.body.contains("A care plan has come back"));
    assert!(node.get(&path("")[..path("").len() - 1], &mine).await.body.contains("canary-note"));
    assert_eq!(node.post(&path("request"), &mine, &[("version", "1")]).await.status, 303);
    assert_eq!(node.post(&path("decision"), &third, &approve).await.status, 303);
    let kept = plan(&node, &owner, case).await.approval;
    assert_eq!((kept.state, kept.decided.unwrap().who), (PlanState::Approved, other.id));
    // What is added later is approved again.
    goal(&node, &mine, case, "HOUSING").await;
    let kept = plan(&node, &owner, case).await.approval;
    assert_eq!((kept.state, kept.version, kept.decided), (PlanState::Draft, 2, None));
    node.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_of_a_plan_stands_in_the_files_of_the_database_and_its_reading_is_written_down() {
    let node = TestNode::new().await;
    let owner = node.worker("reem", &["INTAKE"]).await;
    let case = new_case(&node, &owner).await;
    let cookie = node.sign_in(&owner).await;
    let one = goal(&node, &cookie, case, "EDUCATION").await;
    action(&node, &cookie, (case, one), (&owner, "30")).await;
    let mut bytes = Vec::new();
    for entry in std::fs::read_dir(node.folder()).unwrap() {
        let path = entry.unwrap().path();
        if path.is_file() {
            bytes.extend(std::fs::read(path).unwrap());
        }
    }
    let holds = |text: &str| bytes.windows(text.len()).any(|window| window == text.as_bytes());
    assert!(holds("EDUCATION"), "the files hold what is not sealed");
    for canary in ["canary-goal", "canary-action", "أعيل"] {
        assert!(!holds(canary), "{canary} is readable");
    }
    let reads = node.write(move |tx| crate::cases::store::reads(tx, case)).await.unwrap();
    assert!(reads.iter().any(|read| read.screen == "case.plan"));
    node.end().await;
}
