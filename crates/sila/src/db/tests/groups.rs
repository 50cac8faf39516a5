//! The group commit of SQLite: jobs that queue behind a running one share a transaction.

use super::refusals::limit_pages;
use super::{Fixture, INSERT_CASE, REFERENCES, Refused, add_case, case, count, insert_case};
use crate::db::queue::{Mode, Next, Queue, job};
use crate::db::{DbError, Store, Tx, V};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::Duration;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

/// Holds the writer inside a closure, so that what is sent meanwhile becomes one group.
struct Held {
    release: Sender<()>,
    done: JoinHandle<Result<(), DbError>>,
}

async fn hold(store: &Store) -> Held {
    let (release, wait): (Sender<()>, Receiver<()>) = channel();
    let (started, has_started) = oneshot::channel();
    let (store, mut started) = (store.clone(), Some(started));
    let done = tokio::spawn(async move {
        let held = store.write(move |_| {
            if let Some(started) = started.take() {
                started.send(()).unwrap();
                wait.recv().unwrap();
            }
            Ok(())
        });
        held.await
    });
    has_started.await.unwrap();
    Held { release, done }
}

impl Held {
    async fn let_go(self) {
        self.release.send(()).unwrap();
        self.done.await.unwrap().unwrap();
    }
}

/// Puts a closure into the queue now; its answer comes later.
async fn queue_up<T, E, F>(store: &Store, closure: F) -> JoinHandle<Result<T, E>>
where
    F: FnMut(&mut dyn Tx) -> Result<T, E> + Send + 'static,
    E: From<DbError> + Send + 'static,
    T: Send + 'static,
{
    let mut waiting = Box::pin({
        let store = store.clone();
        async move { store.write(closure).await }
    });
    // The first poll submits the job and finds no answer yet.
    let first = std::future::poll_fn(|cx| std::task::Poll::Ready(waiting.as_mut().poll(cx))).await;
    assert!(first.is_pending());
    tokio::spawn(waiting)
}

async fn references(store: &Store) -> Vec<String> {
    let rows = store.read(|tx| tx.query(&REFERENCES, &[])).await.unwrap();
    rows.iter().map(|row| row.get(0).unwrap()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn one_failing_job_takes_nothing_from_its_group() {
    let f = Fixture::sqlite().await;
    add_case(&f.store, 1).await.unwrap();
    let held = hold(&f.store).await;
    let good = queue_up(&f.store, |tx| insert_case(tx, 2)).await;
    let unique =
        queue_up(&f.store, |tx| insert_case(tx, 3).and_then(|()| insert_case(tx, 1))).await;
    let refused = queue_up(&f.store, |tx| {
        insert_case(tx, 4)?;
        Err::<(), _>(Refused::NoConsent(4))
    });
    let refused = refused.await;
    let panics = queue_up(&f.store, |tx| -> Result<(), DbError> {
        insert_case(tx, 5)?;
        panic!("a mistake in a closure")
    });
    let panics = panics.await;
    let last = queue_up(&f.store, |tx| insert_case(tx, 6)).await;
    held.let_go().await;
    good.await.unwrap().unwrap();
    assert!(matches!(unique.await.unwrap(), Err(DbError::Unique { .. })));
    assert_eq!(refused.await.unwrap(), Err(Refused::NoConsent(4)));
    assert!(matches!(panics.await.unwrap(), Err(DbError::Other(_))));
    last.await.unwrap().unwrap();
    assert_eq!(references(&f.store).await, ["C-26-00001", "C-26-00002", "C-26-00006"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_jobs_of_a_group_see_each_other_and_share_one_commit() {
    let f = Fixture::sqlite().await;
    let held = hold(&f.store).await;
    let mut jobs = Vec::new();
    for n in 1..=100 {
        let seen = queue_up(&f.store, move |tx| {
            insert_case(tx, n)?;
            tx.one(&super::CASES, &[])?.get::<i64>(0)
        });
        jobs.push(seen.await);
    }
    // A reader on another connection counts what is committed: nothing, then everything.
    assert_eq!(count(&f.store).await, 0);
    held.let_go().await;
    for (n, job) in (1..).zip(jobs) {
        assert_eq!(job.await.unwrap(), Ok(n));
        assert_eq!(count(&f.store).await, 100);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_disk_refuses_only_the_job_that_does_not_fit() {
    let f = Fixture::sqlite().await;
    let pages = f.store.write(|tx| tx.query_text("PRAGMA page_count", &[])).await.unwrap();
    let pages: u32 = pages[0].get(0).unwrap();
    limit_pages(&f, pages + 20).await;
    let held = hold(&f.store).await;
    let before = queue_up(&f.store, |tx| insert_case(tx, 1)).await;
    let too_large = queue_up(&f.store, |tx| {
        let mut values = case(2);
        values[5] = V::Bytes(vec![1; 400_000]);
        tx.exec(&INSERT_CASE, &values)
    });
    let too_large = too_large.await;
    let after = queue_up(&f.store, |tx| insert_case(tx, 3)).await;
    held.let_go().await;
    before.await.unwrap().unwrap();
    assert_eq!(too_large.await.unwrap(), Err(DbError::Full));
    after.await.unwrap().unwrap();
    assert_eq!(references(&f.store).await, ["C-26-00001", "C-26-00003"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_endless_closure_is_stopped_and_the_others_go_on() {
    let f = Fixture::sqlite().await;
    let held = hold(&f.store).await;
    let before = queue_up(&f.store, |tx| insert_case(tx, 1)).await;
    let endless = queue_up(&f.store, |tx| {
        tx.exec_text(
            "INSERT INTO tally (name, value) WITH RECURSIVE n(i) AS
               (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT 'x', i FROM n WHERE i < 0",
            &[],
        )
    });
    let endless = endless.await;
    let after = queue_up(&f.store, |tx| insert_case(tx, 3)).await;
    held.let_go().await;
    before.await.unwrap().unwrap();
    assert_eq!(endless.await.unwrap(), Err(DbError::Busy));
    after.await.unwrap().unwrap();
    assert_eq!(references(&f.store).await, ["C-26-00001", "C-26-00003"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_rule_checked_at_the_commit_refuses_only_its_own_job() {
    let f = Fixture::sqlite().await;
    let late = "CREATE TABLE late (id INTEGER NOT NULL PRIMARY KEY,
        other INTEGER NOT NULL REFERENCES late (id) DEFERRABLE INITIALLY DEFERRED) STRICT";
    f.store.write(move |tx| tx.script(late)).await.unwrap();
    let held = hold(&f.store).await;
    let before = queue_up(&f.store, |tx| insert_case(tx, 1)).await;
    let dangling =
        queue_up(&f.store, |tx| tx.exec_text("INSERT INTO late VALUES (1, 2)", &[])).await;
    let after = queue_up(&f.store, |tx| insert_case(tx, 3)).await;
    held.let_go().await;
    before.await.unwrap().unwrap();
    assert_eq!(dangling.await.unwrap(), Err(DbError::ForeignKey));
    after.await.unwrap().unwrap();
    assert_eq!(count(&f.store).await, 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_caller_that_left_the_queue_changes_nothing() {
    let f = Fixture::sqlite().await;
    let held = hold(&f.store).await;
    let left = queue_up(&f.store, |tx| insert_case(tx, 1)).await;
    left.abort();
    assert!(left.await.unwrap_err().is_cancelled());
    let stays = queue_up(&f.store, |tx| insert_case(tx, 2)).await;
    held.let_go().await;
    stays.await.unwrap().unwrap();
    assert_eq!(references(&f.store).await, ["C-26-00002"]);
}

#[test]
fn a_full_queue_refuses_and_a_closed_one_finishes_what_waits() {
    let queue = Queue::new(2);
    let wanted = || job(Mode::Write, |_: &mut dyn Tx| Ok::<_, DbError>(()));
    let ((one, keep_one), (two, keep_two), (three, _)) = (wanted(), wanted(), wanted());
    queue.push(one).unwrap();
    queue.push(two).unwrap();
    assert_eq!(queue.push(three), Err(DbError::Busy));
    drop(keep_one);
    queue.close();
    assert_eq!(queue.push(wanted().0), Err(DbError::Closed));
    let Next::Work(jobs) = queue.pop(10, Duration::ZERO) else { panic!("nothing waits") };
    assert_eq!(jobs.len(), 1);
    assert!(matches!(queue.pop(10, Duration::ZERO), Next::Closed));
    drop(keep_two);
}

#[test]
fn an_empty_queue_lets_its_thread_do_something_else() {
    assert!(matches!(Queue::new(2).pop(10, Duration::ZERO), Next::Idle));
}
