//! New cases per second and reads by key with sqlx on SQLite: the tables, sizes and settings of
//! `sila bench store`, and sqlx's usual shape, one connection that writes and a pool that reads.
//!
//!     rival-sqlx FILE CLIENTS SECONDS

use sha2::{Digest, Sha256};
use sqlx::sqlite::{
    SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous,
};
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::task::JoinSet;
use uuid::Uuid;

const SCHEMA: &str = include_str!("../../../crates/sila/src/db/bench/0001_bench.sql");
const PAYLOAD_BYTES: usize = 1_536;
const CASE: &str =
    "INSERT INTO bench_case (id, agency, status, category, opened_at, version, payload)
        VALUES ($1, $2, 'open', 'PHYSICAL', $3, 1, $4)";
const ENTRY: &str = "INSERT INTO bench_entry (case_id, version, hash, body) VALUES ($1, 1, $2, $3)";
const OUTBOX: &str = "INSERT INTO bench_outbox (id, case_id, message) VALUES ($1, $2, $3)";
const POINT: &str = "SELECT status, opened_at, payload FROM bench_case WHERE id = $1";

type Error = Box<dyn std::error::Error + Send + Sync>;
type Lap<T> = Result<(Vec<T>, Vec<Duration>), Error>;

#[tokio::main]
async fn main() -> Result<(), Error> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [file, clients, seconds] = arguments.as_slice() else {
        return Err("usage: rival-sqlx FILE CLIENTS SECONDS".into());
    };
    let (clients, length) = (clients.parse()?, Duration::from_secs_f64(seconds.parse()?));
    let write_pool = pool(file, 1, "-8192").await?;
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let read_pool = pool(file, u32::try_from(cores.max(4))?, "-2048").await?;
    sqlx::raw_sql(sqlx::AssertSqlSafe(schema())).execute(&write_pool).await?;
    let (_, one) = write(&write_pool, 1, length).await?;
    let (ids, many) = write(&write_pool, clients, length).await?;
    let reads = read(&read_pool, ids, clients, length).await?;
    let report = serde_json::json!({
        "engine": "sqlx-sqlite", "payload_bytes": PAYLOAD_BYTES,
        "write_one": one, "write_many": many, "read_many": reads,
    });
    println!("{report}");
    Ok(())
}

fn schema() -> String {
    [("{int}", "INTEGER"), ("{bytes}", "BLOB"), ("{uuid}", "BLOB"), ("{strict}", "STRICT")]
        .iter()
        .fold(SCHEMA.to_owned(), |text, (token, word)| text.replace(token, word))
}

async fn pool(file: &str, connections: u32, cache: &'static str) -> Result<SqlitePool, Error> {
    let options = SqliteConnectOptions::new()
        .filename(file)
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true)
        .busy_timeout(Duration::from_secs(30))
        .pragma("cache_size", cache)
        .pragma("mmap_size", "0")
        .pragma("wal_autocheckpoint", "4000")
        .pragma("journal_size_limit", "67108864");
    let pool = SqlitePoolOptions::new()
        .min_connections(connections)
        .max_connections(connections)
        .acquire_timeout(Duration::from_secs(60))
        .test_before_acquire(false);
    Ok(pool.connect_with(options).await?)
}

fn sealed(bytes: usize) -> Vec<u8> {
    (0_u32..).flat_map(|n| Sha256::digest(n.to_be_bytes())).take(bytes).collect()
}

async fn add_case(pool: &SqlitePool, id: Uuid, payload: &[u8]) -> Result<(), Error> {
    let mut tx = pool.begin_with("BEGIN IMMEDIATE").await?;
    sqlx::query(CASE)
        .bind(id)
        .bind(&[7_u8; 32][..])
        .bind(1_795_000_000_000_i64)
        .bind(payload)
        .execute(&mut *tx)
        .await?;
    sqlx::query(ENTRY)
        .bind(id)
        .bind(&[9_u8; 32][..])
        .bind(&payload[..256])
        .execute(&mut *tx)
        .await?;
    sqlx::query(OUTBOX)
        .bind(Uuid::now_v7())
        .bind(id)
        .bind(&payload[..512])
        .execute(&mut *tx)
        .await?;
    Ok(tx.commit().await?)
}

async fn write(
    pool: &SqlitePool,
    clients: usize,
    length: Duration,
) -> Result<(Vec<Uuid>, serde_json::Value), Error> {
    let start = Instant::now();
    let mut tasks: JoinSet<Lap<Uuid>> = JoinSet::new();
    for _ in 0..clients {
        let pool = pool.clone();
        tasks.spawn(async move {
            let (mut ids, mut times) = (Vec::new(), Vec::new());
            while times.is_empty() || start.elapsed() < length {
                let (id, payload) = (Uuid::now_v7(), sealed(PAYLOAD_BYTES));
                let began = Instant::now();
                add_case(&pool, id, &payload).await?;
                times.push(began.elapsed());
                ids.push(id);
            }
            Ok((ids, times))
        });
    }
    let (ids, times) = gather(tasks).await?;
    Ok((ids, rate(clients, times, start.elapsed())))
}

async fn read(
    pool: &SqlitePool,
    ids: Vec<Uuid>,
    clients: usize,
    length: Duration,
) -> Result<serde_json::Value, Error> {
    let ids: Arc<[Uuid]> = ids.into();
    let start = Instant::now();
    let mut tasks: JoinSet<Lap<()>> = JoinSet::new();
    for client in 0..clients {
        let (pool, ids) = (pool.clone(), Arc::clone(&ids));
        tasks.spawn(async move {
            let mut times = Vec::new();
            for id in ids.iter().cycle().skip(client * 7_919).step_by(client * 2 + 1) {
                if !times.is_empty() && start.elapsed() >= length {
                    break;
                }
                let began = Instant::now();
                let row: (String, i64, Vec<u8>) =
                    sqlx::query_as(POINT).bind(id).fetch_one(&pool).await?;
                times.push(began.elapsed());
                assert_eq!(row.2.len(), PAYLOAD_BYTES);
            }
            Ok((Vec::new(), times))
        });
    }
    let (_, times) = gather(tasks).await?;
    Ok(rate(clients, times, start.elapsed()))
}

async fn gather<T: 'static>(mut tasks: JoinSet<Lap<T>>) -> Lap<T> {
    let (mut all, mut times) = (Vec::new(), Vec::new());
    while let Some(done) = tasks.join_next().await {
        let (some, took) = done??;
        all.extend(some);
        times.extend(took);
    }
    Ok((all, times))
}

fn rate(clients: usize, mut times: Vec<Duration>, took: Duration) -> serde_json::Value {
    times.sort_unstable();
    let at = |percent: usize| {
        let time = times.get(times.len() * percent / 100).or(times.last());
        time.map_or(0.0, |time| time.as_secs_f64() * 1_000.0)
    };
    serde_json::json!({
        "clients": clients,
        "count": times.len(),
        "per_second": times.len() as f64 / took.as_secs_f64(),
        "p50_ms": at(50),
        "p99_ms": at(99),
    })
}
