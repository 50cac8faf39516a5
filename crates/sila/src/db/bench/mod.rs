//! Measuring the store: durable new cases per second, and reads by key.
//!
//! `bench/rival-sqlx` does the same work on the same tables, so that ratios can be taken in one
//! session on one machine.

use super::migrate::Migration;
use super::{DbError, Dialect, Store, Tx};
use crate::clock::Clock;
use crate::{p, sql};
use serde::Serialize;
use sila_core::Millis;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::task::JoinSet;
use uuid::Uuid;

const STEPS: &[Migration] = &[Migration {
    version: 1,
    name: "0001_bench",
    text: include_str!("0001_bench.sql"),
    postgres: None,
}];
/// A sealed case of ordinary size.
const PAYLOAD_BYTES: usize = 1_536;
const ENTRY_BYTES: usize = 256;
const MESSAGE_BYTES: usize = 512;

sql! {
    pub CASE = "INSERT INTO bench_case (id, agency, status, category, opened_at, version, payload)
        VALUES ($1, $2, 'open', 'PHYSICAL', $3, 1, $4)";
    pub ENTRY = "INSERT INTO bench_entry (case_id, version, hash, body) VALUES ($1, 1, $2, $3)";
    pub OUTBOX = "INSERT INTO bench_outbox (id, case_id, message) VALUES ($1, $2, $3)";
    pub POINT = "SELECT status, opened_at, payload FROM bench_case WHERE id = $1";
}

/// How fast one kind of work went.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Rate {
    /// Callers at the same time.
    pub clients: usize,
    /// Finished transactions.
    pub count: usize,
    /// Finished transactions in a second.
    pub per_second: f64,
    /// Half of them took at most so many milliseconds.
    pub p50_ms: f64,
    /// 99 of 100 took at most so many milliseconds.
    pub p99_ms: f64,
}

/// What was measured.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Report {
    /// `sqlite` or `postgres`.
    pub engine: &'static str,
    /// Bytes of the payload of one case.
    pub payload_bytes: usize,
    /// New cases (three rows, one durable transaction) by one caller.
    pub write_one: Rate,
    /// New cases by many callers.
    pub write_many: Rate,
    /// Reads of one case by its key by many callers.
    pub read_many: Rate,
}

/// Measures each kind of work for `seconds` with one caller and with `clients`. The database at
/// `place` must be new or one that was measured before; it is left with the measured rows.
///
/// # Errors
/// What the store answers; [`DbError::Schema`] for a database that belongs to a node.
pub async fn run(place: &str, clients: usize, seconds: f64) -> Result<Report, DbError> {
    let store = Store::open(place).await?;
    store.migrate(STEPS, Millis(0)).await?;
    let clock = Arc::new(Clock::default());
    let length = Duration::try_from_secs_f64(seconds)
        .or(Err(DbError::other("bench", "the time cannot be measured")))?;
    let (_, write_one) = write(&store, &clock, 1, length).await?;
    let (ids, write_many) = write(&store, &clock, clients.max(1), length).await?;
    let read_many = read(&store, ids, clients.max(1), length).await?;
    store.close().await;
    let engine = match store.dialect() {
        Dialect::Sqlite => "sqlite",
        Dialect::Postgres => "postgres",
    };
    Ok(Report { engine, payload_bytes: PAYLOAD_BYTES, write_one, write_many, read_many })
}

#[expect(clippy::disallowed_methods, reason = "measuring is what a bench does")]
fn now() -> Instant {
    Instant::now()
}

/// Bytes that do not repeat within a row, as sealed ones.
fn sealed(bytes: usize) -> Vec<u8> {
    let block = |n: u32| sila_seal::sha256(&[&n.to_be_bytes()]);
    (0..).flat_map(block).take(bytes).collect()
}

fn add_case(tx: &mut dyn Tx, id: Uuid, outbox: Uuid, payload: &[u8]) -> Result<(), DbError> {
    let (entry, message) = (payload.get(..ENTRY_BYTES), payload.get(..MESSAGE_BYTES));
    tx.send(&CASE, &p![id, [7_u8; 32], 1_795_000_000_000_i64, payload])?;
    tx.send(&ENTRY, &p![id, [9_u8; 32], entry])?;
    tx.send(&OUTBOX, &p![outbox, id, message])
}

type Lap<T> = Result<(Vec<T>, Vec<Duration>), DbError>;

async fn write(
    store: &Store,
    clock: &Arc<Clock>,
    clients: usize,
    length: Duration,
) -> Result<(Vec<Uuid>, Rate), DbError> {
    let start = now();
    let mut tasks: JoinSet<Lap<Uuid>> = JoinSet::new();
    for _ in 0..clients {
        let (store, clock) = (store.clone(), Arc::clone(clock));
        tasks.spawn(async move {
            let (mut ids, mut times) = (Vec::new(), Vec::new());
            // At least one each, however busy the machine is.
            while times.is_empty() || start.elapsed() < length {
                let (id, outbox) = (clock.new_id(), clock.new_id());
                let payload = sealed(PAYLOAD_BYTES);
                let began = now();
                store.write(move |tx| add_case(tx, id, outbox, &payload)).await?;
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
    store: &Store,
    ids: Vec<Uuid>,
    clients: usize,
    length: Duration,
) -> Result<Rate, DbError> {
    let ids: Arc<[Uuid]> = ids.into();
    let start = now();
    let mut tasks: JoinSet<Lap<()>> = JoinSet::new();
    for client in 0..clients {
        let (store, ids) = (store.clone(), Arc::clone(&ids));
        tasks.spawn(async move {
            let mut times = Vec::new();
            // Each goes round all cases in steps of its own, so that they do not read in line.
            let steps = ids.iter().cycle().skip(client * 7_919).step_by(client * 2 + 1);
            for id in steps.copied() {
                if !times.is_empty() && start.elapsed() >= length {
                    break;
                }
                let began = now();
                let payload: Vec<u8> =
                    store.read(move |tx| tx.one(&POINT, &p![id])?.get(2)).await?;
                times.push(began.elapsed());
                if payload.len() != PAYLOAD_BYTES {
                    return Err(DbError::other("bench", "a case came back with another length"));
                }
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
        let (some, took) = done.unwrap_or(Err(DbError::Closed))?;
        all.extend(some);
        times.extend(took);
    }
    Ok((all, times))
}

fn rate(clients: usize, mut times: Vec<Duration>, took: Duration) -> Rate {
    times.sort_unstable();
    let at = |percent: usize| {
        let place = times.len().saturating_mul(percent) / 100;
        times.get(place).or(times.last()).map_or(0.0, |time| time.as_secs_f64() * 1_000.0)
    };
    let count = u32::try_from(times.len()).map_or(f64::INFINITY, f64::from);
    Rate {
        clients,
        count: times.len(),
        per_second: count / took.as_secs_f64(),
        p50_ms: at(50),
        p99_ms: at(99),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_are_those_of_the_sorted_times() {
        let times = (1..=200).rev().map(Duration::from_millis).collect();
        let rate = rate(4, times, Duration::from_secs(2));
        assert_eq!((rate.count, rate.per_second), (200, 100.0));
        assert_eq!((rate.p50_ms, rate.p99_ms), (101.0, 199.0));
        assert_eq!(super::rate(1, Vec::new(), Duration::from_secs(1)).per_second, 0.0);
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn every_measured_case_is_in_the_database() {
        let folder = tempfile::TempDir::new().unwrap();
        let place = folder.path().join("bench.db").to_str().unwrap().to_owned();
        let report = run(&place, 8, 0.0).await.unwrap();
        let counts = (report.write_one.count, report.write_many.count, report.read_many.count);
        assert_eq!(counts, (1, 8, 8), "without time everyone works once");
        let store = Store::open(&place).await.unwrap();
        let text = "SELECT count(*) FROM bench_outbox";
        let rows = store.read(move |tx| tx.query_text(text, &[])).await.unwrap();
        assert_eq!(rows[0].get::<i64>(0), Ok(9));
        run(&place, 1, 0.0).await.expect("a measured database can be measured again");
        store.close().await;
    }
}
