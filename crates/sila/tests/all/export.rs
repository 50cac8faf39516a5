//! A node moves to another place by its records in an open format and its keys, and by nothing else.

use crate::support::PASSWORD;
use crate::support::node::{Node, run, sila};

#[tokio::test]
async fn contract_b33_a_node_goes_on_from_its_exported_records_and_its_keys() {
    let home = tempfile::tempdir().unwrap();
    let mut dana = Node::make(home.path(), "DANA", "دانة", "Dana", "AE-SH");
    // A sign-in leaves something in the records.
    dana.start().await;
    dana.visitor("admin", PASSWORD).await;
    dana.kill();
    let (file, there) = (home.path().join("records.jsonl"), home.path().join("there"));
    run(sila()
        .args(["db", "export", "--from"])
        .arg(dana.dir.join("sila.db"))
        .arg("--to")
        .arg(&file));
    std::fs::create_dir_all(there.join("keys")).unwrap();
    for key in std::fs::read_dir(dana.dir.join("keys")).unwrap() {
        let key = key.unwrap();
        std::fs::copy(key.path(), there.join("keys").join(key.file_name())).unwrap();
    }
    run(sila().args(["db", "import", "--from"]).arg(&file).arg("--to").arg(there.join("sila.db")));
    let again = home.path().join("again.jsonl");
    run(sila().args(["db", "export", "--from"]).arg(there.join("sila.db")).arg("--to").arg(&again));
    let (before, after) = (std::fs::read(&file).unwrap(), std::fs::read(&again).unwrap());
    assert!(before == after && before.len() > 10_000, "every record is there again");
    let mut moved = Node::at(there, "DANA", dana.web, dana.link);
    assert_eq!(moved.verify(), dana.verify());
    moved.start().await;
    moved.visitor("admin", PASSWORD).await;
}

#[tokio::test]
async fn the_only_administrator_comes_back_by_a_command_at_the_server_while_the_node_runs() {
    let home = tempfile::tempdir().unwrap();
    let mut dana = Node::make(home.path(), "DANA", "دانة", "Dana", "AE-SH");
    dana.start().await;
    let new = home.path().join("new");
    std::fs::write(&new, "eleven green lanterns\n").unwrap();
    let account = |user: &str| {
        let mut command = sila();
        command.arg("account").arg("--dir").arg(&dana.dir).arg("--password-file").arg(&new);
        command.arg(user);
        command
    };
    let nobody = account("nobody").output().unwrap();
    assert!(!nobody.status.success(), "there is no such account");
    assert!(String::from_utf8_lossy(&nobody.stderr).contains("no account"));
    run(&mut account("admin"));
    dana.visitor("admin", "eleven green lanterns").await;
}
