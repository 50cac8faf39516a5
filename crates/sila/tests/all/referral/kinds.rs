//! Kinds of message are agreed upon before they are sent: a program that does not know one yet loses nothing.

use std::time::Duration;

use sila::db::{DbError, Tx};
use sila::links::transit::store as transit;
use sila::links::{acts, exchange, kinds, sending, store as links};
use sila_link::message::KINDS;
use sila_link::{Hello, LinkState, Packer, Role, link_id};

use super::nodes::Pair;
use super::pages::get;

/// Marsa's program greets Dana twice and says that it understands these kinds: once to say who speaks, once to be heard.
async fn greet(pair: &Pair, said: &[&str]) -> Result<(), String> {
    let (marsa, dana) = (&pair.marsa.app, &pair.dana.app);
    let link = link_id(marsa.node.id, dana.node.id);
    for _ in 0..3 {
        // In each life the first round only says who speaks.
        let now = marsa.clock.now();
        let books = marsa.store.read(move |tx: &mut dyn Tx| transit::books(tx, link)).await;
        let (books, n) = (books.unwrap().unwrap(), marsa.keys().n());
        let (me, party) = (marsa.keys().me(n).unwrap(), books.party(LinkState::Active));
        let hello = Hello::new(&me, &party, Role::Caller, books.cursors.positions(), n, now);
        let kinds = said.iter().map(|kind| (*kind).to_owned()).collect();
        let hello = marsa.lines.of(link).says(Hello { knows: Some(1), kinds, ..hello });
        let body = Packer::new(&hello.sign(&me), None).finish();
        let key = marsa.keys().told().transport_spki;
        let answer = exchange::answer(dana, key, body, Duration::ZERO).await;
        let answer = answer.map_err(|refused| refused.code)?;
        exchange::take(marsa, link, &answer, Role::Answerer).await.unwrap();
    }
    Ok(())
}

/// How many of Dana's messages are sealed, and how many wait because Marsa does not understand them.
async fn standing(pair: &Pair) -> (usize, i64) {
    let (dana, link) = (&pair.dana.app, link_id(pair.marsa.id(), pair.dana.id()));
    sending::seal_due(dana, link).await.unwrap();
    let read = move |tx: &mut dyn Tx| -> Result<_, DbError> {
        let sealed = tx.query_text("select 1 from envelope_out", &[])?.len();
        let waiting = kinds::store::waiting(tx, link)?;
        Ok((sealed, waiting.iter().map(|one| one.count).sum()))
    };
    dana.store.read(read).await.unwrap()
}

async fn test(pair: &Pair) {
    let dana = &pair.dana.app;
    let peer = peer(pair).await;
    acts::test(dana, &peer, acts::By { worker: None, now: dana.clock.now() }).await.unwrap();
}

async fn peer(pair: &Pair) -> sila::links::Peer {
    let agency = pair.marsa.id();
    let read = move |tx: &mut dyn Tx| links::peer_of(tx, agency);
    pair.dana.app.store.read(read).await.unwrap().unwrap()
}

#[tokio::test]
async fn a_kind_that_the_other_side_does_not_understand_waits_visibly_and_leaves_when_it_does() {
    let pair = Pair::new().await;
    let fewer: Vec<&str> = KINDS.into_iter().filter(|kind| *kind != "link.test/1").collect();
    greet(&pair, &fewer).await.unwrap();
    test(&pair).await;
    assert_eq!(standing(&pair).await, (0, 1), "kept, not sent");
    let admin = pair.dana.worker("d-adm", &["ADMIN"]).await;
    let cookie = pair.dana.sign_in(&admin).await;
    let path = format!("/en/links/{}", pair.marsa.id().to_text());
    let (_, page) = get(&pair.dana, &cookie, &path).await;
    assert!(page.contains("Messages wait until") && page.contains("link.test/1"), "it is shown");
    greet(&pair, &KINDS).await.unwrap();
    assert_eq!(standing(&pair).await, (1, 0), "after its upgrade it leaves by itself");
    let (_, page) = get(&pair.dana, &cookie, &path).await;
    assert!(!page.contains("Messages wait until"));
}

#[tokio::test]
async fn a_kind_that_was_understood_and_no_longer_is_stops_the_link_until_an_officer_agrees() {
    let pair = Pair::new().await;
    greet(&pair, &KINDS).await.unwrap();
    let fewer: Vec<&str> = KINDS.into_iter().filter(|kind| *kind != "link.test/1").collect();
    assert_eq!(greet(&pair, &fewer).await, Err("S-DOWNGRADE".to_owned()));
    let stopped = peer(&pair).await;
    assert_eq!(stopped.alarm.as_deref(), Some("S-DOWNGRADE"));
    assert_eq!(stopped.state.code(), "SUSPENDED_BY_US");
    let by = acts::By { worker: None, now: pair.dana.app.clock.now() };
    acts::resume(&pair.dana.app, &stopped, by).await.unwrap();
    greet(&pair, &fewer).await.unwrap();
    let (before, _) = standing(&pair).await;
    test(&pair).await;
    assert_eq!(standing(&pair).await, (before, 1), "and what it does not understand waits");
    assert_eq!(peer(&pair).await.alarm, None);
}
