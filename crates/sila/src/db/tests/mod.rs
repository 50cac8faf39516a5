//! The contract of the store: what every engine must do alike, each test run on SQLite and, where
//! `SILA_TEST_PG` names a server (`bin/with-postgres`), on PostgreSQL. `SILA_REQUIRE_PG=1` makes a
//! missing server a failure.

mod conflicts;
mod copies;
mod crash;
mod groups;
mod refusals;
mod schema;
mod server;
mod snapshots;
mod values;

use super::migrate::Migration;
use super::{DbError, Store, Tx, V, is_postgres};
use crate::{p, sql};
use sila_core::Millis;
use std::path::Path;
use std::sync::atomic::{AtomicU32, Ordering};
use tempfile::TempDir;
use uuid::Uuid;

pub(super) const STEPS: &[Migration] = &[Migration {
    version: 1,
    name: "0001_first",
    text: include_str!("0001_first.sql"),
    postgres: None,
}];
pub(super) const NOW: Millis = Millis(1_795_000_000_000);

sql! {
    pub INSERT_CASE = "INSERT INTO case_file (id, reference, status, urgent, opened_at, payload, note)
        VALUES ($1, $2, $3, $4, $5, $6, $7)";
    pub CASE = "SELECT id, reference, status, urgent, opened_at, payload, note FROM case_file WHERE id = $1";
    pub CASES = "SELECT CAST(count(*) AS BIGINT) FROM case_file";
    pub REFERENCES = "SELECT reference FROM case_file ORDER BY reference";
    pub PAGE = "SELECT opened_at, id FROM case_file WHERE (opened_at, id) < ($1, $2)
        ORDER BY opened_at DESC, id DESC LIMIT $3";
    pub INSERT_ENTRY = "INSERT INTO entry (case_id, body) VALUES ($1, $2) RETURNING seq";
    pub INSERT_TALLY = "INSERT INTO tally (name, value) VALUES ($1, $2)";
    pub TALLY = "SELECT value FROM tally WHERE name = $1";
    pub SET_TALLY = "UPDATE tally SET value = $2 WHERE name = $1";
}

/// An empty, migrated database of its own.
pub(super) struct Fixture {
    pub(super) store: Store,
    pub(super) place: String,
    server: Option<String>,
    dir: TempDir,
}

static DATABASES: AtomicU32 = AtomicU32::new(0);

impl Fixture {
    pub(super) async fn sqlite() -> Self {
        let dir = TempDir::new().unwrap();
        let place = dir.path().join("sila.db").to_str().unwrap().to_owned();
        Self::open(place, None, dir).await
    }

    /// None when no server is wanted.
    pub(super) async fn postgres() -> Option<Self> {
        let (place, (server, _)) = empty_database().await?;
        Some(Self::open(place, Some(server), TempDir::new().unwrap()).await)
    }

    async fn open(place: String, server: Option<String>, dir: TempDir) -> Self {
        let store = Store::open(&place).await.unwrap();
        store.migrate(STEPS, NOW).await.unwrap();
        Self { store, place, server, dir }
    }

    /// Another empty database of the same engine.
    pub(super) async fn another(&self) -> Self {
        if is_postgres(&self.place) {
            Self::postgres().await.unwrap()
        } else {
            Self::sqlite().await
        }
    }

    /// A folder that lives as long as the fixture.
    pub(super) fn folder(&self) -> &Path {
        self.dir.path()
    }

    pub(super) async fn end(self) {
        self.store.close().await;
        if let Some(server) = &self.server {
            let name = self.place.rsplit_once('/').unwrap().1.split('?').next().unwrap();
            drop_database(server, name).await;
        }
    }
}

/// The address of a new empty database on the server, with the server and the name by which it is dropped; none when
/// no server is wanted.
pub(crate) async fn empty_database() -> Option<(String, (String, String))> {
    let server = server_address()?;
    let n = DATABASES.fetch_add(1, Ordering::Relaxed);
    let name = format!("sila_test_{}_{n}", std::process::id());
    at_server(&server, &format!("CREATE DATABASE {name}")).await;
    let (base, _) = server.rsplit_once('/').unwrap();
    Some((format!("{base}/{name}?connections=4"), (server.clone(), name)))
}

pub(crate) async fn drop_database(server: &str, name: &str) {
    at_server(server, &format!("DROP DATABASE {name} WITH (FORCE)")).await;
}

pub(super) fn server_address() -> Option<String> {
    let server = std::env::var("SILA_TEST_PG").ok();
    let required = std::env::var("SILA_REQUIRE_PG").is_ok_and(|value| value == "1");
    assert!(server.is_some() || !required, "SILA_REQUIRE_PG=1 and no SILA_TEST_PG");
    server
}

/// Runs one command on the server itself, outside a transaction.
pub(super) async fn at_server(address: &str, command: &str) {
    let (client, connection) =
        tokio_postgres::connect(address, tokio_postgres::NoTls).await.unwrap();
    let task = tokio::spawn(connection);
    client.batch_execute(command).await.unwrap();
    drop(client);
    task.await.unwrap().unwrap();
}

/// Makes of every `async fn name(f: &Fixture)` one test on each engine.
macro_rules! contract {
    ($($name:ident)*) => {
        mod on_sqlite {
            $(
                #[tokio::test(flavor = "multi_thread")]
                async fn $name() {
                    let fixture = crate::db::tests::Fixture::sqlite().await;
                    super::$name(&fixture).await;
                    fixture.end().await;
                }
            )*
        }
        mod on_postgres {
            $(
                #[tokio::test(flavor = "multi_thread")]
                async fn $name() {
                    if let Some(fixture) = crate::db::tests::Fixture::postgres().await {
                        super::$name(&fixture).await;
                        fixture.end().await;
                    }
                }
            )*
        }
    };
}
use contract;

/// The arguments of an ordinary case.
pub(super) fn case(n: u128) -> [V; 7] {
    let opened = 1_000 + i64::try_from(n % 7).unwrap();
    p![
        id(n),
        format!("C-26-{n:05}"),
        "open",
        n.is_multiple_of(2),
        opened,
        vec![7_u8; 40],
        None::<String>
    ]
}

pub(super) fn id(n: u128) -> Uuid {
    Uuid::from_u128(n)
}

pub(super) fn insert_case(tx: &mut dyn Tx, n: u128) -> Result<(), DbError> {
    tx.send(&INSERT_CASE, &case(n))
}

pub(super) async fn add_case(store: &Store, n: u128) -> Result<(), DbError> {
    store.write(move |tx| insert_case(tx, n)).await
}

pub(super) async fn count(store: &Store) -> i64 {
    store.read(|tx| tx.one(&CASES, &[])?.get(0)).await.unwrap()
}

/// An error of a noun.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Refused {
    NoConsent(u32),
    Db(DbError),
}

impl From<DbError> for Refused {
    fn from(error: DbError) -> Self {
        Self::Db(error)
    }
}
