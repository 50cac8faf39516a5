//! A node that is killed while it brings an older register in: every row is there once.

use std::collections::BTreeSet;
use std::time::Duration;

use sila::app::App;
use sila::clock::Clock;
use sila::config::Config;
use sila::db::{DbError, Tx};

use crate::support::PASSWORD;
use crate::support::node::Node;
use crate::support::visitor::{Seen, Visitor};
use crate::support::waiting::until;

const ROWS: usize = 1_000;
/// Something that goes on beside the requests has gone on within this time.
const DONE: Duration = Duration::from_secs(120);

fn register() -> String {
    let row = |n: usize| format!("ق-{n},شخص رقم {n},05012{n:05}\n");
    format!("رقم الملف,الاسم,الهاتف\n{}", (0..ROWS).map(row).collect::<String>())
}

async fn clerk(node: &Node) -> Visitor {
    let mut admin = node.visitor("admin", PASSWORD).await;
    let page = admin.get("/en/accounts/new").await.unwrap().ok();
    let form = page.form("/accounts").unwrap();
    let form = form.with("user", "clerk").with("name_ar", "بدرية").with("name_en", "Badriya");
    let form = form.with("password", PASSWORD).with("roles", "REGISTER_CLERK");
    admin.send(&form).await.unwrap().ok();
    node.visitor("clerk", PASSWORD).await
}

/// How many rows are in, as the page says; none while the node is away.
async fn taken(clerk: &Visitor, path: &str) -> Option<(usize, Seen)> {
    let seen = clerk.clone().get(path).await.ok()?.ok();
    let value = seen.body.split("<progress").nth(1)?.split("value=\"").nth(1)?;
    let rows = value.split('"').next()?.parse().ok()?;
    Some((rows, seen))
}

/// Sends the register, says what its columns are, waits until they were read, and begins. The page of the import.
async fn begun(clerk: &mut Visitor) -> String {
    let sent = clerk.upload("/en/imports", "register.csv", register().as_bytes()).await;
    let form = sent.unwrap().ok().form("/mapping").unwrap();
    let form = form.with("category", "WOMAN").with("shelter", "no");
    let path = clerk.send(&form).await.unwrap().ok().path;
    let form = until("every row was read", DONE, || {
        let (mut clerk, path) = (clerk.clone(), path.clone());
        async move { clerk.get(&path).await.ok()?.form("/run") }
    });
    let form = form.await;
    clerk.send(&form).await.unwrap().ok();
    path
}

/// The rows that became a case, and how many cases there are.
async fn written(node: &Node) -> (Vec<i64>, i64) {
    let config = Config::at(node.dir.clone(), "127.0.0.1:0".parse().unwrap());
    let app = App::open(config, Clock::default()).await.unwrap();
    let read = |tx: &mut dyn Tx| {
        let rows = tx.query_text(
            "select r.row_number from import_row r join case_file c on c.id = r.case_id order by r.row_number",
            &[],
        )?;
        let rows: Result<Vec<i64>, DbError> = rows.iter().map(|row| row.get(0)).collect();
        Ok::<_, DbError>((rows?, sila::cases::store::count_all(tx)?))
    };
    let found = app.store.read(read).await.unwrap();
    app.store.close().await;
    found
}

#[tokio::test]
async fn a_register_comes_in_once_however_often_the_node_is_killed() {
    let home = tempfile::tempdir().unwrap();
    let mut node = Node::make(home.path(), "DANA", "هيئة دانة", "Dana Authority", "AE-SH");
    node.start().await;
    let mut clerk = clerk(&node).await;
    let path = begun(&mut clerk).await;
    let mut seen_at = BTreeSet::new();
    for _ in 0..5 {
        // As soon as another part is in, the next one is under way.
        let known = seen_at.last().copied().unwrap_or(0);
        let (rows, _) = until("another part is in", DONE, || {
            let (clerk, path) = (clerk.clone(), path.clone());
            async move { taken(&clerk, &path).await.filter(|(rows, _)| *rows > known) }
        })
        .await;
        node.kill();
        seen_at.insert(rows);
        node.start().await;
    }
    assert!(seen_at.first().is_some_and(|rows| *rows < ROWS), "it was killed while it ran");
    let last = until("everything is in", DONE, || {
        let (clerk, path) = (clerk.clone(), path.clone());
        async move { taken(&clerk, &path).await.filter(|(rows, _)| *rows == ROWS) }
    });
    let text = last.await.1.text();
    assert!(text.contains("Every row that could come in is in"), "{text}");
    node.kill();
    assert_eq!(node.verify()["intact"], true);
    let (rows, cases) = written(&node).await;
    let wanted: Vec<i64> = (2..).take(ROWS).collect();
    assert_eq!(rows, wanted, "every row once");
    assert_eq!(cases, i64::try_from(ROWS).unwrap(), "and no case besides");
}
