//! The yearly report of a partnership, made at both nodes from the same signed facts.

use std::sync::Arc;

use sila::activation::saying;
use sila::annual::figures::Value;
use sila::annual::{self, Report, document};
use sila::web::{Cx, Lang, paper};
use sila_core::partnership::Act;

use super::Place;
use super::activation::{annex, book, by, deed, done, live, plan, sees, sign_proposal};

async fn report(place: &Place) -> Report {
    let now = place.app.clock.now();
    annual::of(&place.app, now.uae_date().year, now).await.unwrap()
}

fn files(report: &Report) -> [Vec<u8>; 3] {
    let cx = Cx::new(Lang::Ar, "/annual", report.until, Arc::default());
    let pdf = paper::bytes(&document(&cx, report)).unwrap();
    [pdf, annual::csv(&cx, report).into_bytes(), annual::xlsx(&cx, report).unwrap()]
}

fn count(report: &Report, key: &str) -> Value {
    report.whole.iter().find(|figure| figure.key == key).unwrap().value
}

#[tokio::test(flavor = "multi_thread")]
async fn the_yearly_report_has_the_same_bytes_from_the_same_facts_and_the_same_figures_at_both() {
    let (dana, marsa, ids) = live().await;
    let before = report(&dana).await;
    assert_eq!(files(&before), files(&report(&dana).await), "made again");
    assert_eq!(before.partnerships[0].pacts[0].state, "NOT_ACTIVATED");
    assert_eq!(count(&before, "running"), Value::Count(0));
    let id = saying::propose_annex(&dana.app, &annex(&book(&dana).await, ids), by(&dana)).await;
    sign_proposal(&marsa, id.unwrap()).await;
    let agreed = sees(&dana, "the annex holds", |book| book.ledger.annex.is_some()).await;
    let id = saying::propose_plan(&dana.app, &plan(&agreed, ids), by(&dana)).await.unwrap();
    sign_proposal(&marsa, id).await;
    let agreed = sees(&dana, "the plan is agreed", |book| !book.ledger.plans.is_empty()).await;
    done(&dana, &marsa, deed(&agreed, id, Act::Start, 0, None), true).await;
    let after = report(&dana).await;
    assert_ne!(before.inputs, after.inputs);
    for (old, new) in files(&before).iter().zip(&files(&after)) {
        assert_ne!(old, new, "another fact, another file");
    }
    assert_eq!(count(&after, "running"), Value::Count(1));
    assert_eq!(count(&after, "active"), Value::Count(1));
    let there = report(&marsa).await;
    assert_eq!(there.inputs, after.inputs, "both count the same facts");
    assert_eq!(there.whole, after.whole, "and publish the same numbers");
    assert_eq!(there.partnerships[0].pacts, after.partnerships[0].pacts);
    let year = after.year - 1;
    let past = annual::of(&dana.app, year, dana.app.clock.now()).await.unwrap();
    assert!(past.partnerships.is_empty(), "nothing of this year stands in the last one");
    let csv = String::from_utf8(files(&after)[1].clone()).unwrap();
    for line in csv.lines().skip(1) {
        let cells: Vec<&str> = line.split(',').collect();
        assert_eq!(cells.len(), 8, "{line}");
        assert!(
            cells[6].contains('/') && cells[7].parse::<u64>().is_ok(),
            "formula and facts: {line}"
        );
    }
}
