//! What an agreement is for, asked when it is proposed; and an area of cooperation that both parties have put to rest, at the
//! gate through which offers leave.

use std::collections::BTreeSet;

use axum::http::StatusCode;
use sila::agreements;
use sila::db::{DbError, Tx};
use sila::links::arrivals::store as arrivals;
use sila::p;
use sila::referrals::Record;
use sila_core::RecordId;
use sila_core::agreement::Objective;
use sila_core::codes::Category;
use sila_core::partnership::{Annex, AreaIndicator, AreaOfWork, Field as Area, Owner, Words};
use sila_link::{link_id, record};

use super::nodes::{NOW, Pair};
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

#[tokio::test]
async fn contract_b22_what_arrives_in_an_area_at_rest_is_not_taken_in() {
    let pair = Pair::new().await;
    // Offered before the word of rest had come to the sender.
    let shelter = pair.offer(|_| {}).await.unwrap().id;
    let (dana, marsa) = (pair.dana.id(), pair.marsa.id());
    let words = |en: &str| Words { ar: "نص".to_owned(), en: en.to_owned() };
    let office = |agency| Owner { agency, office: words("Partnerships") };
    let annex = Annex {
        agreement: pair.agreement.id,
        objective: words("Nobody waits"),
        groups: vec![Category::Woman],
        areas: vec![AreaOfWork {
            field: Area::Sheltering,
            starts: None,
            scope: words("Beds"),
            lead: dana,
            leads: vec![office(dana), office(marsa)],
            indicators: vec![AreaIndicator { name: words("Nights"), target: 9 }],
            at_rest: true,
        }],
        duties: Vec::new(),
        quiet_days: 30,
    };
    let id = RecordId(pair.dana.app.clock.new_id());
    let content = annex.to_cbor();
    let version = record::first(id, Annex::KIND, vec![dana, marsa], dana, content, NOW);
    let rest = move |tx: &mut dyn Tx| -> Result<(), DbError> {
        let row = p![
            version.digest(),
            id,
            1_i64,
            Annex::KIND,
            dana,
            version.to_cbor(),
            "IN_FORCE",
            false,
            NOW
        ];
        let sql = "insert into shared_version (digest, record, number, kind, proposer, body, standing, waits, owes, updated_at, heard_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $8, $9, $9)";
        tx.exec_text(sql, &row).map(|_| ())
    };
    pair.dana.app.store.write(rest).await.unwrap();
    pair.settle().await;
    assert!(Record::of(&pair.dana.app, shelter).await.is_err(), "nothing was taken in");
    let link = link_id(dana, marsa);
    let parked = pair.dana.app.store.read(move |tx| arrivals::parked(tx, link)).await.unwrap();
    let codes: Vec<&str> = parked.iter().map(|one| one.code.as_str()).collect();
    assert_eq!(codes, ["agreement.area_at_rest"], "it waits for a person, with the reason");
}
