//! What waits for our word is looked at by turns: no agency stands in the way of another.

use sila_core::indices::Published;
use sila_core::{AgencyId, Millis, RecordId};
use sila_link::record::{self, Shared, SignedVoice, Standing, Version, Voice, Word};

use super::store;
use crate::activation::published;
use crate::agreements;
use crate::partnerships::tests::partner;
use crate::testing::{NOW, TestNode};

/// A version that another agency has written and signed, as it arrives here.
async fn arrived(node: &TestNode, from: AgencyId, content: Vec<u8>, at: Millis) -> Version {
    let (me, id) = (node.app.node.id, RecordId(node.app.clock.new_id()));
    let version = record::first(id, Published::KIND, vec![me, from], from, content, at);
    let voice = Voice { version: version.digest(), party: from, word: Word::Sign, at };
    let root = node.app.root().unwrap();
    let signed = SignedVoice::sign(&voice, node.app.keys().statement(), &root);
    let mut shared = Shared::default();
    shared.add(version.clone()).unwrap();
    shared.hear(&voice).unwrap();
    let one = version.clone();
    node.write(move |tx| store::keep(tx, &shared, &one, (&signed, &voice), (me, true), at))
        .await
        .unwrap();
    version
}

/// Numbers that this node does not find: it waits three days with its word, in case something is on its way.
async fn doubtful(node: &TestNode, from: AgencyId, nth: u8) -> Version {
    let agreed = agreements::in_force(&node.app, NOW).await.unwrap();
    let published = Published {
        agreement: agreed.iter().find(|one| one.peer == from).unwrap().agreement.id,
        at: NOW,
        formulas: [String::new(), String::new()],
        activation: None,
        balance: None,
        inputs: [nth; 32],
        parts: Vec::new(),
    };
    arrived(node, from, published.to_cbor(), NOW.plus_minutes(i64::from(nth) - 300)).await
}

async fn one_agency_with_many(node: &TestNode) {
    let (slow, other) = (partner(node, 400).await, AgencyId([9; 32]));
    for nth in 0..60 {
        doubtful(node, slow, nth).await;
    }
    let last = arrived(node, other, vec![0xa0], NOW).await;
    let asked = || async {
        node.app.store.read(|tx| store::asked_of(tx, [Published::KIND; 3])).await.unwrap()
    };
    let before = asked().await;
    assert_eq!(before.len(), 61);
    assert!(before.is_sorted_by_key(|line| line.updated_at), "the oldest first");
    assert_eq!(before.last().map(|line| line.version.proposer), Some(other));
    assert_eq!(published::bring(&node.app).await.unwrap(), 1, "the other one is answered");
    let read = move |tx: &mut dyn crate::db::Tx| store::load(tx, last.record);
    let shared = node.app.store.read(read).await.unwrap().unwrap().shared;
    let (digest, _) = shared.versions().next().unwrap();
    assert_eq!(shared.standing(digest), Some(Standing::Dead), "it cannot be read");
    let left = asked().await;
    assert!(left.len() == 60 && left.iter().all(|line| line.version.proposer == slow));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_agency_of_which_much_waits_holds_up_nothing_of_another() {
    let node = TestNode::new().await;
    one_agency_with_many(&node).await;
    node.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_agency_of_which_much_waits_holds_up_nothing_of_another_on_postgres() {
    if let Some(node) = TestNode::postgres().await {
        one_agency_with_many(&node).await;
        node.end().await;
    }
}
