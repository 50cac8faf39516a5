//! The log: numbered in order, padded, verified whole, proven in parts, and every change is found where it was made.

use sila_core::Millis;
use sila_seal::checkpoint::SignedCheckpoint;
use sila_seal::merkle::{verify_consistency, verify_inclusion};
use uuid::Uuid;

use crate::db::{DbError, Store, Tx, p};
use crate::journal::log;
use crate::journal::store::{self, Fact};
use crate::journal::tree::Tree;
use crate::journal::verify::{self, Bad, Finding, Signer};
use crate::testing::{NOW, TestNode, check_page};

fn fact(n: u32) -> Fact {
    Fact {
        id: Uuid::from_u128(u128::from(n) + 1),
        at: Millis(i64::from(n)),
        kind: "entry",
        subject: format!("subject-{n}"),
        worker: None,
        data: n.to_be_bytes().to_vec(),
    }
}

/// A node with `count` numbered facts and a head after each third.
async fn log_of(count: u32) -> TestNode {
    let node = TestNode::new().await;
    for n in 0..count {
        node.write(move |tx| store::insert(tx, &fact(n))).await.unwrap();
        if n % 3 == 2 || n + 1 == count {
            log::number(&node.app, NOW).await.unwrap();
        }
    }
    node
}

async fn verified(store: &Store, signer: &Signer) -> Finding {
    verify::run(store, signer).await.unwrap()
}

async fn found(node: &TestNode) -> Finding {
    verified(&node.app.store, &Signer::of(&node.app.keys())).await
}

/// Changes the database behind the node's back.
fn tamper(node: &TestNode, sql: &str) {
    let file = rusqlite::Connection::open(node.folder().join("sila.db")).unwrap();
    assert_eq!(file.execute(sql, []).unwrap(), 1, "{sql}");
}

async fn bad_after(sql: &str) -> Option<Bad> {
    let node = log_of(7).await;
    assert!(found(&node).await.intact);
    tamper(&node, sql);
    found(&node).await.first_bad
}

fn bad(position: i64, reason: &'static str) -> Option<Bad> {
    Some(Bad { log: 1, position, reason })
}

#[tokio::test]
async fn an_untouched_log_is_intact() {
    let found = found(&log_of(7).await).await;
    assert_eq!((found.intact, found.entries, found.checkpoints), (true, 7, 3));
}

#[tokio::test]
async fn an_empty_log_is_intact() {
    assert_eq!(found(&log_of(0).await).await.entries, 0);
}

/// Rows stand at 0–2, 64–66 and 128; the heads have 64, 128 and 192 leaves.
#[tokio::test]
async fn the_first_bad_entry_is_named() {
    let cases = [
        ("update journal set data = x'00' where position = 65", 65, "changed"),
        ("update journal set subject = 'other' where position = 2", 2, "changed"),
        ("update journal set at = 99 where position = 0", 0, "changed"),
        ("update journal set salt = zeroblob(32) where position = 64", 64, "changed"),
        ("update journal set kind = 'receipt' where position = 1", 1, "changed"),
        ("update journal set worker = zeroblob(16) where position = 66", 66, "changed"),
        ("delete from journal where position = 1", 1, "missing"),
        ("update checkpoint set note = note || 'x' where size = 64", 2, "checkpoint_signature"),
        ("update checkpoint set root = zeroblob(32) where size = 128", 66, "checkpoint_signature"),
        ("update checkpoint set padding = zeroblob(32) where size = 128", 66, "checkpoint_root"),
        ("update checkpoint set frontier = zeroblob(8) where size = 192", 128, "checkpoint_root"),
    ];
    for (sql, position, reason) in cases {
        assert_eq!(bad_after(sql).await, bad(position, reason), "{sql}");
    }
}

/// Contract A38: every byte of a stored event is covered.
#[tokio::test]
async fn contract_a38_one_flipped_byte_of_a_stored_event_is_found_and_the_event_is_named() {
    let node = log_of(4).await;
    let columns = ["id", "at", "kind", "subject", "data", "salt", "leaf"];
    let file = rusqlite::Connection::open(node.folder().join("sila.db")).unwrap();
    let keep = "create table kept as select * from journal where position = 1";
    file.execute_batch(keep).unwrap();
    for column in columns {
        let read = format!("select cast({column} as blob) from kept");
        let bytes: Vec<u8> = file.query_row(&read, [], |row| row.get(0)).unwrap();
        let kind: String = file
            .query_row(&format!("select typeof({column}) from kept"), [], |r| r.get(0))
            .unwrap();
        for at in 0..bytes.len() {
            let mut other = bytes.clone();
            other[at] ^= 0x80;
            let change =
                format!("update journal set {column} = cast(?1 as {kind}) where position = 1");
            let changed = file.execute(&change, [&other]).unwrap();
            assert_eq!(changed, 1);
            let told = found(&node).await.first_bad.unwrap_or_else(|| panic!("{column} byte {at}"));
            assert_eq!(told.position, 1, "{column} byte {at}: {told:?}");
            file.execute_batch(
                "delete from journal where id not in (select id from journal where position in (0, 2, 64)); \
                 insert into journal select * from kept",
            )
            .unwrap();
        }
    }
    assert!(found(&node).await.intact);
}

#[tokio::test]
async fn cutting_the_end_off_is_found_when_a_head_promised_it() {
    let node = log_of(6).await;
    tamper(&node, "delete from journal where position = 66");
    assert_eq!(found(&node).await.first_bad, bad(66, "truncated"));
}

#[tokio::test]
async fn another_agency_s_keys_verify_nothing() {
    let (node, other) = (log_of(3).await, TestNode::new().await);
    let mut signer = Signer::of(&other.app.keys());
    signer.agency = node.app.node.id.0;
    let found = verified(&node.app.store, &signer).await;
    assert_eq!(found.first_bad, bad(2, "checkpoint_signature"));
}

#[tokio::test]
async fn rows_and_growth_are_proven_under_the_signed_heads() {
    let node = log_of(7).await;
    let (last, old) = (192_u64, 64_u64);
    let read = move |tx: &mut dyn Tx| -> Result<_, DbError> {
        let tree = Tree::load(tx, 1, last)?;
        let rows = tx.query(&store::JOURNAL_FROM, &p![1_i64, 0_i64])?;
        let mut proofs = Vec::new();
        for row in &rows {
            let at: i64 = row.get(0)?;
            let at = u64::try_from(at).unwrap();
            proofs.push((at, row.get::<[u8; 32]>(8)?, tree.inclusion(tx, at)?));
        }
        let note: String = tx.one(&store::LAST_CHECKPOINT, &p![1_i64])?.get(3)?;
        Ok((tree, proofs, note))
    };
    let (tree, proofs, note) = node.app.store.read(read).await.unwrap();
    let head = SignedCheckpoint::parse(&note).unwrap();
    assert_eq!((head.checkpoint.size, head.checkpoint.root), (last, tree.root_at(last).unwrap()));
    assert!(head.verify(&node.app.keys().sign().verifying()).is_ok());
    let quantum = node.app.keys().quantum.verifying();
    assert!(head.cosigned_by_quantum(&head.checkpoint.origin, &quantum).is_ok());
    let root = head.checkpoint.root;
    assert_eq!(proofs.len(), 7);
    for (at, leaf, proof) in &proofs {
        assert_eq!(verify_inclusion(leaf, *at, last, proof, &root), Ok(()), "place {at}");
        assert!(verify_inclusion(&[0; 32], *at, last, proof, &root).is_err());
    }
    let growth = tree.consistency(old).unwrap();
    assert_eq!(verify_consistency(old, last, &tree.root_at(old).unwrap(), &root, &growth), Ok(()));
    assert!(tree.consistency(65).is_err(), "no head has that size");
}

#[tokio::test]
async fn the_auditor_reads_what_was_done_in_words_with_the_code_beside() {
    let node = TestNode::new().await;
    let signed =
        |n: u32, kind, subject: &str| Fact { kind, subject: subject.to_owned(), ..fact(n) };
    let facts = [
        signed(0, "agreement", "DANA agreement.signing_recorded"),
        signed(1, "partner", "HISTORIC_DUTY"),
        signed(2, "import", "import.done"),
    ];
    for one in facts {
        node.write(move |tx| store::insert(tx, &one)).await.unwrap();
    }
    log::number(&node.app, NOW).await.unwrap();
    let auditor = node.worker("auditor", &["DPO_AUDIT"]).await;
    let auditor = node.sign_in(&auditor).await;
    let table = [
        (
            "en",
            [
                "Agreement: signing on paper recorded ",
                "Partner: duty of an older agreement ",
                "Older register brought in ",
            ],
        ),
        ("ar", ["قيد توقيع ورقي ", "التزام من اتفاقية قديمة ", "import.done"]),
    ];
    for (lang, words) in table {
        let page = node.get(&format!("/{lang}/audit"), &auditor).await.body;
        check_page(&page, lang);
        for said in words {
            assert!(page.contains(said), "{said}: {page}");
        }
        assert!(page.contains("DANA signing_recorded</bdi>") && page.contains("import.done</bdi>"));
    }
    node.end().await;
}
