//! From a change of a service back to the partnership that caused it, and forward to the figure that both parties have signed.

use std::sync::Arc;

use sila::improvements::{self, Wish, store};
use sila::lineage::{self, Became, End, Kind, Known};
use sila::meetings::text::Words;
use sila::web::{Brand, Cx, Lang};
use sila_core::partnership::Act;

use super::activation::{self, by, deed, done, live, sees, sign_proposal};
use super::directory::{boys, publish};
use super::worker;
use sila::activation::{ledger, saying};

#[tokio::test(flavor = "multi_thread")]
async fn contract_a43_from_a_service_one_walks_back_to_the_partnership_and_on_to_the_signed_figure()
{
    let (dana, marsa, ids) = live().await;
    let (worker, house) = (worker(&dana, "PARTNERSHIP").await, boys(&dana));
    publish(&dana, &worker, &house, Some("بيت في حي هادئ")).await;
    let first = ledger::all(&dana.app).await.unwrap().remove(0);
    let plan = activation::plan(&first, ids);
    let id = saying::propose_plan(&dana.app, &plan, by(&dana)).await.unwrap();
    sign_proposal(&marsa, id).await;
    let agreed = sees(&dana, "the plan is agreed", |book| !book.ledger.plans.is_empty()).await;
    done(&dana, &marsa, deed(&agreed, id, Act::Start, 0, None), true).await;

    let now = dana.app.clock.now();
    let wish = Wish {
        of: (house.id, 1, now),
        text: Words::new("يُستقبل الفتى في الليلة نفسها", ""),
        cause: (Kind::Initiative, End::of(id.0)),
        figure: Some((id, 1)),
    };
    let improved = improvements::keep(&dana.app, wish, &worker, now).await.unwrap();

    // From the service to the improvement, and from there back to what caused it.
    let listing = house.id;
    let read = move |tx: &mut dyn sila::db::Tx| store::of_listing(tx, listing);
    let row = dana.app.store.read(read).await.unwrap().remove(0);
    assert_eq!(row.id, improved);
    let causes = |tx: &mut dyn sila::db::Tx| lineage::store::all_to(tx, Became::Improvement);
    let line = dana.app.store.read(causes).await.unwrap().remove(0);
    assert_eq!(line.into.1.id, improved);
    let cx = Cx::new(Lang::En, "/", now, Arc::new(Brand::default()));
    let known = Known::read(&dana.app).await.unwrap();
    let cause = lineage::find(&dana.app, &cx, &known, line.from).await.unwrap();
    assert_eq!(cause.path, format!("/initiatives/{id}"));
    assert_eq!(cause.words, plan.title.en);
    assert_eq!(cause.by, "Agency MARSA", "whose idea it was");

    // Forward to the figure: nothing is typed here, and it counts once the other party has signed for it.
    let books = ledger::all(&dana.app).await.unwrap();
    let figure = improvements::figure(&books, &row).unwrap();
    assert_eq!((figure.baseline, figure.target, figure.actual), (Some(50), 80, None));
    done(&dana, &marsa, deed(&agreed, id, Act::Measure, 1, None), true).await;
    let books = ledger::all(&dana.app).await.unwrap();
    let figure = improvements::figure(&books, &row).unwrap();
    assert_eq!((figure.actual, figure.confirmed), (Some(86), true));

    // What came of the initiative is written on its own side too.
    let from = move |tx: &mut dyn sila::db::Tx| {
        lineage::store::of_source(tx, Kind::Initiative, End::of(id.0))
    };
    assert_eq!(dana.app.store.read(from).await.unwrap(), [line]);
}
