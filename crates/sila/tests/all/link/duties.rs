//! Who owes what to whom under an agreement, between two nodes: the same table at both.

use axum::http::StatusCode;
use sila_core::obligation::{Recurrence, Trigger};
use sila_core::partnership::{Act, Deed, Duty, Gave, Milestone, Plan, Verb};
use uuid::Uuid;

use super::activation::{annex, book, by, deed, done, live, plan, sees, sign_proposal, words};
use super::directory::{get, sign_in};
use super::worker;
use sila::activation::saying;

#[tokio::test(flavor = "multi_thread")]
async fn what_is_owed_stands_clause_by_clause_and_both_hold_the_same_table() {
    let (dana, marsa, ids) = live().await;
    let first = book(&dana).await;
    let id = first.ledger.agreement.id;
    let mut signed = annex(&first, ids);
    let quarterly = Recurrence::parse("FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=-1").unwrap();
    let report = Duty {
        number: 2,
        clause: "6.1".to_owned(),
        text: words("=Report, every quarter"),
        obligor: ids[0],
        obligee: ids[1],
        trigger: Trigger::Recurring(quarterly),
        evidence: words("The report"),
        verb: Some(Verb::Report),
        ..signed.duties[0].clone()
    };
    signed.duties.insert(0, report);
    saying::propose_annex(&dana.app, &signed, by(&dana)).await.unwrap();
    let record = sees(&marsa, "it is proposed", |book| !book.proposals.is_empty()).await;
    sign_proposal(&marsa, record.proposals[0].record).await;
    let mut tables = Vec::new();
    for place in [&dana, &marsa] {
        sees(place, "the annex holds", |book| book.ledger.annex.is_some()).await;
        let cookie = sign_in(place, &worker(place, "PARTNERSHIP").await).await;
        let page = get(place, &format!("/en/agreements/{id}/duties"), &cookie).await.body;
        assert!(page.contains("Names somebody") && page.contains("Next due"), "{page}");
        let (owed, free) = page.split_once("Clauses under which nothing is owed").unwrap();
        assert!(owed.contains("Reply times") && owed.contains("The rota"), "{owed}");
        assert!(free.contains("Data schedule") && !free.contains("Reply times"), "{free}");
        let arabic = get(place, &format!("/ar/agreements/{id}/duties"), &cookie).await.body;
        assert!(arabic.contains("مصفوفة الالتزامات") && arabic.contains("يرفع تقريراً"));
        tables.push(get(place, &format!("/en/agreements/{id}/duties.csv"), &cookie).await.body);
        let nobody = Uuid::from_u128(7);
        let gone = get(place, &format!("/en/agreements/{nobody}/duties"), &cookie).await;
        assert_eq!(gone.status, StatusCode::NOT_FOUND);
    }
    assert_eq!(tables[0], tables[1], "both hold the same");
    let lines: Vec<&str> = tables[0].trim_end().split("\r\n").collect();
    assert_eq!(lines.len(), 3, "{lines:?}");
    assert!(lines[1].starts_with("5.1,Agency MARSA,Names somebody,Name an officer on duty,"));
    assert!(lines[1].ends_with(",The rota,Agency DANA"), "{}", lines[1]);
    let cell = "6.1,Agency DANA,Reports,\"'=Report, every quarter\",";
    assert!(
        lines[2].starts_with(cell),
        "no formula, and in the order of the clauses: {}",
        lines[2]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_late_milestone_marks_what_waits_for_it_and_money_given_stands_beside_the_budget() {
    let (dana, marsa, ids) = live().await;
    let first = book(&dana).await;
    let today = dana.app.clock.now().uae_date();
    let step = |number: u16, days: i64| Milestone {
        number,
        title: words(&format!("Step {number}")),
        weight: 1,
        due: today.plus_days(days),
        after: (number > 1).then_some(1),
    };
    let planned = Plan {
        milestones: vec![step(1, -2), step(2, 20)],
        budget_fils: Some(24_000_000),
        ..plan(&first, ids)
    };
    let record = saying::propose_plan(&dana.app, &planned, by(&dana)).await.unwrap();
    sign_proposal(&marsa, record).await;
    let agreed = sees(&dana, "the plan is agreed", |book| !book.ledger.plans.is_empty()).await;
    let path = format!("/en/initiatives/{record}");
    let cookies = [
        sign_in(&dana, &worker(&dana, "PARTNERSHIP").await).await,
        sign_in(&marsa, &worker(&marsa, "PARTNERSHIP").await).await,
    ];
    done(&dana, &marsa, deed(&agreed, record, Act::Start, 0, None), true).await;
    let gift = Deed {
        gave: Some(Gave::Cash),
        fils: Some(9_000_000),
        ..deed(&agreed, record, Act::Give, 0, None)
    };
    done(&dana, &marsa, gift, true).await;
    for (place, cookie) in [&dana, &marsa].into_iter().zip(&cookies) {
        let page = get(place, &path, cookie).await.body;
        assert_eq!(page.matches("Held up by a late milestone").count(), 1, "{page}");
        let sums = page.split("Given and received in money").nth(1).unwrap();
        let sums = sums.split("</table>").next().unwrap();
        assert!(sums.contains("Not given yet") && sums.contains("150"), "{sums}");
    }
    done(&marsa, &dana, deed(&agreed, record, Act::Reach, 1, None), true).await;
    for (place, cookie) in [&dana, &marsa].into_iter().zip(&cookies) {
        let page = get(place, &path, cookie).await.body;
        assert!(!page.contains("Held up by a late milestone"), "{page}");
    }
}
