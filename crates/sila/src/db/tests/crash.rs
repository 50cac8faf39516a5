//! The promise behind `Ok`: what was acknowledged is there after the process was killed.

use super::{Fixture, add_case, id};
use crate::db::{DbError, Store};
use std::collections::BTreeSet;
use std::io::{BufRead, BufReader, Write};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicU64, Ordering};
use uuid::Uuid;

const PLACE: &str = "SILA_TEST_CRASH_PLACE";
const NAME: &str = "db::tests::crash::acknowledged_writes_survive_a_kill";
const ENOUGH: usize = 2_000;

/// The test starts itself again as the process to be killed.
#[test]
fn acknowledged_writes_survive_a_kill() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    if let Ok(place) = std::env::var(PLACE) {
        runtime.block_on(write_for_ever(&place));
    }
    runtime.block_on(async {
        let fixture = Fixture::sqlite().await;
        kill_and_compare(&fixture).await;
        fixture.end().await;
        if let Some(fixture) = Fixture::postgres().await {
            kill_and_compare(&fixture).await;
            fixture.end().await;
        }
    });
}

/// 64 writers; each prints an id when the store has acknowledged it.
async fn write_for_ever(place: &str) {
    static NEXT: AtomicU64 = AtomicU64::new(1);
    let store = Store::open(place).await.unwrap();
    let mut tasks = tokio::task::JoinSet::new();
    for _ in 0..64 {
        let store = store.clone();
        tasks.spawn(async move {
            loop {
                let n = NEXT.fetch_add(1, Ordering::Relaxed);
                add_case(&store, n.into()).await.unwrap();
                // The parent may have gone after killing; one write is one whole line.
                let line = format!("\nacknowledged {n}\n");
                std::io::stdout().write_all(line.as_bytes()).unwrap();
            }
        });
    }
    tasks.join_all().await;
}

async fn kill_and_compare(fixture: &Fixture) {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", NAME, "--nocapture"])
        .env(PLACE, &fixture.place)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines().map(Result::unwrap);
    let number = |line: String| line.strip_prefix("acknowledged ")?.parse::<u128>().ok();
    let mut acknowledged: BTreeSet<Uuid> =
        lines.by_ref().filter_map(number).take(ENOUGH).map(id).collect();
    child.kill().unwrap();
    child.wait().unwrap();
    // What the pipe still holds was acknowledged as well.
    acknowledged.extend(lines.filter_map(number).map(id));
    assert!(acknowledged.len() >= ENOUGH);

    let store = Store::open(&fixture.place).await.unwrap();
    let present = store.read(|tx| {
        let rows = tx.query_text("SELECT id FROM case_file", &[])?;
        rows.iter().map(|row| row.get::<Uuid>(0)).collect::<Result<BTreeSet<_>, DbError>>()
    });
    let present = present.await.unwrap();
    let lost: Vec<_> = acknowledged.difference(&present).collect();
    assert_eq!(lost, Vec::<&Uuid>::new());
    if !crate::db::is_postgres(&fixture.place) {
        let verdict = store.read(|tx| tx.query_text("PRAGMA integrity_check", &[])).await.unwrap();
        assert_eq!(verdict[0].get::<String>(0).unwrap(), "ok");
    }
    store.close().await;
}
