//! Nodes that watch over each other's logs: cosigned heads, a log that shows two stories, a log after a restore.

use sila::app::App;
use sila::db::{DbError, Tx};
use sila::evidence;
use sila::journal::log;
use sila::journal::verify::{self, Signer};
use sila::witness::settled::Between;
use sila::witness::{hearing, store};
use sila_link::evidence::Evidence;
use sila_link::witness::Saying;
use sila_link::{LinkError, LinkState};
use sila_seal::checkpoint::{Checkpoint, SignedCheckpoint, witness_name};
use sila_seal::sha256;

use super::super::support::waiting::until;
use super::{Place, SOON, link, linked};

/// Makes heads as the job of a running node does, but at once.
async fn tend(places: &[&Place]) {
    for place in places {
        let now = place.app.clock.now();
        let count = log::number(&place.app, now).await.unwrap();
        place.app.lines.each(|line| {
            if count > 0 {
                line.watch.has_news(true, now);
            }
            if line.watch.presses(now) {
                line.ring();
            }
        });
    }
}

/// The size of our newest head that the other side has cosigned, when it is the newest.
async fn cosigned(at: &Place, by: &Place) -> Option<store::Cosigned> {
    let link = at.peer(by).await.link;
    let read = move |tx: &mut dyn Tx| -> Result<_, DbError> {
        Ok((store::newest(tx)?, store::cosigned(tx)?))
    };
    let (newest, mut all) = at.app.store.read(read).await.unwrap();
    let (log, size, ..) = newest?;
    all.retain(|one| one.link == link && (one.log, one.size) == (log, size));
    all.pop()
}

async fn settles(at: &Place, by: &Place) -> store::Cosigned {
    let what = format!("{} is cosigned by {}", at.app.node.agency.code, by.app.node.agency.code);
    until(&what, SOON, || async {
        tend(&[at, by]).await;
        cosigned(at, by).await
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn two_linked_nodes_cosign_each_other_s_heads_and_what_they_cover_is_settled() {
    let (dana, marsa) = linked(false).await;
    for (at, by) in [(&dana, &marsa), (&marsa, &dana)] {
        let one = settles(at, by).await;
        let note = SignedCheckpoint::parse(&one.note).unwrap();
        let name = witness_name(&by.app.node.id.0);
        assert!(note.cosigned_by(&name, &by.app.keys().sign().verifying()).is_ok());
        assert!(note.cosigned_by_quantum(&name, &by.app.keys().quantum.verifying()).is_ok());
        let settled = at.app.store.read(store::settled).await.unwrap();
        assert_eq!(settled.witnesses, 1);
        assert!(settled.covers(1, one.size - 1) && !settled.covers(1, one.size));
        assert_eq!(one.size % 64, 0, "padded");
    }
    let (before, conversation) = (settles(&dana, &marsa).await, dana.app.clock.new_id());
    super::carry::write(&dana, &marsa, conversation).await;
    until("a later head is cosigned", SOON, || async {
        tend(&[&dana, &marsa]).await;
        cosigned(&dana, &marsa).await.filter(|one| one.size > before.size)
    })
    .await;
}

async fn three() -> [Place; 3] {
    let (dana, marsa) = linked(true).await;
    let mut naseem = Place::make("NASEEM", true).await;
    naseem.start();
    link(&dana, &naseem).await;
    link(&marsa, &naseem).await;
    [dana, marsa, naseem]
}

/// A head of `of` that is not of its log, signed with its keys.
fn forged(of: &App, size: u64) -> String {
    let origin = sila_seal::checkpoint::origin(&of.node.id.0, 1);
    let root = sha256(&[b"another story"]);
    let note = Checkpoint { origin: origin.clone(), size, root }.sign(of.keys().sign()).unwrap();
    let parsed = SignedCheckpoint::parse(&note).unwrap();
    note + &parsed.cosign_quantum(&origin, &of.keys().quantum, 1).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_log_that_shows_two_stories_is_convicted_by_what_its_witnesses_tell_each_other() {
    let [dana, mut marsa, naseem] = three().await;
    let shown = settles(&marsa, &dana).await;
    marsa.stop().await;
    let seen = naseem.peer(&marsa).await.link;
    let forget = move |tx: &mut dyn Tx| tx.exec_text("delete from witness", &[]);
    naseem.app.store.write(forget).await.unwrap();
    let said = Saying { log: 1, head: Some(forged(&marsa.app, shown.size)), ..Saying::default() };
    let accused = naseem.peer(&marsa).await;
    hearing::hear(&naseem.app, &accused, &said, naseem.app.clock.now()).await.unwrap();
    let found = until("the two stories meet", SOON, || async {
        let conversation = dana.app.clock.new_id();
        super::carry::write(&dana, &naseem, conversation).await;
        tend(&[&dana, &naseem]).await;
        for at in [&dana, &naseem] {
            let link = at.peer(&marsa).await.link;
            let read = move |tx: &mut dyn Tx| evidence::store::of_link(tx, link);
            if let Some(proof) = at.app.store.read(read).await.unwrap().pop() {
                return Some((proof, at.peer(&marsa).await));
            }
        }
        None
    });
    let (proof, peer) = found.await;
    assert_eq!(proof.crime, "S-SPLITVIEW");
    let told = Evidence::from_cbor(&proof.body).unwrap().verify();
    assert_eq!(told, Ok((marsa.app.node.id, LinkError::SplitView)), "it convinces anybody");
    assert_eq!(peer.alarm.as_deref(), Some("S-SPLITVIEW"));
    assert!(matches!(peer.state, LinkState::Suspended(_)));
    assert_eq!(seen, naseem.peer(&marsa).await.link);
}

/// Who falls silent after showing another story elsewhere leaves no evidence; but the page of the link says what is owed.
#[tokio::test(flavor = "multi_thread")]
async fn a_head_that_a_third_agency_holds_stays_an_open_question_until_its_owner_explains_it() {
    let (dana, mut marsa) = linked(true).await;
    let shown = settles(&marsa, &dana).await;
    marsa.stop().await;
    let (link, now) = (dana.peer(&marsa).await.link, dana.app.clock.now());
    let open = async || {
        let between = dana.app.store.read(move |tx| Between::of(tx, link)).await.unwrap();
        between.unexplained
    };
    assert!(!open().await);
    let mut naseem = Place::make("NASEEM", true).await;
    naseem.start();
    super::link(&dana, &naseem).await;
    let note = forged(&marsa.app, shown.size + 64);
    let said = Saying { log: 1, gossip: vec![note], ..Saying::default() };
    hearing::hear(&dana.app, &dana.peer(&naseem).await, &said, now).await.unwrap();
    assert!(open().await);
    assert!(dana.peer(&marsa).await.alarm.is_none(), "a question accuses nobody");
}

#[tokio::test(flavor = "multi_thread")]
async fn after_a_restore_the_next_log_begins_and_names_the_heads_that_others_hold() {
    let (dana, mut marsa) = linked(true).await;
    settles(&marsa, &dana).await;
    marsa.stop().await;
    // The backup is from before the newest heads: the rows are there, their places are not.
    let forget = |tx: &mut dyn Tx| {
        tx.exec_text("delete from checkpoint", &[])?;
        tx.exec_text("delete from log_chunk", &[])?;
        tx.exec_text("delete from cosignature", &[])?;
        tx.exec_text("update journal set log = null, position = null", &[])
    };
    marsa.app.store.write(forget).await.unwrap();
    marsa.app = App::open(marsa.app.config.clone(), Default::default()).await.unwrap();
    marsa.resume().await;
    let one = until("the next log is cosigned", SOON, || async {
        tend(&[&dana, &marsa]).await;
        cosigned(&marsa, &dana).await.filter(|one| one.log == 2)
    })
    .await;
    assert!(one.size > 0);
    assert!(dana.peer(&marsa).await.alarm.is_none(), "nobody is accused");
    let found = verify::run(&marsa.app.store, &Signer::of(&marsa.app.keys())).await.unwrap();
    assert!(found.intact, "{:?}", found.first_bad);
}
