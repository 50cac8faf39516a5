//! A hospital's own system reads what was referred to the hospital: as FHIR R4 and as rows of a file; and nothing else of anybody.

use axum::http::StatusCode;
use serde_json::Value;
use sila::journal::store as journal;
use sila::partners::Partner;
use sila::referrals::hosted::{self, PORTAL, Word};
use sila::referrals::{Route, store as referrals};
use sila_core::codes::OverrideReason;
use sila_core::ids::ReferralId;
use sila_core::referral::{Act, State};

use super::super::support::schema::misfits;
use super::nodes::NOW;
use super::pages::{get, get_with_token, post};
use super::without_node::{NAMES, Town};

/// Makes a token for a partner on the page.
async fn token(town: &Town, partner: &Partner, scope: &str) -> String {
    let marsa = &town.pair.marsa;
    let cookie = marsa.sign_in(&town.officer).await;
    let form = format!("label=Ward&partner={}&days=30&scopes={scope}", partner.id.to_text());
    let (status, page) = post(marsa, &cookie, "/en/tokens", &form).await;
    assert_eq!(status, StatusCode::OK, "{page}");
    let rest = &page[page.find("sila_").unwrap()..];
    let token = rest.split(|c: char| !c.is_ascii_alphanumeric() && c != '_').next().unwrap();
    if scope == "referrals" {
        confirmed(town, token).await;
    }
    token.to_owned()
}

/// Before somebody else than its maker confirms it, a token that reads names reads nothing.
async fn confirmed(town: &Town, token: &str) {
    let marsa = &town.pair.marsa;
    let (status, body) = get_with_token(marsa, token, "/api/token").await;
    assert_eq!(status, StatusCode::FORBIDDEN);
    assert!(body.contains("token.unconfirmed"), "{body}");
    let all = marsa.app.store.read(sila::api::store::all).await.unwrap();
    let id = all.iter().find(|one| one.is_unconfirmed()).unwrap().id;
    let act = format!("/en/tokens/{id}/confirmation");
    // The maker cannot, whatever roles they have.
    let mut maker = town.officer.clone();
    maker.roles = vec!["PARTNERSHIP".to_owned(), "SUPERVISOR".to_owned()];
    let (worker, roles) = (maker.id, maker.roles.clone());
    let set =
        move |tx: &mut dyn sila::db::Tx| sila::accounts::store::set_roles(tx, worker, &roles, true);
    marsa.app.store.write(set).await.unwrap();
    let own = marsa.sign_in(&maker).await;
    assert_eq!(post(marsa, &own, &act, "").await.0, StatusCode::NOT_FOUND);
    let (_, page) = get(marsa, &own, "/en/tokens/waiting").await;
    assert!(!page.contains("/confirmation"), "{page}");
    let name = format!("m-sup-{}", id.simple());
    let second = marsa.worker(&name, &["SUPERVISOR"]).await;
    let second = marsa.sign_in(&second).await;
    for lang in ["ar", "en"] {
        let (_, page) = get(marsa, &second, &format!("/{lang}/tokens/waiting")).await;
        assert!(page.contains(&format!("/{lang}/tokens/{id}/confirmation")), "{page}");
    }
    assert!(get(marsa, &second, "/en").await.1.contains("/en/tokens/waiting"), "on their day");
    assert_eq!(post(marsa, &second, &act, "").await.0, StatusCode::SEE_OTHER);
    assert_eq!(post(marsa, &second, &act, "").await.0, StatusCode::NOT_FOUND, "once");
}

async fn read(town: &Town, token: &str, path: &str) -> Value {
    let (status, body) = get_with_token(&town.pair.marsa, token, path).await;
    assert_eq!(status, StatusCode::OK, "{path} {body}");
    serde_json::from_str(&body).unwrap()
}

async fn accept(town: &Town, id: ReferralId) {
    let word = Word { role: PORTAL, worker: town.officer.id, slip: None, said: None };
    let app = &town.pair.marsa.app;
    hosted::act(app, town.hospital.id, id, &Act::Accept, &word, NOW).await.unwrap();
}

/// Everything that the token is given about referrals.
async fn everything(town: &Town, token: &str, id: ReferralId) -> String {
    let mut all = String::new();
    for path in [
        "/fhir/ServiceRequest".to_owned(),
        format!("/fhir/ServiceRequest/{id}"),
        "/fhir/Task".to_owned(),
        format!("/fhir/Task/{id}"),
        "/api/referrals.csv".to_owned(),
    ] {
        let (status, body) = get_with_token(&town.pair.marsa, token, &path).await;
        assert_eq!(status, StatusCode::OK, "{path} {body}");
        all += &body;
    }
    all
}

#[tokio::test(flavor = "multi_thread")]
async fn contract_b33_a_hospital_reads_what_was_referred_to_it_and_no_name_before_it_accepts() {
    let town = Town::new().await;
    let marsa = &town.pair.marsa;
    let id = town.offer_to(&town.hospital).await;
    let other = town.offer_to(&town.centre).await;
    let token = token(&town, &town.hospital, "referrals").await;

    let before = everything(&town, &token, id).await;
    for name in NAMES {
        assert!(!before.contains(name), "{name} before the acceptance");
    }
    let request = read(&town, &token, &format!("/fhir/ServiceRequest/{id}")).await;
    assert_eq!((&request["status"], &request["priority"]), (&"active".into(), &"urgent".into()));
    assert_eq!(request["subject"]["reference"], "#patient");
    assert_eq!(request["contained"][0]["gender"], "female");
    assert_eq!(request["code"]["coding"][0]["code"], "SHELTER");
    assert_eq!(request["orderDetail"][0]["coding"][0]["code"], "LEGAL");
    let list = read(&town, &token, "/fhir/ServiceRequest?_count=1").await;
    assert_eq!((&list["total"], &list["resourceType"]), (&1.into(), &"Bundle".into()));
    assert_eq!(read(&town, &token, &format!("/fhir/Task/{id}")).await["status"], "requested");

    accept(&town, id).await;
    let request = read(&town, &token, &format!("/fhir/ServiceRequest/{id}")).await;
    assert!(request["contained"][0]["name"][0]["text"].as_str().unwrap().contains("وفاء"));
    assert_eq!(read(&town, &token, &format!("/fhir/Task/{id}")).await["status"], "in-progress");
    let (_, rows) = get_with_token(marsa, &token, "/api/referrals.csv").await;
    assert!(rows.lines().count() == 2 && rows.contains("وفاء"), "{rows}");
    // How she is reached is told beside its words of care only, and what she told is on no machine's list.
    for never in ["971590000001", "روت ما حدث", "784-"] {
        assert!(!everything(&town, &token, id).await.contains(never), "{never}");
    }
    described(&town, &token).await;
    strangers(&town, &token, (id, other)).await;
    logged(&town, id).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_never_signed_is_told_to_no_partner_even_when_it_was_dropped() {
    let town = Town::new().await;
    let marsa = &town.pair.marsa;
    let sent = town.offer_to(&town.hospital).await;
    let departs = Some(OverrideReason::Capacity);
    let route = Route { override_: departs, ..town.route(&town.hospital) };
    let never = town.offer(&[route], |_| {}).await.unwrap()[0];
    assert_eq!(marsa.record(never).await.row.state, State::AwaitingApproval);
    // As it ends where the permission is taken back by which its case came.
    let drop = move |tx: &mut dyn sila::db::Tx| tx.send(&referrals::DROP, &sila::p![never]);
    marsa.app.store.write(drop).await.unwrap();
    let (sent, never) = (marsa.record(sent).await.row, marsa.record(never).await.row);
    assert_eq!(never.state, State::Recalled);
    let token = token(&town, &town.hospital, "referrals").await;
    let told = everything(&town, &token, sent.id).await;
    assert!(told.contains(&sent.reference) && !told.contains(&never.reference), "{told}");
    let list = read(&town, &token, "/fhir/Task").await;
    assert_eq!(list["total"], 1, "nor is it counted");
    let guest = town.guest("salem").await;
    let (_, inbox) = get(marsa, &guest, "/en/portal").await;
    assert!(inbox.contains(&sent.reference) && !inbox.contains(&never.reference), "{inbox}");
}

/// Every answer is as the document says.
async fn described(town: &Town, token: &str) {
    let document = read(town, "", "/api/openapi.json").await;
    for path in ["/fhir/metadata", "/fhir/ServiceRequest", "/fhir/Task"] {
        let answers = &document["paths"][path]["get"]["responses"];
        let schema = &answers["200"]["content"]["application/fhir+json"]["schema"];
        let answer = read(town, token, path).await;
        assert_eq!(misfits(&document, schema, &answer), Vec::<String>::new(), "{path}");
    }
}

/// What is another partner's, or needs more than the token has, is not there.
async fn strangers(town: &Town, own: &str, (id, other): (ReferralId, ReferralId)) {
    let marsa = &town.pair.marsa;
    let centre = token(town, &town.centre, "referrals").await;
    let figures = token(town, &town.hospital, "figures").await;
    for (path, token, status, code) in [
        (format!("/fhir/ServiceRequest/{other}"), own, 404, "not-found"),
        (format!("/fhir/Task/{id}"), centre.as_str(), 404, "not-found"),
        (format!("/fhir/Task/{id}"), figures.as_str(), 403, "forbidden"),
        ("/fhir/Task".to_owned(), "", 401, "login"),
        ("/fhir/Task?_count=51".to_owned(), own, 400, "invalid"),
    ] {
        let (got, body) = get_with_token(marsa, token, &path).await;
        assert_eq!(got.as_u16(), status, "{path}");
        let outcome: Value = serde_json::from_str(&body).unwrap();
        assert_eq!(outcome["resourceType"], "OperationOutcome");
        assert_eq!(outcome["issue"][0]["code"], code, "{path}");
        assert!(NAMES.iter().all(|name| !body.contains(name)));
    }
    let suspended = |tx: &mut dyn sila::db::Tx| {
        use sila::agreements::{State, store};
        let by_us = State::Suspended { by_us: true, by_them: false };
        let all = store::all(tx)?;
        let of = all.iter().find(|one| one.agreement.code == "MOU-HOSPITAL").unwrap();
        store::set_state(tx, of.agreement.id, State::Signed, by_us, NOW)
    };
    assert!(marsa.app.store.write(suspended).await.unwrap());
    let (got, body) = get_with_token(marsa, own, "/fhir/Task").await;
    assert_eq!(got, StatusCode::FORBIDDEN);
    assert!(body.contains("token.no_agreement"), "without an agreement in force nothing is read");
}

/// Each reading stands in the log under the program's name.
async fn logged(town: &Town, id: ReferralId) {
    let marsa = &town.pair.marsa;
    let query = move |tx: &mut dyn sila::db::Tx| tx.query(&journal::ACCESS_OF, &sila::p![id.0]);
    let reads = marsa.app.store.read(query).await.unwrap();
    let of_token = reads.iter().filter(|row| row.get::<String>(2).unwrap() == "TOKEN");
    let named = of_token.filter(|row| row.get::<String>(5).unwrap().contains("Ward (HOSPITAL"));
    assert!(named.count() >= 8, "{} readings", reads.len());
    let auditor = marsa.worker("m-dpo", &["DPO_AUDIT"]).await;
    let cookie = marsa.sign_in(&auditor).await;
    let (_, page) = get(marsa, &cookie, "/en/audit/reads").await;
    assert!(page.contains("Ward (HOSPITAL") && page.contains("partner’s program"), "{page}");
}
