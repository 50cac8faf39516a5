//! Many at once: no lost update, no write skew, closures that run twice.

use super::{CASES, Fixture, INSERT_TALLY, SET_TALLY, TALLY, contract};
use crate::db::{DbError, Store};
use crate::p;
use tokio::task::JoinSet;

contract! {
    counters_lose_no_update
    a_rule_over_several_rows_holds
    parallel_inserts_all_arrive
}

async fn tally(store: &Store, name: &'static str) -> i64 {
    store.read(move |tx| tx.one(&TALLY, &p![name])?.get(0)).await.unwrap()
}

async fn counters_lose_no_update(f: &Fixture) {
    f.store.write(|tx| tx.exec(&INSERT_TALLY, &p!["referrals", 0_i64])).await.unwrap();
    let mut tasks = JoinSet::new();
    for _ in 0..24 {
        let store = f.store.clone();
        tasks.spawn(async move {
            for _ in 0..8 {
                let step = store.write(|tx| {
                    let value: i64 = tx.one(&TALLY, &p!["referrals"])?.get(0)?;
                    tx.send(&SET_TALLY, &p!["referrals", value + 1])
                });
                step.await.unwrap();
            }
        });
    }
    tasks.join_all().await;
    assert_eq!(tally(&f.store, "referrals").await, 24 * 8);
}

async fn a_rule_over_several_rows_holds(f: &Fixture) {
    // Each takes the one free place if it sees it free: under READ COMMITTED several would.
    let mut tasks = JoinSet::new();
    for n in 0..16_u32 {
        let store = f.store.clone();
        tasks.spawn(async move {
            let taken = store.write(move |tx| {
                let name = format!("place {n}");
                let rows = tx.query_text("SELECT name FROM tally WHERE value = 1", &[])?;
                if rows.is_empty() {
                    tx.send(&INSERT_TALLY, &p![name, 1_i64])?;
                }
                Ok::<_, DbError>(rows.is_empty())
            });
            u32::from(taken.await.unwrap())
        });
    }
    assert_eq!(tasks.join_all().await.iter().sum::<u32>(), 1);
}

async fn parallel_inserts_all_arrive(f: &Fixture) {
    let mut tasks = JoinSet::new();
    for n in 0..200 {
        let store = f.store.clone();
        tasks.spawn(async move { super::add_case(&store, n).await });
    }
    let results = tasks.join_all().await;
    assert!(results.iter().all(Result::is_ok), "{results:?}");
    let count: i64 = f.store.read(|tx| tx.one(&CASES, &[])?.get(0)).await.unwrap();
    assert_eq!(count, 200);
}
