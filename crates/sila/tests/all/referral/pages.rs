//! The pages of referrals, asked for through the route table as a browser would.

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use http_body_util::BodyExt;
use hyper::service::Service;
use hyper_util::service::TowerToHyperService;
use sila::referrals;
use sila_core::codes::OverrideReason;
use sila_core::referral::State;

use super::nodes::{NOW, Node, Pair};

async fn ask(node: &Node, request: Request<Body>) -> (StatusCode, String) {
    let (status, bytes) = bytes(node, request).await;
    (status, String::from_utf8(bytes).unwrap())
}

async fn bytes(node: &Node, request: Request<Body>) -> (StatusCode, Vec<u8>) {
    let router = TowerToHyperService::new(sila::routes::router(&node.app));
    let response = router.call(request).await.unwrap();
    let status = response.status();
    assert_eq!(response.headers()[header::CACHE_CONTROL], "no-store");
    (status, response.into_body().collect().await.unwrap().to_bytes().to_vec())
}

/// A file, as it is saved.
pub async fn file(node: &Node, cookie: &str, path: &str) -> (StatusCode, Vec<u8>) {
    let request = Request::get(path).header(header::COOKIE, cookie_of(node, cookie));
    bytes(node, request.body(Body::empty()).unwrap()).await
}

fn cookie_of(node: &Node, value: &str) -> String {
    format!("{}={value}", sila::accounts::session::cookie_name(&node.app))
}

pub async fn get(node: &Node, cookie: &str, path: &str) -> (StatusCode, String) {
    let request = Request::get(path).header(header::COOKIE, cookie_of(node, cookie));
    ask(node, request.body(Body::empty()).unwrap()).await
}

/// Asks as a program does, with a token.
pub async fn get_with_token(node: &Node, token: &str, path: &str) -> (StatusCode, String) {
    let request = Request::get(path).header(header::AUTHORIZATION, format!("Bearer {token}"));
    ask(node, request.body(Body::empty()).unwrap()).await
}

/// Sends a form without a session; the value of the cookie that comes back.
pub async fn post_for_cookie(node: &Node, path: &str, form: &str) -> (StatusCode, Option<String>) {
    let request = Request::post(path)
        .header("sec-fetch-site", "same-origin")
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
    let router = TowerToHyperService::new(sila::routes::router(&node.app));
    let response = router.call(request.body(Body::from(form.to_owned())).unwrap()).await.unwrap();
    let cookie = response.headers().get(header::SET_COOKIE).map(|value| {
        let pair = value.to_str().unwrap().split(';').next().unwrap();
        pair.split_once('=').unwrap().1.to_owned()
    });
    (response.status(), cookie)
}

pub async fn post(node: &Node, cookie: &str, path: &str, form: &str) -> (StatusCode, String) {
    let request = Request::post(path)
        .header(header::COOKIE, cookie_of(node, cookie))
        .header("sec-fetch-site", "same-origin")
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
    ask(node, request.body(Body::from(form.to_owned())).unwrap()).await
}

/// Sends a form with a file.
pub async fn upload(
    node: &Node,
    cookie: &str,
    path: &str,
    fields: &[(&str, &str)],
    file: &[u8],
) -> (StatusCode, String) {
    let mut body = Vec::new();
    for (name, text) in fields {
        let part =
            format!("--xx\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{text}\r\n");
        body.extend_from_slice(part.as_bytes());
    }
    body.extend_from_slice(
        b"--xx\r\nContent-Disposition: form-data; name=\"file\"; filename=\"f\"\r\n\r\n",
    );
    body.extend_from_slice(file);
    body.extend_from_slice(b"\r\n--xx--\r\n");
    let request = Request::post(path)
        .header(header::COOKIE, cookie_of(node, cookie))
        .header("sec-fetch-site", "same-origin")
        .header(header::CONTENT_TYPE, "multipart/form-data; boundary=xx");
    ask(node, request.body(Body::from(body)).unwrap()).await
}

/// A key that has no text is shown as itself.
pub fn shows_every_text(page: &str) {
    let main = page.split_once("<main").map_or("", |(_, rest)| rest);
    let texts = main.split('<').filter_map(|part| part.split_once('>')).map(|(_, text)| text);
    let keys = [
        "joint",
        "task",
        "goal",
        "referral",
        "referrals",
        "rounds",
        "state",
        "category",
        "service",
        "field",
        "problem",
        "aims",
        "brought",
        "signing",
        "historic",
        "partnership",
        "lifecycle",
        "private",
        "pdpl",
        "strategic",
    ];
    let missing: Vec<&str> = texts
        .flat_map(str::split_whitespace)
        .filter(|word| keys.iter().any(|key| word.starts_with(&format!("{key}-"))))
        .collect();
    assert!(missing.is_empty(), "texts shown as their keys: {missing:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_receiver_sees_a_preview_before_and_the_name_after_acceptance() {
    let pair = Pair::new().await;
    let id = pair.offer(|_| {}).await.unwrap().id;
    pair.settle().await;
    let cookie = pair.dana.sign_in(&pair.officer).await;
    for (lang, not_shared) in [("ar", "السجل"), ("en", "Medical")] {
        let (status, page) = get(&pair.dana, &cookie, &format!("/{lang}/referrals/{id}")).await;
        assert_eq!(status, StatusCode::OK);
        shows_every_text(&page);
        for secret in ["وفاء", "Wafaa", "784-", "971590000001", "روت ما حدث", "أختها"]
        {
            assert!(!page.contains(secret), "{lang}: {secret} before acceptance");
        }
        assert!(page.contains("R-MARSA-25-00001") && page.contains("data-live=\"referrals\""));
        assert!(page.contains(not_shared), "{lang}: what is not shared");
        assert!(page.contains("5.1"), "{lang}: the clause of the agreed time");
        let (_, list) = get(&pair.dana, &cookie, &format!("/{lang}/referrals/in")).await;
        assert!(list.contains("R-MARSA-25-00001"), "{lang}: the list");
        shows_every_text(&list);
    }
    let act = format!("/ar/referrals/{id}/acceptance");
    let (status, _) = post(&pair.dana, &cookie, &act, "").await;
    assert_eq!(status, StatusCode::SEE_OTHER);
    pair.settle().await;
    for lang in ["ar", "en"] {
        let (_, page) = get(&pair.dana, &cookie, &format!("/{lang}/referrals/{id}")).await;
        shows_every_text(&page);
        assert!(page.contains("وفاء سالم المرجاني"), "{lang}: the name after acceptance");
        assert!(page.contains("/cases/"), "{lang}: the case");
        assert!(page.contains("Worker d-ref") || page.contains("موظفة d-ref"), "who has read it");
        let (_, proof) = get(&pair.dana, &cookie, &format!("/{lang}/referrals/{id}/proof")).await;
        shows_every_text(&proof);
        assert!(!proof.contains("وفاء") && proof.contains("MOU-DEMO-001"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stranger_finds_nothing_and_the_wrong_role_may_not_decide() {
    let pair = Pair::new().await;
    let id = pair.offer(|_| {}).await.unwrap().id;
    pair.settle().await;
    let other = pair.marsa.worker("m-cm1", &["CASE_MANAGER"]).await;
    let cookie = pair.marsa.sign_in(&other).await;
    let page = format!("/en/referrals/{id}");
    assert_eq!(get(&pair.marsa, &cookie, &page).await.0, StatusCode::NOT_FOUND);
    let recall = format!("/en/referrals/{id}/recall");
    let (status, _) = post(&pair.marsa, &cookie, &recall, "code=R4").await;
    assert_eq!(status, StatusCode::NOT_FOUND);
    let (_, list) = get(&pair.marsa, &cookie, "/en/referrals/out").await;
    assert!(!list.contains("R-MARSA-25-00001"));
    let own = pair.marsa.sign_in(&pair.sender).await;
    let (_, list) = get(&pair.marsa, &own, "/en/referrals/out").await;
    assert!(list.contains("R-MARSA-25-00001"));
    let shelter = pair.dana.worker("d-shel", &["SHELTER_SUPERVISOR"]).await;
    let cookie = pair.dana.sign_in(&shelter).await;
    let accept = format!("/en/referrals/{id}/acceptance");
    assert_eq!(post(&pair.dana, &cookie, &accept, "").await.0, StatusCode::FORBIDDEN);
    assert_eq!(get(&pair.dana, &cookie, &page).await.0, StatusCode::NOT_FOUND);
}

#[tokio::test(flavor = "multi_thread")]
async fn forms_ask_for_what_is_missing_and_keep_what_was_chosen() {
    let pair = Pair::new().await;
    let id = pair.offer(|_| {}).await.unwrap().id;
    pair.settle().await;
    let cookie = pair.dana.sign_in(&pair.officer).await;
    let decline = format!("/en/referrals/{id}/decline");
    let (status, page) = get(&pair.dana, &cookie, &decline).await;
    assert_eq!(status, StatusCode::OK);
    shows_every_text(&page);
    let (_, hers) = page.split_once("On the side of the person").unwrap();
    let (hers, ours) = hers.split_once("On our side").unwrap();
    assert!(hers.contains("value=\"P1\"") && !hers.contains("value=\"V1\""), "{hers}");
    assert!(ours.contains("value=\"V1\"") && !ours.contains("value=\"P1\""), "{ours}");
    let (status, page) = post(&pair.dana, &cookie, &decline, "code=V3").await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.contains("err-sum") && page.contains("value=\"V3\" selected"));
    let (status, _) = post(&pair.dana, &cookie, &decline, "code=V3&area=AE-FU").await;
    assert_eq!(status, StatusCode::SEE_OTHER);
    pair.settle().await;
    let own = pair.marsa.sign_in(&pair.sender).await;
    for lang in ["ar", "en"] {
        let (_, page) = get(&pair.marsa, &own, &format!("/{lang}/referrals/{id}")).await;
        shows_every_text(&page);
        assert!(page.contains("V3"), "{lang}: the reason reaches the sender");
        let erased = get(&pair.dana, &cookie, &format!("/{lang}/referrals/{id}")).await.1;
        shows_every_text(&erased);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_second_approver_reads_what_will_leave_and_sends_it() {
    let pair = Pair::new().await;
    let id =
        pair.offer(|wish| wish.route.override_ = Some(OverrideReason::Capacity)).await.unwrap().id;
    let supervisor = pair.marsa.worker("m-sup", &["SUPERVISOR"]).await;
    let cookie = pair.marsa.sign_in(&supervisor).await;
    for lang in ["ar", "en"] {
        let (_, page) = get(&pair.marsa, &cookie, &format!("/{lang}/referrals/{id}")).await;
        shows_every_text(&page);
        assert!(page.contains("وفاء سالم المرجاني") && page.contains("name=\"decision\""));
    }
    let act = format!("/ar/referrals/{id}/approval");
    let (status, _) = post(&pair.marsa, &cookie, &act, "decision=approve").await;
    assert_eq!(status, StatusCode::SEE_OTHER);
    assert_eq!(pair.marsa.record(id).await.row.state, State::Offered);
    let own = referrals::counts(&pair.marsa.app, &supervisor).await.unwrap();
    assert_eq!((own.approvals, own.outgoing_open), (0, 1));
    assert!(pair.marsa.record(id).await.row.decide_by > NOW);
}
