//! What an agreement is for, asked when it is proposed; and an area of cooperation that both parties have put to rest, at the
//! gate through which offers leave.

use std::collections::BTreeSet;

use axum::http::StatusCode;
use sila::agreements;
use sila_core::agreement::Objective;
use sila_core::codes::Category;
use sila_core::partnership::Field as Area;

use super::nodes::Pair;
use super::pages::{get, post, shows_every_text};

#[tokio::test]
async fn contract_a12_an_agreement_is_proposed_only_with_an_objective_and_a_group() {
    let pair = Pair::without_agreement().await;
    let marsa = &pair.marsa;
    let cookie = marsa.sign_in(&marsa.worker("m-par", &["PARTNERSHIP"]).await).await;
    let without = format!(
        "peer={}&code=MOU-1&title_ar=x&title_en=x&months=12&categories=WOMAN&our_areas=AE-DU&their_areas=AE-SH\
         &our_services=LEGAL&their_services=HEALTH&our_week=MON_FRI&their_week=MON_FRI&our_sector=SEMI&their_sector=LOC",
        pair.dana.id().to_text()
    );
    let (status, page) = post(marsa, &cookie, "/en/agreements", &without).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    for name in ["objectives", "groups"] {
        assert!(page.contains(&format!("href=\"#{name}\"")), "the way to {name}");
    }
    let with = format!("{without}&objectives=PROTECTION&groups=CHILD&goals=16&goals=5");
    let (status, page) = post(marsa, &cookie, "/en/agreements", &with).await;
    assert_eq!(status, StatusCode::SEE_OTHER, "{page}");
    let all = marsa.app.store.read(agreements::store::all).await.unwrap();
    let aims = all[0].agreement.aims.as_ref().unwrap();
    assert_eq!(aims.objectives, [Objective::Protection]);
    assert_eq!(aims.groups, [Category::Child]);
    assert_eq!(aims.goals, [5, 16]);
    for lang in ["ar", "en"] {
        let path = format!("/{lang}/agreements/{}", all[0].agreement.id);
        let (status, page) = get(marsa, &cookie, &path).await;
        assert_eq!(status, StatusCode::OK);
        shows_every_text(&page);
    }
}

#[tokio::test]
async fn contract_b22_an_area_at_rest_stops_what_is_sent_in_it_and_nothing_else() {
    let pair = Pair::new().await;
    let offer = |at_rest: &[Area]| {
        let at_rest: BTreeSet<Area> = at_rest.iter().copied().collect();
        pair.offer(move |wish| wish.route.agreement.at_rest = at_rest)
    };
    let refused = offer(&[Area::Sheltering, Area::Training]).await.expect_err("refused");
    assert_eq!(refused.code, "agreement.area_at_rest");
    assert_eq!(refused.facts, [("cooperation-field", "SHELTERING".to_owned())]);
    // A place is asked for here, not a service: the other areas do not matter.
    assert!(offer(&[Area::Referral, Area::Training]).await.is_ok());
}
