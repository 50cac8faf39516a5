//! Intake without a network: what is typed is sealed, the page opens again while the node is away, nothing readable lies on the
//! device, danger is never kept, and the form is there once when the node is back.

use serde_json::{Value, json};

use super::browser::{Browser, SIZES};
use crate::support::demo::Demo;
use crate::support::waiting::until;

/// A name that must not lie on the device.
const CANARY: &str = "canary-lockbox-51e8";
/// Everything here happens within this time.
const DONE: std::time::Duration = std::time::Duration::from_secs(60);

impl Browser {
    async fn sealed(&self) -> Value {
        self.script("return document.querySelector('[data-count]').textContent", vec![]).await
    }

    async fn is_shown(&self, css: &str) -> bool {
        let script = "return document.querySelector(arguments[0]).offsetParent !== null";
        self.script(script, vec![json!(css)]).await == json!(true)
    }

    async fn choose_danger(&self, answer: &str) {
        let script = "document.querySelector(`input[name=danger][value=${arguments[0]}]`).click()";
        self.script(script, vec![json!(answer)]).await;
    }

    /// Everything that this browser keeps for the node, as one text.
    async fn kept_text(&self) -> String {
        let script = "return (async () => { let all = JSON.stringify(localStorage);
            for (const name of await caches.keys()) { const cache = await caches.open(name);
              for (const one of await cache.keys()) { const got = await cache.match(one);
                if (/html|json|javascript/.test(got.headers.get('content-type'))) all += await got.text(); } }
            return all; })()";
        self.script(script, vec![]).await.as_str().unwrap_or_default().to_owned()
    }
}

#[tokio::test]
async fn what_is_sealed_without_a_network_lies_unreadable_and_arrives_once() {
    let mut demo = Demo::start().await;
    demo.take_over().await;
    let officer = demo.node("MARSA").visitor("m-int1", &demo.password).await;
    let before = unfinished(&mut officer.clone()).await;

    let device = set_up(&demo).await;
    let form = device.path().await;
    let ready = "return (async () => { await navigator.serviceWorker.ready; const c = await caches.open('sila-lockbox'); return (await c.keys()).length; })()";
    device
        .comes("the page is kept", || async {
            (device.script(ready, vec![]).await.as_u64() > Some(3)).then_some(())
        })
        .await;

    // The node goes away; the device is started again.
    demo.node_mut("MARSA").kill();
    device.goto(&form).await;
    device
        .comes("the form opens without a network", || async {
            device.is_shown("[data-seal]").await.then_some(())
        })
        .await;
    device.choose_danger("yes").await;
    assert!(device.is_shown("[data-danger]").await, "the telephone numbers");
    assert!(!device.is_shown("[data-rest]").await, "nothing can be kept");
    assert_eq!(device.sealed().await, json!("0"));
    device.choose_danger("no").await;
    device.type_in("#name_ar", CANARY).await;
    device.type_in("#account", CANARY).await;
    device.click("[data-rest] button[type=submit]").await;
    device
        .comes("it is sealed", || async { (device.sealed().await == json!("1")).then_some(()) })
        .await;
    device.goto(&form).await;
    device
        .comes("it is still there", || async {
            (device.sealed().await == json!("1")).then_some(())
        })
        .await;
    let kept = device.kept_text().await;
    assert!(kept.len() > 1_000, "the page is kept");
    assert!(!kept.contains(CANARY), "what was typed lies readable on the device");

    demo.node_mut("MARSA").start().await;
    device
        .comes("it was handed over and forgotten", || async {
            (device.sealed().await == json!("0")).then_some(())
        })
        .await;
    let after = until("the form is there", DONE, || {
        let mut officer = officer.clone();
        async move { Some(unfinished(&mut officer).await).filter(|now| *now != before) }
    })
    .await;
    assert_eq!(after, before + 1, "it arrived once");
}

/// How many unfinished forms the officer has.
async fn unfinished(officer: &mut crate::support::visitor::Visitor) -> usize {
    let page = officer.get("/en/intake").await.unwrap().ok();
    page.links().iter().filter(|to| to.ends_with("/discard")).count()
}

/// The device of an officer, with the page open and able to seal.
async fn set_up(demo: &Demo) -> Browser {
    let device = Browser::open(demo.node("MARSA"), SIZES[0]).await;
    device.enter("en", "m-int1", &demo.password).await;
    device.goto("/en/intake/offline").await;
    device.look("devices without a network").await;
    device.click(".page-h form[action$='/intake/offline'] button").await;
    device
        .comes("the form may be used", || async {
            (device.has("[data-lockbox]").await && device.is_shown("[data-seal]").await)
                .then_some(())
        })
        .await;
    device.look("intake without a network").await;
    device
}
