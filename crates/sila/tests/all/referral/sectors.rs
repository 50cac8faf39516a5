//! What kind of entity a partner is, and the course of a partnership: as officers meet them on their pages.

use axum::http::StatusCode;
use sila::agreements::{self, signing};
use sila::partners::{self, Level, Partner};
use sila_core::agreement::Sector;
use sila_core::permission::Permission;
use uuid::Uuid;

use super::nodes::{NOW, Pair};
use super::pages::{get, post, shows_every_text};

const TERMS: &str = "code=MOU-7&title_ar=x&title_en=x&months=12&categories=WOMAN&our_areas=AE-DU&their_areas=AE-SH\
    &our_services=LEGAL&their_services=HEALTH&their_services=SHELTER&our_week=MON_FRI&their_week=MON_FRI&our_sector=SEMI\
    &their_sector=LOC&objectives=PROTECTION&groups=WOMAN";

/// A private clinic that is reached on paper.
async fn clinic(pair: &Pair) -> Partner {
    let partner = Partner {
        id: partners::identity(pair.marsa.id(), Uuid::from_u128(77)),
        code: "CLINIC".to_owned(),
        name_ar: "عيادة خاصة".to_owned(),
        name_en: "Private clinic".to_owned(),
        sector: Sector::Private,
        level: Level::Paper,
        contact: "Reception".to_owned(),
        updated_at: NOW,
    };
    let made = partner.clone();
    let insert = move |tx: &mut dyn sila::db::Tx| partners::store::insert(tx, &made);
    pair.marsa.app.store.write(insert).await.unwrap();
    partner
}

/// Officer of Marsa, signed in.
async fn officer(pair: &Pair) -> (sila::accounts::Worker, String) {
    let officer = pair.marsa.worker("m-par", &["PARTNERSHIP"]).await;
    let cookie = pair.marsa.sign_in(&officer).await;
    (officer, cookie)
}

async fn shown(pair: &Pair, cookie: &str, path: &str) -> String {
    let mut english = String::new();
    for lang in ["ar", "en"] {
        let (status, page) = get(&pair.marsa, cookie, &format!("/{lang}{path}")).await;
        assert_eq!(status, StatusCode::OK, "{path}");
        shows_every_text(&page);
        english = page;
    }
    english
}

#[tokio::test]
async fn contract_a26_a_private_partner_is_sent_nobody_without_the_clause_and_the_law_is_shown() {
    let pair = Pair::without_agreement().await;
    let partner = clinic(&pair).await;
    let (officer, cookie) = officer(&pair).await;
    let page = shown(&pair, &cookie, &format!("/partners/{}", partner.id.to_text())).await;
    assert!(page.contains("Federal Decree-Law 45 of 2021"), "the flag of the law");
    let app = &pair.marsa.app;
    for (clause, expected) in [("", Some("agreement.private_not_granted")), ("&private=yes", None)]
    {
        // What the form says of a partner without a node does not count: the register does.
        let form = format!("peer={}&{TERMS}{clause}", partner.id.to_text());
        let (status, page) = post(&pair.marsa, &cookie, "/en/agreements", &form).await;
        assert_eq!(status, StatusCode::SEE_OTHER, "{page}");
        let all = app.store.read(agreements::store::all).await.unwrap();
        let one = all.iter().find(|one| one.agreement.private.is_some() == expected.is_none());
        let (id, digest) = one.map(|one| (one.agreement.id, one.digest)).unwrap();
        let page = shown(&pair, &cookie, &format!("/agreements/{id}")).await;
        assert!(page.contains("Federal Decree-Law 45 of 2021"));
        assert_eq!(page.contains("Nothing about a person goes"), expected.is_some());
        let by = signing::By { worker: Some(officer.id), now: NOW };
        signing::on_paper(app, id, digest, "مدير العيادة", by).await.unwrap();
        let in_force = agreements::in_force(app, NOW).await.unwrap();
        let agreement = in_force.into_iter().find(|one| one.agreement.id == id).unwrap();
        let offered = pair
            .offer(|wish| {
                if let Some(row) = agreement.agreement.schedule.first() {
                    wish.fields.retain(|field| row.fields.contains(field));
                }
                let permission = wish.disclosure.permission.clone();
                wish.disclosure.permission = Permission { recipient: partner.id, ..permission };
                wish.services = vec![sila_core::codes::Service::Shelter];
                wish.route.target = partner.id;
                wish.route.agreement = agreement;
            })
            .await;
        let code = offered.err().map(|problem| problem.code);
        assert_eq!(code.as_deref(), expected);
    }
}

#[tokio::test]
async fn contract_a25_a_step_is_taken_with_actor_day_and_evidence_and_no_other() {
    let pair = Pair::without_agreement().await;
    let (_, cookie) = officer(&pair).await;
    let path = format!("/lifecycle/{}", pair.dana.id().to_text());
    let page = shown(&pair, &cookie, &path).await;
    assert!(page.contains("Not begun"));
    let act = format!("/en{path}/steps");
    let day = NOW.uae_date();
    let on = format!("on_d={}&on_m={}&on_y={}", day.day, day.month, day.year);
    let step = |to: &str, evidence: &str| format!("to={to}&{on}&evidence={evidence}");
    let refused = |said: (StatusCode, String), words: &str| {
        assert!(said.0.is_client_error() && said.1.contains(words), "{words}: {}", said.0);
    };
    let skipped = post(&pair.marsa, &cookie, &act, &step("AGREE", "Minutes%204")).await;
    refused(skipped, "does not follow");
    refused(post(&pair.marsa, &cookie, &act, &step("IDENTIFY", "")).await, "shows the step");
    for to in ["IDENTIFY", "ASSESS", "AGREE"] {
        let said = post(&pair.marsa, &cookie, &act, &step(to, "Minutes%204")).await;
        assert_eq!(said.0, StatusCode::SEE_OTHER, "{to}");
    }
    let said = post(&pair.marsa, &cookie, &act, &step("ACTIVATE", "Minutes%205")).await;
    refused(said, "No agreement");
    let page = shown(&pair, &cookie, &path).await;
    for words in ["Minutes 4", "Being agreed", "Sign the agreement"] {
        assert!(page.contains(words), "{words}");
    }
    let list = shown(&pair, &cookie, "/lifecycle").await;
    assert!(list.contains("Being agreed") && list.contains("Sign the agreement"));
    assert!(
        shown(&pair, &cookie, &format!("/links/{}", pair.dana.id().to_text()))
            .await
            .contains("Being agreed")
    );
    let nobody = format!("/en/lifecycle/{}", Uuid::from_u128(1).simple());
    assert_eq!(get(&pair.marsa, &cookie, &nobody).await.0, StatusCode::NOT_FOUND);
}
