//! The commands of the link, as an administrator types them beside a running node.

use serde_json::Value;

use crate::support::node::{Node, run, sila};
use crate::support::waiting::until;

use super::SOON;

fn link(node: &Node, arguments: &[&str]) -> Value {
    let mut command = sila();
    command.arg("link").args(arguments).arg("--json").arg("--dir").arg(&node.dir);
    serde_json::from_slice(&run(&mut command).stdout).expect("one JSON object")
}

fn only_link(node: &Node) -> Value {
    link(node, &["status"])["links"][0].clone()
}

#[tokio::test]
async fn two_administrators_link_their_nodes_by_commands_beside_the_running_nodes() {
    let home = tempfile::tempdir().unwrap();
    let mut dana = Node::make(home.path(), "DANA", "دانة", "Dana", "AE-SH");
    let mut marsa = Node::make(home.path(), "MARSA", "مرسى", "Marsa", "AE-DU");
    dana.start().await;
    let file = home.path().join("dana.sila-invite");
    let file = file.to_str().unwrap();
    link(&dana, &["invite", "--out", file]);
    let again = sila().args(["link", "invite", "--out", file, "--dir"]).arg(&dana.dir).output();
    assert!(!again.unwrap().status.success(), "a file is not overwritten");
    let joined = link(&marsa, &["join", file]);
    assert_eq!(joined["state"], "PENDING_VERIFY");
    assert_eq!(joined["short_code"], only_link(&dana)["short_code"]);
    let used = sila().args(["link", "join", file, "--dir"]).arg(&marsa.dir).output().unwrap();
    assert!(!used.status.success());
    assert_eq!(link(&dana, &["confirm", "MARSA", "--same"])["state"], "ACTIVE");
    assert_eq!(link(&marsa, &["confirm", "DANA", "--same"])["state"], "ACTIVE");
    marsa.start().await;
    for node in [&dana, &marsa] {
        until("the link is open", SOON, || async {
            (only_link(node)["open"] == true).then_some(())
        })
        .await;
    }
    link(&marsa, &["test", "DANA"]);
    until("the test is confirmed", SOON, || async { only_link(&marsa)["test_done_ms"].as_i64() })
        .await;
}
