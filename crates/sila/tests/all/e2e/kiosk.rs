//! The device at the door of a meeting while its node is away: badges are kept, the page opens again without a network, and every
//! arrival is counted once when the node is back.

use serde_json::{Value, json};
use sila::clock::Clock;

use super::browser::{Browser, SIZES};
use crate::support::demo::Demo;
use crate::support::visitor::Visitor;
use crate::support::waiting::until;

/// Everything here happens within this time.
const DONE: std::time::Duration = std::time::Duration::from_secs(60);

/// A meeting of today with three seats of our own and three people; gives its address and their badges.
async fn called(officer: &mut Visitor) -> (String, Vec<String>) {
    let today = Clock::default().now().uae_date();
    let (day, month, year) =
        (today.day.to_string(), today.month.to_string(), today.year.to_string());
    let form = officer.get("/en/meetings/new").await.unwrap().ok().form("/meetings").unwrap();
    let form = form.with("kind", "WORKSHOP").with("days", "1");
    let form = form.with("title_ar", "ورشة").with("title_en", "Workshop");
    let form = form.with("place_ar", "قاعة").with("place_en", "Hall");
    let form = form.with("day_d", &day).with("day_m", &month).with("day_y", &year);
    let path = officer.send(&form).await.unwrap().ok().path;
    let seats = officer.get(&format!("{path}/seats")).await.unwrap().ok().form("/seats").unwrap();
    let party = seats.offers.iter().find(|(name, value)| name == "party" && value.len() > 20);
    let me = party.unwrap().1.clone();
    officer.send(&seats.with("party", &me).with("seats", "3")).await.unwrap().ok();
    let guests = format!("{path}/guests");
    for nth in 1..=3 {
        let form = officer.get(&guests).await.unwrap().ok().form("/guests").unwrap();
        let form = form.with("party", &me).with("name_ar", &format!("حاضرة {nth}"));
        officer.send(&form).await.unwrap().ok();
    }
    let page = officer.get(&guests).await.unwrap().ok().text();
    let badge = |word: &&str| {
        word.len() == 12 && word.chars().all(|c| c.is_ascii_digit() || c.is_ascii_uppercase())
    };
    let badges: Vec<String> =
        page.split(|c: char| !c.is_ascii_alphanumeric()).filter(badge).map(str::to_owned).collect();
    (path, badges)
}

impl Browser {
    async fn read_badge(&self, badge: &str) {
        self.type_in("#badge", badge).await;
        self.click(".kiosk button.btn").await;
    }

    async fn kept(&self) -> Value {
        self.script("return document.querySelector('[data-count]').textContent", vec![]).await
    }
}

#[tokio::test]
async fn a_kiosk_keeps_arrivals_while_the_node_is_away_and_each_counts_once_when_it_is_back() {
    let mut demo = Demo::start().await;
    demo.take_over().await;
    let mut officer = demo.node("DANA").visitor("d-part", &demo.password).await;
    let (path, badges) = called(&mut officer).await;
    assert_eq!(badges.len(), 3, "{badges:?}");
    let page = officer.get(&path).await.unwrap().ok();
    let kiosk = page.links().into_iter().find(|to| to.contains("/kiosk/")).unwrap();

    let door = Browser::open(demo.node("DANA"), SIZES[0]).await;
    door.goto(&kiosk).await;
    door.look("the kiosk").await;
    door.read_badge(&badges[0]).await;
    door.comes("the first has arrived", || async {
        (door.kept().await == json!("0")).then_some(())
    })
    .await;
    let ready = "return (async () => { await navigator.serviceWorker.ready; const c = await caches.open('sila-kiosk'); return (await c.keys()).length; })()";
    door.comes("the page is kept", || async {
        (door.script(ready, vec![]).await.as_u64() > Some(3)).then_some(())
    })
    .await;

    // The node goes away. Two more come, one of them reads twice; the device is started again.
    demo.node_mut("DANA").kill();
    door.read_badge(&badges[1]).await;
    door.read_badge(&badges[1].to_lowercase()).await;
    assert_eq!(door.kept().await, json!("1"), "read twice, kept once");
    door.goto(&kiosk).await;
    assert_eq!(door.kept().await, json!("1"), "the page opens without a network and still has it");
    door.read_badge(&badges[2]).await;
    assert_eq!(door.kept().await, json!("2"));

    demo.node_mut("DANA").start().await;
    door.comes("what was kept has arrived", || async {
        (door.kept().await == json!("0")).then_some(())
    })
    .await;
    let seen = until("all three are there once", DONE, || {
        let (mut officer, path) = (officer.clone(), path.clone());
        async move {
            let page = officer.get(&format!("{path}/seats")).await.ok()?;
            let text = page.text();
            text.contains("Present").then_some(text)
        }
    })
    .await;
    let last = seen.rsplit("Total").next().unwrap();
    let numbers: Vec<&str> = last.split_whitespace().take(5).collect();
    assert_eq!(numbers, ["3", "3", "0", "0", "3"], "seats, named, confirmed, apologised, present");
}
