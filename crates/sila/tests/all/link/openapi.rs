//! The open interface: its document is compared with the routes and with real answers of a node, and a token reads what its partner may
//! read and nothing else.

use std::collections::{BTreeMap, BTreeSet};

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use serde_json::Value;
use sila::api::store::{self, Use};
use sila::db::Tx;
use sila::research::store::{self as research, Given, Stored};
use sila::research::study;
use sila_core::experience::Quarter;
use sila_core::extract::{Axis, GROUP_MIN, Line, Table, Wanted};
use sila_core::{AgencyId, ExtractId, Millis, StudyId};

use super::super::support::schema::misfits;
use super::activation::{begun, live};
use super::directory::{self, Got, SECRET, TRACES, boys, get, monthly, post, publish, send};
use super::{Place, agree, link};

/// Makes a token on the page and gives it.
pub async fn token(place: &Place, partner: AgencyId, scopes: &[&str]) -> String {
    let officer = super::worker(place, "PARTNERSHIP").await;
    let cookie = directory::sign_in(place, &officer).await;
    let scopes: String = scopes.iter().map(|scope| format!("&scopes={scope}")).collect();
    let form = format!("label=Board&partner={}&days=90{scopes}", partner.to_text());
    let made = post(place, "/en/tokens", &cookie, &form).await;
    assert_eq!(made.status, StatusCode::OK, "{}", made.body);
    let begins = made.body.find("sila_").expect("the token is shown");
    let rest = &made.body[begins..];
    rest.split(|c: char| !c.is_ascii_alphanumeric() && c != '_').next().unwrap().to_owned()
}

/// Asks with a token.
pub async fn ask(place: &Place, path: &str, token: &str) -> Got {
    let request = Request::get(path).header(header::AUTHORIZATION, format!("Bearer {token}"));
    send(place, request.body(Body::empty()).unwrap()).await
}

async fn json(place: &Place, path: &str, token: &str) -> Value {
    let got = ask(place, path, token).await;
    assert_eq!((got.status, got.kind.as_str()), (StatusCode::OK, "application/json"), "{path}");
    serde_json::from_str(&got.body).unwrap()
}

async fn document(place: &Place) -> Value {
    json(place, "/api/openapi.json", "").await
}

/// What the document says that is answered with 200 at this path.
fn described<'a>(document: &'a Value, path: &str) -> &'a Value {
    &document["paths"][path]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
}

/// A table that the agency published, and one that was given to a study.
async fn figures(place: &Place) {
    let now = place.app.clock.now();
    let quarter = Quarter::of(now);
    let table = Table {
        wanted: Wanted {
            from: quarter,
            to: quarter,
            axes: vec![Axis::Quarter, Axis::Category],
            categories: BTreeSet::new(),
            group_min: GROUP_MIN,
        },
        total: 40,
        lines: vec![Line {
            codes: vec![quarter.number().to_string(), "WOMAN".to_owned()],
            count: 19,
        }],
    };
    let worker = super::worker(place, "RESEARCHER").await.id;
    let study = Stored {
        id: StudyId(place.app.clock.new_id()),
        state: sila::research::APPROVED.to_owned(),
        proposer: worker,
        researcher: worker,
        asked_at: now,
        until: now.plus_days(90),
        result: None,
        body: Vec::new(),
        approval: None,
    };
    let of = study.id;
    place.app.store.write(move |tx| research::insert(tx, &study)).await.unwrap();
    for (nth, study) in [None, Some(of)].into_iter().enumerate() {
        let id = ExtractId(place.app.clock.new_id());
        let body = study::to_cbor(&table);
        let one = Given { id, study, worker, at: now, body };
        let given = place.app.store.write(move |tx| research::give(tx, &one, nth)).await;
        assert!(given.unwrap());
    }
}

/// Two agencies with an annex and an initiative, services and figures.
async fn lively() -> (Place, Place) {
    let (dana, marsa, ids) = live().await;
    begun(&dana, &marsa, ids).await;
    let keeper = super::worker(&dana, "HEAD").await;
    publish(&dana, &keeper, &monthly(&dana), None).await;
    publish(&dana, &keeper, &boys(&dana), Some(SECRET)).await;
    figures(&dana).await;
    (dana, marsa)
}

#[tokio::test(flavor = "multi_thread")]
async fn contract_b33_the_document_describes_every_route_and_every_answer_is_as_it_says() {
    let (dana, marsa) = lively().await;
    let document = document(&dana).await;
    assert_eq!(document["openapi"], "3.1.0");
    let paths = document["paths"].as_object().unwrap();
    let there: BTreeSet<&str> = paths.keys().map(String::as_str).collect();
    let open = |path: &&str| ["/api/", "/hsds/", "/fhir/"].iter().any(|one| path.starts_with(one));
    let routes = sila::routes::table().list;
    let routes: BTreeSet<&str> = routes.iter().map(|route| route.path).filter(open).collect();
    let documents = BTreeSet::from(["/api/openapi.json", "/hsds/openapi.json"]);
    assert_eq!(there, &routes - &documents);
    let token = token(&dana, marsa.app.node.id, &["figures", "partnership"]).await;
    let (mut looked, mut said) = (BTreeMap::new(), document.to_string());
    // What is read of referrals has a story of its own.
    let here = |path: &&String| !path.ends_with("{id}") && !described(&document, path).is_null();
    for path in paths.keys().filter(here) {
        let answer = json(&dana, path, &token).await;
        let schema = described(&document, path);
        assert_eq!(misfits(&document, schema, &answer), Vec::<String>::new(), "{path}");
        said += &answer.to_string();
        let contents = answer["contents"].as_array().cloned().unwrap_or_default();
        looked.insert(path.as_str(), contents.len());
        let one = format!("{path}/{{id}}");
        for item in contents.iter().filter(|_| paths.contains_key(&one)) {
            let at = format!("{path}/{}", item["id"].as_str().unwrap());
            for at in [at.clone(), format!("{at}?lang=en")] {
                let answer = json(&dana, &at, &token).await;
                let schema = described(&document, &one);
                assert_eq!(misfits(&document, schema, &answer), Vec::<String>::new(), "{at}");
                said += &answer.to_string();
            }
        }
    }
    for query in ["full=true", "minimal=true", "lang=en&full=true", "per_page=1&page=2"] {
        for list in ["/hsds/services", "/hsds/service_at_locations"] {
            let answer = json(&dana, &format!("{list}?{query}"), "").await;
            let schema = described(&document, list);
            assert_eq!(misfits(&document, schema, &answer), Vec::<String>::new(), "{list} {query}");
            said += &answer.to_string();
        }
    }
    no_trace(&dana, &said);
    // No list was empty, so each shape was really looked at.
    let lists = looked.iter().filter(|(path, _)| !["/api/token", "/hsds/"].contains(path));
    assert_eq!(lists.clone().count(), 9, "{looked:?}");
    assert!(lists.into_iter().all(|(_, count)| *count > 0), "{looked:?}");
    assert_eq!(looked["/api/figures"], 1, "what a study was given is not published");
}

/// The address of the confidential house is in no answer, and in no file of the node: where it is kept it is sealed.
fn no_trace(place: &Place, said: &str) {
    assert!(
        said.contains("شارع المرفأ المعلن"),
        "an open address is found, so the looking can fail"
    );
    let mut kept = Vec::new();
    for entry in std::fs::read_dir(place._dir.path()).unwrap() {
        let path = entry.unwrap().path();
        if path.is_file() {
            kept.extend(std::fs::read(path).unwrap());
        }
    }
    let has = |trace: &str| kept.windows(trace.len()).any(|bytes| bytes == trace.as_bytes());
    assert!(has("شارع المرفأ المعلن") || kept.len() > 100_000, "the files were read");
    // The number of the house could stand in any identifier.
    for trace in TRACES.into_iter().filter(|trace| !trace.is_ascii()) {
        assert!(!said.contains(trace), "an answer says {trace}");
        assert!(!has(trace), "a file of the node says {trace}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn contract_b33_a_token_reads_for_its_partner_alone_and_each_refusal_is_clear() {
    let (dana, marsa) = lively().await;
    let mut naseem = Place::make("NASEEM", true).await;
    naseem.start();
    link(&dana, &naseem).await;
    agree(&dana, &naseem).await;
    let (partner, other) = (marsa.app.node.id, naseem.app.node.id);
    let own = token(&dana, partner, &["partnership"]).await;
    let others = token(&dana, other, &["partnership"]).await;
    let mine = json(&dana, "/api/agreements", &own).await;
    let theirs = json(&dana, "/api/agreements", &others).await;
    assert_eq!((&mine["total_items"], &theirs["total_items"]), (&1.into(), &1.into()));
    let id = mine["contents"][0]["id"].as_str().unwrap();
    assert_ne!(Some(id), theirs["contents"][0]["id"].as_str());
    assert!(json(&dana, &format!("/api/agreements/{id}"), &own).await["clauses"].is_array());
    assert_eq!(json(&dana, "/api/initiatives", &others).await["total_items"], 0);
    let agreement = format!("/api/agreements/{id}");
    let malformed = "/api/obligations?per_page=101";
    for (path, token, status, code) in [
        ("/api/agreements", "", 401, "token.unknown"),
        ("/api/agreements", "sila_abc", 401, "token.unknown"),
        (agreement.as_str(), others.as_str(), 404, "page.not_found"),
        ("/api/agreements/7", own.as_str(), 404, "page.not_found"),
        ("/api/figures", own.as_str(), 403, "token.out_of_scope"),
        (malformed, own.as_str(), 400, "api.malformed"),
        ("/api/agreements?page=", own.as_str(), 400, "api.malformed"),
        ("/api/agreements?page=%2B1", own.as_str(), 400, "api.malformed"),
    ] {
        let got = ask(&dana, path, token).await;
        assert_eq!((got.status.as_u16(), got.kind.as_str()), (status, "application/problem+json"));
        let problem: Value = serde_json::from_str(&got.body).unwrap();
        assert_eq!(problem["code"], code, "{path} {token}");
        let shape = &document(&dana).await["components"]["schemas"]["problem"];
        assert_eq!(misfits(&Value::Null, shape, &problem), Vec::<String>::new());
        if status == 400 {
            let field = if path == malformed { "per_page" } else { "page" };
            assert_eq!(problem["facts"]["field"], field);
        }
    }
    let none = get(&dana, "/api/agreements", "").await;
    assert_eq!(none.status, StatusCode::UNAUTHORIZED);
    assert!(none.body.contains("token.missing"));
    revoked(&dana, &own).await;
    too_often(&dana, &others).await;
    dana.app.clock.set(Some(dana.app.clock.now().plus_days(91)));
    let late = ask(&dana, "/api/agreements", &others).await;
    assert_eq!(late.status, StatusCode::UNAUTHORIZED);
    assert!(late.body.contains("token.expired"), "{}", late.body);
}

/// What was asked three hundred times in a minute is not asked again before the minute is over.
async fn too_often(dana: &Place, token: &str) {
    let kept = dana.app.store.read(store::all).await.unwrap();
    let last = kept.iter().max_by_key(|one| one.made_at).unwrap().id;
    let (at, ids) = (dana.app.clock.now(), (0..300).map(|_| dana.app.clock.new_id()));
    let used = |id| Use { id, token: last, at, what: "agreements", verdict: "ok".to_owned() };
    let all: Vec<Use> = ids.map(used).collect();
    let write =
        move |tx: &mut dyn Tx| all.iter().try_for_each(|one| store::used(tx, one, Millis(0)));
    dana.app.store.write(write).await.unwrap();
    for _ in 0..3 {
        let got = ask(dana, "/api/agreements", token).await;
        assert_eq!(got.status, StatusCode::TOO_MANY_REQUESTS);
        assert!(got.body.contains("token.too_often"));
    }
    // Written down once in that minute, and not for every call: on the token's page and in the journal.
    let read = move |tx: &mut dyn Tx| {
        let uses = store::uses(tx, last)?.into_iter().filter(|(_, _, how)| how != "ok").count();
        let sql = "select count(*) from journal where subject = $1";
        let subject = sila::db::V::from(format!("{last} token.too_often"));
        let facts: i64 = tx.query_text(sql, &[subject])?[0].get(0)?;
        Ok::<_, sila::db::DbError>((uses, facts))
    };
    assert_eq!(dana.app.store.read(read).await.unwrap(), (1, 1));
}

/// A revoked token is refused, and its page shows every call.
async fn revoked(dana: &Place, own: &str) {
    let officer = super::worker(dana, "ADMIN").await;
    let cookie = directory::sign_in(dana, &officer).await;
    let list = get(dana, "/en/tokens", &cookie).await.body;
    assert!(!list.contains(own), "the token is shown once only");
    let kept = dana.app.store.read(store::all).await.unwrap();
    assert_eq!(kept.len(), 2);
    let first = kept.iter().min_by_key(|one| one.made_at).unwrap().id;
    let page = get(dana, &format!("/en/tokens/{first}"), &cookie).await.body;
    assert!(page.contains("Answered") && page.contains("Refused: out of scope"), "{page}");
    let ended = post(dana, &format!("/en/tokens/{first}/revocation"), &cookie, "").await;
    assert_eq!(ended.status, StatusCode::SEE_OTHER);
    let got = ask(dana, "/api/token", own).await;
    assert_eq!(got.status, StatusCode::UNAUTHORIZED);
    assert!(got.body.contains("token.revoked"));
    let again = post(dana, &format!("/en/tokens/{first}/revocation"), &cookie, "").await;
    assert_eq!(again.status, StatusCode::NOT_FOUND);
    for path in ["/ar/tokens", &format!("/ar/tokens/{first}")] {
        assert_eq!(get(dana, path, &cookie).await.status, StatusCode::OK);
    }
    // Its account is nobody who works here, and nobody signs in with it.
    let accounts = get(dana, "/en/accounts", &cookie).await.body;
    assert!(!accounts.contains("program-"));
    let intake = super::worker(dana, "INTAKE").await;
    let cookie = directory::sign_in(dana, &intake).await;
    assert_eq!(get(dana, "/en/tokens", &cookie).await.status, StatusCode::FORBIDDEN);
}
