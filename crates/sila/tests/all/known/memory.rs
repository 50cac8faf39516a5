//! The answering side as a real process: its memory, its files and its log after a question about somebody whom it does
//! not know.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::os::unix::fs::FileExt;

use sila::accounts;
use sila::app::App;
use sila::clock::Clock;
use sila::config::Config;
use sila::known::list::values;
use sila_core::PersonId;
use sila_core::disclosure::Safety;
use sila_link::known::Scope;

use super::dump::{computable, seed_of};
use super::*;
use crate::household::ask;
use crate::support::demo::Demo;
use crate::support::node::Node as Process;
use crate::support::traces::{Wanted, files};

/// Nobody is called so, in no list of names, and nobody has these numbers.
fn canary() -> Person {
    Person {
        name_ar: Some("زمهرودة قندخيل الخولمزقان".to_owned()),
        name_latin: Some("Zamharuda Qandakhil Al Khwilmuzqan".to_owned()),
        birth: Birth::Exact { y: 1987, m: 3, d: 14 },
        emirates_id: Some("784190000077777".to_owned()),
        phone: Some("+971599777123".to_owned()),
        ..Person::unknown(PersonId(Uuid::nil()))
    }
}

/// What would tell about her, as text.
fn traces() -> Vec<Vec<u8>> {
    let names = ["زمهرود", "قندخيل", "خولمزق", "amharuda", "andakhil", "wilmuzq"];
    let numbers = ["784190000077777", "0000077", "599777123"];
    let asked = values::asked(&canary());
    assert_eq!(asked.len(), 8, "every slot asks for her");
    let texts = names.into_iter().chain(numbers).map(str::to_owned);
    texts.chain(asked.into_iter().map(|(_, value)| value)).map(String::into_bytes).collect()
}

/// Every writable page of a process: whatever came to it from outside is there.
fn memory(pid: u32) -> Vec<Vec<u8>> {
    let mem = File::open(format!("/proc/{pid}/mem")).expect("a child's memory can be read");
    let maps = fs::read_to_string(format!("/proc/{pid}/maps")).unwrap();
    let address = |text: &str| u64::from_str_radix(text, 16).unwrap();
    let mut found = Vec::new();
    for map in maps.lines() {
        let mut words = map.split_whitespace();
        let (place, rights) = (words.next().unwrap(), words.next().unwrap());
        let (from, to) = place.split_once('-').unwrap();
        let mut bytes = vec![0; usize::try_from(address(to) - address(from)).unwrap()];
        if rights.starts_with("rw") && mem.read_exact_at(&mut bytes, address(from)).is_ok() {
            found.push(bytes);
        }
    }
    assert!(found.iter().map(Vec::len).sum::<usize>() > 1_000_000, "a process has some memory");
    found
}

/// Opens the folder of a node that does not run.
async fn open(node: &Process) -> App {
    let config = Config::at(node.dir.clone(), "127.0.0.1:0".parse().unwrap());
    App::open(config, Clock::default()).await.unwrap()
}

/// Writes a case about her at the asking side. Its address.
async fn her_case(node: &Process) -> String {
    let app = open(node).await;
    let worker = app.store.read(|tx| accounts::store::by_name(tx, "d-int1")).await;
    let worker = worker.unwrap().unwrap().worker;
    let mut known = super::super::referral::nodes::h01(app.node.id);
    known.people = vec![canary()];
    known.safety = Safety { safe_to_talk: true, ..Safety::unknown() };
    let now = app.clock.now();
    let case =
        cases::compose(&app, &known, Category::Woman, Urgency::Routine, worker.id, None, now);
    let case = case.unwrap();
    let id = case.id;
    let insert = move |tx: &mut dyn sila::db::Tx| cases::store::insert(tx, &case);
    app.store.write::<_, DbError, _>(insert).await.unwrap();
    app.store.close().await;
    format!("/en/cases/{id}")
}

/// Whatever the answering side can compute of a dictionary with her in it, with its own secret.
async fn dictionary(node: &Process) -> BTreeSet<[u8; 32]> {
    let app = open(node).await;
    let mut found = BTreeSet::new();
    let read = |tx: &mut dyn sila::db::Tx| sila::agreements::store::all(tx);
    for stored in app.store.read::<_, DbError, _>(read).await.unwrap() {
        let id = stored.agreement.id;
        let Some(seed) = app.store.read(move |tx| lists::seed(tx, id)).await.unwrap() else {
            continue;
        };
        for purpose in stored.agreement.known.map(|known| known.purposes).unwrap_or_default() {
            let scope = Scope { agreement: id, purpose, epoch: seed.epoch };
            let secret = seed_of(&app, id, &seed);
            for (slot, value) in values::listed(&canary()) {
                found.extend(computable(&secret, &scope, slot, &value));
            }
        }
    }
    app.store.close().await;
    found
}

#[tokio::test]
async fn contract_b21_memory_files_and_log_of_the_process_that_answers_tell_nothing() {
    let mut demo = Demo::start().await;
    demo.take_over().await;
    demo.node_mut("DANA").kill();
    let case = her_case(demo.node("DANA")).await;
    demo.node_mut("DANA").start().await;
    let traces = Wanted::of(traces());
    let before = traces.in_any(&memory(demo.node("MARSA").pid()));
    assert_eq!(before, None, "that is in a list of names: take another");
    let mut worker = demo.node("DANA").visitor("d-int1", &demo.password.clone()).await;
    let answer = ask(&mut worker, &case, "Marsa").await;
    assert!(answer.text().contains("Nobody found on the list of"), "{}", answer.text());
    let mut auditor = demo.node("MARSA").visitor("m-dpo", &demo.password).await;
    let audit = auditor.get("/en/audit/known").await.unwrap().ok();
    assert!(audit.text().contains("Answered"), "the question has been answered there");
    let held = memory(demo.node("MARSA").pid());
    let asking = memory(demo.node("DANA").pid());
    assert!(traces.in_any(&asking).is_some(), "the side that asks knows her: the search can find");
    demo.node_mut("MARSA").kill();
    let kept = files(demo.node("MARSA"));
    assert_eq!(traces.in_any(&held), None, "in the memory");
    assert_eq!(traces.in_any(&kept), None, "in a file");
    // The answering side takes its secret and a dictionary to what it holds.
    let values = dictionary(demo.node("MARSA")).await;
    assert!(values.len() > 8 * 3, "there is something to try");
    let planted = vec![[&[1; 7], values.first().unwrap().as_slice(), &[2; 7]].concat()];
    let values = Wanted::of(values.into_iter().map(Vec::from));
    assert!(values.in_any(&planted).is_some(), "the search can find");
    assert_eq!(values.in_any(&held), None, "a dictionary finds her in the memory");
    assert_eq!(values.in_any(&kept), None, "a dictionary finds her in a file");
}
