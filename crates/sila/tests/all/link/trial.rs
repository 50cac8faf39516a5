//! The self-test of a new link: what each side shows the other before anything else may flow.

use sila::db::{DbError, Tx};
use sila::links::trial::{self, CALLS_OUT, Check, Report};
use sila::links::{acts, joining, outbox};
use sila_link::{Kind, LinkVerified, Message};
use sila_seal::chunks;

use super::super::support::waiting::until;
use super::{Place, SOON, agree, by, join, link, propose};

async fn proved(one: &Place, other: &Place) {
    until("the self-test is complete", SOON, || async { one.peer(other).await.proved_at }).await;
}

/// What every fact of the journal is about.
async fn in_journal(place: &Place) -> Vec<String> {
    let read = |tx: &mut dyn Tx| -> Result<Vec<String>, DbError> {
        tx.query_text("select subject from journal", &[])?.iter().map(|row| row.get(0)).collect()
    };
    place.app.store.read(read).await.unwrap()
}

fn codes(report: &Report) -> Vec<&str> {
    Check::ALL.iter().map(|check| report.step(*check).unwrap().code.as_str()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn contract_b05_a_new_link_tests_itself_before_anything_else_flows() {
    let mut dana = Place::make("DANA", true).await;
    let mut marsa = Place::make("MARSA", true).await;
    dana.start();
    marsa.start();
    join(&dana, &marsa).await;
    for (one, other) in [(&dana, &marsa), (&marsa, &dana)] {
        proved(one, other).await;
        let peer = one.peer(other).await;
        assert_eq!(codes(&Report::of(&peer).unwrap()), ["", "", "", ""]);
        assert!(!peer.is_open(), "the officers have not compared the code yet");
        let told = in_journal(one).await;
        assert!(told.iter().any(|subject| subject.ends_with("link.selftest")), "{told:?}");
    }
    let terms = super::terms(&dana, &marsa);
    let early = sila::agreements::signing::propose(&dana.app, terms, super::signer(&dana)).await;
    assert!(early.is_err(), "nothing is proposed over a link that is not open");
    for (one, other) in [(&dana, &marsa), (&marsa, &dana)] {
        acts::confirm(&one.app, &one.peer(other).await, true, by(one)).await.unwrap();
    }
    for (one, other) in [(&dana, &marsa), (&marsa, &dana)] {
        until("the link is open", SOON, || async { one.peer(other).await.is_open().then_some(()) })
            .await;
    }
    agree(&dana, &marsa).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_side_that_only_calls_out_tests_the_link_for_both() {
    let mut dana = Place::make("DANA", true).await;
    let mut marsa = Place::make("MARSA", false).await;
    dana.start();
    marsa.start();
    link(&dana, &marsa).await;
    let report = Report::of(&marsa.peer(&dana).await).unwrap();
    assert_eq!(codes(&report), ["", "", "", CALLS_OUT]);
    let at_dana = dana.peer(&marsa).await;
    assert!(at_dana.proved_at.is_some() && Report::of(&at_dana).is_none());
    propose(&dana, &marsa).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_is_not_what_was_announced_proves_nothing() {
    let dana = Place::make("DANA", true).await;
    let marsa = Place::make("MARSA", true).await;
    let (_, file) = joining::invite(&dana.app, None, dana.app.clock.now()).await.unwrap();
    joining::begin(&marsa.app, &file, None, marsa.app.clock.now()).await.unwrap();
    let mut line = joining::line(&marsa.app);
    joining::attempt(&marsa.app, &marsa.peer(&dana).await, &mut line).await.unwrap();
    let mut line = joining::line(&dana.app);
    let to = dana.peer(&marsa).await;
    trial::run(&dana.app, &to, &mut line).await.unwrap();
    let desk = dana.app.lines.of(to.link);
    let mut lying = desk.lying().unwrap();
    assert_eq!(u64::try_from(lying.sealed.len()), Ok(chunks::sealed_bytes(lying.file.size)));
    *lying.sealed.last_mut().unwrap() ^= 1;
    desk.lay(lying.clone());
    let back = marsa.peer(&dana).await;
    marsa.app.lines.of(back.link).ask(Some(lying.file.clone()));
    let mut line = joining::line(&marsa.app);
    let refused = trial::answer_due(&marsa.app, &back, &mut line).await.unwrap_err();
    assert_eq!(refused.code(), "P-COMMIT");
    assert!(dana.peer(&marsa).await.proved_at.is_none());
    *lying.sealed.last_mut().unwrap() ^= 1;
    desk.lay(lying.clone());
    trial::answer_due(&marsa.app, &back, &mut line).await.unwrap();
    assert!(marsa.app.lines.of(back.link).asked().is_none(), "fetched and found whole");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_confirmation_of_other_digits_opens_nothing() {
    let mut dana = Place::make("DANA", true).await;
    let mut marsa = Place::make("MARSA", true).await;
    dana.start();
    marsa.start();
    join(&dana, &marsa).await;
    let peer = marsa.peer(&dana).await;
    let old = Message::LinkVerified(LinkVerified::of("0000 0000 0000")).encode().unwrap();
    let (id, now) = (marsa.app.clock.new_id(), marsa.app.clock.now());
    let letter = outbox::letter(&marsa.app, &peer, Kind::LinkVerified, id, &old, now).unwrap();
    marsa.app.store.write(move |tx| outbox::post(tx, &letter)).await.unwrap();
    marsa.app.outbox.notify_one();
    until("it was set aside", SOON, || async {
        let all = outbox::delivery_of(&marsa.app, id).await.unwrap();
        all.first().and_then(|one| one.disposition.clone()).filter(|word| word == "PARKED")
    })
    .await;
    assert!(dana.peer(&marsa).await.peer_verified_at.is_none());
}
