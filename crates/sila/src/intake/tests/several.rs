//! Several agreements with one agency: the one that covers the case counts, and one that would cover it and waits for a signature is named.

use sila_core::AreaCode;
use sila_core::agreement::Agreement;
use sila_core::codes::Category;
use sila_core::ids::{AgencyId, AgreementId};
use sila_core::residence::Residence;
use sila_link::agreement_digest;
use uuid::Uuid;

use super::{Desk, agreement};
use crate::agreements::{self, State, Stored};
use crate::intake::route::{self, Routing};
use crate::testing::NOW;

/// Beside the agreement about women and children, which came first, one about domestic workers alone.
async fn with_another(state: State) -> (Desk, AgencyId) {
    let (desk, dana) = Desk::linked().await;
    let another = Agreement {
        id: AgreementId(Uuid::from_u128(15)),
        code: "MOU-DEMO-015".to_owned(),
        categories: vec![Category::DomesticWorker],
        from: NOW.plus_days(-1),
        ..agreement(desk.node.app.node.id, dana)
    };
    let body = another.to_cbor();
    let stored = Stored {
        digest: agreement_digest(&body),
        agreement: another,
        body,
        peer: dana,
        state,
        own_signature: Some(vec![1; 64]),
        peer_signature: Some(vec![2; 64]),
        updated_at: NOW,
        on_paper: None,
    };
    desk.node.write(move |tx| agreements::store::insert(tx, &stored)).await.unwrap();
    (desk, dana)
}

/// Where a case of this category could go whose person lives in that area.
async fn routing(desk: &Desk, area: &str, category: Category) -> Routing {
    let area = AreaCode::parse(area).ok();
    let residence = Residence { area, usual_home: true, ..Residence::unknown() };
    let routing = route::of(&desk.node.app, &residence, &[], NOW).await.unwrap();
    routing.about(Some(category))
}

#[tokio::test(flavor = "multi_thread")]
async fn of_several_agreements_with_one_agency_the_one_that_covers_the_case_counts() {
    let (desk, dana) = with_another(State::Signed).await;
    let codes = [(Category::Woman, "MOU-DEMO-001"), (Category::DomesticWorker, "MOU-DEMO-015")];
    // Where the rule suggests the agency, and where it does not.
    for area in ["AE-SH", "AE-DU"] {
        for (category, code) in codes {
            let way = routing(&desk, area, category).await.route(dana, None).unwrap();
            assert_eq!(way.agreement.agreement.code, code, "{area}");
        }
    }
    desk.node.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_agreement_that_would_cover_the_case_and_waits_is_named_beside_one_that_does_not() {
    let (desk, dana) = with_another(State::Offered).await;
    for (category, named) in
        [(Category::Woman, None), (Category::DomesticWorker, Some("MOU-DEMO-015"))]
    {
        let routing = routing(&desk, "AE-SH", category).await;
        assert_eq!(routing.named(dana).map(|one| one.code.as_str()), named);
        assert_eq!(routing.all_named().count(), usize::from(named.is_some()));
        let way = routing.route(dana, None).unwrap();
        assert_eq!(way.agreement.agreement.code, "MOU-DEMO-001", "nothing goes under it");
    }
    desk.node.end().await;
}
