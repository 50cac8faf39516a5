//! The agreement as the rule of the link: none in force, nothing sent; stopped by one, stopped for both.

use sila::agreements::{self, State, Stored, signing};
use sila::links::{acts, outbox};
use sila_core::AgreementId;
use sila_link::{Kind, LinkState, Message, ReferralEntry, Stream};

use super::super::support::waiting::until;
use super::{Place, SOON, agree, by, in_force, linked, propose, signer};

#[tokio::test(flavor = "multi_thread")]
async fn contract_b04_an_agreement_binds_only_when_both_have_signed_the_same_bytes() {
    let (dana, marsa) = linked(false).await;
    let id = propose(&dana, &marsa).await;
    in_force(&dana, 0).await;
    let at_marsa = until("the proposal has arrived", SOON, || async {
        marsa.app.store.read(move |tx| agreements::store::find(tx, id)).await.unwrap()
    })
    .await;
    in_force(&marsa, 0).await;
    assert_eq!(at_marsa.own_signature, None);
    let read = signing::one(&marsa.app, id).await.unwrap().digest;
    let other = signing::sign(&marsa.app, id, [0; 32], signer(&marsa)).await.unwrap_err();
    assert_eq!(other.code, "agreement.changed", "only the text that was read is signed");
    signing::sign(&marsa.app, id, read, signer(&marsa)).await.unwrap();
    in_force(&dana, 1).await;
    in_force(&marsa, 1).await;
    let at_dana = dana.app.store.read(move |tx| agreements::store::find(tx, id)).await.unwrap();
    let (at_dana, roots) =
        (at_dana.unwrap(), [dana.app.keys().told().root, marsa.app.keys().told().root]);
    assert_eq!(at_dana.body, at_marsa.body);
    let signatures = [at_dana.own_signature.unwrap(), at_dana.peer_signature.unwrap()];
    for (root, signature) in roots.iter().zip(&signatures) {
        sila_link::verify_agreement(&at_dana.body, root, signature).unwrap();
    }
    let again = signing::sign(&marsa.app, id, read, signer(&marsa)).await.unwrap_err();
    assert_eq!(again.code, "agreement.not_waiting");
}

/// Waits until this node holds an agreement in this state.
async fn stands(place: &Place, id: AgreementId, state: State) -> Stored {
    until(&format!("it is {}", state.code()), SOON, || async {
        let read = move |tx: &mut dyn sila::db::Tx| agreements::store::find(tx, id);
        let found = place.app.store.read(read).await.unwrap();
        found.filter(|found| found.state == state)
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_proposal_is_taken_back_before_it_is_signed_and_nobody_signs_it_after() {
    let (dana, marsa) = linked(false).await;
    let id = propose(&dana, &marsa).await;
    let read = stands(&marsa, id, State::Offered).await.digest;
    let other = signing::withdraw(&marsa.app, id, read, signer(&marsa)).await.unwrap_err();
    assert_eq!(other.code, "agreement.not_proposed", "nobody takes back what another proposes");
    let wrong = signing::withdraw(&dana.app, id, [0; 32], signer(&dana)).await.unwrap_err();
    assert_eq!(wrong.code, "agreement.changed", "only the text that was read");
    signing::withdraw(&dana.app, id, read, signer(&dana)).await.unwrap();
    stands(&marsa, id, State::Withdrawn).await;
    let late = signing::sign(&marsa.app, id, read, signer(&marsa)).await.unwrap_err();
    assert_eq!(late.code, "agreement.not_waiting");
    for place in [&dana, &marsa] {
        in_force(place, 0).await;
        let page = super::partnership::page(place, &format!("/en/agreements/{id}")).await;
        assert!(page.contains("Taken back") && !page.contains("Take it back"), "{page}");
    }
    let again = signing::withdraw(&dana.app, id, read, signer(&dana)).await.unwrap_err();
    assert_eq!(again.code, "agreement.not_proposed");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_signature_that_crosses_the_withdrawal_stands_and_the_agreement_is_stopped_at_both() {
    let (dana, mut marsa) = linked(false).await;
    let id = propose(&dana, &marsa).await;
    let read = stands(&marsa, id, State::Offered).await.digest;
    marsa.stop().await;
    signing::withdraw(&dana.app, id, read, signer(&dana)).await.unwrap();
    signing::sign(&marsa.app, id, read, signer(&marsa)).await.unwrap();
    marsa.resume().await;
    let ours = stands(&dana, id, State::Suspended { by_us: true, by_them: false }).await;
    let theirs = stands(&marsa, id, State::Suspended { by_us: false, by_them: true }).await;
    assert!(ours.own_signature.is_some() && ours.peer_signature.is_some(), "both have signed");
    assert_eq!(ours.digest, theirs.digest);
    for place in [&dana, &marsa] {
        in_force(place, 0).await;
    }
    signing::stop(&dana.app, id, false, signer(&dana)).await.unwrap();
    for place in [&dana, &marsa] {
        in_force(place, 1).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn contract_b04_suspending_an_agreement_stops_exchange_on_both_sides() {
    let (dana, marsa) = linked(false).await;
    let id = agree(&dana, &marsa).await;
    signing::stop(&marsa.app, id, true, signer(&marsa)).await.unwrap();
    in_force(&marsa, 0).await;
    in_force(&dana, 0).await;
    let thread = entry(&dana, &marsa, id).await;
    until("the letter stays where it is", SOON, || async {
        let all = outbox::delivery_of(&dana.app, thread).await.unwrap();
        (all.len() == 1 && all[0].seq.is_none()).then_some(())
    })
    .await;
    signing::stop(&marsa.app, id, false, signer(&marsa)).await.unwrap();
    in_force(&dana, 1).await;
    until("it goes when the stop is taken back", SOON, || async {
        let all = outbox::delivery_of(&dana.app, thread).await.unwrap();
        all[0].done_at
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn contract_b04_suspending_the_link_stops_exchange_on_both_sides() {
    let (dana, marsa) = linked(true).await;
    agree(&dana, &marsa).await;
    acts::suspend(&dana.app, &dana.peer(&marsa).await, by(&dana)).await.unwrap();
    in_force(&dana, 0).await;
    in_force(&marsa, 0).await;
    assert_eq!(marsa.peer(&dana).await.state.code(), "SUSPENDED_BY_THEM");
    let own = acts::resume(&marsa.app, &marsa.peer(&dana).await, by(&marsa)).await;
    own.unwrap();
    assert_eq!(
        marsa.peer(&dana).await.state.code(),
        "SUSPENDED_BY_THEM",
        "not theirs to take back"
    );
    acts::resume(&dana.app, &dana.peer(&marsa).await, by(&dana)).await.unwrap();
    marsa.reaches(&dana, LinkState::Active).await;
    in_force(&marsa, 1).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_agreement_with_somebody_who_is_not_linked_cannot_be_offered() {
    let (dana, marsa) = linked(false).await;
    acts::close(&dana.app, &dana.peer(&marsa).await, by(&dana)).await.unwrap();
    until("the other side sees that the link has ended", SOON, || async {
        marsa.peer(&dana).await.last_error.filter(|code| code == "L-STATE")
    })
    .await;
    let terms = super::terms(&dana, &marsa);
    let refused = signing::propose(&dana.app, terms, signer(&dana)).await.unwrap_err();
    assert_eq!(refused.code, "agreement.not_linked");
}

/// Writes a referral's letter under the agreement. Its content is nobody's: it is parked over there.
pub async fn entry(from: &Place, to: &Place, id: sila_core::AgreementId) -> uuid::Uuid {
    let peer = from.peer(to).await;
    let stored = from.app.store.read(move |tx| agreements::store::find(tx, id)).await.unwrap();
    let digest = stored.unwrap().digest;
    let entry = ReferralEntry {
        entry: vec![0],
        preview: None,
        identity: None,
        key: None,
        origin: None,
        words: None,
    };
    let payload = Message::ReferralEntry(entry).encode().unwrap();
    let (thread, now) = (from.app.clock.new_id(), from.app.clock.now());
    let letter = outbox::letter(&from.app, &peer, Kind::ReferralEntry, thread, &payload, now);
    let letter = letter.unwrap().on(Stream::REFERRALS).under("REFERRAL", id.0, digest);
    from.app.store.write(move |tx| outbox::post(tx, &letter)).await.unwrap();
    from.app.outbox.notify_one();
    thread
}
