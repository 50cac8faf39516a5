//! Negotiating a text between two nodes, and amending it while the exchange goes on.

use sila::agreements::texts::{self, Standing};
use sila::agreements::{State, Stored, amendment, signing, vocabulary};
use sila::db::Tx;
use sila::links::outbox;
use sila_core::AgreementId;
use sila_core::agreement::compare::{changes, taken};
use sila_core::agreement::{Agreement, Objective};
use sila_core::codes::{Category, Service};
use sila_seal::sha256;

use super::super::support::waiting::until;
use super::{Place, SOON, agree, agreement::entry, linked, propose, signer, terms};

async fn at(place: &Place, id: AgreementId) -> Stored {
    signing::one(&place.app, id).await.unwrap()
}

pub async fn waiting(place: &Place, id: AgreementId) -> texts::Text {
    until("the amendment is here", SOON, || async {
        let pending = place.app.store.read(move |tx| texts::pending(tx, id)).await.unwrap();
        pending.filter(|text| text.standing == Standing::Offered)
    })
    .await
}

pub async fn becomes(
    place: &Place,
    id: AgreementId,
    what: &str,
    so: impl Fn(&Stored) -> bool,
) -> Stored {
    until(what, SOON, || async {
        let found = place.app.store.read(move |tx| sila::agreements::store::find(tx, id)).await;
        found.unwrap().filter(|stored| so(stored))
    })
    .await
}

fn reworded(agreement: &Agreement, number: &str, words: &str) -> Agreement {
    let mut text = agreement.clone();
    for clause in text.clauses.iter_mut().filter(|clause| clause.number == number) {
        clause.text_ar.push_str(words);
        clause.text_en.push_str(words);
    }
    text
}

#[tokio::test(flavor = "multi_thread")]
async fn a_text_goes_back_and_forth_clause_by_clause_until_both_have_signed_the_same() {
    let (dana, marsa) = linked(true).await;
    let id = propose(&dana, &marsa).await;
    let first = becomes(&marsa, id, "the proposal is here", |_| true).await;
    let answer = reworded(&reworded(&first.agreement, "5.2", " A"), "6.1", " B");
    amendment::propose(&marsa.app, id, answer, signer(&marsa)).await.unwrap();
    let theirs = becomes(&dana, id, "the answer is here", |s| s.state == State::Offered).await;
    assert_eq!(theirs.agreement.number(), 2);
    assert_eq!(theirs.agreement.follows.as_ref().unwrap().digest, first.digest, "one lineage");
    let all = changes(&first.agreement, &theirs.agreement);
    let numbers: Vec<&str> = all.iter().map(|one| one.number.as_str()).collect();
    assert_eq!(numbers, ["5.2", "6.1"]);
    // Dana takes one of the two.
    let mixed = taken(&first.agreement, &theirs.agreement, &["5.2".to_owned()].into());
    amendment::propose(&dana.app, id, mixed, signer(&dana)).await.unwrap();
    let back = becomes(&marsa, id, "the mixed text is here", |s| s.agreement.number() == 3).await;
    assert!(back.agreement.clause("5.2").unwrap().text_en.ends_with(" A"));
    assert!(!back.agreement.clause("6.1").unwrap().text_en.ends_with(" B"));
    signing::sign(&marsa.app, id, back.digest, signer(&marsa)).await.unwrap();
    for place in [&dana, &marsa] {
        let signed = becomes(place, id, "signed", |s| s.state == State::Signed).await;
        assert_eq!(signed.digest, back.digest);
        let past = place.app.store.read(move |tx| texts::all(tx, id)).await.unwrap();
        assert!(past.iter().all(|text| text.standing == Standing::Past), "the history is kept");
        assert_eq!(past.len(), 2);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn contract_a27_a_later_version_of_a_list_is_taken_up_by_an_amendment_without_downtime() {
    let (dana, marsa) = linked(true).await;
    let mut agreement = terms(&dana, &marsa);
    let lists = sila_core::agreement::vocabulary::lists();
    let services = lists.iter().find(|list| list.name == "service_type").unwrap();
    let pins = &mut agreement.vocabulary.as_mut().unwrap().pins;
    let pin = pins.iter_mut().find(|pin| pin.list == "service_type").unwrap();
    (pin.version, pin.digest) = (3, sha256(&[services.text(3).unwrap().as_bytes()]));
    let id = signing::propose(&dana.app, agreement, signer(&dana)).await.unwrap();
    let read = becomes(&marsa, id, "the proposal is here", |_| true).await.digest;
    signing::sign(&marsa.app, id, read, signer(&marsa)).await.unwrap();
    let before = becomes(&dana, id, "signed", |s| s.state == State::Signed).await;
    let codes = || [Service::Legal.spoken()];
    assert_eq!(
        before.agreement.understands(codes()).unwrap_err().code(),
        "agreement.code_not_pinned"
    );

    let later = Agreement { vocabulary: Some(vocabulary::current()), ..before.agreement.clone() };
    amendment::propose(&dana.app, id, later, signer(&dana)).await.unwrap();
    // Meanwhile the text before holds at both, and letters under it go.
    let text = waiting(&marsa, id).await;
    for place in [&dana, &marsa] {
        assert_eq!(
            (at(place, id).await.digest, at(place, id).await.state),
            (before.digest, State::Signed)
        );
    }
    goes(&dana, &marsa, id).await;
    amendment::sign(&marsa.app, id, text.digest, signer(&marsa)).await.unwrap();
    for place in [&dana, &marsa] {
        let now = becomes(place, id, "amended", |s| s.digest == text.digest).await;
        assert_eq!(now.state, State::Signed);
        assert_eq!(now.agreement.understands(codes()), Ok(()), "the later codes are agreed");
        assert!(now.own_signature.is_some() && now.peer_signature.is_some());
        let kept = place.app.store.read(move |tx| texts::all(tx, id)).await.unwrap();
        assert_eq!(
            (kept.len(), kept[0].digest, kept[0].standing),
            (1, before.digest, Standing::Replaced)
        );
    }
    goes(&dana, &marsa, id).await;
    goes(&marsa, &dana, id).await;
    // What was on the way under the text before is still taken, but not for ever.
    let (old, peer, now) = (before.digest, dana.app.node.id, marsa.app.clock.now());
    for (days, admitted) in [(0, true), (6, true), (8, false)] {
        let read = move |tx: &mut dyn Tx| texts::replaced(tx, old, peer, now.plus_days(days));
        assert_eq!(marsa.app.store.read(read).await.unwrap().is_some(), admitted, "{days}");
    }
}

/// A letter under the agreement is delivered.
pub async fn goes(from: &Place, to: &Place, id: AgreementId) {
    let thread = entry(from, to, id).await;
    until("the letter has gone", SOON, || async {
        outbox::delivery_of(&from.app, thread).await.unwrap()[0].done_at
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn contract_a16_an_amendment_by_one_party_changes_nothing_and_the_aims_change_by_both() {
    let (dana, marsa) = linked(true).await;
    let id = agree(&dana, &marsa).await;
    let before = at(&dana, id).await;
    let mut wider = before.agreement.clone();
    wider.categories.push(Category::Child);
    wider.aims.as_mut().unwrap().objectives = vec![Objective::Prevention];
    amendment::propose(&dana.app, id, wider.clone(), signer(&dana)).await.unwrap();
    let twice = amendment::propose(&dana.app, id, wider, signer(&dana)).await.unwrap_err();
    assert_eq!(twice.code, "agreement.pending");
    let own = amendment::sign(&dana.app, id, [0; 32], signer(&dana)).await.unwrap_err();
    assert_eq!(own.code, "agreement.not_waiting", "nobody signs for the other");
    let text = waiting(&marsa, id).await;
    let other = amendment::sign(&marsa.app, id, [0; 32], signer(&marsa)).await.unwrap_err();
    assert_eq!(other.code, "agreement.changed", "only the text that was read is signed");
    for place in [&dana, &marsa] {
        assert_eq!(at(place, id).await.digest, before.digest, "one signature changes nothing");
    }
    amendment::sign(&marsa.app, id, text.digest, signer(&marsa)).await.unwrap();
    for place in [&dana, &marsa] {
        let now = becomes(place, id, "amended", |s| s.digest == text.digest).await;
        assert_eq!(now.agreement.aims.unwrap().objectives, [Objective::Prevention]);
        assert!(now.agreement.categories.contains(&Category::Child));
    }
    let stranger = Agreement { parties: terms(&marsa, &dana).parties, ..terms(&marsa, &dana) };
    let mut foreign = Agreement { id, ..stranger };
    foreign.parties[0].agency = sila_core::AgencyId([9; 32]);
    assert!(amendment::propose(&marsa.app, id, foreign, signer(&marsa)).await.is_err());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_signature_that_crosses_another_proposal_puts_its_text_in_force_at_both() {
    let (mut dana, marsa) = linked(true).await;
    let id = propose(&dana, &marsa).await;
    let first = becomes(&marsa, id, "the proposal is here", |_| true).await;
    dana.stop().await;
    signing::sign(&marsa.app, id, first.digest, signer(&marsa)).await.unwrap();
    let second = reworded(&first.agreement, "5.2", " A");
    amendment::propose(&dana.app, id, second, signer(&dana)).await.unwrap();
    let later = at(&dana, id).await;
    assert_ne!(later.digest, first.digest);
    dana.resume().await;
    let signed = becomes(&dana, id, "signed", |s| s.state == State::Signed).await;
    assert_eq!(signed.digest, first.digest, "what both have signed");
    assert!(signed.own_signature.is_some() && signed.peer_signature.is_some());
    let all = dana.app.store.read(move |tx| texts::all(tx, id)).await.unwrap();
    let all: Vec<_> = all.iter().map(|text| (text.digest, text.standing)).collect();
    assert_eq!(all, [(later.digest, Standing::Proposed)], "the later one waits as an amendment");
    let text = waiting(&marsa, id).await;
    amendment::sign(&marsa.app, id, text.digest, signer(&marsa)).await.unwrap();
    for place in [&dana, &marsa] {
        becomes(place, id, "amended", |s| s.digest == later.digest).await;
    }
}
