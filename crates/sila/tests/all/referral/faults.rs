//! The fault scenarios of the link, F1 to F4, each played between two nodes with a real referral.

use std::time::Duration;

use axum::http::StatusCode;
use sila::db::{DbError, Tx};
use sila::links::transit::store as transit;
use sila::links::{exchange, sending};
use sila::referrals;
use sila_core::codes::{RecallCode, Urgency};
use sila_core::referral::State;
use sila_link::{Place, Role, Stream, link_id};

use super::nodes::Pair;
use super::pages::get;

fn link(pair: &Pair) -> [u8; 32] {
    link_id(pair.marsa.id(), pair.dana.id())
}

async fn count(pair: &Pair) -> i64 {
    let read = |tx: &mut dyn Tx| -> Result<i64, DbError> {
        tx.query_text("select count(*) from referral", &[])?[0].get(0)
    };
    pair.dana.app.store.read(read).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn fault_f1_an_agency_that_was_away_for_a_day_gets_the_referral_once() {
    let pair = Pair::new().await;
    // One whose time to decide is longer than the outage.
    let id = pair.offer(|wish| wish.urgency = Urgency::Routine).await.unwrap().id;
    // Sealed, and called for in vain: nobody answers at Dana.
    sending::seal_due(&pair.marsa.app, link(&pair)).await.unwrap();
    pair.wait(24 * 60);
    let cookie = pair.marsa.sign_in(&pair.sender).await;
    let path = format!("/en/referrals/{id}");
    let (status, page) = get(&pair.marsa, &cookie, &path).await;
    assert!(status == StatusCode::OK && page.contains("Not yet delivered"), "the sender sees it");
    for _ in 0..3 {
        pair.settle().await;
    }
    assert_eq!(count(&pair).await, 1);
    assert_eq!(pair.equal(id).await.row.state, State::Delivered);
    let (_, page) = get(&pair.marsa, &cookie, &path).await;
    assert!(!page.contains("Not yet delivered"));
}

#[tokio::test(flavor = "multi_thread")]
async fn fault_f2_the_same_messages_five_times_and_out_of_order_are_one_referral() {
    let pair = Pair::new().await;
    let id = pair.offer(|_| {}).await.unwrap().id;
    let (marsa, dana) = (&pair.marsa.app, &pair.dana.app);
    let now = marsa.clock.now();
    referrals::recall(marsa, &pair.sender, id, RecallCode::R4, now).await.unwrap();
    let link = link(&pair);
    for _ in 0..2 {
        let body = sending::say_exactly(marsa, link, None, &[]).await.unwrap();
        let key = marsa.keys().told().transport_spki;
        let answer = exchange::answer(dana, key, body, Duration::ZERO).await.unwrap();
        exchange::take(marsa, link, &answer, Role::Answerer).await.unwrap();
    }
    sending::seal_due(marsa, link).await.unwrap();
    let first = Place { stream: Stream::REFERRALS, epoch: 1, seq: 1 };
    let read = move |tx: &mut dyn Tx| transit::out_from(tx, link, first, 9);
    let sealed = marsa.store.read(read).await.unwrap();
    assert_eq!(sealed.len(), 2, "the offer and its recall");
    for at in [1, 0, 1, 0, 1, 0, 0, 1, 1, 0] {
        let body = sending::say_exactly(marsa, link, None, &[sealed[at].1.clone()]).await.unwrap();
        let key = marsa.keys().told().transport_spki;
        exchange::answer(dana, key, body, Duration::ZERO).await.unwrap();
    }
    assert_eq!(count(&pair).await, 1);
    assert_eq!(pair.dana.record(id).await.entries.len(), 2);
    pair.settle().await;
    assert_eq!(pair.equal(id).await.row.state, State::Recalled);
}

#[tokio::test(flavor = "multi_thread")]
async fn fault_f3_a_clock_three_hours_wrong_is_shown_and_changes_no_order() {
    let pair = Pair::new().await;
    let dana = &pair.dana.app;
    dana.clock.set(Some(dana.clock.now().plus_hours(3)));
    let id = pair.offer(|_| {}).await.unwrap().id;
    pair.settle().await;
    referrals::accept(dana, &pair.officer, id, dana.clock.now()).await.unwrap();
    pair.settle().await;
    assert_eq!(pair.equal(id).await.row.state, State::Accepted);
    let steps = |record: sila::referrals::Record| format!("{:?}", record.thread().unwrap().steps());
    let (here, there) = (pair.marsa.record(id).await, pair.dana.record(id).await);
    assert_eq!(steps(here), steps(there), "by their places in the chains, not by their times");
    let admin = pair.marsa.worker("m-adm", &["ADMIN"]).await;
    let cookie = pair.marsa.sign_in(&admin).await;
    let path = format!("/en/links/{}", pair.dana.id().to_text());
    let (status, page) = get(&pair.marsa, &cookie, &path).await;
    assert!(status == StatusCode::OK && page.contains("Difference of the clocks"));
}
