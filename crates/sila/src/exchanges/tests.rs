//! The pages of exchanges at one node: what the form refuses, and who may write.

use sila_core::AgencyId;
use sila_core::partnership::Words;

use super::plan::{Exchange, Guest, Report, Row};
use crate::testing::{NOW, TestNode, check_page};

fn words(text: &str) -> Words {
    Words { ar: format!("نص {text}"), en: text.to_owned() }
}

fn plan() -> Exchange {
    Exchange {
        kind: "BENCHMARK".to_owned(),
        title: words("Two reception rooms"),
        purpose: words("purpose"),
        goals: words("goals"),
        sender: AgencyId([1; 32]),
        host: AgencyId([2; 32]),
        begins: NOW.uae_date(),
        ends: NOW.uae_date().plus_days(2),
        guests: vec![Guest { name: "منى".to_owned(), mark: [7; 32] }],
        report: None,
    }
}

fn report(rows: usize) -> Report {
    let row = |n: usize| Row {
        what: format!("wait {n}"),
        ours: "40 minutes".to_owned(),
        theirs: "10 minutes".to_owned(),
        adopted: String::new(),
    };
    Report {
        done: words("done"),
        lesson: words("lesson"),
        minutes: 600,
        rows: (0..rows).map(row).collect(),
    }
}

#[test]
fn a_benchmark_compares_and_no_plan_is_changed_by_its_report() {
    assert!(plan().fits());
    for (rows, fits) in [(0, false), (1, true), (5, true), (6, false)] {
        let told = Exchange { report: Some(report(rows)), ..plan() };
        assert_eq!(told.fits(), fits, "{rows} rows");
        assert!(told.is_plan_of(&plan()));
    }
    assert!(Exchange { kind: "VISIT".to_owned(), report: Some(report(0)), ..plan() }.fits());
    for wrong in [
        Exchange { host: AgencyId([1; 32]), ..plan() },
        Exchange { ends: NOW.uae_date().plus_days(-1), ..plan() },
        Exchange { guests: Vec::new(), ..plan() },
        Exchange { goals: Words::default(), ..plan() },
        Exchange { kind: "HOLIDAY".to_owned(), ..plan() },
    ] {
        assert!(!wrong.fits(), "{wrong:?}");
    }
    assert!(!Exchange { title: words("other"), ..plan() }.is_plan_of(&plan()));
    assert!(!plan().is_over(NOW.plus_days(2)) && plan().is_over(NOW.plus_days(3)));
}

#[tokio::test]
async fn the_form_names_what_is_missing_and_only_whoever_keeps_training_writes() {
    let node = TestNode::new().await;
    let keeper = node.worker("keeper", &["PARTNERSHIP"]).await;
    let cookie = node.sign_in(&keeper).await;
    for lang in ["ar", "en"] {
        for path in ["exchanges", "exchanges/new"] {
            check_page(&node.get(&format!("/{lang}/{path}"), &cookie).await.body, lang);
        }
    }
    let got = node.post("/en/exchanges", &cookie, &[("title_ar", "عنوان")]).await;
    assert_eq!(got.status, 422);
    check_page(&got.body, "en");
    for said in ["Choose a kind.", "Choose the host.", "Choose one to eight people."] {
        assert!(got.body.contains(said), "{said}");
    }
    let reader = node.worker("reader", &["INTAKE"]).await;
    let reader = node.sign_in(&reader).await;
    assert_eq!(node.get("/en/exchanges", &reader).await.status, 200);
    assert_eq!(node.get("/en/exchanges/new", &reader).await.status, 403);
    let id = node.app.clock.new_id();
    assert_eq!(node.get(&format!("/en/exchanges/{id}"), &reader).await.status, 404);
    for act in ["word", "report"] {
        let at = format!("/en/exchanges/{id}/{act}");
        assert_eq!(node.post(&at, &reader, &[]).await.status, 403, "{act}");
    }
    node.end().await;
}
