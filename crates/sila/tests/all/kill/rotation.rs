//! Every key of two running nodes is replaced again and again while a referral goes through; what comes of it is proven by
//! two commands.

use std::io::Write;
use std::path::Path;
use std::process::{Output, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::support::demo::Demo;
use crate::support::node::{Node, run, sila};
use crate::support::story::{DONE, comes, referrals, send, take_in};
use crate::support::visitor::Seen;
use crate::support::waiting::until;

fn statement(dir: &Path) -> u64 {
    let shown = run(sila().args(["keys", "show", "--json", "--dir"]).arg(dir));
    let told: serde_json::Value = serde_json::from_slice(&shown.stdout).unwrap();
    told["statement"].as_u64().unwrap()
}

/// Replaces every key, and again as soon as the running node has done it, until it is told to stop, and twice at least.
fn rotate(dir: &Path, stop: &AtomicBool) {
    let mut times = 0;
    while times < 2 || !stop.load(Ordering::Relaxed) {
        let before = statement(dir);
        run(sila().args(["keys", "rotate", "--all", "--dir"]).arg(dir));
        while statement(dir) == before {
            std::thread::yield_now();
        }
        times += 1;
    }
}

/// `sila evidence REFERENCE`, as its officer types it beside the running node.
fn evidence(node: &Node, password: &str, user: &str, reference: &str, out: &Path) -> Output {
    let mut command = sila();
    command.args(["evidence", reference, "--as", user, "--reason", "Order 12 of the court"]);
    command.arg("--out").arg(out).arg("--dir").arg(&node.dir).stdin(Stdio::piped());
    let mut program =
        command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("it starts");
    program.stdin.take().unwrap().write_all(password.as_bytes()).unwrap();
    program.wait_with_output().unwrap()
}

fn verify(file: &Path) -> Output {
    let mut command = sila();
    command.env_clear().current_dir(file.parent().unwrap()).arg("verify").arg(file);
    command.output().unwrap()
}

fn reference(page: &Seen) -> String {
    let text = page.text();
    let (_, after) = text.split_once("R-MARSA-").expect("a reference number");
    let number: String = after.chars().take_while(|c| c.is_ascii_digit() || *c == '-').collect();
    format!("R-MARSA-{}", number.trim_end_matches('-'))
}

#[tokio::test(flavor = "multi_thread")]
async fn keys_change_under_load_and_the_evidence_of_both_sides_holds_by_the_whole_chain() {
    let mut demo = Demo::start().await;
    demo.take_over().await;
    let stop = Arc::new(AtomicBool::new(false));
    let rotations: Vec<_> = ["MARSA", "DANA"]
        .into_iter()
        .map(|code| {
            let (dir, stop) = (demo.node(code).dir.clone(), Arc::clone(&stop));
            tokio::task::spawn_blocking(move || rotate(&dir, &stop))
        })
        .collect();
    let mut marsa = demo.node("MARSA").visitor("m-int1", &demo.password).await;
    let mut dana = demo.node("DANA").visitor("d-ref", &demo.password).await;
    let intake = take_in(&mut marsa, "en").await;
    let path = send(&mut marsa, &intake, "en").await;
    comes(&dana, "it is at Dana", "/en/referrals/in", |l| referrals(l).contains(&path)).await;
    for act in ["/claim", "/acceptance"] {
        dana.act_once(&path, act, &[]).await;
    }
    let opened = |page: &Seen| page.links().iter().any(|link| link.contains("/cases/"));
    comes(&dana, "the identity is open at Dana", &path, opened).await;
    stop.store(true, Ordering::Relaxed);
    for rotation in rotations {
        rotation.await.unwrap();
    }
    let reference = reference(&marsa.see(&path).await.ok());
    let home = tempfile::tempdir().unwrap();
    for (code, user) in [("MARSA", "m-sup"), ("DANA", "d-sup")] {
        let file = home.path().join(format!("{code}.zip"));
        until("everything has its place in the log", DONE, || async {
            let written = evidence(demo.node(code), &demo.password, user, &reference, &file);
            let said = String::from_utf8_lossy(&written.stderr).into_owned();
            assert!(written.status.success() || said.contains("too_early"), "{said}");
            written.status.success().then_some(())
        })
        .await;
        let output = verify(&file);
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        assert!(output.status.success() && said.contains("the pack holds"), "{said}");
        assert!(said.contains(&reference) && said.contains("MARSA") && said.contains("DANA"));
        let mut bytes = std::fs::read(&file).unwrap();
        let middle = bytes.len() / 2;
        bytes[middle] ^= 1;
        std::fs::write(home.path().join("changed.zip"), bytes).unwrap();
        assert!(!verify(&home.path().join("changed.zip")).status.success());
        let again = evidence(demo.node(code), &demo.password, user, &reference, &file);
        assert!(!again.status.success(), "a file is not written over");
    }
    let refused =
        evidence(demo.node("DANA"), "wrong", "d-sup", &reference, &home.path().join("no.zip"));
    assert!(!refused.status.success() && !home.path().join("no.zip").exists());
}
