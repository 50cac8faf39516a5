//! What a person must look at: histories that disagree, and messages that cannot be used.

use std::time::Duration;

use sila::clock::Randomness;
use sila::db::Tx;
use sila::links::arrivals::{Parked, store as arrivals};
use sila::links::transit::store as transit;
use sila::links::{acts, exchange, outbox, parked, sending};
use sila::wire::server::Refused;
use sila_link::{
    Cursor, Hello, LinkState, LinkTest, Message, OutboxDraft, Packer, Role, Stream, seal_batch,
};

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

/// Signs another message for the first place of the stream for updates, as no honest node can, and hands it over.
async fn forge(from: &Place, to: &Place) -> Result<Vec<u8>, Refused> {
    let (app, link, now) = (&from.app, from.peer(to).await.link, from.app.clock.now());
    let spki = app.keys().told().transport_spki;
    let said = sending::say(app, link, Role::Caller, None, &[]).await.unwrap();
    let answer = exchange::answer(&to.app, spki, said.bytes, Duration::ZERO).await.unwrap();
    exchange::take(app, link, &answer, Role::Answerer).await.unwrap();
    let books = app.store.read(move |tx: &mut dyn Tx| transit::books(tx, link)).await.unwrap();
    let (books, me) = (books.unwrap(), app.keys().me(1).unwrap());
    let party = books.party(LinkState::Active);
    let draft = OutboxDraft {
        id: app.clock.new_id(),
        kind: "link.test/1".to_owned(),
        conversation: app.clock.new_id(),
        payload: Message::LinkTest(LinkTest { nonce: [8; 16] }).encode().unwrap(),
        agreement: None,
        purpose: None,
        created: now,
        expires: None,
        urgent: false,
    };
    let start = Cursor::start(Stream::UPDATES);
    let forged = seal_batch(&me, &party, start, &[draft], now, &mut Randomness).unwrap();
    let positions = books.cursors.positions();
    let hello = Hello::new(&me, &party, Role::Caller, positions, app.keys().n(), now);
    let hello = app.lines.of(link).says(Hello { knows: Some(1), ..hello });
    let mut packer = Packer::new(&hello.sign(&me), None);
    assert!(packer.envelope(&forged.envelopes[0].bytes));
    exchange::answer(&to.app, spki, packer.finish(), Duration::ZERO).await
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
    let refused = forge(&marsa, &dana).await;
    assert_eq!(refused.unwrap_err().code, "S-FORK");
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
