//! Every question that is refused: its own reason, written down at both sides.

use sila::agreements::InForce;
use sila::db::{DbError, Tx};
use sila::known::question::store as questions;
use sila::links::{outbox, store as links};
use sila_core::codes::{KnownPurpose, LawfulBasis};
use sila_link::known::{Ask, Known, KnownKind};
use sila_link::{Kind, Message, Stream, agreement_digest};
use uuid::Uuid;

use super::*;

/// The reason of the refusal, and what a dishonest node changes.
type Dishonest = (&'static str, fn(&mut Ask));

/// The question that lies in Marsa's outbox.
pub async fn written(asking: &Asking) -> Ask {
    let marsa = &asking.pair.marsa.app;
    let bytes = marsa
        .store
        .read(|tx: &mut dyn Tx| {
            let rows =
                tx.query_text("select id, body from outbox where kind = 'known.query/1'", &[])?;
            Ok::<_, DbError>((rows[0].get::<Uuid>(0)?, rows[0].get::<Vec<u8>>(1)?))
        })
        .await
        .unwrap();
    let place = sila::vault::Place { table: "outbox", row: bytes.0 };
    let payload = marsa.vault.open(place, &bytes.1).unwrap();
    let kind = Kind::Known(KnownKind::Query);
    let Message::Known(Known::Query(ask)) = Message::decode(kind, &payload).unwrap() else {
        panic!("a question")
    };
    ask
}

/// Takes it out again.
pub async fn drop_written(asking: &Asking) {
    let drop = |tx: &mut dyn Tx| tx.exec_text("delete from outbox", &[]).map(drop);
    asking.pair.marsa.app.store.write::<_, DbError, _>(drop).await.unwrap();
}

/// Sends a question as a dishonest node would, without its own checks.
pub async fn send(asking: &Asking, ask: Ask) {
    let (marsa, agency) = (&asking.pair.marsa.app, asking.pair.dana.id());
    let peer = marsa.store.read(move |tx| links::peer_of(tx, agency)).await.unwrap().unwrap();
    let agreement = InForce {
        digest: agreement_digest(&asking.pair.agreement.to_cbor()),
        agreement: asking.pair.agreement.clone(),
        peer: agency,
        at_rest: std::collections::BTreeSet::new(),
    };
    let payload = Message::Known(Known::Query(ask)).encode().unwrap();
    let (kind, id) = (Kind::Known(KnownKind::Query), agreement.agreement.id.0);
    let letter = outbox::letter(marsa, &peer, kind, id, &payload, marsa.clock.now()).unwrap();
    let letter = letter.on(Stream::UPDATES).under("KNOWN", id, agreement.digest);
    marsa.store.write(move |tx| outbox::post(tx, &letter)).await.unwrap();
    asking.pair.settle().await;
}

/// The reasons that stand in a node's log, oldest first.
async fn refusals(node: &Node) -> usize {
    let count = |tx: &mut dyn Tx| {
        let rows = tx.query_text("select 1 from journal where kind = 'known.refused'", &[])?;
        Ok::<_, DbError>(rows.len())
    };
    node.app.store.read(count).await.unwrap()
}

async fn last_reason(node: &Node) -> Option<String> {
    let served = node.app.store.read(questions::served_list).await.unwrap();
    served.first().and_then(|one| one.code.clone())
}

#[tokio::test]
async fn contract_b21_every_dishonest_question_has_its_own_refusal_at_both_sides() {
    let changes: [Dishonest; 5] = [
        ("known.wrong_epoch", |ask| ask.scope.epoch.week -= 1),
        ("known.wrong_epoch", |ask| ask.scope.epoch.edition += 1),
        ("known.oversized", |ask| ask.elements.push(ask.elements[0])),
        ("known.malformed", |ask| ask.elements[3].0 = [0xff; 32]),
        ("agreement.known_basis_not_covered", |ask| ask.basis = LawfulBasis::PublicInterest),
    ];
    for (reason, change) in changes {
        let asking = fresh(&[OTHER]).await;
        let id = asking.try_ask(|_| ()).await.unwrap();
        let mut ask = written(&asking).await;
        drop_written(&asking).await;
        change(&mut ask);
        send(&asking, ask).await;
        assert_eq!(last_reason(&asking.pair.dana).await.as_deref(), Some(reason));
        let ours = asking.question(id).await;
        assert!(ours.state != "ANSWERED" && ours.hits.is_none(), "{reason}: nothing is learnt");
        for node in [&asking.pair.marsa, &asking.pair.dana] {
            assert_eq!(refusals(node).await, 1, "{reason} stands in both logs");
        }
        assert_eq!(asking.counts().await, (1, 1));
    }
}

#[tokio::test]
async fn contract_b21_a_repeated_question_is_refused() {
    let asking = fresh(&[OTHER]).await;
    let id = asking.try_ask(|_| ()).await.unwrap();
    let ask = written(&asking).await;
    asking.pair.settle().await;
    assert_eq!(asking.question(id).await.state, "ANSWERED");
    send(&asking, ask.clone()).await;
    assert_eq!(last_reason(&asking.pair.dana).await.as_deref(), Some("known.replayed"));
    send(&asking, Ask { query: Uuid::from_u128(9), ..ask }).await;
    assert_eq!(asking.counts().await, (1, 3), "the counts show what was not asked by anybody");
}

#[tokio::test]
async fn contract_b21_more_than_agreed_is_asked_by_nobody() {
    let asking = fresh(&[OTHER]).await;
    for _ in 0..15 {
        asking.try_ask(|_| ()).await.unwrap();
        asking.pair.wait(1);
    }
    let refused = asking.try_ask(|_| ()).await.unwrap_err();
    assert_eq!(refused.code, "known.over_budget_worker");
    asking.pair.settle().await;
    assert_eq!(asking.counts().await, (15, 15));
    // A node that does not count itself is counted here.
    let elements: Vec<_> = (0..8).map(|_| random()).collect();
    let mut ask = template(&asking, elements).await;
    send(&asking, ask.clone()).await;
    assert_eq!(last_reason(&asking.pair.dana).await.as_deref(), Some("known.over_budget_worker"));
    for n in 0..5 {
        (ask.query, ask.worker) = (Uuid::from_u128(100 + n), [u8::try_from(n).unwrap(); 16]);
        ask.elements = (0..8).map(|_| random()).collect();
        send(&asking, ask.clone()).await;
    }
    assert_eq!(last_reason(&asking.pair.dana).await, None, "another worker may still ask");
}

#[tokio::test]
async fn contract_b21_the_minute_and_the_day_have_their_limits() {
    let asking = fresh(&[]).await;
    let mut ask = template(&asking, (0..8).map(|_| random()).collect()).await;
    let mut reasons = Vec::new();
    for n in 0..21_u128 {
        (ask.query, ask.worker) = (Uuid::from_u128(100 + n), n.to_be_bytes());
        ask.elements = (0..8).map(|_| random()).collect();
        send(&asking, ask.clone()).await;
        reasons.push(last_reason(&asking.pair.dana).await);
    }
    assert!(reasons[..20].iter().all(Option::is_none));
    assert_eq!(reasons[20].as_deref(), Some("known.over_budget_minute"));
}

fn random() -> sila_seal::voprf::Element {
    sila_seal::voprf::Element::random(&mut sila::clock::Randomness)
}

/// A question of the sender's that the table knows nothing about.
async fn template(asking: &Asking, elements: Vec<sila_seal::voprf::Element>) -> Ask {
    asking.pair.wait(24 * 60);
    asking.try_ask(|_| ()).await.unwrap();
    let ask = written(asking).await;
    drop_written(asking).await;
    asking.pair.wait(-24 * 60);
    Ask { query: Uuid::from_u128(99), elements, ..ask }
}

#[tokio::test]
async fn contract_b21_an_answer_under_other_keys_is_not_believed() {
    let asking = fresh(&[OTHER]).await;
    let dana = &asking.pair.dana.app;
    let id = asking.try_ask(|_| ()).await.unwrap();
    // Dana answers under a key that it has not published.
    let agreement = asking.pair.agreement.id;
    let stored = dana.store.read(move |tx| lists::seed(tx, agreement)).await.unwrap().unwrap();
    let place = sila::vault::Place { table: "known_seed", row: agreement.0 };
    let secret = dana.vault.seal(place, &[7; 64]);
    let other = lists::Stored { secret, ..stored };
    let swap = move |tx: &mut dyn Tx| lists::set_seed(tx, agreement, &other);
    dana.store.write::<_, DbError, _>(swap).await.unwrap();
    asking.pair.settle().await;
    let question = asking.question(id).await;
    assert_eq!(
        (question.state.as_str(), question.code.as_deref()),
        ("FAILED", Some("known.wrong_key"))
    );
    assert_eq!(refusals(&asking.pair.marsa).await, 1);
}

#[tokio::test]
async fn contract_b21_without_permission_nothing_is_asked() {
    let asking = fresh(&[OTHER]).await;
    let refused = asking.try_ask(|wish| wish.purpose = KnownPurpose::Continuity).await.unwrap_err();
    assert_eq!(refused.code, "agreement.known_purpose_not_covered");
    assert!(refused.facts.contains(&("clause", "3.1".to_owned())));
    let stranger = asking.pair.marsa.worker("m-int2", &["INTAKE"]).await;
    let marsa = &asking.pair.marsa.app;
    let not_hers = ask::ask(marsa, &stranger, asking.wish(), marsa.clock.now()).await;
    assert_eq!(not_hers.unwrap_err().code, "page.not_found");
    let unlinked = asking.try_ask(|wish| wish.peer = sila_core::AgencyId([9; 32])).await;
    assert_eq!(unlinked.unwrap_err().code, "known.not_linked");
    assert_eq!(asking.counts().await, (0, 0), "and nothing has left");
    let silent = Pair::without_agreement().await;
    let case = case(&silent.marsa, &silent.sender, &FATIMA, |_| ()).await;
    let asking = Asking { pair: silent, case };
    assert_eq!(asking.try_ask(|_| ()).await.unwrap_err().code, "referral.no_agreement");
}
