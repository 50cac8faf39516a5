//! A password alone opens nothing where there is a second factor; what the second factor asks, refuses and forgives.

use sila_core::time::Millis;

use super::code;
use super::pending;
use crate::accounts::{Worker, forgotten, password, session, store as accounts};
use crate::testing::{Got, TestNode, check_page};

const PASSWORD: &str = "seven blue lanterns";

/// Somebody who signs in with a password, at a node whose clock a test may move.
async fn somebody(node: &TestNode, name: &str, roles: &[&str]) -> Worker {
    let worker = node.worker(name, roles).await;
    let (hash, id) = (password::hash(PASSWORD).unwrap(), worker.id);
    node.write(move |tx| accounts::set_password(tx, id, &hash)).await.unwrap();
    worker
}

/// A browser that has only the cookie it was given last, as `NAME=VALUE`.
async fn sign_in(node: &TestNode, name: &str, typed: &str) -> (Got, String) {
    let form = [("user", name), ("password", typed), ("then", "/contacts")];
    let (got, held) = node.post_holding("/en/sign-in", "", &form).await;
    (got, held.unwrap_or_default())
}

async fn give(node: &TestNode, held: &str, typed: &str) -> (Got, String) {
    let form = [("code", typed), ("then", "/contacts")];
    let (got, held) = node.post_holding("/en/sign-in/code", held, &form).await;
    (got, held.unwrap_or_default())
}

/// What a session's cookie holds, from `NAME=VALUE`; empty for any other cookie.
fn value(node: &TestNode, held: &str) -> String {
    let name = format!("{}=", session::cookie_name(&node.app));
    held.strip_prefix(&name).unwrap_or_default().to_owned()
}

fn later(node: &TestNode, seconds: i64) {
    let now = node.app.clock.now();
    node.app.clock.set(Some(Millis(now.0 + seconds * 1000)));
}

/// What a telephone shows now that holds this secret.
fn shown(node: &TestNode, secret: &[u8]) -> String {
    code::of_step(secret, code::step(node.app.clock.now()))
}

/// The secret as the page writes it for somebody who types it.
fn read_secret(page: &str) -> Vec<u8> {
    const LETTERS: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    let group = |word: &&str| word.len() == 39 && word.split(' ').all(|four| four.len() == 4);
    let text = page.split(['<', '>']).map(str::trim).find(group).unwrap();
    let letters = text.chars().filter(|c| *c != ' ');
    let bits: String = letters.map(|c| format!("{:05b}", LETTERS.find(c).unwrap())).collect();
    let bytes = bits.as_bytes().chunks(8).map(|eight| std::str::from_utf8(eight).unwrap());
    bytes.map(|eight| u8::from_str_radix(eight, 2).unwrap()).collect()
}

/// The recovery codes on the page that shows them.
fn read_codes(page: &str) -> Vec<String> {
    let list = page.split_once("<ol>").unwrap().1.split_once("</ol>").unwrap().0;
    let items = list.split("<li>").skip(1);
    items.map(|item| item.split(['<', '>']).nth(2).unwrap().to_owned()).collect()
}

/// Sets a second factor up on the worker's own pages; gives the secret and the recovery codes.
async fn set_up(node: &TestNode, cookie: &str) -> (Vec<u8>, Vec<String>) {
    let path = "/en/me/second-factor";
    let wrong = node.post(path, cookie, &[("password", "not the password")]).await;
    assert_eq!(wrong.status, 422, "the password is asked for");
    let begun = node.post(path, cookie, &[("password", PASSWORD)]).await;
    assert_eq!(begun.location, path);
    let page = node.get(path, cookie).await.body;
    assert!(page.contains("<svg class=\"qr\""), "the square");
    let secret = read_secret(&page);
    assert_eq!(secret.len(), code::SECRET_BYTES);
    let to = format!("{path}/confirmation");
    assert_eq!(node.post(&to, cookie, &[("code", "000000")]).await.status, 422);
    let done = node.post(&to, cookie, &[("code", &shown(node, &secret))]).await;
    assert_eq!(done.status, 200, "{}", done.body);
    let codes = read_codes(&done.body);
    assert_eq!(codes.len(), 10);
    (secret, codes)
}

/// Somebody with a second factor, and the next step of their telephone.
async fn with_factor(
    node: &TestNode,
    name: &str,
    roles: &[&str],
) -> (Worker, Vec<u8>, Vec<String>) {
    let worker = somebody(node, name, roles).await;
    let cookie = node.sign_in(&worker).await;
    let (secret, codes) = set_up(node, &cookie).await;
    later(node, 60);
    (worker, secret, codes)
}

async fn opens(node: &TestNode, cookie: &str, path: &str) -> bool {
    node.get(path, cookie).await.status == 200
}

#[tokio::test]
async fn a_password_alone_signs_in_who_has_no_second_factor() {
    let node = TestNode::new().await;
    somebody(&node, "reem", &["INTAKE"]).await;
    let (got, held) = sign_in(&node, "reem", PASSWORD).await;
    assert_eq!(got.location, "/en/contacts");
    assert!(opens(&node, &value(&node, &held), "/en/contacts").await);
    node.end().await;
}

#[tokio::test]
async fn a_right_password_opens_nothing_before_the_code() {
    let node = TestNode::new().await;
    let (_, secret, _) = with_factor(&node, "reem", &["INTAKE"]).await;
    let (got, held) = sign_in(&node, "reem", PASSWORD).await;
    assert_eq!(got.location, "/en/sign-in/code?then=%2Fcontacts");
    assert!(value(&node, &held).is_empty(), "no session");
    let waiting = held.split_once('=').unwrap().1.to_owned();
    assert!(!opens(&node, &waiting, "/en/contacts").await, "what waits is no session");
    for lang in ["ar", "en"] {
        let path = format!("/{lang}/sign-in/code?then=%2Fcontacts");
        let page = node.get_holding(&path, &held).await;
        check_page(&page.body, lang);
        assert!(page.body.contains("one-time-code"));
    }
    let stranger = node.get_holding("/en/sign-in/code", "").await;
    assert_eq!(stranger.location, "/en/sign-in", "without the cookie nothing is asked");
    assert_eq!(give(&node, "", &shown(&node, &secret)).await.0.status, 422, "nor taken");
    let (got, held) = give(&node, &held, &shown(&node, &secret)).await;
    assert_eq!((got.status.as_u16(), got.location.as_str()), (303, "/en/contacts"));
    assert!(opens(&node, &value(&node, &held), "/en/contacts").await);
    node.end().await;
}

#[tokio::test]
async fn a_code_is_taken_once_and_a_late_sign_in_begins_again() {
    let node = TestNode::new().await;
    let (_, secret, _) = with_factor(&node, "reem", &["INTAKE"]).await;
    let (_, first) = sign_in(&node, "reem", PASSWORD).await;
    let (_, second) = sign_in(&node, "reem", PASSWORD).await;
    let used = shown(&node, &secret);
    assert_eq!(give(&node, &first, &used).await.0.status, 303);
    assert_eq!(give(&node, &first, &used).await.0.status, 422, "the sign-in is over");
    assert_eq!(give(&node, &second, &used).await.0.status, 422, "the code is used");
    later(&node, 30);
    assert_eq!(give(&node, &second, &used).await.0.status, 422, "also a step later");
    assert_eq!(give(&node, &second, &shown(&node, &secret)).await.0.status, 303);
    let (_, late) = sign_in(&node, "reem", PASSWORD).await;
    later(&node, pending::LIFE_MINUTES * 60);
    let (got, held) = give(&node, &late, &shown(&node, &secret)).await;
    assert_eq!(got.status, 422);
    assert!(got.body.contains("action=\"/en/sign-in\"") && held.is_empty(), "from the beginning");
    node.end().await;
}

#[tokio::test]
async fn five_wrong_codes_begin_again_and_count_like_wrong_passwords() {
    let node = TestNode::new().await;
    let (worker, secret, _) = with_factor(&node, "reem", &["INTAKE"]).await;
    let (_, held) = sign_in(&node, "reem", PASSWORD).await;
    for n in 1..5 {
        let (got, _) = give(&node, &held, "12345").await;
        assert!(got.status == 422 && got.body.contains("action=\"/en/sign-in/code\""), "{n}");
        let (again, _) = sign_in(&node, "reem", PASSWORD).await;
        assert_eq!(again.status, 303, "a right password between takes nothing back: {n}");
    }
    let (got, _) = give(&node, &held, "12345").await;
    assert!(got.status == 422 && got.body.contains("action=\"/en/sign-in\""), "the fifth");
    assert_eq!(give(&node, &held, &shown(&node, &secret)).await.0.status, 422, "over");
    let id = worker.id;
    let (failures, until) = node.write(move |tx| accounts::failures(tx, id)).await.unwrap();
    assert_eq!((failures, until > node.app.clock.now()), (5, true));
    assert_eq!(sign_in(&node, "reem", PASSWORD).await.0.status, 422, "a pause");
    later(&node, 30);
    let (_, held) = sign_in(&node, "reem", PASSWORD).await;
    assert_eq!(give(&node, &held, "12345").await.0.status, 422, "the sixth");
    assert_eq!(give(&node, &held, &shown(&node, &secret)).await.0.status, 422, "a longer pause");
    later(&node, 30);
    assert_eq!(give(&node, &held, &shown(&node, &secret)).await.0.status, 422, "still");
    later(&node, 30);
    assert_eq!(give(&node, &held, &shown(&node, &secret)).await.0.status, 303);
    let (failures, _) = node.write(move |tx| accounts::failures(tx, id)).await.unwrap();
    assert_eq!(failures, 0, "a right code takes the count back");
    node.end().await;
}

#[tokio::test]
async fn a_recovery_code_opens_once_and_leads_to_where_the_telephone_is_replaced() {
    let node = TestNode::new().await;
    let (_, _, codes) = with_factor(&node, "reem", &["INTAKE"]).await;
    let (_, first) = sign_in(&node, "reem", PASSWORD).await;
    let (_, second) = sign_in(&node, "reem", PASSWORD).await;
    let (got, held) = give(&node, &first, &codes[3].to_lowercase()).await;
    assert_eq!(got.location, "/en/me/second-factor");
    assert_eq!(give(&node, &second, &codes[3]).await.0.status, 422, "once");
    let cookie = value(&node, &held);
    let page = node.get("/en/me/second-factor", &cookie).await.body;
    assert!(page.contains("\u{2068}9\u{2069} left") || page.contains("9 left"), "{page}");
    assert!(codes.iter().all(|code| !page.contains(code.as_str())), "shown once");
    // With another of them the worker takes a new telephone; the old codes end with it.
    let renew = [("password", PASSWORD), ("code", codes[4].as_str())];
    assert_eq!(node.post("/en/me/second-factor", &cookie, &renew).await.status, 303);
    let page = node.get("/en/me/second-factor", &cookie).await.body;
    let secret = read_secret(&page);
    let to = "/en/me/second-factor/confirmation";
    let done = node.post(to, &cookie, &[("code", &shown(&node, &secret))]).await;
    assert_eq!(read_codes(&done.body).len(), 10);
    assert_eq!(give(&node, &second, &codes[5]).await.0.status, 422, "an old recovery code");
    later(&node, 30);
    assert_eq!(give(&node, &second, &shown(&node, &secret)).await.0.status, 303);
    node.end().await;
}

#[tokio::test]
async fn it_is_switched_off_with_the_password_and_a_code_only() {
    let node = TestNode::new().await;
    let (worker, secret, _) = with_factor(&node, "reem", &["INTAKE"]).await;
    let cookie = node.sign_in(&worker).await;
    let end = "/en/me/second-factor/end";
    let code = shown(&node, &secret);
    let (neither, alone) = ([("password", PASSWORD)], [("code", code.as_str())]);
    assert_eq!(node.post(end, &cookie, &neither).await.status, 422);
    assert_eq!(node.post(end, &cookie, &alone).await.status, 422);
    assert_eq!(node.post("/en/me/second-factor", &cookie, &neither).await.status, 422, "renewal");
    for lang in ["ar", "en"] {
        check_page(&node.get(&format!("/{lang}/me/second-factor"), &cookie).await.body, lang);
        check_page(&node.get(&format!("/{lang}/me"), &cookie).await.body, lang);
    }
    let both = [("password", PASSWORD), ("code", code.as_str())];
    assert_eq!(node.post(end, &cookie, &both).await.status, 303);
    assert_eq!(sign_in(&node, "reem", PASSWORD).await.0.location, "/en/contacts");
    node.end().await;
}

#[tokio::test]
async fn a_session_that_locked_is_opened_with_the_password_alone() {
    let node = TestNode::new().await;
    let (_, secret, _) = with_factor(&node, "reem", &["INTAKE"]).await;
    let (_, held) = sign_in(&node, "reem", PASSWORD).await;
    let (_, held) = give(&node, &held, &shown(&node, &secret)).await;
    later(&node, 20 * 60);
    let cookie = value(&node, &held);
    assert_eq!(node.get("/en/contacts", &cookie).await.location, "/en/lock?then=%2Fcontacts");
    let form = [("password", PASSWORD), ("then", "/contacts")];
    let (got, held) = node.post_holding("/en/lock", &held, &form).await;
    assert_eq!(got.location, "/en/contacts");
    assert!(opens(&node, &value(&node, &held.unwrap()), "/en/contacts").await);
    node.end().await;
}

#[tokio::test]
async fn whose_role_must_have_one_gets_nothing_else_before_it_is_set_up() {
    let node = TestNode::new().await;
    let admin = node.worker("admin", &["ADMIN"]).await;
    let admin = node.sign_in(&admin).await;
    somebody(&node, "reem", &["INTAKE"]).await;
    let other = somebody(&node, "huda", &["CASE_MANAGER"]).await;
    let running = sign_in(&node, "reem", PASSWORD).await.1;
    let rule = [("roles", "INTAKE"), ("roles", "WIZARD")];
    assert_eq!(node.post("/en/accounts/second-factor", &admin, &rule).await.status, 303);
    for lang in ["ar", "en"] {
        let page = node.get(&format!("/{lang}/accounts/second-factor"), &admin).await.body;
        check_page(&page, lang);
    }
    let held = sign_in(&node, "reem", PASSWORD).await.1;
    for held in [&running, &held] {
        let cookie = value(&node, held);
        for path in ["/en", "/en/contacts", "/en/me", "/en/cases"] {
            assert_eq!(node.get(path, &cookie).await.location, "/en/me/second-factor", "{path}");
        }
        let act = node.post("/en/me/password", &cookie, &[]).await;
        assert_eq!(act.location, "/en/me/second-factor", "nor an act");
        let page = node.get("/en/me/second-factor", &cookie).await.body;
        assert!(!page.contains("<nav"), "nothing of the work beside it");
        check_page(&page, "en");
    }
    let other = node.sign_in(&other).await;
    assert!(opens(&node, &other, "/en/cases").await, "another role is asked for nothing");
    let cookie = value(&node, &held);
    let (secret, _) = set_up(&node, &cookie).await;
    assert!(opens(&node, &cookie, "/en/contacts").await, "and then everything opens");
    later(&node, 60);
    let code = shown(&node, &secret);
    let both = [("password", PASSWORD), ("code", code.as_str())];
    let kept = node.post("/en/me/second-factor/end", &cookie, &both).await;
    assert_eq!(kept.status, 409, "it cannot be switched off");
    node.end().await;
}

#[tokio::test]
async fn an_administrator_takes_it_away_and_reads_nothing_of_it() {
    let node = TestNode::new().await;
    let boss = node.worker("admin", &["ADMIN"]).await;
    let admin = node.sign_in(&boss).await;
    let (worker, secret, codes) = with_factor(&node, "reem", &["INTAKE"]).await;
    let session = node.sign_in(&worker).await;
    let reset = format!("/en/accounts/{}/second-factor/reset", worker.id);
    let page = node.get("/en/accounts/second-factor", &admin).await.body;
    assert!(page.contains(&reset));
    let bare: [u8; code::SECRET_BYTES] = secret.clone().try_into().unwrap();
    let telling = [code::in_groups(&bare), codes[0].clone()];
    assert!(telling.iter().all(|one| !page.contains(one.as_str())));
    let colleague = node.worker("sara", &["SUPERVISOR"]).await;
    let colleague = node.sign_in(&colleague).await;
    assert_eq!(node.get("/en/accounts/second-factor", &colleague).await.status, 403);
    assert_eq!(node.post(&reset, &colleague, &[]).await.status, 403);
    let own = format!("/en/accounts/{}/second-factor/reset", boss.id);
    assert_eq!(node.post(&own, &admin, &[]).await.status, 409, "not one’s own");
    let nobody = reset.replace(&worker.id.to_string(), &node.app.clock.new_id().to_string());
    assert_eq!(node.post(&nobody, &admin, &[]).await.status, 404);
    let (_, waiting) = sign_in(&node, "reem", PASSWORD).await;
    assert_eq!(node.post(&reset, &admin, &[]).await.status, 303);
    assert!(!opens(&node, &session, "/en/contacts").await, "the sessions end");
    assert_eq!(give(&node, &waiting, &shown(&node, &secret)).await.0.status, 422);
    assert_eq!(sign_in(&node, "reem", PASSWORD).await.0.location, "/en/contacts");
    crate::journal::log::number_all(&node.app, node.app.clock.now()).await.unwrap();
    let auditor = node.worker("dpo", &["DPO_AUDIT"]).await;
    let auditor = node.sign_in(&auditor).await;
    let trail = node.get("/en/audit", &auditor).await.body;
    assert!(trail.contains("second factor taken away") && trail.contains("second factor set up"));
    node.end().await;
}

#[tokio::test]
async fn a_sole_administrator_who_has_lost_password_and_telephone_comes_back_from_the_server() {
    let node = TestNode::new().await;
    let (boss, ..) = with_factor(&node, "boss", &["ADMIN", "DPO_AUDIT"]).await;
    let session = node.sign_in(&boss).await;
    let new = "eleven green lanterns";
    let nobody = forgotten::at_the_server(&node.app, "nobody", new).await.unwrap_err();
    assert!(nobody.to_string().contains("no account"), "{nobody}");
    let weak = forgotten::at_the_server(&node.app, "boss", "short").await.unwrap_err();
    assert!(weak.to_string().contains("too short"), "{weak}");
    assert!(opens(&node, &session, "/en/accounts").await, "nothing has happened yet");
    forgotten::at_the_server(&node.app, " Boss ", new).await.unwrap();
    assert!(!opens(&node, &session, "/en/accounts").await, "the sessions end");
    assert_eq!(sign_in(&node, "boss", PASSWORD).await.0.status, 422, "the old one opens nothing");
    let (signed, held) = sign_in(&node, "boss", new).await;
    assert_eq!(signed.location, "/en/contacts", "no code is asked for: {}", signed.body);
    crate::journal::log::number_all(&node.app, node.app.clock.now()).await.unwrap();
    let trail = node.get("/en/audit", &value(&node, &held)).await.body;
    assert!(trail.contains("set anew at the server"), "the journal tells it");
    node.end().await;
}

#[tokio::test]
async fn nothing_that_is_kept_says_the_secret_or_a_recovery_code() {
    let node = TestNode::new().await;
    let (_, secret, codes) = with_factor(&node, "reem", &["INTAKE"]).await;
    let path = node.app.config.store_address();
    node.app.store.close().await;
    let bytes: Vec<u8> = [path.clone(), format!("{path}-wal")]
        .iter()
        .flat_map(|file| std::fs::read(file).unwrap_or_default())
        .collect();
    let plain = sila_seal::code::base32_decode(&codes[0]).unwrap();
    assert!(bytes.len() > 4096, "the database was read");
    for kept in [secret.as_slice(), plain.as_slice(), codes[0].as_bytes()] {
        assert!(!bytes.windows(kept.len()).any(|part| part == kept));
    }
}
