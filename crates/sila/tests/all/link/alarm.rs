//! What a person must look at: histories that disagree, and messages that cannot be used.

use sila::db::Tx;
use sila::links::arrivals::{Parked, store as arrivals};
use sila::links::{acts, outbox, parked};
use sila_link::{LinkState, Stream};

use super::super::support::waiting::until;
use super::carry::{applied, taken, write};
use super::{Place, SOON, agree, by, linked};

/// Forgets everything that was sent on the stream for updates, as a restored backup does.
async fn forget_updates(at: &Place) {
    let forget = |tx: &mut dyn Tx| {
        tx.exec_text("delete from envelope_out where stream = 3", &[])?;
        tx.exec_text("delete from link_cursor where stream = 3 and direction = 'out'", &[])
    };
    at.app.store.write(forget).await.unwrap();
}

async fn alarmed(at: &Place, other: &Place, code: &str) {
    until(&format!("{code} is raised"), SOON, || async {
        at.peer(other).await.alarm.filter(|alarm| alarm == code)
    })
    .await;
    let state = at.peer(other).await.state.code();
    assert_eq!(state, "SUSPENDED_BY_US");
    let kept =
        |tx: &mut dyn Tx| tx.query_text("select data from journal where kind = 'alarm'", &[]);
    let kept = at.app.store.read(kept).await.unwrap();
    assert!(!kept.is_empty() && !kept[0].get::<Vec<u8>>(0).unwrap().is_empty(), "the evidence");
}

#[tokio::test(flavor = "multi_thread")]
async fn another_message_in_a_place_already_taken_stops_the_link_and_is_kept_as_evidence() {
    let (dana, mut marsa) = linked(false).await;
    let conversation = marsa.app.clock.new_id();
    write(&marsa, &dana, conversation).await;
    until("the first is taken", SOON, || applied(&marsa, conversation)).await;
    marsa.stop().await;
    forget_updates(&marsa).await;
    write(&marsa, &dana, conversation).await;
    marsa.start();
    alarmed(&dana, &marsa, "S-FORK").await;
    assert_eq!(taken(&dana, &marsa).await, 1, "nothing of it was applied");
    until("the other side sees why", SOON, || async {
        marsa
            .peer(&dana)
            .await
            .last_error
            .filter(|code| code.starts_with("S-") || code == "L-SUSPENDED")
    })
    .await;
    acts::resume(&dana.app, &dana.peer(&marsa).await, by(&dana)).await.unwrap();
    let peer = dana.peer(&marsa).await;
    assert_eq!((peer.alarm, peer.state), (None, LinkState::Active));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_node_that_has_forgotten_what_it_sent_stops_by_itself() {
    let (dana, mut marsa) = linked(false).await;
    let conversation = marsa.app.clock.new_id();
    write(&marsa, &dana, conversation).await;
    until("it is taken", SOON, || applied(&marsa, conversation)).await;
    marsa.stop().await;
    forget_updates(&marsa).await;
    marsa.start();
    alarmed(&marsa, &dana, "S-ROLLBACK").await;
}

async fn waiting(at: &Place, from: &Place) -> Option<Parked> {
    let link = at.peer(from).await.link;
    let all = at.app.store.read(move |tx: &mut dyn Tx| arrivals::parked(tx, link)).await.unwrap();
    all.into_iter().next()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_that_cannot_be_used_waits_for_a_person_and_blocks_nothing() {
    let (dana, marsa) = linked(false).await;
    let id = agree(&dana, &marsa).await;
    let thread = super::agreement::entry(&dana, &marsa, id).await;
    let message = until("it waits", SOON, || waiting(&marsa, &dana)).await;
    assert_eq!(
        (message.place.stream, message.kind.as_str()),
        (Stream::REFERRALS, "referral.entry/1")
    );
    let later = dana.app.clock.new_id();
    write(&dana, &marsa, later).await;
    until("what comes behind it arrives", SOON, || applied(&dana, later)).await;
    let (peer, now) = (marsa.peer(&dana).await, marsa.app.clock.now());
    let again = parked::retry(&marsa.app, &peer, message.place, now).await.unwrap();
    assert_ne!(again, sila_link::Disposition::Applied);
    parked::give_up(&marsa.app, &peer, message.place, None, now).await.unwrap();
    assert!(waiting(&marsa, &dana).await.is_none());
    until("its sender is told", SOON, || async {
        let all = outbox::delivery_of(&dana.app, thread).await.unwrap();
        all[0].code.clone().filter(|code| code == parked::GIVEN_UP)
    })
    .await;
}
