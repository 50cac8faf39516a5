//! What only a server can do: hang up, be unreachable, show a certificate.

use super::{Fixture, add_case, case, count, insert_case, server_address};
use crate::db::{DbError, Store};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

const HANG_UP: &str = "SELECT pg_terminate_backend(pg_backend_pid())";

#[tokio::test(flavor = "multi_thread")]
async fn a_connection_lost_before_the_commit_costs_nothing() {
    let Some(f) = Fixture::postgres().await else { return };
    let runs = Arc::new(AtomicU32::new(0));
    let counter = Arc::clone(&runs);
    let written = f.store.write(move |tx| {
        tx.exec(&super::INSERT_CASE, &case(1))?;
        if counter.fetch_add(1, Ordering::Relaxed) == 0 {
            tx.query_text(HANG_UP, &[])?;
        }
        insert_case(tx, 2)
    });
    assert_eq!(written.await, Ok(()));
    assert_eq!(runs.load(Ordering::Relaxed), 2);
    assert_eq!(count(&f.store).await, 2);
    f.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_read_is_repeated_on_a_new_connection() {
    let Some(f) = Fixture::postgres().await else { return };
    let mut first = true;
    let answer = f.store.read(move |tx| {
        if std::mem::take(&mut first) {
            tx.query_text(HANG_UP, &[])?;
        }
        tx.one(&super::CASES, &[])?.get::<i64>(0)
    });
    assert_eq!(answer.await, Ok(0));
    f.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_connection_lost_in_the_commit_is_said_to_be_unknown() {
    let Some(f) = Fixture::postgres().await else { return };
    let trap = "CREATE FUNCTION hang_up() RETURNS trigger LANGUAGE plpgsql AS
          $$ BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NULL; END $$;
        CREATE CONSTRAINT TRIGGER trap AFTER INSERT ON tally DEFERRABLE INITIALLY DEFERRED
          FOR EACH ROW EXECUTE FUNCTION hang_up()";
    f.store.write(move |tx| tx.script(trap)).await.unwrap();
    let lost =
        f.store.write(|tx| tx.send_text("INSERT INTO tally (name, value) VALUES ('x', 1)", &[]));
    assert_eq!(lost.await, Err(DbError::Unknown));
    add_case(&f.store, 1).await.unwrap();
    assert_eq!(count(&f.store).await, 1);
    f.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn all_connections_cut_are_opened_again() {
    let Some(f) = Fixture::postgres().await else { return };
    add_case(&f.store, 1).await.unwrap();
    let name = f.place.rsplit_once('/').unwrap().1.split('?').next().unwrap();
    let cut = format!(
        "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = '{name}'"
    );
    super::at_server(&server_address().unwrap(), &cut).await;
    // More reads than connections: each connection finds out.
    for _ in 0..20 {
        assert_eq!(count(&f.store).await, 1);
    }
    add_case(&f.store, 2).await.unwrap();
    f.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_is_not_there_is_unavailable() {
    // Port 1 of the loopback is answered by nobody.
    let opened = Store::open("postgres://nobody@127.0.0.1:1/none").await;
    assert_eq!(opened.map(drop), Err(DbError::Unavailable));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_password_is_an_error_that_does_not_hold_it() {
    let Some(server) = server_address() else { return };
    let (_, rest) = server.split_once('@').unwrap();
    let opened = Store::open(&format!("postgres://postgres:guessed@{rest}")).await;
    let error = opened.map(drop).unwrap_err();
    assert!(matches!(error, DbError::Other(_)), "{error}");
    assert!(!error.to_string().contains("guessed"));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_that_makes_no_sense_is_refused() {
    for params in ["connections=0", "connections=many", "colour=blue"] {
        let opened = Store::open(&format!("postgres://a@127.0.0.1:1/b?{params}")).await;
        assert!(matches!(opened.map(drop), Err(DbError::Other(_))), "{params}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn tls_needs_a_certificate_that_is_trusted() {
    let (Some(server), Ok(authority)) = (server_address(), std::env::var("SILA_TEST_PG_CA")) else {
        return;
    };
    let trusted = format!("{server}?connections=1&sslrootcert={authority}");
    let store = Store::open(&trusted).await.unwrap();
    let text = "SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()";
    let rows = store.read(move |tx| tx.query_text(text, &[])).await.unwrap();
    assert_eq!(rows[0].get::<bool>(0), Ok(true));
    store.close().await;
    // The authority of the test is not among those that the system trusts.
    let untrusted = Store::open(&format!("{server}?sslmode=require")).await;
    assert_eq!(untrusted.map(drop), Err(DbError::Unavailable));
}
