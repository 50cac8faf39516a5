//! What a device sealed becomes a form of its worker once, and of nobody else; what cannot be taken is refused and seen.

use sila_seal::{LockboxKey, base64, hex, sha256};
use uuid::Uuid;

use super::{bound, key, store, take};
use crate::accounts::Worker;
use crate::clock::Randomness;
use crate::testing::{NOW, TestNode, check_page};

/// A name that must not stand anywhere in clear.
const CANARY: &str = "canary-lockbox-7d21";

struct Outreach {
    node: TestNode,
    worker: Worker,
    cookie: String,
    device: Uuid,
    path: String,
}

impl Outreach {
    async fn new() -> Outreach {
        let node = TestNode::new().await;
        let worker = node.worker("outreach", &["INTAKE"]).await;
        let cookie = node.sign_in(&worker).await;
        let path = node.post("/ar/intake/offline", &cookie, &[]).await.location;
        let device: Uuid = path.split('/').nth(3).unwrap().parse().unwrap();
        Outreach { node, worker, cookie, device, path }
    }

    async fn secret(&self) -> LockboxKey {
        let id = self.device;
        let device = self.node.write(move |tx| store::device(tx, id)).await.unwrap().unwrap();
        key(&self.node.app, &device).unwrap().unwrap()
    }

    /// Sealed as the script does it.
    async fn sealed(&self, number: Uuid, words: &str) -> Vec<u8> {
        let typed = serde_json::json!([["danger", "no"], ["name_ar", words], ["to", "here"]]);
        let public = self.secret().await.public();
        let aad = bound(self.device, number);
        public.seal(&mut Randomness, &aad, typed.to_string().as_bytes()).unwrap()
    }

    async fn hand_over(&self, number: Uuid, text: &str) -> serde_json::Value {
        let number = number.to_string();
        let sent = (NOW.0 + 3_600_000).to_string();
        let at = NOW.0.to_string();
        let mut form = vec![("id", number.as_str()), ("sent", &sent), ("at", &at)];
        let parts: Vec<&str> =
            text.as_bytes().chunks(6000).map(|c| std::str::from_utf8(c).unwrap()).collect();
        form.extend(parts.iter().map(|part| ("part", *part)));
        // The device has no session.
        let got = self.node.post(&self.path, "", &form).await;
        assert_eq!(got.status, 200, "{}", got.body);
        serde_json::from_str(&got.body).unwrap()
    }

    async fn listed(&self) -> String {
        let page = self.node.get("/en/intake/offline", &self.cookie).await.body;
        check_page(&page, "en");
        page
    }

    async fn drafts(&self) -> usize {
        let worker = self.worker.id;
        self.node.write(move |tx| crate::intake::store::all(tx, worker)).await.unwrap().len()
    }
}

#[tokio::test]
async fn a_box_becomes_one_form_of_the_worker_whose_device_it_is() {
    let out = Outreach::new().await;
    for lang in ["ar", "en"] {
        let page = out.node.get(&out.path.replace("/ar/", &format!("/{lang}/")), &out.cookie).await;
        check_page(&page.body, lang);
        assert!(!page.body.contains("outreach"), "the page that is kept names nobody");
        assert!(page.body.contains("tel:999"));
    }
    let number = Uuid::from_u128(7);
    let sealed = out.sealed(number, CANARY).await;
    for again in [false, true] {
        let came = out.hand_over(number, &base64::encode(&sealed)).await;
        assert_eq!(came["taken"], true, "again: {again}");
        assert_eq!(came["receipt"], hex(&sha256(&[&sealed])));
        assert_eq!(out.drafts().await, 1, "again: {again}");
    }
    let page = out.listed().await;
    assert!(page.contains("came once more"), "that it was sent twice is seen");
    assert!(!page.contains(CANARY));
    let (_, rest) = page.split_once("href=\"/en/intake/0").unwrap();
    let form = format!("/en/intake/0{}", rest.split('"').next().unwrap());
    let form = form.replace("/1", "/2");
    assert!(out.node.get(&form, &out.cookie).await.location.ends_with("/1"), "safety first");
    let other = out.node.worker("colleague", &["INTAKE"]).await;
    let other = out.node.sign_in(&other).await;
    let strange = out.node.get(&form.replace("/2", "/1"), &other).await;
    assert_eq!(strange.status, 404, "a form belongs to its writer");
    assert!(!out.node.get("/en/intake/offline", &other).await.body.contains("came once more"));
    out.node.end().await;
}

#[tokio::test]
async fn what_does_not_open_is_changed_or_too_long_is_refused_and_listed() {
    let out = Outreach::new().await;
    let sealed = out.sealed(Uuid::from_u128(1), CANARY).await;
    // Under another number, with a flipped bit, as no base64, sealed to another key.
    let moved = out.hand_over(Uuid::from_u128(2), &base64::encode(&sealed)).await;
    let mut bent = sealed.clone();
    *bent.last_mut().unwrap() ^= 1;
    let bent = out.hand_over(Uuid::from_u128(3), &base64::encode(&bent)).await;
    let noise = out.hand_over(Uuid::from_u128(4), "!!").await;
    let stranger = LockboxKey::from_bytes(&[3; 32]).unwrap().public();
    let aad = bound(out.device, Uuid::from_u128(5));
    let strange = stranger.seal(&mut Randomness, &aad, b"[[\"name_ar\",\"x\"]]").unwrap();
    let strange = out.hand_over(Uuid::from_u128(5), &base64::encode(&strange)).await;
    for came in [moved, bent, noise, strange] {
        assert_eq!((&came["taken"], &came["later"]), (&false.into(), &false.into()));
    }
    let long = vec![9; take::BOX_BYTES_MAX + 1];
    assert_eq!(out.hand_over(Uuid::from_u128(6), &base64::encode(&long)).await["taken"], false);
    // One number, two boxes: the first stands.
    let number = Uuid::from_u128(8);
    let first = out.sealed(number, "الأولى").await;
    let second = out.sealed(number, "الثانية").await;
    assert_eq!(out.hand_over(number, &base64::encode(&first)).await["taken"], true);
    assert_eq!(out.hand_over(number, &base64::encode(&second)).await["taken"], false);
    assert_eq!(out.drafts().await, 1);
    let page = out.listed().await;
    assert_eq!(page.matches("refused: it does not open").count(), 4);
    assert_eq!(page.matches("refused: too long").count(), 1);
    assert_eq!(page.matches("refused: another one with this number").count(), 1);
    let broken = out.node.post(&out.path, "", &[("id", "x")]).await;
    assert_eq!(broken.status, 400);
    out.node.end().await;
}

#[tokio::test]
async fn an_ended_device_opens_nothing_and_a_number_that_is_none_is_not_found() {
    let out = Outreach::new().await;
    let number = Uuid::from_u128(7);
    let sealed = base64::encode(&out.sealed(number, CANARY).await);
    let end = format!("/en/lockbox/{}/end", out.device);
    let other = out.node.worker("colleague", &["INTAKE"]).await;
    let other = out.node.sign_in(&other).await;
    assert_eq!(out.node.post(&end, &other, &[]).await.status, 404, "not a colleague's to end");
    assert_eq!(out.node.post(&end, &out.cookie, &[]).await.status, 303);
    let id = out.device;
    let device = out.node.write(move |tx| store::device(tx, id)).await.unwrap().unwrap();
    assert_eq!(device.key, None, "its secret is gone");
    assert_eq!(out.hand_over(number, &sealed).await["taken"], false);
    assert!(out.listed().await.contains("refused: this device was ended"));
    assert_eq!(out.drafts().await, 0);
    for file in ["form", "kept.js", "app.webmanifest"] {
        let path = format!("/en/lockbox/{}/{file}", out.device);
        assert_eq!(out.node.get(&path, &out.cookie).await.status, 404, "{file}");
        let path = format!("/en/lockbox/{}/{file}", Uuid::from_u128(1));
        assert_eq!(out.node.get(&path, &out.cookie).await.status, 404, "{file}");
    }
    let unknown = format!("/en/lockbox/{}/form", Uuid::from_u128(1));
    assert_eq!(out.node.post(&unknown, "", &[("id", "x")]).await.status, 404);
    out.node.end().await;
}

#[tokio::test]
async fn the_page_is_installable_and_its_worker_reaches_no_other_page() {
    let out = Outreach::new().await;
    let folder = out.path.strip_suffix("form").unwrap();
    let said = out.node.get(&format!("{folder}app.webmanifest"), "").await.body;
    let said: serde_json::Value = serde_json::from_str(&said).unwrap();
    assert_eq!(
        (said["scope"].as_str(), said["start_url"].as_str()),
        (Some(folder), Some(out.path.as_str()))
    );
    let page = out.node.get(&out.path, "").await.body;
    assert!(page.contains(&format!("data-keeper=\"{folder}kept.js\"")), "its scope is its folder");
    assert!(page.contains("rel=\"manifest\""));
    assert!(
        out.node.get(&format!("{folder}kept.js"), "").await.body.contains("self.addEventListener")
    );
    out.node.end().await;
}

#[tokio::test]
async fn a_device_that_sends_too_much_waits_and_a_worker_who_left_gets_no_forms() {
    let out = Outreach::new().await;
    for n in 0..u128::try_from(take::DAY_BOXES_MAX).unwrap() {
        out.hand_over(Uuid::from_u128(1000 + n), "!!").await;
    }
    let number = Uuid::from_u128(7);
    let sealed = base64::encode(&out.sealed(number, CANARY).await);
    assert_eq!(out.hand_over(number, &sealed).await["later"], true);
    out.node.app.clock.set(Some(NOW.plus_hours(25)));
    assert_eq!(out.hand_over(number, &sealed).await["taken"], true, "the next day it is taken");
    let worker = out.worker.id;
    let left =
        move |tx: &mut dyn crate::db::Tx| crate::accounts::store::set_roles(tx, worker, &[], false);
    out.node.write(left).await.unwrap();
    let later = Uuid::from_u128(9);
    let sealed = base64::encode(&out.sealed(later, CANARY).await);
    assert_eq!(out.hand_over(later, &sealed).await["taken"], false);
    out.node.end().await;
}
