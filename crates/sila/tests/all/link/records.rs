//! A record of three agencies of which two have no link to each other: nobody is its centre, nobody changes it alone.

use sila::activation::published;
use sila::links::outbox;
use sila::records::{By, forward, propose, store, text, word};
use sila_core::indices::Published;
use sila_core::{Millis, RecordId};
use sila_link::record::{Share, SignedVoice, Standing, Version, Voice, Word};
use sila_link::{Message, Stream};
use sila_seal::Hash;

use super::super::support::waiting::until;
use super::{Place, SOON, link, linked};

fn by(place: &Place) -> By {
    By { worker: None, now: place.app.clock.now() }
}

fn words(text: &str) -> Vec<u8> {
    let part = || text.to_owned();
    text::Text { title_ar: part(), title_en: part(), text_ar: part(), text_en: part() }.to_cbor()
}

async fn loaded(place: &Place, id: RecordId) -> store::Loaded {
    forward::bring(&place.app).await.unwrap();
    place.app.store.read(move |tx| store::load(tx, id)).await.unwrap().unwrap_or_default()
}

async fn open(place: &Place, id: RecordId) -> Hash {
    until("a version is open", SOON, || async {
        let shared = loaded(place, id).await.shared;
        let open = |digest: &Hash| shared.standing(digest) == Some(Standing::Open);
        shared.versions().map(|(digest, _)| *digest).find(open)
    })
    .await
}

async fn say(place: &Place, id: RecordId, word: Word) -> Hash {
    let digest = open(place, id).await;
    word::say(&place.app, id, digest, word, by(place)).await.unwrap();
    digest
}

/// Waits until this version is in force everywhere, and what is held of it is the same.
async fn in_force(places: &[&Place], id: RecordId, digest: Hash) {
    for place in places {
        until("it is in force", SOON, || async {
            for other in places {
                forward::bring(&other.app).await.unwrap();
            }
            (loaded(place, id).await.shared.in_force() == Some(digest)).then_some(())
        })
        .await;
    }
    let mut all = Vec::new();
    for place in places {
        let loaded = loaded(place, id).await;
        let held = loaded.shared.version(&digest).unwrap().clone();
        let signed = loaded.voices.iter().filter_map(|voice| voice.verify().ok());
        let signed = signed.filter(|(v, _)| v.version == digest && v.word == Word::Sign).count();
        assert_eq!(signed, held.version.parties.len(), "every signature is here and holds");
        all.push((held.version.to_cbor(), held.version.digest()));
    }
    assert!(all.windows(2).all(|two| two[0] == two[1]), "the same bytes, the same hash");
}

/// Dana is linked with Marsa and with Naseem, who are not linked with each other.
async fn three() -> (Place, Place, Place) {
    let (dana, marsa) = linked(false).await;
    let mut naseem = Place::make("NASEEM", false).await;
    naseem.start();
    link(&dana, &naseem).await;
    (dana, marsa, naseem)
}

#[tokio::test(flavor = "multi_thread")]
async fn contract_a16_three_agencies_hold_one_record_and_nobody_changes_it_alone() {
    let (dana, marsa, naseem) = three().await;
    let others = [marsa.app.node.id, naseem.app.node.id];
    let id = propose::first(&dana.app, text::KIND, &others, words("one"), by(&dana)).await.unwrap();
    let one = say(&marsa, id, Word::Sign).await;
    assert_eq!(loaded(&dana, id).await.shared.in_force(), None, "one signature is missing");
    assert_eq!(say(&naseem, id, Word::Sign).await, one);
    let all = [&dana, &marsa, &naseem];
    in_force(&all, id, one).await;

    // Marsa writes a text of its own under the same number, and signs it: nowhere does it take effect.
    let before = loaded(&marsa, id).await.shared.version(&one).unwrap().version.clone();
    let alone = Version { content: words("two"), proposer: marsa.app.node.id, ..before };
    let at = Millis(marsa.app.clock.now().0 + 1);
    let voice = Voice { version: alone.digest(), party: alone.proposer, word: Word::Sign, at };
    let node = &marsa.app;
    let voice = SignedVoice::sign(&voice, node.keys().statement(), &node.root().unwrap());
    let share = Message::RecordShare(Share { version: alone.to_cbor(), voice });
    let (peer, payload) = (marsa.peer(&dana).await, share.encode().unwrap());
    let letter = outbox::letter(&marsa.app, &peer, share.kind(), id.0, &payload, at).unwrap();
    let letter = letter.on(Stream::PARTNERSHIP);
    marsa.app.store.write(move |tx| outbox::post(tx, &letter)).await.unwrap();
    marsa.app.outbox.notify_one();
    until("dana has refused it for ever", SOON, || async {
        let shared = loaded(&dana, id).await.shared;
        let held = shared.version(&alone.digest())?;
        (held.words.get(&dana.app.node.id) == Some(&Word::DeclineSibling)).then_some(())
    })
    .await;
    in_force(&all, id, one).await;

    // What Dana may do, Marsa may do, as soon as it can reach everybody.
    let amended = propose::amend(&marsa.app, id, words("three"), by(&marsa)).await.unwrap_err();
    assert_eq!(amended.code, "record.not_linked");
    let refused = word::say(&marsa.app, id, one, Word::Decline, by(&marsa)).await.unwrap_err();
    assert_eq!(refused.code, "record.already_said", "a signature is not taken back");
    propose::amend(&dana.app, id, words("four"), by(&dana)).await.unwrap();
    let two = say(&naseem, id, Word::Sign).await;
    assert_eq!(say(&marsa, id, Word::Sign).await, two);
    in_force(&all, id, two).await;
    assert_eq!(loaded(&naseem, id).await.shared.history(), [one, two]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_withdrawn_proposal_is_declined_by_the_nodes_that_have_not_signed() {
    let (dana, marsa) = linked(true).await;
    let others = [dana.app.node.id];
    let id =
        propose::first(&marsa.app, text::KIND, &others, words("one"), by(&marsa)).await.unwrap();
    open(&dana, id).await;
    let digest = say(&marsa, id, Word::Withdraw).await;
    for place in [&dana, &marsa] {
        until("it is dead at both", SOON, || async {
            forward::bring(&dana.app).await.unwrap();
            let shared = loaded(place, id).await.shared;
            (shared.standing(&digest) == Some(Standing::Dead)).then_some(())
        })
        .await;
    }
    let signed = word::say(&dana.app, id, digest, Word::Sign, by(&dana)).await.unwrap_err();
    assert_eq!(signed.code, "record.already_said");
    // What a node says by itself crosses with such a word and goes on.
    let version = loaded(&dana, id).await.shared.version(&digest).unwrap().version.clone();
    assert!(!word::answer(&dana.app, version, Word::Sign).await.unwrap());
}

/// How many records of this party wait for the word of this node.
async fn asked(place: &Place, from: &Place) -> usize {
    let from = from.app.node.id;
    let read = move |tx: &mut dyn sila::db::Tx| store::asked_from(tx, from, Published::KIND);
    place.app.store.read(read).await.unwrap().len()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_word_to_a_party_for_which_too_much_waits_comes_later_and_those_to_others_now() {
    let (mut dana, marsa, naseem) = three().await;
    for place in [&marsa, &naseem] {
        let to = [dana.app.node.id];
        propose::first(&place.app, Published::KIND, &to, words("one"), by(place)).await.unwrap();
        until("it has arrived", SOON, || async { (asked(&dana, place).await == 1).then_some(()) })
            .await;
    }
    // Nobody counts any more what waits.
    dana.stop().await;
    let line = dana.app.lines.of(dana.peer(&marsa).await.link);
    line.set_waiting(outbox::WAITING_MAX);
    assert_eq!(published::bring(&dana.app).await.unwrap(), 1, "what cannot be read is declined");
    assert_eq!((asked(&dana, &marsa).await, asked(&dana, &naseem).await), (1, 0));
    line.set_waiting(0);
    assert_eq!(published::bring(&dana.app).await.unwrap(), 1);
    assert_eq!(asked(&dana, &marsa).await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_passed_on_to_a_party_for_which_too_much_waits_comes_later_and_the_rest_now() {
    let (mut dana, marsa, naseem) = three().await;
    let others = [marsa.app.node.id, naseem.app.node.id];
    let id = propose::first(&dana.app, text::KIND, &others, words("one"), by(&dana)).await.unwrap();
    let one = say(&marsa, id, Word::Sign).await;
    assert_eq!(say(&naseem, id, Word::Sign).await, one);
    until("dana has heard both", SOON, || async {
        let loaded = dana.app.store.read(move |tx| store::load(tx, id)).await.unwrap()?;
        (loaded.shared.in_force() == Some(one)).then_some(())
    })
    .await;
    // Nobody counts any more what waits.
    dana.stop().await;
    let line = dana.app.lines.of(dana.peer(&marsa).await.link);
    line.set_waiting(outbox::WAITING_MAX);
    let pass_on = || forward::bring(&dana.app);
    assert_eq!(pass_on().await.unwrap(), 1, "what Marsa says goes to Naseem");
    assert_eq!(pass_on().await.unwrap(), 0);
    line.set_waiting(0);
    assert_eq!(pass_on().await.unwrap(), 1, "what Naseem says goes to Marsa");
    assert_eq!(pass_on().await.unwrap(), 0);
}
