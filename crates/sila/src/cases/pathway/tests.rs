//! The pathway on its pages: entered stage by stage, with a reason where one is needed, once, and by nobody who may not read the case.

use sila_core::care::{Stage, StageReason, Step};
use sila_core::ids::CaseId;

use super::store;
use crate::cases::scope::tests::new_case;
use crate::cases::{open_record, pathway};
use crate::testing::{NOW, TestNode, check_page};

type Answers = Vec<(&'static str, &'static str)>;

fn form(stage: &'static str, reason: &'static str, day: &'static str) -> Answers {
    vec![("stage", stage), ("reason", reason), ("day_d", day), ("day_m", "11"), ("day_y", "2026")]
}

async fn stored(node: &TestNode, case: CaseId) -> Vec<(Stage, Option<StageReason>, u8)> {
    let steps = node.write(move |tx| store::of_case(tx, case)).await.unwrap();
    steps.iter().map(|step| (step.stage, step.reason, step.on.day)).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn contract_b31_a_stage_is_entered_on_a_day_and_not_left_out_without_a_reason() {
    let node = TestNode::new().await;
    let owner = node.worker("reem", &["INTAKE"]).await;
    let case = new_case(&node, &owner).await;
    let cookie = node.sign_in(&owner).await;
    let path = format!("/en/cases/{case}/pathway");
    let refused = [
        form("INDEP", "", "22"),
        form("DEVELOP", "DANGER", "22"),
        form("CARE", "", "21"),
        form("CARE", "", "23"),
        form("FLY", "", "22"),
        form("", "", ""),
    ];
    for answers in refused {
        let got = node.post(&path, &cookie, &answers).await;
        assert!(got.status != 303 && got.body.contains("class=\"msg\""), "{answers:?}");
        check_page(&got.body, "en");
    }
    assert!(stored(&node, case).await.is_empty());
    node.app.clock.set(Some(NOW.plus_days(3)));
    let cookie = node.sign_in(&owner).await;
    let entered = [
        form("CARE", "", "22"),
        form("EMPOWER", "PRESENT", "23"),
        form("DEVELOP", "LOST", "24"),
        form("EMPOWER", "", "25"),
    ];
    for answers in &entered {
        assert_eq!(node.post(&path, &cookie, answers).await.status, 303, "{answers:?}");
    }
    assert_eq!(
        stored(&node, case).await,
        [
            (Stage::Care, None, 22),
            (Stage::Empower, Some(StageReason::Present), 23),
            (Stage::Develop, Some(StageReason::Lost), 24),
            (Stage::Empower, None, 25),
        ]
    );
    for lang in ["ar", "en"] {
        for part in ["pathway", "plan"] {
            let page = node.get(&format!("/{lang}/cases/{case}/{part}"), &cookie).await;
            check_page(&page.body, lang);
        }
    }
    let plan = node.get(&format!("/en/cases/{case}/plan"), &cookie).await.body;
    assert!(plan.contains("Work, income or home was lost") && plan.contains("Independence"));
    node.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_who_enter_a_stage_at_once_write_it_once_and_a_stranger_none() {
    let node = TestNode::new().await;
    let owner = node.worker("reem", &["INTAKE"]).await;
    let stranger = node.worker("hind", &["CASE_MANAGER"]).await;
    let case = new_case(&node, &owner).await;
    let record = open_record(&node.app, &owner, case).await.unwrap();
    let step = Step { stage: Stage::Care, on: NOW.uae_date(), reason: None };
    let enter = || pathway::entry::commit(&node.app, &owner, &record, (0, step), NOW);
    let (one, two) = tokio::join!(enter(), enter());
    assert_eq!(usize::from(one.is_ok()) + usize::from(two.is_ok()), 1);
    assert_eq!(stored(&node, case).await.len(), 1);
    let cookie = node.sign_in(&stranger).await;
    for part in ["pathway", "plan", "plan/goals/new"] {
        let path = format!("/en/cases/{case}/{part}");
        assert_eq!(node.get(&path, &cookie).await.status, 404, "{part}");
    }
    let path = format!("/en/cases/{case}/pathway");
    assert_eq!(node.post(&path, &cookie, &form("DEVELOP", "", "22")).await.status, 404);
    assert_eq!(stored(&node, case).await.len(), 1);
    node.end().await;
}
