//! A node whose database was restored from an older backup, as processes and commands.

use std::path::Path;

use serde_json::Value;

use super::SOON;
use crate::support::node::{Node, run, sila};
use crate::support::waiting::until;

fn told(node: &Node, arguments: &[&str]) -> Value {
    let mut command = sila();
    command.args(arguments).arg("--json").arg("--dir").arg(&node.dir);
    serde_json::from_slice(&run(&mut command).stdout).expect("one JSON object")
}

fn only_link(node: &Node) -> Value {
    told(node, &["link", "status"])["links"][0].clone()
}

async fn open(node: &Node) {
    until("the link is open", SOON, || async { (only_link(node)["open"] == true).then_some(()) })
        .await;
}

/// Sends a test message and waits until the other side has confirmed it.
async fn tested(node: &Node, to: &str) {
    told(node, &["link", "test", to]);
    until("the test is confirmed", SOON, || async { only_link(node)["test_done_ms"].as_i64() })
        .await;
}

async fn rotated(node: &Node, what: &str, n: u64) {
    run(sila().args(["keys", "rotate", what, "--dir"]).arg(&node.dir));
    until("the running node has new keys", SOON, || async {
        (told(node, &["keys", "show"])["statement"].as_u64() == Some(n)).then_some(())
    })
    .await;
}

fn restore(node: &mut Node, backup: &Path) {
    node.kill();
    for name in ["sila.db", "sila.db-wal", "sila.db-shm"] {
        let _not_there = std::fs::remove_file(node.dir.join(name));
    }
    std::fs::copy(backup, node.dir.join("sila.db")).unwrap();
}

/// Fault scenario: the database of Marsa is restored from an older backup. Dana proves the gap, the officer is guided, no
/// number is used twice, and the keys that were lost are replaced.
#[tokio::test]
async fn a_database_restored_from_an_older_backup_is_found_out_and_goes_on() {
    let home = tempfile::tempdir().unwrap();
    let mut dana = Node::make(home.path(), "DANA", "دانة", "Dana", "AE-SH");
    let mut marsa = Node::make(home.path(), "MARSA", "مرسى", "Marsa", "AE-DU");
    dana.start().await;
    let file = home.path().join("dana.sila-invite");
    told(&dana, &["link", "invite", "--out", file.to_str().unwrap()]);
    told(&marsa, &["link", "join", file.to_str().unwrap()]);
    told(&dana, &["link", "confirm", "MARSA", "--same"]);
    told(&marsa, &["link", "confirm", "DANA", "--same"]);
    marsa.start().await;
    open(&dana).await;
    open(&marsa).await;
    tested(&marsa, "DANA").await;
    let backup = home.path().join("backup.db");
    told(&marsa, &["backup", "--to", backup.to_str().unwrap()]);
    rotated(&marsa, "--all", 2).await;
    rotated(&dana, "--sealing", 2).await;
    for _ in 0..3 {
        tested(&marsa, "DANA").await;
    }
    tested(&dana, "MARSA").await;
    restore(&mut marsa, &backup);
    marsa.start().await;
    until("the receipts of Dana prove the gap", SOON, || async {
        (only_link(&marsa)["alarm"] == "S-ROLLBACK").then_some(())
    })
    .await;
    let no = sila().args(["link", "recover", "MARSA", "--dir"]).arg(&dana.dir).output().unwrap();
    assert!(!no.status.success(), "there is nothing to recover at Dana");
    told(&marsa, &["link", "recover", "DANA"]);
    open(&marsa).await;
    tested(&marsa, "DANA").await;
    tested(&dana, "MARSA").await;
    until("the lost keys are replaced", SOON, || async {
        let keys = told(&marsa, &["keys", "show"]);
        (keys["lost"] == false && keys["statement"].as_u64() > Some(2)).then_some(())
    })
    .await;
    tested(&marsa, "DANA").await;
    assert_eq!(only_link(&dana)["alarm"], Value::Null);
    dana.kill();
    marsa.kill();
    assert_eq!(dana.verify()["intact"], true);
    assert_eq!(marsa.verify()["intact"], true);
}

/// Key files sealed under a passphrase open with it and with nothing else.
#[tokio::test]
async fn sealed_key_files_open_only_with_their_passphrase() {
    let home = tempfile::tempdir().unwrap();
    let node = Node::make(home.path(), "DANA", "دانة", "Dana", "AE-SH");
    let (secret, other) = (home.path().join("secret"), home.path().join("other"));
    std::fs::write(&secret, "a long sentence for the keys\n").unwrap();
    std::fs::write(&other, "another sentence for the keys\n").unwrap();
    let plain = std::fs::read(node.dir.join("keys/root.key")).unwrap();
    run(sila().args(["keys", "seal", "--dir"]).arg(&node.dir).arg("--unlock").arg(&secret));
    let sealed = std::fs::read(node.dir.join("keys/root.key")).unwrap();
    assert!(sealed.len() > plain.len() && !sealed.windows(32).any(|part| part == plain));
    let show = |unlock: Option<&Path>| {
        let mut command = sila();
        command.args(["keys", "show", "--json", "--dir"]).arg(&node.dir);
        unlock.map(|file| command.arg("--unlock").arg(file));
        command.output().unwrap().status.success()
    };
    assert_eq!([show(Some(&secret)), show(Some(&other)), show(None)], [true, false, false]);
}
