//! Standards of a service on two nodes: both sign, both see the same, and what falls short becomes an initiative that both sign.

use sila::activation::saying;
use sila::standards::{self, Kept};
use sila_core::codes::Service;
use sila_core::imprint::Gauge;
use sila_core::partnership::{Plan, Shortfall};
use sila_core::standard::{Standard, Standards};

use super::super::support::waiting::until;
use super::activation::{book, by, live, plan, sees, sign_proposal};
use super::partnership::page;
use super::{Place, SOON};

async fn kept(place: &Place, so: impl Fn(&Kept) -> bool) -> Kept {
    let so = &so;
    until("the standards are so", SOON, || async move {
        standards::of(&place.app, &book(place).await).await.unwrap().filter(|kept| so(kept))
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn contract_a29_standards_that_both_signed_are_shown_to_both_and_what_falls_short_becomes_an_initiative()
 {
    let (dana, marsa, ids) = live().await;
    let first = book(&dana).await;
    let one = Standard {
        number: 1,
        service: Some(Service::Shelter),
        measure: Gauge::InTime,
        target: 90,
        owner: ids[0],
    };
    let all = Standards { agreement: first.ledger.agreement.id, all: vec![one.clone()] };
    standards::propose(&dana.app, &first, &all, by(&dana)).await.unwrap();
    let open = kept(&marsa, |kept| kept.open.is_some()).await;
    assert_eq!(open.signed, None, "nobody alone sets a standard");
    let own = kept(&dana, |kept| kept.open.is_some()).await;
    let refused = standards::answer(&dana.app, &own, true, by(&dana)).await.unwrap_err();
    assert_eq!(refused.code, "page.not_found", "nobody signs their own proposal twice");
    standards::answer(&marsa.app, &open, true, by(&marsa)).await.unwrap();
    let path = format!("/en/agreements/{}/standards", all.agreement);
    for place in [&dana, &marsa] {
        let kept = kept(place, |kept| kept.signed.is_some()).await;
        assert_eq!(kept.signed.unwrap(), all);
        for path in [&path, "/en/standards"] {
            let page = page(place, path).await;
            let row = page.split("<tr").find(|row| row.contains("Safe shelter")).unwrap();
            assert!(row.contains(">90%<") && row.contains("Too little to count"), "{row}");
        }
        assert!(page(place, &path).await.contains("Satisfaction"));
    }
    let from = Shortfall { record: open.record, number: 1 };
    let new =
        format!("/en/initiatives/new?agreement={}&shortfall={}:1", all.agreement, from.record);
    let form = page(&dana, &new).await;
    assert!(form.contains(&format!("{}:1", from.record)) && form.contains("Safe shelter"));
    assert!(form.contains("value=\"90\""), "the target is what both had agreed");
    let better = Plan { shortfall: Some(from), ..plan(&first, ids) };
    let id = saying::propose_plan(&dana.app, &better, by(&dana)).await.unwrap();
    sign_proposal(&marsa, id).await;
    for place in [&dana, &marsa] {
        let book = sees(place, "the plan is agreed", |book| !book.ledger.plans.is_empty()).await;
        assert_eq!(book.ledger.plans[0].content.shortfall, Some(from), "both hold where it began");
    }
}
