//! Keys that change while messages are on their way.

use std::time::Duration;

use sila::db::Tx;
use sila::keys::duty;
use sila::keys::order::{self, What};
use sila::keys::store::{self, Use};
use sila::links::acts;
use sila_core::Millis;
use sila_link::Stream;

use super::super::support::waiting::until;
use super::carry::{applied, taken, write};
use super::{Place, SOON, by, linked};

/// Asks for a change and does what the running node does every second.
async fn change(at: &Place, what: What) -> u32 {
    let (before, now) = (at.app.keys().n(), at.app.clock.now());
    order::give(&at.app, what, "a test", None, now).await.unwrap();
    until("every agency has said what it holds", SOON, || async {
        let done = duty::tend(&at.app, at.app.clock.now()).await.unwrap();
        (done > 0).then_some(())
    })
    .await;
    assert_eq!(at.app.keys().n(), before + 1);
    before + 1
}

async fn known(at: &Place, of: &Place, n: u32) {
    until("the statement is known", SOON, || async {
        (at.peer(of).await.keys.n == n && of.peer(at).await.knows == n).then_some(())
    })
    .await;
}

/// Messages go both ways while every key of both sides is replaced, again and again: all arrive, once and in order.
#[tokio::test(flavor = "multi_thread")]
async fn rotation_mid_flight_loses_nothing() {
    let (dana, marsa) = linked(true).await;
    let (there, back) = (dana.app.clock.new_id(), marsa.app.clock.new_id());
    let first = [&dana, &marsa].map(|place| place.app.keys().transport().certificate.clone());
    let mut count = 0;
    for what in [
        What::Replace(Use::Sealing),
        What::Replace(Use::Signing),
        What::Replace(Use::Transport),
        What::All,
        What::Root,
    ] {
        for (from, to, id) in [(&dana, &marsa, there), (&marsa, &dana, back)] {
            for _ in 0..5 {
                write(from, to, id).await;
            }
            change(from, what).await;
            for _ in 0..5 {
                write(from, to, id).await;
            }
        }
        count += 10;
    }
    until("everything from Dana is receipted", SOON, || applied(&dana, there)).await;
    until("everything from Marsa is receipted", SOON, || applied(&marsa, back)).await;
    assert_eq!((taken(&marsa, &dana).await, taken(&dana, &marsa).await), (count, count));
    for (one, other) in [(&dana, &marsa), (&marsa, &dana)] {
        known(one, other, 6).await;
        let peer = one.peer(other).await;
        assert_eq!(peer.keys.agency(), other.app.node.id.0, "and the same name");
        assert_ne!(peer.keys.root, other.app.keys().stated()[0].told.root, "another root");
        assert_eq!(peer.alarm, None);
    }
    // Everybody knows by now, so the new connection keys are in use, and calls still go through.
    for (place, first) in [&dana, &marsa].into_iter().zip(first) {
        until("the new key of the connection is in use", SOON, || async {
            duty::tend(&place.app, place.app.clock.now()).await.unwrap();
            (place.app.keys().transport().certificate != first).then_some(())
        })
        .await;
    }
    let last = marsa.app.clock.new_id();
    write(&marsa, &dana, last).await;
    until("a message goes over the new connection", SOON, || applied(&marsa, last)).await;
}

/// An officer leaves with the signing key: what it signed before stays, what was under way comes again under a new key, and
/// what it signs later is refused.
#[tokio::test(flavor = "multi_thread")]
async fn a_revoked_key_signs_nothing_more_and_what_it_had_signed_stays() {
    let (mut dana, marsa) = linked(true).await;
    let (before, after) = (marsa.app.clock.new_id(), marsa.app.clock.new_id());
    write(&marsa, &dana, before).await;
    until("it is taken", SOON, || applied(&marsa, before)).await;
    dana.stop().await;
    for _ in 0..3 {
        write(&marsa, &dana, after).await;
    }
    let stolen = marsa.app.keys().sign().verifying();
    change(&marsa, What::Revoke(stolen.id())).await;
    assert_ne!(marsa.app.keys().sign().verifying(), stolen);
    dana.resume().await;
    until("what was under way comes again", SOON, || applied(&marsa, after)).await;
    assert_eq!(applied(&marsa, before).await, Some(()), "what was taken stays");
    assert!(
        !dana.peer(&marsa).await.signing().contains(&stolen),
        "and it is not accepted any more"
    );
    let unknown = order::give(&dana.app, What::Revoke([7; 32]), "no", None, Millis(0)).await;
    assert_eq!(unknown.unwrap_err().code, "keys.unknown");
}

/// The other side is restored from a backup and has forgotten what it receipted, and the key that signed it is revoked
/// meanwhile: it goes out again, signed with another.
#[tokio::test(flavor = "multi_thread")]
async fn what_a_restored_agency_has_forgotten_goes_out_again_though_its_key_is_revoked() {
    let (mut dana, marsa) = linked(true).await;
    let conversation = marsa.app.clock.new_id();
    for _ in 0..3 {
        write(&marsa, &dana, conversation).await;
    }
    until("all are receipted", SOON, || applied(&marsa, conversation)).await;
    dana.stop().await;
    let (link, updates) = (dana.peer(&marsa).await.link, Stream::UPDATES.number());
    let forget = move |tx: &mut dyn Tx| {
        let rows = sila::p![link, updates];
        tx.exec_text("delete from envelope_in where link = $1 and stream = $2", &rows)?;
        tx.exec_text(
            "delete from link_cursor where link = $1 and stream = $2 and direction = 'in'",
            &rows,
        )
    };
    dana.app.store.write(forget).await.unwrap();
    let stolen = marsa.app.keys().sign().verifying();
    change(&marsa, What::Revoke(stolen.id())).await;
    assert_eq!(taken(&dana, &marsa).await, 0);
    dana.resume().await;
    until("they are there again", SOON, || async {
        (taken(&dana, &marsa).await == 3).then_some(())
    })
    .await;
    until("and receipted", SOON, || applied(&marsa, conversation)).await;
}

/// What a receipt has told is kept for thirty days, and no longer.
#[tokio::test(flavor = "multi_thread")]
async fn what_was_told_is_erased_after_thirty_days() {
    let (dana, marsa) = linked(true).await;
    let now = marsa.app.clock.now();
    let (first, later, last) =
        (marsa.app.clock.new_id(), marsa.app.clock.new_id(), marsa.app.clock.new_id());
    let mut kept = Vec::new();
    for (day, conversation) in [(0, first), (29, later), (31, last)] {
        let at = Millis(now.0 + day * 86_400_000);
        for place in [&dana, &marsa] {
            place.app.clock.set(Some(at));
        }
        write(&marsa, &dana, conversation).await;
        until("it is receipted", SOON, || applied(&marsa, conversation)).await;
        let touch = move |tx: &mut dyn Tx| {
            tx.exec_text(
                "update outbox set sealed = true where sealed and conversation = $1",
                &sila::p![first],
            )
        };
        kept.push(marsa.app.store.write(touch).await.unwrap());
    }
    assert_eq!(kept, [1, 1, 0]);
}

/// A retired sealing key is erased after thirty days; what comes sealed to it is sent again as a new message.
#[tokio::test(flavor = "multi_thread")]
async fn what_nobody_can_open_any_more_is_sent_again_and_takes_effect_once() {
    let (mut dana, mut marsa) = linked(true).await;
    marsa.stop().await;
    let conversation = dana.app.clock.new_id();
    write(&dana, &marsa, conversation).await;
    let link = dana.peer(&marsa).await.link;
    until("it is sealed to the key of now", SOON, || async {
        let queues = move |tx: &mut dyn Tx| sila::links::transit::standing::store::queues(tx, link);
        let queues = dana.app.store.read(queues).await.unwrap();
        (queues[3].sent == 1).then_some(())
    })
    .await;
    dana.stop().await;
    // Thirty days go by at Marsa while Dana is down: the key is replaced and then erased.
    let old = marsa.app.keys().told().sealing.id();
    let erase = move |tx: &mut dyn Tx| store::erase(tx, old);
    sila::keys::change::change(
        &marsa.app,
        &[What::Replace(Use::Sealing)],
        None,
        marsa.app.clock.now(),
    )
    .await
    .unwrap();
    marsa.app.store.write(erase).await.unwrap();
    marsa.app.read_keys().await.unwrap();
    marsa.resume().await;
    dana.resume().await;
    until("its content arrives under a new key", SOON, || applied(&dana, conversation)).await;
    assert_eq!(taken(&marsa, &dana).await, 2, "one place for each envelope");
    acts::test(&dana.app, &dana.peer(&marsa).await, by(&dana)).await.unwrap();
    until("and the link goes on", SOON, || async { dana.peer(&marsa).await.test_done_at }).await;
}

/// The reader has lost its key and has no other yet: what is written waits, is not sent again and again, and goes when there
/// is one.
#[tokio::test(flavor = "multi_thread")]
async fn what_a_reader_cannot_open_waits_for_its_next_key() {
    let (dana, marsa) = linked(true).await;
    change(&marsa, What::Replace(Use::Sealing)).await;
    known(&dana, &marsa, 2).await;
    let lost = marsa.app.keys().told().sealing.id();
    marsa.app.store.write(move |tx: &mut dyn Tx| store::erase(tx, lost)).await.unwrap();
    marsa.app.read_keys().await.unwrap();
    let conversation = dana.app.clock.new_id();
    write(&dana, &marsa, conversation).await;
    until("Dana knows that it cannot be opened", SOON, || async {
        dana.peer(&marsa).await.awaits_key().then_some(())
    })
    .await;
    write(&dana, &marsa, conversation).await;
    acts::test(&dana.app, &dana.peer(&marsa).await, by(&dana)).await.unwrap();
    tokio::time::sleep(Duration::from_secs(2)).await;
    assert_eq!(taken(&marsa, &dana).await, 1, "nothing more is sent to that key");
    assert!(applied(&dana, conversation).await.is_none());
    change(&marsa, What::Replace(Use::Sealing)).await;
    until("everything arrives under the new key", SOON, || applied(&dana, conversation)).await;
    assert_eq!(taken(&marsa, &dana).await, 3, "the first of them twice");
    assert!(!dana.peer(&marsa).await.awaits_key());
}

/// Retired keys stay as long as they may be needed, and no longer.
#[tokio::test(flavor = "multi_thread")]
async fn a_weekly_key_is_replaced_by_itself_and_erased_after_thirty_days() {
    let place = Place::make("DANA", true).await;
    let first = place.app.keys().told().sealing.id();
    let now = place.app.clock.now();
    let days = |n: i64| Millis(now.0 + n * 86_400_000);
    let held = || place.app.keys().held.iter().any(|held| held.kid == first);
    assert_eq!(duty::tend(&place.app, days(6)).await.unwrap(), 0);
    assert_eq!(duty::tend(&place.app, days(8)).await.unwrap(), 1);
    assert_ne!(place.app.keys().told().sealing.id(), first);
    assert!(held(), "it may still be needed");
    for day in [16, 24, 32] {
        duty::tend(&place.app, days(day)).await.unwrap();
    }
    assert!(held());
    duty::tend(&place.app, days(39)).await.unwrap();
    assert!(!held(), "erased");
}
