//! Reads: one snapshot each, and no right to write.

use super::{CASES, Fixture, INSERT_CASE, add_case, case, contract, count};
use crate::db::DbError;
use std::sync::mpsc::channel;

contract! {
    a_read_sees_one_moment
    a_read_cannot_write
    a_write_is_seen_by_the_next_read
}

async fn a_read_sees_one_moment(f: &Fixture) {
    add_case(&f.store, 1).await.unwrap();
    let (counted, has_counted) = tokio::sync::oneshot::channel();
    let (written, has_written) = channel::<()>();
    let mut counted = Some(counted);
    let store = f.store.clone();
    let read = tokio::spawn(async move {
        let both = store.read(move |tx| {
            let before: i64 = tx.one(&CASES, &[])?.get(0)?;
            counted.take().unwrap().send(()).unwrap();
            has_written.recv().unwrap();
            let after: i64 = tx.one(&CASES, &[])?.get(0)?;
            Ok::<_, DbError>((before, after))
        });
        both.await
    });
    has_counted.await.unwrap();
    add_case(&f.store, 2).await.unwrap();
    written.send(()).unwrap();
    assert_eq!(read.await.unwrap(), Ok((1, 1)));
    assert_eq!(count(&f.store).await, 2);
}

async fn a_read_cannot_write(f: &Fixture) {
    let result = f.store.read(|tx| tx.exec(&INSERT_CASE, &case(1))).await;
    assert_eq!(result, Err(DbError::ReadOnly));
    assert_eq!(count(&f.store).await, 0);
}

async fn a_write_is_seen_by_the_next_read(f: &Fixture) {
    for n in 1..=50 {
        add_case(&f.store, n).await.unwrap();
        assert_eq!(count(&f.store).await, i64::try_from(n).unwrap());
    }
}
