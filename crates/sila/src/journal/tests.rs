//! The log: numbered in order, verified whole, and every change is found where it was made.

use rand_core::TryRng;
use sila_core::Millis;
use sila_seal::SigningKey;
use sila_seal::checkpoint::Checkpoint;
use sila_seal::merkle::Frontier;
use uuid::Uuid;

use crate::clock::Randomness;
use crate::db::{DbError, Store, p};
use crate::journal::store::{self, Fact};
use crate::journal::verify::{self, Bad, Finding};

const ORIGIN: &str = "sila/test/log/1";

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

/// A store with `count` numbered facts and a checkpoint after each third.
async fn log_of(count: u32) -> (tempfile::TempDir, Store, SigningKey) {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::open(&dir.path().join("log.db").display().to_string()).await.unwrap();
    store.migrate(crate::db::migrate::MIGRATIONS, Millis(0)).await.unwrap();
    let key = SigningKey::generate(&mut Randomness);
    let mut frontier = Frontier::default();
    for n in 0..count {
        let fact = fact(n);
        frontier.append(fact.leaf());
        let size = u64::from(n) + 1;
        let checkpoint = Checkpoint { origin: ORIGIN.to_owned(), size, root: frontier.root() };
        let (note, bytes) = (checkpoint.sign(&key).unwrap(), frontier.to_bytes());
        let (root, size) = (frontier.root(), i64::from(n) + 1);
        store
            .write(move |tx| {
                store::insert(tx, &fact)?;
                tx.exec(&store::SET_POSITION, &p![fact.id, size - 1])?;
                if size % 3 == 0 {
                    let row = p![size, root, bytes.as_slice(), note.as_str(), Millis(1)];
                    tx.exec(&store::INSERT_CHECKPOINT, &row)?;
                }
                Ok::<_, DbError>(())
            })
            .await
            .unwrap();
    }
    (dir, store, key)
}

async fn verified(store: &Store, key: &SigningKey) -> Finding {
    verify::run(store, ORIGIN, key.verifying()).await.unwrap()
}

/// Changes the database behind the node's back.
fn tamper(dir: &tempfile::TempDir, sql: &str) {
    let file = rusqlite::Connection::open(dir.path().join("log.db")).unwrap();
    assert_eq!(file.execute(sql, []).unwrap(), 1, "{sql}");
}

async fn bad_after(sql: &str) -> Option<Bad> {
    let (dir, store, key) = log_of(7).await;
    assert!(verified(&store, &key).await.intact);
    tamper(&dir, sql);
    verified(&store, &key).await.first_bad
}

#[tokio::test]
async fn an_untouched_log_is_intact() {
    let (_dir, store, key) = log_of(7).await;
    let found = verified(&store, &key).await;
    assert_eq!((found.intact, found.entries, found.checkpoints), (true, 7, 2));
}

#[tokio::test]
async fn an_empty_log_is_intact() {
    let (_dir, store, key) = log_of(0).await;
    assert_eq!(verified(&store, &key).await.entries, 0);
}

#[tokio::test]
async fn the_first_bad_entry_is_named() {
    let cases = [
        ("update journal set data = x'00' where position = 4", 4, "changed"),
        ("update journal set subject = 'other' where position = 2", 2, "changed"),
        ("update journal set at = 99 where position = 0", 0, "changed"),
        ("delete from journal where position = 1", 1, "missing"),
        ("delete from journal where position = 5", 5, "missing"),
        ("update checkpoint set note = note || 'x' where size = 3", 2, "checkpoint_signature"),
        ("update checkpoint set root = zeroblob(32) where size = 6", 5, "checkpoint_root"),
    ];
    for (sql, position, reason) in cases {
        assert_eq!(bad_after(sql).await, Some(Bad { position, reason }), "{sql}");
    }
}

#[tokio::test]
async fn cutting_the_end_off_is_found_when_a_checkpoint_promised_it() {
    let (dir, store, key) = log_of(6).await;
    tamper(&dir, "delete from journal where position = 5");
    let bad = verified(&store, &key).await.first_bad;
    assert_eq!(bad, Some(Bad { position: 5, reason: "truncated" }));
}

#[tokio::test]
async fn another_key_verifies_nothing() {
    let (_dir, store, _) = log_of(3).await;
    let mut bytes = [0_u8; 32];
    let Ok(()) = Randomness.try_fill_bytes(&mut bytes);
    let found = verified(&store, &SigningKey::from_bytes(&bytes)).await;
    assert_eq!(found.first_bad, Some(Bad { position: 2, reason: "checkpoint_signature" }));
}
