//! Keys that were replaced and keys that were revoked: what they signed while they were good stays proven.

use std::time::Duration;

use sila::clock::Randomness;
use sila::db::Tx;
use sila::evidence::check::{self, Broken, Proven};
use sila::evidence::pack::Pack;
use sila::keys::change::change;
use sila::keys::order::What;
use sila::keys::store::Use;
use sila::links::transit::store as transit;
use sila::links::{exchange, sending};
use sila::referrals;
use sila_core::ids::ReferralId;
use sila_core::referral::State;
use sila_link::{
    Cursor, Hello, LinkState, LinkTest, Me, Message, OutboxDraft, Packer, Role, Stream, link_id,
    seal_batch,
};
use sila_seal::SigningKey;

use super::{number, parts, story, text, verify, written};
use crate::referral::nodes::{Node, Pair};

/// Everything that is under way arrives, and both logs are cosigned.
async fn calm(pair: &Pair) {
    for _ in 0..3 {
        pair.settle().await;
        number(&pair.marsa).await;
        number(&pair.dana).await;
        pair.settle().await;
    }
}

fn sign_of(node: &Node) -> SigningKey {
    SigningKey::from_bytes(&node.app.keys().sign().to_bytes())
}

async fn pack_of(node: &Node, id: ReferralId) -> Pack {
    parts(&written(node, id).await.bytes).0
}

fn broken(pack: &Pack, change: impl FnOnce(&mut Pack)) -> Result<Proven, &'static str> {
    let mut other = pack.clone();
    change(&mut other);
    check::check(&other).map_err(|Broken { part, .. }| part)
}

#[tokio::test]
async fn a_pack_made_after_keys_were_replaced_holds_by_the_whole_chain_of_statements() {
    let (pair, id) = story().await;
    for node in [&pair.marsa, &pair.dana] {
        let now = node.app.clock.now();
        for what in [What::Replace(Use::Signing), What::Root, What::Replace(Use::Sealing)] {
            change(&node.app, &[what], None, now).await.unwrap();
        }
    }
    calm(&pair).await;
    for node in [&pair.marsa, &pair.dana] {
        let bytes = written(node, id).await.bytes;
        assert!(text(&verify(&bytes)).contains("\"holds\":true"));
        let (pack, _) = parts(&bytes);
        assert!(pack.agencies.iter().all(|chain| chain.len() == 4), "every statement");
        for agency in [0, 1] {
            let newest_only = |pack: &mut Pack| drop(pack.agencies[agency].drain(..3));
            assert!(broken(&pack, newest_only).is_err(), "the newest keys alone prove nothing");
            let one_missing = |pack: &mut Pack| drop(pack.agencies[agency].remove(1));
            assert_eq!(broken(&pack, one_missing).err(), Some("keys"));
        }
    }
}

/// A message to Dana in the next place, signed with a key that was good once, beside a greeting of today.
async fn steal(pair: &Pair, stolen: SigningKey) -> Vec<u8> {
    let (marsa, dana) = (&pair.marsa.app, &pair.dana.app);
    let (link, now) = (link_id(marsa.node.id, dana.node.id), marsa.clock.now());
    let books = marsa.store.read(move |tx: &mut dyn Tx| transit::books(tx, link)).await.unwrap();
    let (books, n) = (books.unwrap(), marsa.keys().n());
    let (me, party) = (marsa.keys().me(n).unwrap(), books.party(LinkState::Active));
    let thief = Me { agency: me.agency, sign: stolen, open: Vec::new() };
    let draft = OutboxDraft {
        id: marsa.clock.new_id(),
        kind: "link.test/1".to_owned(),
        conversation: marsa.clock.new_id(),
        payload: Message::LinkTest(LinkTest { nonce: [8; 16] }).encode().unwrap(),
        agreement: None,
        purpose: None,
        created: now,
        expires: None,
        urgent: false,
    };
    let next = Cursor::start(Stream::BULK);
    let forged = seal_batch(&thief, &party, next, &[draft], now, &mut Randomness).unwrap();
    let positions = books.cursors.positions();
    let hello = Hello::new(&me, &party, Role::Caller, positions, n, now);
    let hello = marsa.lines.of(link).says(Hello { knows: Some(1), ..hello });
    let mut packer = Packer::new(&hello.sign(&me), None);
    assert!(packer.envelope(&forged.envelopes[0].bytes));
    let key = marsa.keys().told().transport_spki;
    exchange::answer(dana, key, packer.finish(), Duration::ZERO).await.unwrap()
}

async fn bulk(node: &Node) -> i64 {
    let count = |tx: &mut dyn Tx| {
        tx.query_text("select count(*) from envelope_in where stream = 5", &[])?[0].get(0)
    };
    node.app.store.read(count).await.unwrap()
}

/// Marsa's key is revoked at ten, while one referral is with Dana and another is on its way.
async fn revoked() -> (Pair, ReferralId, ReferralId, SigningKey) {
    let (pair, id) = story().await;
    let stolen = sign_of(&pair.marsa);
    let waiting = pair.offer(|_| {}).await.unwrap().id;
    let link = link_id(pair.marsa.id(), pair.dana.id());
    sending::seal_due(&pair.marsa.app, link).await.unwrap();
    let ten = pair.marsa.app.clock.now();
    let what = [What::Revoke(stolen.verifying().id())];
    change(&pair.marsa.app, &what, None, ten).await.unwrap();
    calm(&pair).await;
    (pair, id, waiting, stolen)
}

#[tokio::test]
async fn fault_f6_an_officer_leaves_her_key_is_revoked_what_it_signed_before_stays_and_nothing_more_is_taken()
 {
    let (pair, id, waiting, stolen) = revoked().await;
    let (marsa, dana) = (&pair.marsa, &pair.dana);
    assert_ne!(sign_of(marsa).verifying(), stolen.verifying());
    // Signed before ten, delivered after: it counts, under an envelope of the new key.
    assert_eq!(pair.equal(waiting).await.row.state, State::Delivered);
    assert_eq!(pair.equal(id).await.row.state, State::Accepted);
    // Signed after ten: refused, and nothing is stored.
    let before = bulk(dana).await;
    let answer = steal(&pair, stolen).await;
    let refusal = b"L-KEY-UNKNOWN";
    assert!(answer.windows(refusal.len()).any(|part| part == refusal), "the reason is told");
    assert_eq!(bulk(dana).await, before);
    // The link and the referrals go on.
    referrals::accept(&dana.app, &pair.officer, waiting, dana.app.clock.now()).await.unwrap();
    calm(&pair).await;
    assert_eq!(pair.equal(waiting).await.row.state, State::Accepted);
    for node in [marsa, dana] {
        for id in [id, waiting] {
            let output = verify(&written(node, id).await.bytes);
            assert!(output.status.success(), "{}", text(&output));
        }
    }
}

#[tokio::test]
async fn what_a_revoked_key_signed_is_proven_by_its_place_and_behind_that_it_proves_nothing() {
    let (pair, id, waiting, _) = revoked().await;
    let (marsa, dana) = (pack_of(&pair.marsa, id).await, pack_of(&pair.dana, id).await);
    assert!(broken(&marsa, |_| {}).is_ok() && broken(&dana, |_| {}).is_ok());
    // The agency's own log: before the place that the statement names, and not behind it.
    let from_the_first_leaf = |pack: &mut Pack| {
        let newest = pack.agencies[0].last_mut().unwrap();
        let mut told = newest.verify().unwrap();
        told.custody.revoked[0].since = 0;
        *newest = told.sign(&pair.marsa.app.node.safe.root().unwrap()).unwrap();
    };
    assert_eq!(broken(&marsa, from_the_first_leaf).err(), Some("revoked"));
    // Another agency's log: under a head that the agency cosigned while its key was good.
    let by_marsa = |pack: &Pack| pack.logs[0].cosigned.len();
    assert_eq!(by_marsa(&dana), 2, "one by each key");
    let without_old = |pack: &mut Pack| drop(pack.logs[0].cosigned.remove(0));
    assert_eq!(broken(&dana, without_old).err(), Some("revoked"));
    let without_new = |pack: &mut Pack| drop(pack.logs[0].cosigned.remove(1));
    assert!(broken(&dana, without_new).is_ok());
    // An offer that came after the revocation, with nothing of the new key behind it, is not proven by Dana yet.
    let worker = pair.dana.worker("sup2", &["SUPERVISOR"]).await;
    let now = pair.dana.app.clock.now();
    let made =
        sila::evidence::create::write(&pair.dana.app, &worker, waiting, "the court asks", now);
    assert_eq!(made.await.err().map(|problem| problem.code), Some("evidence.revoked".to_owned()));
}
