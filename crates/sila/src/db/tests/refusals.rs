//! Errors: what they are called, and that nothing of a refused closure stays.

use super::{
    CASES, Fixture, INSERT_CASE, INSERT_ENTRY, Refused, add_case, case, contract, count, id,
};
use crate::db::{DbError, V};
use crate::p;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

contract! {
    a_second_row_of_the_same_key_is_named_unique
    a_row_that_points_at_nothing_is_named_foreign_key
    a_row_against_the_rules_is_named_check
    a_missing_value_is_named_check
    a_refusal_of_the_noun_rolls_everything_back
    after_an_error_the_transaction_is_lost_even_if_the_closure_goes_on
    a_conflict_that_is_expected_can_be_asked_for
    a_panic_costs_only_its_own_caller
    a_statement_that_is_wrong_is_an_error_with_its_reason
    a_disk_that_is_full_is_said_so
    after_closing_nothing_is_done
}

async fn a_second_row_of_the_same_key_is_named_unique(f: &Fixture) {
    add_case(&f.store, 1).await.unwrap();
    let again = add_case(&f.store, 1).await;
    assert!(matches!(again, Err(DbError::Unique { .. })), "{again:?}");
    let mut values = case(2);
    values[1] = V::from("C-26-00001");
    let same_reference = f.store.write(move |tx| tx.exec(&INSERT_CASE, &values)).await;
    let Err(DbError::Unique { what }) = same_reference else { panic!("{same_reference:?}") };
    assert!(what.contains("reference") && !what.contains("00001"), "{what}");
}

async fn a_row_that_points_at_nothing_is_named_foreign_key(f: &Fixture) {
    let entry = |n| f.store.write(move |tx| tx.query(&INSERT_ENTRY, &p![id(n), vec![1_u8]]));
    assert_eq!(entry(1).await, Err(DbError::ForeignKey));
    add_case(&f.store, 1).await.unwrap();
    entry(1).await.unwrap();
    let deleted = f.store.write(|tx| tx.exec_text("DELETE FROM case_file", &[])).await;
    assert_eq!(deleted, Err(DbError::ForeignKey));
}

async fn a_row_against_the_rules_is_named_check(f: &Fixture) {
    let mut values = case(1);
    values[2] = V::from("half open");
    let result = f.store.write(move |tx| tx.exec(&INSERT_CASE, &values)).await;
    let Err(DbError::Check { what }) = result else { panic!("{result:?}") };
    assert!(what.contains("status"), "{what}");
}

async fn a_missing_value_is_named_check(f: &Fixture) {
    let mut values = case(1);
    values[5] = V::Null;
    let result = f.store.write(move |tx| tx.exec(&INSERT_CASE, &values)).await;
    let Err(DbError::Check { what }) = result else { panic!("{result:?}") };
    assert!(what.contains("payload"), "{what}");
}

async fn a_refusal_of_the_noun_rolls_everything_back(f: &Fixture) {
    let refused = f.store.write(|tx| {
        super::insert_case(tx, 1)?;
        let inside: i64 = tx.one(&CASES, &[])?.get(0)?;
        assert_eq!(inside, 1);
        Err::<(), _>(Refused::NoConsent(4))
    });
    assert_eq!(refused.await, Err(Refused::NoConsent(4)));
    assert_eq!(count(&f.store).await, 0);
}

async fn after_an_error_the_transaction_is_lost_even_if_the_closure_goes_on(f: &Fixture) {
    add_case(&f.store, 1).await.unwrap();
    let stubborn = f.store.write(|tx| {
        tx.exec(&INSERT_CASE, &case(2))?;
        let first = tx.exec(&INSERT_CASE, &case(1)).unwrap_err();
        assert_eq!(tx.query(&CASES, &[]), Err(first));
        Ok::<_, DbError>(())
    });
    assert!(matches!(stubborn.await, Err(DbError::Unique { .. })));
    assert_eq!(count(&f.store).await, 1);
    let converted = f.store.write(|tx| {
        tx.exec(&INSERT_CASE, &case(2))?;
        tx.exec(&INSERT_CASE, &case(1)).or(Err(Refused::NoConsent(2)))
    });
    assert_eq!(converted.await, Err(Refused::NoConsent(2)));
    assert_eq!(count(&f.store).await, 1);
}

async fn a_conflict_that_is_expected_can_be_asked_for(f: &Fixture) {
    let insert = "INSERT INTO tally (name, value) VALUES ($1, 1) ON CONFLICT (name) DO NOTHING";
    let once = || f.store.write(move |tx| tx.exec_text(insert, &p!["inbox"]));
    assert_eq!(once().await, Ok(1));
    assert_eq!(once().await, Ok(0));
}

async fn a_panic_costs_only_its_own_caller(f: &Fixture) {
    let panicked = f.store.write(|tx| -> Result<(), DbError> {
        super::insert_case(tx, 1)?;
        panic!("a mistake in a closure")
    });
    assert!(matches!(panicked.await, Err(DbError::Other(_))));
    for n in 2..20 {
        add_case(&f.store, n).await.unwrap();
    }
    assert_eq!(count(&f.store).await, 18);
}

async fn a_statement_that_is_wrong_is_an_error_with_its_reason(f: &Fixture) {
    let result = f.store.read(|tx| tx.query_text("SELECT thing FROM nowhere", &[])).await;
    let Err(DbError::Other(what)) = result else { panic!("{result:?}") };
    assert!(what.contains("nowhere"), "{what}");
}

async fn a_disk_that_is_full_is_said_so(f: &Fixture) {
    if crate::db::is_postgres(&f.place) {
        let full = "DO $$ BEGIN RAISE EXCEPTION 'no space' USING ERRCODE = '53100'; END $$";
        let result = f.store.write(move |tx| tx.script(full)).await;
        assert_eq!(result, Err(DbError::Full));
    } else {
        limit_pages(f, 1).await;
        let mut values = case(1);
        values[5] = V::Bytes(vec![1; 400_000]);
        let result = f.store.write(move |tx| tx.exec(&INSERT_CASE, &values)).await;
        assert_eq!(result, Err(DbError::Full));
        limit_pages(f, 1_000_000).await;
    }
    add_case(&f.store, 2).await.unwrap();
    assert_eq!(count(&f.store).await, 1);
}

/// SQLite refuses to grow beyond this many pages (or what it has already), as on a full disk.
pub(super) async fn limit_pages(f: &Fixture, pages: u32) {
    let pragma = format!("PRAGMA max_page_count = {pages}");
    f.store.write(move |tx| tx.query_text(&pragma, &[])).await.unwrap();
}

async fn after_closing_nothing_is_done(f: &Fixture) {
    f.store.close().await;
    let ran = Arc::new(AtomicU32::new(0));
    let counter = Arc::clone(&ran);
    let late = f.store.write(move |_| {
        counter.fetch_add(1, Ordering::Relaxed);
        Ok::<_, DbError>(())
    });
    assert_eq!(late.await, Err(DbError::Closed));
    assert_eq!(ran.load(Ordering::Relaxed), 0);
}
