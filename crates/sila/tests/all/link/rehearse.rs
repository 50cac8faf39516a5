//! `sila link rehearse`: both agencies are fictitious, say so everywhere, and cannot touch a real node.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader};
use std::net::TcpListener;
use std::path::Path;
use std::process::{Child, Stdio};

use serde_json::Value;
use sila::links::joining;
use sila::web::{Lang, i18n};

use crate::support::node::{Node, run, sila};
use crate::support::visitor::Visitor;
use crate::support::waiting::free_address;

use super::Place;

/// The rehearsal as a program of its own.
struct Rehearsal {
    program: Child,
    told: Value,
}

impl Drop for Rehearsal {
    fn drop(&mut self) {
        let _already_gone = self.program.kill();
        let _already_gone = self.program.wait();
    }
}

/// Two neighbouring ports, and those a thousand further, that are free.
fn port() -> u16 {
    loop {
        let mut address = free_address();
        let port = address.port();
        let free = [port, port + 1, port + 1_000, port + 1_001].into_iter().all(|port| {
            address.set_port(port);
            TcpListener::bind(address).is_ok()
        });
        if free {
            return port;
        }
    }
}

fn rehearse(dir: &Path, own: &Path) -> Rehearsal {
    let mut command = sila();
    command.args(["link", "rehearse", "--walk", "--json", "--port", &port().to_string()]);
    command.arg("--dir").arg(dir).arg("--own").arg(own).stdout(Stdio::piped());
    let mut program = command.spawn().unwrap();
    let mut line = String::new();
    BufReader::new(program.stdout.take().unwrap()).read_line(&mut line).unwrap();
    let told = serde_json::from_str(&line).expect("one JSON object");
    Rehearsal { program, told }
}

/// Every file of a folder with what it holds.
fn files(dir: &Path) -> BTreeMap<std::path::PathBuf, Vec<u8>> {
    let mut found = BTreeMap::new();
    for entry in std::fs::read_dir(dir).unwrap().flatten() {
        if entry.path().is_dir() {
            found.extend(files(&entry.path()));
        } else {
            found.insert(entry.path(), std::fs::read(entry.path()).unwrap());
        }
    }
    found
}

#[tokio::test(flavor = "multi_thread")]
async fn contract_b05_linking_is_rehearsed_with_a_fictitious_partner_and_touches_nothing_real() {
    let home = tempfile::tempdir().unwrap();
    let own = Node::make(home.path(), "DANA", "دائرة الخدمات", "Dana Department", "AE-SH");
    let before = files(&own.dir);
    let (dir, from) = (home.path().join("rehearsal"), own.dir.clone());
    let rehearsal = tokio::task::spawn_blocking(move || rehearse(&dir, &from)).await.unwrap();
    assert_eq!(rehearsal.told["open"], true, "every step was taken to its end");
    let nodes = rehearsal.told["nodes"].as_array().unwrap();
    assert!(nodes[0]["name_ar"].as_str().unwrap().contains("دائرة الخدمات"));
    for node in nodes {
        let url = node["url"].as_str().unwrap();
        let mut visitor = Visitor::new(url.trim_start_matches("http://").parse().unwrap());
        for lang in ["ar", "en"] {
            let page = visitor.get(&format!("/{lang}/sign-in")).await.unwrap().ok();
            for words in ["FICTITIOUS", "وهمية"] {
                assert!(page.text().contains(words), "{url} in {lang} does not say {words}");
            }
        }
        visitor.sign_in("link", rehearsal.told["password"].as_str().unwrap()).await;
        let page = visitor.get("/en/links").await.unwrap().ok();
        assert!(page.text().contains(&i18n::text(Lang::En, "link-state-open", &[])));
    }
    assert!(files(&own.dir) == before, "not a byte of the real node was changed");
    // The real node refuses to be linked to one of them.
    let file = home.path().join("practice.sila-invite");
    let practice = home.path().join("rehearsal").join("PRACTICE2");
    let mut invite = sila();
    invite.args(["link", "invite", "--out"]).arg(&file).arg("--dir").arg(&practice);
    run(&mut invite);
    let joined = sila().args(["link", "join"]).arg(&file).arg("--dir").arg(&own.dir).output();
    let joined = joined.unwrap();
    assert!(!joined.status.success());
    assert!(String::from_utf8_lossy(&joined.stderr).contains("never linked"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_fictitious_agency_cannot_answer_the_invitation_of_a_real_one() {
    let real = Place::make("DANA", true).await;
    let practice = Place::named("PRACTICE", "FICTITIOUS · Partner").await;
    let now = real.app.clock.now();
    let (_, file) = joining::invite(&real.app, None, now).await.unwrap();
    let refused = joining::begin(&practice.app, &file, None, now).await.unwrap_err();
    assert_eq!(refused.code, "link.fictitious");
    let (_, file) = joining::invite(&practice.app, None, now).await.unwrap();
    let refused = joining::begin(&real.app, &file, None, now).await.unwrap_err();
    assert_eq!(refused.code, "link.fictitious");
}
